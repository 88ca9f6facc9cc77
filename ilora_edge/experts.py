"""The experts and their mix: K low-rank experts become one adapter for one person.

For one person with gate weights w, an adapted matrix acts as (iLoRA, arXiv 2408.10159)

    y = W x + (alpha / r) * sum_k (K * w_k) * B_k A_k x

The K experts stand side by side in the rank dimension: A is (r, d_in), B is (d_out, r), expert k
owning rows (columns) ``k * r/K`` to ``(k + 1) * r/K``. The mix is therefore one scaling of B's
columns, and the result is one plain LoRA of rank r instead of K adapters with scales.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import gguf
import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError, safe_open

from ilora_edge.errors import BundleError

FloatArray = npt.NDArray[np.float32]

LORA_A = ".lora_a"
LORA_B = ".lora_b"
# ggml's fast matrix product is skipped for other ranks; zero rows cost less than that.
RANK_MULTIPLE = 16


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

    It holds ``blk.N.attn_q.weight.lora_a``, (r, d_in), and ``.lora_b``, (d_out, r), and so on.

    Raises
    ------
    BundleError
        The file is not safetensors, a pair is incomplete, a rank differs from the manifest's or
        a value is not finite.
    """
    try:
        with safe_open(path, framework="numpy") as file:
            tensors = {name: np.asarray(file.get_tensor(name)) for name in sorted(file.keys())}
    except (SafetensorError, OSError, TypeError) as error:
        raise BundleError(f"{path}: not a usable safetensors file ({error})") from error
    if not tensors:
        raise BundleError(f"{path}: holds no expert; export the bundle again")
    for name, tensor in tensors.items():
        other = name.removesuffix(LORA_A) + LORA_B if name.endswith(LORA_A) else None
        if other is None:
            other = name.removesuffix(LORA_B) + LORA_A
        axis = 0 if name.endswith(LORA_A) else 1
        if other not in tensors or other == name or tensor.ndim != 2:
            raise BundleError(f"{path}: {name} is not half of a lora_a, lora_b pair")
        if tensor.shape[axis] != shape.lora_rank or tensor.dtype != np.float32:
            raise BundleError(
                f"{path}: {name} is {tensor.dtype} {tensor.shape}, "
                f"not float32 of rank {shape.lora_rank} as the manifest says"
            )
        if not np.isfinite(tensor).all():
            raise BundleError(f"{path}: {name} holds values that are not finite")
    return tensors


class ExpertMixer:
    """Mixes the experts of a bundle into one adapter, in memory.

    The adapter's GGUF bytes are laid out once; a mix rewrites only the scaled B tensors in place.
    """

    def __init__(self, experts: dict[str, FloatArray], shape: ExpertShape, arch: str) -> None:
        self.shape = shape
        rank = -(-shape.lora_rank // RANK_MULTIPLE) * RANK_MULTIPLE
        self._buffer, offsets = _lay_out(experts, rank, arch)
        # Each B, (d_out, r), beside its place in the adapter's bytes.
        self._scaled: list[tuple[FloatArray, FloatArray]] = []
        for name, lora_b in experts.items():
            if name.endswith(LORA_B):
                size = lora_b.shape[0] * rank
                whole = np.frombuffer(self._buffer, np.float32, size, offsets[name])
                target = whole.reshape(lora_b.shape[0], rank)[:, : shape.lora_rank]
                self._scaled.append((lora_b, target))

    def mix(self, gate_weights: FloatArray) -> memoryview:
        """Return the GGUF bytes of the adapter for these gate weights, shape (K,).

        The memory is the mixer's own and is overwritten by the next call.
        """
        scales = self.shape.rank_scales(np.asarray(gate_weights, dtype=np.float32))
        for lora_b, target in self._scaled:
            np.multiply(lora_b, scales, out=target)
        return memoryview(self._buffer)


def pad_rank(name: str, tensor: FloatArray, rank: int) -> FloatArray:
    """Append zero ranks to an A or a B up to ``rank``; the product B A is unchanged."""
    missing = rank - tensor.shape[0 if name.endswith(LORA_A) else 1]
    return np.pad(
        tensor, ((0, missing), (0, 0)) if name.endswith(LORA_A) else ((0, 0), (0, missing))
    )


def write_adapter(path: Path, tensors: dict[str, FloatArray], arch: str) -> None:
    """Write a LoRA adapter as GGUF; all scaling is in the tensors (alpha 0 means: none)."""
    writer = gguf.GGUFWriter(str(path), arch)
    writer.add_type(gguf.GGUFType.ADAPTER)
    writer.add_string(gguf.Keys.Adapter.TYPE, "lora")
    writer.add_float32(gguf.Keys.Adapter.LORA_ALPHA, 0.0)
    for name, tensor in tensors.items():
        writer.add_tensor(name, np.ascontiguousarray(tensor, dtype=np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _lay_out(
    experts: dict[str, FloatArray], rank: int, arch: str
) -> tuple[bytearray, dict[str, int]]:
    """Return an adapter's GGUF bytes, ranks padded, and where each tensor starts in them."""
    with tempfile.TemporaryDirectory(prefix="ilora-edge-") as folder:
        path = Path(folder) / "adapter.gguf"
        write_adapter(path, {n: pad_rank(n, t, rank) for n, t in experts.items()}, arch)
        offsets = {t.name: int(t.data_offset) for t in gguf.GGUFReader(path).tensors}
        return bytearray(path.read_bytes()), offsets
