"""What a column looks like, by the words of its name and by a few of its values.

Every strength is between 0, not at all, and 1, certainly.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

from ilora_edge.histories.rating_value import is_unrated, read_rating
from ilora_edge.schema_guess.words.known_words import (
    ITEMS,
    PAST,
    PERSONS,
    USED,
    USERS,
    USERS_PERHAPS,
)
from ilora_edge.schema_guess.words.name_words import (
    ID_WORDS,
    Words,
    same_noun,
    share_a_stem,
    strip_id,
    word_set,
)
from ilora_edge.times.date_text import is_date

Cell: TypeAlias = str | int | float | bytes | None

_DONE = USED | word_set(
    "order ordered purchase purchased bought buy sold sale borrow borrowed loan loaned lend "
    "lent checkout checked rent rented rental rate rated review reviewed scrobble stream start "
    "started begin began begun invoice paid booked reserved enrolled liked favorited "
    "favourited downloaded voted solved trained performed logged event occurred "
    "happened activity issued donated received requested worked ended"
)
_ENDED = word_set("open opened completed done finished finish used")
# With "last" they say when something was used; alone they may say anything.
_LAST_USES = word_set(
    "run ran start started session access practice worn eaten made cooked activity"
)
_TIME = word_set(
    "time date datetime timestamp ts stamp epoch when day moment datum zeit fecha hora heure"
)
_CREATED = word_set(
    "created create creation added add inserted insert registered joined saved discovered "
    "upload uploaded entered recorded submitted posted"
)
_LATER = word_set(
    "updated update modified modification changed change deleted removed returned return due end "
    "ended shipped ship delivered delivery required cancelled canceled sync synced imported "
    "scanned refreshed resolved closed indexed expected deadline reminder scheduled planned until "
    "skipped checksum fetched flagged"
)
_OF_FILES = word_set("mtime ctime")
_NO_INSTANT = word_set(
    "birth birthday dob born expired expires expiry expiration published publication publish pub "
    "release released zone timezone duration length runtime total remaining interval timeout "
    "offset position elapsed prep progress spent avg average num count min max hours minutes "
    "seconds format limit hired founded premiere premiered aired air season version level "
    "chapter second page"
)
_RECURRING, _PERIODS = word_set("hour weekday dow quarter"), word_set("day week month year")
_ISO = re.compile(r"\d{4}[-/]\d\d?[-/]\d\d?([T ]\d\d?:\d\d.*)?|\d{8}T\d{6}.*")
# What stands in an address for a title, and what programs call each other: org.example.app.
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+|[a-z]\w*(\.\w+){2,}")
_A_DAY, _NEVER = 1e6, re.compile(r"-\d{9}-\d\d-\d\d|000[01]-\d\d-\d\d")
_DIGITS = re.compile(r"\d+(\.\d+)?")
# Codes have a letter or two: B000017. A sign of Chinese or Japanese is a word.
_WORD = re.compile(r"[^\W\d_]{3}|[^\W\d_a-zA-Z]")
_NO_TITLE = re.compile(r"(https?|file|content)://.*|/.*|[^@\s]+@[^@\s]+|[0-9a-fA-F-]{24,}")

# What tells persons apart: a name, and the numbers that states and cards give them.
_WHOSE = word_set("name number card iin dni cpf ssn nif pesel")
_TITLES = {
    "title": 1.0,
    "caption": 0.7,
    "alias": 0.7,
    "headline": 0.85,
    "bezeichnung": 0.9,
    "titel": 0.95,
    "titre": 0.95,
    "titulo": 0.95,
    "label": 0.65,
    "subject": 0.7,
}
# title_english, title_romaji: what a service has of a thing from elsewhere.
_TITLED_IN = dict.fromkeys(word_set("romaji original native localized localised local"), 0.85)
_TITLED_IN |= dict.fromkeys(word_set("english en"), 0.87)
_TITLES_PERHAPS = {
    "summary": 0.5,
    "text": 0.4,
    "content": 0.4,
    "description": 0.35,
    "designation": 0.6,
}
_TITLES_PERHAPS |= dict.fromkeys(word_set("question phrase word heading topic slug"), 0.4)
# What was typed is its own name.
_TITLES_PERHAPS |= dict.fromkeys(word_set("command cmd argv"), 0.66)
_TITLES_PERHAPS |= dict.fromkeys(word_set("filename file path url uri"), 0.25)
_OTHER_NAMES = word_set(
    "first last middle user username file host artist album author customer company ship contact "
    "sur maiden given family path class type category genre group field brand vendor "
    "supplier store channel parent grandparent series sub job original sort profile short nick "
    "publisher composer director table column city country device meta seo og alt page window tab"
)
_SAID_OF = word_set("status state score rating grade opinion comment note review list")
_AGENT, _OPINIONS = 5, word_set("like likes vote votes rating ratings review reviews")
_MAKERS = (
    *("artist", "artists", "author", "authors", "creator", "director", "composer", "brand"),
    "writer",
    *("uploader", "developer", "performer", "studio", "publisher", "channel", "producer"),
)
_RATINGS = word_set("rating ratings star stars score grade vote")
_NO_RATING = word_set(
    "avg average mean count total num content age imdb tmdb igdb critic "
    "metacritic rawg bgg max min id at date on by "
    "global public community mpaa external type time relevance credit"
)
_COUNTS = word_set(
    "count counter plays listens views visits hits quantity qty menge anzahl units copies times "
    "weight reads watches"
)
_AMOUNTS = word_set("duration seconds secs sec ms minutes mins hours spent")
_NO_WEIGHT = word_set(
    "skip skipped price cost id at date on by page pages rating ratings comment review last "
    "first error word track stock "
    # How many others voted for a thing, or like it: vote_count.
    "vote votes voter voters reviews like likes dislike dislikes follower followers subscriber "
    "subscribers"
)


def time_strength(words: Words, declared: str, values: Sequence[Cell]) -> float:
    """Return how much a column looks like the time of something a person did."""
    if not words or (_has(words, _NO_INSTANT) and "epoch" not in words):
        return 0.0
    is_of_each = words[-2:-1] == ("of",) and words[-1] in _PERIODS
    is_due = words[-2:] in (("by", "date"), ("by", "day"), ("by", "time"))
    if words[-1] in _RECURRING or is_of_each or is_due or words[-1] == "by":
        # Eight o'clock, a Monday, a day of the month: of every day, week and month. Requested by:
        # an account, whose number may be as large as a moment. Read by a date: until then.
        return 0.0
    verdict = _instants(values)
    if verdict == "other" and _has(words, _TIME | _DONE) and _are_written_dates(values):
        # Where a number beside it says the same, that is the time.
        verdict = "written"
    if words[-1] in ID_WORDS and not (verdict == "instants" and _TIME.issuperset(strip_id(words))):
        # The key of a table of days may be the day itself.
        return 0.0
    is_of_month = verdict == "numbers" and words[-1] in _PERIODS and _are_short(values)
    if verdict == "other" or is_of_month:
        # The 12 of a year, a month and a day, each in its column.
        return 0.0
    clearly = _has(words, _TIME) or words[-1] in ("at", "on") or "at" in words[1:]
    done = _has(words, _DONE)
    if not (clearly or done):
        if verdict != "instants" or not _are_recent(values):
            return 0.0
        if _has(words, _OF_FILES):
            return 0.3
        dated = any(kind in declared.lower() for kind in ("date", "time"))
        return 0.7 if dated else 0.66
    if not clearly and not (verdict == "instants" or ("last" in words and verdict == "none")):
        return 0.0
    is_last = words[-1] == "time"
    if verdict == "numbers" and "time" in words and (_are_short(values) or (is_last and done)):
        # play_time, playtime_forever, execution_time: how long it took.
        return 0.0
    if verdict == "numbers" and "current" in words:
        # Where in a song one is.
        return 0.0
    if _has(words, _LATER):
        strength = 0.3
    elif _has(words, _CREATED):
        strength = 0.65
    else:
        strength = 1.0 if done else 0.85
    if verdict == "none" and values:
        # In all rows that were looked at nothing is there.
        strength *= 0.5
    return strength * {"instants": 1.0, "none": 0.8, "numbers": 0.6, "written": 0.6}[verdict]


def is_time_of_use(words: Words, is_of_item: bool) -> bool:
    """Return whether a time in a row says when its item was last played, read, opened."""
    if "last" in words and _has(words, _LAST_USES) and not _has(words, _LATER | _CREATED):
        return True
    if "recent" in words and words[-1:] in (("time",), ("at",), ("date",)):
        return True
    if not (is_of_item or "last" in words):
        # Tasks are completed as well, and tickets opened.
        words = tuple(w for w in words if w not in _ENDED)
    return _has(words, USED) and not _has(words, _LATER | _CREATED)


def flag_of_use(words: Words, table: Words, values: Sequence[Cell]) -> int | None:
    """Return what a column has where an item was played, read, seen; None: it is no such mark."""
    rest = [w for w in words if w not in ("is", "was", "has", "been")]
    is_state = len(rest) > 1 and rest[-1] in ("status", "state", "flag")
    if is_state:
        rest = rest[:-1]
    if rest[:1] == ["in"] and rest[-1:] == ["list"]:
        # in_seen_list
        rest = rest[1:-1]
    if len(rest) == 2 and any(same_noun(rest[0], noun) for noun in table):
        # episode_watched, of a table of episodes.
        rest = rest[1:]
    present = {v for v in values if v is not None}
    if present == {1} and None in values and rest != ["recent"]:
        # What was never touched has no mark.
        present = {0, 1}
    if len(rest) != 1 or 0 not in present or not present <= {0, 1, 2, 3} or len(present) < 2:
        return None
    word = rest[0]
    if present != {0, 1} and (word not in USED or (is_state and word not in PAST)):
        # Of three states of watching one may be what is still to be watched.
        return None
    if word.startswith("un") and word[2:] in USED:
        return 0
    is_use = word in USED or word == "recent"
    return 1 if is_use and word != "opened" else None


def title_strength(words: Words, table: Words, values: Sequence[Cell]) -> float:
    """Return how much a column looks like the titles of its table's items."""
    if not words or words[-1] in ID_WORDS:
        return 0.0
    texts = [v for v in values if isinstance(v, str) and v]
    present = [v for v in values if v is not None and v != ""]
    if present and len(texts) < 0.5 * len(present):
        return 0.0
    if texts and _instants(texts) == "instants":
        return 0.0
    named = _title_by_name(words, table)
    if sum(_SLUG.fullmatch(text) is not None for text in texts) > 0.5 * len(texts):
        # What stands in an address for a title: low-water.
        return min(named, 0.4)
    if named == 0 and len(texts) > 1 and _are_titles(texts):
        return 0.4
    return named if texts else 0.9 * named


