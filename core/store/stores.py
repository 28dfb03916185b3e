"""From an account's name to a store, and what is known of its buckets.

Everything that an account's answers have taught is shared by all threads; a connection is not: each thread has a
transport of its own, because one pool for all threads costs more processor time than the requests.
"""

from __future__ import annotations

import importlib
import threading
import weakref
from collections.abc import Callable, Hashable
from functools import cache
from typing import Any, Protocol, TypeVar, cast

from core.model.errors import Kind, KnownError, OwnCode, SecretsLockedError, Sent, StoreError
from core.model.limits import Features, Limits
from core.model.ops import GetBucketInfo, GetBucketLocation, Op, R, Store
from core.model.values import Account, BucketInfo, Credentials, ObjectRef, Site
from core.rules.providers import Provider, provider
from core.store.curl import Multiplexer
from core.store.customer_keys import CustomerKeys, CustomerKeyStore, no_keys
from core.store.dialects.base import Dialect
from core.store.layers import (
    AccountSession,
    CorrectingStore,
    FirstListStore,
    HeadCauseStore,
    HttpStore,
    PinCaseStore,
    RetryingStore,
    SourceDenialStore,
    TransportApi,
    list_buckets,
)
from core.store.side_by_side import OneByOne, Runner, SideBySide
from core.store.transport import Transport
from core.system.clock import Cancel, Clock

T = TypeVar("T")

#: How a store says that it does not answer a question, or not to this key.
_REFUSALS = frozenset({Kind.DENIED, Kind.UNSUPPORTED, Kind.INVALID, Kind.WRONG_REGION, Kind.NOT_FOUND})


class Accounts(Protocol):
    """Where accounts are found by name; `core.system.accounts.AccountBook` is one."""

    def get(self, name: str) -> Account:
        """Raise `KeyError` for an unknown name."""
        ...


#: Finds an account's credentials; None when it has none. May block for seconds, and raise `KnownError`.
CredentialsSource = Callable[[Account], Credentials | None]


@cache
def dialect_for(provider_name: str) -> Dialect:
    """The dialect of a provider: the `DIALECT` of the module `core.dialects.<its dialect's name>`.

    Raises `KeyError` when there is no such provider.
    """
    module = importlib.import_module(f"core.store.dialects.{provider(provider_name).dialect_name}.dialect")
    return cast(Dialect, module.DIALECT)


def stack(
    line: AccountSession,
    sender: TransportApi,
    clock: Clock,
    *,
    renew: CredentialsSource | None = None,
    cancel: Cancel | None = None,
    tries: int | None = None,
    keys: CustomerKeys | None = None,
) -> Store:
    """Put the layers together, from HttpStore outwards to RetryingStore.

    Without `cancel` there is no waiting and no retry.
    """
    store: Store = CustomerKeyStore(HttpStore(line, sender, clock).send, keys or no_keys())
    store = HeadCauseStore(store, line)
    store = CorrectingStore(store, line, clock, renew)
    store = SourceDenialStore(PinCaseStore(FirstListStore(store, line)), line)
    if cancel is not None:
        store = RetryingStore(store, clock, cancel, tries)
    return store


