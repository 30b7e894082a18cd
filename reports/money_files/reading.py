"""The lines of a workbook: our own come back as they went out, others' are known by their words.

Nothing is guessed silently. What was left out, rounded or joined is a doubt in a sentence; what
cannot be taken is a problem that names its cell, and with a problem nothing is taken at all.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from actions.importers.reading import read_file
from actions.importers.source import Cell, Line, Table
from subgroups.models import Agency

from ..finance import FIGURES, NOUGHT, pounds, years_of
from ..models import AnnualReport, BudgetLine
from .amounts import NoAmount, amount_of
from .columns import column_key, figure_of, kind_of
from .comparing import WORDS, NewLine

MOST_LINES = 300  # their figures stand on one page, three fields a line
DEEPEST_HEADING = 40  # rows in which the heading of a table is looked for
LONGEST = BudgetLine._meta.get_field("label").max_length
_TOTAL = re.compile(
    r"^(grand |sub-?)?totals?\b|^(estimated |projected )?(over|under)spend\b|^surplus\b|^balance\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Read:
    """lines: in the order of the file. doubts: what a person should look at. problems: why
    nothing can be taken."""

    lines: list[NewLine] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_lines(
    name: str, content: bytes, *, report: AnnualReport, agencies: Iterable[Agency]
) -> Read:
    """Read a workbook, a CSV or a Word table. Raises Unreadable for a file that is none."""
    source = read_file(name, content)
    return _Reader(report, agencies).read(source.blocks)


@dataclass(slots=True)
class _Found:
    """A table whose heading was found: at which row, and what its columns are."""

    table: Table
    at: int
    end: int  # the row after its last
    keys: dict[int, str]
    title: str  # the words above it
    words: str  # these, the name of the sheet and the headings

    @property
    def ours(self) -> bool:
        return "kind" in self.keys.values()


class _Reader:
    def __init__(self, report: AnnualReport, agencies: Iterable[Agency]):
        self.year, self.next_year = years_of(report)
        self.agencies: dict[str, int] = {}
        for agency in agencies:
            for known in (agency.name, agency.abbreviation, *agency.aliases):
                if known:
                    self.agencies.setdefault(_plain(known), agency.pk)
        self.read_ = Read()
        self.above: list[NewLine] = []  # since the last heading that names a kind

    def read(self, blocks) -> Read:
        found, above = [], ""
        for block in blocks:
            if isinstance(block, Line):
                above = f"{above}\n{block.text}"[-2000:]
            elif isinstance(block, Table):
                found += self._headings(block, above)
                above = ""
        if any(table.ours for table in found):
            found = [table for table in found if table.ours]
        elif not found:
            self.read_.problems.append(
                "No table was found whose heading names an item or an agency and an amount. Give "
                "the columns headings such as Kind, Item, Agency, Budget, Actual and Projection."
            )
        for table in found:
            self._table(table)
        if found and not self.read_.lines and not self.read_.problems:
            self.read_.problems.append("The file has headings, but no lines with an amount.")
        if len(self.read_.lines) > MOST_LINES:
            self.read_.problems.append(
                f"The file has more than {MOST_LINES} lines. A report holds fewer."
            )
        return self.read_

    def _headings(self, table: Table, above: str) -> list[_Found]:
        """The tables that stand in a grid, one below the other: a sheet may hold several."""
        starts = []
        for at, row in enumerate(table.grid):
            if not starts and at >= DEEPEST_HEADING:
                break
            if keys := self._keys(row):
                starts.append((at, keys))
                if "kind" in keys.values():  # one table, whose rows say themselves what they are
                    break
        found = []
        for number, (at, keys) in enumerate(starts):
            title, words = _title_above(table, at)
            if number:
                found[-1].end = title
            else:
                words = [above, *words]
            head = [words_of(cell) for cell in table.grid[at]]
            named = "\n".join((table.name, *words, *head))
            above_it = "\n".join(words).strip()
            found.append(_Found(table, at, len(table.grid), keys, above_it, named))
        return found

    def _keys(self, row: tuple[Cell, ...]) -> dict[int, str]:
        """What the columns of a heading are; {} for a row that is none."""
        keys: dict[int, str] = {}
        for column, cell in enumerate(row):
            text = words_of(cell) if cell.column == column else ""  # not the rest of a merged one
            if text and _is_amount(cell):
                return {}
            key = column_key(text, next_year=self.next_year) if text else ""
            if key and (key == "passed" or key not in keys.values()):
                keys[column] = key
        known = set(keys.values())
        return keys if known & {"label", "agency"} and known & {*FIGURES, "amount"} else {}

    def _table(self, found: _Found) -> None:
        keys = dict(found.keys)
        for column, key in keys.items():
            if key == "amount":
                keys[column] = self._free_figure(keys, found.words)
        head = found.table.grid[found.at]
        unknown = [words_of(cell) for column, cell in enumerate(head)
                   if column not in keys and words_of(cell)]  # fmt: skip
        for text in unknown:
            self.read_.doubts.append(f"The column “{text[:60]}” is not read.")
        self._say_other_year(found, keys, head)
        kind = "" if found.ours else kind_of(found.words) or self._kind_above(found)
        section, self.above = kind, []
        for row in found.table.grid[found.at + 1 : found.end]:
            held = {key: row[column] for column, key in keys.items() if key != "passed"}
            told = self._row(held, section)
            if told:
                section, self.above = told, []

    def _say_other_year(self, found: _Found, keys, head) -> None:
        """A table that is headed as a projection, with a column that says "actual"."""
        if figure_of(found.title, next_year=self.next_year) != "projection":
            return
        for column, key in keys.items():
            said = words_of(head[column])
            if key in ("actual", "budget") and key in said.casefold():
                title = found.title.split("\n")[-1][:80]
                self.read_.doubts.append(
                    f"{head[column].place} says “{said[:60]}”, but the words above it are "
                    f"“{title}”. The amounts are taken as {WORDS[key].lower()}; if they are "
                    "projected, write so in the heading."
                )

    def _kind_above(self, found: _Found) -> str:
        """What the nearest words above a heading say, where all of them together say both."""
        for line in reversed(found.words.split("\n")):
            if kind := kind_of(line):
                return kind
        return ""

    def _free_figure(self, keys: dict[int, str], words: str) -> str:
        wanted = figure_of(words, next_year=self.next_year)
        return wanted if wanted not in keys.values() else "passed"

    def _row(self, held: dict[str, Cell], section: str) -> str:
        """Take a row as a line; the kind where it was a heading that names one."""
        agency = words_of(held["agency"]) if "agency" in held else ""
        label = words_of(held["label"]) if "label" in held else agency
        said_kind = words_of(held["kind"]) if "kind" in held else ""
        place = next(cell.place for cell in held.values())
        amounts, broken = self._amounts(held)
        if not label and not said_kind and not broken and not any(_some(amounts)):
            return ""
        if not said_kind and label and _TOTAL.match(label):
            self._total(label, amounts, place)
            return ""
        if broken:
            return ""
        kind = kind_of(said_kind) if said_kind else section
        if not any(_some(amounts, FIGURES)):
            if not said_kind and (heading := kind_of(label)):
                return heading
            self.read_.doubts.append(
                f"{place}: “{(label or said_kind)[:80]}” has no figure and is left out."
            )
            return ""
        if said_kind and not kind:
            self.read_.problems.append(
                f"{held['kind'].place} says “{said_kind[:40]}”. Write Income or Expenditure."
            )
        elif not kind:
            self.read_.problems.append(
                f"{place}: nothing says whether “{label[:80]}” is income or expenditure. Add a "
                "column “Kind” that says so."
            )
        elif not label:
            self.read_.problems.append(f"{place}: the item has no name. Write what it is for.")
        elif len(label) > LONGEST:
            self.read_.problems.append(
                f"{place}: the item has {len(label)} letters. Write {LONGEST} or fewer."
            )
        else:
            self._take(NewLine(kind, label, **amounts), agency, held, place)
        return ""

    def _amounts(self, held) -> tuple[dict[str, Decimal | None], bool]:
        amounts, broken = {}, False
        for key in (*FIGURES, "units", "unit_rate"):
            if key not in held:
                continue
            try:
                amounts[key], remark = amount_of(held[key])
            except NoAmount as wrong:
                broken = True
                self.read_.problems.append(f"{held[key].place} {wrong}.")
                continue
            if remark:
                self.read_.doubts.append(f"{held[key].place} {remark}.")
        return amounts, broken

    def _total(self, label, amounts, place) -> None:
        """A total is worked out here; one that differs from the lines above it is told."""
        for key, said in amounts.items():
            own = [amount for line in self.above if (amount := getattr(line, key)) is not None]
            if said is None or not own or key not in FIGURES:
                continue
            comes_to = sum(own, NOUGHT)
            if comes_to != said:
                self.read_.doubts.append(
                    f"{place}: “{label[:80]}” is {pounds(said)}, but the lines above it come to "
                    f"{pounds(comes_to)}, a difference of {pounds(abs(said - comes_to))}. Totals "
                    "are worked out here; what a paper states can be entered as a stated total."
                )

    def _take(self, line: NewLine, agency: str, held, place) -> None:
        if (line.units is None) != (line.unit_rate is None):
            self.read_.doubts.append(
                f"{place}: units and their rate belong together; with only one of them, “"
                f"{line.label[:80]}” is taken without."
            )
            line = replace(line, units=None, unit_rate=None)
        if agency:
            pk = self.agencies.get(_plain(agency))
            if pk is None and "label" in held:
                self.read_.doubts.append(
                    f"{held['agency'].place}: this board has no agency “{agency[:80]}”. The line "
                    "is taken without one."
                )
            line = replace(line, agency=pk)
        self.above.append(line)
        for at, other in enumerate(self.read_.lines):
            if "kind" not in held and _joins(other, line):
                both = {key: getattr(line, key) for key in FIGURES}
                given = {key: amount for key, amount in both.items() if amount is not None}
                self.read_.lines[at] = replace(other, **given)
                return
        self.read_.lines.append(line)


def _is_amount(cell: Cell) -> bool:
    try:
        amount_of(cell)
    except NoAmount:
        return cell.value is not None
    return True


def _title_above(table: Table, at: int) -> tuple[int, list[str]]:
    """The lines of one cell each that stand right above a heading: (the first row of them, their
    words)."""
    first, words = at, []
    for number in range(at - 1, max(at - 4, -1), -1):
        texts = {words_of(cell) for cell in table.grid[number]} - {""}
        if len(texts) > 1:
            break
        first, words = number, [*texts, *words]
    return first, words


def words_of(cell: Cell) -> str:
    """The words of a cell in one line, with a bullet or number that was typed before them."""
    return " ".join(" ".join(f"{line.marker} {line.text}".split()) for line in cell.lines).strip()


def _some(amounts, keys=None):
    return (amount is not None for key, amount in amounts.items() if keys is None or key in keys)


def _joins(one: NewLine, other: NewLine) -> bool:
    """Whether two tables speak of one line, each of another year."""
    if (one.kind, _plain(one.label), one.agency) != (other.kind, _plain(other.label), other.agency):
        return False
    return all(getattr(one, key) is None or getattr(other, key) is None for key in FIGURES)


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").split()).casefold()
