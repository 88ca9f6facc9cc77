"""``ilora-edge import``: make or extend a database from a data set or an export."""

from __future__ import annotations

import typer

from ilora_cli.import_exports import add_exports
from ilora_cli.import_run import run_import
from ilora_cli.options.imports import Database, Delimiter, File, Folder, TableOptions, TitlesFile
from ilora_cli.options.run import Json

import_app = typer.Typer(
    help="Make or extend a database from a data set or an export.",
    no_args_is_help=True,
)
_FILES, _SETS = "Files of any kind", "Data sets"
# What most have comes first.
add_exports(import_app)


@import_app.command("csv", rich_help_panel=_FILES)
def csv(
    path: File,
    db: Database,
    *,
    table: TableOptions,
    delimiter: Delimiter = None,
    as_json: Json = False,
) -> None:
    """Import interactions from a CSV file with a header.

    $ ilora-edge import csv ratings.csv films.db --items films.csv
    $ ilora-edge import csv plays.csv music.db --user-column who --delimiter tab
    """
    delimiter = {"tab": "\t", "\\t": "\t"}.get(delimiter or "", delimiter)
    run_import(table.source(path, "csv", delimiter), db, as_json)


@import_app.command("jsonl", rich_help_panel=_FILES)
def jsonl(path: File, db: Database, *, table: TableOptions, as_json: Json = False) -> None:
    """Import interactions from JSON or JSON lines.

    An object a line, or an array of them.

    $ ilora-edge import jsonl plays.jsonl music.db --time-column played_at
    """
    run_import(table.source(path, "jsonl", None), db, as_json)


@import_app.command("movielens", rich_help_panel=_SETS)
def movielens(directory: Folder, db: Database, as_json: Json = False) -> None:
    """Import a MovieLens folder.

    One of ml-100k, ml-1m, ml-10m, ml-20m and later, ml-latest.

    $ ilora-edge import movielens ml-1m films.db
    """
    from ilora_edge.importers.movielens import MovieLensSource

    run_import(MovieLensSource(directory), db, as_json)


@import_app.command("lastfm", rich_help_panel=_SETS)
def lastfm(directory: Folder, db: Database, as_json: Json = False) -> None:
    """Import the HetRec 2011 Last.fm folder.

    With artists.dat and user_artists.dat.

    $ ilora-edge import lastfm hetrec2011-lastfm-2k music.db
    """
    from ilora_edge.importers.lastfm import LastFmSource

    run_import(LastFmSource(directory), db, as_json)


@import_app.command("llara", rich_help_panel=_SETS)
def llara(directory: Folder, db: Database, as_json: Json = False) -> None:
    """Import a folder of LLaRA / iLoRA splits.

    With items.csv, and train, val or test as JSON lines.

    $ ilora-edge import llara splits/movielens films.db
    """
    from ilora_edge.importers.llara import LlaraSource

    run_import(LlaraSource(directory), db, as_json)


@import_app.command("sequences", rich_help_panel=_SETS)
def sequences(path: File, db: Database, items: TitlesFile = None, as_json: Json = False) -> None:
    """Import sequences of items, one line per user.

    A line has the user's id and then item ids, oldest first, separated by white space.

    $ ilora-edge import sequences beauty.txt beauty.db --items titles.csv
    """
    from ilora_edge.importers.sequences import SequencesSource

    run_import(SequencesSource(path, items), db, as_json)


@import_app.command("minionerec", rich_help_panel=_SETS)
def minionerec(directory: Folder, db: Database, as_json: Json = False) -> None:
    """Import a MiniOneRec folder.

    With valid.jsonl, test.jsonl (its targets left out) and items.csv.

    $ ilora-edge import minionerec Industrial_and_Scientific industrial.db
    """
    from ilora_edge.importers.minionerec import MiniOneRecSource

    run_import(MiniOneRecSource(directory), db, as_json)
