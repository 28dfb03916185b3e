"""The layers between an operation and the wire, each with the one method `call(op)`.

    RetryingStore      waits and retries what passes by itself
    SourceDenialStore  finds out whose right is missing when a copy between two accounts is denied
    FirstListStore     lists by the first version of the call where a store knows no other
    PinCaseStore       repeats a copy whose pin was refused with the pin in the other letter case
    CorrectingStore    learns the clock's offset, a bucket's true site or new credentials, and repeats once
    CustomerKeyStore   sends the customers' keys (SSE-C) that an operation needs, see customer_keys
    HttpStore          encode, send, decode
    CountingStore      tells of each operation before it is sent, around all of them

`core.store.stores.stack` puts them together. None of them knows a vendor: that is the dialect's part.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator
from dataclasses import replace
from typing import Any, Protocol, cast

from core.model.errors import Kind, OwnCode, Sent, StoreError
from core.model.ops import (
    CopyObject,
    CopyPart,
    Deletions,
    GetObject,
    HeadObject,
    ListBuckets,
    ListObjects,
    Op,
    R,
    Store,
)
from core.model.values import Account, BucketInfo, Credentials, ObjectRef, Site
from core.rules.access import is_unencrypted
from core.rules.proof import is_digest
from core.rules.retry import next_try
from core.store.customer_keys import Use
from core.store.dialects.base import Dialect, Route, WireRequest, WireResponse
from core.store.dialects.common.encoding import read_http_date
from core.store.own_words import OwnWords
from core.store.reads import pages
from core.system.clock import Cancel, Clock


class TransportApi(Protocol):
    """The way to the stores, as `core.store.transport.Transport` is one. Used by one thread, interrupted by any."""

    def send(self, request: WireRequest) -> WireResponse: ...

    def interrupt(self) -> None: ...

    def close(self) -> None: ...


class AccountSession:
    """One account in use: how it is spoken to, and what its answers have taught. Thread: any.

    Attributes:
        account: as it was saved; a change to it makes a new line.
        offset_s: seconds that the store's clock is ahead of ours by which requests are signed; learnt from refusals
            alone, because a Date that something on the way made up would spoil each signature.
        seen_offset_s: the same by the Date of its answers, to a second or two; for all else that compares times.
        lacking: operations that the store was found not to offer.
        mute: buckets in which a GET was denied as barely as HEAD was.
        lists_first: whether the store was found to know only the first version of the list call.
        kept: buckets with what a copy into them was seen to keep, see `core.rules.props.shape_of`.
        has_listed: whether a list of the buckets was asked for; it may have been refused.
    """

    def __init__(self, account: Account, dialect: Dialect, load: Callable[[Account], Credentials]) -> None:
        """`load` finds the credentials at first use; it may block for seconds and raise `StoreError`."""
        self.account = account
        self.dialect = dialect
        # written by any thread, each time whole
        self.offset_s = self.seen_offset_s = 0.0
        self.lists_first = False
        self._date = ""
        self.has_listed = False
        self.lacking: set[type[Op[Any]]] = set()
        self.mute: set[str] = set()
        self.kept: set[tuple[str, Hashable]] = set()
        self._load = load
        self._renewing = threading.Lock()
        self._lock = threading.Lock()
        # guarded by self._lock
        self._credentials: Credentials | None = None
        self._buckets: dict[str, BucketInfo] = {}
        self._sites: dict[str, Site] = {}
        self._moved: dict[str, Site] = {}
        # Functions that run side by side in one thread do not wait for each other here.
        self._probing = threading.RLock()
        self._pins: dict[str, bool] = {}  # written with self._probing held

    def holds_pin(self, operation: str, probe: Callable[[], bool] | None = None) -> bool | None:
        """Whether the store refuses an operation that names another state of the source; None when nobody knows.

        `probe` finds out. Of several threads one asks, and the others wait for its answer; a failure teaches nothing.
        """
        if probe is None:
            return self._pins.get(operation)
        with self._probing:
            if operation not in self._pins:
                self._pins[operation] = probe()
            return self._pins[operation]

    def credentials(self) -> Credentials:
        """The credentials in use; raise `StoreError` when there are none."""
        found = self._credentials
        if found is None:
            found = self._load(self.account)
            with self._lock:
                self._credentials = found
        return found

    def renew(self, used: Credentials, ask: Callable[[Account], Credentials | None]) -> bool:
        """Replace the credentials that were `used`; return whether there are others now.

        Of several threads that find the same credentials expired, one asks and the others wait for its answer.
        """
        with self._renewing:
            if self._credentials not in (None, used):
                return True
            fresh = ask(self.account)
            if fresh is None or fresh == used:
                return False
            with self._lock:
                self._credentials = fresh
            return True

    def site(self, bucket: str) -> Site:
        """Where requests for `bucket` go ("" for the service). Raise `StoreError` when the endpoint is unusable."""
        with self._lock:
            site = self._moved.get(bucket) or self._sites.get(bucket)
            if site is None:
                site = self._sites[bucket] = self._build_site(bucket)
            return site

    def _build_site(self, bucket: str) -> Site:
        try:
            if not bucket:
                return self.dialect.service_site(self.account)
            return self.dialect.bucket_site(self.account, self._buckets.get(bucket))
        except ValueError as error:
            raise StoreError(Kind.INVALID, code=OwnCode.BAD_ENDPOINT, message=str(error), sent=Sent.NO) from None

    def learn_time(self, date: str, now: float) -> None:
        """Take in the Date of an answer that came at Unix time `now`; "" where it had none."""
        if date == self._date:
            return
        self._date = date
        sent = read_http_date(date)
        if sent is not None:
            self.seen_offset_s = sent - now

    def learn_site(self, bucket: str, site: Site) -> None:
        """A store itself named the site, so it goes before what a listing says."""
        with self._lock:
            self._moved[bucket] = site

    def bucket(self, name: str) -> BucketInfo | None:
        with self._lock:
            return self._buckets.get(name)

    def learn_buckets(self, *infos: BucketInfo) -> None:
        with self._lock:
            for info in infos:
                self._buckets[info.name] = info
                self._sites.pop(info.name, None)


class HttpStore:
    """Carries out an operation with one request.

    Raises whatever the dialect reads from the answer, and what the transport raises. The operation's name is filled
    in, the store's own words are cleaned and cut, and `sent` tells the truth about effects: a server fault (TRANSIENT)
    may have come after the work was done. Where that matters, because the operation must not be sent twice, the kind
    becomes AMBIGUOUS.
    """

    def __init__(self, line: AccountSession, sender: TransportApi, clock: Clock) -> None:
        self._line = line
        self._sender = sender
        self._clock = clock

    def call(self, op: Op[R]) -> R:
        """Carry out `op` without customers' keys."""
        return self.send(op, Use())

    def send(self, op: Op[R], use: Use) -> R:
        """Carry out `op` with these keys; raise `StoreError` (INVALID, code KeyOnHttp) where others could read them."""
        line = self._line
        try:
            if op.writes and line.account.read_only:
                raise StoreError(Kind.DENIED, code=OwnCode.READ_ONLY, sent=Sent.NO)
            credentials = line.credentials()
            if (credentials.customer_key, credentials.source_key) != (use.own, use.source):
                credentials = replace(credentials, customer_key=use.own, source_key=use.source)
            if use != Use():
                _check_way(line.site(op.at))
            request = self._request(op, credentials)
            try:
                answer = self._sender.send(request)
                line.learn_time(answer.header("date"), self._clock.now())
                result = line.dialect.decode(op, line.account, answer)
            except StoreError as error:
                OwnWords(request, credentials).clean_error(error)
                raise
        except StoreError as error:
            error.op = error.op or type(op).__name__
            _settle(error, op.idempotent)
            raise
        if isinstance(result, Deletions):
            return cast(R, OwnWords(request, credentials).cleaned(result))
        return result

    def _request(self, op: Op[R], credentials: Credentials) -> WireRequest:
        line = self._line
        try:
            request = line.dialect.encode(op, line.account, line.site(op.at), credentials, self._now())
        except ValueError as error:
            raise StoreError(Kind.INVALID, code=OwnCode.NOT_SENDABLE, message=str(error), sent=Sent.NO) from None
        account = line.account
        if not account.proxy and not account.ca_bundle:
            return request
        return replace(request, route=Route(account.proxy, credentials.proxy_password, account.ca_bundle))

    def _now(self) -> float:
        return self._clock.now() + self._line.offset_s


