"""Evaluation rows: a user's history and the item that came next."""

from __future__ import annotations

import csv
import json
import re
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ilora_edge.bundle.manifest import Manifest
from ilora_edge.catalogue.items import Catalogue, CatalogueItem
from ilora_edge.errors import OptionError, SourceError, reason
from ilora_edge.histories.database import HistoryDB, Interaction, is_kept
from ilora_edge.histories.encodings import decode
from ilora_edge.histories.mapping import Mapping
from ilora_edge.histories.match_check import lowest_rating, match_remarks, torn_remarks
from ilora_edge.histories.people import find_user
from ilora_edge.histories.spool import Spool
from ilora_edge.matching.item_facts import read_facts
from ilora_edge.matching.matcher import UNMATCHED
from ilora_edge.recommendation import HistoryItem
from ilora_edge.request import Request
from ilora_edge.system.closing import Closing
from ilora_edge.system.plain_file import plain_lines
from ilora_edge.system.process_bytes import available_memory
from ilora_edge.times.unix_time import shown_time
from ilora_edge.titles import printable

_EARLIER_BYTES = 80
"""Of an earlier item of a row, as measured: 40 of what ``recommend`` reads, 80 of ids alone."""
_ALWAYS_ROOM = 1 << 28


@dataclass(frozen=True, slots=True)
class Row:
    """One question: after this history, which item came next?

    Examples
    --------
    >>> from ilora_edge import HistoryItem, Row
    >>> row = Row("ann", (HistoryItem("f001"), HistoryItem("f004")), frozenset({"f001"}), "f020")
    >>> row.target
    'f020'
    """

    user: str
    history: tuple[HistoryItem, ...]
    """Oldest first, interactions below the bundle's ``min_rating`` left out."""
    seen: Collection[str]
    """Every item interacted with before the target, whatever its rating."""
    target: str
    asked: Request | None = None
    """All that ``recommend`` would have been asked then, of a database that was read for a bundle;
    None: history and seen."""

    @property
    def request(self) -> Request:
        """What a recommender is asked for this row."""
        # In the order of ids: a set has none.
        return self.asked or Request(self.history, sorted(self.seen))


def read_split(path: Path, items_path: Path, item_offset: int) -> list[Row]:
    """Read the rows of a split of LLaRA's form.

    Parameters
    ----------
    path
        JSON lines with ``seq`` (item positions, oldest first), ``next`` and perhaps ``user``.
    items_path
        CSV with ``id`` and a title column; ids are the positions that ``seq`` uses.
    item_offset
        Added to a position to get the item id of the bundle.
    """
    titles = dict(_read_items(items_path, item_offset))
    rows = []
    for number, data in read_json_lines(path):
        try:
            positions = [int(i) for i in data["seq"]]
            target = str(int(data["next"]) + item_offset)
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise SourceError(f"{path} line {number}: needs 'seq' and 'next' ({error})") from error
        history = [str(p + item_offset) for p in positions]
        unknown = [i for i in [*history, target] if i not in titles]
        if unknown:
            raise SourceError(
                f"{path} line {number}: item {unknown[0]} is not in {items_path}; "
                "is --item-offset right?"
            )
        user = str(data.get("user", f"row-{number}"))
        items = tuple(HistoryItem(i, titles[i]) for i in history)
        rows.append(Row(user, items, frozenset(history), target))
    if not rows:
        raise SourceError(f"{path}: holds no rows")
    return rows


def check_titles(rows: Sequence[Row], catalogue: Catalogue) -> None:
    """Raise OptionError where a split's ids mean other items than the bundle's do.

    A wrong ``item_offset`` gives ids that exist, and numbers that look like results.
    """
    given = {item.item_id: item.title for row in rows for item in row.history}
    known = catalogue.by_id(given)
    same = sum(bool(_words(given[i]) & _words(item.title)) for i, item in known.items())
    # Articles move and years come and go, so a shared word is enough; by chance few share one.
    if 2 * same < len(given):
        raise OptionError(
            f"the split's items are not the bundle's: {len(given) - same} of {len(given)} ids are "
            "unknown or have other titles; is --item-offset right?"
        )


