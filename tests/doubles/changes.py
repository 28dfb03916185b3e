"""Requests that change objects of an engine fixture, and what the world holds afterwards."""

from __future__ import annotations

from typing import Any

from core.model.reports import JobRow
from core.model.requests import (
    BatchRequest,
    CopyRequest,
    Edit,
    JobKind,
    JobRequest,
    Options,
    PrefixRequest,
)
from core.model.values import Expected, ObjectRef
from core.sandbox.world import Version
from tests.doubles.engine_fixture import RICH, SOURCE, EngineFixture


def ref(key: str, bucket: str = SOURCE, version: str | None = None) -> ObjectRef:
    return ObjectRef("sandbox", bucket, key, version)


def rename(key: str, to: str, options: Options | None = None) -> CopyRequest:
    return CopyRequest(ref(key), ref(to), options or Options(), kind=JobKind.RENAME)


def edit(key: str, change: Edit, *, part_size: int | None = None, expect: Expected | None = None) -> CopyRequest:
    return CopyRequest(ref(key), ref(key), Options(part_size), kind=JobKind.EDIT, edit=change, expect=expect)


def folder(source: str, target: str, kind: JobKind, **more: Any) -> PrefixRequest:
    return PrefixRequest(ref(source), ref(target), kind=kind, **more)


def run(desk: EngineFixture, request: BatchRequest, jobs: tuple[JobRequest, ...] = ()) -> tuple[JobRow, ...]:
    batch = desk.engine.submit(request, jobs)
    desk.engine.run_until_idle()
    return desk.engine.jobs(batch)


def undo_last(desk: EngineFixture) -> tuple[JobRow, ...]:
    batch = desk.engine.undo(desk.engine.history(limit=1)[0].id)
    desk.engine.run_until_idle()
    return desk.engine.jobs(batch, limit=-1)


def props(version: Version | None) -> dict[str, object]:
    assert version is not None
    return {name: getattr(version, name) for name in RICH} | {"crc64": version.content.crc64()}


def keys(desk: EngineFixture, prefix: str = "", bucket: str = SOURCE) -> list[str]:
    held = desk.world.buckets[bucket]
    return [key for key in held.order if key.startswith(prefix) and desk.world.get(bucket, key) is not None]
