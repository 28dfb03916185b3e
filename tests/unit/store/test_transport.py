"""Unit: what goes over the wire, and what is said when it fails. The servers are plain sockets on loopback."""

from __future__ import annotations

import gc
import logging
import socket
import threading
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from core.model.errors import Kind, Sent, StoreError
from core.store import transport as module
from core.store.dialects.base import WireResponse
from core.store.routes import Timeouts
from core.system.log import Redactor, start_log, stop_log
from tests.doubles.plain_server import OK, QUICK, Server, failure, opened, request, serving

# ---------------------------------------------------------------- bytes


@pytest.mark.parametrize(
    "target",
    [b"/..", b"/.", b"/a/../b", b"/a//b", b"//a", b"/%2e%2e", b"/a%2Fb?x=%20+", b"/?acl", b"/a;b,c'(d)*!", b"/%3F"],
)
def test_the_target_goes_out_untouched(target: bytes) -> None:
    with serving() as server, opened() as transport:
        transport.send(request(server.host, target=target))
    assert server.requests[0].split(b" ")[1] == target


def test_nothing_is_sent_but_the_given_headers_and_host() -> None:
    headers = ((b"x-b", b"2"), (b"X-a", "ä".encode()), (b"x-b", b"3"))
    with serving() as server, opened() as transport:
        transport.send(request(server.host, headers=headers))
    lines = server.requests[0].partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert lines[1:] == [b"Host: " + server.host.encode(), b"x-b: 2", "X-a: ä".encode(), b"x-b: 3"]


@pytest.mark.parametrize(
    ("method", "body", "length"),
    [("PUT", b"", b"0"), ("POST", b"", b"0"), ("POST", b"abc", b"3"), ("GET", b"", None), ("DELETE", b"", None)],
)
def test_the_length_of_the_body_is_stated_where_there_can_be_one(
    method: str, body: bytes, length: bytes | None
) -> None:
    with serving() as server, opened() as transport:
        transport.send(request(server.host, method=method, body=body))
    head, _, sent = server.requests[0].partition(b"\r\n\r\n")
    lengths = [line.partition(b": ")[2] for line in head.split(b"\r\n") if line.startswith(b"Content-Length")]
    assert lengths == ([] if length is None else [length])
    assert sent == body
    assert b"Transfer-Encoding" not in head


def test_an_answer_comes_whole_with_lower_cased_names_whatever_its_status() -> None:
    def refuse(server: Server, sock: socket.socket) -> None:
        server.read(sock)
        sock.sendall(b'HTTP/1.1 403 No\r\nX-Oss-Request-Id: 7\r\nETag: "A"\r\nContent-Length: 4\r\n\r\nbody')

    with serving(refuse) as server, opened() as transport:
        answer = transport.send(request(server.host))
    headers = ((b"x-oss-request-id", b"7"), (b"etag", b'"A"'), (b"content-length", b"4"))
    assert answer == WireResponse(403, headers, b"body")


def test_a_chunked_answer_is_joined() -> None:
    def chunked(server: Server, sock: socket.socket) -> None:
        server.read(sock)
        sock.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")

    with serving(chunked) as server, opened() as transport:
        assert transport.send(request(server.host)).body == b"abcde"


def test_a_compressed_object_is_not_unpacked() -> None:
    def packed(server: Server, sock: socket.socket) -> None:
        server.read(sock)
        sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\n\x1f\x8b123")

    with serving(packed) as server, opened() as transport:
        assert transport.send(request(server.host)).body == b"\x1f\x8b123"


def test_a_connection_serves_many_requests() -> None:
    with serving() as server, opened() as transport:
        for _ in range(20):
            transport.send(request(server.host))
    assert (len(server.requests), server.connections) == (20, 1)


def test_a_connection_that_the_server_closed_while_idle_is_replaced() -> None:
    def once(server: Server, sock: socket.socket) -> None:
        server.read(sock)
        sock.sendall(OK)
        sock.shutdown(socket.SHUT_RDWR)
        server.released.set()

    with serving(once) as server, opened() as transport:
        for _ in range(3):
            transport.send(request(server.host, method="POST"))
            assert server.released.wait(10)
            server.released.clear()
    assert (len(server.requests), server.connections) == (3, 3)


def test_after_close_a_request_connects_anew() -> None:
    with serving() as server, opened() as transport:
        transport.send(request(server.host))
        transport.close()
        transport.send(request(server.host))
    assert server.connections == 2


# ---------------------------------------------------------------- the client and what it is kept from


def replying(*lines: bytes) -> Callable[[Server, socket.socket], None]:
    """Answer every request with these lines and no body."""

    def reply(server: Server, sock: socket.socket) -> None:
        while server.read(sock):
            sock.sendall(b"\r\n".join((*lines, b"Content-Length: 0", b"", b"")))

    return reply


