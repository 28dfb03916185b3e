"""Which certificates are trusted. The only module that imports certifi.

Those that the account names; else those that the environment names, with the variables of OpenSSL and of other clients
of the same stores; else those of the system together with certifi's, because not every system keeps its own where
Python finds them. What is named replaces the others.
"""

from __future__ import annotations

import os
import ssl
from collections.abc import Mapping
from functools import cache

from core.model.errors import Kind, OwnCode
from core.store.sockets import refused

#: The first one that is set counts. Each names a file, or a folder with files named by hashes.
VARIABLES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE")


def ssl_context(named: str = "", environ: Mapping[str, str] = os.environ) -> ssl.SSLContext:
    """What secures connections; `named` is the account's file or folder, "" for none.

    Raises `StoreError` (UNSUPPORTED, code CaFileUnusable) when what is named is no file with certificates.
    """
    if named:
        return _context(named, "the account")
    variable = next((name for name in VARIABLES if environ.get(name)), "")
    return _context(environ[variable], variable) if variable else _usual()


@cache
def _usual() -> ssl.SSLContext:
    import certifi  # only where it is needed

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


@cache
def _context(path: str, where: str) -> ssl.SSLContext:
    """They are read once for all threads; it takes tens of milliseconds."""
    is_folder = os.path.isdir(path)
    try:
        return ssl.create_default_context(cafile=None if is_folder else path, capath=path if is_folder else None)
    except (OSError, ValueError):
        message = f"{path}, which {where} names, is no file with certificates (PEM) that can be read"
        raise refused(Kind.UNSUPPORTED, OwnCode.CA_FILE_UNUSABLE, message) from None
