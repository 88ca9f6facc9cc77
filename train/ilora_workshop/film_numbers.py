"""What the first-evening bundle makes of real people's films: a few numbers, fitted to some.

    python -m ilora_workshop.film_numbers RUN FACTS SPLITS DB [--latest DB --overviews CSV]

An encoder that has learnt from simulated tastes is as sure of itself as those are simple, and
knows nothing of what real people have heard of. Beside it stand what films have in common: their
titles' words, their genres, their years, and what an encyclopaedia says of them. ``RUN`` is what
``ilora-edge train train/recipes/films.toml`` made, ``FACTS`` what its films are from, ``SPLITS``
and ``DB`` are MovieLens (:mod:`ilora_workshop.film_people`), of which the 94 validation people are
asked, none of whom the bundle is judged by; and so are those of a later release and its films'
overviews (:mod:`ilora_workshop.film_library`). The numbers that it prints, with their quality on
people that they were not fitted to, are those of :data:`ilora_workshop.film_bundle.NUMBERS`.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from ilora_edge.affinities.genre_affinity import GenreAffinity
from ilora_edge.affinities.overview_affinity import OverviewAffinity
from ilora_edge.affinities.title_affinity import N_LAST, TitleAffinity, last_shares
from ilora_edge.affinities.year_affinity import YearAffinity, split_years
from ilora_train.calibration import DECAYS
from ilora_train.neighbours import NeighbourTable
from ilora_train.run_folder import FinishedRun, load_run
from ilora_train.runtime import threads_for_training
from ilora_train.sasrec import SASRec
from ilora_train.sequences import left_pad
from ilora_train.title_space import title_vectors
from ilora_workshop.film_library import read_library, read_overviews, read_rows
from ilora_workshop.film_people import FilmRow, MatchedFilm, match_films, read_people
from ilora_workshop.film_texts import read_paragraphs, text_neighbours

N_ROWS, N_ROWS_LATEST = 10, 6
"""A person's, at most."""
N_FOLDS = 5
N_CANDIDATES, LIST_LENGTH = 20, 10
N_FITTED = 8
"""Numbers beside the decay, which is tried (:data:`ilora_train.calibration.DECAYS`)."""
FITTED = "with the numbers"
_FIRST = 20
"""Added to a place by renown: the first few are known to everybody alike."""
_STEPS, _RIDGE = 60, 5e-4


@dataclass(frozen=True, slots=True)
class FilmNumbers:
    """What is added up to a film's logit; none below 0, and the decay at most 1."""

    scale: float
    """Of the encoder's own logit."""
    title_words: float
    """Of its title's cosine (:mod:`ilora_edge.affinities.title_affinity`)."""
    genres: float
    """Of its genres' cosine (:mod:`ilora_edge.affinities.genre_affinity`)."""
    years: float
    """Of its nearness in time (:mod:`ilora_edge.affinities.year_affinity`)."""
    texts: float
    """Of what speaks for it by the films' paragraphs (:mod:`ilora_workshop.film_texts`)."""
    renown: float
    """Of minus the logarithm of the film's place by renown."""
    known: float
    """Of the bundle's films; those from outside have neither renown nor this."""
    overviews: float = 0.0
    """Of what a library tells alike of a film from outside and of the history
    (:mod:`ilora_edge.affinities.overview_affinity`)."""
    decay: float = 1.0
    """What an earlier film counts in what is in common, as a share of what the next one does."""

    @torch.no_grad()
    def put_into(self, encoder: SASRec, item_ids: Sequence[str]) -> None:
        """Make an encoder, with its table of texts, and its bundle use them.

        ``item_ids`` are its items'.
        """
        for name in ("scale", "item_offsets", "outside_offset"):
            encoder.get_buffer(name).mul_(self.scale)
        renown = torch.tensor([renown_of(item_id) for item_id in item_ids])
        encoder.get_buffer("title_words").fill_(self.title_words)
        encoder.get_buffer("title_words_decay").fill_(self.decay)
        encoder.genres, encoder.years = self.genres, self.years
        encoder.overviews = self.overviews
        encoder.kinds_decay = self.decay
        if encoder.neighbours is not None:
            encoder.neighbours.get_buffer("weight").fill_(self.texts)
            encoder.neighbours.get_buffer("decay").fill_(self.decay)
        encoder.get_buffer("item_offsets")[1:] += self.renown * renown + self.known


@dataclass(frozen=True, slots=True)
class FilmFeatures:
    """Of every film of the data set after every row's history."""

    values: Tensor
    """What :class:`FilmNumbers` weighs, in its order, (n, 8, F)."""
    watched: Tensor
    """(n, F)"""
    targets: Tensor
    """(n,)"""
    folds: Tensor
    """(n,), one person's rows in one."""
    decay: float
    """Of what is in common with earlier films."""


