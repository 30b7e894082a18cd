import shutil
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from actions.models import Plan
from reports.papers import plan_paper


class Command(BaseCommand):
    help = "Write the business plan of a board as a PDF."

    def add_arguments(self, parser):
        parser.add_argument("--board", required=True, help="the board's short name in addresses")
        parser.add_argument("--plan", required=True, help="the plan's short name in addresses")
        parser.add_argument("-o", "--output", required=True, type=Path, help="the file to write")

    def handle(self, *, board, plan, output, **options):
        found = Plan.objects.select_related("board").filter(board__slug=board, slug=plan).first()
        if found is None:
            raise CommandError(f"There is no plan “{plan}” on a board “{board}”.")
        shutil.copyfile(plan_paper(found), output)
        self.stdout.write(f"{found.title}: {output} ({output.stat().st_size:,} bytes)")
