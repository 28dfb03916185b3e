"""What the tests of the transport share: the libraries that carry requests, and a server that is spoken to over TLS."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.store.curl import Multiplexer
from core.store.transport import Transport
from tests.doubles import plain_server
from tests.doubles.plain_server import Server


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the tests of the transport over each library, but those that are about httpx alone."""
    if metafunc.module.__name__.rpartition(".")[2].startswith("test_transport"):
        alone = metafunc.definition.get_closest_marker("httpx") is not None
        metafunc.parametrize("library", [Transport] if alone else [Transport, Multiplexer], indirect=True)


@pytest.fixture(autouse=True)
def library(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let `opened` open this kind of transport."""
    plain_server.carried_by.append(getattr(request, "param", Transport))
    yield
    plain_server.carried_by.pop()


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A self-signed certificate for this computer with its key."""
    x509 = pytest.importorskip("cryptography.x509", reason="makes the certificate of the test's server")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(_names(x509), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "server.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


def _names(x509: Any) -> Any:
    return x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1")), x509.DNSName("localhost")])


@pytest.fixture
def secure(certificate: Path) -> Iterator[Server]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = Server(context=context)
    yield server
    server.close()
