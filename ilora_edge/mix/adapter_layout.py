"""A LoRA adapter's GGUF bytes, laid out in memory with zeros where its tensors go.

The only GGUF the device writes, one kind with four keys: importing a library for it would take a
tenth of the time of a whole ``ilora-edge recommend``. Tests compare the bytes with that library's.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from ilora_edge.untrusted.gguf_reader import MAGIC

_VERSION = 3
_ALIGNMENT = 32
_STRING, _FLOAT32 = 8, 6
_F32 = 0


def lay_out_adapter(
    shapes: Mapping[str, tuple[int, int]], architecture: str
) -> tuple[npt.NDArray[np.uint8], dict[str, int]]:
    """Return an adapter's bytes, all weights zero, and where each tensor begins in them.

    Parameters
    ----------
    shapes
        Tensor name, as ``blk.0.attn_q.weight.lora_a``, to its shape, numpy's order; F32, row by
        row. All scaling is in the tensors (an alpha of 0 means: none).
    architecture
        The backbone's.
    """
    keys = [
        ("general.architecture", _text(architecture)),
        ("general.type", _text("adapter")),
        ("adapter.type", _text("lora")),
        ("adapter.lora.alpha", struct.pack("<If", _FLOAT32, 0.0)),
    ]
    header = bytearray(MAGIC + struct.pack("<IQQ", _VERSION, len(shapes), len(keys)))
    for key, value in keys:
        header += _string(key) + value
    places: dict[str, int] = {}
    length = 0
    for name, (rows, columns) in shapes.items():
        # GGUF names the length of a row first.
        header += _string(name) + struct.pack("<IQQIQ", 2, columns, rows, _F32, length)
        places[name] = length
        length = _aligned(length + 4 * rows * columns)
    start = _aligned(len(header))
    # numpy asks for large pages, which whoever writes the tensors has in a third of the time.
    buffer = np.zeros(start + length, np.uint8)
    buffer[: len(header)] = header
    return buffer, {name: start + place for name, place in places.items()}


def _text(value: str) -> bytes:
    return struct.pack("<I", _STRING) + _string(value)


def _string(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


def _aligned(position: int) -> int:
    return -(-position // _ALIGNMENT) * _ALIGNMENT