class Stores:
    """All accounts' stores. Thread: any; a store that it returns is for the calling thread alone."""

    def __init__(
        self,
        accounts: Accounts,
        credentials: CredentialsSource,
        clock: Clock,
        *,
        open_transport: Callable[[], TransportApi] | None = None,
        renew: CredentialsSource | None = None,
        find_dialect: Callable[[str], Dialect] = dialect_for,
        find_provider: Callable[[str], Provider] = provider,
    ) -> None:
        """Open no connection yet.

        Args:
            open_transport: makes the transport of each thread; None for httpx, and libcurl for what runs side by side.
            renew: asked for new credentials when temporary ones have expired.
        """
        self._accounts = accounts
        self._credentials = credentials
        self._clock = clock
        self._open_transport = open_transport or Transport
        self._is_simple = open_transport is not None
        self._renew = renew
        self._find_dialect = find_dialect
        self._find_provider = find_provider
        self._keys = CustomerKeys(self._customer_key)
        self._here = threading.local()
        self._lock = threading.Lock()
        # guarded by self._lock
        self._lines: dict[str, AccountSession] = {}
        self._senders: weakref.WeakSet[TransportApi] = weakref.WeakSet()

    # ------------------------------------------------------------ stores

    def bare(self, account: str) -> Store:
        """A store that mends skew, region and credentials once, and otherwise raises at once."""
        return self._stack(self._line(account))

    def patient(self, account: str, cancel: Cancel, *, tries: int | None = None) -> Store:
        """The same, with waits and retries; `tries` bounds the attempts."""
        line = self._line(account)
        return self._stack(line, cancel, tries)

    # ------------------------------------------------------------ what is known

    def account(self, name: str) -> Account:
        """Raise `StoreError` (INVALID, code UnknownAccount) when no account has that name."""
        try:
            return self._accounts.get(name)
        except KeyError:
            message = f"there is no account named {name!r}"
            raise StoreError(Kind.INVALID, code=OwnCode.UNKNOWN_ACCOUNT, message=message, sent=Sent.NO) from None

    def is_read_only(self, name: str) -> bool:
        """Whether nothing may be written with an account; an unknown one is told when it is used."""
        try:
            return self._accounts.get(name).read_only
        except KeyError:
            return False

    def limits(self, account: str) -> Limits:
        return self.provider(account).limits

    def features(self, account: str) -> Features:
        return self.provider(account).features

    def provider(self, account: str) -> Provider:
        """What is known of the account's provider as data. Raise `StoreError` (INVALID) when nothing is."""
        return self._provider(self.account(account))

    def holds_pin(self, account: str, operation: str, probe: Callable[[], bool] | None = None) -> bool | None:
        """Whether a copy through this account is refused when its source is not the pinned one.

        `operation` is the kind of request, the class name of an operation. Known of the provider, or found out once by
        `probe`, which may raise `StoreError`; None when nobody knows yet.
        """
        if self.features(account).honours_pin:
            return True
        return self._line(account).holds_pin(operation, probe)

    def lacks(self, account: str, operation: type[Op[Any]]) -> bool:
        """Whether the store was found not to offer an operation."""
        return operation in self._line(account).lacking

    def note_lack(self, account: str, operation: type[Op[Any]]) -> None:
        """Remember that the store does not offer an operation, so that it is not asked again in this run."""
        self._line(account).lacking.add(operation)

    def keeps(self, place: ObjectRef, shape: Hashable) -> bool:
        """Whether a copy into the bucket of `place` was seen to keep properties of this shape."""
        return (place.bucket, shape) in self._line(place.account).kept

    def note_kept(self, place: ObjectRef, shape: Hashable) -> None:
        """Remember that such a copy was looked at, and has kept all."""
        self._line(place.account).kept.add((place.bucket, shape))

    def clock_offset_s(self, account: str) -> float:
        """Seconds that the store's clock is ahead of ours by its last answer, to a second or two; 0.0 before that."""
        return self._line(account).seen_offset_s

    def site(self, account: str, bucket: str) -> Site:
        """Where a bucket's requests go. Asks the store when nothing is known of the bucket."""
        self.bucket(account, bucket)
        return self._line(account).site(bucket)

    def link(self, ref: ObjectRef, expires_in: int) -> str:
        """A URL that lets anybody read `ref` for `expires_in` seconds from now, by the store's clock.

        Nothing is asked of the store, but where the bucket is when that is not known. Raise `StoreError` (INVALID,
        code BadLink) with a sentence when the provider allows no such link.
        """
        site, line = self.site(ref.account, ref.bucket), self._line(ref.account)
        now = self._clock.now() + line.offset_s
        try:
            return line.dialect.presign(line.account, site, line.credentials(), ref=ref, expires_in=expires_in, now=now)
        except ValueError as error:
            raise StoreError(Kind.INVALID, code=OwnCode.BAD_LINK, message=str(error), sent=Sent.NO) from None

    def buckets(
        self, account: str, *, cancel: Cancel | None = None, tries: int | None = None
    ) -> tuple[BucketInfo, ...]:
        """Ask the store for all buckets of the account, and keep the answer."""
        line = self._line(account)
        store = self._stack(line, cancel, tries)
        found = tuple(list_buckets(store))
        line.learn_buckets(*found)
        return found

    def bucket(self, account: str, name: str) -> BucketInfo:
        """What is known of a bucket: kept, listed, or asked of the store; else what the account says.

        A key that may neither list buckets nor read the bucket's information still gets an answer. Raises
        `StoreError` when the bucket does not exist or the store cannot be asked now.
        """
        line = self._line(account)
        info = line.bucket(name)
        if info is None and not line.has_listed:
            info = self._from_list(line, name)
        if info is None:
            info = self._from_bucket(line, name)
            line.learn_buckets(info)
        return info

    def _from_list(self, line: AccountSession, name: str) -> BucketInfo | None:
        _try(lambda: self.buckets(line.account.name))
        line.has_listed = True
        return line.bucket(name)

    def _from_bucket(self, line: AccountSession, name: str) -> BucketInfo:
        store = self.bare(line.account.name)
        info = _try(lambda: store.call(GetBucketInfo(name)))
        if info is not None:
            return info
        region = _try(lambda: store.call(GetBucketLocation(name)))
        # A refused question can still have taught the bucket's site, by way of its endpoint in the refusal.
        return BucketInfo(name, region=region or line.site(name).region)

    # ------------------------------------------------------------ life

    def invalidate(self, account: str) -> None:
        """Forget what was learned of an account: its credentials have changed, or it is gone.

        A changed entry in the account book is noticed without this.
        """
        with self._lock:
            self._lines.pop(account, None)

    def interrupt(self) -> None:
        """End the requests of all threads at once. Thread: any."""
        with self._lock:
            senders = list(self._senders)
        for sender in senders:
            sender.interrupt()

    def side_by_side(self) -> Runner:
        """What runs many functions at once in the calling thread; all that this thread sends goes through it.

        After `close_thread` another one is needed.
        """
        if self._is_simple:
            return OneByOne()
        sender: TransportApi | None = getattr(self._here, "sender", None)
        if not isinstance(sender, SideBySide):
            self.close_thread()
            sender = self._here.sender = SideBySide(Multiplexer())
            with self._lock:
                self._senders.add(sender)
        return sender

    def close_thread(self) -> None:
        """Close the calling thread's connections; it may use stores again."""
        sender: TransportApi | None = getattr(self._here, "sender", None)
        if sender is not None:
            del self._here.sender
            sender.close()
            with self._lock:
                self._senders.discard(sender)

    def _line(self, name: str) -> AccountSession:
        account = self.account(name)
        with self._lock:
            line = self._lines.get(name)
            if line is None or line.account != account:
                line = self._lines[name] = AccountSession(account, self._dialect(account), self._load)
            return line

    def _dialect(self, account: Account) -> Dialect:
        return self._found(self._find_dialect, account)

    def _provider(self, account: Account) -> Provider:
        return self._found(self._find_provider, account)

    def _found(self, find: Callable[[str], T], account: Account) -> T:
        try:
            return find(account.provider)
        except KeyError:
            message = f"the provider {account.provider!r} of the account {account.name!r} is not known"
            raise StoreError(Kind.INVALID, code=OwnCode.UNKNOWN_PROVIDER, message=message, sent=Sent.NO) from None

    def _load(self, account: Account) -> Credentials:
        try:
            found = self._credentials(account)
        except SecretsLockedError as error:
            raise StoreError(
                Kind.BAD_CREDENTIALS, code=OwnCode.SECRETS_LOCKED, message=str(error), sent=Sent.NO
            ) from None
        except KnownError as error:  # the keyring is locked
            raise StoreError(Kind.BAD_CREDENTIALS, code=OwnCode.NO_KEYRING, message=str(error), sent=Sent.NO) from None
        if found is None:
            message = f"no secret is saved for the account {account.name!r}"
            raise StoreError(Kind.BAD_CREDENTIALS, code=OwnCode.NO_SECRET, message=message, sent=Sent.NO)
        return found

    def _customer_key(self, name: str) -> str:
        return self._line(name).credentials().customer_key if self.account(name).customer_key else ""

    def _stack(self, line: AccountSession, cancel: Cancel | None = None, tries: int | None = None) -> Store:
        sender = self._sender()
        return stack(line, sender, self._clock, renew=self._renew, cancel=cancel, tries=tries, keys=self._keys)

    def _sender(self) -> TransportApi:
        sender: TransportApi | None = getattr(self._here, "sender", None)
        if sender is None:
            sender = self._here.sender = self._open_transport()
            with self._lock:
                self._senders.add(sender)
        return sender


def _try(ask: Callable[[], R]) -> R | None:
    """None when the store refuses to answer; other failures are raised."""
    try:
        return ask()
    except StoreError as error:
        if is_refusal(error):
            return None
        raise


def is_refusal(error: StoreError) -> bool:
    """Whether a failed question says nothing but that it is not answered, so that another one may be tried.

    That includes a question that the endpoint has no place for: a custom domain cannot list buckets. It does not
    include a request that could not leave for another reason, such as a certificate that is not trusted.
    """
    return error.kind in _REFUSALS and (error.sent is not Sent.NO or error.code == OwnCode.BAD_ENDPOINT)
