"""Which column of a file is what: by the name that was asked for, or by the usual ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ilora_edge.importers.records.lines import Place, shown
from ilora_edge.importers.tables.dated_columns import OF_TIMES, is_of_doing, words_of_name
from ilora_edge.importers.tables.states import (
    AMOUNTS,
    COUNT_COLUMNS,
    DONE_COLUMNS,
    OF_USING,
    SKIP_COLUMNS,
    STATUS_COLUMNS,
    STATUS_ENDS,
    State,
    state_of,
)
from ilora_edge.importers.tables.usual_names import (
    ALBUM,
    ARTIST,
    AVERAGES,
    CREATOR,
    EVERYBODYS,
    GENRES,
    IDS,
    IN_ENGLISH,
    ITEM,
    KINDS,
    LONGEST_STATE,
    NAMES_OF_ONE,
    OF_A_QUESTION,
    OF_ALL,
    OF_ANILIST,
    OF_CALIBRE,
    OF_NETFLIX,
    ORIGINAL,
    OTHER_NAMES,
    OTHERS_RATINGS,
    OWN_STATUS,
    POSSESSIVE,
    RATING,
    RATING_WORDS,
    STATUS_WORDS,
    TIME,
    TITLE,
    TITLE_WORDS,
    USER,
    YEAR,
)
from ilora_edge.times.date_text import is_date

_SCALE = re.compile(
    r"(?i)\((%)\)$|(?:[01]\s?[-–]\s?|/\s?|out of\s|of\s|von\s|sur\s|rating|score)(5|10|100)\)?$"
)
_WHICH = re.compile(r"(?i)(?:which|what|welche[nrs]?|quel(?:le)?|qué|cuál|que|quale)\b.*\?$")
_PERCENT = re.compile(r"\(?%\)?")
_SPAN = re.compile(r"(?i)(?:\b[01]\s?[-\u2013]\s?|out of )(?:5|10|100)\)?$")
_KINDS = frozenset(KINDS)
# What else a form asks about a thing.
_OF_HOW = RATING_WORDS | {
    *("rate", "like", "think", "day", "date", "time", "year", "many", "often", "much", "genre"),
    *("where", "who", "kind", "type"),
}
_OWN_ID = ("id", "uid", "key")
_DONE_WORDS = frozenset(DONE_COLUMNS)
_OF_ROWS = frozenset({"created_at", "timestamp"})
_OF_MOMENTS = frozenset({"first", "last", "date", "timestamp"})
# An id of IMDb, or an address: no column is called so.
_NO_NAME = re.compile(r"tt[0-9]{7,10}|https?://\S+")
_DAY_IN_NAME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ]|$)")
# Of a name: Watched?
_MARKS_AROUND = "?:*!\u00bf\ufeff \t\n\u00a0"


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the columns; one left at None has a usual name, or is missing."""

    user: str | None = None
    item: str | None = None
    time: str | None = None
    rating: str | None = None
    title: str | None = None
    year: str | None = None
    id: str | None = None
    """Of the items' own file."""


@dataclass(slots=True)
class FoundColumns:
    """The columns that a file has."""

    item: str
    user: str | None = None
    time: str | None = None
    rating: str | None = None
    title: str | None = None
    year: str | None = None
    genres: str | None = None
    original_title: str | None = None
    creator: str | None = None
    first_name: str | None = None
    """Of the creator, where it has a column of its own."""
    is_track: bool = False
    """Whether a title by itself identifies no item: a track's artist belongs to it."""
    status: str | None = None
    """What became of the item, in a word."""
    done: str | None = None
    """Whether anything did: yes or no."""
    count: str | None = None
    """How often, for how long, or how far."""
    skips: str | None = None
    """How often not."""
    marked: dict[str, State] = field(default_factory=dict)
    """Columns that are called as a state is, in which there may be a yes: ``Backlog``."""
    ids: dict[str, str] = field(default_factory=dict)
    item_is_title: bool = False
    """Whether titles stand for ids, for want of any."""
    ratings: list[str] = field(default_factory=list)
    """Several that may be the person's, of which none is read."""
    everybodys: str | None = None
    """Ratings that are not the person's: how many have rated stands beside them."""

    def notes(self, file: str, user: str) -> Iterator[str]:
        """Yield what was decided and should be said; ``user``: whose a file without users is."""
        if self.user is None:
            yield f"{file} has no column of users: all of it is one person's, {shown(user)}"
        if self.item_is_title:
            yield f"{file} has no column of item ids: titles stand for them"
        if self.ratings:
            listed = ", ".join(map(shown, self.ratings[:5]))
            yield f"{file}: {listed} may be ratings; none is read: name one with --rating-column"
        if self.everybodys is not None:
            yield (
                f"{file}: {shown(self.everybodys)}, beside how many have rated, is taken to be "
                "everybody's, and not read; if it is one's own, name it with --rating-column"
            )


