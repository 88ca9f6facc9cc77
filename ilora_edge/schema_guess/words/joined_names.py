"""Names of which the words are written as one: ``playcount``, and Core Data's ``ZLASTREADDATE``."""

from __future__ import annotations

import re
from functools import lru_cache

from ilora_edge.schema_guess.words.known_words import PERSONS, THINGS, USING
from ilora_edge.schema_guess.words.word_sets import word_set

# Names written without a break ("lastplayed", "playcount") are split where all parts are here.
_PARTS = word_set(
    "last first play plays played watch watched view viewed read listen listens listened "
    "visit visits visited open opened order ordered purchase purchased count counter date time "
    "times stamp ts user users id uuid guid item items movie film book track song artist album "
    "author product customer client member account video episode show game recipe article "
    "title name rating score added created updated modified access accessed started finished "
    "start end total history event log stat number num my is has skip skipped data list stars "
    "acquired quantity seconds loan loaned player reader viewer listener patron person profile "
    "exercise full issue due return enrollment enrolment lesson course channel station podcast "
    "pub place venue wine rent rented bought sold heard seen used feed media release year at "
    "code no ref key hash anime manga comic session sessions reading listening watching "
    "workout workouts recipe recipes "
    "set sets entry entries playback work works author authors category tag collection "
    "dates books movies films tracks songs artists albums videos episodes shows games articles "
    "exercises courses finish content quiz question questions answer answers attempt attempts"
)
# Core Data writes every name in capitals, which tell nothing of its words. These are commoner in
# such names than anything that is made of two others and means something else.
_CORE_DATA = (_PARTS | PERSONS | THINGS | USING) | word_set(
    "active air aired airing amount anilist archived art ascent ascents attempt attempts "
    "attendance audio audiobooks average backdrop backup badge bar barcode bars beans beers begin "
    "begun bookmark bookmarks bookshelf bottle bottles box brand brew brews by cache cached "
    "calorie calories card cards cast catalog cd cellar chapter chapters check checked checkin "
    "checkins city class climb climbs club color comment comments complete completion "
    "completions consumption consumptions cookbook cookings cooks country cover current "
    "currently daily day days db decks deleted desc description detail details device diary "
    "difficulty director disc display distance dive download downloaded drinks duration email "
    "enabled entity events external favorite favorited favorites favourite favourites file "
    "filename finishing flashcard folder foods for format from genre genres goal goals "
    "goodreads group groups habit harvest heart height hidden hikes hour hours icon identifier "
    "igdb image images imdb in index ingredient ingredients instruction instructions intake "
    "interaction interval interview isbn journal kind label language lap laps latest latitude "
    "launches length letterboxd level levels library like liked likes link links listing "
    "listings local location logs longitude lyrics mal managed mark marked match matches max "
    "meals metadata min minute minutes mo mode model month mood musicbrainz network new next "
    "note notes object observation observations of offset old on origin original outing "
    "overall overview owned owners pages parent path pause paused percent percentage picture "
    "places planned plants playlist playlists position poster practice preview price priority "
    "progress provider published publisher question questions quizzes radio rank rated ratings "
    "raw record records region regions repeat repetitions reps reread resume review reviewed "
    "reviews rewatch rides roaster roasters round rounds rss run runs runtime saved schedule "
    "scores screenplay scrobble scrobbles search season seasons section server service "
    "settings shared shelf shop short sighting sightings sitting size slug sort soundtrack "
    "source spread state states stations statistic status stay step steps stop store stored "
    "streak stream string style styles subtitle summary supplement swim synced synopsis table "
    "tags target task tasks tasting tastings template text thread threads thumbnail tmdb to "
    "today topic town trailer training trakt transcript trip trips tv tvdb type types unit "
    "unread unseen unwatched update upto url usage value version viewings vintage visible "
    "volume vote votes walk walks want watchlist water watering waterings wear wears web "
    "website week weight wish wishlist with word words writer"
)
_CORE_DATA_NAME = re.compile(r"Z[A-Z][A-Z0-9]+")
# Words that begin with the letter that Core Data puts in front.
_OWN_Z = re.compile(r"zone|zones|zip.*|zero.*|zoo.*|zoom.*")
# What is no word of these has so many letters, and stands beside one of as many.
_LEAST_UNKNOWN = 4


@lru_cache(None)
def parts_of(word: str) -> tuple[str, ...] | None:
    """Return the fewest known words that a word is made of; None: it has other parts."""
    return _fewest(word, _PARTS)


@lru_cache(1 << 12)
def core_data_words(name: str) -> tuple[str, ...] | None:
    """Return the words of a name that Core Data made of a program's; None: it made no such name.

    >>> core_data_words("ZLASTREADDATE"), core_data_words("ZCOOKINGHISTORYMODEL")
    (('last', 'read', 'date'), ('cooking', 'history', 'model'))
    """
    if not _CORE_DATA_NAME.fullmatch(name) or _OWN_Z.fullmatch(name.lower()):
        return None
    word = name[1:].lower()
    return _fewest(word, _CORE_DATA) or _around_unknown(word) or (word,)


def _around_unknown(word: str) -> tuple[str, ...] | None:
    """Return known words in front of or behind one that is not: ``tvbuddymovie``."""
    found: list[tuple[str, ...]] = []
    for at in range(_LEAST_UNKNOWN, len(word) - _LEAST_UNKNOWN + 1):
        if (behind := _fewest(word[at:], _CORE_DATA)) and len(behind[0]) >= _LEAST_UNKNOWN:
            found.append((word[:at], *behind))
        front = _fewest(word[:at], _CORE_DATA)
        if front and len(front[-1]) >= _LEAST_UNKNOWN:
            found.append((*front, word[at:]))
    known = _CORE_DATA
    # The more letters are known, the fewer are left to be guessed at.
    return min(
        found, key=lambda f: (sum(len(w) for w in f if w not in known), len(f)), default=None
    )


@lru_cache(1 << 14)
def _fewest(word: str, known: frozenset[str]) -> tuple[str, ...] | None:
    if word in known:
        return (word,)
    splits = (
        (word[:n], *rest)
        for n in range(2, len(word) - 1)
        if word[:n] in known and (rest := _fewest(word[n:], known))
    )
    return min(splits, key=len, default=None)
