"""Finds the files that the program ships with. It reads nothing itself."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path


@cache
def resources() -> Path:
    """The directory with `providers`, `vocabulary.toml`, `icons` and `i18n`.

    It lies in `gui/_resources` of an installed program, in `resources` of a source tree, and in `resources` of the
    unpacking directory of a frozen program. Raises `FileNotFoundError` when the installation has lost it.
    """
    for place in _candidates():
        if (place / "providers").is_dir():
            return place
    raise FileNotFoundError("The program's own resource files are missing; install it again.")


def _candidates() -> tuple[Path, ...]:
    root = Path(__file__).resolve().parents[2]
    unpacked = getattr(sys, "_MEIPASS", None)  # set by PyInstaller's start-up code
    frozen = (Path(unpacked) / "resources",) if unpacked else ()
    return root / "gui" / "_resources", root / "resources", *frozen
