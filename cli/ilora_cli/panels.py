"""How a command's help is laid out: its options in named panels, its examples at the end."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand

from ilora_cli.columns import packed, terminal_width

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


_LEAST_WIDTH = 20
_SIDE_BY_SIDE = 58


class PanelCommand(TyperCommand):
    """A command whose help shows the panels in plain text, since rich takes long to import."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help, also for a terminal narrower than click can think of."""
        width = terminal_width()
        if width is not None:
            formatter.width = max(_LEAST_WIDTH, min(width - 2, formatter.width))
        super().format_help(ctx, formatter)

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
            record = param.get_help_record(ctx)
            if record is None:
                continue
            if param.param_type_name == "argument":
                arguments.append(record)
            else:
                panels[getattr(param, "rich_help_panel", None) or "Other"].append(record)
        for name, records in (("Arguments", arguments), *panels.items()):
            if records:
                with formatter.section(name):
                    _write_records(formatter, records)
        if examples := split_examples(self.help or "")[1]:
            with formatter.section("Examples" if len(examples) > 1 else "Example"):
                for line in examples:
                    formatter.write(f"{'':>{formatter.current_indent}}{PROMPT}{line}\n")


def _write_records(formatter: Any, records: list[tuple[str, str]]) -> None:
    """Write names and what they mean, side by side where there is room, else below each other."""
    if formatter.width >= _SIDE_BY_SIDE:
        formatter.write_dl(records)
        return
    indent = " " * formatter.current_indent
    for name, meaning in records:
        for line in packed(name.split(" "), formatter.width, indent, indent * 2, gap=" "):
            formatter.write(f"{line}\n")
        for line in packed(meaning.split(), formatter.width, indent * 3, indent * 3, gap=" "):
            formatter.write(f"{line}\n")


def split_examples(text: str) -> tuple[str, list[str]]:
    """Return a command's help without its examples, and these without their prompt."""
    rest, _, last = text.rstrip().rpartition("\n\n")
    lines = last.strip().splitlines()
    if not rest or not all(line.startswith(PROMPT) for line in lines):
        return text, []
    return rest, [line.removeprefix(PROMPT) for line in lines]
