"""How a command's help is laid out: its options in named panels, its examples at the end."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand

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


class PanelCommand(TyperCommand):
    """A command whose help shows the panels in plain text, since rich takes long to import."""

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
                    formatter.write_dl(records)
        if examples := split_examples(self.help or "")[1]:
            with formatter.section("Examples" if len(examples) > 1 else "Example"):
                for line in examples:
                    formatter.write(f"{'':>{formatter.current_indent}}{PROMPT}{line}\n")


def split_examples(text: str) -> tuple[str, list[str]]:
    """Return a command's help without its examples, and these without their prompt."""
    rest, _, last = text.rstrip().rpartition("\n\n")
    lines = last.strip().splitlines()
    if not rest or not all(line.startswith(PROMPT) for line in lines):
        return text, []
    return rest, [line.removeprefix(PROMPT) for line in lines]
