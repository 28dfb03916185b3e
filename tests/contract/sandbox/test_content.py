"""The sandbox's contents: extents over blobs give the same bytes and checksums as plain bytes would."""

from __future__ import annotations

import base64
import json
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.sandbox import sample, snapshot
from core.sandbox.blobs import PERIOD, Intake, Shelf
from core.sandbox.crc import combine, crc_of, repeat
from core.sandbox.extents import Content, Extent, generated, joined, of_blob, of_bytes
from core.sandbox.world import Bucket, KeyPair, Upload, World
from tests.doubles.sandbox import KEY, NOW, Caller

VECTORS = json.loads((Path(__file__).parents[2] / "data" / "crc64.json").read_text())
GIB = 1 << 30
#: The product's page calls it 48.8 TB.
LARGEST = 53_656_167_435_468

SIZES = st.integers(0, 3 * PERIOD)


@pytest.mark.parametrize(
    "case", [one for one in VECTORS["values"] if "data_base64" in one], ids=lambda one: one["name"]
)
def test_a_checksum_is_the_published_one(case: dict[str, str]) -> None:
    assert of_bytes(base64.b64decode(case["data_base64"])).crc64() == int(case["crc64_decimal"])


@pytest.mark.parametrize("case", [*VECTORS["combine"], *VECTORS["combine_arithmetic"]])
def test_combining_two_checksums_gives_the_published_one(case: dict[str, str]) -> None:
    assert combine(int(case["crc1"]), int(case["crc2"]), int(case["len2"])) == int(case["combined"])


@given(st.binary(max_size=40), st.integers(0, 3000))
def test_a_repeated_piece_has_the_checksum_of_its_bytes(piece: bytes, times: int) -> None:
    assert repeat(crc_of(piece), len(piece), times) == crc_of(piece * times)


@settings(max_examples=40)
@given(SIZES, SIZES, SIZES)
def test_any_range_of_a_generated_blob_reads_and_sums_like_its_bytes(length: int, first: int, taken: int) -> None:
    whole = generated("seed", length)
    plain = whole.read(0, length)
    first = min(first, length)
    piece = whole.slice(first, taken)
    assert piece.read(0, piece.length) == plain[first : first + taken]
    assert piece.crc64() == crc_of(plain[first : first + taken])


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 60), st.integers(0, 60)), max_size=12), st.data())
def test_contents_behave_like_the_bytes_they_stand_for(cuts: list[tuple[int, int, int]], data: st.DataObject) -> None:
    sources = [of_bytes(bytes(range(60))), generated("a", 60), generated("b", 60), Content()]
    pieces = [sources[which].slice(min(first, sources[which].length), taken) for which, first, taken in cuts]
    plain = b"".join(piece.read(0, piece.length) for piece in pieces)
    content = joined(pieces)
    first = data.draw(st.integers(0, content.length))
    taken = data.draw(st.integers(0, content.length + 5))
    assert content.length == len(plain)
    assert content.crc64() == crc_of(plain)
    assert content.read(first, taken) == plain[first : first + taken]
    assert content.slice(first, taken).crc64() == crc_of(plain[first : first + taken])
    assert b"".join(content.pieces(7)) == plain


def test_neighbouring_extents_of_one_blob_become_one() -> None:
    source = generated("seed", 10_000 * 100)
    parts = [source.slice(at, 100) for at in range(0, source.length, 100)]
    assert len(parts) == 10_000
    assert joined(parts).extents == source.extents


def test_parts_of_a_generated_object_differ_from_each_other() -> None:
    source = generated("seed", 64 << 20)
    sums = [source.slice(at, 8 << 20).crc64() for at in range(0, source.length, 8 << 20)]
    assert len(set(sums)) == len(sums)


def test_swapped_parts_have_another_checksum_than_the_object() -> None:
    source = generated("seed", 64 << 20)
    first, second = source.slice(0, 32 << 20), source.slice(32 << 20, 32 << 20)
    assert joined([first, second]).crc64() == source.crc64()
    assert joined([second, first]).crc64() != source.crc64()


