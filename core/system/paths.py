"""Where the program keeps its files. The only module that imports platformdirs."""

from __future__ import annotations

import os
import re
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from core.model.errors import KnownError

APP = "bucketferry"

#: Puts everything into one folder: for a portable installation, and for trying things out.
HOME_VARIABLE = "BUCKETFERRY_HOME"

#: What this program makes in its folders, which may be folders that hold other things as well.
_OURS = re.compile(
    r"\.?accounts\.json.*|\.?secrets\.json.*|journal\.db.*|window\.(ini|lock).*|\.?prices\.toml.*|logs|instances|sandbox"
    r"|bucketferry\.log.*|crash\.log"
)


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
    def secrets(self) -> Path:
        """The encrypted secrets, where there is no keyring and the user wants the file."""
        return self.config / "secrets.json"

    @property
    def journal(self) -> Path:
        return self.data / "journal.db"

    @property
    def instances(self) -> Path:
        """One locked file for each engine that runs on the journal."""
        return self.data / "instances"

    def create(self) -> None:
        """Make the folders that are missing, and make what there is of ours private. Raise `KnownError` when it fails.

        Folders are for this user alone (mode 0700), files too (0600), whatever they were before. A folder that also
        holds what is not ours keeps its mode.
        """
        for folder in (self.config, self.data, self.logs):
            _create(folder)
        for folder in (self.config, self.data):
            _close_to_others(folder)


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


@contextmanager
def private_files() -> Iterator[None]:
    """Whatever this process makes inside is for this user alone. For a front end, around all that it does."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def _close_to_others(folder: Path) -> None:
    """Take all rights of others from what is ours. A file system without such rights is left as it is."""
    foreign = False
    for path in folder.iterdir():
        if not _OURS.fullmatch(path.name):
            foreign = True
        elif not path.is_symlink():
            for each in (path, *path.rglob("*")) if path.is_dir() else (path,):
                _make_private(each)
    if not foreign:
        _make_private(folder)


def _make_private(path: Path) -> None:
    with suppress(OSError):
        mode = path.lstat().st_mode
        if not stat.S_ISLNK(mode) and mode & 0o077:
            path.chmod(stat.S_IMODE(mode) & 0o700)


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


def replace_file(path: Path, data: bytes) -> None:
    """Write a file so that after a crash it holds all of the old or all of the new bytes; mode 0600."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)  # made with mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut; Windows does that itself and cannot open a folder."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
