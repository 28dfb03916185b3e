"""An undeletion ends, whatever a store says is left."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from core.engine.final_steps import undelete
from core.model.errors import OwnCode, StoreError
from core.model.ops import Deleted, DeleteObject, ListVersions, VersionPage
from core.model.values import ObjectRef, VersionEntry


class Regrowing:
    """A store that shows a new delete marker for each one that is removed."""

    def __init__(self) -> None:
        self.deletions = 0

    def call(self, op: Any) -> Any:
        if isinstance(op, DeleteObject):
            self.deletions += 1
            return Deleted()
        assert isinstance(op, ListVersions)
        newest = VersionEntry("film", f"marker-{self.deletions}", is_latest=True, is_marker=True, modified=2.0)
        older = VersionEntry("film", f"marker-{self.deletions}-too", is_latest=False, is_marker=True, modified=1.5)
        return VersionPage((newest, older, VersionEntry("film", "v1", False, False, 1.0)), None)


def test_a_store_that_shows_ever_new_delete_markers_is_given_up() -> None:
    store = Regrowing()
    context = cast(Any, SimpleNamespace(at_target=store, target=ObjectRef("work", "photos", "film"), facts=None))
    with pytest.raises(StoreError) as caught:
        undelete(context)
    assert caught.value.code == OwnCode.LIST_STUCK
    assert store.deletions == 1_000
