"""Steam's published encoder, and what a few rows and the titles add to it: HR@1 among 20 items.

    python -m ilora_workshop.steam FOLDER OUT --backbone SMOLLM2

FOLDER has ``sasrec_official.safetensors``, ``items.csv`` (id, title) and, as JSON lines with
``seq`` and ``next``, ``train_first_1000.jsonl``, ``val.jsonl`` and ``test.jsonl``. The whole
training file cannot be had, so the encoder stays as it is, and what is learnt of the other rows at
hand is a sum of three: its log-probability, the cosine of an item's title to the nearest one of the
history (:mod:`ilora_train.likeness`), and the item's similarity by co-occurrence in those rows
(:class:`ilora_train.baselines.ItemKNN`). Five folds of these rows say which of them should be in;
the test is reported for all choices.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from ilora_edge.evaluation.metrics import bootstrap, exact_hr1, paired_difference
from ilora_edge.evaluation.rows import read_json_lines
from ilora_edge.prompt import PromptFormat
from ilora_train.baselines import ItemKNN
from ilora_train.checkpoint import write_json
from ilora_train.likeness import Likeness, as_units
from ilora_train.sequences import MIN_HISTORY
from ilora_train.title_space import fit_title_space, title_vectors
from ilora_train.tokenizer import load_tokenizer, prompt_builder
from ilora_workshop.published_encoder import PublishedEncoder

ENCODER, TITLES, CO_OCCURRENCE = "encoder", "titles", "co-occurrence"
FEATURES = (ENCODER, TITLES, CO_OCCURRENCE)
CHOICES = ((ENCODER,), (ENCODER, TITLES), (ENCODER, CO_OCCURRENCE), FEATURES)
N_FOLDS, N_NEGATIVES, N_COMPONENTS = 5, 99, 128
_RIDGE = 1e-4


@dataclass(frozen=True, slots=True)
class SteamRow:
    """After these items, by id, which came next?"""

    history: list[int]
    target: int


def read_rows(path: Path) -> list[SteamRow]:
    """Return the rows whose history is not too short, as the paper counts them."""
    lines = [line for _, line in read_json_lines(path)]
    rows = [SteamRow([int(i) for i in line["seq"]], int(line["next"])) for line in lines]
    return [row for row in rows if len(row.history) >= MIN_HISTORY]


def fit_weights(features: Tensor) -> Tensor:
    """Return the weights (F,) of features (n, 1 + negatives, F) that make place 0 likeliest."""
    weights = torch.zeros(features.shape[-1], requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=100, line_search_fn="strong_wolfe")
    targets = torch.zeros(len(features), dtype=torch.int64)

    def loss() -> float:
        optimizer.zero_grad()
        value = F.cross_entropy(features @ weights, targets) + _RIDGE * weights.square().sum()
        value.backward()  # type: ignore[no-untyped-call]
        return float(value.detach())

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    return weights.detach()


class Steam:
    """The rows at hand and what is known of every item after each of them."""

    def __init__(self, folder: Path, backbone: Path) -> None:
        self._encoder = PublishedEncoder(folder / "sasrec_official.safetensors")
        with (folder / "items.csv").open(encoding="utf-8", newline="") as file:
            titles = {int(line["id"]): line["title"] for line in csv.DictReader(file)}
        self._likeness = _likeness_of([titles[i] for i in range(self._encoder.n_items)], backbone)
        files = ("train_first_1000.jsonl", "val.jsonl")
        self.known = [row for name in files for row in read_rows(folder / name)]
        self.test = read_rows(folder / "test.jsonl")

    def features(self, rows: Sequence[SteamRow], others: Sequence[SteamRow]) -> Tensor:
        """Return (n, N, 3) of ``rows``, co-occurrence as ``others`` have it."""
        n_items = self._encoder.n_items
        knn = ItemKNN().fit([[i + 1 for i in (*r.history, r.target)] for r in others], n_items)
        near = [knn.scores([i + 1 for i in row.history]) for row in rows]
        cosines = [
            self._likeness.cosines(torch.tensor([[i + 1 for i in row.history]])) for row in rows
        ]
        log_probs = self._encoder.log_probs([row.history for row in rows])
        together = torch.from_numpy(np.stack(near)).float()
        return torch.stack([log_probs, torch.cat(cosines), together], dim=-1)


def _likeness_of(titles: Sequence[str], backbone: Path) -> Likeness:
    tokenizer = load_tokenizer(backbone)
    builder = prompt_builder(tokenizer, PromptFormat(max_title_tokens=32))
    ids = [builder.title_ids(title) for title in titles]
    vectors = title_vectors(backbone, ids, tokenizer.bos_token_id)
    likeness = Likeness(len(titles), vectors.shape[1], N_COMPONENTS)
    places = fit_title_space(vectors, N_COMPONENTS).places(vectors)
    likeness.get_buffer("places")[1:] = as_units(places)
    return likeness


def _candidates(rows: Sequence[SteamRow], n_items: int) -> Tensor:
    """Return per row the target and items drawn uniformly that are neither it nor the history's."""
    drawn = []
    for number, row in enumerate(rows):
        free = np.setdiff1d(np.arange(n_items), [*row.history, row.target])
        chosen = np.random.default_rng(number).choice(free, N_NEGATIVES, replace=False)
        drawn.append([row.target, *chosen.tolist()])
    return torch.tensor(drawn)


