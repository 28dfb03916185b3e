"""Where the program keeps its files. The only module that imports platformdirs."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from core.model.errors import KnownError

APP = "bucketferry"

#: Puts everything into one folder: for a portable installation, and for trying things out.
HOME_VARIABLE = "BUCKETFERRY_HOME"


@dataclass(frozen=True, slots=True)
class Paths:
    """Folders.

    Attributes:
        config: the account book and the settings.
        data: the journal.
    """

    config: Path
    data: Path
    logs: Path

    @property
    def accounts(self) -> Path:
        return self.config / "accounts.json"

    @property
    def journal(self) -> Path:
        return self.data / "journal.db"

    @property
    def instances(self) -> Path:
        """One locked file for each engine that runs on the journal."""
        return self.data / "instances"

    def create(self) -> None:
        """Make the folders that are missing, for this user alone (mode 0700). Raise `KnownError` when that fails."""
        for folder in (self.config, self.data, self.logs):
            _create(folder)


def find_paths(environ: Mapping[str, str] = os.environ) -> Paths:
    """Where the files of this user are; creates nothing."""
    home = environ.get(HOME_VARIABLE, "")
    if home:
        folder = Path(home).expanduser().absolute()
        return Paths(config=folder, data=folder, logs=folder / "logs")
    return Paths(
        config=platformdirs.user_config_path(APP, appauthor=False, roaming=True),
        data=platformdirs.user_data_path(APP, appauthor=False),
        logs=platformdirs.user_log_path(APP, appauthor=False),
    )


def _create(folder: Path) -> None:
    try:
        # `mkdir(parents=True)` would give only the last folder the mode.
        missing = [path for path in (folder, *folder.parents) if not path.exists()]
        for path in reversed(missing):
            path.mkdir(mode=0o700, exist_ok=True)
        if not folder.is_dir():
            raise NotADirectoryError(0, "there is a file of that name")
    except OSError as error:
        raise KnownError(
            f"The folder {folder} cannot be made: {error.strerror or error}. "
            f"Make it by hand, or name another one in the environment variable {HOME_VARIABLE}."
        ) from None
