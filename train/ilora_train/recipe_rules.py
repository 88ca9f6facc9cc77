"""What the values of a recipe must be, alone and together, before anything is trained by them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any, TypeAlias

from ilora_edge.errors import RecipeError
from ilora_edge.prompt import ANSWERS, MAX_WINDOW, STYLES, PromptFormat
from ilora_train.recipe import (
    CHOOSE_BY,
    DTYPES,
    GATES,
    HOLD_OUT,
    LR_SCHEDULES,
    BackboneRecipe,
    DataRecipe,
    EncoderRecipe,
    ExpertsRecipe,
    Recipe,
    seconds_of,
)

Rule: TypeAlias = tuple[bool, str]
"""Whether it holds, and what to say where it does not."""

_LEAST_VOCABULARY = 260
_BLOCK = 32
"""Numbers that Q8_0 stores together."""
_MOST: dict[str, dict[str, float]] = {
    "encoder": {
        **dict.fromkeys(("hidden_size", "text_size", "window"), 16_384),
        **dict.fromkeys(("n_blocks", "members"), 256),
    },
    "backbone": {
        **dict.fromkeys(("hidden_size", "intermediate_size"), 262_144),
        **{"n_layers": 1_024, "vocab_size": 2_000_000, "context": 1_048_576},
    },
    # A bundle's manifest allows no more.
    "experts": {"n_experts": 1_024, "lora_rank": 65_536, "lora_alpha": 1e6, "n_candidates": 65_536},
}
"""Beyond these there is no model that a machine could hold."""
_LONGEST_NAME, _LONGEST_HEADER = 200, 4_096
"""Characters that a bundle's manifest allows."""


def _training_rules(
    table: str, batch_size: int, dropout: float, lr: float, weight_decay: float
) -> Iterator[Rule]:
    yield weight_decay >= 0, f"{table}.weight_decay must be at least 0"
    yield batch_size >= 1, f"{table}.batch_size must be at least 1"
    yield 0 <= dropout < 1, f"{table}.dropout must be in [0, 1)"
    yield lr > 0, f"{table}.lr must be above 0"


def _step_rules(table: str, warmup: float, clip_norm: float) -> Iterator[Rule]:
    yield 0 <= warmup <= 1, f"{table}.warmup must be in [0, 1]"
    yield clip_norm > 0, f"{table}.clip_norm must be above 0"


def _data_rules(data: DataRecipe) -> Iterator[Rule]:
    yield data.hold_out in HOLD_OUT, f"data.hold_out must be one of {', '.join(HOLD_OUT)}"
    yield (
        data.hold_out != "time" or 0 < _day(data.validation_from) < _day(data.test_from),
        'data.hold_out = "time" needs data.validation_from and, after it, data.test_from: days '
        "as 1998-03-01",
    )
    yield 0 <= data.cold_share < 1, "data.cold_share must be in [0, 1)"
    yield data.validation_users >= 1, "data.validation_users must be at least 1"


def _prompt_rules(prompt: PromptFormat) -> Iterator[Rule]:
    yield (
        1 <= prompt.max_title_tokens <= MAX_WINDOW,
        f"prompt.max_title_tokens must be in 1..{MAX_WINDOW}",
    )
    yield (
        1 <= prompt.history_window <= MAX_WINDOW,
        f"prompt.history_window must be in 1..{MAX_WINDOW}",
    )
    headers = (prompt.history_header, prompt.candidates_header, prompt.answer_header)
    yield (
        max(map(len, headers)) <= _LONGEST_HEADER,
        f"prompt's headers must have at most {_LONGEST_HEADER:,} characters",
    )
    yield prompt.style in STYLES, f"prompt.style must be one of {', '.join(STYLES)}"
    yield prompt.answers in ANSWERS, f"prompt.answers must be one of {', '.join(ANSWERS)}"


