"""An existing GGUF file as a backbone, where it is the model that the experts learnt on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import numpy.typing as npt

from ilora_edge.errors import CheckpointError
from ilora_edge.llama import Backbone
from ilora_edge.prompt import PromptBuilder
from ilora_edge.untrusted.gguf_header import GGUFHeader, check_backbone, read_gguf_header
from ilora_edge.untrusted.gguf_reader import TensorInfo
from ilora_edge.untrusted.strict_json import shown

N_ROWS = 64
"""Of each matrix whose values are compared."""
N_TITLES = 1000
"""Whose token ids are compared."""

_ERRORS = {
    **dict.fromkeys(("f32", "f16", "bf16"), 0.01),
    **dict.fromkeys(("q8_0", "q6_k"), 0.05),
    **dict.fromkeys(("q5_0", "q5_1", "q5_k"), 0.1),
    **dict.fromkeys(("q4_0", "q4_1", "q4_k", "iq4_nl", "iq4_xs"), 0.2),
    "q3_k": 0.35,
    "q2_k": 0.6,
}
"""The largest root mean square of a matrix's errors, of that of its values: about twice what a
type costs. Values of another model differ by 1.4 times their size."""

# What llama.cpp takes where a file says nothing; None: something else decides.
_DEFAULTS: dict[str, object] = {
    "rope.freq_base": 10000.0,
    "rope.scaling.type": "none",
    "rope.scaling.factor": 0.0,
    "rope.scaling.attn_factor": 1.0,
}
# They say how long a text may be, and what tensors say anyway.
_IGNORED = ("context_length", "vocab_size", "rope.scaling.finetuned", "tensor_data_layout")


def check_twin(
    path: Path,
    ours: Path,
    builder: PromptBuilder,
    bos_token_id: int | None,
    titles: Iterable[str],
) -> None:
    """Compare a GGUF file with ``ours``, converted to F32 from what the experts learnt on.

    Shapes, rotation, norms, token ids and samples of every tensor's values must agree, so that
    another model is told from the same one, quantised. A model that was only tuned a little
    further may pass as quantised; the parity of the export shows it.

    Raises
    ------
    BundleError
        The file is not a GGUF model that llama.cpp may open.
    CheckpointError
        It is another model.
    """
    header, own = check_backbone(path), read_gguf_header(ours)
    if header.architecture != own.architecture:
        raise _other(path, f"its architecture is {header.architecture}, not {own.architecture}")
    _check_tensors(path, header, own)
    _check_numbers(path, header, own)
    for name in own.tensors:
        _check_values(path, ours, name, header.tensors[name], own.tensors[name])
    _check_token_ids(path, builder, bos_token_id, titles)


def matrix_type(path: Path) -> str:
    """Return the type that most of a GGUF file's bytes have."""
    sizes: Counter[str] = Counter()
    for tensor in read_gguf_header(path).tensors.values():
        sizes[tensor.type_name] += tensor.size
    return sizes.most_common(1)[0][0]


def _check_tensors(path: Path, header: GGUFHeader, own: GGUFHeader) -> None:
    for name, tensor in own.tensors.items():
        found = header.tensors.get(name)
        if found is None:
            raise _other(path, f"it has no tensor {name}")
        if found.shape != tensor.shape:
            raise _other(path, f"its {name} has the shape {found.shape}, not {tensor.shape}")
    for name in header.tensors:
        if name not in own.tensors:
            raise _other(path, f"it has a tensor {name} besides")


def _check_numbers(path: Path, header: GGUFHeader, own: GGUFHeader) -> None:
    theirs, ours = _numbers(header), _numbers(own)
    for key in sorted({*theirs, *ours}):
        here, there = theirs.get(key), ours.get(key)
        if isinstance(here, float) and isinstance(there, float):
            same = abs(here - there) <= 1e-5 * abs(there)
        else:
            same = here == there
        if not same:
            raise _other(path, f"its {key} is {shown(here)}, not {shown(there)}")


def _numbers(header: GGUFHeader) -> dict[str, object]:
    """Return the hyperparameters, those that a file leaves out as llama.cpp takes them."""
    prefix = f"{header.architecture}."
    values: dict[str, Any] = {
        key.removeprefix(prefix): value
        for key, value in header.metadata.items()
        if key.startswith(prefix) and key.removeprefix(prefix) not in _IGNORED
    }
    heads = values["attention.head_count"]
    head = values.get("attention.key_length", values["embedding_length"] // heads)
    sizes = dict.fromkeys(
        ("attention.key_length", "attention.value_length", "rope.dimension_count"), head
    )
    return {**_DEFAULTS, "attention.head_count_kv": heads, **sizes, **values}


def _check_values(path: Path, ours: Path, name: str, here: TensorInfo, there: TensorInfo) -> None:
    n_rows = there.shape[1] if len(there.shape) > 1 else 1
    places = np.unique(np.linspace(0, n_rows - 1, N_ROWS).astype(np.int64))
    theirs, own = _rows(path, here, n_rows, places), _rows(ours, there, n_rows, places)
    size = float(np.square(own, dtype=np.float64).mean())
    error = float(np.square(theirs - own, dtype=np.float64).mean())
    # Written so that not-a-number is refused.
    if not error <= _ERRORS[here.type_name] ** 2 * size:
        apart = (error / size) ** 0.5 if size else float("inf")
        raise _other(path, f"the values of {name} differ by {apart:.2f} times their size")


def _rows(
    path: Path, tensor: TensorInfo, n_rows: int, places: npt.NDArray[np.int64]
) -> npt.NDArray[np.float32]:
    shape = (n_rows, tensor.size // n_rows)
    table = np.memmap(path, np.uint8, "r", tensor.offset, shape)
    kind = gguf.GGMLQuantizationType[tensor.type_name.upper()]
    rows: npt.NDArray[np.float32] = gguf.dequantize(table[places], kind)
    return rows


def _check_token_ids(
    path: Path, builder: PromptBuilder, bos_token_id: int | None, titles: Iterable[str]
) -> None:
    backbone = Backbone(path)
    try:
        here = PromptBuilder(
            builder.format, backbone.tokenize, bos_token_id, builder.first_label_id
        )
        if here.prompt([]) != builder.prompt([]):
            raise _other(path, "its tokenizer gives other ids for the prompt's headers")
        for _, title in zip(range(N_TITLES), titles, strict=False):
            if here.title_ids(title) != builder.title_ids(title):
                raise _other(path, f"its tokenizer gives other ids for the title {shown(title)}")
    finally:
        backbone.close()


def _other(path: Path, reason: str) -> CheckpointError:
    return CheckpointError(
        f"{path}: is not the model that the experts were trained on: {reason}; "
        "give that model's own GGUF file, or leave --backbone-gguf out"
    )
