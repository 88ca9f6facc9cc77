"""The tensors of an HF checkpoint folder, read from disk a few rows at a time.

Read by hand behind the safetensors library's check of the header: mapped pages count as memory of
the process, numpy has no bfloat16, and torch alone would take more memory than a conversion needs.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError, safe_open

from ilora_edge.errors import CheckpointError
from ilora_edge.untrusted.not_the_file import lfs_pointer
from ilora_edge.untrusted.strict_json import load_json, shown
from ilora_export.architectures import EMBEDDINGS, OUTPUT, Hyperparameters, expected_tensors

SINGLE, INDEX = "model.safetensors", "model.safetensors.index.json"
SIZES = {"F32": 4, "F16": 2, "BF16": 2}
"""The types that can be read, and their bytes per value."""
PICKLED = ("*.bin", "*.pt", "*.pth", "*.ckpt")
# In float32; what is made of it takes a few times as much.
CHUNK_BYTES = 8 << 20

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class StoredTensor:
    """Where a tensor lies in a safetensors file."""

    name: str
    path: Path
    dtype: str
    shape: tuple[int, ...]
    start: int
    """Bytes from the start of the file."""

    @property
    def size(self) -> int:
        """Bytes on disk; only of the types in :data:`SIZES`."""
        return math.prod(self.shape) * SIZES[self.dtype]

    def chunks(self, multiple: int = 1) -> Iterator[FloatArray]:
        """Yield the tensor as float32 in order, a multiple of so many rows (or all) at a time."""
        n_rows, row = self.shape[0], math.prod(self.shape[1:])
        step = max(CHUNK_BYTES // (4 * row) // multiple, 1) * multiple
        size = SIZES[self.dtype]
        with self.path.open("rb") as file:
            file.seek(self.start)
            for first in range(0, n_rows, step):
                n = min(step, n_rows - first)
                data = file.read(n * row * size)
                if len(data) < n * row * size:
                    raise CheckpointError(f"{self.path}: ended while {self.name} was read")
                yield _float32(data, self.dtype).reshape(n, *self.shape[1:])


def load_checkpoint(folder: Path, h: Hyperparameters) -> dict[str, StoredTensor]:
    """Return the tensors to convert by HF name, in the model's order.

    They are one file's, or those of the shards that an index names. Of tied embeddings there is
    one tensor, named as the embeddings.

    Raises
    ------
    CheckpointError
        There are no safetensors, a shard is missing or damaged, the index contradicts them, or a
        tensor is missing, unexpected, of an unknown type or of another shape than the config's.
    """
    found = _load_all(folder)
    expected = expected_tensors(h)
    if h.tied:
        _tie(folder, found)
    for name in [n for n in found if n.endswith("rotary_emb.inv_freq")]:
        # Old checkpoints keep what follows from the config.
        del found[name]
    for name in expected:
        if name not in found:
            hint = ": tie_word_embeddings is not true" if name == OUTPUT else ""
            raise CheckpointError(f"{folder}: the tensor {name} is missing{hint}")
    for name, tensor in found.items():
        _check(tensor, expected.get(name))
    return {name: found[name] for name in expected}


def _check(tensor: StoredTensor, expected: tuple[int, ...] | None) -> None:
    where = f"{tensor.path}: {shown(tensor.name)}"
    if expected is None:
        raise CheckpointError(f"{where} has no place in this architecture")
    if tensor.shape != expected:
        raise CheckpointError(
            f"{where} has the shape {tensor.shape}, config.json makes it {expected}"
        )
    if tensor.dtype not in SIZES:
        raise CheckpointError(f"{where} is {tensor.dtype}; known: {', '.join(SIZES)}")


def _tie(folder: Path, found: dict[str, StoredTensor]) -> None:
    """Leave one of two tied tensors, under the embeddings' name."""
    output = found.pop(OUTPUT, None)
    if output is None:
        return
    embeddings = found.setdefault(EMBEDDINGS, output)
    if embeddings is not output and not _equal(embeddings, output):
        # One version of transformers ties them all the same, another does not.
        raise CheckpointError(
            f"{folder}: tie_word_embeddings is true, but {OUTPUT} differs from {EMBEDDINGS}; "
            "set it to false in config.json, or take the tensor out"
        )


