"""Unit: the system's proxies: what they are told, when they are asked, and what is said when they refuse."""

from __future__ import annotations

import socket
import ssl
from dataclasses import replace
from pathlib import Path

import pytest

from core.model.errors import Kind, Sent, StoreError
from core.rules.proxies import Proxy, read_proxy
from core.store import routes as module
from core.store.dialects.base import Route, WireRequest, WireResponse
from tests.doubles.plain_server import OK, Server, failure, opened, request, serving
from tests.doubles.proxies import join, socks_proxy


def through(proxy: str, wire: WireRequest, monkeypatch: pytest.MonkeyPatch) -> WireResponse | StoreError:
    """Send through a proxy, which for a test may serve this machine too."""
    monkeypatch.setattr(module, "is_loopback", lambda _: False)
    with opened(proxies=lambda: {"http": proxy, "https": proxy}) as transport:
        try:
            answer: WireResponse = transport.send(wire)
        except StoreError as error:
            return error
    return answer


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


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 407 the password hidden is wrong\x1b[31m\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 403 no\r\nContent-Length: 6\r\n\r\nhidden",
        b"\x00\xff hidden" * 500,
        b"",
    ],
)
@pytest.mark.parametrize("kind", ["http", "socks5"])
def test_whatever_a_proxy_answers_it_is_the_proxys_failure_without_its_words(
    monkeypatch: pytest.MonkeyPatch, kind: str, answer: bytes
) -> None:
    def refuse(server: Server, sock: socket.socket) -> None:
        sock.recv(65536)
        sock.sendall(answer)

    for scheme in ("http", "https") if kind == "socks5" else ("https",):
        with serving(refuse) as server:
            error = through(f"{kind}://user:hidden@{server.host}", request("store.test", scheme=scheme), monkeypatch)
        assert isinstance(error, StoreError)
        assert (error.kind, error.code, error.sent) == (Kind.OFFLINE, "ProxyFailed", Sent.NO), scheme
        assert "hidden" not in repr(error)


def test_a_proxy_that_is_not_there_is_not_called_the_store(monkeypatch: pytest.MonkeyPatch) -> None:
    error = through("http://user:hidden@127.0.0.1:1", request("store.test", scheme="https"), monkeypatch)
    assert isinstance(error, StoreError)
    assert (error.kind, error.code, error.sent) == (Kind.OFFLINE, "ProxyFailed", Sent.NO)
    assert "hidden" not in repr(error)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_socks_proxy_looks_up_the_name_and_is_told_user_and_password(
    secure: Server, certificate: Path, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with serving() as plain, socks_proxy(secure.port if scheme == "https" else plain.port) as (proxy, told):
        answer = through(f"socks5h://user:p%40ss@{proxy.host}", request("localhost:81", scheme=scheme), monkeypatch)
    assert isinstance(answer, WireResponse)
    assert answer.body == b"ok"
    assert told[0][:1] + told[0][-1:] == b"\x05\x02"  # of the ways to log in, the last one offered
    assert told[1:] == [b"\x01\x04user\x04p@ss", b"\x05\x01\x00\x03\x09localhost\x00\x51"]


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_is_spoken_to_by_https(
    secure: Server, certificate: Path, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    heads: list[bytes] = []

    def tunnel(sock: socket.socket) -> None:
        heads.append(sock.recv(65536))
        if scheme == "http":
            sock.sendall(OK)
            return
        sock.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        join(sock, secure.port)

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    proxy = Server(tunnel, context)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    try:
        big = request("localhost:81", scheme=scheme, method="PUT", body=b"x" * 300_000)
        answer = through(f"https://user:p%40ss@{proxy.host}", big if scheme == "https" else request("a"), monkeypatch)
    finally:
        proxy.close()
    assert isinstance(answer, WireResponse), answer
    assert answer.body == b"ok"
    assert b"Proxy-Authorization: Basic dXNlcjpwQHNz\r\n" in heads[0]
    if scheme == "https":
        assert secure.requests[0].endswith(b"x" * 300_000)


MALFORMED = [
    "http://user:HID/DEN@127.0.0.1:1",
    "http://user:HID#DEN@127.0.0.1:1",
    "http://user:HID@DEN@127.0.0.1:1",
    "http://user:HIDDEN@127.0.0.1:notaport",
    "http://user:HIDDEN@127.0.0.1:99999999",
    "http://user:HIDDEN@127.0.0.1:0",
    "http://us\r\ner:HIDDEN@127.0.0.1:1",
    "HIDDEN://127.0.0.1:1",
    "socks4://user:HIDDEN@127.0.0.1:1",
    "http://[::HIDDEN",
    "http://user:HIDDEN@",
    "http://user:HIDDEN@host:1/HIDDEN?HIDDEN",
    "http://HID DEN",
]


@pytest.mark.parametrize("text", MALFORMED)
def test_an_address_that_is_none_is_a_sentence_without_any_part_of_it(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    error = through(text, request("store.test", scheme="https"), monkeypatch)
    assert isinstance(error, StoreError)
    assert (error.kind, error.code, error.sent) == (Kind.UNSUPPORTED, "ProxyNotSupported", Sent.NO)
    assert "HID" not in repr(error)
    assert "DEN" not in repr(error)
    assert "user" not in error.message


@pytest.mark.parametrize(
    ("text", "proxy"),
    [
        ("proxy", Proxy("http", "proxy", 80)),
        ("proxy:3128/", Proxy("http", "proxy", 3128)),
        ("https://a.example", Proxy("https", "a.example", 443)),
        ("socks5://[::1]", Proxy("socks5", "[::1]", 1080)),
        (" socks5h://a:b%3A%2F@h:1 ", Proxy("socks5h", "h", 1, "a", "b:/")),
        ("http://a@h", Proxy("http", "h", 80, "a")),
        ("http://\u00fc:p\u00e4@h", Proxy("http", "h", 80, "\u00fc", "p\u00e4")),
    ],
)
def test_an_address_is_read(text: str, proxy: Proxy) -> None:
    assert read_proxy(text) == proxy
    assert "b:/" not in repr(proxy)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_an_account_has_a_proxy_and_authorities_of_its_own(secure: Server, certificate: Path, scheme: str) -> None:
    route = Route("socks5://user@{}", "p@ss", str(certificate))
    with serving() as plain, socks_proxy(secure.port if scheme == "https" else plain.port) as (proxy, told):
        mine = replace(route, proxy=route.proxy.format(proxy.host))
        with opened(proxies=lambda: {"all": "http://127.0.0.1:1"}) as transport:
            assert transport.send(request("127.0.0.1:81", scheme=scheme, route=mine)).body == b"ok"
            direct = replace(mine, proxy="direct")
            assert transport.send(request(f"localhost:{plain.port}", route=direct)).body == b"ok"
            error = failure(transport, request("store.test", scheme="https"))
    assert told[1] == b"\x01\x04user\x04p@ss"
    assert (len(told), error.code) == (3, "ProxyFailed")
    assert "p@ss" not in repr(mine)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.9.10"])
def test_this_machine_is_never_reached_through_a_proxy(host: str) -> None:
    assert module.proxy_for("http", host, {"http": "http://proxy:1", "all": "http://proxy:1"}) == ""


def test_a_proxy_for_all_serves_both_schemes_and_may_lack_its_own() -> None:
    assert module.proxy_for("https", "store.test", {"all": "proxy:3128"}) == "proxy:3128"


def test_a_host_on_the_list_of_exceptions_is_reached_directly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", ".test")
    assert module.proxy_for("http", "store.test", {"http": "http://proxy:1"}) == ""