def _check_way(site: Site) -> None:
    if is_unencrypted(f"{site.scheme}://{site.host}"):
        message = "a customer's key is sent by https only"
        raise StoreError(Kind.INVALID, code=OwnCode.KEY_ON_HTTP, message=message, sent=Sent.NO)


def _settle(error: StoreError, idempotent: bool) -> None:
    refused = 400 <= error.status < 500
    if error.kind is not Kind.TRANSIENT or error.sent is Sent.NO or refused:
        return
    error.sent = Sent.MAYBE
    if not idempotent:
        error.kind = Kind.AMBIGUOUS


class HeadCauseStore:
    """Finds out why a HEAD was refused, whose answer has no body to say so.

    An expired token, a wrong clock, an unknown key and another region all come as a bare 400 or 403. So one byte of
    the object is asked for once, and what that answer says is raised in place of the bare refusal. Where a GET is
    denied too, and says so, the denial of further objects of the bucket is believed without one.
    """

    def __init__(self, store: Store, line: AccountSession) -> None:
        self._store = store
        self._line = line

    def call(self, op: Op[R]) -> R:
        try:
            return self._store.call(op)
        except StoreError as error:
            is_bare = error.status in _BARE and not error.code
            if isinstance(op, HeadObject) and is_bare and not self._leads_elsewhere(error, op.at):
                self._raise_cause(op.ref, error)
            raise

    def _leads_elsewhere(self, error: StoreError, bucket: str) -> bool:
        """Whether the refusal names another site for the bucket: that explains itself."""
        if error.kind is not Kind.WRONG_REGION or not error.hint:
            return False
        now = self._line.site(bucket)
        return self._line.dialect.moved_site(now, error.hint) not in (None, now)

    def _raise_cause(self, ref: ObjectRef, bare: StoreError) -> None:
        """Raise what a GET is told; return where that is nothing more."""
        if bare.kind is Kind.DENIED and ref.bucket in self._line.mute:
            return
        try:
            self._store.call(GetObject(ref, first=0, last=0))
        except StoreError as cause:
            if not cause.code or cause.status not in _BARE:
                return
            if cause.kind is not bare.kind:
                cause.op = bare.op
                raise cause from bare
            if cause.kind is Kind.DENIED:
                self._line.mute.add(ref.bucket)


