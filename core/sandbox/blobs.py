"""Immutable runs of bytes: in memory, in a file, or generated from a seed. They know nothing of objects.

A generated blob repeats one block that its seed determines. The block's length is a prime number just below
1 MiB, so that parts of the usual sizes begin at different places of the block: a client that swaps or doubles
parts gets another content, and another CRC, than it should.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Protocol

from core.sandbox.crc import XZ, Crc, combine, crc_of, repeat, without_head

PERIOD = 1_048_573
_STRIDE = 4096  # distance of the remembered CRCs inside a block
_PIECE = 1 << 20  # bytes read at once from a file


class Blob(Protocol):
    """Immutable bytes. `read` and `crc` take a range that lies inside `length`."""

    @property
    def length(self) -> int: ...

    def read(self, start: int, length: int) -> bytes: ...

    def crc(self, start: int, length: int, kind: Crc = XZ) -> int: ...


@dataclass(frozen=True, slots=True)
class MemoryBlob:
    """Bytes held in memory."""

    data: bytes = field(repr=False)

    @property
    def length(self) -> int:
        return len(self.data)

    def read(self, start: int, length: int) -> bytes:
        return self.data[start : start + length]

    def crc(self, start: int, length: int, kind: Crc = XZ) -> int:
        return crc_of(self.data[start : start + length], kind)


@dataclass(frozen=True, slots=True)
class FileBlob:
    """Bytes in a file that nobody changes. `crc64` is the CRC-64/XZ of the whole file."""

    path: Path
    length: int
    crc64: int

    def read(self, start: int, length: int) -> bytes:
        with self.path.open("rb") as file:
            file.seek(start)
            return file.read(length)

    def crc(self, start: int, length: int, kind: Crc = XZ) -> int:
        if kind is XZ and start == 0 and length == self.length:
            return self.crc64
        return _file_crc(self, start, length, kind)


@lru_cache(maxsize=1024)
def _file_crc(blob: FileBlob, start: int, length: int, kind: Crc) -> int:
    """Worked out once for each range: the kind that is done in plain Python takes a second for 10 MiB."""
    crc, end = 0, start + length
    for at in range(start, end, _PIECE):
        piece = blob.read(at, min(_PIECE, end - at))
        crc = combine(crc, crc_of(piece, kind), len(piece), kind)
    return crc


@dataclass(frozen=True, slots=True)
class PatternBlob:
    """`length` bytes that follow from `seed`; they take no room, whatever the length."""

    seed: str
    length: int

    def read(self, start: int, length: int) -> bytes:
        block = _block(self.seed)
        first = start % PERIOD
        if first + length <= PERIOD:
            return block[first : first + length]
        turns = (first + length) // PERIOD + 1
        return (block * turns)[first : first + length]

    def crc(self, start: int, length: int, kind: Crc = XZ) -> int:
        head = _head_crc(self.seed, start, kind)
        return without_head(_head_crc(self.seed, start + length, kind), head, length, kind)


@lru_cache(maxsize=64)
def _block(seed: str) -> bytes:
    return hashlib.shake_256(seed.encode()).digest(PERIOD)


@lru_cache(maxsize=64)
def _stride_crcs(seed: str, kind: Crc) -> tuple[int, ...]:
    """The CRCs of the block's first 0, 4096, 8192, ... bytes."""
    block, crcs = _block(seed), [0]
    for at in range(0, PERIOD - _STRIDE, _STRIDE):
        crcs.append(combine(crcs[-1], crc_of(block[at : at + _STRIDE], kind), _STRIDE, kind))
    return tuple(crcs)


@lru_cache(maxsize=65536)
def _head_crc(seed: str, length: int, kind: Crc) -> int:
    """The CRC of the first `length` bytes of the endless pattern."""
    turns, rest = divmod(length, PERIOD)
    head = _block_head_crc(seed, rest, kind)
    if not turns:
        return head
    return combine(repeat(_block_head_crc(seed, PERIOD, kind), PERIOD, turns, kind), head, rest, kind)


@lru_cache(maxsize=4096)
def _block_head_crc(seed: str, length: int, kind: Crc) -> int:
    """The CRC of the block's first `length` bytes, at most PERIOD."""
    known = _stride_crcs(seed, kind)
    strides = min(length // _STRIDE, len(known) - 1)
    rest = _block(seed)[strides * _STRIDE : length]
    return combine(known[strides], crc_of(rest, kind), len(rest), kind)


@dataclass(frozen=True, slots=True)
class Received:
    """A body that came over the wire. `md5` is the raw digest."""

    blob: Blob
    md5: bytes


class Shelf:
    """Where blobs of uploaded bytes lie: a directory that stays, or a temporary one that `close` removes.

    Bodies of at most `spill` bytes stay in memory; larger ones go to files. Thread: one at a time.
    """

    def __init__(self, directory: Path | None = None) -> None:
        self.spill = 1 << 20 if directory is None else 4096
        self._directory = directory
        self._temporary: tempfile.TemporaryDirectory[str] | None = None

    @property
    def directory(self) -> Path:
        """The directory; it is made when it is first asked for."""
        if self._directory is None:
            self._temporary = tempfile.TemporaryDirectory(prefix="bucketferry-sandbox-")
            self._directory = Path(self._temporary.name)
        self._directory.mkdir(parents=True, exist_ok=True)
        return self._directory

    def close(self) -> None:
        if self._temporary is not None:
            self._temporary.cleanup()
            self._temporary = self._directory = None


class Intake:
    """Takes a body piece by piece, hashes it on the way, and spills a large one to a file.

    Call `finish` for a whole body or `discard` for a broken one. Thread: one at a time.
    """

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._pieces: list[bytes] = []
        self._md5 = hashlib.md5(usedforsecurity=False)
        self._crc = 0
        self._file: BinaryIO | None = None
        self._path = Path()
        self.length = 0

    def feed(self, piece: bytes) -> None:
        self._md5.update(piece)
        self._crc = combine(self._crc, crc_of(piece), len(piece))
        self.length += len(piece)
        if self._file is not None:
            self._file.write(piece)
            return
        self._pieces.append(piece)
        if self.length > self._shelf.spill:
            self._spill()

    def finish(self) -> Received:
        digest = self._md5.digest()
        if self._file is None:
            return Received(MemoryBlob(b"".join(self._pieces)), digest)
        self._file.close()
        target = self._shelf.directory / f"{digest.hex()}-{self.length}.blob"
        self._path.replace(target)
        return Received(FileBlob(target, self.length, self._crc), digest)

    def discard(self) -> None:
        if self._file is not None:
            self._file.close()
            self._path.unlink(missing_ok=True)

    def _spill(self) -> None:
        number, name = tempfile.mkstemp(suffix=".new", dir=self._shelf.directory)
        self._file, self._path = os.fdopen(number, "wb"), Path(name)
        self._file.writelines(self._pieces)
        self._pieces.clear()
