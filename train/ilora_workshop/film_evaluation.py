"""The first-evening bundle on people it knows nothing of: LLaRA's held-out MovieLens users.

    python -m ilora_workshop.film_evaluation BUNDLE SPLITS [--rows N] [--backbone FILE]

``SPLITS`` is a folder with ``items.csv`` and ``test.jsonl`` (LLaRA's MovieLens). A row's target is
ranked among 19 films drawn uniformly from that data set's catalogue, none of the window. Films are
the bundle's by title and year, others go by their titles alone, as on the device.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ilora_edge.bundle.catalogue import CatalogueItem
from ilora_edge.prompt import PromptItem
from ilora_edge.recommendation import HistoryItem
from ilora_edge.recommender import Recommender
from ilora_edge.request import Request

N_NEGATIVES = 19
MODELS = ("bundle", "llm", "llm without experts", "encoder")
_YEAR = re.compile(r"\((\d{4})\)\s*$")


@dataclass(frozen=True, slots=True)
class Film:
    """A film of the data set, and the bundle's own where there is one."""

    item_id: str
    title: str
    known: CatalogueItem | None


def evaluate(
    recommender: Recommender, splits: Path, n_rows: int, seed: int = 0
) -> dict[str, float]:
    """Return HR@1 among 20 of the bundle and its parts, and shares of what is known."""
    films = _read_films(recommender, splits / "items.csv")
    lines = (splits / "test.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    hits: dict[str, list[bool]] = {model: [] for model in MODELS}
    for number, row in enumerate(rows[:n_rows]):
        rng = random.Random(f"{seed} {number}")
        others = [i for i in range(len(films)) if i != row["next"] and i not in row["seq"]]
        # The target stands anywhere among them: of equal scores the first would win.
        drawn = [row["next"], *rng.sample(others, N_NEGATIVES)]
        rng.shuffle(drawn)
        scores = _scores(recommender, [films[i] for i in row["seq"]], [films[i] for i in drawn])
        for model, values in scores.items():
            hits[model].append(drawn[int(np.argmax(values))] == row["next"])
    n = len(hits["bundle"])
    result = {model: sum(found) / n for model, found in hits.items()}
    return {
        **result,
        "rows": n,
        "films known": sum(f.known is not None for f in films) / len(films),
    }


def _read_films(recommender: Recommender, path: Path) -> list[Film]:
    known = {item.title.casefold(): item for item in recommender.catalogue.items()}
    films = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            year = _YEAR.search(row["raw_title"])
            title = row["clean_title"] + (f" ({year[1]})" if year else "")
            own = known.get(title.casefold())
            item_id = f"other-{row['id']}" if own is None else own.item_id
            films.append(Film(item_id, title, own))
    return films


def _scores(
    recommender: Recommender, history: Sequence[Film], candidates: Sequence[Film]
) -> dict[str, np.ndarray]:
    shown = [HistoryItem(f.item_id, f.title) for f in history]
    others = [HistoryItem(f.item_id, f.title) for f in candidates if f.known is None]
    outside = recommender.outside(Request(history=shown, out_of_catalogue=others))
    indices: Mapping[str, int] = {} if outside is None else outside.indices
    read = [i for f in history if (i := _index(f, indices))]
    preference = recommender.encode(read, outside)
    encoder = np.array([preference.item_scores[_index(f, indices) - 1] for f in candidates])
    prompt = recommender.prompt(
        recommender.shown(shown),
        [PromptItem(recommender.prompts.title_ids(f.title)) for f in candidates],
    )
    recommender.mix(preference.gate_weights)
    llm = recommender.score(prompt).astype(np.float64)
    recommender.mix(np.zeros_like(preference.gate_weights))
    untrained = recommender.score(prompt).astype(np.float64)
    weight = recommender.manifest.fusion.paper
    return {
        "bundle": llm + weight * encoder,
        "llm": llm,
        "llm without experts": untrained,
        "encoder": encoder,
    }


def _index(film: Film, indices: Mapping[str, int]) -> int:
    if film.known is not None:
        return film.known.encoder_index
    return indices.get(film.item_id, 0)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m ilora_workshop.film_evaluation")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("splits", type=Path)
    parser.add_argument("--rows", type=int, default=95)
    parser.add_argument("--backbone", type=Path)
    given = parser.parse_args()
    with Recommender(given.bundle, backbone=given.backbone) as recommender:
        print(json.dumps(evaluate(recommender, given.splits, given.rows), indent=2))


if __name__ == "__main__":
    main()
