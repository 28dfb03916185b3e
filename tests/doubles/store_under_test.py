"""A store that runs, and what is to be expected of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from core.model.values import (
    Level,
    ObjectRef,
)
from core.sandbox.extents import Content
from core.sandbox.sample import large
from core.sandbox.server import Sandbox
from core.sandbox.world import Bucket, Versioning


@dataclass(frozen=True)
class StoreUnderTest:
    """A store that runs, and what is to be expected of it.

    Attributes:
        make_bucket: makes a bucket and returns the name by which the store calls it.
        level: how well a copy is verified, in one call or in parts.
        lacks: what the store cannot do although its provider's file does not say so, each with the reason.
        lost_keys: keys that the store cannot hold, each with the reason.
        keep: puts generated content into a bucket without sending it; None where it must be sent.
        stock: large objects that were put once, to be copied into the buckets of single tests.
        keep_versions: lets a bucket keep versions from now on.
    """

    name: str
    provider: str
    endpoint: str
    region: str
    key_id: str
    secret: str = field(repr=False)
    make_bucket: Callable[[str], str] = field(repr=False)
    level: Level = Level.CRC64
    lacks: Mapping[str, str] = field(default_factory=dict)
    lost_keys: Mapping[str, str] = field(default_factory=dict)
    keep: Callable[[str, str, Content], None] | None = field(default=None, repr=False)
    stock: dict[str, ObjectRef] = field(default_factory=dict)
    keep_versions: Callable[[str], None] | None = field(default=None, repr=False)


def sandbox_under_test(sandbox: Sandbox, protocol: str, provider: str, level: Level = Level.CRC64) -> StoreUnderTest:
    """One protocol of a sandbox in its first region, spoken to as a provider whose copies reach that level."""
    appid = "-1250000000" if protocol == "cos" else ""
    began, region = 1_735_700_000.0, sandbox.world.regions[0]
    offer = next(offer for offer in sandbox.offers if offer.provider == protocol)

    def make_bucket(name: str) -> str:
        sandbox.world.add_bucket(Bucket(name, "owner", region, began))
        return name + appid

    def keep(bucket: str, key: str, content: Content) -> None:
        sandbox.world.put(bucket.removesuffix(appid), key, large(content, began, 3))

    def keep_versions(bucket: str) -> None:
        sandbox.world.buckets[bucket.removesuffix(appid)].versioning = Versioning.ENABLED

    place = (offer.endpoint, offer.region, offer.key_id, offer.secret)
    name = f"sandbox-{provider}"
    return StoreUnderTest(name, provider, *place, make_bucket, level, keep=keep, keep_versions=keep_versions)
