"""Plain sentences about errors and refusals, for faces without a window.

Each says what happened and what to do. The vendor's own words follow, because a support request needs them. The
window has its own, translated ones in `gui/text/phrases.py`.
"""

from __future__ import annotations

from core.model.errors import Kind, OwnCode, StoreError
from core.model.jobs import Reason, Refused
from core.model.reports import BatchRow, JobRow
from core.model.requests import JobKind
from core.model.values import Level
from core.store.browser import Finding, Verdict

ERRORS: dict[Kind, str] = {
    Kind.THROTTLED: "The store gets too many requests at the moment. Try again in a few minutes, with fewer workers.",
    Kind.TRANSIENT: "The store had a passing fault, and several tries did not help. Try again later.",
    Kind.OFFLINE: "The store could not be reached. Check the network and the account's endpoint.",
    Kind.CLOCK_SKEW: "This computer's clock is too far from the store's. Set the date, the time and the time zone.",
    Kind.WRONG_REGION: "The bucket is in another region than the account's endpoint. Save the account with the "
    "endpoint of the bucket's region.",
    Kind.CREDENTIALS_EXPIRED: "The temporary credentials have expired. Save the account with new ones.",
    Kind.AMBIGUOUS: "The answer was lost, so nobody knows whether the store did what was asked. Look at the target "
    "before you try again.",
    Kind.EXISTS: "An object with this name is there already, and it was not touched. Use --if-exists overwrite to "
    "replace it.",
    Kind.SOURCE_CHANGED: "The source was changed while it was being copied, so the copy was stopped and the target "
    "was not touched. Copy it again.",
    Kind.NOT_FOUND: "There is no such object. Check the name; nothing in a key is changed or left out, not even a "
    "space at its end.",
    Kind.NO_BUCKET: "There is no such bucket. Check its name, and whether the account's endpoint is in its region.",
    Kind.NO_UPLOAD: "The unfinished upload is gone from the store: someone or a lifecycle rule aborted it. Try again.",
    Kind.DENIED: "The access key is not allowed to do this. Ask the owner of the bucket for the permission.",
    Kind.BAD_CREDENTIALS: "The store does not accept the access key. Check its id and secret, and save the account "
    "again.",
    Kind.ARCHIVED: "The object is archived and cannot be read now. Restore it first, and wait until it is readable.",
    Kind.UNSUPPORTED: "The store cannot do this with this object or bucket. Trying again will not help.",
    Kind.TOO_LARGE: "The store refused this size. Choose another part size with --part-size.",
    Kind.QUOTA: "A limit of the bucket or of the account is reached. Free some space or raise the limit.",
    Kind.INVALID: "The store did not accept the request as it was made. Check the names and the account's settings.",
    Kind.BUG: "Bucketferry met a fault of its own. Please report it with the lines of the log.",
}

_CLASS_REFUSED = (
    "The store does not take this storage class here: not every bucket can hold every class, and not every class can "
    "take the place of another. Choose another one."
)

#: Failures that are known better than by their kind.
CODES: dict[str, str] = {
    "NotSupportedStorageClass": _CLASS_REFUSED,  # COS
    "InvalidStorageClass": _CLASS_REFUSED,  # S3
    OwnCode.UNKNOWN_ACCOUNT: "There is no account of this name. See the names with: bucketferry account list",
    OwnCode.UNKNOWN_PROVIDER: "The account is of a provider that this version does not know. Remove it and add it "
    "again.",
    OwnCode.NO_SECRET: "The account has no secret here. Set the environment variable BUCKETFERRY_SECRET_<NAME>, or "
    "save it again with: bucketferry account add",
    OwnCode.NO_KEYRING: "The desktop's keyring holds the secret and does not give it out. Unlock it, or set the "
    "environment variable BUCKETFERRY_SECRET_<NAME>.",
    OwnCode.BAD_ENDPOINT: "The account's endpoint cannot be used. Save the account with one like "
    "https://oss-cn-hangzhou.aliyuncs.com",
    OwnCode.HOST_NOT_FOUND: "The endpoint's host name is not known. Check its spelling and the network.",
    OwnCode.TLS_FAILED: "No secure connection to the endpoint came about. Check whether it speaks https.",
    OwnCode.CERTIFICATE_NOT_TRUSTED: "The endpoint's certificate is not trusted by this computer. Check the "
    "endpoint's name.",
    OwnCode.CHANGED_UNNOTICED: "The source was overwritten during the copy, and this store did not refuse to go on. "
    "The target may be of both versions: delete it, and copy again.",
    OwnCode.PART_NOT_COPIED: "The store says that it has copied a part, and has not: it cannot copy in parts. "
    "Nothing was left behind.",
    OwnCode.LIST_STUCK: "The store's list does not come to an end, so it was given up. Please report this to the "
    "provider.",
    OwnCode.RANGE_IGNORED: "The store copied the whole object where a part was asked for, so the copy was stopped.",
    OwnCode.SOURCE_NOT_READABLE: "A copy is made with the key of the target's account alone, and that key may not "
    "read the source, although the source's own account may. Ask the owner of the source bucket to allow it, or copy "
    "with an account whose key may do both.",
    OwnCode.VERIFY_FAILED: "The copy is not what the source is. Delete the target and copy again.",
    OwnCode.NOT_PROVEN: "The copy stands, but it is proven less well than a rename demands, so the source was kept. "
    "Compare the two, then delete the one that you do not want.",
    OwnCode.PROPERTY_LOST: "The copy stands, but it lacks a property that the source has, so the source was kept. "
    "Give the copy the property or do without it, then delete the one that you do not want.",
    OwnCode.PROPERTY_UNREAD: "The copy stands, but the access key may not read what the brackets name, so nobody "
    "knows whether the copy has it, and the source was kept. Allow the key to read it and try again; or delete the "
    "source yourself; or move it once more with --despite-unread and --if-exists overwrite.",
    OwnCode.NOT_RESTORED: "The store accepted the restore several times, but did not carry it out, so the job was "
    "given up. Look at the object in the store's console, and try again when it is readable there.",
    OwnCode.EDIT_NOT_TAKEN: "The store accepted the change, but the object reads back differently. Look at its "
    "properties, and change them again.",
}

