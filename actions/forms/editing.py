"""What the manager types about the parts of a plan."""

from django import forms
from django.conf import settings
from django.urls import reverse

from subgroups.forms.base import LinesField, PlainForm, date_field
from subgroups.models import SubGroup

from ..models import Action, Milestone, Outcome, Plan, Priority
from ..models.choices import TIMESCALE_KINDS
from ..services.editing import Said
from ..timescales import Kind, Timescale

AS_WRITTEN, AS_I_SAY = "words", "mine"


def words_field(label: str, *, rows: int = 3, **kwargs) -> forms.CharField:
    """Longer text, with the limit that all texts have."""
    kwargs.setdefault("required", False)
    return forms.CharField(
        label=label,
        max_length=settings.MAX_TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": rows}),
        **kwargs,
    )


class PartForm(PlainForm):
    """A form about one part of a plan. `version` is the one the person saw when they opened it.

    part: the row to edit, None for a new one. plan: whose words the labels are in.
    """

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    fields_of_part: tuple[str, ...] = ()

    def __init__(self, *args, plan: Plan, part=None, **kwargs):
        if part is not None:
            initial = {name: getattr(part, name) for name in self.fields_of_part}
            initial["version"] = getattr(part, "version", None)
            kwargs["initial"] = initial | self.more_initial(part) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.plan, self.part = plan, part

    def more_initial(self, part) -> dict:
        return {}

    def relabel(self, **words):
        for name, label in words.items():
            self.fields[name].label = label

    def values(self) -> dict:
        """What goes to the service."""
        found = self.cleaned_data
        return {name: found[name] for name in self.fields_of_part if name in found}


class PriorityForm(PartForm):
    fields_of_part = ("ref", "title", "description")

    ref = forms.CharField(max_length=30, required=False)
    title = forms.CharField(max_length=500, error_messages={"required": "Enter its title"})
    description = words_field("Description", rows=6, help_text="What the plan says about it.")

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, plan=plan, **kwargs)
        self.relabel(ref=plan.word("ref"), title=plan.word("priority"))
        self.fields["ref"].widget.attrs["class"] = "govuk-input--width-5"


class OutcomeForm(PartForm):
    fields_of_part = ("ref", "title", "sources", "notes")

    priority = forms.ModelChoiceField(Priority.objects.none(), empty_label=None)
    ref = forms.CharField(max_length=30, required=False)
    title = words_field("", required=True, error_messages={"required": "Say what it is"})
    sources = LinesField(
        label="Sources",
        required=False,
        help_text="Where it comes from, one to a line, for example Joint Inspection Plan.",
    )
    notes = words_field("Notes")

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, plan=plan, **kwargs)
        self.relabel(
            ref=plan.word("ref"), title=plan.word("outcome"), priority=plan.word("priority")
        )
        self.fields["ref"].widget.attrs["class"] = "govuk-input--width-5"
        if self.part is None:
            self.fields["priority"].queryset = Priority.objects.filter(plan=plan).in_force()
        if self.part is not None or not self.fields["priority"].queryset.exists():
            del self.fields["priority"]  # a plan need not have priorities


class OutcomeChoice(forms.ModelChoiceField):
    """Outcomes of a plan under their priorities, shortened to one line."""

    def label_from_instance(self, outcome):
        told = str(outcome)
        told = told if len(told) <= 90 else told[:87].rstrip() + "…"
        return f"{outcome.priority.ref} › {told}" if outcome.priority.ref else told


def outcomes_of(plan: Plan):
    return (
        Outcome.objects.filter(plan=plan)
        .in_force()
        .select_related("priority")
        .order_by("priority__position", "priority_id", "position", "id")
    )


