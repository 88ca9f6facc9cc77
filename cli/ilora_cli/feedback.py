"""``ilora-edge like``, ``dislike``, ``seen`` and ``undo``: what a person says of items."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from ilora_cli.options.source import CatalogueSource
from ilora_cli.settings import Settings, read_settings
from ilora_edge.errors import AmbiguousItemError, DatabaseError, OptionError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ilora_edge.histories.log import State
    from ilora_edge.histories.mapping import Mapping
    from ilora_edge.histories.naming import ItemFinder, NamedItem

# A longer title is no shorter to type than an id.
_MOST_TYPED = 80

Words: TypeAlias = Annotated[
    list[str],
    typer.Argument(
        metavar="[USER] ITEM...",
        help="User id or name, or a new one; without, who is alone in the database. Of an item its "
        "id, title, or a part that no other has.",
    ),
]
Undone: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[USER] [ITEM]...",
        help="User id or name; without, who is alone in the database. Of an item its id, title, or "
        "a part that no other has.",
    ),
]


def like(words: Words, *, source: CatalogueSource) -> None:
    """Say that a user likes items; the next list follows.

    They count as history from then on.

    $ ilora-edge like ann get out --db films.db
    $ ilora-edge like "Get Out" --db mine.db
    """
    _say("like", words, source.settings(makes_log=True))


def dislike(words: Words, *, source: CatalogueSource) -> None:
    """Say that a user dislikes items; they are never offered again.

    And items like them are lowered.

    $ ilora-edge dislike ann "Get Out" --db films.db
    """
    _say("dislike", words, source.settings(makes_log=True))


def seen(words: Words, *, source: CatalogueSource) -> None:
    """Say that a user has seen items; they are not offered again.

    And no more than that: the next list is as it was but for these.

    $ ilora-edge seen ann "Get Out" Ring --db films.db
    """
    _say("seen", words, source.settings(makes_log=True))


def undo(words: Undone = None, *, source: CatalogueSource) -> None:
    """Take back what was said of items, with 'log' too.

    Without an item it lists what was said, and takes nothing back.

    $ ilora-edge undo ann "Get Out" --db films.db
    $ ilora-edge undo ann
    """
    from ilora_cli.console import history_path, note
    from ilora_cli.said_words import texts_of_items
    from ilora_edge.histories.log import OwnLog, default_log
    from ilora_edge.histories.people import every_id
    from ilora_edge.titles import shown_id

    settings = source.settings()
    database = history_path(settings.db)
    path = settings.log or default_log()
    user, named = _whose(words or [], database, path, settings.mapping)
    people = every_id(database, settings.mapping, user)
    own = _said_items(path, database, people, settings.mapping)
    if not own:
        raise OptionError(
            f"nothing was said for {shown_id(user)}; say something with: ilora-edge like, "
            "dislike, seen or log"
        )
    if not named:
        _print_said(path, database, people, own)
        note("nothing was taken back; name what is to be")
        return
    finder = _finder(own)
    chosen = [_find_said(finder, text, user) for text in texts_of_items(named, finder)]
    with OwnLog(path) as log:
        for person in people:
            log.undo(database, person, [item.item_id for item in chosen])
    for item in chosen:
        note(f"taken back for {user}: {item.title}")


def _whose(words: list[str], database: Path, path: Path, mapping: Mapping) -> tuple[str, list[str]]:
    """Return the person for whom something is taken back, and the texts that name it.

    Of a database that cannot be read any more what was said can be taken back all the same.
    """
    from ilora_cli.said_words import whose
    from ilora_edge.histories.database import HistoryDB

    if not words:
        with HistoryDB(database, mapping) as opened:
            return whose(words, opened, path)
    with suppress(DatabaseError), HistoryDB(database, mapping) as opened:
        return whose(words, opened, path)
    return words[0], words[1:]


def _say(state: State, words: list[str], source: Settings) -> None:
    from time import time

    from ilora_cli.console import history_path, note, note_wrong_clock
    from ilora_edge.histories.log import LoggedEvent, OwnLog, default_log
    from ilora_edge.histories.naming import shown_title
    from ilora_edge.titles import printable

    database = history_path(source.db)
    path = source.log or default_log()
    said, user, chosen = _find_items(words, source, database, path)
    now = int(time())
    with OwnLog(path) as log:
        log.say(
            database,
            [LoggedEvent(user, i.item_id, now, state, shown_title(i)) for i in chosen],
        )
    own = _finder(_said_items(path, database, [user, said], source.mapping))
    # By the name that was typed, where it will mean the same without options about the rows.
    usual = read_settings().rows_of(database)
    whose = said if printable(said) == said and source.mapping == usual else user
    for item in chosen:
        back = _undo_command(whose, _words_for(own, item), source)
        note(f"{_SAID[state]} {said}: {shown_title(item)}; take it back: {back}")
    note_wrong_clock()


def _said_items(
    path: Path, database: Path, people: Iterable[str], mapping: Mapping
) -> dict[str, str]:
    """Return the titles, by id, of what was said something of for these people.

    Items that the database has lost since are among them; what has no title is called by its id.
    """
    from ilora_edge.histories.database import HistoryDB
    from ilora_edge.histories.log import read_log

    said: dict[str, str] = {}
    for person in dict.fromkeys(people):
        for event in read_log(path, database, person):
            said[event.item_id] = event.title or said.get(event.item_id, "")
    # Of an event the log keeps no title.
    if untitled := [item for item, title in said.items() if not title]:
        with suppress(DatabaseError), HistoryDB(database, mapping) as opened:
            said |= opened.read_titles(untitled)
    return {item: title or item for item, title in said.items()}


def _finder(said: dict[str, str]) -> ItemFinder:
    from ilora_edge.histories.naming import ItemFinder, NamedItem

    return ItemFinder(NamedItem(item, title) for item, title in said.items())


def _print_said(path: Path, database: Path, people: Iterable[str], titles: dict[str, str]) -> None:
    """Print what was said, as a history; the newest is last."""
    from ilora_cli.history import print_events
    from ilora_edge.histories.log import read_log
    from ilora_edge.histories.records import Interaction

    events = [event for person in people for event in read_log(path, database, person)]
    events.sort(key=lambda event: event.timestamp)
    print_events(
        [Interaction(event.item_id, event.timestamp, None) for event in events],
        titles,
        {(event.item_id, event.timestamp): event.state or "logged" for event in events},
    )


def _words_for(said: ItemFinder, item: NamedItem) -> str:
    """Return what is typed to name an item of which something was said: its title, or else its id.

    A title that another such item has, or that a terminal does not show as it is, names nothing.
    """
    from ilora_edge.histories.naming import shown_title
    from ilora_edge.titles import printable

    title = shown_title(item)
    if len(title) > _MOST_TYPED or printable(title) != title:
        return item.item_id
    try:
        found = said.find(title)
    except OptionError:
        return item.item_id
    return title if found.item_id == item.item_id else item.item_id


def _undo_command(user: str, item: str, source: Settings) -> str:
    """Return the command that takes it back, as it is typed in the same folder."""
    from shlex import join

    words, file = ["ilora-edge", "undo"], read_settings()
    for option, path, usual in (("--db", source.db, file.db), ("--log", source.log, file.log)):
        if path is not None and path != usual:
            words += [option, str(path)]
    # What begins with a dash would be read as an option.
    if user.startswith("-") or item.startswith("-"):
        words.append("--")
    return join([*words, user, item])


_SAID = {"like": "liked by", "dislike": "disliked by", "seen": "seen by"}


def _find_items(
    words: list[str], source: Settings, path: Path, log: Path
) -> tuple[str, str, list[NamedItem]]:
    """Return a person as typed, their id and the items named, each once; all or none are found.

    Prints what an ambiguous text could mean before the error is raised.
    """
    from ilora_cli.said_words import note_if_new, told_apart
    from ilora_edge.bundle.manifest import CATALOGUE
    from ilora_edge.catalogue.items import Catalogue
    from ilora_edge.demo import demo_bundle
    from ilora_edge.histories.database import HistoryDB
    from ilora_edge.histories.log import read_log
    from ilora_edge.histories.naming import ItemFinder, nameable_items

    bundle = source.bundle or (None if source.db is not None else demo_bundle())
    with ExitStack() as stack:
        database = stack.enter_context(HistoryDB(path, source.mapping))
        catalogue = None
        if bundle is not None:
            catalogue = Catalogue(bundle / CATALOGUE)
            stack.callback(catalogue.close)
        finder = ItemFinder(nameable_items(database, catalogue))
        said = told_apart(words, database, finder)
        found = [find_one(finder, text) for text in said.items]
        note_if_new(said, database, bool(read_log(log, database.path, said.user)))
    return said.called, said.user, list({item.item_id: item for item in found}.values())


def find_one(finder: ItemFinder, text: str) -> NamedItem:
    """Return the item that a text names; what an ambiguous one could mean is printed."""
    from ilora_cli.console import note, say
    from ilora_edge.histories.naming import listed

    try:
        return finder.find(text, note)
    except AmbiguousItemError as error:
        for line in listed(error.found):
            say(line)
        raise


def _find_said(finder: ItemFinder, text: str, user: str) -> NamedItem:
    from shlex import quote

    from ilora_edge.titles import printable, shown_id

    try:
        return find_one(finder, text)
    except AmbiguousItemError:
        raise
    except OptionError as error:
        raise OptionError(
            f"nothing was said of {printable(text)!r} for {shown_id(user)}; "
            f"see what was: ilora-edge history {quote(printable(user))}"
        ) from error
