"""Netflix: ``NetflixViewingHistory.csv`` of one profile, or ``ViewingActivity.csv`` of all.

With the latter comes ``Ratings.csv``: ``Profile Name, Title Name, Rating Type, Star Value, Thumbs
Value, Device Model, Event Utc Ts, Region View Date``; thumbs are 1 (down), 2 (up) and 3 (two up),
and 0 takes one back.

The first has ``Title, Date``, the date in the account's locale; the second ``Profile Name, Start
Time, Duration, Attributes, Title, Supplemental Video Type, Device Type, Bookmark, Latest Bookmark,
Country``, times in UTC. A title is ``Film``, ``Show: Season 1: Episode``, or ``Show: Episode
(Episode 1)``. The service's cover sheet explains ``Attributes``: ``Autoplayed: user action: None``
(nobody interacted; what ran longer than two minutes has another word), ``View was hidden`` (from
the account's history). A supplement that does not apply is empty or ``N/A``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ilora_edge.errors import SourceError
from ilora_edge.histories.database import Item
from ilora_edge.histories.mapping import ONE_USER
from ilora_edge.importers.personal import Event, PersonalExport, first_column, stars, wrong_file
from ilora_edge.importers.records.csv_records import Record
from ilora_edge.importers.records.lines import Place, text
from ilora_edge.importers.tables.dates import DateColumn

_SEASON = re.compile(
    r"(?:season|series|staffel|temporada|saison|stagione|seizoen|säsong|sesong|sæson|kausi|sezon"
    r"|série|series|évad|сезон|sezonul|sezona|séria|řada|σεζόν|κύκλος|mùa|phần|musim|part|parte|partie|teil|deel|del|chapter|kapitel"
    r"|chapitre|capítulo|book|buch|libro|livre|volume|volumen|vol\.|band|collection|tome"
    r"|phase|year|cycle|arc)\s*(?:[0-9]{1,3}|[ivx]{1,5}|one|two|three|four|five|six)\b.*"
    r"|[0-9]{1,3}\.?\s*(?:season|staffel|sezon|évad|сезон|kausi|temporada|řada|séria|série|sesong"
    r"|sæson|säsong|seizoen|saison|stagione|hooaeg|sezóna|σεζόν|κύκλος).*"
    r"|(?:season|シーズン|第|시즌|ฤดูกาล)\s*[0-9一二三四五六七八九十]+.*"
    r"|(?:limited|mini)[ -]?series|miniserie|mini-série|série limitée|serie limitada"
    r"|limitierte serie|リミテッドシリーズ|리미티드 시리즈|特集",
    re.IGNORECASE,
)
_EPISODE = re.compile(
    r".*\S\s\((?:(?:episode|folge|épisode|episodio|episódio|capítulo|aflevering|avsnitt|afsnit"
    r"|jakso|odcinek|epizoda|epizóda|díl|rész|bölüm|επεισόδιο|эпизод|серия|серія|tập|episodul"
    r"|エピソード|에피소드|الحلقة|פרק|ตอนที่|ตอน)\s?[0-9]{1,4}"
    r"|[0-9]{1,4}\.?\s?(?:bölüm|rész|díl|epizoda|epizóda|화)|第\s?[0-9]{1,4}\s?[話话集])\)",
    re.IGNORECASE,
)
# The header is in the account's language.
_TITLE = (
    "Title",
    "Titel",
    "Titre",
    "Título",
    "Titolo",
    "Tytuł",
    "Titul",
    "Cím",
    "タイトル",
    "제목",
)
_DATE = (
    *("Start Time", "Start Time (UTC)", "Date", "Datum", "Fecha", "Data", "Dato", "Päivämäärä"),
    *("Dátum", "Tarih", "日付", "날짜"),
)
_THUMBS = "Thumbs Value"
_STARS_OF_THUMBS = {"1": 1.0, "2": 5.0, "3": 5.0}
_LATIN = 0x024F
_SECONDS_AT_LEAST = 60
# What began by itself was watched from two minutes on, as the service counts it.
_SECONDS_BY_ITSELF = 120
# A play that begins later goes on with another; at which second it ended says the bookmark.
_SECONDS_OF_BEGINNING, _FROM_LENGTH_TO_BOOKMARK = 300, 5
_BY_ITSELF, _HIDDEN = "user action: none", "view was hidden"
_NO_SUPPLEMENT = ("", "n/a")
# Supplements that no column marks.
_SUPPLEMENT = re.compile(
    r"(?:trailer|teaser|clip|recap|bonus|preview)\s?: .*|.*(?:_hook_|_backfill|_clip_).*"
    r"|.*\((?:[^()]* )?(?:trailer|teaser|clip|recap)\)",
    re.IGNORECASE,
)
_FEWEST_COLUMNS = 6
_CLOCK = re.compile(r"([0-9]+):([0-9]{2}):([0-9]{2})")


@dataclass(frozen=True, slots=True, eq=False)
class _Sitting:
    """A play of all or a part of a title, and at which of its seconds it began."""

    event: Event
    title: str
    begins_at: int


class NetflixSource(PersonalExport):
    """Reads what was watched; a show is one item, watched as often as its episodes were.

    A thumb up is five stars, a thumb down one. Trailers and other supplements, plays of less than
    a minute, what began by itself and ended within two, and views that were hidden from the
    account's history are left out; a film in several sittings counts once.
    """

    service = "Netflix"
    files = ("*viewinghistory*.csv", "*viewingactivity*.csv", "ratings.csv")

    def events(self, paths: Sequence[Path]) -> Iterator[Event]:
        """Yield each film and each episode, and what was rated without a play."""
        plays: list[Event] = []
        rated: dict[tuple[str, str], Event] = {}
        for path in paths:
            records = self.records(path)
            if records and _THUMBS in records[0][1]:
                rated.update(self._ratings(path, records))
            elif records:
                plays.extend(self._of_file(path, records))
        played = {(event.user, event.item.item_id) for event in plays}
        for event in plays:
            known = rated.get((event.user, event.item.item_id))
            yield event if known is None else replace(event, rating=known.rating)
        yield from (event for key, event in rated.items() if key not in played)

    def _ratings(
        self, path: Path, records: list[Record]
    ) -> Iterator[tuple[tuple[str, str], Event]]:
        """Yield the ratings by user and work, the last of each at the end."""
        head = records[0][1]
        title, time = first_column(head, "Title Name"), first_column(head, "Event Utc Ts")
        if title is None or time is None:
            raise wrong_file(path, self.service, list(head), "'Title Name' and 'Event Utc Ts'")
        dates = self.date_column(time, records)
        found: list[Event] = []
        for place, record in records:
            value = _rated(record, place)
            if not record[title]:
                self.leave_out("lines without a title")
                continue
            name = work_of(text(record[title], title, place))
            user = record.get("Profile Name") or ONE_USER
            when = dates.read(record[time], place)
            found.append(Event(Item(name, name, None), when, value, user, is_state=True))
        found.sort(key=lambda event: event.time or 0)
        last = {(event.user, event.item.item_id): event for event in found}
        for key, event in last.items():
            if event.rating is None:
                # Never given, or taken back.
                self.leave_out("ratings that say neither up nor down")
            else:
                yield key, event

    def _columns(
        self, path: Path, first: Record
    ) -> tuple[str | None, str, str | None, str, str | None]:
        """Return the columns of profile, time, length, title and kind of supplement."""
        head = first[1]
        title, date = first_column(head, *_TITLE), first_column(head, *_DATE)
        if len(head) == 2 and None in (title, date):
            # In a language that is not known the columns are the same.
            title, date = head
            if not _is_dated(first[0], head[date]):
                raise wrong_file(path, self.service, list(head), "a title and a date")
        if None in (title, date) and _is_activity(first):
            whose, when, how_long, _, what, kind, *_ = head
            return whose, when, how_long, what, kind
        if title is None or date is None:
            raise wrong_file(path, self.service, list(head), "'Title' and 'Date' or 'Start Time'")
        profile = first_column(head, "Profile Name")
        extra = first_column(head, "Supplemental Video Type")
        return profile, date, first_column(head, "Duration", "Duration (H:MM:SS)"), title, extra

    def _of_file(self, path: Path, records: list[Record]) -> Iterator[Event]:
        profile, date, length, title, extra = self._columns(path, records[0])
        dates = self.date_column(date, records)
        sittings: list[_Sitting] = []
        for place, record in records:
            seconds = _seconds(record[length]) if length is not None else None
            marks = _marks(record, length)
            if _is_supplement(record[title], "" if extra is None else record[extra]):
                self.leave_out("trailers and other supplements")
            elif seconds is not None and seconds < _SECONDS_AT_LEAST:
                self.leave_out("plays of less than a minute")
            elif _BY_ITSELF in marks and (seconds or 0) <= _SECONDS_BY_ITSELF:
                self.leave_out("what began by itself, and was not watched for two minutes")
            elif _HIDDEN in marks:
                self.leave_out("views hidden from the account's history")
            elif not record[title]:
                self.leave_out("lines without a title")
            else:
                name = work_of(text(record[title], title, place))
                user = (record[profile] if profile is not None else "") or ONE_USER
                event = Event(Item(name, name, None), dates.read(record[date], place), user=user)
                sittings.append(_Sitting(event, record[title], _place_of(record, length, seconds)))
        goes_on = _continued(sittings)
        for sitting in sittings:
            if sitting in goes_on:
                self.leave_out("plays that went on where one before had stopped")
            else:
                yield sitting.event


def _is_activity(record: Record) -> bool:
    """Whether a line is one of ``ViewingActivity.csv``, whatever its columns are called."""
    place, fields = record
    values = list(fields.values())
    return (
        len(values) >= _FEWEST_COLUMNS
        and _is_dated(place, values[1])
        and _CLOCK.fullmatch(values[2]) is not None
    )


def _is_dated(place: Place, value: str) -> bool:
    """Whether a field is a date."""
    if not value or value.isdigit():
        return False
    try:
        return DateColumn("Date", "day").read(value, place) is not None
    except SourceError:
        # Perhaps the month comes first.
        return bool(re.fullmatch(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}", value))


def _rated(record: dict[str, str], place: Place) -> float | None:
    """Return the stars that a line of ratings gives; None: neither these nor a thumb."""
    if record.get("Rating Type", "").lower().startswith("star"):
        given = record.get("Star Value", "").removesuffix(".0")
        # Below 1 it was not rated, or taken back.
        return None if given.startswith("-") else stars(given or "0", "Star Value", place) or None
    return _STARS_OF_THUMBS.get(record[_THUMBS])


def work_of(title: str) -> str:
    """Return the show that an episode is of, or a film's title as it is.

    ``"Show: The Sequel: Season 2: The Door"`` is of ``"Show: The Sequel"``; of
    ``"Film: A Subtitle"`` no part names a season, nor does ``(Episode 3)`` stand behind the last.
    """
    parts = [part.strip() for part in re.split(r":\s+|\uff1a", title)]
    is_episode = len(parts) > 1 and _EPISODE.fullmatch(parts[-1]) is not None
    for n, part in enumerate(parts[1:], start=1):
        # A last part such as "Part Two" may be a film's own.
        is_last = n + 1 == len(parts)
        # Some seasons have the show's name again, as "Show: Show 2: Chapter One: The Door".
        again = re.fullmatch(rf"{re.escape(parts[0])}\s+[0-9]{{1,2}}", part)
        if again or (_SEASON.fullmatch(part) and (not is_last or _is_season(part))):
            return ": ".join(parts[:n])
        if not is_last and _is_counted(part):
            return ": ".join(parts[:n])
    return ": ".join(parts[:-1]) if is_episode else title


def _is_counted(part: str) -> bool:
    """Whether a part is a number and a word of another script: a season in whichever language."""
    words = part.split()
    others = [word for word in words if not word.isdecimal()]
    return len(words) == 2 and len(others) == 1 and all(ord(c) > _LATIN for c in others[0])


def _is_season(part: str) -> bool:
    """Whether a part can be nothing else."""
    return re.match(r"(?i)season|staffel|temporada|saison|stagione|limited|mini", part) is not None


def _continued(sittings: list[_Sitting]) -> set[_Sitting]:
    """Return those that go on with a play: of a film in two sittings the second one.

    Where the beginning is not there the earliest is taken for it.
    """
    of_title: dict[tuple[str, str], list[_Sitting]] = {}
    for sitting in sittings:
        of_title.setdefault((sitting.event.user, sitting.title), []).append(sitting)
    found: set[_Sitting] = set()
    for each in of_title.values():
        each.sort(key=lambda sitting: sitting.event.time or 0)
        found.update(sitting for sitting in each[1:] if sitting.begins_at > _SECONDS_OF_BEGINNING)
    return found


def _place_of(record: dict[str, str], length: str | None, seconds: int | None) -> int:
    """Return the second of the film at which a play began, 0 where it is not said."""
    names = list(record)
    place = 0 if length is None else names.index(length) + _FROM_LENGTH_TO_BOOKMARK
    end = _seconds(record[names[place]]) if length is not None and place < len(names) else None
    return 0 if end is None or seconds is None else max(0, end - seconds)


def _is_supplement(title: str, kind: str) -> bool:
    return kind.lower() not in _NO_SUPPLEMENT or _SUPPLEMENT.fullmatch(title) is not None


def _marks(record: dict[str, str], length: str | None) -> str:
    """Return what stands behind a play's length: its attributes, in English in any language."""
    names = list(record)
    behind = None if length is None else names.index(length) + 1
    return record[names[behind]].lower() if behind is not None and behind < len(names) else ""


def _seconds(clock: str) -> int | None:
    found = _CLOCK.fullmatch(clock)
    if found is None:
        return None
    hours, minutes, seconds = map(int, found.groups())
    return hours * 3600 + minutes * 60 + seconds


SOURCE = NetflixSource
