"""The doubts, with their sentences: collected, put together where they are the same, ordered."""

from dataclasses import replace

from ..draft import Choice, Decisions, Finding

#: Code: (sentence, what is done unless somebody decides otherwise). The most consequential first.
#: A number says how it reads for one and for more: "{leads:# lead|# leads}".
CODES = {
    "no-plan": (
        "No table of actions was found in this file.",
        "Say under “Tables and columns” which table is the plan and which of its columns has the "
        "actions, or bring in another file.",
    ),
    "no-table": (
        "There is no table in this file.",
        "Put the plan into a table with a row for each action and headings such as Action, Lead "
        "and By when, and bring that in.",
    ),
    "answers-as-actions": (
        "This table has no column of actions, so what was done was read as actions.",
        "Check what each column was taken for.",
    ),
    "column-unknown": (
        "This column's heading is not one we know.",
        "Its words are kept as notes with the row.",
    ),
    "headers-guessed": (
        "This table has no heading row, so its columns were read from what stands in them.",
        "Check what each column was taken for.",
    ),
    "leads-to-settle": (
        "The row has {others:# lead|# leads} for {actions:# action|# actions}, so it is not clear "
        "{others:which of them it is for|who leads which}.",
        "Each action has {others:it|all of them} until you settle it.",
    ),
    "timescales-to-settle": (
        "The row has {others:# timescale|# timescales} for {actions:# action|# actions}, so it is "
        "not clear {others:which of them it is for|which is whose}.",
        "Each action has {others:it|all of them} until you settle it.",
    ),
    "monitoring-to-settle": (
        "The row has {others:# monitoring line|# monitoring lines} for "
        "{actions:# action|# actions}.",
        "Each action has {others:it|all of them} until you settle it.",
    ),
    "actions-split": (
        "The cell has several paragraphs without bullets or numbers.",
        "Each paragraph is read as an action of its own.",
    ),
    "lead-in": (
        "What follows the colon is read as a list below this action.",
        "They are sub-items of one action.",
    ),
    "lead-split": (
        "This could be one lead or several.",
        "It stays one lead until you split it.",
    ),
    "progress-as-timescale": (
        "This reads like progress, but stands in the timescale column.",
        "It stays the timescale until you move it.",
    ),
    "timescale-unread": (
        "We could not read a date in this timescale.",
        "It is kept as it is written, without a date.",
    ),
    "date-month-first": (
        "This date would be another one if the month came first.",
        "It is read day first: {day}.",
    ),
    "date-probably-month-first": (
        "Other dates of this file can only be read month first, so this is read like them.",
        "It is read month first: {day}.",
    ),
    "date-only-month-first": (
        "There is no such month, so the first number is read as the month.",
        "It is read as {day}.",
    ),
    "date-outside": (
        "This is outside the period of the plan.",
        "It is kept as it is: {day}.",
    ),
    "completed-unread": (
        "We could not read the date of completion.",
        "It is kept as a note.",
    ),
    "done-twice": (
        "One column says that this is done and another that it is not.",
        "The first one counts: it is {said_first}.",
    ),
    "done-and-rating": (
        "This is marked as done, but it is rated {rag}.",
        "The rating stays as it is.",
    ),
    "date-not-done": (
        "A day of completion is given, but this is not marked as done.",
        "The day stays as it is: {day}.",
    ),
    "rating-not-done": (
        "This is rated as complete, but it is not marked as done.",
        "The rating stays as it is.",
    ),
    "done-undated": (
        "{number:# action is|# actions are} marked as done, but no date says since when.",
        "Rated as done, and open until you give a day of completion.",
    ),
    "done-unread": (
        "We could not tell whether this means that it is done.",
        "It is kept as progress.",
    ),
    "number-twice": (
        "The number {ref} is used more than once.",
        "Each keeps it; the order in the file decides which comes first.",
    ),
    "rating-unread": (
        "This was not understood as a rating.",
        "It is kept as progress.",
    ),
    "progress-undated": (
        "The date named in this progress note cannot be when it was written.",
        "It is dated {day}.",
    ),
}
_ORDER = {code: place for place, code in enumerate(CODES)}


class Counted(int):
    """A number that puts the words after it into the singular or the plural: a sentence's
    "{leads:# lead|# leads}" reads "1 lead" or "2 leads"."""

    def __format__(self, forms: str) -> str:
        one, _, more = forms.partition("|")
        return (one if self == 1 else more).replace("#", str(int(self)))


class Findings:
    """Collects the doubts of a draft."""

    def __init__(self, decisions: Decisions):
        self.decisions = decisions.findings
        self._found: dict[str, Finding] = {}
        self._about: dict[str, dict[str, None]] = {}  # what each touches, in order

    def add(
        self,
        code: str,
        key: str,
        *,
        said: str,
        place: str = "",
        about: tuple[str, ...] = (),
        choices: tuple[tuple[str, str], ...] = (),
        free: bool = False,
        **values,
    ) -> str:
        """Note a doubt; return what was decided about it, "" while it is open.

        Equal doubts (same code and key) are one, about all that they touch. values: what the
        sentences name; numbers agree with their words.
        """
        key = f"{code}:{key}"
        decided = str(self.decisions.get(key, ""))
        self._about.setdefault(key, {}).update(dict.fromkeys(about))
        if key in self._found:
            return decided
        sentence, proposal = CODES[code]
        values = {
            name: Counted(value) if type(value) is int else value for name, value in values.items()
        }
        self._found[key] = Finding(
            key=key,
            code=code,
            place=place,
            said=said,
            sentence=sentence.format(**values),
            proposal=proposal.format(**values),
            choices=tuple(Choice(value, label) for value, label in choices),
            free=free,
            settled=decided,
        )
        return decided

    def ordered(self) -> tuple[Finding, ...]:
        """All, the most consequential first, in the order of the file within a code."""
        found = [
            replace(finding, about=tuple(self._about[key])) for key, finding in self._found.items()
        ]
        return tuple(sorted(found, key=lambda finding: _ORDER[finding.code]))
