"""The floors: each room imports only from those before it, and nothing goes round in a circle."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("boardplan", "subgroups", "actions", "reports")
# The one module that knows all rooms: where addresses come together.
COMPOSITION = {"boardplan/urls.py"}


def modules():
    return [
        path
        for room in FLOORS
        for path in sorted((ROOT / room).rglob("*.py"))
        if str(path.relative_to(ROOT)) not in COMPOSITION
    ]


def imported(path: Path) -> set[str]:
    """The first parts of what a module imports from other rooms, wherever in it that stands."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_imports_only_from_those_before_it(path):
    room = path.relative_to(ROOT).parts[0]
    later = set(FLOORS[FLOORS.index(room) + 1 :])
    assert imported(path) & later == set()


def test_only_one_module_knows_weasyprint():
    users = {str(path.relative_to(ROOT)) for path in modules() if "weasyprint" in imported(path)}
    assert users == {"reports/pdf.py"}


def test_only_the_word_modules_know_python_docx():
    users = {str(path.parent.relative_to(ROOT)) for path in modules() if "docx" in imported(path)}
    assert users == {"boardplan/word"}


def test_no_module_hides_what_it_is_about():
    names = {path.name for path in modules()}
    assert names & {"utils.py", "helpers.py", "actions.py", "misc.py", "common.py"} == set()


def test_no_signals():
    users = [path for path in modules() if "django.dispatch" in path.read_text()]
    assert users == []
