"""The sandbox's HTTP: takes requests of aiohttp's low-level server to a handler and sends the handler's answers.

It keeps the request target as it came over the wire, carries out delays and faults, and logs every request. It
knows nothing of any vendor's protocol. Thread: the server's event loop; nothing here blocks it but short file reads.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from core.sandbox.blobs import Intake, Received, Shelf
from core.sandbox.extents import Content
from core.sandbox.protocol.call import Answer, Head
from core.sandbox.protocol.handler import Handler, Routed
from core.sandbox.settings import Fault, FaultKind, Log, Settings
from core.sandbox.world import World
from core.system.clock import Clock

_PIECE = 256 << 10  # bytes of an object that are sent at once
_SMALL = 1 << 20  # answers up to this are sent in one go
_SPACE_EVERY_S = 1.0  # between two blanks that keep a connection alive

#: aiohttp's limits, raised: a key of 1,023 bytes takes three times that when it is percent-encoded, and 8 KiB of
#: metadata may be one header or a thousand.
SERVER_LIMITS: dict[str, Any] = {"max_line_size": 64 << 10, "max_field_size": 64 << 10, "max_headers": 4096}


@dataclass(frozen=True, slots=True)
class Shared:
    """What all endpoints of a sandbox share."""

    world: World
    log: Log
    shelf: Shelf
    clock: Clock
    settings: Callable[[], Settings]


class Endpoint:
    """Serves one vendor's protocol at one region's port."""

    def __init__(self, shared: Shared, handler: Handler, region: str) -> None:
        self._shared = shared
        self._handler = handler
        self._region = region

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request; for the low-level server to call."""
        settings = self._shared.settings()
        with self._shared.world.lock:
            routed = self._handler.route(_head(request, self._region))
        seen = self._shared.log.begin(routed.seen)
        fault = settings.on_request(seen) if settings.on_request else None
        status = 0
        try:
            answer = await self._answer(request, routed, fault, settings)
            if answer is None or (fault is not None and fault.kind is FaultKind.DROP_AFTER):
                return _dropped(request)
            status = answer.status
        except (ConnectionError, HttpProcessingError, web.RequestPayloadError):
            return _dropped(request)
        finally:
            self._shared.log.end(replace(seen, status=status), settings.remember)
        if fault is not None and fault.kind is FaultKind.TRUNCATED:
            return await _sent_by_half(request, answer)
        if routed.spaced and status == 200:
            return await _spaced(request, answer, self._pause(routed, settings))
        return await _sent(request, answer)

    async def _answer(
        self, request: web.BaseRequest, routed: Routed, fault: Fault | None, settings: Settings
    ) -> Answer | None:
        """The handler's answer, or the fault's; None when the connection is to be closed without any effect."""
        if fault is not None:
            if fault.delay_s:
                await asyncio.sleep(fault.delay_s)
            if fault.kind is FaultKind.DROP_BEFORE:
                return None
            if fault.kind in (FaultKind.ANSWER, FaultKind.ERROR_IN_200):
                return self._mishap(routed, fault)
        with self._shared.world.lock:
            refusal = self._handler.admit(routed, self._shared.clock.now())
        if refusal is not None:
            return refusal
        body = await self._body(request)
        pause = 0.0 if routed.spaced else self._pause(routed, settings)
        if pause:
            await asyncio.sleep(pause)
        with self._shared.world.lock:
            return self._handler.perform(routed, body, self._shared.clock.now())

    def _mishap(self, routed: Routed, fault: Fault) -> Answer:
        with self._shared.world.lock:
            answer = self._handler.error(routed, fault, self._shared.clock.now())
        if fault.retry_after is None:
            return answer
        return replace(answer, headers=[*answer.headers, ("Retry-After", str(fault.retry_after))])

    def _pause(self, routed: Routed, settings: Settings) -> float:
        """Seconds that the operation takes: latency, and for a copy the time of its bytes."""
        latency = settings.latency(routed.seen.operation)
        if settings.bandwidth_bytes_s is None:
            return latency
        with self._shared.world.lock:
            return latency + self._handler.weight(routed) / settings.bandwidth_bytes_s

    async def _body(self, request: web.BaseRequest) -> Received:
        """The whole body. Raises what aiohttp raises when the client goes away in the middle."""
        intake = Intake(self._shared.shelf)
        if not request.can_read_body:
            return intake.finish()
        if request.headers.get("Expect", "").lower() == "100-continue" and request.transport is not None:
            request.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        try:
            async for piece in request.content.iter_any():
                intake.feed(piece)
        except BaseException:
            intake.discard()
            raise
        return intake.finish()


def _head(request: web.BaseRequest, region: str) -> Head:
    headers = {
        name.decode("ascii", "replace").lower(): value.decode("utf-8", "surrogateescape").strip()
        for name, value in request.raw_headers
    }
    return Head(request.method, request.raw_path, headers, region)


def _dropped(request: web.BaseRequest) -> web.StreamResponse:
    """Close the connection; the response that is returned finds it closed and is not sent."""
    if request.transport is not None:
        request.transport.close()
    return web.Response()


async def _sent(request: web.BaseRequest, answer: Answer) -> web.StreamResponse:
    body = answer.body
    if isinstance(body, Content):
        if body.length > _SMALL:
            return await _streamed(request, answer, body)
        body = body.read(0, body.length)
    # An answer to HEAD brings its own Content-Length, which an empty body would replace.
    return web.Response(status=answer.status, headers=answer.headers, body=body or None)


async def _streamed(request: web.BaseRequest, answer: Answer, content: Content) -> web.StreamResponse:
    response = web.StreamResponse(status=answer.status, headers=answer.headers)
    response.content_length = content.length
    try:
        await response.prepare(request)
        for piece in content.pieces(_PIECE):
            await response.write(piece)
    except ConnectionError:
        return _dropped(request)
    return response


async def _spaced(request: web.BaseRequest, answer: Answer, pause: float) -> web.StreamResponse:
    """Send the head at once, white space while the operation takes its time, and the body at last."""
    response = web.StreamResponse(status=answer.status, headers=answer.headers)
    response.enable_chunked_encoding()
    body = answer.body.read(0, answer.body.length) if isinstance(answer.body, Content) else answer.body
    try:
        await response.prepare(request)
        await response.write(b" ")
        while pause > 0:
            await asyncio.sleep(min(pause, _SPACE_EVERY_S))
            pause -= _SPACE_EVERY_S
            await response.write(b" ")
        await response.write(b"\n" + body)
    except ConnectionError:
        return _dropped(request)
    return response


async def _sent_by_half(request: web.BaseRequest, answer: Answer) -> web.StreamResponse:
    """Promise the whole answer, send half of its body, close the connection."""
    body = answer.body.read(0, answer.body.length) if isinstance(answer.body, Content) else answer.body
    response = web.StreamResponse(status=answer.status, headers=answer.headers)
    response.content_length = max(len(body), 2)
    try:
        await response.prepare(request)
        await response.write(body[: len(body) // 2])
    except ConnectionError:
        return _dropped(request)
    if request.transport is not None:
        request.transport.close()
    return response
