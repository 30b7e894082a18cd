"""What a manager types while a plan is brought in."""

from django import forms
from django.conf import settings

from subgroups.forms.base import LinesField, PlainForm, date_field
from subgroups.models import Board

from ..importers.understanding import reshaping
from ..importers.understanding.columns import MEANINGS
from ..models import Plan, PlanImport

READABLE = ".docx,.xlsx,.csv,.json"


class BringInForm(PlainForm):
    """A file, or what was copied from one; and which plan it belongs to."""

    submit = "Read the plan"

    file = forms.FileField(
        label="The plan as a file",
        required=False,
        widget=forms.FileInput(attrs={"accept": READABLE}),
        error_messages={
            "empty": "This file is empty. Check that it was saved, and choose it once more."
        },
    )
    text = forms.CharField(
        label="Or paste its table",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Select the whole table in Word, Excel or a web page, copy and paste it here.",
    )
    html = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    into = forms.ModelChoiceField(
        Plan.objects.none(),
        label="What is it?",
        required=False,
        empty_label="A new plan",
        help_text="A newer version of a plan that is here is compared with it, row by row.",
    )

    def __init__(self, *args, board: Board, **kwargs):
        super().__init__(*args, **kwargs)
        in_a_page_of_its_own(self)
        limit = settings.MAX_IMPORT_BYTES
        self.fields["file"].help_text = (
            "Word (.docx), Excel (.xlsx), CSV, or a plan downloaded from here (.json), up to "
            f"{limit // 1_000_000} MB."
        )
        self.fields["file"].widget.attrs["data-limit"] = limit
        self.fields["into"].queryset = open_plans(board)
        self.fields["into"].label_from_instance = lambda plan: f"A newer version of {plan.title}"
        if not self.fields["into"].queryset.exists():
            del self.fields["into"]

    def clean(self):
        found = super().clean()
        pasted = (found.get("text") or "").strip() or (found.get("html") or "").strip()
        if "file" in self.errors:
            return found
        if not found.get("file") and not pasted:
            self.add_error("file", "Choose a file, or paste the table of your plan")
        return found


class AboutForm(PlainForm):
    """What the plan is called, which period it covers, where it goes."""

    submit = "Save"

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    into = forms.ModelChoiceField(
        Plan.objects.none(),
        label="Where does it go?",
        required=False,
        empty_label="It becomes a new plan",
    )
    title = forms.CharField(
        max_length=200,
        required=False,
    )
    start = date_field("First day", required=False)
    end = date_field("Last day", required=False)
    slug = forms.SlugField(
        label="Its part of the address",
        max_length=80,
        required=False,
        help_text="Small letters, numbers and hyphens, such as 2026-27. Left empty, we choose one.",
        error_messages={"invalid": "Use small letters, numbers and hyphens only"},
    )

    def __init__(self, *args, row: PlanImport, **kwargs):
        kwargs["initial"] = {
            name: getattr(row, name)
            for name in ("version", "into", "title", "start", "end", "slug")
        }
        super().__init__(*args, **kwargs)
        in_a_page_of_its_own(self)
        self.fields["into"].queryset = open_plans(row.board)
        self.fields["into"].label_from_instance = lambda plan: f"Into {plan.title}"
        if self.fields["into"].queryset.exists():
            self.fields[
                "title"
            ].help_text = (
                "Title and period are those of the plan it goes into, where you chose one."
            )
        else:
            del self.fields["into"]

    def clean(self):
        found = super().clean()
        if found.get("into") is None:
            for name, error in (
                ("title", "Enter the title of the plan"),
                ("start", "Enter the first day of the plan"),
                ("end", "Enter the last day of the plan"),
            ):
                if not found.get(name) and name not in self.errors:
                    self.add_error(name, error)
        return found


class PartForm(PlainForm):
    """One part of the plan as it would become; only what differs from the file is kept."""

    submit = "Save"

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args,
        kind: str,
        item: dict,
        words: dict,
        labels: dict,
        typed: str | None = None,
        parties=(),
        **kwargs,
    ):
        """typed: what was typed about the timescale before. parties: (title, names) of the
        board's groups, posts and agencies, to choose from."""
        self.kind, self.item = kind, item
        super().__init__(*args, **kwargs)
        longest = settings.MAX_TEXT_LENGTH
        area = {"rows": 3}
        self.fields["ref"] = forms.CharField(
            label=words["ref"], required=False, max_length=30, initial=item.get("ref") or ""
        )
        if kind == "action":
            self.fields["text"] = forms.CharField(
                label=words["action"],
                max_length=longest,
                initial=item["text"],
                widget=forms.Textarea(attrs=area),
                error_messages={"required": "Enter what is to be done"},
            )
            self.fields["leads"] = LinesField(
                label=words["leads"],
                required=False,
                help_text="One to a line, each as the board calls it or in words.",
                initial=_names(item),
            )
            self.fields["add"] = forms.ChoiceField(
                label=f"Add one of the board’s {words['parties']}",
                required=False,
                choices=[("", "Nobody"), *((title, _pairs(names)) for title, names in parties)],
            )
            written = (item.get("timescale") or {}).get("text") or ""
            self.fields["timescale"] = forms.CharField(
                label=words["timescale"],
                required=False,
                max_length=longest,
                widget=forms.Textarea(attrs={"rows": 2}),  # a cell may have several lines
                initial=written if typed is None else typed,
                help_text="The words of the file stay. Type the date that they mean, or words "
                "such as quarterly or by March 2027.",
            )
            if typed is not None:
                self.fields["timescale"].help_text += f" In the file: {written or 'nothing'}"
            self.fields["rag"] = forms.ChoiceField(
                label=words["rag"],
                required=False,
                choices=[("", "Not rated"), *labels.items()],
                initial=item.get("rag") or "",
            )
        else:
            self.fields["title"] = forms.CharField(
                label=words[kind],
                required=False,
                max_length=500 if kind == "priority" else longest,
                initial=item.get("title") or "",
                widget=forms.Textarea(attrs=area),
            )
        in_a_page_of_its_own(self)

    def said(self) -> dict:
        """What was typed, where it is not what stands there already."""
        found = {}
        for name, value in self.cleaned_data.items():
            if name in ("version", "add"):
                continue
            before = self.fields[name].initial
            if _plain(value) != _plain(before):
                found[name] = value
        if self.cleaned_data.get("add"):
            names = self.cleaned_data["leads"]
            found["leads"] = list(dict.fromkeys([*names, self.cleaned_data["add"]]))
        return found


