"""`import_plan FILE`: the plan and its doubts on the command line, or one clear sentence."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from actions.models import Plan, PlanImport
from subgroups.models import Agency

from .word import word_plan

pytestmark = pytest.mark.django_db
PERIOD = ("--start", "2027-04-01", "--end", "2028-03-31")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "plan.docx"
    path.write_bytes(word_plan())
    return path


def run(*arguments):
    out, err = io.StringIO(), io.StringIO()
    call_command("import_plan", *map(str, arguments), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_it_prints_the_plan_and_its_doubts_and_writes_it(cast, today, file):
    out, err = run(file, "--board", "riverside", "--plan", "next", *PERIOD)
    data = json.loads(out)
    assert (data["format"], data["slug"], data["title"]) == (
        "boardplan/1",
        "next",
        "Business Plan 2027/28",
    )
    assert data["period"] == {"start": "2027-04-01", "end": "2028-03-31"}
    texts = [a["text"] for p in data["priorities"] for o in p["outcomes"] for a in o["actions"]]
    plan = Plan.objects.get(board=cast.board, slug="next")
    assert texts == list(plan.actions.values_list("text", flat=True))
    assert err.splitlines()[-2:] == [
        "Added to the board: Fostering Service (agency)",
        "3 doubts. The plan is brought in.",
    ]
    assert any("“a good while” We could not read a date" in line for line in err.splitlines())


def test_dry_it_writes_nothing(cast, today, file):
    before = (Plan.objects.count(), Agency.objects.count(), PlanImport.objects.count())
    out, err = run(file, "--board", "riverside", "--plan", "next", *PERIOD, "--dry-run", "--json")
    told = json.loads(out)
    assert (told["written"], told["plan"]["slug"], err) == (False, "next", "")
    assert [finding["code"] for finding in told["findings"]] == [
        "timescale-unread",
        "lead-unknown",
        "lead-likely",
    ]
    assert told["added"] == [{"kind": "agency", "name": "Fostering Service"}]
    assert told["unplaced"] == []
    assert (Plan.objects.count(), Agency.objects.count(), PlanImport.objects.count()) == before


def test_a_second_time_it_is_compared_with_the_plan_that_is_there(cast, today, file):
    run(file, "--board", "riverside", "--plan", "next", *PERIOD)
    run(file, "--board", "riverside", "--plan", "next", *PERIOD)
    assert Plan.objects.get(board=cast.board, slug="next").actions.count() == 4
    assert Plan.objects.of(cast.board).count() == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--board", "nowhere", "--plan", "x"), "There is no board 'nowhere'. There are: "),
        (("--board", "riverside", "--plan", "x", "--start", "1/4/27"), "'1/4/27' is no date."),
        (("--board", "riverside", "--plan", "new"), "This is an address of ours."),
        (
            ("--board", "riverside", "--plan", "x", "--start", "2029-04-01"),
            "The plan must end after it starts",
        ),
    ],
)
def test_what_cannot_be_is_one_sentence(cast, today, file, arguments, said):
    with pytest.raises(CommandError) as refused:
        run(file, *arguments)
    assert str(refused.value).startswith(said)
    assert not Plan.objects.filter(title="Business Plan 2027/28").exists()


def test_a_file_that_cannot_be_read(cast, today, tmp_path):
    broken = tmp_path / "plan.docx"
    broken.write_bytes(b"PK\x03\x04 cut off")
    with pytest.raises(CommandError, match=r"^plan\.docx: This file is damaged"):
        run(broken, "--board", "riverside", "--plan", "x")
    with pytest.raises(CommandError, match="No such file"):
        run(tmp_path / "none.docx", "--board", "riverside", "--plan", "x")
