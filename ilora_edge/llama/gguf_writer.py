"""gguf's writer, with the lists of a vocabulary packed at once: it packs them value by value."""

from __future__ import annotations

import struct
from typing import Any

import gguf


class GGUFWriter(gguf.GGUFWriter):  # type: ignore[misc]
    """Writes the same bytes; a vocabulary of 128,000 tokens in a fraction of a second."""

    def _pack_val(
        self, val: Any, vtype: gguf.GGUFValueType, add_vtype: bool, sub_type: Any = None
    ) -> bytes:
        is_little = self.endianess == gguf.GGUFEndian.LITTLE
        if vtype == gguf.GGUFValueType.ARRAY and is_little and isinstance(val, list):
            packed = _packed(val)
            if packed is not None and sub_type in (None, packed[0]):
                head = struct.pack("<I", vtype) if add_vtype else b""
                return head + struct.pack("<IQ", packed[0], len(val)) + packed[1]
        found: bytes = super()._pack_val(val, vtype, add_vtype, sub_type)
        return found


def _packed(values: list[Any]) -> tuple[gguf.GGUFValueType, bytes] | None:
    """Return the type and the bytes of values of one usual kind, None for others."""
    kinds = {*map(type, values)}
    if kinds == {str}:
        texts = [text.encode("utf-8") for text in values]
        pieces = (piece for text in texts for piece in (struct.pack("<Q", len(text)), text))
        return gguf.GGUFValueType.STRING, b"".join(pieces)
    if kinds and all(issubclass(kind, int) and kind is not bool for kind in kinds):
        return gguf.GGUFValueType.INT32, struct.pack(f"<{len(values)}i", *values)
    if kinds == {float}:
        return gguf.GGUFValueType.FLOAT32, struct.pack(f"<{len(values)}f", *values)
    return None
