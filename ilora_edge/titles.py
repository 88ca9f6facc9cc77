"""Titles as untrusted text: articles put back in front, and what a terminal may show."""

from __future__ import annotations

import re
import unicodedata

MAX_TITLE_CHARACTERS = 1000
"""Of a title that is read from a file: a prompt has room for a fraction of it."""

# Articles that catalogues sort behind a comma. They are capitalised there; the English ones
# count in any spelling ("matrix, the"), the others would hit ordinary words in lower case.
_ENGLISH = frozenset({"the", "a", "an"})
_FOREIGN = frozenset(
    {
        *("Le", "La", "Les", "Un", "Une", "Des"),  # French
        *("Il", "Lo", "Gli", "Una", "El", "Los", "Las", "Unos", "Unas"),  # Italian, Spanish
        *("Der", "Die", "Das", "Den", "Ein", "Eine"),  # German
        *("De", "Het", "Een", "Det", "En", "Ett", "Et"),  # Dutch, Swedish, Danish, Norwegian
        *("Um", "Uma", "Els", "Az"),  # Portuguese, Catalan, Hungarian
    }
)
# Italian and Portuguese articles that are English words or letters ("Me, Myself, I"):
# believed only inside parentheses, where the original title stands.
_ORIGINAL_TITLE_ONLY = frozenset({"I", "O", "Os", "As", "Uno"})
_ELIDED = frozenset(article + mark for article in ("L", "Un", "Gl") for mark in "'\u2019")

_AKA = re.compile(r"(?i)(?:a\.?k\.?a\.?|also known as):?\s+")
# An untrusted title can nest parentheses deeper than Python's stack; no real one does.
_MAX_NESTING = 4

_LONGEST_ID = 120

_UNSAFE_CATEGORIES = frozenset({"Cc", "Cf", "Cs"})
# Invisible, although Unicode does not count them among the format characters (Cf).
_INVISIBLE = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2065\u3164\uffa0"
    + "".join(map(chr, range(0xFE00, 0xFE10)))
    + "".join(map(chr, range(0xE0100, 0xE01F0)))
)


def move_article(title: str) -> str:
    """Put an article that trails behind a comma back in front, keeping year and parentheses.

    ``"Shawshank Redemption, The (1994)"`` becomes ``"The Shawshank Redemption (1994)"``;
    titles in parentheses are treated alike. Other commas stay, outer white space goes.
    """
    return _move(title.strip(), nesting=0)


def printable(text: str) -> str:
    """Return what a terminal may see of untrusted text, on one line.

    Control, bidirectional, zero-width and other invisible characters and lone surrogates are
    dropped; each run of white space, line ends included, becomes one space. Never raises.
    """
    if not (text.isascii() and text.isprintable()):
        text = "".join(filter(is_shown, text))
    return " ".join(text.split())


def shown_id(text: str) -> str:
    """Return an id in quotes for a message: escaped where a terminal would show nothing of it.

    One that is longer than a line lacks its middle.
    """
    shown = printable(text)
    quoted = repr(shown) if shown or not text else ascii(text)
    if len(quoted) > _LONGEST_ID:
        half = _LONGEST_ID // 2
        return f"{quoted[:half]} ... {quoted[-half:]}"
    return quoted


def is_shown(character: str) -> bool:
    """Return whether a terminal may see a character of untrusted text as it is."""
    if character.isspace():
        return True
    if unicodedata.category(character) in _UNSAFE_CATEGORIES:
        return False
    return character not in _INVISIBLE


def _move(text: str, nesting: int) -> str:
    groups: list[str] = []
    while (start := _last_group(text)) is not None:
        base = text[:start].rstrip()
        groups.append(text[len(base) : start] + _move_inside(text[start:], nesting))
        text = base
    return _front(text, nesting) + "".join(reversed(groups))


def _last_group(text: str) -> int | None:
    """Return where the parenthesised group that ends the text begins."""
    if not text.endswith(")"):
        return None
    depth = 0
    for index in range(len(text) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(text[index], 0)
        if depth == 0:
            return index
    return None


def _move_inside(group: str, nesting: int) -> str:
    if nesting >= _MAX_NESTING:
        return group
    inner = group[1:-1]
    aka = _AKA.match(inner)
    prefix = aka.group() if aka else ""
    return f"({prefix}{_move(inner[len(prefix) :], nesting + 1)})"


def _front(text: str, nesting: int) -> str:
    split = _split_article(text, nesting)
    if split is None:
        return text
    rest, article = split
    # "Foo, A, The" is a list and "Ooh La, La" repeats a word: neither has an article.
    is_list = _split_article(rest, nesting) is not None
    if is_list or rest.split()[-1].casefold() == article.casefold():
        return text
    return f"{article}{rest}" if article in _ELIDED else f"{article} {rest}"


def _split_article(text: str, nesting: int) -> tuple[str, str] | None:
    rest, _, tail = text.rpartition(",")
    rest, article = rest.rstrip(), tail.lstrip()
    # A comma without a space is not one that sorts ("10,000 BC").
    if not rest or rest.endswith(",") or article == tail:
        return None
    known = (
        article.lower() in _ENGLISH
        or article in _FOREIGN
        or article in _ELIDED
        or (nesting > 0 and article in _ORIGINAL_TITLE_ONLY)
    )
    return (rest, article) if known else None
