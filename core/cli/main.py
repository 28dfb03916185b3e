"""The program `bucketferry`: reads the command line, then runs a command or opens the window.

    bucketferry                                                            open the window
    bucketferry --sandbox                                                  open it on an embedded store
    bucketferry ls mine:photos/2024/
    bucketferry cp mine:photos/2024/ mine:backup/2024/ --recursive

A command loads nothing of the window, and `--help` nothing of the engine either.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from core.cli.output import FAILED, INTERRUPTED, WRONG_USAGE, Out
from core.cli.parser import parse

_NO_QT = (
    "bucketferry: the window cannot be opened, because Qt is not complete here ({error}). On Debian and Ubuntu install "
    "what it needs: apt install libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon0 libxcb-cursor0\n"
)


def main(argv: Sequence[str] | None = None) -> int:
    """Do what one command line says, that of the process by default; returns the exit code."""
    try:
        options = parse(sys.argv[1:] if argv is None else argv)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else WRONG_USAGE
    if options.command is None:
        return _open_window(options)
    out = Out(json=options.json)
    from core.system.paths import private_files  # not for --help

    try:
        with private_files():
            return _run(options, out)
    except KeyboardInterrupt:
        out.end_progress()
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has seen enough, as `head` has. The interpreter must not find the closed pipe again at its end.
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED


def _run(options: argparse.Namespace, out: Out) -> int:
    if options.command == "sandbox":
        return _serve(options, out)
    from core.cli.run import run  # the engine and all that it needs

    return run(options, out)


def _open_window(options: argparse.Namespace) -> int:
    """By name, and only now: `core` works where there is neither Qt nor `gui`."""
    try:
        window = importlib.import_module("gui.app")
    except ImportError as error:
        if (error.name or "").split(".")[0] in ("core", "gui"):
            raise
        sys.stderr.write(_NO_QT.format(error=error))
        return FAILED
    code: int = window.main(sandbox=options.sandbox, scheme=options.scheme, language=options.lang, qt=options.qt)
    return code


def _serve(options: argparse.Namespace, out: Out) -> int:
    """Serve the sandbox until Ctrl+C. It needs none of the user's files, so none are made."""
    from core.sandbox.serve import run_foreground  # a large import, and no other command needs it

    return run_foreground(
        port=options.port,
        data=Path(options.data) if options.data else None,
        latency_ms=options.latency_ms,
        bandwidth=options.bandwidth,
        attached=options.attached,
        json_lines=out.json,
        out=sys.stdout,
    )


if __name__ == "__main__":
    sys.exit(main())
