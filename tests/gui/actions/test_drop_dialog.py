"""The drop dialog: what it says before anything is queued, and what it hands on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QDialog
from pytestqt.qtbot import QtBot

from core.model.errors import Kind, StoreError
from core.model.jobs import PartPlan, Plan, Reason, Refused, SimplePlan
from core.model.reports import Preview
from core.model.requests import CopyRequest, Edit, JobKind, OnExisting, Options, PrefixRequest, Restore
from core.model.values import Level, ObjectInfo, Props, Seen, Sight, known
from core.rules.estimate import Estimate
from core.rules.providers import StorageClass
from gui.actions.drop_dialog import DropDialog
from tests.gui.queue_fixture import MIB, quiet, ref  # noqa: F401

Make = Callable[..., DropDialog]


@pytest.fixture
def make(qtbot: QtBot) -> Iterator[Make]:
    made: list[DropDialog] = []

    def build(*previews: Preview, **more: Any) -> DropDialog:
        dialog = DropDialog(previews, **more)
        qtbot.addWidget(dialog)
        dialog.show()
        made.append(dialog)
        return dialog

    yield build
    for dialog in made:
        dialog.close()


def preview(key: str = "a", *, plan: Plan | None = None, exists: bool = False, crc64: int | None = 7) -> Preview:
    source = ref(key)
    props = Props({"content-type": "text/plain"}, {"a": "1", "b": "2"}, known({"t": "1"}), known("private"), "IA")
    info = ObjectInfo(source, 5 * MIB, "E", crc64=crc64, props=props)
    refused = plan if isinstance(plan, Refused) else None
    request = CopyRequest(source, ref(f"copies/{key}", "backup"))
    return Preview(request, plan or SimplePlan(), info.size, exists, refused, info)


def folder() -> Preview:
    return Preview(PrefixRequest(ref("raw/"), ref("copies/raw/", "backup")), None, None, target_exists=False)


def choose(dialog: DropDialog, choice: OnExisting) -> None:
    dialog.existing.choose(choice)


def test_one_copy_is_told_in_full(make: Make) -> None:
    dialog = make(preview("a", plan=PartPlan(MIB, 5, MIB)), region="cn-hangzhou")
    assert "Studio (cn-hangzhou)" in dialog.place.text()
    assert "Nothing is downloaded" in dialog.place.text()
    said = {name: label.text() for name, label in dialog.facts.items()}
    assert said["source"] == "Studio: photos/a"
    assert said["target"] == "Studio: backup/copies/a"
    assert said["size"] == "5 MiB"
    assert said["how"] == "5 part(s) of 1 MiB"
    assert said["check"].startswith("CRC-64")
    for word in ("content headers", "2 metadata", "1 tag", "ACL private", "storage class IA"):
        assert word in said["carried"]


def test_a_copy_that_the_store_cannot_checksum_does_not_claim_it(make: Make) -> None:
    dialog = make(preview("a", crc64=None))
    assert "no CRC-64" in dialog.facts["check"].text()


def test_tags_that_may_not_be_read_are_named(make: Make) -> None:
    shown = preview("a")
    assert shown.source is not None
    info = ObjectInfo(shown.source.ref, 1, "E", props=Props(tags=Seen(None, Sight.DENIED)))
    dialog = make(Preview(shown.request, SimplePlan(), 1, target_exists=False, source=info))
    assert "not readable" in dialog.facts["carried"].text()


def test_enter_queues_and_escape_cancels(make: Make) -> None:
    dialog = make(preview())
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.requests() == (preview().request,)
    other = make(preview())
    QTest.keyClick(other, Qt.Key.Key_Escape)
    assert other.result() == QDialog.DialogCode.Rejected


def test_an_existing_target_is_kept_until_the_user_says_overwrite(make: Make) -> None:
    dialog = make(preview("a", exists=True))
    assert dialog.options.on_existing is OnExisting.REFUSE
    assert not dialog.queue_button.isEnabled()
    assert "will not be touched" in dialog.problem.text()
    choose(dialog, OnExisting.OVERWRITE)
    assert dialog.queue_button.isEnabled()
    assert "will be replaced" in dialog.problem.text()
    assert dialog.requests()[0].options == Options(None, OnExisting.OVERWRITE)
    choose(dialog, OnExisting.SKIP)
    assert dialog.requests() == ()


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        (OnExisting.KEEP_BOTH, "“a (2)”"),
        (OnExisting.DIFFERENT, "only if it differs"),
    ],
)
def test_choices_that_settle_it_later_are_queued(make: Make, choice: OnExisting, said: str) -> None:
    dialog = make(preview("a", exists=True), options=Options(on_existing=choice))
    assert said in dialog.problem.text()
    assert dialog.requests()[0].options.on_existing is choice


def test_a_target_that_is_known_to_stand_is_decided_in_the_sheet_and_not_asked_about_again(make: Make) -> None:
    dialog = make(preview("a", exists=True), preview("b"), options=Options(on_existing=OnExisting.ASK))
    assert not dialog.queue_button.isEnabled()
    assert dialog.existing.combo.currentText() == "Choose…"
    assert "Choose what happens" in dialog.problem.text()
    choose(dialog, OnExisting.KEEP_BOTH)
    assert dialog.queue_button.isEnabled()
    assert {request.options.on_existing for request in dialog.requests()} == {OnExisting.KEEP_BOTH}


def test_among_folders_the_question_is_put_off_to_each_object(make: Make) -> None:
    dialog = make(preview("a", exists=True), folder(), options=Options(on_existing=OnExisting.ASK))
    assert dialog.queue_button.isEnabled()
    assert dialog.existing.combo.currentText() == "Ask"


@pytest.mark.parametrize("choice", OnExisting)
def test_every_choice_is_offered_and_says_what_it_means(make: Make, choice: OnExisting) -> None:
    dialog = make(preview("a", exists=True))
    dialog.existing.choose(choice)
    assert dialog.options.on_existing is choice
    assert dialog.existing.meaning.text()
    assert dialog.existing.combo.accessibleDescription() == dialog.existing.meaning.text()


def test_the_usual_choices_of_the_settings_are_begun_with(make: Make) -> None:
    usual = Options(on_existing=OnExisting.SKIP, trust=Level.CRC64)
    dialog = make(folder(), options=usual)
    assert dialog.requests()[0].options == usual


def test_the_choice_is_not_shown_where_nothing_exists(make: Make) -> None:
    assert not make(preview()).existing.isVisible()
    assert make(folder()).existing.isVisible()


def test_a_refused_object_is_left_out_with_its_reason(make: Make) -> None:
    refused = Refused(Reason.ARCHIVED, "Archive")
    dialog = make(preview("a"), preview("b", plan=refused), preview("c", exists=True), folder())
    assert [request.source.key for request in dialog.requests()] == ["a", "raw/"]
    assert "2 object(s) left out" in dialog.summary.text()
    dialog.table.setCurrentCell(1, 0)
    assert "archived (Archive)" in dialog.problem.text()
    assert [dialog.table.model().index(row, 3).data() for row in range(4)] == ["", "refused", "exists, left out", ""]


def test_a_folder_hands_on_the_choice_for_its_objects(make: Make) -> None:
    dialog = make(folder())
    choose(dialog, OnExisting.SKIP)
    assert dialog.requests()[0].options.on_existing is OnExisting.SKIP


def test_a_label_leads_to_its_choice_by_its_key(make: Make, qtbot: QtBot) -> None:
    dialog = make(preview("a", exists=True))
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    QTest.keyClick(dialog, Qt.Key.Key_I, Qt.KeyboardModifier.AltModifier)
    assert dialog.existing.combo.hasFocus()


def test_nothing_to_queue_cannot_be_queued(make: Make) -> None:
    dialog = make(preview("a", plan=Refused(Reason.ONTO_ITSELF)))
    assert not dialog.queue_button.isEnabled()
    assert dialog.summary.text() == "Nothing can be queued."
    assert dialog.requests() == ()


def test_a_part_size_is_planned_again_while_it_is_typed(make: Make) -> None:
    asked: list[int | None] = []

    def replan(shown: Preview, part_size: int | None) -> Plan:
        asked.append(part_size)
        if part_size is None:
            return SimplePlan()
        return Refused(Reason.PART_TOO_SMALL, str(MIB)) if part_size < MIB else PartPlan(part_size, 3, MIB)

    dialog = make(preview(), replan=replan)
    dialog.part_size.fixed.setChecked(True)
    dialog.part_size.figure.setValue(2)
    assert asked[-1] == 2 * MIB
    assert dialog.facts["how"].text() == "3 part(s) of 2 MiB"
    assert dialog.requests()[0].options.part_size == 2 * MIB
    dialog.part_size.unit.setCurrentText("KiB")
    assert "below 1 MiB" in dialog.problem.text()
    assert not dialog.queue_button.isEnabled()
    dialog.part_size.automatic.setChecked(True)
    assert dialog.requests()[0].options.part_size is None


def test_without_a_way_to_plan_again_no_part_size_is_offered(make: Make) -> None:
    assert not make(preview()).part_size.isVisible()


def test_of_folders_alone_no_size_is_said(make: Make) -> None:
    def folder(name: str) -> Preview:
        request = PrefixRequest(ref(f"{name}/"), ref(f"{name}/", account="Studio"))
        return Preview(request, None, None, target_exists=False)

    assert make(folder("a"), folder("b")).summary.text() == ""
    assert "and what the folders hold" in make(folder("a"), preview("c")).summary.text()


def test_nothing_is_asked_about_a_folder_that_cannot_be_copied(make: Make) -> None:
    request = PrefixRequest(ref("a/"), ref("a/", account="Partner"))
    refused = Refused(Reason.OTHER_PROVIDER)
    dialog = make(Preview(request, None, None, target_exists=False, refused=refused))
    assert not dialog.existing.isVisible()
    assert not dialog.move_box.isVisible()
    assert dialog.heading.text() == "This cannot be copied"


def test_two_accounts_are_named(make: Make) -> None:
    request = CopyRequest(ref("a"), ref("a", account="Partner"))
    dialog = make(Preview(request, SimplePlan(), 1, target_exists=False))
    assert "from Studio to Partner" in dialog.place.text()


# ---------------------------------------------------------------- moving


def test_a_move_says_what_becomes_of_the_original(make: Make) -> None:
    dialog = make(preview(), options=Options(trust=Level.CRC64), move=True)
    assert dialog.windowTitle() == "Move"
    assert dialog.heading.text().startswith("Move 1")
    assert dialog.facts["original"].isVisible()
    assert "CRC-64 of the whole object" in dialog.facts["original"].text()
    assert "delete marker" not in dialog.facts["original"].text()
    assert dialog.requests()[0].kind is JobKind.RENAME


def test_a_delete_marker_that_a_move_leaves_is_told(make: Make) -> None:
    dialog = make(replace(preview(), leaves_marker=True), move=True)
    assert "behind a delete marker" in dialog.facts["original"].text()


def test_the_dialog_switches_between_copy_and_move(make: Make, qtbot: QtBot) -> None:
    dialog = make(preview())
    assert not dialog.facts["original"].isVisible()
    with qtbot.waitSignal(dialog.looks_wanted):
        dialog.move_box.click()
    assert dialog.requests()[0].kind is JobKind.RENAME
    dialog.move_box.click()
    assert dialog.requests()[0].kind is JobKind.COPY
    assert dialog.windowTitle() == "Copy"


def test_a_look_that_was_done_anew_takes_the_place_of_the_first(make: Make) -> None:
    dialog = make(preview("a"), preview("b"), move=True)
    dialog.show_preview(1, preview("b", plan=Refused(Reason.OTHER_REGION, "x > y")))
    assert [request.source.key for request in dialog.requests()] == ["a"]


# ---------------------------------------------------------------- folders


def test_a_folder_can_be_started_before_it_is_counted(make: Make) -> None:
    dialog = make(folder())
    dialog.show_count(1204)
    assert dialog.panel.bar.isVisible()
    assert "1,204" in dialog.panel.said.text()
    assert dialog.queue_button.text() == "Start without counting"
    assert dialog.queue_button.isEnabled()


def test_what_a_folder_holds_is_shown_when_it_is_counted(make: Make) -> None:
    dialog = make(folder(), preview("a"))
    dialog.show_count(7)
    dialog.show_estimate(Estimate(objects=7, size=5 * MIB, simple=7, calls={"CopyObject": 7, "HeadObject": 14}))
    said = {title: label.text() for title, label in dialog.panel.facts.said.items()}
    assert "5 MiB" in said["Objects"]
    assert said["Requests"] == "21 (HeadObject 14, CopyObject 7)"
    assert not dialog.panel.bar.isVisible()
    assert dialog.queue_button.text().startswith("Queue")
    assert dialog.summary.text().startswith("5 MiB")


def test_a_count_that_fails_does_not_stop_the_copy(make: Make) -> None:
    dialog = make(folder())
    dialog.show_count(0)
    dialog.show_problem(StoreError(Kind.OFFLINE, "ListObjects"))
    assert "could not be reached" in dialog.panel.said.text()
    assert dialog.queue_button.isEnabled()


def test_another_choice_asks_for_another_count(make: Make, qtbot: QtBot) -> None:
    dialog = make(folder())
    with qtbot.waitSignal(dialog.count_wanted):
        choose(dialog, OnExisting.SKIP)
    single = make(preview("a", exists=True))
    with qtbot.waitSignal(single.count_wanted):
        choose(single, OnExisting.OVERWRITE)


def test_a_part_size_asks_for_one_count_when_it_is_typed_to_the_end(make: Make, qtbot: QtBot) -> None:
    dialog = make(preview(), replan=lambda _shown, _size: PartPlan(MIB, 5, MIB))
    asked: list[int | None] = []
    dialog.count_wanted.connect(lambda: asked.append(dialog.options.part_size))
    dialog.part_size.fixed.setChecked(True)
    for figure in (1, 12, 128):
        dialog.part_size.figure.setValue(figure)
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == [128 * MIB]


def test_one_object_is_told_its_requests_by_kind_and_its_cost_and_nothing_twice(make: Make) -> None:
    dialog = make(preview("a"))
    dialog.show_estimate(Estimate(objects=1, size=MIB, simple=1, calls={"CopyObject": 1, "HeadObject": 3, "GetAcl": 1}))
    said = {title: label.text() for title, label in dialog.panel.facts.said.items()}
    assert list(said) == ["Requests", "Cost"]
    assert said["Requests"] == "5 (HeadObject 3, CopyObject 1, GetAcl 1)"


def test_several_objects_are_summed_up(make: Make) -> None:
    dialog = make(preview("a"), preview("b", exists=True), options=Options(on_existing=OnExisting.OVERWRITE))
    dialog.show_estimate(Estimate(objects=2, size=MIB, simple=2, conflicts=1, calls={"CopyObject": 2}))
    assert list(dialog.panel.facts.said) == ["Objects", "Targets that exist", "Requests", "Cost"]
    assert dialog.summary.text() == "10 MiB in all"


# ---------------------------------------------------------------- archived sources


def test_an_archived_source_can_be_restored_first(make: Make) -> None:
    dialog = make(preview("a", plan=Refused(Reason.ARCHIVED, "Archive")))
    assert not dialog.queue_button.isEnabled()
    dialog.restore.offer_tiers(("Standard", "Bulk"))
    dialog.restore.tick.click()
    dialog.restore.days.setValue(3)
    dialog.restore.tier.setCurrentIndex(dialog.restore.tier.findData("Bulk"))
    assert dialog.restore.tier.currentText() == "Bulk: the slowest and the cheapest"
    assert dialog.requests()[0].options.restore == Restore(3, "Bulk")
    assert not dialog.problem.isVisible()


def test_without_an_archived_source_no_restore_is_offered(make: Make) -> None:
    dialog = make(preview())
    assert not dialog.restore.isVisible()
    assert dialog.requests()[0].options.restore is None


def test_archived_objects_in_a_folder_are_offered_to_be_restored_once_they_are_counted(make: Make) -> None:
    dialog = make(folder())
    assert not dialog.restore.isVisible()
    dialog.show_estimate(Estimate(objects=7, refused={Reason.ARCHIVED: 2}))
    dialog.restore.tick.click()
    assert dialog.requests()[0].options.restore == Restore(7)


def test_all_inputs_have_names(make: Make) -> None:
    dialog = make(preview("a", exists=True), preview("b"), replan=lambda shown, size: shown.plan)
    for kind in (QAbstractButton, QComboBox, QAbstractSpinBox):
        for widget in dialog.findChildren(kind):
            if widget.isVisible() and not widget.objectName().startswith("qt_"):
                assert widget.accessibleName() or (isinstance(widget, QAbstractButton) and _said(widget)), widget


def _said(button: QAbstractButton) -> str:
    return button.text() or type(button).__name__.replace("QTableCornerButton", "corner")


# ---------------------------------------------------------------- access rights and storage class

ACLS = ("private", "public-read", "bucket-owner-read")
CLASSES = (StorageClass("STANDARD"), StorageClass("GLACIER", archived=True))


def test_copies_get_what_the_originals_have_until_the_user_chooses_otherwise(make: Make, qtbot: QtBot) -> None:
    dialog = make(preview("a"), preview("b"), folder())
    dialog.offer_words(ACLS, CLASSES)
    assert [request.edit for request in dialog.requests()] == [Edit()] * 3
    with qtbot.waitSignal(dialog.count_wanted):
        dialog.acl.setCurrentIndex(1)
    with qtbot.waitSignal(dialog.count_wanted):
        dialog.storage_class.setCurrentIndex(1)
    wanted = Edit(acl="private", storage_class="STANDARD")
    assert [request.edit for request in dialog.requests()] == [wanted] * 3
    dialog.acl.setCurrentIndex(0)
    assert dialog.edit == Edit(storage_class="STANDARD")


def test_rights_and_class_are_reached_by_keys_and_have_names_for_screen_readers(make: Make, qtbot: QtBot) -> None:
    dialog = make(preview())
    dialog.offer_words(ACLS, CLASSES)
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    for key, box in ((Qt.Key.Key_R, dialog.acl), (Qt.Key.Key_C, dialog.storage_class)):
        QTest.keyClick(dialog, key, Qt.KeyboardModifier.AltModifier)
        assert box.hasFocus()
        QTest.keyClick(box, Qt.Key.Key_Down)
        assert box.word is not None
    assert dialog.acl.accessibleName() == "Access rights (ACL) of the copies"
    assert dialog.storage_class.accessibleName() == "Storage class of the copies"
    assert [dialog.acl.itemText(at) for at in range(4)] == [
        "As the original has it",
        "private: the owner only",
        "public-read: everybody may read",
        "bucket-owner-read",
    ]


def test_what_is_carried_along_follows_the_choice(make: Make) -> None:
    dialog = make(preview())
    dialog.offer_words(ACLS, CLASSES)
    dialog.acl.setCurrentIndex(3)
    dialog.storage_class.setCurrentIndex(1)
    assert dialog.facts["carried"].text().endswith("ACL bucket-owner-read, storage class STANDARD")
    many = make(folder())
    many.offer_words(ACLS, CLASSES)
    many.storage_class.setCurrentIndex(1)
    assert many.facts["carried"].text().endswith("of each object; but storage class STANDARD")


def test_copies_that_everybody_could_read_or_nobody_at_once_are_warned_of(make: Make) -> None:
    dialog = make(preview())
    dialog.offer_words(ACLS, CLASSES)
    assert not dialog.problem.isVisible()
    dialog.acl.setCurrentIndex(2)
    assert "Everybody on the internet" in dialog.problem.text()
    dialog.storage_class.setCurrentIndex(2)
    assert "GLACIER must be restored" in dialog.problem.text()
    assert dialog.queue_button.isEnabled()


def test_an_acl_that_may_not_be_read_no_longer_keeps_the_original_where_another_is_given(make: Make) -> None:
    shown = preview()
    assert shown.source is not None
    info = replace(shown.source, props=replace(shown.source.props, acl=Seen(None, Sight.DENIED)))
    dialog = make(replace(shown, source=info), move=True)
    dialog.offer_words(ACLS, CLASSES)
    assert dialog.facts["original"].text().startswith("stays")
    dialog.acl.setCurrentIndex(1)
    assert dialog.facts["original"].text().startswith("deleted")


def test_a_store_without_acls_or_classes_is_not_asked_for_them(make: Make) -> None:
    dialog = make(preview())
    assert not dialog.acl.isVisible()
    dialog.offer_words((), CLASSES)
    assert (dialog.acl.isVisible(), dialog.storage_class.isVisible()) == (False, True)
    assert dialog.requests()[0].edit == Edit()


def test_nothing_is_chosen_for_what_cannot_be_copied(make: Make) -> None:
    dialog = make(preview(plan=Refused(Reason.APPENDABLE)))
    dialog.offer_words(ACLS, CLASSES)
    assert not dialog.acl.isVisible()
    assert not dialog.storage_class.isVisible()
