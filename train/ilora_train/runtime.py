"""Where training runs, how it is seeded, and where its metrics go."""

from __future__ import annotations

import contextlib
import functools
import json
import math
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO

import torch
from torch import Tensor

from ilora_edge.errors import RecipeError

TENSORBOARD = "tensorboard"
_OUT_OF_MEMORY = (
    *("not enough memory", "allocate memory", "out of memory"),
    "Storage size calculation overflowed",
)


def choose_device() -> torch.device:
    """Return CUDA where there is one, else the CPU."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


@dataclass(frozen=True, slots=True)
class Processes:
    """The processes of one training run: one, or those that ``accelerate launch`` started."""

    rank: int = 0
    count: int = 1
    accelerator: Any = None

    @property
    def is_main(self) -> bool:
        """Whether this process writes files and shows progress."""
        return self.rank == 0

    def wait(self) -> None:
        """Wait until every process is here."""
        if self.accelerator is not None:
            self.accelerator.wait_for_everyone()

    def sum_gradients(self, parameters: Sequence[Tensor], loss: float) -> float:
        """Add up the gradients of all processes in place, and return their losses' sum.

        One message per step, of every gradient; a parameter that had none here counts as zero,
        and keeps none where it had none anywhere.
        """
        if self.accelerator is None:
            return loss
        device = self.accelerator.device
        learnt = [p for p in parameters if p.requires_grad]
        used = torch.tensor([loss, *[float(p.grad is not None) for p in learnt]], device=device)
        used = self.accelerator.reduce(used, "sum")
        total, *anywhere = used.tolist()
        learnt = [p for p, n in zip(learnt, anywhere, strict=True) if n]
        if learnt:
            own = [torch.zeros_like(p) if p.grad is None else p.grad for p in learnt]
            flat = self.accelerator.reduce(torch.cat([g.flatten() for g in own]), "sum")
            for p, part in zip(learnt, flat.split([p.numel() for p in learnt]), strict=True):
                p.grad = part.view_as(p)
        return float(total)


SINGLE = Processes()


def launched_processes() -> Processes:
    """Return the processes this one was launched with; a single one needs no accelerate."""
    if int(os.environ.get("WORLD_SIZE", "1")) < 2:
        return SINGLE
    from accelerate import Accelerator, InitProcessGroupKwargs

    # The others wait for as long as the main process trains encoder and pocket backbone.
    waiting = InitProcessGroupKwargs(timeout=timedelta(days=7))
    accelerator = Accelerator(
        cpu=not torch.cuda.is_available(), mixed_precision="no", kwargs_handlers=[waiting]
    )
    return Processes(accelerator.process_index, accelerator.num_processes, accelerator)


def backbone_dtype(name: str, device: torch.device) -> torch.dtype:
    """Return the frozen backbone's type: ``auto`` is bf16 on CUDA and float32 on a CPU.

    A CPU without bf16 instructions has float32 whatever the name: emulated, a step of SmolLM2's
    experts takes seven minutes instead of 25 seconds (train/LOG.md).
    """
    if device.type != "cuda" and (name == "auto" or not cpu_has_bf16()):
        name = "float32"
    return torch.float32 if name == "float32" else torch.bfloat16


def autocast(
    device: torch.device, dtype: torch.dtype = torch.float32
) -> contextlib.AbstractContextManager[Any]:
    """Return bf16 autocast on CUDA and on CPUs that multiply bf16 in hardware, else nothing.

    ``dtype`` is the backbone's: beside one in bf16 the float32 experts need it everywhere.
    """
    if device.type == "cuda" or dtype == torch.bfloat16 or cpu_has_bf16():
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


def seed_step(seed: int, stage: str, step: int, rank: int = 0) -> None:
    """Seed torch for one step, so that a resumed run draws what an uninterrupted one would.

    Each process (``rank``) drops out something else.
    """
    stage_number = int.from_bytes(stage.encode()[:4], "big")
    number = (seed * 1_000_003 + stage_number) * 1_000_003 + step + rank * 2**40
    # torch takes 64 bits; below that the remainder changes nothing.
    torch.manual_seed(number % 2**63)


def check_finite(loss: float, where: str, setting: str) -> None:
    """Raise RecipeError where a loss is not a number: no further step would bring it back."""
    if not math.isfinite(loss):
        raise RecipeError(
            f"{where}: the loss is {loss}, so what was learnt is lost; lower {setting}, and train "
            "into a new folder"
        )


def cosine(step: int, total: int, warmup: float) -> float:
    """Return the learning rate's factor: linear warm-up, then a cosine down to zero."""
    first = max(1, int(total * warmup))
    if step < first:
        return (step + 1) / first
    progress = (step - first) / max(1, total - first)
    return 0.5 * (1.0 + float(torch.cos(torch.tensor(progress * torch.pi))))


