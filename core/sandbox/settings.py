"""How a sandbox behaves apart from its rules: slowness, faults, and the record of what was asked.

Everything is deterministic: the same requests meet the same fates.
"""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Seen:
    """One request, as the sandbox understood it.

    Attributes:
        operation: its name, which all vendors share ("UploadPartCopy"); "" when it could not be told.
        bucket: its name in the world, the same for all vendors.
        part: the part number, 0 when there is none.
        status: of the answer; 0 while there is none, and when the connection was closed without one.
        number: counts the requests of this operation on this bucket, key and part number, from 1.
    """

    method: str
    operation: str
    bucket: str = ""
    key: str = ""
    part: int = 0
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    number: int = 0
    status: int = 0


class FaultKind(StrEnum):
    """What can happen to a request."""

    DELAY = "delay"  # nothing, but later
    DROP_BEFORE = "drop-before"  # the connection closes, nothing was done
    DROP_AFTER = "drop-after"  # it is done, the connection closes without an answer
    ANSWER = "answer"  # an error, nothing was done
    ERROR_IN_200 = "error-in-200"  # an error in the body of a 200, nothing was done
    TRUNCATED = "truncated"  # it is done, the answer breaks off half-way


@dataclass(frozen=True, slots=True)
class Fault:
    """One mishap; made by the functions below.

    Attributes:
        delay_s: waited before anything else, with every kind.
        message: of the error; "" for the vendor's own.
        retry_after: seconds for a Retry-After header, None for no header.
    """

    kind: FaultKind
    delay_s: float = 0.0
    status: int = 0
    code: str = ""
    message: str = ""
    retry_after: int | None = None


def drop_before() -> Fault:
    return Fault(FaultKind.DROP_BEFORE)


def drop_after() -> Fault:
    return Fault(FaultKind.DROP_AFTER)


def answer(status: int, code: str, message: str = "") -> Fault:
    return Fault(FaultKind.ANSWER, status=status, code=code, message=message)


def error_in_200(code: str = "InternalError") -> Fault:
    return Fault(FaultKind.ERROR_IN_200, status=200, code=code)


def throttle(retry_after: int | None = None, code: str = "TotalQpsLimitExceeded") -> Fault:
    return Fault(FaultKind.ANSWER, status=503, code=code, retry_after=retry_after)


def truncated() -> Fault:
    return Fault(FaultKind.TRUNCATED)


def delay(seconds: float) -> Fault:
    return Fault(FaultKind.DELAY, delay_s=seconds)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a sandbox; replace the whole value to change them while it runs.

    Attributes:
        latency_s: seconds before each request is carried out.
        latency_of: the same for single operations, by name ("CompleteMultipartUpload").
        bandwidth_bytes_s: how fast one copy inside the store goes; None is at once.
        on_request: asked for every request before it is carried out, in the server's thread; must not block.
        domains: custom domain (without a port) to the name of the bucket, in the world, that it is bound to.
        strict_2021: OSS refuses a CopyObject above 1 GiB except onto itself (2019 and 2021 text); False takes the 2024
            text: same bucket and class without limit, another bucket up to 5 GiB, another class up to 1 GiB.
        empty_part_copies: S3 only, as the following five: UploadPartCopy answers 200 without a body and stores an
            empty part, as some stores do that do not know the operation and take it for UploadPart.
        ignore_copy_conditions: x-amz-copy-source-if-* have no effect.
        opaque_part_etags: the ETag of a part is not the MD5 of its content.
        part_number_max: the largest part number that is taken; 0 leaves it to the rules.
        refuse_tags: everything about tags is answered with 501 NotImplemented.
        stuck_markers: lists never end, and the marker of the next page is that of the page before.
        misread_sources: S3 only: what the key of a copy source is taken for, as by a server that decodes it twice.
        one_name: what any key is taken for, as by a server that knows one object under several names.
        restore_s: how long the restoring of an archived object takes; the page says one minute for Archive.
        remember: how many requests the log holds; the oldest go first.
    """

    latency_s: float = 0.0
    latency_of: Mapping[str, float] = field(default_factory=dict)
    bandwidth_bytes_s: float | None = None
    on_request: Callable[[Seen], Fault | None] | None = None
    domains: Mapping[str, str] = field(default_factory=dict)
    strict_2021: bool = True
    empty_part_copies: bool = False
    ignore_copy_conditions: bool = False
    opaque_part_etags: bool = False
    part_number_max: int = 0
    refuse_tags: bool = False
    stuck_markers: bool = False
    misread_sources: Callable[[str], str] | None = None
    one_name: Callable[[str], str] | None = None
    restore_s: float = 60.0
    remember: int = 20_000

    def latency(self, operation: str) -> float:
        return self.latency_of.get(operation, self.latency_s)


class Log:
    """The record of what was asked. Thread: any."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._all: deque[Seen] = deque()
        self._counts: Counter[str] = Counter()
        self._numbers: Counter[tuple[str, str, str, int]] = Counter()
        self._in_flight = 0
        self._most_in_flight = 0

    def begin(self, seen: Seen) -> Seen:
        """Count a request in; return it with its number."""
        place = (seen.operation, seen.bucket, seen.key, seen.part)
        with self._lock:
            self._in_flight += 1
            self._most_in_flight = max(self._most_in_flight, self._in_flight)
            self._numbers[place] += 1
            return replace(seen, number=self._numbers[place])

    def end(self, seen: Seen, remember: int) -> None:
        """Count a request out, with the status of its answer."""
        with self._lock:
            self._in_flight -= 1
            self._counts[seen.operation] += 1
            self._all.append(seen)
            while len(self._all) > remember:
                self._all.popleft()

    def all(self, operation: str | None = None) -> tuple[Seen, ...]:
        """The requests so far, oldest first; only those of one operation when it is given."""
        with self._lock:
            return tuple(one for one in self._all if operation is None or one.operation == operation)

    def count(self, operation: str) -> int:
        with self._lock:
            return self._counts[operation]

    @property
    def counts(self) -> dict[str, int]:
        """How many requests of each operation were answered or dropped."""
        with self._lock:
            return dict(self._counts)

    @property
    def most_in_flight(self) -> int:
        """The largest number of requests that were under way together."""
        with self._lock:
            return self._most_in_flight

    def clear(self) -> None:
        with self._lock:
            self._all.clear()
            self._counts.clear()
            self._numbers.clear()
            self._most_in_flight = self._in_flight
