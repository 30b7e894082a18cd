"""Whom the leads of a draft mean: a party of the board, one to be added, or only words.

Every way of writing one party is one doubt, decided once for all rows that say so. Nothing is
added here: what would be is told, and `services.imports` adds it when the plan is confirmed.
"""

import dataclasses
from collections import Counter
from dataclasses import dataclass

from subgroups.services.parties import NewParty

from .draft import Choice, Draft, Finding
from .naming import (
    ends_as_group,
    may_be_two,
    may_mean_everyone,
    names_in,
    names_several,
    person_and_post,
    reads_as_sentence,
    slip_between,
    sounds_like,
    without_bracket,
)
from .parties import Candidate, Parties, means_everyone, same
from .remembered import Meant

# What a choice starts with; "agency:12" and the like are parties of the board.
WORDS, EVERYBODY, TWO, LEAVE, NEW, AS = "words", "everyone", "two", "leave", "new", "as"
CERTAIN = 0.82  # a likeness from which the likeliest party is what is proposed
_KIND = frozenset({"agency", "group", "post"})
_LABELS = {"agency": "Add an agency", "group": "Add a group", "post": "Add a post"}


@dataclass(frozen=True, slots=True)
class Whom:
    """One party: of the board (pk), to be added (no pk), everyone, or text."""

    kind: str  # agency, group, post, everyone, text
    name: str
    pk: int | None = None

    @property
    def new(self) -> bool:
        return self.pk is None and self.kind in _KIND


@dataclass(frozen=True, slots=True)
class Matched:
    """A draft whose leads are parties.

    draft: with "party" (agency, group, post, everyone, text), "name" and "written" in each lead,
        "new" where the party is to be added, and the doubts about names among its findings.
    new: the parties to be added, in the order of the file. matched, total: lead entries with a
        party of the board, and all of them.
    """

    draft: Draft
    new: tuple[NewParty, ...]
    matched: int
    total: int


def match_parties(
    draft: Draft,
    parties: Parties,
    decided: dict[str, str],
    earlier: dict[str, Meant] | None = None,
) -> Matched:
    """Find out whom each lead means. decided: {finding key: choice} as in `Decisions`; earlier:
    whom the names of an earlier version meant, as `remembered` has it."""
    matcher = _Matcher(parties, decided, draft.data, earlier or {})
    data = matcher.rewritten(draft.data)
    leads = list(_leads(data))
    return Matched(
        draft=dataclasses.replace(
            draft, data=data, findings=(*draft.findings, *matcher.findings())
        ),
        new=matcher.added(),
        matched=sum(lead["party"] != "text" and not lead["new"] for lead in leads),
        total=len(leads),
    )


