"""The command line: ``ilora-edge COMMAND``. Commands import what they need when they run."""

from __future__ import annotations

import errno
import gc
import inspect
import os
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Annotated, Any

import typer

from ilora_cli.endings import end_by_signal, hear_endings, hear_no_more, insist, is_interrupted
from ilora_cli.options.groups import with_groups
from ilora_cli.options.panels import PanelCommand, PanelGroup, in_plain_words
from ilora_cli.waiting import hush, say_if_quiet
from ilora_edge.errors import IloraError
from ilora_edge.system.stuck import end_where_stuck

# Typer's own base of usage errors has no public name.
_ClickException: type[Exception] = next(
    c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException"
)

# What Typer makes of Ctrl-C, and the shells' convention.
_INTERRUPTED = 130

# Python's own 700 would search the objects of all imports for garbage, time and again.
_GC_THRESHOLD = 200_000

# What to do about an error of the system's.
_ADVICE = (
    (errno.EACCES, "check its rights, or name another place"),
    (errno.EPERM, "check its rights, or name another place"),
    (errno.EROFS, "it can only be read there: name another place"),
    (errno.ENOSPC, "make room, or name another place"),
    (errno.EDQUOT, "make room, or name another place"),
    (errno.EFBIG, "a limit of the shell or the disk: see ulimit -f, or name another place"),
    (errno.ENAMETOOLONG, "name a shorter one"),
    (errno.ENOTDIR, "a folder of its path is a file: name another place"),
    (errno.EISDIR, "it is a folder: name a file"),
    (errno.EEXIST, "it is in the way: name another place"),
    (errno.ENOENT, "a folder of its path is not there"),
    (errno.EIO, "the disk fails: copy what is there elsewhere"),
)

# One waits for its client, the others have bars of their own.
_TELL_THEMSELVES = (["mcp"], ["train"], ["export"])

_WRITTEN = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class _Commands(Mapping[str, Any]):
    """Names of commands to functions and groups, each imported when it is asked for.

    Reading what all of them take, most of it options, takes a tenth of a short command's time.
    """

    def __init__(self, modules: dict[str, str]) -> None:
        self._modules = modules

    def __getitem__(self, name: str) -> Callable[..., Any] | typer.Typer:
        module, _, attribute = self._modules[name].partition(":")
        found: Callable[..., Any] | typer.Typer = getattr(
            import_module(f"ilora_cli.{module}"), attribute or module
        )
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)


_PANELS = {
    "To begin": {
        "init": "init",
        "import": "import_:import_app",
        "users": "users",
        "history": "history",
    },
    "Lists": {
        "recommend": "recommend",
        "score": "score",
        "report": "report",
        "similar": "similar",
        "radio": "similar:radio",
        "explain": "explain",
        "why-not": "explain:why_not",
        "schedule": "schedule",
        "mcp": "mcp",
    },
    "Feedback": {
        "like": "feedback:like",
        "dislike": "feedback:dislike",
        "seen": "feedback:seen",
        "undo": "feedback:undo",
        "log": "log",
        "forget": "forget",
    },
    "Bundles": {
        "bundle": "bundle:bundle_app",
        "evaluate": "evaluate",
        "train": "train",
        "export": "export",
        "convert": "convert",
        "backbone": "backbone:backbone_app",
    },
    "This machine": {"doctor": "doctor", "bench": "bench"},
}
COMMANDS = _Commands({name: m for panel in _PANELS.values() for name, m in panel.items()})
"""In the order of the list: the module of each, with the name in it where that is another."""
_PANEL_OF = {name: panel for panel, names in _PANELS.items() for name in names}


def _print_version(value: bool) -> None:
    if value:
        from importlib.metadata import version

        print(f"ilora-edge {version('ilora-edge')}")
        raise typer.Exit


