"""What genres add to the encoder's scores, known ones and those of a person's own database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from bundle_edits import edit_manifest, refit_manifest, refusal

from ilora_edge.affinities.genre_affinity import MAX_GENRES, GenreAffinity
from ilora_edge.bundle.files import FusionWeights, read_manifest
from ilora_edge.catalogue.items import Catalogue
from ilora_edge.engine.item_scores import ItemScores
from ilora_edge.engine.outside import Outside
from ilora_edge.recommendation import HistoryItem
from ilora_edge.recommender import Recommender
from ilora_edge.request import Request

GENRES = ["Horror|Drama", "Horror", "Drama", "Comedy|Drama", "", "Drama"]


def test_what_many_have_says_little_and_the_unknown_nothing() -> None:
    affinity = GenreAffinity(GENRES)
    cosines = affinity.cosines([2])
    assert cosines[1] == pytest.approx(1.0, abs=1e-6)
    assert list(np.argsort(-cosines)[:2]) == [1, 0]
    assert cosines[4] == 0.0
    assert max(cosines[2], cosines[3]) < 0
    assert affinity.cosines([5]).tolist() == [0.0] * 6
    assert affinity.cosines([]).tolist() == [0.0] * 6


def test_vectors_are_those_of_the_formula() -> None:
    cosines = GenreAffinity(["A|B", "B", "A"]).cosines([1])
    p = 2 / 3
    weight = (-np.log(p)) ** 0.5
    a, b = np.array([weight, weight]) * (1 - p), np.array([-p, 1 - p]) * weight
    assert cosines[1] == pytest.approx(a @ b / np.linalg.norm(a) / np.linalg.norm(b), abs=1e-6)


def test_services_names_are_one_and_items_from_outside_count() -> None:
    affinity = GenreAffinity([*GENRES, "Sci-Fi"])
    outside = ("Science Fiction", '["Terror"]', "Unheard of")
    cosines = affinity.cosines([8], outside)
    assert cosines[7] == pytest.approx(1.0, abs=1e-6)
    assert cosines[6] == pytest.approx(1.0, abs=1e-6)
    assert affinity.cosines([9], outside)[1] == pytest.approx(1.0, abs=1e-6)
    assert affinity.cosines([10], outside).tolist() == [0.0] * 10


def test_earlier_items_count_less() -> None:
    affinity = GenreAffinity(GENRES)
    alone = [affinity.cosines([item]) for item in (2, 3)]
    faded = affinity.cosines([2, 3], decay=0.5)
    assert faded == pytest.approx((0.5 * alone[0] + alone[1]) / 1.5, abs=1e-6)


def test_a_catalogue_of_very_many_genres_keeps_the_most_frequent() -> None:
    affinity = GenreAffinity([*(f"Genre {n}" for n in range(MAX_GENRES + 50)), "Rock", "Rock"])
    assert affinity.cosines([MAX_GENRES + 51])[-1] == pytest.approx(1.0, abs=1e-6)
    assert GenreAffinity(["Rock"] * 3).cosines([1]).tolist() == [0.0] * 3


def give_genres(bundle: Path, genres: list[str | None]) -> None:
    with sqlite3.connect(bundle / "catalogue.db") as connection:
        connection.execute("ALTER TABLE items ADD COLUMN genres TEXT")
        connection.executemany(
            "UPDATE items SET genres = ? WHERE encoder_index = ?",
            [(genre, n) for n, genre in enumerate(genres, 1)],
        )
    connection.close()
    refit_manifest(bundle)


def test_a_bundle_s_scores_are_raised_for_one_history_and_for_many(own: Path) -> None:
    with Recommender(own) as plain:
        before, n = plain.encode([1, 2, 4]).item_scores, plain.catalogue.n_items
    genres = ["Horror", "Horror|Drama", None, *["Comedy", "Drama"] * n][:n]
    give_genres(own, genres)
    more = {"genres": 3.0, "genres_decay": 0.5}
    edit_manifest(own, lambda data: data["fusion_weight"].update(more))
    assert read_manifest(own).fusion.to_json().items() >= more.items()
    with Recommender(own) as device:
        assert device.catalogue.texts.genres == [genre or "" for genre in genres]
        assert device.catalogue.by_index([2])[0].genres == "Horror|Drama"
        cosines = GenreAffinity([genre or "" for genre in genres], 0.5).cosines([1, 2, 4])
        logits = before + 3.0 * cosines
        expected = logits - np.log(np.exp(logits).sum())
        assert np.abs(expected - before).max() > 0.1
        assert device.encode([1, 2, 4]).item_scores == pytest.approx(expected, abs=1e-5)
        (many,) = device.encode_batch([[1, 2, 4]])
        assert many.item_scores == pytest.approx(expected, abs=1e-5)
        listed = device.recommend(Request([HistoryItem("x", "Unknown", "Horror")], k=3))
        assert len(listed.recommendations) == 3


def test_items_from_outside_are_raised_by_their_own_genres(own: Path) -> None:
    with Recommender(own) as device:
        n = device.catalogue.n_items
        give_genres(own, ["Horror", *["Drama"] * (n - 1)])
    with closing(Catalogue(own / "catalogue.db")) as catalogue:
        scores = ItemScores(catalogue, True, FusionWeights(1.0, 1.0, genres=2.0))
        vectors = np.zeros((3, 4), np.float32)
        genres = ("Terror", "Drama", "")
        outside = Outside(vectors, titles=("A", "B", "C"), genres=genres)
        even = np.full(n + 3, -np.log(n + 3), np.float32)
        settled = scores.settle(even, [1], outside)
        assert np.exp(settled.astype(np.float64)).sum() == pytest.approx(1.0, abs=1e-5)
        assert settled[n] == pytest.approx(settled[0])
        assert settled[n] - settled[n + 2] == pytest.approx(2.0, abs=1e-5)
        assert settled[n + 1] < settled[n + 2]
        # A horror film from outside in the history raises that of the catalogue.
        assert scores.settle(even, [n + 1], outside)[0] == pytest.approx(settled[0], abs=1e-5)


def test_genres_that_are_no_text_are_a_damaged_catalogue(own: Path) -> None:
    with Recommender(own) as device:
        n = device.catalogue.n_items
    give_genres(own, ["Horror"] * n)
    with sqlite3.connect(own / "catalogue.db") as connection:
        connection.execute("UPDATE items SET genres = x'00' WHERE encoder_index = 2")
    connection.close()
    refit_manifest(own)
    edit_manifest(own, lambda data: data["fusion_weight"].update(genres=1.0))
    assert "genres are not text" in refusal(lambda: Recommender(own))
