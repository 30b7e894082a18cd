"""What everybody may read, below `/published/`. No address holds the number of a row."""

from django.urls import path, register_converter

from .views import published


class Kind:
    regex = "reports|plans"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class Form:
    regex = "pdf|docx|json"
    to_python = Kind.to_python
    to_url = Kind.to_url


class Digest:
    regex = "[0-9a-f]{64}"
    to_python = Kind.to_python
    to_url = Kind.to_url


class SentForm:
    regex = "pdf|docx"
    to_python = Kind.to_python
    to_url = Kind.to_url


register_converter(Digest, "sha256")
register_converter(SentForm, "sent_form")
register_converter(Kind, "paper_kind")
register_converter(Form, "file_form")

_PAPER = "<slug:board>/<paper_kind:kind>/<slug:paper>"
_EDITION = f"{_PAPER}/edition-<int:number>"
_SENT = "files/<sha256:digest>.<sent_form:form>"

urlpatterns = [
    path("<slug:board>/", published.board, name="published_board"),
    path("<slug:board>/accessibility/", published.accessibility, name="published_accessibility"),
    path("<slug:board>/look.css", published.look, name="published_look"),
    path("<slug:board>/logo", published.logo, name="published_logo"),
    path(f"{_PAPER}/", published.paper, name="published_paper"),
    path(f"{_PAPER}/document.<file_form:form>", published.file, name="published_file"),
    path(f"{_PAPER}/{_SENT}", published.sent_file, name="published_sent"),
    path(f"{_EDITION}/{_SENT}", published.sent_file, name="published_edition_sent"),
    path(f"{_EDITION}/", published.paper, name="published_edition"),
    path(f"{_EDITION}/document.<file_form:form>", published.file, name="published_edition_file"),
    path(f"{_EDITION}/<slug:page>/", published.paper, name="published_edition_page"),
    path(f"{_PAPER}/<slug:page>/", published.paper, name="published_page"),
    # Nothing below this address belongs to the pages of members.
    path("", published.nothing, name="published_nothing"),
    path("<path:rest>", published.nothing, name="published_nothing"),
]
