"""Forms for a report's way to the board and to the public."""

from django import forms
from django.conf import settings

from subgroups.forms.base import PlainForm, date_field
from subgroups.models import Post

from ..models import AnnualReport


def _text(label: str, *, rows: int = 4, **kwargs) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=settings.MAX_TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": rows}),
        **kwargs,
    )


class CirculateForm(PlainForm):
    submit = "Circulate for comment"

    until = date_field("Last day for comments")


class CommentForm(PlainForm):
    submit = "Send this comment"

    section = forms.ModelChoiceField(
        None, required=False, empty_label="The whole report", label="About"
    )
    text = _text(
        "Your comment",
        rows=6,
        help_text="What should change, and why. It cannot be altered once it is sent.",
        error_messages={"required": "Write what should change"},
    )

    def __init__(self, *args, report: AnnualReport, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = report.sections.filter(printed=True)


class AnswerForm(PlainForm):
    submit = "Mark as dealt with"

    answer = _text(
        "What was done about it",
        required=False,
        help_text="Whoever commented can read this. Leave it empty to tick it off alone.",
    )


class _Checked(PlainForm):
    """What an edition needs before it can be kept: who agreed it, what changed, and that its
    personal data was looked at."""

    approved_by = forms.CharField(
        label="Approved by",
        max_length=200,
        help_text="Which meeting, or who. For example, Executive board, meeting of 12 June 2018",
        error_messages={"required": "Say which meeting approved it, or who"},
    )
    checked = forms.BooleanField(
        label="I have checked it for personal data; what is listed above may stay",
        error_messages={"required": "Check it for personal data first, then tick this box"},
    )

    def __init__(self, *args, correction: bool, sent: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if sent:
            self.fields["opened"] = forms.BooleanField(
                label="I have opened every file that agencies sent and looked for personal data",
                error_messages={
                    "required": "Open the files that agencies sent first, then tick this box"
                },
            )
        if correction:
            self.fields["reason"] = _text(
                "What was corrected, and why",
                help_text="Readers of the earlier edition see this.",
                error_messages={"required": "Say what was corrected"},
            )
            self.order_fields(["on", "approved_by", "reason", "checked", "opened"])

    def values(self) -> dict:
        """What the service takes."""
        ticks = {"checked", "opened"}
        return {name: value for name, value in self.cleaned_data.items() if name not in ticks}


class ApproveForm(_Checked):
    submit = "Approve this report"

    on = date_field("Approved by the board on")

    field_order = ["on", "approved_by", "checked"]


class KeepReportForm(_Checked):
    submit = "Keep this report for publication"


class FreezePlanForm(_Checked):
    submit = "Keep this plan for publication"


class WithdrawForm(PlainForm):
    submit = "Withdraw from publication"

    reason = _text(
        "Why it is withdrawn",
        help_text="Its public address will show this, so name nobody.",
        error_messages={"required": "Say why it is withdrawn"},
    )
    earlier_too = forms.BooleanField(label="Withdraw the editions before it too", required=False)


class PublicFaceForm(PlainForm):
    watched = True

    contact = _text(
        "How the public reaches you",
        help_text="Name a post, and its e-mail address, telephone or postal address, a line each. "
        "The accessibility statement shows it: the law asks for it.",
        error_messages={"required": "Say how the public reaches you"},
    )
    introduction = _text(
        "What stands above the list of publications",
        required=False,
        help_text="A blank line begins a paragraph, “- ” an item of a list.",
    )


class ReplaceNameForm(PlainForm):
    """One name found by the check, and the post that is to stand in its place."""

    submit = "Replace"

    where = forms.CharField(max_length=100, widget=forms.HiddenInput)
    name = forms.CharField(max_length=200, widget=forms.HiddenInput)
    post = forms.ModelChoiceField(
        Post.objects.none(),
        label="Replace it by",
        empty_label="Choose a post",
        error_messages={"required": "Choose the post that should stand in its place"},
    )

    def __init__(self, *args, board=None, posts=None, **kwargs):
        """board: whose posts are accepted. posts: what is offered, where they have been read
        already: a page has many of these forms."""
        super().__init__(*args, **kwargs)
        if posts is None:
            self.fields["post"].queryset = Post.objects.of(board).current()
        else:
            choices = [("", "Choose a post"), *((post.pk, post.name) for post in posts)]
            self.fields["post"].widget.choices = choices
