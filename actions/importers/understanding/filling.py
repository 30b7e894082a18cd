"""Reads one group of rows into actions: their words, leads, times, ratings and progress."""

import re

from . import cells, done, finished, marks, pairing, parties, ratings, refs, reported, timing
from .accounting import Box
from .cells import Entry
from .leading import LeadsOfRow
from .pairing import Paired, Span
from .rows import Group

_SOURCES = re.compile(
    r"\((?:ref|source|reference|from)\.?\s*:\s*(?P<source>[^()]+)\)", re.IGNORECASE
)
_CORE = re.compile(r"\bcore (?:task|business|work)\b", re.IGNORECASE)
_JOIN_OR_SPLIT = (("split", "An action for each paragraph"), ("join", "One action"))
_SUB_OR_ACTIONS = (("sub", "A list below the action"), ("actions", "Actions of their own"))
_ALL, _IT = (("all", "Each action has all of them"),), (("all", "Each action has it"),)


def sources_of(text: str) -> list[str]:
    """The sources that a text names in brackets: "(Ref: Joint Inspection Plan)"."""
    return [" ".join(m["source"].split()) for m in _SOURCES.finditer(text)]


def fill(builder, group: Group, outcome: dict) -> None:
    """Add the group's actions, and what belongs to all of them, to the outcome."""
    _Filling(builder, group, outcome).run()


