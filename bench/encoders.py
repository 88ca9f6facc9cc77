"""Untrained encoders of any size, exported as the workshop exports trained ones."""

from __future__ import annotations

from pathlib import Path

import torch

from ilora_export.onnx_encoder import export_encoder
from ilora_train.ilora import Gate
from ilora_train.language_model import Projector
from ilora_train.parts import Parts
from ilora_train.recipe import ExpertsRecipe, Recipe

N_EXPERTS = 4


def write_encoder(path: Path, n_items: int, soft_width: int | None = None) -> None:
    """Write ``encoder.onnx`` for ``n_items`` items, with soft tokens of a width where asked for."""
    torch.manual_seed(0)
    encoder = Parts(Recipe("untrained"), n_items, path.parent).new_encoder()
    gate = Gate(encoder.hidden_size, ExpertsRecipe(n_experts=N_EXPERTS))
    # Untrained embeddings are alike; spread, so that every user has a mix of their own.
    torch.nn.init.normal_(gate.linear.weight, std=1.0)
    projector = None
    if soft_width is not None:
        projector = Projector(encoder.item_embedding.weight.detach(), soft_width)
    export_encoder(encoder, gate, projector, path)
