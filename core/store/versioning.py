"""Whether what is deleted from a bucket can come back."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import FIRST_COMPLETED, wait

from core.model.errors import Kind, StoreError
from core.model.ops import GetVersioning
from core.store.stores import Stores
from core.system.clock import Clock
from core.system.daemon_pool import DaemonPool

#: An account and one of its buckets.
BucketRef = tuple[str, str]

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
    pools = {
        account: DaemonPool(1, f"ask-{account}", at_end=stores.close_thread)
        for account in {place[0] for place in found}
    }
    asked = {pools[place[0]].submit(keeps_versions, stores, place): place for place in found}
    deadline, left = clock.monotonic() + patience_s, set(asked)
    try:
        while left:
            done, left = wait(left, timeout=max(0.0, deadline - clock.monotonic()), return_when=FIRST_COMPLETED)
            if not done:
                break
            found |= {asked[future]: future.result() for future in done}
    finally:
        for pool in pools.values():
            pool.shutdown(wait=False, cancel_futures=True)
    return found
