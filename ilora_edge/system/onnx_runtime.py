"""The one place that imports onnxruntime, without its telemetry.

Since 1.26 its builds for Linux and macOS make a lasting device id in ``~/.cache/Microsoft`` and
post events to the vendor (microsoft/onnxruntime pull requests 27379 and 29843). Whether they do is
decided once in a process, when onnxruntime is first imported; ``ilora_edge.offline`` says no.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from ilora_edge.offline import keep_offline

imported_before = "onnxruntime" in sys.modules
"""Whether somebody else had imported it in this process, perhaps with its telemetry on."""

keep_offline()
import onnxruntime  # noqa: E402 - not before the variables are set

if imported_before:
    # Stops events from now on; what was queued before may already have been sent.
    onnxruntime.disable_telemetry_events()

REMARK = (
    "onnxruntime was imported before ilora_edge, so its telemetry may have been on until now; "
    "it is off from here on. Import ilora_edge first"
)


def telemetry_folder() -> Path:
    """Return where onnxruntime keeps its device id and queued events, on Linux and macOS."""
    home = Path.home()
    if sys.platform == "darwin":
        return home / "Library/Application Support/Microsoft/DeveloperTools/.onnxruntime"
    cache = os.environ.get("XDG_CACHE_HOME") or str(home / ".cache")
    return Path(cache) / "Microsoft/DeveloperTools/.onnxruntime"


__all__ = ["REMARK", "imported_before", "onnxruntime", "telemetry_folder"]
