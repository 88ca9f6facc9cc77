"""What of a title is compared: words without case, accents, punctuation and article order.

Accents are what :mod:`ilora_edge.matching.accents` takes for them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ilora_edge.matching.accents import without_accents
from ilora_edge.matching.editions import OTHER_SOUND, before_editions
from ilora_edge.matching.han_forms import SIMPLIFIED
from ilora_edge.matching.item_facts import year_of
from ilora_edge.matching.title_numbers import counted, spelled
from ilora_edge.matching.title_repairs import repaired
from ilora_edge.matching.title_variants import reworded, rewritten
from ilora_edge.system.patterns import pattern
from ilora_edge.titles import MAX_TITLE_CHARACTERS, move_article

# Four of five titles of films: nothing in them has to be taken away, and a catalogue has thousands.
SIMPLE = pattern(r"([A-Za-z0-9]+(?: [A-Za-z0-9]+)*)(?: \(((?:18|19|20)[0-9]{2})\))?")
_YEAR = pattern(
    r"\s*[(\[](?:(?:tv|mini)[ -]?(?:movie|series|mini[ -]?series|film|short|special)?\s+)?"
    r"((?:18|19|20)[0-9]{2})(?:[-\u2013/]\s?[0-9]{0,4})?[)\]]\s*$",
    re.IGNORECASE,
)
# Heat (1995) [Remastered]
_EDITION_BEHIND = pattern(r"(?<=[0-9][)\]])\s*[(\[]([^()\[\]]*)[)\]]$")
_WORDS = pattern(r"[^\W_]+")
# Of these none means anything but an end of a word.
_FEW_MARKS = pattern(r"[A-Za-z0-9 :;/#?()\[\]-]*")
# Not between words: Schindler's, rock 'n' roll.
_APOSTROPHE = pattern(r"(?<=\w)['\u2019\u2018\u02bc`\u00b4](?=\w)")
# U.S.S.R., and initials with blanks between: J. R. R. is J.R.R.
_ACRONYM = pattern(r"(?<!\w)[^\W\d_]\.(?:\s?[^\W\d_]\.)+(?:[^\W\d_](?!\w))?")
# P!nk, Ke$ha, A$AP, but neither Stop!Look nor $5.
_EXCLAIMS = pattern(r"(?<=[A-Za-z])!(?=[a-z])|(?<=\b[A-Z])!(?=[A-Z])")
_DOLLARS = pattern(r"(?<=[A-Za-z])\$+(?![0-9])|(?<!\w)\$(?=[A-Za-z])")
_SUPERSCRIPT = pattern("(?<=\\w)(?=[\u00b2\u00b3\u00b9\u2070-\u2079\u00bc-\u00be\u2150-\u215e])")
# Letters of their own that catalogues write with plain ones.
_MARKS_OF_TRADE = str.maketrans(
    # A cross between two names is written as an x too.
    {"\u2122": None, "\u00ae": None, "\u00a9": None, "\u2120": None, "\u00d7": " x "}
)
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
    # Two keyboards' letters for one, yeh and kaf, and the line that only stretches a word.
    | {"\u06cc": "\u064a", "\u06a9": "\u0643", "\u0671": "\u0627", "\u0640": ""}
    # A teh that ends a word is written as a heh too.
    | {"\u0629": "\u0647"}
)
# Chinese has two forms of many letters; what has kana is Japanese.
_LETTERS = {**_PLAIN, **SIMPLIFIED}
_KANA = pattern("[\u3041-\u30ff]")
# Vowels of Arabic and of Hebrew, which most texts leave out.
_POINTS = pattern("[\u064b-\u0652\u0670\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]")
_GROUP = pattern(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$")
_SERIES = pattern(
    r"(?i)^(.*\S)\s*[(\[](.*?),?\s*(?:#|\b(?:book|bk\.|volume|vol\.|band|tome|tomo|libro) #?"
    r"|(?<=trilogy|.series) |(?<=cycle) |(?<=saga) )([0-9]{1,3})(?:[-.][0-9]+)?[)\]]$"
)
# Clay Crown: Kiln Saga, Book 2; a graphic novel is another work.
_SERIES_BEHIND = pattern(
    r"(?i)^(.*[^\s:]): (?!.*\b(?:novel|comics?|manga|screenplay)\b)([^:]*[^\s,:])(,?) "
    r"(?:#|(?:book|bk\.|vol\.|volume|band) #?)([0-9]{1,3})$"
)
# S05E14, 1x04, #158 before an episode's own name.
_EPISODE = pattern(
    r"(?i)(?<=\s)[-\u2013\u2014]\s+(?:s[0-9]{1,2}\s?e[0-9]{1,3}|[0-9]{1,2}x[0-9]{1,3}|#[0-9]{1,4}[.:]?)"
    r"(?:\s+[-\u2013\u2014:])?(?=\s+\S)"
)
ANY_CODE = pattern(r"(?i)#[0-9]|s[0-9]+\s?e[0-9]|[0-9]x[0-9]")
_OF_SERIES = pattern("(?i)#|book|bk|vol|band|tom[eo]|libro|trilogy|series|cycle|saga")
_AKA = pattern(r"(?i)^(?:a\.?k\.?a\.?|also known as):?\s+")
_EDITION = pattern(
    r"(?i)\b(?:cut|edition|version|remaster(?:ed)?|unrated|extended|uncut|imax|3d|uhd|4k|theatrical"
    r"|special|anniversary|fassung|deluxe|mono|stereo|live|explicit|clean|bonus track|radio edit"
    r"|feat\.?|ft\.?|featuring|with|unabridged|abridged|illustrated|novel|book|us|uk"
    r"|(?:[0-9]{4}|original|album|single) mix|collection|restor(?:ed|ation)|int[ée]grale?|redux)\b"
)
# Song - 2011 - Remaster
_YEAR_OF_EDITION = pattern(r"\s[-\u2013\u2014]\s(?:19|20)[0-9]{2}$")
# Guests of a track, behind the artist.
_GUESTS = pattern(
    r"(?i)\s+(?:feat\.?|ft\.?|featuring)\s(?:(?!\s[-\u2013\u2014]\s).)+(?=\s[-\u2013\u2014]\s)"
)
ENDS_OF_EDITIONS = ("redux", "remastered", " edition")
"""What a title of letters alone may end with that is no part of the name."""
# All that is looked for behind a name that is simple.
_MORE_BEHIND = pattern(r"(?i) (?:feat|ft|featuring|redux|remastered|edition|or)\b")
_FEATURING = pattern(r"(?i)\s+(?:feat\.?|ft\.?|featuring)\s+.*$")
# Whose film it is, in some catalogues a part of the title.
_WHOSE = pattern(
    r"(?i)^(?:marvel(?: studios)?|(?:walt )?disney|dc|national lampoon|bram stoker|tim burton|mary"
    r" shelley|sid meier|tom clancy|john carpenter|stephen king|wes craven|clive barker|dr\.? seuss"
    r"|tyler perry|monty python)['\u2019]s?\s+(?=\S)"
)
_AFTER_DASH = pattern(r"\s+[-\u2013\u2014]\s+(.*)$")
_AFTER_LAST_DASH = pattern(r"\s+[-\u2013\u2014]\s+((?:(?!\s[-\u2013\u2014]\s).)*)$")
_UMLAUTS = {"\u00e4": "ae", "\u00f6": "oe", "\u00fc": "ue", "\u00f8": "oe", "\u00e5": "aa"}
# Long vowels of Japanese, with a line or a roof above, in either of the ways to write them without.
_LONG_VOWELS = tuple(
    {"\u014d": long, "\u00f4": long, "\u016b": "uu", "\u00fb": "uu"} for long in ("ou", "oo")
)
# Kill Bill 1 is Kill Bill: Vol. 1.
_COUNT = pattern(r" (?:part|vol|volume|chapter|book) (?=[0-9]{1,2}\b)")
_NUMBERED = pattern(r"^(.*\S) (?:[2-9]|1[0-9]|[IVX]{1,4}): (?=\S+ \S)")
_ARTICLES = frozenset(["the", "a", "an"])
_FOREIGN_ARTICLES = frozenset(
    [
        "le",
        "la",
        "les",
        "l",
        "une",
        "il",
        "lo",
        "gli",
        "el",
        "los",
        "las",
        "der",
        "das",
        "het",
        "os",
    ]
)


class TitleKey(NamedTuple):
    """What of a title is compared, and the year it names, if any."""

    words: str
    year: int | None


def title_key(title: str, year: object = None) -> TitleKey:
    """Return a title's words and year; ``year`` is what other columns say: a year, date or facts.

    ``"Matrix, The (1999)"`` and ``"The Matrix"`` with the year 1999 have the same key.
    """
    # The year alone: facts are long, and these keys are kept.
    return (_kept_key if len(title) <= _LONGEST_KEPT else _title_key)(title, year_of(year))


def _title_key(title: str, year: int | None) -> TitleKey:
    if (plain := simple(title)) is not None:
        words, own_year = plain.groups()
        return TitleKey(words.lower(), int(own_year) if own_year else year)
    if _is_of_few_marks(title):
        return TitleKey(_run_together(title), year)
    title = on_one_line(title)
    if not title.endswith((")", "]")):
        return TitleKey(words_of(title), year)
    behind = _EDITION_BEHIND.search(title)
    if behind is not None and _EDITION.search(behind[1]):
        title = title[: behind.start()]
    found = _YEAR.search(title)
    if found is not None and found.start() > 0:
        return TitleKey(words_of(title[: found.start()]), int(found[1]))
    return TitleKey(words_of(title), year)


# A database's titles are asked for to learn them, to find them, and to tell copies.
_LONGEST_KEPT = 200
_kept_key = lru_cache(maxsize=1 << 16)(_title_key)


def words_of(title: str) -> str:
    """Return a title's words as they are compared, with one space between."""
    if (plain := simple(title)) is not None and plain[2] is None:
        return title.lower()
    if _is_of_few_marks(title):
        return _run_together(title)
    title = on_one_line(title)
    if " - " in title and not any(map(str.isalnum, title.rpartition(" - ")[2])):
        # The name of a song may be marks alone, as one by one's name.
        head, _, marks = title.rpartition(" - ")
        return f"{words_of(head)} {''.join(marks.split())}".strip()
    if _FEW_MARKS.fullmatch(title) is not None:
        return _run_together(title) or title
    if "," in title:
        title = move_article(title)
    if "!" in title:
        title = _EXCLAIMS.sub("i", title)
    if "$" in title:
        title = _DOLLARS.sub(lambda found: "s" * len(found[0]), title)
    if title.isascii():
        title = _APOSTROPHE.sub("", title).lower()
    else:
        title = title.translate(_MARKS_OF_TRADE)
        apart = unicodedata.normalize("NFKD", _SUPERSCRIPT.sub(" ", title))
        title = without_accents(_APOSTROPHE.sub("", apart).casefold())
        title = title.translate(_PLAIN if _KANA.search(title) else _LETTERS)
    if "." in title:
        title = _ACRONYM.sub(lambda found: "".join(found[0].replace(".", "").split()) + " ", title)
    title = title.replace("&", " and ").replace(" + ", " and ")
    words = _WORDS.findall(title) if title.isascii() else _runs(title)
    # A title of punctuation alone.
    return " ".join(words) or " ".join(title.split())


