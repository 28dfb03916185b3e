"""A web page where a store should be, such as a console or the login page of a network: every command says so."""

from __future__ import annotations

import socket

import pytest

from tests.doubles.command_line import CliFixture
from tests.doubles.plain_server import Server, serving

PAGE = b"<!DOCTYPE html><html><head><title>Console</title></head><body>hello</body></html>"


@pytest.mark.parametrize("status", [b"200 OK", b"404 Not Found"])
def test_every_command_says_that_this_is_no_store_and_reports_no_success(cli: CliFixture, status: bytes) -> None:
    def show(server: Server, sock: socket.socket) -> None:
        while request := server.read(sock):
            head = b"HTTP/1.1 %s\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % (status, len(PAGE))
            sock.sendall(head + (b"" if request.startswith(b"HEAD") else PAGE))

    with serving(show) as server:
        words = ["--provider", cli.provider, "--endpoint", f"http://{server.host}", "--region", "eu-1"]
        saved = cli.run("account", "add", "mine", *words, "--key-id", "K", "--secret-stdin", stdin="the-secret")
        assert saved.code == 0, saved.err
        key, other = cli.at("a", "k"), cli.at("a", "k2")
        tested = cli.run("account", "test", "mine")
        assert (tested.code, tested.err.startswith("No store of this provider answers")) == (1, True)
        for command in (["ls", cli.at("a")], ["rm", key], ["cp", key, other]):
            said = cli.run(*command)
            assert said.code == 1, (command, said.out)
            assert "Traceback" not in said.err
            assert "passing fault" not in said.err
        assert "answers with a web page" in cli.run("ls", cli.at("a")).err
