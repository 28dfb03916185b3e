"""What the drop dialog says of a copy's way: inside one place, between regions, between accounts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from core.model.jobs import PartPlan, SimplePlan
from core.model.reports import Preview
from core.model.requests import CopyRequest, JobKind, Options
from core.model.values import CHECKSUMS, Level, ObjectInfo, ObjectRef, Props, Seen, Sight
from gui.actions import preview_text
from gui.actions.drop_dialog import DropDialog
from gui.actions.renaming import RenameDialog
from gui.text.place import Item, ItemKind


def preview(account: str = "Archive", *, accounts: str = "", crosses: str = "") -> Preview:
    request = CopyRequest(ObjectRef("Studio", "photos", "a"), ObjectRef(account, "backup", "a"))
    return Preview(request, SimplePlan(), 1, target_exists=False, accounts=accounts, crosses=crosses)


def test_inside_one_account_nothing_is_said_of_keys() -> None:
    said = preview_text.within(preview("Studio"), "cn-hangzhou")
    assert "inside Studio (cn-hangzhou)" in said
    assert "key" not in said


@pytest.mark.parametrize("crosses", ["", "ap-shanghai > ap-guangzhou"])
def test_between_two_accounts_the_key_that_makes_the_copy_is_named(crosses: str) -> None:
    said = preview_text.within(preview(accounts="Studio > Archive", crosses=crosses), "")
    assert "Nothing is downloaded" in said
    assert ("charges for the traffic" in said) == bool(crosses)
    assert said.endswith("The key of Archive makes the copy, so it must be allowed to read the source.")


def test_what_a_copy_will_not_have_is_said_before_it_is_made() -> None:
    source = ObjectInfo(
        ObjectRef("Studio", "photos", "a"),
        1,
        "E",
        props=Props(headers={"content-type": "a/b"}, others={"object-lock-mode": "COMPLIANCE", "missing-meta": "2"}),
    )
    by_itself = replace(preview(), source=source)
    assert preview_text.carried(by_itself) == "content headers, but not: Lock"
    in_parts = replace(by_itself, plan=PartPlan(1, 1, 1))
    assert preview_text.carried(in_parts).endswith("but not: Metadata that the store cannot show, Lock")


@pytest.mark.parametrize("allowed", ["yes", "no"])
def test_an_original_that_cannot_be_read_is_said_to_stay_or_to_go_all_the_same(allowed: str) -> None:
    props = Props(tags=Seen(None, Sight.DENIED), acl=Seen(None, Sight.DENIED))
    source = ObjectInfo(ObjectRef("Studio", "photos", "a"), 1, "E", crc64=7, tag_count=2, props=props)
    one_call = replace(preview(), source=source, leaves_marker=True)
    said = preview_text.original(one_call, Level.CRC64, unread=allowed == "yes")
    if allowed == "no":
        assert said == "stays, because not all of it can be carried along or read (ACL)."
    else:
        assert said.startswith("deleted after its copy was verified")
        assert "What this key may not read (ACL) is lost where the copy lacks it." in said
        assert "delete marker" in said
    in_parts = preview_text.original(one_call, Level.CRC64, plan=PartPlan(1, 1, 1), unread=allowed == "yes")
    assert in_parts == "stays, because not all of it can be carried along or read (Tags, ACL)."


def test_an_original_that_can_be_read_is_deleted_without_more_words() -> None:
    assert preview_text.original(preview(), Level.CRC64).startswith("deleted after its copy was verified")


@pytest.mark.parametrize("trust", Level)
@pytest.mark.parametrize("crc64", [7, None])
@pytest.mark.parametrize("only_size", [True, False])
def test_an_original_whose_copy_cannot_be_proven_as_the_settings_ask_is_said_to_stay(
    trust: Level, crc64: int | None, *, only_size: bool
) -> None:
    source = ObjectInfo(ObjectRef("Studio", "photos", "a"), 1, "E", crc64=crc64)
    found = replace(preview(), source=source, plan=SimplePlan(), leaves_marker=True, only_size=only_size)
    stays = "stays, because the store has no CRC-64 of it, and nothing else proves a copy as well as the settings ask."
    lacks = crc64 is None and (trust in CHECKSUMS or (only_size and trust is Level.PART_ETAGS))
    assert (preview_text.original(found, trust) == stays) is lacks
    lacks_in_parts = crc64 is None and trust in CHECKSUMS
    assert (preview_text.original(found, trust, plan=PartPlan(1, 1, 1)) == stays) is lacks_in_parts


@pytest.mark.parametrize(("trust", "stays"), [(Level.CRC64, True), (Level.SIZE, False)])
def test_the_question_for_another_name_says_what_proof_is_lacking(qtbot: QtBot, trust: Level, stays: bool) -> None:
    ref = ObjectRef("Studio", "photos", "a")
    request = CopyRequest(ref, ObjectRef("Studio", "photos", "b"), Options(trust=trust), JobKind.RENAME)
    dialog = RenameDialog(Item(ItemKind.OBJECT, ref.account, ref.bucket, ref.key))
    qtbot.addWidget(dialog)
    source = ObjectInfo(ref, 1, "E")
    dialog.show_preview(Preview(request, SimplePlan(), 1, target_exists=False, source=source))
    assert ("stays, because the store has no CRC-64 of it" in dialog.remark.label.text()) == stays
    assert ("is deleted once the copy is verified" in dialog.remark.label.text()) != stays


def test_the_drop_dialog_shows_it(qtbot: QtBot) -> None:
    plan = DropDialog([preview(accounts="Studio > Archive")])
    qtbot.addWidget(plan)
    plan.show()
    assert plan.place.isVisible()
    assert "The key of Archive" in plan.place.text()


@pytest.mark.parametrize(("allowed", "said"), [("yes", "is lost where the copy lacks it"), ("no", "The old one stays")])
def test_the_question_for_another_name_says_that_the_old_one_stays(qtbot: QtBot, allowed: str, said: str) -> None:
    ref = ObjectRef("Studio", "photos", "a")
    source = ObjectInfo(ref, 1, "E", props=Props(acl=Seen(None, Sight.DENIED)))
    options = Options(unread=allowed == "yes")
    request = CopyRequest(ref, ObjectRef("Studio", "photos", "b"), options, JobKind.RENAME)
    dialog = RenameDialog(Item(ItemKind.OBJECT, ref.account, ref.bucket, ref.key))
    qtbot.addWidget(dialog)
    dialog.show_preview(Preview(request, SimplePlan(), 1, target_exists=False, source=source))
    assert said in dialog.remark.label.text()
    assert ("is deleted once the copy is verified" in dialog.remark.label.text()) == (allowed == "yes")
