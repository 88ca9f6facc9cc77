"""Names of a database's users, where its schema has a table of them.

Users are known by their ids; a name is what a person types and reads. It is looked for in a table
of people (``Customer``, ``users``, ``members``) whose key is the users' ids.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ilora_edge.errors import DatabaseError, OptionError
from ilora_edge.histories.stored_ids import guid_spellings, id_sql, other_spelling
from ilora_edge.system.patterns import pattern
from ilora_edge.titles import printable

if TYPE_CHECKING:
    from ilora_edge.histories.database import HistoryDB
    from ilora_edge.histories.mapping import Mapping
    from ilora_edge.histories.untouched import UntouchedDB

_PEOPLE = frozenset(
    {
        *("user", "customer", "member", "person", "people", "profile", "account", "patron"),
        *("reader", "listener", "player", "student", "viewer", "client", "subscriber"),
    }
)
_FIRST = ("firstname", "givenname", "forename")
_LAST = ("lastname", "surname", "familyname")
# The more a name is for reading, the earlier it stands.
_WHOLE = (
    *("displayname", "fullname", "friendlyname", "name", "username", "nickname", "login"),
    *("email", "mail"),
)
# Of the users, how many such a table must have to be theirs.
_KNOWN = 0.5
MOST_PEOPLE = 100_000
"""Rows that are read of a table of people."""
_SHOWN = 5
# A misspelt name is looked for among so many users, and must be so much like it (difflib's ratio).
_COMPARED = 2_000
_LIKE = 0.8
_NOT_DIGITS = pattern(r"\D+")


def read_names(database: UntouchedDB, users: Callable[[], Collection[str]]) -> dict[str, str]:
    """Return the names of those of the users that have one, by id.

    Who the users are is asked only where there is a table of people.
    """
    best: dict[str, str] = {}
    ids: frozenset[str] | None = None
    for table, columns in database.readable_tables().items():
        words = re.findall(r"[a-z]+", table)
        noun = words[-1].removesuffix("s") if words else ""
        if noun not in _PEOPLE:
            continue
        for key in _keys(noun, columns):
            ids = frozenset(users()) if ids is None else ids
            found = dict(_rows(database, table, key, columns, ids))
            if len(found) > len(best) and len(found) >= _KNOWN * len(ids):
                best = found
    return best


def find_user(database: HistoryDB, text: str) -> str:
    """Return the id of the user that a text means: an id, or else a name that only one has.

    A text that means nobody is returned as it is, but for a number that is somebody's when it is
    written otherwise: 7.0 and 7. Raises OptionError where several have the name.
    """
    # A view that puts rows in groups takes longer to say whether there are any of somebody's.
    if database.knows(text) or database.has_user(text):
        return text
    wanted = _composed(text)
    names = {u: _composed(name) for u, name in database.names().items()}
    meant = sorted(u for u, name in names.items() if name.casefold() == wanted.casefold())
    if len(meant) > 1:
        # Two of whom one is written so.
        written = [u for u in meant if names[u] == wanted]
        meant = written if len(written) == 1 else meant
    if len(meant) > 1:
        ids = ", ".join(map(printable, meant[:_SHOWN])) + (", ..." if len(meant) > _SHOWN else "")
        raise OptionError(f"{printable(text)!r} is the name of several users; give an id: {ids}")
    if meant:
        return meant[0]
    # With a blank behind it, as it was copied; and as a program shows the bytes of a GUID.
    bare = text.strip()
    others = [bare, other_spelling(bare), *guid_spellings(bare)]
    return next((o for o in others if o is not None and o and database.has_user(o)), text)


def only_person(database: HistoryDB) -> str:
    """Return the id of the one person of a database, who need not be named.

    Raises OptionError where there are several, some of whom it names, or none.
    """
    first = [user.user for user in database.users(_SHOWN + 1)]
    ids = list(dict.fromkeys([*first, *database.people()]))
    if len(ids) == 1:
        return ids[0]
    where = printable(str(database.path))
    if not ids:
        raise OptionError(f"{where} has no interactions: whose list is it to be?")
    names = database.names(ids[:_SHOWN])
    shown = ", ".join(printable(names.get(user, user)) for user in ids[:_SHOWN])
    more = ", ..." if len(ids) > _SHOWN else ""
    raise OptionError(f"whose list? name a USER of {where}: {shown}{more}")


def nearest_user(database: HistoryDB, text: str) -> str | None:
    """Return the id or name that is most like a text which means nobody; None: none is.

    It is looked for among those with most interactions.
    """
    from difflib import get_close_matches

    known: list[str] = []
    with suppress(DatabaseError):
        users = [user.user for user in database.users(_COMPARED)]
        users += database.people()[:_COMPARED]
        known = [*database.names(users).values(), *users]
    wanted = _composed(text).casefold()
    # Of numbered ids the next one is as like it as any: 42 is no slip for 43.
    number = _NOT_DIGITS.sub("", wanted)
    folded = {_composed(name).casefold(): name for name in reversed(known)}
    same = [name for name in folded if _NOT_DIGITS.sub("", name) == number]
    near = get_close_matches(wanted, same, n=1, cutoff=_LIKE)
    # A first name, or a last one, that only one of them has.
    near = near or [name for name in folded if wanted in name.split()]
    return folded[near[0]] if len(near) == 1 else None


def _composed(name: str) -> str:
    """Return a name as it is typed: some programs keep accents as characters of their own."""
    return unicodedata.normalize("NFC", name).strip()


def every_id(database: Path | None, mapping: Mapping, text: str) -> list[str]:
    """Return what a person may be called in our own files: a text, and the id that it names.

    A database that cannot be read says nothing: what was kept of somebody outlives it.
    """
    from ilora_edge.histories.database import HistoryDB

    found = [text]
    if database is not None and text:
        with suppress(DatabaseError), HistoryDB(database, mapping) as opened:
            found.append(find_user(opened, text))
    return list(dict.fromkeys(found))


def everybody(database: Path | None, mapping: Mapping) -> dict[str, str]:
    """Return everybody's name by id, an empty one for none.

    Of a database that cannot be read nobody is known, as in :func:`every_id`.
    """
    from ilora_edge.histories.database import HistoryDB

    found: dict[str, str] = {}
    if database is not None:
        with suppress(DatabaseError), HistoryDB(database, mapping) as opened:
            found = dict.fromkeys([*opened.people(), *opened.user_ids()], "") | opened.names()
    return found


def in_numeric_order(text: str) -> str:
    """Return SQL that sorts ids of digits as the numbers they are, before all others."""
    digits = f"length({text}) BETWEEN 1 AND 18 AND {text} NOT GLOB '*[^0-9]*'"
    return f"CASE WHEN {digits} THEN 0 ELSE 1 END, CASE WHEN {digits} THEN CAST({text} AS INT) END"


def _keys(noun: str, columns: Collection[str]) -> list[str]:
    """Return the columns that may be a table's key.

    A table that says whose its rows are (``profiles.user_id``) counts its own from 1 as well, and
    these numbers are nobody's.
    """
    plain = {column.replace("_", ""): column for column in columns}
    for names in (
        (noun, *(f"{noun}{end}" for end in ("id", "no", "number", "uuid"))),
        ("userid", "useruuid"),
        ("id", "guid", "uuid"),
    ):
        if found := [column for name, column in plain.items() if name in names]:
            return found
    return []


def _rows(
    database: UntouchedDB, table: str, key: str, columns: Collection[str], users: frozenset[str]
) -> Iterator[tuple[str, str]]:
    plain = {column.replace("_", ""): column for column in columns if column != key}
    first, last = (
        next((plain[name] for name in names if name in plain), None) for names in (_FIRST, _LAST)
    )
    parts = [database.as_text(_quoted(p)) for p in (first, last) if p is not None]
    if not parts:
        # Who left the first of them empty may have filled in another.
        every = [f"NULLIF(trim({database.as_text(_quoted(plain[n]))}), '')" for n in _WHOLE
                 if n in plain]  # fmt: skip
        parts = [f"coalesce({', '.join([*every, 'NULL'])})"] if every else []
    if not parts:
        return
    key_text = id_sql(_quoted(key), database.as_text(_quoted(key)))
    texts = ", ".join([key_text, *parts])
    try:
        rows = list(database.select(f"SELECT {texts} FROM {_quoted(table)} LIMIT {MOST_PEOPLE}"))
    except DatabaseError:
        # A view that calls its application's functions; names are a convenience.
        return
    for user, *names in rows:
        name = " ".join(str(n).strip() for n in names if n is not None and str(n).strip())
        if name and str(user) in users:
            yield str(user), name


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