def other_words(title: str) -> Iterator[str]:
    """Yield the words of what else a title may be called: without an edition, in parentheses.

    Each names the same work in some catalogue, and others in others: a match by one of these
    needs more, such as the year, to be believed.
    """
    if (plain := simple(title)) is not None and _MORE_BEHIND.search(title) is None:
        yield from _otherwise_written(plain[1].lower())
        return
    title = without_year(title)
    if OTHER_SOUND.search(title) is not None:
        yield from _otherwise_written(words_of(title))
        return
    bare = title
    while group := _GROUP.search(bare):
        inner = _AKA.sub("", group[1]).strip()
        bare = bare[: group.start()]
        if inner and not _EDITION.search(inner) and not year_of(inner):
            yield from and_without_article(words_of(inner))
    bare = _YEAR_OF_EDITION.sub("", before_editions(_FEATURING.sub("", bare)))
    dash = _AFTER_DASH.search(bare)
    if dash is not None and _EDITION.search(dash[1]):
        last = _AFTER_LAST_DASH.search(bare)
        if last is not None and last.start() > dash.start() and _EDITION.search(last[1]):
            # Of a track the first one stands behind the artist.
            yield words_of(bare[: last.start()])
        bare = bare[: dash.start()]
    bare = _WHOSE.sub("", bare.removesuffix(" or"))
    if bare and bare != title:
        yield words_of(bare)
    if found := _NUMBERED.match(bare):
        # The number of a part that has a name of its own.
        yield words_of(f"{found[1]}: {bare[found.end() :]}")
    lower = title.lower()
    if any(umlaut in lower for umlaut in _UMLAUTS):
        yield words_of("".join(_UMLAUTS.get(c, c) for c in lower))
    if not lower.isascii() and any(map(lower.__contains__, _LONG_VOWELS[0])):
        for long in _LONG_VOWELS:
            yield words_of("".join(long.get(c, c) for c in lower))
    forms = map(words_of, (title, bare, *rewritten(title)))
    for n, words in enumerate(dict.fromkeys(forms)):
        yield from (words,) if n else ()
        yield from _otherwise_written(words)


