"""Numbers of the film bundle, fitted to rows of which the right ones are known."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from ilora_edge.affinities.genre_affinity import GenreAffinity
from ilora_edge.affinities.title_affinity import TitleAffinity
from ilora_edge.affinities.year_affinity import YearAffinity, split_years
from ilora_train.neighbours import FLOOR, NeighbourTable
from ilora_train.sasrec import SASRec, TowerShape
from ilora_workshop import film_numbers
from ilora_workshop.film_numbers import (
    N_FITTED,
    FilmFeatures,
    FilmNumbers,
    features_of,
    fit,
    fit_to_people,
    leave_places_out,
    likeliest,
    renown_of,
)
from ilora_workshop.film_people import FilmRow, MatchedFilm

N_ROWS, N_FILMS = 1500, 12


def made_up(weights: list[float], decay: float = 1.0) -> FilmFeatures:
    generator = torch.Generator().manual_seed(0)
    values = torch.randn(N_ROWS, N_FITTED, N_FILMS, generator=generator)
    watched = torch.rand(N_ROWS, N_FILMS, generator=generator) < 0.2
    logits = torch.einsum("k,nkf->nf", torch.tensor(weights), values).masked_fill(watched, -1e9)
    targets = torch.multinomial(logits.softmax(1), 1, generator=generator)[:, 0]
    return FilmFeatures(values, watched, targets, torch.arange(N_ROWS) % 5, decay)


def one_neighbour() -> NeighbourTable:
    """Return a table of three films in which the second speaks for the third."""
    table = NeighbourTable(3, 1)
    table.get_buffer("items")[2] = 3
    table.get_buffer("values")[2] = 0.2
    return table


def test_the_likeliest_numbers_are_found_and_none_is_below_zero() -> None:
    true = [0.5, 1.0, 0.3, 0.0, 0.0, 0.0, 2.0, 0.7]
    everyone = torch.ones(N_ROWS, dtype=torch.bool)
    assert fit([(made_up(true), everyone)]).tolist() == pytest.approx(true, abs=0.15)
    contrary = fit([(made_up([0.5, -1.0, 0.0, 0.0, 0.0, 0.0, 2.0, 0.0]), everyone)])
    assert contrary[1] == 0.0


def test_several_sets_are_fitted_together_row_by_row() -> None:
    everyone = torch.ones(N_ROWS, dtype=torch.bool)
    one, other = (made_up([0.0, weight, *[0.0] * 6]) for weight in (0.5, 1.5))
    # Of the first set no film has the last number's feature: it is the second's alone.
    one.values[:, 7] = 0.0
    alone = fit([(one, everyone)])
    assert alone[7] == 0.0
    both = fit([(one, everyone), (other, everyone)])
    assert alone[1] < both[1] < fit([(other, everyone)])[1]
    few = fit([(one, everyone), (other, torch.arange(N_ROWS) < 50)])
    assert abs(few[1] - alone[1]) < abs(both[1] - alone[1])


def test_the_report_says_what_the_numbers_are_worth_to_other_people() -> None:
    numbers, report = fit_to_people([made_up([0.2, 1.5, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0])])
    assert numbers.title_words == pytest.approx(1.5, abs=0.2)
    ((before,), (after,)) = (report[name] for name in ("as trained", "with the numbers"))
    assert after["log_likelihood"] - before["log_likelihood"] > 0.3
    assert report["rows"] == [N_ROWS]
    assert report["log_likelihood"] == pytest.approx(after["log_likelihood"], abs=1e-6)


def test_the_decay_is_that_under_which_others_films_are_likeliest() -> None:
    tried = [
        [made_up([0.2, weight, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0], decay)]
        for weight, decay in ((0.1, 1.0), (2.0, 0.5))
    ]
    numbers, report = likeliest(tried)
    assert numbers.decay == 0.5
    assert numbers.title_words == pytest.approx(2.0, abs=0.2)
    assert set(report["log_likelihood by decay"]) == {"1.0", "0.5"}


def test_a_film_encoder_compares_no_places_of_titles() -> None:
    encoder = SASRec(3, TowerShape(8, 1, 1, 4, 0.0), text_width=5, text_size=4).eval()
    assert encoder.likeness is not None
    leave_places_out(encoder)
    items = torch.tensor([[1, 2]])
    assert torch.isfinite(encoder.scores(items, encoder.last_state(items))).all()
    assert not any(name.startswith("likeness") for name in encoder.state_dict())


def test_an_encoder_takes_them_by_its_items_places_of_renown() -> None:
    encoder = SASRec(3, TowerShape(8, 1, 1, 4, 0.0), text_width=5).eval()
    encoder.get_buffer("item_offsets")[1:] = torch.tensor([0.0, 0.0, 4.0])
    items = torch.tensor([[1, 2]])
    state = encoder.last_state(items)
    before = encoder.scores(items, state)
    ids = ["w7", "w1", "w300"]
    encoder.neighbours = one_neighbour()
    evidence = encoder.neighbours.evidence(items, torch.tensor(0.8))[0]
    numbers = FilmNumbers(
        scale=0.5,
        title_words=9.0,
        genres=2.5,
        years=1.5,
        texts=3.0,
        renown=0.1,
        known=2.0,
        decay=0.8,
    )
    numbers.put_into(encoder, ids)
    assert encoder.get_buffer("title_words_decay").item() == pytest.approx(0.8)
    assert encoder.genres == 2.5
    assert encoder.years == 1.5
    assert encoder.kinds_decay == 0.8
    renown = torch.tensor([renown_of(i) for i in ids])
    expected = 0.5 * before[0] + 2.0 + 0.1 * renown + 3.0 * evidence
    assert encoder.scores(items, state)[0].tolist() == pytest.approx(expected.tolist(), abs=1e-5)
    assert renown_of("w1") > renown_of("w7") > renown_of("w300")


def test_the_encoder_is_asked_once_for_every_decay(monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(0)
    encoder = SASRec(3, TowerShape(8, 1, 1, 4, 0.0), text_width=5, text_size=4)
    titles = ["Red Sea (1990)", "Blue Sea (1990)", "Red Sky (1970)"]
    genres = ["War|Drama", None, "Drama"]
    run: Any = SimpleNamespace(
        model=SimpleNamespace(encoder=encoder),
        builder=SimpleNamespace(title_ids=lambda title: [1]),
        backbone_folder=None,
        bos_token_id=0,
        items=[SimpleNamespace(title=t, genres=g) for t, g in zip(titles, genres, strict=True)],
    )
    monkeypatch.setattr(film_numbers, "title_vectors", lambda *given: torch.ones(1, 5))
    asked: list[int] = []
    states = encoder.states

    def count(items: torch.Tensor, *given: Any) -> torch.Tensor:
        asked.append(items.shape[1])
        return states(items, *given)

    monkeypatch.setattr(encoder, "states", count)
    # The data set's order is not the bundle's, which lacks the second film.
    films = [
        MatchedFilm("w2", "Blue Sea (1990)", 2),
        MatchedFilm("x", "Blue Sky (1971)", None, "War"),
        MatchedFilm("w1", "Red Sea (1990)", 1),
        MatchedFilm("w9", "Red Sky (1970)", 3),
    ]
    rows = [FilmRow("a", (2, 0), 3), FilmRow("b", (1, 0, 2), 3)]
    even, faded = features_of(run, one_neighbour(), films, rows, [1.0, 0.5])
    assert asked == [2, 3]
    assert (even.decay, faded.decay) == (1.0, 0.5)
    for features in (even, faded):
        history, order = [4, 2, 1], [1, 3, 0, 2]
        words = TitleAffinity([t[:-7] for t in titles], features.decay)
        of_genres = GenreAffinity([g or "" for g in genres], features.decay)
        of_years = YearAffinity(split_years(titles)[1], features.decay)
        for column, cosines in (
            (1, words.cosines(history, ["Blue Sky"])),
            (2, of_genres.cosines(history, ["War"])),
            (3, of_years.nearness(history, np.array([1971.0]))),
        ):
            expected = cosines[order].tolist()
            assert features.values[1, column].tolist() == pytest.approx(expected, abs=1e-6)
        # Blue Sea, one film before the last, speaks for Red Sky.
        spoken = math.log(1 + features.decay * 0.2 / FLOOR)
        assert features.values[1, 4].tolist() == pytest.approx([0.0, 0.0, 0.0, spoken], abs=1e-5)
        assert features.values[1, 6].tolist() == [1.0, 0.0, 1.0, 1.0]
        assert features.values[1, 5, 0].item() == pytest.approx(renown_of("w2"))
        assert features.watched.tolist() == [[True, False, True, False], [True, True, True, False]]
    assert not torch.equal(even.values[:, 1:5], faded.values[:, 1:5])
    assert torch.equal(even.values[:, [0, 5, 6]], faded.values[:, [0, 5, 6]])
