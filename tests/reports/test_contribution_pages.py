"""The pages of contributions: by a link, from inside the board, and the manager's."""

import datetime
import json

import pytest
from django.core import mail
from django.test import Client

from boardplan import limits
from boardplan.audit import AuditEvent
from reports import desk
from reports.models import AnnualReport, Collection, Contribution, Draft, Question
from reports.questions import STANDARD
from tests import factories as make
from tests.reports import factories as made

BASE = "/riverside/reports/annual/contributions/"


@pytest.fixture
def manager(cast, sign_in):
    return sign_in(cast.manager)


def typed(collecting, *texts, seen=0) -> dict:
    """What the form sends for the first questions."""
    values = {}
    for key, text in zip(collecting.keys(), texts, strict=False):
        values |= {f"text-{key}": text, f"seen-{key}": seen}
    return values


def body(response) -> str:
    return response.content.decode()


# By a link


def test_a_link_shows_its_own_part_and_nothing_else(collecting, cast, client):
    made.DraftFactory(
        contribution=collecting.other, question=collecting.questions[0], text="A secret of Health"
    )
    made.LinkFactory(
        contribution=made.AskedFactory(report__board=cast.other_board, report__slug="annual"),
        token="hillside",
    )
    page = body(client.get(collecting.link))
    assert "What did you achieve in 2026-27?" in page
    assert "What comes in 2027-28?" in page
    assert "Agree the early help strategy" in page
    assert "manager@riverside.example" in page
    for secret in ("A secret of Health", "Riverside Health", "nurse@health.example", "Hillside"):
        assert secret not in page
    assert "What did you achieve" not in body(client.get("/contribution/hillside/"))


def test_nothing_of_another_part_is_reached_with_a_link(collecting, client, tmp_path):
    draft = made.DraftFactory(
        contribution=collecting.other, question=collecting.questions[0], text="A secret of Health"
    )
    file = made.AttachmentFactory(contribution=collecting.other)
    link = collecting.link
    found = {
        path: client.get(link + path).status_code
        for path in (f"files/{file.pk}", f"files/{file.pk}/remove/", f"earlier/{draft.pk}/")
    }
    assert found == {
        f"files/{file.pk}": 404,
        f"files/{file.pk}/remove/": 404,
        f"earlier/{draft.pk}/": 302,
    }
    client.post(f"{link}files/{file.pk}/remove/")
    client.post(f"{link}earlier/{draft.pk}/", {"number": 1})
    stranger = made.QuestionFactory(board=collecting.report.board)
    client.post(link, {f"text-q{stranger.pk}": "Words", f"seen-q{stranger.pk}": 0})
    assert collecting.other.attachments.get() == file
    assert [row.text for row in Draft.objects.all()] == ["A secret of Health"]
    assert draft.versions.count() == 1


def test_a_link_goes_nowhere_else_and_sets_no_cookie_but_the_forms(collecting, client):
    for path, status in (
        (collecting.link, 200),
        (f"{collecting.link}hand-in/", 200),
        (f"{collecting.link}files/999", 404),
        (f"{collecting.link}take-back/", 409),
        ("/contribution/unknown/", 404),
    ):
        method = client.post if "take-back" in path else client.get
        response = method(path)
        assert response.status_code == status
        assert {
            name: response[name] for name in ("Referrer-Policy", "X-Robots-Tag", "Cache-Control")
        } == {
            "Referrer-Policy": "no-referrer",
            "X-Robots-Tag": "noindex, nofollow, noarchive",
            "Cache-Control": "private, no-store",
        }
    assert set(client.cookies) == {"csrftoken"}
    assert client.get("/help/")["Referrer-Policy"] == "same-origin"


def test_forms_are_checked_against_forgery_though_browsers_name_no_origin(collecting):
    strict = Client(enforce_csrf_checks=True)
    page = strict.get(collecting.link)
    token = page.context["csrf_token"]
    values = typed(collecting, "Words")
    assert strict.post(collecting.link, values, HTTP_ORIGIN="null").status_code == 403
    assert (
        strict.post(
            collecting.link,
            values | {"csrfmiddlewaretoken": str(token)},
            HTTP_ORIGIN="https://elsewhere.example",
        ).status_code
        == 403
    )
    sent = strict.post(
        collecting.link, values | {"csrfmiddlewaretoken": str(token)}, HTTP_ORIGIN="null"
    )
    assert (sent.status_code, Draft.objects.get().text) == (302, "Words")
    elsewhere = strict.post(
        "/account/login/", {"csrfmiddlewaretoken": str(token)}, HTTP_ORIGIN="null"
    )
    assert elsewhere.status_code == 403


