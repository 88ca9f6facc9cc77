"""The reference of the command line, as Markdown, from the commands themselves.

    python tools/command_reference.py

The names, texts, panels and defaults are those that ``--help`` prints: nothing is written twice.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

import typer

from ilora_cli.app import COMMANDS, make_app
from ilora_cli.options.panels import PANELS, PROMPT, help_record, split_examples

TOP = """\
# Commands

Written from the commands themselves: what `ilora-edge COMMAND --help` prints. Every command ends
with exit code 0, with 1 after an error of one line on stderr, or with 2 after a wrong usage.
"""


def write_reference() -> str:
    """Return the page of all commands."""
    root = typer.main.get_command(make_app(COMMANDS))
    return "\n".join([TOP, *_describe(root, "ilora-edge", level=1)])


def _describe(command: Any, path: str, level: int) -> Iterator[str]:
    """Yield the lines of one command and of those beneath it."""
    context = _context(command, path)
    if level > 1:
        yield f"{'#' * level} {path.removeprefix('ilora-edge ')}\n"
        yield f"    {path} {' '.join(command.collect_usage_pieces(context))}\n"
        text, examples = split_examples(command.help or "")
        yield from _prose(text)
        yield from (f"    {PROMPT}{line}" for line in examples)
        yield ""
        yield from _parameters(command, context)
        yield from _prose(command.epilog)
    for name in command.list_commands(context) if hasattr(command, "commands") else ():
        yield from _describe(command.commands[name], f"{path} {name}", level + 1)


def _context(command: Any, path: str) -> Any:
    return command.context_class(command, info_name=path)


def _prose(text: str | None) -> Iterator[str]:
    """Yield paragraphs; what is indented, or kept from being wrapped, stands as it is."""
    for paragraph in inspect.cleandoc(text or "").split("\n\n"):
        if not paragraph:
            continue
        if paragraph.startswith("\b"):
            yield "\n".join(f"    {line}" for line in paragraph.splitlines()[1:]) + "\n"
        elif paragraph.startswith("    "):
            yield f"{paragraph}\n"
        else:
            yield f"{_escape(paragraph)}\n"


def _parameters(command: Any, context: Any) -> Iterator[str]:
    """Yield a table per panel, in the order of the help."""
    order = ("Arguments", *PANELS, "Options")
    panels: dict[str, list[tuple[str, str]]] = {name: [] for name in order}
    for parameter in command.params:
        record = help_record(parameter, context)
        if record is None or getattr(parameter, "hidden", False):
            continue
        default = "Arguments" if parameter.param_type_name == "argument" else "Options"
        panel = getattr(parameter, "rich_help_panel", None) or default
        panels[panel].append(record)
    for panel, records in panels.items():
        if not records:
            continue
        yield f"| {panel} | |\n| --- | --- |"
        for names, text in records:
            yield f"| <code>{_cell(names)}</code> | {_cell(text)} |"
        yield ""


def _escape(text: str) -> str:
    """Return text whose signs mean nothing in Markdown."""
    return re.sub(r"[\\`*_\[#<>|&]", lambda sign: f"&#{ord(sign[0])};", text)


def _cell(text: str) -> str:
    return _escape(" ".join(text.split()))


if __name__ == "__main__":
    print(write_reference())
