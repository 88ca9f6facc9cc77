"""One scoring job: databases in, their users as tasks, and what was found of their items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ilora_edge.batch.fingerprint import Fingerprint
from ilora_edge.batch.shard import Shard
from ilora_edge.batch.tasks import WorkerConfig
from ilora_edge.bundle import files as bundles
from ilora_edge.bundle.manifest import Manifest
from ilora_edge.catalogue.items import Catalogue
from ilora_edge.errors import DatabaseError, OptionError
from ilora_edge.filters import Filters
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.log import read_log
from ilora_edge.histories.mapping import Mapping, Queries
from ilora_edge.histories.match_check import check_match, lowest_rating
from ilora_edge.histories.people import find_user
from ilora_edge.histories.requests import ItemChoice
from ilora_edge.histories.spool import Spool
from ilora_edge.histories.user_task import BadUser, UserTask
from ilora_edge.ranking import RANKING
from ilora_edge.request import Request
from ilora_edge.system.closing import Closing
from ilora_edge.system.real_path import real_path

# Of the run, not of any list: what changes them does not make a list out of date.
RUN_ALONE = ("databases", "users", "shard")


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be ranked, for whom, and how.

    Examples
    --------
    >>> from pathlib import Path
    >>> from ilora_edge import Job
    >>> Job([Path("history.db")], Path("bundles/films"), k=20).n_threads
    1
    """

    databases: Sequence[Path]
    """One or more, each only read."""
    bundle: Path
    backbone: Path | None = None
    """Of a bundle that has only experts: its file, or a folder to look in."""
    mapping: Mapping = field(default_factory=Mapping)
    """What the rows mean."""
    log: Path | None = None
    """The person's side table; None: where it usually is."""
    users: tuple[str, ...] | None = None
    """None: all."""
    k: int = 10
    fusion_weight: float | None = None
    filters: Filters = field(default_factory=Filters)
    where: str | None = None
    """SQL on the items' columns: which may be recommended. None: any."""
    unmatched: int = 0
    """Of the candidates, how many are items that the bundle does not know."""
    require_match: float = 0.0
    """Percent of the items interacted with that the bundle must know."""
    n_threads: int = 1
    shard: Shard | None = None
    """Of the users, those of one share; None: all. Of many databases give some to each call
    (:meth:`Shard.files`): every call reads the whole of a file."""
    library: bool = False
    """All items of the database are candidates, known to the bundle or not, and no other."""
    encoder_only: bool = False
    """Leave the language model out."""
    wanted: bool = False
    """Only what a user still wants is a candidate, and who wants nothing has no list."""

    @property
    def choice(self) -> ItemChoice:
        """Which items may be recommended, and how well they must match."""
        return ItemChoice(self.where, self.unmatched, self.require_match, self.library, self.wanted)


