"""``ilora-edge init``: look at a database, propose what its rows mean, write that down."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from ilora_edge.errors import DatabaseError, OptionError

if TYPE_CHECKING:
    from ilora_edge.histories.untouched import UntouchedDB
    from ilora_edge.schema_guess.proposal import Proposal

_SAMPLE = 5


def init(
    db: Annotated[Path | None, typer.Option(help="SQLite database with the histories.")] = None,
    app: Annotated[
        str | None,
        typer.Option(help="The application that made it; without it, the schema is recognised."),
    ] = None,
    interactions: Annotated[
        str | None, typer.Option(metavar="SELECT", help="Columns user, item, time; or a table.")
    ] = None,
    items: Annotated[
        str | None, typer.Option(metavar="SELECT", help="Columns item, title; or a table.")
    ] = None,
    seen: Annotated[
        str | None,
        typer.Option(metavar="SELECT", help="Columns user, item: never to be offered again."),
    ] = None,
    take: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="The guess to take, of those asked about."),
    ] = None,
    bundle: Annotated[Path | None, typer.Option(help="Bundle folder to use from now on.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where 'score' is to write its lists.")] = None,
    config: Annotated[Path, typer.Option(help="Settings to write.")] = Path("ilora-edge.toml"),
    force: Annotated[bool, typer.Option("--force", help="Replace settings that exist.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be written, and write nothing.")
    ] = False,
    apps: Annotated[bool, typer.Option("--apps", help="List the applications known.")] = False,
) -> None:
    """Propose what a database's rows mean, show five of them, and write it down.

    With the file it writes the other commands need neither --db nor --bundle.
    """
    from ilora_cli.console import note

    if apps:
        _list_apps()
        return
    if db is None:
        raise OptionError("which database? name it with --db; known applications: --apps")
    if bundle is not None and not (bundle / "manifest.json").is_file():
        raise OptionError(f"{bundle} is no bundle: it has no manifest.json")
    if not dry_run and not force and os.path.lexists(config):
        raise OptionError(f"{config} exists already; replace it by adding --force")
    from ilora_edge.histories.database import HistoryDB
    from ilora_edge.histories.mapping import Mapping
    from ilora_edge.histories.untouched import UntouchedDB

    found: Proposed | None = None
    given = Mapping(app=app, interactions=interactions, items=items, seen=seen)
    if take is not None and given != Mapping():
        raise OptionError("--take is for guesses; --app and SELECTs are none")
    if given == Mapping():
        database = UntouchedDB(db, "name another with --db")
        try:
            found = _proposed(database, take)
        finally:
            database.close()
        given = found.mapping
    with HistoryDB(db, given) as history:
        if found is None:
            found = Proposed(given, history.queries.source, [])
        rows = history.sample(_SAMPLE)
        remarks = history.remarks
    note(f"{db}: {found.what}")
    for reason in found.reasons:
        note(f"  {reason}")
    for remark in remarks:
        note(remark)
    if not rows:
        note("no interaction is in it yet")
    _print_rows(rows)
    text = _toml(db, bundle, out, found.mapping, config.parent)
    if dry_run:
        print(text, end="")
        return
    from ilora_edge.system.new_file import new_file

    with new_file(config, force) as file:
        file.write(text.encode())
    note(f"wrote {config}; look at it, change what is wrong, then: {_next(bundle)}")


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the rows may mean, and why."""

    mapping: Any
    what: str
    reasons: list[str]


