"""Stand-ins for what the window knows of a store: canned data, recorded calls, faults and waits on demand.

They keep the contracts of `Browser`, `AccountBook` and `Vault`, and touch
neither a disk nor a socket.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from core.model.errors import Kind, StoreError
from core.model.limits import Features, Limits
from core.model.ops import ObjectPage
from core.model.values import (
    Account,
    BucketInfo,
    Credentials,
    Encryption,
    Entry,
    ObjectInfo,
    ObjectRef,
    Props,
    VersionEntry,
    known,
)
from core.rules.providers import Provider, StorageClass, provider
from core.system.clock import Cancel
from core.system.secrets_file import FileState, WrongPassphraseError
from core.system.vault import Kept

NOON = 1_760_000_000.0
GIB = 1 << 30
PAGE = 1000


def entry(key: str, size: int = 1024, *, modified: float = NOON, storage_class: str = "Standard") -> Entry:
    """An object of a listing, with an ETag that follows from its key."""
    return Entry(key, size, f"{abs(hash(key)):032X}"[:32], modified, storage_class)


def bucket(name: str, region: str = "cn-hangzhou", *, storage_class: str = "Standard") -> BucketInfo:
    """A bucket as a listing shows it."""
    return BucketInfo(
        name,
        region,
        f"oss-{region}.aliyuncs.com",
        f"oss-{region}-internal.aliyuncs.com",
        created=NOON - 86_400 * 300,
        storage_class=storage_class,
    )


def _photos() -> list[Entry]:
    keys = [
        entry("2024/beach/dawn.jpg", 4_182_114),
        entry("2024/beach/dusk.jpg", 3_905_220),
        entry("2024/mountains/summit.jpg", 6_001_002),
        entry("2025/lake/ferry.jpg", 5_120_000),
        entry("albums/summer.json", 2_048),
        entry("holiday.mp4", 5 * GIB + 12_345),
        entry("panorama.tif", 812 * 1024 * 1024),
        entry("read me.txt", 640),
        entry("原始素材/第一天.mov", 2 * GIB),
    ]
    return keys + [entry(f"raw/IMG_{n:04}.dng", 24_000_000 + n * 1_117) for n in range(2_400)]


def _research() -> list[Entry]:
    return [
        entry("genomes/HG002.bam", 118 * GIB, storage_class="IA"),
        entry("genomes/HG002.bam.bai", 9_120_448, storage_class="IA"),
        entry("notes.md", 3_310),
        entry("spectra/run-001.h5", 18 * GIB),
        entry("spectra/run-002.h5", 19 * GIB),
    ]


@dataclass
class FakeBucket:
    info: BucketInfo
    entries: list[Entry]


def canned_world() -> dict[str, dict[str, FakeBucket]]:
    """Two accounts; the second may not list its buckets (see `FakeBrowser.denied`)."""
    studio = {
        "holiday-photos": FakeBucket(bucket("holiday-photos"), _photos()),
        "research-data": FakeBucket(bucket("research-data"), _research()),
        "cold-archive": FakeBucket(
            bucket("cold-archive", "cn-shanghai", storage_class="Archive"),
            [entry("2019/tapes.tar", 900 * GIB, storage_class="Archive")],
        ),
        "empty-bucket": FakeBucket(bucket("empty-bucket", storage_class="IA"), []),
    }
    partner = {"partner-drop": FakeBucket(bucket("partner-drop"), [entry("inbox/report.pdf", 812_000)])}
    return {"Studio": studio, "Partner": partner}


class FakeAccountBook:
    """The saved accounts, in memory."""

    def __init__(self, accounts: Iterable[Account] | None = None) -> None:
        given = canned_accounts() if accounts is None else accounts
        self._accounts = {account.name: account for account in given}

    def names(self) -> tuple[str, ...]:
        return tuple(self._accounts)

    def get(self, name: str) -> Account:
        return self._accounts[name]

    def put(self, account: Account) -> None:
        self._accounts[account.name] = account

    def remove(self, name: str) -> None:
        self._accounts.pop(name, None)


def canned_accounts() -> tuple[Account, ...]:
    endpoint = "https://oss-cn-hangzhou.aliyuncs.com"
    return (
        Account("Studio", "oss", endpoint, "cn-hangzhou", key_id="LTAIstudio"),
        Account("Partner", "oss", endpoint, "cn-hangzhou", key_id="LTAIpartner", start_path="partner-drop/inbox/"),
    )


class FakeVault:
    """Credentials in memory."""

    def __init__(self) -> None:
        self.saved: dict[str, Credentials] = {}
        self.file, self.passphrase = FileState.NONE, ""

    def load(self, account: Account) -> Credentials | None:
        return self.saved.get(account.name)

    def save(self, account: Account, credentials: Credentials) -> Kept:
        self.saved[account.name] = credentials
        return Kept.MEMORY

    def forget(self, account: Account) -> None:
        self.saved.pop(account.name, None)

    def has_keyring(self) -> bool:
        return False

    def file_state(self) -> FileState:
        return self.file

    def open_file(self, passphrase: str) -> None:
        if passphrase != self.passphrase:
            raise WrongPassphraseError
        self.file = FileState.OPEN


@dataclass
class FakeBrowser:
    """Lists `world`. Thread: any.

    Attributes:
        page_size: keys and prefixes on one page.
        denied: accounts that may not list their buckets.
        versioned: buckets that keep versions.
        fail: the error that the next calls raise, by "account:bucket/prefix"; stays until it is removed.
        gate: while it is cleared, listing calls wait on it.
        calls: what was asked, in order.
    """

    world: dict[str, dict[str, FakeBucket]] = field(default_factory=canned_world)
    page_size: int = PAGE
    denied: set[str] = field(default_factory=lambda: {"Partner"})
    versioned: set[str] = field(default_factory=set)
    fail: dict[str, StoreError] = field(default_factory=dict)
    gate: threading.Event = field(default_factory=threading.Event)
    calls: list[tuple[str, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.gate.set()

    def buckets(self, account: str, cancel: Cancel) -> tuple[BucketInfo, ...]:
        self.calls.append(("buckets", account))
        self._wait(f"{account}:", cancel)
        if account in self.denied:
            raise StoreError(Kind.DENIED, "ListBuckets", 403, "AccessDenied", "no right to list the buckets")
        return tuple(b.info for b in self.world[account].values())

    def page(self, account: str, bucket: str, prefix: str, token: str, cancel: Cancel) -> ObjectPage:
        self.calls.append(("page", account, bucket, prefix, token))
        self._wait(f"{account}:{bucket}/{prefix}", cancel)
        rows = self._rows(self._bucket(account, bucket).entries, prefix)
        first = int(token or "0")
        shown = rows[first : first + self.page_size]
        more = first + self.page_size < len(rows)
        return ObjectPage(
            tuple(row for row in shown if isinstance(row, Entry)),
            tuple(row for row in shown if isinstance(row, str)),
            str(first + self.page_size) if more else None,
        )

    def stat(self, ref: ObjectRef, cancel: Cancel) -> ObjectInfo:
        self.calls.append(("stat", ref.account, ref.bucket, ref.key))
        self._wait(f"{ref.account}:{ref.bucket}/{ref.key}", cancel)
        for item in self._bucket(ref.account, ref.bucket).entries:
            if item.key == ref.key:
                return info_of(ref, item)
        raise StoreError(Kind.NOT_FOUND, "HeadObject", 404, "NoSuchKey", "The specified key does not exist.")

    def walk(self, account: str, bucket: str, prefix: str, cancel: Cancel) -> Iterator[ObjectPage]:
        self._wait(f"{account}:{bucket}/{prefix}", cancel)
        held = self._bucket(account, bucket).entries
        yield ObjectPage(tuple(item for item in held if item.key.startswith(prefix)), (), None)

    def versioning(self, account: str, bucket: str, cancel: Cancel) -> str:
        self._wait(f"{account}:{bucket}/", cancel)
        return "Enabled" if bucket in self.versioned else ""

    def versions(
        self, account: str, bucket: str, prefix: str, cancel: Cancel, *, key: str = ""
    ) -> Iterator[tuple[VersionEntry, ...]]:
        self._wait(f"{account}:{bucket}/{prefix}", cancel)
        held = self._bucket(account, bucket).entries
        wanted = [item for item in held if item.key == key or (not key and item.key.startswith(prefix))]
        yield tuple(
            VersionEntry(item.key, "null", is_latest=True, is_marker=False, modified=item.modified, size=item.size)
            for item in wanted
        )

    def make_folder(self, account: str, bucket: str, prefix: str, cancel: Cancel) -> None:
        self.calls.append(("make_folder", account, bucket, prefix))
        self._wait(f"{account}:{bucket}/{prefix}", cancel)
        held = self._bucket(account, bucket).entries
        if any(item.key.startswith(prefix) for item in held):
            raise StoreError(Kind.EXISTS, "PutEmpty", 409, "FileAlreadyExists", "the object exists")
        held.append(entry(prefix, 0))

    def link(self, ref: ObjectRef, expires_in_s: int) -> str:
        self.calls.append(("link", ref.key, str(expires_in_s)))
        return f"https://{ref.bucket}.example.com/{ref.key}?Expires={expires_in_s}&Signature=abc"

    def link_target(self, ref: ObjectRef, cancel: Cancel) -> str:
        cancel.check()
        return ref.key

    def presign_max_s(self, account: str) -> int:
        return 7 * 86_400 if account in self.world else 0

    def storage_classes(self, account: str) -> tuple[StorageClass, ...]:
        return self._provider(account).storage_classes

    def acl_words(self, account: str) -> tuple[str, ...]:
        return ("default", "private", "public-read") if account in self.world else ()

    def restore_tiers(self, account: str, storage_class: str) -> tuple[str, ...]:
        return next((one.tiers for one in self.storage_classes(account) if one.name == storage_class), ())

    def limits(self, account: str) -> Limits:
        return self._provider(account).limits

    def features(self, account: str) -> Features:
        return self._provider(account).features

    def _provider(self, account: str) -> Provider:
        assert account in self.world
        return provider("oss")

    def _bucket(self, account: str, name: str) -> FakeBucket:
        try:
            return self.world[account][name]
        except KeyError:
            raise StoreError(Kind.NO_BUCKET, "ListObjects", 404, "NoSuchBucket", "no such bucket") from None

    def _wait(self, place: str, cancel: Cancel) -> None:
        while not self.gate.wait(0.005):
            cancel.check()
        if place in self.fail:
            raise replace(self.fail[place])

    @staticmethod
    def _rows(entries: list[Entry], prefix: str) -> list[Entry | str]:
        rows: dict[str, Entry | str] = {}
        for item in entries:
            if item.key.startswith(prefix):
                head, slash, _ = item.key[len(prefix) :].partition("/")
                rows[prefix + head + slash] = prefix + head + slash if slash else item
        return [rows[name] for name in sorted(rows, key=str.encode)]


def info_of(ref: ObjectRef, item: Entry) -> ObjectInfo:
    """What a HEAD with tags and ACL would show for a listed object."""
    props = Props(
        headers={"content-type": "image/jpeg", "cache-control": "max-age=3600"},
        user={"camera": "X100", "author": "Li Hua"},
        tags=known({"project": "summer"}),
        acl=known("default"),
        storage_class=item.storage_class,
        encryption=known(Encryption("AES256")),
    )
    return ObjectInfo(
        ref, item.size, item.etag, item.modified, crc64=11_051_210_869_376_104_954, tag_count=1, props=props
    )
