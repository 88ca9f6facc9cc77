"""Which of a build's libraries for kinds of CPU llama.cpp computes with.

A build with ``GGML_BACKEND_DL`` and ``GGML_CPU_ALL_VARIANTS`` has one ``libggml-cpu-KIND.so`` for
each kind of CPU. Each tells by itself whether this CPU can run it, and how much of the CPU it uses;
nothing of it runs before it is taken. A plain build has none of these files.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CHOICE = "ILORA_EDGE_CPU"
"""Environment: the name of the variant to take, as ``haswell``, whatever is remembered."""
_PREFIX = "libggml-cpu-"


@dataclass(frozen=True, slots=True)
class CpuVariant:
    """One library of kernels for a kind of CPU."""

    name: str
    """What ggml calls the kind: ``haswell`` (AVX2), ``zen4`` (AVX-512 with bf16) and so on."""
    path: Path
    score: int
    """ggml's own: 0 where this CPU cannot run it, and more the more of the CPU it uses."""


@cache
def find_variants(folder: Path) -> tuple[CpuVariant, ...]:
    """Return the variants that this CPU can run, best first; none in a plain build.

    Parameters
    ----------
    folder
        Of llama.cpp's libraries. Builds that others installed have their variants two folders
        up, under ``bin``.
    """
    for place in (folder, folder.parent.parent / "bin"):
        scored = [_scored(path) for path in sorted(place.glob(f"{_PREFIX}*.so"))]
        if scored:
            fit = (variant for variant in scored if variant.score > 0)
            return tuple(sorted(fit, key=lambda variant: -variant.score))
    return ()


def has_variants(folder: Path) -> bool:
    """Return whether a build has variants at all, be it that none fits this CPU."""
    return any(any(p.glob(f"{_PREFIX}*.so")) for p in (folder, folder.parent.parent / "bin"))


def choose(variants: Iterable[CpuVariant], skipped: Collection[str] = ()) -> CpuVariant | None:
    """Return the named variant, or else the best that is not skipped; None where there is none."""
    usable = list(variants)
    named = os.environ.get(CHOICE)
    if named:
        return next((variant for variant in usable if variant.name == named), None)
    return next((variant for variant in usable if variant.name not in skipped), None)


def _scored(path: Path) -> CpuVariant:
    score = 0
    # What cannot be loaded, or is something else by this name, is no variant.
    with suppress(OSError, AttributeError):
        ask = ctypes.CDLL(str(path)).ggml_backend_score
        ask.restype = ctypes.c_int
        score = int(ask())
    return CpuVariant(path.stem.removeprefix(_PREFIX), path, score)
