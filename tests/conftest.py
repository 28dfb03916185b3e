"""What holds for all tests: no display, no network but loopback, no user's files, no silent warning.

Nothing here is asked for by name except the fixture `sandbox`; the rest applies by itself.
"""

from __future__ import annotations

import ipaddress
import itertools
import logging
import os
import re
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from core.sandbox.server import Sandbox

# Before anything imports Qt or keyring: both read the environment once. The offscreen platform's own screen is 800
# pixels wide and cuts windows to fit.
if os.environ.get("QT_QPA_PLATFORM", "offscreen") == "offscreen":
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={Path(__file__).with_name('offscreen.json')}"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
# What the user's shell says of accounts, proxies and certificates is not for these tests, nor for what they start.
_PREFIXES = ("BUCKETFERRY_", "AWS_", "RCLONE_", "S3_", "OSS_", "COS_", "BOTO", "SSL_CERT_", "XDG_CONFIG", "XDG_DATA")
_OTHERS = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
for _name in list(os.environ):
    if _name.lower().endswith("_proxy") or _name.startswith(_PREFIXES) or _name in _OTHERS:
        del os.environ[_name]
# Amazon's client reads the user's files and asks the metadata service of a cloud machine, unless it is told not to.
os.environ |= {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
os.environ["AWS_EC2_METADATA_DISABLED"] = "true"

# The journal waits for the disk with each transaction, and here nobody pulls the plug: files live in memory where
# there is room. `--basetemp` chooses another place.
_MEMORY = Path("/dev/shm")
if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > 2 << 30:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))

# The same examples in every run: a red run can be repeated, and a new find comes from `explore`, not from luck.
settings.register_profile("steady", derandomize=True, max_examples=100, deadline=None, database=None)
settings.register_profile(
    "explore", max_examples=5000, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Names of folders that do not exist: few tests need one, so none is made for the others."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def home(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that holds this test's config, data and logs, so that none meets the user's or another test's."""
    folder = next(homes)
    monkeypatch.setenv("BUCKETFERRY_HOME", str(folder))
    return folder


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """An embedded store of this test's own, on a free port."""
    from core.sandbox.server import Sandbox  # only tests that want one pay for the import

    with Sandbox() as running:
        yield running


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say after failures how to repeat the order; the header, where it stands as well, is far above by then."""
    seed = getattr(config.option, "randomly_seed", None)
    if seed is not None and (terminalreporter.stats.get("failed") or terminalreporter.stats.get("error")):
        terminalreporter.write_line(f"the same order again: --randomly-seed={seed}")


# ---------------------------------------------------------------- the log


class _Kept(logging.Handler):
    """Keeps the records of warnings and worse."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def quiet_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that logs a warning or worse, unless it is marked `expects_log("regex")`."""
    expected = [re.compile(mark.args[0]) for mark in request.node.iter_markers("expects_log")]
    kept = _Kept()
    logging.getLogger().addHandler(kept)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(kept)
    lines = [f"{record.levelname} {record.name}: {record.getMessage()}" for record in kept.records]
    surprises = [line for line in lines if not any(pattern.search(line) for pattern in expected)]
    if surprises:
        pytest.fail("logged without being expected:\n" + "\n".join(surprises), pytrace=False)
    missed = [pattern.pattern for pattern in expected if not any(pattern.search(line) for line in lines)]
    if missed:
        pytest.fail(f"expected in the log, but not there: {missed}", pytrace=False)


# ---------------------------------------------------------------- the network


class NetworkForbiddenError(AssertionError):
    """A test tried to leave this machine."""


@pytest.fixture(autouse=True, scope="session")
def loopback_only() -> Iterator[None]:
    """Refuse every connection and every look-up of a name that leads off this machine."""
    patch = pytest.MonkeyPatch()
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        _check(self.family, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        _check(self.family, address)
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host is not None and not _is_local(host):
            raise NetworkForbiddenError(f"a test looked up {host!r}")
        return getaddrinfo(host, *args, **kwargs)

    patch.setattr(socket.socket, "connect", guarded_connect)
    patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
    yield
    patch.undo()


def _check(family: int, address: Any) -> None:
    if family in (socket.AF_INET, socket.AF_INET6) and not _is_local(address[0]):
        raise NetworkForbiddenError(f"a test connected to {address[0]!r}")


def _is_local(host: str | bytes) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in ("", "localhost") or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