#: The look before a deletion has found another object than the one that was to go.
NOT_DELETED = "The object was changed meanwhile, so it was not deleted. Look at it; delete it if you still want to."
DELETIONS = frozenset({"DeleteObject", "DeleteObjects"})

REFUSALS: dict[Reason, str] = {
    Reason.OTHER_REGION: "The store copies only inside one region, and these buckets are in two ({detail}). Choose a "
    "target bucket in the source's region.",
    Reason.OTHER_ACCOUNT: "One access key has to read the source and write the target. Allow one account into the "
    "other's bucket, and copy inside that account.",
    Reason.OTHER_PROVIDER: "The two accounts are with different providers, and no store copies from another. Choose a "
    "target with the source's provider.",
    Reason.APPENDABLE: "The source was written by appending, and the store does not copy such objects. Download it "
    "and upload it as a normal object.",
    Reason.LINK: "The source is a symbolic link to an object of its own bucket, and would point to nothing in another "
    "one. Copy the object that it points to.",
    Reason.APPEND_KEPT: "The object is written by appending. Such a change writes it anew, and nothing could be "
    "appended to it after that. Change only its tags or its ACL, or make a changed copy beside it.",
    Reason.LINK_KEPT: "This is a symbolic link. Only its tags and its ACL can be changed; change the rest at the "
    "object that it points to.",
    Reason.ARCHIVED: "The source is archived ({detail}) and cannot be read now. Restore it first with: bucketferry "
    "restore; or let the job do it and wait, with --restore DAYS.",
    Reason.RESTORING: "The source is being restored from the archive. Copy it when that is done.",
    Reason.ONTO_ITSELF: "Source and target are the same. Choose another name for the target.",
    Reason.INTO_ITSELF: "The target lies inside the source, so the copy would find its own copies without end. Choose "
    "a target outside of the source.",
    Reason.KEY_EMPTY: "The target has no name. Give it one after the bucket and a slash.",
    Reason.KEY_TOO_LONG: "The target's key is longer than {detail} bytes, the most that the store allows. Choose a "
    "shorter one.",
    Reason.KEY_LEADING_SLASH: "The store allows no key that begins with a slash or a backslash. Choose another one.",
    Reason.TOO_LARGE: "The object is larger than {detail} bytes, the most that the store can put together from parts. "
    "It cannot be copied there.",
    Reason.PART_TOO_SMALL: "The part size is below {detail} bytes, the least that the store allows. Choose a larger "
    "--part-size.",
    Reason.PART_TOO_LARGE: "The part size is above {detail} bytes, the most that the store allows. Choose a smaller "
    "--part-size.",
    Reason.TOO_MANY_PARTS: "This part size makes more parts than the store allows. Choose a --part-size of at least "
    "{detail} bytes.",
    Reason.METADATA_TOO_LARGE: "The source has more user metadata than the {detail} bytes that the target store "
    "allows. Shorten it at the source first.",
    Reason.EXISTS: "An object with this name is there already, and it was not touched. Use --if-exists overwrite to "
    "replace it, skip to leave it, or keep-both to write beside it.",
    Reason.CHANGED: "The object is no longer what it was when this was decided, and it was not touched. Look at it, "
    "and decide anew.",
    Reason.TAGS_DENIED: "The access key may not read the object's tags, and single tags cannot be changed without it. "
    "Give all tags anew, or use a key that may read them.",
    Reason.NOT_CARRIED: "The object has what it would not have after this change: {detail}. Such a change writes it "
    "anew, so it was not touched. Change only tags or the ACL, or make a changed copy beside it.",
    Reason.STILL_THERE: "The object is not deleted, so there is no deletion to take back. Nothing was touched.",
}

