"""The sandbox as a server on loopback: one port for each vendor's protocol and region, in a thread of its own.

    with Sandbox() as sandbox:
        offer = sandbox.offers[0]      # endpoint, region, key id and secret of a ready account

It binds 127.0.0.1 and nothing else. It puts the parts together; what they do stands in `protocol` (HTTP, operations),
the vendors' folders, `world` (objects) and `snapshot` (the data directory).
"""

from __future__ import annotations

import asyncio
import itertools
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from aiohttp import web

from core.sandbox import sample, snapshot
from core.sandbox.blobs import Shelf
from core.sandbox.cos.vendor import COS
from core.sandbox.oss.vendor import OSS
from core.sandbox.protocol.endpoint import SERVER_LIMITS, Endpoint, Shared
from core.sandbox.protocol.handler import Handler
from core.sandbox.protocol.vendor import Vendor
from core.sandbox.s3.vendor import S3_VENDOR
from core.sandbox.settings import Log, Settings
from core.sandbox.world import World
from core.system.clock import Clock, SystemClock

#: OSS comes first: the first offer, and the port that a user asks for, are those of its first region.
VENDORS: tuple[Vendor, ...] = (OSS, COS, S3_VENDOR)

_LOOPBACK = "127.0.0.1"
_PLAIN = Settings()
_SAVE_EVERY_S = 0.5
_STOP_GRACE_S = 0.5  # how long requests that are under way may take when the sandbox stops


@dataclass(frozen=True, slots=True)
class Offer:
    """Everything that an account needs to use the sandbox in one region, whose name is the vendor's."""

    provider: str
    endpoint: str
    region: str
    key_id: str
    secret: str = field(repr=False)


@dataclass(slots=True)
class _Site:
    """One vendor's protocol: where it serves each of the world's regions, once that is known."""

    handler: Handler
    endpoints: dict[str, str]  # region to host and port
    listeners: dict[str, socket.socket] = field(default_factory=dict)

    def port_name(self, region: str) -> str:
        """The name of a port in the data directory."""
        return f"{self.handler.vendor.name} {region}"


class Sandbox:
    """An object store inside this process. Start it once; stopping ends it for good.

    Attributes:
        world: what it holds; see there for the lock.
        seen: the log of requests.
        settings: replace the value to change latency, bandwidth and faults while it runs.
    """

    def __init__(
        self,
        data: Path | None = None,
        port: int = 0,
        settings: Settings = _PLAIN,
        *,
        world: World | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Prepare a sandbox; nothing listens before `start`. Raises `ValueError` when `data` cannot be read.

        Args:
            data: directory in which it keeps its objects; None keeps them for this run only.
            port: of the first vendor's first region; the others take the following ports, or free ones. 0 takes the
                ports of the last run with the same `data`, or free ones.
            world: what to start with; None loads `data`, and makes sample data where there is none.
        """
        self.settings = settings
        self.seen = Log()
        self._clock = clock or SystemClock()
        self._data = data
        self._port = port
        self._shelf = Shelf(data / "blobs" if data else None)
        saved = snapshot.load(data) if data and world is None else None
        self._old_ports = dict(saved.ports) if saved else {}
        self.world = world or (saved.world if saved else sample.world(self._clock.now()))
        self._sites = [self._site(vendor) for vendor in VENDORS]
        self._thread: threading.Thread | None = None
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._up = threading.Event()
        self._failure: BaseException | None = None

    @property
    def offers(self) -> tuple[Offer, ...]:
        """One offer for each vendor and region, by vendor, the first region first; empty before `start`."""
        keys = (key for key in self.world.keys.values() if key.token is None and not key.denied)
        key = next(keys, None)
        if key is None:
            return ()
        return tuple(
            Offer(vendor.name, f"http://{place}", vendor.region_name(region), key.key_id, key.secret)
            for site in self._sites
            for vendor in (site.handler.vendor,)
            for region, place in site.endpoints.items()
        )

    def start(self) -> Sandbox:
        """Listen, in a thread of its own. Raises `OSError` when the wanted port is taken."""
        try:
            places = itertools.product(self._sites, self.world.regions)
            for index, (site, region) in enumerate(places):
                self._listen(site, region, index)
        except OSError:
            self._close()
            raise
        self._thread = threading.Thread(target=self._run, name="sandbox", daemon=True)
        self._thread.start()
        self._up.wait()
        if self._failure is not None:
            self._thread.join()
            raise self._failure
        return self

    def stop(self) -> None:
        """Stop listening, save what there is to save, end the thread. Does nothing when it does not run."""
        if self._thread is None:
            self._close()
            return
        if self._thread.is_alive():
            with suppress(RuntimeError):  # the loop may have closed since
                self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def __enter__(self) -> Sandbox:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # ------------------------------------------------------------ before the thread

    def _site(self, vendor: Vendor) -> _Site:
        endpoints: dict[str, str] = {}
        return _Site(Handler(vendor, self.world, lambda: self.settings, endpoints), endpoints)

    def _listen(self, site: _Site, region: str, index: int) -> None:
        """Bind one port: the wanted one, one that follows it, that of the last run, or a free one."""
        listener = None
        for wanted in self._wished_ports(site.port_name(region), index):
            try:
                listener = socket.create_server((_LOOPBACK, wanted), backlog=1024)
                break
            except OSError:
                if not wanted or (self._port and index == 0):
                    raise
        if listener is not None:
            site.listeners[region] = listener
            site.endpoints[region] = f"{_LOOPBACK}:{listener.getsockname()[1]}"

    def _wished_ports(self, name: str, index: int) -> Iterator[int]:
        if self._port:
            yield self._port + index
        elif name in self._old_ports:
            yield self._old_ports[name]
        yield 0

    def _close(self) -> None:
        for site in self._sites:
            for listener in site.listeners.values():
                listener.close()
        self._shelf.close()
        self._loop.close()

    # ------------------------------------------------------------ the server's thread

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._serve())
        except BaseException as error:  # noqa: BLE001 - start() raises it in the caller's thread
            self._failure = error
        finally:
            self._close()
            self._up.set()

    async def _serve(self) -> None:
        shared = Shared(self.world, self.seen, self._shelf, self._clock, lambda: self.settings)
        runners: list[web.ServerRunner] = []
        try:
            for site, region in itertools.product(self._sites, self.world.regions):
                endpoint = Endpoint(shared, site.handler, region)
                server = web.Server(endpoint.serve, access_log=None, auto_decompress=False, **SERVER_LIMITS)
                runner = web.ServerRunner(server, shutdown_timeout=_STOP_GRACE_S)
                await runner.setup()
                runners.append(runner)
                await web.SockSite(runner, site.listeners[region], backlog=1024).start()
            self._up.set()
            await self._save_until_stopped()
        finally:
            await asyncio.gather(*(runner.cleanup() for runner in runners))
        await self._save()

    async def _save_until_stopped(self) -> None:
        saved = -1
        while not self._stop.is_set():
            if self._data is None:
                await self._stop.wait()
                return
            if self.world.changes != saved:
                saved = self.world.changes
                await self._save()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), _SAVE_EVERY_S)

    async def _save(self) -> None:
        if self._data is None:
            return
        ports = {
            site.port_name(region): int(place.rpartition(":")[2])
            for site in self._sites
            for region, place in site.endpoints.items()
        }
        await asyncio.to_thread(snapshot.save, self._data, self.world, ports)
