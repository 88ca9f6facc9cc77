"""Switches off what dependencies would send or fetch, before any of them is imported.

``ilora_edge`` imports this first of all, so every process of the project has it: commands, workers,
Ray actors, training, export, benchmarks and tests. `SECURITY.md` says what each variable stops.
"""

from __future__ import annotations

import os

ENVIRONMENT = {
    # onnxruntime queues events in the home folder and posts them some seconds after its import.
    # Read once, at the import; the second is the name that some builds know.
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


def keep_offline() -> None:
    """Set the variables, whatever they were: that nothing is sent is a promise, not a default."""
    os.environ.update(ENVIRONMENT)
