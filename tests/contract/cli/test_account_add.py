"""Saving an account at the command line: what is mended, warned of and refused, before anything is sent."""

from __future__ import annotations

import base64
from collections.abc import Sequence

import pytest

from core.rules.access import fingerprint
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


KEY = base64.b64encode(b"k" * 32).decode()


def test_a_customer_s_key_comes_by_standard_input_is_shown_by_its_name_and_taken_away(cli: CliFixture) -> None:
    name = fingerprint(KEY)
    added = add(cli, "https://a.example", secret=f"the-secret\n{KEY}\n", more=["--customer-key-stdin"])
    assert "BUCKETFERRY_CUSTOMER_KEY_NEW" in added.err
    given = cli.run("account", "customer-key", "mine", stdin=(b"k" * 32).hex())
    assert name in given.out
    listed = cli.json("account", "list")
    assert {row["account"]: row["customer_key"] for row in listed.rows} == {"mine": name, "new": name}
    removed = cli.json("account", "customer-key", "mine", "--remove")
    assert removed.rows[0]["customer_key"] == ""
    for said in (added, given, listed, removed):
        assert KEY not in said.out + said.err


def test_what_is_no_customer_s_key_is_refused_and_not_repeated(cli: CliFixture) -> None:
    said = cli.run("account", "customer-key", "mine", stdin="zebra")
    assert said.code == 1
    assert "32 bytes" in said.err
    assert "zebra" not in said.err
    assert cli.json("account", "list").rows[0]["customer_key"] == ""


def test_a_copy_is_encrypted_with_the_account_s_key_where_the_store_has_that(
    cli: CliFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, sealed, freed = (cli.at("documents", name) for name in ("contract.txt", "sealed", "freed"))
    monkeypatch.setenv("BUCKETFERRY_CUSTOMER_KEY_MINE", KEY)
    assert cli.run("account", "customer-key", "mine", stdin=KEY).code == 0
    said = cli.run("cp", source, sealed, "--encryption", "customer")
    if cli.provider == "oss":
        assert (said.code, "no encryption of this provider" in said.err) == (2, True)
        return
    assert said.code == 0, said.err
    assert cli.stat("documents", "sealed")["encryption"] == f"customer {fingerprint(KEY)}"
    assert cli.run("cp", sealed, freed, "--encryption", "aes256").code == 0
    assert cli.stat("documents", "freed")["encryption"] == "AES256"
    cli.run("account", "customer-key", "mine", "--remove")
    lost = cli.run("cp", sealed, freed)
    assert lost.code == 1
    assert "account customer-key" in lost.err
