import pytest
from django.template import engines
from django.template.loader import render_to_string

from tests.strict_templates import UndefinedVariable


def test_an_undefined_variable_fails():
    template = engines["django"].from_string("{{ nobody_passed_this }}")
    template.template.name = "ours.html"
    with pytest.raises(UndefinedVariable, match="nobody_passed_this"):
        template.render()


def test_templates_of_sign_in_may_lean_on_them():
    assert "<svg" not in render_to_string("allauth/elements/p.html", {"slots": {}})
