#!/usr/bin/env python3
"""The one script for people who work on Bucketferry. It needs Python 3.11 and nothing else.

    python3 dev.py demo     open the window on the embedded store with sample data
    python3 dev.py test     check, then all tests; further arguments go to pytest
    python3 dev.py check    lint, formatting, types, import rules
    python3 dev.py translate   bring the translation files up to date with the texts in the code
    python3 dev.py setup    only make .venv and install the project
    python3 dev.py clean    remove all that this script made

Each command first makes what it needs: a virtual environment in .venv with the project installed, and on Linux the
shared libraries that Qt loads. As root on Debian or Ubuntu missing packages are installed; else the exact line is said.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "bucketferry-installed"
#: The versions that were tried together. Its first lines say how it is made anew.
LOCK = ROOT / "requirements-dev.txt"
TOUR = ROOT / "build" / "tour"
#: Lines of a file above which `check` asks whether it is one thing.
LONG = 400

#: The languages of resources/i18n. English has plural forms only: its other texts stand in the code.
LANGUAGES: dict[str, tuple[str, ...]] = {"zh_CN": (), "en": ("-pluralonly",)}

#: What Qt needs on Debian and Ubuntu, tried on an empty Debian 12.
QT_PACKAGES = ("libegl1", "libgl1", "libglib2.0-0", "libdbus-1-3", "libfontconfig1", "libxkbcommon0")
X11_PACKAGES = ("libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0", "libxkbcommon-x11-0")
WAYLAND_PACKAGES = ("libwayland-client0", "libwayland-cursor0", "libwayland-egl1")
#: Without a Chinese font every Chinese character is an empty box.
FONT_PACKAGE = "fonts-wqy-microhei"

QT_FILES = ("QtWidgets.abi3.so", "QtSvg.abi3.so", "QtNetwork.abi3.so", "Qt/plugins/platforms/libqoffscreen.so")
HAS_CHINESE_FONT = """
import sys
from PySide6.QtGui import QFontDatabase, QGuiApplication
app = QGuiApplication([])
sys.exit(not QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))
"""


class SetUpError(Exception):
    """The command cannot go on; the text says why and what to do."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(prog="dev.py", description="Set up, run and test Bucketferry.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("setup", help="make .venv and install the project")
    demo_parser = commands.add_parser("demo", help="open the window on the embedded store with sample data")
    demo_parser.add_argument("--tour", action="store_true", help="run the scripted tour even where there is a display")
    demo_parser.add_argument("--out", type=Path, default=TOUR, help="where the tour saves its screenshots")
    commands.add_parser("translate", help="bring resources/i18n up to date with the texts in the code")
    commands.add_parser("check", help="lint, formatting, types, import rules")
    commands.add_parser("test", help="check, then all tests; further arguments go to pytest", add_help=False)
    commands.add_parser("clean", help="remove all that this script made")
    options, rest = parser.parse_known_args(argv)
    if rest and options.command != "test":
        parser.error("unknown arguments: " + " ".join(rest))
    if options.command == "clean":
        return clean()
    set_up()
    if options.command == "demo":
        return demo(tour=options.tour, out=options.out.absolute())
    if options.command == "translate":
        return translate()
    if options.command == "check":
        return check()
    if options.command == "test":
        return test(rest)
    return 0


# ---------------------------------------------------------------- commands


def demo(*, tour: bool, out: Path) -> int:
    """Open the window; without a display let a script do the main job in it, and save what it looked like."""
    if not tour and has_display():
        say("opening the window on the embedded store (sample data, no cloud account needed)")
        return run(PYTHON, "-m", "gui", "--sandbox")
    say(f"no window to open: running the tour offscreen; its screenshots go to {out}")
    return run(PYTHON, "-m", "gui.window.tour", "--out", out, offscreen=True)


def check() -> int:
    """Run all checks, even after one failed, and name those that failed."""
    checks = {
        "lint": (BIN / "ruff", "check", "."),
        "formatting": (BIN / "ruff", "format", "--check", "."),
        "types": (PYTHON, "-m", "mypy"),
        "import rules": (BIN / "lint-imports",),
    }
    failed = []
    for name, command in checks.items():
        say(f"checking {name}")
        if run(*command) != 0:
            failed.append(name)
    for path, lines in long_files():
        say(f"note: {path} has {lines} lines; is it one thing?")
    if failed:
        complain("check failed: " + ", ".join(failed))
        return 1
    say("check passed")
    return 0