#: The statuses of refusals that a HEAD cannot explain.
_BARE = frozenset({301, 307, 400, 401, 403})


class CorrectingStore:
    """Mends what an answer shows to be wrong on our side, and repeats the operation.

    Each kind of fault is mended at most once a call, and once more where the second answer lacks the hint that the
    first one had; a fault that returns is raised. All three faults are refusals: nothing was done, so any operation
    may be repeated.
    """

    def __init__(
        self,
        store: Store,
        line: AccountSession,
        clock: Clock,
        renew: Callable[[Account], Credentials | None] | None = None,
    ) -> None:
        """`renew` is asked for new temporary credentials, from the calling thread; None or no answer means: raise."""
        self._store = store
        self._line = line
        self._clock = clock
        self._renew = renew

    def call(self, op: Op[R]) -> R:
        mended: set[tuple[Kind, bool]] = set()
        while True:
            used, site = self._line.credentials(), self._site(op.at)
            try:
                return self._store.call(op)
            except StoreError as error:
                fault = (error.kind, bool(error.hint))
                if fault in mended or not self._mend(error, op.at, used, site):
                    raise
                mended.add(fault)

    def _mend(self, error: StoreError, bucket: str, used: Credentials, site: Site | None) -> bool:
        match error.kind:
            case Kind.CLOCK_SKEW:
                return self._mend_clock(error.hint)
            case Kind.WRONG_REGION:
                # Another thread may have learned the true site since this request was signed for the old one.
                return self._site(bucket) != site or self._mend_site(error.hint, bucket)
            case Kind.CREDENTIALS_EXPIRED if self._renew is not None:
                return self._line.renew(used, self._renew)
            case _:
                return False

    def _site(self, bucket: str) -> Site | None:
        """Where requests for the bucket go now; None where the endpoint is unusable, which the request itself says."""
        try:
            return self._line.site(bucket)
        except StoreError:
            return None

    def _mend_clock(self, hint: str) -> bool:
        try:
            server = float(hint)
        except ValueError:
            return False
        self._line.offset_s = self._line.seen_offset_s = server - self._clock.now()
        return True

    def _mend_site(self, hint: str, bucket: str) -> bool:
        line, now = self._line, self._line.site(bucket)
        moved = line.dialect.moved_site(now, hint) if hint else self._listed_site(bucket)
        if moved is None or moved == now:
            return False
        line.learn_site(bucket, moved)
        return True

    def _listed_site(self, bucket: str) -> Site | None:
        """Where the account's list of buckets says that the bucket is: answers to HEAD may have no room to say it."""
        line = self._line
        try:
            line.learn_buckets(*list_buckets(self._store))
        except StoreError:
            return None  # the fault that was to be mended says more than why it could not be
        info = line.bucket(bucket)
        return None if info is None else line.dialect.bucket_site(line.account, info)


def list_buckets(store: Store) -> Iterator[BucketInfo]:
    """All buckets that the store lists; see `pages`."""
    for page in pages(lambda: store, ListBuckets()):
        yield from page.buckets