def test_the_largest_object_copies_by_parts_of_5_gib_with_its_exact_checksum() -> None:
    caller = Caller()
    upload = _open_upload(caller, LARGEST)
    edges = [*range(0, LARGEST, 5 * GIB), LARGEST]
    for number, (first, end) in enumerate(pairwise(edges), 1):
        headers = {"x-oss-copy-source-range": f"bytes={first}-{end - 1}"}
        reply = caller.copy("bucket/huge", "other/copy", headers, f"partNumber={number}&uploadId={upload}")
        assert reply.headers["content-range"] == f"bytes {first}-{end - 1}/{LARGEST}"
    done = caller.ask("POST", "other/copy", {"x-oss-complete-all": "yes"}, query=f"uploadId={upload}")
    assert done.status == 200
    copied = caller.ask("HEAD", "other/copy").headers
    assert copied["content-length"] == str(LARGEST)
    assert copied["x-oss-hash-crc64ecma"] == str(generated("huge", LARGEST).crc64())
    assert copied["etag"].endswith(f'-{len(edges) - 1}"')


def _open_upload(caller: Caller, length: int) -> str:
    caller.keep("bucket/huge", sample.large(generated("huge", length), NOW - 100, 10_000))
    return caller.begin("other/copy")


@pytest.mark.parametrize("length", [0, 1, 5000, (1 << 20) + 7])
@pytest.mark.parametrize("kept", [True, False])
def test_a_body_taken_in_by_pieces_is_the_body(tmp_path: Path, length: int, kept: bool) -> None:
    shelf = Shelf(tmp_path if kept else None)
    data = generated("body", length).read(0, length)
    intake = Intake(shelf)
    for at in range(0, length, 1000):
        intake.feed(data[at : at + 1000])
    received = intake.finish()
    content = Content([Extent(received.blob, 0, length)])
    assert content.read(0, length) == data
    assert content.crc64() == crc_of(data)
    assert content.slice(length // 3, length // 2).crc64() == crc_of(data[length // 3 : length // 3 + length // 2])
    shelf.close()


def test_a_discarded_body_leaves_no_file(tmp_path: Path) -> None:
    intake = Intake(Shelf(tmp_path))
    intake.feed(b"x" * 100_000)
    intake.discard()
    assert list(tmp_path.iterdir()) == []


def test_a_snapshot_brings_everything_back(tmp_path: Path) -> None:
    world = sample.world(NOW)
    world.add_key(KeyPair("STS.1", "s", "owner", token="token", expires=NOW + 1, denied=frozenset({"ListBuckets"})))
    intake = Intake(Shelf(tmp_path / "blobs"))
    intake.feed(b"spilled " * 10_000)
    spilled = sample.normal(of_blob(intake.finish().blob), NOW)
    world.put("documents", "spilled", spilled)
    draft = sample.large(Content(), NOW, 1)
    world.buckets["documents"].uploads["U1"] = Upload("U1", "key", NOW, draft)
    snapshot.save(tmp_path, world, {"cn-hangzhou": 1234})
    saved = snapshot.load(tmp_path)
    assert saved is not None
    assert saved.ports == {"cn-hangzhou": 1234}
    assert _facts(saved.world) == _facts(world)
    assert saved.world.serial > world.serial


def _facts(world: World) -> object:
    return (
        world.regions,
        world.keys,
        {name: _bucket_facts(bucket) for name, bucket in world.buckets.items()},
    )


def _bucket_facts(bucket: Bucket) -> object:
    versions = [
        (key, one.id, one.etag, one.kind, one.tags, one.user, one.headers, one.acl, one.marker, one.content.crc64())
        for key in bucket.order
        for one in bucket.objects[key]
    ]
    return bucket.region, bucket.versioning, bucket.storage_class, versions, sorted(bucket.uploads)


def test_blobs_that_nothing_needs_are_swept_when_a_snapshot_is_read(tmp_path: Path) -> None:
    snapshot.save(tmp_path, World(), {})
    (tmp_path / "blobs").mkdir()
    (tmp_path / "blobs" / "left-over.blob").write_bytes(b"x")
    snapshot.load(tmp_path)
    assert list((tmp_path / "blobs").iterdir()) == []


def test_a_broken_snapshot_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "sandbox.json").write_text("{")
    with pytest.raises(ValueError, match="cannot be read"):
        snapshot.load(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="the mode bits of a file say nothing there")
def test_the_snapshot_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    world = World()
    world.add_key(KEY)
    snapshot.save(tmp_path, world, {})
    assert (tmp_path / "sandbox.json").stat().st_mode & 0o077 == 0


def test_a_missing_snapshot_is_none(tmp_path: Path) -> None:
    assert snapshot.load(tmp_path) is None
