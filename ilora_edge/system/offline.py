"""Switches off what dependencies would send or fetch, before any of them is imported.

``ilora_edge`` imports this first of all, so every process of the project has it: commands, workers,
Ray actors, training, export, benchmarks and tests. `SECURITY.md` says what each variable stops.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from ilora_edge.system.person_folders import cache_home

ENVIRONMENT = {
    # onnxruntime queues events in the home folder and posts them some seconds after its import.
    # Read once, at the import; the second is the name that its generative sister reads.
    "ORT_DISABLE_TELEMETRY": "1",
    "ORT_TELEMETRY_DISABLED": "1",
    # The hub client of transformers and tokenizers: files on this machine alone, no usage counts.
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1",
    # Ray's usage statistics.
    "RAY_USAGE_STATS_ENABLED": "0",
    # The convention of tools that have no variable of their own.
    "DO_NOT_TRACK": "1",
}

TELEMETRY_REMARK = (
    "onnxruntime was imported before ilora_edge, so its telemetry runs in this process and nothing "
    "can end it: import ilora_edge first, or set ORT_DISABLE_TELEMETRY=1 before Python starts"
)
_OFF = ("1", "true", "yes", "on", "y")

onnxruntime_came_first = (
    "onnxruntime" in sys.modules
    and os.environ.get("ORT_DISABLE_TELEMETRY", "").strip().lower() not in _OFF
)
"""Whether somebody else imported onnxruntime in this process while nothing kept it silent."""


def keep_offline() -> None:
    """Set the variables, whatever they were: that nothing is sent is a promise, not a default."""
    os.environ.update(ENVIRONMENT)


def telemetry_folder() -> Path:
    """Return where onnxruntime keeps its device id and queued events where nothing stops it.

    Tried on Linux; the one of macOS is what the vendor's own tools document.
    """
    vendors = "Microsoft/DeveloperTools/.onnxruntime"
    if sys.platform == "darwin":
        return Path(os.path.expanduser("~/Library/Application Support")) / vendors
    return cache_home() / vendors
