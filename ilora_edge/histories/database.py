"""The person's SQLite file: who interacted with what, read and never written.

Ids are opaque text: an INTEGER 42 in the file is the user or item ``"42"`` here. Rows without a
user or an item are skipped, a missing time counts as 0, and text that is not UTF-8 is decoded
with replacement characters.
"""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from ilora_edge.errors import DatabaseError, UnknownUserError
from ilora_edge.histories.encodings import decode
from ilora_edge.histories.item_database import NO_LIMIT, ItemDB
from ilora_edge.histories.mapping import Mapping
from ilora_edge.histories.people import MOST_PEOPLE, in_numeric_order, nearest_user, read_names
from ilora_edge.histories.rating_column import RatingColumn
from ilora_edge.histories.rating_value import FIVE_STARS
from ilora_edge.histories.records import Interaction as Interaction
from ilora_edge.histories.records import Item as Item
from ilora_edge.histories.records import UserSummary as UserSummary
from ilora_edge.histories.records import is_kept as is_kept
from ilora_edge.histories.stored_ids import Bound, is_utf8, stored_forms
from ilora_edge.histories.unread_values import UnreadValues
from ilora_edge.histories.untouched import Cell
from ilora_edge.times.clock import Clock
from ilora_edge.times.date_column import TextDates
from ilora_edge.times.unix_time import NANO, shown_time
from ilora_edge.titles import printable, shown_id

_REPLACEMENT = "\ufffd"
# Of so many users the rows are asked for, and not all of the file read: a query has 999 places.
_MOST_ASKED = 500


