"""The template pack: errors lead to the field that puts them right, descriptions belong to it."""

import re
from html.parser import HTMLParser

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import RequestFactory

from boardplan.gallery import GalleryForm


class Page(HTMLParser):
    """The elements of some HTML: tag and attributes, in order."""

    def __init__(self, html):
        super().__init__()
        self.elements = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def with_id(self, wanted):
        (found,) = [
            attrs | {"tag": tag} for tag, attrs in self.elements if attrs.get("id") == wanted
        ]
        return found

    @property
    def ids(self):
        return [attrs["id"] for _, attrs in self.elements if "id" in attrs]


def crispy(form):
    from django.template import engines

    template = engines["django"].from_string("{% load crispy_forms_tags %}{% crispy form %}")
    return template.render({"form": form}, RequestFactory().get("/"))


@pytest.fixture
def wrong():
    return GalleryForm({"due": "soon", "cost": "much", "rag": "purple"}, auto_id="f_%s")


def test_summary_links_to_every_wrong_field_and_each_target_exists(wrong):
    html = crispy(wrong)
    targets = re.findall(r'<li><a href="#([^"]+)"', html)
    page = Page(html)
    assert targets == ["f_ref", "f_text", "f_due", "f_cost", "f_lead", "f_rag_0", "f_secret"]
    assert [page.with_id(target)["tag"] for target in targets] == [
        "input",
        "textarea",
        "input",
        "input",
        "select",
        "input",
        "input",
    ]


def test_errors_in_the_summary_can_be_told_apart(wrong):
    texts = re.findall(r'<li><a href="#[^"]+">([^<]+)</a>', crispy(wrong))
    assert texts == [
        "Enter number",
        "Enter progress",
        "Enter due date as a date, like 27 3 2026",
        "Enter a whole number.",
        "Choose lead",
        "Select a valid choice. purple is not one of the available choices.",
        "Enter password",
    ]


def test_summary_shows_what_no_field_is_to_blame_for(wrong):
    html = crispy(wrong)
    assert "<li>Nothing of this is saved: it is only the gallery.</li>" in html


def test_controls_are_described_by_their_hint_and_error(wrong):
    page = Page(crispy(wrong))
    assert page.with_id("f_ref")["aria-describedby"] == "f_ref_hint f_ref_error"
    assert page.with_id("f_text")["aria-describedby"] == "f_text_hint f_text-info f_text_error"
    described = [
        part for _, attrs in page.elements for part in attrs.get("aria-describedby", "").split()
    ]
    assert sorted(set(described) - set(page.ids)) == []


def test_error_says_error_to_screen_readers(wrong):
    html = crispy(wrong)
    assert (
        '<p id="f_ref_error" class="govuk-error-message">'
        '<span class="govuk-visually-hidden">Error:</span> Enter number</p>'
    ) in html


def test_groups_have_a_legend_and_one_description(wrong):
    html = crispy(wrong)
    assert (
        html.count('<fieldset class="govuk-fieldset" aria-describedby="f_rag_hint f_rag_error">')
        == 1
    )
    assert (
        '<legend class="govuk-fieldset__legend govuk-fieldset__legend--s">Rating</legend>' in html
    )
    radios = [a for tag, a in Page(html).elements if tag == "input" and a.get("type") == "radio"]
    assert [(a["id"], a["name"], a["value"]) for a in radios] == [
        ("f_rag_0", "rag", "green"),
        ("f_rag_1", "rag", "amber"),
        ("f_rag_2", "rag", "red"),
    ]


def test_check_boxes_are_not_taken_for_radios():
    html = crispy(GalleryForm())
    boxes = [a for tag, a in Page(html).elements if tag == "input" and a.get("name") == "flags"]
    assert [(a["type"], a["class"]) for a in boxes] == [
        ("checkbox", "govuk-checkboxes__input"),
        ("checkbox", "govuk-checkboxes__input"),
    ]
    assert html.count('data-module="govuk-radios"') == 1


def test_numbers_keep_what_could_not_be_read(wrong):
    field = Page(crispy(wrong)).with_id("f_cost")
    assert (field["type"], field["inputmode"], field["value"]) == ("text", "numeric", "much")


def test_form_without_input_has_no_errors_and_unique_ids():
    html = crispy(GalleryForm(auto_id="e_%s"))
    assert "govuk-error" not in html
    ids = Page(html).ids
    assert len(ids) == len(set(ids))


def test_form_keeps_what_was_chosen():
    form = GalleryForm({"rag": "amber", "flags": ["practice"], "core": "on", "text": "<b>so far"})
    html = crispy(form)
    checked = [
        (a["name"], a.get("value"))
        for tag, a in Page(html).elements
        if tag == "input" and "checked" in a
    ]
    assert checked == [("rag", "amber"), ("flags", "practice"), ("core", None)]
    assert "&lt;b&gt;so far" in html


def test_optional_fields_say_so_unless_the_helper_hides_it():
    class Filter(GalleryForm):
        helper = GalleryForm.helper.__class__()

    Filter.helper.hide_optional = True
    assert "Cost in pounds (optional)" in crispy(GalleryForm())
    assert "(optional)" not in crispy(Filter())


def test_formset_summary_names_the_fields_of_each_form():
    class Line(forms.Form):
        amount = forms.IntegerField()

    Lines = forms.formset_factory(Line)
    lines = Lines(
        {
            "form-TOTAL_FORMS": "2",
            "form-INITIAL_FORMS": "0",
            "form-0-amount": "x",
            "form-1-amount": "y",
        }
    )
    lines.is_valid()
    from boardplan.templatetags.govuk_forms import formset_problems

    assert [p["target"] for p in formset_problems(lines)] == [
        "id_form-0-amount",
        "id_form-1-amount",
    ]


def test_error_page_needs_no_context():
    html = render_to_string("500.html")
    assert "<h1" in html
    assert "{%" not in html


def test_words_of_a_board_in_a_hint_or_label_are_never_markup():
    class Form(forms.Form):
        name = forms.CharField(label="<b>Lead</b>", help_text="Needed for <i>red</i>")
        ticked = forms.BooleanField(label="<b>Core</b>", help_text="<i>Yes</i>")
        kind = forms.ChoiceField(
            label="<b>Kind</b>", choices=[("a", "<b>A</b>")], widget=forms.RadioSelect
        )

    tags = {tag for tag, _ in Page(crispy(Form())).elements}
    assert tags & {"b", "i"} == set()
