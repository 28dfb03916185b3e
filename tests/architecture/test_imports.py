"""Import rules that layers cannot say: one importer each, and time and chance behind one door.

What a room may import is said by contracts of import-linter (pyproject.toml), checked by `dev.py check`.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(path for top in ("core", "gui") for path in (ROOT / top).rglob("*.py"))

#: Each of these may be imported by the files named, and by no other.
ONLY_IMPORTERS = {
    "httpx": {"core/store/transport.py"},
    "httpcore": {"core/store/transport.py"},
    "pycurl": {"core/store/curl.py"},
    "greenlet": {"core/store/side_by_side.py"},
    "certifi": {"core/store/trust.py"},
    "sqlite3": {"core/journal/journal.py"},
    "keyring": {"core/system/vault.py"},
    "wakepy": {"core/system/awake.py"},
    "yaml": {"core/system/account_files.py"},
    "cryptography": {"core/system/secrets_file.py"},
    "platformdirs": {"core/system/paths.py"},
    "time": {"core/system/clock.py"},
    "random": {"core/system/clock.py"},
    "filelock": {"core/system/instance.py"},
    "core.engine.engine": {
        "core/cli/run.py",
        "core/cli/session.py",
        "gui/app.py",
        "gui/qt/bridge.py",
        "gui/qt/tasks.py",
        "gui/qt/threads.py",
    },
}
#: Calls that read the clock without importing `time`.
CLOCK_CALLS = {"now", "utcnow", "today"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(tree: ast.AST) -> Iterator[str]:
    """The full names that a module imports, at any depth, those for type checking included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), filename=str(path))


@pytest.mark.parametrize("library", ONLY_IMPORTERS)
def test_a_guarded_module_is_imported_in_its_own_place_only(library: str) -> None:
    importers = {
        name_of(path)
        for path in SOURCES
        if any(name == library or name.startswith(library + ".") for name in imported(parsed(path)))
    }
    assert importers <= ONLY_IMPORTERS[library]


def test_nobody_but_the_clock_asks_what_time_it_is() -> None:
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute)
        and node.attr in CLOCK_CALLS
        and isinstance(node.value, ast.Name)
        and node.value.id in {"datetime", "date"}
    ]
    assert found == []


def test_only_the_window_imports_qt() -> None:
    found = [
        name_of(path) for path in SOURCES if any(name.split(".")[0] == "PySide6" for name in imported(parsed(path)))
    ]
    assert [name for name in found if not name.startswith("gui/")] == []


def test_no_module_bears_the_name_of_a_standard_library_module() -> None:
    found = [name_of(path) for path in SOURCES if path.stem in sys.stdlib_module_names and path.stem != "__main__"]
    assert found == []


def test_every_module_and_every_class_with_methods_says_what_it_is_for() -> None:
    bare = []
    for path in SOURCES:
        tree = parsed(path)
        if ast.get_docstring(tree) is None:
            bare.append(name_of(path))
        bare += [
            f"{name_of(path)}:{node.name}"
            for node in tree.body
            if isinstance(node, ast.ClassDef)
            and not node.name.startswith("_")
            and ast.get_docstring(node) is None
            and any(isinstance(child, ast.FunctionDef) and not child.decorator_list for child in node.body)
        ]
    assert bare == []


def test_the_init_of_each_room_says_what_lives_there_and_does_nothing() -> None:
    rooms = {path.parent for path in SOURCES}
    assert [name_of(room) for room in rooms if not (room / "__init__.py").exists()] == []
    trees = {name_of(room): parsed(room / "__init__.py") for room in rooms}
    bare = [name for name, tree in trees.items() if ast.get_docstring(tree) is None]
    doing = [name for name, tree in trees.items() if len(tree.body) > 1]
    assert (bare, doing) == ([], [])


def test_text_is_shown_by_the_widgets_alone_that_take_nothing_for_markup() -> None:
    markup = {"QLabel", "QMessageBox", "QTableWidgetItem", "QTextEdit", "QTextBrowser", "QErrorMessage"}
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in SOURCES
        if name_of(path) != "gui/widgets/plain.py"
        for node in ast.walk(parsed(path))
        if (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in markup)
        or (isinstance(node, ast.ClassDef) and any(isinstance(b, ast.Name) and b.id in markup for b in node.bases))
    ]
    assert found == []
