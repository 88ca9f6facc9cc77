"""The types a bundle's backbone comes in, by the names a user chooses among."""

from __future__ import annotations

PRESETS = {
    "full": "f16",
    "bf16": "bf16",
    "balanced": "q8_0",
    "small": "q4_k_m",
    "q4_0": "q4_0",
}
"""Preset to type. ``small`` is what measured best below Q8_0, see docs/decisions.md; which is the
fastest depends on the CPU: ``ilora-edge doctor --time``."""

MATRIX_TYPES = {"q4_k_m": "q4_k"}
"""The base type of most matrices, where the type's name is another."""


def fastest_preset(milliseconds: dict[str, float]) -> str | None:
    """Return the preset whose matrices take the least time; None where none was measured."""
    times = {
        preset: milliseconds[base]
        for preset, name in PRESETS.items()
        if (base := MATRIX_TYPES.get(name, name)) in milliseconds
    }
    return min(times, key=times.__getitem__, default=None)
