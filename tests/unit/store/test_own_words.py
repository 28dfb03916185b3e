"""Unit: a store's own words are cleaned wherever an answer brings them."""

from __future__ import annotations

from core.model.ops import Deletions, NotDeleted
from core.model.values import Credentials
from core.store.dialects.base import WireRequest
from core.store.own_words import MESSAGE_MAX, NAME_MAX, OwnWords

SECRET = Credentials("KEYID", "the/secret+of=the account", "the-token<&>of-the-account")
REQUEST = WireRequest("GET", "https", "a.example", b"/", ((b"Authorization", b"OSS KEYID:c2lnbmF0dXJlMQ=="),))


def test_the_reasons_for_objects_that_were_not_deleted_are_cleaned_and_cut() -> None:
    said = Deletions(kept=(NotDeleted("a", "A" * 999, f"{SECRET.token} c2lnbmF0dXJlMQ== " + "x" * 9999),))
    (row,) = OwnWords(REQUEST, SECRET).cleaned(said).kept
    assert row.message.startswith("[hidden] [hidden] xxx")
    assert (len(row.code), len(row.message)) == (NAME_MAX + 1, MESSAGE_MAX + 1)


def test_a_secret_is_found_in_the_forms_that_addresses_and_documents_give_it() -> None:
    forms = "the%2Fsecret%2Bof%3Dthe%20account the-token&lt;&amp;&gt;of-the-account"
    said = Deletions(kept=(NotDeleted("a", "", forms),))
    assert OwnWords(REQUEST, SECRET).cleaned(said).kept[0].message == "[hidden] [hidden]"
