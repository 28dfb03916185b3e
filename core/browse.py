"""Floor 4, engine: looking into stores.

Every call blocks on the network: for a worker thread, never the one that paints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from core.clock import Cancel, Clock
from core.dialects.base import Dialect
from core.errors import Kind, StoreError
from core.layers import Sender
from core.ops import GetAcl, GetTags, HeadObject, ListObjects, ObjectPage, Op, R, Store
from core.stores import Stores, dialect_for, is_refusal
from core.transport import Transport
from core.values import Account, BucketInfo, Credentials, ObjectInfo, ObjectRef, Seen, Sight, known

#: Somebody looks at an empty list meanwhile, so a failure is shown after three attempts.
TRIES = 3


class Browser:
    """Lists and looks. All methods raise `StoreError`, or `Cancelled` when `cancel` is set.

    Thread: any worker; each call uses the transport of the thread it runs in.
    """

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    def buckets(self, account: str, cancel: Cancel) -> tuple[BucketInfo, ...]:
        """All buckets of the account, as the store lists them now."""
        return self._stores.buckets(account, cancel=cancel, tries=TRIES)

    def page(self, account: str, bucket: str, prefix: str, token: str, cancel: Cancel) -> ObjectPage:
        """One page of what lies directly under `prefix`; `token` is "" for the first page, else the last `next`."""
        return self._page(account, ListObjects(bucket, prefix=prefix, delimiter="/", token=token), cancel)

    def walk(self, account: str, bucket: str, prefix: str, cancel: Cancel) -> Iterator[ObjectPage]:
        """All pages of all keys under `prefix`, at any depth."""
        passed: set[str] = set()
        token: str | None = ""
        while token is not None:
            passed.add(token)
            page = self._page(account, ListObjects(bucket, prefix=prefix, token=token), cancel)
            yield page
            token = page.next
            if token in passed:
                raise _stuck()

    def stat(self, ref: ObjectRef, cancel: Cancel) -> ObjectInfo:
        """The object with its tags and its ACL, as far as the key may read them."""
        store = self._store(ref.account, cancel)
        info = store.call(HeadObject(ref))
        features = self._stores.features(ref.account)
        tags: Seen[Mapping[str, str]] = info.props.tags
        if features.tags:
            tags = known({}) if info.tag_count == 0 else _look(store, GetTags(ref))
        acl = _look(store, GetAcl(ref)) if features.acl else info.props.acl
        return replace(info, props=replace(info.props, tags=tags, acl=acl))

    def _page(self, account: str, op: ListObjects, cancel: Cancel) -> ObjectPage:
        page = self._store(account, cancel).call(op)
        if page.next is not None and page.next in ("", op.token):
            raise _stuck()
        return page

    def _store(self, account: str, cancel: Cancel) -> Store:
        return self._stores.patient(account, cancel, tries=TRIES)


def _stuck() -> StoreError:
    """A listing that begins again would never end, and show every object many times."""
    return StoreError(Kind.INVALID, op="ListObjects", code="ListStuck", message="the list does not advance")


def _look(store: Store, op: Op[R]) -> Seen[R]:
    try:
        return known(store.call(op))
    except StoreError as error:
        if error.kind is Kind.DENIED:
            return Seen(None, Sight.DENIED)
        if error.kind is Kind.UNSUPPORTED:
            return Seen()
        raise


# ---------------------------------------------------------------- the Test button


class Finding(StrEnum):
    """What a test of an account found."""

    OK = "ok"  # it may list its buckets
    OK_START_PATH = "ok-start-path"  # it may not, but its start path can be listed
    BAD_KEY = "bad-key"
    BAD_SECRET = "bad-secret"  # noqa: S105 - a word, not a password
    EXPIRED = "expired"
    WRONG_ENDPOINT = "wrong-endpoint"
    UNTRUSTED = "untrusted"  # the server's certificate
    NO_SUCH_BUCKET = "no-such-bucket"
    DENIED = "denied"
    CLOCK_SKEW = "clock-skew"
    OFFLINE = "offline"
    BUSY = "busy"  # the store had a fault or too much to do
    FAILED = "failed"  # anything else: see the error


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of a test, with what a sentence about it needs.

    Attributes:
        buckets: how many buckets the account lists; None when it may not list them.
        bucket: the start path's bucket, "" without one.
        skew_s: seconds that the store's clock is ahead of ours; 0.0 when the difference did not matter.
        error: the failure behind every finding but the two good ones.
    """

    finding: Finding
    buckets: int | None = None
    bucket: str = ""
    skew_s: float = 0.0
    error: StoreError | None = None

    @property
    def is_ok(self) -> bool:
        return self.finding in (Finding.OK, Finding.OK_START_PATH)


