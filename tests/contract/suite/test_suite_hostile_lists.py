"""Lists that are wrong are acted on nowhere, and lists that are only unusual are handled to their last object."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.forecast.listing import next_page
from core.model.errors import Kind, OwnCode, StoreError
from core.model.jobs import State
from core.model.limits import Features
from core.model.ops import CreateUpload, ListObjects, ObjectPage
from core.model.requests import JobKind, PrefixRequest
from core.model.values import Entry, ObjectRef
from core.rules.providers import provider
from core.sandbox.extents import of_bytes
from core.sandbox.sample import normal
from core.sandbox.server import Sandbox
from core.sandbox.settings import Fault, Seen, Settings, answer
from core.store.browser import Browser
from core.store.dialects.base import WireRequest, WireResponse
from core.system.clock import Cancel
from tests.contract.suite.test_suite_hostile import a_world
from tests.doubles.store_under_test import sandbox_under_test
from tests.doubles.suite_fixture import SuiteFixture, suite_fixture

KINDS = pytest.mark.parametrize("kind", [JobKind.COPY, JobKind.RENAME, JobKind.DELETE])


@pytest.fixture(params=["oss", "cos", "s3"])
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SuiteFixture]:
    with (
        Sandbox(world=a_world()) as sandbox,
        suite_fixture(sandbox_under_test(sandbox, request.param, request.param), tmp_path) as opened,
    ):
        yield opened


def do(rig: SuiteFixture, kind: JobKind, prefix: str = "f/") -> tuple[dict[State, int], StoreError | None]:
    """Do it to the whole folder; returns how many jobs ended how, and why the batch failed."""
    target = rig.ref(prefix) if kind is JobKind.DELETE else rig.copy_ref("to/")
    rig.engine.submit(PrefixRequest(rig.ref(prefix), target, kind=kind))
    rig.engine.run_until_idle()
    row = rig.engine.snapshot().batches[-1]
    return {state: count for state, count in row.counts.items() if count}, row.error


def altering_lists(rig: SuiteFixture, change: Callable[[bytes], bytes]) -> None:
    def alter(request: WireRequest, answer: WireResponse) -> WireResponse:
        is_list = request.method == "GET" and b"<ListBucketResult" in answer.body
        return replace(answer, body=change(answer.body)) if is_list else answer

    rig.tap.alter = alter


@KINDS
def test_a_key_outside_of_the_prefix_is_an_error_and_nothing_is_touched(rig: SuiteFixture, kind: JobKind) -> None:
    for key in ("f/a", "aa/x"):
        rig.put(key)
    altering_lists(rig, lambda body: body.replace(b"f/a<", b"aa/x<").replace(b"f%2Fa<", b"aa%2Fx<"))
    counts, error = do(rig, kind)
    rig.tap.calm()
    assert error is not None
    assert (counts, error.code) == ({}, OwnCode.LIST_WRONG)
    assert (rig.keys(rig.source), rig.keys(rig.target)) == (["aa/x", "f/a"], [])


@KINDS
def test_a_key_that_comes_twice_is_the_stores_error_and_nothing_is_touched(rig: SuiteFixture, kind: JobKind) -> None:
    for key in ("f/a", "f/b"):
        rig.put(key)
    altering_lists(rig, lambda body: body.replace(b"f/b<", b"f/a<").replace(b"f%2Fb<", b"f%2Fa<"))
    counts, error = do(rig, kind)
    rig.tap.calm()
    assert error is not None
    assert (counts, error.code) == ({}, OwnCode.LIST_WRONG)
    assert (rig.keys(rig.source), rig.keys(rig.target)) == (["f/a", "f/b"], [])


@pytest.mark.parametrize("spelling", [b"caf%E9", b"caf\xe9", b"caf\x01", b"caf&#1;"])
def test_a_key_that_no_text_can_hold_does_not_sink_its_page(rig: SuiteFixture, spelling: bytes) -> None:
    for key in ("f/1", "f/cafe-x", "f/z"):
        rig.put(key)
    if spelling == b"caf%E9":
        altering_lists(rig, lambda body: body.replace(b"cafe-x", spelling))
        if not rig.call(ListObjects(rig.source, prefix="f/")).entries[1].key.startswith("f/caf\udce9"):
            pytest.skip("this protocol's lists are not percent-encoded")
    altering_lists(rig, lambda body: body.replace(b"cafe-x", spelling))
    counts, error = do(rig, JobKind.COPY)
    rig.tap.calm()
    assert (counts, error) == ({State.DONE: 2, State.FAILED: 1}, None)
    assert rig.keys(rig.target) == ["to/1", "to/z"]
    assert rig.keys(rig.source) == ["f/1", "f/cafe-x", "f/z"]


def test_a_store_that_knows_only_the_first_version_of_the_list_is_spoken_to_in_it(tmp_path: Path) -> None:
    """It takes no notice of list-type and of tokens, and its answer has no token."""
    with (
        Sandbox(world=a_world()) as sandbox,
        suite_fixture(sandbox_under_test(sandbox, "s3", "s3"), tmp_path) as rig,
    ):
        keys = [f"f/{number:04}" for number in range(1005)]
        for key in keys:
            rig.put(key)
        altering_lists(
            rig,
            lambda body: re.sub(
                rb"<(NextContinuationToken|ContinuationToken|KeyCount|StartAfter)>[^<]*</\1>", b"", body
            ),
        )
        counts, error = do(rig, JobKind.DELETE)
        rig.tap.calm()
        assert (counts, error, rig.keys(rig.source)) == ({State.DONE: 1005}, None, [])
        asked = [seen.operation for seen in sandbox.seen.all() if seen.operation.startswith("ListObjects")]
        assert "ListObjects" in asked


REFUSALS = [
    (501, "NotImplemented", "A header or query you provided implies functionality that is not implemented."),
    (400, "InvalidArgument", "Unknown query parameter: list-type"),
    (405, "MethodNotAllowed", ""),
]


@pytest.mark.parametrize(("status", "code", "message"), REFUSALS)
def test_a_store_that_refuses_the_second_version_of_the_list_is_asked_in_the_first(
    tmp_path: Path, status: int, code: str, message: str
) -> None:
    """It is refused once, and not for each page."""

    def refuse(seen: Seen) -> Fault | None:
        return answer(status, code, message) if seen.operation == "ListObjectsV2" else None

    with (
        Sandbox(world=a_world(), settings=Settings(on_request=refuse)) as sandbox,
        suite_fixture(sandbox_under_test(sandbox, "s3", "s3"), tmp_path) as rig,
    ):
        for number in range(1005):
            sandbox.world.put(rig.source, f"f/{number:04}", normal(of_bytes(b"x"), 0.0))
        counts, error = do(rig, JobKind.DELETE)
        assert (counts, error) == ({State.DONE: 1005}, None)
        assert sandbox.seen.count("ListObjectsV2") == 1


@pytest.mark.parametrize("kind", ["uploads", "versions"])
def test_uploads_and_versions_outside_of_the_prefix_are_an_error_too(rig: SuiteFixture, kind: str) -> None:
    bucket = rig.versioned() if kind == "versions" else rig.source
    for key in ("f/a", "g/a"):
        rig.put(key, bucket=bucket)
        rig.call(CreateUpload(rig.ref(key, bucket)))
    rig.tap.alter = lambda _, answer: replace(answer, body=re.sub(rb"f(/|%2F)a<", rb"g\1a<", answer.body))
    browser = Browser(rig.stores)
    with pytest.raises(StoreError) as caught:
        list(getattr(browser, kind)("a", bucket, "f/", Cancel()))
    rig.tap.calm()
    assert (caught.value.kind, caught.value.code) == (Kind.INVALID, OwnCode.LIST_WRONG)
    assert [upload.key for upload in browser.uploads("a", bucket, "", Cancel())] == ["f/a", "g/a"]


@pytest.mark.parametrize("together", [True, False])
def test_a_key_that_cos_takes_for_its_bucket_is_left_alone_for_that_reason_and_the_others_are_deleted(
    tmp_path: Path, together: bool
) -> None:
    with (
        Sandbox(world=a_world()) as sandbox,
        suite_fixture(sandbox_under_test(sandbox, "cos", "cos"), tmp_path) as rig,
    ):
        rig.put("a/x")
        rig.put("a/y")
        sandbox.world.put(rig.source.removesuffix("-1250000000"), "a/../", normal(of_bytes(b"odd"), 1_735_700_000.0))
        prefix = "a/" if together else "a/../"
        counts, error = do(rig, JobKind.DELETE, prefix)
        assert (counts, error) == ({State.DONE: 2, State.FAILED: 1} if together else {State.FAILED: 1}, None)
        (failed,) = rig.journal.rows(states=[State.FAILED])
        assert failed.error is not None
        assert (failed.request.source.key, failed.error.code) == ("a/../", OwnCode.NAME_OF_BUCKET)
        assert rig.keys(rig.source) == (["a/../"] if together else ["a/../", "a/x", "a/y"])


# ---------------------------------------------------------------- any order, any pages

NAMES = st.text("ab/~\u00e9\U0001f6a2", min_size=1, max_size=3)


class Pages:
    """A store that answers a list with these pages, by tokens of its own or behind a key in its own order."""

    def __init__(self, pages: Sequence[Sequence[str]], follows: Sequence[int | None], *, knows_tokens: bool) -> None:
        self._pages = [tuple(Entry(name, 1, "e", None, "STANDARD") for name in page) for page in pages]
        self._follows = follows
        self._knows_tokens = knows_tokens
        self.asked = 0

    def bare(self, _: str) -> Pages:
        return self

    def features(self, _: str) -> Features:
        return provider("s3").features

    def call(self, op: ListObjects) -> ObjectPage:
        self.asked += 1
        assert self.asked < 500, "the number of requests has a bound"
        if op.token and not self._knows_tokens:
            raise StoreError(Kind.INVALID, status=400, code="InvalidToken")
        at = int(op.token or 0)
        following = self._follows[at]
        return ObjectPage(self._pages[at], (), None if following is None else str(following))


@st.composite
def hostile_pages(draw: st.DrawFn) -> tuple[list[list[str]], list[int | None], bool]:
    pages = draw(st.lists(st.lists(NAMES.map(lambda name: f"f/{name}") | NAMES, max_size=4), min_size=1, max_size=5))
    honest: list[int | None] = [*range(1, len(pages)), None]
    follows = draw(
        st.just(honest) | st.lists(st.none() | st.integers(0, len(pages) - 1), min_size=len(pages), max_size=len(pages))
    )
    return pages, follows, draw(st.booleans())


@settings(max_examples=400, suppress_health_check=[HealthCheck.filter_too_much])
@given(hostile_pages())
def test_what_is_acted_on_lies_under_the_prefix_comes_once_and_is_all_of_it_or_the_batch_fails(
    case: tuple[list[list[str]], list[int | None], bool],
) -> None:
    pages, follows, knows_tokens = case
    store, taken = Pages(pages, follows, knows_tokens=knows_tokens), list[str]()
    request = PrefixRequest(ObjectRef("a", "b", "f/"), ObjectRef("a", "b", "f/"), kind=JobKind.DELETE)
    cursor: str | None = ""
    failed = False
    while cursor is not None and not failed:
        try:
            page = next_page(store, request, cursor, lambda: list(taken))  # type: ignore[arg-type]  # noqa: B023 - called at once
        except StoreError:
            failed = True
        else:
            taken += [entry.key for entry in page.entries]
            cursor = page.cursor
    assert len(set(taken)) == len(taken)
    assert all(key.startswith("f/") for key in taken)
    reachable, at = list[str](), 0
    for _ in pages:
        reachable += pages[at]
        if (following := follows[at]) is None:
            break
        at = following
    else:
        assert failed, "a list that goes round is no list"
    if not failed:
        assert sorted(taken) == sorted(reachable)
