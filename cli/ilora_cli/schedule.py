"""``ilora-edge schedule``: lists that are made anew by themselves."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ilora_cli.options.choices import Interval
from ilora_cli.options.lists import ListFileOptions
from ilora_cli.options.panels import OUTPUT
from ilora_cli.options.source import ListsSource
from ilora_cli.settings import Settings
from ilora_edge.errors import OptionError
from ilora_edge.system.real_path import real_path

NAME = "ilora-edge-lists"


def schedule(
    *,
    source: ListsSource,
    files: ListFileOptions,
    every: Annotated[
        Interval, typer.Option(help="How often.", rich_help_panel=OUTPUT)
    ] = Interval.DAY,
    cron: Annotated[
        bool, typer.Option("--cron", help="A cron line instead of a timer.", rich_help_panel=OUTPUT)
    ] = False,
    write: Annotated[
        bool,
        typer.Option(
            "--write",
            help="Write the timer; without it, it is only shown.",
            rich_help_panel=OUTPUT,
        ),
    ] = False,
) -> None:
    """Show or write a timer that renews everybody's lists.

    It runs 'score' with the options given here; nothing is started or enabled from here.

    $ ilora-edge schedule --db films.db --bundle films --out lists.db
    """
    from ilora_cli.console import note
    from ilora_edge.lists.schedule import cron_line, service_unit, timer_unit, unit_folder
    from ilora_edge.lists.write import write_unless_same

    if cron and write:
        raise OptionError("a cron line is added by you: crontab -e; leave out --write")
    settings = source.settings()
    _check(settings, files)
    score = ["-m", "ilora_cli", "score", "--quiet"]
    command = [sys.executable, *score, *_arguments(files, settings)]
    if any("\n" in word or "\r" in word for word in command):
        raise OptionError(
            "a path or SELECT with a line break cannot be scheduled; name another, or keep it in "
            "one line without comments"
        )
    if cron:
        print(cron_line(command, every.value))
        note("add it with: crontab -e")
        return
    folder = unit_folder()
    units = {f"{NAME}.service": service_unit(command), f"{NAME}.timer": timer_unit(every.value)}
    for name, text in units.items():
        print(f"# {folder / name}\n{text}")
    if not write:
        note("written nowhere yet; the same with --write writes these two files")
        return
    for name, text in units.items():
        write_unless_same(folder / name, text.encode())
    note(f"start it with: systemctl --user enable --now {NAME}.timer")


def _check(settings: Settings, files: ListFileOptions) -> None:
    """Read what the timer's runs will: nobody reads what these say."""
    from ilora_edge.bundle.files import read_manifest
    from ilora_edge.histories.database import HistoryDB

    if files.to is None and settings.out is None:
        raise OptionError("which lists? give --to FORMAT FOLDER, or a database with --out")
    if settings.db is None or settings.bundle is None:
        raise OptionError("of which database, by which bundle? name them with --db and --bundle")
    files.writer(one_file=False)
    HistoryDB(settings.db, settings.mapping).close()
    read_manifest(settings.bundle)


def _arguments(files: ListFileOptions, source: Settings) -> list[str]:
    """Return the options of ``score``, paths as they are from anywhere."""
    from dataclasses import fields

    found: list[str] = []
    paths = {"--db": source.db, "--bundle": source.bundle, "--backbone": source.backbone}
    paths |= {"--out": source.out, "--log": source.log, "--base": files.base}
    for flag, path in paths.items():
        if path is not None:
            found += [flag, str(real_path(path))]
    if source.library:
        found.append("--library")
    if source.encoder_only:
        found.append("--encoder-only")
    if source.mapping.date_order is not None:
        found.append(f"--{source.mapping.date_order}-first")
    for field in fields(source.mapping):
        value = getattr(source.mapping, field.name)
        # Lists of what is wanted are made by hand.
        if value is not None and field.name not in ("date_order", "wanted"):
            # A comment of SQL ends with its line.
            text = str(value) if "--" in str(value) else " ".join(str(value).split())
            found += [f"--{field.name.replace('_', '-')}", text]
    if files.to is not None:
        found += ["--to", files.to[0].value, str(real_path(files.to[1]))]
    if files.relative:
        found.append("--relative")
    return found
