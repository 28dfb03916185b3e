"""The program itself, as a process that can be killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from core.sandbox.server import Sandbox

_PROGRAM = (sys.executable, "-m", "core.cli.main")


class Program:
    """The command line, each call a process of its own, on one home folder."""

    def __init__(self, store: Sandbox, home: Path, protocol: str = "oss") -> None:
        offer = next(offer for offer in store.offers if offer.provider == protocol)
        self._environment = os.environ | {"BUCKETFERRY_HOME": str(home), "BUCKETFERRY_SECRET_BOX": offer.secret}
        add = ("account", "add", "box", "--provider", offer.provider, "--endpoint", offer.endpoint)
        words = (*_PROGRAM, *add, "--key-id", offer.key_id, "--secret-stdin")
        subprocess.run(words, env=self._environment, input=offer.secret, text=True, capture_output=True, check=True)

    def start(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            (*_PROGRAM, *words),
            env=self._environment,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def rows(self, *words: str) -> list[dict[str, object]]:
        """Run a command to its end and return its JSON lines."""
        child = self.start(*words, "--json")
        printed, complaints = child.communicate(timeout=120)
        assert child.returncode == 0, complaints
        return [json.loads(line) for line in printed.splitlines()]
