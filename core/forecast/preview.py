"""Find out what one request would do, without doing it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from core.forecast.inspection import Inspector, crossing, is_existing, refuse_places, two_accounts
from core.forecast.listing import refuse_prefix
from core.model.jobs import Refused
from core.model.ops import GetVersioning, Store
from core.model.reports import Preview
from core.model.requests import CopyRequest, JobKind, JobRequest, PrefixRequest
from core.rules.proof import pinned_operation, proves_only_size
from core.store.read_cache import ReadCache
from core.store.reads import seen
from core.store.stores import Stores
from core.system.clock import Cancel

#: Somebody waits for a preview, so it gives up sooner than a job does.
_TRIES = 3
_DELETING = frozenset({JobKind.RENAME, JobKind.DELETE})


def preview(
    stores: Stores,
    request: JobRequest | PrefixRequest,
    *,
    workers: int,
    cancel: Cancel,
    read_cache: ReadCache | None = None,
) -> Preview:
    """Look at what `request` is about, as far as `read_cache` does not know it. Raises `StoreError`, or `Cancelled`."""
    known = read_cache or ReadCache()

    def store(account: str) -> Store:
        return known.wrap(account, stores.patient(account, cancel, tries=_TRIES))

    survey = Inspector(stores, store)
    if isinstance(request, PrefixRequest):
        found = _of_prefix(stores, request)
    elif isinstance(request, CopyRequest):
        found = _of_copy(stores, survey, request, workers)
    else:
        info = survey.look(request.source)
        found = Preview(request, None, info.size, target_exists=True, source=info)
    return replace(found, leaves_marker=_leaves_marker(store, request))


def _of_prefix(stores: Stores, request: PrefixRequest) -> Preview:
    refused = refuse_prefix(request) or refuse_places(stores, request)
    if refused is not None:
        return Preview(request, None, None, target_exists=False, refused=refused)
    crosses, accounts = crossing(stores, request), two_accounts(request)
    return Preview(request, None, None, target_exists=False, crosses=crosses, accounts=accounts)


def _of_copy(stores: Stores, survey: Inspector, request: CopyRequest, workers: int) -> Preview:
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
        source=survey.complete(request, found.source, plan),
        crosses="" if refused is not None else crossing(stores, request),
        accounts="" if refused is not None else two_accounts(request),
        only_size=proves_only_size(
            found.source,
            plan,
            stores.features(request.target.account),
            holds_pin=stores.holds_pin(request.target.account, pinned_operation(plan)),
        ),
    )


def _leaves_marker(store: Callable[[str], Store], request: JobRequest | PrefixRequest) -> bool:
    """Whether what is deleted stays behind a delete marker; False also when the key may not ask."""
    source = request.source
    if request.kind not in _DELETING or source.version is not None:
        return False
    return bool(seen(store(source.account), GetVersioning(source.bucket)).value)
