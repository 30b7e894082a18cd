"""Compares a draft with what a plan is known to hold, part by part.

Expected is plain data: priorities > outcomes > actions as in the source plans' JSON, with what a
row shares at the row (`row_leads`, `row_timescales`, `row_monitoring`, `progress`).
"""

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher


def same(text) -> str:
    """A text without what white space, quotes and end points make of it."""
    text = (text or "").replace("’", "'").replace("‘", "'")
    return " ".join(text.split()).strip(" :.,")


def words(text) -> list[str]:
    return re.findall(r"\w+", (text or "").casefold())


def within(part: str, whole: str) -> bool:
    return f" {' '.join(words(part))} " in f" {' '.join(words(whole))} "


@dataclass
class Score:
    """How many of what was expected were found, and which were not."""

    found: int = 0
    expected: int = 0
    missed: list[str] = field(default_factory=list)

    def count(self, good: bool, what: str) -> None:
        self.expected += 1
        self.found += bool(good)
        if not good:
            self.missed.append(what)

    @property
    def share(self) -> float:
        return self.found / self.expected if self.expected else 1.0

    def __str__(self) -> str:
        return f"{self.found}/{self.expected}" if self.expected else "–"


COLUMNS = (
    *("priorities", "outcomes", "actions", "text", "leads", "timescales", "monitoring"),
    *("progress", "rag", "extra"),
)


def compare(expected: list[dict], data: dict) -> dict[str, Score]:
    """A score for each of COLUMNS. priorities, outcomes and actions must be all and in order;
    extra counts what the draft has and nobody expected, so its share is 1 when there is none."""
    scores = {name: Score() for name in COLUMNS}
    _in_order(
        scores["priorities"],
        [(p.get("ref"), p["titles"]) for p in expected],
        [(p["ref"], f"{p['title'] or ''} {p['description'] or ''}") for p in data["priorities"]],
    )
    outcomes = [o for p in expected for o in p["outcomes"]]
    drafted = [o for p in data["priorities"] for o in p["outcomes"]]
    _in_order(
        scores["outcomes"],
        [(o.get("ref"), [o["title"]]) for o in outcomes],
        [(o["ref"], o["title"]) for o in drafted],
    )
    _actions(scores, expected, data)
    return scores


def _in_order(score: Score, expected: list, drafted: list) -> None:
    for place, (ref, titles) in enumerate(expected):
        has = drafted[place] if place < len(drafted) else (None, "")
        good = (ref is None or same(ref) == same(has[0])) and any(
            within(title, has[1]) if title else not has[1].strip() for title in titles
        )
        score.count(good, f"{ref} {titles[0]!r} but {has}")
    for extra in drafted[len(expected) :]:
        score.count(False, f"unexpected {extra}")


def _actions(scores: dict, expected: list[dict], data: dict) -> None:
    wanted = [
        (pn, on, o, a)
        for pn, p in enumerate(expected)
        for on, o in enumerate(p["outcomes"])
        for a in o["actions"]
    ]
    drafted = [
        (pn, on, o, a)
        for pn, p in enumerate(data["priorities"])
        for on, o in enumerate(p["outcomes"])
        for a in o["actions"]
    ]
    pairs = {}
    matcher = SequenceMatcher(
        None, [_head(a) for *_, a in wanted], [_head(a) for *_, a in drafted], autojunk=False
    )
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            pairs[block.a + step] = block.b + step
    for place, (pn, on, _, action) in enumerate(wanted):
        mine = drafted[pairs[place]] if place in pairs else None
        scores["actions"].count(
            mine is not None and mine[:2] == (pn, on), f"{action['text'][:70]!r}"
        )
        exact = mine is not None and _whole(mine[3]) == _whole(action)
        scores["text"].count(exact, f"{_whole(action)} but {_whole(mine[3]) if mine else None}")
        if mine:
            _one_action(scores, action, mine[3], wanted[place][2])
        else:
            _one_action(scores, action, None, wanted[place][2])
    for place in set(range(len(drafted))) - set(pairs.values()):
        scores["actions"].count(False, f"unexpected {drafted[place][3]['text'][:70]!r}")
    for pn, p in enumerate(expected):
        for on, outcome in enumerate(p["outcomes"]):
            try:
                has = data["priorities"][pn]["outcomes"][on]
            except IndexError:
                has = {"actions": [], "updates": [], "notes": ""}
            _one_row(scores, outcome, has)


