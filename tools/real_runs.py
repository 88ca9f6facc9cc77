"""What programs are run with: a home folder of their own, a website, a desktop with sound."""

from __future__ import annotations

import functools
import http.server
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

SECONDS = 120
Run = Callable[..., None]
"""Runs a command, for so many ``seconds`` at most."""


@dataclass(frozen=True, slots=True)
class Used:
    """A program's database, and what was done in it."""

    database: Path
    history: list[str]
    """Titles, oldest first."""
    offered: set[str]
    """Titles that may be recommended: all others that are there."""


@dataclass(frozen=True, slots=True)
class Program:
    """How to have a program write its database."""

    needs: tuple[str, ...]
    """Commands, or ``python:MODULE``."""
    use: Callable[[Path, Run], Used]
    """Given an empty folder, and what runs a command there."""

    @property
    def is_there(self) -> bool:
        return all(
            importlib.util.find_spec(need[7:]) if need.startswith("python:") else shutil.which(need)
            for need in self.needs
        )


def surroundings(folder: Path) -> dict[str, str]:
    """Return the environment of a program whose home is ``folder``, without a screen."""
    here = {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder / "run")}
    # PATH without this environment: the programs are Debian's, and so is their Python.
    path = ":".join(p for p in os.environ["PATH"].split(":") if not p.startswith(sys.prefix))
    kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
    return {**kept, **here, "PATH": path, "QT_QPA_PLATFORM": "offscreen"}


def start(command: tuple[str | Path, ...], env: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [str(part) for part in command],
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def runner(folder: Path) -> Run:
    """Return what runs a command with ``folder`` as its home, without a screen."""
    (folder / "run").mkdir(mode=0o700)
    env = surroundings(folder)

    def run(*command: str | Path, seconds: float = SECONDS) -> None:
        process = start(command, env)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            # No failure: nobody closes its window. What it has started ends with it.
            end(process)

    return run


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process and what it has started, and wait for the last of them."""
    for second in range(20):
        try:
            os.killpg(process.pid, {0: signal.SIGTERM, 15: signal.SIGKILL}.get(second, 0))
        except ProcessLookupError:
            break
        time.sleep(1 if process.poll() is None else 0.2)
    process.wait()


@dataclass(frozen=True, slots=True)
class Desktop:
    """A session with a message bus and a sound card that nobody hears; an X server, where asked."""

    env: dict[str, str]
    stack: ExitStack

    def start(self, *command: str | Path) -> subprocess.Popen[bytes]:
        """Start a program, which ends with the session if not before."""
        process = start(command, self.env)
        self.stack.callback(end, process)
        return process

    def ask(self, *command: str | Path) -> str:
        """Run a command to its end and return what it says, errors too."""
        words = [str(part) for part in command]
        return subprocess.run(
            words, env=self.env, capture_output=True, text=True, timeout=SECONDS, check=False
        ).stdout

    def player(self, name: str, method: str, *arguments: str) -> None:
        """Tell a player something, by the interface that players share."""
        self.ask("dbus-send", "--session", "--print-reply", f"--dest=org.mpris.MediaPlayer2.{name}",
                 "/org/mpris/MediaPlayer2", f"org.mpris.MediaPlayer2.Player.{method}",
                 *arguments)  # fmt: skip


@contextmanager
def desktop(folder: Path, screen: bool = False, **env: str) -> Iterator[Desktop]:
    """Yield a session of its own, whose home is ``folder``."""
    bus = f"unix:path={folder / 'run' / 'bus'}"
    ours = {**surroundings(folder), "DBUS_SESSION_BUS_ADDRESS": bus,
            "GSETTINGS_BACKEND": "keyfile", "NO_AT_BRIDGE": "1", **env}  # fmt: skip
    if screen:
        ours |= {"DISPLAY": ":93", "QT_QPA_PLATFORM": "xcb"}
    with ExitStack() as stack:
        session = Desktop(ours, stack)
        session.start("dbus-daemon", "--session", "--nofork", f"--address={bus}")
        session.start("pulseaudio", "-n", "--exit-idle-time=-1", "-L",
                      "module-native-protocol-unix", "-L", "module-null-sink")  # fmt: skip
        if screen:
            session.start("Xvfb", ":93", "-screen", "0", "1280x800x24")
        time.sleep(3)
        yield session


@contextmanager
def website(folder: Path) -> Iterator[str]:
    """Serve a folder's files on this machine, and yield the address; /to/PAGE leads to a page."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            if not self.path.startswith("/to/"):
                return super().do_GET()
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to"))
            self.end_headers()
            return None

    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
