"""How the program begins: a command loads no window, and who mistypes is told the right word."""

from __future__ import annotations

import os
import subprocess
import sys
import types
from pathlib import Path
from typing import Any

import pytest

from core.cli.main import main
from core.cli.parser import parse

ROOT = Path(__file__).resolve().parents[3]

PROBE = """
import sys
from core.cli.main import main
code = main(sys.argv[1:])
print(*sorted({name.split(".")[0] for name in sys.modules} & {"PySide6", "shiboken6", "gui"}), file=sys.stderr)
print(*sorted({"core.engine.engine", "cattrs", "httpx", "sqlite3"} & set(sys.modules)), file=sys.stderr)
sys.exit(code)
"""


def run(program: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "DISPLAY", "WAYLAND"))}
    return subprocess.run(
        [sys.executable, *program], cwd=ROOT, env=env | environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["cp", "--help"], ["cpp"]])
def test_help_loads_neither_the_window_nor_the_engine(words: list[str]) -> None:
    assert run(["-c", PROBE, *words]).stderr.splitlines()[-2:] == ["", ""]


def test_a_command_loads_nothing_of_the_window(tmp_path: Path) -> None:
    done = run(["-c", PROBE, "account", "list"], BUCKETFERRY_HOME=str(tmp_path))
    assert done.returncode == 0
    assert done.stderr.splitlines()[-2] == ""


@pytest.mark.parametrize("module", ["core", "gui", "core.cli.main"])
def test_the_version_is_told(module: str) -> None:
    done = run(["-m", module, "--version"])
    assert (done.returncode, done.stdout.split()[0], done.stderr) == (0, "bucketferry", "")


def test_help_names_the_options_of_the_window() -> None:
    said = run(["-m", "core", "--help"]).stdout
    for option in ("--sandbox", "--light", "--dark", "--lang", "--version"):
        (line,) = (line for line in said.splitlines() if line.lstrip().startswith(option))
        assert len(line.split()) > 2


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        ("cpp a:b c:d", "cp"),
        ("acount list", "account"),
        ("account lst", "list"),
        ("--sanbox", "--sandbox"),
        ("cp a:b/c d:e/ --recusive", "--recursive"),
        ("ls a: --jsn", "--json"),
        ("account add work --provder oss", "--provider"),
        ("account add work --provider osss --endpoint u --key-id k --secret-stdin", "oss"),
        ("cp a:b/c d:e/ --if-exists=overwrit", "overwrite"),
    ],
)
def test_a_mistyped_word_is_named_with_the_nearest_right_one(
    words: str, nearest: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words.split()) == 2
    assert capsys.readouterr().err.rstrip().endswith(f"; did you mean {nearest}?")


def test_a_word_that_is_near_to_nothing_is_only_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["frobnicate"]) == 2
    assert "did you mean" not in capsys.readouterr().err


@pytest.mark.parametrize("words", ["--json", "--sandbox ls", "--lang", "--dark stat a:b/c", "-style fusion ls"])
def test_what_does_not_go_together_is_wrong_usage(words: str) -> None:
    assert main(words.split()) == 2


def test_a_value_that_begins_like_an_option_is_taken_as_it_is() -> None:
    assert parse(["link", "--", "a:b/--recusive"]).place.key == "--recusive"
    assert parse(["ls", "a:b/", "--rec"]).recursive


# ---------------------------------------------------------------- the window


@pytest.mark.parametrize(
    ("words", "choice"),
    [
        ("", {}),
        ("--sandbox", {"sandbox": True}),
        ("--dark --lang zh_CN", {"scheme": "dark", "language": "zh_CN"}),
        ("--light --lang=zh_CN", {"scheme": "light", "language": "zh_CN"}),
        ("-style fusion --sandbox", {"sandbox": True, "qt": ("-style", "fusion")}),
        ("-platform=offscreen -reverse", {"qt": ("-platform", "offscreen", "-reverse")}),
    ],
)
def test_without_a_command_the_window_opens_as_the_options_say(
    words: str, choice: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, Any]] = []
    window = types.ModuleType("gui.app")

    def open_window(**given: Any) -> int:
        asked.append(given)
        return 3

    monkeypatch.setattr(window, "main", open_window, raising=False)
    monkeypatch.setitem(sys.modules, "gui.app", window)
    assert main(words.split()) == 3
    assert asked == [{"sandbox": False, "scheme": None, "language": "", "qt": ()} | choice]


def test_a_missing_library_of_qt_is_told_in_one_sentence(tmp_path: Path) -> None:
    missing = "libglib-2.0.so.0: cannot open shared object file: No such file or directory"
    (tmp_path / "PySide6").mkdir()
    (tmp_path / "PySide6" / "__init__.py").write_text(f"raise ImportError({missing!r})", "utf-8")
    done = run(["-m", "core", "--sandbox"], PYTHONPATH=str(tmp_path), BUCKETFERRY_HOME=str(tmp_path / "home"))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "libglib-2.0.so.0" in done.stderr
    assert "apt install" in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_a_missing_display_is_told_in_one_sentence(tmp_path: Path) -> None:
    done = run(["-m", "core"], QT_QPA_PLATFORM="xcb", BUCKETFERRY_HOME=str(tmp_path))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "no display" in done.stderr
