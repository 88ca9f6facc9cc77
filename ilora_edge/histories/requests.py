"""From a person's database, log and a bundle's catalogue to a request, whichever way items match.

The only place that decides how a user's items become a bundle's: `recommend`, the benchmark and
the Python interface read one user here, `score` reads all of them by the same rules from a
:class:`~ilora_edge.histories.spool.Spool`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ilora_edge.bundle.manifest import Manifest
from ilora_edge.catalogue.items import Catalogue
from ilora_edge.errors import DatabaseError
from ilora_edge.histories.database import HistoryDB, Interaction
from ilora_edge.histories.log import LoggedEvent
from ilora_edge.histories.user import matched_by_id, read_events
from ilora_edge.histories.user_task import BadUser, ItemNames
from ilora_edge.recommendation import HistoryItem
from ilora_edge.request import Request, n_candidates
from ilora_edge.system.closing import Closing

if TYPE_CHECKING:
    from ilora_edge.histories.spool import Spool


@dataclass(frozen=True, slots=True)
class ItemChoice:
    """Which of a database's items may be recommended, and how well they must match."""

    where: str | None = None
    """SQL on the items' columns; None: any."""
    unmatched: int = 0
    """Of the candidates, how many are out-of-catalogue items, ranked by their titles."""
    require_match: float = 0.0
    """Percent of the items interacted with that the bundle must know."""
    library: bool = False
    """Whether all items of the database are candidates, known to the bundle or not, and no
    other."""
    wanted: bool = False
    """Whether only those are that a user still wants, known to the bundle or not."""

    @property
    def is_of_here(self) -> bool:
        """Whether items that the bundle does not know are candidates like all others."""
        return self.library or self.wanted

    def __bool__(self) -> bool:
        return self.condition is not None or self.unmatched > 0 or self.require_match > 0

    @property
    def condition(self) -> str | None:
        """SQL on the items' columns, by which known items are chosen."""
        return "TRUE" if self.where is None and self.is_of_here else self.where

    def n_unmatched(self, k: int, manifest: Manifest) -> int:
        """Return how many out-of-catalogue items go to the model for a list of ``k``.

        Of a library as many as there are candidates, by a bundle that can rank them.
        """
        if self.is_of_here and manifest.prompt.answers == "titles":
            return n_candidates(k)
        return self.unmatched


class Reading(NamedTuple):
    """By what, and how, a database is read: all that does not change from step to step."""

    catalogue: Catalogue
    manifest: Manifest
    choice: ItemChoice
    note: Callable[[str], None]


