"""What the drop dialog says of a copy that is not queued yet. Pure functions of core's previews."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.model.jobs import PartPlan, Plan, Reason, Refused, RestorePlan, SimplePlan, Skipped
from core.model.reports import Preview
from core.model.requests import CopyRequest, Edit, OnExisting, Options, PrefixRequest, Restore
from core.model.values import Level, ObjectInfo, ObjectKind, Props, Seen, Sight
from core.rules.proof import can_prove
from core.rules.props import edited, foreseen, keeps_source, not_carried
from gui.queue import conflict_text, job_text
from gui.text import choices as choice_text
from gui.text import names, phrases
from gui.text.translate import QT_TRANSLATE_NOOP, together, words

#: Refusals that end when the source is restored from the archive.
_FROZEN = frozenset({Reason.ARCHIVED, Reason.RESTORING})


def will_be_queued(preview: Preview, plan: Plan | None, options: Options) -> bool:
    """Whether the copy is possible and not kept back because its target exists. A folder decides object by object."""
    if refused(preview, plan, restore=options.restore) is not None:
        return False
    keeps_back = options.on_existing in (OnExisting.REFUSE, OnExisting.SKIP)
    return isinstance(preview.request, PrefixRequest) or not (preview.target_exists and keeps_back)


def is_frozen(preview: Preview) -> bool:
    """Whether the source must be restored from the archive before it is copied."""
    return preview.refused is not None and preview.refused.reason in _FROZEN


def refused(preview: Preview, plan: Plan | None, *, restore: Restore | None = None) -> Refused | None:
    """The refusal by the places or by the plan; with `restore` an archived source is none."""
    if restore is not None and is_frozen(preview):
        return None
    if preview.refused is not None and (plan is preview.plan or not isinstance(preview.plan, Refused)):
        return preview.refused
    return plan if isinstance(plan, Refused) else None


def size(preview: Preview) -> str:
    return phrases.size(preview.size) if preview.size is not None else words.tr("not counted")


def how(preview: Preview, plan: Plan | None, *, restore: Restore | None = None) -> str:
    """One request, or parts of which size; an archived source is restored first, with `restore`."""
    if isinstance(preview.request, PrefixRequest):
        return words.tr("object by object")
    if isinstance(plan, PartPlan):
        parts = words.tr("%Ln part(s)", None, plan.count)
        return words.tr("{parts} of {size}").format(parts=parts, size=phrases.size(plan.part_size))
    if isinstance(plan, SimplePlan):
        if preview.source is not None and preview.source.kind is ObjectKind.SYMLINK:
            return words.tr("one request; it is a symbolic link, and the link is copied, not what it points to")
        return words.tr("one request")
    if isinstance(plan, RestorePlan) or (restore is not None and is_frozen(preview)):
        return words.tr("restored first")
    return words.tr("skipped") if isinstance(plan, Skipped) else ""


def carried(preview: Preview) -> str:
    """Which properties the copy will have."""
    request, source = preview.request, preview.source
    edit = request.edit if isinstance(request, CopyRequest | PrefixRequest) else Edit()
    if source is None:
        all_of_it = words.tr("headers, metadata, tags, ACL and storage class of each object")
        others = ", ".join(_words_of(edit.acl, edit.storage_class))
        return words.tr("{carried}; but {others}").format(carried=all_of_it, others=others) if others else all_of_it
    return ", ".join([*_carried(edited(source.props, edit)), *_left(source, preview.plan)])


def check(preview: Preview) -> str:
    """How the copy will be verified, as far as that is known before it is made."""
    if preview.source is None:
        return words.tr("each object by the best checksum that the store offers")
    if preview.source.crc64 is not None:
        return words.tr("CRC-64 of source and copy, compared on the server")
    return words.tr("part ETags and sizes: the store has no CRC-64 of the source")


def original(preview: Preview, trust: Level, *, plan: Plan | None = None, unread: bool = False) -> str:
    """What becomes of the original of a move, and when.

    Args:
        plan: by which the copy will be made where that is another one than the preview's.
        unread: whether the original is deleted also when this key may not read all of it.
    """
    unreadable, stays = hidden(preview, plan or preview.plan, unread=unread)
    if stays:
        return words.tr("stays, because not all of it can be carried along or read ({names}).").format(names=unreadable)
    if lacks_proof(preview, plan or preview.plan, trust):
        return words.tr(
            "stays, because the store has no CRC-64 of it, and nothing else proves a copy as well as the settings ask."
        )
    missed = ""
    if unreadable:
        missed = words.tr("What this key may not read ({names}) is lost where the copy lacks it.")
    kept = ""
    if preview.leaves_marker:
        kept = words.tr("Its bucket keeps versions, so the original stays as one behind a delete marker.")
    said = words.tr("deleted after its copy was verified, at least by: {level}.").format(level=choice_text.trust(trust))
    return together(said, missed.format(names=unreadable), kept)


def hidden(preview: Preview, plan: Plan | None, *, unread: bool) -> tuple[str, bool]:
    """What the copy lacks or may lack of its original, "" for nothing; whether the original stays.

    `unread`: whether the user allows that it is deleted all the same.
    """
    if preview.source is None or not isinstance(preview.request, CopyRequest):
        return "", False
    notes = tuple(foreseen(preview.request, preview.source, plan))
    return ", ".join(job_text.name(note.name) for note in notes), keeps_source(notes, Options(unread=unread))


def lacks_proof(preview: Preview, plan: Plan | None, trust: Level) -> bool:
    """Whether a move is bound to keep the original, because no copy of it can be proven so well."""
    if preview.source is None or not isinstance(preview.request, CopyRequest):
        return False
    only_size = preview.only_size and type(plan) is type(preview.plan)
    return not can_prove(preview.source, trust, only_size=only_size)


def problem(preview: Preview, plan: Plan | None, options: Options) -> str:
    """Why it will not be queued and what to do, or a warning; "" when all is well."""
    said = refused(preview, plan, restore=options.restore)
    if said is not None:
        way = words.tr("Or let this task restore it and wait: tick the box below.") if is_frozen(preview) else ""
        return together(phrases.refusal(said), way)
    if not preview.target_exists or isinstance(preview.request, PrefixRequest):
        return ""
    if options.on_existing is OnExisting.KEEP_BOTH:
        return words.tr("The target exists and stays. {name}").format(
            name=conflict_text.other_name(preview.request.target)
        )
    return words.tr(_EXISTS[options.on_existing])


_EXISTS: dict[OnExisting, str] = {
    OnExisting.ASK: QT_TRANSLATE_NOOP(
        "words", "The target exists. Both objects are shown to you, and you decide, when the turn comes."
    ),
    OnExisting.REFUSE: QT_TRANSLATE_NOOP(
        "words", "The target exists and will not be touched. Choose Overwrite to replace it."
    ),
    OnExisting.OVERWRITE: QT_TRANSLATE_NOOP("words", "The target exists and will be replaced."),
    OnExisting.SKIP: QT_TRANSLATE_NOOP("words", "The target exists, so this object is left out."),
    OnExisting.DIFFERENT: QT_TRANSLATE_NOOP("words", "The target exists and will be replaced only if it differs."),
}


def remark(preview: Preview, plan: Plan | None, options: Options) -> str:
    """What is said of the target that exists, or of a refusal, in two words."""
    if refused(preview, plan, restore=options.restore) is not None:
        return words.tr("refused")
    if isinstance(preview.request, PrefixRequest) or not preview.target_exists:
        return ""
    return words.tr(_REMARKS[options.on_existing])


_REMARKS: dict[OnExisting, str] = {
    OnExisting.ASK: QT_TRANSLATE_NOOP("words", "exists, will ask"),
    OnExisting.REFUSE: QT_TRANSLATE_NOOP("words", "exists, left out"),
    OnExisting.OVERWRITE: QT_TRANSLATE_NOOP("words", "overwrites"),
    OnExisting.SKIP: QT_TRANSLATE_NOOP("words", "exists, left out"),
    OnExisting.KEEP_BOTH: QT_TRANSLATE_NOOP("words", "gets another name"),
    OnExisting.DIFFERENT: QT_TRANSLATE_NOOP("words", "overwrites if different"),
}


def within(preview: Preview, region: str) -> str:
    """Where the bytes flow, whether that is charged, and which account's key must be allowed what."""
    flow = _flow(preview, region)
    if not preview.accounts:
        return flow
    right = words.tr("The key of {target} makes the copy, so it must be allowed to read the source.").format(
        target=preview.request.target.account
    )
    return together(flow, right)


