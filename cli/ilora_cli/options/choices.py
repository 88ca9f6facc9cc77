"""What can be chosen, where an option takes one of a few words: any other is a usage error.

The core has tables with the same words (tests compare them); to read those here would cost the
start of every command.
"""

from __future__ import annotations

from enum import StrEnum


class ListFormat(StrEnum):
    """What a list is written as."""

    M3U8 = "m3u8"
    XSPF = "xspf"
    OPML = "opml"
    CSV = "csv"
    JSON = "json"
    MD = "md"
    HTML = "html"


class Engine(StrEnum):
    """What ranks many users."""

    PROCESSES = "processes"
    RAY = "ray"


class Interval(StrEnum):
    """How often lists are made anew."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"


class Mode(StrEnum):
    """Which candidates an evaluation ranks."""

    PAPER = "paper"
    PRODUCT = "product"
    FULL = "full"


class Targets(StrEnum):
    """Which items of each user are held out."""

    LAST = "last"
    ALL = "all"


class ColdNegatives(StrEnum):
    """Where the other candidates of a cold target come from."""

    ALL = "all"
    MIX = "mix"


class Control(StrEnum):
    """What is shuffled among the rows."""

    TITLES = "titles"
    GATES = "gates"


class Baseline(StrEnum):
    """Models that are evaluated only where they are asked for."""

    NEAREST_TITLE = "nearest-title"


class BackbonePreset(StrEnum):
    """Types of a bundle's backbone."""

    FULL = "full"
    BF16 = "bf16"
    BALANCED = "balanced"
    SMALL = "small"
    Q4_0 = "q4_0"


class MatrixType(StrEnum):
    """GGUF types that a checkpoint's matrices are converted to."""

    F32 = "f32"
    F16 = "f16"
    BF16 = "bf16"
    Q8_0 = "q8_0"
    Q4_0 = "q4_0"
    Q4_K_M = "q4_k_m"
    Q5_K_M = "q5_k_m"
    Q6_K = "q6_k"
    IQ4_NL = "iq4_nl"


class BenchShape(StrEnum):
    """Models that the benchmark times."""

    DEMO = "demo"
    M15 = "15m"
    M135 = "135m"


class BenchType(StrEnum):
    """Types of the benchmark's random weights."""

    F16 = "f16"
    F32 = "f32"
    BF16 = "bf16"
    Q8_0 = "q8_0"
    Q4_0 = "q4_0"
