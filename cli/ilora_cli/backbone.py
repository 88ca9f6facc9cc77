"""``ilora-edge backbone``: which language models are here by name, and naming another."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ilora_cli.options.panels import MODEL
from ilora_cli.options.run import Json

backbone_app = typer.Typer(
    help="List language models that have a name, and name others.",
    no_args_is_help=True,
)


@backbone_app.command("list")
def list_(
    *,
    as_json: Json = False,
) -> None:
    """List the models that have a name, and how to get the others.

    $ ilora-edge backbone list
    """
    from ilora_cli.columns import TableColumn, print_columns
    from ilora_cli.console import print_json
    from ilora_edge.bundle.named_backbones import PACKAGED, added_backbones
    from ilora_edge.titles import printable

    entries = []
    for known in PACKAGED.values():
        path = known.find()
        entries.append(
            {
                "name": known.name,
                "path": path and str(path),
                "size": known.size,
                "licence": known.licence,
                "command": known.command,
            }
        )
    for name, path in added_backbones().items():
        size = path.stat().st_size if path.is_file() else None
        here = str(path) if path.exists() else None
        entries.append({"name": name, "path": here, "size": size, "licence": None, "command": None})
    if as_json:
        print_json(entries)
        return
    columns = [
        TableColumn("name"),
        TableColumn("MB", right=True),
        TableColumn("licence"),
        TableColumn("where", "wrap"),
    ]
    rows = [
        [
            str(entry["name"]),
            f"{int(str(entry['size'])) / 1e6:.1f}" if entry["size"] else "",
            str(entry["licence"] or ""),
            printable(str(entry["path"] or entry["command"] or "no longer where it was added")),
        ]
        for entry in entries
    ]
    print_columns(columns, rows)


@backbone_app.command("add")
def add(
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="GGUF file or HF checkpoint folder.")
    ],
    *,
    name: Annotated[
        str | None,
        typer.Option(
            "--name", help="How it is called; by default as its file.", rich_help_panel=MODEL
        ),
    ] = None,
) -> None:
    """Give a model on this machine a name; it stays where it is.

    $ ilora-edge backbone add models/Qwen3-0.6B-Q8_0.gguf --name qwen3
    """
    from ilora_cli.console import note
    from ilora_edge.bundle.named_backbones import add_backbone

    chosen = name or path.name.removesuffix(".gguf").lower()
    add_backbone(path, chosen)
    note(f"{chosen}: {path.absolute()}")
    note(f"next: ilora-edge train RECIPE --db DB --out RUN --backbone {chosen}")
