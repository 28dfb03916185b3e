"""What can go wrong, grouped by what to do about it.

    StoreError(kind, ...)
      wait and retry      THROTTLED TRANSIENT OFFLINE
      fix and retry once  CLOCK_SKEW WRONG_REGION CREDENTIALS_EXPIRED
      look before acting  AMBIGUOUS
      ask the user        EXISTS SOURCE_CHANGED NOT_FOUND DENIED BAD_CREDENTIALS ARCHIVED ENCRYPTED UNSUPPORTED
                          TOO_LARGE QUOTA
      our fault           INVALID BUG
    KnownError            not a store's: a folder, a file or the keyring is not as it must be
    Cancelled             a BaseException, so that `except Exception` cannot eat it

The sentences that a user reads stand in `core/rules/messages.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a failure asks for."""

    THROTTLED = "throttled"
    TRANSIENT = "transient"
    OFFLINE = "offline"
    CLOCK_SKEW = "clock-skew"
    WRONG_REGION = "wrong-region"
    CREDENTIALS_EXPIRED = "credentials-expired"
    AMBIGUOUS = "ambiguous"
    EXISTS = "exists"
    SOURCE_CHANGED = "source-changed"
    NOT_FOUND = "not-found"
    NO_BUCKET = "no-bucket"
    NO_UPLOAD = "no-upload"
    DENIED = "denied"
    BAD_CREDENTIALS = "bad-credentials"
    ARCHIVED = "archived"
    ENCRYPTED = "encrypted"  # with a key that the store does not keep, and that did not come along
    UNSUPPORTED = "unsupported"
    TOO_LARGE = "too-large"
    QUOTA = "quota"
    INVALID = "invalid"
    BUG = "bug"


class OwnCode(StrEnum):
    """The codes that this program gives to errors, where `StoreError.code` is not the vendor's.

    They are kept in the journal and shown to scripts, so a value never changes. A refused plan has its `Reason` as
    its code, and a fault of the program the name of the exception.
    """

    # while the request was made or sent, see core.store
    BAD_ENDPOINT = "BadEndpoint"
    BAD_HOST = "BadHost"
    BAD_LINK = "BadLink"
    BAD_REQUEST = "BadRequest"
    CANCELLED = "Cancelled"
    NAME_OF_BUCKET = "NameOfBucket"
    KEY_ON_HTTP = "KeyOnHttp"
    NO_CUSTOMER_KEY = "NoCustomerKey"
    NO_KEYRING = "NoKeyring"
    READ_ONLY = "ReadOnly"
    SECRETS_LOCKED = "SecretsLocked"
    NO_SECRET = "NoSecret"  # noqa: S105 - a word, not a password
    NOT_SENDABLE = "NotSendable"
    UNKNOWN_ACCOUNT = "UnknownAccount"
    UNKNOWN_PROVIDER = "UnknownProvider"
    # of the connection
    ANSWER_TOO_LARGE = "AnswerTooLarge"
    CA_FILE_UNUSABLE = "CaFileUnusable"
    CERTIFICATE_NOT_TRUSTED = "CertificateNotTrusted"
    CONNECT_FAILED = "ConnectFailed"
    CONNECT_TIMEOUT = "ConnectTimeout"
    CONNECTION_LOST = "ConnectionLost"
    HOST_NOT_FOUND = "HostNotFound"
    INTERRUPTED = "Interrupted"
    NAME_SERVICE_FAILED = "NameServiceFailed"
    PROXY_FAILED = "ProxyFailed"
    PROXY_NOT_SUPPORTED = "ProxyNotSupported"
    READ_TIMEOUT = "ReadTimeout"
    TLS_FAILED = "TlsFailed"
    WRITE_TIMEOUT = "WriteTimeout"
    # of answers that no vendor's code describes
    ACL_NOT_CANNED = "AclNotCanned"
    FOLDER_EXISTS = "FolderExists"
    LIST_STUCK = "ListStuck"
    LIST_TOO_LONG = "ListTooLong"
    LIST_WRONG = "ListWrong"
    NO_STORE = "NoStore"
    NO_SYMBOLIC_LINKS = "NoSymbolicLinks"
    NO_VERSION = "NoVersion"
    OTHER_CUSTOMER_KEY = "OtherCustomerKey"
    PART_NOT_COPIED = "PartNotCopied"
    RANGE_IGNORED = "RangeIgnored"
    UNREADABLE = "UnreadableAnswer"
    SOURCE_NOT_READABLE = "SourceNotReadable"
    # of a job
    CHANGED_UNNOTICED = "ChangedUnnoticed"
    COPY_UNSEEN = "CopyUnseen"
    EDIT_NOT_TAKEN = "EditNotTaken"
    EDIT_NOT_UNDONE = "EditNotUndone"
    EDIT_UNDONE = "EditUndone"
    NOT_PROVEN = "NotProven"
    NOT_RESTORED = "NotRestored"
    OTHER_ETAG = "OtherEtag"
    PARTS_DISAGREE = "PartsDisagree"
    PROPERTY_LOST = "PropertyLost"
    PROPERTY_UNREAD = "PropertyUnread"
    SAME_OBJECT = "SameObject"
    UPLOAD_LIVES = "UploadLives"
    UPLOAD_LOST = "UploadLost"
    VERIFY_FAILED = "VerifyFailed"


class Sent(StrEnum):
    """Whether the request can have reached the store."""

    NO = "no"
    YES = "yes"
    MAYBE = "maybe"


@dataclass
class StoreError(Exception):
    """A store, or the way to it, refused or failed an operation.

    Attributes:
        op: the operation's class name.
        status: HTTP status, 0 when there was no answer.
        code: the vendor's code, one of `OwnCode`, or "" when there was none.
        message: the vendor's or the system's text; never holds a secret.
        retry_after: seconds that the store asked to wait.
        sent: whether the request can have had an effect.
        hint: a value that mends the fault: the right host for WRONG_REGION, the server's Unix time for CLOCK_SKEW.
    """

    kind: Kind
    op: str = ""
    status: int = 0
    code: str = ""
    message: str = ""
    request_id: str = ""
    retry_after: float | None = None
    sent: Sent = Sent.YES
    hint: str = ""

    def __str__(self) -> str:
        parts = [self.op, self.kind.value, str(self.status or ""), self.code, self.message]
        return " ".join(part for part in parts if part)

    def __hash__(self) -> int:
        return id(self)


class KnownError(Exception):
    """Something on this computer is not as it must be, and only the user can change it.

    `str()` is a whole sentence for the user: what happened and what to do. It never holds a secret.
    """


class SecretsLockedError(KnownError):
    """The secret is in the encrypted file, and nobody has typed its passphrase yet."""

    def __init__(self) -> None:
        super().__init__("The file of secrets is not open. Type its passphrase, then try again.")


class Cancelled(BaseException):
    """The user or the program asked for the work to stop."""
