"""HF checkpoints of toy size, and a recipe whose experts are trained on one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from tiny import tiny_items, tiny_recipe
from transformers import (
    AutoModelForCausalLM,
    LlamaConfig,
)

from ilora_edge.histories.database import Item
from ilora_edge.importers.store import Row
from ilora_train.model import ILoRA, build_ilora, load_backbone
from ilora_train.parts import Parts
from ilora_train.recipe import ExpertsRecipe
from ilora_train.run import train
from ilora_train.tokenizer import train_tokenizer

RECIPE = """
seed = 3
[data]
validation_users = 2
[prompt]
history_window = 4
plain_years = true
style = "hybrid"
[encoder]
hidden_size = 8
window = 6
max_epochs = 2
[experts]
n_experts = 2
lora_rank = 4
dropout = 0.0
steps = 4
batch_size = 5
accumulate = 2
answers_per_row = 2
ranking_weight = 0.5
balance_weight = 0.1
curriculum = 0.5
n_candidates = 5
checkpoint_every = 2
"""

TOY = {
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 512,
    "head_dim": 8,
}


class FewUsers:
    """Eight users over thirty items."""

    name = "literal"
    notes: list[str] = []  # noqa: RUF012

    def interactions(self) -> list[Row]:
        return [
            (str(user), f"m{(7 * user + 3 * n) % 30}", n, 4.0)
            for user in range(8)
            for n in range(9)
        ]

    def items(self) -> list[Item]:
        return [Item(item.item_id, item.title, None) for item in tiny_items()]


def write_tokenizer(folder: Path) -> int:
    tokenizer = train_tokenizer(tiny_items(), tiny_recipe().prompt, 400)
    tokenizer.save_pretrained(folder)
    return len(tokenizer)


def write_checkpoint(folder: Path, config_class: Callable[..., Any] = LlamaConfig) -> Path:
    torch.manual_seed(1)
    config = config_class(vocab_size=write_tokenizer(folder), initializer_range=0.1, **TOY)
    AutoModelForCausalLM.from_config(config).save_pretrained(folder)
    return folder


def run(work: Path, out: str, **options: Any) -> Path:
    train(work / "recipe.toml", work / "histories.db", work / out, quiet=True, **options)
    return work / out


def toy_model(folder: Path, experts: ExpertsRecipe) -> ILoRA:
    torch.manual_seed(0)
    encoder = Parts(tiny_recipe(), 30, folder).new_encoder()
    model = build_ilora(load_backbone(folder), encoder, experts)
    for name, p in model.backbone.named_parameters():
        if name.endswith("lora_b"):
            torch.nn.init.normal_(p, std=0.1)
    return model
