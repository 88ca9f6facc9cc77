"""A tiny bundle of the true shapes, for tests of the format."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from ilora_edge.bundle.files import MODEL_CARD, describe_files, read_manifest, write_manifest


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle that no test changes."""
    from tiny import tiny_bundle, tiny_run

    folder = tmp_path_factory.mktemp("tiny")
    bundle = tiny_bundle(tiny_run(folder / "run"), folder / "bundle")
    (bundle / MODEL_CARD).write_text("# tiny\n\nRandom weights.\n" * 100)
    write_manifest(bundle, replace(read_manifest(bundle), files=describe_files(bundle)))
    return bundle


@pytest.fixture
def own(tiny: Path, tmp_path: Path) -> Path:
    """A copy that a test may damage."""
    return Path(shutil.copytree(tiny, tmp_path / "bundle"))
