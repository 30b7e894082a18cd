"""Measure the reading of plans, and every main page on both databases, with 1 and 300 boards.

Each database is measured by a process of its own with production settings (no DEBUG), through
Django's test client: what is timed is the whole request inside Django, without the network.
"""

import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
POSTGRES = os.environ.get(
    "BENCH_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/boardplan_bench"
)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        common = {
            **os.environ,
            "DEBUG": "0",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": "testserver",
            "EMAIL_HOST": "localhost",
            "LOG_LEVEL": "ERROR",
            "STATIC_ROOT": str(Path(folder) / "static"),
        }
        reading = [sys.executable, "-m", "tests.bench.reading"]
        environment = {**common, "VAR_DIR": folder}
        done = subprocess.run(reading, cwd=ROOT, env=environment, check=False)
        if done.returncode:
            return done.returncode
        lite = f"sqlite:///{folder}/bench.sqlite3"
        databases = [("SQLite", lite, lite.replace("bench", "one"))]
        if _answers(POSTGRES) and _answers(f"{POSTGRES}_one"):
            databases.append(("PostgreSQL", POSTGRES, f"{POSTGRES}_one"))
        else:
            print(f"No PostgreSQL answers at {POSTGRES}: only SQLite is measured.")
        for name, url, one in databases:
            print(f"\n{name}", flush=True)
            done = subprocess.run(
                [sys.executable, "-m", "tests.bench.measure"],
                cwd=ROOT,
                # A folder each, or the second would find the first one's finished PDFs.
                env={
                    **common,
                    "DATABASE_URL": url,
                    "DATABASE_URL_ONE": one,
                    "VAR_DIR": str(Path(folder) / name),
                },
                check=False,
            )
            if done.returncode:
                return done.returncode
    return 0


def _answers(url: str) -> bool:
    """Whether a server is there; makes the database for the measuring afresh."""
    import dj_database_url
    import psycopg

    wanted = dj_database_url.parse(url)
    try:
        with psycopg.connect(
            host=wanted["HOST"],
            port=wanted["PORT"] or 5432,
            user=wanted["USER"],
            password=wanted["PASSWORD"] or None,
            dbname="postgres",
            autocommit=True,
            connect_timeout=3,
        ) as connection:
            name = psycopg.sql.Identifier(wanted["NAME"])
            connection.execute(psycopg.sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
            connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(name))
    except psycopg.OperationalError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
