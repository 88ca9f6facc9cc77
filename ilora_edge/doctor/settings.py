"""llama.cpp's settings from fast to safe; importing this costs nothing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SafetySettings:
    """What a machine may need that is safer than the fastest; fields as in ``EngineOptions``."""

    name: str
    extra_buffers: bool
    exact: bool
    mix: str


LADDER = (
    SafetySettings("fastest", extra_buffers=True, exact=False, mix="auto"),
    SafetySettings("no extra buffers", extra_buffers=False, exact=False, mix="auto"),
    SafetySettings("safest", extra_buffers=False, exact=True, mix="adapter"),
)
"""Tried in this order. Extra buffers hold repacked weights for kernels of this CPU alone (AMX,
8x8 blocks); exact has F32 keys and values and no flash attention."""
SAFEST = len(LADDER) - 1

CRASHED = "ILORA_EDGE_CRASHED"
"""Environment: how the command's first process died; its second runs on the safest settings."""
