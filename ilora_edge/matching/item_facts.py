"""What a database says of an item besides its title, as far as it helps to find it elsewhere.

The facts of one item are a single cell: a year, or a JSON object by the names below.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from ilora_edge.affinities.genres import MAX_CHARACTERS
from ilora_edge.system.patterns import pattern

# A fact, and the names of columns that hold it; the first that is there is taken.
COLUMNS: dict[str, tuple[str, ...]] = {
    "year": (
        *("year", "release_year", "released", "production_year", "productionyear"),
        *("release_date", "premiered", "premiere_date", "originally_available_at"),
    ),
    "original_title": ("original_title", "originaltitle"),
    "creator": ("creator", "artist", "artist_name", "author", "authors", "author_sort"),
    "imdb": ("imdb", "imdb_id", "imdbid"),
    "tmdb": ("tmdb", "tmdb_id", "tmdbid"),
    "musicbrainz": ("musicbrainz", "mbid", "musicbrainz_id", "recording_mbid", "mbz_recording_id"),
    "isbn": ("isbn", "isbn13", "isbn_13"),
    "guid": ("guid",),
    "album": ("album", "album_name", "album_title"),
    "part": ("part",),
    "medium": ("medium",),
    "series": ("series", "series_name", "show_name"),
    "genres": ("genres", "genre"),
    "overview": ("overview", "plot", "summary", "description", "synopsis"),
    "public_rating": ("public_rating", "community_rating", "communityrating", "vote_average"),
}
# In characters: what is told of an item is told in its first sentences.
_CUT = {"genres": MAX_CHARACTERS, "overview": 1000}

# Of .../tt0903747/1/2, an episode, the id is the show's.
_IMDB = pattern(r"(?:^|[/:])(tt[0-9]{6,10})(?:$|\?|/(?![0-9]))")
_TMDB = pattern(
    r"(?:^|tmdb[:/]+|themoviedb[:/]+|/movie/)([1-9][0-9]{0,11})(?:$|\.0$|[?-]|/(?![0-9]))"
)
_MBID = pattern(r"(?:^|[/:])([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:$|[/?])")
_YEAR = pattern(r"(1[0-9]{3}|2[0-9]{3})(?:$|[^0-9])")
_YEAR_LAST = pattern(r"[^0-9](1[0-9]{3}|2[0-9]{3})$")


# A tuple: of a library a hundred thousand are made, a third faster than a frozen dataclass' are.
class Facts(NamedTuple):
    """What is known; None or empty: not."""

    year: int | None = None
    original_title: str = ""
    creator: str = ""
    imdb: str | None = None
    tmdb: str | None = None
    musicbrainz: str | None = None
    isbn: str | None = None
    album: str | None = None
    """What a song is on; empty where it is on none."""
    part: str = ""
    """What tells it from others of its title: an episode's season and number."""
    series: str = ""
    """What it is a part of, of which lists have one part at a time: a show, a podcast, a manga."""
    genres: str = ""
    """As the database joins them; see :func:`ilora_edge.affinities.genres.split_genres`."""
    overview: str = ""
    """What the database tells of it: the beginning of a plot, a blurb, a description."""

    def elsewhere(self) -> dict[str, str]:
        """Return what other services call the item, by kind."""
        ids = {
            "imdb": self.imdb,
            "tmdb": self.tmdb,
            "musicbrainz": self.musicbrainz,
            "isbn": self.isbn,
        }
        return {kind: value for kind, value in ids.items() if value is not None}

    def ids(self) -> Iterator[str]:
        """Yield the ids that a catalogue may know the item by, in every usual spelling."""
        for kind, value in (("imdb", self.imdb), ("tmdb", self.tmdb)):
            if value is not None:
                yield f"{kind}:{value}"
        if self.imdb is not None:
            yield self.imdb
        if self.musicbrainz is not None:
            yield from (self.musicbrainz, f"mbid:{self.musicbrainz}")
        if self.isbn is not None:
            yield from (self.isbn, f"isbn:{self.isbn}")
            if self.isbn.startswith("978"):
                yield isbn_10(self.isbn)


def facts_sql(columns: Collection[str]) -> str:
    """Return SQL for the cell, of the columns that a SELECT of items has."""
    found = {
        fact: next(name for name in names if name in columns)
        for fact, names in COLUMNS.items()
        if any(name in columns for name in names)
    }
    if found.keys() <= {"year"}:
        return f'"{found["year"]}"' if found else "NULL"
    values = {fact: f'"{name}"' for fact, name in found.items()}
    for fact in values.keys() & _CUT:
        values[fact] = f"substr({values[fact]}, 1, {_CUT[fact]})"
    # JSON has no place for bytes.
    pairs = (
        f"'{fact}', CASE typeof({value}) WHEN 'blob' THEN NULL ELSE {value} END"
        for fact, value in values.items()
    )
    return f"json_object({', '.join(pairs)})"


# No text in a cell has these quotation marks: they are written with a stroke in front.
_IS_PART = pattern(r'"series":(?!null|"")')
_SAYS_MEDIUM = pattern(r'"medium":(?:"([^"\\]*)"|null)')
_OF_A_WHOLE = pattern(r'"(?:series|medium)":(?!null|"")')


def of_a_whole(cell: object) -> bool:
    """Whether a cell says that the item is a part of a series, or of which medium it is."""
    return isinstance(cell, str) and _OF_A_WHOLE.search(cell) is not None


