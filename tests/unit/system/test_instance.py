"""Which running program owns a batch: the system drops the lock with the process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from core.system.instance import Instance

_CHILD = """
import sys
from pathlib import Path
from core.system.instance import Instance
me = Instance(Path(sys.argv[1]))
print(me.token, flush=True)
sys.stdin.read()
"""


def test_a_program_is_alive_until_it_ends_and_a_killed_one_is_not(tmp_path: Path) -> None:
    mine = Instance(tmp_path)
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with child:
        assert child.stdout is not None
        other = child.stdout.readline().strip()
        assert (mine.is_alive(mine.token), mine.is_alive(other)) == (True, True)
        child.kill()
    other_file = tmp_path / f"{other}.lock"
    assert other_file.exists()
    Instance(tmp_path).close()
    assert not other_file.exists()
    assert not mine.is_alive(other)
    assert not mine.is_alive("never-was")
    mine.close()
    assert not any(tmp_path.glob(f"{mine.token}*"))
