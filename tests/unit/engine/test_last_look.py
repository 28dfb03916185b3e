"""The last look before a source is deleted: for any difference to what was planned it is kept."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.engine.context import StepContext
from core.engine.final_steps import delete
from core.model.errors import Kind, StoreError
from core.model.jobs import Facts, SimplePlan
from core.model.ops import DeleteObject, DeleteObjects, Deletions, HeadObject, Op
from core.model.requests import CopyRequest, DeleteRequest, JobKind, JobRequest
from core.model.values import Expected, Level, ObjectInfo, ObjectRef, Props

SOURCE, TARGET = ObjectRef("a", "b", "source"), ObjectRef("a", "c", "target")
MD5 = "e1" * 16


@dataclass
class Bucket:
    """A store that shows objects, and notes what is deleted."""

    shown: dict[str, ObjectInfo | None]
    deleted: list[str] = field(default_factory=list)

    def call(self, op: Op[Any]) -> Any:
        match op:
            case HeadObject(ref=ref):
                found = self.shown[ref.key]
                if found is None:
                    raise StoreError(Kind.NOT_FOUND, status=404)
                return found
            case DeleteObject(ref=ref):
                self.deleted.append(ref.key)
                return None
            case DeleteObjects(objects=objects):
                self.deleted += [key for key, _ in objects]
                return Deletions(frozenset(objects))
        raise AssertionError(op)


class Accounts:
    """All that the last step asks of `core.store.stores.Stores`."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket

    def bare(self, _account: str) -> Bucket:
        return self._bucket

    def lacks(self, _account: str, _op: type) -> bool:
        return False


def context_of(job: int, request: JobRequest, facts: Facts, bucket: Bucket) -> StepContext:
    return StepContext(
        job=job,
        request=request,
        facts=facts,
        stores=Accounts(bucket),  # type: ignore[arg-type]
        parts={},
        note=lambda _facts: None,
        owner_of=lambda _upload: None,
        count=lambda: None,
        workers=1,
    )


def rename_of(job: int, planned: ObjectInfo, bucket: Bucket) -> StepContext:
    request = CopyRequest(replace(planned.ref, version=None), TARGET, kind=JobKind.RENAME)
    copy = replace(planned, ref=TARGET)
    facts = Facts(source=planned, plan=SimplePlan(), written=True, verified=Level.CRC64, result=copy)
    return context_of(job, request, facts, bucket)


def deletion_of(job: int, planned: ObjectInfo, bucket: Bucket) -> StepContext:
    ref = replace(planned.ref, version=None)
    return context_of(job, DeleteRequest(ref, expect=Expected.of(planned)), Facts(), bucket)


etags = st.sampled_from([MD5, MD5.upper(), f'"{MD5}"', f'W/"{MD5}"', "e2" * 16, f"{MD5}-2", "opaque", ""])
looks = st.builds(
    lambda etag, size, modified, version, user: ObjectInfo(
        replace(SOURCE, version=version), size, etag, modified, props=Props(user=user)
    ),
    etags,
    st.sampled_from([0, 10, 11]),
    st.sampled_from([None, 1000.0, 1000.4, 1001.0, 2000.0]),
    st.sampled_from([None, "v1", "v2"]),
    st.sampled_from([{}, {"n": "1"}, {"n": "2"}]),
)
#: The object as it was planned, and as it is found.
pairs = st.tuples(looks, st.none() | looks) | looks.map(lambda planned: (planned, planned))


def plain(etag: str) -> str:
    return etag.removeprefix("W/").strip('"').lower()


def differs(planned: ObjectInfo, found: ObjectInfo) -> bool:
    """Whether anything that both looks tell is another thing; dates are told in whole seconds."""
    dates = [look.modified for look in (planned, found)]
    versions = [look.ref.version for look in (planned, found)]
    return (
        plain(planned.etag) != plain(found.etag)
        or planned.size != found.size
        or planned.props.user != found.props.user
        or (None not in dates and len({int(date or 0) for date in dates}) > 1)
        or (None not in versions and len(set(versions)) > 1)
    )


@pytest.mark.parametrize("make", [rename_of, deletion_of])
@given(looked=st.lists(pairs, min_size=1, max_size=5))
def test_what_differs_in_anything_is_kept_and_what_is_the_same_is_deleted(
    make: Any, looked: list[tuple[ObjectInfo, ObjectInfo | None]]
) -> None:
    bucket = Bucket({f"k{at}": found for at, (_, found) in enumerate(looked)})
    planned = [replace(then, ref=replace(then.ref, key=f"k{at}")) for at, (then, _) in enumerate(looked)]
    outcomes = delete([make(at, then, bucket) for at, then in enumerate(planned)])
    for (then, found), outcome, info in zip(looked, outcomes, planned, strict=True):
        if found is None:
            assert isinstance(outcome, Facts)
            assert outcome.deleted
            assert info.ref.key not in bucket.deleted, "what is gone is not deleted again"
        elif differs(then, found):
            assert isinstance(outcome, StoreError)
            assert outcome.kind is Kind.SOURCE_CHANGED
            assert info.ref.key not in bucket.deleted
        else:
            assert isinstance(outcome, Facts)
            assert outcome.deleted
            assert bucket.deleted.count(info.ref.key) == 1
