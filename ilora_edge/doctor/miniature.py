"""Miniature Llamas of one base type, with experts: a wide one and a narrow one.

Tiled and repacked products begin at certain sizes: 256 wide (a K-quant's block), all dimensions
multiples of 64, prompts longer than two tiles of 32 tokens. Kernels that are right there have been
wrong on a model 32 wide, whose dimensions fill no tile.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import gguf
import numpy as np
import numpy.typing as npt

from ilora_edge.doctor.prompts import N_VOCAB
from ilora_edge.mix.experts import LORA_A, LORA_B, ExpertMixer, ExpertShape
from ilora_edge.untrusted.gguf_reader import TENSOR_TYPES

FloatArray = npt.NDArray[np.float32]

ARCHITECTURE = "llama"
N_LAYERS = 1
RMS_EPSILON = 1e-5
ROPE_BASE = 10_000.0


@dataclass(frozen=True, slots=True)
class Size:
    """The dimensions of a miniature."""

    n_embd: int
    n_heads: int
    n_kv_heads: int
    n_head: int
    n_ff: int

    @property
    def name(self) -> str:
        """What its files are called after."""
        return str(self.n_embd)


WIDE = Size(n_embd=256, n_heads=4, n_kv_heads=2, n_head=64, n_ff=512)
NARROW = Size(n_embd=32, n_heads=2, n_kv_heads=1, n_head=16, n_ff=96)

EXPERTS = ExpertShape(n_experts=4, lora_rank=16, lora_alpha=16.0)
GATE_WEIGHTS = np.array([0.4, 0.3, 0.2, 0.1], np.float32)

_SEED = 20241125
_TYPES = {name: (block, size) for name, block, size in TENSOR_TYPES.values()}
BASE_TYPES = ("f32", "f16", "bf16", *(name for name in _TYPES if name.startswith(("q", "iq"))))
"""Every type of a weight that a bundle's backbone may have."""

# Of a block: where its scale lies, where its minimum, and what minimum, in scales, makes the
# values of random bits centre on 0.
_SCALE: dict[str, tuple[int, int | None, float]] = {
    "q4_0": (0, None, 0.0),
    "q4_1": (0, 2, -7.5),
    "q5_0": (0, None, 0.0),
    "q5_1": (0, 2, -15.5),
    "q8_0": (0, None, 0.0),
    "q2_k": (80, 82, 1.5),
    "q3_k": (108, None, 0.0),
    "q4_k": (0, 2, 7.5),
    "q5_k": (0, 2, 15.5),
    "q6_k": (208, None, 0.0),
    "iq4_nl": (0, None, 0.0),
    "iq4_xs": (0, None, 0.0),
}


@dataclass(frozen=True, slots=True)
class Miniature:
    """A model's weights as they are stored and as they are meant."""

    type_name: str
    size: Size
    stored: dict[str, npt.NDArray[np.uint8]]
    """Matrix by its GGUF name: (d_out, bytes of a row)."""
    weights: dict[str, FloatArray]
    """Matrices, (d_out, d_in), dequantised; vectors, (n,)."""
    experts: dict[str, FloatArray]
    """As ``experts.safetensors`` holds them."""


def sizes(type_name: str) -> list[Size]:
    """Return the sizes that a type's blocks divide."""
    block = 1 if type_name in ("f32", "f16", "bf16") else _TYPES[type_name][0]
    return [size for size in (WIDE, NARROW) if size.n_embd % block == size.n_ff % block == 0]


def make_miniature(type_name: str, size: Size = WIDE) -> Miniature:
    """Make the model whose matrices have this type; the same on every machine."""
    random = np.random.default_rng([_SEED, BASE_TYPES.index(type_name), size.n_embd])
    stored, weights = {}, {}
    for name, (d_out, d_in) in _matrices(size).items():
        std = 0.1 if name == "token_embd.weight" else d_in**-0.5
        stored[name] = random_blocks(type_name, d_out, d_in, std, random)
        weights[name] = _dequantised(stored[name], type_name)
    for name in _vectors():
        weights[name] = random.normal(1.0, 0.2, size.n_embd).astype(np.float32)
    return Miniature(type_name, size, stored, weights, make_experts(size))


def make_experts(size: Size = WIDE) -> dict[str, FloatArray]:
    """Return experts on all seven matrices of every layer: half as strong as these."""
    random = np.random.default_rng(_SEED)
    rank, experts = EXPERTS.lora_rank, {}
    for name, (d_out, d_in) in _matrices(size).items():
        if name.startswith("blk."):
            lora_a = random.normal(0.0, d_in**-0.5, (rank, d_in))
            lora_b = random.normal(0.0, 0.5 * rank**-0.5, (d_out, rank))
            experts[name + LORA_A] = lora_a.astype(np.float32)
            experts[name + LORA_B] = lora_b.astype(np.float32)
    return experts


