"""Titles as points, and encoders that learn their items from them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from tiny import tiny_backbone, tiny_recipe
from titled_runs import COLD, N_ITEMS, RECIPE, data, run_of, vectors

from ilora_edge.encoder import Encoder
from ilora_edge.errors import RecipeError
from ilora_export.onnx_encoder import export_encoder
from ilora_train.encoder import train_encoder
from ilora_train.ilora import Gate
from ilora_train.item_table import genre_places
from ilora_train.recipe import ExpertsRecipe
from ilora_train.title_space import fit_title_space, title_vectors

pytestmark = pytest.mark.usefixtures("exact")


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_components_are_uncorrelated_and_equally_wide() -> None:
    points = vectors()
    points[:, 1] *= 20
    places = fit_title_space(points, 5).places(points)
    covariance = places.T @ places / len(points)
    torch.testing.assert_close(covariance, torch.eye(5) / 5, atol=1e-5, rtol=0)
    twice = fit_title_space(torch.cat([points, points[:3]]), 5).places(points)
    torch.testing.assert_close(twice, places, atol=1e-4, rtol=0)


def test_more_components_than_titles_give_are_refused() -> None:
    with pytest.raises(RecipeError, match="text_size: 12 components are too many for 34"):
        fit_title_space(vectors(), 12)


def test_titles_that_lie_in_a_plane_have_no_more_components_than_that() -> None:
    plane = vectors()[:, :2] @ torch.randn(2, 12, generator=torch.Generator().manual_seed(1))
    assert fit_title_space(plane, 2).places(plane).isfinite().all()
    with pytest.raises(RecipeError, match="differ in 2 directions only; set it to 2 or less"):
        fit_title_space(plane, 5)
    with pytest.raises(RecipeError, match="too many"):
        fit_title_space(torch.ones(20, 12), 1)


def test_a_vector_depends_on_its_title_alone_and_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny_backbone(tmp_path / "hf", tiny_recipe())
    titles = [[5, 6, 7], [8], [9, 10, 11, 12, 13, 14], [6, 5]]
    together = title_vectors(tmp_path / "hf", titles, 0)
    for place, title in enumerate(titles):
        alone = title_vectors(tmp_path / "hf", [title], 0)
        torch.testing.assert_close(alone[0], together[place], atol=2e-3, rtol=2e-3)
    without_bos = title_vectors(tmp_path / "hf", titles, None)
    assert (without_bos - together).abs().max() > 0.01
    monkeypatch.setattr("ilora_train.title_space._read_titles", None)
    assert torch.equal(title_vectors(tmp_path / "hf", titles, 0), together)
    # Another seed numbers the items otherwise.
    turned = title_vectors(tmp_path / "hf", [*titles[::-1], titles[0]], 0)
    assert torch.equal(turned, together[[3, 2, 1, 0, 0]])


def test_a_cold_item_is_scored_by_its_title_and_so_is_one_from_outside(tmp_path: Path) -> None:
    encoder = train_encoder(run_of(RECIPE, tmp_path), lambda run: vectors())
    assert encoder.title_map is not None
    export_encoder(encoder, Gate(16, ExpertsRecipe()).eval(), None, tmp_path / "encoder.onnx")
    device = Encoder(tmp_path / "encoder.onnx")
    assert (device.reads_titles, device.title_width) == (True, 12)

    odd, even = [1, 3, 5], [2, 4, 6]
    for_odd, for_even = device.encode(odd).item_scores, device.encode(even).item_scores
    assert for_odd[COLD - 1] > for_even[COLD - 1] + 0.5
    assert for_odd[COLD - 1] > for_odd[1::2].max(), "no item of the other group comes before it"

    # The same title from outside is the same item; another index tells it from the cold one.
    new = vectors()[[COLD - 1, 1]].numpy()
    found = device.encode([1, 3, N_ITEMS + 1], new)
    assert len(found.item_scores) == N_ITEMS + 2
    same = device.encode([1, 3, COLD], new)
    assert found.item_scores == pytest.approx(same.item_scores, abs=1e-4)
    assert found.item_scores[N_ITEMS] == pytest.approx(found.item_scores[COLD - 1], abs=1e-4)
    assert device.item_embeddings([N_ITEMS + 1], new) == pytest.approx(
        device.item_embeddings([COLD]), abs=1e-4
    )


def test_genres_stand_beside_titles_and_average_ones_say_nothing() -> None:
    places = genre_places(["Drama|War", "Drama", "", "War|Drama"])
    assert places.shape == (4, 2)
    torch.testing.assert_close(places.mean(0), torch.zeros(2))
    torch.testing.assert_close(places.square().sum(1).mean(), torch.tensor(1.0))
    assert torch.equal(places[0], places[3])
    assert genre_places(["", ""]).shape == (2, 0)


def test_a_cold_item_is_scored_by_its_genres_too(tmp_path: Path) -> None:
    of_group = [replace(i, genres="even" if n % 2 else "odd") for n, i in enumerate(data().items)]
    genred = replace(data(), items=of_group)
    recipe = replace(RECIPE, genres=True, id_dropout=0.3)
    # Titles say nothing here.
    noise = torch.randn(N_ITEMS, 12, generator=torch.Generator().manual_seed(1))
    run = replace(run_of(recipe, tmp_path), data=genred)
    encoder = train_encoder(run, lambda run: noise)
    scores = encoder.next_scores(torch.tensor([[1, 3, 5], [2, 4, 6]]))
    assert scores[0, COLD - 1] > scores[0, 1::2].max()
    assert scores[1, COLD - 1] < scores[1, 1::2].min()


def test_sampled_softmax_by_length_learns_too(tmp_path: Path) -> None:
    recipe = replace(RECIPE, negatives=12, batch_targets=30, choose_by="ndcg10")
    run = run_of(recipe, tmp_path)
    train_encoder(run, lambda run: vectors())
    encoder = run.parts.load_encoder()
    scores = encoder.next_scores(torch.tensor([[0, 0, 0, 1, 3, 5]]))[0]
    assert scores[0::2].min() > scores[1::2].max()
