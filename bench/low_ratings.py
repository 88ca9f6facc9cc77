"""What low ratings are worth to a bundle that was trained on nobody's: history, or dislikes.

    python bench/low_ratings.py models/films latest.db

``latest.db`` is a rating set as ``ilora-edge import movielens`` writes it, up to five stars. Of
each who rated twenty films or more, some with two stars or fewer, the first two
thirds of their films are known; wanted are the others that they gave four stars or more, unwanted
those with two or fewer. The encoder alone ranks the films of the set, with everything as history,
and with three stars and more as history while films like the others are lowered. Differences are
paired, intervals 95 %.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ilora_edge.bundle.files import CATALOGUE, ENCODER, read_manifest
from ilora_edge.catalogue.items import Catalogue
from ilora_edge.encoder import Encoder
from ilora_edge.engine.item_scores import ItemScores
from ilora_edge.feedback.neighbours import lower_neighbours
from ilora_edge.histories.database import HistoryDB
from ilora_edge.matching.matcher import Matcher

FloatArray = npt.NDArray[np.float32]
KEPT, GOOD, BAD = 3.0, 4.0, 2.0
K, LEAST = 10, 20


def rated(db: Path, catalogue: Catalogue) -> list[list[tuple[int, float]]]:
    """Return each person's (encoder index, stars), oldest first, of what the bundle knows."""
    with HistoryDB(db) as database:
        items = [(i, t.decode(errors="replace"), year) for i, t, year in database.described_items()]
        matcher = Matcher(catalogue, [(i, title) for i, title, _ in items[:200]])
        matcher.learn((title, year) for _, title, year in items)
        found = {
            own: match[0]
            for (own, *_), match in zip(items, matcher.match(items), strict=True)
            if match is not None
        }
        known = catalogue.indices(found.values())
        return [
            [(known[found[e.item_id]], e.rating or 0.0) for e in history if e.item_id in found]
            for _, history in sorted(database.histories())
        ]


def measure(scores: FloatArray, good: set[int], bad: set[int]) -> tuple[float, float]:
    """Return NDCG@10 of the wanted ones, and the share of the ten that is unwanted."""
    top = [int(place) + 1 for place in np.argsort(-scores, kind="stable")[:K]]
    gain = sum(1 / np.log2(n + 2) for n, place in enumerate(top) if place in good)
    best = sum(1 / np.log2(n + 2) for n in range(min(K, len(good))))
    return float(gain / best), len(bad.intersection(top)) / K


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python bench/low_ratings.py")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("db", type=Path)
    given = parser.parse_args(arguments)
    manifest = read_manifest(given.bundle)
    catalogue = Catalogue(given.bundle / CATALOGUE, manifest.external_ids)
    encoder = Encoder(given.bundle / ENCODER)
    settled = ItemScores(catalogue, encoder.reads_titles, manifest.fusion)
    embeddings = encoder.item_embeddings(range(1, catalogue.n_items + 1))
    people = rated(given.db, catalogue)
    away = np.ones(catalogue.n_items, bool)
    away[[index - 1 for person in people for index, _ in person]] = False

    def after(history: list[int]) -> FloatArray:
        last = history[-encoder.window :]
        return settled.settle(encoder.encode(last).item_scores, last, None)

    found: list[tuple[tuple[float, float], tuple[float, float]]] = []
    for person in people:
        past, later = person[: len(person) * 2 // 3], person[len(person) * 2 // 3 :]
        known = {index for index, _ in past}
        kept = [index for index, stars in past if stars >= KEPT]
        disliked = [index for index, stars in past if stars <= BAD]
        good = {index for index, stars in later if stars >= GOOD} - known
        bad = {index for index, stars in later if stars <= BAD} - known
        if len(person) < LEAST or not (kept and disliked and good):
            continue
        plain = after([index for index, _ in past])
        lowered = lower_neighbours(after(kept), embeddings, kept, disliked)
        for scores in (plain, lowered):
            scores[away] = -np.inf
            scores[[index - 1 for index in known]] = -np.inf
        found.append((measure(plain, good, bad), measure(lowered, good, bad)))
    table = np.array(found)
    differences = table[:, 1] - table[:, 0]
    error = 1.96 * differences.std(axis=0, ddof=1) / len(table) ** 0.5
    for n, what in enumerate(("NDCG@10 of what they like", "disliked of the ten")):
        all_of_it, without = table[:, :, n].mean(axis=0)
        print(
            f"{what}: all as history {all_of_it:.4f}, low ratings as dislikes {without:.4f}, "
            f"{differences[:, n].mean():+.4f} +- {error[n]:.4f} ({len(table)} people)"
        )
    catalogue.close()


if __name__ == "__main__":
    main()
