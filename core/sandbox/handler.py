"""What a face is: the part of the sandbox that speaks one vendor's protocol, without sockets.

The server hands a request's head to `Face.route`, reads the body, and hands both to `Face.perform`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from core.sandbox.blobs import Received
from core.sandbox.extents import Content
from core.sandbox.settings import Seen


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a request.

    Attributes:
        target: path and query as they came over the wire, undecoded and unnormalised.
        headers: by lower-case name; bytes that are no UTF-8 are surrogate escapes.
        region: the world's region whose endpoint (port) was asked.
    """

    method: str
    target: str
    headers: Mapping[str, str]
    region: str


@dataclass(slots=True)
class Answer:
    """An answer without what the transport adds."""

    status: int
    headers: Sequence[tuple[str, str]] = ()
    body: bytes | Content = b""


@dataclass(slots=True)
class Routed:
    """A request that the face has understood.

    Attributes:
        seen: names it for faults and for the log.
        spaced: a success is answered at once, in chunks, with white space for as long as the operation takes; the
            body comes last. Whatever is refused is refused before that.
    """

    head: Head
    seen: Seen
    detail: object = field(default=None)
    spaced: bool = False


class Face(Protocol):
    """One vendor's protocol. Thread: the server's, with the world's lock held."""

    @property
    def provider(self) -> str: ...

    def region_name(self, region: str) -> str:
        """The vendor's name of one of the world's regions, which bear the names of OSS; the same where it has none."""
        ...

    def route(self, head: Head) -> Routed:
        """Understand a request; it always succeeds, and `admit` or `perform` tells what is wrong with it."""
        ...

    def admit(self, routed: Routed, now: float) -> Answer | None:
        """Check who asks, before the body is read; an answer means refusal."""
        ...

    def weight(self, routed: Routed) -> int:
        """How many bytes a copy that is asked for would move; 0 for everything else."""
        ...

    def perform(self, routed: Routed, body: Received, now: float) -> Answer:
        """Carry the request out."""
        ...

    def error(self, routed: Routed, status: int, code: str, now: float) -> Answer:
        """An error that a test or a setting asked for."""
        ...