_YEAR_OR_ARTICLE = re.compile(r"\d{4}|the|a|an|of|and|in")


def _words(title: str) -> set[str]:
    words = set(re.findall(r"\w+", title.casefold()))
    return {w for w in words if not _YEAR_OR_ARTICLE.fullmatch(w)} or words


def _say_nothing(text: str) -> None:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAs:
    """How a bundle sees a database that need not be the one it was trained on."""

    mapping: Mapping | None = None
    """What the database's rows mean; None: they are our own, or a known application's."""
    catalogue: Catalogue | None = None
    """The bundle's, in which items are looked up by id or else by title, as ``recommend`` does;
    None: the database's ids are the bundle's."""
    manifest: Manifest | None = None
    """The bundle's; goes with the catalogue."""
    note: Callable[[str], None] = _say_nothing
    """Is told what of the database cannot be used."""


def read_database(
    db: Path,
    users: Sequence[str] | None,
    min_rating: float | None,
    min_history: int,
    last: bool,
    events: int | None = None,
    since: int | None = None,
    read_as: ReadAs | None = None,
) -> list[Row]:
    """Read rows from a database of histories, its items as a bundle knows them.

    Parameters
    ----------
    users
        Only these users; None: everyone.
    min_history
        Targets with fewer earlier items are left out.
    last
        Only each user's last item is a target; else every item is.
    events
        One row per user instead: the target is the item after exactly the first ``events`` of
        the history, whatever ``min_history`` and ``last`` say.
    since
        Only targets of this moment, unix seconds, or later; the history before each is whole.
    read_as
        How the bundle sees the database; None: as its own.

    Raises OptionError where there is no row, or no target that the catalogue has.
    """
    rows: list[Row] = []
    tally, read_as = _Tally(), read_as or ReadAs()
    with HistoryDB(db, read_as.mapping) as database, _Asked(database, read_as) as asked:
        min_rating = asked.own_min_rating(min_rating)
        for user, history in _histories(database, users):
            kept = [n for n, event in enumerate(history) if is_kept(event.rating, min_rating)]
            every = _positions(len(kept), min_history, last, events)
            positions = [n for n in every if since is None or history[kept[n]].timestamp >= since]
            tally.check_room(db, sum(kept[position] for position in positions))
            found = [
                row
                for position in positions
                for row in asked.row(user, history, kept[: position + 1], min_rating)
            ]
            rows += found
            tally.add([history[kept[position]].timestamp for position in positions], len(found))
        for remark in [*asked.remarks(), *tally.remarks(db)]:
            read_as.note(remark)
    if not rows:
        raise _nothing_to_ask(db, min_history if events is None else None, events, since)
    if not asked.ids_agree:
        return _in_catalogue(db, rows, read_as.note)
    _check_ids(db, rows, read_as.catalogue)
    return rows


def _nothing_to_ask(
    db: Path, min_history: int | None, events: int | None, since: int | None
) -> OptionError:
    wanted = f"exactly {events}" if min_history is None else f"{min_history} or more"
    late = "" if since is None else f", and from {shown_time(since)} UTC on"
    return OptionError(f"{db}: no user has a new item after {wanted} others{late}")


def _check_ids(db: Path, rows: Sequence[Row], catalogue: Catalogue | None) -> None:
    """Raise OptionError where a catalogue has no target by its id, nor anything of a history."""
    if catalogue is None or catalogue.indices({row.target for row in rows}):
        return
    if not catalogue.indices({item.item_id for row in rows for item in row.history}):
        raise OptionError(
            f"{db}: the bundle knows none of the ids of the {len(rows):,} items that came next, "
            "and there are no titles to go by; describe them with --items"
        )


