"""Floor 4, engine: find out what one request would do, without doing it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from core.clock import Cancel
from core.errors import Kind, StoreError
from core.jobs import Refused
from core.listing import refuse_prefix
from core.ops import GetVersioning, Store
from core.reports import Preview
from core.requests import CopyRequest, JobKind, JobRequest, PrefixRequest
from core.stores import Stores
from core.survey import Survey, crossing, is_existing, refuse_places, two_accounts
from core.values import ObjectRef

#: Somebody waits for a preview, so it gives up sooner than a job does.
_TRIES = 3
_DELETING = frozenset({JobKind.RENAME, JobKind.DELETE})


def preview(stores: Stores, request: JobRequest | PrefixRequest, *, workers: int, cancel: Cancel) -> Preview:
    """Look at what `request` is about. Raises `StoreError`, or `Cancelled`."""

    def store(account: str) -> Store:
        return stores.patient(account, cancel, tries=_TRIES)

    survey = Survey(stores, store)
    if isinstance(request, PrefixRequest):
        found = _of_prefix(stores, request)
    elif isinstance(request, CopyRequest):
        found = _of_copy(stores, survey, request, workers)
    else:
        info = survey.look(request.source)
        found = Preview(request, None, info.size, target_exists=True, source=info)
    leaves = request.kind in _DELETING and request.source.version is None and _keeps_versions(store, request.source)
    return replace(found, leaves_marker=leaves)


def _of_prefix(stores: Stores, request: PrefixRequest) -> Preview:
    refused = refuse_prefix(request) or refuse_places(stores, request)
    if refused is not None:
        return Preview(request, None, None, target_exists=False, refused=refused)
    crosses, accounts = crossing(stores, request), two_accounts(request)
    return Preview(request, None, None, target_exists=False, crosses=crosses, accounts=accounts)


def _of_copy(stores: Stores, survey: Survey, request: CopyRequest, workers: int) -> Preview:
    found = survey.of(request, workers=workers, look_at_target=True)
    plan = found.plan
    if is_existing(plan):
        plan = survey.plan(request, found.source, None, workers)
    refused = plan if isinstance(plan, Refused) else None
    return Preview(
        request,
        plan,
        found.source.size,
        target_exists=found.target_before is not None,
        refused=refused,
        source=found.source,
        crosses="" if refused is not None else crossing(stores, request),
        accounts="" if refused is not None else two_accounts(request),
    )


def _keeps_versions(store: Callable[[str], Store], ref: ObjectRef) -> bool:
    """Whether what is deleted stays behind a delete marker; False also when the key may not ask."""
    try:
        return bool(store(ref.account).call(GetVersioning(ref.bucket)))
    except StoreError as error:
        if error.kind in (Kind.DENIED, Kind.UNSUPPORTED):
            return False
        raise


def keeps_versions(stores: Stores, account: str, bucket: str) -> bool:
    """Whether what is deleted from a bucket can come back; True also when the store does not tell.

    While versioning is suspended a deletion takes the newest version away for good.
    """
    try:
        return stores.bare(account).call(GetVersioning(bucket)) == "enabled"
    except StoreError as error:
        return error.kind is not Kind.UNSUPPORTED