def _flow(preview: Preview, region: str) -> str:
    source, target = preview.request.source.account, preview.request.target.account
    if preview.crosses:
        return words.tr(
            "The store copies between two regions ({regions}) on its own side. Nothing is downloaded, but the provider "
            "charges for the traffic."
        ).format(regions=preview.crosses.replace(" > ", " \u2192 "))
    if source != target:
        return words.tr("The store copies from {source} to {target} on its own side. Nothing is downloaded.").format(
            source=source, target=target
        )
    place = words.tr("{account} ({region})").format(account=source, region=region) if region else source
    return words.tr("The store copies on its own side, inside {place}. Nothing is downloaded.").format(place=place)


def _carried(props: Props) -> list[str]:
    told = [words.tr("content headers")] if props.headers else []
    if props.user:
        told.append(words.tr("%Ln metadata entry(ies)", None, len(props.user)))
    if props.tags.is_known and props.tags.value:
        told.append(words.tr("%Ln tag(s)", None, len(props.tags.value)))
    told += _unseen(props.tags, words.tr("tags (not readable with this key)"))
    told += _unseen(props.acl, words.tr("not the ACL (not readable with this key)"))
    return [*told, *_words_of(props.acl.value, props.storage_class)]


def _words_of(acl: str | None, storage_class: str | None) -> Iterator[str]:
    if acl is not None:
        yield words.tr("ACL {acl}").format(acl=acl)
    if storage_class:
        yield words.tr("storage class {name}").format(name=names.storage_class_in_full(storage_class))


def _left(source: ObjectInfo, plan: Plan | None) -> Iterator[str]:
    """What the copy will not have."""
    names = not_carried(source, plan)
    if names:
        yield words.tr("but not: {names}").format(names=", ".join(map(job_text.name, names)))


def _unseen(seen: Seen[Any], word: str) -> list[str]:
    return [word] if seen.sight is Sight.DENIED else []
