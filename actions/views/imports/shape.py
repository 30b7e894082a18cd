"""A row of the preview split in two, joined with the next, or made the first of a new one."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from boardplan.errors import Conflict
from boardplan.templatetags.boardplan import lower_first
from subgroups.access import board_view, manager

from ...forms.imports import BeginForm, SplitForm
from ...importers.draft import steps_of
from ...importers.understanding import reshaping
from ...models import PlanImport
from ...services import imports
from ...services.imports.confirming import as_read, preview
from ..plan_table import shortened
from .doubts import id_of
from .plan import part_of
from .reach import address, crumbs, import_of_board, to_check, waiting

SHORT = 90  # characters of a row that a button or a step names
MOVED = "Somebody else settled something meanwhile. Look again, then do it once more."


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def import_shape(request, pk, key):
    row = import_of_board(request, pk)
    if not waiting(row):
        return to_check(row)
    page = _Page(row, key)
    if request.method == "POST":
        done = page.done(request.POST)
        if page.first:
            messages.error(request, page.first)
            return redirect(f"{request.path}#steps-title")
        if done is not None:
            version = request.POST.get("version", "")
            try:
                imports.settle_import(
                    plan_import=row,
                    settled=done.settled,
                    expected_version=int(version) if version.isdecimal() else None,
                    by=request.user,
                )
            except Conflict:
                messages.error(request, MOVED)
                return redirect(request.path)
            messages.success(request, done.said)
            return redirect(f"{address(row, 'import_table')}#{id_of(done.key)}")
    return render(
        request,
        "actions/import/shape.html",
        page.context(),
        status=422 if page.errors else 200,
    )


class _Done:
    """What to keep for what was done; where to go on."""

    def __init__(self, settled: dict, said: str, key: str):
        self.settled, self.said, self.key = settled, said, key


class _Page:
    """One part of the preview and all that can be done about the rows around it."""

    def __init__(self, row: PlanImport, key: str):
        self.row, self.key = row, key
        self.board = row.board
        self.priorities = preview(row).data["priorities"]
        self.item = part_of(self.priorities, key)
        self.level = reshaping.level_of(key)
        self.shape = row.decisions.get("shape") or {}
        self.parts = row.decisions.get("parts") or {}
        self.above = reshaping.above(self.priorities, key)
        self.below = reshaping.below(self.priorities, key)
        self.split = self.begin = None
        self.first = ""  # which step must be taken back before the one that was asked for
        if self.level == "action":
            self.split = SplitForm(item=self.item)
        if self.level != "priority" and self.above is not None:
            self.begin = self._begin_form()

    def _begin_form(self, data=None) -> BeginForm:
        return BeginForm(data, words=self._words(), kind=self._over)

    def _words(self) -> dict:
        return {name: self.board.word(name) for name in ("ref", *reshaping.LEVELS)}

    @property
    def _over(self) -> str:
        """The level above the part's own."""
        return reshaping.LEVELS[reshaping.LEVELS.index(self.level) - 1]

    @property
    def errors(self) -> bool:
        return any(form is not None and form.errors for form in (self.split, self.begin))

    # What is done

    def done(self, data) -> _Done | None:
        """What the form asks for; None where it asks for nothing that can be done."""
        if data.get("back") in self.shape:
            return self._back(data["back"])
        match data.get("do"):
            case "split" if self.split is not None:
                return self._split(data)
            case "below" if self.below is not None:
                return self._join(self.item, self.below)
            case "above" if self.above is not None:
                return self._join(self.above, self.item)
            case "begin" if self.begin is not None:
                return self._begin(data)
        return None

    def _split(self, data) -> _Done | None:
        self.split = SplitForm(data, item=self.item)
        if not self.split.is_valid():
            return None
        pieces = self.split.cleaned_data["words"]
        step = reshaping.splitting(steps_of(self.shape), self.parts, self.item, pieces)
        return self._step(step, f"Split into {len(pieces)}.", self.key)

    def _join(self, first: dict, second: dict) -> _Done:
        return self._step(reshaping.joining(self.parts, first, second), "Joined.", first["key"])

    def _begin(self, data) -> _Done | None:
        self.begin = self._begin_form(data)
        if not self.begin.is_valid():
            return None
        step = reshaping.beginning(steps_of(self.shape), self.item, **self.begin.cleaned_data)
        return self._step(step, "Begun.", self.key)

    def _step(self, step: dict, said: str, key: str) -> _Done:
        number = str(max(map(int, self.shape), default=0) + 1)
        settled = {"shape": {number: step}, "parts": dict.fromkeys(step["said"])}
        return _Done(settled, said, key)

    def _back(self, number: str) -> _Done | None:
        """A step taken back, with what was corrected before it and not since; None where later
        ones stand on it."""
        numbers = sorted(self.shape, key=int)
        place = numbers.index(number)
        if place < len(numbers) - 1:
            after = reshaping.stand_on(as_read(self.row), steps_of(self.shape), place)
            if after:
                told = self._told(self.shape[numbers[after[-1]]])
                self.first = f"Another step stands on this one. Take this back first: {told}"
                return None
        step = self.shape[number]
        gone = dict.fromkeys([*step["touched"], *step.get("new", ())])
        settled = {"shape": {number: None}, "parts": gone | step["said"]}
        return _Done(settled, "Taken back.", step["key"])

    # What is shown

    def context(self) -> dict:
        row, word = self.row, lower_first(self.board.word(self.level))
        return {
            "row": row,
            "title": f"Split or join this {word}",
            "words": shortened(reshaping.words_of(self.item), 400) or "Without a title",
            "word": word,
            "over": lower_first(self.board.word(self._over)) if self.begin else "",
            "split": self.split,
            "begin": self.begin,
            "above": _short(self.above),
            "below": _short(self.below),
            "steps": [
                {"number": number, "text": self._told(self.shape[number])}
                for number in sorted(self.shape, key=int, reverse=True)
            ],
            "back": f"{address(row, 'import_table')}#{id_of(self.key)}",
            "correct": address(row, "import_part", self.key),
            "crumbs": crumbs(row, (row.title, address(row, "import_check")), ("Split or join", "")),
        }

    def _told(self, step: dict) -> str:
        words = shortened(step["was"], SHORT)
        match step["do"]:
            case "split":
                return f"Split into {len(step['pieces'])}: {words}"
            case "join":
                return f"Joined with the one above it: {words}"
            case _:
                title = " ".join(filter(None, [step["ref"], step["title"]])) or "Without a title"
                return f"Begun before “{words}”: {shortened(title, SHORT)}"


def _short(item: dict | None) -> str:
    """A neighbour's first words; "" where there is none."""
    if item is None:
        return ""
    words = f"{item.get('ref') or ''} {reshaping.words_of(item)}".strip()
    return shortened(words, SHORT) or "Without a title"
