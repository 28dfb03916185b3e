"""What the vendors do each in their own way: names, prefixes, words, limits, and the checks that go with them.

The shared operations of this folder ask the `Vendor` of a call wherever the vendors' texts differ. What most vendors
have in common is the default here.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, NamedTuple
from urllib.parse import quote
from xml.etree import ElementTree as Tree

from core.sandbox.extents import Content
from core.sandbox.protocol.access import effective_acl, may, may_call
from core.sandbox.protocol.call import BUCKET_OPERATIONS, OBJECT_OPERATIONS, Address, Answer, Call, Head, Proof
from core.sandbox.protocol.headers import (
    CONTENT_HEADERS,
    Unmet,
    given_content_headers,
    http_date,
    prefixed,
    quoted,
    restore_state,
    unmet,
)
from core.sandbox.protocol.markup import element, group, parse, tags_in_header
from core.sandbox.settings import Settings
from core.sandbox.world import CUSTOMERS, Bucket, Kind, Part, Upload, Version, Versioning, World

Headers = list[tuple[str, str]]
Operation = Callable[[Call], Answer]
_CUSTOMERS_KEY_BYTES = 32  # AES-256


class Entry(NamedTuple):
    """An error in a vendor's table. `fine` is the vendor's finer code, "" where there is none or it is not known."""

    status: int
    message: str
    fine: str = ""


class VendorError(Exception):
    """A refusal in a vendor's words.

    Attributes:
        table: the vendor's errors by their codes; one that it lacks has status 400 and its code for a message.
        told: the further elements that the vendor's errors show; None for all.
        extra: further elements of the answer's XML.
        headers: further headers of the answer.
    """

    table: ClassVar[Mapping[str, Entry]] = {}
    told: ClassVar[frozenset[str] | None] = None

    def __init__(
        self,
        code: str,
        message: str = "",
        *,
        status: int = 0,
        fine: str = "",
        extra: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        entry = self.table.get(code, Entry(400, code))
        super().__init__(code)
        self.code = code
        self.status = status or entry.status
        self.message = message or entry.message
        self.fine = fine or entry.fine
        self.extra = {name: text for name, text in (extra or {}).items() if self.told is None or name in self.told}
        self.headers = dict(headers or {})

    @classmethod
    def argument(cls, name: str, value: str, message: str) -> VendorError:
        """InvalidArgument that names the argument."""
        return cls("InvalidArgument", message, extra={"ArgumentName": name, "ArgumentValue": value})


@dataclass(frozen=True, slots=True)
class Rules:
    """The numbers and words of a vendor's texts; each stands in the vendor's `rules` with its source. Sizes are bytes.

    Attributes:
        object_max: of an object that is made of parts.
        list_default: how many entries a page of a listing has when the request does not say.
        part_marker_max: the largest marker that a listing of parts takes.
        xml_body_max: of a document in a request; `delete_body_max` for a deletion of many objects.
        tiers: how fast a restore can be, by storage class.
    """

    put_max: int
    part_min: int
    part_max: int
    part_number_max: int
    object_max: int
    user_metadata_max: int
    list_default: int
    list_max: int
    part_marker_max: int
    delete_max_keys: int
    delete_body_max: int
    xml_body_max: int
    bucket_acls: tuple[str, ...]
    object_acls: tuple[str, ...]
    tiers: Mapping[str, tuple[str, ...]]


class Vendor:
    """One vendor's protocol. It holds no state; its methods raise `VendorError` (the vendor's `error`)."""

    # ------------------------------------------------------------ names and words

    #: The provider's name, as the offers have it.
    name: str
    #: Of the vendor's own headers.
    prefix: str
    #: The header that states an object's ACL.
    acl_header: str
    #: The Server header of every answer.
    server: str
    error: type[VendorError]
    rules: Rules
    operations: Mapping[str, Operation]
    bucket_operations: Mapping[tuple[str, str], str] = BUCKET_OPERATIONS
    object_operations: Mapping[tuple[str, str], str] = OBJECT_OPERATIONS
    #: Sub-resources that the sandbox does not have; a request with one must not pass for a plain one.
    foreign: frozenset[str] = frozenset()
    #: Operations that are answered with 200 at once and tell the outcome at the end.
    spaced: frozenset[str] = frozenset()
    namespace = ""
    #: The attributes of the root of every document.
    attributes = ""
    #: What stays as it is in names with encoding-type=url.
    safe = "/"
    #: In which order the elements of each listing stand, by the name of its root: words of `lists`, with blanks.
    orders: Mapping[str, str]
    default_type = "application/octet-stream"
    #: The vendor's words for encryptions, and the world's.
    encryptions: Mapping[str, str]
    default_encryption = ""
    #: Said of an encryption that the vendor has not; "" is `word_message`.
    encryption_message = ""
    encryption_key_header = "server-side-encryption-key-id"
    #: Whether objects can be encrypted with keys that the client brings (SSE-C).
    takes_customer_keys = False

    # ------------------------------------------------------------ what it says

    anonymous_message = ""
    policy_message = ""
    word_message = "The value of {} is not valid."
    part_number_message: str
    empty_version_message = ""
    not_archived: tuple[str, str]
    exists_code = ""
    wrong_md5_code = "BadDigest"

    # ------------------------------------------------------------ habits

    checks_every_bucket_name = True
    upper_case_etags = False
    #: Whether a bucket with unfinished uploads can not be deleted.
    uploads_keep_bucket = True
    #: Whether names in answers to single objects are encoded with encoding-type=url too.
    encodes_all_answers = False
    #: Whether a deletion of many objects tells of a key that can not be in its row, and does the others.
    tells_bad_keys = False
    #: Whether a quiet deletion of many objects answers without a document.
    quiet_is_empty = False
    shows_empty_delimiter = True
    #: Whether the next markers of a listing of uploads are there although there is no next page.
    always_next_upload = False
    #: Whether a listing of parts always tells the number of its last one.
    always_next_part = True
    shows_empty_markers = True
    #: The name of EncodingType in listings of parts and of uploads.
    uploads_encoding_name = "EncodingType"

    def __init__(self) -> None:
        named = (*self.bucket_operations, *self.object_operations)
        self.sub_resources = frozenset(name for _, name in named if name) | self.foreign

    # ------------------------------------------------------------ requests

    def address(self, head: Head, world: World, settings: Settings) -> Address:
        """Where a request goes."""
        raise NotImplementedError

    def endpoint_host(self, bucket: str, region: str) -> str:
        """The vendor's own host for a bucket of a region."""
        raise NotImplementedError

    def verify(self, call: Call) -> Proof | None:
        """Who signed the request; None for a request without a signature."""
        raise NotImplementedError

    def redirect_call(self, call: Call) -> None:
        """Change where an admitted request goes, where the vendor's protocol needs it."""

    def check_known(self, call: Call) -> None:
        """Refuse what the sandbox or the vendor does not know at all."""
        raise NotImplementedError

    def check_allowed(self, call: Call, bucket: Bucket) -> None:
        """Refuse what ACLs and the bucket's policy do not allow."""
        if not may_call(call, bucket):
            raise self.denied()

    def denied(self) -> VendorError:
        return self.error("AccessDenied")

    def elsewhere(self, call: Call, bucket: Bucket) -> VendorError:
        """The answer to a request for a bucket of another region."""
        raise NotImplementedError

    def error_body(self, error: VendorError, call: Call, request_id: str) -> bytes:
        """The XML of an error."""
        raise NotImplementedError

    def error_headers(self, error: VendorError, call: Call, body: bytes) -> Headers:
        """Further headers of an error; `body` is its XML, which an answer to HEAD does not have."""
        return []

    def request_id(self, fresh: str) -> str:
        """The id of a request, from 32 upper-case hex digits."""
        raise NotImplementedError

    def second_id(self, request_id: str) -> tuple[str, str]:
        """The header that stands beside the request's id in every answer."""
        raise NotImplementedError

    # ------------------------------------------------------------ bodies

    def take_body(self, call: Call) -> None:
        """Take the body out of its frame, where it has one."""

    def check_body(self, call: Call) -> tuple[str, str]:
        """A body needs a length, or chunks; one that is not what its checksums say is refused.

        Returns algorithm and value of a checksum of the client's choice, which the object keeps; "" and "" for none.
        """
        if "content-length" not in call.head.headers and "transfer-encoding" not in call.head.headers:
            raise self.error("MissingContentLength")
        given = call.header("content-md5")
        if given and given != base64.b64encode(call.md5).decode():
            raise self.error(self.wrong_md5_code if _is_md5(given) else "InvalidDigest")
        return "", ""

    def check_xml_body(self, call: Call) -> None:
        """The same for a body that is a document."""
        self.check_body(call)

    def xml_body(self, call: Call, root: str, most: int = 0) -> Tree.Element:
        """The tree of a body of at most `most` bytes; MalformedXML unless it is XML with that root."""
        self.check_xml_body(call)
        if call.content.length > (most or self.rules.xml_body_max):
            raise self.error("MalformedXML")
        try:
            return parse(call.content.read(0, call.content.length), root, self.namespace)
        except ValueError as error:
            raise self.error("MalformedXML") from error

    # ------------------------------------------------------------ names and limits

    def region_name(self, region: str) -> str:
        """The vendor's name of one of the world's regions, which bear the names of OSS; the same where it has none."""
        return region

    def bucket_name(self, name: str) -> str:
        """The vendor's name of one of the world's buckets."""
        return name

    def account_id(self, owner: str) -> str:
        return owner

    def owner_element(self, owner: str, name: str = "Owner") -> str:
        return group(name, (element("ID", self.account_id(owner)), element("DisplayName", owner)))

    def is_bucket_name(self, name: str) -> bool:
        raise NotImplementedError

    def check_key(self, key: str) -> None:
        raise NotImplementedError

    def check_tags(self, tags: Iterable[tuple[str, str]]) -> dict[str, str]:
        raise NotImplementedError

    def check_user_metadata(self, user: Mapping[str, str]) -> None:
        raise NotImplementedError

    def check_word(self, name: str, value: str, allowed: Iterable[str], message: str = "") -> str:
        """One of the words that a header or an element may hold."""
        if value not in allowed:
            raise self.error.argument(name, value, message or self.word_message.format(name))
        return value

    def too_large(self, size: int, most: int) -> VendorError:
        return self.error("EntityTooLarge", extra={"MaxSizeAllowed": str(most)})

    def part_number_max(self, call: Call) -> int:
        return self.rules.part_number_max

    def restore_days(self, call: Call, version: Version) -> int:
        """For how many days a request wants an object restored."""
        raise NotImplementedError

    # ------------------------------------------------------------ listings

    def count_of(self, call: Call, name: str, default: int, most: int) -> int:
        """A number of the query from 0 to `most`; the default when it is missing or empty."""
        raise NotImplementedError

    def delimiter_of(self, call: Call) -> str:
        return call.param("delimiter")

    def encoded(self, call: Call, text: str) -> str:
        """A name in a listing: percent-encoded when the request asked for encoding-type=url."""
        return quote(text, safe=self.safe) if call.param("encoding-type") == "url" else text

    def encoding_type(self, call: Call, name: str = "EncodingType") -> list[str]:
        return [element(name, "url")] if call.param("encoding-type") == "url" else []

    def facts(self, call: Call, version: Version, owner: str) -> Iterable[str]:
        """What a listing tells of an object, with its owner's element."""
        raise NotImplementedError

    def part_facts(self, upload: Upload, part: Part, size: str) -> Iterable[str]:
        """What a listing tells of a part besides number, date and ETag; `size` is the element with its size."""
        return [size]

    def checksum_kinds(self, draft: Version) -> list[str]:
        """What a listing tells of an upload's checksum."""
        return []

    def key_of_parts(self, call: Call) -> str:
        return self.encoded(call, call.key)

    def tells_next_marker(self, call: Call) -> bool:
        """Whether a listing of objects that goes on tells where."""
        return True

    def listing_headers(self, bucket: Bucket) -> Headers:
        return []

    def is_stuck(self, call: Call) -> bool:
        """Whether listings are to go round in circles."""
        return False

    # ------------------------------------------------------------ properties of objects

    def draft(self, call: Call, bucket: Bucket) -> Version:
        """A version with the properties that the request states, and with the defaults for what it does not."""
        user = prefixed(call.head.headers, self.prefix + "meta-")
        self.check_user_metadata(user)
        return Version(
            Content(),
            "",
            call.now,
            self.storage_class(call, bucket),
            headers=self.content_headers(call),
            user=user,
            tags=self.check_tags(tags_in_header(call.own("tagging"))),
            acl=self.object_acl(call, bucket),
            encryption=self.encryption(call),
        )

    def content_headers(self, call: Call) -> dict[str, str]:
        return {"content-type": self.default_type, **given_content_headers(call.head.headers)}

    def storage_class(self, call: Call, bucket: Bucket) -> str:
        """The world's word for the class that the request states, else for the default."""
        raise NotImplementedError

    def class_name(self, word: str) -> str:
        """The vendor's word for a storage class of the world."""
        return word

    def object_acl(self, call: Call, bucket: Bucket) -> str:
        """How the world keeps the ACL that the headers state."""
        return self.check_word(self.acl_header, call.header(self.acl_header) or "default", self.rules.object_acls)

    def bucket_acl(self, call: Call) -> str:
        """The ACL that a request states for a bucket, unchecked."""
        return call.own("acl")

    def encryption(self, call: Call) -> tuple[str, str]:
        """Algorithm, in the world's word, and key id."""
        name = "server-side-encryption"
        customers = self.given_key(call)
        if customers:
            if call.own(name):
                raise self.error.argument(self.prefix + name, call.own(name), "Only one encryption can be asked for.")
            return CUSTOMERS, customers
        algorithm = call.own(name) or self.default_encryption
        if not algorithm:
            return "", ""
        self.check_word(self.prefix + name, algorithm, self.encryptions, self.encryption_message)
        return self.encryptions[algorithm], call.own(self.encryption_key_header)

    def given_key(self, call: Call, kind: str = "") -> str:
        """The MD5 of the customer's key that a request brings, "" for none; `kind` is what stands before its name."""
        if not self.takes_customer_keys:
            return ""
        name = f"{kind}server-side-encryption-customer"
        algorithm, key, digest = (call.own(f"{name}-{part}") for part in ("algorithm", "key", "key-md5"))
        if not algorithm and not key and not digest:
            return ""
        self.check_word(f"{self.prefix}{name}-algorithm", algorithm, ("AES256",), self.encryption_message)
        try:
            raw = base64.b64decode(key, validate=True)
        except (binascii.Error, ValueError):
            raw = b""
        made = base64.b64encode(hashlib.md5(raw, usedforsecurity=False).digest()).decode()
        if len(raw) != _CUSTOMERS_KEY_BYTES or made != digest:
            raise self.error.argument(f"{self.prefix}{name}-key", "", "The secret key was invalid for its algorithm.")
        return made

    def check_opened(self, call: Call, version: Version, kind: str = "") -> None:
        """Refuse a look at an object, or at an upload's draft, without the customer's key that it was written with.

        No page names the codes. Those of S3 are as users have reported them, and are taken for COS too.
        """
        given, algorithm = self.given_key(call, kind), version.encryption[0]
        if given and algorithm != CUSTOMERS:
            raise self.error("InvalidRequest", "The encryption parameters are not applicable to this object.")
        if algorithm == CUSTOMERS and not given:
            message = "The object was stored using a form of Server Side Encryption. The correct parameters must be"
            raise self.error("InvalidRequest", f"{message} provided to retrieve the object.")
        if algorithm == CUSTOMERS and given != version.encryption[1]:
            raise self.denied()

    def sealed(self, version: Version) -> Version:
        """A version as it is stored: with a customer's key its ETag is no MD5 of its content."""
        algorithm, digest = version.encryption
        if algorithm != CUSTOMERS:
            return version
        etag = hashlib.md5(f"{digest} {version.etag}".encode(), usedforsecurity=False).hexdigest().upper()
        return replace(version, etag=etag, md5=b"")

    def encryption_headers(self, version: Version) -> Headers:
        algorithm, key_id = version.encryption
        if algorithm == CUSTOMERS:
            name = f"{self.prefix}server-side-encryption-customer"
            return [(f"{name}-algorithm", "AES256"), (f"{name}-key-MD5", key_id)]
        if not algorithm:
            return []
        names = {word: name for name, word in self.encryptions.items()}
        named = [(self.prefix + self.encryption_key_header, key_id)] if key_id else []
        return [(self.prefix + "server-side-encryption", names.get(algorithm, algorithm)), *named]

    def check_target(self, call: Call, bucket: Bucket) -> None:
        """Refuse a write that must not overwrite, where there is something."""
        if call.flag("forbid-overwrite"):
            self.refuse_existing(bucket, call.key)

    def refuse_existing(self, bucket: Bucket, key: str, code: str = "") -> None:
        """What forbids to overwrite has no effect where versioning is or was on (PutObject, CopyObject)."""
        if bucket.versioning is Versioning.NEVER and bucket.newest(key) is not None:
            raise self.error(code or self.exists_code, extra={"ObjectName": key})

    def check_deletable(self, call: Call, bucket: Bucket, key: str, version_id: str | None) -> None:
        """Refuse the deletion of one object."""
        self.check_key(key)

    def etag(self, etag: str) -> str:
        """An ETag of the world, in the vendor's case and quoted."""
        return quoted(etag if self.upper_case_etags else etag.lower())

    def unmet(self, call: Call, version: Version, prefix: str = "") -> Unmet | None:
        """The first of the request's conditions that the object does not meet."""
        etag = version.etag if self.upper_case_etags else version.etag.lower()
        return unmet(call.head.headers, etag, version.modified, prefix=prefix)

    def check_conditions(self, call: Call, version: Version, prefix: str = "") -> None:
        """The four conditions of reads: 412, and 304 without a body where a difference is demanded."""
        missed = self.unmet(call, version, prefix)
        if missed is None:
            return
        if missed.unchanged:
            unchanged = {"ETag": self.etag(version.etag), "Last-Modified": http_date(version.modified)}
            raise self.error("NotModified", headers=unchanged)
        raise self.error("PreconditionFailed", extra={"Condition": missed.condition})

    def named_marker(self, call: Call, version: Version) -> VendorError:
        """The answer to a request that names the version of a delete marker."""
        raise NotImplementedError

    def marker_headers(self, version: Version) -> dict[str, str]:
        return {self.prefix + "delete-marker": "true", self.prefix + "version-id": version.id}

    def as_read(self, bucket: Bucket, version: Version) -> Version:
        """What reading a version gives: of a link, what it names."""
        return version

    def requested_span(self, call: Call, size: int) -> tuple[int, int] | None:
        """First and last byte that a GET is to answer; None for the whole object."""
        raise NotImplementedError

    # ------------------------------------------------------------ answers about objects

    def version_header(self, version: Version, bucket: Bucket) -> Headers:
        return [] if bucket.versioning is Versioning.NEVER else [(self.prefix + "version-id", version.id)]

    def checksum_header(self, content: Content) -> tuple[str, str]:
        return self.prefix + "hash-crc64ecma", str(content.crc64())

    def written_headers(self, version: Version, bucket: Bucket) -> Headers:
        """What the answer to a write tells of the object."""
        headers = [("ETag", self.etag(version.etag)), self.checksum_header(version.content)]
        return headers + self.version_header(version, bucket)

    def basic_headers(self, version: Version, bucket: Bucket) -> Headers:
        """What every answer about an object tells."""
        headers = [("ETag", self.etag(version.etag)), ("Last-Modified", http_date(version.modified))]
        headers += [self.checksum_header(version.content)] if version.shows_crc else []
        return headers + self.version_header(version, bucket)

    def shown_headers(self, call: Call, version: Version, bucket: Bucket) -> Headers:
        """Everything that HEAD and GET show of an object besides its length."""
        headers = self.basic_headers(version, bucket) + self.metadata_headers(version)
        headers += self.own_headers(version)
        if version.tags and may(call, "GetObjectTagging"):
            headers.append((self.prefix + "tagging-count", str(len(version.tags))))
        headers += self.lock_headers(version) + self.encryption_headers(version)
        restore = restore_state(version, call.now)
        return headers + ([(self.prefix + "restore", restore)] if restore else [])

    def metadata_headers(self, version: Version) -> Headers:
        headers = [(CONTENT_HEADERS[name], value) for name, value in version.headers.items()]
        return headers + [(self.prefix + "meta-" + name, value) for name, value in version.user.items()]

    def own_headers(self, version: Version) -> Headers:
        """What the vendor alone tells of an object: class and kind."""
        raise NotImplementedError

    def lock_headers(self, version: Version) -> Headers:
        return []

    def append_headers(self, version: Version) -> Headers:
        """Where the next append goes."""
        if version.kind is not Kind.APPENDABLE:
            return []
        return [(self.prefix + "next-append-position", str(version.content.length))]

    def acl_answer(self, owner: str, acl: str, headers: Headers) -> Answer:
        """An AccessControlPolicy document, with the headers of the object that it is about."""
        raise NotImplementedError

    def object_acl_answer(self, bucket: Bucket, version: Version) -> Answer:
        return self.acl_answer(bucket.owner, effective_acl(bucket, version), self.version_header(version, bucket))

    def with_acl(self, call: Call, bucket: Bucket, version: Version) -> Version:
        """An object with the ACL that a request states for it (PutObjectACL)."""
        raise NotImplementedError

    # ------------------------------------------------------------ copies

    def weight(self, call: Call) -> int:
        """How many bytes the store would copy for a copy."""
        raise NotImplementedError


def _is_md5(given: str) -> bool:
    """Whether the text of a Content-MD5 can be one."""
    try:
        return len(base64.b64decode(given, validate=True)) == 16
    except (binascii.Error, ValueError):
        return False
