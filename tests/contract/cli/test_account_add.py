"""Saving an account at the command line: what is mended, warned of and refused, before anything is sent."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from core.sandbox.server import Sandbox
from tests.doubles.command_line import Answer, CliFixture

PASTED = ["{}\r\n", "\ufeff{} ", "\u200b{}\u00a0"]
ENDPOINTS = {
    "https://a.example/storage/v1/s3": "a scheme and a host only",
    "https://a.example/?x=y": "a scheme and a host only",
    "https://id:word@a.example": "a scheme and a host only",
    "ftp://a.example": "https:// or http://",
    "https://a b": "no usable host",
}


def add(
    cli: CliFixture,
    endpoint: str,
    key: str = "KEY",
    secret: str = "the-secret",
    region: str = "eu-1",
    more: Sequence[str] = (),
) -> Answer:
    words = ["--provider", cli.provider, "--endpoint", endpoint, "--key-id", key, "--secret-stdin"]
    return cli.run("account", "add", "new", *words, "--region", region, *more, stdin=secret)


@pytest.mark.parametrize("pasted", PASTED)
def test_a_key_works_with_what_was_pasted_along(
    cli: CliFixture, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, pasted: str
) -> None:
    protocol = "s3" if cli.provider == "aws" else cli.provider
    offer = next(offer for offer in sandbox.offers if offer.provider == protocol)
    keys = pasted.format(offer.key_id), pasted.format(offer.secret) + "\n"
    saved = add(cli, offer.endpoint, *keys, offer.region)
    assert saved.code == 0, saved.err
    monkeypatch.setenv("BUCKETFERRY_SECRET_NEW", pasted.format(offer.secret))
    assert cli.run("ls", "new:").code == 0


@pytest.mark.parametrize(("key", "secret"), [("K EY", "the-secret"), ("KEY", "zebra\u200bsecret")])
def test_a_key_with_something_unseen_inside_is_refused_and_not_repeated(cli: CliFixture, key: str, secret: str) -> None:
    said = add(cli, "https://a.example", key, secret)
    assert said.code == 1
    assert "invisible character" in said.err
    assert "zebra" not in said.err
    assert [row["account"] for row in cli.json("account", "list").rows] == ["mine"]


def test_an_endpoint_that_others_can_read_along_is_warned_of(cli: CliFixture) -> None:
    assert "not encrypted" in add(cli, "http://a.example").err
    for endpoint in ("https://a.example", "http://127.0.0.1:9"):
        said = add(cli, endpoint)
        assert (said.code, "not encrypted" in said.err) == (0, False)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_an_endpoint_that_no_request_can_be_sent_to_is_refused_when_it_is_added(cli: CliFixture, endpoint: str) -> None:
    said = add(cli, endpoint)
    assert said.code == 1
    assert ENDPOINTS[endpoint] in said.err
    assert "word" not in said.err
    assert [row["account"] for row in cli.json("account", "list").rows] == ["mine"]


def test_an_account_keeps_that_it_pays_where_a_bucket_charges_whoever_asks(cli: CliFixture) -> None:
    add(cli, "https://a.example")
    assert [row["requester_pays"] for row in cli.json("account", "list").rows] == [False, False]
    add(cli, "https://a.example", more=["--requester-pays"])
    rows = cli.json("account", "list").rows
    assert {row["account"]: row["requester_pays"] for row in rows} == {"mine": False, "new": True}