def find_columns(names: Sequence[str], wanted: Columns, has_items: bool) -> FoundColumns | None:
    """Return the columns of a file of interactions; None where nothing tells items apart.

    ``has_items``: titles are in a file of their own.
    """
    title = _named(names, None if has_items else wanted.title, TITLE)
    if title is None and (has_items or wanted.title is None):
        title = _with_a_word(names, TITLE_WORDS, OTHER_NAMES) or _named(names, None, ALBUM)
        title = title or _named(names, None, ORIGINAL) or _asked_which(names)
    item = _named(names, wanted.item, ITEM)
    key = item if item is not None or wanted.item is not None else title
    if key is None and not has_items and wanted.item is None and wanted.title is None:
        # A list of nothing but another service's ids.
        item = key = next(
            filter(None, (_named(names, None, usual) for usual in IDS.values())), None
        )
    if key is None:
        return None
    found = _about_items(names, key, title, wanted.year)
    found.item_is_title = item is None
    found.is_track = found.creator is not None and plain_name(found.creator) in ARTIST
    found.user = _named(names, wanted.user, USER)
    found.time = _named(names, wanted.time, TIME)
    if wanted.time is None and plain_name(found.time or "") in _OF_ROWS:
        # The day of the row, or of an answer to a form, where nothing says when it was done.
        done = [name for name in names if is_of_doing(name) and OF_TIMES & words_of_name(name)]
        found.time = done[0] if len(done) == 1 else found.time
    own = next((name for name in names if _is_ones_own(name)), None)
    found.rating = wanted.rating and _named(names, wanted.rating, ())
    found.rating = found.rating or (None if wanted.rating else own or _named(names, None, RATING))
    if found.rating is None and wanted.rating is None:
        found.rating = _with_a_word(names, RATING_WORDS, OTHERS_RATINGS) or _with_a_scale(names)
        if found.rating is None:
            words = ((name, words_of_name(name)) for name in names)
            found.ratings = [n for n, w in words if w & RATING_WORDS and not w & OTHERS_RATINGS]
    if wanted.rating is None and found.rating is not None:
        plain = {form for name in names for form in _forms(name)}
        if found.rating.lower() in EVERYBODYS and OF_ALL & plain and not AVERAGES & plain:
            found.everybodys, found.rating = found.rating, None
    found.status = _named(names, None, STATUS_COLUMNS)
    found.status = found.status or _own_status(names)
    states = ((name, state_of(plain_name(name))) for name in names if len(name) < LONGEST_STATE)
    found.marked = {
        name: state
        for name, state in states
        # What is archived may have been done with, or only put away; of a track that was skipped
        # this once another row may say that it was heard.
        if state is not None and not re.search("archive|skip", name.lower())
    }
    found.done = _named(names, None, DONE_COLUMNS) or _asked_whether(names)
    found.count = _named(names, None, COUNT_COLUMNS) or _with_both(names, AMOUNTS, OF_USING)
    found.skips = _named(names, None, SKIP_COLUMNS)
    return found


