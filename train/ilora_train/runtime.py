"""Where training runs, how it is seeded, and where its metrics go."""

from __future__ import annotations

import contextlib
import functools
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch


def choose_device() -> torch.device:
    """Return CUDA where there is one, else the CPU."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def autocast(device: torch.device) -> contextlib.AbstractContextManager[Any]:
    """Return bf16 autocast on CUDA and on CPUs that multiply bf16 in hardware, else nothing."""
    if device.type == "cuda" or cpu_has_bf16():
        return torch.autocast(device.type, dtype=torch.bfloat16)
    return contextlib.nullcontext()


@functools.cache
def cpu_has_bf16() -> bool:
    """Return whether the CPU has bf16 instructions; emulated, they would be slower than f32."""
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return "avx512_bf16" in flags or "amx_bf16" in flags


def seed_step(seed: int, stage: str, step: int) -> None:
    """Seed torch for one step, so that a resumed run draws what an uninterrupted one would."""
    stage_number = int.from_bytes(stage.encode()[:4], "big")
    # torch takes 64 bits; below that the remainder changes nothing.
    torch.manual_seed(((seed * 1_000_003 + stage_number) * 1_000_003 + step) % 2**63)


def cosine(step: int, total: int, warmup: float) -> float:
    """Return the learning rate's factor: linear warm-up, then a cosine down to zero."""
    first = max(1, int(total * warmup))
    if step < first:
        return (step + 1) / first
    progress = (step - first) / max(1, total - first)
    return 0.5 * (1.0 + float(torch.cos(torch.tensor(progress * torch.pi))))


class MetricsLog:
    """Appends one JSON object per line; each line says when it was written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._start = time.monotonic()

    def write(self, stage: str, **values: Any) -> None:
        seconds = round(time.monotonic() - self._start, 1)
        line = {"stage": stage, "seconds": seconds, **values}
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")


@contextlib.contextmanager
def threads_for_training() -> Iterator[None]:
    """Use the threads the device side would use, then restore torch's own choice."""
    from ilora_edge.threads import default_threads

    before = torch.get_num_threads()
    torch.set_num_threads(default_threads())
    try:
        yield
    finally:
        torch.set_num_threads(before)