class OpenJob(Closing):
    """A job whose bundle is open; use as a context manager.

    A single database is read at once, so that what is wrong with it is an error; of several each
    is read when its turn comes, and what is wrong with one is a failure of that one.

    Raises
    ------
    BundleError, DatabaseError, OptionError
        The bundle or the single database cannot be used, or too few items match.
    """

    def __init__(self, job: Job, note: Callable[[str], None] = lambda text: None) -> None:
        # What no worker could do is told before a run is begun, which would ask for it ever after.
        Request(k=job.k, fusion_weight=job.fusion_weight, filters=job.filters)
        self.job = job
        # Of a fleet the sum is said, at the end.
        self._note = note if len(job.databases) == 1 else lambda text: None
        self._found: Counter[str] = Counter()
        # By database, the ids of the users asked for, which may be named.
        self._asked: dict[str, tuple[str, ...]] = {}
        self._stack = ExitStack()
        try:
            self.opened = bundles.open_bundle(job.bundle, job.backbone, not job.encoder_only)
            ids = self.opened.manifest.external_ids
            self.catalogue = Catalogue(job.bundle / bundles.CATALOGUE, ids)
            self._stack.callback(self.catalogue.close)
            self._single: Spool | None = None
            self._queries: Queries | None = None
            if len(job.databases) == 1:
                self._single = self._stack.enter_context(self._read(job.databases[0]))
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Release everything; a second call does nothing."""
        self._stack.close()

    @property
    def manifest(self) -> Manifest:
        """The bundle's."""
        return self.opened.manifest

    def count_users(self) -> int | None:
        """Return how many users there are, None where that is not known before the end."""
        if self.job.shard is not None:
            return None
        if self.job.users is not None:
            return len(self.job.users) * len(self.job.databases)
        if self._single is None:
            return None
        wishes = self._single.wishes
        return self._single.count_users() if wishes is None else len(wishes.users)

    def config(self) -> WorkerConfig:
        """Return what a worker opens."""
        job, backbone = self.job, self.opened.backbone
        allowed = None if self._single is None else self._single.allowed_in_catalogue()
        return WorkerConfig(
            # Absolute: a worker of a cluster starts in a folder of its own.
            str(real_path(job.bundle)),
            str(real_path(backbone)) if backbone.is_file() else None,
            job.k,
            job.fusion_weight,
            job.n_threads,
            self_check=True,
            filters=replace(job.filters, allowed=allowed),
            compared=job.choice.is_of_here,
            encoder_only=job.encoder_only,
            only_wanted=job.wanted,
        )

    def fingerprint(self) -> Fingerprint:
        """Return all that the lists depend on but histories and items."""
        job = self.job
        return Fingerprint(
            {
                # Of this version of ilora-edge.
                "ranking": RANKING,
                "bundle": self.manifest.name,
                "bundle_sha256": _sha256(job.bundle / bundles.MANIFEST),
                "mapping": self._mapping(),
                "databases": self._databases(),
                # Their number alone: a digest would let anyone confirm an id they guess. While a
                # run is unfinished, OutputDB.begin knows whether they are the same.
                "shard": None if job.shard is None else str(job.shard),
                "users": None if job.users is None else f"{len(job.users)} named",
                "k": job.k,
                "fusion_weight": job.fusion_weight,
                "exclude_seen": job.filters.exclude_seen,
                "min_score": job.filters.min_score,
                "diversity": job.filters.diversity,
                "where": job.where,
                "unmatched": job.unmatched,
                # Lists of before there were such wishes stay as they are.
                **({"library": True} if job.library else {}),
                **({"encoder_only": True} if job.encoder_only else {}),
                **({"wanted": True} if job.wanted else {}),
            }
        )

    def base(self) -> str:
        """Return a digest of all that decides about the lists but the histories."""
        digest = self.fingerprint().digest(without=RUN_ALONE)
        allowed = None if self._single is None else self._single.allowed_in_catalogue()
        return digest if allowed is None else _digest([digest, *allowed])

    def tasks(self) -> Iterator[UserTask | BadUser]:
        """Yield the users of all databases, in the order given."""
        if self._single is not None:
            yield from self._tasks(self._single)
            return
        for path in self.job.databases:
            try:
                spool = self._read(path)
            except (DatabaseError, OptionError) as error:
                # Of a condition, too, that is of no column of this one.
                yield BadUser("", str(error), str(real_path(path)))
                continue
            # Workers are told of one database alone what of it may be recommended.
            allowed = spool.allowed_in_catalogue()
            # Results name their items by it; it goes when the last of them has been written.
            for task in self._tasks(spool):
                if allowed is not None and isinstance(task, UserTask):
                    yield replace(task, allowed=allowed)
                else:
                    yield task

    def remarks(self) -> dict[str, Any]:
        """Return what was found of the items, for the run's row."""
        return dict(self._found)

    def said_of_all(self) -> str | None:
        """Return what there is to say of several databases together."""
        if len(self.job.databases) == 1:
            return None
        f = self._found
        read, alone = f["databases"], f["databases_ranked_by_title_alone"]
        said = (
            f"{read:,} database{'' if read == 1 else 's'} read; {f['matched_interactions']:,} of "
            f"{f['interactions']:,} interactions are with items that the bundle knows"
        )
        if alone:
            match = "one matches" if alone == 1 else f"{alone:,} match"
            said += f"; {match} nothing: there items are ranked by what people have used"
        return said

    def _tasks(self, spool: Spool) -> Iterator[UserTask | BadUser]:
        shard, lowest = self.job.shard, lowest_rating(spool, self.manifest)
        users, wishes = self._asked.get(spool.database, self.job.users), spool.wishes

        def has_list(user: str) -> bool:
            wants = wishes is None or user in wishes.users
            return wants and (shard is None or shard.has(user))

        yield from spool.tasks(
            lowest.value,
            spool.n_out_of_catalogue(self.job.k, self._n_unmatched),
            users,
            self.job.filters.exclude_seen,
            lowest.scale,
            has_list,
            self.manifest.fusion,
        )
        if wishes is not None:
            none = set(users or ()).difference(wishes.users)
            for user in sorted(user for user in none if shard is None or shard.has(user)):
                yield BadUser(user, wishes.none(user), spool.database)

    @property
    def _n_unmatched(self) -> int:
        return self.job.choice.n_unmatched(self.job.k, self.manifest)

    def _read(self, path: Path) -> Spool:
        job = self.job
        with HistoryDB(path, job.mapping) as history:
            self._queries = history.queries
            logged = read_log(job.log, path)
            if job.users is not None:
                self._asked[str(real_path(path))] = tuple(
                    find_user(history, user) for user in job.users
                )
            asked = self._asked.get(str(real_path(path)))
            spool = Spool(history, self.catalogue, logged, job.choice.condition, asked, job.wanted)
        try:
            check_match(spool, self.manifest, job.require_match, self._n_unmatched, self._note)
        except BaseException:
            spool.close()
            raise
        self._found.update(spool.report.to_json())
        self._found.update(databases=1, databases_ranked_by_title_alone=int(spool.report.nothing))
        return spool

    def names(self) -> list[str]:
        """Return what the databases are called in lists: the paths that theirs lead to."""
        return [str(real_path(path)) for path in self.job.databases]

    def _databases(self) -> str:
        paths = self.names()
        # A fleet's names would be as long as its lists.
        return paths[0] if len(paths) == 1 else f"{len(paths)} files, {_digest(paths)[:12]}"

    def _mapping(self) -> dict[str, Any]:
        if self._single is not None and self._queries is not None:
            return self._queries.parts()
        return {
            name: value
            for name in Mapping.__dataclass_fields__
            if (value := getattr(self.job.mapping, name)) is not None
        }


def _sha256(path: Path) -> str:
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest()


def _digest(values: Sequence[str]) -> str:
    return Fingerprint({"values": list(values)}).digest()
