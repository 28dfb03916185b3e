"""What several contract suites stand on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.sandbox.server import Sandbox
from tests.doubles.command_line import CliFixture, Run, add_account, cli_at, runner
from tests.doubles.estimate_fixture import EstimateFixture, estimate_fixture


@pytest.fixture(params=["oss", "cos", "s3"])
def fixture(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EstimateFixture]:
    """A sandbox that counts, and an engine on it, on each protocol."""
    with estimate_fixture(request.param, tmp_path) as made:
        yield made


@pytest.fixture
def run(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command line in this process. The account `sb` is saved, and the secret is in the environment."""
    offer = sandbox.offers[0]
    monkeypatch.setenv("BUCKETFERRY_SECRET_SB", offer.secret)
    command = runner(monkeypatch, capfd)
    added = add_account(command, "sb", "oss", offer)
    assert "BUCKETFERRY_SECRET_SB" in added.err  # there is no keyring in a test
    return command


@pytest.fixture(params=["oss", "cos", "aws"])
def cli(
    request: pytest.FixtureRequest,
    sandbox: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> CliFixture:
    """A command line on each protocol. The suites of the engine have a desk of their own instead."""
    return cli_at(request.param, sandbox, monkeypatch, capfd)
