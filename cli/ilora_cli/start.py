"""Where the program starts, before the command line is there."""

from __future__ import annotations

import sys
from types import TracebackType


def _say_unless_interrupted(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)


# Before anything else is imported: Ctrl-C may come meanwhile, and is no error of the program's.
sys.excepthook = _say_unless_interrupted

import gc  # noqa: E402
import os  # noqa: E402
import signal  # noqa: E402


def run() -> None:
    """Load the command line and run it; until it is loaded, Ctrl-C ends the process at once."""
    _open_what_is_closed()
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


def _open_what_is_closed() -> None:
    """Let what goes to a stream that whoever started us has closed go nowhere.

    The next file to be opened, a database perhaps, would else have its number, and what is printed
    or a native library says would be written into it.
    """
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(number)
        except OSError:
            # The lowest number that is free, which is this one.
            os.open(os.devnull, os.O_RDWR)
        if getattr(sys, name) is None:
            stream = open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115
            setattr(sys, name, stream)
