"""The options that say which items may be in a list; ``recommend`` and ``score`` take them."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import typer

ExcludeSeen: TypeAlias = Annotated[
    bool, typer.Option("--exclude-seen/--include-seen", help="Leave out what the user has met.")
]
Where: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="SQL",
        help="Only items for which this is true, of the items' columns; TRUE: those that the "
        "database has.",
    ),
]
Diversity: TypeAlias = Annotated[
    float, typer.Option(min=0.0, max=1.0, help="0: by score alone; towards 1: unlike each other.")
]
MinScore: TypeAlias = Annotated[
    float | None, typer.Option(help="Leave out items with a lower score.")
]
Unmatched: TypeAlias = Annotated[
    int,
    typer.Option(min=0, help="Candidates that the bundle does not know, ranked by their titles."),
]
RequireMatch: TypeAlias = Annotated[
    float,
    typer.Option(
        min=0.0, max=100.0, metavar="PERCENT", help="Refuse if the bundle knows fewer items."
    ),
]
