"""Stand-ins for the facade that the window talks to: canned data, recorded calls, faults and waits on demand.

They keep the contracts of `core.engine.Engine`, `core.browse.Browser`, `core.accounts.AccountBook` and
`core.vault.Vault`, and touch neither a disk nor a socket.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from core.clock import Cancel
from core.errors import Kind, KnownError, StoreError
from core.estimate import Estimate
from core.jobs import PartPlan, Refused, SimplePlan, State, Want
from core.limits import Features, Limits
from core.ops import ObjectPage
from core.providers import Provider, StorageClass, provider
from core.recall import Recall
from core.reports import BatchRow, Frame, JobReport, JobRow, PartGrid, Preview, Totals
from core.requests import (
    BatchRequest,
    DeleteRequest,
    JobKind,
    JobRequest,
    ListRequest,
    OnExisting,
    PrefixRequest,
)
from core.values import (
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
from core.vault import Kept

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

    def load(self, account: Account) -> Credentials | None:
        return self.saved.get(account.name)

    def save(self, account: Account, credentials: Credentials) -> Kept:
        self.saved[account.name] = credentials
        return Kept.MEMORY

    def forget(self, account: Account) -> None:
        self.saved.pop(account.name, None)

    def has_keyring(self) -> bool:
        return False


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


@dataclass
class FakeEngine:
    """Records wishes and shows the rows that a test puts on its board. Thread: any.

    Attributes:
        refuse: a refusal by target key, for previews.
        fail: an error by source key, for previews.
        requests: what was submitted, in order.
        jobs_of: the jobs that were submitted together with a list, by batch.
        undoable: batches that can be taken back.
        calls: every other wish, in order.
    """

    browser: FakeBrowser = field(default_factory=FakeBrowser)
    refuse: dict[str, Refused] = field(default_factory=dict)
    fail: dict[str, StoreError] = field(default_factory=dict)
    requests: list[BatchRequest] = field(default_factory=list)
    jobs_of: dict[int, tuple[JobRequest, ...]] = field(default_factory=dict)
    undoable: set[int] = field(default_factory=set)
    calls: list[tuple[object, ...]] = field(default_factory=list)
    on_dirty: Callable[[], None] = lambda: None

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._dirty = False
        self._batches: dict[int, BatchRow] = {}
        self._jobs: dict[int, JobRow] = {}
        self._changed: tuple[set[int], set[int], set[int]] = (set(), set(), set())
        self._grid: PartGrid | None = None
        self._watched: int | None = None
        self._next = 1

    # ---- what a test does

    def show(self, *rows: BatchRow | JobRow) -> None:
        """Put rows on the board and make it dirty."""
        batches, jobs, _ = self._changed
        with self._lock:
            for row in rows:
                if isinstance(row, BatchRow):
                    self._batches[row.id] = row
                    batches.add(row.id)
                else:
                    self._jobs[row.id] = row
                    jobs.add(row.id)
        self._wake()

    def show_grid(self, grid: PartGrid) -> None:
        """The part grid that frames carry while its job is watched."""
        self._grid = grid
        self._wake()

    # ---- the contract

    def recover(self) -> None:
        self.calls.append(("recover",))

    def work(self, slot: int) -> None:
        self.calls.append(("work", slot))
        self._stopped.wait()

    def stop(self) -> None:
        self.calls.append(("stop",))
        self._stopped.set()

    def submit(self, request: BatchRequest, jobs: Sequence[JobRequest] = ()) -> int:
        with self._lock:
            number, self._next = self._next, self._next + 1
            self.requests.append(request)
            self.jobs_of[number] = tuple(jobs)
        self.show(
            BatchRow(
                number,
                isinstance(request, PrefixRequest | ListRequest),
                request.source,
                request.target,
                State.WAITING,
                Want.RUN,
                max(1, len(jobs)),
                {State.WAITING: max(1, len(jobs))},
                created=NOON,
                kind=request.kind,
            )
        )
        return number

    def estimate(
        self,
        requests: Sequence[JobRequest | PrefixRequest],
        cancel: Cancel | None = None,
        tell: Callable[[int], None] = lambda _: None,
        recall: Recall | None = None,
    ) -> Estimate:
        (cancel or Cancel()).check()
        found = [info for request in requests for info in self._meant(request)]
        tell(len(found))
        self.calls.append(("estimate", tuple(requests)))
        return Estimate(objects=len(found), size=sum(item.size for item in found), deletes=len(found))

    def _meant(self, request: JobRequest | PrefixRequest) -> list[Entry]:
        ref = request.source
        held = self.browser.world[ref.account][ref.bucket].entries
        whole = isinstance(request, PrefixRequest)
        return [item for item in held if item.key == ref.key or (whole and item.key.startswith(ref.key))]

    def undo(self, batch: int) -> int:
        self.calls.append(("undo", batch))
        if batch not in self.undoable:
            raise KnownError("This cannot be undone.")
        row = self._batches[batch]
        return self.submit(ListRequest(row.target, row.source, row.kind, undoes=batch))

    def can_undo(self, batch: int) -> bool:
        return batch in self.undoable

    def history(self, *, offset: int = 0, limit: int = 200) -> tuple[BatchRow, ...]:
        rows = sorted(self._batches.values(), key=lambda row: -row.id)
        return tuple(rows[offset : offset + limit])

    def forget_history(self) -> None:
        self.calls.append(("forget_history",))

    def report(self, job: int) -> JobReport | None:
        self.calls.append(("report", job))
        return None

    def wish(self, want: Want, *, batches: Iterable[int] = (), jobs: Iterable[int] = ()) -> None:
        self.calls.append(("wish", want, tuple(batches), tuple(jobs)))

    def retry(
        self,
        *,
        batches: Iterable[int] = (),
        jobs: Iterable[int] = (),
        on_existing: OnExisting | None = None,
        unread: bool | None = None,
    ) -> None:
        chosen = () if unread is None else (unread,)
        self.calls.append(("retry", tuple(batches), tuple(jobs), on_existing, *chosen))

    def clear(self, batches: Iterable[int]) -> None:
        ids = tuple(batches)
        self.calls.append(("clear", ids))
        with self._lock:
            for number in ids:
                self._batches.pop(number, None)
            self._changed[2].update(ids)
        self._wake()

    def watch(self, job: int | None) -> None:
        self._watched = job
        self._wake()

    def frame(self) -> Frame:
        with self._lock:
            batches, jobs, gone = self._changed
            self._changed, self._dirty = (set(), set(), set()), False
            return Frame(
                tuple(self._batches[n] for n in sorted(batches) if n in self._batches),
                tuple(self._jobs[n] for n in sorted(jobs)),
                tuple(sorted(gone)),
                self._watched_grid(),
                self._totals(),
            )

    def snapshot(self) -> Frame:
        with self._lock:
            return Frame(
                tuple(self._batches.values()), tuple(self._jobs.values()), (), self._watched_grid(), self._totals()
            )

    def jobs(
        self, batch: int, *, offset: int = 0, limit: int = 1000, states: Iterable[State] | None = None
    ) -> tuple[JobRow, ...]:
        wanted = None if states is None else set(states)
        rows = [row for row in self._jobs.values() if row.batch == batch and (wanted is None or row.state in wanted)]
        return tuple(rows[offset : offset + limit])

    def grid(self, job: int) -> PartGrid | None:
        return self._watched_grid() if job == self._watched else None

    def preview(
        self, request: JobRequest | PrefixRequest, cancel: Cancel | None = None, recall: Recall | None = None
    ) -> Preview:
        (cancel or Cancel()).check()
        if request.source.key in self.fail:
            raise replace(self.fail[request.source.key])
        refused = self.refuse.get(request.target.key)
        if isinstance(request, PrefixRequest):
            return Preview(request, None, None, target_exists=False, refused=refused)
        info = self.browser.stat(request.source, Cancel())
        marker = request.source.bucket in self.browser.versioned and request.kind in (JobKind.DELETE, JobKind.RENAME)
        if isinstance(request, DeleteRequest):
            return Preview(request, None, info.size, False, refused=refused, source=info, leaves_marker=marker)
        plan = refused or (SimplePlan() if info.size <= GIB else _parts(info.size))
        exists = request.source != request.target and self._exists(request.target)
        return Preview(request, plan, info.size, exists, refused=refused, source=info, leaves_marker=marker)

    def set_workers(self, count: int) -> None:
        self.calls.append(("set_workers", count))

    def _exists(self, ref: ObjectRef) -> bool:
        held = self.browser.world.get(ref.account, {}).get(ref.bucket)
        return held is not None and any(item.key == ref.key for item in held.entries)

    def _watched_grid(self) -> PartGrid | None:
        return self._grid if self._grid is not None and self._grid.job == self._watched else None

    def _totals(self) -> Totals:
        live = [row for row in self._batches.values() if not row.state.is_end]
        return Totals(
            sum(row.counts.get(State.RUNNING, 0) for row in live),
            sum(row.counts.get(State.WAITING, 0) for row in live),
            sum(row.counts.get(State.FAILED, 0) for row in self._batches.values()),
            sum(row.speed for row in live),
            sum(row.done_bytes for row in live),
            sum(row.size for row in live),
        )

    def _wake(self) -> None:
        with self._lock:
            was, self._dirty = self._dirty, True
        if not was:
            self.on_dirty()


def _parts(size: int) -> PartPlan:
    part = 64 << 20
    count = -(-size // part)
    return PartPlan(part, count, size - (count - 1) * part)
