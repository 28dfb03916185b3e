"""The one catalogue of sentences about failures, refusals and tests of an account, in English.

The command line prints them (`core.cli.messages`), the window translates them (`gui.text.phrases`): lupdate finds the
texts by the name of the marking function. A sentence says what happened and what to do next, in words that hold for
both; options of the command line are added there.

Placeholders: {size} and {number} for a refusal's figure, {detail} for its other words, {bucket} and {skew} of a test.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.model.errors import Kind, OwnCode, StoreError
from core.model.jobs import Reason, Refused
from core.model.reports import BatchRow, Finding, JobRow
from core.model.requests import JobKind
from core.model.values import Level


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802 - lupdate looks for this name
    """Mark a text in a table for translation; it is returned as it is."""
    del context
    return text


# ---------------------------------------------------------------- failures

ERRORS: dict[Kind, str] = {
    Kind.THROTTLED: QT_TRANSLATE_NOOP(
        "words",
        "The store answered that it gets too many requests. Wait a few minutes, then retry: finished parts are kept.",
    ),
    Kind.TRANSIENT: QT_TRANSLATE_NOOP(
        "words", "The store had a passing fault and several tries did not help. Retry: finished parts are kept."
    ),
    Kind.OFFLINE: QT_TRANSLATE_NOOP(
        "words", "The store could not be reached. Check the network connection and the account's endpoint, then retry."
    ),
    Kind.CLOCK_SKEW: QT_TRANSLATE_NOOP(
        "words",
        "This computer's clock differs too much from the store's. Set the date, time and time zone, then retry.",
    ),
    Kind.WRONG_REGION: QT_TRANSLATE_NOOP(
        "words",
        "The bucket lives in another region than the account's endpoint. Correct the endpoint in the "
        "account, then retry.",
    ),
    Kind.CREDENTIALS_EXPIRED: QT_TRANSLATE_NOOP(
        "words", "The temporary credentials have expired. Enter fresh ones in the account, then retry."
    ),
    Kind.AMBIGUOUS: QT_TRANSLATE_NOOP(
        "words",
        "The answer was lost, so it is unknown whether the store did what was asked. Retry: the store is "
        "looked at first and nothing is done twice.",
    ),
    Kind.EXISTS: QT_TRANSLATE_NOOP(
        "words",
        "An object with this name exists at the target; it was not touched. Choose to overwrite or to "
        "skip it, or another name.",
    ),
    Kind.SOURCE_CHANGED: QT_TRANSLATE_NOOP(
        "words",
        "The source was changed while it was being copied, so the copy was stopped. Retry to copy it as it is now.",
    ),
    Kind.NOT_FOUND: QT_TRANSLATE_NOOP("words", "There is no such object. Check its name."),
    Kind.NO_BUCKET: QT_TRANSLATE_NOOP(
        "words", "The bucket does not exist. Check its name and that the account's endpoint is of its region."
    ),
    Kind.NO_UPLOAD: QT_TRANSLATE_NOOP(
        "words",
        "The unfinished upload is gone from the store: somebody aborted it, or a lifecycle rule did. "
        "Retry to start it anew.",
    ),
    Kind.DENIED: QT_TRANSLATE_NOOP(
        "words",
        "The access key is not allowed to do this. Ask the bucket's owner for the permission, or use another account. "
        "If the bucket charges whoever asks (Requester Pays), agree to that in the account.",
    ),
    Kind.BAD_CREDENTIALS: QT_TRANSLATE_NOOP(
        "words", "The store does not accept the access key. Check the key id and the secret in the account, then retry."
    ),
    Kind.ARCHIVED: QT_TRANSLATE_NOOP(
        "words",
        "The object is archived and cannot be read now. Restore it from the archive, wait until it is "
        "readable, then retry.",
    ),
    Kind.ENCRYPTED: QT_TRANSLATE_NOOP(
        "words",
        "The object is encrypted with a customer's key (SSE-C), which must come with every request. Enter that key "
        "in the account, then retry.",
    ),
    Kind.UNSUPPORTED: QT_TRANSLATE_NOOP(
        "words", "The store does not offer this operation for this object or bucket. A retry will not help."
    ),
    Kind.TOO_LARGE: QT_TRANSLATE_NOOP("words", "The store refused this size. Choose another part size."),
    Kind.QUOTA: QT_TRANSLATE_NOOP(
        "words",
        "The bucket or the account has reached a limit of the store. Free some space or raise the limit, then retry.",
    ),
    Kind.INVALID: QT_TRANSLATE_NOOP(
        "words",
        "The store did not accept the request's form. Check the name and the account's settings; if they "
        "are right, this is a fault of Bucketferry: please copy the details and report it.",
    ),
    Kind.BUG: QT_TRANSLATE_NOOP(
        "words", "Bucketferry met a fault of its own and stopped this job. Please copy the details and report it."
    ),
}

_CLASS_REFUSED = QT_TRANSLATE_NOOP(
    "words",
    "The store does not take this storage class here: not every bucket can hold every class, and not "
    "every class can take the place of another. Choose another one.",
)

#: Failures that are known better than by their kind, by the code that core or the store gave them.
CODES: dict[str, str] = {
    OwnCode.NO_CUSTOMER_KEY: QT_TRANSLATE_NOOP(
        "words",
        "The object shall be encrypted with a customer's key (SSE-C) that this account does not have. Enter that key "
        "in the account, or choose another encryption.",
    ),
    OwnCode.OTHER_CUSTOMER_KEY: QT_TRANSLATE_NOOP(
        "words",
        "The object is encrypted with another customer's key (SSE-C) than the account has. Enter the right key in the "
        "account, or use another account.",
    ),
    OwnCode.KEY_ON_HTTP: QT_TRANSLATE_NOOP(
        "words",
        "A customer's key (SSE-C) is needed here, and by http others could read it. Give the account an https "
        "endpoint.",
    ),
    "AccessControlListNotSupported": QT_TRANSLATE_NOOP(  # S3
        "words",
        "The target's bucket has ACLs switched off, and the source has one of its own. Copy without it, with the usual "
        "ACL; the report then says so.",
    ),
    "NotSupportedStorageClass": _CLASS_REFUSED,  # COS
    "InvalidStorageClass": _CLASS_REFUSED,  # S3
    OwnCode.UNKNOWN_ACCOUNT: QT_TRANSLATE_NOOP(
        "words", "There is no account of this name here. Check the name, or add the account under it, then retry."
    ),
    OwnCode.UNKNOWN_PROVIDER: QT_TRANSLATE_NOOP(
        "words", "This version does not know the account's provider. Remove the account and add it again."
    ),
    OwnCode.NO_SECRET: QT_TRANSLATE_NOOP(
        "words", "The secret of this account is not known here. Enter it in the account, then retry."
    ),
    OwnCode.READ_ONLY: QT_TRANSLATE_NOOP(
        "words", "This account is marked as read-only here, so nothing was sent. Take the mark away to write with it."
    ),
    OwnCode.SECRETS_LOCKED: QT_TRANSLATE_NOOP(
        "words",
        "The secret of this account is in the encrypted file of secrets. Open that with its passphrase, then retry.",
    ),
    OwnCode.NO_KEYRING: QT_TRANSLATE_NOOP(
        "words",
        "The desktop's keyring holds the secret and does not give it out. Unlock the keyring, or enter "
        "the secret in the account, then retry.",
    ),
    OwnCode.BAD_ENDPOINT: QT_TRANSLATE_NOOP(
        "words",
        "The account's endpoint cannot be used. Enter one in the account like https://oss-cn-hangzhou.aliyuncs.com.",
    ),
    OwnCode.HOST_NOT_FOUND: QT_TRANSLATE_NOOP(
        "words", "The endpoint's host name is not known. Check its spelling in the account, and the network."
    ),
    OwnCode.TLS_FAILED: QT_TRANSLATE_NOOP(
        "words", "No secure connection to the endpoint came about. Check in the account whether it speaks https."
    ),
    OwnCode.NO_STORE: QT_TRANSLATE_NOOP(
        "words",
        "The endpoint answers with a web page, so it is no object store: it may be a console, or the login page of "
        "this network. Open the network's page in a browser, or correct the endpoint and its port in the account.",
    ),
    OwnCode.CHANGED_UNNOTICED: QT_TRANSLATE_NOOP(
        "words",
        "The source was overwritten during the copy, and this store did not refuse to go on. The target "
        "may be of both versions: delete it, and copy again.",
    ),
    OwnCode.PART_NOT_COPIED: QT_TRANSLATE_NOOP(
        "words",
        "The store says that it has copied a part, and has not: it cannot copy in parts. Nothing was left behind.",
    ),
    OwnCode.CERTIFICATE_NOT_TRUSTED: QT_TRANSLATE_NOOP(
        "words",
        "This computer does not trust the endpoint's certificate. Check the endpoint's name in the account. If your "
        "organisation has an authority of its own, name the file with its certificate in the account, or in the "
        "environment variable SSL_CERT_FILE, AWS_CA_BUNDLE or REQUESTS_CA_BUNDLE.",
    ),
    OwnCode.PROXY_FAILED: QT_TRANSLATE_NOOP(
        "words",
        "The proxy did not let the connection through. Check the proxy's address, user and password, and whether it "
        "allows the endpoint, then retry.",
    ),
    OwnCode.PROXY_NOT_SUPPORTED: QT_TRANSLATE_NOOP(
        "words",
        "The proxy's address cannot be used. It must be like http://proxy.example:8080, with https:// or socks5:// for "
        "such a proxy; other characters in its user and password must be percent-encoded.",
    ),
    OwnCode.CA_FILE_UNUSABLE: QT_TRANSLATE_NOOP(
        "words",
        "The file with the certificates to trust cannot be used. Check its path in the account, or in the environment "
        "variable SSL_CERT_FILE, SSL_CERT_DIR, AWS_CA_BUNDLE or REQUESTS_CA_BUNDLE.",
    ),
    OwnCode.LIST_STUCK: QT_TRANSLATE_NOOP(
        "words", "The store's list does not come to an end, so it was given up. Please report this to the provider."
    ),
    OwnCode.LIST_WRONG: QT_TRANSLATE_NOOP(
        "words",
        "A page of the store's list cannot be right, so nothing on it was touched, and the list was given up. Please "
        "report this to the provider.",
    ),
    OwnCode.LIST_TOO_LONG: QT_TRANSLATE_NOOP(
        "words",
        "The store lists its objects in an order of its own, and there are too many to keep in mind. Choose a folder "
        "with fewer objects.",
    ),
    OwnCode.NAME_OF_BUCKET: QT_TRANSLATE_NOOP(
        "words",
        "The store would take this name for the bucket itself, because its dots and slashes lead back there, so "
        "nothing was sent. Handle the object in the store's console, or give it another name there.",
    ),
    OwnCode.ANSWER_TOO_LARGE: QT_TRANSLATE_NOOP(
        "words",
        "The store answered a question with far more than an answer to it, so the rest was not read. It may not know "
        "the question; report this to the provider.",
    ),
    OwnCode.UNREADABLE: QT_TRANSLATE_NOOP(
        "words",
        "The store's answer could not be read, and neither could a second one. Something between here and the store "
        "changes it, or the store is at fault: check the endpoint and the proxy, and report the details to the "
        "provider.",
    ),
    OwnCode.RANGE_IGNORED: QT_TRANSLATE_NOOP(
        "words",
        "The store copied the whole object where a part was asked for, so the copy was stopped before it "
        "could do harm. This store cannot copy in parts.",
    ),
    OwnCode.SOURCE_NOT_READABLE: QT_TRANSLATE_NOOP(
        "words",
        "A copy is made with the key of the target's account alone, and that key may not read the source, "
        "although the source's own account may. Ask the owner of the source bucket to allow it, then "
        "retry; or copy with an account whose key may do both.",
    ),
    OwnCode.VERIFY_FAILED: QT_TRANSLATE_NOOP(
        "words", "The copy was made, but it is not what the source is. Do not use the target: delete it, then retry."
    ),
    OwnCode.NOT_PROVEN: QT_TRANSLATE_NOOP(
        "words",
        "The copy stands, but it is proven less well than you ask for before a source is deleted, so the "
        "source was kept. Choose a weaker proof and retry; or compare the two, then delete the one that "
        "you do not want.",
    ),
    OwnCode.OTHER_ETAG: QT_TRANSLATE_NOOP(
        "words",
        "The copy stands, but only its size is proven: the store shows another ETag for it than it answered, so the "
        "source was kept. Retry to look once more; or compare the two, because another program may have overwritten "
        "the copy, then delete the one that you do not want.",
    ),
    OwnCode.COPY_UNSEEN: QT_TRANSLATE_NOOP(
        "words",
        "The store says that the copy is made, but does not show it. Nothing was deleted. Retry in a minute: only the "
        "look at it is repeated.",
    ),
    OwnCode.SAME_OBJECT: QT_TRANSLATE_NOOP(
        "words",
        "The store seems to take both names for one object, so nothing was deleted. Choose a name that differs in more "
        "than slashes, dots or letter case.",
    ),
    OwnCode.PROPERTY_LOST: QT_TRANSLATE_NOOP(
        "words",
        "The copy stands, but it lacks a property that the source has, so the source was kept. Look at "
        "the report; then give the copy that property, or delete the one that you do not want.",
    ),
    OwnCode.PROPERTY_UNREAD: QT_TRANSLATE_NOOP(
        "words",
        "The copy stands, but this key may not read the ACL or the tags, so nobody knows whether the copy "
        "has them, and the source was kept. Allow the key to read them, or allow such deletions, then "
        "retry; or delete the source yourself.",
    ),
    OwnCode.PARTS_DISAGREE: QT_TRANSLATE_NOOP(
        "words",
        "The store's list of the copied parts does not agree with its own answers, even after the parts were copied "
        "once more. The target was not touched and the parts are kept. Report this to the provider, or copy in one "
        "piece.",
    ),
    OwnCode.NOT_RESTORED: QT_TRANSLATE_NOOP(
        "words",
        "The store accepted the restore several times, but did not carry it out, so the job was given up. "
        "Look at the object in the store's console, then retry.",
    ),
    OwnCode.EDIT_UNDONE: QT_TRANSLATE_NOOP(
        "words",
        "The change was undone, because the store did not keep all of it: the object has its old properties again. "
        "Leave out what the store does not keep.",
    ),
    OwnCode.EDIT_NOT_UNDONE: QT_TRANSLATE_NOOP(
        "words",
        "The store did not keep all of the change, and the old properties could not all be put back. The job's details "
        "name them with their values: retry to put them back, give them to the object yourself, or bring back an older "
        "version of it.",
    ),
    OwnCode.EDIT_NOT_TAKEN: QT_TRANSLATE_NOOP(
        "words",
        "The store accepted the change, but the object reads back differently. Look at its properties, "
        "and change them again.",
    ),
}

#: HEAD is refused without a word: nothing else is known that a store refuses so for one object and not for others.
SUSPECTED = QT_TRANSLATE_NOOP(
    "words",
    "The store does not show this object and does not say why. It is probably encrypted with a customer's key (SSE-C), "
    "which must come with every request. Enter that key in the account, then retry.",
)

#: An upload whose beginning got no answer is not known to be ours, so it is left alone.
LEFTOVER = QT_TRANSLATE_NOOP(
    "words",
    "An answer of the store was lost, so an unfinished upload may be left over at the target: {upload}, begun {when}. "
    "It may be another program's and was not touched; abort it in the list of unfinished uploads if nobody needs it.",
)
#: The look before a deletion has found another object than the one that was to go.
NOT_DELETED = QT_TRANSLATE_NOOP(
    "words", "The object was changed meanwhile, so it was not deleted. Look at it; delete it if you still want to."
)
#: A rename that got as far as its last step has lost nothing, and the user must know it.
HALF_MOVED = QT_TRANSLATE_NOOP("words", "Copied and verified; the source could not be deleted: {why}")
DELETIONS = frozenset({"DeleteObject", "DeleteObjects"})

# ---------------------------------------------------------------- refusals


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something is not even tried.

    Attributes:
        short: a few words for a list, that follow a number of objects.
        text: the sentences, with what to do instead.
    """

    short: str
    text: str


