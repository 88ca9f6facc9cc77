"""The mix folded into the weights: a private copy of the backbone, in memory, for one person.

An adapter costs llama.cpp two more products, a scaling and a sum per matrix; folded weights,

    W' = W + B diag(s) A,        s = alpha / r * K * w, per rank (arXiv 2408.10159, section 3)

cost nothing once they are there. The copy is a GGUF file that exists in memory alone; llama.cpp
maps it as any file, and what is written here it sees there. The adapted matrices are float32 in
it, so nothing is rounded that an adapter would not round, and each mix begins from the file's own
weights, so nothing adds up from one person to the next.
"""

from __future__ import annotations

import mmap
import os
import struct
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from ilora_edge.errors import EngineError
from ilora_edge.mix.experts import LORA_A, LORA_B, ExpertShape
from ilora_edge.untrusted.gguf_reader import GGUFHeader, TensorInfo

FloatArray = npt.NDArray[np.float32]

ToFloat: TypeAlias = Callable[[memoryview, FloatArray], None]
"""Fills an array with the numbers that stored weights are."""

FOLDABLE = ("f32", "f16", "bf16")
"""Types of an adapted matrix that float32 holds exactly and at bearable size."""
# Multiplications of one product: OpenBLAS starts threads of its own for more, which then wait
# spinning and take the cores from llama.cpp's (measured: twice the time of a whole user).
_PRODUCT = 1 << 18
_COPY_BYTES = 1 << 22
_F32 = 0


def can_fold(header: GGUFHeader, experts: Mapping[str, FloatArray]) -> bool:
    """Return whether the matrices that have experts can be made float32 in memory here."""
    matrices = [header.tensors[n.removesuffix(LORA_A)] for n in experts if n.endswith(LORA_A)]
    return hasattr(os, "memfd_create") and all(m.type_name in FOLDABLE for m in matrices)


class FoldedModel:
    """A backbone's copy whose adapted matrices hold one mix; Linux only.

    Parameters
    ----------
    path, header
        The backbone's file and its header, checked.
    experts
        As ``experts.safetensors`` holds them; they fit the backbone.
    shape
        Of the experts.
    to_float
        From the stored weights of a type to float32.
    frugal
        Do not keep the pages mapped that llama.cpp maps as well: they would count twice.

    Raises EngineError where a matrix cannot be folded or memory is lacking.
    """

    def __init__(
        self,
        path: Path,
        header: GGUFHeader,
        experts: Mapping[str, FloatArray],
        shape: ExpertShape,
        to_float: Mapping[str, ToFloat],
        frugal: bool = False,
    ) -> None:
        self._shape = shape
        self._frugal = frugal
        names = [n.removesuffix(LORA_A) for n in experts if n.endswith(LORA_A)]
        head, places, length = _layout(path, header, frozenset(names))
        try:
            self._descriptor = os.memfd_create("ilora-edge-folded")
        except (AttributeError, OSError) as error:
            raise EngineError(f"no memory file for a folded model ({error})") from error
        try:
            os.ftruncate(self._descriptor, length)
            self._memory = mmap.mmap(self._descriptor, length)
            self._memory[: len(head)] = head
            for name, tensor in header.tensors.items():
                if name not in names:
                    self._copy(path, tensor, places[name])
            self._let_go()
            self._source = os.open(path, os.O_RDONLY)
        except (OSError, ValueError) as error:
            os.close(self._descriptor)
            raise EngineError(f"no memory for a folded copy of {path} ({error})") from error
        self.path = Path(f"/proc/self/fd/{self._descriptor}")
        self._layers = [
            _FoldedLayer(
                header.tensors[n],
                np.frombuffer(self._memory, np.float32, _n_elements(header.tensors[n]), places[n]),
                experts[n + LORA_A],
                experts[n + LORA_B],
                to_float[header.tensors[n].type_name],
            )
            for n in names
        ]

    def fold(self, gate_weights: FloatArray) -> None:
        """Put the mix for these gate weights, (K,), in the place of the one before."""
        scales = self._shape.rank_scales(np.asarray(gate_weights, dtype=np.float32))
        for layer in self._layers:
            layer.fold(scales, self._source)
            self._let_go()

    def _let_go(self) -> None:
        """Unmap what was written; it stays in the memory file, and is mapped again when touched."""
        if self._frugal:
            self._memory.madvise(mmap.MADV_DONTNEED)

    def close(self) -> None:
        """Free the copy; whoever maps it must have been closed before. Safe to call twice."""
        if self._descriptor >= 0:
            # Views into the mapping keep it alive until they are gone.
            self._layers = []
            self._memory.close()
            os.close(self._descriptor)
            os.close(self._source)
            self._descriptor = -1

    def _copy(self, path: Path, tensor: TensorInfo, place: int) -> None:
        with path.open("rb") as file:
            file.seek(tensor.offset)
            left = tensor.size
            while left:
                data = file.read(min(left, _COPY_BYTES))
                if not data:
                    raise OSError("the file has become shorter")
                self._memory[place : place + len(data)] = data
                place += len(data)
                left -= len(data)


