import datetime
import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from actions.document import read_plan
from actions.exporters.interchange import as_interchange
from actions.importers.uploads import from_file
from actions.models import Plan
from actions.services import imports
from actions.services.imports.confirming import Preview, preview
from boardplan import clock
from boardplan.errors import RuleBroken
from subgroups.models import Board


class Command(BaseCommand):
    help = (
        "Bring in a plan from a Word, Excel, CSV or JSON file; doubts are settled as proposed. "
        "Prints the plan in the interchange format, or with --json the plan and the findings."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--board", required=True, metavar="SLUG")
        parser.add_argument(
            "--plan",
            required=True,
            metavar="SLUG",
            help="the plan it becomes, or the one it is compared with and taken into",
        )
        parser.add_argument("--start", metavar="DATE", type=_day, help="2026-04-01; else guessed")
        parser.add_argument("--end", metavar="DATE", type=_day, help="2027-03-31; else guessed")
        parser.add_argument("--dry-run", action="store_true", help="show it and write nothing")
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="plan and findings as one object"
        )

    def handle(self, *args, file, board, plan, start, end, dry_run, as_json, **options):
        found = Board.objects.filter(slug=board).first()
        if found is None:
            raise CommandError(f"There is no board {board!r}. There are: {_boards() or 'none'}.")
        try:
            brought = from_file(file.name, file.read_bytes())
        except OSError as problem:
            raise CommandError(f"{file} cannot be read: {problem.strerror}.") from problem
        except RuleBroken as broken:
            raise CommandError(f"{file.name}: {broken.message}") from broken
        try:
            with transaction.atomic():
                data, told = self._bring_in(found, brought, plan, start, end)
                if dry_run:
                    transaction.set_rollback(True)
        except RuleBroken as broken:
            raise CommandError(broken.message) from broken
        self._show(data, told, as_json=as_json, dry_run=dry_run)

    def _bring_in(self, board: Board, brought, slug: str, start, end) -> tuple[dict, dict]:
        """(the plan as it then stands, what is told about it); rolled back by who tries only."""
        into = Plan.objects.of(board).filter(slug=slug).first()
        row = imports.start_import(
            board=board,
            found=brought.found,
            digest=brought.digest,
            file_name=brought.name,
            into=into,
            by=None,
            today=clock.today(),
            resume=False,
        )
        if into is None:
            row = imports.describe_import(
                plan_import=row,
                title=row.title,
                start=start or row.start,
                end=end or row.end,
                slug=slug,
                into=None,
                by=None,
            )
        shown = preview(row)
        plan = imports.confirm_import(plan_import=row, by=None, keep_status=True)
        return as_interchange(read_plan(plan, updates="all")), _told(shown)

    def _show(self, data: dict, told: dict, *, as_json: bool, dry_run: bool) -> None:
        plain = {"ensure_ascii": False, "indent": 1}
        if as_json:
            self.stdout.write(json.dumps({"plan": data, **told, "written": not dry_run}, **plain))
            return
        self.stdout.write(json.dumps(data, **plain))
        for finding in told["findings"]:
            where = f"{finding['place']}: " if finding["place"] else ""
            said = f"“{finding['said']}” " if finding["said"] else ""
            line = f"{where}{said}{finding['sentence']} {finding['proposal']}"
            self.stderr.write(" ".join(line.split()))
        for piece in told["unplaced"]:
            self.stderr.write(f"{piece['place']}: kept as a note: {piece['text']}")
        for name in told["added"]:
            self.stderr.write(f"Added to the board: {name['name']} ({name['kind']})")
        number = len(told["findings"])
        state = "Nothing was written." if dry_run else "The plan is brought in."
        self.stderr.write(f"{number} doubt{'' if number == 1 else 's'}. {state}")


def _told(shown: Preview) -> dict:
    draft = shown.matched.draft
    return {
        "findings": [
            {
                "code": finding.code,
                "place": finding.place,
                "said": finding.said,
                "sentence": finding.sentence,
                "proposal": finding.proposal,
                "about": list(finding.about),
            }
            for finding in draft.findings
        ],
        "unplaced": [
            {"place": piece.place, "text": piece.text, "kept": piece.kept}
            for piece in draft.unplaced
        ],
        "added": [{"kind": one.kind, "name": one.name} for one in shown.matched.new],
    }


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as problem:
        raise CommandError(f"{text!r} is no date. Write it as 2026-04-01.") from problem


def _boards() -> str:
    return ", ".join(Board.objects.order_by("slug").values_list("slug", flat=True))
