"""Runs of encoders with titles: of a small catalogue in two groups, and one item of nobody's."""

from __future__ import annotations

from pathlib import Path

import torch

from ilora_train.data import TrainingData, TrainingItem
from ilora_train.progress import Progress
from ilora_train.recipe import EncoderRecipe, Recipe
from ilora_train.run_context import RunContext
from ilora_train.runtime import MetricsLog

N_ITEMS, COLD = 34, 7
RECIPE = EncoderRecipe(
    hidden_size=16,
    n_blocks=1,
    window=6,
    dropout=0.0,
    lr=2e-2,
    batch_size=4,
    max_epochs=8,
    text_size=8,
)


def vectors() -> torch.Tensor:
    """Two groups of titles, far from each other, the cold item in the second."""
    generator = torch.Generator().manual_seed(4)
    points = 0.3 * torch.randn(N_ITEMS, 12, generator=generator)
    points[:, 0] += torch.where(torch.arange(1, N_ITEMS + 1) % 2 == 0, 3.0, -3.0)
    return points


def data() -> TrainingData:
    """Everyone stays among even or among odd indices; nobody has the cold item."""
    sequences = {}
    for user in range(40):
        of_group = [i for i in range(1, N_ITEMS + 1) if i % 2 == user % 2 and i != COLD]
        order = torch.randperm(len(of_group), generator=torch.Generator().manual_seed(user))
        sequences[str(user)] = [of_group[i] for i in order[:6]]
    items = [TrainingItem(str(i), f"item {i}", int(i != COLD)) for i in range(1, N_ITEMS + 1)]
    held_out = {u: s for u, s in sequences.items() if int(u) >= 34}
    return TrainingData(items, sequences, held_out, 0)


def run_of(recipe: EncoderRecipe, folder: Path) -> RunContext:
    log = MetricsLog(folder / "metrics.jsonl")
    return RunContext(Recipe("titles", encoder=recipe), data(), folder, log, Progress(quiet=True))
