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
# By ggml's scores, so that mostly one library is opened and not all of them.
_BEST_FIRST = (
    *("sapphirerapids", "zen4", "cooperlake", "icelake", "cascadelake", "cannonlake", "skylakex"),
    *("alderlake", "haswell", "piledriver", "ivybridge", "sandybridge", "sse42", "x64"),
    *("armv9.2_2", "armv9.2_1", "armv8.6_2", "armv8.6_1"),
    *("armv8.2_3", "armv8.2_2", "armv8.2_1", "armv8.0_1"),
)


@dataclass(frozen=True, slots=True)
class CpuVariant:
    """One library of kernels for a kind of CPU."""

    name: str
    """What ggml calls the kind: ``haswell`` (AVX2), ``zen4`` (AVX-512 with bf16) and so on."""
    path: Path

    @property
    def fits(self) -> bool:
        """Whether this CPU can run it."""
        return _score(self.path) > 0


def find_variants(folder: Path) -> tuple[CpuVariant, ...]:
    """Return a build's variants, best first, whether they fit or not; none in a plain build.

    Parameters
    ----------
    folder
        Of llama.cpp's libraries. Builds that others installed have their variants two folders
        up, under ``bin``.
    """
    for place in (folder, folder.parent.parent / "bin"):
        found = [
            CpuVariant(path.stem.removeprefix(_PREFIX), path)
            for path in sorted(place.glob(f"{_PREFIX}*.so"))
        ]
        if any(variant.name not in _BEST_FIRST for variant in found):
            found.sort(key=lambda variant: -_score(variant.path))
        else:
            found.sort(key=lambda variant: _BEST_FIRST.index(variant.name))
        if found:
            return tuple(found)
    return ()


def choose(variants: Iterable[CpuVariant], skipped: Collection[str] = ()) -> CpuVariant | None:
    """Return the named variant, or else the best that is not skipped; None where none fits."""
    named = os.environ.get(CHOICE)
    if named:
        wanted = (variant for variant in variants if variant.name == named)
    else:
        wanted = (variant for variant in variants if variant.name not in skipped)
    return next((variant for variant in wanted if variant.fits), None)


@cache
def _score(path: Path) -> int:
    # What cannot be loaded, or is something else by this name, is not a variant.
    with suppress(OSError, AttributeError):
        ask = ctypes.CDLL(str(path)).ggml_backend_score
        ask.restype = ctypes.c_int
        return int(ask())
    return 0
