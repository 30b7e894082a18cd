"""Choosing another password, in the words in which one was chosen at first."""

from allauth.account.forms import ChangePasswordForm, ResetPasswordKeyForm

ADVICE = "At least 12 characters. Three words that only you would put together are good."


class _InOurWords:
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        labels = {
            "oldpassword": "The password you have now",
            "password1": "New password",
            "password2": "New password again",
        }
        errors = {
            "oldpassword": "Enter the password you have now",
            "password1": "Enter a new password",
            "password2": "Enter the new password again",
        }
        for name, field in self.fields.items():
            field.label = labels[name]
            field.error_messages["required"] = errors[name]
        self.fields["password1"].help_text = ADVICE


class ChooseAfterReset(_InOurWords, ResetPasswordKeyForm):
    pass


class ChangePassword(_InOurWords, ChangePasswordForm):
    pass
