"""Which certificates are trusted. The only module that imports certifi.

Those that the account names; else those that the environment names, in the variables of OpenSSL and of other clients
of the same stores; else those of the system together with certifi's, because not every system keeps its own where
Python finds them. What is named replaces the others.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import ssl
import tempfile
from collections.abc import Mapping
from functools import cache

from core.model.errors import Kind, OwnCode
from core.store.sockets import refused

#: Each names a file, or a folder with files named by hashes. All that are set count, for some may be set for all
#: programs of a computer, and another one for this one.
VARIABLES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE")


def ssl_context(named: str = "", environ: Mapping[str, str] = os.environ) -> ssl.SSLContext:
    """What secures connections; `named` is the account's file or folder, "" for none.

    Raises `StoreError` (UNSUPPORTED, code CaFileUnusable) when what is named is no file with certificates.
    """
    return _context(tuple(_named(named, environ)))


def _named(named: str, environ: Mapping[str, str]) -> list[tuple[str, str]]:
    """Who names certificates, and where."""
    if named:
        return [("the account", named)]
    return [(name, environ[name]) for name in VARIABLES if environ.get(name)]


@cache
def _context(named: tuple[tuple[str, str], ...]) -> ssl.SSLContext:
    """Trusts what is named, by whom and where. Read once for all threads; it takes tens of milliseconds."""
    if not named:
        import certifi  # only where it is needed

        context = ssl.create_default_context()
        context.load_verify_locations(certifi.where())
        return context
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # it verifies, and trusts nobody yet
    for who, path in named:
        try:
            if os.path.isdir(path):
                context.load_verify_locations(capath=path)
            else:
                context.load_verify_locations(path)
        except (OSError, ValueError):
            message = f"{path}, which {who} names, is no file with certificates (PEM) that can be read"
            raise refused(Kind.UNSUPPORTED, OwnCode.CA_FILE_UNUSABLE, message) from None
    return context


def authorities(named: str = "", environ: Mapping[str, str] = os.environ) -> str:
    """The same certificates as one file of PEM, for a library that takes no context. Raises what `ssl_context` does."""
    ssl_context(named, environ)  # it says what is wrong with what is named
    return _bundle(tuple(_named(named, environ)))


@cache
def _bundle(named: tuple[tuple[str, str], ...]) -> str:
    """The one file that is named, or one that is made for this run."""
    if len(named) == 1 and not os.path.isdir(named[0][1]):
        return named[0][1]
    usual = ssl.get_default_verify_paths()
    context = _context.__wrapped__(named)  # one of its own: the others take of a folder only what is named by hashes
    folders = [path for _, path in named if os.path.isdir(path)] if named else [usual.capath or ""]
    for folder in filter(os.path.isdir, folders):
        for name in sorted(os.listdir(folder)):
            with contextlib.suppress(OSError):  # not everything there is a certificate
                context.load_verify_locations(os.path.join(folder, name))
    handle, path = tempfile.mkstemp(suffix=".pem")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.writelines(map(ssl.DER_cert_to_PEM_cert, context.get_ca_certs(binary_form=True)))
    atexit.register(_remove, path)
    return path


def _remove(path: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)
