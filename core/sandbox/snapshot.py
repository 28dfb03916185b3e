"""The data directory of a sandbox: one JSON file with everything but the bytes, next to the blobs' files.

A snapshot is written beside the old one and then takes its place, so that a crash leaves one or the other. What was
changed after the last snapshot is lost with a crash. One directory serves one sandbox at a time.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cattrs.preconf.json import make_converter

from core.sandbox.blobs import Blob, FileBlob, MemoryBlob, PatternBlob
from core.sandbox.extents import Content, Extent
from core.sandbox.world import Bucket, KeyPair, World

_FORMAT = 1
_SKIPPED_IDS = 1_000_000  # ids that were given after the last snapshot are not given again
_FILE, _BLOBS = "sandbox.json", "blobs"


@dataclass(frozen=True, slots=True)
class Saved:
    """What a directory held: the world, and the ports by their names."""

    world: World
    ports: Mapping[str, int]


def save(directory: Path, world: World, ports: Mapping[str, int]) -> None:
    """Write a snapshot. Takes the world's lock while it reads."""
    converter = make_converter()
    converter.register_unstructure_hook(Content, _packed)
    with world.lock:
        state = {
            "format": _FORMAT,
            "regions": world.regions,
            "serial": world.serial,
            "ports": dict(ports),
            "keys": converter.unstructure(list(world.keys.values()), list[KeyPair]),
            "buckets": converter.unstructure(list(world.buckets.values()), list[Bucket]),
        }
    directory.mkdir(parents=True, exist_ok=True)
    passing = directory / (_FILE + ".new")
    # The file holds the sandbox's secret key.
    with os.fdopen(os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        json.dump(state, file)
    passing.replace(directory / _FILE)


def load(directory: Path) -> Saved | None:
    """Read the snapshot of a directory and drop blobs that nothing needs; None where there is no snapshot.

    Raises `ValueError` with a sentence when the snapshot cannot be read.
    """
    path = directory / _FILE
    if not path.exists():
        return None
    shelf = _Unpacker(directory / _BLOBS)
    converter = make_converter()
    converter.register_structure_hook(Content, lambda packed, _: shelf.content(packed))
    try:
        state = json.loads(path.read_text(encoding="ascii"))
        if state["format"] != _FORMAT:
            raise ValueError("it is of another version of the program")
        world = World(state["regions"])
        world.serial = state["serial"] + _SKIPPED_IDS
        world.keys = {key.key_id: key for key in converter.structure(state["keys"], list[KeyPair])}
        world.buckets = {bucket.name: bucket for bucket in converter.structure(state["buckets"], list[Bucket])}
    except Exception as error:
        raise ValueError(f"The sandbox's data in {directory} cannot be read: {error}") from error
    shelf.sweep()
    return Saved(world, state["ports"])


def _packed(content: Content) -> list[list[Any]]:
    return [[*_packed_blob(extent.blob), extent.start, extent.length] for extent in content.extents]


def _packed_blob(blob: Blob) -> list[Any]:
    if isinstance(blob, PatternBlob):
        return ["pattern", blob.seed, blob.length, 0]
    if isinstance(blob, FileBlob):
        return ["file", blob.path.name, blob.length, blob.crc64]
    return ["bytes", base64.b64encode(blob.read(0, blob.length)).decode(), blob.length, 0]


class _Unpacker:
    """Makes blobs again, each once, so that shared extents stay shared."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._blobs: dict[tuple[str, str, int], Blob] = {}

    def content(self, packed: Sequence[Sequence[Any]]) -> Content:
        return Content(
            Extent(self._blob(kind, text, length, crc), start, taken)
            for kind, text, length, crc, start, taken in packed
        )

    def sweep(self) -> None:
        """Remove the files that no blob uses."""
        used = {blob.path.name for blob in self._blobs.values() if isinstance(blob, FileBlob)}
        for path in self._directory.glob("*"):
            if path.name not in used:
                path.unlink()

    def _blob(self, kind: str, text: str, length: int, crc: int) -> Blob:
        place = (kind, text, length)
        if place not in self._blobs:
            self._blobs[place] = self._made(kind, text, length, crc)
        return self._blobs[place]

    def _made(self, kind: str, text: str, length: int, crc: int) -> Blob:
        if kind == "pattern":
            return PatternBlob(text, length)
        if kind == "bytes":
            return MemoryBlob(base64.b64decode(text))
        path = self._directory / text
        if path.stat().st_size != length:
            raise ValueError(f"{path.name} has another length than it should")
        return FileBlob(path, length, crc)
