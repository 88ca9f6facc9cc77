"""The arguments and options of ``ilora-edge import``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, TypeVar

import typer

from ilora_cli.options.panels import FILES
from ilora_edge.errors import OptionError

if TYPE_CHECKING:
    from ilora_edge.importers.delimited import DelimitedSource
    from ilora_edge.importers.personal import PersonalExport
    from ilora_edge.importers.store import Source
    from ilora_edge.importers.tables.columns import Columns

_OfOne = TypeVar("_OfOne", "DelimitedSource", "PersonalExport")


def _column(text: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(metavar="NAME", help=text, rich_help_panel=FILES)
    return option


Folder: TypeAlias = Annotated[
    Path, typer.Argument(metavar="DIR", help="Folder with the data set's files.")
]
File: TypeAlias = Annotated[Path, typer.Argument(metavar="FILE", help="File of interactions.")]
Exports: TypeAlias = Annotated[
    list[Path],
    typer.Argument(metavar="FILE...", help="Files, a folder of them, or the archive as it came."),
]
Database: TypeAlias = Annotated[
    Path, typer.Argument(metavar="DB", help="Database to write; what it has is kept and repaired.")
]
TitlesFile: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--items",
        metavar="CSV",
        help="Titles: columns item_id and title.",
        rich_help_panel=FILES,
    ),
]
Delimiter: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--delimiter",
        help="Character between fields; 'tab' for a tab. Without it, the header tells.",
        rich_help_panel=FILES,
    ),
]
Encoding: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        metavar="NAME",
        help="Of the text: cp1252, cp932, ... Without it UTF-8, or the UTF-16 its start tells.",
        rich_help_panel=FILES,
    ),
]
DayFirst: TypeAlias = Annotated[
    bool | None,
    typer.Option(
        "--day-first/--month-first",
        help="How to read 4/5/2025. Without either, the column's other dates tell.",
        show_default=False,
        rich_help_panel=FILES,
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextOptions:
    """How a service's files are read."""

    encoding: Encoding = None
    day_first: DayFirst = None
    user: Annotated[
        str | None,
        typer.Option(
            "--user",
            metavar="NAME",
            help="Whose it is, where the files do not tell several people apart. Without it: 'me'.",
            rich_help_panel=FILES,
        ),
    ] = None

    def of_user(self, source: _OfOne) -> _OfOne:
        """Return what is imported, told whose it is."""
        from ilora_edge.titles import is_shown

        if self.user is not None:
            if not any(map(is_shown, self.user.strip())):
                raise OptionError("--user is empty: whose is it?")
            source.user = self.user.strip()
        return source

    @property
    def order(self) -> Literal["day", "month"] | None:
        """What comes first in a date; None: nobody said."""
        return None if self.day_first is None else "day" if self.day_first else "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOptions(TextOptions):
    """How a table of interactions is read, and what its columns are."""

    user_column: Annotated[
        str | None,
        _column("Column of user ids. Without one, all is one person's: 'me'."),
    ] = None
    item_column: Annotated[
        str | None,
        _column("Column of item ids. Without one, titles stand for them."),
    ] = None
    time_column: Annotated[
        str | None,
        _column(
            "Column of times: unix seconds (or milli-, micro- or nanoseconds), ISO 8601 or other "
            "dates. Without one, the order of the lines.",
        ),
    ] = None
    rating_column: Annotated[str | None, _column("Column of ratings.")] = None
    title_column: Annotated[
        str | None, _column("Column of titles. Without one, the id is the title.")
    ] = None
    year_column: Annotated[str | None, _column("Column of years or dates of release.")] = None
    items: Annotated[
        Path | None,
        typer.Option(
            "--items",
            metavar="FILE",
            help="Second file of the same format with the items: an id and a title each.",
            rich_help_panel=FILES,
        ),
    ] = None
    id_column: Annotated[
        str | None,
        _column("Column of ids in the file of items, where named otherwise."),
    ] = None
    newest_first: Annotated[
        bool | None,
        typer.Option(
            "--newest-first/--oldest-first",
            help="Order of the lines. Without either, their times tell.",
            show_default=False,
            rich_help_panel=FILES,
        ),
    ] = None

    def columns(self) -> Columns:
        """Return the columns' names."""
        from ilora_edge.importers.tables.columns import Columns

        return Columns(
            self.user_column,
            self.item_column,
            self.time_column,
            self.rating_column,
            self.title_column,
            self.year_column,
            self.id_column,
        )

    def source(self, path: Path, form: Literal["csv", "jsonl"], delimiter: str | None) -> Source:
        """Return what is imported."""
        from ilora_edge.importers.delimited import DelimitedSource

        source = DelimitedSource(
            path,
            form,
            self.columns(),
            self.items,
            delimiter,
            self.encoding,
            self.order,
            self.newest_first,
        )
        source.is_user_said = self.user is not None
        return self.of_user(source)