def _head(action: dict) -> str:
    return same(action["text"])


def _whole(action: dict) -> tuple:
    ref = action.get("ref")
    return (
        same(ref) or None,
        same(action["text"]),
        tuple(same(s) for s in action.get("sub_items", ())),
    )


def _one_action(scores: dict, action: dict, mine: dict | None, outcome: dict) -> None:
    leads = mine["leads"] if mine else []
    names = [f"{lead['name']} / {lead['written']}" for lead in leads]
    wanted = [
        lead if isinstance(lead, dict) else {"text": lead} for lead in action.get("leads", ())
    ]
    for lead in wanted:
        good = any(within(lead["text"], name) for name in names)
        if good and lead.get("role"):
            good = any(
                within(lead["text"], n) and o["role"] == lead["role"]
                for n, o in zip(names, leads, strict=True)
            )
        scores["leads"].count(good, f"{lead} of {action['text'][:40]!r}: {names}")
    known = [lead["text"] for lead in wanted] + [
        x if isinstance(x, str) else x["text"] for x in outcome.get("row_leads", ())
    ]
    for lead in leads:
        good = any(within(lead["name"], k) or within(k, lead["name"]) for k in known)
        scores["extra"].count(good, f"lead {lead['name']!r} of {action['text'][:40]!r}")
    if action.get("timescale"):
        has = (mine or {}).get("timescale", {}).get("text")
        scores["timescales"].count(
            same(has) == same(action["timescale"]), f"{action['timescale']!r} but {has!r}"
        )
    for name in ("monitoring", "success_measure"):
        if action.get(name):
            has = (mine or {}).get(name)
            scores["monitoring"].count(
                same(has) == same(action[name]), f"{action[name]!r} but {has!r}"
            )
    if action.get("rag"):
        has = (mine or {}).get("rag")
        scores["rag"].count(
            has == action["rag"], f"{action['rag']} but {has}: {action['text'][:40]!r}"
        )
    if action.get("completed_on"):
        has = (mine or {}).get("completed_on")
        scores["timescales"].count(has == action["completed_on"], f"completed {has}")
    for text in action.get("progress", ()):
        has = [u["text"] for u in (mine or {}).get("updates", ())]
        scores["progress"].count(any(within(text, h) for h in has), f"{text[:60]!r} but {has}")


def _one_row(scores: dict, outcome: dict, has: dict) -> None:
    actions = has["actions"]
    names = [f"{lead['name']} / {lead['written']}" for a in actions for lead in a["leads"]]
    for lead in outcome.get("row_leads", ()):
        lead = lead if isinstance(lead, str) else lead["text"]
        everybody = re.fullmatch(r"\(?all above\)?", lead, re.IGNORECASE) and len(names) > 1
        scores["leads"].count(
            everybody or any(within(lead, n) for n in names), f"row {lead!r}: {names}"
        )
    for name, key in (("row_timescales", "timescales"), ("row_monitoring", "monitoring")):
        field_ = "timescale" if key == "timescales" else "monitoring"
        texts = [a[field_]["text"] if field_ == "timescale" else a[field_] for a in actions]
        for text in outcome.get(name, ()):
            scores[key].count(any(within(text, t) for t in texts), f"row {text!r}: {texts}")
    updates = [u["text"] for u in has["updates"]]
    updates += [u["text"] for a in actions for u in a["updates"]]
    for text in outcome.get("progress", ()):
        scores["progress"].count(any(within(text, u) for u in updates), f"{text[:60]!r}: {updates}")
    if outcome.get("rag"):
        rags = {a["rag"] for a in actions}
        scores["rag"].count(rags == {outcome["rag"]}, f"row {outcome['rag']}: {rags}")


def table(rows: list[tuple[str, dict[str, Score], int, int]]) -> str:
    """The scores as a table: name, each column, unplaced words, lost words."""
    head = ["file", *COLUMNS, "unplaced", "lost"]
    body = [
        [name, *(str(scores[c]) for c in COLUMNS), str(unplaced), str(lost)]
        for name, scores, unplaced, lost in rows
    ]
    widths = [max(len(line[i]) for line in [head, *body]) for i in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in [head, *body]
    )
