"""What the browser does with versions, unfinished uploads, folders and links; a dialect without bytes answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from core.model.errors import Cancelled, Kind, Sent, StoreError
from core.model.limits import Features
from core.model.ops import AbortUpload, GetLink, ListUploads, ListVersions, PutObject, UploadPage, VersionPage, Written
from core.model.values import Account, ObjectInfo, ObjectRef, UploadInfo, VersionEntry
from core.rules.providers import StorageClass, provider
from core.store.browser import Browser
from core.store.stores import Stores
from core.system.clock import Cancel
from tests.doubles.clock import FakeClock
from tests.doubles.wire import ACCOUNT, CREDENTIALS, FEATURES, PROVIDER, Asked, FakeDialect, FakeTransport

REF = ObjectRef("work", "photos", "a.jpg")
DENIED = StoreError(Kind.DENIED, status=403, code="AccessDenied")
MISSING = StoreError(Kind.NOT_FOUND, status=404)


class Book:
    def get(self, name: str) -> Account:
        return ACCOUNT


def dialect_of(**answers: Any) -> FakeDialect:
    def answer(asked: Asked) -> Any:
        found = answers[type(asked.op).__name__]
        found = found(asked.op) if callable(found) else found
        if isinstance(found, StoreError):
            raise replace(found)
        return found

    return FakeDialect(answer)


def browsing(dialect: FakeDialect, *, features: Features = FEATURES, **changes: Any) -> Browser:
    known = replace(PROVIDER, features=features, **changes)
    return Browser(
        Stores(
            Book(),
            lambda _: CREDENTIALS,
            FakeClock(),
            open_transport=FakeTransport,
            find_dialect=lambda _: dialect,
            find_provider=lambda _: known,
        )
    )


def version(key: str, name: str) -> VersionEntry:
    return VersionEntry(key, name, is_latest=True, is_marker=False, modified=None)


# ---------------------------------------------------------------- versions


@pytest.mark.parametrize("word", ["enabled", "suspended", ""])
def test_a_bucket_keeps_versions_as_the_store_says(word: str) -> None:
    assert browsing(dialect_of(GetVersioning=word)).versioning("work", "photos", Cancel()) == word


def test_a_store_that_knows_no_versions_keeps_none() -> None:
    dialect = dialect_of(GetVersioning=StoreError(Kind.UNSUPPORTED, status=501))
    assert browsing(dialect).versioning("work", "photos", Cancel()) == ""


def test_a_bucket_that_may_not_be_asked_is_not_said_to_keep_no_versions() -> None:
    with pytest.raises(StoreError):
        browsing(dialect_of(GetVersioning=DENIED)).versioning("work", "photos", Cancel())


PAGES = {
    ("", ""): VersionPage((version("a", "3"), version("a", "2")), ("a", "2")),
    ("a", "2"): VersionPage((version("a", "1"), version("ab", "1")), ("ab", "1")),
    ("ab", "1"): VersionPage((version("b", "1"),), None),
}


def paged(op: ListVersions) -> VersionPage:
    return PAGES[op.key_marker, op.version_marker]


def test_all_pages_of_versions_are_walked() -> None:
    dialect = dialect_of(ListVersions=paged)
    pages = list(browsing(dialect).versions("work", "photos", "", Cancel()))
    assert [(entry.key, entry.version) for page in pages for entry in page] == [
        ("a", "3"),
        ("a", "2"),
        ("a", "1"),
        ("ab", "1"),
        ("b", "1"),
    ]
    assert [getattr(asked.op, "prefix", None) for asked in dialect.asked] == [""] * len(PAGES)


def test_the_versions_of_one_object_end_where_another_begins() -> None:
    dialect = dialect_of(ListVersions=paged)
    pages = list(browsing(dialect).versions("work", "photos", "", Cancel(), key="a"))
    assert [entry.version for page in pages for entry in page] == ["3", "2", "1"]
    assert len(dialect.asked) == 2


def test_versions_that_go_round_in_a_circle_are_an_error() -> None:
    dialect = dialect_of(ListVersions=lambda op: VersionPage((), ("a", "1")))
    with pytest.raises(StoreError) as caught:
        list(browsing(dialect).versions("work", "photos", "", Cancel()))
    assert (caught.value.code, caught.value.op, len(dialect.asked)) == ("ListStuck", "ListVersions", 2)


def test_a_walk_through_versions_stops_when_it_is_wished() -> None:
    cancel, dialect = Cancel(), dialect_of(ListVersions=paged)
    walk = browsing(dialect).versions("work", "photos", "", cancel)
    next(walk)
    cancel.set()
    with pytest.raises(Cancelled):
        next(walk)
    assert len(dialect.asked) == 1


# ---------------------------------------------------------------- unfinished uploads


def test_unfinished_uploads_are_walked_page_by_page() -> None:
    first, second = UploadInfo("a", "1"), UploadInfo("a", "2")
    pages = {("", ""): UploadPage((first,), ("a", "1")), ("a", "1"): UploadPage((second,), None)}
    dialect = dialect_of(ListUploads=lambda op: pages[op.key_marker, op.id_marker])
    assert list(browsing(dialect).uploads("work", "photos", "a", Cancel())) == [first, second]
    assert dialect.asked[0].op == ListUploads("photos", prefix="a")


def test_uploads_that_go_round_in_a_circle_are_an_error() -> None:
    dialect = dialect_of(ListUploads=lambda op: UploadPage((), ("a", "1")))
    with pytest.raises(StoreError) as caught:
        list(browsing(dialect).uploads("work", "photos", "", Cancel()))
    assert caught.value.op == "ListUploads"


def test_an_upload_is_dropped_by_its_key_and_id() -> None:
    dialect = dialect_of(AbortUpload=None)
    browsing(dialect).abort("work", "photos", UploadInfo("a/b", "ID"), Cancel())
    assert dialect.asked[0].op == AbortUpload(ObjectRef("work", "photos", "a/b"), "ID")


# ---------------------------------------------------------------- folders


@pytest.mark.parametrize("prefix", ["a/new", "a/new/"])
def test_a_folder_is_an_empty_object_that_overwrites_nothing(prefix: str) -> None:
    dialect = dialect_of(HeadObject=MISSING, PutObject=Written())
    browsing(dialect).make_folder("work", "photos", prefix, Cancel())
    assert dialect.asked[-1].op == PutObject(ObjectRef("work", "photos", "a/new/"), body=b"", create_only=True)


def test_a_folder_that_is_there_is_left_alone() -> None:
    dialect = dialect_of(HeadObject=ObjectInfo(REF, 0, "E"))
    with pytest.raises(StoreError) as caught:
        browsing(dialect).make_folder("work", "photos", "a/", Cancel())
    assert caught.value.kind is Kind.EXISTS
    assert dialect.ops() == ["HeadObject"]


def test_a_folder_is_not_made_where_it_cannot_be_looked_for() -> None:
    dialect = dialect_of(HeadObject=DENIED)
    with pytest.raises(StoreError) as caught:
        browsing(dialect).make_folder("work", "photos", "a/", Cancel())
    assert caught.value.kind is Kind.DENIED


# ---------------------------------------------------------------- links


def test_a_link_is_made_without_asking_the_store_but_where_the_bucket_is() -> None:
    dialect = dialect_of(ListBuckets=DENIED, GetBucketInfo=DENIED, GetBucketLocation="here")
    browser = browsing(dialect)
    now = FakeClock().now()
    assert browser.link(REF, 60) == f"https://store.test/photos/a.jpg?by=KEY&until={now + 60:g}"
    asked = len(dialect.asked)
    browser.link(REF, 60)
    assert len(dialect.asked) == asked


def test_a_link_for_too_long_is_refused_with_a_sentence() -> None:
    dialect = dialect_of(ListBuckets=DENIED, GetBucketInfo=DENIED, GetBucketLocation="here")
    with pytest.raises(StoreError) as caught:
        browsing(dialect).link(REF, 3601)
    assert (caught.value.kind, caught.value.code, caught.value.sent) == (Kind.INVALID, "BadLink", Sent.NO)
    assert "1 to 3600 seconds" in caught.value.message


def test_a_symbolic_link_is_asked_for_its_target() -> None:
    dialect = dialect_of(GetLink="b.jpg")
    assert browsing(dialect).link_target(REF, Cancel()) == "b.jpg"
    assert dialect.asked[0].op == GetLink(REF)


# ---------------------------------------------------------------- what there is to choose


def test_what_can_be_chosen_is_what_the_provider_offers() -> None:
    classes = (StorageClass("Hot"), StorageClass("Cold", archived=True, tiers=("Fast", "Slow")))
    browser = browsing(dialect_of(), storage_classes=classes, dialect_name="oss")
    assert browser.storage_classes("work") == classes
    assert browser.restore_tiers("work", "Cold") == ("Fast", "Slow")
    assert browser.restore_tiers("work", "Hot") == browser.restore_tiers("work", "Unknown") == ()
    assert browser.acl_words("work")[0] == "default"
    assert browser.presign_max_s("work") == PROVIDER.presign_max_s
    assert (browser.limits("work"), browser.features("work")) == (PROVIDER.limits, FEATURES)


def test_a_store_without_acls_offers_none() -> None:
    b2 = provider("b2")
    browser = browsing(dialect_of(), features=b2.features, dialect_name="s3")
    assert browser.acl_words("work") == ()


def test_an_account_of_an_unknown_provider_has_nothing_to_choose() -> None:
    stores = Stores(Book(), lambda _: CREDENTIALS, FakeClock(), open_transport=FakeTransport)
    with pytest.raises(StoreError) as caught:
        Browser(stores).storage_classes("work")
    assert caught.value.code == "UnknownProvider"
