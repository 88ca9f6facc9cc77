"""``ilora-edge forget``: a user's traces, erased from the files written here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from ilora_cli.options.panels import OUTPUT, SOURCE
from ilora_cli.options.source import Config, Log, check_log
from ilora_cli.settings import read_settings
from ilora_edge.errors import OptionError

_OUT_OF_REACH = (
    "out of reach: the app's own database, pages and lists in folders not named here, streams of "
    "--csv and --nl, copies and backups of these files, what a disk keeps of overwritten blocks, "
    "and bundles trained on the data"
)
_LEFT = "left, as it may be of somebody else who is called so; delete it yourself where it is not"


def forget(
    user: Annotated[str, typer.Argument(metavar="USER", help="User id, or with --db a name.")],
    *,
    db: Annotated[
        Path | None,
        typer.Option(
            help="SQLite database that says whose a name is; only read.", rich_help_panel=SOURCE
        ),
    ] = None,
    out: Annotated[
        list[Path] | None,
        typer.Option(
            help="Databases of lists that 'score' wrote; repeatable.", rich_help_panel=OUTPUT
        ),
    ] = None,
    files: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FOLDER",
            help="Folders with pages of 'report' and files of --to; repeatable.",
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    log: Log = None,
    config: Config = None,
) -> None:
    """Erase a user from the files that ilora-edge wrote.

    Their bytes too: in the log, in lists named here and in the settings, in --files, and in all
    that is kept of libraries to be faster. The app's own database is never touched.

    $ ilora-edge forget ann --out lists.db --files pages
    """
    from ilora_cli.console import note
    from ilora_edge.histories.people import every_id, everybody
    from ilora_edge.system.real_path import real_path
    from ilora_edge.system.scratch import remove_leftovers
    from ilora_edge.titles import shown_id

    remove_leftovers()
    check_log(log)
    settings = read_settings(config)
    for path in out or []:
        if not path.exists():
            raise OptionError(f"--out {path}: there is no such file")
    # What the settings name may not have been written yet, and then has nothing of anybody.
    usual = [settings.out] if settings.out is not None and settings.out.exists() else []
    lists = list({real_path(path): path for path in (*usual, *(out or []))}.values())
    db = db or settings.db
    mapping = settings.mapping if db is None else settings.rows_of(db)
    users = every_id(db, mapping, user)
    found, left = _named_after(user, users, everybody(db, mapping), files or [])
    erased = _erase(users, log or settings.log, lists, found)
    for path in left:
        note(f"{path}: {_LEFT}")
    if not erased:
        note(f"nothing of {' or '.join(map(shown_id, users))} was there")
    if not lists:
        note("no database of lists was named: add --out for each that 'score' wrote")
    note(_OUT_OF_REACH)


def _named_after(
    said: str, users: list[str], called: Mapping[str, str], folders: list[Path]
) -> tuple[list[Path], list[Path]]:
    """Return the pages and lists of a user in these folders, and those that may be another's.

    ``called``: everybody's name by id, an empty one for none.
    """
    from ilora_edge.lists.person_files import INDEX, of_others, stems_of
    from ilora_edge.lists.write import files_of, is_own_file

    names = [called[user] for user in users if called.get(user)]
    # What is no id may be a name that nobody has any more.
    stems = stems_of(users, names if said in called else [*names, said])
    others = of_others(stems, users, called)
    found: list[Path] = []
    left: list[Path] = []
    for folder in dict.fromkeys(folders):
        if not folder.is_dir():
            raise OptionError(f"--files {folder}: there is no such folder")
        found += files_of(folder, [stem for stem in stems if stem not in others])
        left += files_of(folder, sorted(others))
        # The page of everybody's first titles.
        if is_own_file(folder / INDEX):
            found.append(folder / INDEX)
    return found, left


def _erase(users: list[str], log: Path | None, lists: list[Path], files: list[Path]) -> int:
    """Return how many rows and files were erased, and say so of each."""
    from ilora_cli.console import amount, note
    from ilora_edge.batch.output import OutputDB
    from ilora_edge.histories.log import OwnLog, default_log
    from ilora_edge.llama import title_vectors
    from ilora_edge.matching import kept_matches
    from ilora_edge.system.cache_database import erase_cache_databases
    from ilora_edge.system.own_file import erase_file

    log = log or default_log()
    erased = 0
    if log.exists():
        with OwnLog(log) as own:
            n = sum(map(own.forget, users))
        note(f"{log}: {amount(n, 'logged event')} erased")
        erased += n
    for path in lists:
        with OutputDB(path) as output:
            n = sum(map(output.forget, users))
        note(f"{path}: {amount(n, 'row')} erased")
        erased += n
    for path in files:
        erase_file(path)
        note(f"{path}: erased")
        erased += 1
    # A library of what one person had, as of an export, says what that was.
    for path in erase_cache_databases(kept_matches.FILE, title_vectors.FILE):
        note(f"{path}: erased; what it kept of libraries is found out again")
    return erased