def are_lists(values: Sequence[Cell]) -> bool:
    """Return whether texts are JSON, or arrays as PostgreSQL writes them, and no names."""
    texts = [v.strip() for v in values if isinstance(v, str) and v]
    return bool(texts) and all(v[0] + v[-1] in ("[]", "{}") for v in texts if v)


def artist_strength(words: Words) -> float:
    """Return how much a column looks like the name of who made an item."""
    stem = words[:-1] if words[-1:] == ("name",) and len(words) > 1 else words
    if not stem or stem[-1] not in _MAKERS or _has(words, frozenset({"sort", "count"})):
        return 0.0
    return 1.0 - 0.05 * _MAKERS.index(stem[-1]) - 0.1 * (len(stem) - 1)


def user_strength(words: Words, values: Sequence[Cell], table: Words = ()) -> float:
    """Return how much a column looks like whose row, of a table of that name, it is."""
    stem = strip_id(words)
    if not words:
        return 0.0
    present = {v for v in values if v is not None}
    is_mark = words[0] in ("is", "has", "was") and present <= {0, 1}
    if stem == words and (is_mark or present in ({0, 1}, {"t", "f"})):
        # A mark of those who are members.
        return 0.0
    if len(stem) > 1 and stem[-1] == "user" and stem[0] in _SAID_OF:
        # The state that the person says it is in.
        return 0.0
    if words in (("uid",), ("user", "login")):
        strength = 0.8
    elif not stem:
        return 0.0
    elif stem[-1] in USERS:
        strength = 0.95
    elif len(stem) > 1 and stem[-1] in _WHOSE and stem[-2] in USERS:
        strength = 0.9
    elif stem[-1] == "email" and (len(stem) == 1 or stem[-2] in USERS):
        strength = 0.8
    elif stem[-1] == "by" and len(stem) > 1 and stem[-2] in _DONE:
        # Who asked for the song, bought the book, watched the film.
        strength = 0.9
    elif stem[-1] in USERS_PERHAPS:
        strength = 0.5
    elif _is_who_does(stem[-1], table):
        # The liker, of likes.
        strength = 0.92
    else:
        return 0.0
    if len(stem) == 1:
        strength += 0.02
    return strength * (0.3 if values and all(v in (None, "") for v in values) else 1.0)


