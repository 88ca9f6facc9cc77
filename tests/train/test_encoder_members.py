"""Encoders that stand side by side: each as it is alone, and together their logits' mean."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from interrupting import interrupt_at_the_second_epoch
from titled_runs import COLD, N_ITEMS, RECIPE, run_of, vectors

from ilora_edge.encoder import Encoder
from ilora_export.onnx_encoder import export_encoder
from ilora_train.checkpoint import read_tensors, write_tensors
from ilora_train.encoder import train_encoder
from ilora_train.encoder_member import SEEDS_APART
from ilora_train.ilora import Gate
from ilora_train.recipe import EncoderRecipe, ExpertsRecipe
from ilora_train.run_context import RunContext
from ilora_train.sasrec import SASRec

pytestmark = pytest.mark.usefixtures("exact")
IDS = replace(RECIPE, text_size=0, max_epochs=3)
TWO = replace(IDS, members=2)
HISTORIES = torch.tensor([[0, 0, 0, 1, 3, 5], [2, 4, 6, 8, 10, 12]])


def trained(recipe: EncoderRecipe, folder: Path, seed: int = 0) -> SASRec:
    folder.mkdir(exist_ok=True)
    run = run_of(recipe, folder)
    return train_encoder(replace(run, recipe=replace(run.recipe, seed=seed)), lambda run: vectors())


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_logits_are_the_mean_of_those_that_were_trained_alone(tmp_path: Path) -> None:
    together = trained(TWO, tmp_path / "together")
    alone = [trained(IDS, tmp_path / str(seed), seed) for seed in (0, SEEDS_APART)]
    assert not torch.equal(alone[0].item_embedding.weight, alone[1].item_embedding.weight)
    mean = sum(member.next_scores(HISTORIES) for member in alone) / 2
    torch.testing.assert_close(together.next_scores(HISTORIES), mean)
    assert together.hidden_size == 2 * RECIPE.hidden_size == together.last_state(HISTORIES).shape[1]
    # Nothing of the training is left but the encoder itself.
    kept = [path.name for path in (tmp_path / "together" / "encoder").iterdir()]
    assert kept == ["encoder.safetensors"]


def test_several_with_titles_and_neighbours_are_on_the_device_what_they_are_here(
    tmp_path: Path,
) -> None:
    encoder = trained(replace(RECIPE, members=2, neighbours=3), tmp_path / "run")
    assert encoder.neighbours is not None
    assert encoder.neighbours.get_buffer("weight") > 0
    gate = Gate(encoder.hidden_size, ExpertsRecipe()).eval()
    export_encoder(encoder, gate, None, tmp_path / "encoder.onnx")
    device = Encoder(tmp_path / "encoder.onnx")
    odd, even = device.encode([1, 3, 5]), device.encode([2, 4, 6])
    assert odd.item_scores[COLD - 1] > odd.item_scores[1::2].max()
    assert even.item_scores[COLD - 1] < even.item_scores[1::2].min()
    rows = [[1, 3, 5], [2, 4, 2], [6]]
    padded = torch.tensor([[0] * (6 - len(row)) + row for row in rows])
    expected = torch.log_softmax(encoder.next_scores(padded), -1).detach().numpy()
    for together, scores in zip(device.encode_batch(rows), expected, strict=True):
        assert together.item_scores == pytest.approx(scores, abs=1e-5)
    new = vectors()[[COLD - 1]].numpy()
    found = device.encode([1, 3, N_ITEMS + 1], new).item_scores
    assert found[N_ITEMS] == pytest.approx(found[COLD - 1], abs=1e-4)


def test_an_interrupted_training_goes_on_with_the_member_it_was_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = trained(TWO, tmp_path / "whole").state_dict()
    interrupted = 0
    for _ in range(20):
        interrupt_at_the_second_epoch(monkeypatch)
        try:
            pieces = trained(TWO, tmp_path / "pieces").state_dict()
        except KeyboardInterrupt:
            interrupted += 1
        else:
            break
    # One epoch more each time, of three for either member.
    assert interrupted == 5
    assert {name: t.numpy().tobytes() for name, t in pieces.items()} == {
        name: t.numpy().tobytes() for name, t in whole.items()
    }


def test_an_encoder_of_before_there_were_several_is_still_read(tmp_path: Path) -> None:
    encoder = trained(IDS, tmp_path / "run")
    run: RunContext = run_of(IDS, tmp_path / "run")
    path = run.parts.encoder_folder / "encoder.safetensors"
    older = {name.replace("towers.0.", ""): t for name, t in read_tensors(path).items()}
    assert set(older) != set(read_tensors(path))
    write_tensors(path, older)
    torch.testing.assert_close(
        run.load_encoder().next_scores(HISTORIES), encoder.next_scores(HISTORIES)
    )
