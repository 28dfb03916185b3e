"""The embedded object store as a child process, so that its work never slows the window."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Signal

import core
from core.model.values import Account, Credentials

NAME = "Sandbox"
_FIRST = "oss"
_ARGUMENTS = ("sandbox", "serve", "--json", "--port", "0", "--attached")
#: Slow enough that a person sees each part of a large copy move, as in a real store.
PACE = ("--latency-ms", "20", "--bandwidth", "256MiB")
_END_MS = 1500


class SandboxChild(QObject):
    """Starts the store once; it ends with the program.

    Signals:
        ready: an `Account` and its `Credentials`, once.
        offered: the same for each other protocol that the store speaks.
        failed: what the child said when it could not start.
    """

    ready = Signal(object, object)
    offered = Signal(object, object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None, *, words: Sequence[str] = PACE) -> None:
        """`words` are further options of `bucketferry sandbox serve`."""
        super().__init__(parent)
        self._words = tuple(words)
        self._process = QProcess(self)
        self._is_ready = False
        self._providers: set[str] = set()
        self._said = ""
        # The child must find the package where this process found it, wherever the program was started.
        self._process.setWorkingDirectory(str(Path(core.__file__).parents[1]))
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.errorOccurred.connect(lambda _: self._give_up())
        self._process.finished.connect(lambda *_: self._give_up())

    @property
    def is_running(self) -> bool:
        return self._process.state() is not QProcess.ProcessState.NotRunning

    def start(self) -> None:
        """Start it, unless it runs."""
        if not self.is_running:
            self._is_ready, self._said = False, ""
            self._providers.clear()
            # A frozen program is its own interpreter.
            module = () if getattr(sys, "frozen", False) else ("-m", "core.cli.main")
            self._process.start(sys.executable, [*module, *_ARGUMENTS, *self._words])

    def stop(self) -> None:
        """End it, and wait for that."""
        self._process.blockSignals(True)
        if self.is_running:
            self._process.terminate()
            if not self._process.waitForFinished(_END_MS):
                self._process.kill()
                self._process.waitForFinished(_END_MS)

    def _read(self) -> None:
        while self._process.canReadLine():
            line = bytes(self._process.readLine().data()).decode("utf-8", "replace").strip()
            offer = _read_offer(line)
            if offer is None:
                self._said = line
            elif offer[0].provider not in self._providers:
                self._take(*offer)

    def _take(self, account: Account, credentials: Credentials) -> None:
        """One line a protocol and region; the first region's account sees the buckets of all."""
        self._providers.add(account.provider)
        if self._is_ready:
            self.offered.emit(account, credentials)
        else:
            self._is_ready = True
            self.ready.emit(account, credentials)

    def _give_up(self) -> None:
        if not self._is_ready:
            errors = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace").strip()
            last = errors.splitlines()[-1] if errors else ""
            self.failed.emit(self._said or last or self._process.errorString())
            self._is_ready = True  # said once


def _read_offer(line: str) -> tuple[Account, Credentials] | None:
    try:
        offer = json.loads(line)
        key_id, secret = offer["key_id"], offer["secret"]
        kind = offer["provider"]
        name = NAME if kind == _FIRST else f"{NAME} {kind.upper()}"
        # The sandbox's S3 keeps to Amazon's rules; the generic entry would leave its checksums unused.
        account = Account(name, "aws" if kind == "s3" else kind, offer["endpoint"], offer["region"], key_id=key_id)
    except (ValueError, KeyError, TypeError):
        return None
    return account, Credentials(key_id, secret)
