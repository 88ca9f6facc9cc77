"""An HF checkpoint folder becomes a GGUF model that llama.cpp runs.

The tensors are written one after the other, a few rows at a time: memory does not grow with the
model.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import gguf
import numpy as np
import numpy.typing as npt

from ilora_edge.errors import BundleError, CheckpointError, OptionError
from ilora_edge.llama.gguf_writer import GGUFWriter
from ilora_edge.system.new_file import named, put_in_place
from ilora_edge.system.plain_file import read_plain
from ilora_edge.system.scratch import ScratchFolder
from ilora_edge.untrusted.gguf_header import check_backbone
from ilora_edge.untrusted.not_the_file import lfs_pointer
from ilora_edge.untrusted.strict_json import load_json, shown
from ilora_export.architectures import Hyperparameters, hyperparameters
from ilora_export.checkpoint_tensors import StoredTensor, load_checkpoint
from ilora_export.rope import FREQUENCY_FACTORS

STREAMED = {
    "f32": (gguf.GGMLQuantizationType.F32, gguf.LlamaFileType.ALL_F32),
    "f16": (gguf.GGMLQuantizationType.F16, gguf.LlamaFileType.MOSTLY_F16),
    "bf16": (gguf.GGMLQuantizationType.BF16, gguf.LlamaFileType.MOSTLY_BF16),
    "q8_0": (gguf.GGMLQuantizationType.Q8_0, gguf.LlamaFileType.MOSTLY_Q8_0),
}
"""Types made here, while the tensors are written."""
QUANTISED = ("q4_0", "q4_k_m", "q5_k_m", "q6_k", "iq4_nl")
"""Types that llama.cpp makes of a whole model."""
TYPES = (*STREAMED, *QUANTISED)

_F16_LIMIT = 65520.0
"""From here on, float16 rounds to infinity."""
_LIMITS = {
    gguf.GGMLQuantizationType.F16: _F16_LIMIT,
    # A block's scale, its largest value / 127, is a float16.
    gguf.GGMLQuantizationType.Q8_0: _F16_LIMIT * 127,
}

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Conversion:
    """What a conversion read and wrote, in bytes, and what its user should know."""

    n_tensors: int
    source_size: int
    size: int
    remarks: tuple[str, ...]


def permute_heads(rows: FloatArray, n_heads: int) -> FloatArray:
    """Reorder the output rows of q or k from HF's rotary layout to llama.cpp's.

    HF rotates dimension i of a head with i + size/2, llama.cpp's ``llama`` architecture rotates
    neighbours. The same holds for biases and for B of an adapter, never for A.
    """
    halves = rows.reshape(n_heads, 2, rows.shape[0] // n_heads // 2, *rows.shape[1:])
    return halves.swapaxes(1, 2).reshape(rows.shape)


def permuted(name: str, rows: FloatArray, config: dict[str, Any]) -> FloatArray:
    """Permute ``rows``, (d_out, ...), where llama.cpp wants this layer (its HF name) permuted."""
    h = hyperparameters(config)
    return permute_heads(rows, len(rows) // h.head_dim) if _is_permuted(name, h) else rows


def read_config(folder: Path) -> dict[str, Any]:
    """Read ``config.json`` and refuse what this version cannot convert."""
    path = folder / "config.json"
    if (said := lfs_pointer(path)) is not None:
        raise CheckpointError(f"{path} {said}")
    if (folder / "adapter_config.json").is_file() and not path.is_file():
        raise CheckpointError(
            f"{folder}: is a PEFT adapter, not a whole model; merge it into the model it was made "
            "for (merge_and_unload, then save_pretrained) and convert that folder"
        )
    try:
        config = load_json(read_plain(path))
        if not isinstance(config, dict):
            raise ValueError("it is not an object")
    except (OSError, ValueError, RecursionError) as error:
        raise CheckpointError(f"{folder}: no usable config.json ({error})") from error
    try:
        hyperparameters(config)
    except ValueError as error:
        raise CheckpointError(f"{path}: {error}") from error
    return config


def tensor_name_map(config: dict[str, Any]) -> gguf.TensorNameMap:
    """Return the map from HF tensor names to GGUF's."""
    h = hyperparameters(config)
    return gguf.get_tensor_name_map(h.architecture.arch, h.n_layers)


