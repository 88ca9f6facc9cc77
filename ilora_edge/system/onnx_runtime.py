"""The one place that imports onnxruntime, without its telemetry.

Since 1.26 its builds for Linux and macOS make a lasting device id in the cache folder and post
events to the vendor (microsoft/onnxruntime pull requests 27379 and 29843). Whether they do is
decided once in a process, when onnxruntime is first imported; ``ilora_edge.system.offline`` says
no.
"""

from __future__ import annotations

import warnings

from ilora_edge.system.offline import TELEMETRY_REMARK, keep_offline, onnxruntime_came_first

keep_offline()
import onnxruntime  # noqa: E402 - not before the variables are set

if onnxruntime_came_first:
    # Fewer events from now on; the sending itself goes on, as a look at its sockets shows.
    onnxruntime.disable_telemetry_events()
    warnings.warn(TELEMETRY_REMARK, RuntimeWarning, stacklevel=2)

__all__ = ["onnxruntime"]
