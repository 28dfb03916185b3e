"""The bundle that a user attaches to a report of a problem: the log, and facts about the machine. No secret is in it.

The log is cleaned when it is written, see `core.system.log`; names of buckets and objects stay in it.
"""

from __future__ import annotations

import json
import platform
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from core.model.errors import KnownError
from core.model.values import Account
from core.system import version
from core.system.log import Redactor

#: Of each file only the end is taken: what went wrong stands there.
_END = 2 << 20
_NAMES = ("bucketferry.log*", "crash.log*")


def facts(accounts: Iterable[Account], more: Mapping[str, str]) -> dict[str, object]:
    """What is told of the machine. Of the accounts only how many there are of which provider, and which ways they use.

    Neither a key id nor an endpoint, a name or a path of the user's is in it.
    """
    known = tuple(accounts)
    return {
        "bucketferry": version.VERSION,
        "python": platform.python_version(),
        "system": platform.platform(),
        "machine": platform.machine(),
        "accounts": dict(Counter(account.provider for account in known)),
        "with a proxy": sum(bool(account.proxy) for account in known),
        "read-only": sum(account.read_only for account in known),
        **more,
    }


def write_report(path: Path, logs: Path, told: Mapping[str, object], redactor: Redactor) -> tuple[str, ...]:
    """Write the bundle, a ZIP file; returns the names of what is in it. Raises `KnownError`.

    All texts go through the redactor once more.
    """
    names: list[str] = []
    try:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
            bundle.writestr("facts.json", redactor.clean(json.dumps(told, ensure_ascii=False, indent=2)))
            names.append("facts.json")
            for file in sorted({file for name in _NAMES for file in logs.glob(name)}):
                bundle.writestr(file.name, redactor.clean(_end_of(file)))
                names.append(file.name)
    except OSError as error:
        raise KnownError(f"The file {path} cannot be written: {error.strerror}. Choose another place.") from None
    return tuple(names)


def _end_of(file: Path) -> str:
    with file.open("rb") as opened:
        opened.seek(max(0, file.stat().st_size - _END))
        return opened.read().decode("utf-8", "replace")
