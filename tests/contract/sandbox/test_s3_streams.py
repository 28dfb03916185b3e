"""Bodies that the sandbox's S3 protocol takes in signed pieces, as the vendor publishes them."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

import pytest

from core.sandbox.extents import of_bytes
from core.sandbox.protocol.call import Head, Proof
from core.sandbox.s3.auth import (
    SIGNED_STREAM,
    SIGNED_STREAM_TRAILER,
)
from core.sandbox.s3.checksums import checksum_of
from core.sandbox.s3.errors import S3Error
from core.sandbox.s3.stream import unpack
from tests.doubles.sandbox_s3 import CASES, ENDPOINTS, HERE, KEY, NOW, S3Caller, key_of, signed, signing_key

PUBLISHED = next(case for case in CASES if case["id"] == "s3-published-chunked-upload")


# ---------------------------------------------------------------- bodies in chunks


def published_body(*, last: str = "") -> tuple[bytes, Proof]:
    """The body of the published upload, and the proof of its request."""
    sizes = (65_536, 1024, 0)
    signatures = [*PUBLISHED["expected"]["published_chunk_signatures"][:2], last or _last_signature()]
    pieces = zip(sizes, signatures, strict=True)
    frame = b"".join(f"{size:x};chunk-signature={one}\r\n".encode() + b"a" * size + b"\r\n" for size, one in pieces)
    scope = PUBLISHED["expected"]["string_to_sign"].split("\n")[2]
    proof = Proof(key_of(PUBLISHED), SIGNED_STREAM, PUBLISHED["time"]["iso8601_basic"], scope, _seed_signature())
    return frame, proof


def _seed_signature() -> str:
    return str(PUBLISHED["expected"]["signature"])


def _last_signature() -> str:
    return str(PUBLISHED["expected"]["published_chunk_signatures"][2])


def test_the_published_body_in_chunks_is_taken() -> None:
    frame, proof = published_body()
    assert len(frame) == int(PUBLISHED["headers"]["content-length"])
    content = unpack(of_bytes(frame), proof).content
    assert content.read(0, content.length) == b"a" * 66_560


#: API Reference, "Signature calculations for the Authorization header: including trailing headers", the example.
TRAILED = Proof(
    key_of(PUBLISHED),
    SIGNED_STREAM_TRAILER,
    "20130524T000000Z",
    "20130524/us-east-1/s3/aws4_request",
    "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e",
)
TRAILED_SIGNATURES = {
    65_536: "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
    1024: "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
    0: "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
}
TRAILER_SIGNATURE = "d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435"


def test_the_published_body_with_a_trailer_is_taken() -> None:
    frame = b"".join(
        f"{size:x};chunk-signature={one}\r\n".encode() + b"a" * size + (b"\r\n" if size else b"")
        for size, one in TRAILED_SIGNATURES.items()
    )
    frame += f"x-amz-checksum-crc32c:sOO8/Q==\r\nx-amz-trailer-signature:{TRAILER_SIGNATURE}\r\n\r\n".encode()
    unpacked = unpack(of_bytes(frame), TRAILED)
    assert unpacked.content.length == 66_560
    assert unpacked.trailers == {"x-amz-checksum-crc32c": checksum_of("CRC32C", unpacked.content)}


@pytest.mark.parametrize("at", [100, 65_700, 66_700])
def test_one_other_byte_in_a_body_in_chunks_is_refused(at: int) -> None:
    frame, proof = published_body()
    with pytest.raises(S3Error) as caught:
        unpack(of_bytes(frame[:at] + bytes([frame[at] ^ 1]) + frame[at + 1 :]), proof)
    assert caught.value.code in ("SignatureDoesNotMatch", "IncompleteBody")


@pytest.mark.parametrize("kept", [0, 50, 60_000, 65_700, 66_600])
def test_a_body_in_chunks_that_breaks_off_is_incomplete(kept: int) -> None:
    frame, proof = published_body()
    with pytest.raises(S3Error) as caught:
        unpack(of_bytes(frame[:kept]), proof)
    assert caught.value.code == "IncompleteBody"


def test_a_missing_end_of_a_body_in_chunks_is_a_wrong_signature() -> None:
    frame, proof = published_body(last="0" * 64)
    with pytest.raises(S3Error) as caught:
        unpack(of_bytes(frame), proof)
    assert caught.value.code == "SignatureDoesNotMatch"


def framed(caller: S3Caller, body: bytes, *, payload: str, trailer: str, size: int = 7, wrong: str = "") -> Any:
    """PUT a body in pieces of `size`, signed piece by piece where the payload's name says so."""
    name, _, value = trailer.partition(":")
    headers = {
        "host": ENDPOINTS[HERE],
        "content-encoding": "aws-chunked,gzip",
        "x-amz-content-sha256": payload,
        "x-amz-decoded-content-length": str(len(body)),
        **({"x-amz-trailer": name} if name else {}),
    }
    sent = signed("PUT", "/bucket/key", headers, key=KEY, now=NOW, region=HERE)
    frame, last = b"", sent["authorization"].rpartition("=")[2]
    signs = "AWS4" in payload
    for at in range(0, len(body) + size, size):
        piece = body[at : at + size]
        last = _piece_signature(sent, last, "PAYLOAD", [b"", piece])
        extension = f";chunk-signature={last}" if signs else ""
        end = b"\r\n" if piece else b""
        frame += f"{len(piece):x}{extension}\r\n".encode() + piece + end
        if not piece:
            break
    if name:
        frame += f"{name}:{wrong or value}\r\n".encode()
    if signs and name:
        last = _piece_signature(sent, last, "TRAILER", [f"{name}:{value}\n".encode()])
        frame += f"x-amz-trailer-signature:{last}\r\n".encode()
    frame += b"\r\n"
    return caller.send(Head("PUT", "/bucket/key", {**sent, "content-length": str(len(frame))}, HERE), frame)


