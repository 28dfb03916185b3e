"""Unit: keys and addresses as a person pastes them."""

from __future__ import annotations

import pytest

from core.rules.access import holds_unseen, is_unencrypted, trimmed

PASTED = [
    "key\n",
    "key\r\n",
    " key ",
    "\ufeffkey",
    "key\u00a0",
    "\u200bkey\u200b",
    "\u202akey\u202c",
    "\tkey\u3000",
    "key",
]


@pytest.mark.parametrize("text", PASTED)
def test_what_was_pasted_along_is_taken_off(text: str) -> None:
    assert trimmed(text) == "key"


@pytest.mark.parametrize("text", ["k ey", "k\u00a0ey", "ke\u200by", "k\ney", "\x00k\x00y"])
def test_what_stands_inside_is_seen(text: str) -> None:
    assert holds_unseen(trimmed(text))


@pytest.mark.parametrize("text", ["", "LTAI5tAbc", "a/b+c=", "ключ"])
def test_a_key_stays_as_it_is(text: str) -> None:
    assert (trimmed(text), holds_unseen(text)) == (text, False)


@pytest.mark.parametrize(
    ("endpoint", "is_so"),
    [
        ("http://store.example", True),
        ("HTTP://10.0.0.7:9000", True),
        (" http://store.example", True),
        ("https://store.example", False),
        ("store.example", False),  # https is meant
        ("http://localhost:9000", False),
        ("http://127.0.0.2", False),
        ("http://[::1]:9000", False),
        ("http://[::1", False),
        ("", False),
    ],
)
def test_http_is_unencrypted_where_it_leaves_this_computer(endpoint: str, is_so: bool) -> None:
    assert is_unencrypted(endpoint) is is_so
