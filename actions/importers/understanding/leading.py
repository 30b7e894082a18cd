"""The leads of a group of rows, given to its actions."""

from . import parties
from .cells import Entry
from .pairing import Paired, Span
from .parties import Named

_SPLIT_OR_KEEP = (("split", "They are several leads"), ("keep", "It is one lead"))


class LeadsOfRow:
    """What the lead cells of a row name, entry by entry."""

    def __init__(self, builder, spans: list[Span], role: str):
        self.builder, self.findings, self.ledger = builder, builder.findings, builder.ledger
        self.named: dict[str, list[Named]] = {}
        self.order: list[Entry] = []
        self.labelled: set[tuple[str, str]] = set()
        for span in spans:
            texts = [entry.text for entry in span.entries]
            for entry, names in zip(span.entries, parties.named(texts, role), strict=True):
                self.named[entry.origin] = names
                self.order.append(entry)

    def fits(self, entries: list[Entry]) -> bool:
        """Whether each entry can be the leads of one action: a line of supporters cannot."""
        roles = {name.role for entry in entries for name in self.named[entry.origin]}
        return len(roles) < 2

    def give(self, action: dict, mine: Paired, *, to_settle: bool) -> None:
        """Add the leads of an action; the same one twice is one."""
        given = [name for entry in mine.entries for name in self.named[entry.origin]]
        for entry in mine.entries:
            for number, named in enumerate(self.named[entry.origin]):
                key = f"{entry.origin}.{number + 1}"
                self._label("label", named.label, key, entry.place)
                if not named.name:
                    continue
                if named.above:
                    self._above(action, entry, named, key, to_settle=to_settle)
                    continue
                for name in self._names(named, entry, action["key"]):
                    self._add(action, name, named, key, entry, to_settle=to_settle)
        if any(name.name and not name.above for name in given):
            self.builder.last_leads = given

    def _label(self, kind: str, words: str, key: str, place: str) -> None:
        """Once for each entry, however many actions share it."""
        if words and (kind, key) not in self.labelled:
            self.labelled.add((kind, key))
            self.ledger.label(kind, words, place)

    def _names(self, named: Named, entry: Entry, about: str) -> tuple[str, ...]:
        """The name, or its parts where somebody decided so or the board knows them all."""
        if not named.parts or named.everyone or named.name in self.builder.known:
            return (named.name,)
        known = [part in self.builder.known for part in named.parts]
        if parties.shares_its_noun(named.parts) and not any(known):
            return (named.name,)
        decided = self.findings.add(
            "lead-split",
            parties.plain(named.name),
            said=named.name,
            place=entry.place,
            about=(about,),
            choices=_SPLIT_OR_KEEP,
        )
        split = decided == "split" or (all(known) and decided != "keep")
        return named.parts if split else (named.name,)

    def _above(
        self, action: dict, entry: Entry, named: Named, key: str, *, to_settle: bool
    ) -> None:
        """ "(All above)": every lead that the row names before it, else those of the last row."""
        before = self.order[: self.order.index(entry)]
        everybody = [name for other in before for name in self.named[other.origin] if name.name]
        self._label("above", named.name, key, entry.place)
        for name in everybody or self.builder.last_leads:
            if not name.above:
                self._add(action, name.name, name, key, entry, to_settle=to_settle, quiet=True)

    def _add(
        self,
        action: dict,
        name: str,
        named: Named,
        key: str,
        entry: Entry,
        *,
        to_settle,
        quiet=False,
    ) -> None:
        leads = action["leads"]
        if any(parties.plain(lead["name"]) == parties.plain(name) for lead in leads):
            if not quiet:
                self._label("repeat", name, f"{key} {name}", entry.place)
            return
        leads.append(
            {
                "name": name,
                "role": named.role,
                "accountable": "accountable" in named.label.casefold(),
                "party": "everyone" if named.everyone else None,
                "written": named.name,
                "to_settle": to_settle,
                "entry": key,
            }
        )
