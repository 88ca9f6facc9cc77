"""Encoders that tests export again and again are traced once a shape: that takes seconds of a core.

A second encoder of a shape, whatever its numbers of items and experts and the width of its soft
tokens, gets the first one's graph with its own weights in it, where that graph then computes what
torch does; else it is traced too.
"""

from __future__ import annotations

import functools
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from onnx import numpy_helper
from torch import nn

from ilora_export.onnx_encoder import EncoderAndGate
from ilora_train.ilora import Gate
from ilora_train.language_model import Projector
from ilora_train.sasrec import SASRec

ExportEncoder = Callable[[SASRec, Gate, Projector | None, Path], None]
Arrays = dict[str, np.ndarray]
_MANY = 20


def exported_once(export: ExportEncoder, folder: Path) -> ExportEncoder:
    """Return what exports an encoder with its gate and projector, or makes it of an earlier one."""

    def export_or_copy(
        encoder: SASRec, gate: Gate, projector: Projector | None, path: Path
    ) -> None:
        parts = [part.cpu().eval() for part in (encoder, gate, projector) if part is not None]
        kept = folder / f"{digest(parts)}.onnx"
        if not kept.exists():
            first = folder / f"first-{digest(parts, of_values=False)}"
            # Another worker may make the same.
            part = folder / f"{kept.stem}.{os.getpid()}.part"
            model = EncoderAndGate(encoder, gate, projector).eval()
            if not (first.is_dir() and refilled(first, model, part)):
                export(encoder, gate, projector, part)
                keep_first(first, part, parts)
            part.replace(kept)
        shutil.copyfile(kept, path)

    return export_or_copy


def operators_read_once(patch: pytest.MonkeyPatch) -> None:
    """Have torch keep its table of ONNX operators, which it makes anew for each export.

    That is a sixth of a trace. It only looks into the table: no operators of our own are added.
    """
    from torch.onnx._internal.exporter import _registration

    make = functools.cache(_registration.ONNXRegistry.from_torchlib)
    patch.setattr(_registration.ONNXRegistry, "from_torchlib", staticmethod(make))


def digest(parts: Sequence[nn.Module], of_values: bool = True) -> str:
    """Return a sha256 of all that a graph is made of: kinds, settings, shapes and weights.

    Or, instead of the weights, of what of them an optimiser sees: which are the same, and which
    have one value throughout; how many items there are says nothing then, nor does any size of a
    gate or projector.
    """
    counts = {} if of_values else _counts(parts)
    found = hashlib.sha256()
    for part in parts:
        has_sizes = of_values or isinstance(part, SASRec)
        for name, module in part.named_modules():
            plain = {k: v for k, v in vars(module).items() if isinstance(v, int | float | str)}
            settings = sorted(
                (k, counts.get(v, v)) for k, v in plain.items() if has_sizes or type(v) is not int
            )
            found.update(repr((name, type(module).__name__, settings)).encode())
    seen: list[tuple[tuple[int, ...], bytes]] = []
    encoder = [n for n, part in enumerate(parts) if isinstance(part, SASRec)]
    for name, array in weights(parts).items():
        has_sizes = of_values or int(name.partition(".")[0]) in encoder
        shape = tuple(counts.get(size, size) for size in array.shape) if has_sizes else array.ndim
        found.update(repr((name, array.dtype, shape)).encode())
        data = array.tobytes()
        if not of_values:
            same = seen.index(alike) if (alike := (array.shape, data)) in seen else -1
            seen.append(alike)
            data = repr((same, _constant(array))).encode()
        found.update(data)
    return found.hexdigest()


def _constant(array: np.ndarray) -> float | None:
    """Return the value that an array has throughout, where an optimiser may do without the rest.

    A number alone is like any other, unless it is one that changes nothing.
    """
    values = np.unique(array)
    if len(values) != 1 or (array.size == 1 and values[0] not in (0, 1)):
        return None
    return float(values[0])


