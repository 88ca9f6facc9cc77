"""The experts and their mix: K low-rank experts become one adapter for one person.

For one person with gate weights w, an adapted matrix acts as (iLoRA, arXiv 2408.10159)

    y = W x + (alpha / r) * sum_k (K * w_k) * B_k A_k x

The K experts stand side by side in the rank dimension: A is (r, d_in), B is (d_out, r), expert k
owning rows (columns) ``k * r/K`` to ``(k + 1) * r/K``. The mix is therefore one scaling of B's
columns, and the result is one plain LoRA of rank r instead of K adapters with scales.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError, safe_open

from ilora_edge.errors import BundleError
from ilora_edge.mix.adapter_layout import lay_out_adapter
from ilora_edge.system.patterns import pattern
from ilora_edge.titles import printable
from ilora_edge.untrusted.gguf_reader import GGUFHeader, quoted

FloatArray = npt.NDArray[np.float32]

LORA_A = ".lora_a"
LORA_B = ".lora_b"
# ggml's fast matrix product is skipped for other ranks; zero rows cost less than that.
RANK_MULTIPLE = 16
MAX_HEADER_BYTES = 4 << 20
"""Of a safetensors file; 512 layers with seven experts each take a quarter of it."""
_TYPES = ("F32", "F16")
_NAME = pattern(r"blk\.\d{1,3}\.(?:attn_(?:q|k|v|output)|ffn_(?:gate|up|down))\.weight\.lora_[ab]")


@dataclass(frozen=True, slots=True)
class ExpertShape:
    """How the experts are stored: K experts, their total rank r and LoRA's alpha."""

    n_experts: int
    lora_rank: int
    lora_alpha: float

    def rank_scales(self, gate_weights: FloatArray) -> FloatArray:
        """Return the factor of each rank, ``alpha / r * K * w_k``: shape (r,)."""
        per_expert = gate_weights * (self.lora_alpha / self.lora_rank * self.n_experts)
        return np.repeat(per_expert, self.lora_rank // self.n_experts).astype(np.float32)


def load_experts(path: Path, shape: ExpertShape) -> dict[str, FloatArray]:
    """Read ``experts.safetensors``.

    It holds ``blk.N.attn_q.weight.lora_a``, (r, d_in), and ``.lora_b``, (d_out, r), and so on,
    float32 or float16.

    Raises
    ------
    BundleError
        The file is not safetensors, a name or a type is unknown, a pair is incomplete, a rank
        differs from the manifest's or a value is not finite.
    """
    try:
        _check_header(path)
        with safe_open(path, framework="numpy") as file:
            names = frozenset(file.keys())
            sizes = {}
            for name in sorted(names):
                # Before any value is read.
                piece = file.get_slice(name)
                sizes[name] = tuple(piece.get_shape())
                _check_half(name, names, piece.get_dtype(), sizes[name], shape)
            tensors = _room(sizes)
            for name, tensor in tensors.items():
                tensor[...] = file.get_tensor(name)
    except (SafetensorError, OSError, TypeError) as error:
        reason = printable(str(error))[:300]
        raise BundleError(
            f"{path}: not a usable safetensors file ({reason}); export the bundle again"
        ) from error
    except ValueError as error:
        raise BundleError(f"{path}: {error}; export the bundle again") from error
    if not tensors:
        raise BundleError(f"{path}: holds no expert; export the bundle again")
    for name, tensor in tensors.items():
        if not np.isfinite(tensor).all():
            raise BundleError(
                f"{path}: {name} holds values that are not finite; export the bundle again"
            )
    return tensors


def check_experts_fit(header: GGUFHeader, experts: dict[str, FloatArray], path: Path) -> None:
    """Compare every A, (r, d_in), and B, (d_out, r), with the backbone's matrix of its name.

    Raises
    ------
    BundleError
        There is no such matrix or it has another shape: the experts belong to another backbone.
    """
    for name, tensor in experts.items():
        is_a = name.endswith(LORA_A)
        matrix = header.tensors.get(name.removesuffix(LORA_A if is_a else LORA_B))
        # GGUF's order: (d_in, d_out).
        if matrix is None or matrix.shape[not is_a] != tensor.shape[is_a]:
            found = "no such matrix" if matrix is None else f"a matrix of {matrix.shape}"
            raise BundleError(
                f"{path}: {name} of {tensor.shape} finds {found} in the backbone; "
                "these experts belong to another one"
            )


def _check_header(path: Path) -> None:
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
    if length > min(MAX_HEADER_BYTES, path.stat().st_size - 8):
        raise ValueError(f"its header claims {length} bytes")


def _room(sizes: Mapping[str, tuple[int, ...]]) -> dict[str, FloatArray]:
    """Return tensors of these sizes, the halves A one after the other in memory, and so the B.

    Hundreds of pieces of memory cost twice as much as two.
    """
    places: dict[str, FloatArray] = {}
    for half in (LORA_A, LORA_B):
        names = [name for name in sizes if name.endswith(half)]
        ends = [*accumulate((math.prod(sizes[name]) for name in names), initial=0)]
        memory = np.empty(ends[-1], np.float32)
        for name, start, end in zip(names, ends, ends[1:], strict=False):
            places[name] = memory[start:end].reshape(sizes[name])
    return {name: places[name] for name in sizes}


def _check_half(
    name: str, names: frozenset[str], dtype: str, size: tuple[int, ...], shape: ExpertShape
) -> None:
    """Raise ValueError where a tensor is no half of a pair of the manifest's rank."""
    half = name[-len(LORA_A) :]
    other = name.removesuffix(half) + (LORA_B if half == LORA_A else LORA_A)
    if not _NAME.fullmatch(name) or other not in names or len(size) != 2 or 0 in size:
        raise ValueError(f"{quoted(name)} is not half of a lora_a, lora_b pair")
    if size[half == LORA_B] != shape.lora_rank or dtype not in _TYPES:
        raise ValueError(
            f"{name} is {dtype} {size}, not {' or '.join(_TYPES)} of rank {shape.lora_rank} as "
            "the manifest says"
        )


class ExpertMixer:
    """Mixes the experts of a bundle into one adapter, in memory.

    The adapter's GGUF bytes are laid out once; a mix rewrites only the scaled B tensors in place.
    With ``frugal`` they are laid out for each mix, and kept by nobody but the caller. Where the
    adapter is loaded already, a mix is written into its own tensors.
    """

    def __init__(
        self,
        experts: Mapping[str, FloatArray],
        shape: ExpertShape,
        arch: str,
        rank_multiple: int = RANK_MULTIPLE,
        frugal: bool = False,
    ) -> None:
        self.shape = shape
        self._experts = experts
        self._arch = arch
        self._rank = -(-shape.lora_rank // rank_multiple) * rank_multiple
        self._halves_b = {n: t for n, t in experts.items() if n.endswith(LORA_B)}
        self._places: dict[str, int] = {}
        self._laid_out = None if frugal else self._lay_out()
        if not frugal:
            # The halves A are in the adapter's bytes now.
            self._experts = {}

    def mix(self, gate_weights: FloatArray) -> memoryview:
        """Return the GGUF bytes of the adapter for these gate weights, shape (K,).

        The memory is the mixer's own and is overwritten by the next call.
        """
        scales = self.shape.rank_scales(np.asarray(gate_weights, dtype=np.float32))
        buffer, places = self._laid_out or self._lay_out()
        self._scale(scales, places)
        return buffer.data

    def mix_into(self, gate_weights: FloatArray, places: Mapping[str, FloatArray]) -> None:
        """Write the mix for these gate weights, (K,), into a loaded adapter's B tensors."""
        scales = self.shape.rank_scales(np.asarray(gate_weights, dtype=np.float32))
        self._scale(scales, places)

    def halves_b(self, buffer: memoryview) -> dict[str, FloatArray]:
        """Return each B, (d_out, rank), as it lies in bytes that ``mix`` has returned."""
        return {
            name: np.frombuffer(buffer, np.float32, len(t) * self._rank, self._places[name])
            .reshape(len(t), self._rank)
            for name, t in self._halves_b.items()
        }  # fmt: skip

    def _scale(self, scales: FloatArray, places: Mapping[str, FloatArray]) -> None:
        for name, lora_b in self._halves_b.items():
            np.multiply(lora_b, scales, out=places[name][:, : lora_b.shape[1]])

    def _lay_out(self) -> tuple[npt.NDArray[np.uint8], dict[str, FloatArray]]:
        """Return an adapter's bytes, its halves A in them, and the place of each half B."""
        # Ranks up to the multiple are zero: the product B A is unchanged.
        shapes = {
            name: (self._rank, t.shape[1]) if name.endswith(LORA_A) else (t.shape[0], self._rank)
            for name, t in self._experts.items()
        }
        buffer, places = lay_out_adapter(shapes, self._arch)
        self._places = places
        for name, tensor in self._experts.items():
            if name.endswith(LORA_A):
                n = tensor.size
                np.frombuffer(buffer, np.float32, n, places[name])[:] = tensor.reshape(n)
        return buffer, self.halves_b(buffer.data)
