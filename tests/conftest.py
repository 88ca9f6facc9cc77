"""Fixtures shared by the tests of all packages."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# tests/conftest.py lies in the checkout, and the data sets beside it.
SHARED_DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data"

# No test asserts a time, hypothesis' own deadline included.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of research data sets, which are not part of this repository."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"no data sets at {SHARED_DATA}")
    return SHARED_DATA
