import shutil
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reports.models import AnnualReport
from reports.papers import report_paper


class Command(BaseCommand):
    help = "Write an annual report of a board as a PDF."

    def add_arguments(self, parser):
        parser.add_argument("--board", required=True, help="the board's short name in addresses")
        parser.add_argument("--plan", help="the plan whose report it is")
        parser.add_argument("--report", help="the report's short name in addresses")
        parser.add_argument("-o", "--output", required=True, type=Path, help="the file to write")

    def handle(self, *, board, plan, report, output, **options):
        if not plan and not report:
            raise CommandError("Name the plan with --plan, or the report with --report.")
        found = AnnualReport.objects.select_related("board", "plan").filter(board__slug=board)
        if plan:
            found = found.filter(plan__slug=plan)
        if report:
            found = found.filter(slug=report)
        chosen = found.first()
        if chosen is None:
            named = f"a report “{report}”" if report else f"an annual report of the plan “{plan}”"
            raise CommandError(f"Not found: {named} on a board “{board}”.")
        shutil.copyfile(report_paper(chosen), output)
        self.stdout.write(f"{chosen.title}: {output} ({output.stat().st_size:,} bytes)")
