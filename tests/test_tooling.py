"""What make, the lock files and the build must keep true."""

import json
import re
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent


def hosts(text):
    return {urlsplit(address).hostname for address in re.findall(r'https?://[^"\s]+', text)}


def test_ci_runs_make_test():
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111 == 0o111
    assert script.read_text().splitlines()[-1] == "exec make test"


def test_makefile_offers_the_promised_commands():
    recipes = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.M)
    assert {"setup", "demo", "test", "bench", "lint", "serve"} - set(recipes) == set()


def test_every_dependency_has_its_reason():
    text = (ROOT / "pyproject.toml").read_text()
    project = tomllib.loads(text)
    wanted = list(project["project"]["dependencies"])
    for group in project["dependency-groups"].values():
        wanted += group
    lines = text.splitlines()

    def explained(requirement):
        (at,) = [n for n, line in enumerate(lines) if f'"{requirement}"' in line]
        return "#" in lines[at].partition(f'"{requirement}"')[2] or lines[at - 1].startswith("#")

    names_that_speak = {"pytest>=8.3", "pytest-django>=4.11"}
    assert [r for r in wanted if not explained(r) and r not in names_that_speak] == []


def test_lock_files_send_nobody_to_a_strange_server():
    assert hosts((ROOT / "uv.lock").read_text()) == {"pypi.org", "files.pythonhosted.org"}
    # Where packages come from; the addresses of those who thank for money are not called.
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"].values()
    fetched = " ".join(package.get("resolved", "") for package in packages)
    assert hosts(fetched) <= {"registry.npmjs.org"}


def test_lock_file_and_package_file_agree():
    package = json.loads((ROOT / "package.json").read_text())
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"][""]
    for part in ("dependencies", "devDependencies"):
        assert locked[part] == package[part]


def test_setup_names_no_server_and_asks_nothing():
    text = (ROOT / ".ci" / "setup.py").read_text()
    assert hosts(text) == set()
    assert "input(" not in text
