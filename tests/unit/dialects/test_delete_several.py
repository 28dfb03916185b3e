"""The deletion of several objects, as all three vendors want it: one document with its Content-MD5."""

from __future__ import annotations

import base64
import hashlib

import pytest

from core.model.ops import DeleteObjects, Deletions, NotDeleted
from core.model.values import Account, Credentials
from core.store.dialects.base import WireResponse
from core.store.stores import dialect_for

OP = DeleteObjects("bucket-1250000000", objects=(("a&b", None), ("c", "v1")))
ANSWER = b"""<?xml version="1.0"?><DeleteResult><Deleted><Key>a&amp;b</Key></Deleted>
<Error><Key>c</Key><VersionId>v1</VersionId>
<Code>AccessDenied</Code><Message>no</Message></Error></DeleteResult>"""


@pytest.fixture(params=["oss", "cos", "s3"])
def account(request: pytest.FixtureRequest) -> Account:
    return Account("work", request.param, "http://127.0.0.1:9", region="here", key_id="KEY")


def test_the_document_names_every_object_and_carries_its_digest(account: Account) -> None:
    dialect = dialect_for(account.provider)
    site = dialect.bucket_site(account, None)
    sent = dialect.encode(OP, account, site, Credentials("KEY", "secret"), 1_700_000_000.0)
    headers = dict(sent.headers)
    digest = base64.b64encode(hashlib.md5(sent.body, usedforsecurity=False).digest())
    assert (sent.method, headers[b"content-md5"]) == ("POST", digest)
    assert sent.target.split(b"?")[1].split(b"&")[0].rstrip(b"=") == b"delete"
    assert b"<Quiet>false</Quiet>" in sent.body
    assert b"<Key>a&amp;b</Key>" in sent.body
    assert b"<Key>c</Key><VersionId>v1</VersionId>" in sent.body


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", Deletions()),
        (b"<DeleteResult/>", Deletions()),
        (ANSWER, Deletions(frozenset({("a&b", None)}), (NotDeleted("c", "AccessDenied", "no", "v1"),))),
    ],
)
def test_the_answer_names_what_was_deleted_and_what_was_not(account: Account, body: bytes, told: Deletions) -> None:
    assert dialect_for(account.provider).decode(OP, account, WireResponse(200, (), body)) == told
