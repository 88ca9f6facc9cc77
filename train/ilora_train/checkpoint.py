"""Checkpoints as safetensors and JSON, of which neither a kill nor a power cut leaves half."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from ilora_edge.errors import CheckpointError, reason
from ilora_edge.system.new_file import put_in_place, replaced_file
from ilora_edge.system.plain_file import read_plain
from ilora_edge.titles import printable


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file under a temporary name beside it, then move it into place."""
    with replaced_file(path) as file:
        file.write(data)


def write_json(path: Path, data: Any) -> None:
    """Write JSON with a newline at its end, atomically."""
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    write_atomically(path, text.encode())


def read_json(path: Path) -> Any:
    """Read JSON; raise CheckpointError where there is none."""
    try:
        return json.loads(read_plain(path).decode())
    except (OSError, ValueError, RecursionError) as error:
        raise CheckpointError(f"{path}: cannot be read ({reason(error)})") from error


def read_object(path: Path) -> dict[str, Any]:
    """Read a JSON object; raise CheckpointError where there is none."""
    found = read_json(path)
    if not isinstance(found, dict):
        raise CheckpointError(f"{path}: is not a JSON object")
    return found


def write_tensors(path: Path, tensors: Mapping[str, Tensor]) -> None:
    """Write tensors as safetensors, atomically."""
    part = path.with_name(path.name + ".part")
    save_file({n: t.detach().cpu().contiguous().clone() for n, t in tensors.items()}, part)
    put_in_place(part, path)


def check_plain(path: Path) -> None:
    """Raise CheckpointError where a path, or one in a folder, is neither file nor folder.

    What reads it would wait for a pipe, and for the end of a device.
    """
    for found in [*path.iterdir()] if path.is_dir() else [path]:
        if os.path.lexists(found) and not found.is_file() and not found.is_dir():
            raise CheckpointError(f"{found}: is not a plain file; copy it again")


def read_tensors(path: Path) -> dict[str, Tensor]:
    """Read safetensors onto the CPU; raise CheckpointError where the file is not usable."""
    check_plain(path)
    try:
        tensors: dict[str, Tensor] = load_file(path)
    except (OSError, SafetensorError) as error:
        raise CheckpointError(f"{path}: cannot be read ({reason(error)})") from error
    for name, tensor in tensors.items():
        if not bool(torch.isfinite(tensor).all()):
            raise CheckpointError(f"{path}: {printable(name)} has values that are not finite")
    return tensors


def save_training_state(
    path: Path,
    modules: Mapping[str, nn.Module],
    optimizer: torch.optim.Optimizer,
    progress: Mapping[str, float],
) -> None:
    """Save what a killed run needs to go on: weights that learn, optimiser state, progress.

    Random numbers need no state: every step seeds its generator from the recipe's seed and the
    step's number.
    """
    tensors: dict[str, Tensor] = {
        f"{prefix}.{name}": p
        for prefix, module in modules.items()
        for name, p in module.named_parameters()
        if p.requires_grad
    }
    for i, state in optimizer.state_dict()["state"].items():
        tensors |= {f"optimizer.{i}.{k}": torch.as_tensor(v) for k, v in state.items()}
    tensors |= {f"progress.{k}": torch.tensor(v, dtype=torch.float64) for k, v in progress.items()}
    write_tensors(path, tensors)


def load_training_state(
    path: Path, modules: Mapping[str, nn.Module], optimizer: torch.optim.Optimizer
) -> dict[str, float]:
    """Restore what :func:`save_training_state` saved, in place, and return the progress."""
    tensors = read_tensors(path)
    try:
        for prefix, module in modules.items():
            for name, p in module.named_parameters():
                if p.requires_grad:
                    p.data.copy_(tensors[f"{prefix}.{name}"])
        state: dict[int, dict[str, Tensor]] = {}
        for name, tensor in tensors.items():
            if name.startswith("optimizer."):
                _, i, key = name.split(".", 2)
                state.setdefault(int(i), {})[key] = tensor
        groups = optimizer.state_dict()["param_groups"]
        optimizer.load_state_dict({"state": state, "param_groups": groups})
    except (KeyError, RuntimeError, ValueError) as error:
        raise CheckpointError(
            f"{path}: belongs to another recipe ({error}); train into a new folder"
        ) from error
    return {
        name.removeprefix("progress."): float(value)
        for name, value in tensors.items()
        if name.startswith("progress.")
    }