class _Tally:
    """How many users have no target, and how many targets no time, or were had before."""

    def __init__(self) -> None:
        self._users = self._without = self._targets = self._undated = self._had = 0
        self._earlier = 0

    def check_room(self, db: Path, n_earlier: int) -> None:
        """Raise OptionError where memory has no room for rows with so many more earlier items.

        Of one long history each row has all that came before it: memory grows with its square.
        """
        self._earlier += n_earlier
        need = self._earlier * _EARLIER_BYTES
        if need > _ALWAYS_ROOM and (free := available_memory()) is not None and need > free:
            raise OptionError(
                f"{db}: its rows have {self._earlier:,} earlier items together, which take some "
                f"{need >> 20:,} MiB of memory, and {free >> 20:,} MiB are free; ask for fewer: "
                "--targets last, --events, --since, or --users-from"
            )

    def add(self, times: Sequence[int], n_rows: int) -> None:
        """Count a user by the times of the targets, unix seconds, 0 is none, and their rows."""
        self._had += len(times) - n_rows
        self._users += 1
        self._without += not times
        self._targets += len(times)
        self._undated += sum(time == 0 for time in times)

    def remarks(self, db: Path) -> Iterator[str]:
        if 0 < self._without < self._users:
            yield (
                f"{db}: {self._without:,} of {self._users:,} users have too few items before any "
                "target, and no row"
            )
        if self._had:
            yield (
                f"{db}: {self._had:,} of {self._targets:,} targets were had before, which no list "
                "offers: left out"
            )
        if self._undated:
            yield (
                f"{db}: {self._undated:,} of {self._targets:,} targets have no time: that they "
                "came last is the order of the database's rows"
            )


def _histories(
    database: HistoryDB, users: Sequence[str] | None
) -> Iterator[tuple[str, list[Interaction]]]:
    """Yield the users asked for with their interactions, oldest first; None: everyone."""
    if users is None:
        return database.histories()
    found = (find_user(database, user) for user in users)
    return ((user, database.read_history(user)) for user in found)


class _Asked(Closing):
    """What a recommender is asked at moments of users' pasts: as ``recommend`` reads them."""

    def __init__(self, database: HistoryDB, read_as: ReadAs) -> None:
        self._database, self._manifest = database, read_as.manifest
        self._spool: Spool | None = None
        self._known: dict[str, HistoryItem] = {}
        if read_as.catalogue is not None:
            # Which items are known, and how often they were used; histories are read one by one.
            self._spool = Spool(database, read_as.catalogue, users=())
            # What is marked as seen without a time may be so since; what is gone was there.
            self._whole = replace(self._spool.whole(0, None)(True), unavailable=[], everybody=[])

    def close(self) -> None:
        """Remove what was read; a second call does nothing."""
        if self._spool is not None:
            self._spool.close()

    @property
    def ids_agree(self) -> bool:
        """Whether the database's ids are the bundle's."""
        return self._spool is None or self._spool.ids_agree

    def own_min_rating(self, min_rating: float | None) -> float | None:
        """Return the lowest rating that counts as it is on the database's scale."""
        if self._spool is None or self._manifest is None:
            return min_rating
        if min_rating is None:
            return self._spool.own_min_rating(*lowest_rating(self._spool, self._manifest))
        return self._spool.own_min_rating(min_rating, self._manifest.rating_scale)

    def remarks(self) -> list[str]:
        """Return what ``recommend`` says of the database too."""
        spool = self._spool
        if spool is None or self._manifest is None:
            return list(self._database.remarks)
        if not spool.ids_agree or spool.left_out or self._whole.parts:
            return [*match_remarks(spool, self._manifest)]
        path = printable(str(self._database.path))
        is_said = spool.source not in ("own", "mapping")
        said = [f"{path}: read as {spool.source}"] if is_said else []
        return [*said, *spool.remarks, *torn_remarks(spool)]

    def row(
        self,
        user: str,
        history: Sequence[Interaction],
        kept: Sequence[int],
        min_rating: float | None,
    ) -> Iterator[Row]:
        """Yield the row whose target is the last of the kept places, unless it was seen before."""
        *before, target = kept
        earlier, target_id = history[:target], history[target].item_id
        seen: Collection[str]
        if self._spool is None:
            known = self._items(dict.fromkeys([*(event.item_id for event in earlier), target_id]))
            item = known[target_id].item_id
            shown = tuple(known[history[n].item_id] for n in before)
            seen = frozenset(known[event.item_id].item_id for event in earlier)
            asked = None
        else:
            item = self._spool.found_id(target_id)
            asked = self._spool.asked_after(user, earlier, self._whole, min_rating)
            shown, seen = tuple(asked.history), asked.seen
        if item not in seen:
            if self.ids_agree:
                item = item.removeprefix(UNMATCHED)
            yield Row(user, shown, seen, item, asked)

    def _items(self, ids: Iterable[str]) -> dict[str, HistoryItem]:
        """Return items by the database's ids."""
        ids = list(ids)
        new = [i for i in ids if i not in self._known]
        described = self._database.read_described(new) if new else {}
        self._known |= {i: _item(i, *described.get(i, (b"", None))) for i in new}
        return {i: self._known[i] for i in ids}