@pytest.mark.httpx
def test_a_transport_owns_a_client_and_closes_it() -> None:
    with opened() as one, opened() as other:
        assert isinstance(one._client, httpx.Client)
        assert one._client is not other._client
        first = one._client
        one.close()
        assert first.is_closed


@pytest.mark.httpx
def test_a_forgotten_transport_leaves_no_open_client() -> None:
    transport = module.Transport(proxies=dict)
    client = transport._client
    del transport
    gc.collect()
    assert client.is_closed


@pytest.mark.parametrize("place", [b"http://127.0.0.1:9/", b"/elsewhere", b"http://[nonsense", b"http://a:b:c/"])
def test_a_redirect_is_an_answer_and_is_not_followed(place: bytes) -> None:
    with serving(replying(b"HTTP/1.1 307 Go", b"Location: " + place)) as server, opened() as transport:
        answer = transport.send(request(server.host))
    assert (answer.status, dict(answer.headers)[b"location"]) == (307, place)
    assert len(server.requests) == 1


@pytest.mark.httpx
def test_a_cookie_is_neither_kept_nor_sent_back() -> None:
    with serving(replying(b"HTTP/1.1 200 OK", b"Set-Cookie: a=b; Path=/")) as server, opened() as transport:
        for _ in range(3):
            transport.send(request(server.host))
        assert dict(transport._client.cookies) == {}
    assert len(server.requests) == 3
    assert all(b"cookie" not in sent.lower() for sent in server.requests)


def test_a_login_of_the_user_for_other_programs_is_not_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password something\n", "utf-8")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with serving(replying(b"HTTP/1.1 401 No", b'WWW-Authenticate: Basic realm="r"')) as server, opened() as transport:
        assert transport.send(request(server.host)).status == 401
        assert transport.send(request(f"name:word@{server.host}")).status == 401
    assert len(server.requests) == 2
    assert all(b"authorization" not in sent.lower() for sent in server.requests)


def test_nothing_of_a_request_is_logged(tmp_path: Path) -> None:
    root = logging.getLogger()
    before = root.level
    handler = start_log(tmp_path, Redactor(), level=logging.DEBUG)
    try:
        with serving() as server, opened() as transport:
            transport.send(request(server.host, target=b"/k?uploadId=1", headers=((b"authorization", b"signed"),)))
            failure(transport, request(server.host, headers=((b"authorization", b"signed\n"),)))
    finally:
        stop_log(handler)
        root.setLevel(before)
    assert (tmp_path / "bucketferry.log").read_text("utf-8") == ""


