"""One database's interactions and items, read once and kept on disk while its users are ranked.

The person's file is read in one go, from one state, and let go of: ranking takes hours, and a
reader that holds a file for so long stands in its writers' way. What was read lies in a temporary
database without a name, which the system removes with the process, however that ends.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from heapq import merge
from itertools import chain, groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from ilora_edge.catalogue.items import Catalogue
from ilora_edge.errors import DatabaseError
from ilora_edge.histories import spool_sql as sql
from ilora_edge.histories.database import HistoryDB, Interaction
from ilora_edge.histories.fill_spool import fill_spool
from ilora_edge.histories.log import LoggedEvent, State
from ilora_edge.histories.match_items import match_items
from ilora_edge.histories.media import away_for, leave_out
from ilora_edge.histories.names_of_user import NamesOfUser
from ilora_edge.histories.next_parts import NextParts
from ilora_edge.histories.public_ratings import PublicRatings
from ilora_edge.histories.used_by import UsedBy, keep_used
from ilora_edge.histories.user import item_of, request_of, with_logged
from ilora_edge.histories.user_task import BadUser, UserTask
from ilora_edge.histories.whole_database import Hidden, WholeDatabase
from ilora_edge.histories.wishes import Wishes
from ilora_edge.matching.chance import drop_chance
from ilora_edge.matching.copies import Elsewhere, Mark, marks
from ilora_edge.matching.item_facts import read_facts, series_and_part
from ilora_edge.matching.match_report import MatchReport
from ilora_edge.matching.matcher import UNMATCHED, history_item
from ilora_edge.matching.title_keys import with_year
from ilora_edge.recommendation import HistoryItem
from ilora_edge.request import Request, n_candidates
from ilora_edge.system.closing import Closing
from ilora_edge.system.collector import no_collecting
from ilora_edge.system.real_path import real_path
from ilora_edge.titles import printable

if TYPE_CHECKING:
    from ilora_edge.bundle.manifest import FusionWeights
    from ilora_edge.histories.library_order import LibraryOrder
    from ilora_edge.histories.own_order import OwnOrder


class Spool(Closing):
    """Reads a database and yields its users; use as a context manager.

    Parameters
    ----------
    history
        The person's database; not needed any more afterwards.
    catalogue
        The bundle's, in which the items are looked up.
    logged
        Events that the person has told us of, besides the database's.
    where
        SQL on the items' columns: which may be recommended. None: any.
    users
        Whose rows are read; of the others' it is only counted which items they have. None: all.
    wanted
        Recommend to each nothing but what they still want; DatabaseError where nobody does.
    """

    def __init__(
        self,
        history: HistoryDB,
        catalogue: Catalogue,
        logged: Collection[LoggedEvent] = (),
        where: str | None = None,
        users: Collection[str] | None = None,
        wanted: bool = False,
    ) -> None:
        self.wishes: Wishes | None = None
        self._of = users if users is not None and history.can_choose(users) else None
        self.name = str(history.path)
        # However it was named: a database is where its file lies.
        self.database = str(real_path(history.path))
        self._in_order = history.in_order
        self._known: dict[str, tuple[Any, ...]] = {}
        self._own_ids: dict[tuple[str, str | None], str | None] = {}
        self._titles: dict[str, str] = {}
        self._rewritten: dict[HistoryItem, HistoryItem] = {}
        self.allowed: set[str] | None = None
        self.has_titles = history.has_titles
        self.source, self.is_named = history.queries.source, history.is_named
        self._connection = sql.nameless()
        try:
            with sql.keeping(self.name), no_collecting():
                history.read_together(lambda: self._fill(history, where, wanted))
                self.remarks = history.remarks
                self.ratings = history.ratings
                self._log(logged)
                self._kept_from = {u for (u,) in self._connection.execute(sql.KEPT_FROM)}
                self._connection.execute("CREATE INDEX by_user ON interactions (user)")
                self._connection.execute("CREATE INDEX seen_by ON seen (user)")
                with self._transaction():
                    self.ids_agree = match_items(self._connection, catalogue, self.has_titles)
                self.alike_by_chance = drop_chance(self._connection, catalogue)
                self.left_out = leave_out(self._connection)
                self._away = frozenset(i for (i,) in self._connection.execute(sql.AWAY))
                self.report = self._count()
                if self.report.nothing:
                    keep_used(self._connection, history, self._of)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Remove what was read; a second call does nothing."""
        self._connection.close()

    def __del__(self) -> None:
        # Of many databases the last task that is written lets go of its own.
        if hasattr(self, "_connection"):
            self.close()

    def n_out_of_catalogue(self, k: int, unmatched: int) -> int:
        """Return how many candidates are out-of-catalogue items: all, where nothing matches."""
        return n_candidates(k) if self.report.nothing else min(unmatched, n_candidates(k))

    @property
    def n_left(self) -> int:
        """The number of items that have a title and are not gone."""
        query = "SELECT count(*) FROM items WHERE item NOT IN (SELECT item FROM gone)"
        (n,) = self._connection.execute(f"{query} AND title <> ''").fetchone()
        return int(n)

    def found_id(self, item: str) -> str:
        """Return the recommender's id of an item that was interacted with."""
        return item_of(item, self.about(item)).item_id

    def about(self, item: str) -> tuple[Any, ...]:
        """Return what is known of an item: title, torn, found, how, facts; see `item_of`."""
        if item not in self._known:
            self._known[item] = self._connection.execute(sql.ABOUT_ITEM, (item,)).fetchone()
        return self._known[item]

    def count_users(self) -> int:
        """Return the number of users, those too who have done nothing yet."""
        query = "SELECT user FROM interactions UNION SELECT user FROM seen WHERE user NOT NULL"
        if self._people:
            return len(self._people.union(user for (user,) in self._connection.execute(query)))
        (n,) = self._connection.execute(f"SELECT count(*) FROM ({query})").fetchone()
        return int(n)

    def own_min_rating(
        self, min_rating: float | None, rating_scale: float | None = None
    ) -> float | None:
        """Return a bundle's lowest rating that counts as it is on the database's scale.

        A bundle of this very database means its ratings as they are.
        """
        return min_rating if self.ids_agree else self.ratings.on_this(min_rating, rating_scale)

    def own_id(self, item_id: str, user: str) -> str | None:
        """Return what the database calls an item of the recommender, None where it has it not.

        Of several copies one that may be recommended, is there and is shown to the user, where
        there is such a one.
        """
        if item_id.startswith(UNMATCHED):
            return item_id.removeprefix(UNMATCHED)
        key = item_id, user if user in self._kept_from else None
        if key not in self._own_ids:
            rows = self._connection.execute(sql.COPIES, (item_id, user))
            copies = [own for (own,) in rows if own not in self._logged_alone]
            allowed = copies if self.allowed is None else [c for c in copies if c in self.allowed]
            self._own_ids[key] = next(iter(allowed or copies), None)
        return self._own_ids[key]

    def own_title(self, own_id: str) -> str:
        """Return an item's title as the database has it, its year behind it; empty: it has none."""
        if own_id not in self._titles:
            row = self._connection.execute(sql.TITLE, (own_id,)).fetchone()
            self._titles[own_id] = "" if row is None else with_year(*row)
        return self._titles[own_id]

    @property
    def knows_any(self) -> bool:
        """Whether the bundle knows any of the database's items."""
        query = "SELECT EXISTS (SELECT 1 FROM items WHERE found IS NOT NULL)"
        ((knows,),) = self._connection.execute(query)
        return bool(knows)

    def allowed_in_catalogue(self) -> tuple[str, ...] | None:
        """Return the catalogue's ids of the items that may be recommended; None: any."""
        if self.allowed is None:
            return None
        rows = self._connection.execute(
            "SELECT item, found FROM items WHERE found IS NOT NULL "
            "AND item NOT IN (SELECT item FROM gone) ORDER BY item"
        )
        return tuple(dict.fromkeys(found for item, found in rows if item in self.allowed))

    def tasks(
        self,
        min_rating: float | None,
        n_out_of_catalogue: int,
        users: Collection[str] | None = None,
        exclude_seen: bool = True,
        rating_scale: float | None = None,
        is_asked: Callable[[str], bool] = lambda user: True,
        weights: FusionWeights | None = None,
    ) -> Iterator[UserTask | BadUser]:
        """Yield every user, or those asked for, in order of their ids; last who has done nothing.

        Parameters
        ----------
        min_rating
            Interactions with a lower rating are seen, but no part of the history.
        n_out_of_catalogue
            How many candidates are items that the catalogue does not have, those most like a
            user's history first, by a bundle that has ``weights`` for that; else those with most
            interactions.
        rating_scale
            What the best rating is on the scale of ``min_rating``, where that is known.
        is_asked
            Of these users, who is wanted.
        """
        min_rating = self.own_min_rating(min_rating, rating_scale)
        whole = self.whole(n_out_of_catalogue, weights)
        wanted = None if users is None else frozenset(users)
        missing = {user for user in wanted or () if is_asked(user)}
        for user, group in self._groups(missing, wanted is None):
            if (wanted is not None and user not in wanted) or not is_asked(user):
                continue
            missing.discard(user)
            of_user = list(group)
            away = away_for([row[1] for row in of_user if row[5]], self._away)
            counted = [row for row in of_user if row[1] not in away] if away else of_user
            known = {row[1]: row[6:] for row in of_user}
            about = {item: row or self.about(item) for item, row in known.items()}
            try:
                stored = self._in_order([row[:5] for row in counted if row[5] == 1])
                logged = [Interaction(r[1], r[2], None) for r in counted if r[5] == 2]
                events = with_logged(stored, logged)
                asked = request_of(events, about, self._said.get(user, {}), min_rating)
            except DatabaseError as error:
                yield BadUser(user, str(error), self.database)
                continue
            hidden = self._hidden_from(user)
            of_all = whole(not self._away or bool(away))
            asked = of_all.complete(asked, about, exclude_seen, hidden, not stored, user)
            yield UserTask(user, asked, self.database, NamesOfUser(self, user))
        for user in sorted(missing):
            reason = f"{printable(self.name)} has no interaction of this user"
            yield BadUser(user, reason, self.database)

    def asked_after(
        self,
        user: str,
        events: Sequence[Interaction],
        whole: WholeDatabase,
        min_rating: float | None,
    ) -> Request:
        """Return a user's request after these events, oldest first, as if there were no later one.

        ``min_rating`` is on the database's scale.
        """
        about = {event.item_id: self.about(event.item_id) for event in events}
        away = away_for(about, self._away)
        counted = [event for event in events if event.item_id not in away]
        asked = request_of(counted, about, self._said.get(user, {}), min_rating)
        return whole.complete(asked, about, True, self._hidden_from(user), user=user)

    def whole(
        self, n_out_of_catalogue: int, weights: FusionWeights | None
    ) -> Callable[[bool], WholeDatabase]:
        """Return what gives what the database says of every one of its users, read once.

        It is asked whether they have anything that the bundle is about: else they are told of what
        is left out for the others.
        """
        return cache(partial(self._whole, n_out_of_catalogue, weights))

    def _whole(
        self, n_out_of_catalogue: int, weights: FusionWeights | None, is_about: bool
    ) -> WholeDatabase:
        with no_collecting():
            parts = NextParts()
            popular = self._popular(is_about, parts) if n_out_of_catalogue else []
            parts.add(
                (UNMATCHED + item, *series_and_part(facts))
                for item, facts in self._connection.execute(sql.PARTS)
                if UNMATCHED + item not in parts
            )
            elsewhere = Elsewhere(
                self._connection.execute(sql.WITH_IDS),
                [own for _, own in popular],
                (marks(title, year) for title, year in self._connection.execute(sql.KNOWN)),
            )
            items = [item for item, _ in popular]
            return WholeDatabase(
                self._unavailable(),
                self._seen_by_everybody(),
                elsewhere,
                [(item, elsewhere.of_works(own)) for item, own in popular],
                n_out_of_catalogue,
                self.report.nothing,
                parts,
                UsedBy(self._connection, self._of is None),
                PublicRatings(self._connection, weights),
                self._written,
                None if self.report.nothing else self._order(items, weights, parts),
                self._own_order() if items and self.report.nothing else None,
            )

    def _groups(
        self, missing: Collection[str], is_of_all: bool
    ) -> Iterator[tuple[str, Iterable[Any]]]:
        """Yield each user with their rows, and last who has none: of all, or of those asked for."""
        idle = set(self._people if is_of_all else self._people.intersection(missing))
        for user, rows in groupby(self._rows(), key=itemgetter(0)):
            idle.discard(user)
            yield user, rows
        yield from ((user, ()) for user in sorted(idle))

    def _rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield the events of all users, in order of their ids, each user's seen items behind."""
        is_of_one = self._of is not None and len(self._of) == 1
        events = self._connection.execute(sql.EVENTS_OF_ONE if is_of_one else sql.EVENTS)
        (has_seen,) = self._connection.execute("SELECT EXISTS (SELECT 1 FROM seen)").fetchone()
        if not has_seen:
            return events
        seen = self._connection.execute(sql.SEEN)
        return chain(events, seen) if is_of_one else merge(events, seen, key=itemgetter(0))

    def _unavailable(self) -> list[str]:
        """Return the catalogue's ids of the items of which every copy is gone."""
        return [found for (found,) in self._connection.execute(sql.GONE)]

    def _hidden_from(self, user: str) -> Hidden:
        rows = self._connection.execute("SELECT item FROM hidden WHERE user = ?", (user,))
        items = frozenset(UNMATCHED + item for (item,) in rows)
        known = self._connection.execute(sql.HIDDEN, (user,)) if items else ()
        hidden = Hidden(items, [found for (found,) in known])
        if self.wishes is None:
            return hidden
        return self.wishes.hiding(user, hidden, self.allowed or (), lambda i: self.about(i)[2])

    def _seen_by_everybody(self) -> list[str]:
        """Return the recommender's ids of what a mapping says of no user in particular."""
        rows = self._connection.execute(
            "SELECT DISTINCT item, found FROM seen JOIN items USING (item) WHERE user IS NULL"
        )
        return [UNMATCHED + item if found is None else found for item, found in rows]

    def _written(self, item: HistoryItem) -> HistoryItem:
        """Return an item with its title as the catalogue would write it, where that lacks it."""
        if not item.item_id.startswith(UNMATCHED):
            return item
        # Of a history every row of an evaluation asks again.
        if item not in self._rewritten:
            own_id = item.item_id.removeprefix(UNMATCHED)
            (title,) = self._connection.execute(sql.WRITTEN, (own_id,)).fetchone()
            self._rewritten[item] = replace(item, title=title) if title else item
        return self._rewritten[item]

    def _popular(
        self, is_about: bool, parts: NextParts
    ) -> list[tuple[HistoryItem, frozenset[Mark]]]:
        """Return the items that the catalogue does not have, most interactions first.

        ``is_about``: of what the bundle is about alone. Those that are parts of a series are added
        to ``parts``, while their facts are at hand.
        """
        popular = []
        for item, title, year, is_part in self._connection.execute(
            sql.OUT_OF_CATALOGUE, (is_about,)
        ):
            if self.allowed is not None and item not in self.allowed:
                continue
            popular.append((history_item(item, title, None, year), marks(title, year)))
            if is_part:
                facts = read_facts(year)
                parts.add([(UNMATCHED + item, facts.series, facts.part)])
        return popular

    def _order(
        self, items: Sequence[HistoryItem], weights: FusionWeights | None, parts: NextParts
    ) -> LibraryOrder | None:
        """Return how these items, which the catalogue does not have, are put in order."""
        if not items or weights is None or not weights.compares_items:
            return None
        # Needs numpy, which most readings of a database do without.
        from ilora_edge.histories.library_order import read_library_order

        return read_library_order(self._connection, items, weights, self._written, parts.series)

    def _own_order(self) -> OwnOrder:
        """Return how all items are put in order where the bundle is about other things."""
        from ilora_edge.histories.own_order import read_own_order

        return read_own_order(self._connection, self._of is None)

    def _fill(self, history: HistoryDB, where: str | None, wanted: bool) -> None:
        # From the beginning: the file may have changed under a first try.
        self._connection.close()
        self._connection = sql.nameless()
        for statement in sql.TABLES.split(";\n"):
            self._connection.execute(statement)
        # Of those asked for, who is known: a large server's people need not all be read.
        known = history.people() if self._of is None else filter(history.knows, self._of)
        self._people = frozenset(known)
        with self._transaction():
            self.allowed = fill_spool(self._connection, history, self._of, where)
        if wanted:
            self.wishes = Wishes(history, self._of)
            wishes = self.wishes.items
            self.allowed = wishes if self.allowed is None else wishes & self.allowed

    def _log(self, logged: Collection[LoggedEvent]) -> None:
        read = [e for e in logged if self._of is None or e.user in self._of]
        with self._transaction():
            self._connection.executemany(
                "INSERT INTO interactions VALUES (?, ?, ?, NULL, NULL, 1)",
                [(e.user, e.item_id, e.timestamp) for e in read],
            )
            count = "UPDATE items SET interacted = interacted + 1 WHERE item = ?"
            new = [e for e in logged if not self._connection.execute(count, (e.item_id,)).rowcount]
            self._connection.executemany(sql.UNDESCRIBED, [(e.item_id, 1) for e in new])
            titles = {e.item_id: e.title for e in new if e.title}
            self._connection.executemany(sql.TITLED, titles.items())
            self._connection.execute(sql.UNTITLED)
        self._logged_alone = frozenset(titles)
        self._said: dict[str, dict[str, State]] = {}
        for event in logged:
            if event.state is not None:
                self._said.setdefault(event.user, {})[event.item_id] = event.state

    def _count(self) -> MatchReport:
        return MatchReport(*self._connection.execute(sql.COUNTED).fetchone())

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN")
        yield
        self._connection.execute("COMMIT")