def _item(item_id: str, title: bytes, facts: object) -> HistoryItem:
    return HistoryItem(item_id, decode(title), read_facts(facts).genres)


def _in_catalogue(db: Path, rows: list[Row], note: Callable[[str], None]) -> list[Row]:
    """Return the rows whose target a bundle has: the answer is one of its own items."""
    kept = [row for row in rows if not row.target.startswith(UNMATCHED)]
    if not kept:
        raise OptionError(
            f"{db}: the bundle knows none of the {len(rows):,} items that came next, neither by id "
            "nor by title; measure it on items of its own"
        )
    if len(kept) < len(rows):
        note(
            f"{db}: of {len(rows):,} rows {len(kept):,} have a target that the bundle knows, and "
            "the others are left out"
        )
    return kept


def _positions(n_kept: int, min_history: int, last: bool, events: int | None) -> range:
    """Return the places of a history's targets: so many items come before each."""
    if events is not None:
        return range(events, min(events + 1, n_kept))
    starts = range(min_history, n_kept)
    return starts[-1:] if last else starts


def read_users(path: Path) -> list[str]:
    """Return the ``user`` of each JSON line, once each, in the file's order.

    A row without one stands for the user that ``ilora-edge import llara`` makes of it: ``val-3``
    for the third line of ``val.jsonl``.
    """
    stem = path.name.partition(".")[0]
    users = [str(data.get("user", f"{stem}-{n}")) for n, data in read_json_lines(path)]
    if not users:
        raise SourceError(f"{path}: holds no rows")
    return list(dict.fromkeys(users))


def read_json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (line number, object) of a JSON-lines file."""
    try:
        for number, line in enumerate(plain_lines(path), 1):
            if line.strip():
                data = json.loads(line)
                if not isinstance(data, dict):
                    raise SourceError(f"{path} line {number}: not a JSON object")
                yield number, data
    except (OSError, UnicodeDecodeError, EOFError, zlib.error) as error:
        raise SourceError(f"{path}: cannot be read ({reason(error)})") from error
    except json.JSONDecodeError as error:
        raise SourceError(f"{path} line {number}: not valid JSON ({error.msg})") from error
    except ValueError as error:
        raise SourceError(f"{path} line {number}: not valid JSON ({error})") from error
    except RecursionError as error:
        raise SourceError(f"{path} line {number}: JSON is nested too deeply") from error


def cold_rows(rows: Sequence[Row], items: Sequence[CatalogueItem]) -> list[Row]:
    """Return the rows whose target is a cold item: no training user interacted with it."""
    cold = {item.item_id for item in items if item.popularity == 0}
    chosen = [row for row in rows if row.target in cold]
    if not chosen:
        raise OptionError(
            f"none of the {len(rows)} rows has a target that is a cold item; the catalogue "
            f"has {len(cold)} such items"
        )
    return chosen


def _read_items(path: Path, item_offset: int) -> Iterator[tuple[str, str]]:
    try:
        for number, row in enumerate(csv.DictReader(plain_lines(path)), 2):
            try:
                item_id = str(int(row["id"]) + item_offset)
            except (KeyError, TypeError, ValueError) as error:
                raise SourceError(f"{path} line {number}: no whole number in 'id'") from error
            yield item_id, row.get("raw_title") or row.get("title") or ""
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SourceError(f"{path}: cannot be read ({reason(error)})") from error
