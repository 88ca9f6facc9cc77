"""The words in the names of tables and columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

from ilora_edge.schema_guess.words.foreign_words import plain, to_english
from ilora_edge.schema_guess.words.joined_names import core_data_words, parts_of
from ilora_edge.schema_guess.words.word_sets import word_set as word_set

Words: TypeAlias = tuple[str, ...]


ID_WORDS = word_set("id ids oid did uuid guid key fk pk no nr code ref rowid hash md sha")
# Whose ids they are says nothing of what they are ids of.
PROVIDERS = word_set("trakt tmdb tvdb imdb igdb mal anilist musicbrainz discogs goodreads")
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

_OF_CLASSES = word_set("entity model dto mo")
# CDBook, ManagedBook: Core Data has it.
_KEPT = word_set("cd managed")


# Who likes a review need not like the film.
_REMARKS = word_set("review comment reply achievement")


@lru_cache(maxsize=1 << 14)
def split_words(name: str) -> tuple[str, ...]:
    """Return the words of a name in snake, camel or Pascal case, in lower case.

    >>> split_words("lastPlayedAt"), split_words("OrderID"), split_words("play_count")
    (('last', 'played', 'at'), ('order', 'id'), ('play', 'count'))
    """
    if (joined := core_data_words(name)) is not None:
        return to_english(joined)
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


def without_class(words: Words) -> Words:
    """Return a table's name without what a program calls the class of its rows: EpisodeEntity."""
    if len(words) > 1 and words[-1] in _OF_CLASSES:
        words = words[:-1]
    return words[1:] if len(words) > 1 and words[0] in _KEPT else words


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
    return [*(parts_of(word) or _with_ending(word) or [word])]


def _with_ending(word: str) -> list[str] | None:
    """Return a name and what it says of it, written in one: ``visitorid``, ``venuename``."""
    if not word.isascii() or word in _NO_ENDING:
        return None
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 3:
            return [*(parts_of(stem) or [stem]), ending]
    return None


def _forms(word: str) -> set[str]:
    forms = {word, {"people": "person", "children": "child", "persons": "person"}.get(word, word)}
    if word.endswith("ies"):
        forms.add(word[:-3] + "y")
    if word.endswith("es") and len(word) > 4:
        forms.add(word[:-2])
    if word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        forms.add(word[:-1])
    return forms
