"""Who is meant by the words of a document: the board's agencies, groups and posts, found by name.

Two degrees: `find` is certain (the same name but for spelling that carries no meaning), `likely`
is a guess that a person is asked about.
"""

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

from subgroups.models import Agency, Board, Post, Seat, SubGroup

EVERYONE = {"all agencies", "all partner agencies", "all partners", "(all above)"}
_EVERYBODY = re.compile(
    r"all( \w{2,6}| the| of| our| relevant| member| partner| statutory)*"
    r" (agency|agencies|partners|partner organisations|organisations|members agencies)"
)
# The same thing written two ways, after `same`. Longer ones first.
_ALIKE = (
    ("sub committee", "subcommittee"),
    ("sub group", "subgroup"),
    ("sub cttee", "subcommittee"),
    ("co ordinator", "coordinator"),
    ("multi agency", "multiagency"),
    ("health care", "healthcare"),
)
_SHORT = {
    "sc": "subcommittee",
    "sg": "subgroup",
    "wg": "working group",
    "ctte": "committee",
    "cttee": "committee",
    "mgr": "manager",
    "mngr": "manager",
    "asst": "assistant",
    "dir": "director",
    "exec": "executive",
    "dept": "department",
    "adviser": "advisor",
    "ad": "assistant director",
    "dep": "deputy",
    "chairperson": "chair",
    "chairman": "chair",
    "org": "organisation",
    "organization": "organisation",
}
_SMALL = frozenset({"the", "of", "for", "and", "a", "to", "s"})
# What boards call themselves in front of the names of their own groups and posts.
_ANY_BOARD = ("lscb", "lscp", "scb", "sab")
_INITIALS = re.compile(r"[A-Z][A-Z&]{1,7}")
KINDS = ("group", "post", "agency")


def same(name: str) -> str:
    """A name without what people write differently: quotes, capitals, spaces, hyphens."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    plain = plain.replace("’", "").replace("'", "").replace("‘", "").replace("&", " and ")
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def alike(name: str) -> str:
    """A key that is equal for ways to write one name that nobody means two things by.

    "Chair of the Training Sub-group" and "Training Subgroup Chair", "Monitoring SC" and
    "Monitoring Sub-Committee", "Childrens Services" and "Children's Service".
    """
    plain = same(name)
    for written, meant in _ALIKE:
        plain = plain.replace(written, meant)
    words = " ".join(_SHORT.get(word, word) for word in plain.split()).split()
    words = [_singular(word) for word in words if word not in _SMALL]
    if "chair" in (words[:1] or "") and len(words) > 1:
        words = [*words[1:], "chair"]
    return " ".join(words) or plain


def _singular(word: str) -> str:
    if len(word) > 3 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def means_everyone(name: str) -> bool:
    """Whether the words stand for all agencies of the board."""
    plain = same(name)
    return plain in {same(words) for words in EVERYONE} or bool(_EVERYBODY.fullmatch(plain))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A party of the board that words may mean. score: 0 to 1."""

    kind: str
    pk: int
    name: str
    score: float


