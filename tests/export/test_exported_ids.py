"""What other services call the items goes from a run into the manifest of its bundle."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from tiny import tiny_bundle, tiny_run

from ilora_edge.bundle import external_ids
from ilora_edge.bundle.files import read_manifest
from ilora_export.model_files import converted, write_model_files
from ilora_export.presets import PRESETS


def test_a_bundle_has_the_ids_of_its_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = tiny_run(tmp_path)
    run.items[1] = dataclasses.replace(
        run.items[1], external_ids={"imdb": "tt0113277", "tmdb": "949"}
    )
    assert read_manifest(tiny_bundle(run, tmp_path / "bundle")).external_ids.to_json() == {
        "imdb": {"tt0113277": 2},
        "tmdb": {"949": 2},
    }
    # What the manifest has no room for is said.
    monkeypatch.setattr(external_ids, "MAX_BYTES", 40)
    (tmp_path / "small").mkdir()
    manifest, remarks = write_model_files(run, tmp_path / "small", converted(run, PRESETS["full"]))
    assert manifest.external_ids.counts() == {"imdb": 1}
    assert any("ids of tmdb" in remark for remark in remarks)
