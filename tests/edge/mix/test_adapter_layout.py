"""An adapter's bytes are those that the GGUF library writes."""

from __future__ import annotations

from pathlib import Path

import gguf
import numpy as np
import pytest

from ilora_edge.mix.adapter_layout import lay_out_adapter
from ilora_edge.untrusted.gguf_reader import read_gguf_header

# Sizes that are not a multiple of the alignment, and a name and an architecture of odd length.
SHAPES = {
    "blk.0.attn_q.weight.lora_a": (16, 3),
    "blk.0.attn_q.weight.lora_b": (5, 16),
    "blk.10.ffn_down.weight.lora_a": (1, 1),
    "blk.10.ffn_down.weight.lora_b": (7, 1),
}


@pytest.mark.parametrize("shapes", [SHAPES, dict(list(SHAPES.items())[:1])])
@pytest.mark.parametrize("architecture", ["llama", "qwen2"])
def test_the_bytes_are_the_library_s(
    shapes: dict[str, tuple[int, int]], architecture: str, tmp_path: Path
) -> None:
    writer = gguf.GGUFWriter(str(tmp_path / "adapter.gguf"), architecture)
    writer.add_type(gguf.GGUFType.ADAPTER)
    writer.add_string(gguf.Keys.Adapter.TYPE, "lora")
    writer.add_float32(gguf.Keys.Adapter.LORA_ALPHA, 0.0)
    values = {}
    for n, (name, shape) in enumerate(shapes.items(), 1):
        values[name] = np.full(shape, n, np.float32)
        writer.add_tensor(name, values[name])
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    data, places = lay_out_adapter(shapes, architecture)
    for name, tensor in values.items():
        data.data[places[name] : places[name] + tensor.nbytes] = tensor.tobytes()
    assert data.tobytes() == (tmp_path / "adapter.gguf").read_bytes()
    tensors = read_gguf_header(tmp_path / "adapter.gguf").tensors
    assert places == {name: tensor.offset for name, tensor in tensors.items()}
