"""What titles that are alike and cold items are worth beside the rest."""

from __future__ import annotations

import pytest
import torch
from drawn_rows import rows_drawn_by
from torch import Tensor

from ilora_train import calibration
from ilora_train.calibration import EncoderCalibration, calibrate
from ilora_train.likeness import Likeness
from ilora_train.sasrec import SASRec, Tower, TowerShape

N_ITEMS = 100
COST = 0.02
ALL_KNOWN = torch.ones(N_ITEMS, dtype=torch.bool)


def encoder(text_size: int = 0) -> SASRec:
    """An encoder that scores an item by the first number of its embedding, and has zeros."""
    model = SASRec(N_ITEMS, TowerShape(4, 1, 1, 5, 0.0), text_width=3, text_size=text_size).eval()
    with torch.no_grad():
        model.item_embedding.weight.zero_()
        (tower,) = model.towers
        assert isinstance(tower, Tower)
        tower.final_norm.weight.zero_()
        tower.final_norm.bias.copy_(torch.tensor([1.0, 0.0, 0.0, 0.0]))
    return model


def described(raised: float) -> Tensor:
    """Every item has ``raised`` more by its title alone."""
    return torch.tensor([raised, 0.0, 0.0, 0.0]).repeat(N_ITEMS, 1)


def comparing() -> SASRec:
    """One whose items have titles that lie all around."""
    model = encoder(text_size=3)
    assert model.likeness is not None
    points = torch.randn(N_ITEMS, 3, generator=torch.Generator().manual_seed(5))
    places = model.likeness.get_buffer("places")
    places[1:] = torch.nn.functional.normalize(points, dim=-1)
    return model


def rows_drawn_with(model: SASRec, weight: float) -> list[tuple[list[int], int]]:
    """Rows as likely as the encoder says with this weight."""
    likeness = model.likeness
    assert likeness is not None
    return rows_drawn_by(lambda histories: weight * likeness.cosines(histories), N_ITEMS, 8)


@pytest.mark.parametrize("raised", [-2.0, 0.0, 3.0])
def test_the_offset_undoes_what_a_title_alone_is_scored_too_high(raised: float) -> None:
    # Every item is a target once, so each draw has its share of them, and none is left out: a
    # target is compared with even where the history has it.
    rows = [([n], n) for n in range(1, N_ITEMS + 1)]
    found = calibrate(encoder(), described(raised), ALL_KNOWN, rows, 3, COST)
    assert (found.known_weight, found.cold_weight) == (0.0, 0.0)
    # Scaling helps here too, as nothing else tells items apart.
    assert found.scale * raised + found.cold_offset == pytest.approx(0.0, abs=1e-3)


def test_cold_items_and_no_rows_say_nothing() -> None:
    model = encoder()
    assert calibrate(model, described(1.0), ALL_KNOWN, [], 0, COST) == EncoderCalibration()
    # What is cold takes no part: its scores are not among those compared.
    known = ALL_KNOWN.clone()
    known[:40] = False
    with torch.no_grad():
        model.item_embedding.weight[1:41] = 100.0
    rows = [([n], n) for n in range(41, N_ITEMS + 1)]
    found = calibrate(model, described(1.0), known, [*rows, ([50], 3)], 0, COST)
    assert found.scale + found.cold_offset == pytest.approx(0.0, abs=1e-3)


def test_the_weights_are_those_that_the_targets_were_drawn_with() -> None:
    model = comparing()
    found = calibrate(model, described(0.0), ALL_KNOWN, rows_drawn_with(model, 3.0), 0, COST)
    assert found.scale == pytest.approx(1.0, abs=0.1)
    assert found.known_weight == pytest.approx(3.0, abs=0.3)
    # Raised as far as it costs little.
    assert 2.4 < found.cold_weight < 12.1
    assert found.cold_offset == pytest.approx(0.0, abs=0.5)


def test_an_encoder_that_is_too_sure_of_itself_is_scaled_down() -> None:
    model = comparing()
    sure = torch.randn(N_ITEMS, generator=torch.Generator().manual_seed(6))
    with torch.no_grad():
        model.item_embedding.weight[1:, 0] = sure
    rows = rows_drawn_with(model, 0.0)
    found = calibrate(model, model.item_embedding.weight[1:].detach(), ALL_KNOWN, rows, 0, COST)
    # The targets are uniform.
    assert found.scale == pytest.approx(0.0, abs=0.1)


def test_titles_that_targets_avoid_have_no_weight() -> None:
    model = comparing()
    found = calibrate(model, described(0.0), ALL_KNOWN, rows_drawn_with(model, -2.0), 0, COST)
    assert (found.known_weight, found.cold_weight) == (0.0, 0.0)