class SplitForm(PlainForm):
    """The words of an action with an empty line where the next one begins."""

    submit = "Split it"

    words = forms.CharField(
        label="The words",
        strip=False,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Put an empty line where the second one begins, and another for a third. What "
        "begins with a dash is listed below the one above it.",
    )

    def __init__(self, *args, item: dict, **kwargs):
        super().__init__(*args, **kwargs)
        in_a_page_of_its_own(self)
        self.fields["words"].initial = reshaping.as_text(item)

    def clean_words(self) -> list[dict]:
        """The pieces, each with its text and sub-items."""
        text = self.cleaned_data["words"]
        longest = settings.MAX_TEXT_LENGTH
        if len(text) > longest:
            raise forms.ValidationError(
                f"Write {longest:,} characters or fewer; it has {len(text):,}"
            )
        pieces = reshaping.pieces_of(text)
        if len(pieces) < 2:
            raise forms.ValidationError("Put an empty line where the second one begins")
        if len(pieces) > reshaping.MOST_PIECES:
            raise forms.ValidationError(
                f"Split it into {reshaping.MOST_PIECES} at most; these are {len(pieces)}"
            )
        return pieces


class BeginForm(PlainForm):
    """The number and title of a row of the level above that begins with a part."""

    submit = "Begin it here"

    def __init__(self, *args, words: dict, kind: str, **kwargs):
        super().__init__(*args, **kwargs)
        in_a_page_of_its_own(self)
        self.fields["ref"] = forms.CharField(label=words["ref"], required=False, max_length=30)
        self.fields["title"] = forms.CharField(
            label=words[kind],
            required=False,
            max_length=500 if kind == "priority" else settings.MAX_TEXT_LENGTH,
            widget=forms.Textarea(attrs={"rows": 2}),
        )


class ColumnsForm(PlainForm):
    """What each table is, and what each of its columns means."""

    submit = "Read it again like this"
    ROLES = (
        ("plan", "Part of the plan"),
        ("groups", "A list of groups or names"),
        ("text", "Text"),
    )

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, groups, **kwargs):
        """groups: of tables that are settled together, each with `tables` and `columns`."""
        super().__init__(*args, **kwargs)
        self.groups = groups
        for group in groups:
            table = group.tables[0]
            self.fields[f"table_{table.key}"] = forms.ChoiceField(
                label="What this is", choices=self.ROLES, initial=table.role
            )
            for columns in group.columns:
                name = columns[0].header or "without a heading"
                self.fields[f"column_{columns[0].key}"] = forms.ChoiceField(
                    label=f"What the column {name} means",
                    choices=list(MEANINGS.items()),
                    initial=columns[0].meaning,
                )

    def changed(self) -> tuple[dict, dict]:
        """(columns, tables) that were given another meaning, for all tables of their group."""
        columns, tables = {}, {}
        for group in self.groups:
            role = self._new(f"table_{group.tables[0].key}")
            if role:
                tables |= {table.key: role for table in group.tables}
            for alike in group.columns:
                meaning = self._new(f"column_{alike[0].key}")
                if meaning:
                    columns |= {column.key: meaning for column in alike}
        return columns, tables

    def _new(self, name: str) -> str:
        value = self.cleaned_data.get(name)
        return value if value and value != self.fields[name].initial else ""


def in_a_page_of_its_own(form: PlainForm) -> None:
    """Its page has the form element and the buttons; nothing in it is called optional."""
    form.helper.form_tag = False
    form.helper.disable_csrf = True
    form.helper.inputs = []
    form.helper.hide_optional = True


def open_plans(board: Board):
    return Plan.objects.of(board).exclude(status=Plan.Status.CLOSED).newest_first()


def _names(item: dict) -> list[str]:
    return list(dict.fromkeys(lead.get("written") or lead["name"] for lead in item["leads"]))


def _pairs(names) -> list[tuple[str, str]]:
    return [(name, name) for name in names]


def _plain(value):
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
