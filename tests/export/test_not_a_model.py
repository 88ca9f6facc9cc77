"""Folders that are not checkpoints, though a person may think so."""

from __future__ import annotations

from pathlib import Path

import pytest

from ilora_edge.errors import CheckpointError
from ilora_export.checkpoint_tensors import load_checkpoint
from ilora_export.gguf_backbone import read_config

POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n"


def test_a_pointer_is_named(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(POINTER)
    with pytest.raises(CheckpointError, match=r"config\.json is a Git LFS pointer"):
        read_config(tmp_path)
    (tmp_path / "model.safetensors").write_text(POINTER)
    with pytest.raises(CheckpointError, match=r"model\.safetensors is a Git LFS pointer"):
        load_checkpoint(tmp_path, None)  # type: ignore[arg-type]


def test_an_adapter_is_named(tmp_path: Path) -> None:
    (tmp_path / "adapter_config.json").write_text("{}")
    with pytest.raises(CheckpointError, match="is a PEFT adapter, not a whole model; merge it"):
        read_config(tmp_path)
    (tmp_path / "adapter_model.safetensors").write_bytes(b"")
    with pytest.raises(CheckpointError, match="holds a PEFT adapter, and no whole model"):
        load_checkpoint(tmp_path, None)  # type: ignore[arg-type]
