"""`/_gallery/`: every component in every state, for whoever builds pages. Only with DEBUG."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Row, Submit
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.shortcuts import render

from .access import public

CONFLICT = {
    "by": "Designated nurse",
    "when": None,
    "rows": [
        {"label": "Progress", "theirs": "Two courses have run.", "mine": "All three have run."},
        {"label": "Rating", "theirs": "Amber", "mine": "Green"},
    ],
    "changes": [
        {
            "verb": "moved the due date of",
            "by": "Business manager",
            "changes": [
                {"label": "Due date", "before": "31 March", "after": "30 June", "long": False}
            ],
        }
    ],
}


class GalleryForm(forms.Form):
    """One field of each kind."""

    ref = forms.CharField(label="Number", max_length=20, help_text="As in the plan, like 2.7")
    text = forms.CharField(
        label="Progress",
        max_length=400,
        widget=forms.Textarea,
        help_text="What has been done, and what difference it made",
    )
    due = forms.DateField(label="Due date", help_text="For example, 27 3 2026")
    cost = forms.IntegerField(label="Cost in pounds", required=False)
    lead = forms.ChoiceField(
        label="Lead", choices=[("", "Choose a lead"), ("1", "Police"), ("2", "Health")]
    )
    rag = forms.ChoiceField(
        label="Rating",
        choices=[("green", "Green"), ("amber", "Amber"), ("red", "Red")],
        widget=forms.RadioSelect,
        help_text="What is true today, not what is hoped",
    )
    flags = forms.MultipleChoiceField(
        label="Shaped by",
        choices=[("young", "Children and young people"), ("practice", "Practitioners")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    core = forms.BooleanField(label="This is a core task", required=False, help_text="Every year")
    logo = forms.FileField(label="Logo", required=False, help_text="PNG or JPEG")
    secret = forms.CharField(label="Password", widget=forms.PasswordInput)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=3, required=False)

    helper = FormHelper()
    helper.form_action = "#"
    helper.layout = Layout(
        Row("ref", "due", "cost"),
        "text",
        Fieldset("Who and how", "lead", "rag", "flags"),
        "core",
        "logo",
        "secret",
        "version",
        Submit("save", "Save"),
        Submit("draft", "Save as a draft", css_class="govuk-button--secondary"),
    )

    def clean(self):
        if self.is_bound:
            raise forms.ValidationError("Nothing of this is saved: it is only the gallery.")


def forms_of_the_gallery():
    """An empty form and one with every error, with ids that differ."""
    wrong = GalleryForm({"due": "soon", "cost": "much", "rag": "purple"}, auto_id="wrong_%s")
    return {"empty_form": GalleryForm(auto_id="id_%s"), "wrong_form": wrong}


@public
def gallery(request):
    ratings = ["green", "amber", "red", "blue", "grey", "unrated"]
    levels = [constants.SUCCESS, constants.INFO, constants.WARNING, constants.ERROR]
    sentences = [
        "Your update has been saved.",
        "The plan was ratified on 1 April 2026.",
        "Somebody else changed this action while you were writing.",
        "The file could not be read. Save it as PNG or JPEG and try again.",
    ]
    return render(
        request,
        "gallery.html",
        forms_of_the_gallery()
        | {
            "ratings": ratings,
            "examples": [Message(*pair) for pair in zip(levels, sentences, strict=True)],
            "crumbs": [
                {"text": "Riverside", "href": "#riverside"},
                {"text": "Business plan 2026-27", "href": "#plan"},
                {"text": "Action 1.1", "href": ""},
            ],
            "sections": [
                {"text": "People", "href": "#people", "current": True},
                {"text": "Invitations", "href": "#invitations", "current": False},
            ],
            "actions": [
                {"text": "Download as PDF", "href": "#pdf", "primary": False},
                {"text": "Add an action", "href": "#add", "primary": True},
            ],
            "page": Paginator(range(400), 25).page(7),
            "problems": [
                {"text": "Enter a reason for the red rating", "target": "wrong_text"},
                {"text": "This action has moved on", "target": None},
            ],
            "conflict": CONFLICT,
            "story": "Two of three courses have run.\nThe third waits for a room.",
            "rows": [
                {"ref": f"1.{n}", "rag": rag, "due": f"{n + 2} March 2027"}
                for n, rag in enumerate(ratings, 1)
            ],
        },
    )
