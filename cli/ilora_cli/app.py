"""The command line: ``ilora-edge COMMAND``. Commands import what they need when they run."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ilora_cli.bundle import bundle_app
from ilora_cli.convert import convert
from ilora_cli.evaluate import evaluate
from ilora_cli.export import export
from ilora_cli.history import history
from ilora_cli.import_ import import_app
from ilora_cli.recommend import recommend
from ilora_cli.train import train
from ilora_cli.users import users
from ilora_edge.errors import IloraError

# Typer's own base of usage errors has no public name.
_ClickException: type[Exception] = next(
    c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException"
)

# What Typer makes of Ctrl-C, and the shells' convention.
_INTERRUPTED = 130

app = typer.Typer(
    name="ilora-edge",
    help="Recommendations computed wholly on this device, from a local SQLite history.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(recommend)
app.command()(evaluate)
app.add_typer(import_app, name="import")
app.command()(users)
app.command()(history)
app.command()(train)
app.command()(export)
app.command()(convert)
app.add_typer(bundle_app, name="bundle")


def _print_version(value: bool) -> None:
    if value:
        from importlib.metadata import version

        print(f"ilora-edge {version('ilora-edge')}")
        raise typer.Exit


@app.callback()
def root(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    """Recommendations computed wholly on this device, from a local SQLite history."""


def main() -> None:
    """Run the command line: one line on stderr and exit code 1 for bad input, 2 for usage."""
    for stream in (sys.stdout, sys.stderr):
        # A title may hold what this terminal's encoding cannot show.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        code = app(standalone_mode=False)
    except IloraError as error:
        _fail(str(error))
        code = 1
    except _ClickException as error:
        message = error.format_message()  # type: ignore[attr-defined]
        if type(error).__name__ == "NoArgsIsHelpError":
            print(message, file=sys.stderr)
        else:
            _fail(f"{message}; see: ilora-edge --help")
        code = getattr(error, "exit_code", 2)
    except (KeyboardInterrupt, typer.Abort):
        code = _INTERRUPTED
    except BrokenPipeError:
        # The reader of stdout went away, as `| head` does; not an error of ours.
        sys.stderr.close()
        code = 1
    except OSError as error:
        _fail(f"{error.filename or 'input or output'}: {error.strerror or error}")
        code = 1
    if code == _INTERRUPTED:
        _fail("interrupted; nothing was left half-written")
    sys.exit(code if isinstance(code, int) else 0)


def _fail(message: str) -> None:
    from ilora_edge.titles import printable

    # Messages quote file names, ids and titles, which come from strangers; one line, always.
    print(f"error: {printable(message)}", file=sys.stderr)
