from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from actions.services.imports import forget_imports
from reports.services import building

IN_THE_DATABASE = "django_tasks_db.DatabaseBackend"


class Command(BaseCommand):
    help = "What is to be done every night; doing it again does no harm."

    def handle(self, **options):
        imports = forget_imports(by=None)
        tasks = building.reap(now=timezone.now())
        if settings.TASKS["default"]["BACKEND"] == IN_THE_DATABASE:
            call_command("prune_db_task_results", verbosity=0)
        call_command("clearsessions", verbosity=0)
        self.stdout.write(
            f"{_counted(imports, 'preview')} of brought-in files forgotten, "
            f"{_counted(tasks, 'task')} given up, old tasks and sessions deleted."
        )


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