def mixed_adapter(size: Size = WIDE) -> memoryview:
    """Return the GGUF bytes of the experts' mix by ``GATE_WEIGHTS``."""
    return ExpertMixer(make_experts(size), EXPERTS, ARCHITECTURE).mix(GATE_WEIGHTS)


def write_model(path: Path, model: Miniature) -> None:
    """Write the model as a GGUF file without a tokenizer."""
    writer, size = gguf.GGUFWriter(str(path), ARCHITECTURE), model.size
    writer.add_context_length(512)
    writer.add_embedding_length(size.n_embd)
    writer.add_block_count(N_LAYERS)
    writer.add_feed_forward_length(size.n_ff)
    writer.add_head_count(size.n_heads)
    writer.add_head_count_kv(size.n_kv_heads)
    writer.add_layer_norm_rms_eps(RMS_EPSILON)
    writer.add_rope_freq_base(ROPE_BASE)
    writer.add_rope_dimension_count(size.n_head)
    writer.add_vocab_size(N_VOCAB)
    writer.add_tokenizer_model("none")
    kind = gguf.GGMLQuantizationType[model.type_name.upper()]
    for name, weights in model.weights.items():
        if name in model.stored:
            writer.add_tensor(name, model.stored[name], raw_dtype=kind)
        else:
            writer.add_tensor(name, weights)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _matrices(size: Size) -> dict[str, tuple[int, int]]:
    heads, kv_heads = size.n_heads * size.n_head, size.n_kv_heads * size.n_head
    return llama_matrices(N_VOCAB, size.n_embd, N_LAYERS, heads, kv_heads, size.n_ff)


def llama_matrices(
    n_vocab: int, n_embd: int, n_layers: int, n_q: int, n_kv: int, n_ff: int
) -> dict[str, tuple[int, int]]:
    """Return the shapes, (d_out, d_in), of the matrices of a Llama with tied embeddings, by name.

    ``n_q`` and ``n_kv`` are the widths of all heads together.
    """
    shapes = {"token_embd.weight": (n_vocab, n_embd)}
    for i in range(n_layers):
        shapes |= {
            f"blk.{i}.attn_q.weight": (n_q, n_embd),
            f"blk.{i}.attn_k.weight": (n_kv, n_embd),
            f"blk.{i}.attn_v.weight": (n_kv, n_embd),
            f"blk.{i}.attn_output.weight": (n_embd, n_q),
            f"blk.{i}.ffn_gate.weight": (n_ff, n_embd),
            f"blk.{i}.ffn_up.weight": (n_ff, n_embd),
            f"blk.{i}.ffn_down.weight": (n_embd, n_ff),
        }
    return shapes


def _vectors() -> list[str]:
    norms = [f"blk.{i}.{part}_norm.weight" for i in range(N_LAYERS) for part in ("attn", "ffn")]
    return [*norms, "output_norm.weight"]


def random_blocks(
    type_name: str, d_out: int, d_in: int, std: float, random: np.random.Generator
) -> npt.NDArray[np.uint8]:
    """Return a random matrix of this standard deviation as stored: (d_out, bytes of a row)."""
    if type_name in ("f32", "f16", "bf16"):
        values = random.standard_normal((d_out, d_in), np.float32) * np.float32(std)
        kind = gguf.GGMLQuantizationType[type_name.upper()]
        return np.ascontiguousarray(gguf.quantize(values, kind)).view(np.uint8)
    block, size = _TYPES[type_name]
    scale_at, minimum_at, minimum = _SCALE[type_name]
    blocks = random.integers(0, 256, (d_out * d_in // block, size), np.uint8)

    def put(at: int, values: FloatArray) -> None:
        blocks[:, at : at + 2] = values.astype(np.float16)[:, None].view(np.uint8)

    # All bits but the scales are random: how large their values are shows at a scale of 1.
    ones = np.ones(len(blocks), np.float32)
    put(scale_at, ones)
    if minimum_at is not None:
        put(minimum_at, ones * minimum)
    unit = float(_dequantised(blocks[:256], type_name).std())
    # Blocks of unlike scales, so that one taken for another shows.
    scales = random.uniform(0.5, 1.5, len(blocks)).astype(np.float32) * (std / unit)
    put(scale_at, scales)
    if minimum_at is not None:
        put(minimum_at, scales * minimum)
    return blocks.reshape(d_out, -1)


def _dequantised(stored: npt.NDArray[np.uint8], type_name: str) -> FloatArray:
    values = gguf.dequantize(stored, gguf.GGMLQuantizationType[type_name.upper()])
    return np.asarray(values, np.float32)