def _hr1(features: Tensor, weights: Tensor, rows: Sequence[SteamRow]) -> list[float]:
    scores = (features @ weights).numpy()
    return [exact_hr1(s, row.target, row.history) for s, row in zip(scores, rows, strict=True)]


@torch.no_grad()
def measure(folder: Path, out: Path, backbone: Path) -> dict[str, Any]:
    """Choose by folds, fit on all known rows and report the test."""
    steam = Steam(folder, backbone)
    folds = [steam.known[n::N_FOLDS] for n in range(N_FOLDS)]
    parts = []
    for n, fold in enumerate(folds):
        others = [row for m, of in enumerate(folds) if m != n for row in of]
        # A row has no part in what its own items are said to occur with.
        parts.append((fold, steam.features(fold, others)))
    chosen_from = [
        features.gather(
            1, _candidates(fold, features.shape[1])[..., None].expand(-1, -1, len(FEATURES))
        )
        for fold, features in parts
    ]
    test = steam.features(steam.test, steam.known)
    found: dict[str, Any] = {}
    base: list[float] = []
    users = [str(n) for n in range(len(steam.test))]
    for names in CHOICES:
        places = [FEATURES.index(name) for name in names]
        folded: list[float] = []
        for n, (fold, features) in enumerate(parts):
            rest = torch.cat([c for m, c in enumerate(chosen_from) if m != n])[..., places]
            with torch.enable_grad():
                weights = fit_weights(rest)
            folded += _hr1(features[..., places], weights, fold)
        with torch.enable_grad():
            weights = fit_weights(torch.cat(chosen_from)[..., places])
        values = _hr1(test[..., places], weights, steam.test)
        base = base or values
        found[" + ".join(names)] = {
            "weights": dict(zip(names, weights.tolist(), strict=True)),
            "folds": float(np.mean(folded)),
            "test": bootstrap(values, users).to_json(),
            "less the encoder": paired_difference(values, base, users).to_json(),
        }
    report = {"n_known": len(steam.known), "n_test": len(steam.test), "hr1": found}
    out.mkdir(parents=True, exist_ok=True)
    write_json(out / "steam.json", report)
    return report


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--backbone", type=Path, required=True, help="HF folder")
    options = parser.parse_args()
    report = measure(options.folder, options.out, options.backbone)
    print(f"{report['n_known']} rows to learn from, {report['n_test']} to test")
    for names, row in report["hr1"].items():
        test, less = row["test"], row["less the encoder"]
        print(
            f"{names:34} folds {row['folds']:.4f}  test {test['mean']:.4f} "
            f"[{test['ci_low']:.4f}, {test['ci_high']:.4f}]  less the encoder "
            f"{less['mean']:+.4f} [{less['ci_low']:+.4f}, {less['ci_high']:+.4f}]"
        )


if __name__ == "__main__":
    main()