class FirstListStore:
    """Lists by the first version of the call where a store says that it does not know the second."""

    def __init__(self, store: Store, line: AccountSession) -> None:
        self._store = store
        self._line = line

    def call(self, op: Op[R]) -> R:
        if not isinstance(op, ListObjects):
            return self._store.call(op)
        if self._line.lists_first:
            return cast(R, self._store.call(replace(op, version=1)))
        try:
            return cast(R, self._store.call(op))
        except StoreError as error:
            if not _is_too_new(error):
                raise
            try:
                page = self._store.call(replace(op, version=1))
            except StoreError:
                raise error from None
            self._line.lists_first = True
            return cast(R, page)


def _is_too_new(error: StoreError) -> bool:
    """Whether a store says that it does not know a list call, or what stands in it; no vendor's code says which."""
    return error.kind is Kind.UNSUPPORTED or (error.kind is Kind.INVALID and error.status in (400, 404, 405, 501))


class PinCaseStore:
    """Repeats a copy that was refused because of its pin, with the digits of the ETag in the other letter case.

    Something between here and the store may spell an ETag otherwise than the store does, which then compares letter by
    letter. A digest names the same bytes in either case, so what is copied is still what was planned.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def call(self, op: Op[R]) -> R:
        try:
            return self._store.call(op)
        except StoreError as error:
            other = _in_other_case(op)
            if error.kind is not Kind.SOURCE_CHANGED or other is None:
                raise
            try:
                return cast(R, self._store.call(cast(Op[Any], other)))
            except StoreError as again:
                raise (error if again.kind is Kind.SOURCE_CHANGED else again) from None


def _in_other_case(op: Op[Any]) -> CopyObject | CopyPart | None:
    """The copy with its pin in the other letter case; None where that would be no other, or no digest."""
    if not isinstance(op, CopyObject | CopyPart) or not is_digest(op.pin.etag):
        return None
    etag = op.pin.etag
    other = etag.lower() if etag != etag.lower() else etag.upper()
    return None if other == etag else replace(op, pin=replace(op.pin, etag=other))


class SourceDenialStore:
    """Says of a denied copy that it is the source which may not be read, where that is so.

    The key of the target's account sends a copy and reads the source with it, while all that was seen of the source
    before was seen with the key of the source's account. The answer to a copy does not say which right is missing,
    so one byte of the source is asked for with the key that made the copy. Then the error's code is
    `OwnCode.SOURCE_NOT_READABLE`, and the vendor's own code stands in front of its text; in all other cases the error
    is raised as it is.
    """

    def __init__(self, store: Store, line: AccountSession) -> None:
        self._store = store
        self._line = line

    def call(self, op: Op[R]) -> R:
        try:
            return self._store.call(op)
        except StoreError as error:
            is_answer = error.kind is Kind.DENIED and error.code != OwnCode.READ_ONLY
            if is_answer and isinstance(op, (CopyObject, CopyPart)) and self._is_unreadable(op):
                said = ": ".join(part for part in (error.code, error.message) if part)
                error.code, error.message = OwnCode.SOURCE_NOT_READABLE, said
            raise

    def _is_unreadable(self, op: CopyObject | CopyPart) -> bool:
        if op.source.account == op.ref.account:
            return False
        if op.source_site is not None:
            self._line.learn_site(op.source.bucket, op.source_site)  # it may be in another region than this account
        try:
            self._store.call(GetObject(replace(op.source, account=op.ref.account), first=0, last=0))
        except StoreError as error:
            return error.kind is Kind.DENIED
        return False


class RetryingStore:
    """Waits and retries by `core.rules.retry`; each wait ends at once when `cancel` is set.

    Raises `Cancelled`, or the last failure when there is no use in going on. `tries` bounds the attempts further,
    for a caller that somebody sits in front of.
    """

    def __init__(self, store: Store, clock: Clock, cancel: Cancel, tries: int | None = None) -> None:
        self._store = store
        self._clock = clock
        self._cancel = cancel
        self._tries = tries

    def call(self, op: Op[R]) -> R:
        attempt = 0
        while True:
            self._cancel.check()
            try:
                return self._store.call(op)
            except StoreError as error:
                attempt += 1
                wait_s = next_try(error, idempotent=op.idempotent, attempt=attempt, chance=self._clock.random())
                if wait_s is None or attempt == self._tries:
                    raise
            self._clock.wait(self._cancel, wait_s)


class CountingStore:
    """Tells of every operation before it is carried out."""

    def __init__(self, store: Store, on_call: Callable[[], None]) -> None:
        self._store = store
        self._on_call = on_call

    def call(self, op: Op[R]) -> R:
        self._on_call()
        return self._store.call(op)
