"""The catalogue's sentences as the command line prints them: with its own options, and the vendor's own words behind.

A support request needs the vendor's words. `core.rules.messages` is the catalogue.
"""

from __future__ import annotations

from core.cli.output import count_text, time_text
from core.model.errors import Kind, OwnCode, StoreError
from core.model.jobs import Reason, Refused
from core.model.reports import BatchRow, Finding, JobRow, Verdict
from core.model.values import Level, UploadInfo
from core.rules import messages

_SECRET = "Or set the environment variable BUCKETFERRY_SECRET_<NAME>."  # noqa: S105 - no secret
_RESTORE = "Restore it first with: bucketferry restore; or let the job do it and wait, with --restore DAYS."
_EXISTING = "See --if-exists overwrite, skip and keep-both."
_CLASS = "See --class."
_PART_SIZE = "See --part-size."
_CUSTOMER_KEY = "See account customer-key."

#: Which command or option does what a sentence advises: about a failure by its code or kind, and about a refusal.
FAILURE_OPTIONS: dict[str, str] = {
    OwnCode.UNKNOWN_ACCOUNT: "See bucketferry account list.",
    OwnCode.NO_SECRET: _SECRET,
    OwnCode.NO_KEYRING: _SECRET,
    OwnCode.READ_ONLY: "See bucketferry account mark.",
    OwnCode.SECRETS_LOCKED: "Or set the environment variable BUCKETFERRY_PASSPHRASE.",
    OwnCode.EDIT_NOT_UNDONE: "See bucketferry jobs show.",
    OwnCode.NOT_PROVEN: "See --trust.",
    OwnCode.PROPERTY_UNREAD: "See --despite-unread, with --if-exists overwrite.",
    OwnCode.CERTIFICATE_NOT_TRUSTED: "See account add --ca-bundle.",
    OwnCode.CA_FILE_UNUSABLE: "See account add --ca-bundle.",
    OwnCode.PROXY_FAILED: "See account add --proxy.",
    "AccessControlListNotSupported": "See --acl: private sends none.",
    "InvalidStorageClass": _CLASS,
    "NotSupportedStorageClass": _CLASS,
    Kind.DENIED: "See account add --requester-pays.",
    Kind.ENCRYPTED: _CUSTOMER_KEY,
    OwnCode.OTHER_CUSTOMER_KEY: _CUSTOMER_KEY,
    OwnCode.NO_CUSTOMER_KEY: f"{_CUSTOMER_KEY[:-1]} and --encryption.",
    Kind.THROTTLED: "See --workers.",
    Kind.ARCHIVED: _RESTORE,
    Kind.EXISTS: _EXISTING,
    Kind.TOO_LARGE: _PART_SIZE,
}
REFUSAL_OPTIONS: dict[Reason, str] = {
    Reason.ARCHIVED: _RESTORE,
    Reason.EXISTS: _EXISTING,
    Reason.PART_TOO_SMALL: _PART_SIZE,
    Reason.PART_TOO_LARGE: _PART_SIZE,
    Reason.TOO_MANY_PARTS: _PART_SIZE,
}


def of_error(error: StoreError) -> str:
    """What happened, what to do, and the vendor's words in brackets."""
    refused = messages.as_refusal(error)
    if refused is not None:
        return of_refusal(refused)
    text = messages.text_of_error(error)
    known_by = error.code if error.code in messages.CODES else error.kind
    known_by = Kind.ENCRYPTED if messages.is_mute(error) else known_by
    return _joined(text, FAILURE_OPTIONS.get(known_by, ""), _bracketed(error))


def of_row(row: JobRow | BatchRow) -> str:
    """What went wrong with a job or a batch, and what to do; "" when nothing did."""
    if row.error is None:
        return of_refusal(row.refused) if row.refused is not None else ""
    said = of_error(row.error)
    return messages.HALF_MOVED.format(why=said) if messages.is_half_moved(row) else said


def of_refusal(refused: Refused) -> str:
    """Why something is not even tried, and what to do. Bytes are exact here, because they are typed again."""
    figure = f"{int(refused.detail):,}" if refused.detail.isdecimal() else "so many"
    said = messages.REFUSALS[refused.reason].text.format(
        detail=refused.detail or "unknown", size=f"{figure} bytes", number=figure
    )
    return _joined(said, REFUSAL_OPTIONS.get(refused.reason, ""))


def of_reason(reason: Reason) -> str:
    """The same for several objects, each of which has a figure of its own."""
    return of_refusal(Refused(reason)).replace(" (unknown)", "")


def of_leftover(upload: UploadInfo) -> str:
    """An unfinished upload that may have been left behind."""
    when = time_text(upload.initiated) or "at an unknown time"
    return f"{messages.LEFTOVER.format(upload=upload.upload_id, when=when)} See: bucketferry uploads --help"


def of_level(level: Level | None) -> str:
    """How well a copy was verified."""
    if level is None:
        return "not verified"
    return messages.LEVELS[level] if level is Level.SIZE else f"verified: {messages.LEVELS[level]}"


def of_verdict(verdict: Verdict) -> str:
    """What the test of an account found."""
    skew = count_text(round(abs(verdict.skew_s)), "second", "seconds")
    said = messages.FINDINGS[verdict.finding].format(bucket=verdict.bucket, skew=skew)
    lists = "" if verdict.buckets is None else f"It lists {count_text(verdict.buckets, 'bucket', 'buckets')}."
    vendor = "" if verdict.error is None else _bracketed(verdict.error)
    return _joined(said, lists, "See --start-path." if verdict.finding is Finding.DENIED else "", vendor)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _bracketed(error: StoreError) -> str:
    """Code, status, text and request id on one line, as far as there are any."""
    parts = [error.code, f"HTTP {error.status}" if error.status else "", " ".join(error.message.split())]
    if error.request_id:
        parts.append(f"request {error.request_id}")
    known = ", ".join(part for part in parts if part)
    return f"({known})" if known else ""