def long_files() -> list[tuple[Path, int]]:
    """Source files over `LONG` lines. That is no fault, but worth a look."""
    files = [path for top in ("core", "gui", "tests") for path in sorted((ROOT / top).rglob("*.py"))]
    lengths = [(path.relative_to(ROOT), len(path.read_text("utf-8").splitlines())) for path in files]
    return [(path, length) for path, length in lengths if length > LONG]


def test(arguments: Sequence[str]) -> int:
    """Check and test. The tests run even when a check failed: both answers are wanted in one go."""
    checked = check()
    say("running the tests, side by side and in a new order each time")
    tested = run(PYTHON, "-m", "pytest", *side_by_side(arguments), *arguments, offscreen=True)
    if checked != 0:
        complain("the tests are done, but a check failed (see above)")
    return tested or checked


def side_by_side(arguments: Sequence[str]) -> list[str]:
    """What makes pytest use all cores; nothing when the arguments speak of processes, or want a debugger."""
    own = ("-n", "--numprocesses", "--dist", "--pdb", "--trace", "-pno:xdist", "no:xdist")
    if any(word.startswith(own) for word in arguments):
        return []
    return ["-n", "auto", "--dist", "worksteal"]


def translate() -> int:
    """Run lupdate over the window's texts and lrelease over the result; say what still wants a translation."""
    texts = ROOT / "resources" / "i18n"
    files = (ROOT / "core/rules/messages.py", *sorted((ROOT / "gui").rglob("*.py")))
    sources = [str(path.relative_to(ROOT)) for path in files]
    for language, options in LANGUAGES.items():
        file = texts / f"bucketferry_{language}.ts"
        update: tuple[str | Path, ...] = (*sources, "-no-obsolete", "-locations", "none", *options, "-ts", file)
        if run(BIN / "pyside6-lupdate", *update) or run(BIN / "pyside6-lrelease", file, "-qm", file.with_suffix(".qm")):
            return 1
        open_texts = file.read_text("utf-8").count('type="unfinished"')
        say(f"{file.name}: " + (f"{open_texts} texts want a translation" if open_texts else "complete"))
    return 0


def clean() -> int:
    """Remove .venv, build output and caches. Sources are never touched."""
    caches = (".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache")
    doomed = [VENV, ROOT / "build", ROOT / "dist", *(ROOT / name for name in caches)]
    for path in doomed:
        if path.exists():
            say(f"removing {path.relative_to(ROOT)}")
            shutil.rmtree(path)
    for path in list(ROOT.rglob("__pycache__")):
        shutil.rmtree(path, ignore_errors=True)
    return 0


# ---------------------------------------------------------------- the environment


def set_up() -> None:
    """Make .venv with the project in it, and see to the libraries that Qt loads."""
    if not works(PYTHON):
        make_venv()
    install()
    if sys.platform.startswith("linux"):
        see_to_libraries()
        see_to_fonts()


