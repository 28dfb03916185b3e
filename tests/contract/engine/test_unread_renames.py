"""Contract, over all three protocols: a rename keeps a source with properties that the key may not read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from core.model.jobs import Fate, State
from core.model.ops import DeleteObject, GetAcl, GetTags, HeadObject, PutAcl, PutTags
from core.model.reports import JobRow
from core.model.requests import CopyRequest, Edit, JobKind, ListRequest, Options, PrefixRequest, Terms
from core.model.values import Level
from core.sandbox.server import Sandbox
from core.sandbox.settings import Fault, Seen, answer
from core.sandbox.world import KeyPair, World
from core.store.reads import head_or_none
from tests.doubles.store_under_test import sandbox_under_test
from tests.doubles.suite_fixture import SuiteFixture, suite_fixture

KEY = KeyPair("UNREADKEY", "secret-of-the-unread", "owner")
ACL, TAGS = "GetObjectACL", "GetObjectTagging"
MODES = pytest.mark.parametrize("mode", ["simple", "parts"])


@dataclass
class UnreadFixture:
    """One protocol of a sandbox, spoken to with a key whose rights a test changes."""

    sandbox: Sandbox
    suite_fixture: SuiteFixture

    def forbid(self, *operations: str) -> None:
        """Let a policy forbid these operations to the key, and no others."""
        self.sandbox.world.add_key(replace(KEY, denied=frozenset(operations)))

    def allow_all(self) -> None:
        self.forbid()

    def on(self, fate: Callable[[Seen], Fault | None] | None) -> None:
        self.sandbox.settings = replace(self.sandbox.settings, on_request=fate)

    def public_film(self) -> None:
        self.suite_fixture.film()
        self.suite_fixture.call(PutAcl(self.suite_fixture.ref("film"), acl="public-read"))

    def acl(self, key: str) -> str:
        return self.suite_fixture.call(GetAcl(self.suite_fixture.ref(key)))

    def stands(self, key: str) -> bool:
        return head_or_none(self.suite_fixture.stores.bare("a"), self.suite_fixture.ref(key)) is not None

    def rename(self, mode: str, *, unread: bool = False, to: str = "b") -> CopyRequest:
        size = self.suite_fixture.part_size if mode == "parts" else None
        return self.suite_fixture.rename("film", to, options=Options(size, unread=unread))

    def retry(self, row: JobRow, *, unread: bool | None = None) -> JobRow:
        terms = None if unread is None else Terms(Options().trust, unread=unread)
        self.suite_fixture.engine.retry(jobs=[row.id], terms=terms)
        return self.suite_fixture.finish(row.batch)


@pytest.fixture(params=["oss", "cos", "s3"])
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[UnreadFixture]:
    protocol = str(request.param)
    world = World(["cn-hangzhou"])
    world.add_key(KEY)
    level = Level.PART_ETAGS if protocol == "s3" else Level.CRC64
    with (
        Sandbox(world=world) as sandbox,
        suite_fixture(
            sandbox_under_test(sandbox, protocol, "aws" if protocol == "s3" else protocol, level), tmp_path
        ) as made,
    ):
        yield UnreadFixture(sandbox, made)


def kept(row: JobRow, code: str, *names: str) -> None:
    """The rename has failed at its last step, for the sake of these properties."""
    assert row.error is not None
    assert (row.state, row.error.code, row.error.op) == (State.FAILED, code, "DeleteObject")
    assert row.error.message == ", ".join(names)
    assert row.verified is not None


@MODES
def test_a_rename_keeps_a_source_whose_acl_may_not_be_read(rig: UnreadFixture, mode: str) -> None:
    rig.public_film()
    rig.forbid(ACL)
    (row,) = rig.suite_fixture.run(rig.rename(mode))
    kept(row, "PropertyUnread", "acl")
    assert {note.name: note.fate for note in row.notes} == {"acl": Fate.UNREAD}
    assert rig.suite_fixture.body(rig.suite_fixture.ref("film")) == rig.suite_fixture.film_bytes
    assert rig.suite_fixture.body(rig.suite_fixture.ref("b")) == rig.suite_fixture.film_bytes
    assert rig.suite_fixture.tap.count("DELETE") == 0


@MODES
def test_with_the_users_consent_it_deletes_such_a_source(rig: UnreadFixture, mode: str) -> None:
    rig.public_film()
    rig.forbid(ACL)
    row = rig.suite_fixture.done(rig.rename(mode, unread=True))
    assert {note.name: note.fate for note in row.notes} == {"acl": Fate.UNREAD}
    assert (rig.stands("film"), rig.stands("b")) == (False, True)


@MODES
def test_once_the_right_is_granted_a_retry_gives_the_copy_the_acl_and_ends_the_rename(
    rig: UnreadFixture, mode: str
) -> None:
    rig.public_film()
    rig.forbid(ACL)
    (row,) = rig.suite_fixture.run(rig.rename(mode))
    kept(rig.retry(row), "PropertyUnread", "acl")
    rig.allow_all()
    row = rig.retry(row)
    assert (row.state, row.error, row.notes) == (State.DONE, None, ())
    assert (rig.stands("film"), rig.acl("b")) == (False, "public-read")
    assert rig.suite_fixture.body(rig.suite_fixture.ref("b")) == rig.suite_fixture.film_bytes


def test_a_retry_with_the_users_consent_ends_the_rename_too(rig: UnreadFixture) -> None:
    rig.public_film()
    rig.forbid(ACL)
    (row,) = rig.suite_fixture.run(rig.rename("simple"))
    assert rig.retry(row, unread=True).state is State.DONE
    assert (rig.stands("film"), rig.stands("b")) == (False, True)


def test_a_consent_that_was_withdrawn_does_not_stand_for_a_retry(rig: UnreadFixture) -> None:
    rig.public_film()
    rig.forbid(ACL, "DeleteObject")
    (row,) = rig.suite_fixture.run(rig.rename("simple", unread=True))
    assert row.error is not None
    assert row.error.code != "PropertyUnread"
    rig.forbid(ACL)
    kept(rig.retry(row, unread=False), "PropertyUnread", "acl")
    assert rig.stands("film")


def test_the_consent_of_a_retry_stands_for_all_of_a_folder(rig: UnreadFixture) -> None:
    for key in ("d/1", "d/2"):
        rig.suite_fixture.put(key)
    rig.forbid(ACL)
    request = PrefixRequest(rig.suite_fixture.ref("d/"), rig.suite_fixture.ref("e/"), kind=JobKind.RENAME)
    rows = rig.suite_fixture.run(request)
    assert [row.state for row in rows] == [State.FAILED] * 2
    rig.suite_fixture.engine.retry(batches=[rows[0].batch], terms=Terms(Options().trust, unread=True))
    rig.suite_fixture.engine.run_until_idle()
    assert [row.state for row in rig.suite_fixture.engine.jobs(rows[0].batch)] == [State.DONE] * 2
    assert rig.suite_fixture.keys() == ["e/1", "e/2"]


def test_a_retry_never_gives_the_copy_the_acl_of_another_object(rig: UnreadFixture) -> None:
    rig.suite_fixture.film()
    rig.forbid(ACL)
    (row,) = rig.suite_fixture.run(rig.rename("simple"))
    kept(row, "PropertyUnread", "acl")
    rig.allow_all()
    rig.suite_fixture.other_film()
    rig.suite_fixture.call(PutAcl(rig.suite_fixture.ref("film"), acl="public-read"))
    row = rig.retry(row)
    assert row.state is State.FAILED
    assert rig.stands("film")
    assert rig.acl("b") != "public-read"


def test_a_rename_whose_source_the_user_has_deleted_meanwhile_is_done(rig: UnreadFixture) -> None:
    rig.public_film()
    rig.forbid(ACL)
    (row,) = rig.suite_fixture.run(rig.rename("simple"))
    rig.suite_fixture.call(DeleteObject(rig.suite_fixture.ref("film")))
    assert rig.retry(row).state is State.DONE
    assert rig.stands("b")


def test_a_source_is_kept_when_the_acl_of_the_copy_cannot_be_read_back(rig: UnreadFixture) -> None:
    rig.public_film()
    bucket = rig.sandbox.world.buckets[rig.suite_fixture.source.removesuffix("-1250000000")]

    def hide(seen: Seen) -> Fault | None:
        hidden = seen.operation == ACL and seen.key == "b" and bucket.newest("b") is not None
        return answer(403, "AccessDenied") if hidden else None

    rig.on(hide)
    (row,) = rig.suite_fixture.run(rig.rename("simple"))
    kept(row, "PropertyUnread", "acl")
    rig.on(None)
    assert rig.retry(row).state is State.DONE
    assert (rig.stands("film"), rig.acl("b")) == (False, "public-read")


def test_a_move_that_gives_a_new_acl_need_not_read_the_old_one_but_the_new_one(rig: UnreadFixture) -> None:
    rig.suite_fixture.film()
    rig.forbid(ACL)
    (row,) = rig.suite_fixture.run(replace(rig.rename("simple"), edit=Edit(acl="public-read")))
    kept(row, "PropertyUnread", "acl")
    rig.allow_all()
    assert rig.retry(row).state is State.DONE
    assert rig.acl("b") == "public-read"


@pytest.mark.parametrize("kind", [JobKind.COPY, JobKind.EDIT])
def test_copies_and_edits_tell_what_could_not_be_read_and_end_well(rig: UnreadFixture, kind: JobKind) -> None:
    rig.public_film()
    rig.forbid(ACL)
    if kind is JobKind.COPY:
        request = replace(rig.rename("simple"), kind=JobKind.COPY)
    else:
        request = rig.suite_fixture.edit("film", Edit(user={"n": "1"}))
    row = rig.suite_fixture.done(request)
    assert ("acl", Fate.UNREAD) in {(note.name, note.fate) for note in row.notes}


def test_the_way_back_of_a_rename_that_the_user_consented_to_needs_no_other_consent(rig: UnreadFixture) -> None:
    rig.public_film()
    rig.forbid(ACL)
    rig.suite_fixture.done(rig.rename("simple", unread=True))
    assert [row.state for row in rig.suite_fixture.undo()] == [State.DONE]
    assert (rig.stands("film"), rig.stands("b")) == (True, False)


@pytest.mark.parametrize("consents", ["yes", "no"])
@MODES
def test_an_estimate_knows_beforehand_which_sources_stay_and_counts_no_deletion_for_them(
    rig: UnreadFixture, mode: str, consents: str
) -> None:
    rig.public_film()
    rig.suite_fixture.put("plain")
    rig.forbid(ACL)
    request = rig.rename(mode, unread=consents == "yes")
    found = rig.suite_fixture.engine.estimate([request])
    assert (found.kept, found.unread, found.deletes) == ((0, 1, 1) if consents == "yes" else (1, 0, 0))
    before = len(rig.suite_fixture.tap.sent)
    rig.suite_fixture.run(request)
    assert len(rig.suite_fixture.tap.sent) - before == found.requests


# ---------------------------------------------------------------- tags


def tagged_film(rig: UnreadFixture) -> None:
    rig.suite_fixture.film()
    rig.suite_fixture.call(PutTags(rig.suite_fixture.ref("film"), tags={"a": "1"}))


def hide_tags(rig: UnreadFixture) -> None:
    """The key may see how many tags there are, and not which."""
    rig.on(lambda seen: answer(403, "AccessDenied") if (seen.operation, seen.key) == (TAGS, "film") else None)


def test_tags_that_the_store_carries_itself_are_no_reason_to_keep_the_source(rig: UnreadFixture) -> None:
    tagged_film(rig)
    hide_tags(rig)
    row = rig.suite_fixture.done(rig.rename("simple"))
    assert row.notes == ()
    assert rig.suite_fixture.call(GetTags(rig.suite_fixture.ref("b"))) == {"a": "1"}


def test_tags_that_a_copy_in_parts_may_lack_keep_the_source_until_they_may_be_read(rig: UnreadFixture) -> None:
    """Without the right to read tags a store does not even tell whether there are any."""
    tagged_film(rig)
    rig.forbid(TAGS)
    (row,) = rig.suite_fixture.run(rig.rename("parts"))
    kept(row, "PropertyUnread", "tags")
    rig.allow_all()
    assert rig.retry(row).state is State.DONE
    assert rig.suite_fixture.call(GetTags(rig.suite_fixture.ref("b"))) == {"a": "1"}
    assert not rig.stands("film")


@pytest.mark.parametrize("consents", ["yes", "no"])
def test_tags_that_a_copy_in_parts_is_known_to_lack_keep_the_source_whatever_the_user_consents_to(
    rig: UnreadFixture, consents: str
) -> None:
    tagged_film(rig)
    hide_tags(rig)
    (row,) = rig.suite_fixture.run(rig.rename("parts", unread=consents == "yes"))
    kept(row, "PropertyLost", "tags")
    kept(rig.retry(row), "PropertyLost", "tags")
    rig.on(None)
    assert rig.retry(row).state is State.DONE
    assert rig.suite_fixture.call(GetTags(rig.suite_fixture.ref("b"))) == {"a": "1"}
    assert not rig.stands("film")


def test_a_retry_after_the_user_has_given_the_copy_what_it_lacked_ends_the_rename(rig: UnreadFixture) -> None:
    tagged_film(rig)
    hide_tags(rig)
    (row,) = rig.suite_fixture.run(rig.rename("parts"))
    kept(row, "PropertyLost", "tags")
    rig.suite_fixture.call(PutTags(rig.suite_fixture.ref("b"), tags={"a": "1"}))
    assert rig.retry(row).state is State.DONE
    assert (rig.stands("film"), rig.suite_fixture.call(HeadObject(rig.suite_fixture.ref("b"))).tag_count) == (
        False,
        1,
    )


def test_several_renames_are_judged_one_by_one(rig: UnreadFixture) -> None:
    """They are deleted with one request; the one that may not go must not go with the others."""
    for key in ("d/1", "d/2", "d/3"):
        rig.suite_fixture.put(key)

    def hide(seen: Seen) -> Fault | None:
        return answer(403, "AccessDenied") if (seen.operation, seen.key) == (ACL, "d/2") else None

    rig.on(hide)
    jobs = [rig.suite_fixture.rename(f"d/{n}", f"e/{n}") for n in (1, 2, 3)]
    rows = rig.suite_fixture.run(
        ListRequest(rig.suite_fixture.ref(""), rig.suite_fixture.ref(""), JobKind.RENAME), *jobs
    )
    assert [row.state for row in rows] == [State.DONE, State.FAILED, State.DONE]
    assert rig.suite_fixture.keys() == ["d/2", "e/1", "e/2", "e/3"]
