"""Whose words stand on a command line of feedback, and of which items they are."""

from __future__ import annotations

from collections.abc import Sequence
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
    all together are a title and nobody is called like the first. Words that are a title only
    together are one item, quoted or not.

    Raises OptionError where nobody says whose word it is, or what it is of.
    """
    from ilora_edge.histories.people import find_user
    from ilora_edge.titles import shown_id

    if not all(words):
        raise OptionError(f"{'USER' if not words[0] else 'ITEM'} is empty")
    first = find_user(database, words[0])
    is_known = database.has_user(first) or database.knows(first)
    if len(words) == 1 and is_known:
        raise OptionError(f"of which ITEM is it said for {shown_id(words[0])}? name it as well")
    if len(words) == 1 or (not is_known and finder.is_title(" ".join(words))):
        user, called = alone(database)
        return Said(called, user, _titles(words, finder))
    return Said(words[0], first, _titles(words[1:], finder))


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


def _titles(words: Sequence[str], finder: ItemFinder) -> list[str]:
    """Return the texts that name items: all words, or one title that they make together."""
    whole = " ".join(words)
    return [whole] if len(words) > 1 and finder.is_title(whole) else list(words)
