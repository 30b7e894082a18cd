"""Puts the plan together: headings and groups of rows become priorities, outcomes and actions."""

import re
from dataclasses import replace
from datetime import date

from ..draft import Decisions
from . import cells, filling, marks, parties, progress, refs
from .accounting import Box, Ledger, Piece
from .findings import Findings
from .levels import TextHeading
from .rows import Group, Heading
from .timing import Period


class Builder:
    """Takes the events in order; `priorities` is then the plan."""

    def __init__(
        self,
        ledger: Ledger,
        period: Period,
        decisions: Decisions,
        findings: Findings,
        known: parties.Known,
        *,
        as_at: date,
        stated: bool,
        rag_key: dict[str, str],
        done_as: str = "green",
    ):
        self.ledger, self.period, self.decisions = ledger, period, decisions
        self.findings, self.known, self.rag_key = findings, known, rag_key
        self.as_at, self.stated = as_at, stated
        self.done_as = done_as  # the rating of what is finished
        self.said_done: dict[str, bool] = {}  # by action: what the first column for it says
        self.undated: dict[str, list[dict]] = {}  # by table: actions done, nobody says when
        self.priorities: list[dict] = []
        self.outcome_at: dict[str, dict] = {}  # place of a cell: the outcome of its row
        self.words: dict[str, str] = {}
        self._said = {"priority": None, "outcome": None}  # the words they were made from
        self.last_leads: list[parties.Named] = []
        self._open: dict | None = None  # a priority whose title is still to come
        self.ref_ahead = ""  # the number of an action whose table is still to come

    # -- levels ---------------------------------------------------------------------------

    def priority(self, ref: str, title: str, place: str) -> dict:
        made = {
            "key": f"p{len(self.priorities) + 1}",
            "place": place,
            "ref": ref or None,
            "title": title or None,
            "description": None,
            "outcomes": [],
        }
        self.priorities.append(made)
        self._said["outcome"] = None
        return made

    def outcome(self, ref: str, title: str, place: str) -> dict:
        above = self.priorities[-1] if self.priorities else self.priority("", "", place)
        made = {
            "key": f"{above['key']}.o{len(above['outcomes']) + 1}",
            "place": place,
            "ref": ref or None,
            "title": title,
            "rag": None,
            "sources": filling.sources_of(title),
            "notes": None,
            "updates": [],
            "actions": [],
        }
        above["outcomes"].append(made)
        return made

    @property
    def current(self) -> dict | None:
        outcomes = self.priorities[-1]["outcomes"] if self.priorities else []
        return outcomes[-1] if outcomes else None

    def build(self, events: list) -> None:
        """Take all events in order."""
        for event in events:
            if isinstance(event, TextHeading):
                self.text_heading(event)
            elif isinstance(event, Heading):
                self.heading(event)
            elif isinstance(event, Group):
                self.group(event)
            else:
                self.description(event)

    # -- events ---------------------------------------------------------------------------

    def text_heading(self, heading: TextHeading) -> None:
        heading.piece.take()
        said = heading.said
        if said.noun == "action" and said.ref and not said.text:
            # "Action 3" above a table of one action: its number, and no level of the plan.
            self.ledger.label("label", said.label, heading.piece.place)
            self.ref_ahead = said.ref
            return
        self._headed(heading.level, heading.said, heading.piece.place)

    def description(self, piece: Piece) -> None:
        """A paragraph below a heading outside the tables."""
        self._describe(piece.take())

    def heading(self, heading: Heading) -> None:
        for box in heading.boxes:
            box.take()
        self.ledger.label("repeat", heading.repeated, heading.place)
        if heading.level == "note" and self.current:
            note(self.current, heading.text)
            return
        if heading.level in ("description", "note"):
            self._describe(heading.boxes[-1].text)
            return
        self._headed(heading.level, heading.said, heading.place)
        for box in heading.boxes:
            self.outcome_at[box.place] = self.current or {}
            if heading.level == "outcome":
                self.marked(self.current, box)

    def _headed(self, level: str, said: refs.Numbered, place: str) -> None:
        title, continued = without_continued(said.text)
        said = replace(said, text=title)
        same = parties.plain(f"{said.ref} {said.text}")
        if same and (same == self._said[level] or (continued and self._is_current(level, said))):
            self.ledger.label("repeat", f"{said.label} {said.ref} {said.text} {continued}", place)
            return
        if continued:
            self.ledger.label("repeat", continued, place)
        if said.label:
            self.ledger.label("label", said.label, place)
            self.words.setdefault(level, said.label)
        title = title.strip().rstrip(":").rstrip()
        self._open = None
        if level == "priority":
            made = self.priority(said.ref, title, place)
        else:
            made = self.outcome(said.ref, title, place)
        self._said[level] = same
        if not title:
            self._open = made

    def _is_current(self, level: str, said: refs.Numbered) -> bool:
        """Whether a heading that says "continued" is the one that stands."""
        now = self.current if level == "outcome" else (self.priorities or [None])[-1]
        if now is None:
            return False
        title = parties.plain(now["title"] or "")
        return (not said.ref or said.ref == now["ref"]) and title.startswith(
            parties.plain(said.text)
        )

    def _describe(self, text: str) -> None:
        if self._open is not None:
            self._open["title"] = text
            self._open = None
        elif self.current is not None:
            note(self.current, text)
        elif self.priorities:
            before = self.priorities[-1]["description"]
            self.priorities[-1]["description"] = f"{before}\n{text}" if before else text

    # -- reports --------------------------------------------------------------------------

    def headed(self, piece: Piece) -> tuple[progress.Head | None, str]:
        """The day and author above the words of a report, and the words."""
        latest = progress.latest_day(self.period, self.as_at, stated=self.stated)
        head, text = progress.headed(piece.text, self.period, latest)
        if head is not None:
            self.ledger.label("label", head.line, piece.place)
        return head, text

    def update(self, text: str, place: str, **head) -> dict:
        return progress.update(
            text, self.period, self.as_at, self.findings, place=place, stated=self.stated, **head
        )

    def marked(self, outcome: dict, box: Box) -> None:
        """What the paragraphs set aside in an outcome's cell say of it."""
        named = [*outcome["sources"], *marks.take(box, "source", self.ledger)]
        outcome["sources"] = list(dict.fromkeys(named))
        for text in marks.take(box, "notes", self.ledger):
            note(outcome, text)
        last = None
        for mark in [mark for mark in box.marks if mark.kind == "progress"]:
            said = Piece(mark.take(self.ledger), place=box.place)
            own, text = self.headed(said)
            last = own or last
            outcome["updates"].append(self.update(text, box.place, head=last, dated=bool(own)))

    # -- rows -----------------------------------------------------------------------------

    def group(self, group: Group) -> None:
        self._open = None
        self._levels(group)
        outcome = self.current or self.outcome("", "", group.place)
        for boxes in group.boxes.values():
            for box in boxes:
                self.outcome_at[box.place] = outcome
        filling.fill(self, group, outcome)

    def _levels(self, group: Group) -> None:
        """Start a priority or an outcome where the row names one."""
        numbers = self._numbers(group)
        for level in ("priority", "outcome"):
            boxes = [box for box in group.boxes.get(level, []) if box.pieces]
            if not boxes:
                continue
            ref = numbers.pop(level, "")
            pieces = cells.take([piece for box in boxes for piece in box.pieces])
            text = "\n".join(piece.text for piece in pieces)
            said = self._apart(level, pieces, text, ref)
            if self._repeated(level, said):
                self.ledger.label("repeat", f"{ref} {text}", boxes[0].place)
            else:
                self._headed(level, said, boxes[0].place)
            if level == "outcome":
                for box in boxes:
                    self.marked(self.current, box)

    def _apart(self, level: str, pieces: list[Piece], text: str, ref: str) -> refs.Numbered:
        said = refs.heading(text) if level == "priority" else refs.titled(text)
        if level == "outcome":
            labelled = refs.heading(text)
            if labelled.label and labelled.noun in refs.BELOW | {"objective"}:
                said = labelled
        marker = refs.whole_ref(pieces[0].marker) if pieces else ""
        if len(pieces) > 1 and marker and not said.ref:
            marker = ""
        if ref and said.ref:
            # The text has a number of its own beside the one in the number column.
            if said.ref != ref:
                return refs.Numbered(text, ref)
            self.ledger.label("repeat", said.ref, pieces[0].place)
        return replace(said, ref=ref or said.ref or marker)

    def _repeated(self, level: str, said: refs.Numbered) -> bool:
        """Whether a filled-in cell only names again what the rows above belong to."""
        if self._said[level] is None:
            return False
        now = self.current if level == "outcome" else self.priorities[-1]
        title = parties.plain(without_continued(said.text)[0])
        same = title == parties.plain((now or {}).get("title") or "")
        return bool(now) and same and said.ref in ("", now["ref"])

    def _numbers(self, group: Group) -> dict[str, str]:
        """The number cells of a row that number its priority or outcome, by the level."""
        found: dict[str, str] = {}
        for box in group.boxes.get("ref", []):
            level = group.section.numbered.get(box.column, "action")
            if level == "action" or level in found or not group.texts(level):
                continue
            own = _number_within(group.boxes.get("outcome", [])) if level == "outcome" else ""
            if own and own != refs.whole_ref(box.flat):
                # The outcome has its number in its own cell, so the column numbers the actions.
                group.section.numbered[box.column] = "action"
                continue
            if ref := self.number(box):
                found[level] = ref
        return found

    def number(self, box: Box) -> str:
        """The number that a cell holds, taken; "" where it holds something else."""
        ref = refs.whole_ref(box.flat) or refs.joint_ref(box.text)
        if not ref:
            said = refs.heading(box.flat)
            ref = "" if said.text else said.ref
            if ref and said.label:
                self.ledger.label("label", said.label, box.place)
        if not ref and isinstance(box.value, float | int):
            ref = box.flat
        if ref:
            box.take()
        return ref


def _number_within(boxes: list[Box]) -> str:
    """The number that a cell begins with beside its words, typed or of a list."""
    piece = next((box.pieces[0] for box in boxes if box.pieces), None)
    if piece is None:
        return ""
    return refs.leading_ref(piece.text).ref or refs.whole_ref(piece.marker)


_CONTINUED = re.compile(r"[\s–—-]*[(\[]?\s*(?:continued|cont(?:['’]?d)?\.?)\s*[)\]]?\.?$", re.I)


def without_continued(title: str) -> tuple[str, str]:
    """A title without "(continued)", and what was cut off."""
    m = _CONTINUED.search(title)
    return (title[: m.start()], m[0].strip()) if m and m.start() else (title, "")


def note(outcome: dict, text: str) -> None:
    outcome["notes"] = f"{outcome['notes']}\n{text}" if outcome["notes"] else text