def texts_of(run: FinishedRun, facts: Path) -> NeighbourTable:
    """Return the table of what is said of a run's films."""
    titles = [item.title for item in run.items]
    return text_neighbours(titles, read_paragraphs(facts, titles))


def leave_places_out(encoder: SASRec) -> None:
    """Have an encoder compare titles by their words alone.

    The places of 8,000 titles, as the backbone reads them, would be 4 MB of a bundle of 15, and
    beside the words nothing was gained by them (train/LOG.md).
    """
    encoder.likeness = None


@torch.no_grad()
def features_of(
    run: FinishedRun,
    texts: NeighbourTable,
    films: Sequence[MatchedFilm],
    rows: Sequence[FilmRow],
    decays: Sequence[float],
) -> Iterator[FilmFeatures]:
    """Yield what is said of films after the rows' histories, once for each decay.

    The run's encoder, which is asked once whatever the decay, says it, and titles, genres, the
    table of ``texts`` and renown.
    """
    encoder = run.model.encoder.eval()
    leave_places_out(encoder)
    if encoder.title_map is None:
        raise ValueError("the run's encoder has no titles inside")
    outside = [film for film in films if film.encoder_index is None]
    ids = [run.builder.title_ids(film.title) for film in outside]
    new = encoder.title_map(title_vectors(run.backbone_folder, ids, run.bos_token_id))
    table = torch.cat([encoder.item_embedding.weight, new])
    indices = iter(range(len(run.items) + 1, len(table)))
    places = torch.tensor([film.encoder_index or next(indices) for film in films])
    known = places <= len(run.items)
    renown = torch.tensor([renown_of(f.item_id) if f.encoder_index else 0.0 for f in films])
    in_common = _FilmsInCommon(run, texts, outside)
    overviews = OverviewAffinity(
        [film.overview if film.encoder_index is None else "" for film in films],
        [film.overview for film in films if film.encoder_index is not None],
    )
    values = torch.empty(len(rows), N_FITTED, len(films))
    values[:, 5], values[:, 6] = renown, known
    watched = torch.zeros(len(rows), len(films), dtype=torch.bool)
    histories = [places[list(row.history)].tolist() for row in rows]
    for n, row in enumerate(rows):
        items = left_pad([histories[n]], len(histories[n]))
        state = encoder.states(items, table[items])[:, -1]
        values[n, 0] = encoder.scores(items, state, new=new)[0, places - 1]
        watched[n, list(row.history)] = True
    people = sorted({row.user for row in rows})
    folds = torch.tensor([people.index(row.user) % N_FOLDS for row in rows])
    targets = torch.tensor([row.target for row in rows])
    for decay in decays:
        of_decay = values.clone()
        for n, history in enumerate(histories):
            of_decay[n, 1:5] = in_common.with_history(history, decay)[:, places - 1]
            _, shares = last_shares(history, decay)
            told_of = [films[place].overview for place in rows[n].history[-N_LAST:]]
            of_decay[n, 7] = torch.as_tensor(overviews.cosines(told_of, shares.tolist())).float()
        yield FilmFeatures(of_decay, watched, targets, folds, decay)


class _FilmsInCommon:
    """What a run's films, and some from outside, have in common with a history."""

    def __init__(
        self, run: FinishedRun, texts: NeighbourTable, outside: Sequence[MatchedFilm]
    ) -> None:
        self._texts = texts
        titles, years = split_years([item.title for item in run.items])
        self._words = TitleAffinity(titles)
        self._genres = GenreAffinity([item.genres or "" for item in run.items])
        self._years = YearAffinity(years)
        self._others, self._years_of_others = split_years([film.title for film in outside])
        self._genres_of_others = [film.genres for film in outside]

    def with_history(self, history: Sequence[int], decay: float) -> Tensor:
        """Return it by titles' words, genres, years and paragraphs, (4, N + M)."""
        told = self._texts.evidence(torch.tensor([history]), torch.tensor(decay))[0]
        found = (
            self._words.cosines(history, self._others, decay),
            self._genres.cosines(history, self._genres_of_others, decay),
            self._years.nearness(history, self._years_of_others, decay),
            F.pad(told, (0, len(self._others))),
        )
        return torch.stack([torch.as_tensor(values).float() for values in found])


def renown_of(item_id: str) -> float:
    """Return minus the logarithm of a film's place by renown, which its id has."""
    return -math.log(int(item_id.removeprefix("w")) + _FIRST)


