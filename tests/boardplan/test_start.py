"""A start without DEBUG: what is missing is named in one sentence, and what is there is enough."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
ENOUGH = {
    "SECRET_KEY": secrets.token_urlsafe(50),
    "ALLOWED_HOSTS": "plan.example.gov.uk",
    "EMAIL_HOST": "mail.example.gov.uk",
}


def start(**environment):
    keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=keep | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("SECRET_KEY", "", "SECRET_KEY is not set"),
        ("SECRET_KEY", "short", "at least 50 random characters"),
        ("ALLOWED_HOSTS", "", "ALLOWED_HOSTS is not set"),
        ("EMAIL_HOST", "", "EMAIL_HOST is not set"),
        ("DEBUG", "maybe", "Write 1 for yes or 0 for no"),
    ],
)
def test_what_is_missing_stops_the_start_with_one_sentence(tmp_path, name, value, says):
    done = start(**ENOUGH | {"VAR_DIR": str(tmp_path), name: value})
    assert done.returncode == 1
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_what_the_readme_asks_for_is_enough(tmp_path):
    done = start(**ENOUGH, VAR_DIR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_an_organisations_own_sign_in_has_its_address_and_may_be_gone_to(tmp_path):
    keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    said = subprocess.run(
        [sys.executable, "-c", SIGN_IN],
        cwd=ROOT,
        env=keep
        | ENOUGH
        | {
            "DJANGO_SETTINGS_MODULE": "boardplan.settings",
            "VAR_DIR": str(tmp_path),
            "OIDC_SERVER_URL": "https://id.council.example/tenant/v2.0",
            "OIDC_CLIENT_ID": "boardplan",
            "OIDC_CLIENT_SECRET": "a secret",
            "OIDC_EMAIL_DOMAINS": "council.example",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert (said.returncode, said.stdout.split()) == (
        0,
        ["/account/oidc/work/login/", "'self'", "https://id.council.example"],
    ), said.stderr


SIGN_IN = """
import django
django.setup()
from django.conf import settings
from django.urls import reverse
print(reverse("openid_connect_login", args=["work"]))
print(*settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"])
"""
