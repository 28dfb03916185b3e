"""Takes requests to a vendor's operations, without sockets and clocks, and turns refusals into the vendor's answers.

The server hands a request's head to `route` and `admit`, reads the body, and hands both to `perform`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from core.sandbox.blobs import Received
from core.sandbox.extents import of_blob
from core.sandbox.protocol.access import check_call
from core.sandbox.protocol.call import Answer, Call, Head, read_call
from core.sandbox.protocol.headers import http_date
from core.sandbox.protocol.markup import XML
from core.sandbox.protocol.vendor import Vendor, VendorError
from core.sandbox.settings import Fault, Seen, Settings
from core.sandbox.world import World


@dataclass(slots=True)
class Routed:
    """A request that was understood.

    Attributes:
        seen: names it for faults and for the log.
        spaced: a success is answered at once, in chunks, with white space for as long as the operation takes; the
            body comes last. Whatever is refused is refused before that.
    """

    call: Call
    seen: Seen
    spaced: bool = False


class Handler:
    """Speaks one vendor's protocol for a world. Thread: the server's, with the world's lock held."""

    def __init__(
        self, vendor: Vendor, world: World, settings: Callable[[], Settings], endpoints: Mapping[str, str]
    ) -> None:
        """`endpoints` maps a region of the world to its host and port; the server fills it once it knows the ports."""
        self.vendor = vendor
        self._world = world
        self._settings = settings
        self._endpoints = endpoints

    def route(self, head: Head) -> Routed:
        """Understand a request; it always succeeds, and `admit` or `perform` tells what is wrong with it."""
        call = read_call(self.vendor, head, self._world, self._settings(), self._endpoints)
        seen = Seen(head.method, call.operation, call.bucket, call.key, call.part, head.headers)
        return Routed(call, seen, spaced=call.operation in self.vendor.spaced)

    def admit(self, routed: Routed, now: float) -> Answer | None:
        """Check who asks, before the body is read; an answer means refusal."""
        call = routed.call
        call.now = now
        try:
            call.proof = self.vendor.verify(call)
            self.vendor.redirect_call(call)
            check_call(call)
        except VendorError as error:
            return self._refused(call, error)
        return None

    def weight(self, routed: Routed) -> int:
        """How many bytes a copy that is asked for would move; 0 for everything else, and when it will be refused."""
        if routed.call.operation not in ("CopyObject", "UploadPartCopy"):
            return 0
        try:
            return self.vendor.weight(routed.call)
        except VendorError:
            return 0

    def perform(self, routed: Routed, body: Received, now: float) -> Answer:
        """Carry the request out."""
        call = routed.call
        call.now, call.body, call.content, call.md5 = now, body, of_blob(body.blob), body.md5
        try:
            check_call(call)
            self.vendor.take_body(call)
            answer = self.vendor.operations[call.operation](call)
        except VendorError as error:
            return self._refused(call, error)
        return self._stamped(answer, self._request_id(), now)

    def error(self, routed: Routed, fault: Fault, now: float) -> Answer:
        """An error that a test or a setting asked for; with status 200 it stands in the body of a success."""
        call = routed.call
        call.now = now
        if fault.status != 200:
            return self._refused(call, self.vendor.error(fault.code, fault.message, status=fault.status))
        request_id = self._request_id()
        body = self.vendor.error_body(self.vendor.error(fault.code, fault.message), call, request_id)
        return self._stamped(Answer(200, [XML], body), request_id, now)

    def _refused(self, call: Call, error: VendorError) -> Answer:
        """The answer to a request that failed. Errors of HEAD, and 304, have no body."""
        request_id = self._request_id()
        body = self.vendor.error_body(error, call, request_id)
        headers = [*error.headers.items(), *self.vendor.error_headers(error, call, body)]
        if call.head.method == "HEAD" or error.status == 304:
            return self._stamped(Answer(error.status, headers), request_id, call.now)
        return self._stamped(Answer(error.status, [*headers, XML], body), request_id, call.now)

    def _request_id(self) -> str:
        return self.vendor.request_id(self._world.fresh_id("request"))

    def _stamped(self, answer: Answer, request_id: str, now: float) -> Answer:
        """Add what every answer of the vendor has."""
        common = [
            ("Server", self.vendor.server),
            ("Date", http_date(now)),
            (self.vendor.prefix + "request-id", request_id),
            self.vendor.second_id(request_id),
        ]
        return replace(answer, headers=[*common, *answer.headers])
