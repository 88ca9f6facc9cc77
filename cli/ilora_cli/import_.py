"""``ilora-edge import``: make or extend a database from a data set or an export."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from ilora_cli.import_exports import add_exports
from ilora_cli.import_options import (
    Database,
    DayFirst,
    Delimiter,
    Encoding,
    File,
    Folder,
    IdColumn,
    ItemColumn,
    ItemsFile,
    Json,
    NewestFirst,
    RatingColumn,
    TimeColumn,
    TitleColumn,
    TitlesFile,
    UserColumn,
    YearColumn,
    order,
)
from ilora_cli.import_run import run_import

if TYPE_CHECKING:
    from ilora_edge.importers.columns import Columns

import_app = typer.Typer(
    help="Make or extend a database of interactions from a data set or an export.",
    no_args_is_help=True,
)


@import_app.command("movielens")
def movielens(directory: Folder, db: Database, as_json: Json = False) -> None:
    """Import a MovieLens folder: ml-100k, ml-1m, ml-10m, ml-20m and later, ml-latest."""
    from ilora_edge.importers.movielens import MovieLensSource

    run_import(MovieLensSource(directory), db, as_json)


@import_app.command("lastfm")
def lastfm(directory: Folder, db: Database, as_json: Json = False) -> None:
    """Import the HetRec 2011 Last.fm folder: artists.dat and user_artists.dat."""
    from ilora_edge.importers.lastfm import LastFmSource

    run_import(LastFmSource(directory), db, as_json)


@import_app.command("llara")
def llara(directory: Folder, db: Database, as_json: Json = False) -> None:
    """Import a folder of LLaRA / iLoRA splits: items.csv and train, val or test as JSON lines."""
    from ilora_edge.importers.llara import LlaraSource

    run_import(LlaraSource(directory), db, as_json)


@import_app.command("sequences")
def sequences(path: File, db: Database, items: TitlesFile = None, as_json: Json = False) -> None:
    """Import sequences: a line a user, its id and then item ids, oldest first, by white space."""
    from ilora_edge.importers.sequences import SequencesSource

    run_import(SequencesSource(path, items), db, as_json)


@import_app.command("minionerec")
def minionerec(directory: Folder, db: Database, as_json: Json = False) -> None:
    """Import a MiniOneRec folder: valid.jsonl, test.jsonl (its targets left out), items.csv."""
    from ilora_edge.importers.minionerec import MiniOneRecSource

    run_import(MiniOneRecSource(directory), db, as_json)


@import_app.command("csv")
def csv(
    path: File,
    db: Database,
    user_column: UserColumn = None,
    item_column: ItemColumn = None,
    time_column: TimeColumn = None,
    rating_column: RatingColumn = None,
    title_column: TitleColumn = None,
    year_column: YearColumn = None,
    items: ItemsFile = None,
    id_column: IdColumn = None,
    delimiter: Delimiter = None,
    encoding: Encoding = None,
    day_first: DayFirst = None,
    newest_first: NewestFirst = None,
    as_json: Json = False,
) -> None:
    """Import interactions from a CSV file with a header."""
    from ilora_edge.importers.delimited import DelimitedSource

    delimiter = {"tab": "\t", "\\t": "\t"}.get(delimiter or "", delimiter)
    columns = _columns(
        user_column, item_column, time_column, rating_column, title_column, year_column, id_column
    )
    source = DelimitedSource(
        path, "csv", columns, items, delimiter, encoding, order(day_first), newest_first
    )
    run_import(source, db, as_json)


@import_app.command("jsonl")
def jsonl(
    path: File,
    db: Database,
    user_column: UserColumn = None,
    item_column: ItemColumn = None,
    time_column: TimeColumn = None,
    rating_column: RatingColumn = None,
    title_column: TitleColumn = None,
    year_column: YearColumn = None,
    items: ItemsFile = None,
    id_column: IdColumn = None,
    encoding: Encoding = None,
    day_first: DayFirst = None,
    newest_first: NewestFirst = None,
    as_json: Json = False,
) -> None:
    """Import interactions from JSON: an object a line, or an array of them."""
    from ilora_edge.importers.delimited import DelimitedSource

    columns = _columns(
        user_column, item_column, time_column, rating_column, title_column, year_column, id_column
    )
    source = DelimitedSource(
        path, "jsonl", columns, items, None, encoding, order(day_first), newest_first
    )
    run_import(source, db, as_json)


def _columns(*names: str | None) -> Columns:
    from ilora_edge.importers.columns import Columns

    return Columns(*names)


add_exports(import_app)