def gguf_name(names: gguf.TensorNameMap, hf_name: str) -> str:
    """Return a tensor's GGUF name; raise CheckpointError where there is none."""
    name = names.get_name(hf_name, try_suffixes=(".weight", ".bias"))
    if name is None:
        raise CheckpointError(f"tensor {hf_name} has no place in this architecture")
    return str(name)


def count_tensors(folder: Path) -> int:
    """Return how often :func:`convert_backbone` will advance; it refuses what that refuses."""
    return len(load_checkpoint(folder, hyperparameters(read_config(folder))))


def convert_backbone(
    folder: Path,
    out: Path,
    type_name: str,
    *,
    tokenizer: bool = True,
    advance: Callable[[], None] | None = None,
) -> Conversion:
    """Write ``out`` from an HF checkpoint folder; an ``out`` that exists is replaced.

    Parameters
    ----------
    type_name
        One of :data:`TYPES`, for matrices; vectors stay F32.
    tokenizer
        False: the model will read ids, not text.
    advance
        Called after each tensor.

    Raises
    ------
    CheckpointError
        The architecture is not supported, tensors are missing, unexpected, of wrong shapes, not
        finite or too large for the type, or the tokenizer cannot be converted.
    OptionError
        The type is unknown.
    """
    if type_name not in TYPES:
        raise OptionError(f"unknown type {shown(type_name)}; known: {', '.join(TYPES)}")
    config = read_config(folder)
    tensors = load_checkpoint(folder, hyperparameters(config))
    out.parent.mkdir(parents=True, exist_ok=True)
    with (
        named(out),
        ScratchFolder(out.parent, f".{out.name}-", ".part") as folder_of_part,
    ):
        part = folder_of_part / "model.gguf"
        streamed = type_name if type_name in STREAMED else _without_loss(tensors)
        model = _Model(folder, config, tensors, streamed)
        model.write(part, tokenizer, advance or (lambda: None))
        try:
            # What a device would refuse is not worth a file.
            check_backbone(part, model.h.name)
        except BundleError as error:
            reason = str(error).removeprefix(f"{part}: ")
            raise CheckpointError(f"{folder}: makes no usable model: {reason}") from error
        if type_name != streamed:
            from ilora_export.quantise import quantise_gguf

            whole, part = part, folder_of_part / "quantised.gguf"
            quantise_gguf(whole, part, type_name)
        size = part.stat().st_size
        put_in_place(part, out)
    source_size = sum(tensor.size for tensor in tensors.values())
    return Conversion(len(tensors), source_size, size, tuple(model.remarks))


class _Model:
    """One conversion: a checkpoint, and the type its matrices get."""

    def __init__(
        self,
        folder: Path,
        config: dict[str, Any],
        tensors: dict[str, StoredTensor],
        type_name: str,
    ) -> None:
        self.folder = folder
        self.h = hyperparameters(config)
        self.type, self.file_type = STREAMED[type_name]
        names = tensor_name_map(config)
        # Keyed by the name in the new file.
        self.tensors = {gguf_name(names, name): tensor for name, tensor in tensors.items()}
        self.remarks: list[str] = []
        if self.h.context < self.h.full_context:
            self.remarks.append(
                f"its attention slides: the context is {self.h.context} tokens, up to which "
                f"nothing slides, not {self.h.full_context}"
            )

    def write(self, path: Path, tokenizer: bool, advance: Callable[[], None]) -> None:
        """Write header and tensors."""
        writer = GGUFWriter(str(path), self.h.name)
        _add_hyperparameters(writer, self.h)
        writer.add_file_type(self.file_type)
        if self.type == gguf.GGMLQuantizationType.Q8_0:
            writer.add_quantization_version(gguf.GGML_QUANT_VERSION)
        _add_tokenizer(writer, self.folder if tokenizer else None, self.h.vocab_size)
        rows = {name: self._rows(tensor) for name, tensor in self.tensors.items()}
        factors = self.h.rope.frequency_factors(self.h.head_dim)
        if factors is not None:
            writer.add_tensor_info(FREQUENCY_FACTORS, factors.shape, factors.dtype, factors.nbytes)
        for name, made in rows.items():
            shape = made.tensor.shape
            writer.add_tensor_info(name, shape, np.float32, made.nbytes, raw_dtype=made.type)
        try:
            writer.write_header_to_file()
            writer.write_kv_data_to_file()
            writer.write_ti_data_to_file()
            if factors is not None:
                writer.write_tensor_data(factors)
            for made in rows.values():
                writer.write_tensor_data(made)
                advance()
        finally:
            writer.close()

    def _rows(self, tensor: StoredTensor) -> _TensorRows:
        kind = self.type if len(tensor.shape) > 1 else gguf.GGMLQuantizationType.F32
        block, _ = gguf.GGML_QUANT_SIZES[kind]
        if tensor.shape[-1] % block:
            self.remarks.append(
                f"{tensor.name} has rows of {tensor.shape[-1]}, no multiple of {block}: "
                f"it is F16, not {kind.name}"
            )
            kind = gguf.GGMLQuantizationType.F16
        return _TensorRows(
            tensor, kind, self.h.head_dim if _is_permuted(tensor.name, self.h) else None
        )


