from django.urls import include, path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .desk import link_view, part_view
from .views import (
    approving,
    comments,
    contributions_overview,
    contributions_questions,
    contributions_reading,
    contributions_writing,
    entries,
    glossary,
    money,
    papers,
    pictures,
    publication,
    readiness,
    reading,
    reports,
    sections,
    sent,
)

_REPORT = "<slug:board>/reports/<slug:report>"
_SENT = "files/<sha256:digest>.<sent_form:form>"  # the converters of published_urls
_PLAN = "<slug:board>/plans/<slug:plan>"
_FORM = require_http_methods(["GET", "HEAD", "POST"])
_QUESTIONS = "<slug:board>/settings/questions"


def _desk(door, prefix: str) -> list:
    """The pages at which a contribution is written, behind one of the doors of desk.py."""
    return [
        path(route, methods(door(getattr(contributions_writing, name))), name=f"{prefix}_{name}")
        for route, name, methods in (
            ("", "write", _FORM),
            ("save/", "save", require_POST),
            ("hand-in/", "hand_in", _FORM),
            ("take-back/", "take_back", require_POST),
            ("nothing/", "decline", _FORM),
            ("form/", "choose_form", _FORM),
            ("earlier/<int:draft>/", "earlier", _FORM),
            ("files/<int:pk>", "file", require_safe),
            ("files/<int:pk>/remove/", "file_remove", _FORM),
        )
    ]


def _both(base: str, kind: str) -> list:
    """What a report and a plan have in common: reading, editions, publication."""
    edition = f"{base}/editions/<int:number>"
    return [
        path(f"{base}/read/", reading.read, name=f"{kind}_read"),
        path(f"{base}/read/<slug:page>/", reading.read, name=f"{kind}_read_page"),
        path(f"{base}/editions/", publication.publication, name=f"{kind}_publication"),
        path(f"{edition}/publish/", publication.publish, name=f"{kind}_publish"),
        path(f"{edition}/withdraw/", publication.withdraw, name=f"{kind}_withdraw"),
        path(f"{edition}/file.<slug:form>", papers.edition_file, name=f"{kind}_edition_file"),
        path(f"{edition}/read/", reading.edition, name=f"{kind}_edition"),
        path(f"{edition}/read/<slug:page>/", reading.edition, name=f"{kind}_edition_page"),
    ]


