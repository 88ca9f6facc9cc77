"""Fixtures shared by the tests of all packages."""

from __future__ import annotations

import os
from collections.abc import Iterator
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


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is cached during the tests is not the person's who runs them."""
    before = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        del os.environ["XDG_CACHE_HOME"]
    else:
        os.environ["XDG_CACHE_HOME"] = before
