"""From a drop to the queue: looking, moving instead of copying, and counting what folders hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core.model.errors import Kind, StoreError
from core.model.jobs import Reason, Refused, SimplePlan
from core.model.reports import Preview
from core.model.requests import (
    BatchRequest,
    CopyRequest,
    Edit,
    JobKind,
    JobRequest,
    ListRequest,
    OnExisting,
    PrefixRequest,
    Restore,
)
from core.model.values import Level
from core.rules.estimate import Estimate
from core.rules.providers import StorageClass
from core.store.read_cache import ReadCache
from core.system.clock import Cancel
from gui.actions.copying import LOOK_MAX, CopyController
from gui.actions.drop_dialog import DropDialog
from gui.settings.preferences import Settings
from gui.text.place import Item, ItemKind, Place
from tests.gui.queue_fixture import LateTasks, quiet, ref  # noqa: F401
from tests.gui.stubs import BrowserStub, EngineStub

TARGET = Place("Studio", "backup", "copies/")


def item(key: str) -> Item:
    kind = ItemKind.PREFIX if key.endswith("/") else ItemKind.OBJECT
    return Item(kind, "Studio", "photos", key, None if kind is ItemKind.PREFIX else 10)


class Engine(EngineStub):
    def __init__(self) -> None:
        self.previewed: list[JobRequest | PrefixRequest] = []
        self.counted: list[tuple[JobRequest | PrefixRequest, ...]] = []
        self.queued: list[BatchRequest] = []
        self.queued_jobs: list[tuple[JobRequest, ...]] = []
        self.refused: dict[str, Refused] = {}
        self.fail: Exception | None = None
        self.read_caches: list[ReadCache | None] = []

    def preview(
        self, request: JobRequest | PrefixRequest, cancel: Cancel | None = None, read_cache: ReadCache | None = None
    ) -> Preview:
        self.previewed.append(request)
        self.read_caches.append(read_cache)
        refused = self.refused.get(request.source.key)
        plan = None if isinstance(request, PrefixRequest) else refused or SimplePlan()
        moves = request.kind is JobKind.RENAME
        return Preview(request, plan, 10, target_exists=False, refused=refused, leaves_marker=moves)

    def estimate(
        self,
        requests: Sequence[JobRequest | PrefixRequest],
        cancel: Cancel | None = None,
        tell: Callable[[int], None] = lambda _: None,
        read_cache: ReadCache | None = None,
        *,
        exactly: bool = False,
    ) -> Estimate:
        self.counted.append(tuple(requests))
        self.read_caches.append(read_cache)
        tell(3)
        if self.fail is not None:
            raise self.fail
        return Estimate(objects=3, size=30, simple=3, calls={"CopyObject": 3, "HeadObject": 6})

    def submit(self, request: BatchRequest, jobs: Sequence[JobRequest] = ()) -> int:
        self.queued.append(request)
        self.queued_jobs.append(tuple(jobs))
        return len(self.queued)


class Tiers(BrowserStub):
    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def acl_words(self, account: str) -> tuple[str, ...]:
        return ("private", "public-read")

    def storage_classes(self, account: str) -> tuple[StorageClass, ...]:
        return (StorageClass("STANDARD"), StorageClass("GLACIER", archived=True))

    def restore_tiers(self, account: str, storage_class: str) -> tuple[str, ...]:
        self.asked.append((account, storage_class))
        return ("Expedited", "Bulk")


class CopyingFixture:
    def __init__(self, window: QWidget, settings: Settings) -> None:
        self.window, self.engine, self.tiers = window, Engine(), Tiers()
        self.browse, self.clerk = LateTasks(), LateTasks()
        self.controller = CopyController(
            self.engine,
            browse=self.browse,  # type: ignore[arg-type]
            clerk=self.clerk,  # type: ignore[arg-type]
            window=window,
            settings=settings,
            browser=self.tiers,
        )

    def dialog(self) -> DropDialog:
        return next(dialog for dialog in self.window.findChildren(DropDialog) if dialog.isVisible())

    def look(self) -> DropDialog:
        """Do the looks, but not yet the count that follows."""
        while not any(dialog.isVisible() for dialog in self.window.findChildren(DropDialog)):
            self.browse.waiting.pop(0).finish()
        return self.dialog()

    def accept(self) -> None:
        self.dialog().accept()
        self.clerk.finish()


@pytest.fixture
def copying(qtbot: QtBot, tmp_path: Path) -> Iterator[CopyingFixture]:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    settings = Settings(tmp_path)
    settings.set_on_existing(OnExisting.SKIP)
    settings.set_trust(Level.CRC64)
    yield CopyingFixture(window, settings)
    for dialog in window.findChildren(DropDialog):
        dialog.close()
    window.close()


def test_a_copy_begins_with_the_users_usual_choices(copying: CopyingFixture) -> None:
    copying.controller.show_plan([item("a")], TARGET)
    copying.look()
    copying.accept()
    (request,) = copying.engine.queued
    assert request.kind is JobKind.COPY
    assert (request.options.on_existing, request.options.trust) == (OnExisting.SKIP, Level.CRC64)


def test_a_move_is_looked_at_and_queued_as_one(copying: CopyingFixture) -> None:
    copying.controller.show_plan([item("a"), item("b/")], TARGET, move=True)
    dialog = copying.look()
    assert dialog.windowTitle() == "Move"
    assert {request.kind for request in copying.engine.previewed} == {JobKind.RENAME}
    copying.accept()
    assert [request.kind for request in copying.engine.queued] == [JobKind.RENAME] * 2


def test_several_objects_become_one_batch_so_that_one_answer_can_be_for_all(copying: CopyingFixture) -> None:
    copying.controller.show_plan([item("2025/a"), item("2025/b"), item("2025/c/")], TARGET)
    copying.look()
    copying.accept()
    folder, several = copying.engine.queued
    assert isinstance(folder, PrefixRequest)
    assert isinstance(several, ListRequest)
    assert (several.source.key, several.target.key) == ("2025/", "copies/")
    assert [job.target.key for job in copying.engine.queued_jobs[1]] == ["copies/a", "copies/b"]


def test_moving_instead_of_copying_is_looked_at_anew(copying: CopyingFixture) -> None:
    copying.controller.show_plan([item("a")], TARGET)
    dialog = copying.look()
    copying.engine.previewed.clear()
    dialog.move_box.click()
    copying.browse.finish()
    assert [request.kind for request in copying.engine.previewed] == [JobKind.RENAME]
    assert "delete marker" in dialog.facts["original"].text()


def test_a_look_that_is_no_longer_asked_for_changes_nothing(copying: CopyingFixture) -> None:
    copying.controller.show_plan([item("a")], TARGET)
    dialog = copying.look()
    dialog.move_box.click()
    dialog.move_box.click()
    copying.browse.finish()
    assert dialog.previews[0].leaves_marker is False


def test_folders_are_counted_while_the_dialog_is_open(copying: CopyingFixture) -> None:
    copying.controller.show_plan([item("a"), item("b/")], TARGET)
    dialog = copying.look()
    assert dialog.queue_button.text() == "Start without counting"
    copying.browse.finish()
    assert [[one.source.key for one in counted] for counted in copying.engine.counted] == [["a", "b/"]]
    assert dialog.panel.facts.said["Objects"].text().startswith("3 ")


def test_what_a_single_object_takes_is_shown_and_the_button_never_speaks_of_counting(copying: CopyingFixture) -> None:
    copying.controller.show_plan([item("a")], TARGET)
    dialog = copying.look()
    assert dialog.queue_button.text() == "Queue 1 copies"
    assert not dialog.panel.is_busy
    copying.browse.finish()
    assert copying.engine.counted == [dialog.requests()]
    assert dialog.panel.facts.said["Requests"].text() == "9 (HeadObject 6, CopyObject 3)"
    assert "Cost" in dialog.panel.facts.said
    assert dialog.queue_button.text() == "Queue 1 copies"


def test_objects_that_nobody_has_looked_at_can_be_started_without_counting(copying: CopyingFixture) -> None:
    copying.controller.show_plan([item(f"{number:03}") for number in range(LOOK_MAX + 1)], TARGET)
    dialog = copying.look()
    assert len(copying.engine.previewed) == LOOK_MAX
    assert dialog.queue_button.text() == "Start without counting"
    copying.browse.finish()
    assert [len(counted) for counted in copying.engine.counted] == [LOOK_MAX + 1]
    assert dialog.queue_button.text() == f"Queue {LOOK_MAX + 1} copies"


def test_the_count_knows_what_the_looks_have_found(copying: CopyingFixture) -> None:
    copying.controller.show_plan([item("a"), item("b")], TARGET)
    dialog = copying.look()
    dialog.move_box.click()
    dialog.existing.choose(OnExisting.OVERWRITE)
    copying.browse.finish()
    first, *others = copying.engine.read_caches
    assert first is not None
    assert len(others) >= 4
    assert all(read_cache is first for read_cache in others)


def test_each_drop_is_looked_at_afresh(copying: CopyingFixture) -> None:
    for _ in range(2):
        copying.controller.show_plan([item("a")], TARGET)
        copying.look().reject()
    assert len(copying.engine.previewed) == 2
    assert copying.engine.read_caches[0] is not copying.engine.read_caches[-1]


def test_only_what_will_be_queued_is_counted(copying: CopyingFixture) -> None:
    copying.engine.refused["b"] = Refused(Reason.APPENDABLE)
    copying.controller.show_plan([item("a"), item("b")], TARGET)
    copying.look()
    copying.browse.finish()
    assert [[one.source.key for one in counted] for counted in copying.engine.counted] == [["a"]]


def test_nothing_is_counted_where_nothing_can_be_queued(copying: CopyingFixture) -> None:
    copying.engine.refused["a"] = Refused(Reason.APPENDABLE)
    copying.controller.show_plan([item("a")], TARGET)
    dialog = copying.look()
    copying.browse.finish()
    assert copying.engine.counted == []
    assert not dialog.panel.facts.isVisible()


def test_a_look_anew_that_leaves_an_object_out_is_counted_anew(copying: CopyingFixture) -> None:
    copying.controller.show_plan([item("a"), item("b")], TARGET)
    dialog = copying.look()
    copying.engine.refused["b"] = Refused(Reason.APPENDABLE)
    dialog.move_box.click()
    copying.browse.finish()
    assert [[one.source.key for one in counted] for counted in copying.engine.counted][-1] == ["a"]


def test_a_folder_is_queued_without_waiting_for_the_count(copying: CopyingFixture) -> None:
    copying.controller.show_plan([item("b/")], TARGET)
    copying.look()
    count = copying.browse.waiting[0]
    copying.accept()
    assert len(copying.engine.queued) == 1
    assert count.dropped


def test_another_choice_drops_the_count_and_begins_another(copying: CopyingFixture) -> None:
    copying.controller.show_plan([item("b/")], TARGET)
    dialog = copying.look()
    first = copying.browse.waiting[0]
    dialog.existing.choose(OnExisting.OVERWRITE)
    assert first.dropped
    copying.browse.finish()
    (request,) = copying.engine.counted[-1]
    assert request.options.on_existing is OnExisting.OVERWRITE


def test_a_count_that_fails_is_told_in_the_dialog(copying: CopyingFixture) -> None:
    copying.engine.fail = StoreError(Kind.DENIED, "ListObjects")
    copying.controller.show_plan([item("b/")], TARGET)
    dialog = copying.look()
    copying.browse.finish()
    assert "not allowed" in dialog.panel.said.text()
    copying.accept()
    assert len(copying.engine.queued) == 1


def test_an_archived_object_is_queued_with_its_restore(copying: CopyingFixture) -> None:
    copying.engine.refused["a"] = Refused(Reason.ARCHIVED, "Archive")
    copying.controller.show_plan([item("a")], TARGET)
    dialog = copying.look()
    copying.browse.finish()
    assert copying.tiers.asked == [("Studio", "Archive")]
    dialog.restore.tick.click()
    dialog.restore.tier.setCurrentIndex(dialog.restore.tier.findData("Bulk"))
    copying.accept()
    assert copying.engine.queued[0].options.restore == Restore(7, "Bulk")


def test_what_would_go_onto_itself_is_left_out_of_a_move(copying: CopyingFixture) -> None:
    copying.controller.show_plan([item("a"), replace(item("copies/x"), bucket="backup")], TARGET, move=True)
    copying.look()
    copying.accept()
    assert [request.source for request in copying.engine.queued] == [ref("a")]


def test_the_words_of_the_targets_store_are_offered_and_go_along_to_the_queue(copying: CopyingFixture) -> None:
    copying.controller.show_plan([item("a")], TARGET)
    dialog = copying.look()
    copying.browse.finish()
    assert [box.count() for box in (dialog.acl, dialog.storage_class)] == [3, 3]
    dialog.storage_class.setCurrentIndex(1)
    copying.accept()
    (request,) = copying.engine.queued
    assert isinstance(request, CopyRequest)
    assert request.edit == Edit(storage_class="STANDARD")
