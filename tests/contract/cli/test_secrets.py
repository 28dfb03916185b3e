"""Nothing that gives access is told on, whatever a store answers; the command line's fixture searches its outputs."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from core.sandbox.sample import OWNER
from core.sandbox.server import Sandbox
from core.sandbox.settings import Fault, Seen, answer
from core.sandbox.world import KeyPair
from tests.doubles.command_line import CliFixture, assert_untold

TOKEN = "temporary/token+of=" + "Z9" * 20


@pytest.fixture
def echoes(sandbox: Sandbox, cli: CliFixture, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The store denies every write with the request itself as its message; what gave access in it."""
    secret = "secret-of-the-temporary-key"
    sandbox.world.add_key(KeyPair("TEMPORARYKEY", secret, OWNER, token=TOKEN, expires=4e9))
    protocol = "s3" if cli.provider == "aws" else cli.provider
    offer = next(offer for offer in sandbox.offers if offer.provider == protocol)
    monkeypatch.setenv("BUCKETFERRY_SECRET_MINE", secret)
    monkeypatch.setenv("BUCKETFERRY_TOKEN_MINE", TOKEN)
    words = ["--endpoint", offer.endpoint, "--region", offer.region, "--key-id", "TEMPORARYKEY", "--secret-stdin"]
    assert cli.run("account", "add", "mine", "--provider", cli.provider, *words, stdin=secret).code == 0
    gave_access: list[str] = []

    def deny(seen: Seen) -> Fault | None:
        if seen.method in ("GET", "HEAD"):
            return None
        (signature,) = re.findall(r"(?i)(?:signature=|OSS \w+:)([\w+/=]+)", seen.headers["authorization"])
        gave_access.extend((signature, TOKEN))
        return answer(403, "AccessDenied", f"you sent {dict(seen.headers)}: {signature} with {TOKEN}.")

    sandbox.settings = replace(sandbox.settings, on_request=deny)
    return gave_access


def test_an_answer_that_repeats_the_request_tells_nobody_its_token_or_signature(
    cli: CliFixture, echoes: list[str]
) -> None:
    source = cli.at("documents", "contract.txt")
    copies = (("cp", source, source + "2"), ("mv", source, source + "3"))
    changes = (("rm", source), ("meta", source, "--tag", "a=b"))
    for words in (*copies, *changes, ("jobs",), ("jobs", "1"), ("history",), ("account", "test", "mine")):
        for form in ((), ("--json",)):
            said = cli.run(*words, *form)
            assert not any(secret in said.out + said.err for secret in echoes)
    assert echoes
    assert_untold()


def test_a_message_of_megabytes_is_cut_to_what_a_person_reads(cli: CliFixture, sandbox: Sandbox) -> None:
    long = "Lorem " * 500_000
    sandbox.settings = replace(sandbox.settings, on_request=lambda _: answer(403, "AccessDenied" * 9999, long))
    said = cli.run("ls", cli.at("documents"))
    assert said.code == 1
    assert "Lorem Lorem" in said.err
    assert len(said.err) < 1500
