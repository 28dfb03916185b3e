"""The log file. Nothing that is written there holds a secret."""

from __future__ import annotations

import logging
import logging.handlers
import os
import re
import sys
import threading
from contextlib import suppress
from html import escape
from io import TextIOWrapper
from pathlib import Path
from urllib.parse import quote

from core.model.errors import KnownError

_SIZE_MAX = 2 * 1024 * 1024
_FILES = 3
_FORMAT = "%(asctime)s %(levelname)-7s %(threadName)s %(name)s: %(message)s"
_HIDDEN = "[hidden]"

#: Texts this short would hide half of the log, and no vendor gives out secrets like them.
_SHORTEST = 8

#: Values that give access, by the name in front of them: as a header, a parameter, a repr or JSON.
_NAMED = re.compile(
    r"""(?ix)
    (?P<name> (?P<line> authorization ) | security[-_]?token | signature | access[-_]?key[-_]?secret )
    (?P<gap> ["']? \s* [:=,] \s* (?: b?["'] )? )
    (?P<value> (?(line) [^"'\r\n]+ | [^\s"'<>&]+ ) )
    """
)


class Redactor:
    """Takes secrets out of texts. Thread: any."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # guarded by self._lock; replaced, never changed
        self._secrets: tuple[str, ...] = ()

    def hide(self, secret: str) -> None:
        """Hide this text from now on, also as an address or a document has it."""
        if len(secret) < _SHORTEST:
            return
        forms = {secret, quote(secret, safe=""), quote(secret), escape(secret)}
        with self._lock:
            # The longest first, so that a secret inside another one leaves no rest.
            self._secrets = tuple(sorted({*self._secrets, *forms}, key=lambda text: (-len(text), text)))

    def clean(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN)
        return _NAMED.sub(rf"\g<name>\g<gap>{_HIDDEN}", text)


class _Clean(logging.Formatter):
    """Cleans the finished line, so that the traceback of an exception is cleaned too."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__(_FORMAT)
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        return self._redactor.clean(super().format(record))


class _PrivateFile(logging.handlers.RotatingFileHandler):
    """A log for this user alone (mode 0600). A full disk costs lines, and neither a traceback nor work."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name that logging calls
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)

    def close(self) -> None:
        with suppress(OSError):
            super().close()

    def _open(self) -> TextIOWrapper:
        return TextIOWrapper(open(self.baseFilename, "ab", opener=_private), encoding=self.encoding)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def start_log(folder: Path, redactor: Redactor, *, level: int = logging.INFO) -> logging.Handler:
    """Write the log of this process to `bucketferry.log` in `folder`, three files of 2 MiB at most.

    Returns the handler, for the front end to remove at its end. Raises `KnownError` when the file cannot be opened.
    """
    try:
        handler = _PrivateFile(folder / "bucketferry.log", maxBytes=_SIZE_MAX, backupCount=_FILES - 1, encoding="utf-8")
    except OSError as error:
        raise KnownError(f"The log in {folder} cannot be written: {error.strerror}. Check the folder.") from None
    handler.setFormatter(_Clean(redactor))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    # They would write every request's headers; our own lines say what matters of a request.
    for name in ("httpx", "httpcore", "asyncio", "aiohttp.access", "keyring"):
        logging.getLogger(name).setLevel(logging.WARNING)
    return handler


def stop_log(handler: logging.Handler) -> None:
    """End what `start_log` began."""
    logging.getLogger().removeHandler(handler)
    handler.close()
