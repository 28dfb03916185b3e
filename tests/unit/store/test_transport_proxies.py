"""Unit: the system's proxies: what they are told, when they are asked, and what is said when they refuse."""

from __future__ import annotations

import socket

import pytest

from core.model.errors import Kind, Sent, StoreError
from core.store import transport as module
from core.store.dialects.base import WireRequest, WireResponse
from tests.doubles.plain_server import Server, opened, request, serving


def through(proxy: str, wire: WireRequest, monkeypatch: pytest.MonkeyPatch) -> WireResponse | StoreError:
    """Send through a proxy, which for a test may serve this machine too."""
    monkeypatch.setattr(module, "_is_loopback", lambda _: False)
    with opened(proxies=lambda: {"http": proxy, "https": proxy}) as transport:
        try:
            return transport.send(wire)
        except StoreError as error:
            return error


def test_a_proxy_gets_the_whole_address_with_the_untouched_target(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as server:
        wire = request("store.test:81", target=b"/a/../b?acl")
        through(f"http://user:p%40ss@{server.host}", wire, monkeypatch)
    head = server.requests[0]
    assert head.split(b" ")[1] == b"http://store.test:81/a/../b?acl"
    assert b"Proxy-Authorization: Basic dXNlcjpwQHNz\r\n" in head
    assert b"Host: store.test:81\r\n" in head


def test_a_proxy_that_refuses_the_tunnel_is_offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(server: Server, sock: socket.socket) -> None:
        server.read(sock)
        sock.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")

    with serving(refuse) as server:
        error = through(f"http://{server.host}", request("store.test", scheme="https"), monkeypatch)
    assert isinstance(error, StoreError)
    assert (error.kind, error.code, error.sent) == (Kind.OFFLINE, "ProxyFailed", Sent.NO)
    assert server.requests[0].startswith(b"CONNECT store.test:443 ")


def test_a_proxy_of_another_kind_is_said_plainly_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    error = through("socks5://user:hidden@127.0.0.1:1", request("store.test"), monkeypatch)
    assert isinstance(error, StoreError)
    assert (error.kind, error.code, error.sent) == (Kind.UNSUPPORTED, "ProxyNotSupported", Sent.NO)
    assert "hidden" not in repr(error)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.9.10"])
def test_this_machine_is_never_reached_through_a_proxy(host: str) -> None:
    assert module._proxy_for("http", host, {"http": "http://proxy:1", "all": "http://proxy:1"}) == ""


def test_a_proxy_for_all_serves_both_schemes_and_may_lack_its_own() -> None:
    assert module._proxy_for("https", "store.test", {"all": "proxy:3128"}) == "http://proxy:3128"


def test_a_host_on_the_list_of_exceptions_is_reached_directly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", ".test")
    assert module._proxy_for("http", "store.test", {"http": "http://proxy:1"}) == ""
