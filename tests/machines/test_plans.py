"""Whatever there is and whatever is asked for: a plan that says it is exact tells the requests that are sent."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from core.forecast import estimator as estimating
from core.model.requests import (
    BatchRequest,
    CopyRequest,
    DeleteRequest,
    Edit,
    JobKind,
    JobRequest,
    ListRequest,
    OnExisting,
    Options,
    RestoreRequest,
)
from core.model.values import Level
from core.rules.estimate import Estimate
from core.sandbox.settings import Fault, Seen, answer
from core.sandbox.world import Kind, Versioning
from tests.doubles.engine_fixture import MIB
from tests.doubles.estimate_fixture import EstimateFixture, estimate_fixture

NAMES = ["a", "b", "c", "d/1", "d/2", "e/", "tab\there", "\u6e21\u8239", "a b+c"]
SIZES = [-1, 0, 1000, 3 * MIB, 12 * MIB]

things = st.fixed_dictionaries(
    {"size": st.sampled_from(SIZES)},
    optional={
        "tags": st.just({"project": "a b"}),
        "acl": st.just("public-read"),
        "storage_class": st.sampled_from(["IA", "Archive"]),
        "headers": st.just({"cache-control": "no-cache"}),
        "kind": st.sampled_from([Kind.APPENDABLE, Kind.SYMLINK]),
        "redirect": st.just("/elsewhere"),
        "shows_crc": st.just(False),
    },
)
folders = st.dictionaries(st.sampled_from(NAMES), things, max_size=6)
edits = st.sampled_from(
    [
        Edit(headers={"cache-control": "no-cache"}),
        Edit(tags={"state": "final"}),
        Edit(tags={"project": "a b"}),
        Edit(clear_tags=True),
        Edit(acl="public-read"),
        Edit(acl="private", tags={"state": "final"}, user={"note": "x"}),
    ]
)
choices = st.builds(
    Options,
    part_size=st.sampled_from([None, 5 * MIB]),
    on_existing=st.sampled_from([choice for choice in OnExisting if choice is not OnExisting.ASK]),
    trust=st.sampled_from(list(Level)),
    unread=st.booleans(),
)
kinds = st.sampled_from([JobKind.COPY, JobKind.RENAME, JobKind.EDIT, JobKind.DELETE, JobKind.RESTORE])
denials = st.sets(st.sampled_from(["GetObjectACL", "GetObjectTagging", "GetBucketVersioning"]), max_size=2)
versionings = st.sampled_from(list(Versioning))


def named(fixture: EstimateFixture, kind: JobKind, name: str, options: Options, edit: Edit) -> JobRequest:
    source = fixture.ref(f"in/{name}")
    match kind:
        case JobKind.DELETE:
            return DeleteRequest(source)
        case JobKind.RESTORE:
            return RestoreRequest(source)
        case JobKind.EDIT:
            return CopyRequest(source, source, options, kind, edit)
    return CopyRequest(source, fixture.ref(f"out/{name}", "target"), options, kind)


def known_to(provider: str, bucket: str, thing: dict[str, Any]) -> dict[str, Any]:
    """Only the listing of OSS shows links. Elsewhere one that leads nowhere looks like an object, and is none.

    At the target only the store knows whether it may be overwritten, and tells when it is.
    """
    is_puzzling = thing.get("kind") is Kind.SYMLINK and (provider, bucket) != ("oss", "source")
    return {name: value for name, value in thing.items() if not (is_puzzling and name == "kind")}


def deny(operations: set[str], seen: Seen) -> Fault | None:
    # What a job has to write is never denied, and what it reads back of that is allowed: a plan cannot foresee it.
    return answer(403, "AccessDenied") if seen.operation in operations and seen.bucket == "source" else None


@pytest.mark.parametrize("provider", ["oss", "cos", "s3"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), here=folders, there=folders, kind=kinds, options=choices, edit=edits, denied=denials)
def test_a_plan_that_is_exact_tells_the_requests_that_are_sent(
    provider: str,
    data: st.DataObject,
    here: dict[str, dict[str, Any]],
    there: dict[str, dict[str, Any]],
    kind: JobKind,
    options: Options,
    edit: Edit,
    denied: set[str],
) -> None:
    with tempfile.TemporaryDirectory() as home, estimate_fixture(provider, Path(home)) as fixture:
        for bucket in ("source", "target"):
            fixture.sandbox.world.buckets[bucket].versioning = data.draw(versionings, label=f"versioning of {bucket}")
        for folder, bucket, prefix in ((here, "source", "in/"), (there, "target", "out/")):
            for name, thing in folder.items():
                fixture.put(prefix + name, bucket=bucket, **known_to(provider, bucket, thing))
        behaviour = fixture.sandbox.settings
        fixture.sandbox.settings = replace(behaviour, on_request=lambda seen: deny(denied, seen))
        request: BatchRequest
        jobs: list[JobRequest] = []
        if data.draw(st.booleans(), label="by name"):
            names = data.draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True), label="names")
            jobs = [named(fixture, kind, name, options, edit) for name in names]
            request = ListRequest(jobs[0].source, jobs[0].target, kind, options)
        else:
            to = "out/" if kind in (JobKind.COPY, JobKind.RENAME) else ""
            request = fixture.folder(kind, to, options=options, edit=edit if kind is JobKind.EDIT else Edit())
        told = estimate(fixture, request, jobs, look_max=data.draw(st.sampled_from([2, 1000]), label="at a time"))
        event(f"{kind.value}, exact: {told.exact}")
        fixture.run(request, *jobs)
        sent = {op: count for op, count in fixture.sent.items() if op != "GetBucketVersioning"}
        if told.exact and not told.calls_most:
            assert dict(told.calls) == sent
        else:
            assert told.requests <= sum(sent.values())
            assert told.calls_most is None or sum(sent.values()) <= told.requests + told.calls_most


def estimate(fixture: EstimateFixture, request: BatchRequest, jobs: list[JobRequest], *, look_max: int) -> Estimate:
    wanted = jobs if isinstance(request, ListRequest) else [request]
    with patch.object(estimating, "LOOK_MAX", look_max):
        return fixture.engine.estimate([each for each in wanted if not isinstance(each, ListRequest)], exactly=True)
