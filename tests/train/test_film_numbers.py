"""Numbers of the film bundle, fitted to rows of which the right ones are known."""

from __future__ import annotations

import pytest
import torch

from ilora_train.sasrec import SASRec
from ilora_workshop.film_numbers import (
    FilmFeatures,
    FilmNumbers,
    fit,
    fit_to_people,
    leave_places_out,
    likeliest,
    renown_of,
)

N_ROWS, N_FILMS = 1500, 12


def made_up(weights: list[float], decay: float = 1.0) -> FilmFeatures:
    generator = torch.Generator().manual_seed(0)
    values = torch.randn(N_ROWS, 4, N_FILMS, generator=generator)
    watched = torch.rand(N_ROWS, N_FILMS, generator=generator) < 0.2
    logits = torch.einsum("k,nkf->nf", torch.tensor(weights), values).masked_fill(watched, -1e9)
    targets = torch.multinomial(logits.softmax(1), 1, generator=generator)[:, 0]
    return FilmFeatures(values, watched, targets, torch.arange(N_ROWS) % 5, decay)


def test_the_likeliest_numbers_are_found_and_none_is_below_zero() -> None:
    features = made_up([0.5, 1.0, 0.0, 2.0])
    everyone = torch.ones(N_ROWS, dtype=torch.bool)
    assert fit(features, everyone).tolist() == pytest.approx([0.5, 1.0, 0.0, 2.0], abs=0.15)
    contrary = fit(made_up([0.5, -1.0, 0.0, 2.0]), everyone)
    assert contrary[1] == 0.0


def test_the_report_says_what_the_numbers_are_worth_to_other_people() -> None:
    numbers, report = fit_to_people(made_up([0.2, 1.5, 0.0, 1.0]))
    assert numbers.title_words == pytest.approx(1.5, abs=0.2)
    gained = report["with the numbers"]["log_likelihood"] - report["as trained"]["log_likelihood"]
    assert gained > 0.3
    assert report["rows"] == N_ROWS


def test_the_decay_is_that_under_which_others_films_are_likeliest() -> None:
    tried = [made_up([0.2, weight, 0.0, 1.0], decay) for weight, decay in ((0.1, 1.0), (2.0, 0.5))]
    numbers, report = likeliest(tried)
    assert numbers.decay == 0.5
    assert numbers.title_words == pytest.approx(2.0, abs=0.2)
    assert set(report["log_likelihood by decay"]) == {"1.0", "0.5"}


def test_a_film_encoder_compares_no_places_of_titles() -> None:
    encoder = SASRec(3, 8, 1, 1, 4, 0.0, text_width=5, text_size=4).eval()
    assert encoder.likeness is not None
    leave_places_out(encoder)
    items = torch.tensor([[1, 2]])
    assert torch.isfinite(encoder.scores(items, encoder.last_state(items))).all()
    assert not any(name.startswith("likeness") for name in encoder.state_dict())


def test_an_encoder_takes_them_by_its_items_places_of_renown() -> None:
    encoder = SASRec(3, 8, 1, 1, 4, 0.0, text_width=5).eval()
    encoder.get_buffer("item_offsets")[1:] = torch.tensor([0.0, 0.0, 4.0])
    items = torch.tensor([[1, 2]])
    state = encoder.last_state(items)
    before = encoder.scores(items, state)
    ids = ["w7", "w1", "w300"]
    FilmNumbers(scale=0.5, title_words=9.0, renown=0.1, known=2.0, decay=0.8).put_into(encoder, ids)
    assert encoder.get_buffer("title_words_decay").item() == pytest.approx(0.8)
    expected = 0.5 * before + 2.0 + 0.1 * torch.tensor([renown_of(i) for i in ids])
    assert encoder.scores(items, state)[0].tolist() == pytest.approx(expected[0].tolist(), abs=1e-5)
    assert renown_of("w1") > renown_of("w7") > renown_of("w300")