def check_columns(names: Sequence[str], wanted: Columns, has_items: bool, place: Place) -> None:
    """Raise SourceError where a column that was asked for is missing, or no column has items."""
    if wanted.item is None and wanted.title is None:
        _refuse_a_row(names, place)
        if len(names) == 1 and re.search(r"\S\s{3,}\S", names[0]):
            raise place.error(
                f"the header, {shown(names[0])}, has nothing but blanks between its names, and the "
                "columns cannot be told apart; save the table as CSV"
            )
    asked = [wanted.user, wanted.item, wanted.time, wanted.rating]
    if not has_items:
        asked += [wanted.title, wanted.year]
    _require(names, asked, place)
    if wanted.rating is None and {form for name in names for form in _forms(name)} >= OF_NETFLIX:
        raise place.error(
            "these are Netflix's ratings, stars and thumbs in a column each; what reads them is "
            "ilora-edge import netflix"
        )
    if wanted.time is None and {form for name in names for form in _forms(name)} >= OF_CALIBRE:
        raise place.error(
            "this is calibre's catalogue, whose timestamp is the day on which a book was added; "
            "what was read is in its library: ilora-edge init --db metadata.db; or name a column "
            "of your own with --time-column"
        )
    if find_columns(names, wanted, has_items) is None:
        if {form for name in names for form in _forms(name)} >= OF_ANILIST:
            raise place.error(
                "this is AniList's own download, which has numbers and no titles; give its lists "
                "as its API answers them (MediaListCollection, with the titles of the media), or "
                "as MyAnimeList's XML: ilora-edge import myanimelist"
            )
        alone = " (if that is a title already, put a line in front that says Title)"
        raise place.error(
            "which column is the item, or its title? say so with --item-column or --title-column; "
            f"there is: {_there(names)}{alone if len(names) == 1 else ''}"
        )


def _refuse_a_row(names: Sequence[str], place: Place) -> None:
    """Raise SourceError where names of columns are values: of a file that has no header.

    One that has a title or an item among them may have days among them too.
    """
    if _named(names, None, [name for name in (*TITLE, *ITEM) if name not in KINDS]) is not None:
        return
    values = (
        n for n in names
        if _NO_NAME.fullmatch(n) or _DAY_IN_NAME.match(n) or is_date(n) or _is_field(n)
    )  # fmt: skip
    if (value := next(values, None)) is not None:
        raise place.error(
            f"above, {shown(value)} stands where a column's name is expected: put a line of names "
            "in front, such as time,user,title, or say --title-column"
        )


def _is_field(name: str) -> bool:
    """Whether a name is one with its value, as where each has a line: ``Title: Ash``."""
    before, colon, value = name.partition(": ")
    return bool(colon and value.strip()) and before.strip(" -*").lower() in TITLE


def find_item_columns(names: Sequence[str], wanted: Columns, place: Place) -> FoundColumns:
    """Return the columns of a file of items: an id and a title at least, or SourceError."""
    _require(names, [wanted.id, wanted.title, wanted.year], place)
    # The interactions' own name for it is the likeliest.
    own = wanted.item if wanted.item in names else None
    item = wanted.id or own or _named(names, None, (*ITEM, *_OWN_ID))
    if item is None:
        raise place.error(
            f"which column is the item's id? say so with --id-column; there is: {_there(names)}"
        )
    title = _named(names, wanted.title, TITLE)
    if title is None:
        raise place.error(
            f"which column is the title? say so with --title-column; there is: {_there(names)}"
        )
    return _about_items(names, item, title, wanted.year)


def _about_items(
    names: Sequence[str], item: str, title: str | None, year: str | None
) -> FoundColumns:
    ids = {kind: _named(names, None, usual) for kind, usual in IDS.items()}
    # RateYourMusic has names in two columns; elsewhere such columns are of whoever borrowed a book.
    is_split = _named(names, None, ("rym_album",)) is not None
    first, last = (
        _named(names, None, (n,)) if is_split else None for n in ("first_name", "last_name")
    )
    return FoundColumns(
        item,
        title=title,
        year=_named(names, year, YEAR),
        genres=_named(names, None, GENRES),
        original_title=_named(names, None, ORIGINAL),
        creator=_named(names, None, CREATOR) or last,
        first_name=first,
        ids={kind: name for kind, name in ids.items() if name is not None},
    )


def _named(names: Sequence[str], wanted: str | None, usual: Sequence[str]) -> str | None:
    if wanted is not None:
        return wanted if wanted in names else None
    plain = {form: name for name in reversed(names) for form in _forms(name)}
    return next((plain[name] for name in usual if name in plain), None)


