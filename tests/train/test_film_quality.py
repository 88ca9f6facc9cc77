"""The film bundle's numbers on people of a later release: rows of films from outside apart."""

from __future__ import annotations

import torch

from ilora_workshop.film_numbers import N_FITTED, FilmFeatures, FilmNumbers
from ilora_workshop.film_quality import compare

N_ROWS, N_FILMS = 40, 30


def test_overviews_are_worth_what_they_add_to_the_rows_that_they_speak_for() -> None:
    generator = torch.Generator().manual_seed(1)
    values = torch.zeros(N_ROWS, N_FITTED, N_FILMS)
    values[:, 1] = torch.rand(N_ROWS, N_FILMS, generator=generator)
    targets = torch.arange(N_ROWS) % N_FILMS
    is_known = torch.arange(N_ROWS) % 4 != 0
    # Only of films from outside is anything told, and it is the truth.
    values[torch.arange(N_ROWS), 7, targets] = (~is_known).float()
    watched = torch.zeros(N_ROWS, N_FILMS, dtype=torch.bool)
    features = FilmFeatures(values, watched, targets, torch.arange(N_ROWS) % 5, 0.8)
    numbers = FilmNumbers(0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, overviews=5.0, decay=0.8)
    people = [str(n // 2) for n in range(N_ROWS)]
    report = compare(features, numbers, people, is_known)
    outside, everyone = report["films from outside"], report["all rows"]
    assert (outside["rows"], everyone["rows"]) == (10, N_ROWS)
    assert outside["ndcg10"]["with all numbers"] == [1.0, 1.0, 1.0]
    assert outside["ndcg10"]["difference"][0] > 0.5
    assert everyone["ndcg10"]["difference"][0] < outside["ndcg10"]["difference"][0]
    nothing = compare(features, numbers, people, torch.ones_like(is_known))
    assert nothing["films from outside"] == {"rows": 0}
