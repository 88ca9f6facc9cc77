"""``ilora-edge import``: make or extend a database from a data set or an export."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from ilora_cli.console import note, print_json, progress, stdout_console

if TYPE_CHECKING:
    from ilora_edge.importers.delimited import Columns
    from ilora_edge.importers.store import Source

import_app = typer.Typer(
    help="Make or extend a database of interactions from a data set or an export.",
    no_args_is_help=True,
)

Folder: TypeAlias = Annotated[
    Path, typer.Argument(metavar="DIR", help="Folder with the data set's files.")
]
File: TypeAlias = Annotated[Path, typer.Argument(metavar="FILE", help="File of interactions.")]
Database: TypeAlias = Annotated[
    Path, typer.Argument(metavar="DB", help="Database to write; what it has already stays.")
]
Json: TypeAlias = Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")]
UserColumn: TypeAlias = Annotated[
    str, typer.Option("--user-column", metavar="NAME", help="Column of user ids.")
]
ItemColumn: TypeAlias = Annotated[
    str, typer.Option("--item-column", metavar="NAME", help="Column of item ids.")
]
TimeColumn: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--time-column",
        metavar="NAME",
        help="Column of times: unix seconds (or milli-, micro- or nanoseconds) or ISO 8601. "
        "Without it 'timestamp' if there is one, else the order of the lines.",
    ),
]
RatingColumn: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--rating-column",
        metavar="NAME",
        help="Column of ratings. Without it 'rating' if there is one.",
    ),
]
TitleColumn: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--title-column",
        metavar="NAME",
        help="Column of titles. Without it 'title' if there is one, else the id is the title.",
    ),
]
ItemsFile: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--items",
        metavar="FILE",
        help="Second file of the same format with the items: item column and title column.",
    ),
]


@import_app.command("movielens")
def movielens(directory: Folder, db: Database, as_json: Json = False) -> None:
    """Import a MovieLens folder: ml-100k, ml-1m, ml-10m, ml-20m and later, ml-latest."""
    from ilora_edge.importers.movielens import MovieLensSource

    _run(MovieLensSource(directory), db, as_json)


@import_app.command("lastfm")
def lastfm(directory: Folder, db: Database, as_json: Json = False) -> None:
    """Import the HetRec 2011 Last.fm folder: artists.dat and user_artists.dat."""
    from ilora_edge.importers.lastfm import LastFmSource

    _run(LastFmSource(directory), db, as_json)


@import_app.command("llara")
def llara(directory: Folder, db: Database, as_json: Json = False) -> None:
    """Import a folder of LLaRA / iLoRA splits: items.csv and train, val or test as JSON lines."""
    from ilora_edge.importers.llara import LlaraSource

    _run(LlaraSource(directory), db, as_json)


@import_app.command("csv")
def csv(
    path: File,
    db: Database,
    user_column: UserColumn = "user_id",
    item_column: ItemColumn = "item_id",
    time_column: TimeColumn = None,
    rating_column: RatingColumn = None,
    title_column: TitleColumn = None,
    items: ItemsFile = None,
    delimiter: Annotated[
        str, typer.Option("--delimiter", help="Character between fields; 'tab' for a tab.")
    ] = ",",
    as_json: Json = False,
) -> None:
    """Import interactions from a CSV file with a header."""
    from ilora_edge.importers.delimited import DelimitedSource

    delimiter = {"tab": "\t", "\\t": "\t"}.get(delimiter, delimiter)
    columns = _columns(user_column, item_column, time_column, rating_column, title_column)
    _run(DelimitedSource(path, "csv", columns, items, delimiter), db, as_json)


@import_app.command("jsonl")
def jsonl(
    path: File,
    db: Database,
    user_column: UserColumn = "user_id",
    item_column: ItemColumn = "item_id",
    time_column: TimeColumn = None,
    rating_column: RatingColumn = None,
    title_column: TitleColumn = None,
    items: ItemsFile = None,
    as_json: Json = False,
) -> None:
    """Import interactions from a JSON Lines file: one object per line."""
    from ilora_edge.importers.delimited import DelimitedSource

    columns = _columns(user_column, item_column, time_column, rating_column, title_column)
    _run(DelimitedSource(path, "jsonl", columns, items), db, as_json)


def _columns(
    user: str, item: str, time: str | None, rating: str | None, title: str | None
) -> Columns:
    from ilora_edge.importers.delimited import Columns

    return Columns(user, item, time, rating, title)


def _run(source: Source, db: Path, as_json: bool) -> None:
    from rich.text import Text

    from ilora_edge.importers.store import write_import
    from ilora_edge.titles import printable

    with progress(f"Importing {source.name}") as advance:
        report = write_import(db, source, advance)
    for text in report.notes:
        note(f"note: {text}")
    if as_json:
        print_json({"db": str(db), **asdict(report)})
        return
    summary = (
        f"{db}: {report.n_items_new:,} of {report.n_items_seen:,} items "
        f"and {report.n_interactions_new:,} of {report.n_interactions_seen:,} interactions are new"
    )
    stdout_console().print(Text(printable(summary)), soft_wrap=True)
