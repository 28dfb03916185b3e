"""How what was done is taken back, from what the journal keeps of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core.journal.records import BatchRecord, JobRecord
from core.model.errors import KnownError
from core.model.jobs import State
from core.model.requests import CopyRequest, DeleteRequest, JobKind, JobRequest, ListRequest, Options, PrefixRequest
from core.model.values import Expected
from core.rules.props import difference

#: What takes back each kind of work; there is no way back from the others.
_BACK = {JobKind.RENAME: JobKind.RENAME, JobKind.EDIT: JobKind.EDIT, JobKind.DELETE: JobKind.UNDELETE}


def is_undoable(record: BatchRecord) -> bool:
    """Whether a batch did something that there is a way back from.

    What was deleted comes back only where the bucket keeps versions; the store tells that when it is tried.
    """
    request = record.request
    of_version = not isinstance(request, PrefixRequest | ListRequest) and request.source.version is not None
    return request.kind in _BACK and bool(record.counts.get(State.DONE)) and not of_version


def undoing(record: BatchRecord) -> ListRequest:
    """The batch that takes another one back."""
    request = record.request
    return ListRequest(request.target, request.source, _BACK[request.kind], undoes=record.id)


def reverses(done: Iterable[JobRecord]) -> tuple[JobRequest, ...]:
    """What takes the jobs of a batch back that were done. Raises `KnownError` when that is nothing."""
    jobs = tuple(job for job in map(reverse_of, done) if job is not None)
    if not jobs:
        raise KnownError("This cannot be taken back: the journal does not know what was there before.")
    return jobs


def reverse_of(record: JobRecord) -> JobRequest | None:
    """What takes one job back while its result is unchanged; None when nothing is known to go back to."""
    request, facts = record.request, record.facts
    if isinstance(request, DeleteRequest):
        is_current = request.kind is JobKind.DELETE and request.source.version is None
        return DeleteRequest(request.source, JobKind.UNDELETE) if is_current else None
    if not isinstance(request, CopyRequest) or facts.source is None or facts.result is None:
        return None
    expect = Expected.of(facts.result)
    if request.kind is JobKind.EDIT:
        edit = difference(facts.result.props, facts.source.props)
        return CopyRequest(request.source, request.target, kind=JobKind.EDIT, edit=edit, expect=expect)
    if request.kind is not JobKind.RENAME:
        return None
    here = facts.result.ref
    there = replace(request.source, version=None)
    source = type(here)(request.target.account, here.bucket, here.key)
    # What was good enough to delete the source by is good enough for the way back.
    options = Options(trust=request.options.trust, unread=request.options.unread)
    return CopyRequest(source, there, options, kind=JobKind.RENAME, expect=expect)
