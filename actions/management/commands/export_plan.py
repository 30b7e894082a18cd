import json
from collections import Counter, defaultdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from actions.document import read_plan
from actions.exporters.interchange import as_interchange
from actions.models import Plan


class Command(BaseCommand):
    help = "Write a plan as JSON (the interchange format), CSV, Word or Excel."

    def add_arguments(self, parser):
        parser.add_argument("--board", required=True, metavar="SLUG")
        parser.add_argument("--plan", required=True, metavar="SLUG")
        parser.add_argument("--format", choices=["json", "csv", "docx", "xlsx"], default="json")
        parser.add_argument("-o", "--output", metavar="FILE", help="a file instead of the screen")
        parser.add_argument(
            "--counts", action="store_true", help="print how much the plan holds instead of it"
        )

    def handle(self, *args, board, plan, format, output, counts, **options):
        found = Plan.objects.select_related("board").filter(board__slug=board, slug=plan).first()
        if found is None:
            raise CommandError(
                f"No plan {plan!r} on a board {board!r}. "
                f"There are: {', '.join(_addresses()) or 'none'}."
            )
        tree = read_plan(found, updates="latest" if format == "csv" and not counts else "all")
        if counts:
            content = _counts(as_interchange(tree))
        elif format == "json":
            content = json.dumps(as_interchange(tree), indent=1, ensure_ascii=False) + "\n"
        else:
            content = _writer(format)(tree)
        if isinstance(content, str):
            if not output:
                self.stdout.write(content, ending="")
                return
            content = content.encode()
        if output:
            Path(output).write_bytes(content)
        else:
            self._to_a_pipe(content, format)

    def _to_a_pipe(self, content: bytes, format: str) -> None:
        stream = getattr(self.stdout, "buffer", None)
        if stream is None or self.stdout.isatty():
            raise CommandError(f"A {format} file is not for the screen: name a file with -o FILE.")
        stream.write(content)


def _writer(format: str):
    """The function that makes a file of a tree; its libraries are loaded when asked for."""
    if format == "csv":
        from actions.exporters.csv import as_csv

        return as_csv
    if format == "docx":
        from actions.exporters.word import as_docx

        return as_docx
    from actions.exporters.excel import as_xlsx

    return as_xlsx


def _addresses():
    return [
        f"{board}/{plan}"
        for board, plan in Plan.objects.order_by("board__slug", "slug").values_list(
            "board__slug", "slug"
        )
    ]


def _counts(data: dict) -> str:
    outcomes = [outcome for priority in data["priorities"] for outcome in priority["outcomes"]]
    actions = [action for outcome in outcomes for action in outcome["actions"]]
    leads = [lead for action in actions for lead in action["leads"]]
    rows = {
        "priorities": sum(bool(priority["title"]) for priority in data["priorities"]),
        "outcomes": len(outcomes),
        "actions": len(actions),
        "sub-items": sum(len(action["sub_items"]) for action in actions),
        "lead entries": sum(lead_entries(action["leads"]) for action in actions),
        "leads": sum(not lead["to_settle"] for lead in leads),
        "leads to settle": sum(lead["to_settle"] for lead in leads),
        "actions with a timescale": sum(bool(action["timescale"]["text"]) for action in actions),
        "core tasks": sum(action["core_task"] for action in actions),
        "milestones written": sum(
            not milestone["generated"] for action in actions for milestone in action["milestones"]
        ),
        "sources": sum(len(item["sources"]) for item in [*outcomes, *actions]),
        "progress entries": sum(
            bool(update["text"]) for item in [*outcomes, *actions] for update in item["updates"]
        ),
        "rated": sum(bool(action["rag"]) for action in actions),
    }
    return "".join(f"{name}: {number}\n" for name, number in rows.items())


def lead_entries(leads: list[dict]) -> int:
    """How many entries of the document stand behind an action's settled leads.

    A line that names two parties is one entry and two leads; the same line twice is two.
    """
    lines = defaultdict(Counter)
    for lead in leads:
        if not lead["to_settle"]:
            lines[lead["written"], lead["role"]][lead["name"]] += 1
    return sum(max(names.values()) for names in lines.values())
