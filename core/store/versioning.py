"""Whether what is deleted from a bucket can come back."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable

from core.model.errors import Kind, StoreError
from core.model.ops import GetVersioning
from core.store.stores import Stores
from core.system.clock import Clock

#: An account and one of its buckets.
BucketRef = tuple[str, str]
_Answer = tuple[BucketRef, bool | None]

#: Somebody waits for a list in which this is one column.
PATIENCE_S = 5.0


def keeps_versions(stores: Stores, place: BucketRef) -> bool | None:
    """Whether what is deleted from a bucket can come back; None when the store does not tell.

    While versioning is suspended a deletion takes the newest version away for good.
    """
    account, bucket = place
    try:
        return stores.bare(account).call(GetVersioning(bucket)) == "enabled"
    except StoreError as error:
        return False if error.kind is Kind.UNSUPPORTED else None


def which_keep_versions(
    stores: Stores, places: Iterable[BucketRef], clock: Clock, *, patience_s: float = PATIENCE_S
) -> dict[BucketRef, bool | None]:
    """What `keeps_versions` says of many buckets. Each is asked once, those of different accounts side by side.

    Returns after `patience_s` seconds at the latest. What has not answered by then is None; the thread that waits for
    it ends by itself, and does not keep the program alive.
    """
    found: dict[BucketRef, bool | None] = dict.fromkeys(places)
    accounts = {account for account, _ in found}
    answers: queue.SimpleQueue[_Answer | BaseException | None] = queue.SimpleQueue()
    late = threading.Event()

    def ask(account: str) -> None:
        try:
            for place in [place for place in found if place[0] == account]:
                if late.is_set():
                    return
                answers.put((place, keeps_versions(stores, place)))
        except BaseException as error:  # noqa: BLE001 - it is raised in the thread that asked
            answers.put(error)
        finally:
            stores.close_thread()
            answers.put(None)

    for account in accounts:
        threading.Thread(target=ask, args=(account,), name=f"ask-{account}", daemon=True).start()
    _gather(answers, found, threads=len(accounts), clock=clock, patience_s=patience_s)
    late.set()
    return found


def _gather(
    answers: queue.SimpleQueue[_Answer | BaseException | None],
    found: dict[BucketRef, bool | None],
    *,
    threads: int,
    clock: Clock,
    patience_s: float,
) -> None:
    """Fill in what the threads find, until all have ended or the time is up."""
    deadline = clock.monotonic() + patience_s
    while threads:
        try:
            answer = answers.get(timeout=max(0.0, deadline - clock.monotonic()))
        except queue.Empty:
            return
        if answer is None:
            threads -= 1
        elif isinstance(answer, BaseException):
            raise answer
        else:
            found[answer[0]] = answer[1]
