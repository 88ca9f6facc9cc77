"""Trains the encoder, member by member, and fits what titles and cold items are worth in it."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict

import torch
from torch import Tensor

from ilora_train.calibration import calibrate
from ilora_train.checkpoint import read_tensors, write_tensors
from ilora_train.encoder_member import EncoderMember, clear_members
from ilora_train.item_table import DESCRIBED, TitledItems
from ilora_train.neighbours import RIDGES, check_neighbours, fit_neighbours
from ilora_train.parts import ENCODER_WEIGHTS, FIRST_TOWER, PLACES, TITLE_MAP
from ilora_train.run_context import RunContext
from ilora_train.sasrec import SASRec
from ilora_train.title_space import read_catalogue_titles

N_CHOOSING = 4000
"""Validation rows by which the best epoch is chosen, at most."""
_WIDTH_AT = {"item_embedding.weight": 1, DESCRIBED: 1, "title_map.weight": 0, "title_map.bias": 0}
"""Along which axis what the members have in common is as wide as all of them."""

ReadTitles = Callable[[RunContext], Tensor]
"""Returns the catalogue's title vectors (N, H)."""


def train_encoder(run: RunContext, read_titles: ReadTitles = read_catalogue_titles) -> SASRec:
    """Train until validation stops improving; the best epoch's weights are written and returned.

    Each member of the encoder is trained by itself, from a seed of its own. A folder that holds a
    finished encoder is loaded; one that holds checkpoints goes on from them. ``read_titles`` is
    asked for the titles' vectors (N, H) where the recipe has a ``text_size``.
    """
    recipe, folder = run.recipe.encoder, run.parts.encoder_folder
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / ENCODER_WEIGHTS).exists():
        clear_members(folder)
        return run.load_encoder()
    if recipe.neighbours:
        check_neighbours(len(run.data.items))
    rows = [(h, t) for _, h, t in run.data.validation_targets()]
    rows = random.Random(run.recipe.seed).sample(rows, min(N_CHOOSING, len(rows)))
    vectors = read_titles(run) if recipe.text_size else None
    members = [EncoderMember(run, n, vectors) for n in range(recipe.members)]
    tensors = join_members([read_tensors(member.train(rows)) for member in members])
    titles = members[0].titles
    if titles is not None or recipe.neighbours:
        tensors = _calibrated(run, tensors, titles, rows)
    write_tensors(folder / ENCODER_WEIGHTS, tensors)
    clear_members(folder)
    return run.load_encoder()


def join_members(members: Sequence[Mapping[str, Tensor]]) -> dict[str, Tensor]:
    """Return the weights of one encoder of several, from those of each."""
    joined: dict[str, Tensor] = {}
    for number, tensors in enumerate(members):
        for name, tensor in tensors.items():
            if name.startswith(FIRST_TOWER):
                joined[name.replace(FIRST_TOWER, f"towers.{number}.", 1)] = tensor
            elif name in joined:
                joined[name] = torch.cat([joined[name], tensor], dim=_WIDTH_AT[name])
            else:
                joined[name] = tensor
    return joined


def _calibrated(
    run: RunContext,
    tensors: dict[str, Tensor],
    titles: TitledItems | None,
    rows: list[tuple[list[int], int]],
) -> dict[str, Tensor]:
    """Return the weights with what titles, cold items and neighbours are worth among them."""
    recipe, described, widths = run.recipe.encoder, None, (0, 0)
    if titles is not None:
        uncalibrated = {name: tensor.cpu() for name, tensor in titles.uncalibrated().items()}
        tensors = {**uncalibrated, **tensors}
        described = tensors.pop(DESCRIBED)[1:]
        widths = tensors[TITLE_MAP].shape[-1], tensors[PLACES].shape[-1]
    model = run.parts.new_encoder(*widths).eval()
    model.load_state_dict(tensors)
    model.title_cosines = run.title_cosines
    known = torch.tensor([item.popularity > 0 for item in run.data.items])
    sequences, n_items = run.data.train.values(), len(run.data.items)
    tables = {
        ridge: fit_neighbours(sequences, n_items, ridge, recipe.neighbours)
        for ridge in (RIDGES if recipe.neighbours else ())
    }
    found = calibrate(model, described, known, rows, run.recipe.seed, recipe.cold_cost, tables)
    run.log.write_once("calibration", {}, **asdict(found))
    if found.neighbours_ridge:
        table = tables[found.neighbours_ridge]
        model = run.parts.new_encoder(*widths, table.get_buffer("items").shape[1])
        beside = {f"neighbours.{name}": tensor for name, tensor in table.state_dict().items()}
        model.load_state_dict({"scale": torch.ones(1), **tensors, **beside})
    found.put_into(model, known)
    return model.state_dict()
