"""``ilora-edge init``: look at a database, propose what its rows mean, write that down."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ilora_cli.guess_question import Answer, ask, is_terminal, not_read, remarks_of
from ilora_cli.options.panels import OUTPUT, ROWS, SOURCE
from ilora_cli.options.run import force_option
from ilora_cli.options.source import (
    App,
    Bundle,
    DayFirst,
    Db,
    Interactions,
    Items,
    Seen,
    date_order,
)
from ilora_cli.waiting import while_asking
from ilora_edge.errors import DatabaseError, OptionError

if TYPE_CHECKING:
    from ilora_edge.histories.mapping import Mapping
    from ilora_edge.histories.untouched import UntouchedDB

_SAMPLE = 5
_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class MeaningOptions:
    """A database, and what its rows mean where it cannot be recognised."""

    db: Db = None
    app: App = None
    interactions: Interactions = None
    items: Items = None
    seen: Seen = None
    day_first: DayFirst = None
    take: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="N",
            help="The guess to take, of those asked about.",
            rich_help_panel=ROWS,
        ),
    ] = None

    state: Annotated[
        list[str] | None,
        typer.Option(
            metavar="[COLUMN=]STATE",
            help="With --take: a state whose rows count, of those asked about; repeatable.",
            rich_help_panel=ROWS,
        ),
    ] = None

    def mapping(self) -> Mapping:
        """Return what was said of the rows."""
        from ilora_edge.histories.mapping import Mapping

        order = date_order(self.day_first) if self.interactions is not None else None
        return Mapping(
            app=self.app,
            interactions=self.interactions,
            items=self.items,
            seen=self.seen,
            date_order=order,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenOptions:
    """What is written down besides, and where."""

    bundle: Bundle = None
    out: Annotated[
        Path | None,
        typer.Option(help="Where 'score' is to write its lists.", rich_help_panel=SOURCE),
    ] = None
    config: Annotated[Path, typer.Option(help="Settings to write.", rich_help_panel=OUTPUT)] = Path(
        "ilora-edge.toml"
    )
    force: Annotated[bool, force_option("Replace settings that exist.")] = False
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help="Show what would be written, and write nothing.",
            rich_help_panel=OUTPUT,
        ),
    ] = False

    def said(self) -> list[str]:
        """Return them as words of a command."""
        paths = {"bundle": self.bundle, "out": self.out}
        if self.config != Path("ilora-edge.toml"):
            paths["config"] = self.config
        words = [w for n, path in paths.items() if path for w in (f"--{n}", str(path))]
        flags = {"--force": self.force, "--dry-run": self.dry_run}
        return words + [flag for flag, is_set in flags.items() if is_set]

    def check(self) -> None:
        """Raise OptionError before anything is looked at."""
        if self.bundle is not None:
            from ilora_edge.bundle.files import read_manifest

            read_manifest(self.bundle)
        if not self.dry_run and not self.force and os.path.lexists(self.config):
            raise OptionError(f"{self.config} exists already; replace it by adding --force")
        if not self.dry_run and _is_no_text(self.config):
            raise OptionError(f"{self.config} is not a file of settings; name another: --config")


def init(
    *,
    rows: MeaningOptions,
    written: WrittenOptions,
    apps: Annotated[
        bool,
        typer.Option("--apps", help="List the applications known.", rich_help_panel=OUTPUT),
    ] = False,
) -> None:
    """Propose what a database's rows mean, and write it down.

    Five of them are shown, and at a terminal a guess is asked about. With the file it writes, the
    other commands need neither --db nor --bundle.

    $ ilora-edge init --apps
    $ ilora-edge init --db films.db --bundle films
    """
    from ilora_edge.histories.database import HistoryDB

    if apps:
        _list_apps()
        return
    db = rows.db
    if db is None:
        raise OptionError("which database? name it with --db; known applications: --apps")
    written.check()
    said = ("--db", str(db), *written.said())
    answer = Answer(rows.take, tuple(rows.state or ()), said)
    found = _found(db, rows.mapping(), answer)
    while True:
        if found.is_guess or found.mapping.interactions is not None:
            order = date_order(rows.day_first)
            found = replace(found, mapping=replace(found.mapping, date_order=order))
        are_any = _show(db, found)
        if not found.is_guess or written.dry_run or _confirmed(are_any):
            break
        # Who says no to these rows is shown what else they may be.
        found = _found(db, rows.mapping(), replace(answer, is_refused=True))
    next_ = "ilora-edge users"
    if written.bundle is not None:
        from ilora_cli.fit import look_at

        with HistoryDB(db, found.mapping) as history:
            has_one = look_at(history, written.bundle)
        next_ = "ilora-edge recommend" if has_one else f"{next_}, ilora-edge recommend USER"
    _write(_toml(db, written, found), written, next_)


def _show(db: Path, found: Proposed) -> bool:
    """Show what the rows mean, why, and the first of them; return whether there are any."""
    from ilora_cli.console import note, note_below
    from ilora_edge.histories.database import HistoryDB

    with HistoryDB(db, found.mapping) as history:
        what = found.what or history.queries.source
        shown, remarks = history.sample(_SAMPLE), history.remarks
        names = history.names([row["user"] for row in shown])
    note(f"{db}: {what}")
    for reason in found.reasons:
        note_below(reason)
    for remark in (*found.remarks, *remarks):
        note(remark)
    if not shown:
        note("no interaction is in it yet")
    _print_rows([row | {"user": names.get(row["user"], row["user"])} for row in shown])
    return bool(shown)


def _found(db: Path, given: Mapping, answer: Answer) -> Proposed:
    """Return what was said of the rows, or else what they look like."""
    from ilora_edge.histories.untouched import UntouchedDB
    from ilora_edge.presets import load_preset

    if answer.take is None and answer.states:
        raise OptionError("--state is for one of the guesses: --take 1 --state ...")
    if given != type(given)():
        if answer.take is not None:
            raise OptionError("--take is for guesses; --app and SELECTs are none")
        is_library = given.app is not None and load_preset(given.app).library
        return Proposed(given, "", [], library=is_library)
    database = UntouchedDB(db, "name another with --db")
    try:
        return _proposed(database, answer)
    finally:
        database.close()


def _write(text: str, written: WrittenOptions, next_: str) -> None:
    from ilora_cli.console import note
    from ilora_edge.system.new_file import new_file

    if written.dry_run:
        print(text, end="")
        return
    with new_file(written.config, written.force) as file:
        file.write(text.encode())
    note(f"wrote {written.config}; look at it, change what is wrong, then: {next_}")


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the rows may mean, and why."""

    mapping: Mapping
    what: str
    """Empty: the database itself says."""
    reasons: list[str]
    is_guess: bool = False
    """Whether nobody said so: neither a person nor a schema that is known."""
    remarks: list[str] = field(default_factory=list)
    """What is open of a guess that was taken all the same, and how another is chosen."""
    library: bool = False
    """Whether its items are what there is to be played or read at home."""