def _otherwise_written(words: str) -> Iterator[str]:
    """Yield words, with their numbers as digits, as one, and without an article."""
    digits = counted(words)
    if digits != words:
        yield digits
    if (uncounted := _COUNT.sub(" ", digits)) != digits:
        yield uncounted
    yield from reworded(digits)
    joined = words.replace(" ", "")
    yield joined
    if not joined.isalpha():
        yield from spelled(words)
    yield from and_without_article(words)


def and_without_article(words: str) -> Iterator[str]:
    """Yield words, and those without their first where that is an article.

    Of other languages than English only articles that begin nothing else, and of names in which
    two words are left: ``Das Boot`` is not ``Boot``.
    """
    yield words
    first, _, rest = words.partition(" ")
    if first in _ARTICLES or (first in _FOREIGN_ARTICLES and " " in rest):
        yield rest


def letters_of(title: str) -> str:
    """Return a title without its year and case, and with all of its accents."""
    title = without_year(title)
    kept = (c for c in title if unicodedata.category(c) != "Cf")
    folded = unicodedata.normalize("NFKC", "".join(kept)).casefold()
    # A dotless i has no capital of its own.
    return " ".join(folded.replace("\u0131", "i").split())


def without_points(words: str) -> str | None:
    """Return words without the vowels of Arabic and Hebrew, None where they have none."""
    bare = _POINTS.sub("", words)
    return bare if bare != words else None


