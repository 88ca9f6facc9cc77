"""Commands in processes of their own, forked from one that has imported what they need.

So each has its own peak of memory, may crash, and does not spend most of its time on imports.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    """Negative: the signal that it died by."""
    out: str
    err: str
    megabytes: float
    """Resident at most, what it was forked with included."""


class ForkedCommands:
    """Runs commands one at a time; see :func:`forked_commands`."""

    def __init__(self, process: subprocess.Popen[str], seconds: float) -> None:
        self._process, self._seconds = process, seconds

    def run(self, place: Path, *words: object) -> Ended:
        """Run ``ilora-edge`` with these words; what it prints is kept in files in ``place``."""
        files = [str(place / name) for name in ("out", "err", "peak")]
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        request = {"words": [*map(str, words)], "files": files, "seconds": self._seconds}
        print(json.dumps(request), file=self._process.stdin, flush=True)
        code = json.loads(self._process.stdout.readline())
        out, err, peak = (Path(name).read_text() for name in files)
        for name in files:
            Path(name).unlink()
        return Ended(code, out, err, int(peak or 0) / 1024)


@contextmanager
def forked_commands(
    seconds: float,
    around: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Iterator[ForkedCommands]:
    """Start the process that commands are forked from; each is killed after so many seconds.

    ``around`` are the words of a program that runs it; ``folder`` is where it runs.
    """
    pipe = subprocess.PIPE
    command = [*around, sys.executable, "-W", "ignore", str(Path(__file__).resolve())]
    with subprocess.Popen(
        command, stdin=pipe, stdout=pipe, text=True, env=environment, cwd=folder
    ) as process:
        yield ForkedCommands(process, seconds)
        assert process.stdin is not None
        process.stdin.close()


def _serve() -> None:
    import ilora_edge.recommender
    import ilora_edge.system.onnx_runtime  # noqa: F401
    from ilora_cli.app import main

    for line in sys.stdin:
        request = json.loads(line)
        child = os.fork()
        if child == 0:
            _become(request)
            main()
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _become(request: dict[str, object]) -> None:
    """Make this process, a child, the command that is asked for."""
    import atexit
    import signal

    out, err, peak = (open(str(name), "w") for name in request["files"])  # type: ignore[attr-defined] # noqa: SIM115
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(out.fileno(), 1)
    os.dup2(err.fileno(), 2)

    def say_peak() -> None:
        status = Path("/proc/self/status").read_text()
        found = re.search(r"VmHWM:\s*(\d+) kB", status)
        peak.write(found[1] if found else "0")

    atexit.register(say_peak)
    signal.setitimer(signal.ITIMER_REAL, float(str(request["seconds"])))
    sys.argv = ["ilora-edge", *request["words"]]  # type: ignore[misc]


if __name__ == "__main__":
    _serve()
