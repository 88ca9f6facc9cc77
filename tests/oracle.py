"""Scores by torch, the plain way: one row per answer, no cache, no tree, no mask of our own."""

from __future__ import annotations

import numpy as np
import torch

from ilora_edge.candidates import prompt_item
from ilora_edge.recommender import Recommender
from ilora_export.parity import torch_items
from ilora_train.run_folder import FinishedRun

HISTORIES = ([1, 2, 3], [30, 7, 11, 21, 6, 5], [12], [4, 4, 8, 20, 19, 18, 17, 16, 15, 14])


def plain_scores(
    run: FinishedRun, history: list[int], prompt: list[int], answers: list[list[int]]
) -> np.ndarray:
    """Answers' log-likelihoods by torch, one row per answer and no cache, tree or mask."""
    backbone, projector = run.model.backbone, run.model.projector
    table = backbone.get_input_embeddings().weight
    rows = torch.zeros(len(answers), len(prompt) + max(map(len, answers)), table.shape[1])
    with torch.no_grad():
        for row, answer in zip(rows, answers, strict=True):
            for place, slot in enumerate(prompt + answer):
                if slot >= 0:
                    row[place] = table[slot]
                else:
                    assert projector is not None
                    row[place] = projector(torch.tensor(-slot))
        k = run.recipe.experts.n_experts
        gate = run.model.gate_weights([history]) if history else torch.full((1, k), 1 / k)
        run.model.context.weights = gate.expand(len(rows), -1)
        logits = backbone(inputs_embeds=rows, use_cache=False).logits
    log_probs = torch.log_softmax(logits.double(), dim=-1)
    return np.array(
        [
            sum(float(row[len(prompt) - 1 + n, token]) for n, token in enumerate(answer))
            for row, answer in zip(log_probs, answers, strict=True)
        ]
    )


def torch_scores(run: FinishedRun, history: list[int], candidates: list[int]) -> np.ndarray:
    listed = torch_items(run, candidates)
    prompt = run.builder.prompt(torch_items(run, history), listed)
    return plain_scores(run, history, prompt, run.builder.answers(listed))


def device_scores(device: Recommender, history: list[int], candidates: list[int]) -> np.ndarray:
    items = [prompt_item(item) for item in device.catalogue.items()]
    device.mix(device.encode(history).gate_weights)
    return device.score(
        device.prompt([items[i - 1] for i in history], [items[i - 1] for i in candidates])
    )
