"""Every check, in the order in which they are quickest to fail; then the tests on each database.

SQLite always; PostgreSQL where a server answers at TEST_DATABASE_URL. With CI=true a missing
PostgreSQL server is a failure: what was not run there would otherwise look as if it had passed.
So it is with the source documents at ../shared, which a stranger's clone does not have.
"""

import os
import secrets
import subprocess
import sys
import time
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
POSTGRES = os.environ.get("TEST_DATABASE_URL") or ("postgres://postgres@127.0.0.1:5432/boardplan")
CI = os.environ.get("CI", "").lower() in ("1", "true", "yes")
# The documents the demo was made from; they are no part of the project, but CI has them.
SHARED = ROOT.parent / "shared" / "seeds"
# What the tests decide for themselves must not come in from the shell.
CLEAN = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
DEVELOPMENT = CLEAN | {"DEBUG": "1"}
PRODUCTION = CLEAN | {
    "DEBUG": "0",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "ALLOWED_HOSTS": "plans.example.org",
    "EMAIL_HOST": "mail.example.org",
    "DATABASE_URL": POSTGRES,
}


def main():
    os.chdir(ROOT)
    began = time.monotonic()
    manage = [sys.executable, "manage.py"]
    step("Lint", [BIN / "ruff", "check", "."])
    step("Format", [BIN / "ruff", "format", "--check", "."])
    step("System check", [*manage, "check"], env=DEVELOPMENT)
    step("Migrations", [*manage, "makemigrations", "--check", "--dry-run"], env=DEVELOPMENT)
    deploy = [*manage, "check", "--deploy", "--fail-level", "WARNING"]
    step("Deployment check", deploy, env=PRODUCTION)

    pytest = [BIN / "pytest", "-n", "2", "--dist", "worksteal", *sys.argv[1:]]
    compared = CI or SHARED.is_dir()
    if not compared:
        pytest += ["-m", "not seeds"]
    step("Tests on SQLite", pytest, env=DEVELOPMENT)
    tested = ["SQLite"]
    trouble = why_no_postgres()
    if trouble is None:
        again = [*pytest, "--database-only"]
        step("Tests on PostgreSQL", again, env=DEVELOPMENT | {"DATABASE_URL": POSTGRES})
        tested.append("PostgreSQL")

    say(f"\nDatabases tested: {', '.join(tested)} ({time.monotonic() - began:.0f} s)")
    if not compared:
        say("The source documents are not at ../shared, so the demo was not compared with them.")
    if trouble:
        say(f"PostgreSQL was not tested: {trouble}")
        say("Start a server, or name one: TEST_DATABASE_URL=postgres://user@host:5432/boardplan")
        if CI:
            sys.exit("In CI both databases must be tested.")


def why_no_postgres():
    """None if the server answers, else its reason. The test databases are made by Django, so
    the named one need not exist; like Django, this knocks at the database «postgres»."""
    try:
        address = conninfo_to_dict(POSTGRES) | {"dbname": "postgres", "connect_timeout": "3"}
        psycopg.connect(make_conninfo(**address)).close()
    except psycopg.Error as error:
        return " ".join(str(error).split())
    return None


def step(name, command, *, env=CLEAN):
    say(f"\n== {name}")
    if subprocess.run([str(part) for part in command], env=env).returncode != 0:
        sys.exit(f"\nFailed: {name}")


def say(sentence):
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
