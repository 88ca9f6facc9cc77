"""The parts of a model: made as a recipe says, or found in a run's folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torch import Tensor

from ilora_edge.errors import CheckpointError
from ilora_edge.prompt import PromptBuilder
from ilora_train.checkpoint import read_tensors
from ilora_train.language_model import Projector
from ilora_train.model import ILoRA, build_backbone, build_ilora
from ilora_train.recipe import Recipe
from ilora_train.sasrec import SASRec, TowerShape
from ilora_train.tokenizer import prompt_builder

ENCODER_WEIGHTS, PROJECTOR = "encoder.safetensors", "projector.safetensors"
TITLE_MAP, PLACES, NEIGHBOURS = "title_map.weight", "likeness.places", "neighbours.items"
FIRST_TOWER = "towers.0."
CALIBRATED = ("scale", "item_offsets", "outside_offset", "title_words", "title_words_decay")


@dataclass(frozen=True, slots=True)
class Parts:
    """What a recipe's model consists of.

    Parameters
    ----------
    recipe
        Shapes the parts.
    n_items
        N: the encoder's items are 1..N.
    folder
        The run's, where trained parts are, or will be.
    """

    recipe: Recipe
    n_items: int
    folder: Path

    @property
    def encoder_folder(self) -> Path:
        """Where the encoder is, or will be."""
        return self.folder / "encoder"

    @property
    def backbone_folder(self) -> Path:
        """The HF folder of the backbone: the run's own, or the one that the recipe names."""
        named = self.recipe.backbone.path
        return Path(named) if named else self.folder / "backbone"

    @property
    def experts_folder(self) -> Path:
        """Where experts, gate and projector are, or will be."""
        return self.folder / "experts"

    def new_member(self) -> SASRec:
        """Return one of the encoder's members, to be trained by itself."""
        return self._encoder_of(1)

    def new_encoder(self, text_width: int = 0, text_size: int = 0, n_neighbours: int = 0) -> SASRec:
        """Return an untrained encoder.

        With the widths of title vectors and of their places, and neighbours of an item; 0: none.
        """
        members = self.recipe.encoder.members
        return self._encoder_of(members, text_width, text_size, n_neighbours)

    def _encoder_of(
        self, n_members: int, text_width: int = 0, text_size: int = 0, n_neighbours: int = 0
    ) -> SASRec:
        recipe = self.recipe.encoder
        shape = TowerShape(
            recipe.hidden_size, recipe.n_blocks, recipe.n_heads, recipe.window, recipe.dropout
        )
        return SASRec(self.n_items, shape, text_width, text_size, n_members, n_neighbours)

    def load_encoder(self) -> SASRec:
        """Load the trained encoder, in evaluation mode."""
        path = self.encoder_folder / ENCODER_WEIGHTS
        tensors = _in_towers(read_tensors(path))
        width = tensors[TITLE_MAP].shape[-1] if TITLE_MAP in tensors else 0
        # Encoders from before titles were compared have no places.
        size = tensors[PLACES].shape[-1] if PLACES in tensors else 0
        n_neighbours = tensors[NEIGHBOURS].shape[-1] if NEIGHBOURS in tensors else 0
        model = self.new_encoder(width, size, n_neighbours)
        if width:
            # Older encoders were not calibrated.
            tensors = {name: model.get_buffer(name) for name in CALIBRATED} | tensors
        try:
            model.load_state_dict(tensors)
        except RuntimeError as error:
            reason = str(error).splitlines()[0]
            raise CheckpointError(f"{path}: does not fit the recipe ({reason})") from error
        return model.eval()

    def new_backbone(self, tokenizer: Any) -> Any:
        """Return an untrained Llama for a tokenizer's vocabulary."""
        bos, eos = tokenizer.bos_token_id, tokenizer.eos_token_id
        return build_backbone(self.recipe.backbone, len(tokenizer), bos, eos)

    def new_projector(self, encoder: SASRec, width: int) -> Projector | None:
        """Return an untrained projector, None where the prompts have no soft tokens."""
        if self.recipe.prompt.style == "text":
            return None
        return Projector(encoder.item_embedding.weight, width)

    def starting_projector(self, encoder: SASRec, backbone: Any) -> Projector | None:
        """Return the projector that the experts' stage goes on with.

        It is the one that was pretrained with the backbone; beside a backbone from elsewhere a
        new one, as large in its output as the backbone's token embeddings.
        """
        projector = self.new_projector(encoder, backbone.config.hidden_size)
        if projector is not None:
            if (path := self.backbone_folder / PROJECTOR).exists():
                projector.load_state_dict(read_tensors(path))
            else:
                projector.match_scale(backbone.get_input_embeddings().weight)
        return projector

    def prompt_builder(self, tokenizer: Any, context: int | None = None) -> PromptBuilder:
        """Return what writes prompts; ``context`` is the backbone's, where they are to be read."""
        return prompt_builder(tokenizer, self.recipe.prompt, context)

    def new_model(self, backbone: Any, encoder: SASRec, projector: Projector | None) -> ILoRA:
        """Put untrained experts into a backbone and a gate on an encoder."""
        return build_ilora(backbone, encoder, self.recipe.experts, projector)


def _in_towers(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    """Return an encoder's weights by the names of today; older ones had one tower, unnamed."""
    of_tower = ("position_embedding.", "blocks.", "final_norm.")
    return {
        f"{FIRST_TOWER}{name}" if name.startswith(of_tower) else name: tensor
        for name, tensor in tensors.items()
    }