def _encoder_rules(encoder: EncoderRecipe) -> Iterator[Rule]:
    numbers = (encoder.batch_size, encoder.dropout, encoder.lr, encoder.weight_decay)
    yield from _training_rules("encoder", *numbers)
    for name in ("max_epochs", "patience", "n_blocks", "hidden_size", "members", "window"):
        yield getattr(encoder, name) >= 1, f"encoder.{name} must be at least 1"
    yield (
        encoder.n_heads >= 1 and encoder.hidden_size % encoder.n_heads == 0,
        "encoder.hidden_size must be a multiple of encoder.n_heads",
    )
    yield encoder.choose_by in CHOOSE_BY, f"encoder.choose_by must be {' or '.join(CHOOSE_BY)}"
    yield (
        encoder.lr_schedule in LR_SCHEDULES,
        f"encoder.lr_schedule must be {' or '.join(LR_SCHEDULES)}",
    )
    yield (
        min(encoder.batch_targets, encoder.negatives, encoder.text_size, encoder.neighbours) >= 0,
        "encoder.batch_targets, negatives, text_size and neighbours must be at least 0",
    )
    yield encoder.text_init > 0, "encoder.text_init must be above 0"
    yield 0 <= encoder.id_dropout < 1, "encoder.id_dropout must be in [0, 1)"
    yield 0 <= encoder.cold_cost < 1, "encoder.cold_cost must be in [0, 1)"
    yield (
        encoder.text_size > 0 or not (encoder.id_dropout or encoder.genres or encoder.title_words),
        "encoder.id_dropout, genres and title_words need encoder.text_size",
    )


def _backbone_rules(backbone: BackboneRecipe) -> Iterator[Rule]:
    numbers = (backbone.batch_size, backbone.dropout, backbone.lr, backbone.weight_decay)
    yield from _training_rules("backbone", *numbers)
    yield from _step_rules("backbone", backbone.warmup, backbone.clip_norm)
    for name in ("epochs", "n_layers", "texts_per_epoch"):
        yield getattr(backbone, name) >= 1, f"backbone.{name} must be at least 1"
    yield backbone.context >= 8, "backbone.context must be at least 8"
    yield backbone.text_tokens >= 8, "backbone.text_tokens must be at least 8"
    yield (
        backbone.vocab_size >= _LEAST_VOCABULARY,
        f"backbone.vocab_size must be at least {_LEAST_VOCABULARY}: bytes and marks",
    )
    sizes = (backbone.hidden_size, backbone.intermediate_size)
    yield (
        min(sizes) >= _BLOCK,
        f"backbone.hidden_size and intermediate_size must be at least {_BLOCK}",
    )
    yield (
        all(size % _BLOCK == 0 for size in sizes),
        f"backbone.hidden_size and intermediate_size must be multiples of {_BLOCK} (Q8_0 blocks)",
    )
    yield (
        backbone.n_heads >= 1 and backbone.hidden_size % backbone.n_heads == 0,
        "backbone.hidden_size must be a multiple of backbone.n_heads",
    )
    yield (
        backbone.n_heads >= 1 and backbone.hidden_size // backbone.n_heads % 2 == 0,
        "backbone.hidden_size / n_heads must be even: rotary embeddings pair dimensions",
    )
    yield 0 < backbone.user_share <= 1, "backbone.user_share must be in (0, 1]"
    yield (
        backbone.user_share == 1 or not backbone.path,
        "backbone.user_share below 1 is for a backbone that is pretrained here; with "
        "backbone.path or --backbone leave it out",
    )
    yield 0 <= backbone.unknown_share <= 1, "backbone.unknown_share must be in [0, 1]"