def _equal(a: StoredTensor, b: StoredTensor) -> bool:
    if a.shape != b.shape or not a.shape or a.dtype not in SIZES or b.dtype not in SIZES:
        return False
    return all(np.array_equal(x, y) for x, y in zip(a.chunks(), b.chunks(), strict=True))


def _load_all(folder: Path) -> dict[str, StoredTensor]:
    tensors: dict[str, StoredTensor] = {}
    if (folder / SINGLE).is_file():
        return _headers(folder / SINGLE)
    if not (folder / INDEX).is_file():
        raise CheckpointError(_nothing_there(folder))
    weight_map = _read_index(folder / INDEX)
    for shard in sorted(set(weight_map.values())):
        if not (folder / shard).is_file():
            raise CheckpointError(
                f"{folder}: the shard {shown(shard)} is missing; copy all that {INDEX} names"
            )
        found = _headers(folder / shard)
        twice = sorted(tensors.keys() & found.keys())
        if twice:
            raise CheckpointError(f"{folder}: two shards hold the tensor {shown(twice[0])}")
        tensors |= found
    for name, shard in weight_map.items():
        if name not in tensors or tensors[name].path.name != shard:
            raise CheckpointError(
                f"{folder / shard}: lacks the tensor {shown(name)} that {INDEX} says it holds"
            )
    return tensors


def _headers(path: Path) -> dict[str, StoredTensor]:
    if (said := lfs_pointer(path)) is not None:
        raise CheckpointError(f"{path} {said}")
    if not path.is_file():
        raise CheckpointError(f"{path}: is not a plain file; copy it again")
    try:
        # Checks sizes, offsets and types of everything that the header says.
        with safe_open(path, framework="numpy"):
            pass
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            header: dict[str, Any] = json.loads(file.read(length))
    except (SafetensorError, OSError, ValueError, RecursionError) as error:
        raise CheckpointError(f"{path}: not a usable safetensors file ({error})") from error
    header.pop("__metadata__", None)
    return {
        name: StoredTensor(
            name,
            path,
            str(entry["dtype"]),
            tuple(entry["shape"]),
            8 + length + int(entry["data_offsets"][0]),
        )
        for name, entry in header.items()
    }


def _read_index(path: Path) -> dict[str, str]:
    try:
        weight_map: Any = load_json(path.read_bytes())["weight_map"]
        if not isinstance(weight_map, dict) or not weight_map:
            raise ValueError("its weight_map is empty")
        for shard in weight_map.values():
            # A name, not a path: nothing outside the folder is part of a checkpoint.
            if not isinstance(shard, str) or Path(shard).name != shard or "\0" in shard:
                raise ValueError(f"{shown(shard)} is not a file name")
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        reason = "no weight_map" if isinstance(error, (KeyError, TypeError)) else error
        raise CheckpointError(f"{path}: cannot be read ({reason})") from error
    return weight_map


def _nothing_there(folder: Path) -> str:
    pickled = sorted(p.name for pattern in PICKLED for p in folder.glob(pattern))
    if pickled:
        return (
            f"{folder}: holds pickled weights ({shown(pickled[0])}), which could run code and are "
            f"not opened; save them again as safetensors (save_pretrained does)"
        )
    if (folder / "adapter_model.safetensors").is_file():
        return (
            f"{folder}: holds a PEFT adapter, and no whole model; merge it into the model it was "
            "made for (merge_and_unload, then save_pretrained) and convert that folder"
        )
    return f"{folder}: holds neither {SINGLE} nor {INDEX}"


def _float32(data: bytes, dtype: str) -> FloatArray:
    if dtype == "BF16":
        return (np.frombuffer(data, "<u2").astype("<u4") << 16).view("<f4")
    return np.frombuffer(data, "<f4" if dtype == "F32" else "<f2").astype(np.float32, copy=False)
