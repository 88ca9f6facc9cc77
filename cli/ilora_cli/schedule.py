"""``ilora-edge schedule``: lists that are made anew by themselves."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ilora_cli.list_options import Base, Relative, ToFile
from ilora_cli.settings import Settings
from ilora_cli.source_options import takes_source
from ilora_edge.errors import OptionError

NAME = "ilora-edge-lists"


@takes_source
def schedule(
    to: ToFile = None,
    base: Base = None,
    relative: Relative = False,
    every: Annotated[str, typer.Option(help="hour, day or week.")] = "day",
    cron: Annotated[bool, typer.Option("--cron", help="A cron line instead of a timer.")] = False,
    write: Annotated[
        bool, typer.Option("--write", help="Write the timer; without it, it is only shown.")
    ] = False,
    db: Annotated[Path | None, typer.Option(help="SQLite database with the histories.")] = None,
    bundle: Annotated[Path | None, typer.Option(help="Bundle folder.")] = None,
    out: Annotated[Path | None, typer.Option(help="Database of lists, as of 'score'.")] = None,
    *,
    source: Settings,
) -> None:
    """Show, and with --write keep, a timer that makes everybody's lists anew.

    It runs 'score' with the options given here; nothing is started or enabled from here.
    """
    from ilora_cli.console import note
    from ilora_edge.lists.schedule import EVERY, cron_line, service_unit, timer_unit, unit_folder
    from ilora_edge.lists.write import check_format, write_unless_same

    if every not in EVERY:
        raise OptionError(f"--every is {', '.join(EVERY)}, not {every!r}")
    if to is None and source.out is None:
        raise OptionError("which lists? give --to FORMAT FOLDER, or a database with --out")
    if source.db is None or source.bundle is None:
        raise OptionError("of which database, by which bundle? name them with --db and --bundle")
    if cron and write:
        raise OptionError("a cron line is added by you: crontab -e; leave out --write")
    if to is not None:
        check_format(to[0])
    command = [
        sys.executable,
        "-m",
        "ilora_cli",
        "score",
        "--quiet",
        *_arguments(to, base, relative, source),
    ]
    if any("\n" in word or "\r" in word for word in command):
        raise OptionError(
            "a path or SELECT with a line break cannot be scheduled; name another, or keep it in "
            "one line without comments"
        )
    if cron:
        print(cron_line(command, every))
        note("add it with: crontab -e")
        return
    folder = unit_folder()
    units = {f"{NAME}.service": service_unit(command), f"{NAME}.timer": timer_unit(every)}
    for name, text in units.items():
        print(f"# {folder / name}\n{text}")
    if not write:
        note("written nowhere yet; the same with --write writes these two files")
        return
    for name, text in units.items():
        write_unless_same(folder / name, text.encode())
    note(f"start it with: systemctl --user enable --now {NAME}.timer")


def _arguments(
    to: tuple[str, Path] | None, base: Path | None, relative: bool, source: Settings
) -> list[str]:
    """Return the options of ``score``, paths as they are from anywhere."""
    from dataclasses import fields

    found: list[str] = []
    paths = {"--db": source.db, "--bundle": source.bundle, "--backbone": source.backbone}
    paths |= {"--out": source.out, "--log": source.log, "--base": base}
    for flag, path in paths.items():
        if path is not None:
            found += [flag, str(path.resolve())]
    for field in fields(source.mapping):
        value = getattr(source.mapping, field.name)
        if value is not None:
            # A comment of SQL ends with its line.
            text = str(value) if "--" in str(value) else " ".join(str(value).split())
            found += [f"--{field.name.replace('_', '-')}", text]
    if to is not None:
        found += ["--to", to[0], str(to[1].resolve())]
    if relative:
        found.append("--relative")
    return found
