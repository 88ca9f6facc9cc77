"""The film bundle on people, with a small bundle in its place: what is scored, fitted and shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tiny import tiny_bundle, tiny_recipe, tiny_run

from ilora_edge.bundle.calibration import Calibration
from ilora_edge.bundle.files import FusionWeights, describe_files, read_manifest, write_manifest
from ilora_edge.catalogue.items import TITLE_PRIOR, write_catalogue
from ilora_edge.recommender import Recommender
from ilora_export.calibration_fit import ScoredRow
from ilora_workshop.film_evaluation import FilmScorer, draw_candidates, evaluate
from ilora_workshop.film_people import FilmRow, MatchedFilm
from ilora_workshop.film_weights import fit_to_people, score_people

ROWS = [FilmRow(f"u{n % 4}", tuple(range(n, n + 5)), (n + 9) % 32) for n in range(8)]


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    run = tiny_run(tmp_path_factory.mktemp("run"), tiny_recipe())
    folder = tiny_bundle(run, tmp_path_factory.mktemp("bundle") / "bundle")
    with Recommender(folder) as device:
        items = device.title_priors.given_to(list(device.catalogue.items()))
    # Numbered by renown, as the film bundle's.
    items = [replace(item, item_id=f"w{item.encoder_index}") for item in items]
    (folder / "catalogue.db").unlink()
    write_catalogue(folder / "catalogue.db", items, TITLE_PRIOR)
    fitted = Calibration(2.0, 3.0, 0.0, 0.0, -0.9)
    weights = FusionWeights(1.5, 9.0, {"paper": fitted})
    manifest = replace(read_manifest(folder), files=describe_files(folder), fusion=weights)
    write_manifest(folder, manifest)
    return folder


def made_up_films(device: Recommender) -> list[MatchedFilm]:
    known = [MatchedFilm(i.item_id, i.title, i.encoder_index) for i in device.catalogue.items()]
    # Two that the bundle does not have stand among them.
    other = [MatchedFilm(f"other-{n}", f"Elsewhere {n} (1988)", None) for n in (1, 2)]
    return [*known[:12], other[0], *known[12:], other[1]]


def test_the_bundle_s_scores_are_those_of_the_device(bundle: Path) -> None:
    with Recommender(bundle) as device:
        films = made_up_films(device)
        scorer = FilmScorer(device, films)
        preference, encoder = scorer.encode(ROWS[0].history)
        candidates = [12, 20, 25]
        llm = scorer.llm(ROWS[0].history, preference.gate_weights, candidates)
        priors = scorer.title_priors(candidates)
        known = device.catalogue.by_id([films[20].item_id])[films[20].item_id]
        assert priors[1] == pytest.approx(known.title_prior)
        fused = scorer.fused("paper", ROWS[0].history, candidates, llm, encoder[candidates])
        weight = 2.0 + (3.0 - 2.0) * 5 / 15
        expected = llm + weight * encoder[candidates] - 0.9 * priors
        assert fused == pytest.approx(expected)
        plain = scorer.fused("product", ROWS[0].history, candidates, llm, encoder[candidates])
        assert plain == pytest.approx(llm + 1.5 * encoder[candidates])


def test_candidates_are_the_target_among_random_films_and_the_encoder_s_best() -> None:
    encoder = np.linspace(0, 1, 60)
    row = FilmRow("u", (59, 58, 3), 7)
    drawn, best = draw_candidates(row, encoder, 4)
    assert len(set(drawn)) == 20
    assert 7 in drawn
    assert not {3, 58, 59} & {*drawn, *best}
    assert best == list(range(57, 37, -1))
    assert drawn == draw_candidates(row, encoder, 4)[0] != draw_candidates(row, encoder, 5)[0]


def test_rows_of_the_product_are_those_with_their_target_in_the_list(bundle: Path) -> None:
    with Recommender(bundle) as device:
        films = made_up_films(device)
        scored = {kind: score_people(device, films, ROWS, kind) for kind in ("paper", "product")}
        table = evaluate(device, films, ROWS)
    assert len(scored["paper"]) == len(ROWS) == table["rows"]
    assert len(scored["product"]) <= len(ROWS)
    for row in [*scored["paper"], *scored["product"]]:
        assert row.target is not None
        assert row.title_prior is not None
        assert np.isfinite(row.llm).all()
    assert table["paper HR@1"].keys() >= {"bundle", "llm", "bundle - nearest title"}


def test_lists_are_judged_alike_with_random_films_beside_them_or_without(bundle: Path) -> None:
    with Recommender(bundle) as device:
        films = made_up_films(device)
        both = evaluate(device, films, ROWS)
        lists = evaluate(device, films, ROWS, kinds=["product"])
    assert "paper HR@1" not in lists
    assert lists["product NDCG@10"] == both["product NDCG@10"]
    # Some rows have their target in the list, and some have not.
    assert 0 < lists["product NDCG@10"]["encoder"][0] < 1


def test_weights_are_what_the_rows_were_drawn_by() -> None:
    rng = np.random.default_rng(0)
    truth = Calibration(2.0, 2.0, 0.0, 0.0, -0.9)
    scored: dict[str, list[ScoredRow]] = {"product": [], "paper": []}
    for kind, rows in scored.items():
        for n in range(600):
            llm, encoder, prior = rng.normal(0, 1, (3, 20))
            row = ScoredRow(f"u{n % 50}", 10, llm, encoder, np.zeros(20), 0.0, 0, (), prior)
            fused = row.fused(truth if kind == "paper" else replace(truth, title_prior=0.0))
            target = int(np.argmax(fused + rng.gumbel(0, 1, 20)))
            rows.append(replace(row, target=target))
    weights, report = fit_to_people(scored)
    assert weights.product == pytest.approx(2.0, rel=0.3)
    assert weights.calibration["paper"].title_prior == pytest.approx(-0.9, abs=0.2)
    assert report["fits of paper"]["rows"] == 600
