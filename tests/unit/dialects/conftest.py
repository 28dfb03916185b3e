"""Tests that take `vendor` run once for each of the three protocols."""

from __future__ import annotations

import pytest

from tests.doubles.vendors import VENDORS, Vendor


@pytest.fixture(scope="session", params=VENDORS, ids=str)
def vendor(request: pytest.FixtureRequest) -> Vendor:
    """Each protocol in turn."""
    found: Vendor = request.param
    return found