@pytest.mark.parametrize(
    ("ended", "words"),
    [("replaced", "A newer link has been made"), ("withdrawn", "It has been withdrawn")],
)
def test_a_link_that_is_no_longer_good_says_whom_to_ask(collecting, cast, client, ended, words):
    collecting.part.links.update(ended=ended, ended_at=collecting.part.asked_at)
    response = client.get(collecting.link)
    page = body(response)
    assert (response.status_code, words in page) == (410, True)
    assert "manager@riverside.example" in page
    assert "What did you achieve" not in page
    saved = client.post(
        f"{collecting.link}save/", typed(collecting, "Words"), HTTP_ACCEPT="application/json"
    )
    assert (saved.status_code, saved.json()) == (410, {"error": "This link no longer works."})
    assert Draft.objects.count() == 0


def test_a_link_runs_out_after_the_approval(collecting, client, today):
    report = collecting.report
    report.status, report.approved_on = "approved", today - datetime.timedelta(days=7)
    report.save()
    page = body(client.get(collecting.link))
    assert "The report is approved" in page
    assert "<textarea" not in page
    report.approved_on = today - datetime.timedelta(days=29)
    report.save()
    response = client.get(collecting.link)
    assert (response.status_code, "its links have run out" in body(response)) == (410, True)


def test_guessing_links_and_flooding_are_slowed_down(collecting, client, monkeypatch):
    monkeypatch.setattr(desk, "WRONG_LINKS", 2)
    assert [client.get(f"/contribution/guess-{n}/").status_code for n in range(4)] == [
        404,
        404,
        429,
        429,
    ]
    assert client.get(collecting.link).status_code == 200
    monkeypatch.setattr(desk, "REQUESTS_A_MINUTE", 2)
    assert client.get(collecting.link).status_code == 200
    assert client.get(collecting.link).status_code == 429
    saved = client.post(f"{collecting.link}save/", HTTP_ACCEPT="application/json")
    assert (saved.status_code, saved.json()) == (429, {"error": "Too much at once."})
    assert client.get(collecting.other_link).status_code == 200


