"""Window floor: what the drop sheet says of a copy that is not queued yet. Pure functions of core's previews."""

from __future__ import annotations

from typing import Any

from core.jobs import OnExisting, PartPlan, Plan, PrefixRequest, Preview, Refused, SimplePlan, Skipped
from core.values import ObjectInfo, Seen, Sight
from gui import phrases
from gui.texts import words


def will_be_queued(preview: Preview, plan: Plan | None, choice: OnExisting) -> bool:
    """Whether the copy is possible and not kept back because its target exists. A folder decides object by object."""
    if refused(preview, plan) is not None:
        return False
    return isinstance(preview.request, PrefixRequest) or not preview.target_exists or choice is OnExisting.OVERWRITE


def refused(preview: Preview, plan: Plan | None) -> Refused | None:
    """The refusal by the places or by the plan."""
    if preview.refused is not None and (plan is preview.plan or not isinstance(preview.plan, Refused)):
        return preview.refused
    return plan if isinstance(plan, Refused) else None


def size(preview: Preview) -> str:
    return phrases.size(preview.size) if preview.size is not None else words.tr("not counted")


def how(preview: Preview, plan: Plan | None) -> str:
    """One request, or parts of which size."""
    if isinstance(preview.request, PrefixRequest):
        return words.tr("object by object")
    if isinstance(plan, PartPlan):
        parts = words.tr("%Ln part(s)", None, plan.count)
        return words.tr("{parts} of {size}").format(parts=parts, size=phrases.size(plan.part_size))
    if isinstance(plan, SimplePlan):
        return words.tr("one request")
    return words.tr("skipped") if isinstance(plan, Skipped) else ""


def carried(preview: Preview) -> str:
    """Which properties the copy will have."""
    if preview.source is None:
        return words.tr("headers, metadata, tags, ACL and storage class of each object")
    return ", ".join(_carried(preview.source))


def check(preview: Preview) -> str:
    """How the copy will be verified, as far as that is known before it is made."""
    if preview.source is None:
        return words.tr("each object by the best checksum that the store offers")
    if preview.source.crc64 is not None:
        return words.tr("CRC-64 of source and copy, compared on the server")
    return words.tr("part ETags and sizes: the store has no CRC-64 of the source")


def problem(preview: Preview, plan: Plan | None, choice: OnExisting) -> str:
    """Why it will not be queued and what to do, or a warning; "" when all is well."""
    said = refused(preview, plan)
    if said is not None:
        return phrases.refusal(said)
    if not preview.target_exists or isinstance(preview.request, PrefixRequest):
        return ""
    return {
        OnExisting.REFUSE: words.tr("The target exists and will not be touched. Choose Overwrite to replace it."),
        OnExisting.OVERWRITE: words.tr("The target exists and will be replaced."),
        OnExisting.SKIP: words.tr("The target exists, so this object is left out."),
    }[choice]


def within(preview: Preview, region: str) -> str:
    """Where the bytes flow, and whether that is charged."""
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


def _carried(source: ObjectInfo) -> list[str]:
    props = source.props
    told = [words.tr("content headers")] if props.headers else []
    if props.user:
        told.append(words.tr("%Ln metadata entry(ies)", None, len(props.user)))
    if props.tags.is_known and props.tags.value:
        told.append(words.tr("%Ln tag(s)", None, len(props.tags.value)))
    told += _unseen(props.tags, words.tr("tags (not readable with this key)"))
    if props.acl.is_known:
        told.append(words.tr("ACL {acl}").format(acl=props.acl.value))
    told += _unseen(props.acl, words.tr("not the ACL (not readable with this key)"))
    if props.storage_class:
        told.append(words.tr("storage class {name}").format(name=props.storage_class))
    return told


def _unseen(seen: Seen[Any], word: str) -> list[str]:
    return [word] if seen.sight is Sight.DENIED else []