urlpatterns = [
    path("contribution/<str:token>/", include(_desk(link_view, "link"))),
    path(f"{_PLAN}/business-plan.pdf", papers.plan_pdf, name="plan_pdf"),
    path("<slug:board>/reports/", reports.reports, name="reports"),
    path("<slug:board>/reports/new/", reports.report_new, name="report_new"),
    path(f"{_REPORT}/", reports.report, name="report"),
    path(f"{_REPORT}/annual-report.pdf", papers.report_pdf, name="report_pdf"),
    path(f"{_REPORT}/annual-report.docx", papers.report_word, name="report_word"),
    *_both(_REPORT, "report"),
    path(f"{_REPORT}/read/{_SENT}", sent.read_sent, name="report_read_sent"),
    path(
        f"{_REPORT}/editions/<int:number>/read/{_SENT}",
        sent.edition_sent,
        name="report_edition_sent",
    ),
    *_both(_PLAN, "plan"),
    path(f"{_PLAN}/editions/new/", approving.plan_freeze, name="plan_freeze"),
    path("<slug:board>/publications/", publication.public_face, name="public_face"),
    path(f"{_REPORT}/edit/", reports.report_edit, name="report_edit"),
    path(f"{_REPORT}/circulate/", approving.report_circulate, name="report_circulate"),
    path(f"{_REPORT}/take-back/", approving.report_take_back, name="report_take_back"),
    path(f"{_REPORT}/approve/", approving.report_approve, name="report_approve"),
    path(f"{_REPORT}/keep/", approving.report_keep, name="report_keep"),
    path(f"{_REPORT}/replace-name/", approving.report_replace_name, name="report_replace_name"),
    path(f"{_REPORT}/reopen/", approving.report_reopen, name="report_reopen"),
    path(f"{_REPORT}/comments/", comments.report_comments, name="report_comments"),
    path(f"{_REPORT}/comments/new/", comments.report_comment, name="report_comment"),
    path(
        f"{_REPORT}/comments/<int:pk>/",
        comments.report_comment_answer,
        name="report_comment_answer",
    ),
    path(f"{_REPORT}/glossary/", glossary.report_glossary, name="report_glossary"),
    path(f"{_REPORT}/money/", money.report_money, name="report_money"),
    path(f"{_REPORT}/money/lines.xlsx", money.money_file, name="money_file"),
    path(f"{_REPORT}/money/file/", money.money_upload, name="money_upload"),
    path(f"{_REPORT}/ready/", readiness.report_readiness, name="report_readiness"),
    path(f"{_REPORT}/totals/", entries.report_totals, name="report_totals"),
    path(f"{_REPORT}/sections/new/", sections.section_new, name="section_new"),
    path(f"{_REPORT}/sections/usual/", sections.sections_usual, name="sections_usual"),
    path(f"{_REPORT}/sections/<int:pk>/", sections.section_edit, name="section_edit"),
    path(f"{_REPORT}/sections/<int:pk>/move/", sections.section_move, name="section_move"),
    path(f"{_REPORT}/sections/<int:pk>/print/", sections.section_print, name="section_print"),
    path(f"{_REPORT}/sections/<int:pk>/remove/", sections.section_remove, name="section_remove"),
    path(f"{_REPORT}/pictures/", pictures.report_pictures, name="report_pictures"),
    path(f"{_REPORT}/pictures/<int:pk>/", pictures.report_picture, name="report_picture"),
    path(
        f"{_REPORT}/pictures/<int:pk>/remove/",
        pictures.report_picture_remove,
        name="report_picture_remove",
    ),
    path(
        f"{_REPORT}/pictures/<int:pk>/file",
        pictures.report_picture_file,
        name="report_picture_file",
    ),
    # Collecting what agencies contribute
    path(
        f"{_REPORT}/contributions/",
        include(
            [
                path("", contributions_overview.contributions, name="contributions"),
                path("begin/", contributions_overview.collecting_begin, name="collecting_begin"),
                path("asking/", contributions_overview.collecting_change, name="collecting_change"),
                path("ask/", contributions_overview.contributions_ask, name="contributions_ask"),
                path(
                    "remind/",
                    contributions_overview.contributions_remind,
                    name="contributions_remind",
                ),
                path("send/", contributions_overview.contributions_send, name="contributions_send"),
                path(
                    "questions/",
                    contributions_questions.report_questions,
                    name="report_questions",
                ),
                path(
                    "questions/new/",
                    contributions_questions.question_new,
                    name="report_question_new",
                ),
                path(
                    "questions/<int:pk>/",
                    contributions_questions.question_edit,
                    name="report_question_edit",
                ),
                path(
                    "questions/<int:pk>/step/",
                    contributions_questions.question_step,
                    name="report_question_step",
                ),
                path(
                    "<int:pk>/read/",
                    contributions_reading.contribution_read,
                    name="contribution_read",
                ),
                path(
                    "<int:pk>/step/",
                    contributions_reading.contribution_step,
                    name="contribution_step",
                ),
                path(
                    "<int:pk>/remind/",
                    contributions_reading.contribution_remind,
                    name="contribution_remind",
                ),
                path(
                    "<int:pk>/contact/",
                    contributions_reading.contribution_contact,
                    name="contribution_contact",
                ),
                path(
                    "<int:pk>/link/",
                    contributions_reading.contribution_link,
                    name="contribution_link",
                ),
                path("<int:contribution>/write/", include(_desk(part_view, "part"))),
            ]
        ),
    ),
    path(f"{_QUESTIONS}/", contributions_questions.board_questions, name="board_questions"),
    path(f"{_QUESTIONS}/new/", contributions_questions.question_new, name="board_question_new"),
    path(
        f"{_QUESTIONS}/<int:pk>/",
        contributions_questions.question_edit,
        name="board_question_edit",
    ),
    path(
        f"{_QUESTIONS}/<int:pk>/step/",
        contributions_questions.question_step,
        name="board_question_step",
    ),
    # `part` is a key of views.entries.PARTS
    path(f"{_REPORT}/<slug:part>/new/", entries.entry_new, name="entry_new"),
    path(f"{_REPORT}/<slug:part>/<int:pk>/", entries.entry_edit, name="entry_edit"),
    path(f"{_REPORT}/<slug:part>/<int:pk>/remove/", entries.entry_remove, name="entry_remove"),
]
