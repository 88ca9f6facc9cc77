"""``ilora-edge forget``: every trace of a user, out of our files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ilora_cli.settings import read_settings
from ilora_edge.errors import OptionError


def forget(
    user: Annotated[str, typer.Argument(help="User id.")],
    out: Annotated[
        list[Path] | None, typer.Option(help="Databases of lists that 'score' wrote; repeatable.")
    ] = None,
    files: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FOLDER", help="Folders with pages of 'report' and files of --to; repeatable."
        ),
    ] = None,
    log: Annotated[
        Path | None, typer.Option(help="File of 'ilora-edge log'; without it, the usual one.")
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(help="Settings to read; without it, ilora-edge.toml in this folder."),
    ] = None,
) -> None:
    """Erase a user from the files that ilora-edge wrote, the bytes included.

    The log, the databases of lists named here or in the settings, and pages and lists in --files.
    The app's own database is never touched.
    """
    from ilora_cli.console import note
    from ilora_edge.batch.output import OutputDB
    from ilora_edge.histories.log import OwnLog, default_log
    from ilora_edge.lists.write import files_of
    from ilora_edge.system.own_file import erase_file
    from ilora_edge.system.scratch import remove_leftovers
    from ilora_edge.titles import printable

    remove_leftovers()
    settings = read_settings(config)
    lists = out or ([settings.out] if settings.out is not None else [])
    for path in lists:
        if not path.exists():
            raise OptionError(f"--out {path}: there is no such file")
    for path in files or []:
        if not path.is_dir():
            raise OptionError(f"--files {path}: there is no such folder")
    log_path = log or settings.log or default_log()
    erased = 0
    if log_path.exists():
        with OwnLog(log_path) as own:
            n = own.forget(user)
        note(f"{log_path}: {n:,} logged events erased")
        erased += n
    for path in lists:
        with OutputDB(path) as output:
            n = output.forget(user)
        note(f"{path}: {n:,} rows erased")
        erased += n
    for folder in files or []:
        for path in files_of(folder, user):
            erase_file(path)
            note(f"{path}: erased")
            erased += 1
    if not erased:
        note(f"nothing of {printable(user)!r} was there")
    if not lists:
        note("no database of lists was named: add --out for each that 'score' wrote")
    note(
        "out of reach: the app's own database, pages and lists in folders not named here, streams "
        "of --csv and --nl, copies and backups of "
        "these files, what a disk keeps of overwritten blocks, and bundles trained on the data"
    )
