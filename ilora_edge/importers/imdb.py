"""IMDb's lists of ratings, in the header of today and in that of before 2017.

Today: ``Const, Your Rating, Date Rated, Title, Original Title, URL, Title Type, ..., Year,
Genres, ...`` (without ``Original Title`` until 2024). Before: ``position, const, created,
modified, description, Title, Title type, Directors, You rated, ..., Year, Genres, ...``, where
somebody else's list has ``NAME rated``; for some weeks of 2017 ``Date Added`` was the day of a
rating. A watch list has the same columns, empty where unrated; its name alone tells it from other
lists, and today's exports have random names: a list (``Position``) of which nothing is rated is
taken for one, and that is said. Columns are in English, and what
stands in ``Title Type`` is in the account's language.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from ilora_edge.histories.database import Item
from ilora_edge.importers.personal import (
    Event,
    PersonalExport,
    first_column,
    points,
    titled,
    wrong_file,
)
from ilora_edge.importers.records.lines import shown
from ilora_edge.matching.item_facts import imdb_id, year_of
from ilora_edge.titles import printable

_BEST = 10
# Episode, épisode, episodio, episódio, Fernsehepisode; Hindi.
_EPISODES = ("episod", "\u090f\u092a\u093f\u0938\u094b\u0921")


class ImdbSource(PersonalExport):
    """Reads ratings; 1 to 10 there are half a star to five stars here, the scale of our schema."""

    service = "IMDb"
    one_each = True
    files = ("*rating*.csv", "*watchlist*.csv")

    def events(self, paths: Sequence[Path]) -> Iterator[Event]:
        """Yield each title that has a rating, and those of the watch list that have none."""
        for path in paths:
            records, is_of_wishes = self.records(path), "watchlist" in path.name.lower()
            if not records:
                continue
            head = records[0][1]
            const = first_column(head, "Const")
            rated = first_column(head, "Your Rating", "You rated") or next(
                (
                    name
                    for name in head
                    if name.lower().endswith(" rated") and "date" not in name.lower()
                ),
                None,
            )
            date = first_column(head, "Date Rated", "Date Added", "created")
            kind = first_column(head, "Title Type")
            is_list = first_column(head, "Position") is not None
            if const is None or rated is None or "Title" not in head:
                raise wrong_file(path, self.service, list(head), "'Const', 'Your Rating', 'Title'")
            if not is_of_wishes and is_list and not any(r[rated].strip() for _, r in records):
                is_of_wishes = True
                self.note(
                    f"{printable(path.name)} is a list of which nothing is rated: read as what is "
                    "wanted yet; leave it out where it is another list"
                )
            dates = None if date is None else self.date_column(date, records)
            for place, record in records:
                # 1 is the least that can be given.
                rating = points(record[rated], _BEST, rated, place, 1)
                if rating is None and not is_of_wishes:
                    self.leave_out("titles without a rating")
                    continue
                if kind is not None and _is_episode(record[kind]):
                    self.leave_out("single episodes")
                    continue
                item_id = imdb_id(record[const])
                if item_id is None:
                    raise place.error(f"{const} is {shown(record[const])}, no id of a title")
                year = year_of(record.get("Year"))
                original = record.get("Original Title") or None
                item = Item(
                    item_id,
                    titled(record["Title"], year) or item_id,
                    "|".join(g.strip() for g in record.get("Genres", "").split(",")) or None,
                    year,
                    None if original == record["Title"] else original,
                    imdb=item_id,
                )
                if rating is None:
                    yield Event(item, None, is_wish=True)
                    continue
                time = None if dates is None else dates.read(record[date or ""], place)
                yield Event(item, time, rating)


def _is_episode(kind: str) -> bool:
    """Whether a title's type, in the language of the account, is an episode of a show."""
    plain = unicodedata.normalize("NFD", kind.lower()).replace("\u0301", "")
    return any(word in plain for word in _EPISODES)


SOURCE = ImdbSource