def root(
    context: typer.Context,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    """Recommendations computed wholly on this device, from a local SQLite history."""
    if context.invoked_subcommand is None:
        from ilora_cli.here import look_around

        look_around()


class _Root(PanelGroup):
    """All commands in the order of ``COMMANDS``; Typer has groups last."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the commands."""
        return [name for name in COMMANDS if name in self.commands]

    def mistaken(self, ctx: Any, args: list[str]) -> str | None:
        """Return what is wrong with words of which the first is no command, where it is known."""
        from ilora_cli.mistakes import no_such_command

        return no_such_command(args, self.commands)


def make_app(whole: Collection[str]) -> typer.Typer:
    """Return the app with the commands in ``whole``; with all of them for none, to be listed.

    Reading the parameters of every command takes most of the time of ``--help``, which shows none.
    """
    app = typer.Typer(
        name="ilora-edge",
        cls=_Root,
        help="Recommendations computed wholly on this device, from a local SQLite history.",
        invoke_without_command=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(root)
    for name in whole or COMMANDS:
        command, panel = COMMANDS[name], _PANEL_OF[name]
        if isinstance(command, typer.Typer):
            if name in whole:
                for info in command.registered_commands:
                    assert info.callback is not None
                    info.callback, info.cls = with_groups(info.callback), PanelCommand
                app.add_typer(command, name=name, cls=PanelGroup, rich_help_panel=panel)
            else:
                app.command(name, help=command.info.help, rich_help_panel=panel)(_never_run)
        elif name in whole:
            app.command(name, cls=PanelCommand, rich_help_panel=panel)(with_groups(command))
        else:
            app.command(name, help=inspect.getdoc(command), rich_help_panel=panel)(_never_run)
    return app


def _never_run() -> None:
    raise AssertionError("a command without its parameters was run")


def _needed(arguments: Sequence[str]) -> Collection[str]:
    """Return the commands whose parameters matter for these arguments."""
    if "_ILORA_EDGE_COMPLETE" in os.environ:
        # The shell asks what could come next, of any command.
        return COMMANDS
    if not arguments or arguments[0] in ("-h", "--help", "--version"):
        return ()
    return arguments[:1] if arguments[0] in COMMANDS else COMMANDS


def run() -> None:
    """Run the command line as a program: commands that run models survive a native crash."""
    _read_bytes_as_utf8()
    insist()
    # Here and not in main, which a program of somebody else's may call.
    end_where_stuck(_end_stuck)
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    try:
        if hasattr(os, "fork"):
            from ilora_cli.guard import GUARDED, run_guarded

            if command in GUARDED:
                run_guarded(command, main)
        main()
    finally:
        hear_no_more()


def _read_bytes_as_utf8() -> None:
    """Start again in Python's UTF-8 mode where the locale's encoding is another.

    Users, titles and files are bytes to the shell, whatever it shows them as, and UTF-8 to us; what
    is printed for a person stays in the locale's encoding.
    """
    if sys.getfilesystemencoding() == "utf-8" or not hasattr(os, "execv"):
        return
    own = sys.stdout.encoding if sys.stdout is not None else "utf-8"
    os.environ.setdefault("PYTHONIOENCODING", f"{own}:replace")
    os.environ["PYTHONUTF8"] = "1"
    os.execv(sys.executable, [sys.executable, *_words()])


def _words() -> Sequence[str | bytes]:
    """Return what follows the interpreter's name, as the shell gave it.

    Where the locale's encoding has several bytes for a character, Python does not always find the
    way back to them.
    """
    try:
        with open("/proc/self/cmdline", "rb") as file:
            return file.read().split(b"\0")[1:-1]
    except OSError:
        return sys.orig_argv[1:]


def main() -> None:
    """Run the command line: one line on stderr and exit code 1 for bad input, 2 for usage."""
    gc.set_threshold(_GC_THRESHOLD)
    for stream in (sys.stdout, sys.stderr):
        # A title may hold what this terminal's encoding cannot show.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        hear_endings()
        if sys.argv[1:2] not in _TELL_THEMSELVES and "--quiet" not in sys.argv:
            say_if_quiet()
        code = make_app(_needed(sys.argv[1:]))(standalone_mode=False)
        sys.stdout.flush()
    except IloraError as error:
        code = _INTERRUPTED if is_interrupted() else 1
        if code == 1:
            _fail(str(error))
    except _ClickException as error:
        message = error.format_message()  # type: ignore[attr-defined]
        if type(error).__name__ == "NoArgsIsHelpError":
            print(message, file=sys.stderr)
        elif type(error).__name__ == "NoSuchOption":
            from ilora_cli.mistakes import no_such_option

            _fail(f"{no_such_option(error)}; see: {_help_of(error)}")
        else:
            from ilora_cli.mistakes import in_other_words

            message = in_plain_words(in_other_words(error, message))
            end = "" if message.endswith("?") else ";"
            see = "" if message.endswith("--help") else f"{end} see: {_help_of(error)}"
            _fail(f"{message.rstrip('.')}{see}")
        code = getattr(error, "exit_code", 2)
    except (KeyboardInterrupt, typer.Abort):
        code = _INTERRUPTED
    except BrokenPipeError:
        # The reader of stdout went away, as `| head` does; not an error of ours.
        sys.stderr.close()
        code = 1
    except Exception as error:
        # What is interrupted while it is loaded, native code above all, says so in its own words.
        code = _INTERRUPTED if is_interrupted() else _failed(error)
    finally:
        hush()
    if code == _INTERRUPTED:
        end_by_signal()
        _fail("interrupted; nothing was left half-written")
    sys.exit(code if isinstance(code, int) else 0)


def _failed(error: Exception) -> int:
    """Say what the system refused, and return the exit code; raise what is a fault of ours."""
    # Of Python, of its threads, and of a native library that is imported.
    is_out = isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM
    is_out = is_out or (
        isinstance(error, RuntimeError | ImportError)
        and any(words in str(error) for words in ("can't start new thread", "bad_alloc"))
    )
    if is_out:
        _fail("this takes more memory than there is; close other programs, or ask for less")
        return 1
    if not isinstance(error, OSError):
        raise error
    # Whatever is written to a file of ours has its error name it.
    unnamed = "stdout" if error.errno in _WRITTEN else "input or output"
    what = f"{error.filename or unnamed}: {error.strerror or error}"
    _fail(what + "".join(f"; {advice}" for n, advice in _ADVICE if n == error.errno))
    if error.filename is None:
        from ilora_cli.console import drop

        drop(sys.stdout)
    return 1


def _help_of(error: Exception) -> str:
    """Return the command that shows what the one with a usage error takes."""
    words: list[str] = ["--help"]
    context = getattr(error, "ctx", None)
    if context is None:
        # An option without its value is found before anything is known of its command.
        words = [word for word in sys.argv[1:2] if word in COMMANDS] + words
    while context is not None and context.parent is not None:
        words.insert(0, str(context.info_name))
        context = context.parent
    return " ".join(["ilora-edge", *words])


def _end_stuck(why: str) -> None:
    from ilora_cli.guard import end_at_once

    _fail(why)
    end_at_once(1)


def _fail(message: str) -> None:
    from ilora_cli.console import note

    note(f"error: {message}")
