"""What a board chooses for itself."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from PIL import Image

from boardplan.audit import AuditEvent
from boardplan.errors import RuleBroken
from subgroups.colours import contrast_with_white
from subgroups.models import Board, Invitation
from subgroups.services import boards
from subgroups.services.invitations import digest

SECRET = b"taken at 51.45,-0.19"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def picture(kind="PNG", size=(60, 30), name="logo.png", **options):
    held = io.BytesIO()
    Image.new("RGB", size, "#1d4f91").save(held, kind, **options)
    return SimpleUploadedFile(name, held.getvalue())


def test_the_manager_changes_names_year_and_second_step(cast, sign_in):
    response = sign_in(cast.manager).post(
        "/riverside/settings/",
        {
            "name": "Riverside Partnership",
            "short_name": "RP",
            "year_start_month": "9",
            "stale_after_days": "90",
            "second_step_roles": ["chair"],
        },
    )
    assert response["Location"] == "/riverside/settings/"
    board = Board.objects.get(pk=cast.board.pk)
    assert (board.name, board.short_name, board.year_start_month, board.stale_after_days) == (
        "Riverside Partnership",
        "RP",
        9,
        90,
    )
    assert board.second_step_roles == ["chair"]
    (event,) = AuditEvent.objects.of(board)
    assert event.changes["year_start_month"] == [4, 9]


@pytest.mark.parametrize("role", ["chair", "contributor", "executive", "viewer"])
def test_nobody_else_sees_settings(cast, sign_in, role):
    client = sign_in(getattr(cast, role))
    for part in ("", "look/", "words/", "ratings/"):
        assert client.get(f"/riverside/settings/{part}").status_code == 403


# Ratios by the WCAG formula: black 21, white 1, #767676 the lightest grey that passes.
@pytest.mark.parametrize(
    ("colour", "ratio"),
    [("#000000", 21), ("#ffffff", 1), ("#767676", 4.54), ("#777777", 4.48), ("#ff0000", 4.0)],
)
def test_contrast_is_measured_as_wcag_says(colour, ratio):
    assert contrast_with_white(colour) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize("colour", ["#777777", "#ffdd00", "red", "#12345", "#1d4f91;}body{"])
def test_a_colour_that_cannot_be_read_is_refused(cast, sign_in, colour):
    response = sign_in(cast.manager).post("/riverside/settings/look/", {"colour": colour})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["colour"]
    assert Board.objects.get(pk=cast.board.pk).colour == "#1d4f91"


def test_the_colour_is_a_stylesheet_for_members_only(cast, sign_in, client):
    boards.change_look(board=cast.board, colour="#7A1F2B", logo_alt="", by=cast.manager)
    response = sign_in(cast.viewer).get("/riverside/colour.css")
    assert response.content == b":root { --board-colour: #7a1f2b; }\n"
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert response["Cache-Control"] == "private, max-age=3600"
    client.force_login(cast.outsider)
    assert client.get("/riverside/colour.css").status_code == 404
    assert client.get("/riverside/logo").status_code == 404


def test_a_logo_is_written_anew_small_and_without_what_it_carried(cast, sign_in):
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    upload = picture("JPEG", (2000, 1000), "logo.jpg", exif=exif)
    assert SECRET in upload.read()
    upload.seek(0)
    client = sign_in(cast.manager)
    response = client.post(
        "/riverside/settings/look/",
        {"colour": "#1d4f91", "logo": upload, "logo_alt": "Riverside"},
    )
    assert response["Location"] == "/riverside/settings/look/"
    served = client.get("/riverside/logo")
    content = b"".join(served.streaming_content)
    assert served["Content-Type"] == "image/jpeg"
    assert SECRET not in content
    assert Image.open(io.BytesIO(content)).size == (800, 400)
    assert 'alt="Riverside"' in client.get("/riverside/settings/look/").content.decode()


def bomb():
    """A PNG of a few kB that says it is 20,000 pixels square."""
    held = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(held, "PNG", compress_level=9)
    return SimpleUploadedFile("logo.png", held.getvalue())


@pytest.mark.parametrize(
    ("upload", "says"),
    [
        (lambda: SimpleUploadedFile("logo.png", b"<svg onload='x'></svg>"), "not a PNG or JPEG"),
        (lambda: SimpleUploadedFile("logo.png", picture().read()[:60]), "not a PNG or JPEG"),
        (lambda: picture("GIF", name="logo.png"), "not a PNG or JPEG"),
        (lambda: SimpleUploadedFile("logo.png", b"x" * 500_001), "larger than 500 kB"),
        (bomb, "pixels|not a PNG or JPEG"),
    ],
)
def test_what_is_no_picture_or_too_large_is_refused(cast, upload, says):
    with pytest.raises(RuleBroken, match=says):
        boards.change_look(
            board=cast.board, colour="#1d4f91", logo=upload(), logo_alt="x", by=cast.manager
        )
    assert Board.objects.get(pk=cast.board.pk).logo.name == ""


def test_a_cut_off_picture_is_refused_after_a_pdf_was_drawn(cast, monkeypatch):
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", True)  # as the renderer leaves it
    with pytest.raises(RuleBroken, match="not a PNG or JPEG"):
        boards.change_look(
            board=cast.board,
            colour="#1d4f91",
            logo=SimpleUploadedFile("logo.png", picture().read()[:60]),
            logo_alt="x",
            by=cast.manager,
        )


def test_a_logo_needs_words(cast, sign_in, settings):
    response = sign_in(cast.manager).post(
        "/riverside/settings/look/", {"colour": "#1d4f91", "logo": picture(), "logo_alt": ""}
    )
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["logo_alt"]
    assert list(settings.MEDIA_ROOT.rglob("*.png")) == []


def test_a_logo_is_replaced_and_taken_away_with_its_file(
    cast, settings, django_capture_on_commit_callbacks
):
    for colour, more in (
        ("#1d4f91", {"logo": picture()}),
        ("#1d4f91", {"logo": picture(size=(20, 20))}),
        ("#1d4f91", {"remove_logo": True}),
    ):
        with django_capture_on_commit_callbacks(execute=True):
            board = boards.change_look(
                board=Board.objects.get(pk=cast.board.pk),
                colour=colour,
                logo_alt="x",
                by=cast.manager,
                **more,
            )
        files = [file.name for file in settings.MEDIA_ROOT.rglob("*.png")]
        assert files == ([board.logo.name.rpartition("/")[2]] if board.logo else [])
    assert (board.logo.name, board.logo_alt) == ("", "")


def test_words_are_kept_where_they_differ(cast, sign_in):
    sign_in(cast.manager).post(
        "/riverside/settings/words/",
        {"priority": "Strategic objective", "outcome": "Outcome", "subgroup": " Sub-committee "},
    )
    board = Board.objects.get(pk=cast.board.pk)
    assert board.words == {"priority": "Strategic objective", "subgroup": "Sub-committee"}
    assert board.words_for("priority") == "Strategic objectives"
    page = sign_in(cast.viewer).get("/riverside/groups/").content.decode()
    assert "Sub-committee" in page


def test_ratings_always_hold_green_amber_red(cast, sign_in):
    data = {
        "green_label": "On track",
        "green_meaning": "In place",
        "amber_label": "Amber",
        "amber_meaning": "Under way",
        "red_label": "Late",
        "red_meaning": "Not done in time",
        "blue_used": "on",
        "grey_label": "ignored",
    }
    sign_in(cast.manager).post("/riverside/settings/ratings/", data)
    assert Board.objects.get(pk=cast.board.pk).rag_scheme == [
        {"rag": "green", "label": "On track", "meaning": "In place"},
        {"rag": "amber", "label": "Amber", "meaning": "Under way"},
        {"rag": "red", "label": "Late", "meaning": "Not done in time"},
        {"rag": "blue", "label": "Blue", "meaning": "Complete and signed off"},
    ]
    response = sign_in(cast.manager).post("/riverside/settings/ratings/", data | {"red_label": ""})
    assert list(response.context["form"].errors) == ["red_label"]
    with pytest.raises(RuleBroken, match="always part"):
        boards.change_ratings(
            board=cast.board,
            scheme=[{"rag": "green", "label": "G", "meaning": "x"}],
            by=cast.manager,
        )
    with pytest.raises(RuleBroken, match="label of its own"):
        boards.change_ratings(
            board=cast.board,
            scheme=[
                {"rag": rag, "label": "Same", "meaning": "x"} for rag in ("green", "amber", "red")
            ],
            by=cast.manager,
        )


def test_create_board_prints_the_link_of_its_first_manager(db, client, capsys):
    call_command(
        "create_board", "--name", "Lakeside Partnership", "--manager-email", "m@lakeside.example"
    )
    said = capsys.readouterr().out.strip().splitlines()
    assert said[0] == "Lakeside Partnership is at /lakeside-partnership/"
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role) == ("m@lakeside.example", "manager")
    token = said[-1].rstrip("/").rpartition("/")[2]
    assert invitation.token_digest == digest(token)
    joined = client.post(
        f"/invitation/{token}/", {"name": "Mo", "password": "three quiet herons"}, follow=False
    )
    assert joined["Location"] == "/lakeside-partnership/"
    assert client.get("/lakeside-partnership/settings/").status_code == 200


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--slug", "account"], "cannot have the address"),
        (["--slug", "riverside"], "already"),
        (["--slug", "no spaces"], "letters, numbers and hyphens"),
    ],
)
def test_create_board_refuses_addresses_that_cannot_be(cast, more, says):
    with pytest.raises(CommandError, match=says):
        call_command("create_board", "--name", "X", "--manager-email", "m@x.example", *more)
    assert Board.objects.count() == 2


def test_create_board_refuses_what_is_no_address(db):
    with pytest.raises(CommandError, match="not an e-mail address"):
        call_command("create_board", "--name", "X", "--manager-email", "nobody")
    assert Board.objects.count() == 0


def test_the_order_of_a_boards_ratings_stays_when_one_is_renamed(cast, sign_in):
    order = ["blue", "green", "amber", "red"]
    cast.board.rag_scheme = [{"rag": rag, "label": rag, "meaning": "x"} for rag in order]
    cast.board.save()
    client = sign_in(cast.manager)
    form = client.get("/riverside/settings/ratings/").context["form"]
    data = {name: value for name, value in form.initial.items() if value}
    client.post("/riverside/settings/ratings/", data | {"green_label": "Done", "grey_used": "on"})
    scheme = Board.objects.get(pk=cast.board.pk).rag_scheme
    assert [level["rag"] for level in scheme] == [*order, "grey"]
    assert scheme[1]["label"] == "Done"


def test_a_text_that_is_too_long_is_told_in_plain_words(cast, sign_in):
    found = sign_in(cast.manager).post("/riverside/groups/new/", {"name": "x" * 1_201})
    (error,) = found.context["form"].errors["name"]
    limit = found.context["form"].fields["name"].max_length
    assert error == f"Shorten this to {limit:,} characters or fewer. It has 1201 now"
