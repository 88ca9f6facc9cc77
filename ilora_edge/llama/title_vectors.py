"""Title vectors that are kept: a library's titles are read by the backbone once.

They are in ``titles.db`` in the person's cache folder, a convenience and never a need: without it,
or where it is damaged, titles are read again.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ilora_edge.llama.options import EngineOptions
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
    path, header
        The backbone, whose header has been checked.
    backbone_sha256
        The backbone's, by which vectors are kept.
    bos
        What the backbone wants before a text; None: nothing.
    """

    def __init__(
        self,
        path: Path,
        header: GGUFHeader,
        backbone_sha256: str,
        bos: int | None,
        options: EngineOptions | None = None,
    ) -> None:
        self._path, self._header, self._sha256, self._bos = path, header, backbone_sha256, bos
        self._options = options

    def of(self, titles: Sequence[Sequence[int]], width: int) -> FloatArray:
        """Return the vectors (n, width) of titles given as token ids, none of them empty."""
        keys = [self._key(title) for title in titles]
        kept = _read(keys, width)
        missing = {key: title for key, title in zip(keys, titles, strict=True) if key not in kept}
        if missing:
            read = self._read([*missing.values()])
            # As they are kept, so that the first time gives what the second does.
            halves = np.clip(read, -65504, 65504).astype(np.float16)
            found = dict(zip(missing, halves, strict=True))
            _write(found)
            kept |= found
        vectors: FloatArray = np.stack([kept[key] for key in keys]).astype(np.float32)
        return vectors

    def _read(self, titles: list[Sequence[int]]) -> FloatArray:
        # Loaded when a title is new, which is seldom.
        from ilora_edge.llama.title_reader import TitleReader

        longest = max(map(len, titles))
        reader = TitleReader(self._path, self._header, self._bos, longest, self._options)
        with contextlib.closing(reader):
            return reader.read(titles)

    def _key(self, title: Sequence[int]) -> bytes:
        return hashlib.sha256(repr((self._sha256, self._bos, list(title))).encode()).digest()


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