class _Matcher:
    def __init__(
        self, parties: Parties, decided: dict[str, str], data: dict, earlier: dict[str, Meant]
    ):
        self.parties, self.decided, self.earlier = parties, decided, earlier
        self.new: dict[str, Whom] = {}
        self._abbreviations: dict[str, str] = {}
        self._aliases: dict[Whom, dict[str, None]] = {}
        # By the key of the words: who is meant, the doubt about it, the names they fall into.
        self._known: dict[str, tuple[Whom, ...]] = {}
        self._asked: dict[str, str] = {}
        self._halves: dict[str, list[str]] = {}
        self._doubts: dict[str, Finding] = {}
        self._about: dict[str, list[tuple[str, str]]] = {}
        # The spellings of the file by their key: the first one and how often; and its persons.
        self._spelt: dict[str, tuple[str, int]] = {}
        self._persons: dict[str, list[str]] = {}
        for lead in _leads(data):
            self._count(lead.get("written") or lead["name"])
        for item in data.get("parties") or ():
            self._list(item)

    def _count(self, words: str) -> None:
        key = self.parties.key(words)
        spelling, number = self._spelt.get(key, (words, 0))
        self._spelt[key] = (spelling, number + 1)
        person = person_and_post(words)
        if person is not None and person[1] not in self._persons.setdefault(person[0], []):
            self._persons[person[0]].append(person[1])

    # What stands beside the table

    def _list(self, item: dict) -> None:
        name = (item.get("name") or "").strip()
        if not name:
            return
        short = (item.get("abbreviation") or "").strip()
        also = [name, *filter(None, [short])]
        self._abbreviations[name] = short if len(short) <= 30 else ""
        found = next((hit for one in also if (hit := self.parties.find(one))), None)
        if found is not None:
            whom = (Whom(found[0], found[1].name, found[1].pk),)
        else:
            kind = item.get("kind") if item.get("kind") in _KIND else sounds_like(name)
            first, *others = [self._new_choice(name, one) for one in _kinds(kind)]
            others += [self._choice(one) for one in self.parties.likely(name, limit=3)]
            whom = self._settle(
                "party-new",
                name,
                f"The file lists this {kind}, and the board has none of that name.",
                first,
                [*others, Choice(LEAVE, "Do not add it")],
            )
        for one in also:
            self._known[self.parties.key(one)] = whom

    # What stands in the table

    def whom(self, words: str, about: str, place: str) -> tuple[Whom, ...]:
        """The parties that the words mean, by what is known, decided or proposed."""
        key = self._key(words)
        self._note(key, (about, place))
        meant = self._known[key]
        named_otherwise = len(meant) == 1 and meant[0].new and same(words) != same(meant[0].name)
        if named_otherwise and "(" not in words:
            self._aliases.setdefault(meant[0], {})[words.strip()] = None
        return meant

    def _key(self, words: str) -> str:
        key = self.parties.key(words)
        if key not in self._known:
            self._known[key] = self._look(words, key)
        return key

    def _note(self, key: str, where: tuple[str, str]) -> None:
        """Keep where words with a doubt stand, and the names that they fall into."""
        if key in self._asked:
            self._about.setdefault(self._asked[key], []).append(where)
        for half in self._halves.get(key, ()):
            self._note(self._key(half), where)

    def _look(self, words: str, key: str) -> tuple[Whom, ...]:
        """Whom words mean that come up for the first time; what is uncertain becomes a doubt."""
        found = self.parties.find(words)
        if found is not None:
            return (Whom(found[0], found[1].name, found[1].pk),)
        if key in self.earlier:
            return tuple(self._meant(f"{kind}:{pk}", words) for kind, pk in self.earlier[key])
        if means_everyone(words):
            return (Whom("everyone", words),)
        likely = self._likely(words)
        told = [self._choice(one) for one in likely]
        kind = sounds_like(words)
        person = person_and_post(words)
        if person:
            kind = sounds_like(person[1])
        add = [self._new_choice(words, one) for one in _kinds(kind)]
        every, plain = Choice(EVERYBODY, "All agencies"), Choice(WORDS, "Keep as words only")
        rest = [*told, *add, every, plain]
        halves = names_in(words, self._is_known)
        if any(self.parties.key(half) == key for half in halves):
            halves = []
        if halves:
            return self._settle(
                "lead-two", words, "This seems to name more than one.", _two(halves), rest, halves
            )
        halves = self._perhaps_two(words, key)
        if halves:
            rest = [_two(halves), *rest]
        sentence = "This reads as a sentence, or means several people at once."
        if names_several(words):
            return self._settle("lead-words", words, sentence, plain, rest)
        if likely and likely[0].score >= CERTAIN:
            asked = f"The board has {likely[0].name}. Is that the same?"
            return self._settle("lead-likely", words, asked, told[0], rest, halves)
        twin = self._twin(words, key)
        if twin is not None:
            asked = f"The file also says “{twin}”. Is that the same?"
            return self._settle(
                "lead-likely",
                words,
                asked,
                Choice(f"{AS}:{twin}", f"The same as “{twin}”"),
                rest,
                halves,
            )
        if may_mean_everyone(words):
            return self._settle("lead-unknown", words, "This may mean all agencies.", every, rest)
        if reads_as_sentence(words):
            return self._settle("lead-words", words, sentence, plain, rest)
        if words.strip() in self._persons:
            asked = "This is a person’s name. Choose the post they hold."
            return self._settle("lead-person", words, asked, plain, rest)
        if halves:
            asked = "This may be one name or more, and nobody on this board is called this."
            return self._settle("lead-joint", words, asked, add[0], rest, halves)
        return self._settle(
            "lead-unknown", words, "Nobody on this board is called this.", add[0], rest
        )

    def _perhaps_two(self, words: str, key: str) -> list[str]:
        """The names of "A & B", whoever they are; [] for a group that the file names so again."""
        again = self._spelt.get(key, ("", 0))[1] > 1
        halves = [] if again and ends_as_group(words) else may_be_two(words)
        return [] if any(self.parties.key(half) == key for half in halves) else halves

    def _likely(self, words: str) -> list[Candidate]:
        """The parties of the board that come near; those of a part of the words that is one."""
        person = person_and_post(words)
        posts = [person[1]] if person else self._persons.get(words.strip(), [])
        for part in [*(posts if len(posts) == 1 else ()), without_bracket(words)]:
            found = self.parties.find(part) if part else None
            if found is not None:
                sure = Candidate(found[0], found[1].pk, found[1].name, 0.98)
                return [sure, *(c for c in self.parties.likely(words) if c.pk != sure.pk)][:5]
        return self.parties.likely(words)

    def _is_known(self, name: str) -> bool:
        key = self.parties.key(name)
        return key in self._spelt or key in self._known or self.parties.find(name) is not None

    def _twin(self, words: str, key: str) -> str | None:
        """Another spelling in the file that differs by a slip of the pen, and is the better one."""
        mine = (self._spelt.get(key, ("", 0))[1], len(words))
        for other, (spelling, number) in self._spelt.items():
            if (number, len(spelling)) > mine and slip_between(key, other):
                return spelling
        return None

    def _settle(self, code, words, sentence, proposal, others, halves=()) -> tuple[Whom, ...]:
        """Whom the words mean by what was decided, else by the proposal; and the doubt."""
        choices = tuple({choice.value: choice for choice in (proposal, *others)}.values())
        key = self.parties.key(words)
        finding_key = f"{'party' if code == 'party-new' else 'lead'}:{key}"
        decision = self.decided.get(finding_key, "")
        if decision not in {choice.value for choice in choices}:
            decision = ""
        self._doubts[finding_key] = Finding(
            key=finding_key,
            code=code,
            place="",
            said=words,
            sentence=sentence,
            proposal=proposal.label,
            choices=choices,
            settled=decision,
        )
        self._asked[key] = finding_key
        value = decision or proposal.value
        if value == TWO and halves:
            self._halves[key] = halves
            return tuple(whom for half in halves for whom in self._known[self._key(half)])
        if value.startswith(f"{AS}:"):
            return self._known[self._key(value.removeprefix(f"{AS}:"))]
        return (self._meant(value, words),)

    def _meant(self, value: str, words: str) -> Whom:
        kind, _, rest = value.partition(":")
        if kind == EVERYBODY:
            return Whom("everyone", words)
        if kind == NEW:
            kind, _, name = rest.partition(":")
            return self._add(kind, name or words)
        if kind in _KIND and rest.isdecimal():
            row = self.parties.by_id(kind, int(rest))
            if row is not None:
                return Whom(kind, row.name, row.pk)
        return Whom("text", words)

    def _add(self, kind: str, name: str) -> Whom:
        """The party to be added under this name; once, however often and however it is written."""
        name = name.strip(" .,;:/")[:200]
        found = self.parties.exactly(name, kind)
        if found is not None:
            return Whom(kind, found.name, found.pk)
        return self.new.setdefault(f"{kind}:{self.parties.key(name)}", Whom(kind, name))

    def _choice(self, candidate) -> Choice:
        return Choice(f"{candidate.kind}:{candidate.pk}", candidate.name)

    def _new_choice(self, words: str, kind: str) -> Choice:
        name = _name_of(words, kind)
        label = _LABELS[kind] + (f" called “{name}”" if name != words else "")
        return Choice(f"{NEW}:{kind}:{name}" if name != words else f"{NEW}:{kind}", label)

    # What was found

    def added(self) -> tuple[NewParty, ...]:
        """The parties to be added, with the other ways in which the file writes their names."""
        return tuple(
            NewParty(
                kind=whom.kind,
                name=whom.name,
                abbreviation=self._abbreviations.get(whom.name, ""),
                aliases=tuple(self._aliases.get(whom, ())),
            )
            for whom in self.new.values()
        )

    def findings(self) -> list[Finding]:
        """The doubts, each with where in the file it comes up."""
        found = []
        for key, finding in self._doubts.items():
            abouts = self._about.get(key, [])
            counted = Counter(about for about, _ in abouts)
            place = abouts[0][1] if abouts else ""
            if len(counted) > 1:
                place += f" and {len(counted) - 1} more"
            found.append(dataclasses.replace(finding, about=tuple(counted), place=place.strip()))
        return found

    def rewritten(self, data: dict) -> dict:
        """The data with each lead's party; nothing of the given data is changed."""
        priorities = []
        for priority in data["priorities"]:
            outcomes = []
            for outcome in priority["outcomes"]:
                actions = [self._action(action) for action in outcome["actions"]]
                outcomes.append(outcome | {"actions": actions})
            priorities.append(priority | {"outcomes": outcomes})
        return data | {"priorities": priorities}

    def _action(self, action: dict) -> dict:
        leads: dict[tuple, dict] = {}
        for lead in action.get("leads") or ():
            words = lead.get("written") or lead["name"]
            if lead.get("party") == "text":
                meant = (Whom("text", words),)
            elif lead.get("party") and (hit := self.parties.find(lead["name"], lead["party"])):
                meant = (Whom(hit[0], hit[1].name, hit[1].pk),)
            else:
                meant = self.whom(words, action.get("key", ""), action.get("place") or "")
            for place, whom in enumerate(meant):
                at = (whom.kind, whom.pk, whom.name)
                if at in leads:
                    before = leads[at]["written"]
                    if words not in before.split("; "):
                        leads[at]["written"] = f"{before}; {words}"
                    continue
                leads[at] = lead | {
                    "name": whom.name,
                    "written": words,
                    "party": whom.kind,
                    "new": whom.new,
                    "accountable": bool(lead.get("accountable")) and place == 0,
                }
        return action | {"leads": list(leads.values())}


def _two(halves: list[str]) -> Choice:
    return Choice(TWO, " and ".join(f"“{half}”" for half in halves))


def _kinds(first: str) -> list[str]:
    return [first, *(kind for kind in ("group", "post", "agency") if kind != first)]


def _leads(data: dict):
    for priority in data["priorities"]:
        for outcome in priority["outcomes"]:
            for action in outcome["actions"]:
                yield from action.get("leads") or ()


def _name_of(words: str, kind: str) -> str:
    """What a party would be called: for "Jane Doe (LSCB Trainer)" the post in the brackets."""
    person = person_and_post(words)
    if person is not None and kind != "agency":
        return person[1]
    return words
