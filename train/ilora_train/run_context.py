"""What every step of a training run works with, and where it writes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ilora_train.data import TrainingData
from ilora_train.progress import Progress
from ilora_train.recipe import Recipe
from ilora_train.runtime import SINGLE, MetricsLog, Processes


@dataclass(frozen=True, slots=True)
class RunContext:
    """A training run as its steps see it: encoder, backbone and experts are given this alone."""

    recipe: Recipe
    data: TrainingData
    folder: Path
    log: MetricsLog
    progress: Progress
    processes: Processes = SINGLE

    @property
    def encoder_folder(self) -> Path:
        """Where the encoder is, or will be."""
        return self.folder / "encoder"

    @property
    def backbone_folder(self) -> Path:
        """The HF folder of the backbone: the run's own, or the one that the recipe names."""
        return find_backbone(self.folder, self.recipe)

    @property
    def experts_folder(self) -> Path:
        """Where experts, gate and projector are, or will be."""
        return self.folder / "experts"


def find_backbone(run: Path, recipe: Recipe) -> Path:
    """Return the HF folder of the backbone of the run in the folder ``run``."""
    return Path(recipe.backbone.path) if recipe.backbone.path else run / "backbone"
