"""A store and an engine for the tests of the editor, which keep what is asked; the editor of one object over them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from core.model.errors import Kind, StoreError
from core.model.jobs import Plan, Refused, SimplePlan
from core.model.limits import Limits
from core.model.ops import ObjectPage
from core.model.reports import Preview
from core.model.requests import BatchRequest, CopyRequest, JobRequest, PrefixRequest
from core.model.values import Entry, ObjectInfo, ObjectRef, Props, known
from core.rules.estimate import Estimate
from core.rules.providers import StorageClass, provider
from core.store.read_cache import ReadCache
from core.system.clock import Cancel
from gui.editor.one_dialog import EditOneDialog
from gui.text.place import Item, ItemKind
from tests.gui.queue_fixture import LateTasks, ref
from tests.gui.stubs import BrowserStub, EngineStub

OSS = provider("oss")
PROPS = Props(
    {"content-type": "image/jpeg", "cache-control": "max-age=60"},
    {"camera": "x100"},
    known({"project": "summer"}),
    known("private"),
    "Standard",
)
NOT_FOUND = StoreError(Kind.NOT_FOUND, "HeadObject", 404, "NoSuchKey", "The specified key does not exist.")


def info(key: str, props: Props = PROPS, *, etag: str = "E1") -> ObjectInfo:
    return ObjectInfo(ref(key), 2048, etag, 1_700_000_000.0, props=props)


def item(key: str) -> Item:
    return Item(ItemKind.PREFIX if key.endswith("/") else ItemKind.OBJECT, "Studio", "photos", key, None)


@dataclass
class EditorBrowser(BrowserStub):
    """Keeps the contract of `core.store.browser.Browser` over a dict; a missing key is a missing object."""

    objects: dict[str, ObjectInfo] = field(default_factory=dict)
    markers: set[str] = field(default_factory=set)
    page_size: int = 1000
    fail: Exception | None = None
    kept_versions: str | Exception = ""
    acls: tuple[str, ...] = ("default", "private", "public-read")
    looked_at: list[str] = field(default_factory=list)

    def stat(self, ref: ObjectRef, cancel: Cancel) -> ObjectInfo:
        self.looked_at.append(ref.key)
        if self.fail is not None:
            raise self.fail
        if ref.key not in self.objects:
            raise replace(NOT_FOUND)
        return self.objects[ref.key]

    def walk(self, account: str, bucket: str, prefix: str, cancel: Cancel) -> Iterator[ObjectPage]:
        keys = sorted(key for key in self.objects if key.startswith(prefix))
        for at in range(0, len(keys), self.page_size):
            page = keys[at : at + self.page_size]
            sizes = dict.fromkeys(self.markers, 0)
            entries = tuple(Entry(key, sizes.get(key, 2048), "E1", None, "Standard") for key in page)
            yield ObjectPage(entries, (), "next" if at + self.page_size < len(keys) else None)

    def versioning(self, account: str, bucket: str, cancel: Cancel) -> str:
        if isinstance(self.kept_versions, Exception):
            raise self.kept_versions
        return self.kept_versions

    def storage_classes(self, account: str) -> tuple[StorageClass, ...]:
        return OSS.storage_classes

    def acl_words(self, account: str) -> tuple[str, ...]:
        return self.acls

    def limits(self, account: str) -> Limits:
        return OSS.limits


@dataclass
class EditorEngine(EngineStub):
    """Plans as it is told, refuses what has changed, and records what is queued."""

    browser: EditorBrowser
    plan: Plan = field(default_factory=SimplePlan)
    fail: Exception | None = None
    fail_estimate: Exception | None = None
    asked: list[CopyRequest] = field(default_factory=list)
    queued: list[CopyRequest] = field(default_factory=list)

    def preview(
        self, request: JobRequest | PrefixRequest, cancel: Cancel | None = None, read_cache: ReadCache | None = None
    ) -> Preview:
        assert isinstance(request, CopyRequest)
        self.asked.append(request)
        if self.fail is not None:
            raise self.fail
        refused = self.plan if isinstance(self.plan, Refused) else None
        return Preview(request, self.plan, 2048, target_exists=True, refused=refused)

    def estimate(
        self,
        requests: Sequence[JobRequest | PrefixRequest],
        cancel: Cancel | None = None,
        tell: Callable[[int], None] = lambda _: None,
        read_cache: ReadCache | None = None,
        *,
        exactly: bool = False,
    ) -> Estimate:
        if self.fail_estimate is not None:
            raise self.fail_estimate
        assert tuple(requests) == (self.asked[-1],)
        return Estimate(objects=1, size=2048, simple=1, calls={"CopyObject": 1, "HeadObject": 2})

    def submit(self, request: BatchRequest, jobs: Sequence[JobRequest] = ()) -> int:
        assert isinstance(request, CopyRequest)
        if self.fail is not None:
            raise self.fail
        self.queued.append(request)
        return len(self.queued)


@dataclass
class PlanDialog:
    """Records what is handed over for planning."""

    plans: list[tuple[Sequence[JobRequest | PrefixRequest], str]] = field(default_factory=list)

    def show_plan(
        self,
        requests: Sequence[JobRequest | PrefixRequest],
        *,
        title: str = "",
        over: QWidget | None = None,
    ) -> None:
        self.plans.append((requests, title))


class EditorFixture:
    """Everything that an editor talks to."""

    def __init__(self, *keys: str) -> None:
        self.browser = EditorBrowser({key: info(key) for key in keys})
        self.engine = EditorEngine(self.browser)
        self.tasks = LateTasks()
        self.planning = PlanDialog()


def cells(table: QTableWidget) -> list[tuple[str, ...]]:
    """What a table shows, row by row."""
    return [
        tuple(cell.text() for column in range(table.columnCount()) if (cell := table.item(row, column)) is not None)
        for row in range(table.rowCount())
    ]


Open = Callable[..., EditOneDialog]


@contextmanager
def one_editor(qtbot: QtBot, editor: EditorFixture) -> Iterator[Open]:
    """What opens the editor of "a.jpg" and, unless told otherwise, lets it read; closed in the end."""
    made: list[EditOneDialog] = []

    def build(*, read: bool = True) -> EditOneDialog:
        dialog = EditOneDialog(editor.engine, editor.browser, editor.tasks, item("a.jpg"))  # type: ignore[arg-type]
        made.append(dialog)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        if read:
            editor.tasks.finish()
        return dialog

    yield build
    for dialog in made:
        dialog.done(QDialog.DialogCode.Rejected)
        dialog.deleteLater()  # not closed once more, which asks about what was typed


def rows(dialog: EditOneDialog) -> list[tuple[str, ...]]:
    return cells(dialog.table)


def type_in(edit: QWidget, text: str) -> None:
    """Replace what stands in a line, by keys."""
    line = edit.lineEdit() if isinstance(edit, QComboBox) else edit
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text) if text else QTest.keyClick(line, Qt.Key.Key_Delete)


def plan(dialog: EditOneDialog, editor: EditorFixture, qtbot: QtBot) -> None:
    """Wait until the engine is asked what the change takes, and let it answer."""
    qtbot.waitUntil(lambda: bool(editor.tasks.waiting))
    editor.tasks.finish()