class ActionForm(PartForm):
    fields_of_part = (
        "ref",
        "text",
        "sub_items",
        "owner",
        "reports_to",
        "success_measure",
        "monitoring",
        "sources",
        "core_task",
        "shaped_by_children",
    )

    outcome = OutcomeChoice(Outcome.objects.none(), empty_label=None)
    ref = forms.CharField(max_length=30, required=False)
    text = words_field("", required=True, error_messages={"required": "Say what will be done"})
    sub_items = LinesField(
        label="Parts of it", required=False, help_text="Bullets under it, one to a line."
    )
    owner = forms.ModelChoiceField(SubGroup.objects.none(), required=False)
    reports_to = forms.ModelMultipleChoiceField(
        SubGroup.objects.none(),
        label="Reports to",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="The groups that receive reports about it.",
    )
    timescale_text = words_field(
        "", rows=2, help_text="As your plan says it: “March 2027”, “Quarterly”, “Ongoing”."
    )
    meaning = forms.ChoiceField(
        label="What these words mean",
        choices=[
            (AS_WRITTEN, "What Boardplan reads in them"),
            (AS_I_SAY, "What I say below"),
        ],
        initial=AS_WRITTEN,
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(label="It is", choices=TIMESCALE_KINDS, required=False)
    start = date_field("Starts on", required=False)
    due = date_field("Due on", required=False)
    times_per_year = forms.FloatField(
        label="Times a year", required=False, min_value=0.1, max_value=366
    )
    next_review = date_field(
        "Next review",
        required=False,
        help_text="Work without an end is looked at again on this day.",
    )
    due_reason = words_field(
        "Why the due date moves",
        rows=2,
        help_text="Needed only if the due date changes, because this plan has been ratified.",
    )
    success_measure = words_field("")
    monitoring = words_field("", help_text="Who receives what, and how often.")
    sources = LinesField(
        label="Sources",
        required=False,
        help_text="Where it comes from, one to a line, for example a review or an inspection.",
    )
    core_task = forms.BooleanField(label="A core task", required=False)
    shaped_by_children = forms.BooleanField(
        label="Shaped by what children and young people said", required=False
    )

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, plan=plan, **kwargs)
        self.relabel(
            ref=plan.word("ref"),
            text=plan.word("action"),
            owner=f"{plan.word('subgroup')} that owns it",
            outcome=plan.word("outcome"),
            timescale_text=plan.word("timescale"),
            success_measure=plan.word("success_measure"),
            monitoring=plan.word("monitoring"),
        )
        self.fields["ref"].widget.attrs["class"] = "govuk-input--width-5"
        # With scripts, what the words mean is shown as soon as they are typed.
        self.fields["timescale_text"].widget.attrs |= {
            "hx-get": reverse("timescale_reading", args=[plan.board.slug, plan.slug]),
            "hx-trigger": "change",
            "hx-target": "#reading",
        }
        groups = SubGroup.objects.of(plan.board)
        current = groups.filter(ended_on__isnull=True)
        if self.part is None:
            self.fields["outcome"].queryset = outcomes_of(plan)
            kept, chosen = [], []
        else:
            del self.fields["outcome"]
            kept = [self.part.owner_id]
            chosen = [group.pk for group in self.initial["reports_to"]]
        # What it has already stays a choice, even where that group has ended.
        self.fields["owner"].queryset = current | groups.filter(pk__in=kept)
        self.fields["owner"].empty_label = "No group"
        self.fields["reports_to"].queryset = current | groups.filter(pk__in=chosen)
        if not self.fields["reports_to"].queryset.exists():
            del self.fields["reports_to"]  # a question without answers
        if plan.status == Plan.Status.DRAFT or self.part is None:
            del self.fields["due_reason"]

    def more_initial(self, part: Action) -> dict:
        return {
            "owner": part.owner_id,
            "reports_to": list(part.reports_to.all()),
            "timescale_text": part.timescale_text,
            "meaning": AS_I_SAY if part.timescale_corrected else AS_WRITTEN,
            "kind": part.timescale_kind,
            "start": part.start,
            "due": part.due,
            "times_per_year": part.times_per_year,
            "next_review": part.next_review,
        }

    def clean(self):
        found = super().clean()
        if found.get("meaning") != AS_I_SAY:
            # A new action has no kind to compare with: its list stands at the first one.
            means = {"start", "due", "times_per_year"} | ({"kind"} if self.part else set())
            if found.get("meaning") == AS_WRITTEN and means & set(self.changed_data):
                # Or the date typed there would be lost behind "Action saved".
                self.add_error(
                    "meaning",
                    "You changed what the words mean: choose “What I say below”, or put it back",
                )
            return found
        kind = found.get("kind")
        if kind in ("date", "month", "range") and not found.get("due") and "due" not in self.errors:
            self.add_error("due", "Enter the day on which it is due")
        if kind == "range" and not found.get("start") and "start" not in self.errors:
            self.add_error("start", "Enter the day on which it starts")
        if (
            kind == "recurring"
            and not found.get("times_per_year")
            and "times_per_year" not in self.errors
        ):
            self.add_error("times_per_year", "Enter how many times a year")
        return found

    def said(self) -> Said:
        """The timescale: the words, and what the person says they mean if they correct them."""
        found = self.cleaned_data
        review = found.get("next_review") if "next_review" in self.changed_data else None
        if found["meaning"] == AS_WRITTEN:
            return Said(found["timescale_text"], next_review=review)
        kind = Kind(found["kind"])
        ends = kind in (Kind.DATE, Kind.MONTH, Kind.RANGE)
        due = found["due"] if ends or kind is Kind.RECURRING else None
        reading = Timescale(
            text=found["timescale_text"],
            kind=kind,
            start=found["start"],
            due=due,
            times_per_year=found["times_per_year"] if kind is Kind.RECURRING else None,
            dates=(due,) if due and ends else (),
            ongoing=kind is Kind.ONGOING,
        )
        return Said(found["timescale_text"], reading, review)


class MilestoneForm(PartForm):
    watched = True

    fields_of_part = ("due", "what", "to", "to_group")

    due = date_field("Due on", required=False)
    what = words_field("What is owed", rows=2)
    to_group = forms.ModelChoiceField(
        SubGroup.objects.none(), label="To which group", required=False, empty_label="No group"
    )
    to = forms.CharField(
        label="To whom else", max_length=200, required=False, help_text="In words."
    )

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, plan=plan, **kwargs)
        groups = SubGroup.objects.of(plan.board)
        kept = [self.part.to_group_id] if self.part is not None else []
        self.fields["to_group"].queryset = groups.filter(ended_on__isnull=True) | groups.filter(
            pk__in=kept
        )

    def more_initial(self, part: Milestone) -> dict:
        return {"to_group": part.to_group_id}


class WithdrawForm(PlainForm):
    submit = "Withdraw"
    danger = True

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = words_field(
        "Why it is withdrawn",
        required=True,
        error_messages={"required": "Say why it is withdrawn"},
        help_text="It stays in the record with this reason, and you can restore it.",
    )


class MoveForm(PlainForm):
    """To which place, and under which part where it can stand under another."""

    submit = "Move"

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    place = forms.IntegerField(
        label="Place",
        min_value=1,
        required=False,
        help_text="1 is first. Leave it empty to put it last.",
    )

    def __init__(self, *args, plan: Plan, part, **kwargs):
        super().__init__(*args, **kwargs)
        if isinstance(part, Action):
            self.fields["under"] = OutcomeChoice(
                outcomes_of(plan), label=plan.word("outcome"), empty_label=None
            )
        elif isinstance(part, Outcome):
            self.fields["under"] = forms.ModelChoiceField(
                Priority.objects.filter(plan=plan).in_force(),
                label=plan.word("priority"),
                empty_label=None,
            )
        self.order_fields(["version", "under", "place"])
