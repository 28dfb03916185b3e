"""What a user installs is complete: the wheel holds both packages and the resources, and finds them there."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

PROBE = """
import core
from core.rules.assets import resources
from core.rules.providers import provider_names
print(core.__file__)
print(resources())
print(",".join(provider_names()))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.mark.slow
def test_the_wheel_carries_every_source_file_and_every_resource(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    sources = {path.relative_to(ROOT).as_posix() for top in ("core", "gui") for path in (ROOT / top).rglob("*.py")}
    pictures = ROOT / "resources" / "screenshots"  # they are for the README
    files = [path for path in (ROOT / "resources").rglob("*") if path.is_file() and pictures not in path.parents]
    assets = {"gui/_resources/" + path.relative_to(ROOT / "resources").as_posix() for path in files}
    assert sources | assets <= names


@pytest.mark.slow
def test_the_wheel_carries_nothing_but_the_program(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"core", "gui"}


@pytest.mark.slow
def test_the_wheel_offers_the_command_and_its_licence(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    texts = {name.split("/", 1)[1]: name for name in archive.namelist() if ".dist-info/" in name}
    assert "bucketferry = core.cli.main:main" in archive.read(texts["entry_points.txt"]).decode()
    assert "Apache License" in archive.read(texts["licenses/LICENSE"]).decode()


@pytest.mark.slow
def test_an_installed_program_finds_its_resources_far_from_the_source_tree(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    env = {**os.environ, "PYTHONPATH": str(site)}
    done = subprocess.run(
        [sys.executable, "-c", PROBE], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    package, resources, providers = done.stdout.splitlines()
    assert Path(package).is_relative_to(site)
    assert Path(resources) == site / "gui" / "_resources"
    assert "oss" in providers.split(",")