@pytest.mark.httpx
def test_an_answer_and_its_signed_request_are_gone_without_the_cyclic_collector(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[weakref.ref[httpx.Response]] = []
    handle = module._Wire.handle_request

    def noted(wire: module._Wire, sent: httpx.Request) -> httpx.Response:
        answer = handle(wire, sent)
        made.append(weakref.ref(answer))
        return answer

    monkeypatch.setattr(module._Wire, "handle_request", noted)
    was_on = gc.isenabled()  # it is off beside tests of the window
    gc.disable()
    try:
        with serving() as server, opened() as transport:
            transport.send(request(server.host))
            assert [answer() for answer in made] == [None]
    finally:
        if was_on:
            gc.enable()


# ---------------------------------------------------------------- failures


def unused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def test_a_refused_connection_is_offline_and_nothing_was_sent() -> None:
    with opened() as transport:
        error = failure(transport, request(f"127.0.0.1:{unused_port()}"))
    assert (error.kind, error.code, error.sent) == (Kind.OFFLINE, "ConnectFailed", Sent.NO)
    assert "127.0.0.1" in error.message


@pytest.mark.httpx
@pytest.mark.parametrize(
    ("number", "code"), [(socket.EAI_NONAME, "HostNotFound"), (socket.EAI_AGAIN, "NameServiceFailed")]
)
def test_a_name_that_does_not_exist_differs_from_a_name_service_that_is_down(
    number: int, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise socket.gaierror(number, "not found")

    monkeypatch.setattr(socket, "create_connection", fail)
    with opened() as transport:
        error = failure(transport, request("no-such-host.invalid"))
    assert (error.kind, error.code, error.sent) == (Kind.OFFLINE, code, Sent.NO)
    assert "no-such-host.invalid" in error.message


@pytest.mark.httpx
def test_a_silent_address_is_offline_and_nothing_was_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise TimeoutError

    monkeypatch.setattr(socket, "create_connection", fail)
    with opened() as transport:
        error = failure(transport, request("127.0.0.1:1"))
    assert (error.kind, error.code, error.sent) == (Kind.OFFLINE, "ConnectTimeout", Sent.NO)


def test_a_server_that_never_answers_may_have_done_the_work() -> None:
    with serving(Server.hold) as server, opened(QUICK) as transport:
        error = failure(transport, request(server.host))
    assert (error.kind, error.code, error.sent) == (Kind.TRANSIENT, "ReadTimeout", Sent.MAYBE)


@pytest.mark.httpx
def test_a_copy_may_take_minutes_before_it_is_answered_and_nothing_else_may() -> None:
    times = Timeouts()
    assert times.reading(slow=False) == times.read <= 60
    assert times.reading(slow=True) == times.slow_read >= 600


@pytest.mark.parametrize(
    "sent_back",
    [b"", b"HTTP/1.1 200 OK\r\nContent-Le", b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", b"nonsense\r\n\r\n"],
    ids=["nothing", "half-a-header", "half-a-body", "no-http"],
)
def test_a_broken_answer_may_hide_work_that_was_done(sent_back: bytes) -> None:
    def broken(server: Server, sock: socket.socket) -> None:
        server.read(sock)
        sock.sendall(sent_back)

    with serving(broken) as server, opened() as transport:
        error = failure(transport, request(server.host, method="POST"))
        assert (error.kind, error.sent) == (Kind.TRANSIENT, Sent.MAYBE)
        failure(transport, request(server.host))  # and it can be used again
    assert server.connections == 2


def test_an_answer_above_the_bound_is_refused() -> None:
    def large(server: Server, sock: socket.socket) -> None:
        server.read(sock)
        sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n" + b"x" * 101)

    with serving(large) as server, opened(body_max=100) as transport:
        error = failure(transport, request(server.host))
    assert (error.kind, error.code) == (Kind.INVALID, "AnswerTooLarge")


def test_a_head_of_an_object_above_the_bound_is_an_answer() -> None:
    def large(server: Server, sock: socket.socket) -> None:
        while server.read(sock):
            sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n")

    with serving(large) as server, opened(body_max=100) as transport:
        got = transport.send(request(server.host, method="HEAD"))
        assert (got.status, got.header("content-length"), got.body) == (200, "99999999999", b"")


@pytest.mark.parametrize("forbidden", [b"\n", b"\r", b"\0"])
def test_a_header_that_http_forbids_is_never_sent_and_never_quoted(forbidden: bytes) -> None:
    with serving() as server, opened() as transport:
        error = failure(transport, request(server.host, headers=((b"authorization", b"the-secret" + forbidden),)))
        assert transport.send(request(server.host)).status == 200
    assert (error.kind, error.sent) == (Kind.INVALID, Sent.NO)
    assert "the-secret" not in repr(error)
    assert error.__cause__ is None
    assert len(server.requests) == 1


def test_a_host_that_is_none_is_refused() -> None:
    with opened() as transport:
        error = failure(transport, request("exa mple:port"))
    assert (error.kind, error.code, error.sent) == (Kind.INVALID, "BadHost", Sent.NO)


# ---------------------------------------------------------------- interruption


def test_an_interrupt_ends_a_blocked_request_at_once_and_the_next_one_works() -> None:
    answers: list[Callable[[Server, socket.socket], None]] = [Server.hold, Server.answer]

    def handle(server: Server, sock: socket.socket) -> None:
        answers.pop(0)(server, sock)

    with serving(handle) as server, opened() as transport:
        caught: list[StoreError] = []
        blocked = threading.Thread(target=lambda: caught.append(failure(transport, request(server.host))))
        blocked.start()
        assert server.released.wait(10)
        transport.interrupt()
        blocked.join(10)
        assert not blocked.is_alive()
        assert (caught[0].kind, caught[0].sent) == (Kind.TRANSIENT, Sent.MAYBE)
        assert transport.send(request(server.host)).status == 200


@pytest.mark.httpx
def test_an_interrupt_while_connecting_stops_the_request_before_it_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.create_connection
    with serving() as server, opened() as transport:

        def interrupted(*args: Any) -> socket.socket:
            sock = connect(*args)
            transport.interrupt()
            return sock

        monkeypatch.setattr(socket, "create_connection", interrupted)
        error = failure(transport, request(server.host))
    assert (error.kind, error.code, error.sent) == (Kind.OFFLINE, "Interrupted", Sent.NO)
    assert server.requests == []


def test_an_interrupt_of_an_idle_transport_harms_nothing() -> None:
    with serving() as server, opened() as transport:
        transport.interrupt()
        transport.send(request(server.host))
        transport.interrupt()
        assert transport.send(request(server.host)).status == 200
