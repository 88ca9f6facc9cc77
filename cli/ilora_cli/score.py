"""``ilora-edge score``: lists for every user of a database, or of many."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ilora_cli.options.choices import Engine
from ilora_cli.options.filters import ListFilterOptions
from ilora_cli.options.lists import ListFileOptions, ListWriter
from ilora_cli.options.run import ENCODER_ONLY
from ilora_cli.options.score import BatchOptions, ScoreOutput, WorkerOptions
from ilora_cli.options.source import ListsSource
from ilora_cli.settings import Settings
from ilora_edge.errors import OptionError
from ilora_edge.system.person_folders import at_home
from ilora_edge.system.real_path import real_path

if TYPE_CHECKING:
    from ilora_edge.batch.job import Job, OpenJob
    from ilora_edge.batch.run import Ranks, RunSummary
    from ilora_edge.batch.shard import Shard
    from ilora_edge.batch.tasks import UserResult
    from ilora_edge.histories.user_task import UserTask

# Of the failures, how many are told; all are in the lists' database.
_SHOWN = 3


def score(
    databases: Annotated[
        list[str] | None,
        typer.Argument(metavar="[DB]...", help="Databases, instead of --db: paths or patterns."),
    ] = None,
    *,
    source: ListsSource,
    batch: BatchOptions,
    items: ListFilterOptions,
    files: ListFileOptions,
    workers: WorkerOptions,
    output: ScoreOutput,
) -> None:
    """Rank items for every user, into a database or files.

    It may be stopped at any moment: the same command again goes on from there, and later ranks
    only who has changed.

    $ ilora-edge score --db films.db --bundle films --out lists.db
    $ ilora-edge score "libraries/*.db" --bundle films --csv
    """
    settings = batch.settle(source.settings())
    output.check(files.to is not None, settings.out)
    workers.check()
    if settings.bundle is None:
        raise OptionError("which bundle is to rank the items? name it with --bundle")
    paths = _databases(databases or [], settings.db)
    settings = replace(settings, mapping=settings.rows_of(*paths))
    if files.to is not None and len(paths) > 1:
        raise OptionError("--to is for the people of one database; name one")
    writer = files.writer(one_file=False)
    _check_apart(paths, settings.out)
    shard = batch.share()
    if shard is not None and len(paths) > 1:
        n_all, paths, shard = len(paths), shard.files(paths), None
        output.say(f"shard {batch.shard}: {len(paths):,} of {n_all:,} databases")
        if not paths:
            return
    from ilora_edge.batch.job import OpenJob

    if settings.encoder_only:
        output.say(ENCODER_ONLY)
    with OpenJob(_job(settings, paths, batch, items, workers.threads, shard), output.say) as opened:
        ranks = _engine(opened, workers, output.say)
        if settings.out is None:
            _score_out(opened, ranks, writer, output)
            return
        n_failed = _score_into(settings.out, opened, ranks, output)
        if writer is not None:
            writer.collect_from(settings.out, paths[0])
            writer.write_collected(paths[0], settings.mapping, output.say)
        if n_failed:
            raise typer.Exit(1)


def _job(
    settings: Settings,
    paths: list[Path],
    batch: BatchOptions,
    items: ListFilterOptions,
    threads: int,
    shard: Shard | None,
) -> Job:
    from ilora_edge.batch.job import Job

    assert settings.bundle is not None
    choice = items.choice(settings.library)
    return Job(
        paths,
        settings.bundle,
        settings.backbone,
        settings.mapping,
        settings.log,
        None if batch.users is None else _users(batch.users),
        batch.k,
        batch.fusion_weight,
        items.filters(),
        choice.where,
        choice.unmatched,
        choice.require_match,
        threads,
        shard,
        choice.library,
        settings.encoder_only,
        choice.wanted,
    )


def _score_out(opened: OpenJob, ranks: Any, writer: ListWriter | None, output: ScoreOutput) -> None:
    """Write lists to stdout or to files, without a database of them."""
    from ilora_cli.console import note, progress

    write = _writer(output.csv) if writer is None else writer.collect
    with ranks as ranker, progress("ranking", opened.count_users(), rate=True) as advance:
        failed = _stream(opened, ranker, write, advance)
    _say_sum(opened, output.say)
    if writer is not None:
        writer.write_collected(opened.job.databases[0], opened.job.mapping, output.say)
    if failed:
        note(f"error: {failed} failed")
        raise typer.Exit(1)


def _score_into(out: Path, opened: OpenJob, ranks: Any, output: ScoreOutput) -> int:
    """Write lists to a database, and return how many users and databases failed."""
    from ilora_cli.console import note, progress
    from ilora_edge.batch.output import OutputDB
    from ilora_edge.batch.score import score_opened

    with OutputDB(out) as lists:
        with ranks as ranker, progress("ranking", opened.count_users(), rate=True) as advance:
            summary = score_opened(
                opened, lists, ranker, output.force, output.restart, note, advance
            )
        if output.csv or output.nl:
            write = _writer(output.csv)
            for row in lists.rows():
                write(row)
        first_failures = lists.failures(summary.run_id, _SHOWN)
    _say_sum(opened, output.say)
    output.say(_said(summary, out))
    if failed := _in_words(summary.failed, summary.unread):
        for user, reason in first_failures:
            _say_failure(user, reason)
        note(f"error: {failed} failed; why is in the table failures of {out}")
    return summary.failed + summary.unread


def _say_sum(opened: OpenJob, note: Callable[[str], None]) -> None:
    said = opened.said_of_all()
    if said is not None:
        note(said)


def _said(summary: RunSummary, out: Path) -> str:
    from ilora_cli.console import amount
    from ilora_edge.titles import printable

    unread = f", {amount(summary.unread, 'database')} not read" if summary.unread else ""
    return (
        f"run {summary.run_id}: {amount(summary.scored, 'user')} ranked, "
        f"{summary.unchanged:,} unchanged, {summary.failed:,} failed{unread}; the lists are in "
        f"{printable(str(out))}"
    )


def _say_failure(user: str, reason: str) -> None:
    """Say why somebody has no list; without a user, why a database was not read."""
    from ilora_cli.console import note
    from ilora_edge.titles import shown_id

    note(f"user {shown_id(user)} failed: {reason}" if user else reason)


@contextmanager
def _engine(
    opened: OpenJob, workers: WorkerOptions, note: Callable[[str], None]
) -> Iterator[Ranks]:
    from ilora_edge.batch.pool import WorkerPool
    from ilora_edge.system.threads import default_threads

    if workers.engine is Engine.RAY:
        from ilora_edge.batch.ray_engine import RayRanks

        note("--engine ray opens network sockets; nothing else of ilora-edge does")
        with RayRanks(opened.config(), workers.workers, workers.address) as ranks:
            yield ranks
        return
    n_workers = workers.workers or max(1, default_threads() // workers.threads)
    with WorkerPool(opened.config(), n_workers) as pool:
        yield pool
        if pool.remark is not None:
            note(pool.remark)


def _stream(
    opened: OpenJob,
    ranks: Ranks,
    write: Callable[[dict[str, Any]], None],
    advance: Callable[[int], None],
) -> str:
    """Write every list as it is ranked, and return who failed, in words."""
    from ilora_edge.histories.user_task import BadUser

    failed: Counter[str] = Counter()

    def good(tasks: Iterable[Any]) -> Iterator[UserTask]:
        for task in tasks:
            if isinstance(task, BadUser):
                failed["user" if task.user else "database"] += 1
                _say_failure(task.user, task.reason)
                advance(1)
            else:
                yield task

    for task, result in ranks.rank(good(opened.tasks())):
        if result.failure is not None:
            failed["user"] += 1
            _say_failure(task.user, result.failure)
        for row in _rows(task, result):
            write(row)
        advance(1)
    return _in_words(failed["user"], failed["database"])


def _in_words(n_users: int, n_databases: int) -> str:
    from ilora_cli.console import amount

    counts = ((n_users, "user"), (n_databases, "database"))
    return " and ".join(amount(n, noun) for n, noun in counts if n)


def _rows(task: UserTask, result: UserResult) -> Iterator[dict[str, Any]]:
    from ilora_edge.histories.user_task import name_found

    for r in result.recommendations:
        item, title, is_own = name_found(task.names, r.item_id, r.title)
        yield {
            "database": task.database,
            "user_id": task.user,
            "rank": r.rank,
            "item_id": item,
            "title": title,
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
    # However often one is named, it is one.
    found: dict[Path, Path] = {}
    for text in given:
        # In quotes, as patterns are, no shell has put the home for a tilde.
        path = at_home(Path(text))
        pattern = text if path == Path(text) else str(path)
        matches = [path] if path.exists() else [*map(Path, sorted(glob(pattern, recursive=True)))]
        if not matches:
            raise OptionError(f"no database {text!r}, and no file matches it as a pattern")
        for match in matches:
            found.setdefault(real_path(match), match)
    return list(found.values())


def _check_apart(databases: list[Path], out: Path | None) -> None:
    if out is None or not out.exists():
        return
    for path in databases:
        if path.exists() and path.samefile(out):
            raise OptionError(f"--out {out} is the database that is read; name a new file")


def _users(text: str) -> tuple[str, ...]:
    if text.startswith("@"):
        from ilora_edge.system.plain_file import read_plain

        path = at_home(Path(text[1:]))
        try:
            ids = read_plain(path).decode().splitlines()
        except OSError as error:
            raise OptionError(f"--users: cannot read {path}: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise OptionError(f"--users: {path} is not UTF-8 text: {error}") from error
    else:
        ids = text.split(",")
    wanted = dict.fromkeys(i.strip() for i in ids if i.strip())
    if not wanted:
        raise OptionError("--users names nobody")
    return tuple(wanted)