@pytest.mark.django_db
def test_what_is_counted_is_counted_by_its_own_name(monkeypatch):
    monkeypatch.setattr(limits, "_window", lambda seconds: 1_000 // seconds)
    assert [limits.within("a", most=2, seconds=60) for _ in range(3)] == [True, True, False]
    assert limits.within("b", most=2, seconds=60)
    monkeypatch.setattr(limits, "_window", lambda seconds: 1_060 // seconds)
    assert limits.within("a", most=2, seconds=60)


def test_opening_is_noted_once_and_only_for_who_writes(collecting, cast, client, sign_in):
    def status():
        return Contribution.objects.get(pk=collecting.part.pk).status

    client.head(collecting.link)
    manager = Client()
    manager.force_login(cast.manager)
    manager.get(f"{BASE}{collecting.part.pk}/write/")
    assert status() == "asked"
    client.get(collecting.link)
    client.get(collecting.link)
    assert status() == "opened"
    event = AuditEvent.objects.about(collecting.part).get()
    assert (event.verb, event.by_name, event.by_id) == (
        "opened",
        "Safeguarding Lead (Riverside Police)",
        None,
    )


def test_writing_and_handing_in_without_scripts(collecting, client):
    response = client.post(collecting.link, typed(collecting, "We trained 40.") | {"save": "1"})
    assert response["Location"] == f"{collecting.link}?told=saved"
    page = body(client.get(response["Location"]))
    assert "You can close this page" in page
    assert ">We trained 40.</textarea>" in page
    check = client.post(
        collecting.link, typed(collecting, "We trained 40.", "x " * 21, seen=1) | {"hand_in": "1"}
    )
    assert check.status_code == 409  # the second question was not there at version 1
    check = client.post(
        collecting.link,
        {"text-" + collecting.keys()[1]: "x " * 21, "seen-" + collecting.keys()[1]: 0}
        | {"hand_in": "1"},
    )
    assert check["Location"] == f"{collecting.link}hand-in/"
    marks = [row["marks"] for row in client.get(check["Location"]).context["rows"]]
    assert marks == [[], ["1 word over the limit of 20"]]
    done = client.post(check["Location"])
    assert done["Location"] == f"{collecting.link}?told=handed-in"
    page = body(client.get(done["Location"]))
    assert ("Take it back to change it" in page, "<textarea" in page) == (True, False)
    client.post(f"{collecting.link}take-back/")
    assert "<textarea" in body(client.get(collecting.link))


def test_two_at_once_without_scripts_see_both_texts(collecting, client):
    client.post(collecting.link, typed(collecting, "Theirs"))
    clash = client.post(collecting.link, typed(collecting, "Mine"))
    page = body(clash)
    assert clash.status_code == 409
    assert "Safeguarding Lead (Riverside Police) was here first" in page
    assert (">Theirs</td>" in page, ">Mine</textarea>" in page) == (True, True)
    key = collecting.keys()[0]
    assert f'name="seen-{key}" value="1"' in page
    assert Draft.objects.get().text == "Theirs"
    client.post(collecting.link, typed(collecting, "Mine", seen=1))
    assert Draft.objects.get().text == "Mine"


def test_words_that_come_too_late_are_shown_to_be_copied(collecting, client):
    client.post(collecting.link, typed(collecting, "Words"))
    client.post(f"{collecting.link}hand-in/")
    late = client.post(collecting.link, typed(collecting, "Words, and more", seen=1))
    page = body(late)
    assert (late.status_code, "Take it back to change it." in page) == (409, True)
    assert "readonly>Words, and more</textarea>" in page
    assert Draft.objects.get().text == "Words"


def test_a_text_that_is_too_long_stays_in_its_field(collecting, client, settings):
    settings.MAX_TEXT_LENGTH = 1_000
    response = client.post(collecting.link, typed(collecting, "y" * 1_001))
    page = body(response)
    assert response.status_code == 422
    assert f'href="#text-{collecting.keys()[0]}"' in page
    assert "y" * 1_001 + "</textarea>" in page


def test_what_the_browser_saves_answers_in_json(collecting, client):
    first, second = collecting.keys()
    save = f"{collecting.link}save/"
    answer = client.post(save, typed(collecting, "Words")).json()
    assert (answer["versions"], answer["conflicts"]) == ({first: 1}, {})
    assert datetime.datetime.strptime(answer["saved"], "%H:%M")
    clash = client.post(save, typed(collecting, "Mine", "Also mine")).json()
    assert clash["versions"] == {second: 1}
    assert {key: clash["conflicts"][first][key] for key in ("text", "version", "by")} == {
        "text": "Words",
        "version": 1,
        "by": "Safeguarding Lead (Riverside Police)",
    }
    client.post(f"{collecting.link}hand-in/")
    late = client.post(save, typed(collecting, "More", seen=1))
    assert (late.status_code, late.json()) == (
        409,
        {"error": "This was handed in. Take it back to change it.", "field": ""},
    )


@pytest.mark.parametrize("seen", ["", "-1", "one", "9" * 30])
def test_a_version_that_is_none_counts_as_the_first(collecting, client, seen):
    first, _ = collecting.keys()
    client.post(collecting.link, {f"text-{first}": "Words", f"seen-{first}": seen})
    assert Draft.objects.get().version == 1


def test_earlier_states_are_listed_and_brought_back(collecting, client):
    client.post(collecting.link, typed(collecting, "The good text, rather long"))
    client.post(collecting.link, typed(collecting, "A slip", seen=1))
    draft = Draft.objects.get()
    states = f"{collecting.link}earlier/{draft.pk}/"
    assert states in body(client.get(collecting.link))
    assert [
        (row["number"], row["text"], row["now"]) for row in client.get(states).context["rows"]
    ] == [
        (2, "A slip", True),
        (1, "The good text, rather long", False),
    ]
    assert client.post(states, {"number": "7"})["Location"] == states
    client.post(states, {"number": "1"})
    draft.refresh_from_db()
    assert draft.text == "The good text, rather long"
    assert client.get(f"{collecting.link}earlier/999/")["Location"] == collecting.link


def test_nothing_to_report_is_said_with_a_reason(collecting, client):
    decline = f"{collecting.link}nothing/"
    assert client.get(decline).status_code == 200
    assert client.post(decline, {"said": " "}).status_code == 422
    client.post(decline, {"said": "Our contract ended."})
    assert "Our contract ended." in body(client.get(collecting.link))
    again = client.post(decline, {"said": "Still"})
    assert (again.status_code, "nothing to report" in body(again)) == (422, True)


def test_the_form_can_be_changed_and_what_was_written_stays(collecting, client):
    client.post(collecting.link, typed(collecting, "An answer"))
    for form, field in (("narrative", "text-narrative"), ("link", "text-link_address")):
        client.post(f"{collecting.link}form/", {"form": form})
        page = body(client.get(collecting.link))
        assert (f'name="{field}"' in page, "An answer" in page) == (True, False)
    client.post(f"{collecting.link}form/", {"form": "template"})
    assert ">An answer</textarea>" in body(client.get(collecting.link))
    assert client.post(f"{collecting.link}form/", {"form": "poem"}).status_code == 422


def test_what_is_written_is_escaped(collecting, client, cast, manager):
    evil = "<script>alert(1)</script>\n- </textarea><b>"
    client.post(collecting.link, typed(collecting, evil))
    for page in (
        client.get(collecting.link),
        client.get(f"{collecting.link}hand-in/"),
        manager.get(f"{BASE}{collecting.part.pk}/read/"),
        manager.get(BASE),
    ):
        assert "<script>alert" not in body(page)
        assert "</textarea><b>" not in body(page)


@pytest.mark.parametrize("rows", [1, 12])
def test_the_desk_needs_the_same_queries_at_any_size(
    collecting, cast, client, django_assert_num_queries, rows
):
    client.get(collecting.link)
    for _ in range(rows):
        question = made.QuestionFactory(report=collecting.report)
        made.DraftFactory(contribution=collecting.part, question=question)
        made.AttachmentFactory(contribution=collecting.part)
        made.AskedFactory(report=collecting.report)
        action = make.ActionFactory(outcome=cast.outcome)
        make.LeadFactory(action=action, agency=cast.agency)
        make.report_on(action, on="2026-10-01")
    with django_assert_num_queries(14):
        assert client.get(collecting.link).status_code == 200


# From inside the board


def test_a_contributor_writes_their_agencys_part_from_inside(collecting, cast, sign_in):
    client = sign_in(cast.contributor)
    report = body(client.get("/riverside/reports/annual/"))
    where = f"{BASE}{collecting.part.pk}/write/"
    assert where in report
    assert str(collecting.other.pk) + "/write/" not in report
    client.post(where, typed(collecting, "From inside"))
    draft = Draft.objects.get()
    assert (draft.text, draft.by_name) == ("From inside", "Contributor")
    event = AuditEvent.objects.about(collecting.part).first()
    assert (event.verb, event.by_id) == ("wrote", cast.contributor.pk)


@pytest.mark.parametrize(
    ("role", "status"),
    [("contributor", 403), ("chair", 403), ("executive", 403), ("viewer", 403), ("outsider", 404)],
)
def test_nobody_else_comes_to_a_part_from_inside(collecting, cast, sign_in, role, status):
    client = sign_in(getattr(cast, role))
    where = f"{BASE}{collecting.other.pk}/write/"
    assert (client.get(where).status_code, client.post(where).status_code) == (status, status)


def test_a_chair_with_the_agency_reads_why_not(collecting, cast, sign_in):
    membership = cast.membership(cast.chair)
    membership.agency = cast.agency
    membership.save()
    response = sign_in(cast.chair).get(f"{BASE}{collecting.part.pk}/write/")
    assert response.status_code == 403
    assert "is written by Riverside Police" in body(response)


def test_the_manager_writes_for_an_agency_that_sent_an_email(collecting, manager, cast):
    where = f"{BASE}{collecting.part.pk}/write/"
    manager.post(where, typed(collecting, "Sent by e-mail"))
    manager.post(f"{where}hand-in/")
    part = Contribution.objects.get(pk=collecting.part.pk)
    assert (part.status, part.handed_in_by) == ("handed_in", "Manager")


def test_what_was_entered_by_hand_has_no_desk(collecting, manager):
    by_hand = made.ContributionFactory(report=collecting.report)
    for page in ("write", "read", "link", "contact"):
        assert manager.get(f"{BASE}{by_hand.pk}/{page}/").status_code == 404
    line = next(
        line for line in manager.get(BASE).context["rows"] if line["row"].contribution == by_hand
    )
    assert (line["row"].state, line["href"]) == ("by_hand", f"{BASE}{by_hand.pk}/")


def test_what_an_agency_wrote_is_not_changed_in_the_form_by_hand(collecting, manager):
    where = f"{BASE}{collecting.part.pk}/"
    assert list(manager.get(where).context["form"].fields) == ["title", "agency", "number", "seen"]


# The manager


def test_collecting_begins_and_agencies_are_asked(
    cast, manager, today, django_capture_on_commit_callbacks
):
    made.ReportFactory(board=cast.board, plan=cast.plan, slug="annual")
    health = make.AgencyFactory(board=cast.board, name="Riverside Health")
    make.AgencyFactory(board=cast.board, name="Gone", left_on=today)
    assert "Collecting has not begun" in body(manager.get(BASE))
    assert manager.get(f"{BASE}ask/")["Location"] == f"{BASE}begin/"
    assert manager.get(f"{BASE}asking/")["Location"] == f"{BASE}begin/"
    form = manager.get(f"{BASE}begin/").context["form"]
    assert (form["asks_name"].value(), form["asks_email"].value()) == (
        "Manager",
        "manager@riverside.example",
    )
    begun = {"due": "2027-01-15", "asks_name": "Manager", "asks_email": "m@riverside.example"}
    assert manager.post(f"{BASE}begin/", begun | {"due": ""}).status_code == 422
    assert manager.post(f"{BASE}begin/", begun)["Location"] == f"{BASE}ask/"
    assert Question.objects.count() == 5
    page = manager.get(f"{BASE}ask/").context["form"]
    assert [
        (agency.name, ask.value(), name.value(), email.value())
        for agency, ask, name, email in page.rows
    ] == [
        ("Riverside Health", False, "", ""),
        ("Riverside Police", True, "Contributor", "contributor@riverside.example"),
    ]
    nobody = manager.post(f"{BASE}ask/", {f"ask-{health.pk}": "on"})
    assert nobody.status_code == 422
    assert "Enter the e-mail address of who writes for Riverside Health" in body(nobody)
    with django_capture_on_commit_callbacks(execute=True):
        manager.post(
            f"{BASE}ask/",
            {f"ask-{health.pk}": "on", f"email-{health.pk}": "nurse@health.example"},
        )
    assert [message.to for message in mail.outbox] == [["nurse@health.example"]]
    states = {line["row"].name: line["row"].state for line in manager.get(BASE).context["rows"]}
    assert states == {"Riverside Health": "asked", "Riverside Police": "not_asked"}
    manager.post(f"{BASE}asking/", begun | {"due": "2027-02-01"})
    assert Collection.objects.get().due == datetime.date(2027, 2, 1)


def test_last_years_contact_is_suggested(collecting, cast, manager):
    later = made.ReportFactory(
        board=cast.board,
        slug="later",
        start=datetime.date(2027, 4, 1),
        end=datetime.date(2028, 3, 31),
    )
    made.CollectionFactory(report=later)
    form = manager.get("/riverside/reports/later/contributions/ask/").context["form"]
    assert {agency.name: email.value() for agency, _, _, email in form.rows} == {
        "Riverside Police": "di@police.example",
        "Riverside Health": "nurse@health.example",
    }


def test_reading_returning_and_accepting(collecting, manager, client):
    Client().post(collecting.link, typed(collecting, "No number here"))
    Client().post(f"{collecting.link}hand-in/")
    read, step = (f"{BASE}{collecting.part.pk}/{page}/" for page in ("read", "step"))
    marks = [each["marks"] for each in manager.get(read).context["texts"]]
    assert marks == [["No figures found"], ["Not answered"]]
    for values, words in (
        ({"step": "return"}, "Say what should be changed"),
        ({"step": "return", "said": "x" * 5_001}, "5,000 characters or fewer"),
        ({"step": "decline"}, "Choose what to do"),
        ({}, "Choose what to do"),
    ):
        refused = manager.post(step, values)
        assert (refused.status_code, words in body(refused)) == (422, True)
    assert manager.post(step, {"step": "return", "said": "Add a figure."})["Location"] == read
    assert "Add a figure." in body(client.get(collecting.link))
    Client().post(f"{collecting.link}hand-in/")
    manager.post(step, {"step": "accept"})
    part = Contribution.objects.get(pk=collecting.part.pk)
    assert (part.status, part.comment) == ("accepted", "Add a figure.")
    page = body(manager.get(read))
    assert ("Accept it" in page, "Why is it opened again?" in page) == (False, True)


def test_the_manager_reminds_renews_and_withdraws(
    collecting, cast, manager, monkeypatch, django_capture_on_commit_callbacks
):
    own = f"{BASE}{collecting.part.pk}/"
    with django_capture_on_commit_callbacks(execute=True):
        manager.post(f"{own}remind/")
    assert "had an e-mail today already" in body(manager.post(f"{own}remind/", follow=True))
    monkeypatch.setattr("boardplan.clock.today", lambda: datetime.date(2026, 12, 24))
    late = manager.get(BASE).context["overview"]
    assert (late.late, late.to_remind) == (2, 2)
    with django_capture_on_commit_callbacks(execute=True):
        manager.post(f"{BASE}remind/")
    page = body(manager.get(BASE))
    assert "All of them have had an e-mail today" in page
    assert "Nobody is late who has not had an e-mail today" in body(
        manager.post(f"{BASE}remind/", follow=True)
    )
    assert len(mail.outbox) == 3
    shown = manager.post(f"{own}link/", {"how": "show"})
    address = shown.context["link"]
    assert Client().get(collecting.link).status_code == 410
    assert (
        Client().get(f"/contribution/{address.rstrip('/').rpartition('/')[2]}/").status_code == 200
    )
    assert address not in body(manager.get(f"{own}link/"))
    with django_capture_on_commit_callbacks(execute=True):
        manager.post(f"{own}link/", {"how": "send"})
    assert mail.outbox[-1].to == ["di@police.example"]
    manager.post(f"{own}link/", {"how": "withdraw"})
    assert collecting.part.links.good().count() == 0


def test_a_later_day_for_one(collecting, manager):
    own = f"{BASE}{collecting.part.pk}/"
    values = {"contact_name": "LADO", "contact_email": "lado@police.example", "due": "2027-03-01"}
    assert manager.post(f"{own}contact/", values)["Location"] == f"{own}read/"
    dues = {line["row"].name: line["row"].due for line in manager.get(BASE).context["rows"]}
    assert dues == {
        "Riverside Police": datetime.date(2027, 3, 1),
        "Riverside Health": datetime.date(2026, 11, 30),
    }


@pytest.mark.parametrize("rows", [1, 12])
def test_the_overview_needs_the_same_queries_at_any_size(
    collecting, cast, manager, django_assert_num_queries, rows
):
    for _ in range(rows):
        part = made.AskedFactory(report=collecting.report)
        for question in collecting.questions:
            made.DraftFactory(contribution=part, question=question)
        made.ContributionFactory(report=collecting.report)
        make.AgencyFactory(board=cast.board)
    with django_assert_num_queries(8):
        assert manager.get(BASE).status_code == 200


def test_words_are_counted_in_the_form_that_was_chosen(collecting, manager):
    made.DraftFactory(
        contribution=collecting.part, question=collecting.questions[0], text="one two\n- three"
    )
    made.DraftFactory(contribution=collecting.part, part="authors", text="Detective Inspector")
    made.DraftFactory(contribution=collecting.part, part="narrative", text="Another form")
    made.ContributionFactory(
        report=collecting.report,
        title="By hand",
        answers=[
            {
                "prompt": "A long prompt",
                "blocks": [{"kind": "bullet", "text": "four words are here"}],
            }
        ],
    )
    words = {line["row"].name: line["row"].words for line in manager.get(BASE).context["rows"]}
    assert words == {"Riverside Police": 3, "Riverside Health": 0, "By hand": 4}


def test_a_report_without_questions_leads_to_the_boards(cast, manager):
    made.ReportFactory(board=cast.board, slug="new")
    page = manager.get("/riverside/reports/new/contributions/questions/").content.decode()
    assert 'href="/riverside/settings/questions/"' in page
    made.CollectionFactory(report=AnnualReport.objects.get(slug="new"))
    ask = manager.get("/riverside/reports/new/contributions/ask/").content.decode()
    assert 'href="/riverside/reports/new/contributions/questions/"' in ask
    assert "That day has passed" not in ask
    Collection.objects.update(due="2020-01-01")
    late = manager.get("/riverside/reports/new/contributions/ask/").content.decode()
    assert 'href="/riverside/reports/new/contributions/asking/">Change the day first' in late
    (question, *_) = STANDARD
    assert question.prompt in manager.get("/riverside/settings/questions/").content.decode()


def test_questions_are_changed_under_settings_and_in_the_report(collecting, cast, manager):
    settings, own = "/riverside/settings/questions/", f"{BASE}questions/"
    assert "Make them the board’s own" in body(manager.get(settings))
    manager.post(settings)
    first = Question.objects.template_of(cast.board).first()
    wrong = manager.post(f"{settings}{first.pk}/", {"prompt": "What in 2017?"})
    assert (wrong.status_code, "instead of 2017" in body(wrong)) == (422, True)
    manager.post(f"{settings}{first.pk}/", {"prompt": "What in {year}?", "word_limit": "100"})
    manager.post(f"{settings}{first.pk}/step/", {"step": "down"})
    manager.post(f"{settings}new/", {"prompt": "Anything else?"})
    prompts = [row["prompt"] for row in manager.get(settings).context["rows"]]
    assert (prompts[1], prompts[-1], len(prompts)) == ("What in {year}?", "Anything else?", 6)

    assert [row["prompt"] for row in manager.get(own).context["rows"]] == [
        "What did you achieve in 2026-27?",
        "What comes in 2027-28?",
    ]
    last = collecting.questions[1]
    manager.post(f"{own}{last.pk}/step/", {"step": "remove"})
    manager.post(f"{own}new/", {"prompt": "And in {next_year}?"})
    assert [row.prompt for row in collecting.report.questions.all()] == [
        "What did you achieve in {year}?",
        "And in {next_year}?",
    ]
    assert (
        manager.get(f"{own}{first.pk}/").status_code == 404
    )  # it is the board's, not the report's
    made.DraftFactory(contribution=collecting.part, question=collecting.questions[0])
    page = body(manager.get(own))
    assert ("stay as they are" in page, "Take out" in page) == (True, False)
    kept = manager.post(f"{own}{collecting.questions[0].pk}/step/", {"step": "up"}, follow=True)
    assert "Somebody has answered already" in body(kept)


def test_an_approved_report_shows_its_contributions_and_takes_nothing(collecting, manager, today):
    report = collecting.report
    report.status, report.approved_on = "approved", today
    report.save()
    page = body(manager.get(BASE))
    assert ("was approved on 20 November 2026" in page, "Ask agencies" in page) == (True, False)
    own = f"{BASE}{collecting.part.pk}/"
    assert manager.get(f"{own}read/").status_code == 200
    found = {
        path: manager.post(path, {"step": "accept"}).status_code
        for path in (f"{own}step/", f"{own}remind/", f"{own}link/", f"{BASE}remind/", f"{BASE}ask/")
    }
    assert found == dict.fromkeys(found, 403)
    assert json.loads(Client().post(f"{collecting.link}save/", typed(collecting, "Late")).content)[
        "error"
    ].endswith("Open it again to change it.")