def _is_who_does(noun: str, table: Words) -> bool:
    """Return whether a noun is whose the opinions in a table are: the liker, of likes.

    The streamer of streams may be another, and the lender of loans is.
    """
    if len(noun) < _AGENT or not noun.endswith(("er", "or")) or _OPINIONS.isdisjoint(table[-1:]):
        return False
    return share_a_stem((noun[:-2],), table[-1:])


def is_rating(words: Words, values: Sequence[Cell]) -> bool:
    """Return whether a column holds what a person gave an item."""
    return _has(words, _RATINGS) and not _has(words, _NO_RATING) and _are_ratings(values)


def weight_strength(words: Words, values: Sequence[Cell]) -> float:
    """Return how much a column looks like how often, how many or for how long; 1 is a count."""
    if not _are_numbers(values) or _has(words, _NO_WEIGHT):
        return 0.0
    if _has(words, _COUNTS):
        return 1.0
    timed = words[-1:] == ("time",) and _has(words, USED | {"total", "listening", "reading"})
    if words[-1:] == ("amount",) and all(isinstance(v, int) and 0 < v < 1000 for v in values):
        return 0.6
    if _has(words, _AMOUNTS) and _has(words, USED):
        return 0.8
    if _has(words, _AMOUNTS) or (timed and _instants(values) != "instants"):
        return 0.7
    return 0.0


