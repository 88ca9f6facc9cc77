"""What is packed at once is, byte for byte, what gguf's own writer writes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gguf
import pytest

from ilora_edge.llama.gguf_writer import GGUFWriter

TYPES = [gguf.TokenType.NORMAL, gguf.TokenType.BYTE, gguf.TokenType.CONTROL]


def _written(writer: gguf.GGUFWriter, path: Path, values: dict[str, Any]) -> bytes:
    for name, value in values.items():
        writer.add_array(name, value)
    writer.add_string("name", "Clay")
    writer.add_uint32("count", 7)
    writer.add_token_list(["a", "\u0120b", "\u2581", ""])
    writer.add_token_types(TYPES)
    writer.add_token_scores([0.0, -1.5, float("-inf")])
    try:
        writer.write_header_to_file(path)
        writer.write_kv_data_to_file()
    finally:
        writer.close()
    return path.read_bytes()


@pytest.mark.parametrize("endianess", gguf.GGUFEndian)
@pytest.mark.parametrize(
    "value",
    [
        ["a", "caf\u00e9", ""],
        [b"bytes", b""],
        ["text", b"and bytes"],
        [1, -2, 2**31 - 1],
        [True, False],
        [0.5, -1e30],
        [[1, 2], [3]],
        ("a", "tuple"),
        b"\x00\x01",
    ],
)
def test_the_bytes_are_the_same(value: Any, endianess: gguf.GGUFEndian, tmp_path: Path) -> None:
    ours, theirs = (
        _written(kind(None, "llama", endianess=endianess), tmp_path / kind.__module__, {"x": value})
        for kind in (GGUFWriter, gguf.GGUFWriter)
    )
    assert ours == theirs


@pytest.mark.parametrize("value", [[1, "mixed"], [1, 0.5], [2**31]])
def test_what_cannot_be_packed_is_refused_alike(value: Any, tmp_path: Path) -> None:
    for kind in (GGUFWriter, gguf.GGUFWriter):
        with pytest.raises(Exception, match=r"same type|int too large|format requires"):
            _written(kind(None, "llama"), tmp_path / "x", {"x": value})


def test_the_type_of_a_list_may_be_given(tmp_path: Path) -> None:
    kind = gguf.GGUFValueType
    found = []
    for writer in (GGUFWriter(None, "llama"), gguf.GGUFWriter(None, "llama")):
        writer.add_key_value("a", [1, 2], kind.ARRAY, sub_type=kind.INT32)
        writer.add_key_value("b", [1, 2], kind.ARRAY, sub_type=kind.UINT64)
        found.append(_written(writer, tmp_path / "x", {}))
    assert found[0] == found[1]
