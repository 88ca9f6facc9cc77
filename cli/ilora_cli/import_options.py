"""The arguments and options of ``ilora-edge import``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import typer


def _column(flag: str, text: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(flag, metavar="NAME", help=text)
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
Json: TypeAlias = Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")]
UserColumn: TypeAlias = Annotated[
    str | None,
    _column("--user-column", "Column of user ids. Without one, all is one person's: 'me'."),
]
ItemColumn: TypeAlias = Annotated[
    str | None,
    _column("--item-column", "Column of item ids. Without one, titles stand for them."),
]
TimeColumn: TypeAlias = Annotated[
    str | None,
    _column(
        "--time-column",
        "Column of times: unix seconds (or milli-, micro- or nanoseconds), ISO 8601 or other "
        "dates. Without one, the order of the lines.",
    ),
]
RatingColumn: TypeAlias = Annotated[str | None, _column("--rating-column", "Column of ratings.")]
TitleColumn: TypeAlias = Annotated[
    str | None, _column("--title-column", "Column of titles. Without one, the id is the title.")
]
YearColumn: TypeAlias = Annotated[
    str | None, _column("--year-column", "Column of years or dates of release.")
]
IdColumn: TypeAlias = Annotated[
    str | None,
    _column("--id-column", "Column of ids in the file of items, where named otherwise."),
]
TitlesFile: TypeAlias = Annotated[
    Path | None,
    typer.Option("--items", metavar="CSV", help="Titles: columns item_id and title."),
]
ItemsFile: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--items",
        metavar="FILE",
        help="Second file of the same format with the items: an id and a title each.",
    ),
]
Delimiter: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--delimiter",
        help="Character between fields; 'tab' for a tab. Without it, the header tells.",
    ),
]
Encoding: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        metavar="NAME",
        help="Of the text: cp1252, cp932, ... Without it UTF-8, or the UTF-16 its start tells.",
    ),
]
DayFirst: TypeAlias = Annotated[
    bool | None,
    typer.Option(
        "--day-first/--month-first",
        help="How to read 4/5/2025. Without either, the column's other dates tell.",
        show_default=False,
    ),
]
NewestFirst: TypeAlias = Annotated[
    bool | None,
    typer.Option(
        "--newest-first/--oldest-first",
        help="Order of the lines. Without either, their times tell.",
        show_default=False,
    ),
]


def order(day_first: bool | None) -> Literal["day", "month"] | None:
    """Return what comes first in a date; None: nobody said."""
    return None if day_first is None else "day" if day_first else "month"
