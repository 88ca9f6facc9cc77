"""The words in the names of tables and columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

from ilora_edge.schema_guess.words.foreign_words import plain, to_english

Words: TypeAlias = tuple[str, ...]


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


ID_WORDS = word_set("id ids oid did uuid guid key fk pk no nr code ref rowid hash md sha")
# Whose ids they are says nothing of what they are ids of.
PROVIDERS = word_set("trakt tmdb tvdb imdb igdb mal anilist musicbrainz discogs goodreads")
# Names written without a break ("lastplayed", "playcount") are split where all parts are here.
_PARTS = word_set(
    "last first play plays played watch watched view views viewed read listen listens listened "
    "visit visits visited open opened order ordered purchase purchased count counter date time "
    "times stamp ts user users id uuid guid item items movie film book track song artist album "
    "author product customer client member account video episode show game recipe article title "
    "name rating score added created updated modified access accessed started finished start "
    "end total history event log stat number num my is has skip skipped data list stars acquired "
    "quantity seconds loan loaned player reader viewer listener patron person profile exercise "
    "full issue due return enrollment enrolment lesson course channel station podcast pub place "
    "venue wine rent rented bought sold heard seen used feed media release year at code no ref key "
    "hash anime manga comic session sessions reading listening watching workout workouts recipe "
    "recipes "
    "set sets entry entries playback work works author authors category tag collection "
    "dates books movies films tracks songs artists albums videos episodes shows games articles "
    "exercises courses finish content"
)
_WHOLE = word_set(
    "timestamp datetime username nickname filename firstname lastname surname birthday runtime "
    "timezone metadata playlist watchlist wishlist download reading timeout checkout"
)
# These stand behind a name without a break; in some words they are none.
_ENDINGS = ("id", "name", "date", "title", "type")
_NO_ENDING = word_set(
    "valid invalid android unpaid prepaid solid fluid liquid rapid hybrid avoid acid candid plaid "
    "covid steroid asteroid polaroid vivid humid timid stupid orchid update candidate mandate "
    "validate invalidate consolidate accommodate outdate subtitle rename hostname codename "
    "prototype archetype stereotype genotype phenotype subtype datatype mimetype filetype "
    "pathname classname typename tablename fieldname filedate"
)
_LONGEST = 32
# tblBooks, t_ord: they say only that it is a table.
_OF_TABLES = word_set("tbl t tb tab")
_DONE_WITH = ("read", "views", "votes", "ratings", "likes", "subscriptions", "items", "plays")
_DESCRIBING = word_set(
    "info infos information description descriptions translation translations detail details lang "
    "langs text texts i18n title titles table tbl"
)


# Who likes a review need not like the film.
_REMARKS = word_set("review comment reply achievement")


@lru_cache(maxsize=1 << 14)
def split_words(name: str) -> tuple[str, ...]:
    """Return the words of a name in snake, camel or Pascal case, in lower case.

    >>> split_words("lastPlayedAt"), split_words("OrderID"), split_words("play_count")
    (('last', 'played', 'at'), ('order', 'id'), ('play', 'count'))
    """
    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", name)
    spaced = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1 \2", spaced)
    parts = re.findall(r"[^\W\d_]+|\d+", plain(spaced))
    words = to_english([word for part in parts for word in _split_compound(part)])
    return words[1:] if len(words) > 1 and words[0] in _OF_TABLES else words


def common_prefix(names: Sequence[Words]) -> Words:
    """Return the word that most names begin with, or none: ``oc_order``, ``oc_product``."""
    first = Counter(words[0] for words in names if len(words) > 1)
    word, n = max(first.items(), key=lambda f: f[1], default=("", 0))
    return (word,) if n >= 3 and n > 0.6 * len(names) else ()


def part_from(words: Words, nouns: frozenset[str]) -> Words:
    """Return a name whose last word is another table's and what is done with it run together.

    >>> part_from(("threadsread",), frozenset({"threads", "users"}))
    ('threads', 'read')
    """
    for ending in _DONE_WITH if words else ():
        noun = words[-1].removesuffix(ending)
        if noun != words[-1] and not nouns.isdisjoint(_forms(noun) | {f"{noun}s"}):
            return (*words[:-1], noun, ending)
    return words


def without_suffix(words: Words) -> Words:
    """Return a table's name without what says only that it describes: ``order_statuses_info``."""
    while len(words) > 1 and words[-1] in _DESCRIBING:
        words = words[:-1]
    return words


@lru_cache(maxsize=1 << 16)
def same_noun(one: str, other: str) -> bool:
    """Return whether two words are the same but for singular and plural."""
    return not _forms(one).isdisjoint(_forms(other))


def is_remark(words: Words) -> bool:
    """Return whether a table's rows are what was said of things, or given for doing something."""
    last = without_suffix(words)[-1:]
    return bool(last) and is_noun_among(last[0], _REMARKS)


def is_noun_among(word: str, nouns: frozenset[str]) -> bool:
    """Return whether a word is one of some, but for singular and plural."""
    return not _forms_of_all(nouns).isdisjoint(_forms(word))


@lru_cache(maxsize=256)
def _forms_of_all(nouns: frozenset[str]) -> frozenset[str]:
    return frozenset(form for noun in nouns for form in _forms(noun))


def share_a_stem(one: Words, other: Words) -> bool:
    """Return whether names have a word in common: ``listened_at`` and ``listens``."""
    return not {_stem(w) for w in one}.isdisjoint({_stem(w) for w in other})


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s", "d", "e"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=1 << 14)
def strip_id(words: Words) -> Words:
    """Return the noun of a reference: ``('movie', 'id')`` and ``('id', 'movie')`` are movies."""
    if len(words) > 1 and words[-1] in ID_WORDS:
        return strip_id(words[:-1])
    if len(words) > 2 and words[-1].isdigit() and words[-2] in ID_WORDS:
        # user_sha1
        return strip_id(words[:-2])
    if len(words) > 1 and words[-1] in PROVIDERS:
        return strip_id(words[:-1])
    if len(words) > 1 and words[0] in ("id", "fk", "pk"):
        return words[1:]
    return () if words and words[0] in ID_WORDS and len(words) == 1 else words


def _split_compound(word: str) -> list[str]:
    if word in _WHOLE or len(word) > _LONGEST:
        return [word]
    if word.startswith("tbl") and len(word) > 5:
        return ["tbl", *_split_compound(word[3:])]
    if word[0] == "z" and (parts := _parts_of(word[1:])) is not None:
        # Core Data's prefix: ZLASTDATEPLAYED.
        return parts
    return _parts_of(word) or _with_ending(word) or [word]


def _with_ending(word: str) -> list[str] | None:
    """Return a name and what it says of it, written in one: ``visitorid``, ``venuename``."""
    if not word.isascii() or word in _NO_ENDING:
        return None
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 3:
            return [*(_parts_of(stem) or [stem]), ending]
    return None


@lru_cache(None)
def _parts_of(word: str) -> list[str] | None:
    """Return the fewest known words that a word is made of."""
    if word in _PARTS:
        return [word]
    splits = (
        [word[:n], *rest]
        for n in range(2, len(word) - 1)
        if word[:n] in _PARTS and (rest := _parts_of(word[n:]))
    )
    return min(splits, key=len, default=None)


def _forms(word: str) -> set[str]:
    forms = {word, {"people": "person", "children": "child", "persons": "person"}.get(word, word)}
    if word.endswith("ies"):
        forms.add(word[:-3] + "y")
    if word.endswith("es") and len(word) > 4:
        forms.add(word[:-2])
    if word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        forms.add(word[:-1])
    return forms
