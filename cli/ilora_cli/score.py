"""``ilora-edge score``: lists for every user of a database, or of many."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ilora_cli.filter_options import (
    Diversity,
    ExcludeSeen,
    MinScore,
    RequireMatch,
    Unmatched,
    Where,
)
from ilora_cli.list_options import Base, ListWriter, Relative, ToFile
from ilora_cli.settings import Settings
from ilora_cli.source_options import BackboneOption, takes_source
from ilora_edge.errors import OptionError

if TYPE_CHECKING:
    from ilora_edge.batch.job import OpenJob
    from ilora_edge.batch.run import Ranks, Summary
    from ilora_edge.batch.tasks import UserResult
    from ilora_edge.histories.user_task import UserTask

ENGINES = ("processes", "ray")


@takes_source
def score(
    databases: Annotated[
        list[str] | None,
        typer.Argument(metavar="[DB]...", help="Databases, instead of --db: paths or patterns."),
    ] = None,
    db: Annotated[Path | None, typer.Option(help="SQLite database with the histories.")] = None,
    bundle: Annotated[Path | None, typer.Option(help="Bundle folder.")] = None,
    backbone: BackboneOption = None,
    out: Annotated[
        Path | None, typer.Option(help="Database to write; what it has of others stays.")
    ] = None,
    csv: Annotated[bool, typer.Option("--csv", help="The lists on stdout, as CSV.")] = False,
    nl: Annotated[
        bool, typer.Option("--nl", help="The lists on stdout, a JSON object a line.")
    ] = False,
    to: ToFile = None,
    base: Base = None,
    relative: Relative = False,
    users: Annotated[
        str | None,
        typer.Option(metavar="IDS", help="Only these: ids between commas, or @FILE, one a line."),
    ] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many items each.")] = 10,
    fusion_weight: Annotated[
        float | None,
        typer.Option(min=0.0, help="Weight of the encoder's score instead of the bundle's."),
    ] = None,
    exclude_seen: ExcludeSeen = True,
    where: Where = None,
    diversity: Diversity = 0.0,
    min_score: MinScore = None,
    unmatched: Unmatched = 0,
    require_match: RequireMatch = 0.0,
    workers: Annotated[
        int | None, typer.Option(min=1, max=1024, help="Processes; default: physical cores.")
    ] = None,
    threads: Annotated[int, typer.Option(min=1, max=1024, help="Threads of each.")] = 1,
    engine: Annotated[
        str, typer.Option(help="processes; or ray, which opens network sockets.")
    ] = "processes",
    address: Annotated[
        str | None, typer.Option(help="A Ray cluster's; without it, one is started here.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Rank unchanged users again as well.")
    ] = False,
    restart: Annotated[
        bool, typer.Option("--restart", help="Give up the run that was not finished.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing but errors.")] = False,
    *,
    source: Settings,
) -> None:
    """Rank items for every user, into a database of recommendations; killable at any moment.

    The same command again goes on where it stopped, and later ranks only who has changed.
    """
    from ilora_cli.console import note, progress
    from ilora_edge.batch.job import Job, OpenJob
    from ilora_edge.filters import Filters

    say = (lambda text: None) if quiet else note
    streams = csv or nl
    if csv and nl:
        raise OptionError("--csv and --nl are two forms of the same; give one of them")
    if to is not None and streams:
        raise OptionError("--to writes files, --csv and --nl write to stdout; give one of them")
    if source.out is None and not streams and to is None:
        raise OptionError(
            "where are the lists to go? name a database with --out, or give --to, --csv or --nl"
        )
    if source.out is None and (force or restart):
        raise OptionError("--force and --restart are about a database of lists; add --out")
    if engine not in ENGINES:
        raise OptionError(f"--engine is {' or '.join(ENGINES)}, not {engine!r}")
    if address is not None and engine != "ray":
        raise OptionError("--address is a Ray cluster's; add --engine ray")
    if source.bundle is None:
        raise OptionError("which bundle is to rank the items? name it with --bundle")
    paths = _databases(databases or [], source.db)
    files = None
    if to is not None:
        if len(paths) > 1:
            raise OptionError("--to is for the people of one database; name one")
        files = ListWriter(to, base, relative, one_file=False)
    _check_apart(paths, source.out)
    job = Job(
        paths,
        source.bundle,
        source.backbone,
        source.mapping,
        source.log,
        None if users is None else _users(users),
        k,
        fusion_weight,
        Filters(exclude_seen=exclude_seen, min_score=min_score, diversity=diversity),
        where,
        unmatched,
        require_match,
        threads,
    )
    with OpenJob(job, say) as opened:
        ranks = _engine(opened, engine, workers, threads, address, say)
        if source.out is None:
            write = _writer(csv) if files is None else files.collect
            with ranks as ranker, progress("ranking", opened.count_users(), rate=True) as advance:
                failed = _stream(opened, ranker, write, advance, note)
            _say_sum(opened, say)
            if files is not None:
                files.write_collected(paths[0], source.mapping, say)
            if failed:
                note(f"error: {failed:,} users failed")
                raise typer.Exit(1)
            return
        try:
            _score_into(source.out, opened, ranks, force, restart, csv, nl, say)
        finally:
            if files is not None:
                files.collect_from(source.out, paths[0])
                files.write_collected(paths[0], source.mapping, say)


def _score_into(
    out: Path,
    opened: OpenJob,
    ranks: Any,
    force: bool,
    restart: bool,
    csv: bool,
    nl: bool,
    say: Callable[[str], None],
) -> None:
    from ilora_cli.console import note, progress
    from ilora_edge.batch.output import OutputDB
    from ilora_edge.batch.score import score_opened

    with OutputDB(out) as output:
        with ranks as ranker, progress("ranking", opened.count_users(), rate=True) as advance:
            summary = score_opened(opened, output, ranker, force, restart, note, advance)
        if csv or nl:
            write = _writer(csv)
            for row in output.rows():
                write(row)
    _say_sum(opened, say)
    say(_said(summary))
    if summary.failed:
        note(f"error: {summary.failed:,} users failed; why is in the table failures of {out}")
        raise typer.Exit(1)


def _say_sum(opened: OpenJob, note: Callable[[str], None]) -> None:
    said = opened.said_of_all()
    if said is not None:
        note(said)


def _said(summary: Summary) -> str:
    return (
        f"run {summary.run_id}: {summary.scored:,} users ranked, {summary.unchanged:,} unchanged, "
        f"{summary.failed:,} failed"
    )


@contextmanager
def _engine(
    opened: OpenJob,
    engine: str,
    workers: int | None,
    threads: int,
    address: str | None,
    note: Callable[[str], None],
) -> Iterator[Ranks]:
    from ilora_edge.batch.pool import WorkerPool
    from ilora_edge.system.threads import default_threads

    if engine == "ray":
        from ilora_edge.batch.ray_engine import RayRanks

        note("--engine ray opens network sockets; nothing else of ilora-edge does")
        with RayRanks(opened.config(), workers, address) as ranks:
            yield ranks
        return
    with WorkerPool(opened.config(), workers or max(1, default_threads() // threads)) as pool:
        yield pool
        if pool.remark is not None:
            note(pool.remark)


def _stream(
    opened: OpenJob,
    ranks: Ranks,
    write: Callable[[dict[str, Any]], None],
    advance: Callable[[int], None],
    note: Callable[[str], None],
) -> int:
    """Write every list as it is ranked, and return how many users failed."""
    from ilora_edge.histories.user_task import BadUser
    from ilora_edge.titles import printable

    failed = 0

    def say(user: str, reason: str) -> None:
        note(f"user {printable(user)!r} failed: {reason}" if user else reason)

    def good(tasks: Iterable[Any]) -> Iterator[UserTask]:
        nonlocal failed
        for task in tasks:
            if isinstance(task, BadUser):
                failed += 1
                say(task.user, task.reason)
                advance(1)
            else:
                yield task

    for task, result in ranks.rank(good(opened.tasks())):
        if result.failure is not None:
            failed += 1
            say(task.user, result.failure)
        for row in _rows(task, result):
            write(row)
        advance(1)
    return failed


def _rows(task: UserTask, result: UserResult) -> Iterator[dict[str, Any]]:
    from ilora_edge.histories.user_task import name_item

    for r in result.recommendations:
        item, is_own = name_item(task.names, r.item_id)
        yield {
            "database": task.database,
            "user_id": task.user,
            "rank": r.rank,
            "item_id": item,
            "title": r.title,
            "score": r.score,
            "llm_score": r.llm_score,
            "encoder_score": r.encoder_score,
            "in_database": int(is_own),
        }


def _writer(csv: bool) -> Callable[[dict[str, Any]], None]:
    """Return a function that prints a row; what a terminal sees is fit for one."""
    from ilora_edge.titles import printable

    shown = printable if sys.stdout.isatty() else str

    def safe(row: dict[str, Any]) -> dict[str, Any]:
        return {name: shown(v) if isinstance(v, str) else v for name, v in row.items()}

    if csv:
        import csv as csv_format

        if not sys.stdout.isatty() and hasattr(sys.stdout, "reconfigure"):
            # A file is UTF-8, whatever the locale.
            sys.stdout.reconfigure(encoding="utf-8")
        writer: Any = None

        def write_csv(row: dict[str, Any]) -> None:
            nonlocal writer
            if writer is None:
                writer = csv_format.DictWriter(sys.stdout, list(row), lineterminator="\n")
                writer.writeheader()
            writer.writerow(safe(row))

        return write_csv
    import json

    # All but ASCII escaped: it is a line, whatever reads it.
    return lambda row: print(json.dumps(safe(row)))


def _databases(given: list[str], db: Path | None) -> list[Path]:
    """Return the databases that arguments and patterns name, each once, in order."""
    from glob import glob

    if not given:
        if db is None:
            raise OptionError("which database? name it with --db, or see: ilora-edge init --help")
        return [db]
    found: dict[Path, None] = {}
    for text in given:
        path = Path(text)
        matches = [path] if path.exists() else [Path(p) for p in sorted(glob(text, recursive=True))]
        if not matches:
            raise OptionError(f"no database {text!r}, and no file matches it as a pattern")
        found.update(dict.fromkeys(matches))
    return list(found)


def _check_apart(databases: list[Path], out: Path | None) -> None:
    if out is None or not out.exists():
        return
    for path in databases:
        if path.exists() and path.samefile(out):
            raise OptionError(f"--out {out} is the database that is read; name a new file")


def _users(text: str) -> tuple[str, ...]:
    if text.startswith("@"):
        path = Path(text[1:])
        try:
            ids = path.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise OptionError(f"--users: cannot read {path}: {error}") from error
    else:
        ids = text.split(",")
    wanted = dict.fromkeys(i.strip() for i in ids if i.strip())
    if not wanted:
        raise OptionError("--users names nobody")
    return tuple(wanted)
