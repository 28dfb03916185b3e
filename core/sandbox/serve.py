"""The sandbox in the foreground, for the command line: it prints what a client needs and serves until a signal."""

from __future__ import annotations

import json
import signal
import sys
import threading
from pathlib import Path
from typing import TextIO

from core.sandbox.server import Offer, Sandbox
from core.sandbox.settings import Settings


def run_foreground(
    port: int,
    data: Path | None,
    latency_ms: float,
    json_lines: bool,
    out: TextIO,
    *,
    bandwidth: int | None = None,
    attached: bool = False,
    complaints: TextIO = sys.stderr,
) -> int:
    """Serve until SIGINT or SIGTERM and return the exit status: 0, or 1 when it cannot start.

    Prints one line for each vendor and region, flushed before it serves. `bandwidth` is how many bytes a second one
    copy moves, None for all at once; `attached` ends it as well when its standard input closes, as that of a child does
    when its parent dies. Thread: the main one, because of the signals.
    """
    stop = threading.Event()
    try:
        sandbox = Sandbox(data, port, Settings(latency_s=latency_ms / 1000, bandwidth_bytes_s=bandwidth, remember=0))
    except ValueError as error:
        print(error, file=complaints, flush=True)
        return 1
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        sandbox.start()
    except OSError as error:
        print(f"The sandbox cannot listen on port {port}: {error.strerror}.", file=complaints, flush=True)
        return 1
    for offer in sandbox.offers:
        print(_line(offer, json_lines=json_lines), file=out, flush=True)
    if attached:
        threading.Thread(target=_set_at_end_of_input, args=(stop,), daemon=True).start()
    while not stop.wait(0.5):  # a wait without an end would not see Ctrl+C on Windows
        pass
    sandbox.stop()
    return 0


def _set_at_end_of_input(stop: threading.Event) -> None:
    sys.stdin.read()
    stop.set()


def _line(offer: Offer, *, json_lines: bool) -> str:
    """One offer. The secret is the sandbox's own, made for this purpose, and good on loopback only."""
    if json_lines:
        return json.dumps(
            {
                "provider": offer.provider,
                "endpoint": offer.endpoint,
                "region": offer.region,
                "key_id": offer.key_id,
                "secret": offer.secret,
            }
        )
    return f"{offer.provider}  {offer.endpoint}  region {offer.region}  key id {offer.key_id}  secret {offer.secret}"
