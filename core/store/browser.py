"""Looking into stores.

Every call blocks on the network: for a worker thread, never the one that paints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from core.model.errors import Kind, OwnCode, StoreError
from core.model.limits import Features, Limits
from core.model.ops import (
    AbortUpload,
    GetAcl,
    GetLink,
    GetTags,
    GetVersioning,
    HeadObject,
    ListObjects,
    ListUploads,
    ObjectPage,
    PutObject,
    Store,
)
from core.model.reports import Finding, Verdict
from core.model.values import (
    Account,
    BucketInfo,
    Credentials,
    ObjectInfo,
    ObjectRef,
    Seen,
    UploadInfo,
    VersionEntry,
    known,
)
from core.rules.providers import StorageClass
from core.rules.vocabulary import acl_words, encryption_words
from core.store.dialects.base import Dialect
from core.store.layers import TransportApi
from core.store.reads import pages, seen, versions_of, versions_under
from core.store.stores import Stores, dialect_for, is_refusal
from core.store.transport import Transport
from core.system.clock import Cancel, Clock

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
        """One page of what lies directly under `prefix`; `token` is "" for the first page, else the last `next`.

        Only the last page may be empty.
        """
        op = ListObjects(bucket, prefix=prefix, delimiter="/", token=token)
        found = pages(lambda: self._store(account, cancel), op)
        return next(page for page in found if page.entries or page.prefixes or page.next is None)

    def level(self, account: str, bucket: str, prefix: str, cancel: Cancel) -> Iterator[ObjectPage]:
        """All pages of what lies directly under `prefix`."""
        return pages(lambda: self._store(account, cancel), ListObjects(bucket, prefix=prefix, delimiter="/"))

    def walk(self, account: str, bucket: str, prefix: str, cancel: Cancel) -> Iterator[ObjectPage]:
        """All pages of all keys under `prefix`, at any depth."""
        return pages(lambda: self._store(account, cancel), ListObjects(bucket, prefix=prefix))

    def stat(self, ref: ObjectRef, cancel: Cancel) -> ObjectInfo:
        """The object with its tags and its ACL, as far as the key may read them."""
        store = self._store(ref.account, cancel)
        info = store.call(HeadObject(ref))
        features = self._stores.features(ref.account)
        tags: Seen[Mapping[str, str]] = info.props.tags
        if features.tags:
            tags = known({}) if info.tag_count == 0 else seen(store, GetTags(ref))
        acl = seen(store, GetAcl(ref)) if features.acl else info.props.acl
        return replace(info, props=replace(info.props, tags=tags, acl=acl))

    # ------------------------------------------------------------ versions

    def versioning(self, account: str, bucket: str, cancel: Cancel) -> str:
        """ "enabled", "suspended", or "" for a bucket that never kept versions, as in a store that knows none."""
        try:
            return self._store(account, cancel).call(GetVersioning(bucket))
        except StoreError as error:
            if error.kind is Kind.UNSUPPORTED:
                return ""
            raise

    def versions(
        self, account: str, bucket: str, prefix: str, cancel: Cancel, *, key: str = ""
    ) -> Iterator[tuple[VersionEntry, ...]]:
        """All versions and delete markers under `prefix`, page by page; with `key`, those of this one object alone."""

        def store() -> Store:
            return self._store(account, cancel)

        return versions_of(store, ObjectRef(account, bucket, key)) if key else versions_under(store, bucket, prefix)

    # ------------------------------------------------------------ unfinished uploads

    def uploads(self, account: str, bucket: str, prefix: str, cancel: Cancel) -> Iterator[UploadInfo]:
        """All unfinished uploads to keys under `prefix`, whoever began them."""
        for page in pages(lambda: self._store(account, cancel), ListUploads(bucket, prefix=prefix)):
            yield from page.uploads

    def abort(self, account: str, bucket: str, upload: UploadInfo, cancel: Cancel) -> None:
        """Drop an unfinished upload with its parts; one that is gone already is no error."""
        self._store(account, cancel).call(AbortUpload(ObjectRef(account, bucket, upload.key), upload.upload_id))

    # ------------------------------------------------------------ single objects

    def link(self, ref: ObjectRef, expires_in_s: int) -> str:
        """A URL by which anybody can read the object for that long; see `Stores.link`."""
        return self._stores.link(ref, expires_in_s)

    def link_target(self, ref: ObjectRef, cancel: Cancel) -> str:
        """The key that a symbolic link points to; UNSUPPORTED where the store has no links."""
        return self._store(ref.account, cancel).call(GetLink(ref))

    def make_folder(self, account: str, bucket: str, prefix: str, cancel: Cancel) -> None:
        """Make the empty object that stands for a folder; EXISTS when there is one.

        It is looked for first: the header that refuses to overwrite has no effect in a bucket with versions, and not
        every store knows it.
        """
        ref = ObjectRef(account, bucket, prefix if prefix.endswith("/") or not prefix else f"{prefix}/")
        store = self._store(account, cancel)
        try:
            store.call(HeadObject(ref))
        except StoreError as error:
            if error.kind is not Kind.NOT_FOUND:
                raise
        else:
            raise StoreError(
                Kind.EXISTS, op="PutObject", code=OwnCode.FOLDER_EXISTS, message="the folder is there already"
            )
        store.call(PutObject(ref, body=b"", create_only=True))

    # ------------------------------------------------------------ what there is to choose

    def storage_classes(self, account: str) -> tuple[StorageClass, ...]:
        """The storage classes that the account's provider offers, the quickest to read first. Asks nobody."""
        return self._stores.provider(account).storage_classes

    def acl_words(self, account: str) -> tuple[str, ...]:
        """The ACLs that an object can be given, the usual one first; none where the store has no ACLs. Asks nobody."""
        provider = self._stores.provider(account)
        return acl_words(provider) if provider.features.acl else ()

    def encryption_words(self, account: str) -> Mapping[str, str]:
        """How the store encrypts objects: the vendor's words by the common ones. Asks nobody."""
        return encryption_words(self._stores.provider(account))

    def restore_tiers(self, account: str, storage_class: str) -> tuple[str, ...]:
        """How fast objects of a class can be restored, in the vendor's words; none without a choice. Asks nobody."""
        found = self._stores.provider(account).storage_class(storage_class)
        return found.tiers if found else ()

    def features(self, account: str) -> Features:
        """What the account's provider can do at all. Asks nobody."""
        return self._stores.features(account)

    def presign_max_s(self, account: str) -> int:
        """The longest life of a link, in seconds. Asks nobody."""
        return self._stores.provider(account).presign_max_s

    def limits(self, account: str) -> Limits:
        """What the account's provider allows. Asks nobody."""
        return self._stores.limits(account)

    # ------------------------------------------------------------ pieces

    def _store(self, account: str, cancel: Cancel) -> Store:
        return self._stores.patient(account, cancel, tries=TRIES)


