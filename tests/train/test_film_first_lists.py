"""First lists of made-up servers, counted by hand."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from ilora_edge.catalogue.items import Catalogue, CatalogueItem, write_catalogue
from ilora_workshop import film_first_lists
from ilora_workshop.film_first_lists import FirstLists, measure
from ilora_workshop.film_people import MatchedFilm


def test_what_others_watched_stands_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = [CatalogueItem(n, f"b{n}", f"T{n}", p, (1,)) for n, p in enumerate((5, 50, 1), 1)]
    write_catalogue(tmp_path / "catalogue.db", known)
    # The set's films in another order, and one that the catalogue lacks.
    films = [
        MatchedFilm("b3", "T3", 3, "", ""),
        MatchedFilm("other-9", "Nobody's", None, "", ""),
        MatchedFilm("b1", "T1", 1, "", ""),
        MatchedFilm("b2", "T2", 2, "", ""),
    ]
    library = np.array([0, 1, 2, 3])
    with closing(Catalogue(tmp_path / "catalogue.db")) as catalogue:
        lists = FirstLists(catalogue, films, 1.0, {})
        nobody = np.zeros((0, 4), bool)
        assert lists.best(nobody, library) == [3, 1, 2, 0]
        two = np.array([[0, 1, 0, 0], [1, 1, 0, 0]], bool)
        assert lists.best(two, library) == [1, 0, 3, 2]
        assert lists.best(two, np.array([0, 2, 3])) == [0, 3, 2]
        # Everybody watches the same film: alone, one of two films is it by luck or renown.
        monkeypatch.setattr(film_first_lists, "LIST_LENGTH", 1)
        watched = np.tile(np.array([0, 1, 0, 0], bool), (60, 1))
        found = measure(lists, watched, library, 4, 20)
    assert found["0"][0] == 0.0
    assert found["1"][0] == found["50"][0] == 1.0


def test_what_the_public_rates_well_stands_first(tmp_path: Path) -> None:
    known = [CatalogueItem(n, f"b{n}", f"T{n}", 25 - n, (1,)) for n in range(1, 25)]
    write_catalogue(tmp_path / "catalogue.db", known)
    films = [MatchedFilm(f"b{n}", f"T{n}", n, "", "") for n in range(1, 25)]
    ratings = {place: 5.0 + place / 10 for place in range(24)}
    with closing(Catalogue(tmp_path / "catalogue.db")) as catalogue:
        lists = FirstLists(catalogue, films, 0.07, ratings)
        best = lists.best(np.zeros((0, 24), bool), np.arange(24))
    assert best == [*range(23, 13, -1)]
