"""Lists for every user of local databases: one call, killable at any moment, incremental."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ilora_edge.batch.job import Job, OpenJob
from ilora_edge.batch.output import OutputDB
from ilora_edge.batch.pool import WorkerPool
from ilora_edge.batch.run import Ranks, RunSummary, score_all
from ilora_edge.system.threads import default_threads


def score(
    job: Job,
    out: Path,
    n_workers: int | None = None,
    force: bool = False,
    restart: bool = False,
    note: Callable[[str], None] = lambda text: None,
) -> RunSummary:
    """Rank items for all users of a job's databases, into a database of lists.

    The same call again goes on where it stopped, and later ranks only who has changed.

    Parameters
    ----------
    job
        Databases, bundle, users, ``k`` and filters.
    out
        The database to write; what it has of other databases' users stays.
    n_workers
        Processes of ``job.n_threads`` threads; None: one per physical core.
    force
        Rank unchanged users again as well.
    restart
        Give up a run that was not finished, instead of going on with it.
    note
        Is told, a line each, what the person should know.

    Returns
    -------
    RunSummary
        Numbers of users (``scored``, ``unchanged``, ``failed``) and of databases that could not be
        read (``unread``); the run's ``run_id``.

    Raises
    ------
    BundleError, DatabaseError, OptionError
        The bundle, the single database or ``out`` cannot be used.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from ilora_edge import Job, score
    >>> from ilora_edge.demo import demo_bundle, demo_history
    >>> job = Job([demo_history()], demo_bundle(), users=("demo-001", "demo-002"))
    >>> with TemporaryDirectory() as folder:
    ...     summary = score(job, Path(folder, "lists.db"), n_workers=1)
    >>> summary.scored, summary.failed
    (2, 0)
    """
    with OpenJob(job, note) as opened:
        workers = n_workers or max(1, default_threads() // job.n_threads)
        with OutputDB(out) as output, WorkerPool(opened.config(), workers) as pool:
            return score_opened(opened, output, pool, force, restart, note)


def score_opened(
    opened: OpenJob,
    output: OutputDB,
    ranks: Ranks,
    force: bool = False,
    restart: bool = False,
    note: Callable[[str], None] = lambda text: None,
    advance: Callable[[int], None] = lambda n: None,
) -> RunSummary:
    """Do what :func:`score` does with a job that is open and whatever ranks its users."""
    if restart:
        output.give_up()
    output.adopt(opened.names())
    run = output.begin(opened.fingerprint(), force, opened.job.users)
    if run.outdated is not None:
        note(f"run {run.outdated} was not finished, and ranked otherwise than this ilora-edge does")
    if run.resumed:
        note(f"going on with run {run.run_id}, which was not finished")
    return score_all(opened.tasks(), output, run, opened.base(), ranks, advance, opened.remarks)