def _experts_rules(experts: ExpertsRecipe) -> Iterator[Rule]:
    numbers = (experts.batch_size, experts.dropout, experts.lr, experts.weight_decay)
    yield from _training_rules("experts", *numbers)
    yield from _step_rules("experts", experts.warmup, experts.clip_norm)
    least_one = (
        "n_experts",
        "lora_rank",
        "steps",
        "checkpoint_every",
        "min_history",
        "answers_per_row",
    )
    for name in (*least_one, "accumulate"):
        yield getattr(experts, name) >= 1, f"experts.{name} must be at least 1"
    yield (
        experts.n_experts >= 1 and experts.lora_rank % experts.n_experts == 0,
        "experts.lora_rank must be a multiple of experts.n_experts",
    )
    yield 0 <= experts.residual_dropout < 1, "experts.residual_dropout must be in [0, 1)"
    yield experts.lora_alpha > 0, "experts.lora_alpha must be above 0"
    yield (
        experts.ranking_encoder_weight >= 0,
        "experts.ranking_encoder_weight must be at least 0",
    )
    yield bool(experts.targets), "experts.targets must name at least one layer"
    # Known before hours of training; others of a backbone, as lm_head, no device can mix.
    layers = ExpertsRecipe().targets
    yield set(experts.targets) <= set(layers), f"experts.targets must be of {', '.join(layers)}"
    yield experts.n_candidates >= 2, "experts.n_candidates must be at least 2"
    yield experts.gate in GATES, f"experts.gate must be one of {', '.join(GATES)}"
    yield (
        experts.backbone_dtype in DTYPES,
        f"experts.backbone_dtype must be one of {', '.join(DTYPES)}",
    )
    yield (
        min(experts.gate_lr_scale, experts.projector_lr_scale) >= 0,
        "experts.gate_lr_scale and projector_lr_scale must be at least 0",
    )
    yield experts.gate_temperature > 0, "experts.gate_temperature must be above 0"
    for name in ("curriculum", "hard_share"):
        yield 0 <= getattr(experts, name) <= 1, f"experts.{name} must be in [0, 1]"
    yield (
        min(experts.answer_weight, experts.ranking_weight, experts.balance_weight) >= 0
        and experts.answer_weight + experts.ranking_weight > 0,
        "experts.answer_weight and ranking_weight must be at least 0 and not both 0",
    )


def _day(text: str) -> int:
    try:
        return seconds_of(text)
    except ValueError:
        return 0


_BY_TABLE: dict[str, Callable[[Any], Iterator[Rule]]] = {
    "data": _data_rules,
    "prompt": _prompt_rules,
    "encoder": _encoder_rules,
    "backbone": _backbone_rules,
    "experts": _experts_rules,
}


def check_recipe(recipe: Recipe, where: str) -> None:
    """Raise RecipeError for the first rule that does not hold; ``where`` begins the message."""
    prompt, backbone = recipe.prompt, recipe.backbone
    rules: list[Rule] = [
        (0 <= recipe.seed < 2**31, "seed must be in [0, 2^31)"),
        (
            0 < len(recipe.name) <= _LONGEST_NAME,
            f"name must have 1 to {_LONGEST_NAME} characters",
        ),
        *(
            (
                getattr(getattr(recipe, table), name) <= most,
                f"{table}.{name} must be at most {most:,}",
            )
            for table, sizes in _MOST.items()
            for name, most in sizes.items()
        ),
        *chain.from_iterable(rules(getattr(recipe, name)) for name, rules in _BY_TABLE.items()),
        (
            not recipe.encoder.text_size or bool(backbone.path),
            "encoder.text_size needs a backbone that can read before the encoder is trained: name "
            "it by backbone.path or --backbone",
        ),
        (
            recipe.experts.answers_per_row == 1
            or not (prompt.candidates_in_prompt or prompt.answer_header),
            "experts.answers_per_row above 1 needs a prompt without candidates or answer_header",
        ),
        (
            prompt.answers == "titles" or not backbone.path,
            "prompt.answers = 'labels' is for a backbone that is pretrained here; with "
            "backbone.path or --backbone use 'titles'",
        ),
    ]
    for holds, message in rules:
        if not holds:
            raise RecipeError(f"{where}: {message}")
