"""The faces that a sandbox has, in the order of its offers. A new vendor's face comes in with one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from core.sandbox.cos.handler import CosFace
from core.sandbox.handler import Face
from core.sandbox.oss.handler import OssFace
from core.sandbox.s3.handler import S3Face
from core.sandbox.settings import Settings
from core.sandbox.world import World


class MakeFace(Protocol):
    """How a face is made.

    `endpoints` maps a region of the world to the host and port that serve it for this face; the server fills it
    before the first request.
    """

    def __call__(self, world: World, settings: Callable[[], Settings], endpoints: Mapping[str, str]) -> Face: ...


#: OSS comes first: the first offer, and the port that a user asks for, are those of its first region.
FACES: tuple[MakeFace, ...] = (OssFace, CosFace, S3Face)
