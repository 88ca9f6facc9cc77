"""The folded copy as a file: whatever the tensors' sizes, each lies where its header says."""

from __future__ import annotations

import os
from pathlib import Path

import gguf
import numpy as np
import pytest

from ilora_edge.errors import EngineError
from ilora_edge.mix import folding
from ilora_edge.mix.experts import LORA_A, LORA_B, ExpertShape
from ilora_edge.mix.folding import FoldedModel
from ilora_edge.untrusted.gguf_reader import read_gguf_header

# Of float32 none of them fills a multiple of 32 bytes but the matrix of 8 x 8.
SHAPES = {"a.weight": (5,), "b.weight": (3, 7), "c.weight": (8, 8), "d.weight": (1,)}
SCALES = np.array([2.0, 0.5, 1.0, -1.0], np.float32)


def write(path: Path) -> dict[str, np.ndarray]:
    random = np.random.default_rng(0)
    tensors = {n: random.normal(size=s).astype(np.float32) for n, s in SHAPES.items()}
    writer = gguf.GGUFWriter(path, "llama")
    for name, tensor in tensors.items():
        writer.add_tensor(name, tensor)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return tensors


@pytest.mark.skipif(not hasattr(os, "memfd_create"), reason="Linux only")
@pytest.mark.parametrize("frugal", [False, True])
@pytest.mark.parametrize("rows_at_once", [3, 2, 1])
def test_tensors_of_any_size_are_found_again(
    tmp_path: Path, frugal: bool, rows_at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folding, "_PRODUCT", rows_at_once * 4 * 7)
    path = tmp_path / "model.gguf"
    tensors = write(path)
    random = np.random.default_rng(1)
    lora_a = random.normal(size=(4, 7)).astype(np.float32)
    lora_b = random.normal(size=(3, 4)).astype(np.float32)
    experts = {f"b.weight{LORA_A}": lora_a, f"b.weight{LORA_B}": lora_b}

    def to_float(stored: memoryview, rows: np.ndarray) -> None:
        rows[:] = np.frombuffer(stored, np.float32).reshape(rows.shape)

    shape = ExpertShape(n_experts=4, lora_rank=4, lora_alpha=1.0)
    folded = FoldedModel(path, read_gguf_header(path), experts, shape, {"f32": to_float}, frugal)
    whole = path.read_bytes()
    try:
        path.write_bytes(whole[:-350])
        with pytest.raises(EngineError, match="has become shorter"):
            folded.fold(SCALES)
        path.write_bytes(whole)
        # alpha / r * K is 1: the gate weights are the scales.
        folded.fold(SCALES)
        read = gguf.GGUFReader(folded.path).tensors
        copy = {t.name: np.array(t.data) for t in read}
    finally:
        folded.close()
    assert list(copy) == list(SHAPES)
    # As llama.cpp demands it.
    assert [t.data_offset % 32 for t in read] == [0] * len(read)
    expected = tensors | {"b.weight": tensors["b.weight"] + lora_b * SCALES @ lora_a}
    for name, tensor in expected.items():
        np.testing.assert_allclose(copy[name], tensor, atol=1e-6, err_msg=name)