REFUSALS: dict[Reason, Refusal] = {
    Reason.OTHER_REGION: Refusal(
        QT_TRANSLATE_NOOP("words", "the buckets are in two regions"),
        QT_TRANSLATE_NOOP(
            "words",
            "The store copies only inside one region, and these buckets are in two ({detail}). Choose a "
            "target bucket in the source's region, or set up cross-region replication in the store's console.",
        ),
    ),
    Reason.OTHER_ACCOUNT: Refusal(
        QT_TRANSLATE_NOOP("words", "the buckets belong to two accounts"),
        QT_TRANSLATE_NOOP(
            "words",
            "One access key must read the source and write the target, and these are two accounts. Grant one "
            "of them access to the other's bucket, then copy inside that account.",
        ),
    ),
    Reason.OTHER_PROVIDER: Refusal(
        QT_TRANSLATE_NOOP("words", "the accounts are with two providers"),
        QT_TRANSLATE_NOOP(
            "words",
            "The two accounts are with different providers; no store copies from another provider's. Choose a "
            "target with the source's provider.",
        ),
    ),
    Reason.OTHER_STORE: Refusal(
        QT_TRANSLATE_NOOP("words", "the accounts lead to two stores"),
        QT_TRANSLATE_NOOP(
            "words",
            "The two accounts have different endpoints and are not known to lead to one store, and no store copies "
            "from another. Choose a target in the source's store, or give both accounts the same endpoint if it is "
            "one.",
        ),
    ),
    Reason.APPENDABLE: Refusal(
        QT_TRANSLATE_NOOP("words", "written by appending, which the store does not copy"),
        QT_TRANSLATE_NOOP(
            "words",
            "The source was written by appending, and the store does not copy such objects. Download it and "
            "upload it as a normal object.",
        ),
    ),
    Reason.ARCHIVED: Refusal(
        QT_TRANSLATE_NOOP("words", "archived, and not readable before they are restored"),
        QT_TRANSLATE_NOOP(
            "words",
            "The source is archived ({detail}) and cannot be read now. Restore it from the archive, wait "
            "until it is readable, then retry.",
        ),
    ),
    Reason.RESTORING: Refusal(
        QT_TRANSLATE_NOOP("words", "being restored from the archive, and not readable yet"),
        QT_TRANSLATE_NOOP("words", "The source is being restored from the archive. Retry when the store has finished."),
    ),
    Reason.ONTO_ITSELF: Refusal(
        QT_TRANSLATE_NOOP("words", "source and target are the same object"),
        QT_TRANSLATE_NOOP("words", "Source and target are the same object. Choose another folder or another name."),
    ),
    Reason.LINK: Refusal(
        QT_TRANSLATE_NOOP("words", "a symbolic link, which would point to nothing"),
        QT_TRANSLATE_NOOP(
            "words",
            "The source is a symbolic link to an object of its own bucket, and would point to nothing in "
            "another one. Copy the object that it points to.",
        ),
    ),
    Reason.APPEND_KEPT: Refusal(
        QT_TRANSLATE_NOOP("words", "written by appending, which would end with this change"),
        QT_TRANSLATE_NOOP(
            "words",
            "The object is written by appending. Such a change writes it anew, and nothing could be appended "
            "to it after that. Change only its tags or its ACL, or make a changed copy beside it.",
        ),
    ),
    Reason.LINK_KEPT: Refusal(
        QT_TRANSLATE_NOOP("words", "a symbolic link, of which only tags and ACL can be changed"),
        QT_TRANSLATE_NOOP(
            "words",
            "This is a symbolic link. Only its tags and its ACL can be changed; change the rest at the object "
            "that it points to.",
        ),
    ),
    Reason.INTO_ITSELF: Refusal(
        QT_TRANSLATE_NOOP("words", "the target lies inside the source"),
        QT_TRANSLATE_NOOP(
            "words",
            "The target lies inside the source, so the copy would find its own copies without end. Choose a "
            "target outside of the source.",
        ),
    ),
    Reason.KEY_EMPTY: Refusal(
        QT_TRANSLATE_NOOP("words", "the target has no name"),
        QT_TRANSLATE_NOOP("words", "The target has no name. Give the copy a name."),
    ),
    Reason.KEY_TOO_LONG: Refusal(
        QT_TRANSLATE_NOOP("words", "the target's name is too long for the store"),
        QT_TRANSLATE_NOOP(
            "words",
            "The target's name with its folders is longer than the {number} bytes that the store allows. "
            "Choose a shorter name or another folder.",
        ),
    ),
    Reason.KEY_LEADING_SLASH: Refusal(
        QT_TRANSLATE_NOOP("words", "the store allows no name that begins with a slash"),
        QT_TRANSLATE_NOOP(
            "words",
            "The store does not allow names that begin with a slash or a backslash. Choose another name for the copy.",
        ),
    ),
    Reason.TOO_LARGE: Refusal(
        QT_TRANSLATE_NOOP("words", "larger than the store's largest object"),
        QT_TRANSLATE_NOOP(
            "words",
            "The object is larger than {size}, the most that the store makes from parts. It cannot be copied "
            "in one piece.",
        ),
    ),
    Reason.PART_TOO_SMALL: Refusal(
        QT_TRANSLATE_NOOP("words", "the part size is too small for the store"),
        QT_TRANSLATE_NOOP(
            "words", "The part size is below {size}, the least that the store allows. Choose a larger one."
        ),
    ),
    Reason.PART_TOO_LARGE: Refusal(
        QT_TRANSLATE_NOOP("words", "the part size is too large for the store"),
        QT_TRANSLATE_NOOP(
            "words", "The part size is above {size}, the most that the store allows. Choose a smaller one."
        ),
    ),
    Reason.TOO_MANY_PARTS: Refusal(
        QT_TRANSLATE_NOOP("words", "this part size makes too many parts"),
        QT_TRANSLATE_NOOP(
            "words",
            "This part size makes more parts than the store allows. Choose at least {size}, or leave it automatic.",
        ),
    ),
    Reason.METADATA_TOO_LARGE: Refusal(
        QT_TRANSLATE_NOOP("words", "more metadata than the store allows"),
        QT_TRANSLATE_NOOP(
            "words",
            "The source's own metadata is larger than the {size} that the target store allows. Shorten it at "
            "the source first.",
        ),
    ),
    Reason.EXISTS: Refusal(
        QT_TRANSLATE_NOOP("words", "the target exists"),
        QT_TRANSLATE_NOOP(
            "words",
            "An object with this name exists at the target; it was not touched. Choose to overwrite or to "
            "skip it, or another name.",
        ),
    ),
    Reason.CHANGED: Refusal(
        QT_TRANSLATE_NOOP("words", "changed since this was decided"),
        QT_TRANSLATE_NOOP(
            "words",
            "The object is no longer what it was when this was decided, so it was not touched. Look at it, "
            "and decide anew.",
        ),
    ),
    Reason.TAGS_DENIED: Refusal(
        QT_TRANSLATE_NOOP("words", "this key may not read the tags that are to be changed"),
        QT_TRANSLATE_NOOP(
            "words",
            "The access key may not read the object's tags, and single tags cannot be changed without it. "
            "Give all tags anew, or use an account that may read them.",
        ),
    ),
    Reason.NOT_CARRIED: Refusal(
        QT_TRANSLATE_NOOP("words", "locked, or with metadata that cannot be shown and would be lost"),
        QT_TRANSLATE_NOOP(
            "words",
            "The object has what it would not have after this change: {detail}. Such a change writes it anew, "
            "so it was not touched. Change only tags or the ACL, or make a changed copy beside it.",
        ),
    ),
    Reason.STILL_THERE: Refusal(
        QT_TRANSLATE_NOOP("words", "not deleted"),
        QT_TRANSLATE_NOOP(
            "words", "The object is not deleted, so there is no deletion to take back. Nothing was touched."
        ),
    ),
}

