"""How a command's help is laid out: its options in named panels, its examples at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from ilora_cli.columns import packed, terminal_width
from ilora_edge.system.patterns import pattern
from ilora_edge.system.person_folders import at_home

WHOSE = "Whose list"
SOURCE = "Database and bundle"
MEASURED = "What is measured"
ITEMS = "Which items"
RANKING = "Ranking"
FILES = "How the files are read"
MODEL = "Model"
DEVICE = "This machine"
OUTPUT = "Output"
SETTINGS = "Settings and log"
ROWS = "What the database's rows mean (see ilora-edge init)"
PANELS = (WHOSE, SOURCE, MEASURED, ITEMS, RANKING, FILES, MODEL, DEVICE, OUTPUT, SETTINGS, ROWS)
"""In the order in which help shows them."""

PROMPT = "$ "
"""Begins a line of examples, which are the last paragraph of a command's help."""


# What Typer calls the types of values, and what a person calls them: in help, and in an error.
_VALUES = (
    ("<int range>", "N"),
    ("<int>", "N"),
    ("<float range>", "X"),
    ("<float>", "X"),
    ("<path>", "PATH"),
    ("<str>", "TEXT"),
    ("is not a valid int range", "is not a whole number"),
    ("is not a valid int", "is not a whole number"),
    ("is not a valid float range", "is not a number"),
    ("is not a valid float", "is not a number"),
)
_RANGES = (
    (pattern(r"\b([\d.]+?)(?:\.0)?<=x<=([\d.]+?)(?:\.0)?(?![\d.]*\d)"), r"\1 to \2"),
    (pattern(r"is not in the range x>=([\d.]+?)(?:\.0)?(?![\d.]*\d)"), r"is less than \1"),
    (pattern(r"\bx>=([\d.]+?)(?:\.0)?(?![\d.]*\d)"), r"\1 or more"),
)
# What the shell does not divide.
_WORD = pattern(r"""(?:[^\s"']|"[^"]*"|'[^']*')+""")
_LEAST_WIDTH = 20
_LONGEST_SUMMARY = 200
_SIDE_BY_SIDE = 58


class _Narrow:
    """Help for a terminal narrower than click can think of."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help as wide as the terminal."""
        width = terminal_width()
        if width is not None:
            formatter.width = max(_LEAST_WIDTH, min(width - 2, formatter.width))
        super().format_help(ctx, formatter)  # type: ignore[misc]

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write how the command is called, the parts of its name apart where they must be."""
        pieces = [*ctx.command_path.split(" "), *self.collect_usage_pieces(ctx)]  # type: ignore[attr-defined]
        for line in packed(pieces, formatter.width, "Usage: ", " " * 7, gap=" "):
            formatter.write(f"{line}\n")


class PanelGroup(_Narrow, TyperGroup):
    """Commands and what they are about, in panels where they have some."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return a command, its name and its words; what there is not is a usage error."""
        if args[0] not in self.commands and not args[0].startswith("-"):
            said = self.mistaken(ctx, args)
            if said is not None:
                ctx.fail(said)
        return super().resolve_command(ctx, args)

    def mistaken(self, ctx: Any, args: list[str]) -> str | None:
        """Return what is wrong with words of which the first is no command, where it is known."""
        from ilora_cli.mistakes import no_such_part

        return no_such_part(str(ctx.info_name), args[0])

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write a panel of commands after the other, the summaries of all below each other."""
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        longest = max((len(name) for name, _ in commands), default=0)
        panels: dict[str, list[tuple[str, str]]] = {}
        for name, command in commands:
            summary = command.get_short_help_str(_LONGEST_SUMMARY)  # type: ignore[union-attr]
            panel = getattr(command, "rich_help_panel", None) or "Commands"
            panels.setdefault(panel, []).append((name.ljust(longest), summary))
        for panel, rows in panels.items():
            with _section(formatter, panel):
                _write_records(formatter, rows)


class PanelCommand(_Narrow, TyperCommand):
    """A command whose help shows the panels in plain text, since rich takes long to import."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """Return what the command is called with; what is needed stands without braces."""
        return [re.sub(r"^\{(.*)\}$", r"\1", p) for p in super().collect_usage_pieces(ctx)]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments; an empty path is a usage error, and a tilde in front is the home.

        A shell's variable that is not set makes one, and Python takes it for the folder one is in;
        of ``--db=~/films.db`` no shell makes a path in the home.
        """
        rest: list[str] = super().parse_args(ctx, args)
        for param in self.get_params(ctx):
            value = ctx.params.get(param.name)
            kinds = getattr(param.type, "types", [param.type])
            if any(kind.name == "path" for kind in kinds) and _has_empty(value):
                raise typer.BadParameter("a path must not be empty", ctx=ctx, param=param)
            if param.name is not None and any(kind.name == "path" for kind in kinds):
                ctx.params[param.name] = _at_home(value)
        return rest

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        """Write the help but for the examples."""
        whole = self.help
        self.help = split_examples(whole or "")[0]
        try:
            super().format_help_text(ctx, formatter)
        finally:
            self.help = whole

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write arguments, the panels in their order, what is in none, and the examples."""
        arguments: list[tuple[str, str]] = []
        panels: dict[str, list[tuple[str, str]]] = {name: [] for name in (*PANELS, "Other")}
        for param in self.get_params(ctx):
            record = help_record(param, ctx)
            if record is None:
                continue
            if param.param_type_name == "argument":
                arguments.append(record)
            else:
                panels[getattr(param, "rich_help_panel", None) or "Other"].append(record)
        for name, records in (("Arguments", arguments), *panels.items()):
            if records:
                with _section(formatter, name):
                    _write_records(formatter, records)
        if examples := split_examples(self.help or "")[1]:
            with _section(formatter, "Examples" if len(examples) > 1 else "Example"):
                for example in examples:
                    _write_example(formatter, example)


def help_record(param: Any, ctx: Any) -> tuple[str, str] | None:
    """Return how a parameter is written and what it means, or None: it is not shown."""
    record: tuple[str, str] | None = param.get_help_record(ctx)
    return record and (in_plain_words(record[0]), in_plain_words(record[1]))


def in_plain_words(text: str) -> str:
    """Return a text of Typer's with kinds and ranges of values as a person writes them."""
    for theirs, ours in _VALUES:
        text = text.replace(theirs, ours)
    for found, ours in _RANGES:
        text = found.sub(ours, text)
    return text