def fit(parts: Sequence[tuple[FilmFeatures, Tensor]]) -> Tensor:
    """Return the numbers (8,) under which targets are likeliest.

    Of each part the ``chosen`` rows (n,) count, every row alike.
    """
    chosen = [
        (f.values[rows], f.watched[rows], f.targets[rows]) for f, rows in parts if bool(rows.any())
    ]
    n_rows = sum(len(targets) for *_, targets in chosen)
    spreads = torch.stack([values.std(dim=(0, 2)) for values, *_ in chosen]).amax(0)
    # What no film of any part has stays without a weight.
    spread = torch.where(spreads > 0, spreads, 1.0)
    numbers = torch.zeros(len(spread), requires_grad=True)
    optimizer = torch.optim.LBFGS([numbers], max_iter=_STEPS, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimizer.zero_grad()
        value = _RIDGE * numbers.square().sum()
        for values, watched, targets in chosen:
            logits = torch.einsum("k,nkf->nf", numbers / spread, values)
            logits = logits.masked_fill(watched, -torch.inf)
            value = value + F.cross_entropy(logits, targets, reduction="sum") / n_rows
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    return (numbers / spread).detach().clamp(min=0.0)


def quality(features: FilmFeatures, chosen: Tensor, numbers: Tensor) -> Tensor:
    """Return NDCG@10, hits among the first 20 and log-likelihood of the chosen rows, (n, 3)."""
    logits = torch.einsum("k,nkf->nf", numbers, features.values[chosen])
    logits = logits.masked_fill(features.watched[chosen], -torch.inf)
    targets = features.targets[chosen][:, None]
    ranks = (logits >= logits.gather(1, targets)).sum(1)
    gains = torch.where(ranks <= LIST_LENGTH, 1 / torch.log2(ranks + 1.0), 0.0)
    told = torch.log_softmax(logits, dim=1).gather(1, targets)[:, 0]
    return torch.stack([gains, (ranks <= N_CANDIDATES).float(), told], dim=1)


def fit_to_people(sets: Sequence[FilmFeatures]) -> tuple[FilmNumbers, dict[str, Any]]:
    """Return the numbers, and their quality by set beside that of the encoder as it was trained.

    Each person's rows are judged by numbers that were fitted to four fifths of the others.
    """
    untouched = torch.tensor([1.0, *[0.0] * (N_FITTED - 1)])
    before: list[list[Tensor]] = [[] for _ in sets]
    after: list[list[Tensor]] = [[] for _ in sets]
    for n in range(N_FOLDS):
        numbers = fit([(features, features.folds != n) for features in sets])
        for own_before, own_after, features in zip(before, after, sets, strict=True):
            of_fold = features.folds == n
            own_before.append(quality(features, of_fold, untouched))
            own_after.append(quality(features, of_fold, numbers))
    names = ("ndcg10", f"recall{N_CANDIDATES}", "log_likelihood")
    report = {
        "rows": [len(features.targets) for features in sets],
        "as trained": [
            dict(zip(names, torch.cat(found).mean(0).tolist(), strict=True)) for found in before
        ],
        FITTED: [
            dict(zip(names, torch.cat(found).mean(0).tolist(), strict=True)) for found in after
        ],
        "log_likelihood": torch.cat([row for found in after for row in found]).mean(0)[2].item(),
    }
    everyone = [
        (features, torch.ones_like(features.targets, dtype=torch.bool)) for features in sets
    ]
    found = FilmNumbers(*fit(everyone).tolist())
    return replace(found, decay=sets[0].decay), report


def likeliest(
    tried: Iterable[Sequence[FilmFeatures]],
) -> tuple[FilmNumbers, dict[str, Any]]:
    """Return the numbers of the decay under which others' films are likeliest, and quality."""
    fitted = [fit_to_people(sets) for sets in tried]
    numbers, report = max(fitted, key=lambda found: found[1]["log_likelihood"])
    by_decay = {str(n.decay): r["log_likelihood"] for n, r in fitted}
    return numbers, {**report, "log_likelihood by decay": by_decay}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m ilora_workshop.film_numbers")
    parser.add_argument("run", type=Path)
    parser.add_argument("facts", type=Path)
    parser.add_argument("splits", type=Path)
    parser.add_argument("database", type=Path)
    parser.add_argument("--latest", type=Path, help="a later release, imported")
    parser.add_argument("--overviews", type=Path, help="CSV of TMDB numbers and overviews")
    given = parser.parse_args()
    with threads_for_training():
        run = load_run(given.run)
        catalogue = [(item.title, item.item_id, n) for n, item in enumerate(run.items, 1)]
        films = match_films(given.splits, catalogue, given.database)
        people = [(films, read_people(given.splits, "val", given.database, N_ROWS))]
        if given.latest is not None:
            overviews = {} if given.overviews is None else read_overviews(given.overviews)
            library = read_library(given.latest, catalogue, overviews)
            rows = read_rows(given.latest, library, "val", N_ROWS_LATEST)
            people.append((library.films, rows))
        texts = texts_of(run, given.facts)
        sets = [features_of(run, texts, films, rows, DECAYS) for films, rows in people]
        found, report = likeliest(zip(*sets, strict=True))
    print(json.dumps({**asdict(found), **report}, indent=2))


if __name__ == "__main__":
    main()