def works(python: Path) -> bool:
    """Whether that interpreter runs, is new enough and has pip."""
    probe = f"import sys, pip; sys.exit(sys.version_info < {OLDEST})"
    try:
        return subprocess.run([python, "-c", probe], check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def make_venv() -> None:
    """Make .venv anew. A failure leaves none behind, so that the next run does not meet half of one."""
    if importlib.util.find_spec("ensurepip") is None:
        apt_install([f"python3.{sys.version_info.minor}-venv"], "this Python cannot make virtual environments")
    say("making .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    # Called from inside the old .venv: its base interpreter is the one that stays.
    base = getattr(sys, "_base_executable", sys.executable)
    try:
        if run(base, "-m", "venv", VENV) != 0 or not works(PYTHON):
            raise SetUpError("could not make .venv; the lines above say why")
    except BaseException:
        shutil.rmtree(VENV, ignore_errors=True)
        raise


def install() -> None:
    """Install the project and its tools, unless that was done for this very pyproject.toml and folder."""
    recipe = (ROOT / "pyproject.toml").read_bytes() + LOCK.read_bytes() + os.fsencode(ROOT)
    wanted = hashlib.sha256(recipe).hexdigest()
    if STAMP.exists() and STAMP.read_text(encoding="ascii") == wanted:
        return
    say("installing the project and its tools into .venv (a minute or two the first time)")
    STAMP.unlink(missing_ok=True)
    pip = [
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "--quiet",
        "--editable",
        ".[dev]",
        "--constraint",
        str(LOCK),
    ]
    done = subprocess.run([str(PYTHON), *pip], cwd=ROOT, check=False, capture_output=True, text=True, errors="replace")
    if done.returncode != 0:
        print(done.stdout + done.stderr, file=sys.stderr, flush=True)
        raise SetUpError("pip could not install the project; the lines above say why. Then run the same command again")
    STAMP.write_text(wanted, encoding="ascii")


def see_to_libraries() -> None:
    """Find out which shared libraries Qt would miss; install them or stop with the line that does."""
    if shutil.which("ldd") is None or not (missing := missing_libraries()):
        return
    packages = list(QT_PACKAGES)
    if os.environ.get("DISPLAY"):
        packages += X11_PACKAGES
    if os.environ.get("WAYLAND_DISPLAY"):
        packages += WAYLAND_PACKAGES
    apt_install(packages, f"Qt needs shared libraries that are not here ({', '.join(missing)})")
    if still := missing_libraries():
        raise SetUpError(f"Qt still misses {', '.join(still)}; please install the packages that have them")


def missing_libraries() -> list[str]:
    """Names of the shared libraries that the Qt files in .venv ask for and that the loader does not find."""
    folder = "import PySide6; print(PySide6.__path__[0])"
    place = Path(subprocess.run([PYTHON, "-c", folder], check=True, capture_output=True, text=True).stdout.strip())
    files = [place / name for name in QT_FILES]
    if os.environ.get("DISPLAY"):
        files.append(place / "Qt/plugins/platforms/libqxcb.so")
    if os.environ.get("WAYLAND_DISPLAY"):
        files += sorted((place / "Qt/plugins/platforms").glob("libqwayland*.so"))
    missing = set()
    for file in files:
        listing = subprocess.run(["ldd", file], check=False, capture_output=True, text=True).stdout
        missing |= {line.split()[0] for line in listing.splitlines() if "not found" in line}
    return sorted(missing)


def see_to_fonts() -> None:
    """Without a Chinese font the program works, so this only says so, or as root mends it."""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    if subprocess.run([PYTHON, "-c", HAS_CHINESE_FONT], check=False, capture_output=True, env=env).returncode == 0:
        return
    try:
        apt_install([FONT_PACKAGE], "no font here has Chinese characters: they will be drawn as boxes")
    except SetUpError as error:
        say(f"note: {error}")


def apt_install(packages: Sequence[str], why: str) -> None:
    """Install Debian packages as root; raise `SetUpError` with the exact line to run for everyone else."""
    line = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if shutil.which("apt-get") is None:
        raise SetUpError(f"{why}. Install what Debian calls: {' '.join(packages)}")
    if os.geteuid() != 0:
        raise SetUpError(f"{why}. Run:\n    sudo apt-get update && sudo {' '.join(line)}")
    say(f"{why}; installing {' '.join(packages)}")
    os.environ.setdefault("DEBIAN_FRONTEND", "noninteractive")
    if run("apt-get", "update", "-qq") != 0 or run(*line[:1], "-qq", *line[1:]) != 0:
        raise SetUpError(f"apt-get failed. Try it by hand:\n    apt-get update && {' '.join(line)}")


# ---------------------------------------------------------------- small things


def has_display() -> bool:
    """Whether a window can be shown. Windows and macOS always have a screen."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run(*command: str | Path, offscreen: bool = False) -> int:
    """Run a program in the project's folder and return its exit code, 127 when it cannot be started."""
    env = dict(os.environ)
    if offscreen:
        env["QT_QPA_PLATFORM"] = "offscreen"
    try:
        return subprocess.run([str(part) for part in command], cwd=ROOT, env=env, check=False).returncode
    except OSError as error:
        complain(f"cannot run {command[0]}: {error}")
        return 127


def say(text: str) -> None:
    """Say what happens now, at once: the programs that follow write to the same terminal."""
    print(f"[dev] {text}", flush=True)


def complain(text: str) -> None:
    """Say what went wrong, on standard error."""
    print(f"[dev] {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    if sys.version_info < OLDEST:
        sys.exit("Bucketferry needs Python 3.11 or newer; this is Python " + sys.version.split()[0])
    try:
        sys.exit(main())
    except SetUpError as error:
        complain(str(error))
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