def _piece_signature(sent: Mapping[str, str], last: str, kind: str, texts: list[bytes]) -> str:
    scope = sent["authorization"].partition("Credential=KEY1/")[2].partition(",")[0]
    hashes = [hashlib.sha256(text).hexdigest() for text in texts]
    text = "\n".join((f"AWS4-HMAC-SHA256-{kind}", sent["x-amz-date"], scope, last, *hashes))
    return hmac.new(signing_key(KEY.secret, scope), text.encode(), "sha256").hexdigest()


CRC32_OF_BODY = "x-amz-checksum-crc32:" + base64.b64encode((0x3610A686).to_bytes(4, "big")).decode()


@pytest.mark.parametrize("payload", ["STREAMING-UNSIGNED-PAYLOAD-TRAILER", SIGNED_STREAM_TRAILER])
@pytest.mark.parametrize("size", [1, 2, 5, 100])
def test_a_body_with_trailers_is_stored_without_its_frame(payload: str, size: int) -> None:
    caller = S3Caller()
    reply = framed(caller, b"hello", payload=payload, trailer=CRC32_OF_BODY, size=size)
    assert (reply.status, reply.headers["x-amz-checksum-crc32"]) == (200, "NhCmhg==")
    got = caller.ask("GET", "bucket/key", {"x-amz-checksum-mode": "ENABLED"})
    assert (got.body, got.headers["content-encoding"]) == (b"hello", "gzip")
    assert got.headers["etag"] == f'"{hashlib.md5(b"hello").hexdigest()}"'
    assert got.headers["x-amz-checksum-crc32"] == "NhCmhg=="


def test_a_signed_stream_needs_no_trailer() -> None:
    caller = S3Caller()
    assert framed(caller, b"hello", payload=SIGNED_STREAM, trailer="").status == 200
    assert caller.ask("GET", "bucket/key").body == b"hello"


def test_a_wrong_checksum_behind_a_body_is_a_bad_digest() -> None:
    reply = framed(
        S3Caller(), b"hello", payload="STREAMING-UNSIGNED-PAYLOAD-TRAILER", trailer=CRC32_OF_BODY, wrong="AAAAAA=="
    )
    assert (reply.status, reply.code) == (400, "BadDigest")


def test_a_changed_trailer_breaks_its_signature() -> None:
    reply = framed(S3Caller(), b"hello", payload=SIGNED_STREAM_TRAILER, trailer=CRC32_OF_BODY, wrong="AAAAAA==")
    assert (reply.status, reply.code) == (403, "SignatureDoesNotMatch")
