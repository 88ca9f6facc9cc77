"""Title vectors that are kept: a library's titles are read by the backbone once.

They are kept by the titles' texts, so that for those that are kept no tokenizer is needed.
They are in ``titles.db`` in the person's cache folder, a convenience and never a need: without it,
or where it is damaged, titles are read again.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ilora_edge.llama.options import EngineOptions
from ilora_edge.prompt import PromptFormat
from ilora_edge.system.cache_database import cache_database
from ilora_edge.untrusted.gguf_reader import GGUFHeader

FloatArray = npt.NDArray[np.float32]

FILE = "titles.db"
_TABLE = "CREATE TABLE IF NOT EXISTS vectors (title BLOB PRIMARY KEY, halves BLOB NOT NULL)"
_MOST = 200_000
"""Vectors that are kept, of all libraries; beyond it all is forgotten at the next write."""


class TitleVectors:
    """Returns the vectors of titles, read by the backbone where they are not kept.

    Parameters
    ----------
    path, sha256
        The backbone's file, and what vectors are kept by.
    bos
        What the backbone wants before a text; None: nothing.
    written
        How titles are written.
    settle
        Gives how llama.cpp runs, and the backbone's checked header; asked when a title is new.
        None: the backbone is not here, and no title is read.
    """

    def __init__(
        self,
        path: Path,
        sha256: str,
        bos: int | None,
        written: PromptFormat,
        settle: Callable[[], tuple[EngineOptions, GGUFHeader] | None],
    ) -> None:
        self._path, self._sha256, self._bos, self._written = path, sha256, bos, written
        self._settle = settle

    def of(self, titles: Sequence[str], width: int) -> dict[str, FloatArray]:
        """Return each title's vector, (width,); those that cannot be read are left out."""
        keys = {title: self._key(title) for title in titles}
        kept = _read([*keys.values()], width)
        missing = {key: title for title, key in keys.items() if key not in kept}
        if missing:
            found = self._read(missing)
            _write(found)
            kept |= found
        return {t: kept[key].astype(np.float32) for t, key in keys.items() if key in kept}

    def _read(self, titles: dict[bytes, str]) -> dict[bytes, npt.NDArray[np.float16]]:
        # Loaded when a title is new, which is seldom.
        from ilora_edge.llama.title_reader import TitleReader

        written, settled = self._written, self._settle()
        if settled is None:
            return {}
        options, header = settled
        reader = TitleReader(self._path, header, self._bos, written.max_title_tokens, options)
        with contextlib.closing(reader):
            ids = {key: written.title_ids(text, reader.tokenize) for key, text in titles.items()}
            some = {key: title for key, title in ids.items() if title}
            vectors = reader.read([*some.values()])
        # As they are kept, so that the first time gives what the second does.
        halves = np.clip(vectors, -65504, 65504).astype(np.float16)
        return dict(zip(some, halves, strict=True))

    def _key(self, title: str) -> bytes:
        by = (self._sha256, self._bos, self._written.max_title_tokens)
        return hashlib.sha256(repr((*by, self._written.title_text(title))).encode()).digest()


def _read(keys: Sequence[bytes], width: int) -> dict[bytes, npt.NDArray[np.float16]]:
    found: dict[bytes, npt.NDArray[np.float16]] = {}
    with cache_database(FILE, _TABLE) as connection:
        if connection is None:
            return found
        for key in dict.fromkeys(keys):
            row = connection.execute(
                "SELECT halves FROM vectors WHERE title = ? AND typeof(halves) = 'blob' "
                "AND length(halves) = ?",
                (key, 2 * width),
            ).fetchone()
            vector = None if row is None else np.frombuffer(row[0], "<f2")
            if vector is not None and np.isfinite(vector).all():
                found[key] = vector
    return found


def _write(vectors: dict[bytes, npt.NDArray[np.float16]]) -> None:
    rows = [(key, vector.astype("<f2").tobytes()) for key, vector in vectors.items()]
    with cache_database(FILE, _TABLE) as connection:
        if connection is None:
            return
        with connection:
            (n,) = connection.execute("SELECT count(*) FROM vectors").fetchone()
            if n + len(rows) > _MOST:
                connection.execute("DELETE FROM vectors")
            connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