def test_an_item_is_as_like_as_the_nearest_title_but_its_own() -> None:
    likeness = Likeness(4, 3, 2)
    likeness.get_buffer("places")[1:] = torch.tensor(
        [[1.0, 0.0], [0.6, 0.8], [-1.0, 0.0], [0.0, 1.0]]
    )
    with torch.no_grad():
        likeness.place_map.weight.copy_(torch.eye(2, 3))
        likeness.place_map.bias.zero_()
    after_first = likeness.cosines(torch.tensor([[0, 0, 1]]))
    torch.testing.assert_close(after_first, torch.tensor([[0.0, 0.6, 0.0, 0.0]]))
    after_both = likeness.cosines(torch.tensor([[0, 1, 4]]))
    torch.testing.assert_close(after_both, torch.tensor([[0.0, 0.8, 0.0, 0.0]]))
    # One from outside, of whatever length its vector is; the second has the same title.
    titles = torch.tensor([[3.0, 4.0, 9.0]])
    found = likeness.cosines(torch.tensor([[0, 0, 5]]), titles)
    torch.testing.assert_close(found, torch.tensor([[0.6, 0.0, 0.0, 0.8, 0.0]]))
    # Only the last ten count.
    long = likeness.cosines(torch.tensor([[1, *[3] * 10]]))
    torch.testing.assert_close(long, torch.zeros(1, 4))


def test_what_shared_words_weigh_is_found_beside_the_rest_and_cold_items_may_cost_more() -> None:
    model = comparing()
    words = torch.rand(N_ITEMS + 1, N_ITEMS, generator=torch.Generator().manual_seed(3))
    # Of the last item alone, whatever else the history has.
    model.title_cosines = lambda items, decay: words[items[:, -1]]
    rows = rows_drawn_by(lambda histories: 4.0 * words[histories[:, -1]], N_ITEMS, 3)
    found = calibrate(model, described(0.0), ALL_KNOWN, rows, 0, 0.0)
    assert found.title_words == pytest.approx(4.0, abs=0.4)
    assert found.known_weight == pytest.approx(0.0, abs=0.3)
    found.put_into(model, ALL_KNOWN)
    items = torch.tensor([[1, 2, 3]])
    raised = model.next_scores(items) - model.scores(items, model.last_state(items))
    torch.testing.assert_close(raised, found.title_words * words[[3]])

    rows = rows_drawn_with(model := comparing(), 3.0)
    weights = [
        calibrate(model, described(0.0), ALL_KNOWN, rows, 0, cost).cold_weight
        for cost in (0.0, COST, 0.2)
    ]
    assert weights == sorted(weights)
    assert weights[0] < weights[2]


@pytest.mark.parametrize("decay", [1.0, 0.5])
def test_how_fast_words_lose_their_weight_is_found(decay: float) -> None:
    model = comparing()
    words = torch.rand(N_ITEMS + 1, N_ITEMS, generator=torch.Generator().manual_seed(5))

    def cosines(items: torch.Tensor, decay: float) -> torch.Tensor:
        shares = decay ** torch.arange(items.shape[1] - 1, -1, -1.0)
        return torch.einsum("l,bln->bn", shares / shares.sum(), words[items])

    model.title_cosines = cosines
    rows = rows_drawn_by(lambda histories: 9.0 * cosines(histories, decay), N_ITEMS, 6)
    found = calibrate(model, described(0.0), ALL_KNOWN, rows, 0, 0.0)
    assert found.title_words_decay == decay
    assert found.title_words == pytest.approx(9.0, abs=1.0)
    found.put_into(model, ALL_KNOWN)
    items = torch.tensor([[1, 2, 3]])
    raised = model.next_scores(items) - model.scores(items, model.last_state(items))
    torch.testing.assert_close(raised, found.title_words * cosines(items, decay))


def test_the_decay_with_the_best_list_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the likeliest one: what is likelier on the whole may be worse at the top."""
    model = comparing()
    model.title_cosines = lambda items, decay: torch.full((len(items), N_ITEMS), decay)
    quality = dict(zip(calibration.DECAYS, (0.1, 0.3, 0.2, 0.2, 0.4, 0.4, 0.1), strict=True))
    monkeypatch.setattr(
        calibration, "_ndcg10", lambda _draws, cosines, *_others: quality[cosines.decay]
    )
    found = calibrate(model, described(0.0), ALL_KNOWN, [([1, 2], 3), ([2, 3], 1)], 0, 0.0)
    assert found.title_words_decay == calibration.DECAYS[4]


def test_cold_items_have_the_numbers_of_cold_items() -> None:
    model = encoder(text_size=4)
    known = torch.arange(model.n_items) % 2 == 0
    numbers = EncoderCalibration(scale=0.5, known_weight=2.0, cold_weight=3.0, cold_offset=-1.0)
    numbers.put_into(model, known)
    offsets, likeness = model.get_buffer("item_offsets"), model.likeness
    assert likeness is not None
    weights = likeness.get_buffer("item_weights")
    assert offsets[:3].tolist() == [0.0, 0.0, -1.0]
    assert weights[:3].tolist() == [0.0, 2.0, 3.0]
    assert model.get_buffer("outside_offset") == -1.0
    assert likeness.get_buffer("outside_weight") == 3.0
    assert model.get_buffer("scale") == 0.5
