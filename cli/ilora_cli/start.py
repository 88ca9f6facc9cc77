"""Where the program starts, before the command line is there."""

from __future__ import annotations

import gc
import signal


def run() -> None:
    """Load the command line and run it; until it is loaded, Ctrl-C ends the process at once."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        # Nothing has begun that could be cleaned up, and a traceback of imports helps nobody;
        # endings.hear_endings takes it back.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    # What is imported stays: garbage is looked for among what comes after it.
    gc.disable()
    from ilora_cli.app import run

    gc.freeze()
    gc.enable()
    run()
