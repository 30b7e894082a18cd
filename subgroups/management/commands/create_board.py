"""How a real installation begins: a board, and the link by which its manager comes in."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email, validate_slug
from django.utils import timezone

from boardplan.errors import RuleBroken
from subgroups.services.boards import create_board


class Command(BaseCommand):
    help = "Create a board and print the invitation link of its business manager."

    def add_arguments(self, parser):
        parser.add_argument("--name", required=True, help="the name of the partnership")
        parser.add_argument("--manager-email", required=True, help="who runs it")
        parser.add_argument("--manager-name", default="", help="that person's name")
        parser.add_argument("--short-name", default="", help="initials, such as RSP")
        parser.add_argument(
            "--slug", default="", help="its part of the address, else from the name"
        )
        parser.add_argument("--send", action="store_true", help="send it by e-mail too")

    def handle(self, *args, **options):
        try:
            validate_email(options["manager_email"])
        except ValidationError:
            raise CommandError(f"{options['manager_email']} is not an e-mail address.") from None
        if options["slug"]:
            try:
                validate_slug(options["slug"])
            except ValidationError:
                raise CommandError("--slug takes letters, numbers and hyphens only.") from None
        try:
            issued = create_board(
                name=options["name"],
                manager_email=options["manager_email"],
                manager_name=options["manager_name"],
                short_name=options["short_name"],
                slug=options["slug"],
                send=options["send"],
            )
        except RuleBroken as broken:
            raise CommandError(broken.message) from None
        invitation = issued.invitation
        until = timezone.localtime(invitation.expires_at)
        self.stdout.write(f"{invitation.board.name} is at /{invitation.board.slug}/")
        self.stdout.write(f"{invitation.email} joins it here, until {until:%-d %B %Y}:")
        self.stdout.write(issued.link)
        if options["send"] and not issued.mailed:
            self.stderr.write("The e-mail could not be sent: pass the link on yourself.")
