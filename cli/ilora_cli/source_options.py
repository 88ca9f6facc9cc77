"""The options that say which database is read, and what its rows mean; many commands take them."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import typer

from ilora_cli.settings import merged, read_settings
from ilora_edge.histories.mapping import Mapping

BackboneOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(help="Backbone of an experts-only bundle: its GGUF file or a folder."),
]
_PANEL = "What the database's rows mean (see ilora-edge init)"


def _option(flag: str, metavar: str, text: str) -> Any:
    return Annotated[
        str | None, typer.Option(flag, metavar=metavar, help=text, rich_help_panel=_PANEL)
    ]


_OPTIONS: dict[str, Any] = {
    "config": Annotated[
        Path | None,
        typer.Option(help="Settings to read; without it, ilora-edge.toml in this folder."),
    ],
    "log": Annotated[
        Path | None, typer.Option(help="File of 'ilora-edge log'; without it, the usual one.")
    ],
    "app": _option("--app", "NAME", "An application whose schema is known."),
    "interactions": _option("--interactions", "SELECT", "Columns user, item, time; or a table."),
    "items": _option("--items", "SELECT", "Columns item, title and others; or a table."),
    "seen": _option("--seen", "SELECT", "Columns user, item: never to be offered again."),
    "user_column": _option("--user-column", "NAME", "Of the interactions' table."),
    "item_column": _option("--item-column", "NAME", "Of the interactions' table."),
    "time_column": _option("--time-column", "NAME", "Of the interactions' table."),
    "rating_column": _option("--rating-column", "NAME", "Of the interactions' table."),
    "weight_column": _option("--weight-column", "NAME", "Of the interactions' table."),
    "id_column": _option("--id-column", "NAME", "Of the items' table."),
    "title_column": _option("--title-column", "NAME", "Of the items' table."),
}
assert {f.name for f in fields(Mapping)} <= _OPTIONS.keys()


def takes_source(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command all these options, and their sum as its parameter ``source``.

    A command's own ``db``, ``bundle``, ``backbone`` and ``out`` go into the sum as well; any other
    option that it has itself, and that means something else there, stays its own.
    """
    signature = inspect.signature(command, eval_str=True)
    own = [p for p in signature.parameters.values() if p.name != "source"]
    keyword = inspect.Parameter.KEYWORD_ONLY
    added = [
        inspect.Parameter(name, keyword, default=None, annotation=annotation)
        for name, annotation in _OPTIONS.items()
        if name not in signature.parameters
    ]

    @functools.wraps(command)
    def call(**values: Any) -> None:
        config = values.pop("config")
        flags = {p.name: values.pop(p.name) for p in added if p.name != "config"}
        for name in ("db", "bundle", "backbone", "out"):
            flags[name] = values.get(name)
        command(**values, source=merged(read_settings(config), flags))

    parameters = [p.replace(kind=keyword) for p in own] + added
    call.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    call.__annotations__ = {p.name: p.annotation for p in parameters}
    return call
