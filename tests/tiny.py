"""Tiny seeded models of the true shapes, for tests: random weights, nothing trained."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import torch
from transformers import LlamaConfig, LlamaForCausalLM

from ilora_edge.prompt import PromptFormat
from ilora_export.model_files import converted, write_model_files
from ilora_train.data import TrainingItem
from ilora_train.ilora import expert_layers
from ilora_train.language_model import Projector
from ilora_train.model import build_ilora, load_backbone
from ilora_train.recipe import BackboneRecipe, DataRecipe, EncoderRecipe, ExpertsRecipe, Recipe
from ilora_train.run_folder import FinishedRun
from ilora_train.sasrec import SASRec, TowerShape
from ilora_train.tokenizer import load_tokenizer, prompt_builder, train_tokenizer

TITLES = (
    "The Long Harbour (1961)",
    "The Long Harbour II (1964)",
    "Winter Circus (1987)",
    "Winter Light, Summer Dark (1993)",
    "Café Océan (2004)",
    "東京の雨 (1955)",
    "<s>not a token</s> (1999)",
    "Rock 'n' Roll & \"Quotes\" (1970)",
    "2001 Nights (2001)",
    "A",
    "   spaces   inside  (1980)",
    "Ünïcödé — dashes… (2010)",
    "The Glass Orchard (1948)",
    "Copper Moon (1972)",
    "Copper Moon Rising (1975)",
    "Seven Lanterns (1982)",
    "The Salt Road (1999)",
    "Paper Tigers (1966)",
    "Nobody's Garden (2012)",
    "Midnight Tram (1931)",
    "Emoji 🎬 Story (2018)",
    "The Last Postman (1990)",
    "Blue Meridian (2007)",
    "Thirteen Steps (1979)",
    "The Quiet Engine (1958)",
    "Harvest of Stars (1994)",
    "Under Slate Roofs (1977)",
    "Iron Lullaby (1969)",
    "The Cartographer (2015)",
    "Northbound (1986)",
)


def tiny_items() -> list[TrainingItem]:
    """Thirty made-up items; their popularity falls with the index."""
    return [TrainingItem(f"m{n}", title, 60 - n) for n, title in enumerate(TITLES)]


def tiny_recipe(
    candidates_in_prompt: bool = False,
    style: str = "text",
    answers: str = "titles",
    **experts: object,
) -> Recipe:
    """A recipe for the tiny models."""
    return Recipe(
        "tiny",
        data=DataRecipe(min_rating=3.0, validation_users=2),
        prompt=PromptFormat(
            history_window=4,
            candidates_in_prompt=candidates_in_prompt,
            answer_header="Next:\n" if candidates_in_prompt else "",
            plain_years=True,
            style=style,
            answers=answers,
        ),
        encoder=EncoderRecipe(hidden_size=16, window=8, dropout=0.0),
        backbone=BackboneRecipe(vocab_size=400),
        experts=ExpertsRecipe(lora_rank=8, **experts),  # type: ignore[arg-type]
    )


def tiny_backbone(folder: Path, recipe: Recipe) -> None:
    """Write an HF checkpoint folder: a random Llama with grouped-query attention."""
    tokenizer = train_tokenizer(tiny_items(), recipe.prompt, recipe.backbone.vocab_size)
    tokenizer.save_pretrained(folder)
    torch.manual_seed(1)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=64,
        intermediate_size=96,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=512,
        tie_word_embeddings=True,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        # Large enough that the random model has opinions to compare.
        initializer_range=0.15,
    )
    LlamaForCausalLM(config).save_pretrained(folder)


def tiny_run(
    folder: Path,
    recipe: Recipe | None = None,
    write_backbone: Callable[[Path, Recipe], None] = tiny_backbone,
) -> FinishedRun:
    """A finished run with random experts and gate, all of them far from zero."""
    recipe = recipe or tiny_recipe()
    write_backbone(folder / "backbone", recipe)
    torch.manual_seed(2)
    encoder = SASRec(len(TITLES), TowerShape(16, 2, 1, 8, 0.0)).eval()
    torch.nn.init.normal_(encoder.item_embedding.weight, std=0.5)
    with torch.no_grad():
        encoder.item_embedding.weight[0].zero_()
    backbone = load_backbone(folder / "backbone")
    projector = None
    if recipe.prompt.style != "text":
        projector = Projector(encoder.item_embedding.weight, backbone.config.hidden_size)
        projector.match_scale(backbone.get_input_embeddings().weight)
    model = build_ilora(backbone, encoder, recipe.experts, projector)
    for _, layer in expert_layers(model.backbone):
        torch.nn.init.normal_(layer.lora_b, std=0.05)
    torch.nn.init.normal_(model.gate.linear.weight, std=0.5)
    model.train_mode(False)
    tokenizer = load_tokenizer(folder / "backbone")
    return FinishedRun(
        recipe,
        tiny_items(),
        {"v1": [1, 2, 3, 4, 5, 6], "v2": [9, 8, 7, 6, 5, 4, 3]},
        folder / "backbone",
        model,
        prompt_builder(tokenizer, recipe.prompt),
        tokenizer.bos_token_id,
        {
            "recipe": "tiny",
            "n_users": 0,
            "n_validation_users": 2,
            "n_excluded_users": 0,
            "n_items": len(TITLES),
            "n_interactions": 0,
            "backbone_parameters": 1,
        },
    )


def tiny_bundle(run: FinishedRun, folder: Path, type_name: str = "f32") -> Path:
    """Export a run's files as a bundle, nothing measured."""
    folder.mkdir(parents=True)
    write_model_files(run, folder, converted(run, type_name))
    return folder
