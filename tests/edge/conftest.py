"""A tiny bundle of the true shapes, for tests of the format."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle that no test changes."""
    from tiny import tiny_bundle, tiny_run

    folder = tmp_path_factory.mktemp("tiny")
    return tiny_bundle(tiny_run(folder / "run"), folder / "bundle")


@pytest.fixture
def own(tiny: Path, tmp_path: Path) -> Path:
    """A copy that a test may damage."""
    return Path(shutil.copytree(tiny, tmp_path / "bundle"))