def _proposed(database: UntouchedDB, take: int | None) -> Proposed:
    """Return what a schema means: our own, an application's, or a guess.

    Raises DatabaseError where no guess is good enough, or several are.
    """
    from ilora_edge.histories.mapping import Mapping
    from ilora_edge.histories.own_schema import own_queries
    from ilora_edge.presets import recognise
    from ilora_edge.schema_guess.propose import is_open, propose

    with suppress(DatabaseError):
        own_queries(database, "")
        return Proposed(Mapping(), "the schema that 'ilora-edge import' writes", [])
    columns = database.readable_tables()
    if known := recognise(columns):
        preset, variant = known[0]
        reasons = [variant.remark] if variant.remark else []
        what = f"a database of {preset.title}, {preset.about} ({variant.name})"
        return Proposed(Mapping(app=preset.name), what, reasons)
    with database.reading():
        proposals = propose(database.connection)
    if not proposals:
        tables = ", ".join(sorted(columns)[:12]) or "none"
        raise DatabaseError(
            f"no table of {database.name} looks like a history; it has {tables}: say what its rows "
            "are with --interactions 'SELECT ... AS user, ... AS item, ... AS time FROM ...'"
        )
    if take is not None and take > len(proposals):
        raise OptionError(f"--take {take}: there are {len(proposals)} guesses")
    if take is None and is_open(proposals):
        _ask(database, proposals)
    best = proposals[(take or 1) - 1]
    mapping = Mapping(interactions=best.interactions, items=best.items)
    return Proposed(mapping, f"a guess, {best.confidence:.0%} sure", list(best.reasons))


def _ask(database: UntouchedDB, proposals: list[Proposal]) -> NoReturn:
    """Show the guesses, and raise DatabaseError: it takes a person to say which is right."""
    from ilora_cli.console import note
    from ilora_edge.titles import printable

    for number, proposal in enumerate(proposals, start=1):
        query = printable(" ".join(proposal.interactions.split()))
        note(f"{number}: {proposal.confidence:.0%} sure: {query}")
    which = "is this the history" if len(proposals) == 1 else "which of these is the history"
    raise DatabaseError(
        f"{database.name}: {which}? take one with --take 1, or say what the rows are with "
        "--interactions 'SELECT ... AS user, ... AS item, ... AS time FROM ...'"
    )


def _print_rows(rows: list[dict[str, str]]) -> None:
    from rich.table import Table
    from rich.text import Text

    from ilora_cli.console import stderr_console
    from ilora_edge.titles import printable

    if not rows:
        return
    table = Table(*rows[0], box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(Text(printable(value)[:60]) for value in row.values()))
    stderr_console().print(table)


def _list_apps() -> None:
    from rich.table import Table

    from ilora_cli.console import stdout_console
    from ilora_edge.presets import PRESET_NAMES, load_preset

    table = Table("app", "what", "file", box=None, pad_edge=False)
    for name in PRESET_NAMES:
        preset = load_preset(name)
        table.add_row(name, f"{preset.title}: {preset.about}", preset.file)
    stdout_console().print(table)


def _toml(db: Path, bundle: Path | None, out: Path | None, mapping: Any, folder: Path) -> str:
    from dataclasses import asdict

    lines = ["# Read by ilora-edge in this folder; a flag goes before what is here."]
    paths = {"db": db, "bundle": bundle, "out": out or Path("recommendations.db")}
    for name, path in paths.items():
        if path is not None:
            lines.append(f"{name} = {_quoted(_from(path, folder, name == 'out' and out is None))}")
    if bundle is None:
        lines.append('# bundle = "the folder that ranks"')
    for name, value in asdict(mapping).items():
        if value is not None:
            lines.append(f"{name} = {_quoted(value)}")
    return "\n".join(lines) + "\n"


def _from(path: Path, folder: Path, as_is: bool) -> str:
    """Return a path as the file has it: from its own folder, if it lies below that."""
    if as_is:
        return str(path)
    whole, base = path.absolute(), folder.absolute()
    return str(whole.relative_to(base)) if whole.is_relative_to(base) else str(whole)


def _quoted(text: str) -> str:
    """Return a TOML string; a SELECT on several lines stays readable."""
    literal = "\n" in text and "'''" not in text
    if literal and all(c.isprintable() or c == "\n" for c in text):
        return f"'''\n{text}'''"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped) + '"'


def _next(bundle: Path | None) -> str:
    return "ilora-edge users" if bundle is None else "ilora-edge score"
