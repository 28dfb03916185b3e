"""The command line, run in this process or at a terminal, with what it answered taken apart."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from core.cli import main as cli
from core.sandbox.server import Offer, Sandbox
from core.sandbox.settings import Fault, Seen

posix_only = pytest.mark.skipif(os.name == "nt", reason="signals and terminals as POSIX has them")


@dataclass
class Answer:
    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def ends(self) -> list[dict[str, Any]]:
        return [row for row in self.rows if row["event"] == "end"]

    @property
    def end(self) -> dict[str, Any]:
        (row,) = self.ends
        return row


Run = Callable[..., Answer]


def runner(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """What runs a command line in this process: words, and by name the text of its standard input.

    Whatever a command does, no secret of the environment may be in what it prints or in a file that it leaves.
    """

    def run(*words: str, stdin: str = "") -> Answer:
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        code = cli.main(words)
        said = capfd.readouterr()
        assert_untold(said.out, said.err)
        return Answer(code, said.out, said.err)

    return run


def assert_untold(*said: str) -> None:
    """No secret that the environment gives is in these texts, nor in the journal, the log and the account book."""
    kinds = ("SECRET", "TOKEN", "PROXY_PASSWORD", "CUSTOMER_KEY")
    names = tuple(f"BUCKETFERRY_{kind}_" for kind in kinds)
    planted = [value for name, value in os.environ.items() if name.startswith(names)]
    files = [path for path in Path(os.environ["BUCKETFERRY_HOME"]).rglob("*") if path.is_file()]
    for secret in planted:
        assert not any(secret in text for text in said), "a secret was printed"
        assert [path.name for path in files if secret.encode() in path.read_bytes()] == []


def add_account(run: Run, name: str, provider: str, offer: Offer) -> Answer:
    """Save an account for an offer of the sandbox. Its secret must be in the environment: a test has no keyring."""
    words = ["--provider", provider, "--endpoint", offer.endpoint, "--region", offer.region, "--key-id", offer.key_id]
    added = run("account", "add", name, *words, "--secret-stdin", stdin=offer.secret + "\n")
    assert added.code == 0, added.err
    return added


@dataclass
class CliFixture:
    """One account of one provider, called `mine`, and the command line in this process."""

    provider: str
    run: Run

    def bucket(self, name: str) -> str:
        return f"{name}-1250000000" if self.provider == "cos" else name

    def at(self, bucket: str, key: str = "") -> str:
        """NAME:BUCKET/KEY."""
        return f"mine:{self.bucket(bucket)}/{key}"

    def json(self, *words: str) -> Answer:
        return self.run(*words, "--json")

    def keys(self, bucket: str, prefix: str = "") -> list[str]:
        rows = self.json("ls", self.at(bucket, prefix), "--recursive").rows
        return [row["key"] for row in rows]

    def stat(self, bucket: str, key: str) -> dict[str, Any]:
        answer = self.json("stat", self.at(bucket, key))
        assert answer.code == 0, answer.err
        return answer.rows[0]


def cli_at(
    provider: str, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> CliFixture:
    """A client of the sandbox's protocol for that provider."""
    protocol = "s3" if provider == "aws" else provider
    offer = next(offer for offer in sandbox.offers if offer.provider == protocol)
    monkeypatch.setenv("BUCKETFERRY_SECRET_MINE", offer.secret)
    run = runner(monkeypatch, capfd)
    add_account(run, "mine", provider, offer)
    return CliFixture(provider, run)


@contextmanager
def faulty(sandbox: Sandbox, operation: str, fault: Fault) -> Iterator[None]:
    """Every request of this operation meets the fault."""

    def meet(seen: Seen) -> Fault | None:
        return fault if seen.operation == operation else None

    before = sandbox.settings
    sandbox.settings = replace(before, on_request=meet)
    try:
        yield
    finally:
        sandbox.settings = before


def read_terminal(handle: int) -> bytes:
    """What the other end of a terminal has written; nothing once it is closed."""
    try:
        return os.read(handle, 65536)
    except OSError:  # Linux says so when the other end has closed
        return b""
