import pytest
from django.core.exceptions import ImproperlyConfigured

from boardplan import env


def test_a_missing_setting_is_named(monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is not set"):
        env.text("SECRET_KEY")


@pytest.mark.parametrize(
    ("value", "meaning"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("", False)]
)
def test_flags_are_read(monkeypatch, value, meaning):
    monkeypatch.setenv("DEBUG", value)
    assert env.flag("DEBUG") is meaning


def test_a_flag_that_is_neither_yes_nor_no_is_refused(monkeypatch):
    monkeypatch.setenv("DEBUG", "perhaps")
    with pytest.raises(ImproperlyConfigured, match="Write 1 for yes or 0 for no"):
        env.flag("DEBUG")


@pytest.mark.parametrize("value", ["many", "-1", "70000"])
def test_numbers_out_of_range_are_refused(monkeypatch, value):
    monkeypatch.setenv("EMAIL_PORT", value)
    with pytest.raises(ImproperlyConfigured, match="whole number, 1 to 65535"):
        env.number("EMAIL_PORT", 587, minimum=1, maximum=65535)


def test_lists_have_commas_between(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "a.example, b.example,")
    assert env.words("ALLOWED_HOSTS") == ["a.example", "b.example"]
