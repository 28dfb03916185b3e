"""Answers of any status, encoding, nesting, number or date, as Hypothesis makes them up."""

from __future__ import annotations

from hypothesis import strategies as st

from core.store.dialects.base import WireResponse

STATUSES = st.sampled_from(
    [200, 200, 200, 204, 206, 301, 304, 307, 400, 403, 404, 409, 412, 416, 429, 500, 501, 503, 599]
)
_ROOTS = [
    "ListAllMyBucketsResult", "ListBucketResult", "ListVersionsResult", "ListMultipartUploadsResult",
    "ListPartsResult", "InitiateMultipartUploadResult", "CompleteMultipartUploadResult", "CopyObjectResult",
    "CopyPartResult", "DeleteResult", "Tagging", "AccessControlPolicy", "VersioningConfiguration",
    "LocationConstraint", "BucketInfo", "Error",
]  # fmt: skip
_TAGS = [
    "Contents", "CommonPrefixes", "Prefix", "Key", "Size", "ETag", "LastModified", "StorageClass", "IsTruncated",
    "NextMarker", "NextContinuationToken", "NextKeyMarker", "NextPartNumberMarker", "Part", "PartNumber", "UploadId",
    "Upload", "Version", "DeleteMarker", "VersionId", "IsLatest", "Owner", "ID", "Grant", "AccessControlList",
    "Grantee", "URI", "Permission", "TagSet", "Tag", "Value", "Code", "Message", "Status", "Bucket", "Name", "Buckets",
    "CreationDate", "EncodingType", "HashCrc64ecma", "CRC64", "Deleted", "Error", "Initiated", "Region", "ServerTime",
]  # fmt: skip
_TEXTS = st.sampled_from(
    [
        "", "true", "url", "-1", "1e9", "9" * 40, "9" * 5000, "\u0662", "0x10", "NaN", "%FF%zz", "a" * 3000, "\u202e",
        "9999-99-99T99:99:99Z", "0000-00-00T00:00:00.000Z", "10000-01-01T00:00:00Z", "Thu, 99 Foo 99999 99:99:99 GMT",
        "9999-99-99T99:99:99Z", "0000-00-00T00:00:00.000Z", "10000-01-01T00:00:00Z", "9223372036854775808",
        "Thu, 99 Foo 99999 99:99:99 GMT",
    ]
)  # fmt: skip
_HEADERS = [
    "etag", "content-length", "last-modified", "date", "retry-after", "content-range", "content-type", "location",
    "request-id", "hash-crc64ecma", "version-id", "tagging-count", "restore", "storage-class", "object-type",
    "server-side-encryption", "bucket-region", "checksum-crc64nvme", "checksum-type", "err", "ec", "acl", "meta-a",
    "object-lock-mode", "symlink-target", "next-append-position", "server-time", "error-code",
]  # fmt: skip


def _xml(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(lambda tag, inner: f"<{tag}>{''.join(inner)}</{tag}>", st.sampled_from(_TAGS), st.lists(children))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


DOCUMENTS = st.builds(
    lambda encoding, root, inner: f"<?xml version='1.0'{encoding}?><{root}>{''.join(inner)}</{root}>".encode(
        "utf-8", "surrogateescape"
    ),
    st.sampled_from(["", "", " encoding='gbk'", " encoding='utf-16'", " encoding='no-such'", " encoding='utf-7'"]),
    st.sampled_from(_ROOTS),
    st.lists(st.recursive(_TEXTS.map(_escaped), _xml, max_leaves=12), max_size=6),
)
BODIES = DOCUMENTS | st.binary(max_size=200) | DOCUMENTS.map(lambda whole: whole[: len(whole) // 2])


@st.composite
def answers(draw: st.DrawFn) -> WireResponse:
    prefix = draw(st.sampled_from(["", "x-oss-", "x-cos-", "x-amz-"]))
    names = draw(st.lists(st.sampled_from(_HEADERS), max_size=6))
    values = st.binary(max_size=20) | _TEXTS.map(lambda text: text.encode("utf-8"))
    headers = tuple((f"{draw(st.sampled_from(['', prefix]))}{name}".encode(), draw(values)) for name in names)
    return WireResponse(draw(STATUSES), headers, draw(BODIES))