def _proposed(database: UntouchedDB, answer: Answer) -> Proposed:
    """Return what a schema means: our own, an application's, or a guess.

    Raises DatabaseError where no guess is good enough, or several are.
    """
    from ilora_edge.histories.mapping import Mapping, check_has_history
    from ilora_edge.histories.own_schema import own_queries
    from ilora_edge.presets import recognise
    from ilora_edge.schema_guess.doubts.open_states import only_states
    from ilora_edge.schema_guess.propose import is_open, propose

    take, is_refused = answer.take, answer.is_refused
    with suppress(DatabaseError):
        own_queries(database, "")
        _check_guess(database, take, "of ours")
        return Proposed(Mapping(), "the schema that 'ilora-edge import' writes", [])
    columns = database.readable_tables()
    if known := recognise(columns):
        preset, variant = known[0]
        reasons = [variant.remark] if variant.remark else []
        _check_guess(database, take, f"of {preset.title}")
        what = f"a database of {preset.title}, {preset.about} ({variant.name})"
        if preset.library:
            reasons.append("library: lists keep to what is there; --no-library: they do not")
        return Proposed(Mapping(app=preset.name), what, reasons, library=preset.library)
    check_has_history(database, columns)
    with database.reading():
        is_asked = take is not None or is_refused
        proposals = propose(database.connection, database.asking, is_asked)
    if not proposals:
        raise _no_history(database, sorted(columns))
    if take is not None and take > len(proposals):
        raise OptionError(f"--take {take}: there are {len(proposals)} guesses")
    if is_refused or (take is None and is_open(proposals)):
        answer = ask(database, proposals, answer.said)
    best = proposals[(answer.take or 1) - 1]
    if answer.states:
        with database.reading(), database.asking():
            best = only_states(database.connection, best, answer.states)
    mapping = Mapping(interactions=best.interactions, items=best.items)
    what = "a reading of your choice" if best.differs else f"a guess, {best.confidence:.0%} sure"
    # Who said which it is knows what is open of it.
    remarks = remarks_of(proposals) if answer.take is None else []
    return Proposed(mapping, what, list(best.reasons), is_guess=take is None, remarks=remarks)


