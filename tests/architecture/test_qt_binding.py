"""Some releases of PySide6 lose a reference to True with every signal, and a window then dies within seconds."""

from __future__ import annotations

import subprocess
import sys

EMITS = 2000
PROBE = f"""
import sys
from PySide6.QtCore import QObject, Signal

class Source(QObject):
    fired = Signal(bool)

source = Source()
before = sys.getrefcount(True)
for _ in range({EMITS}):
    source.fired.emit(True)
print(before - sys.getrefcount(True))
"""


def test_emitting_a_signal_costs_no_reference_to_true() -> None:
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < EMITS / 2
