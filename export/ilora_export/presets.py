"""The types a bundle's backbone comes in, by the names a user chooses among."""

from __future__ import annotations

PRESETS = {"full": "f16", "balanced": "q8_0", "small": "q4_k_m"}
"""Preset to type. ``small`` is what measured best below Q8_0, see docs/decisions.md."""

DEFAULT_PRESET = "full"
AS_GIVEN = "as given"
"""Instead of a preset: the backbone is an existing GGUF file."""
