"""Unit: listings that end, properties that may be hidden, and what the test of an account concludes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from core.model.errors import Cancelled, Kind, Sent, StoreError
from core.model.limits import Features
from core.model.ops import BucketPage, ListObjects, ObjectPage
from core.model.reports import Finding, Verdict
from core.model.values import Account, BucketInfo, Entry, ObjectInfo, ObjectRef, Seen, Sight, Site, known
from core.store.browser import Browser, check_account
from core.store.stores import Stores
from core.system.clock import Cancel
from tests.doubles.clock import FakeClock
from tests.doubles.wire import ACCOUNT, CREDENTIALS, FEATURES, PROVIDER, Asked, FakeDialect, FakeTransport

REF = ObjectRef("work", "photos", "a.jpg")
INFO = ObjectInfo(REF, 5, "ETAG")
DENIED = StoreError(Kind.DENIED, status=403, code="AccessDenied")


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


def browsing(dialect: FakeDialect, clock: FakeClock | None = None, features: Features = FEATURES) -> Browser:
    return Browser(
        Stores(
            Book(),
            lambda _: CREDENTIALS,
            clock or FakeClock(),
            open_transport=FakeTransport,
            find_dialect=lambda _: dialect,
            find_provider=lambda _: replace(PROVIDER, features=features),
        )
    )


def entry(key: str) -> Entry:
    return Entry(key, 1, "E", None, "Standard")


# ---------------------------------------------------------------- listing


def test_a_page_is_what_lies_directly_under_the_prefix() -> None:
    dialect = dialect_of(ListObjects=ObjectPage((entry("a/b"),), ("a/c/",), "next"))
    page = browsing(dialect).page("work", "photos", "a/", "token", Cancel())
    assert page.next == "next"
    assert dialect.asked[0].op == ListObjects("photos", prefix="a/", delimiter="/", token="token")


@pytest.mark.parametrize("token", ["token", ""])
def test_a_page_that_does_not_advance_is_an_error(token: str) -> None:
    dialect = dialect_of(ListObjects=ObjectPage((), (), token))
    with pytest.raises(StoreError) as caught:
        browsing(dialect).page("work", "photos", "", "token", Cancel())
    assert (caught.value.kind, caught.value.code) == (Kind.INVALID, "ListStuck")


def test_a_walk_goes_through_all_pages_at_any_depth_even_empty_ones() -> None:
    pages = {
        "": ObjectPage((entry("a/b/c"),), (), "1"),
        "1": ObjectPage((), (), "2"),
        "2": ObjectPage((entry("z"),), (), None),
    }
    dialect = dialect_of(ListObjects=lambda op: pages[op.token])
    walked = browsing(dialect).walk("work", "photos", "", Cancel())
    assert [item.key for page in walked for item in page.entries] == ["a/b/c", "z"]
    assert [asked.op for asked in dialect.asked] == [ListObjects("photos", token=token) for token in pages]


@pytest.mark.parametrize("way", ["walk", "level"])
def test_a_list_that_goes_round_in_a_circle_is_an_error_after_one_round(way: str) -> None:
    turns = {"": "1", "1": "2", "2": "1"}
    dialect = dialect_of(ListObjects=lambda op: ObjectPage((entry(op.token),), (), turns[op.token]))
    walk = getattr(browsing(dialect), way)("work", "photos", "", Cancel())
    with pytest.raises(StoreError) as caught:
        list(walk)
    assert caught.value.code == "ListStuck"
    assert len(dialect.asked) == 3


def test_a_page_of_a_folder_is_empty_only_at_the_end() -> None:
    turns = {"": ("1", ()), "1": ("2", ()), "2": ("3", ("a/",)), "3": (None, ())}
    dialect = dialect_of(ListObjects=lambda op: ObjectPage((), turns[op.token][1], turns[op.token][0]))
    browser = browsing(dialect)
    first = browser.page("work", "photos", "", "", Cancel())
    assert (first.prefixes, first.next, len(dialect.asked)) == (("a/",), "3", 3)
    assert browser.page("work", "photos", "", "3", Cancel()) == ObjectPage((), (), None)


def test_a_walk_stops_between_pages_when_it_is_wished() -> None:
    cancel = Cancel()
    dialect = dialect_of(ListObjects=lambda op: ObjectPage((), (), op.token + "x"))
    walk = browsing(dialect).walk("work", "photos", "", cancel)
    next(walk)
    cancel.set()
    with pytest.raises(Cancelled):
        next(walk)
    assert len(dialect.asked) == 1


def test_a_walk_sends_nothing_before_its_pages_are_read() -> None:
    dialect = dialect_of(ListObjects=ObjectPage((), (), None))
    browsing(dialect).walk("work", "photos", "", Cancel())
    assert dialect.asked == []


def test_somebody_who_looks_is_told_of_a_failure_after_three_attempts() -> None:
    clock, dialect = FakeClock(), dialect_of(ListObjects=StoreError(Kind.THROTTLED, status=503))
    with pytest.raises(StoreError):
        browsing(dialect, clock).page("work", "photos", "", "", Cancel())
    assert len(dialect.asked) == 3


def test_buckets_are_asked_of_the_store_each_time() -> None:
    dialect = dialect_of(ListBuckets=BucketPage((BucketInfo("photos"),), None))
    browser = browsing(dialect)
    for _ in range(2):
        assert browser.buckets("work", Cancel()) == (BucketInfo("photos"),)
    assert dialect.ops() == ["ListBuckets", "ListBuckets"]


# ---------------------------------------------------------------- one object


def test_an_object_comes_with_its_tags_and_its_acl() -> None:
    info = browsing(dialect_of(HeadObject=INFO, GetTags={"a": "b"}, GetAcl="private")).stat(REF, Cancel())
    assert (info.props.tags, info.props.acl) == (known({"a": "b"}), known("private"))


@pytest.mark.parametrize(
    ("failure", "sight"),
    [(DENIED, Sight.DENIED), (StoreError(Kind.UNSUPPORTED, status=501), Sight.UNKNOWN)],
    ids=["denied", "unsupported"],
)
def test_what_may_not_be_read_is_said_so_and_hides_nothing_else(failure: StoreError, sight: Sight) -> None:
    info = browsing(dialect_of(HeadObject=INFO, GetTags=failure, GetAcl=failure)).stat(REF, Cancel())
    assert (info.size, info.props.tags, info.props.acl) == (5, Seen(None, sight), Seen(None, sight))


def test_a_failure_to_read_the_tags_is_not_taken_for_no_tags() -> None:
    dialect = dialect_of(HeadObject=INFO, GetTags=StoreError(Kind.NOT_FOUND, status=404))
    with pytest.raises(StoreError):
        browsing(dialect).stat(REF, Cancel())


def test_an_object_that_says_it_has_no_tags_is_not_asked_for_them() -> None:
    dialect = dialect_of(HeadObject=replace(INFO, tag_count=0), GetAcl="private")
    assert browsing(dialect).stat(REF, Cancel()).props.tags == known({})
    assert dialect.ops() == ["HeadObject", "GetAcl"]


def test_a_store_without_tags_and_acl_is_not_asked_for_them() -> None:
    dialect = dialect_of(HeadObject=INFO)
    features = replace(FEATURES, tags=False, acl=False)
    assert browsing(dialect, features=features).stat(REF, Cancel()) == INFO


# ---------------------------------------------------------------- the Test button


def verdict(dialect: FakeDialect, account: Account = ACCOUNT, sender: FakeTransport | None = None) -> Verdict:
    used = sender or FakeTransport()
    found = check_account(
        account,
        CREDENTIALS,
        Cancel(),
        clock=FakeClock(),
        open_transport=lambda: used,
        find_dialect=lambda _: dialect,
    )
    assert used.closed == 1
    return found


@pytest.mark.parametrize(
    ("error", "finding"),
    [
        (StoreError(Kind.BAD_CREDENTIALS, code="InvalidAccessKeyId"), Finding.BAD_KEY),
        (StoreError(Kind.BAD_CREDENTIALS, code="SignatureDoesNotMatch"), Finding.BAD_SECRET),
        (StoreError(Kind.CREDENTIALS_EXPIRED), Finding.EXPIRED),
        (StoreError(Kind.WRONG_REGION), Finding.WRONG_ENDPOINT),
        (StoreError(Kind.NO_BUCKET), Finding.NO_SUCH_BUCKET),
        (StoreError(Kind.CLOCK_SKEW), Finding.CLOCK_SKEW),
        (StoreError(Kind.THROTTLED), Finding.BUSY),
        (StoreError(Kind.TRANSIENT), Finding.BUSY),
        (DENIED, Finding.DENIED),
        (StoreError(Kind.UNSUPPORTED, code="AccessForbidden"), Finding.FAILED),
        (StoreError(Kind.BUG), Finding.FAILED),
    ],
    ids=str,
)
def test_a_refusal_is_told_by_its_kind(error: StoreError, finding: Finding) -> None:
    found = verdict(dialect_of(ListBuckets=error))
    assert found.finding is finding
    assert found.error == replace(error, op="ListBuckets", sent=found.error.sent if found.error else error.sent)


@pytest.mark.parametrize(
    ("code", "finding"),
    [
        ("ConnectFailed", Finding.OFFLINE),
        ("ConnectTimeout", Finding.OFFLINE),
        ("NameServiceFailed", Finding.OFFLINE),
        ("HostNotFound", Finding.WRONG_ENDPOINT),
        ("BadHost", Finding.WRONG_ENDPOINT),
        ("TlsFailed", Finding.WRONG_ENDPOINT),
        ("CertificateNotTrusted", Finding.UNTRUSTED),
    ],
)
def test_a_failure_on_the_way_is_told_by_its_code(code: str, finding: Finding) -> None:
    sender = FakeTransport([StoreError(Kind.OFFLINE, code=code, sent=Sent.NO)])
    assert verdict(dialect_of(), sender=sender).finding is finding


@pytest.mark.parametrize("start_path", ["photos/2024/", "photos", "photos/"])
def test_the_start_path_is_tried_when_the_list_is_refused(start_path: str) -> None:
    dialect = dialect_of(ListBuckets=DENIED, ListObjects=ObjectPage((), (), None))
    found = verdict(dialect, replace(ACCOUNT, start_path=start_path))
    assert found == Verdict(Finding.OK_START_PATH, bucket="photos")
    assert dialect.asked[1].op == ListObjects("photos", prefix=start_path.removeprefix("photos").lstrip("/"), limit=1)


def test_the_start_path_is_tried_also_when_the_list_is_not_refused() -> None:
    page = BucketPage((BucketInfo("other"),), None)
    found = verdict(
        dialect_of(ListBuckets=page, ListObjects=StoreError(Kind.NO_BUCKET)), replace(ACCOUNT, start_path="photos/")
    )
    assert (found.finding, found.bucket) == (Finding.NO_SUCH_BUCKET, "photos")


def test_a_passing_fault_of_the_list_is_not_taken_for_a_refusal() -> None:
    dialect = dialect_of(ListBuckets=StoreError(Kind.TRANSIENT, status=500))
    assert verdict(dialect, replace(ACCOUNT, start_path="photos/")).finding is Finding.BUSY


def test_a_domain_that_reaches_one_bucket_only_passes_with_a_start_path() -> None:
    """The dialect refuses to list buckets there before anything is sent."""
    dialect = dialect_of(ListObjects=ObjectPage((), (), None))

    def no_service(account: Account) -> Site:
        raise ValueError("A custom domain cannot list buckets.")

    site = dialect.service_site(ACCOUNT)
    dialect.service_site = no_service  # type: ignore[method-assign]
    dialect.bucket_site = lambda account, bucket: site  # type: ignore[method-assign]
    assert verdict(dialect, replace(ACCOUNT, start_path="photos/")).finding is Finding.OK_START_PATH
    assert verdict(dialect).finding is Finding.WRONG_ENDPOINT


def test_a_name_that_is_not_typed_yet_does_not_matter() -> None:
    page = BucketPage((), None)
    assert verdict(dialect_of(ListBuckets=page), replace(ACCOUNT, name="")) == Verdict(Finding.OK, buckets=0)
