"""Which certificates are trusted. The only module that imports certifi.

Those that the account names; else those that the environment names, in the variables of OpenSSL and of other clients
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

#: Each names a file, or a folder with files named by hashes. All that are set count, for some may be set for all
#: programs of a computer, and another one for this one.
VARIABLES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE")


def ssl_context(named: str = "", environ: Mapping[str, str] = os.environ) -> ssl.SSLContext:
    """What secures connections; `named` is the account's file or folder, "" for none.

    Raises `StoreError` (UNSUPPORTED, code CaFileUnusable) when what is named is no file with certificates.
    """
    if named:
        return _context((("the account", named),))
    return _context(tuple((name, environ[name]) for name in VARIABLES if environ.get(name)))


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
