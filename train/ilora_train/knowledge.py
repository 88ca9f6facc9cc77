"""Texts about films, to pretrain on: which words of a title go with which films.

The format is that of the public collection prust/wikipedia-movie-data: one gzipped JSON list per
decade, each film with ``title``, ``year``, ``genres``, ``cast`` and ``extract``.
"""

from __future__ import annotations

import json
import random
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ilora_edge.errors import RecipeError, reason
from ilora_edge.importers.records.bounded import Unpacked
from ilora_edge.system.plain_file import open_plain
from ilora_edge.titles import move_article
from ilora_train.data import TrainingItem
from ilora_train.rows import RowMaker, text_trees
from ilora_train.trees import Tree

_YEAR = re.compile(r"\((\d{4})\)\s*$")
_ALSO_KNOWN_AS = re.compile(r"\([^)]*\)")
_NOT_WORD = re.compile(r"\W+")
N_CAST = 4


@dataclass(frozen=True, slots=True)
class Text:
    """What is said of one film; ``index`` is its encoder index, 0 outside the catalogue."""

    title: str
    words: str
    index: int


def read_texts(folder: Path, items: Sequence[TrainingItem]) -> list[Text]:
    """Read every film's text, those of the catalogue first; raise RecipeError where none is.

    A film is a catalogue item where title and year agree; years may differ by one.
    """
    by_key = {}
    for index, item in enumerate(items, 1):
        year = _YEAR.search(item.title)
        if year:
            by_key[_key(_YEAR.sub("", item.title)), int(year[1])] = index
    files = sorted(folder.glob("movies-*.json.gz"))
    if not files:
        raise RecipeError(f"{folder}: backbone.texts: holds no movies-*.json.gz")
    found = [text for path in files for film in _read(path) if (text := _text(film, by_key))]
    # An item's own title, as prompts have it: spelling and year may differ by a little.
    texts = [replace(t, title=items[t.index - 1].title) if t.index else t for t in found]
    return sorted(texts, key=lambda text: (text.index == 0, text.index, text.title))


def text_rows(
    texts: Sequence[Text], maker: RowMaker, n: int, n_tokens: int, rng: random.Random
) -> list[Tree]:
    """Return the rows of ``n`` texts: from the title to the words, and from the words back.

    The catalogue's own come first; ``n_tokens`` of the words are read.
    """
    known = [text for text in texts if text.index]
    others = [text for text in texts if not text.index]
    picked = rng.sample(known, min(len(known), n))
    picked += rng.sample(others, min(len(others), n - len(picked)))
    return [
        tree
        for text in picked
        for tree in text_trees(maker.builder, text.title, text.words, text.index, n_tokens)
    ]


def _read(path: Path) -> list[Any]:
    try:
        films = json.loads(_unpacked(path))
    except (OSError, EOFError, zlib.error, ValueError, RecursionError) as error:
        raise RecipeError(f"{path}: cannot be read ({reason(error)})") from error
    if not isinstance(films, list):
        raise RecipeError(f"{path}: is not a list of films")
    return films


def _unpacked(path: Path) -> bytes:
    with open(path, "rb", opener=open_plain) as file:
        return Unpacked(file, path.stat().st_size).readall()


def _text(film: Any, by_key: dict[tuple[str, int], int]) -> Text | None:
    try:
        title, year = str(film["title"]), int(film["year"])
        cast = [str(name) for name in film.get("cast", [])][:N_CAST]
        genres = [str(name) for name in film.get("genres", [])]
        extract = str(film.get("extract") or "")
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return None
    words = ". ".join(part for part in (", ".join(genres), ", ".join(cast), extract) if part)
    # JSON can spell half a character, which no tokenizer takes.
    words = words.encode("utf-8", "replace").decode("utf-8")
    if not words:
        return None
    index = next((i for y in (year, year - 1, year + 1) if (i := by_key.get((_key(title), y)))), 0)
    return Text(f"{title} ({year})", words, index)


def _key(title: str) -> str:
    plain = move_article(_ALSO_KNOWN_AS.sub("", title)).casefold()
    return _NOT_WORD.sub(" ", plain).strip().removeprefix("the ")