def _counts(parts: Sequence[nn.Module]) -> dict[object, str]:
    """Return names for the number of items, and for one more: the first row stands for no item."""
    n = next((part.n_items for part in parts if isinstance(part, SASRec)), None)
    # A small number may be a width as well.
    return {} if n is None or n < _MANY else {n: "n", n + 1: "n + 1"}


def weights(parts: Sequence[nn.Module]) -> Arrays:
    """Return all weights and buffers by name."""
    return {
        f"{number}.{name}": np.ascontiguousarray(tensor.detach().numpy())
        for number, part in enumerate(parts)
        for name, tensor in part.state_dict().items()
    }


def keep_first(folder: Path, graph: Path, parts: Sequence[nn.Module]) -> None:
    """Keep a graph and the weights in it for others of its shape; one that is there stays."""
    part = folder.with_name(f"{folder.name}.{os.getpid()}.part")
    part.mkdir()
    shutil.copyfile(graph, part / "encoder.onnx")
    np.savez(part / "weights.npz", **weights(parts))  # type: ignore[arg-type]
    try:
        part.rename(folder)
    except OSError:
        shutil.rmtree(part)


def refilled(first: Path, model: EncoderAndGate, out: Path) -> bool:
    """Write an earlier graph with a model's weights; False: it does not compute as torch."""
    proto = onnx.load(first / "encoder.onnx")
    present = [p for p in (model.encoder, model.gate, model.projector) if p is not None]
    new = weights(present)
    with np.load(first / "weights.npz") as old:
        places = {key_of(a): (name, n) for name in old for n, a in enumerate(views(old[name]))}
    for initializer in proto.graph.initializer:
        if found := places.get(key_of(numpy_helper.to_array(initializer))):
            name, n = found
            value = list(views(new[name]))[n]
            initializer.CopyFrom(numpy_helper.from_array(value, initializer.name))
    given = example(model)
    with torch.no_grad():
        expected = [output.numpy() for output in model(*given)]
    if len(proto.graph.output) != len(expected):
        return False
    _say_sizes(proto, expected)
    onnx.save_model(proto, out, save_as_external_data=False)
    return computes(out, given, expected)


def _say_sizes(proto: onnx.ModelProto, outputs: Sequence[np.ndarray]) -> None:
    """Have a graph promise outputs of these sizes; what lies between is inferred again."""
    del proto.graph.value_info[:]
    for output, array in zip(proto.graph.output, outputs, strict=True):
        for dimension, size in zip(output.type.tensor_type.shape.dim, array.shape, strict=True):
            if dimension.HasField("dim_value"):
                dimension.dim_value = size


def views(array: np.ndarray) -> Iterator[np.ndarray]:
    """Yield what becomes of a weight in a graph."""
    for rows in (array, array[1:]) if array.ndim else (array,):
        for view in (rows, rows.T):
            yield np.ascontiguousarray(view)


def key_of(array: np.ndarray) -> tuple[Any, ...]:
    return str(array.dtype), array.shape, array.tobytes()


def example(model: EncoderAndGate) -> list[torch.Tensor]:
    """Return histories of several lengths, items to describe, and titles where they are read."""
    random = torch.Generator().manual_seed(0)
    window, n_items = model.encoder.window, model.encoder.n_items
    items = torch.randint(1, n_items + 1, (3, window), generator=random)
    items[0, : window // 2] = 0
    items[1, :-1] = 0
    given = [items, torch.randint(1, n_items + 1, (4,), generator=random)]
    if model.encoder.title_map is not None:
        given.append(torch.randn(2, model.encoder.title_map.in_features, generator=random))
    return given


def computes(path: Path, given: Sequence[torch.Tensor], expected: Sequence[np.ndarray]) -> bool:
    """Whether a graph gives these outputs."""
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    names = [i.name for i in session.get_inputs()]
    if len(names) != len(given):
        return False
    found = session.run(None, {n: g.numpy() for n, g in zip(names, given, strict=True)})
    return len(found) == len(expected) and all(
        a.shape == b.shape and np.allclose(a, b, rtol=1e-4, atol=1e-5)
        for a, b in zip(found, expected, strict=True)
    )
