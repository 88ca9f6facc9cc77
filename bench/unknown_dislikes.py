"""What dislikes do to the order of a library's unknown items: on the users of MovieLens.

    python bench/unknown_dislikes.py models/films /path/to/ml-100k

No film is known to a bundle here: all are ordered by the words of titles, genres and years, with
the bundle's weights. Of a user the first two thirds of the ratings are known: 3 stars and more are
the history, 2 and fewer the dislikes. Of what they rate later, films with 4 stars and more should
be among the first twenty that they have not rated yet, as many as a language model is asked for;
films with 2 and fewer should not. Differences are paired, intervals 95 %.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ilora_edge.affinities.in_common import InCommon
from ilora_edge.bundle.files import read_manifest
from ilora_edge.histories.library_order import MAX_SAID, trust

FloatArray = npt.NDArray[np.float64]
KEPT, GOOD, BAD = 3, 4, 2
K = 20
FEW = (None, 3, 1)
"""Dislikes that are known of each; None: all."""


def read_films(folder: Path) -> tuple[list[str], list[str]]:
    """Return titles and genres of the films in the order of their ids, which begin at 1."""
    names = [line.split("|")[0] for line in (folder / "u.genre").read_text().splitlines() if line]
    titles, genres = [], []
    for line in (folder / "u.item").read_text("latin-1").splitlines():
        cells = line.split("|")
        flagged = zip(names, cells[-len(names) :], strict=True)
        titles.append(cells[1])
        genres.append("|".join(name for name, flag in flagged if flag == "1"))
    return titles, genres


def read_ratings(folder: Path) -> list[list[tuple[int, int]]]:
    """Return each user's (place of the film, stars), oldest first."""
    found: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for line in (folder / "u.data").read_text().splitlines():
        user, film, stars, time = line.split("\t")
        found[user].append((int(time), int(film) - 1, int(stars)))
    return [[(film, stars) for _, film, stars in sorted(rows)] for rows in found.values()]


def measure(first: Sequence[int], good: set[int], bad: set[int]) -> tuple[float, float]:
    """Return NDCG of the wanted ones, and the share of the first that is unwanted."""
    gain = sum(1 / np.log2(n + 2) for n, film in enumerate(first) if film in good)
    best = sum(1 / np.log2(n + 2) for n in range(min(K, len(good))))
    return float(gain / best), len(bad.intersection(first)) / K


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python bench/unknown_dislikes.py")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("data", type=Path, help="folder with MovieLens' u.data")
    given = parser.parse_args(arguments)
    titles, genres = read_films(given.data)
    in_common = InCommon(read_manifest(given.bundle).fusion, lambda: titles, lambda: genres)

    def likeness(history: Sequence[int]) -> FloatArray:
        common = in_common.with_history([film + 1 for film in history])
        assert common is not None
        return common

    each = np.stack([likeness([film]) for film in range(len(titles))])
    found: list[list[tuple[float, float]]] = []
    for rows in read_ratings(given.data):
        known, later = rows[: 2 * len(rows) // 3], rows[2 * len(rows) // 3 :]
        liked = [film for film, stars in known if stars >= KEPT]
        disliked = [film for film, stars in known if stars <= BAD]
        good = {film for film, stars in later if stars >= GOOD}
        bad = {film for film, stars in later if stars <= BAD}
        if not (liked and disliked and good):
            continue
        plain = likeness(liked)
        lists = [plain]
        for few in FEW:
            shunned = disliked[-(few or MAX_SAID) :]
            apart = each[liked[-MAX_SAID:]].mean(axis=0) - each[shunned].mean(axis=0)
            lists.append(plain + trust(len(shunned)) * apart)
        for scores in lists:
            scores[[film for film, _ in known]] = -np.inf
        firsts = (np.argsort(-scores, kind="stable")[:K].tolist() for scores in lists)
        found.append([measure(first, good, bad) for first in firsts])
    table = np.array(found)
    for n, few in enumerate(FEW, 1):
        differences = table[:, n] - table[:, 0]
        error = 1.96 * differences.std(axis=0, ddof=1) / len(table) ** 0.5
        said = "all their dislikes" if few is None else f"their latest {few}"
        for m, what in enumerate((f"NDCG@{K} of what they like", f"disliked of the {K}")):
            without, lowered = table[:, 0, m].mean(), table[:, n, m].mean()
            print(
                f"{said}: {what} {without:.4f} without, {lowered:.4f} with, "
                f"{differences[:, m].mean():+.4f} +- {error[m]:.4f} ({len(table)} people)"
            )


if __name__ == "__main__":
    main()