def _has_empty(value: Any) -> bool:
    return value == "" or (isinstance(value, list | tuple) and any(map(_has_empty, value)))


def _at_home(value: Any) -> Any:
    """Return paths, however many, with the home for a tilde that no shell has put it for."""
    if isinstance(value, list | tuple):
        return type(value)(map(_at_home, value))
    return str(at_home(Path(value))) if isinstance(value, str) and value[:1] == "~" else value


@contextmanager
def _section(formatter: Any, name: str) -> Iterator[None]:
    """Write a heading, and what is written inside below it."""
    formatter.write_paragraph()
    for line in packed(f"{name}:".split(" "), formatter.width, "", "  ", gap=" "):
        formatter.write(f"{line}\n")
    with formatter.indentation():
        yield


def _write_example(formatter: Any, example: str) -> None:
    """Write a line for the shell; on a narrow terminal several, which it takes for one."""
    begin = " " * formatter.current_indent + PROMPT
    width = terminal_width()
    if width is None or len(begin + example) <= width:
        formatter.write(f"{begin}{example}\n")
        return
    # Room for the backslash; packed leaves the gap behind a line away.
    indent = " " * (len(begin) + 2)
    lines = packed(_WORD.findall(example), width - 2, begin, indent, gap=" ")
    formatter.write(" \\\n".join(lines) + "\n")


def _write_records(formatter: Any, records: list[tuple[str, str]]) -> None:
    """Write names and what they mean, side by side where there is room, else below each other."""
    if formatter.width >= _SIDE_BY_SIDE:
        formatter.write_dl(records)
        return
    indent = " " * formatter.current_indent
    for name, meaning in records:
        for line in packed(name.split(" "), formatter.width, indent, indent * 2, gap=" "):
            # Choices have no blanks between them.
            parts = line.split("|") if len(line) > formatter.width else [line]
            parts = [f"{part}|" for part in parts[:-1]] + parts[-1:]
            for shown in packed(parts, formatter.width, "", indent * 2, gap=""):
                formatter.write(f"{shown}\n")
        for line in packed(meaning.split(), formatter.width, indent * 3, indent * 3, gap=" "):
            formatter.write(f"{line}\n")


def split_examples(text: str) -> tuple[str, list[str]]:
    """Return a command's help without its examples, and these without their prompt."""
    rest, _, last = text.rstrip().rpartition("\n\n")
    lines = last.strip().splitlines()
    if not rest or not all(line.startswith(PROMPT) for line in lines):
        return text, []
    return rest, [line.removeprefix(PROMPT) for line in lines]
