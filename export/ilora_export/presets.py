"""What an export may be told of the backbone's type."""

from __future__ import annotations

from ilora_edge.bundle.presets import PRESETS

__all__ = ["AS_GIVEN", "DEFAULT_PRESET", "PRESETS"]

DEFAULT_PRESET = "full"
AS_GIVEN = "as given"
"""Instead of a preset: the backbone is an existing GGUF file."""
