"""The three protocols as tests speak them: the usual account and objects of each, requests, and answers to read."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from xml.sax.saxutils import escape

import pytest

from core.model import ops
from core.model.errors import StoreError
from core.model.values import (
    Account,
    Addressing,
    Credentials,
    Encryption,
    ObjectRef,
    PartInfo,
    Pin,
    Props,
    Site,
    known,
)
from core.store.dialects.base import Dialect, WireRequest, WireResponse
from core.store.dialects.cos.dialect import DIALECT as COS_DIALECT
from core.store.dialects.oss.dialect import DIALECT as OSS_DIALECT
from core.store.dialects.s3.dialect import DIALECT as S3_DIALECT
from tests.doubles.answers import answer
from tests.doubles.spoken import headers_of, without

NOW = 1702743657.9
TARGET = ObjectRef("work", "dst-1250000000", "copy.bin")
SOURCE = ObjectRef("work", "src-1250000000", "a b/c?d")
PIN = Pin("5B3C1A2E053D763E1B002CC607C5A0FE", 300)
CONTENT = {"content-type": "text/plain", "cache-control": "no-cache", "expires": "Fri, 24 Feb 2012 06:07:48 GMT"}
TAGS = "k%201=v%2B1&k2=a%3Db%26c%2Fd"

COPY = ops.CopyObject(TARGET, source=SOURCE, pin=PIN)
PART = ops.CopyPart(TARGET, upload_id="ID", number=1, source=SOURCE, pin=Pin(PIN.etag, 44), first=0, last=9)
COMPLETE = ops.CompleteUpload(TARGET, upload_id="ID", parts=(PartInfo(1, 10, "E"),))
CREATE = ops.CreateUpload(TARGET)
PUT = ops.PutObject(TARGET, b"")
HEAD = ops.HeadObject(TARGET)

#: One operation of each kind.
EVERY: tuple[ops.Op[Any], ...] = (
    ops.DeleteObjects(TARGET.bucket, objects=(("a", None), ("b", "v1"))),
    ops.ListBuckets(),
    ops.GetBucketInfo(TARGET.bucket),
    ops.GetBucketLocation(TARGET.bucket),
    ops.ListObjects(TARGET.bucket),
    ops.ListUploads(TARGET.bucket),
    ops.GetVersioning(TARGET.bucket),
    ops.ListVersions(TARGET.bucket),
    ops.RestoreObject(TARGET, days=1),
    ops.GetLink(TARGET),
    HEAD,
    ops.GetTags(TARGET),
    ops.PutTags(TARGET, {"a": "b"}),
    ops.GetAcl(TARGET),
    ops.PutAcl(TARGET, "private"),
    ops.GetObject(TARGET, first=1, last=2),
    ops.PutObject(TARGET, b"x"),
    ops.DeleteObject(TARGET),
    COPY,
    CREATE,
    PART,
    COMPLETE,
    ops.AbortUpload(TARGET, upload_id="ID"),
    ops.ListParts(TARGET, upload_id="ID"),
)


@dataclass(frozen=True, kw_only=True)
class Vendor:
    """One protocol, by its usual account.

    Attributes:
        acl: the header for the ACL of an object.
        copy_word: of the metadata directive of a copy that takes the source's properties; `replace_word` of another.
        tags_word: of the tagging directive.
        named: how a copy names `SOURCE`.
        placed: the headers for what `props` has and no copy inherits.
        noise: the headers that every request has.
    """

    name: str
    dialect: Dialect
    account: Account
    site: Site
    keys: Credentials
    prefix: str
    acl: str
    copy_word: str
    replace_word: str
    tags_word: str
    named: str
    props: Props
    placed: Mapping[str, str]
    noise: frozenset[str]

    def __str__(self) -> str:
        return self.name

    def header(self, name: str) -> str:
        return self.prefix + name

    def sent(
        self,
        op: ops.Op[Any],
        *,
        site: Site | None = None,
        account: Account | None = None,
        keys: Credentials | None = None,
    ) -> WireRequest:
        return self.dialect.encode(op, account or self.account, site or self.site, keys or self.keys, NOW)

    def own_headers(self, op: ops.Op[Any], *, account: Account | None = None) -> dict[str, str]:
        """The headers of a request without those that every request has."""
        return without(headers_of(self.sent(op, account=account)), set(self.noise))

    def answer(
        self, body: str | bytes = b"", status: int = 200, /, own: Mapping[str, str] | None = None, **headers: str
    ) -> WireResponse:
        """An answer; the headers in `own` are named without the vendor's prefix."""
        return answer(body, status, **headers, **{self.prefix + name: value for name, value in (own or {}).items()})

    def read(self, op: ops.Op[ops.R], got: WireResponse, *, account: Account | None = None) -> ops.R:
        return self.dialect.decode(op, account or self.account, got)

    def failed(
        self,
        op: ops.Op[Any],
        status: int,
        body: str | bytes = b"",
        *,
        own: Mapping[str, str] | None = None,
        account: Account | None = None,
        **headers: str,
    ) -> StoreError:
        """The error that an answer is read as."""
        with pytest.raises(StoreError) as caught:
            self.read(op, self.answer(body, status, own=own, **headers), account=account)
        assert (caught.value.status, caught.value.op) == (status, type(op).__name__)
        return caught.value

    def crc64(self, value: int) -> dict[str, str]:
        """The headers, without prefix, that tell the CRC-64 of a whole object."""
        if self.name != "s3":
            return {"hash-crc64ecma": str(value)}
        return {
            "checksum-crc64nvme": base64.b64encode(value.to_bytes(8, "big")).decode(),
            "checksum-type": "FULL_OBJECT",
        }