def _no_history(database: UntouchedDB, tables: Sequence[str]) -> DatabaseError:
    if not tables and database.left_out:
        return DatabaseError(f"{database.name} has no table{database.left_out}; name another")
    unread = f" (and {lost})" if (lost := not_read(database)) else ""
    return DatabaseError(
        f"no table of {database.name} looks like a history; it has "
        f"{', '.join(tables[:12]) or 'none'}{unread}: say what its rows are with --interactions "
        "'SELECT ... AS user, ... AS item, ... AS time FROM ...'"
    )


def _confirmed(is_any_shown: bool) -> bool:
    """Ask the person at the terminal, if there is one, whether the rows shown are the history.

    Where there are none yet, whether they are to stand there.
    """
    if not is_terminal():
        return True
    of_rows = "are these rows what was seen, heard or read?"
    asked = of_rows if is_any_shown else "will what is seen, heard or read stand there?"
    with while_asking():
        return typer.confirm(asked, default=True, err=True)


def _check_guess(database: UntouchedDB, take: int | None, known: str) -> None:
    if take is not None:
        raise OptionError(f"--take is for guesses, and {database.name} is known, {known}")


def _print_rows(rows: list[dict[str, str]]) -> None:
    from ilora_cli.columns import TableColumn, cut, print_columns, tells_apart
    from ilora_edge.titles import printable

    if not rows:
        return
    if not tells_apart(
        [r["item"] for r in rows], ["" if r["title"] == "-" else r["title"] for r in rows]
    ):
        rows = [{head: value for head, value in row.items() if head != "item"} for row in rows]
    columns = [TableColumn(head, "cut") for head in rows[0]]
    cells = [[cut(printable(value), _LONGEST_SHOWN) for value in row.values()] for row in rows]
    print_columns(columns, cells, sys.stderr)


def _list_apps() -> None:
    from ilora_cli.columns import TableColumn, print_columns
    from ilora_edge.presets import PRESET_NAMES, load_preset

    presets = [load_preset(name) for name in PRESET_NAMES]
    rows = [[p.name, f"{p.title}: {p.about}", p.file] for p in presets]
    print_columns(
        [TableColumn("app"), TableColumn("what", "wrap"), TableColumn("file", "wrap")], rows
    )


def _toml(db: Path, written: WrittenOptions, found: Proposed) -> str:
    from dataclasses import asdict

    from ilora_edge.histories.stored_ids import is_utf8

    bundle, out, folder = written.bundle, written.out, written.config.parent

    lines = ["# Read by ilora-edge in this folder; a flag goes before what is here."]
    lines.extend(f"# {remark}" for remark in found.remarks)
    paths = {"db": db, "bundle": bundle, "out": out or Path("recommendations.db")}
    for name, path in paths.items():
        if path is not None:
            if not is_utf8(str(path)):
                raise OptionError(
                    f"--{name} {path}: its name is not UTF-8, which settings cannot hold; rename "
                    "it, or name it to each command"
                )
            lines.append(f"{name} = {_quoted(_from(path, folder, name == 'out' and out is None))}")
    if bundle is None:
        lines.append('# bundle = "the folder that ranks"')
    if found.library:
        lines.append("library = true")
    for name, value in asdict(found.mapping).items():
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


def _is_no_text(path: Path) -> bool:
    """Return whether a file that is there holds what no settings do, as a database."""
    try:
        with path.open("rb") as file:
            return b"\0" in file.read(4096)
    except OSError:
        return False
