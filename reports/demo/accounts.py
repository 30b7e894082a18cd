"""The people one can sign in as: one for each role, named by their post."""

from dataclasses import dataclass

from subgroups.models import Agency, Board, Membership, Post, Seat, SubGroup, User

PASSWORD = "boardplan-demo-2026"  # noqa: S105  (printed on purpose; the demo refuses to load without DEBUG)

# The token of one agency's personal link, in fixtures/wandsworth/collecting.json.
DEMO_LINK = "demo-youth-offending-team"


@dataclass(frozen=True)
class Account:
    board: str
    email: str
    name: str
    role: str
    agency: str = ""
    post: str = ""
    chairs: tuple[str, ...] = ()
    sits_on: tuple[str, ...] = ()


ACCOUNTS = (
    Account(
        "wandsworth",
        "manager@wandsworth.example",
        "WSCB Business Manager",
        Membership.Role.MANAGER,
        post="WSCB Business Manager",
        sits_on=("Monitoring Sub-Committee", "WSCB Executive Board"),
    ),
    Account(
        "wandsworth",
        "chair@wandsworth.example",
        "Chair of the Monitoring Sub-Committee",
        Membership.Role.CHAIR,
        agency="Children’s Services",
        chairs=("Monitoring Sub-Committee",),
    ),
    Account(
        "wandsworth",
        "contributor@wandsworth.example",
        "Police Safeguarding Lead",
        Membership.Role.CONTRIBUTOR,
        agency="Metropolitan Police Service",
        sits_on=("SEMAP",),
    ),
    Account(
        "wandsworth",
        "executive@wandsworth.example",
        "Executive Board Member, Health",
        Membership.Role.EXECUTIVE,
        agency="Wandsworth Clinical Commissioning Group",
        sits_on=("WSCB Executive Board",),
    ),
    Account("wandsworth", "viewer@wandsworth.example", "Lay Member", Membership.Role.VIEWER),
    Account(
        "wakefield",
        "manager@wakefield.example",
        "WDSCB Business Manager",
        Membership.Role.MANAGER,
        post="WDSCB Business Manager",
    ),
    Account(
        "swindon",
        "manager@swindon.example",
        "LSCB Business Manager",
        Membership.Role.MANAGER,
        post="LSCB Business Manager",
    ),
)


def make_accounts(board: Board) -> None:
    """Make the accounts of one board that are not there yet."""
    for account in ACCOUNTS:
        if account.board != board.slug or User.objects.filter(email=account.email).exists():
            continue
        user = User.objects.create_user(account.email, PASSWORD, name=account.name)
        agency = Agency.objects.of(board).get(name=account.agency) if account.agency else None
        Membership.objects.create(board=board, user=user, role=account.role, agency=agency)
        if account.post:
            Post.objects.of(board).filter(name=account.post).update(holder=user)
        for names, role in (
            (account.chairs, Seat.Role.CHAIR),
            (account.sits_on, Seat.Role.MEMBER),
        ):
            for group in SubGroup.objects.of(board).filter(name__in=names):
                Seat.objects.create(board=board, group=group, user=user, agency=agency, role=role)
