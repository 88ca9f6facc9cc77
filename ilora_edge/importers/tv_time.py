"""TV Time's tables, as it sent them to whoever asked for their data.

``tracking-prod-records-v2.csv``: a row an episode with ``key`` (``watch-episode-...``, or
``rewatch-``), ``series_name, season_number, episode_number`` or ``s_no, ep_no``, ``created_at``;
the other keys are shows that are followed; of an account with little in it columns are missing,
and the key alone tells. ``tracking-prod-records.csv``, films and older episodes:
``type`` (``watch``, ``rewatch``, ``towatch``, ``follow``), ``entity_type, movie_name, series_name,
season_number, episode_number, release_date, watch_date_range_key`` (``watch-date-UNIXSECONDS``),
``watch_date`` (unix seconds), ``created_at``. ``seen_episode.csv``, ``watched_on_episode.csv`` and
``rewatched_episode.csv``: ``tv_show_name, episode_season_number, episode_number, created_at,
updated_at``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ilora_edge.histories.database import Item
from ilora_edge.importers.personal import Event, PersonalExport, titled, wrong_file
from ilora_edge.importers.records.csv_records import Record
from ilora_edge.importers.records.lines import Place, in_one_form, text
from ilora_edge.importers.tables.dates import DateColumn
from ilora_edge.matching.item_facts import year_of

_SHOWS = ("series_name", "tv_show_name", "show_name")
_SEASONS = ("season_number", "s_no", "episode_season_number")
_EPISODES = ("episode_number", "ep_no")
_TIMES = ("watch_date_range_key", "watched_at", "watch_date", "created_at", "updated_at")
_WATCHED = ("watch", "rewatch")
_WATCHED_KEYS = ("watch-episode", "rewatch-episode")
_OF_RANGE = re.compile(r"watch-date-([0-9]{1,12})")
# The best record of an episode first: several tables have it.
_BEST_FIRST = ("-v2", "tracking", "")


@dataclass(frozen=True, slots=True)
class _Watched:
    """A line of one of the tables.

    Attributes
    ----------
    episode
        Show, season, number and whether it was seen before; None for a film, or where it is not
        said.
    """

    place: Place
    item: Item
    when: str
    episode: tuple[str, str, str, bool] | None


class TvTimeSource(PersonalExport):
    """Reads what was watched; a show is one item, watched as often as its episodes were.

    An episode that several of the tables have counts once, and once more if seen again.
    """

    service = "TV Time"
    files = (
        "*tracking-prod-records*.csv",
        *("*seen_episode.csv", "*watched_on_episode*.csv", "*rewatched_episode*.csv"),
    )

    def events(self, paths: Sequence[Path]) -> Iterator[Event]:
        """Yield each film and each episode."""
        seen: set[tuple[str, str, str, bool]] = set()
        for path in sorted(paths, key=_rank):
            rows = [row for row in map(self._row, self._checked(path)) if row is not None]
            times = DateColumn("the time", self._order)
            for row in rows:
                times.learn(row.when, row.place)
            self.note(times.settle())
            for row in rows:
                if row.episode is not None and row.episode in seen:
                    continue
                if row.episode is not None:
                    seen.add(row.episode)
                yield Event(row.item, times.read(row.when, row.place))

    def _checked(self, path: Path) -> list[Record]:
        records = self.records(path)
        if records:
            names = records[0][1].keys()
            if not names & {*_SHOWS, "movie_name"} or not names & set(_TIMES):
                expected = "'series_name', 'movie_name' or 'tv_show_name', and 'created_at'"
                raise wrong_file(path, self.service, list(names), expected)
        return records

    def _row(self, line: Record) -> _Watched | None:
        place, record = line
        film = record.get("movie_name") or ""
        show = _first(record, _SHOWS)
        season, number = _first(record, _SEASONS), _first(record, _EPISODES)
        kind = record.get("type") or record.get("key") or "watch"
        if "key" in record:
            # Shows that are followed have other keys; a column of episodes may be missing or empty.
            is_watched = kind.startswith(_WATCHED_KEYS) or (
                bool(season and number) and "unwatch" not in kind
            )
        else:
            is_watched = kind in _WATCHED
        if not is_watched:
            self.leave_out("what is followed or planned, and not watched")
            return None
        name = text(in_one_form((film or show).strip()), "the title", place)
        if not name:
            self.leave_out("lines without a title")
            return None
        when = _first(record, _TIMES)
        found = _OF_RANGE.search(when)
        when = found[1] if found else when
        if film:
            year = year_of((record.get("release_date") or "")[:4])
            title = titled(name, year)
            return _Watched(place, Item(title, title, None, year), when, None)
        again = kind.startswith("rewatch") or "rewatched" in place.file
        episode = (name, season, number, again) if season and number else None
        return _Watched(place, Item(name, name, None), when, episode)


def _first(record: dict[str, str], names: Sequence[str]) -> str:
    return next((value for name in names if (value := record.get(name))), "")


def _rank(path: Path) -> int:
    name = path.name.lower()
    return next(n for n, part in enumerate(_BEST_FIRST) if part in name)


SOURCE = TvTimeSource
