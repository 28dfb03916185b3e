"""The pieces that all dialects share: dates, names, small documents."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.store import xmldoc
from core.store.dialects.common import encoding

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXT, st.sampled_from(["", "/"]))
def test_percent_encoding_can_be_undone(text: str, safe: str) -> None:
    encoded = encoding.percent(text, safe)
    assert encoded.isascii()
    assert set(encoded) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~%" + safe)
    assert encoding.unpercent(encoded) == text


def test_a_plus_sign_is_not_a_space() -> None:
    assert encoding.unpercent("a+b%2B%20") == "a+b+ "
    assert encoding.query_string((("a b", "c+d"), ("bare", ""))) == "a%20b=c%2Bd&bare"


@given(st.integers(0, 4102444800))
def test_dates_can_be_read_back(seconds: int) -> None:
    assert encoding.read_http_date(encoding.http_date(seconds)) == seconds
    assert encoding.read_iso_date(encoding.basic_date(seconds)) == seconds


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2012-02-24T08:43:27.500Z", 1330073007.5),
        ("2012-02-24T08:43:27", 1330073007.0),
        ("2012-02-24T16:43:27+08:00", 1330073007.0),
        ("yesterday", None),
        ("", None),
    ],
)
def test_iso_dates_are_read_in_their_zone(text: str, seconds: float | None) -> None:
    assert encoding.read_iso_date(text) == seconds


@pytest.mark.parametrize(
    "text", ["", "soon", "Fri, 99 Feb 2012 06:07:48 GMT", "Fri, 24 Feb 99999999999999999999 6:7:8 GMT"]
)
def test_what_is_no_date_has_no_time(text: str) -> None:
    assert encoding.read_http_date(text) is None


@given(TEXT)
def test_reading_a_date_never_fails(text: str) -> None:
    encoding.read_http_date(text)
    encoding.read_iso_date(text)


def test_etags_lose_and_gain_their_quotes() -> None:
    assert encoding.bare('"E"') == encoding.bare("E") == "E"
    assert encoding.quoted("E") == '"E"'


def test_a_document_can_be_read_back() -> None:
    content: xmldoc.Content = [("a", "<&>"), ("b", [("c", "1"), ("c", "true")]), ("d", "")]
    root = xmldoc.parse(xmldoc.build("root", content), "root")
    assert xmldoc.text(root, "a") == "<&>"
    assert xmldoc.number(root, "b/c") == 1
    assert [node.text for node in root.iterfind("b/c")] == ["1", "true"]
    assert xmldoc.text(root, "missing", "default") == "default"


@pytest.mark.parametrize("value", ["", "-1", "1.5", "²", "x", "1" * 5000])
def test_only_a_whole_number_is_one(value: str) -> None:
    with pytest.raises(xmldoc.MalformedError):
        xmldoc.whole(value, "Size")


READERS: list[Any] = [xmldoc.required, xmldoc.number]


@pytest.mark.parametrize("reader", READERS)
def test_what_must_be_there_is_missed(reader: Any) -> None:
    root = xmldoc.parse(b"<a><b/></a>")
    for path in ("b", "c"):
        with pytest.raises(xmldoc.MalformedError, match=path):
            reader(root, path)


def test_names_lose_their_namespace() -> None:
    root = xmldoc.parse(b'<a xmlns="http://x.example/"><b>1</b></a>', "a")
    assert xmldoc.text(root, "b") == "1"


def test_entities_are_refused_before_they_grow() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "' + b"x" * 100 + b'"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
    for document in (bomb, b" " * 2000 + bomb[1:], b"<!-- -->" * 500 + bomb, bomb.decode().encode("utf-16")):
        with pytest.raises(xmldoc.MalformedError):
            xmldoc.parse(document)
    with pytest.raises(xmldoc.MalformedError, match="document type"):
        xmldoc.parse(b"<!-- -->" * 500 + bomb)
