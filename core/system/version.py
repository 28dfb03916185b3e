"""The version of the installed program."""

from __future__ import annotations

from importlib import metadata


def _version() -> str:
    try:
        return metadata.version("bucketferry")
    except metadata.PackageNotFoundError:  # a source tree that was not installed
        return "(not installed)"


VERSION = _version()
