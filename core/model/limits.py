"""What a provider allows. The figures stand in `resources/providers/*.toml` with their sources."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, counts as numbers.

    Attributes:
        simple_max: largest source of one copy call that is safe under every condition.
        simple_max_same_class: the same for another bucket with an unchanged storage class.
        numbers_consecutive: whether a gap in the part numbers is refused.
        multipart_max: largest object that parts can make.
        range_copy_source_min: a range may only be copied from a source larger than this; a smaller one is copied whole.
    """

    simple_max: int
    part_min: int
    part_max: int
    parts_max: int
    multipart_max: int
    put_max: int
    key_max: int
    user_metadata_max: int
    list_max: int
    tags_max: int
    clock_skew_s: int
    numbers_consecutive: bool = False
    range_copy_source_min: int = 0


@dataclass(frozen=True, slots=True)
class Features:
    """What a provider can do at all.

    Attributes:
        cross_region: server-side copies between regions.
        cross_account: server-side copies between accounts' credentials (one key pair must read and write).
        copies_appendable: append objects may be sources.
        create_only: a header that refuses to overwrite.
        honours_pin: a copy is refused when the source no longer matches. A store that is not known to do so may
            ignore the condition, so its sources are looked at again after a copy that no checksum proves.
        counts_tags: HEAD tells how many tags an object has, so that none has none. Other stores may hide the number.
        crc64: the store reports its CRC-64 of whole objects.
        copy_keeps_etag: a copy by one call has the ETag of a source that was put in one.
        ordered_lists: the vendor says that objects are listed by the bytes of their keys.
        leading_slash: keys may begin with "/" or "\\".
        archived_classes: storage classes that must be restored before they are read.
        usual_acl: the ACL word of an object that nobody gave one; "" where the store has no ACLs.
    """

    cross_region: bool
    cross_account: bool
    copies_appendable: bool
    create_only: bool
    honours_pin: bool
    crc64: bool
    tags: bool
    acl: bool
    leading_slash: bool
    archived_classes: frozenset[str] = frozenset()
    usual_acl: str = ""
    counts_tags: bool = False
    copy_keeps_etag: bool = True
    ordered_lists: bool = False