def _title_by_name(words: Words, table: Words) -> float:
    last, before = words[-1], words[:-1]
    if before == ("title",) and last in _TITLED_IN:
        return _TITLED_IN[last]
    of_table = bool(before) and bool(table) and same_noun(before[-1], table[-1])
    if last in _TITLES:
        other = _has(before, _OTHER_NAMES) and not of_table
        # Of episodes the episode's title rather than the podcast's.
        further = 0.01 if of_table else 0.03
        return 0.45 if other else _TITLES[last] - (further if before else 0.0)
    if last == "number" and of_table and len(before) == 1:
        # Rooms are known by theirs.
        return 0.66
    if last in ("name", "names"):
        if not before or of_table:
            return 0.95
        if before == ("full",):
            # A person's is no title.
            return 0.2 if table and table[-1:] and _is_person_noun(table[-1]) else 0.85
        if before[-1] in ITEMS:
            return 0.85 if before[-1] not in ("artist", "album", "series") else 0.4
        return 0.2 if _has(before, _OTHER_NAMES) else 0.7
    if words == ("question",) and table and same_noun(last, table[-1]):
        return 0.7
    if last in _TITLES_PERHAPS:
        return _TITLES_PERHAPS[last]
    if len(words) == 1 and table and same_noun(last, table[-1]):
        return 0.85
    if not before and table and last in (f"{table[-1][0]}name", f"{table[-1][0]}title"):
        # bname, of boats.
        return 0.85
    return 0.0


