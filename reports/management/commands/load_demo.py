from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reports.demo import load_demo, make_published_files
from reports.demo.accounts import ACCOUNTS, DEMO_LINK, PASSWORD
from subgroups.models import Membership


class Command(BaseCommand):
    help = "Fill the database with three boards and print the accounts. Safe to repeat."

    def handle(self, *args, **options):
        if not settings.DEBUG:
            raise CommandError(
                "The demo's passwords are public, so it loads only with DEBUG=1. "
                "A real board begins with: manage.py create_board"
            )
        added = load_demo()
        make_published_files()
        self.stdout.write(
            f"Loaded: {'; '.join(added)}."
            if added
            else "The demo is there already; nothing changed."
        )
        self.stdout.write(f"\nSign in with one of these, password {PASSWORD}")
        width = max(len(account.email) for account in ACCOUNTS)
        for account in ACCOUNTS:
            role = Membership.Role(account.role).label
            self.stdout.write(f"  {account.email:<{width}}  {role}, {account.board.capitalize()}")
        self.stdout.write(
            "\nAn agency's personal link, for which nobody signs in: "
            f"{settings.SITE_URL}/contribution/{DEMO_LINK}/"
        )
