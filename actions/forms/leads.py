"""Who leads an action, as the manager says it."""

from django import forms

from subgroups.forms.base import PlainForm
from subgroups.models import Agency, Board, Post, SubGroup

from ..models import Lead
from ..services.leads import Party, party_of
from .editing import words_field

EVERYONE, IN_WORDS = "everyone", "words"


class LeadForm(PlainForm):
    """One party. `lead` is the row to change, None for a new one. only_who: nothing but whom it
    means, as it is settled on a closed plan."""

    watched = True

    party = forms.ChoiceField(
        label="Who",
        error_messages={"required": "Choose who it is, or choose “In plain words only”"},
    )
    written = forms.CharField(
        label="In the plan’s own words",
        max_length=300,
        required=False,
        help_text="How the document names them, where it uses another name. In plain words only, "
        "nobody is reminded.",
    )
    role = forms.ChoiceField(
        label="Part in it",
        choices=[("lead", "Leads"), ("support", "Supports")],
        initial=Lead.Role.LEAD,
        widget=forms.RadioSelect,
    )
    accountable = forms.BooleanField(
        label="Accountable for it",
        required=False,
        help_text="One of those who lead. Whoever was it before is not any more.",
    )

    def __init__(
        self, *args, board: Board, lead: Lead | None = None, only_who: bool = False, **kwargs
    ):
        if lead is not None:
            kwargs["initial"] = {
                "party": _value(lead),
                "written": lead.written,
                "role": lead.role,
                "accountable": lead.accountable,
            }
        super().__init__(*args, **kwargs)
        kept = party_of(lead) if lead is not None else Party()
        self.found: dict[str, Party] = {
            EVERYONE: Party(everyone=True),
            IN_WORDS: Party(),
        }
        groups = [
            ("Agencies", "agency", Agency.objects.of(board).filter(left_on__isnull=True)),
            (
                board.words_for("subgroup"),
                "group",
                SubGroup.objects.of(board).filter(ended_on=None),
            ),
            ("Posts", "post", Post.objects.of(board).filter(ended_on=None)),
        ]
        choices = [("", "Choose"), (EVERYONE, "All agencies"), (IN_WORDS, "In plain words only")]
        for title, name, rows in groups:
            rows = list(rows)
            own = getattr(kept, name)
            if own is not None and own not in rows:
                rows.append(own)
            for row in rows:
                self.found[f"{name}-{row.pk}"] = Party(**{name: row})
            choices.append((title, [(f"{name}-{row.pk}", str(row)) for row in rows]))
        self.fields["party"].choices = choices
        if only_who:  # what else was said of it is history
            for name in ("written", "role", "accountable"):
                del self.fields[name]

    def clean(self):
        found = super().clean()
        words = "written" in self.fields
        if words and found.get("party") == IN_WORDS and not found.get("written", "").strip():
            self.add_error("written", "Write who it is")
        return found

    def said(self) -> Party:
        """The party that was chosen, with the document's words."""
        chosen = self.found[self.cleaned_data["party"]]
        return Party(
            agency=chosen.agency,
            group=chosen.group,
            post=chosen.post,
            everyone=chosen.everyone,
            written=self.cleaned_data.get("written", ""),
        )


class WithdrawLeadForm(PlainForm):
    """Why somebody is taken off an action."""

    submit = "Withdraw"
    danger = True

    reason = words_field(
        "Why they no longer have a part in it",
        help_text="It stays in the story with this reason, and you can restore them.",
        error_messages={"required": "Say why they no longer lead or support it"},
    )

    def __init__(self, *args, required: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = required
        if not required:
            self.fields["reason"].label += " (optional)"


def _value(lead: Lead) -> str:
    for name in ("agency", "group", "post"):
        found = getattr(lead, f"{name}_id")
        if found:
            return f"{name}-{found}"
    return EVERYONE if lead.everyone else IN_WORDS