def kind_of(cell: object) -> tuple[str | int | float | None, bool]:
    """Return of which medium a cell says that the item is, and whether it is part of a series.

    The medium is empty where none is said, and None where there are no facts but a year.
    """
    if not isinstance(cell, str) or not cell.startswith("{"):
        return None, False
    is_part = _IS_PART.search(cell) is not None
    if (found := _SAYS_MEDIUM.search(cell)) is not None:
        return found[1] or "", is_part
    medium = _values(cell).get("medium") if '"medium":' in cell else None
    return medium if isinstance(medium, str | int | float) else "", is_part


def series_and_part(cell: object) -> tuple[str, str]:
    """Return the series that a cell says an item is a part of, and which part; empty: not said."""
    if not isinstance(cell, str) or not cell.startswith("{"):
        return "", ""
    values = _values(cell)
    return _number_or_text(values.get("series")), _number_or_text(values.get("part"))


def read_facts(cell: object) -> Facts:
    """Return what a cell says; what cannot be read is not known."""
    if not isinstance(cell, str) or not cell.startswith("{"):
        return Facts(year_of(cell))
    return _read_object(cell)


# One item's cell is asked about several times in a row: to find it, to write it, to tell it apart.
@lru_cache(1 << 12)
def _read_object(cell: str) -> Facts:
    get = _values(cell).get
    # A library has a hundred thousand cells, and most of them say little.
    guid = get("guid")
    imdb, tmdb, musicbrainz, isbn = get("imdb"), get("tmdb"), get("musicbrainz"), get("isbn")
    return Facts(
        year_of(get("year")),
        _text(get("original_title")),
        _text(get("creator")),
        None if imdb is guid is None else imdb_id(imdb) or imdb_id(guid),
        None if tmdb is guid is None else tmdb_id(tmdb) or _tmdb_of_guid(guid),
        None
        if musicbrainz is guid is None
        else musicbrainz_id(musicbrainz) or musicbrainz_id(guid),
        None if isbn is None else isbn_13(isbn),
        album if isinstance(album := get("album"), str) else None,
        _number_or_text(get("part")),
        _number_or_text(get("series")),
        _text(get("genres"))[: _CUT["genres"]],
        _text(get("overview"))[: _CUT["overview"]],
    )


def _values(cell: str) -> Mapping[str, object]:
    """Return the object that a cell is; empty where it is none."""
    try:
        values = json.loads(cell)
    except (ValueError, RecursionError):
        return {}
    return values if isinstance(values, Mapping) else {}


def _number_or_text(value: object) -> str:
    """Return a text, or a number as one: a show's row, and an episode's place in it."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value % 1 == 0:
        value = int(value)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number else ""


def facts_of_id(item_id: str) -> Facts:
    """Return what an id itself says, where it is one that means the same everywhere."""
    return Facts(
        imdb=imdb_id(item_id),
        tmdb=_tmdb_of_guid(item_id),
        musicbrainz=musicbrainz_id(item_id),
        isbn=isbn_13(item_id.removeprefix("isbn:")),
    )


def year_of(value: object) -> int | None:
    """Return the year of a number, or of a text that is a year or a date; None for no year."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return int(value) if value == value and value % 1 == 0 and 1000 <= value < 3000 else None
    if not isinstance(value, str):
        return None
    if value.startswith("{"):
        return read_facts(value).year
    value = value.strip()
    found = _YEAR.match(value) or _YEAR_LAST.search(value)
    return None if found is None else int(found[1])


def imdb_id(value: object) -> str | None:
    """Return ``tt0111161`` for that, or for an address or a guid with it."""
    found = _IMDB.search(value.strip().lower()) if isinstance(value, str) else None
    return None if found is None else found[1]


def tmdb_id(value: object) -> str | None:
    """Return a number as text."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    found = _TMDB.search(value.strip().lower()) if isinstance(value, str) else None
    return None if found is None else found[1]


def _tmdb_of_guid(guid: object) -> str | None:
    """Return the id of a film's address or guid; any number else may be something else."""
    text = _text(guid).lower()
    return tmdb_id(text) if "tmdb" in text or "themoviedb" in text else None


def musicbrainz_id(value: object) -> str | None:
    """Return a UUID in lower case."""
    found = _MBID.search(value.strip().lower()) if isinstance(value, str) else None
    return None if found is None else found[1]


def isbn_13(value: object) -> str | None:
    """Return an ISBN with 13 digits, for one of 10 too; None where its check digit is wrong."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    # Goodreads writes ="0140449132", so that a spreadsheet leaves it a text.
    digits = re.sub(r'[\s="\u2010-\u2015-]', "", value).upper()
    if re.fullmatch(r"97[89][0-9]{10}", digits):
        return digits if _check_13(digits[:12]) == digits[12] else None
    if not re.fullmatch(r"[0-9]{9}[0-9X]", digits) or digits[:9] == "0" * 9:
        return None
    if _check_10(digits[:9]) != digits[9]:
        return None
    return f"978{digits[:9]}{_check_13('978' + digits[:9])}"


def isbn_10(isbn: str) -> str:
    """Return the ten digits of an ISBN that begins with 978."""
    return isbn[3:12] + _check_10(isbn[3:12])


def _check_13(twelve: str) -> str:
    return str(-sum(int(c) * (3 if n % 2 else 1) for n, c in enumerate(twelve)) % 10)


def _check_10(nine: str) -> str:
    rest = -sum((10 - n) * int(c) for n, c in enumerate(nine)) % 11
    return "X" if rest == 10 else str(rest)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
