"""Contract: the command line says of a copy between two accounts which key makes it, and what to do when it may not."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator

import pytest

from core.cli import main as cli
from core.sandbox.extents import generated
from core.sandbox.sample import large
from core.sandbox.server import Sandbox
from core.sandbox.world import Bucket, KeyPair, World

KEYS = {name: KeyPair(f"{name}KEY".upper(), f"secret-of-the-{name}", name) for name in ("giver", "taker")}
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    world = World()
    for bucket, owner in (("given", "giver"), ("taken", "taker")):
        world.add_key(KEYS[owner])
        world.add_bucket(Bucket(bucket, owner, "cn-hangzhou", 1_735_700_000.0))
    world.put("given", "film", large(generated("film", 3 << 20), 1_735_700_000.0, 1))
    with Sandbox(world=world) as running:
        yield running


@pytest.fixture
def run(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command line in this process. Both accounts are saved."""

    def command(*words: str, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        code = cli.main(words)
        said = capfd.readouterr()
        return code, said.out, said.err

    offer = next(offer for offer in sandbox.offers if offer.provider == "cos")
    for name, key in KEYS.items():
        monkeypatch.setenv(f"BUCKETFERRY_SECRET_{name.upper()}", key.secret)
        place = ["--provider", "cos", "--endpoint", offer.endpoint, "--region", offer.region]
        words = ["account", "add", name, *place, "--key-id", key.key_id, "--secret-stdin"]
        assert command(*words, stdin=key.secret + "\n")[0] == 0
    return command


COPY = ("cp", "giver:given-1250000000/film", "taker:taken-1250000000/")


def test_a_dry_run_says_whose_key_needs_which_right(run: Run) -> None:
    code, out, _ = run(*COPY, "--dry-run")
    assert code == 0
    assert "with the key of taker, which must be allowed to read the source" in out


def test_a_dry_run_inside_one_account_says_nothing_of_keys(run: Run, sandbox: Sandbox) -> None:
    sandbox.world.buckets["given"].readers = frozenset({"taker"})
    code, out, _ = run("cp", "taker:given-1250000000/film", COPY[2], "--dry-run")
    assert code == 0
    assert "key of" not in out


def test_a_denied_copy_ends_with_what_to_do_and_an_allowed_one_is_done(run: Run, sandbox: Sandbox) -> None:
    code, out, err = run(*COPY)
    assert code == 1
    assert "Ask the owner of the source bucket to allow it" in out + err
    sandbox.world.buckets["given"].readers = frozenset({"taker"})
    assert run(*COPY)[0] == 0
    assert sandbox.world.get("taken", "film") is not None
