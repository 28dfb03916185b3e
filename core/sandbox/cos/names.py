"""How the world's names and words are called on COS: regions, buckets, storage classes, encryptions, ACLs.

The world speaks OSS's words. A bucket of COS ends in the account's APPID, which the world's buckets lack.
"""

from __future__ import annotations

APPID = "1250000000"

_REGIONS = {"cn-hangzhou": "ap-guangzhou", "cn-shanghai": "ap-shanghai"}
_WORLD_REGIONS = {cos: region for region, cos in _REGIONS.items()}

#: The first world class of a COS class is what an object that is put here gets.
_CLASSES = {
    "Standard": "STANDARD",
    "IA": "STANDARD_IA",
    "Archive": "ARCHIVE",
    "ColdArchive": "DEEP_ARCHIVE",
    "DeepColdArchive": "DEEP_ARCHIVE",
}
_WORLD_CLASSES = {cos: name for name, cos in reversed(_CLASSES.items())}

#: The encryptions of COS with the world's words for them.
ENCRYPTIONS = {"AES256": "AES256", "SM4": "SM4", "cos/kms": "KMS"}


def region_name(region: str) -> str:
    """COS's name of a region of the world; the same name where the table has none."""
    return _REGIONS.get(region, region)


def world_region(name: str) -> str:
    return _WORLD_REGIONS.get(name, name)


def bucket_name(name: str) -> str:
    """The name of one of the world's buckets on COS."""
    return f"{name}-{APPID}"


def world_bucket(name: str) -> str | None:
    """The world's name of a bucket of COS; None for one without the account's APPID."""
    plain = name.removesuffix(f"-{APPID}")
    return plain if plain and plain != name else None


def class_name(name: str) -> str:
    return _CLASSES.get(name, "STANDARD")


def world_class(name: str) -> str | None:
    """The world's class for one of COS's; None for one that the world does not have."""
    return _WORLD_CLASSES.get(name)


def account_id(owner: str) -> str:
    """COS names an account by its resource description."""
    return f"qcs::cam::uin/{owner}:uin/{owner}"
