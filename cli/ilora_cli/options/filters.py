"""The options that say which items may be in a list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from ilora_cli.options.panels import ITEMS

if TYPE_CHECKING:
    from ilora_edge.filters import Filters
    from ilora_edge.histories.requests import ItemChoice

ExcludeSeen: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--exclude-seen/--include-seen",
        help="Leave out what the user has seen.",
        rich_help_panel=ITEMS,
    ),
]
Diversity: TypeAlias = Annotated[
    float,
    typer.Option(
        min=0.0,
        max=1.0,
        help="0: only by score; towards 1: unlike each other.",
        rich_help_panel=ITEMS,
    ),
]
Library: TypeAlias = Annotated[
    bool | None,
    typer.Option(
        "--library/--no-library",
        help="Only what the database has, and all of it, known to the bundle or not.",
        rich_help_panel=ITEMS,
    ),
]
"""None: as the settings' file says."""
Wanted: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--wanted",
        help="Only what is still to be read or watched: a shelf to-read, a watchlist, a backlog.",
        rich_help_panel=ITEMS,
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterOptions:
    """Which items may be in a list, but for a share that the bundle must know."""

    exclude_seen: ExcludeSeen = True
    where: Annotated[
        str | None,
        typer.Option(
            metavar="SQL",
            help="Only items whose columns satisfy this; TRUE: the bundle's that the database has.",
            rich_help_panel=ITEMS,
        ),
    ] = None
    diversity: Diversity = 0.0
    min_score: Annotated[
        float | None,
        typer.Option(help="Leave out items with a lower score.", rich_help_panel=ITEMS),
    ] = None
    unmatched: Annotated[
        int,
        typer.Option(
            min=0,
            help="Candidates that the bundle does not know, ranked by their titles.",
            rich_help_panel=ITEMS,
        ),
    ] = 0
    library: Library = None
    wanted: Wanted = False

    def filters(self) -> Filters:
        """Return what the core is to filter by."""
        from ilora_edge.filters import Filters

        return Filters(
            exclude_seen=self.exclude_seen, min_score=self.min_score, diversity=self.diversity
        )

    def choice(self, library: bool = False) -> ItemChoice:
        """Return which of the database's items are candidates.

        ``library``: what the settings' file says, where no flag does.
        """
        from ilora_edge.histories.requests import ItemChoice

        library = library if self.library is None else self.library
        return ItemChoice(self.where, self.unmatched, library=library, wanted=self.wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFilterOptions(FilterOptions):
    """Which items may be in a list, and how many of them the bundle must know."""

    require_match: Annotated[
        float,
        typer.Option(
            min=0.0,
            max=100.0,
            metavar="PERCENT",
            help="Refuse if the bundle knows fewer items.",
            rich_help_panel=ITEMS,
        ),
    ] = 0.0

    def choice(self, library: bool = False) -> ItemChoice:
        """Return which of the database's items are candidates, and how many must match."""
        # Without an argument, super() does not find the class that dataclass makes for its slots.
        return replace(FilterOptions.choice(self, library), require_match=self.require_match)