class UserReader(Closing):
    """One user's events, made a request when a bundle is open.

    Use as a context manager: what it read of the database's items goes with it. Raises
    UnknownUserError where neither the database nor ``logged`` has anything of the user, and
    DatabaseError where the database cannot be read.
    """

    def __init__(
        self, database: HistoryDB, user: str, logged: Collection[LoggedEvent] = ()
    ) -> None:
        self._database, self.user, self._logged = database, user, logged
        self._own = [e for e in logged if e.user == user]
        self._check_known()
        self._close: Callable[[], None] = lambda: None
        self.names: ItemNames | None = None
        """What the database calls items; None: what the bundle calls them, or none was asked."""
        self.n_items = 0
        """How many items the database has, where ``names`` are asked."""
        self.has_unseen = False
        """Whether the database has items that the user has not seen, where ``names`` are asked."""

    def close(self) -> None:
        """Remove what was read; a second call does nothing."""
        self._close()

    def _check_known(self) -> None:
        if not (self._own or self._database.knows(self.user) or self._database.has_user(self.user)):
            # What must not be offered may be known all the same; of who has nothing, this says it.
            read_events(self._database, self.user)

    @cached_property
    def _events(self) -> list[Interaction]:
        """Theirs, oldest first; a spool reads them with all the rest, and needs them not twice."""
        return read_events(self._database, self.user, self._own)

    def request(
        self,
        catalogue: Catalogue,
        manifest: Manifest,
        asked: Request | None = None,
        choice: ItemChoice | None = None,
        note: Callable[[str], None] = lambda text: None,
    ) -> Request:
        """Return ``asked`` with the user's history, what they have seen, and items by title.

        Parameters
        ----------
        asked
            What else is wished for: ``k``, filters, weight.
        choice
            Which of the database's items count; anything but the default reads all of them.
        note
            Is told how many items match.
        """
        of = Reading(catalogue, manifest, choice or ItemChoice(), note)
        found = self._found(asked or Request(), of)
        return replace(found, history=_with_titles(found.history, catalogue))

    def _found(self, asked: Request, of: Reading) -> Request:
        if not of.choice:
            # Looks up what the user interacted with, and no other item.
            found = matched_by_id(
                self._database,
                self.user,
                lambda: self._events,
                of.manifest.min_rating,
                of.catalogue,
                self._own,
            )
            # A first list goes by what others here have used, which all of the items tell.
            if found is not None and (found.history or len(self._events) > len(self._own)):
                for remark in self._database.remarks:
                    of.note(remark)
                return replace(asked, **found._asdict())
        return self._of_all_items(asked, of)

    def _of_all_items(self, asked: Request, of: Reading) -> Request:
        # Seldom needed: a database whose ids are the bundle's own does without.
        from ilora_edge.histories.match_check import check_match
        from ilora_edge.histories.names_of_user import NamesOfUser
        from ilora_edge.histories.spool import Spool

        choice = of.choice
        spool = Spool(
            self._database,
            of.catalogue,
            self._logged,
            choice.condition,
            (self.user,),
            choice.wanted,
        )
        self._close = spool.close
        unmatched = choice.n_unmatched(asked.k, of.manifest)
        n_others = spool.n_out_of_catalogue(asked.k, unmatched)
        found = self._asked_of(spool, of.manifest, asked, n_others)
        check_match(spool, of.manifest, choice.require_match, unmatched, of.note)
        self.names = NamesOfUser(spool, self.user)
        _note_known(found, of.catalogue, spool, of.note)
        self.n_items = spool.report.items
        self.has_unseen = spool.report.items > len(set(found.seen))
        filters = replace(asked.filters, allowed=spool.allowed_in_catalogue())
        return replace(
            asked,
            history=found.history,
            seen=found.seen,
            disliked=found.disliked,
            disliked_out_of_catalogue=found.disliked_out_of_catalogue,
            unavailable=found.unavailable,
            filters=filters,
            out_of_catalogue=found.out_of_catalogue,
            out_of_catalogue_only=found.out_of_catalogue_only,
            compared=choice.is_of_here,
            only_wanted=choice.wanted,
            used_by=found.used_by,
            well_rated=found.well_rated,
        )

    def _asked_of(self, spool: Spool, manifest: Manifest, asked: Request, n_others: int) -> Request:
        """Return what the database says of the user; ``n_others``: out-of-catalogue candidates."""
        from ilora_edge.histories.match_check import lowest_rating

        lowest = lowest_rating(spool, manifest)
        (task,) = spool.tasks(
            lowest.value,
            n_others,
            (self.user,),
            asked.filters.exclude_seen,
            lowest.scale,
            weights=manifest.fusion,
        )
        if isinstance(task, BadUser):
            # Before anything is said of the rest.
            raise DatabaseError(task.reason)
        return task.request


def _with_titles(history: Sequence[HistoryItem], catalogue: Catalogue) -> Sequence[HistoryItem]:
    """Return a history in which what the database has lost is called as the catalogue calls it."""
    titles = catalogue.titles_of(item.item_id for item in history if not item.title)
    if not titles:
        return history
    return [i if i.title else replace(i, title=titles.get(i.item_id, "")) for i in history]


def _note_known(
    request: Request, catalogue: Catalogue, spool: Spool, note: Callable[[str], None]
) -> None:
    """Say it where a bundle knows less than half of a history: all that is said of it is less.

    Where it knows some of it, that is the same every day.
    """
    from ilora_edge.histories.match_check import ODD_PERCENT, DailyRemark

    ids = {item.item_id for item in request.history}
    n_known = len(catalogue.indices(ids))
    if not ids or spool.report.nothing or 2 * n_known >= len(ids):
        return
    if len(ids) == 1:
        note(
            "the bundle does not know the one item of this history, which counts by what the "
            "database says of it"
        )
        return
    remark = (
        f"of the {len(ids):,} items of this history the bundle knows {n_known:,}; the others "
        "count by what the database says of them"
    )
    note(remark if 100 * n_known < ODD_PERCENT * len(ids) else DailyRemark(remark))


def read_request(
    database: HistoryDB,
    user: str,
    catalogue: Catalogue,
    manifest: Manifest,
    logged: Collection[LoggedEvent] = (),
    asked: Request | None = None,
) -> Request:
    """Return the request of one user; see :class:`UserReader`."""
    with UserReader(database, user, logged) as reader:
        return reader.request(catalogue, manifest, asked)
