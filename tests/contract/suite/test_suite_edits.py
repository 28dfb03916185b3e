"""One contract for all stores: an edit changes what was asked and nothing else, by either way, and goes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from email.header import decode_header, make_header

import pytest

from core.model.errors import Kind, Sent, StoreError
from core.model.jobs import Fate, State
from core.model.ops import HeadObject, PutAcl, PutTags
from core.model.requests import Edit, JobKind, PrefixRequest
from core.model.values import Encryption, Level, Props, known
from core.rules.vocabulary import encryption_words
from tests.doubles.suite_fixture import SuiteFixture

MODES = pytest.mark.parametrize("mode", ["simple", "parts"])
OTHER = Edit(
    headers={"content-type": "text/new", "cache-control": None, "content-language": "fi"},
    user={"camera": None, "by": "\u6e21\u8239", "title": "x"},
)


def size_for(rig: SuiteFixture, mode: str) -> int | None:
    if mode == "parts":
        rig.skip_without("acl_of_parts")
    return rig.part_size if mode == "parts" else None


def changed(before: Props, headers: Mapping[str, str | None], user: Mapping[str, str | None]) -> Props:
    """What a rewritten object should show."""
    now_headers = {name: text for name, text in {**before.headers, **headers}.items() if text is not None}
    now_user = {name: text for name, text in {**before.user, **user}.items() if text is not None}
    return replace(before, headers=now_headers, user=now_user)


def found(rig: SuiteFixture, key: str = "film") -> Props:
    """What the store shows of an object, with metadata as text where it shows encoded words."""
    shown = rig.look_closely(rig.ref(key))
    return replace(shown, user={name: str(make_header(decode_header(text))) for name, text in shown.user.items()})


@MODES
def test_an_edit_rewrites_headers_and_metadata_and_keeps_all_else_and_is_taken_back(
    rig: SuiteFixture, mode: str
) -> None:
    rig.richest_film()
    before, part_size = found(rig), size_for(rig, mode)
    row = rig.done(rig.edit("film", OTHER, part_size=part_size))
    assert (row.mode, row.verified) == (mode, rig.level(mode))
    assert {note.name for note in row.notes} == {
        "content-type",
        "cache-control",
        "content-language",
        "x-meta camera",
        "x-meta by",
        "x-meta title",
    } - rig.under_test.lacks.keys()
    assert {note.fate for note in row.notes} == {Fate.CHANGED}
    assert found(rig) == changed(before, OTHER.headers, OTHER.user)
    assert rig.body(rig.ref("film")) == rig.film_bytes
    (back,) = rig.undo()
    assert (back.state, back.error) == (State.DONE, None)
    assert found(rig) == before
    assert rig.body(rig.ref("film")) == rig.film_bytes


@MODES
def test_all_metadata_is_removed_and_comes_back(rig: SuiteFixture, mode: str) -> None:
    before, part_size = rig.richest_film(), size_for(rig, mode)
    rig.done(rig.edit("film", Edit(clear_user=True, user={"only": "1"}), part_size=part_size))
    assert rig.look_closely(rig.ref("film")) == replace(before, user={"only": "1"})
    assert rig.undo()[0].state is State.DONE
    assert rig.look_closely(rig.ref("film")) == before


@MODES
def test_a_plain_object_that_was_described_becomes_plain_again(rig: SuiteFixture, mode: str) -> None:
    rig.film()
    before, part_size = rig.look_closely(rig.ref("film")), size_for(rig, mode)
    rig.done(rig.edit("film", Edit(headers={"content-type": "a/b"}, user={"n": "1"}), part_size=part_size))
    assert rig.look_closely(rig.ref("film")).user == {"n": "1"}
    assert rig.undo()[0].state is State.DONE
    after = rig.look_closely(rig.ref("film"))
    untyped = {"content-type": "application/octet-stream"}
    assert replace(after, headers=untyped | dict(after.headers)) == replace(
        before, headers=untyped | dict(before.headers)
    )


@MODES
def test_another_class_is_written_anew_and_comes_back(rig: SuiteFixture, mode: str) -> None:
    rig.skip_without("storage_class")
    rig.richest_film()
    rig.film("plain")
    before, part_size = rig.look_closely(rig.ref("plain")), size_for(rig, mode)
    infrequent = rig.rich().storage_class
    assert infrequent not in ("", before.storage_class)
    rig.done(rig.edit("plain", Edit(storage_class=infrequent), part_size=part_size))
    assert rig.look_closely(rig.ref("plain")) == replace(before, storage_class=infrequent)
    assert rig.undo()[0].state is State.DONE
    assert rig.look_closely(rig.ref("plain")) == before


@MODES
def test_another_encryption_is_written_anew_and_comes_back(rig: SuiteFixture, mode: str) -> None:
    rig.skip_without("encryption")
    rig.richest_film()
    before, part_size = rig.look_closely(rig.ref("film")), size_for(rig, mode)
    sealed = Encryption(encryption_words(rig.provider)["kms"], "")
    row = rig.done(rig.edit("film", Edit(encryption=sealed), part_size=part_size))
    assert [(note.name, note.fate) for note in row.notes] == [("encryption", Fate.CHANGED)]
    after = rig.look_closely(rig.ref("film"))
    assert (after.encryption.value or Encryption("")).fits(sealed)
    assert replace(after, encryption=before.encryption) == before
    assert rig.undo()[0].state is State.DONE
    assert rig.look_closely(rig.ref("film")) == before


def test_tags_alone_are_set_in_place_so_that_bytes_and_date_stay_and_come_back(rig: SuiteFixture) -> None:
    rig.skip_without("tags")
    rig.richest_film()
    ref = rig.ref("film")
    rig.call(PutTags(ref, tags={"project": "a b", "state": "final+cut"}))
    before, info = rig.look_closely(ref), rig.call(HeadObject(ref))
    row = rig.done(rig.edit("film", Edit(tags={"state": None, "by": "a=b+c.d:e/f g"})))
    assert (row.mode, row.verified, rig.tap.count("CreateUpload")) == ("set", rig.under_test.level, 0)
    assert rig.look_closely(ref) == replace(before, tags=known({"project": "a b", "by": "a=b+c.d:e/f g"}))
    now = rig.call(HeadObject(ref))
    assert (now.etag, now.modified, now.size) == (info.etag, info.modified, info.size)
    assert rig.undo()[0].state is State.DONE
    assert rig.look_closely(ref) == before


def test_all_tags_are_removed_in_place_and_come_back(rig: SuiteFixture) -> None:
    rig.skip_without("tags")
    rig.skip_without("empty_tag_set")
    rig.film()
    ref = rig.ref("film")
    rig.call(PutTags(ref, tags={"a": "1", "b": ""}))
    rig.done(rig.edit("film", Edit(clear_tags=True)))
    assert rig.look(ref).tags == known({})
    assert rig.undo()[0].state is State.DONE
    assert rig.look(ref).tags == known({"a": "1", "b": ""})


def test_an_acl_alone_is_set_in_place_and_comes_back(rig: SuiteFixture) -> None:
    if rig.under_test.name != "seaweedfs":  # it takes no ACL with a write, but one of its own
        rig.skip_without("acl")
    rig.film()
    ref = rig.ref("film")
    copies = rig.tap.count("CopyObject")
    row = rig.done(rig.edit("film", Edit(acl="public-read")))
    assert (row.mode, rig.tap.count("CopyObject")) == ("set", copies)
    assert {note.name: (note.fate, note.after) for note in row.notes} == {"acl": (Fate.CHANGED, "public-read")}
    assert rig.undo()[0].state is State.DONE
    rig.call(PutAcl(ref, acl="public-read"))
    assert rig.done(rig.edit("film", Edit(acl="private"))).state is State.DONE


@MODES
def test_everything_is_changed_at_once_and_comes_back(rig: SuiteFixture, mode: str) -> None:
    rig.richest_film()
    before, part_size = found(rig), size_for(rig, mode)
    change = replace(OTHER, storage_class="Standard" if rig.under_test.provider == "oss" else "STANDARD")
    if rig.can("tags"):
        change = replace(change, tags={"project": None, "new": "1"})
    if rig.can("acl"):
        change = replace(change, acl="private")
    row = rig.done(rig.edit("film", change, part_size=part_size))
    assert {note.fate for note in row.notes} == {Fate.CHANGED}
    after = found(rig)
    assert after.user == changed(before, change.headers, change.user).user
    assert not rig.can("tags") or after.tags == known({"state": "final+cut", "new": "1"})
    assert rig.undo()[0].state is State.DONE
    assert found(rig) == before


def test_tags_are_not_given_to_an_object_that_somebody_wrote_after_the_look(rig: SuiteFixture) -> None:
    """The first two requests look at the object, and whatever comes after them must look again."""
    rig.skip_without("tags")
    ref = rig.put("a", b"mine", props=Props(tags=known({"whose": "mine"}))).ref
    looks = [0]

    def overwrite(_: str) -> None:
        looks[0] -= 1
        if looks[0] == 0:
            rig.tap.calm()
            rig.put("a", b"theirs", props=Props(tags=known({"whose": "theirs"})))

    rig.tap.after = overwrite
    rig.stores.bucket("a", rig.source)
    looks[0] = 2 + rig.features.acl
    (row,) = rig.run(rig.edit("a", Edit(tags={"new": "1"})))
    assert row.error is not None
    assert (row.state, row.error.kind) == (State.FAILED, Kind.SOURCE_CHANGED)
    assert (rig.look(ref).tags, rig.body(ref)) == (known({"whose": "theirs"}), b"theirs")


def test_an_edit_that_changes_nothing_writes_nothing(rig: SuiteFixture) -> None:
    before = rig.richest_film()
    sent = len(rig.tap.sent)
    same = Edit(headers={"content-type": before.headers["content-type"], "x-none": None}, user={"camera": "x100"})
    (row,) = rig.run(rig.edit("film", same))
    assert row.state is State.SKIPPED
    assert set(rig.tap.sent[sent:]) <= {"HEAD", "GET"}


def test_an_object_that_somebody_overwrites_meanwhile_stays_theirs(rig: SuiteFixture) -> None:
    rig.skip_without("pin")
    rig.put("a", b"mine")

    def overwrite(operation: str) -> None:
        if operation == "CopyObject":
            rig.tap.calm()
            rig.put("a", b"theirs")

    rig.tap.before = overwrite
    (row,) = rig.run(rig.edit("a", OTHER))
    assert row.error is not None
    assert (row.state, row.error.kind, rig.body(rig.ref("a"))) == (State.FAILED, Kind.SOURCE_CHANGED, b"theirs")


def test_an_object_that_is_overwritten_while_its_parts_are_made_stays_theirs(rig: SuiteFixture) -> None:
    rig.film()

    def overwrite(operation: str) -> None:
        if operation == "CopyPart" and rig.tap.count("CopyPart") == 3:
            rig.tap.calm()
            rig.put("film", b"theirs")

    rig.tap.after = overwrite
    (row,) = rig.run(rig.edit("film", OTHER, part_size=rig.part_size))
    assert row.error is not None
    assert (row.state, row.error.kind) == (State.FAILED, Kind.SOURCE_CHANGED)
    assert rig.body(rig.ref("film")) == b"theirs"


@pytest.mark.parametrize("operation", ["CopyObject", "CompleteUpload"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_an_edit_whose_answer_is_lost_is_found_out_by_the_properties_and_made_once(
    rig: SuiteFixture, operation: str, when: str
) -> None:
    if operation == "CompleteUpload":
        rig.skip_without("telling_etags")
    rig.richest_film()
    before = found(rig)
    part_size = None if operation == "CopyObject" else size_for(rig, "parts")
    copies, left = rig.tap.count(operation), [1]

    def lose(seen: str) -> None:
        if seen == operation and left[0]:
            left[0] = 0
            raise StoreError(Kind.TRANSIENT, code="ConnectionLost", message="cut by the test", sent=Sent.MAYBE)

    setattr(rig.tap, when, lose)
    row = rig.done(rig.edit("film", OTHER, part_size=part_size))
    assert left == [0]
    assert found(rig) == changed(before, OTHER.headers, OTHER.user)
    assert rig.tap.count(operation) - copies == (1 if when == "after" else 2)
    # A store whose ETags of objects in parts are its own secret leaves the size alone to tell of a lost answer.
    assert row.verified in (rig.under_test.level, Level.SIZE)


def test_an_edit_that_dies_is_finished_by_a_fresh_engine(rig: SuiteFixture) -> None:
    rig.richest_film()
    before, part_size = found(rig), size_for(rig, "parts")
    rig.tap.before = lambda operation: rig.engine.stop() if operation == "CompleteUpload" else None
    batch = rig.engine.submit(rig.edit("film", OTHER, part_size=part_size))
    rig.engine.run_until_idle()
    rig.restart()
    assert rig.finish(batch).state is State.DONE
    assert found(rig) == changed(before, OTHER.headers, OTHER.user)


def test_a_folder_is_edited_object_by_object_and_taken_back(rig: SuiteFixture) -> None:
    for name in ("a", "b c", "\u6e21"):
        rig.put(f"d/{name}", props=Props(headers={"content-type": "text/old"}, user={"n": "1"}))
    rig.put("d/so already", props=Props(headers={"content-type": "text/new"}))
    change = Edit(headers={"content-type": "text/new"})
    rows = rig.run(PrefixRequest(rig.ref("d/"), rig.ref("d/"), kind=JobKind.EDIT, edit=change))
    assert {row.source.key: row.state for row in rows} == {
        "d/a": State.DONE,
        "d/b c": State.DONE,
        "d/so already": State.SKIPPED,
        "d/\u6e21": State.DONE,
    }
    assert {rig.look(rig.ref(row.source.key)).headers["content-type"] for row in rows} == {"text/new"}
    assert [row.state for row in rig.undo()] == [State.DONE] * 3
    assert rig.look(rig.ref("d/a")).headers["content-type"] == "text/old"
    assert rig.look(rig.ref("d/a")).user == {"n": "1"}
