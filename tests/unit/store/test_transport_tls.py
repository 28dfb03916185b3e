"""Unit: encrypted connections, and what is said when none comes about."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

import certifi
import pytest

from core.model.errors import Kind, Sent, StoreError
from core.model.reports import Finding
from core.rules import messages
from core.store.trust import VARIABLES, ssl_context
from tests.doubles.plain_server import Server, failure, opened, request, serving


def test_a_trusted_server_is_spoken_to_over_tls(
    secure: Server, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with opened() as transport:
        for _ in range(3):
            assert transport.send(request(secure.host, scheme="https")).body == b"ok"
    assert secure.connections == 1


@pytest.mark.parametrize("variable", [name for name in VARIABLES if name != "SSL_CERT_DIR"])
def test_an_authority_of_ones_own_is_trusted_where_a_variable_names_its_file(
    secure: Server, certificate: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, str(certificate))
    with opened() as transport:
        assert transport.send(request(secure.host, scheme="https")).body == b"ok"


def test_one_variable_for_all_programs_does_not_hide_another_one(certificate: Path, tmp_path: Path) -> None:
    usual = {"SSL_CERT_FILE": certifi.where(), "SSL_CERT_DIR": str(tmp_path), "REQUESTS_CA_BUNDLE": certifi.where()}
    several = ssl_context("", usual).cert_store_stats()["x509_ca"]
    assert several > 50
    assert ssl_context("", {**usual, "AWS_CA_BUNDLE": str(certificate)}).cert_store_stats()["x509_ca"] == several + 1
    assert ssl_context("", {"AWS_CA_BUNDLE": str(certificate)}).cert_store_stats()["x509_ca"] == 1


def test_what_the_account_names_goes_before_the_environment(certificate: Path, tmp_path: Path) -> None:
    environ = {"AWS_CA_BUNDLE": str(tmp_path / "missing.pem")}
    assert ssl_context(str(certificate), environ).cert_store_stats()["x509_ca"] == 1


def test_without_a_name_the_usual_authorities_are_trusted() -> None:
    assert ssl_context("", {}).cert_store_stats()["x509_ca"] > 50


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE"])
@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_file_of_certificates_that_cannot_be_used_is_named_with_the_variable(
    secure: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, content: str | None
) -> None:
    file = tmp_path / "authorities.pem"
    if content:
        file.write_text(content)
    monkeypatch.setenv(variable, str(file))
    with opened() as transport:
        error = failure(transport, request(secure.host, scheme="https"))
        with serving() as plain:
            assert transport.send(request(plain.host)).body == b"ok"  # http needs none
    assert (error.kind, error.code, error.sent) == (Kind.UNSUPPORTED, "CaFileUnusable", Sent.NO)
    assert f"{file}, which {variable} names" in error.message


def test_the_advice_about_an_untrusted_certificate_names_the_variables(secure: Server) -> None:
    with opened() as transport:
        error = failure(transport, request(secure.host, scheme="https"))
    for said in (messages.text_of_error(error), messages.FINDINGS[Finding.UNTRUSTED]):
        assert all(name in said for name in ("SSL_CERT_FILE", "AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE"))


def test_a_certificate_that_is_not_trusted_is_said_plainly_and_never_offline(secure: Server) -> None:
    with opened() as transport:
        error = failure(transport, request(secure.host, scheme="https"))
    assert (error.kind, error.code, error.sent) == (Kind.UNSUPPORTED, "CertificateNotTrusted", Sent.NO)
    assert "certificate of 127.0.0.1 is not trusted" in error.message
    assert secure.requests == []


def test_an_interrupt_ends_a_blocked_request_over_tls(
    secure: Server, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    secure._handle = secure.hold
    with opened() as transport:
        caught: list[StoreError] = []
        wire = request(secure.host, scheme="https")
        blocked = threading.Thread(target=lambda: caught.append(failure(transport, wire)))
        blocked.start()
        assert secure.released.wait(10)
        transport.interrupt()
        blocked.join(10)
    assert caught[0].sent is Sent.MAYBE


def test_a_server_without_tls_is_no_network_failure() -> None:
    def plain(server: Server, sock: socket.socket) -> None:
        sock.recv(1)
        sock.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        sock.recv(65536)

    with serving(plain) as server, opened() as transport:
        error = failure(transport, request(server.host, scheme="https"))
    assert (error.kind, error.code, error.sent) == (Kind.UNSUPPORTED, "TlsFailed", Sent.NO)


def test_a_connection_that_breaks_in_the_handshake_is_offline() -> None:
    def closing(server: Server, sock: socket.socket) -> None:
        sock.recv(65536)

    with serving(closing) as server, opened() as transport:
        error = failure(transport, request(server.host, scheme="https"))
    assert (error.kind, error.sent) == (Kind.OFFLINE, Sent.NO)
