"""What several contract suites stand on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.doubles.ground import Ground, ground_of


@pytest.fixture(params=["oss", "cos", "s3"])
def ground(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ground]:
    """A sandbox that counts, and an engine on it, on each protocol."""
    with ground_of(request.param, tmp_path) as made:
        yield made
