"""Whose words stand on a command line of feedback, and of which items they are."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ilora_edge.errors import OptionError

if TYPE_CHECKING:
    from ilora_edge.histories.database import HistoryDB
    from ilora_edge.histories.naming import ItemFinder


class Said(NamedTuple):
    """The words of ``like [USER] ITEM...``, told apart."""

    called: str
    """The person as they were typed, or what who is alone is called."""
    user: str
    items: list[str]


def told_apart(words: Sequence[str], database: HistoryDB, finder: ItemFinder) -> Said:
    """Return whose word it is, and the texts that name items.

    One word is an item's, of who is alone in the database; of several the first is the USER, unless
    nobody is called so and all together are a title, or the first alone is a title of several
    words, or somebody is alone and each word is all of a title or an id. Words that are a title
    only together are one item, quoted or not.

    Raises OptionError where nobody says whose word it is, or what it is of: a title that nobody is
    called like, before what is no item's whole name, is no new person.
    """
    from ilora_edge.histories.people import find_user
    from ilora_edge.titles import shown_id

    if not all(words):
        raise OptionError(f"{'USER' if not words[0] else 'ITEM'} is empty")
    first = find_user(database, words[0])
    is_known = database.has_user(first) or database.knows(first)
    if len(words) == 1 and is_known:
        raise OptionError(f"of which ITEM is it said for {shown_id(words[0])}? name it as well")
    # Somebody new may be called like a title of one word: there is a film Anna.
    is_title = finder.is_title(" ".join(words)) or (
        " " in words[0].strip() and finder.is_title(words[0])
    )
    if not is_known and not is_title and all(map(finder.is_name, words)):
        # Of several people it has still to be said whose word it is.
        with suppress(OptionError):
            user, called = alone(database)
            return Said(called, user, list(words))
    if len(words) == 1 or (not is_known and is_title):
        user, called = alone(database)
        return Said(called, user, texts_of_items(words, finder))
    items = texts_of_items(words[1:], finder)
    if not is_known and finder.is_title(words[0]) and not any(map(finder.is_name, items)):
        raise _unknown(words)
    return Said(words[0], first, items)


def whose(words: Sequence[str], database: HistoryDB, log: Path) -> tuple[str, list[str]]:
    """Return the person that words begin with, and the words that are left.

    The first word is theirs, unless it names nobody and somebody is alone in the database.

    Raises OptionError where no word names anybody, and several are there.
    """
    from ilora_edge.histories.log import read_log
    from ilora_edge.histories.people import find_user

    if not words:
        return alone(database)[1], []
    user = find_user(database, words[0])
    if not database.has_user(user) and not database.knows(user):
        said = {event.user for event in read_log(log, database.path)}
        if not {words[0], user} & said:
            with suppress(OptionError):
                return alone(database)[1], list(words)
    return words[0], list(words[1:])


def alone(database: HistoryDB) -> tuple[str, str]:
    """Return the id of the one person of a database, and what they are called.

    Raises OptionError where there are several, or none.
    """
    from ilora_edge.histories.people import only_person

    user = only_person(database)
    return user, database.names([user]).get(user, user)


def note_if_new(said: Said, database: HistoryDB, has_said: bool) -> None:
    """Say it where nobody is called so: it may be a slip, and is a person of their own else."""
    from ilora_cli.console import note
    from ilora_edge.histories.people import nearest_user
    from ilora_edge.titles import printable, shown_id

    if has_said or database.has_user(said.user) or database.knows(said.user):
        return
    near = nearest_user(database, said.called)
    meant = "" if near is None else f"; if {printable(near)!r} is meant, take it back"
    where = printable(str(database.path))
    note(f"{shown_id(said.called)} is new: nobody in {where} is called so{meant}")


def texts_of_items(words: Sequence[str], finder: ItemFinder) -> list[str]:
    """Return the texts that name items: one that they make together, or each by itself.

    Several words are several items only where each is all of a name, or was quoted.

    Raises OptionError where they are neither.
    """
    whole = " ".join(words)
    if len(words) == 1 or finder.is_title(whole):
        return [whole]
    if all(" " in word or finder.is_name(word) for word in words):
        return list(words)
    if not finder.is_part(whole):
        raise _unknown(words)
    return [whole]


def _unknown(words: Sequence[str]) -> OptionError:
    from ilora_edge.titles import printable

    return OptionError(
        f"no title has {printable(' '.join(words))!r} in it; of several items name each by all "
        "of its title or its id, in quotes where that has several words"
    )