def _is_person_noun(word: str) -> bool:
    return any(same_noun(word, person) for person in PERSONS)


def _are_titles(texts: Sequence[str]) -> bool:
    good = [t for t in texts if _WORD.search(t) and not _NO_TITLE.fullmatch(t)]
    distinct = len(set(texts)) >= 0.8 * len(texts)
    return distinct and len(good) >= 0.9 * len(texts) and sum(map(len, good)) >= 4 * len(good)


def _has(words: Words, among: frozenset[str] | set[str]) -> bool:
    return not among.isdisjoint(words)


def _are_ratings(values: Sequence[Cell]) -> bool:
    """Return whether most values are ratings in one of the forms that are read: 4.5, 4,5, 8/10."""
    present = [v for v in values if v is not None and not is_unrated(v)]
    return sum(read_rating(v) is not None for v in present) >= 0.8 * len(present)


def _are_numbers(values: Sequence[Cell]) -> bool:
    present = [v for v in values if v is not None and v != ""]
    return all(_number(v) is not None for v in present)


def _number(value: Cell) -> float | None:
    if isinstance(value, str):
        return float(value) if _DIGITS.fullmatch(value.strip()) else None
    return value if isinstance(value, int | float) else None


def _instants(values: Sequence[Cell]) -> str:
    """Return ``instants``, ``numbers`` that may be some, ``none`` at all, or ``other`` values."""
    # 0, -1 and '' stand for never in many files.
    present = [v for v in values if not (v is None or v in (0, -1, "", "0") or is_never(v))]
    if not present:
        return "none"
    good = sum(_is_instant(v) for v in present)
    if good >= 0.8 * len(present):
        return "instants"
    return "numbers" if all(_number(v) is not None for v in present) else "other"


def is_never(value: Cell) -> bool:
    """Return whether a text is the least moment that Java or .NET know, which stands for never."""
    return isinstance(value, str) and _NEVER.match(value) is not None


def are_instants(values: Sequence[Cell]) -> bool:
    """Return whether values are moments so surely that nothing need be called a time."""
    return _instants(values) == "instants" and _are_recent([v for v in values if _is_number(v)])


def _is_number(value: Cell) -> bool:
    return isinstance(value, int | float)


def _are_short(values: Sequence[Cell]) -> bool:
    """Return whether numbers are too small for any moment, and for a day written as a number."""
    return all((_number(v) or 0) < _A_DAY for v in values)


def _are_written_dates(values: Sequence[Cell]) -> bool:
    """Return whether values are dates as people read them: ``24/11/2025``, ``Nov 24, 2025``."""
    return all(isinstance(v, str) and is_date(v) for v in values if v not in (None, "", 0, "0"))


def _is_instant(value: Cell) -> bool:
    if isinstance(value, str) and not value[:1].isdigit() and not value[:1].isspace():
        return False
    number = _number(value)
    if number is None:
        return isinstance(value, str) and _ISO.fullmatch(value.strip()) is not None
    # Seconds, milliseconds, microseconds (of browsers since 1601 too) and nanoseconds.
    powers = ((1e8, 4.2e9), (1e11, 4.2e12), (1e14, 2e16), (1e17, 4.2e18))
    if any(low <= number <= high for low, high in powers):
        return True
    return isinstance(value, float) and 2.4e6 <= number <= 2.6e6


def _are_recent(values: Sequence[Cell]) -> bool:
    """Return whether values are instants so surely that the name need not say so."""
    numbers = [n for v in values if v not in (None, 0, "") and (n := _number(v)) is not None]
    scales = (1.0, 1e3, 1e6, 1e9)
    return all(any(8e8 <= n / scale <= 2.1e9 for scale in scales) for n in numbers)
