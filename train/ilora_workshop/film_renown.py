"""How well films are known: what signals of Wikipedia weigh, by what some people have watched.

    python -m ilora_workshop.film_renown FACTS SPLITS DB

``FACTS`` is a checkout of prust/wikipedia-movie-data, ``SPLITS`` and ``DB`` are MovieLens
(:mod:`ilora_workshop.film_people`), of which the 94 validation people are asked, none of whom the
first-evening bundle is judged by. How many of them have watched a film that was there for them to
watch is Poisson distributed, its logarithm a sum of the signals with a level for each of four
times; the numbers that it prints are those of :data:`ilora_workshop.film_facts.WEIGHTS`. With them
goes, of the films of each time, in how many pairs of a watching and of any film the watched film
is the better known one: by numbers that were fitted to four fifths of the others.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ilora_edge.matching.title_keys import title_key
from ilora_train.runtime import threads_for_training
from ilora_workshop.film_facts import SIGNALS, read_entries, signals_of
from ilora_workshop.film_people import match_films, read_people

LAST_YEAR = 1997
"""MovieLens' people were asked until the spring of the next."""
TIMES = (1950, 1970, 1990)
"""The years between which a film is of one time."""
N_FOLDS = 5
_STEPS, _RIDGE = 100, 5.0
_EVERYTHING = 10**6

Floats = npt.NDArray[np.float64]


def watched_by(splits: Path, database: Path) -> Counter[str]:
    """Return how many of the validation people have watched a film, by its title."""
    titles = [film.title for film in match_films(splits, [])]
    of_person: dict[str, set[int]] = {}
    for row in read_people(splits, "val", database, _EVERYTHING):
        of_person.setdefault(row.user, set()).update(row.history, [row.target])
    return Counter(titles[film] for films in of_person.values() for film in films)


def fit(signals: Tensor, times: Tensor, watched: Tensor) -> Tensor:
    """Return what the signals (n, S) weigh, (S,); times: (n, T) of 0 and 1; watched: (n,)."""
    spread = signals.std(dim=0)
    columns = torch.cat([(signals - signals.mean(dim=0)) / spread, times], dim=1)
    numbers = torch.zeros(columns.shape[1], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([numbers], max_iter=_STEPS, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimizer.zero_grad()
        logs = columns @ numbers
        weights = numbers[: signals.shape[1]]
        value = (logs.exp() - watched * logs).sum() + _RIDGE / 2 * weights.square().sum()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    return (numbers[: signals.shape[1]] / spread).detach()


def concordance(renown: Floats, watched: Floats) -> float:
    """Return in how many pairs of a watching and of any film the watched one is better known."""
    places = np.argsort(np.argsort(renown)) + 0.5
    return float((places * watched).sum() / watched.sum() / len(renown))


def measure(facts: Path, splits: Path, database: Path) -> dict[str, object]:
    """Return the weights by signal, and how well they order films that they were not fitted to."""
    entries = read_entries(facts)
    signals = signals_of(entries)
    watched = watched_by(splits, database)
    by_key = {title_key(title): n for title, n in watched.items()}
    keys = [title_key(f"{entry['title']} ({entry['year']})") for entry in entries]
    counts = np.array([by_key.get(key, 0) for key in keys], np.float64)
    years = np.array([entry["year"] for entry in entries])
    there = years <= LAST_YEAR
    signals, counts, years = signals[there], counts[there], years[there]
    time_of = np.searchsorted(TIMES, years, side="right")
    times = np.eye(len(TIMES) + 1)[time_of]
    tensors = [torch.from_numpy(values) for values in (signals, times, counts)]
    folds = np.random.default_rng(0).integers(0, N_FOLDS, len(counts))
    renown = np.zeros(len(counts))
    for n in range(N_FOLDS):
        others = torch.from_numpy(folds != n)
        weights = fit(*(values[others] for values in tensors)).numpy()
        renown[folds == n] = signals[folds == n] @ weights
    return {
        "films": len(counts),
        "watched": int(counts.sum()),
        "weights": dict(zip(SIGNALS, fit(*tensors).tolist(), strict=True)),
        "in order, by time": [
            round(concordance(renown[time_of == t], counts[time_of == t]), 4)
            for t in range(len(TIMES) + 1)
        ],
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m ilora_workshop.film_renown")
    parser.add_argument("facts", type=Path)
    parser.add_argument("splits", type=Path)
    parser.add_argument("database", type=Path)
    given = parser.parse_args()
    with threads_for_training():
        print(json.dumps(measure(given.facts, given.splits, given.database), indent=2))


if __name__ == "__main__":
    main()