def _with_a_word(names: Sequence[str], words: frozenset[str], others: frozenset[str]) -> str | None:
    """Return the only column whose name has one of some words, and none of others.

    Of several that are names of one thing (``given_title``, ``resolved_title``) the likeliest.
    """
    found = [n for n in names if words & words_of_name(n) and not others & words_of_name(n)]
    if len(found) < 2:
        return found[0] if found else None
    likely = [n for word in NAMES_OF_ONE for n in found if word in words_of_name(n)]
    return likely[0] if set(likely) == set(found) else None


def _with_both(names: Sequence[str], words: frozenset[str], others: frozenset[str]) -> str | None:
    """Return the first column whose name has words of two kinds: ``Hours on record``.

    Of several, as ``total_read_time, total_read_pages``, each is nought of what was never begun.
    """
    found = [
        name
        for name in names
        if words & (own := words_of_name(name)) and others & own and not _OF_MOMENTS & own
    ]
    return found[0] if found else None


def _is_ones_own(name: str) -> bool:
    """Whether a column's name is a word for ratings behind a my: ``Ma note``, ``Mijn cijfer``."""
    plain = plain_name(name)
    found = POSSESSIVE.match(plain)
    if found is None or plain[found.end() :] not in RATING:
        return False
    # My note, in English, is a remark.
    return not (plain.endswith("note") and found[0] in IN_ENGLISH)


def _asked_whether(names: Sequence[str]) -> str | None:
    """Return the only column that asks whether something was done: ``Have I seen it?``."""
    words = ((name, words_of_name(name)) for name in names)
    found = [n for n, own in words if own & _DONE_WORDS and own <= _DONE_WORDS | OF_A_QUESTION]
    return found[0] if len(found) == 1 else None


def _asked_which(names: Sequence[str]) -> str | None:
    """Return the only question of a form that asks for a thing: ``Which film did you see?``."""
    asked = ((n, words_of_name(n)) for n in names if _WHICH.match(n.strip()))
    found = [n for n, words in asked if words & _KINDS and not words & _OF_HOW]
    return found[0] if len(found) == 1 else None


def _with_a_scale(names: Sequence[str]) -> str | None:
    """Return the only column whose name ends with a scale: ``How was it? (1-5)``."""
    found = [n for n in names if _SPAN.search(n) and not words_of_name(n) & OTHERS_RATINGS]
    return found[0] if len(found) == 1 else None


def _own_status(names: Sequence[str]) -> str | None:
    """Return the only column of a status, or a shelf, that is a person's own by its other words."""
    words = ((name, words_of_name(name)) for name in names)
    found = [n for n, own in words if STATUS_WORDS & own and own <= STATUS_WORDS | OWN_STATUS]
    found += [name for name in names if name.strip().endswith(STATUS_ENDS)]
    return found[0] if len(found) == 1 else None


def scale_named(name: str) -> float | None:
    """Return the best rating that a column's name says: 10 of ``Score (1-10)`` and ``Rating10``."""
    found = _SCALE.search(name)
    return None if found is None else 100.0 if found[1] else float(found[2])


def has_zero(name: str) -> bool:
    """Whether a column's name says that its ratings begin at 0: ``Score (0-10)``."""
    return re.search(r"\b0\s?[-–]\s?[0-9]", name) is not None


def _forms(name: str) -> tuple[str, str]:
    """Return a name as it is compared: ``watchedAt`` is ``watchedat`` and ``watched_at``."""
    # Artist Name(s)
    name = name.strip(_MARKS_AROUND).removesuffix("(s)").rstrip()
    if "%" in name:
        name = _PERCENT.sub(" percent ", name).strip()
    bare = re.sub(r"[\s-]+", "_", name)
    return bare.lower(), re.sub(r"(?<=[a-z])(?=[A-Z])", "_", bare).lower()


def plain_name(name: str) -> str:
    """Return a column's name in lower case with underscores: ``is_autoplay`` of ``Is Autoplay``."""
    return _forms(name)[1]


def _require(names: Sequence[str], asked: Sequence[str | None], place: Place) -> None:
    for name in asked:
        if name is not None and name not in names:
            raise _missing(name, names, place)


def _missing(name: str, names: Sequence[str], place: Place) -> Exception:
    return place.error(f"no column {shown(name)}; there is: {_there(names)}")


def _there(names: Sequence[str]) -> str:
    return ", ".join(shown(name) for name in names[:20]) or "nothing"
