"""What a file becomes before anybody has confirmed it: the plan, the doubts, what found no home.

Reading and understanding a file again with further decisions gives the next draft: nothing is
changed in place, so a decision can be taken back by leaving it out.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to settle a doubt. value: what `Decisions` then holds for the finding's key."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A doubt, with its place in the file and what is done unless somebody decides otherwise.

    key: stable over reading the same file again ("lead-unknown:police"), one for each decision
        that a person can take; equal doubts about the same words are one finding.
    code: what kind of doubt (`understanding.findings` has the list with its sentences).
    place: where in the file. said: the words it is about, verbatim.
    sentence: what is doubtful, in plain English. proposal: what is done if nothing is decided.
    about: keys of the parts in the plan that it touches ("p1.o2.a3"), may be empty.
    choices: the ways to settle it; empty where it only informs. free: whether a person may type
        an answer of their own (a date, other words) in place of a choice.
    settled: the decision that was taken, "" while it is open.
    """

    key: str
    code: str
    place: str
    said: str
    sentence: str
    proposal: str = ""
    about: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    free: bool = False
    settled: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table and what it was taken for.

    key: "t1c3". header: its words in the file, "" without. meaning: one of
    `understanding.columns.MEANINGS`. example: the first words below it.
    """

    key: str
    table: str
    header: str
    meaning: str
    example: str = ""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Words that found no home in the plan. key: stable; kept: whether they go into a note."""

    key: str
    place: str
    text: str
    kept: bool = True


@dataclass(frozen=True, slots=True)
class Label:
    """Words that were understood and do not stand in the plan as they are.

    kind: "header" (of a column, each time it stands there), "label" ("Lead:", "Priority 2:"),
    "above" ("As above"), "mark" (an R in the RAG column), "repeat" (the same words once more),
    "corrected" (what a decision replaced), "left" (a column that a decision leaves out).
    """

    kind: str
    words: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class TableRole:
    """What a table was taken for. role: "plan", "groups" or "text". example: its first words."""

    key: str
    role: str
    place: str = ""
    name: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people settled, as plain data that a database can hold.

    columns: {"t1c3": meaning}. tables: {"t2": "plan" | "groups" | "text"}.
    findings: {finding key: a choice's value, or the words typed}.
    parts: {"p1.o2.a3": {"text": …, "ref": …, "timescale": …, …}} corrections typed in the preview.
    unplaced: {key: "keep" | "leave"}.
    shape: {"1": step, "2": step} rows split and joined, as `understanding.reshaping` says.
    """

    columns: dict[str, str] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)
    findings: dict[str, str] = field(default_factory=dict)
    parts: dict[str, dict] = field(default_factory=dict)
    unplaced: dict[str, str] = field(default_factory=dict)
    shape: dict[str, dict] = field(default_factory=dict)

    @property
    def steps(self) -> list[dict]:
        """The steps of `shape`, in their order."""
        return steps_of(self.shape)


def steps_of(shape: dict[str, dict]) -> list[dict]:
    """The steps kept under their numbers, in their order."""
    return [shape[number] for number in sorted(shape, key=int)]


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan that a file could become.

    data: boardplan/1 (plan-format.md) as `exporters.interchange` writes it, without status; each
        priority, outcome and action also has "key" ("p1", "p1.o2", "p1.o2.a3") and "place";
        leads and timescales have "to_settle"; "parties" lists the groups, chairs, agencies and
        abbreviations that stand beside the table ({"name", "kind", "abbreviation", "chair"}).
    columns: each table's columns. findings: the doubts, the most consequential first.
    unplaced: words without a home; those kept go into "introduction" or an outcome's "notes".
    labels: the words of the file that were understood without being in the plan.
    tables: what each table was taken for.

    An action's "from" says which cell its "timescale", "monitoring", … were read in, a lead's
    "entry" the same for a lead: values with the same origin were written once and are shared.
    """

    data: dict
    columns: tuple[Column, ...] = ()
    findings: tuple[Finding, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    labels: tuple[Label, ...] = ()
    tables: tuple[TableRole, ...] = ()

    @property
    def open_findings(self) -> list[Finding]:
        """Those that ask for a decision and have none."""
        return [f for f in self.findings if (f.choices or f.free) and not f.settled]