LEVELS: dict[Level, str] = {
    Level.CRC64: "verified: CRC-64 equal",
    Level.PART_CRC64: "verified: the CRC-64 of the parts combine to the source's",
    Level.PART_ETAGS: "verified: ETags and sizes are right, there is no checksum to compare",
    Level.SIZE: "size compared only: the store has no checksum",
}

FINDINGS: dict[Finding, str] = {
    Finding.OK: "The account works: it lists {buckets}.",
    Finding.OK_START_PATH: "The account works for the bucket {bucket}; it may not list its buckets.",
    Finding.BAD_KEY: "The store does not know the access key id. Check it, and whether the key is enabled.",
    Finding.BAD_SECRET: "The secret does not fit the access key id. Save the account again with the right one.",
    Finding.EXPIRED: "The temporary credentials have expired. Save the account with new ones.",
    Finding.WRONG_ENDPOINT: "The endpoint is not the right one. Check its spelling and its region.",
    Finding.UNTRUSTED: "The endpoint's certificate is not trusted by this computer. Check the endpoint's name.",
    Finding.NO_SUCH_BUCKET: "The start path's bucket {bucket} does not exist there. Check its name and region.",
    Finding.DENIED: "The key is accepted, but may not list buckets. Save the account with a --start-path.",
    Finding.CLOCK_SKEW: "This computer's clock is {skew} seconds away from the store's. Set the date and the time.",
    Finding.OFFLINE: "The store could not be reached. Check the network and the endpoint.",
    Finding.BUSY: "The store is too busy to answer, or has a fault. Try again in a minute.",
    Finding.FAILED: "The test failed, and the answer below is all that is known of it.",
}

#: Why a rename does not even try to delete its source.
_KEPT_ON_PURPOSE = frozenset({OwnCode.NOT_PROVEN, OwnCode.PROPERTY_LOST, OwnCode.PROPERTY_UNREAD})
_REASONS = frozenset(reason.value for reason in Reason)


def of_error(error: StoreError) -> str:
    """What happened, what to do, and the vendor's words in brackets."""
    refused = as_refusal(error)
    if refused is not None:
        return of_refusal(refused)
    said = NOT_DELETED if is_not_deleted(error) else CODES.get(error.code, ERRORS[error.kind])
    detail = vendor_words(error)
    return f"{said} ({detail})" if detail else said


def of_row(row: JobRow | BatchRow) -> str:
    """What went wrong with a job or a batch, and what to do; "" when nothing did."""
    if row.error is None:
        return of_refusal(row.refused) if row.refused is not None else ""
    said = of_error(row.error)
    return f"Copied and verified; the source could not be deleted: {said}" if is_half_moved(row) else said


def is_half_moved(row: JobRow | BatchRow) -> bool:
    """Whether a rename has made and verified its copy, and the store did not delete the source."""
    error = row.error
    return (
        row.kind is JobKind.RENAME
        and row.verified is not None
        and error is not None
        and error.op in DELETIONS
        and error.code not in _KEPT_ON_PURPOSE
    )


def is_not_deleted(error: StoreError) -> bool:
    """Whether something was not deleted because it is no longer what was to be deleted."""
    return error.kind is Kind.SOURCE_CHANGED and error.op in DELETIONS


def as_refusal(error: StoreError) -> Refused | None:
    """The refusal that the engine has recorded as a batch's error, None for an error proper."""
    return Refused(Reason(error.code)) if error.code in _REASONS else None


def of_refusal(refused: Refused) -> str:
    """Why a copy is not even tried, and what to do."""
    return REFUSALS[refused.reason].format(detail=refused.detail or "unknown")


def of_verdict(verdict: Verdict) -> str:
    """What the test of an account found."""
    count = verdict.buckets or 0
    text = FINDINGS[verdict.finding].format(
        buckets="1 bucket" if count == 1 else f"{count} buckets",
        bucket=verdict.bucket,
        skew=round(abs(verdict.skew_s)),
    )
    detail = "" if verdict.error is None else vendor_words(verdict.error)
    return f"{text} ({detail})" if detail else text


def vendor_words(error: StoreError) -> str:
    """Code, status, text and request id on one line, as far as there are any."""
    parts = [error.code, f"HTTP {error.status}" if error.status else "", " ".join(error.message.split())]
    if error.request_id:
        parts.append(f"request {error.request_id}")
    return ", ".join(part for part in parts if part)
