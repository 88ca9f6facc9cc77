"""What other services call the items goes from a run into the manifest of its bundle."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from tiny import tiny_bundle, tiny_run

from ilora_edge.bundle.files import read_manifest
from ilora_edge.catalogue import external_ids
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
    assert "left out: ids of tmdb: a manifest has no room for them" in remarks


def test_why_a_kind_of_ids_is_left_out_is_said(tmp_path: Path) -> None:
    run = tiny_run(tmp_path)
    for n in (0, 1):
        ids = {"imdb": f"tt{n}", "tmdb": "949", "tvdb": str(n)}
        run.items[n] = dataclasses.replace(run.items[n], external_ids=ids)
    (tmp_path / "bundle").mkdir()
    written = converted(run, PRESETS["full"])
    manifest, remarks = write_model_files(run, tmp_path / "bundle", written)
    assert manifest.external_ids.counts() == {"imdb": 2}
    assert [remark for remark in remarks if remark.startswith("left out")] == [
        "left out: ids of tmdb: several items have the same",
        "left out: ids of tvdb: they are of no kind that a manifest has",
    ]