def check_account(
    account: Account,
    credentials: Credentials | None,
    cancel: Cancel,
    *,
    clock: Clock,
    open_transport: Callable[[], Sender] = Transport,
    find_dialect: Callable[[str], Dialect] = dialect_for,
) -> Verdict:
    """Try an account that need not be saved: list its buckets, else its start path. Raises only `Cancelled`.

    Nothing is retried, so the answer comes within the time that one connection may take.
    """
    stores = Stores(
        _OnlyAccount(account), lambda _: credentials, clock, open_transport=open_transport, find_dialect=find_dialect
    )
    bucket, _, prefix = account.start_path.partition("/")
    try:
        verdict = _check(stores, account, ListObjects(bucket, prefix=prefix, limit=1) if bucket else None, cancel)
        return replace(verdict, bucket=bucket, skew_s=_skew(stores, account))
    except StoreError as error:
        return Verdict(_finding(error), bucket=bucket, skew_s=_skew(stores, account), error=error)
    finally:
        stores.close_thread()


class _OnlyAccount:
    """An account book for one test."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def get(self, name: str) -> Account:
        if name != self._account.name:
            raise KeyError(name)
        return self._account


def _check(stores: Stores, account: Account, start: ListObjects | None, cancel: Cancel) -> Verdict:
    cancel.check()
    count: int | None = None
    try:
        count = len(stores.buckets(account.name))
    except StoreError as error:
        if start is None or not is_refusal(error):
            raise
    if start is not None:
        cancel.check()
        stores.bare(account.name).call(start)
    return Verdict(Finding.OK_START_PATH if count is None else Finding.OK, buckets=count)


def _skew(stores: Stores, account: Account) -> float:
    try:
        return stores.clock_offset_s(account.name)
    except StoreError:
        return 0.0  # the account names no provider that we know, and the verdict says so


_FINDINGS: dict[Kind, Finding] = {
    Kind.CREDENTIALS_EXPIRED: Finding.EXPIRED,
    Kind.WRONG_REGION: Finding.WRONG_ENDPOINT,
    Kind.NO_BUCKET: Finding.NO_SUCH_BUCKET,
    Kind.DENIED: Finding.DENIED,
    Kind.CLOCK_SKEW: Finding.CLOCK_SKEW,
    Kind.OFFLINE: Finding.OFFLINE,
    Kind.THROTTLED: Finding.BUSY,
    Kind.TRANSIENT: Finding.BUSY,
}

_FINDINGS_BY_CODE: dict[str, Finding] = {
    "BadEndpoint": Finding.WRONG_ENDPOINT,
    "BadHost": Finding.WRONG_ENDPOINT,
    "HostNotFound": Finding.WRONG_ENDPOINT,
    "TlsFailed": Finding.WRONG_ENDPOINT,
    "CertificateNotTrusted": Finding.UNTRUSTED,
}


def _finding(error: StoreError) -> Finding:
    if error.code in _FINDINGS_BY_CODE:
        return _FINDINGS_BY_CODE[error.code]
    if error.kind is Kind.BAD_CREDENTIALS:
        return Finding.BAD_SECRET if error.code in ("SignatureDoesNotMatch", "NoSecret") else Finding.BAD_KEY
    return _FINDINGS.get(error.kind, Finding.FAILED)
