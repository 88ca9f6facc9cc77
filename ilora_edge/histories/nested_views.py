"""Views made of views: each level may double the work of reading a query, before a step is counted.

SQLite puts a view's SELECT in the place of its name, again in what that names, and so on; thirty
views that each name another twice come to a thousand million, and nothing can interrupt that.
"""

from __future__ import annotations

import sqlite3
from collections import Counter

from ilora_edge.system.patterns import pattern

_MOST = 2_000
"""SELECTs that a view may come to; an application's come to a dozen."""
_WORD = pattern(r"[\w$]+")


def overgrown_views(connection: sqlite3.Connection) -> frozenset[str]:
    """Return the names, in lower case, of views that come to more SELECTs than any has."""
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'view' AND length(sql) < 1000000"
    try:
        texts = {str(name).lower(): str(sql).lower() for name, sql in connection.execute(query)}
    except sqlite3.DataError:
        # A name of megabytes, which whoever asks for it is told of.
        return frozenset()
    named = {view: _named(view, text, texts) for view, text in texts.items()}
    sizes = dict.fromkeys(texts, 1)
    # Sizes at least double from level to level where they explode; those of a circle, which SQLite
    # refuses itself, never come to rest.
    for _ in range(len(texts)):
        before = sizes
        sizes = {
            view: min(_MOST + 1, 1 + sum(n * before[other] for other, n in found.items()))
            for view, found in named.items()
        }
        if sizes == before or all(size > _MOST for size in sizes.values()):
            break
    return frozenset(view for view, size in sizes.items() if size > _MOST)


def _named(view: str, text: str, texts: dict[str, str]) -> dict[str, int]:
    """Return how often a view's text names which others."""
    words = Counter(_WORD.findall(text))
    found = {word: n for word, n in words.items() if word in texts and word != view}
    odd = (name for name in texts if name != view and not _WORD.fullmatch(name))
    return found | {name: n for name in odd if (n := text.count(name))}


def names_one(query: str, values: list[str], views: frozenset[str]) -> bool:
    """Whether a query, or one of its values, names one of these views."""
    text = query.lower()
    words = {*_WORD.findall(text), *(value.lower() for value in values)}
    return any(view in words or (not _WORD.fullmatch(view) and view in text) for view in views)