def error_document(code: str, message: str = "", **fields: str) -> bytes:
    """An error as the vendors send it."""
    inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields.items())
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Error>\n\t<Code>{code}</Code><Message>{escape(message)}</Message>'
        f"<RequestId>5CAC3B40B7AEADE0176D</RequestId><HostId>b.example</HostId>{inner}</Error>\n"
    )
    return text.encode()


_PROPS = Props(headers=CONTENT, user={"Author": "王", "note": ""}, tags=known({"k 1": "v+1", "k2": "a=b&c/d"}))

OSS = Vendor(
    name="oss",
    dialect=OSS_DIALECT,
    account=Account("work", "oss", "https://oss-cn-hangzhou.aliyuncs.com"),
    site=Site("https", "oss-cn-hangzhou.aliyuncs.com", "cn-hangzhou", Addressing.VIRTUAL),
    keys=Credentials("LTAIFake", "FakeSecret"),
    prefix="x-oss-",
    acl="x-oss-object-acl",
    copy_word="COPY",
    replace_word="REPLACE",
    tags_word="Replace",
    named="/src-1250000000/a%20b/c%3Fd",
    props=replace(_PROPS, acl=known("private"), storage_class="IA", encryption=known(Encryption("KMS", "key-1"))),
    placed={
        "x-oss-storage-class": "IA",
        "x-oss-server-side-encryption": "KMS",
        "x-oss-server-side-encryption-key-id": "key-1",
        "x-oss-object-acl": "private",
    },
    noise=frozenset({"accept-encoding", "authorization", "date", "x-oss-date", "x-oss-content-sha256"}),
)
COS = Vendor(
    name="cos",
    dialect=COS_DIALECT,
    account=Account("work", "cos", "https://cos.ap-guangzhou.myqcloud.com"),
    site=Site("https", "cos.ap-guangzhou.myqcloud.com", "ap-guangzhou", Addressing.VIRTUAL),
    keys=Credentials("AKIDFake", "FakeSecret"),
    prefix="x-cos-",
    acl="x-cos-acl",
    copy_word="Copy",
    replace_word="Replaced",
    tags_word="Replaced",
    named="src-1250000000.cos.ap-guangzhou.myqcloud.com/a%20b/c%3Fd",
    props=replace(
        _PROPS, acl=known("private"), storage_class="STANDARD_IA", encryption=known(Encryption("cos/kms", "key-1"))
    ),
    placed={
        "x-cos-storage-class": "STANDARD_IA",
        "x-cos-acl": "private",
        "x-cos-server-side-encryption": "cos/kms",
        "x-cos-server-side-encryption-cos-kms-key-id": "key-1",
    },
    noise=frozenset({"accept-encoding", "authorization"}),
)
S3 = Vendor(
    name="s3",
    dialect=S3_DIALECT,
    account=Account("work", "aws", "https://s3.eu-central-1.amazonaws.com"),
    site=Site("https", "s3.eu-central-1.amazonaws.com", "eu-central-1", Addressing.VIRTUAL),
    keys=Credentials("AKIAFAKE", "FakeSecret"),
    prefix="x-amz-",
    acl="x-amz-acl",
    copy_word="COPY",
    replace_word="REPLACE",
    tags_word="REPLACE",
    named="src-1250000000/a%20b/c%3Fd",
    props=replace(
        _PROPS,
        user={"Author": "Wang", "note": ""},
        acl=known("public-read"),
        storage_class="STANDARD_IA",
        encryption=known(Encryption("aws:kms", "key-1")),
    ),
    placed={
        "x-amz-storage-class": "STANDARD_IA",
        "x-amz-server-side-encryption": "aws:kms",
        "x-amz-server-side-encryption-aws-kms-key-id": "key-1",
        "x-amz-acl": "public-read",
    },
    noise=frozenset({"accept-encoding", "authorization", "x-amz-date", "x-amz-content-sha256"}),
)
VENDORS = (OSS, COS, S3)
#: A store that speaks like S3 and of which nothing more is known.
OTHER = Account("work", "s3", "https://store.example")