# ---------------------------------------------------------------- how well a copy was verified

LEVELS: dict[Level, str] = {
    Level.CRC64: QT_TRANSLATE_NOOP("words", "CRC-64 equal"),
    Level.PART_CRC64: QT_TRANSLATE_NOOP("words", "part CRC-64s combine to the source's"),
    Level.PART_ETAGS: QT_TRANSLATE_NOOP("words", "part ETags and sizes match"),
    Level.SIZE: QT_TRANSLATE_NOOP("words", "size only: the store offers no checksum"),
}

MEANINGS: dict[Level, str] = {
    Level.CRC64: QT_TRANSLATE_NOOP("words", "The store's CRC-64 of the copy equals its CRC-64 of the source."),
    Level.PART_CRC64: QT_TRANSLATE_NOOP("words", "The CRC-64s of the parts, put together, equal the source's CRC-64."),
    Level.PART_ETAGS: QT_TRANSLATE_NOOP(
        "words",
        "The size is right and the store kept every part as it reported it, but it offers no checksum of the whole.",
    ),
    Level.SIZE: QT_TRANSLATE_NOOP(
        "words", "Only the size could be compared, because the store offers no checksum for this object."
    ),
}

# ---------------------------------------------------------------- the test of an account

#: What is allowed, and should be known.
NO_KEY_OF_AES = QT_TRANSLATE_NOOP(
    "words", "A customer's key (SSE-C) has 32 bytes, written as 44 characters of base64 or as 64 hex digits."
)

