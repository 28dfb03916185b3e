"""Bodies in the form aws-chunked: pieces with their sizes, each signed or not, and headers after the last one.

Pages of the S3 API Reference: "Signature Calculations for the Authorization Header: Transferring Payload in Multiple
Chunks" and "... with trailing headers". The pieces are read where they lie; no byte is copied. Raises `S3Error`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from core.sandbox.extents import Content, joined
from core.sandbox.protocol.call import Proof
from core.sandbox.s3.auth import (
    ALGORITHM,
    SIGNED_STREAM,
    SIGNED_STREAM_TRAILER,
    UNSIGNED_STREAM_TRAILER,
    same,
    sha256,
    signature,
)
from core.sandbox.s3.errors import S3Error

#: What x-amz-content-sha256 says of such a body.
STREAMS = frozenset((UNSIGNED_STREAM_TRAILER, SIGNED_STREAM, SIGNED_STREAM_TRAILER))

_LINE_MAX = 4096
_PIECE = 1 << 20
_END = b"\r\n"


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A body without its frame. `trailers` are the headers behind it, by lower-case name."""

    content: Content
    trailers: dict[str, str]


def unpack(framed: Content, proof: Proof) -> Unpacked:
    """Take a body out of its frame and check the signatures in it."""
    reader, chain = _Reader(framed), _Chain(proof)
    pieces = []
    while piece := _piece(reader, chain):
        pieces.append(piece)
    trailers = dict(_trailers(reader))
    if proof.payload == SIGNED_STREAM_TRAILER:
        chain.check_trailers(trailers)
    return Unpacked(joined(pieces), trailers)


def _piece(reader: _Reader, chain: _Chain) -> Content | None:
    """The next piece, checked; None for the empty one that ends the body."""
    size, _, extension = reader.line().partition(";")
    length = _hex(size)
    piece = reader.take(length)
    if chain.signs:
        chain.check(piece, extension.removeprefix("chunk-signature="))
    if not length:
        return None
    if reader.line():
        raise _broken()
    return piece


def _trailers(reader: _Reader) -> Iterator[tuple[str, str]]:
    """The lines up to the empty one; some clients leave that one out at the very end."""
    while not reader.at_end and (line := reader.line()):
        name, colon, value = line.partition(":")
        if not colon:
            raise S3Error("MalformedTrailerError", "The request contained trailing data that was not well-formed")
        yield name.strip().lower(), value.strip()


class _Reader:
    """Walks through a framed body."""

    def __init__(self, framed: Content) -> None:
        self._framed, self._at = framed, 0

    @property
    def at_end(self) -> bool:
        return self._at >= self._framed.length

    def line(self) -> str:
        """The next line without its end."""
        line, end, _ = self._framed.read(self._at, _LINE_MAX).partition(_END)
        if not end:
            raise _broken()
        self._at += len(line) + len(_END)
        return line.decode("ascii", "replace")

    def take(self, length: int) -> Content:
        if self._at + length > self._framed.length:
            raise _broken()
        taken = self._framed.slice(self._at, length) if length else Content()
        self._at += length
        return taken


class _Chain:
    """The signatures of a body: each covers the one before it, the first one that of the request."""

    def __init__(self, proof: Proof) -> None:
        self._proof = proof
        self._last = proof.signature
        self.signs = proof.payload in (SIGNED_STREAM, SIGNED_STREAM_TRAILER)

    def check(self, piece: Content, given: str) -> None:
        self._link("PAYLOAD", [sha256(b""), sha256_of(piece)], given)

    def check_trailers(self, trailers: dict[str, str]) -> None:
        """The signature stands in the last trailer and covers the others."""
        given = trailers.pop("x-amz-trailer-signature", "")
        text = "".join(f"{name}:{value}\n" for name, value in trailers.items())
        self._link("TRAILER", [sha256(text.encode())], given)

    def _link(self, kind: str, hashes: list[str], given: str) -> None:
        proof = self._proof
        text = "\n".join((f"{ALGORITHM}-{kind}", proof.date_time, proof.scope, self._last, *hashes))
        if not same(signature(proof.key.secret, proof.scope, text), given):
            raise S3Error("SignatureDoesNotMatch", extra={"StringToSign": text, "SignatureProvided": given})
        self._last = given


def sha256_of(content: Content) -> str:
    """The SHA-256 of a content in hex, which reads it."""
    digest = hashlib.sha256()
    for piece in content.pieces(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _hex(text: str) -> int:
    try:
        return int(text, 16)
    except ValueError:
        raise _broken() from None


def _broken() -> S3Error:
    return S3Error("IncompleteBody", "The request body terminated unexpectedly")