class MetricsLog:
    """Appends one JSON object per line; each line says when it was written.

    Where the ``tensorboard`` package is installed, the numbers also go to event files in
    ``tensorboard/`` beside the log, by epoch or step, under ``stage/name``.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._start = time.monotonic()

    def write(self, stage: str, **values: Any) -> None:
        seconds = round(time.monotonic() - self._start, 1)
        line = {"stage": stage, "seconds": seconds, **values}
        with self._path.open("ab+") as file:
            _cut_half_line(file)
            file.write((json.dumps(line) + "\n").encode())
            file.flush()
            # A checkpoint that lasts is not to be there without its line.
            os.fsync(file.fileno())
        if self._events is not None:
            number = values.get("step", values.get("epoch"))
            for name, value in values.items():
                if name not in ("step", "epoch") and isinstance(value, int | float):
                    self._events.add_scalar(f"{stage}/{name}", value, number)
            # A line is rare, and a killed run should show all of them.
            self._events.flush()

    def write_once(self, stage: str, at: Mapping[str, int], **values: Any) -> None:
        """Write a line of ``at`` and values, unless there is one of this stage and ``at``.

        A kill between a line and its checkpoint leads here a second time.
        """
        if not self.has(stage, **at):
            self.write(stage, **at, **values)

    def has(self, stage: str, **values: Any) -> bool:
        """Whether a line of this stage with these values was written; half a line is none."""
        expected = {"stage": stage, **values}
        if not self._path.exists():
            return False
        with self._path.open(encoding="utf-8", errors="replace") as file:
            for text in file:
                with contextlib.suppress(ValueError):
                    # The next write cuts a line without its end, a whole object or not.
                    line = json.loads(text) if text.endswith("\n") else None
                    if isinstance(line, dict) and expected.items() <= line.items():
                        return True
        return False

    @functools.cached_property
    def _events(self) -> Any:
        if find_spec("tensorboard") is None:
            return None
        from torch.utils.tensorboard import SummaryWriter

        return SummaryWriter(str(self._path.with_name(TENSORBOARD)))

    def close(self) -> None:
        """End the event file; the log can still be read."""
        # Not the property itself: that would begin one.
        if (events := vars(self).get("_events")) is not None:
            events.close()


def _cut_half_line(file: BinaryIO) -> None:
    """Take away what a kill has left of a line: the next would be glued to it, and both lost."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - 1))
    if file.read() not in (b"", b"\n"):
        file.seek(0)
        file.truncate(file.read().rfind(b"\n") + 1)


@contextlib.contextmanager
def memory_is_told(recipe: str) -> Iterator[None]:
    """Raise RecipeError where what is done inside takes more memory than there is."""
    try:
        yield
    except (MemoryError, RuntimeError) as error:
        # torch has an error of its own for a GPU's memory only.
        words = str(error)
        if not isinstance(error, MemoryError) and not any(w in words for w in _OUT_OF_MEMORY):
            raise
        raise RecipeError(
            f"{recipe}: training takes more memory than there is; see what it needs with "
            "--dry-run, and make sizes or batches smaller"
        ) from error


@contextlib.contextmanager
def threads_for_training() -> Iterator[None]:
    """Use the threads the device side would use, then restore torch's own choice."""
    from ilora_edge.system.threads import default_threads

    before = torch.get_num_threads()
    # Those launched on this machine share its cores.
    sharing = max(1, int(os.environ.get("LOCAL_WORLD_SIZE", "1")))
    torch.set_num_threads(max(1, default_threads() // sharing))
    try:
        yield
    finally:
        torch.set_num_threads(before)
