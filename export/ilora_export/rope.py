"""Rotary embeddings as a checkpoint's config describes them, and as llama.cpp wants them.

Each kind here was proven against torch; every other kind is refused by name, for a wrong rotation
still gives fluent text, only a slightly wrong one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import gguf
import numpy as np
import numpy.typing as npt

FREQUENCY_FACTORS = "rope_freqs.weight"
DEFAULT_THETA = 10000.0

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Rope:
    """The rotation of q and k: its base, and how it is stretched to longer contexts."""

    theta: float
    kind: str = "default"
    """``default``, ``linear``, ``llama3`` or ``yarn``."""
    factor: float = 1.0
    original_context: int = 0
    """The context before stretching, in tokens; ``llama3`` and ``yarn``."""
    low_frequency: float = 1.0
    high_frequency: float = 4.0
    """``llama3``: frequencies of fewer than ``low`` turns per original context are divided by
    the factor, those of more than ``high`` are left alone."""
    attention_factor: float = 1.0
    """``yarn``: what sines and cosines are multiplied by."""

    def add_to(self, writer: gguf.GGUFWriter) -> None:
        """Add the metadata; ``llama3`` has a tensor besides, :meth:`frequency_factors`."""
        writer.add_rope_freq_base(self.theta)
        if self.kind in ("linear", "yarn"):
            writer.add_rope_scaling_type(gguf.RopeScalingType(self.kind))
            writer.add_rope_scaling_factor(self.factor)
        if self.kind == "yarn":
            writer.add_rope_scaling_orig_ctx_len(self.original_context)
            # llama.cpp multiplies by the usual attention factor itself.
            writer.add_rope_scaling_attn_factors(self.attention_factor / _mscale(self.factor))

    def frequency_factors(self, head_dim: int) -> FloatArray | None:
        """Return what ``llama3`` divides each frequency by, (head_dim / 2,); None for others."""
        if self.kind != "llama3":
            return None
        wavelengths = 2 * np.pi * self.theta ** (np.arange(0, head_dim, 2) / head_dim)
        turns = self.original_context / wavelengths
        # 0 where a frequency is divided by the factor, 1 where it is left alone.
        kept = (turns - self.low_frequency) / (self.high_frequency - self.low_frequency)
        kept = np.clip(kept, 0.0, 1.0)
        factors: FloatArray = (1 / ((1 - kept) / self.factor + kept)).astype(np.float32)
        return factors


def rope_of(config: Mapping[str, Any], known: tuple[str, ...], context: int) -> Rope:
    """Read the rotation from a config, old (``rope_scaling``) or new (``rope_parameters``).

    Parameters
    ----------
    known
        The kinds that llama.cpp can do for this architecture.
    context
        ``max_position_embeddings``, the original context where none is given.

    Raises
    ------
    ValueError
        The kind is not known, or a number is missing or senseless.
    """
    values = _parameters(config)
    kind = values.get("rope_type", values.get("type", "default"))
    if kind not in known:
        raise ValueError(
            f"rotary embeddings of the kind {kind!r} are not supported for this architecture; "
            f"known: {', '.join(known)}"
        )
    for source in (values, config):
        if _number(source, "partial_rotary_factor", 1.0) != 1.0:
            raise ValueError("rotating part of a head is not supported: partial_rotary_factor")
    theta = _number(values, "rope_theta", _number(config, "rope_theta", DEFAULT_THETA))
    if kind == "default":
        return Rope(theta)
    factor = _number(values, "factor", least=1.0)
    if kind == "linear":
        return Rope(theta, kind, factor)
    original = _original_context(config, values, context)
    if kind == "llama3":
        low, high = _number(values, "low_freq_factor"), _number(values, "high_freq_factor")
        if high <= low:
            raise ValueError(f"high_freq_factor {high} is not above low_freq_factor {low}")
        return Rope(theta, kind, factor, original, low, high)
    return Rope(theta, kind, factor, original, attention_factor=_attention_factor(values, factor))


def _parameters(config: Mapping[str, Any]) -> dict[str, Any]:
    old, new = (config.get(name) or {} for name in ("rope_scaling", "rope_parameters"))
    for value in (old, new):
        if not isinstance(value, dict):
            raise ValueError("rope_scaling and rope_parameters must be objects")
        if any(isinstance(inner, dict) for inner in value.values()):
            raise ValueError("rotary embeddings that differ by layer are not supported")
    if old and new and old != new:
        raise ValueError("rope_scaling and rope_parameters contradict each other; keep one")
    return dict(old or new)


def _original_context(config: Mapping[str, Any], values: dict[str, Any], context: int) -> int:
    key = "original_max_position_embeddings"
    value = config.get(key, values.get(key, context))
    if type(value) is not int or not 1 <= value < 1 << 31:
        raise ValueError(f"{key} is not a positive integer")
    return value


def _attention_factor(values: dict[str, Any], factor: float) -> float:
    # llama.cpp has these built in and reads no others.
    for name, only in (("beta_fast", 32.0), ("beta_slow", 1.0)):
        if _number(values, name, only) != only:
            raise ValueError(f"yarn with {name} other than {only:g} is not supported")
    if values.get("truncate", True) is not True:
        raise ValueError("yarn with truncate false is not supported")
    if values.get("attention_factor") is not None:
        return _number(values, "attention_factor")
    if values.get("mscale") and values.get("mscale_all_dim"):
        scales = (_number(values, name) for name in ("mscale", "mscale_all_dim"))
        above, below = (_mscale(factor, scale) for scale in scales)
        return above / below
    return _mscale(factor)


def _mscale(factor: float, scale: float = 1.0) -> float:
    return 0.1 * scale * math.log(factor) + 1.0


def _number(
    values: Mapping[str, Any], name: str, default: float | None = None, least: float = 0.0
) -> float:
    value: Any = values.get(name)
    if value is None and default is not None:
        return default
    if type(value) in (int, float) and max(least, math.ulp(0.0)) <= value < math.inf:
        return float(value)
    range_ = "of 1 or more" if least else "above 0"
    raise ValueError(f"{name} is {str(value)[:60]}, no number {range_}")