class _FoldedLayer:
    """One matrix (d_out, d_in), its experts, and where it goes."""

    def __init__(
        self,
        stored: TensorInfo,
        target: FloatArray,
        lora_a: FloatArray,
        lora_b: FloatArray,
        to_float: ToFloat,
    ) -> None:
        d_out, d_in = lora_b.shape[0], lora_a.shape[1]
        self._offset, self._row_bytes = stored.offset, stored.size // d_out
        self._target = target.reshape(d_out, d_in)
        self._lora_a, self._lora_b = lora_a, lora_b
        self._to_float = to_float
        self._step = max(1, _PRODUCT // (len(lora_a) * d_in))
        self._stored = bytearray(self._step * self._row_bytes)
        self._product = np.empty((self._step, d_in), np.float32)

    def fold(self, scales: FloatArray, source: int) -> None:
        """Write ``W + B diag(scales) A``; W is read, not mapped: it is needed only here."""
        scaled = self._lora_b * scales
        for start in range(0, len(scaled), self._step):
            rows = self._target[start : start + self._step]
            stored = memoryview(self._stored)[: len(rows) * self._row_bytes]
            at = self._offset + start * self._row_bytes
            if os.preadv(source, [stored], at) != len(stored):
                raise EngineError("the backbone's file has become shorter")
            product = self._product[: len(rows)]
            np.matmul(scaled[start : start + self._step], self._lora_a, out=product)
            self._to_float(stored, rows)
            np.add(rows, product, out=rows)


def _n_elements(tensor: TensorInfo) -> int:
    return int(np.prod(tensor.shape, dtype=np.int64))


def _layout(
    path: Path, header: GGUFHeader, folded: frozenset[str]
) -> tuple[bytes, dict[str, int], int]:
    """Return the copy's header, where each tensor begins, and the whole length.

    Keys and values are the file's own bytes; of the tensors, types and offsets change.
    """
    alignment = int(str(header.metadata.get("general.alignment", 32)))
    with path.open("rb") as file:
        head = bytearray(file.read(header.tensors_at))
    places: dict[str, int] = {}
    length = 0
    for name, tensor in header.tensors.items():
        is_folded = name in folded
        kind = _F32 if is_folded else tensor.type_number
        data = name.encode()
        head += struct.pack("<Q", len(data)) + data
        head += struct.pack(f"<I{len(tensor.shape)}Q", len(tensor.shape), *tensor.shape)
        head += struct.pack("<IQ", kind, length)
        places[name] = length
        size = 4 * _n_elements(tensor) if is_folded else tensor.size
        length += -(-size // alignment) * alignment
    start = -(-len(head) // alignment) * alignment
    head += bytes(start - len(head))
    return bytes(head), {name: start + place for name, place in places.items()}, start + length
