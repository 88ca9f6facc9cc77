"""What an export may be told of the backbone's type."""

from __future__ import annotations

from ilora_edge.bundle.presets import PRESETS

__all__ = ["AS_GIVEN", "DEFAULT_PRESET", "PRESETS", "PRESET_OF_SLOW_TYPES", "SLOW_TYPES"]

DEFAULT_PRESET = "full"
AS_GIVEN = "as given"
"""Instead of a preset: the backbone is an existing GGUF file."""

SLOW_TYPES = ("q4_1", "q5_1")
"""llama.cpp's own kernels take one row and one column of them at a time, but AMX's: without the
kernels of our build a prompt takes up to twice the time of Q8_0 (bench/README.md, Builds)."""
PRESET_OF_SLOW_TYPES = "balanced"
"""What a run on a GGUF file of such a type becomes, unless told otherwise: its values are rounded
once more, by a 250th of a block's largest at most."""
