"""Boards, their parties, plans and reports, in the order in which they need each other."""

import json
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from actions.importers.interchange import import_plan
from actions.models import Plan
from subgroups.models import Agency, Board, Post, Seat, SubGroup

from ..models import AnnualReport, GlossaryTerm
from .accounts import make_accounts
from .annual import load_report
from .collecting import make_collecting_report
from .current import make_current_plan
from .published import publish_demo
from .year import record_year

FIXTURES = Path(settings.BASE_DIR) / "fixtures"


def load_demo() -> list[str]:
    """Load what is missing; return the names of what was added."""
    added = []
    for folder in sorted(path for path in FIXTURES.iterdir() if (path / "board.json").exists()):
        with transaction.atomic():
            added += _load_board(folder)
    return added


def _load_board(folder: Path) -> list[str]:
    data = read(folder / "board.json")
    board, new = Board.objects.get_or_create(
        slug=data["slug"],
        defaults={
            key: data[key]
            for key in ("name", "short_name", "year_start_month", "colour", "words", "rag_scheme")
            if data.get(key)
        },
    )
    added = []
    if new:
        _parties(board, data)
        make_accounts(board)
        added.append(board.name)
    for file in sorted((folder / "plans").glob("*.json")):
        plan = read(file)
        if not Plan.objects.of(board).filter(slug=plan["slug"]).exists():
            import_plan(board=board, data=plan, by=None)
            added.append(plan["title"])
    current, this_year = folder / "current-year.json", None
    if new and current.exists():
        this_year = make_current_plan(board, read(current))
        added.append(this_year.title)
    for file in sorted((folder / "reports").glob("*.json")):
        report = read(file)
        if not AnnualReport.objects.of(board).filter(slug=report["slug"]).exists():
            load_report(board, report)
            added.append(report["title"])
    collecting = folder / "collecting.json"
    if this_year is not None and collecting.exists():
        report = make_collecting_report(board, this_year, read(collecting))
        record_year(report, read(folder / "year.json"))
        added.append(report.title)
    return added + publish_demo(board)


def _parties(board: Board, data: dict) -> None:
    agencies = {
        row.name: row
        for row in Agency.objects.bulk_create(
            Agency(board=board, position=place, **item)
            for place, item in enumerate(data["agencies"], 1)
        )
    }
    posts = {
        row.name: row
        for row in Post.objects.bulk_create(
            Post(
                board=board,
                name=item["name"],
                agency=agencies.get(item["agency"]),
                aliases=item["aliases"],
            )
            for item in data["posts"]
        )
    }
    groups = {
        row.name: row
        for row in SubGroup.objects.bulk_create(
            SubGroup(
                board=board,
                slug=slugify(item["abbreviation"] or item["name"])[:80].strip("-"),
                position=place,
                # A group that only the earlier plan lists ended before the later one began, and
                # one that only the later lists began after the earlier one: more is not known.
                began_on=item.get("began_on"),
                ended_on=item.get("ended_on"),
                **{key: item[key] for key in ("name", "abbreviation", "kind", "aliases")},
            )
            for place, item in enumerate(data["groups"], 1)
        )
    }
    for item in data["groups"]:
        groups[item["name"]].parent = groups.get(item["parent"])
    SubGroup.objects.bulk_update(groups.values(), ["parent"])
    Seat.objects.bulk_create(
        Seat(
            board=board,
            group=groups[item["name"]],
            post=posts[item["chair"]],
            agency=posts[item["chair"]].agency,
            role=Seat.Role.CHAIR,
        )
        for item in data["groups"]
        if item["chair"]
    )
    Seat.objects.bulk_create(
        Seat(board=board, group=groups[item["name"]], post=posts[name], agency=posts[name].agency)
        for item in data["groups"]
        for name in item.get("members", ())
    )
    GlossaryTerm.objects.bulk_create(
        GlossaryTerm(board=board, **item) for item in data.get("glossary", ())
    )


def read(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))