# ---------------------------------------------------------------- the Test button


def check_account(
    account: Account,
    credentials: Credentials | None,
    cancel: Cancel,
    *,
    clock: Clock,
    open_transport: Callable[[], TransportApi] = Transport,
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
    OwnCode.BAD_ENDPOINT: Finding.WRONG_ENDPOINT,
    OwnCode.BAD_HOST: Finding.WRONG_ENDPOINT,
    OwnCode.HOST_NOT_FOUND: Finding.WRONG_ENDPOINT,
    OwnCode.TLS_FAILED: Finding.WRONG_ENDPOINT,
    OwnCode.NO_STORE: Finding.WRONG_ENDPOINT,
    OwnCode.CERTIFICATE_NOT_TRUSTED: Finding.UNTRUSTED,
    OwnCode.CA_FILE_UNUSABLE: Finding.UNTRUSTED,
}


def _finding(error: StoreError) -> Finding:
    if error.code in _FINDINGS_BY_CODE:
        return _FINDINGS_BY_CODE[error.code]
    if error.kind is Kind.BAD_CREDENTIALS:
        return Finding.BAD_SECRET if error.code in ("SignatureDoesNotMatch", OwnCode.NO_SECRET) else Finding.BAD_KEY
    return _FINDINGS.get(error.kind, Finding.FAILED)