class HistoryDB(ItemDB):
    """Reads users, histories and titles from the person's SQLite file, without changing it.

    Parameters
    ----------
    path
        The file.
    mapping
        What its rows mean; None: it is of the project's own schema, or of an application that
        is known.

    Raises
    ------
    DatabaseError
        The file is missing, is not an SQLite database, lacks a table or column, or cannot be read
        later on.

    Examples
    --------
    >>> from ilora_edge import HistoryDB
    >>> from ilora_edge.demo import demo_history
    >>> with HistoryDB(demo_history()) as database:
    ...     print(len(list(database.users())), len(database.read_history("demo-001")))
    200 41
    """

    def __init__(self, path: str | Path, mapping: Mapping | None = None) -> None:
        super().__init__(path, mapping)
        # Of whom there is an event: a view that puts rows in groups takes a second to say so.
        self._found: set[str] = set()
        try:
            # Presets and our own schema say themselves what their times count from.
            is_known = self._source.queries.source != "mapping"
            is_preset = is_known and self._source.queries.source != "own"
            events = self._source.events
            order = None if mapping is None else mapping.first_of_dates
            dates = TextDates(self._name, self._select, events, order)
            self._clock = Clock(self._select, events, is_known, dates)
            # Who maps a file can leave rows out; whose application writes it cannot.
            self.unread = UnreadValues() if is_preset else None
            """Values that are no times or ratings and count as none; None: they are errors."""
            self.ratings = RatingColumn(
                self._select, events, FIVE_STARS if is_preset else None, not is_known
            )
        except BaseException:
            self.close()
            raise

    @property
    def remarks(self) -> list[str]:
        """What was noticed of the times and ratings that have been read so far."""
        unread = () if self.unread is None else self.unread.remarks
        remarks = [*self._clock.remarks, *self.ratings.remarks, *unread]
        return [f"{self._name}: {remark}" for remark in remarks]

    def settle(self, times: Iterable[Cell] | None = None) -> None:
        """Look at what :meth:`in_order` needs of the file, which may be closed then.

        Of some rows alone, where their ``times`` are given: only where one of them needs it are
        the others' looked at.
        """
        if times is None:
            self._settle_clock()
        for time in self._clock.not_plain(times or ()):
            # What is no time at all is said of the user that it is of.
            with suppress(DatabaseError):
                self._nanoseconds(time)
        _ = self.ratings.scale

    def note_unread(self, times: Iterable[Cell], ratings: Iterable[Cell]) -> None:
        """Have the remarks tell of those that are none, where :attr:`unread` counts them."""
        for time in times:
            self._nanoseconds(time)
        for rating in ratings:
            self._rating(rating, None, None)

    def users(self, limit: int | None = None) -> Iterator[UserSummary]:
        """Yield the users, those with most interactions first, then by id."""
        # All of them at once: they are sorted before the first is told.
        yield from self._retrying(lambda: list(self._users(limit)))

    def _users(self, limit: int | None) -> Iterator[UserSummary]:
        moment = self._moment_sql()
        # In groups of what is stored, of which an index has the order, and these by the id that
        # they are: millions of values need not be made texts.
        stored = (
            f"SELECT {self._id('user')} AS name, count(*) AS n, min({moment}) AS first, "
            f"max(coalesce({moment}, 0)) AS last FROM {self._source.events} "
            "WHERE user IS NOT NULL AND item IS NOT NULL GROUP BY user COLLATE BINARY"
        )
        rows = self._select(
            f"SELECT name, sum(n), min(first), max(last) FROM ({stored}) "
            f"GROUP BY name COLLATE BINARY ORDER BY sum(n) DESC, {in_numeric_order('name')}, "
            "name COLLATE BINARY LIMIT ?",
            (NO_LIMIT if limit is None else min(limit, NO_LIMIT),),
        )
        seconds = self._seconds if self._clock.is_monotone else self._seconds_of_moment

        def found(time: Cell) -> int:
            # One bad time of one user must not hide the others; reading that history says it.
            with suppress(DatabaseError):
                return seconds(time)
            return 0

        for user, count, first, last in rows:
            yield UserSummary(str(user), _integer(count), found(first), found(last))

    def count_users(self) -> int:
        """Return the number of users with at least one interaction."""
        query = (
            f"SELECT count(DISTINCT {self._user_key}) FROM {self._source.events} "
            "WHERE user IS NOT NULL AND item IS NOT NULL"
        )
        return self._retrying(lambda: _integer(next(self._select(query))[0]))

    def has_user(self, user: str) -> bool:
        """Return whether there is an interaction of this user."""
        if user in self._found:
            return True
        rows = f"SELECT 1 FROM {self._source.events} WHERE item IS NOT NULL AND"
        is_there = self._retrying(
            lambda: any(
                any(self._select(f"{rows} {condition} LIMIT 1", values))
                for condition, values in self._conditions(user)
            )
        )
        if is_there:
            self._found.add(user)
        return is_there

    def people(self) -> list[str]:
        """Return whom the application knows, those too who have done nothing yet.

        Empty where it does not say; of a table of people the first :data:`MOST_PEOPLE`.
        """
        if self._source.people is None:
            return []
        user = self._id("user")
        query = f"SELECT DISTINCT {user} FROM {self._source.people} WHERE user NOT NULL LIMIT ?"
        rows = self._retrying(lambda: list(self._select(query, (MOST_PEOPLE,))))
        return [str(user) for (user,) in rows]

    def knows(self, user: str) -> bool:
        """Return whether the application knows somebody of this id, be there events or not."""
        if self._source.people is None or not is_utf8(user):
            return False
        own = f"({self._id('user')}) COLLATE BINARY = ?"
        query = f"SELECT 1 FROM {self._source.people} WHERE user NOT NULL AND {own} LIMIT 1"
        return bool(self._retrying(lambda: list(self._select(query, (user,)))))

    def names(self, users: Collection[str] | None = None) -> dict[str, str]:
        """Return the names of those users that have one, by id; ``users`` are all, where known."""

        def ids() -> Collection[str]:
            if users is not None:
                return users
            # Whom the application has a table of are all who can have a name.
            return self.people() or self.user_ids()

        return self._retrying(lambda: read_names(self._database, ids))

    def user_ids(self) -> set[str]:
        """Return the ids of those of whom there is an interaction, whatever its time is."""
        # In groups of what is stored, as users() does, for an index' sake.
        query = (
            f"SELECT {self._id('user')} FROM {self._source.events} "
            "WHERE user IS NOT NULL AND item IS NOT NULL GROUP BY user COLLATE BINARY"
        )
        return {str(user) for (user,) in self._retrying(lambda: list(self._select(query)))}

    def read_history(self, user: str) -> list[Interaction]:
        """Return a user's interactions, oldest first, equal times in the order of the rows.

        Raises UnknownUserError where there are none.
        """
        history = self._retrying(lambda: self._read_history(user))
        if not history:
            raise UnknownUserError(self._no_user(user))
        return history

    def _no_user(self, user: str) -> str:
        from ilora_edge.demo import demo_history

        if self.path == demo_history():
            return (
                f"no user {shown_id(user)} in the demo, which is read where no database is named: "
                "name yours with --db, or once and for all: ilora-edge init --help"
            )
        if self.knows(user):
            return f"user {shown_id(user)} of {self._name} has used nothing yet"
        near = nearest_user(self, user)
        meant = "" if near is None else f"did you mean {shown_id(near)}? "
        return (
            f"no user {shown_id(user)} in {self._name}; {meant}"
            f"list them with: ilora-edge users --db {printable(shlex.quote(str(self.path)))}"
        )

    def _read_history(self, user: str) -> list[Interaction]:
        return self.in_order(self._rows_of(user))

    def _rows_of(self, user: str) -> list[tuple[Cell, ...]]:
        for condition, values in self._conditions(user):
            query = f"{self._rows()} WHERE item IS NOT NULL AND {condition}"
            if rows := list(self._select(query, values)):
                return rows
        return []

    def histories(self) -> Iterator[tuple[str, list[Interaction]]]:
        """Yield every user with the history, in order of user id, one user in memory at a time."""
        # Same order as read_history, which sorts once more: an index makes this one free.
        rows = self._select(
            f"{self._rows()} WHERE item IS NOT NULL AND user IS NOT NULL "
            f"ORDER BY {self._user_key}, time"
        )
        for user, group in groupby(rows, key=itemgetter(0)):
            yield str(user), self.in_order(group)

    def interactions(self, users: Collection[str] | None = None) -> Iterator[tuple[Cell, ...]]:
        """Yield every interaction as it is stored: user and item as text, time, rating, order.

        Of some users, where these are given, :meth:`can_choose` permitting. See :meth:`in_order`
        for what to do with a user's rows.
        """
        if users is not None and len(users) == 1:
            yield from self._rows_of(*users)
        else:
            among, ids = self._among(users)
            query = f"{self._rows()} WHERE item IS NOT NULL AND user IS NOT NULL AND {among}"
            yield from self._select(query, ids)

    def item_counts(self) -> dict[str, int]:
        """Return how many interactions each item has, counted where the rows are."""
        rows = self._select(
            f"SELECT {self._id('item')}, count(*) FROM {self._source.events} "
            "WHERE item IS NOT NULL AND user IS NOT NULL GROUP BY item COLLATE BINARY"
        )
        counts: dict[str, int] = {}
        for item, n in rows:
            # 7 and "7" are one id.
            counts[str(item)] = counts.get(str(item), 0) + _integer(n)
        return counts

    def people_and_items(self) -> Iterator[tuple[Cell, ...]]:
        """Yield who has used which item: a user and an item, each pair once."""
        yield from self._select(self._used)

    @staticmethod
    def can_choose(users: Collection[str]) -> bool:
        """Whether so many users, called like that, can be asked for by a query."""
        return len(users) <= _MOST_ASKED and not any(_REPLACEMENT in user for user in users)

    def sample(self, limit: int) -> list[dict[str, str]]:
        """Return a few interactions, user, item, title, time and rating, as a person reads them.

        Raises DatabaseError for a value that is not a time.
        """
        query = f"{self._rows()} WHERE item IS NOT NULL AND user IS NOT NULL LIMIT ?"
        rows = self._retrying(lambda: list(self._select(query, (limit,))))
        titles = self.read_titles(str(row[1]) for row in rows)
        found = []
        for user, item, time, rating, _ in rows:
            seconds = self._seconds(time)
            values = {"user": user, "item": item, "title": titles.get(str(item), "-")}
            when = "-" if time is None else shown_time(seconds)
            values |= {"time (UTC)": when, "rating": "-" if rating is None else rating}
            found.append({name: str(value) for name, value in values.items()})
        return found

    def in_order(self, rows: Iterable[tuple[Cell, ...]]) -> list[Interaction]:
        """Return one user's rows of :meth:`interactions` as a history, oldest first.

        Raises DatabaseError for a value that is not a time.
        """
        nanoseconds, rated, plain = self._nanoseconds, self._rating, self._clock.plain
        # Of one person there may be half a million.
        timed = [
            (
                time * NANO if type(time) is int and time in plain else nanoseconds(time),
                0 if order is None else _number(order),
                str(item),
                None if rating is None else rated(rating, user, item),
            )
            for user, item, time, rating, order in rows
        ]
        # Events of one second are in the order of its fractions, where those are known.
        timed.sort(key=itemgetter(0, 1))
        return [Interaction(item, time // NANO, rating) for time, _, item, rating in timed]

    @cached_property
    def _has_other_types(self) -> bool:
        """Whether any user id is stored as something else than text."""
        # Numbers sort before all text and blobs behind it, so an index answers this at once.
        (row,) = self._select(
            f"SELECT EXISTS (SELECT 1 FROM {self._source.events} WHERE user COLLATE BINARY < '') "
            f"OR EXISTS (SELECT 1 FROM {self._source.events} WHERE user COLLATE BINARY >= x'')"
        )
        return bool(row[0])

    @property
    def _user_key(self) -> str:
        """SQL for a user's id as text; the bare column where possible, as that has the index."""
        # A cast keeps its column's collation, which may take "ann" and "ANN" for the same.
        key = f"({self._id('user')})" if self._has_other_types else "user"
        return f"{key} COLLATE BINARY"

    def _conditions(self, user: str) -> Iterator[tuple[str, list[Bound]]]:
        """Yield WHERE clauses that find a user's rows, the one an index helps with first."""
        if not is_utf8(user):
            return
        text = f"({self._id('user')}) COLLATE BINARY = ?"
        forms = stored_forms(user)
        yield f"user COLLATE BINARY IN ({', '.join('?' * len(forms))}) AND {text}", [*forms, user]
        if self._has_other_types:
            yield text, [user]
        if _REPLACEMENT in user:
            # The id as users() shows it, of bytes that are not UTF-8: decode to compare.
            self._database.connection.create_function("decoded", 1, decode, deterministic=True)
            yield f"decoded({self._database.as_bytes('user')}) = ?", [user]

    def _rows(self) -> str:
        return (
            f'SELECT {self._id("user")}, {self._id("item")}, time, rating, "order" '
            f"FROM {self._source.events}"
        )

    def _rating(self, value: Cell, user: Cell, item: Cell) -> float | None:
        try:
            return self.ratings.read(value)
        except ValueError as error:
            if self.unread is not None:
                self.unread.add("rating", value)
                return None
            raise DatabaseError(
                f"{self._name}: the rating of item {printable(str(item))[:40]!r} by user "
                f"{printable(str(user))[:40]!r} is not a number: "
                f"{printable(str(value))[:40]!r}; store numbers, or leave the column out of "
                "the SELECT"
            ) from error

    def _seconds(self, time: Cell) -> int:
        return self._nanoseconds(time) // NANO

    def _nanoseconds(self, time: Cell) -> int:
        found = self._read_time(time)
        if found is None and self.unread is None:
            raise DatabaseError(
                f"{self._name} has a value that is not a time: {printable(str(time))[:40]!r}; "
                "store unix seconds or ISO 8601 dates, or leave such rows out by a SELECT"
            )
        return found or 0

    def _read_time(self, time: Cell) -> int | None:
        """Return a time as unix nanoseconds, None for what is not one, which is noted."""
        try:
            found = self._clock.nanoseconds(time)
        except DatabaseError:
            # A date that does not tell day from month, or is of a zone that nobody knows.
            if self.unread is None:
                raise
            found = None
        if found is None and self.unread is not None:
            self.unread.add("time", time)
        return found

    def _settle_clock(self) -> None:
        try:
            self._clock.settle()
        except DatabaseError:
            if self.unread is None:
                raise

    def _moment_sql(self) -> str:
        """Return SQL for what has its least value at a user's first moment, NULL for none."""
        self._retrying(self._settle_clock)
        if self._clock.is_monotone:
            return "CASE WHEN time > 0 AND time <> '' THEN time END"
        # Of mixed units or forms the least value need not be the least moment.
        self._database.connection.create_function("moment", 1, self._moment, deterministic=True)
        return "moment(time)"

    def _moment(self, time: Cell) -> int | str | None:
        """Return a time as unix microseconds, None for never, and as text what is not a time.

        Text is more than any number, and so the last; what is forgiven counts as never. SQLite's
        integers hold no nanoseconds of the year 2999.
        """
        found = self._read_time(time)
        if found is None:
            return str(time) if self.unread is None else None
        return found // 1000 or None

    def _seconds_of_moment(self, moment: Cell) -> int:
        return moment // 10**6 if isinstance(moment, int) else self._seconds(moment)


def _integer(value: Cell) -> int:
    return value if isinstance(value, int) else 0


def _number(value: Cell) -> float:
    return value if isinstance(value, int | float) else 0