class _Filling:
    def __init__(self, builder, group: Group, outcome: dict):
        self.builder, self.group, self.outcome = builder, group, outcome
        self.findings, self.ledger = builder.findings, builder.ledger
        self.actions: list[dict] = []
        self.spans: list[Span] = []

    def run(self) -> None:
        self._read_actions()
        if self.actions:
            self._leads()
            self._timescales()
            self._texts("monitoring")
            self._texts("success_measure")
            self._owners()
            self._ratings()
            self._completed()
            finished.read(self.builder, self.group, self._at)
        self._progress()
        self._notes()
        self._sources()

    def _boxes(self, meaning: str) -> list[Box]:
        return [box for box in self.group.boxes.get(meaning, []) if box.pieces]

    def _spans_of(self, meaning: str) -> list[Span]:
        """The cells of a column with their entries, each knowing where it stands."""
        spans = []
        for box in self._boxes(meaning):
            found = cells.entries(box.pieces)
            for number, entry in enumerate(found):
                entry.origin = f"{box.key}.{number + 1}"
                entry.value = box.value if len(found) == 1 else None
            spans.append(_span(box, found))
        return spans

    # -- the actions themselves -----------------------------------------------------------

    def _read_actions(self) -> None:
        for box in self._boxes("action"):
            if found := self._entries_of(box):
                # They stand below the actions of their cell, so they are the last one's.
                kinds = ("source", "core", "shaped")
                found[-1].marks = {kind: marks.take(box, kind, self.ledger) for kind in kinds}
                self.spans.append(_span(box, found))
        self._number()
        first = next((entry for span in self.spans for entry in span.entries), None)
        if first is not None:
            first.ref, self.builder.ref_ahead = first.ref or self.builder.ref_ahead, ""
        for span in self.spans:
            for entry in span.entries:
                self._add(entry)

    def _entries_of(self, box: Box) -> list[Entry]:
        key = box.key
        decided = self.builder.decisions.findings
        lead_in = decided.get(f"lead-in:{key}") != "actions"
        if decided.get(f"actions-split:{key}") == "join":
            found = cells.actions(box.pieces, whole=True)
        else:
            found = cells.actions(box.pieces, lead_ins=lead_in)
        about = tuple(self._key(n) for n in range(len(found)))
        said = {"said": box.text, "place": box.place, "about": about}
        plain = [p for p in box.pieces if p.level is None]
        if len(found) > 1 and len(plain) == len(box.pieces) and not any(e.ref for e in found):
            if not self._paired_elsewhere(len(found)):
                self.findings.add("actions-split", key, choices=_JOIN_OR_SPLIT, **said)
        elif f"actions-split:{key}" in decided:
            self.findings.add("actions-split", key, choices=_JOIN_OR_SPLIT, **said)
        if any(entry.lead_in for entry in found) or not lead_in:
            self.findings.add("lead-in", key, choices=_SUB_OR_ACTIONS, **said)
        return found

    def _paired_elsewhere(self, count: int) -> bool:
        """Whether another cell of the row has as many entries: then the split is right."""
        return any(
            sum(len(box.pieces) for box in self._boxes(meaning)) == count
            for meaning in ("lead", "timescale", "monitoring")
        )

    def _key(self, ahead: int = 0) -> str:
        place = len(self.outcome["actions"]) + sum(len(s.entries) for s in self.spans) + ahead + 1
        return f"{self.outcome['key']}.a{place}"

    def _number(self) -> None:
        """Give the numbers of a column of their own to the actions of their rows."""
        for box in self._boxes("ref"):
            if all(piece.taken for piece in box.pieces):
                continue  # it numbered the outcome
            mine = [
                s for s in self.spans if s.first <= box.row + box.rows - 1 and s.last >= box.row
            ]
            bare = [e for s in mine for e in s.entries if not e.ref]
            if len(numbers := refs.numbers(box.text)) == len(bare) > 1:
                box.take()
                for entry, ref in zip(bare, numbers, strict=True):
                    entry.ref = ref
                continue
            entry = next(iter(bare), None)
            if entry is not None and (ref := self.builder.number(box)):
                entry.ref = ref

    def _add(self, entry: Entry) -> None:
        made = {
            "key": f"{self.outcome['key']}.a{len(self.outcome['actions']) + 1}",
            "place": entry.place or self.group.place,
            "ref": entry.ref or None,
            "text": entry.text,
            "sub_items": list(entry.subs),
            "owner": None,
            "leads": [],
            "timescale": timing.as_data(self.builder.period.read(None), self.builder.period),
            "monitoring": None,
            "reports_to": [],
            "success_measure": None,
            "core_task": bool(_CORE.search(entry.text) or entry.marks.get("core")),
            "shaped_by_children": bool(entry.marks.get("shaped")),
            "sources": list(
                dict.fromkeys([*sources_of(entry.text), *entry.marks.get("source", ())])
            ),
            "rag": None,
            "completed_on": None,
            "milestones": [],
            "updates": [],
            "from": {},
        }
        self.outcome["actions"].append(made)
        self.actions.append(made)

    # -- what they have -------------------------------------------------------------------

    def _pair(self, spans: list[Span], fits=lambda entries: True) -> list[Paired]:
        return pairing.pair(self.spans, spans, fits)

    def _about(self) -> tuple[str, ...]:
        return tuple(action["key"] for action in self.actions)

    def _to_settle(self, code: str, spans: list[Span], paired: list[Paired]) -> None:
        """Say that a row's entries could not be told apart by their number."""
        if any(p.shared for p in paired):
            entries = [entry for span in spans for entry in span.entries]
            self.findings.add(
                code,
                self.group.key,
                said="\n".join(entry.text for entry in entries),
                place=self.group.place,
                about=self._about(),
                choices=_ALL if len(entries) > 1 else _IT,
                others=len(entries),
                actions=len(self.actions),
            )

    def _leads(self) -> None:
        for meaning, role in (("lead", "lead"), ("support", "support")):
            spans = self._spans_of(meaning)
            if not spans:
                continue
            row = LeadsOfRow(self.builder, spans, role)
            paired = self._pair(spans, row.fits)
            code = "leads-to-settle"
            self._to_settle(code, spans, paired)
            settled = self.builder.decisions.findings.get(f"{code}:{self.group.key}") == "all"
            for action, mine in zip(self.actions, paired, strict=True):
                row.give(action, mine, to_settle=mine.shared and not settled)

    def _timescales(self) -> None:
        spans = self._spans_of("timescale")
        starts = self._pair(self._spans_of("start"))
        paired = self._pair(spans, _times_fit)
        code = "timescales-to-settle"
        self._to_settle(code, spans, paired)
        settled = self.builder.decisions.findings.get(f"{code}:{self.group.key}") == "all"
        monitoring = self._pair(self._spans_of("monitoring"))
        for number, action in enumerate(self.actions):
            mine, start = paired[number], starts[number]
            if not mine.entries and not start.entries:
                continue
            self._timescale(action, mine, start, to_settle=mine.shared and not settled)
            if not mine.shared and not monitoring[number].shared:
                action["milestones"] = self._milestones(mine.entries, monitoring[number].entries)

    def _timescale(self, action: dict, mine: Paired, start: Paired, *, to_settle: bool) -> None:
        period = self.builder.period
        text = "\n".join(entry.text for entry in mine.entries)
        begins = " ".join(entry.text for entry in start.entries)
        if begins:
            text = f"{begins} – {text}" if text else f"From {begins}"
        value = mine.entries[0].value if len(mine.entries) == 1 and not begins else None
        reading = timing.of_value(text, value, period)
        place = (mine.entries or start.entries)[0].place
        reading, corrected = timing.doubted(
            reading, period, self.findings, place=place, about=action["key"]
        )
        if reading.text is None:  # it was progress
            action["updates"].append(self._update(text, place))
        action["timescale"] = timing.as_data(reading, period, as_at=self.builder.as_at)
        action["timescale"]["to_settle"] = to_settle
        action["timescale"]["corrected"] = corrected
        self._moved(action, mine)
        action["from"]["timescale"] = _origin(start, mine)
        action["core_task"] = action["core_task"] or bool(_CORE.search(text))

    def _moved(self, action: dict, mine: Paired) -> None:
        """A due date that was moved: it holds, and what the words say was agreed first."""
        origins = {entry.origin.rsplit(".", 1)[0] for entry in mine.entries}
        for box in self._boxes("timescale"):
            if mine.shared or box.key not in origins:
                continue
            for day in marks.take(box, "due", self.ledger):
                due = self.builder.period.read(day).due
                if due is not None and action["timescale"]["due"] != due.isoformat():
                    action["timescale"] |= {"due": due.isoformat(), "corrected": True}

    def _milestones(self, times: list[Entry], what: list[Entry]) -> list[dict]:
        """As many dates as monitoring statements: each is due on its date."""
        if len(times) < 2 or len(times) != len(what):
            return []
        dues = [self.builder.period.read(entry.text).due for entry in times]
        if None in dues:
            return []
        return [
            {"due": due.isoformat(), "what": entry.text, "to": None, "met_on": None}
            for due, entry in zip(dues, what, strict=True)
        ]

    def _texts(self, meaning: str) -> None:
        spans = self._spans_of(meaning)
        paired = self._pair(spans)
        if meaning == "monitoring":
            self._to_settle("monitoring-to-settle", spans, paired)
        for action, mine in zip(self.actions, paired, strict=True):
            if mine.entries:
                action[meaning] = "\n".join(entry.text for entry in mine.entries)
                action["from"][meaning] = _origin(mine)

    def _owners(self) -> None:
        for action, mine in zip(self.actions, self._pair(self._spans_of("owner")), strict=True):
            if mine.entries:
                action["owner"] = "\n".join(entry.text for entry in mine.entries)
                action["from"]["owner"] = _origin(mine)

    def _ratings(self) -> None:
        columns: dict[int, list[Span]] = {}
        unread = []
        for box in self.group.boxes.get("rag", []):
            entries = []
            for piece in box.pieces:
                rag = ratings.of_text(piece.text, self.builder.rag_key)
                if rag is None:
                    rag = ratings.leading(piece.text)
                    share = state.share if (state := done.read(piece.text)) else None
                    if rag is None and share == 100:
                        rag = self.builder.done_as
                    unread.append((piece, rag is None and share is None))
                else:
                    self.ledger.take_as("mark", piece)
                if rag:
                    entries.append(Entry(rag, place=piece.place))
            if not entries and (rag := ratings.of_fill(box.fill)):
                entries.append(Entry(rag, place=box.place))
            if entries:
                columns.setdefault(box.column, []).append(_span(box, entries))
        # Of a rating for each quarter the last counts.
        for _, spans in sorted(columns.items()):
            for action, mine in zip(self.actions, self._pair(spans), strict=True):
                if mine.entries:
                    order = ("red", "amber", "grey", "green", "blue")
                    action["rag"] = min((e.text for e in mine.entries), key=order.index)
        for piece, doubtful in unread:
            text = piece.take()
            self._give_update(self._update(text, piece.place), piece.place)
            if doubtful:
                self.findings.add(
                    "rating-unread",
                    parties.plain(text),
                    said=text,
                    place=piece.place,
                    about=self._about(),
                )

    def _completed(self) -> None:
        for box in self._boxes("completed_on"):
            reading = timing.of_value(box.flat, box.value, self.builder.period)
            day = reading.due
            mine = self._at(box)
            if day and mine:
                for action in mine:
                    action["completed_on"] = day.isoformat()
                self.ledger.take_as("mark", box)
            elif mine and done.read(box.flat) is not None:
                finished.read_one(self.builder, self.group, box, box.pieces, mine)
            else:
                self._note(box)

    def _with_spans(self):
        flat = [span for span in self.spans for _ in span.entries]
        return zip(self.actions, flat, strict=True)

    # -- what the row says ----------------------------------------------------------------

    def _update(self, text: str, place: str, **head) -> dict:
        return self.builder.update(text, place, **head)

    def _give_update(self, update: dict, place: str) -> None:
        """To the action where there is one, else to the outcome."""
        home = self.actions[0] if len(self.actions) == 1 else self.outcome
        home["updates"].append(update)

    def _progress(self) -> None:
        boxes = self.group.boxes.get("progress", [])
        reported.read(self.builder, boxes, self.outcome, self._at)

    def _at(self, box: Box) -> list[dict]:
        """The actions beside a cell."""
        return [a for a, s in self._with_spans() if _overlap(s, box)]

    def _notes(self) -> None:
        for meaning in ("notes", "ignore"):
            for box in self._boxes(meaning):
                if meaning == "ignore":
                    self.ledger.take_as("left", box)
                else:
                    self._note(box)

    def _note(self, box: Box) -> None:
        text = box.take()
        text = f"{box.header}: {text}" if box.header else text
        before = self.outcome["notes"]
        self.outcome["notes"] = f"{before}\n{text}" if before else text

    def _sources(self) -> None:
        for box in self._boxes("source"):
            mine = self._at(box) or [self.outcome]
            texts = [piece.text for piece in cells.take(box.pieces)]
            for part in mine:
                part["sources"] = [*part["sources"], *texts]


def _span(box: Box, entries: list) -> Span:
    return Span(box.row, box.row + max(box.rows, 1) - 1, entries)


def _overlap(span: Span, box: Box) -> bool:
    return span.first <= box.row + max(box.rows, 1) - 1 and span.last >= box.row


def _origin(*paired: Paired) -> str:
    return "+".join(entry.origin for mine in paired for entry in mine.entries)


def _times_fit(entries: list[Entry]) -> bool:
    """Whether each of them can be a time: a bare group among dates says that they do not match."""
    dated = [bool(re.search(r"\d", entry.text)) for entry in entries]
    return not any(dated) or all(
        has or not _is_bare_group(entry.text) for has, entry in zip(dated, entries, strict=True)
    )


def _is_bare_group(text: str) -> bool:
    said = re.search(r"\b(?:reports?|meetings?|reviews?|updates?|annual|each|every)\b", text, re.I)
    return parties.is_group(text) and not said
