"""An account with a proxy and authorities of its own, at the command line. The fixture searches outputs for secrets."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.sandbox.server import Sandbox
from tests.doubles.command_line import Answer, CliFixture
from tests.doubles.proxies import socks_proxy

PASSWORD = "pass word/of@the:proxy"


def add(cli: CliFixture, sandbox: Sandbox, *more: str, stdin: str = "") -> Answer:
    protocol = "s3" if cli.provider == "aws" else cli.provider
    offer = next(offer for offer in sandbox.offers if offer.provider == protocol)
    words = ["--provider", cli.provider, "--endpoint", offer.endpoint, "--region", offer.region]
    words += ["--key-id", offer.key_id, "--secret-stdin", *more]
    return cli.run("account", "add", "mine", *words, stdin=f"{offer.secret}\n{stdin}")


def test_an_account_is_reached_through_its_proxy_whose_password_stands_nowhere(
    cli: CliFixture, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BUCKETFERRY_PROXY_PASSWORD_MINE", PASSWORD)
    port = int(next(row["endpoint"] for row in cli.json("account", "list").rows).rpartition(":")[2])
    with socks_proxy(port) as (proxy, told):
        words = ("--proxy", f"socks5://me@{proxy.host}", "--proxy-password-stdin")
        added = add(cli, sandbox, *words, stdin=PASSWORD + "\n")
        assert added.code == 0, added.err
        assert "BUCKETFERRY_PROXY_PASSWORD_MINE" in added.err
        assert cli.run("account", "test", "mine").code == 0
        copied = cli.run("cp", cli.at("documents", "contract.txt"), cli.at("documents", "copy.txt"))
        assert copied.code == 0, copied.err
        (row,) = cli.json("account", "list").rows
        assert row["proxy"] == f"socks5://me@{proxy.host}"
    assert b"\x01\x02me" + bytes([len(PASSWORD)]) + PASSWORD.encode() in told
    failed = cli.run("ls", cli.at("documents"))
    assert failed.err.startswith("The proxy did not let the connection through.")


@pytest.mark.parametrize(
    ("proxy", "said"),
    [
        ("http://me:hidden@127.0.0.1:1", "no place for a password"),
        ("http://me:hid/den@127.0.0.1:1", "cannot be used"),
        ("ftp://hidden", "cannot be used"),
    ],
)
def test_a_proxy_that_cannot_be_saved_is_refused_without_being_repeated(
    cli: CliFixture, sandbox: Sandbox, proxy: str, said: str
) -> None:
    answer = add(cli, sandbox, "--proxy", proxy)
    assert (answer.code, said in answer.err) == (1, True)
    assert "hid" not in answer.err
    assert cli.json("account", "list").rows[0]["proxy"] == ""


def test_a_file_of_authorities_is_read_before_the_account_is_saved(
    cli: CliFixture, sandbox: Sandbox, tmp_path: Path
) -> None:
    answer = add(cli, sandbox, "--ca-bundle", str(tmp_path / "missing.pem"))
    assert answer.code == 1
    assert answer.err.startswith("The file with the certificates to trust cannot be used.")
    assert cli.json("account", "list").rows[0]["ca_bundle"] == ""
