"""What every step of a training run works with, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ilora_edge.histories.mapping import Mapping
from ilora_train.data import TrainingData, check_enough, read_training_data, share_users
from ilora_train.parts import Parts
from ilora_train.progress import Progress
from ilora_train.recipe import Recipe
from ilora_train.rows import Question, validation_questions
from ilora_train.runtime import SINGLE, MetricsLog, Processes
from ilora_train.sasrec import SASRec
from ilora_train.title_cosines import TitleCosines
from ilora_train.tokenizer import train_tokenizer


@dataclass(frozen=True, slots=True)
class RunContext:
    """A training run as its steps see it: encoder, backbone and experts are given only this."""

    recipe: Recipe
    data: TrainingData
    folder: Path
    log: MetricsLog
    progress: Progress
    processes: Processes = SINGLE

    @property
    def parts(self) -> Parts:
        """The parts of the model that is trained."""
        return Parts(self.recipe, len(self.data.items), self.folder)

    @property
    def backbone_users(self) -> dict[str, list[int]]:
        """The users whose sequences the backbone is pretrained on."""
        return share_users(self.data.train, self.recipe.backbone.user_share, self.recipe.seed)[0]

    @property
    def experts_users(self) -> dict[str, list[int]]:
        """The users whose sequences the experts learn from."""
        return share_users(self.data.train, self.recipe.backbone.user_share, self.recipe.seed)[1]

    @property
    def title_cosines(self) -> TitleCosines | None:
        """What the encoder's titles have in common as texts; None: the recipe leaves it out."""
        if not self.recipe.encoder.title_words:
            return None
        return TitleCosines([item.title for item in self.data.items])

    def load_encoder(self) -> SASRec:
        """Load the trained encoder, in evaluation mode, as the device ranks with it."""
        model = self.parts.load_encoder()
        model.title_cosines = self.title_cosines
        return model

    def validation_questions(self) -> list[Question]:
        """Return a fixed sample of the validation users' targets, with drawn candidates."""
        n_candidates = self.recipe.experts.n_candidates
        return validation_questions(self.data, n_candidates, self.recipe.seed)

    def train_tokenizer(self, texts: list[str]) -> Any:
        """Train a tokenizer on the catalogue's titles, and on texts about them."""
        size = self.recipe.backbone.vocab_size
        return train_tokenizer(self.data.items, self.recipe.prompt, size, texts)

    def summary(self, n_parameters: int) -> dict[str, Any]:
        """Return what is said of the run when it has finished, with its backbone's size."""
        data = self.data
        return {
            "recipe": self.recipe.name,
            "n_users": len(data.train),
            "n_validation_users": len(data.validation),
            "n_excluded_users": data.n_excluded_users,
            "n_items": len(data.items),
            "rating_scale": data.rating_scale,
            "n_interactions": sum(len(s) for s in data.train.values()),
            "backbone_parameters": n_parameters,
        }


def open_run(
    recipe: Recipe,
    db: Path,
    folder: Path,
    mapping: Mapping | None = None,
    quiet: bool = True,
    processes: Processes = SINGLE,
) -> RunContext:
    """Read the data of a run, and check that they are enough to learn from.

    Nothing is written. Raises DatabaseError where the data do not do.
    """
    progress = Progress(quiet or not processes.is_main)
    progress.say(f"{recipe.name}: reading the histories of {db}")
    data = read_training_data(db, recipe.data, recipe.seed, mapping)
    log = MetricsLog(folder / "metrics.jsonl")
    run = RunContext(recipe, data, folder, log, progress, processes)
    check_enough(data, run.experts_users, recipe.experts.min_history, db)
    return run