class _TensorRows:
    """A tensor that GGUFWriter takes for an array, made while it is written."""

    def __init__(
        self, tensor: StoredTensor, kind: gguf.GGMLQuantizationType, head_dim: int | None
    ) -> None:
        self.tensor = tensor
        self.type = kind
        self._head_dim = head_dim
        block, size = gguf.GGML_QUANT_SIZES[kind]
        self.nbytes = math.prod(tensor.shape) // block * size

    def tofile(self, file: BinaryIO) -> None:
        """Write the tensor in its type, whole heads at a time where it is permuted."""
        limit = _LIMITS.get(self.type, math.inf)
        for rows in self.tensor.chunks(self._head_dim or 1):
            # The one or the other is NaN where any value is.
            largest = max(float(rows.max()), -float(rows.min()))
            if not largest < limit:
                raise CheckpointError(self._too_large(largest))
            if self._head_dim is not None:
                rows = permute_heads(rows, len(rows) // self._head_dim)
            file.write(np.ascontiguousarray(gguf.quantize(rows, self.type)).data)

    def _too_large(self, largest: float) -> str:
        where = f"{self.tensor.path}: {shown(self.tensor.name)} holds"
        if not math.isfinite(largest):
            return f"{where} values that are not finite; get the checkpoint again"
        return f"{where} {largest:g}, which {self.type.name} cannot; convert to bf16 or f32"


def _add_hyperparameters(writer: gguf.GGUFWriter, h: Hyperparameters) -> None:
    writer.add_type(gguf.GGUFType.MODEL)
    writer.add_context_length(h.context)
    writer.add_embedding_length(h.hidden_size)
    writer.add_block_count(h.n_layers)
    writer.add_feed_forward_length(h.intermediate_size)
    writer.add_head_count(h.n_heads)
    writer.add_head_count_kv(h.n_kv_heads)
    writer.add_key_length(h.head_dim)
    writer.add_value_length(h.head_dim)
    writer.add_rope_dimension_count(h.head_dim)
    h.rope.add_to(writer)
    writer.add_layer_norm_rms_eps(h.rms_norm_eps)
    writer.add_vocab_size(h.vocab_size)


def _add_tokenizer(writer: gguf.GGUFWriter, folder: Path | None, vocab_size: int) -> None:
    # Reading tokenizers takes packages, and memory, that weights need not.
    from ilora_export.gguf_tokenizer import add_no_tokenizer, add_tokenizer

    if folder is None:
        add_no_tokenizer(writer, vocab_size)
    else:
        add_tokenizer(writer, folder, vocab_size)


def _is_permuted(name: str, h: Hyperparameters) -> bool:
    return h.architecture.permuted and ("q_proj" in name or "k_proj" in name)


def _without_loss(tensors: dict[str, StoredTensor]) -> str:
    """Return the smallest streamed type that holds every value of a checkpoint."""
    kinds = {tensor.dtype for tensor in tensors.values() if len(tensor.shape) > 1}
    return kinds.pop().lower() if len(kinds) == 1 else "f32"
