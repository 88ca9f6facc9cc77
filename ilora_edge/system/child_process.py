"""A child that is spoken to in lines of JSON over pipes, and how one has ended.

No sockets, and nothing is pickled. Whatever native code prints goes to its stderr, whose last line
is part of the cause when it dies.
"""

from __future__ import annotations

import json
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import IO, Any

from ilora_edge.system.scratch import temporary_folder
from ilora_edge.titles import printable

_STDERR_TAIL = 2000


def how_it_ended(code: int) -> str:
    """Return what an exit code of ``subprocess`` means: ``SIGSEGV`` or ``exit code 1``."""
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


class LineProcess:
    """A process that reads and writes one JSON value a line.

    Parameters
    ----------
    command
        What to run.
    environment
        Of the process; None: this one's.
    """

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str] | None = None
    ) -> None:
        # A file, not a pipe: nobody has to empty it.
        self._stderr: IO[bytes] = tempfile.TemporaryFile(dir=temporary_folder())  # noqa: SIM115
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            env=environment,
            text=True,
            encoding="utf-8",
            # The terminal's Ctrl-C is for the parent, which ends its children itself.
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        """The process' id."""
        return self._process.pid

    def send(self, message: object) -> None:
        """Write a value as a line."""
        self.send_line(json.dumps(message))

    def send_line(self, line: str) -> None:
        """Write a line; that nobody reads any more is said when the answer is missing."""
        assert self._process.stdin is not None
        with suppress(BrokenPipeError, ValueError):
            self._process.stdin.write(f"{line}\n")
            self._process.stdin.flush()

    def receive(self) -> Any:
        """Return the next line's value, None where there is none to come."""
        assert self._process.stdout is not None
        with suppress(OSError, ValueError):
            if line := self._process.stdout.readline():
                return json.loads(line)
        return None

    def cause_of_death(self) -> str:
        """Wait for its end and return how it came, with the last it had to say."""
        ended = how_it_ended(self._process.wait())
        self._stderr.seek(0)
        lines = self._stderr.read()[-_STDERR_TAIL:].decode("utf-8", "replace").strip().splitlines()
        return ended + (f": {printable(lines[-1])[:200]}" if lines else "")

    def kill(self) -> None:
        """Kill it, whatever it is doing: whoever waits for its lines waits no more."""
        self._process.kill()

    def end(self) -> None:
        """Kill it and release its pipes; safe to call twice."""
        self.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._stderr):
            # What was still to be written has no reader.
            with suppress(OSError, ValueError):
                if stream is not None:
                    stream.close()