class Parties:
    """The board's groups, posts and agencies; read once, in four queries."""

    def __init__(self, board: Board):
        self._found, self._alike, self._rows = {}, {}, []
        self._prefixes = set(_ANY_BOARD)
        own = [board.short_name]
        # Later ones win: where one name means several, a group before a post before an agency.
        for kind, rows in (
            ("agency", Agency.objects.of(board)),
            ("post", Post.objects.of(board)),
            ("group", SubGroup.objects.of(board)),
        ):
            for row in rows:
                names = [row.name, getattr(row, "abbreviation", ""), *row.aliases]
                names = list(filter(None, names))
                if kind == "group" and row.kind == SubGroup.Kind.BOARD:
                    own += names
                self._rows.append((kind, row, names))
        self._prefixes |= {alike(name) for name in own if _INITIALS.fullmatch(name)}
        for kind, row, names in self._rows:
            for name in names:
                self._found[same(name)] = self._found[kind, same(name)] = (kind, row)
                for key in self._keys(name):
                    self._alike.setdefault(key, []).append((kind, row))
        self._alike_rows = [
            (kind, row, list(dict.fromkeys(alike(name) for name in names)))
            for kind, row, names in self._rows
        ]
        chairs = Seat.objects.of(board).current().filter(role=Seat.Role.CHAIR, post__isnull=False)
        self._chairs = {seat.group_id: seat.post for seat in chairs.select_related("post")}

    def find(self, name: str, kind: str | None = None):
        """(kind, row) for a name, or None. `kind` narrows to "group", "post" or "agency"."""
        exactly = self._found.get((kind, same(name)) if kind else same(name))
        if exactly is not None:
            return exactly
        for key in self._keys(name):
            rows = {(of, row.pk): row for of, row in self._alike.get(key, ()) if kind in (None, of)}
            if len(rows) == 1:
                (((of, _), row),) = rows.items()
                return of, row
        return None

    def exactly(self, name: str, kind: str):
        """The row of this kind that bears the name but for capitals and quotes, or None."""
        found = self._found.get((kind, same(name)))
        return found[1] if found else None

    def chair_of(self, name: str):
        """(kind, row) of whoever chairs the group that "Chair of X" names; None for other words.

        The post that has the chair's seat, else the group itself.
        """
        plain = alike(name)
        if not plain.endswith(" chair"):
            return None
        words = re.sub(r"\bchair(person|man)?s?\b( of)?( the)?", " ", name, flags=re.IGNORECASE)
        found = self.find(words, "group")
        if found is None:
            return None
        post = self._chairs.get(found[1].pk)
        return ("post", post) if post is not None else found

    def likely(self, name: str, *, limit: int = 5, least: float = 0.6) -> list[Candidate]:
        """The parties that the words may mean, the likeliest first."""
        plain = alike(name)
        words, letters = set(plain.split()), plain.replace(" ", "")
        found = {}
        chair = self.chair_of(name)
        if chair is not None:
            found[chair[0], chair[1].pk] = Candidate(chair[0], chair[1].pk, chair[1].name, 0.97)
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(plain)
        for kind, row, keys in self._alike_rows:
            score = max(_likeness(known, plain, words, letters, matcher) for known in keys)
            before = found.get((kind, row.pk))
            if score >= least and (before is None or before.score < score):
                found[kind, row.pk] = Candidate(kind, row.pk, row.name, score)
        order = sorted(found.values(), key=lambda one: (-one.score, KINDS.index(one.kind)))
        return order[:limit]

    def names(self) -> list[str]:
        """Every name, abbreviation and alias that the board knows."""
        return [name for _, _, names in self._rows for name in names]

    def by_id(self, kind: str, pk: int):
        """The board's own party of this kind, or None."""
        return next((row for of, row, _ in self._rows if of == kind and row.pk == pk), None)

    def all(self) -> list[tuple[str, object]]:
        return [(kind, row) for kind, row, _ in self._rows]

    def key(self, name: str) -> str:
        """Equal for words that mean one party, whether the board has it or not."""
        return self._keys(name)[-1]

    def _keys(self, name: str) -> list[str]:
        """`alike`, and the same without the board's own name before it ("LSCB Chair")."""
        plain = alike(name)
        keys = [plain]
        for prefix in sorted(self._prefixes, key=len, reverse=True):
            if plain.startswith(f"{prefix} ") and len(plain) > len(prefix) + 4:
                keys.append(plain.removeprefix(f"{prefix} "))
                break
        return keys


def _likeness(known: str, plain: str, words: set, letters: str, matcher) -> float:
    """How near two keys of `alike` are, 0 to 1."""
    if not known or not plain:
        return 0.0
    theirs = known.split()
    initials = "".join(word[0] for word in theirs)
    if len(initials) > 2 and letters == initials:
        return 0.9
    if len(known) > 2 and "".join(word[0] for word in plain.split()) == known:
        return 0.9
    shared = words & set(theirs)
    if shared and (shared == words or shared == set(theirs)):
        smaller, larger = sorted((len(words), len(theirs)))
        # All of one stands in the other: "Police" in "Riverside Police".
        return max(0.7 + 0.25 * smaller / larger, 0.7)
    matcher.set_seq1(known)
    if matcher.real_quick_ratio() < 0.6 or matcher.quick_ratio() < 0.6:
        return 0.0
    return matcher.ratio() - 0.04  # letters in common say less than whole words