def with_year(title: str, facts: object) -> str:
    """Return a title with the year that its item's facts know, where it has none itself."""
    year = title_key(title, facts).year if title else None
    return title if year is None or title_key(title).year is not None else f"{title} ({year})"


def without_series(title: str) -> str | None:
    """Return ``Dune`` for ``Dune (Dune, #1)``, None where no series stands behind a title.

    None too for a further volume that has only the series' name: the first is called like it.
    """
    found = series_of(title)
    if found is None:
        return None
    name, series, number = found
    is_named_so = words_of(name) in (words_of(series), words_of(f"The {series}"))
    return None if is_named_so and number != "1" else name


def series_of(title: str) -> tuple[str, str, str] | None:
    """Return name, series and number of ``Dune (Dune, #1)`` or ``Dune: Dune, Book 1``."""
    if not title[-2:].rstrip(")]")[-1:].isdigit() or _OF_SERIES.search(title) is None:
        return None
    title = on_one_line(title)
    if behind := _SERIES_BEHIND.match(title):
        name, series, comma, number = behind.groups()
        # Without a comma it is one where the title begins with it.
        is_one = comma or words_of(name).startswith(f"{words_of(series)} ")
        return (name, series, number) if is_one else None
    found = _SERIES.match(title)
    return None if found is None else (found[1], found[2], found[3])


def series_in_front(title: str) -> str | None:
    """Return ``Ember Saga: Ash`` for ``Ash (Ember Saga, #2)``, None where no series is behind."""
    found = series_of(title)
    return None if found is None else f"{found[1]}: {found[0]}"


def has_number(title: str) -> bool:
    """Whether a title says which of a series, or of a show's episodes, it is."""
    return "#" in title or without_series(title) is not None or without_code(title) is not None


def without_code(title: str) -> str | None:
    """Return ``Show - Its Title`` for ``Show - S05E14 - Its Title``, None without such a code."""
    if " " not in title or ANY_CODE.search(title) is None:
        return None
    title = on_one_line(title)
    bare = _EPISODE.sub("-", title, count=1)
    return bare if bare != title else None


def without_edition(title: str) -> str | None:
    """Return ``Dune`` for ``Dune: A Novel`` or ``Dune (Penguin Modern Classics)``, else None.

    The year behind a title goes with its edition.
    """
    whole = without_year(title)
    bare = before_editions(_GUESTS.sub("", whole, count=1))
    return bare if bare != whole else None


def simple(title: str) -> re.Match[str] | None:
    """Return words and year of a title of letters and digits alone, None for any other."""
    return SIMPLE.fullmatch(title) if len(title) <= MAX_TITLE_CHARACTERS else None


def _is_of_few_marks(title: str) -> bool:
    """Whether nothing in a title is mended, taken away or means more than an end of a word.

    Of a library's episodes, each with its show in front, nearly all are.
    """
    is_short = len(title) <= MAX_TITLE_CHARACTERS
    # With a letter or a digit behind, no year stands there, nor a name of marks alone.
    return is_short and title[-1:].isalnum() and _FEW_MARKS.fullmatch(title) is not None


def _run_together(title: str) -> str:
    return " ".join(_WORDS.findall(title.lower()))


def without_year(title: str) -> str:
    """Return a title without the year behind it, and without runs of blanks."""
    title = on_one_line(title)
    found = _YEAR.search(title) if title.endswith((")", "]")) else None
    return title[: found.start()] if found is not None and found.start() > 0 else title


def on_one_line(title: str) -> str:
    """Return a title repaired, without runs of blanks, and no longer than titles are.

    Expressions that begin with any number of blanks would try each of a run anew.
    """
    return " ".join(repaired(title[:MAX_TITLE_CHARACTERS]).split())


def _runs(text: str) -> list[str]:
    """Return the runs of letters, marks and digits."""
    words: list[str] = []
    run: list[str] = []
    for c in text:
        if unicodedata.category(c)[0] in "LMN":
            run.append(c)
        elif run:
            words.append("".join(run))
            run = []
    if run:
        words.append("".join(run))
    return words
