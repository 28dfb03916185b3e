"""The gate: many share it, or one has it alone."""

from __future__ import annotations

import threading

from core.system.shared_lock import SharedLock

LIMIT_S = 10.0


def test_many_pass_together_and_whoever_is_alone_meets_nobody() -> None:
    gate, inside, met = SharedLock(), [0], list[int]()
    both, lock = threading.Barrier(2), threading.Lock()

    def share() -> None:
        with gate.shared():
            with lock:
                inside[0] += 1
            both.wait(LIMIT_S)  # breaks unless two are inside at once
            with lock:
                inside[0] -= 1

    def alone() -> None:
        with gate.alone():
            met.append(inside[0])

    threads = [threading.Thread(target=work) for work in (share, share, alone, alone)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LIMIT_S)
    assert not any(thread.is_alive() for thread in threads)
    assert (inside, met) == ([0], [0, 0])


def test_the_gate_opens_again_after_a_failure_inside() -> None:
    gate = SharedLock()
    for way in (gate.shared, gate.alone):
        try:
            with way():
                raise ValueError
        except ValueError:
            pass
    with gate.alone():
        pass
    with gate.shared():
        pass
