"""What the drop sheet says of a copy's way: inside one place, between regions, between accounts."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from core.jobs import SimplePlan
from core.reports import Preview
from core.requests import CopyRequest
from core.values import ObjectRef
from gui.models import preview_text
from gui.views.drop_sheet import DropSheet


def preview(account: str = "Archive", **more: str) -> Preview:
    request = CopyRequest(ObjectRef("Studio", "photos", "a"), ObjectRef(account, "backup", "a"))
    return Preview(request, SimplePlan(), 1, target_exists=False, **more)


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


def test_the_drop_sheet_shows_it(qtbot: QtBot) -> None:
    sheet = DropSheet([preview(accounts="Studio > Archive")])
    qtbot.addWidget(sheet)
    sheet.show()
    assert sheet.place.isVisible()
    assert "The key of Archive" in sheet.place.text()