UNENCRYPTED = QT_TRANSLATE_NOOP("words", "This endpoint is not encrypted: others on the network can read along.")
UNSEEN_INSIDE = QT_TRANSLATE_NOOP(
    "words", "There is a space or an invisible character inside of what was entered. Copy it anew and enter it again."
)

FINDINGS: dict[Finding, str] = {
    Finding.OK: QT_TRANSLATE_NOOP("words", "The account works."),
    Finding.OK_START_PATH: QT_TRANSLATE_NOOP(
        "words", "The account works for the bucket {bucket}. It may not list its buckets, so that one is opened first."
    ),
    Finding.BAD_KEY: QT_TRANSLATE_NOOP(
        "words", "The store does not know this access key id. Check its spelling, and whether the key is enabled."
    ),
    Finding.BAD_SECRET: QT_TRANSLATE_NOOP(
        "words", "The secret does not belong to this access key id. Enter the secret again."
    ),
    Finding.EXPIRED: QT_TRANSLATE_NOOP(
        "words", "The temporary credentials have expired. Enter a fresh key id, secret and token."
    ),
    Finding.WRONG_ENDPOINT: QT_TRANSLATE_NOOP(
        "words", "No store of this provider answers at the endpoint. Check the region, or the endpoint's spelling."
    ),
    Finding.UNTRUSTED: QT_TRANSLATE_NOOP(
        "words",
        "This computer does not trust the endpoint's certificate. Check the endpoint's name. If your organisation has "
        "an authority of its own, name the file with its certificate in the account, or in the environment variable "
        "SSL_CERT_FILE, AWS_CA_BUNDLE or REQUESTS_CA_BUNDLE.",
    ),
    Finding.NO_SUCH_BUCKET: QT_TRANSLATE_NOOP(
        "words", "The bucket {bucket} of the start path does not exist there. Check its name and the region."
    ),
    Finding.DENIED: QT_TRANSLATE_NOOP(
        "words",
        "The key is accepted, but it may not list the buckets. Enter a start path that it may read, such "
        "as bucket/folder/.",
    ),
    Finding.CLOCK_SKEW: QT_TRANSLATE_NOOP(
        "words", "This computer's clock is {skew} away from the store's. Set the date, time and time zone."
    ),
    Finding.OFFLINE: QT_TRANSLATE_NOOP(
        "words", "The store could not be reached. Check the network connection and the endpoint."
    ),
    Finding.BUSY: QT_TRANSLATE_NOOP("words", "The store has a fault or too much to do. Test again in a minute."),
    Finding.FAILED: QT_TRANSLATE_NOOP(
        "words", "The test failed in an unforeseen way; the store's own words below are all that is known."
    ),
}

# ---------------------------------------------------------------- which sentence it is

#: Why a rename does not even try to delete its source.
_KEPT_ON_PURPOSE = frozenset({OwnCode.NOT_PROVEN, OwnCode.OTHER_ETAG, OwnCode.PROPERTY_LOST, OwnCode.PROPERTY_UNREAD})
_REASONS = frozenset(reason.value for reason in Reason)


def text_of_error(error: StoreError) -> str:
    """The sentences about a failure that is no refusal (see `as_refusal`)."""
    if is_mute(error):
        return SUSPECTED
    return NOT_DELETED if is_not_deleted(error) else CODES.get(error.code, ERRORS[error.kind])


def is_mute(error: StoreError) -> bool:
    """Whether the store refused to show an object, and nothing that it was asked afterwards said why."""
    return error.op == "HeadObject" and error.status == 400 and not error.code and error.kind is Kind.INVALID


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
