"""A training recipe: frozen dataclasses, TOML on disk, every field checked by name."""

from __future__ import annotations

import dataclasses
import datetime
import types
import typing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ilora_edge.bundle.named_backbones import backbone_path, is_name
from ilora_edge.errors import RecipeError
from ilora_edge.prompt import ANSWERS, MAX_WINDOW, STYLES, PromptFormat
from ilora_edge.untrusted.toml_file import load_toml

GATES = ("learned", "random", "uniform")
DTYPES = ("auto", "float32", "bfloat16")
HOLD_OUT = ("users", "last", "ends", "time")
CHOOSE_BY = ("hr1", "ndcg10")
LR_SCHEDULES = ("constant", "linear")


@dataclass(frozen=True, slots=True)
class DataRecipe:
    """Which interactions are learnt from."""

    min_rating: float | None = None
    """Interactions rated below are left out; the manifest carries it and the device applies it."""
    exclude_users_from: tuple[str, ...] = ()
    """JSON-lines files, relative to the recipe, whose ``user``s reach no part of the training."""
    validation_users: int = 40
    """Users held out of training, at random, to stop early by and to fit the fusion weights on;
    unused where ``validation_users_from`` names them."""
    cold_share: float = 0.0
    """Share of the items that are taken out of every sequence, to see how a model treats items
    it was not trained on. Their titles, and texts about them, may be learnt."""
    validation_users_from: str = ""
    """A JSON-lines file, relative to the recipe, whose ``user``s are those held out instead."""
    hold_out: str = "users"
    """``users``: validation users are held out whole; ``last``: of everyone the last item is held
    out for the test and the one before for validation (leave-one-out); ``ends``: of validation
    users only the last item, where the test's rows come from elsewhere; ``time``: everything
    from ``validation_from`` on, of everyone."""
    validation_from: str = ""
    """With ``hold_out = "time"``: a day, as 1998-03-01 (UTC); what comes before is learnt."""
    test_from: str = ""
    """Likewise; each user's last item before it is for validation, what follows for the test."""


@dataclass(frozen=True, slots=True)
class EncoderRecipe:
    """SASRec (Kang and McAuley, arXiv 1808.09781), trained with cross-entropy."""

    hidden_size: int = 64
    n_blocks: int = 2
    n_heads: int = 1
    window: int = 50
    """The most recent items that the encoder reads."""
    dropout: float = 0.5
    lr: float = 1e-3
    weight_decay: float = 1e-5
    batch_size: int = 64
    max_epochs: int = 100
    patience: int = 15
    """Epochs that are not the best before training stops."""
    choose_by: str = "hr1"
    """What the best epoch has most of, on validation: ``hr1``, the target among 19 uniform items;
    ``ndcg10``, among all items that are not in the history."""
    batch_targets: int = 0
    """Targets of one step, of sequences of about one length, instead of ``batch_size`` windows,
    so that short histories are not padded to long ones; 0: ``batch_size`` counts."""
    negatives: int = 0
    """Items drawn for each step, to compare its targets with (sampled softmax); 0: all items."""
    lr_schedule: str = "constant"
    """``constant``, or ``linear``: from ``lr`` down to nothing over ``max_epochs``."""
    text_size: int = 0
    """Components of titles, read by the backbone (``backbone.path``), beside ids; 0: only ids."""
    genres: bool = False
    """Whether the items' genres, as the data have them, stand beside their titles' components."""
    text_init: float = 0.02
    """Standard deviation that the projection of a title's components begins with; ids' is .02."""
    id_dropout: float = 0.0
    """Share of the items that have, in a step, only their titles, as cold items have."""


@dataclass(frozen=True, slots=True)
class BackboneRecipe:
    """The language model: an HF checkpoint folder, or one pretrained from scratch."""

    path: str = ""
    """An HF folder or a GGUF file, relative to the recipe, or a name (``ilora-edge backbone
    list``); empty: pretrain the pocket backbone below."""
    gguf: str = ""
    """Where ``path`` was made of a GGUF file: that file, which an export keeps."""
    vocab_size: int = 4096
    hidden_size: int = 256
    intermediate_size: int = 768
    n_layers: int = 4
    n_heads: int = 4
    context: int = 128
    """Slots of one training row."""
    unknown_share: float = 0.0
    """Share of items written without their soft token, so that the backbone also reads items
    which the encoder does not know."""
    texts: str = ""
    """A folder of ``movies-*.json.gz``, relative to the recipe, to know films from."""
    texts_per_epoch: int = 2000
    """Texts of one epoch; those about items of the catalogue come first."""
    text_tokens: int = 64
    """A text is cut to so many tokens."""
    user_share: float = 1.0
    """Share of the training users to pretrain on. The experts learn from the others: a backbone
    that knows a user's sequence by heart leaves them nothing that holds for anyone else. 1.0:
    both learn from everyone."""
    dropout: float = 0.0
    """Of embeddings and of what each layer adds to the residual stream."""
    lr: float = 2e-3
    weight_decay: float = 0.1
    warmup: float = 0.05
    clip_norm: float = 1.0
    batch_size: int = 16
    epochs: int = 6


@dataclass(frozen=True, slots=True)
class ExpertsRecipe:
    """iLoRA (arXiv 2408.10159): K low-rank experts and their gate; encoder and backbone frozen."""

    n_experts: int = 4
    lora_rank: int = 16
    """Over all experts together, so equal to a plain LoRA of this rank in parameters."""
    lora_alpha: float = 32.0
    targets: tuple[str, ...] = (
        "q_proj",
        "k_proj",
        "v_proj",
        "o_proj",
        "gate_proj",
        "up_proj",
        "down_proj",
    )
    dropout: float = 0.1
    """Of what the experts read."""
    residual_dropout: float = 0.0
    """Of embeddings and of what each layer adds to the residual stream, as in pretraining."""
    lr: float = 1e-3
    """Of A and B; it warms up and falls along a cosine to zero, as do the two below."""
    gate_lr_scale: float = 0.3
    """The gate learns at ``lr`` times this."""
    projector_lr_scale: float = 1.0
    """The projector learns at ``lr`` times this."""
    weight_decay: float = 0.0
    """Of matrices (A, B, the gate's, the projector's); biases have none."""
    warmup: float = 0.05
    """Share of the steps over which the learning rate rises."""
    clip_norm: float = 1.0
    """Upper bound of the norm of all gradients of a step together."""
    batch_size: int = 32
    """Rows of one pass, over all processes together."""
    accumulate: int = 1
    """Passes whose gradients make one step: the effective batch is ``batch_size`` times this."""
    steps: int = 500
    gate: str = "learned"
    """``learned``; ``random``: the gate stays as it was drawn; ``uniform``: plain LoRA."""
    gate_temperature: float = 1.0
    """The gate's logits are divided by it."""
    balance_weight: float = 0.0
    """Weight of a loss that is smallest where all experts are used alike over a batch (the
    load-balancing loss of Switch Transformers, arXiv 2101.03961)."""
    curriculum: float = 0.0
    """Share of the steps over which soft tokens come in: at first every row is only text, then
    a growing share has them (LLaRA, arXiv 2312.02445). 0: all rows have them from the start."""
    answers_per_row: int = 1
    """Items after the history that are learnt in one row, all under the gate of the history's
    end: more to learn from per token, where the answer continues the list of items."""
    answer_weight: float = 1.0
    """Weight of the answers' cross-entropy over the vocabulary."""
    ranking_weight: float = 0.0
    """Weight of the cross-entropy of the target among ``n_candidates``: the device ranks."""
    ranking_encoder_weight: float = 0.0
    """What the encoder's score weighs beside the LLM's inside that loss, as on the device."""
    hard_share: float = 0.5
    """Share of the negatives that are the encoder's own best items; the others are uniform."""
    n_candidates: int = 20
    """Candidates of the ranking loss, and of a prompt that lists them, the target included."""
    gradient_checkpointing: bool = False
    """Recompute activations in the backward pass: less memory, a third more arithmetic."""
    checkpoint_every: int = 50
    backbone_dtype: str = "auto"
    """What the frozen backbone is held in: ``float32``, ``bfloat16``, or ``auto``: bf16 on CUDA,
    float32 on a CPU. Experts, gate and projector are float32 always."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that determines a training run."""

    name: str
    seed: int = 0
    data: DataRecipe = field(default_factory=DataRecipe)
    prompt: PromptFormat = field(default_factory=PromptFormat)
    encoder: EncoderRecipe = field(default_factory=EncoderRecipe)
    backbone: BackboneRecipe = field(default_factory=BackboneRecipe)
    experts: ExpertsRecipe = field(default_factory=ExpertsRecipe)

    def to_json(self) -> dict[str, Any]:
        return dataclasses.asdict(self)


def read_toml(path: Path) -> dict[str, Any]:
    """Return a file's values; raise RecipeError where it cannot be read or is not TOML."""
    try:
        return load_toml(path)
    except (OSError, UnicodeDecodeError) as error:
        raise RecipeError(f"{path}: cannot be read ({error})") from error
    except ValueError as error:
        raise RecipeError(f"{path}: not valid TOML: {error}") from error


def load_recipe(path: Path, backbone: Path | str | None = None) -> Recipe:
    """Read and check a recipe; paths in it become absolute, taken relative to its folder.

    ``backbone`` replaces the recipe's ``backbone.path``: a name, or a path relative to the
    working folder. A GGUF file becomes a cached HF folder of its values.
    """
    data = read_toml(path)
    data.setdefault("name", path.stem)
    if backbone is not None:
        table = data.setdefault("backbone", {})
        if isinstance(table, dict):
            table["path"] = str(backbone_path(str(backbone)).resolve())
    recipe = recipe_from_json(data, str(path))
    folder = path.resolve().parent
    excluded = tuple(str((folder / name).resolve()) for name in recipe.data.exclude_users_from)
    chosen = recipe.data.validation_users_from
    chosen = chosen and str((folder / chosen).resolve())
    files = [("exclude_users_from", name) for name in excluded]
    for label, name in [*files, ("validation_users_from", chosen)]:
        if name and not Path(name).is_file():
            raise RecipeError(f"{path}: data.{label}: no such file: {name}")
    given, source = _find_backbone(recipe.backbone.path, folder)
    texts = recipe.backbone.texts and str((folder / recipe.backbone.texts).resolve())
    where = f"{path}: backbone.path" if backbone is None else "--backbone"
    for name in ("config.json", "tokenizer.json") if given else ():
        if not (Path(given) / name).is_file():
            raise RecipeError(f"{where}: {given} has no {name}; name an HF checkpoint folder")
    return dataclasses.replace(
        recipe,
        data=dataclasses.replace(
            recipe.data, exclude_users_from=excluded, validation_users_from=chosen
        ),
        backbone=dataclasses.replace(recipe.backbone, path=given, gguf=source, texts=texts),
    )


def _find_backbone(given: str, folder: Path) -> tuple[str, str]:
    """Return a backbone's HF folder, and the GGUF file that it was made of, if any."""
    if not given:
        return "", ""
    path = folder / given
    if not path.exists() and is_name(given):
        path = backbone_path(given)
    path = path.resolve()
    if not path.is_file():
        return str(path), ""
    from ilora_train.gguf_checkpoint import gguf_folder

    return str(gguf_folder(path)), str(path)


def recipe_from_json(data: dict[str, Any], where: str) -> Recipe:
    """Build a recipe from plain data; ``where`` begins the error messages."""
    recipe: Recipe = _build(Recipe, data, where, "")
    _check(recipe, where)
    return recipe


def _build(cls: Any, data: Any, where: str, prefix: str) -> Any:
    if not isinstance(data, dict):
        raise RecipeError(f"{where}: {prefix or 'the recipe'} must be a table")
    hints = typing.get_type_hints(cls)
    unknown = sorted(set(data) - set(hints))
    if unknown:
        known = ", ".join(sorted(hints))
        raise RecipeError(f"{where}: unknown field {prefix}{unknown[0]}; known: {known}")
    values = {}
    for name, value in data.items():
        label = f"{prefix}{name}"
        if dataclasses.is_dataclass(hints[name]):
            values[name] = _build(hints[name], value, where, f"{label}.")
        else:
            values[name] = _coerce(hints[name], value, where, label)
    return cls(**values)


def _coerce(hint: Any, value: Any, where: str, label: str) -> Any:
    options = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    for option in options:
        if typing.get_origin(option) is tuple:
            if isinstance(value, list | tuple) and all(isinstance(v, str) for v in value):
                return tuple(value)
        elif option is float and type(value) in (int, float):
            return float(value)
        elif type(value) is option:
            return value
    names = " or ".join(getattr(o, "__name__", str(o)) for o in options)
    raise RecipeError(f"{where}: {label} must be {names}, not {value!r}")


def seconds_of(day: str) -> int:
    """Return a day's first second, UTC, in unix time; raise ValueError for what is not a day."""
    at = datetime.datetime.combine(datetime.date.fromisoformat(day), datetime.time())
    return int(at.replace(tzinfo=datetime.UTC).timestamp())


def _day(text: str) -> int:
    try:
        return seconds_of(text)
    except ValueError:
        return 0


def _check(recipe: Recipe, where: str) -> None:
    experts, encoder, backbone = recipe.experts, recipe.encoder, recipe.backbone
    rules = [
        (experts.n_experts >= 1, "experts.n_experts must be at least 1"),
        (
            experts.n_experts >= 1 and experts.lora_rank % experts.n_experts == 0,
            "experts.lora_rank must be a multiple of experts.n_experts",
        ),
        (experts.lora_rank >= 1, "experts.lora_rank must be at least 1"),
        (0 <= recipe.seed < 2**31, "seed must be in [0, 2^31)"),
        (encoder.max_epochs >= 1, "encoder.max_epochs must be at least 1"),
        (encoder.patience >= 1, "encoder.patience must be at least 1"),
        (encoder.choose_by in CHOOSE_BY, f"encoder.choose_by must be {' or '.join(CHOOSE_BY)}"),
        (
            min(encoder.batch_targets, encoder.negatives, encoder.text_size) >= 0,
            "encoder.batch_targets, negatives and text_size must be at least 0",
        ),
        (
            encoder.lr_schedule in LR_SCHEDULES,
            f"encoder.lr_schedule must be {' or '.join(LR_SCHEDULES)}",
        ),
        (encoder.text_init > 0, "encoder.text_init must be above 0"),
        (0 <= encoder.id_dropout < 1, "encoder.id_dropout must be in [0, 1)"),
        (
            encoder.text_size > 0 or not (encoder.id_dropout or encoder.genres),
            "encoder.id_dropout and genres need encoder.text_size",
        ),
        (
            not encoder.text_size or bool(backbone.path),
            "encoder.text_size needs a backbone that can read before the encoder is trained: name "
            "it by backbone.path or --backbone",
        ),
        (recipe.data.hold_out in HOLD_OUT, f"data.hold_out must be one of {', '.join(HOLD_OUT)}"),
        (
            recipe.data.hold_out != "time"
            or 0 < _day(recipe.data.validation_from) < _day(recipe.data.test_from),
            'data.hold_out = "time" needs data.validation_from and, after it, data.test_from: days '
            "as 1998-03-01",
        ),
        (encoder.n_blocks >= 1, "encoder.n_blocks must be at least 1"),
        (backbone.epochs >= 1, "backbone.epochs must be at least 1"),
        (backbone.n_layers >= 1, "backbone.n_layers must be at least 1"),
        (backbone.vocab_size >= 260, "backbone.vocab_size must be at least 260: bytes and marks"),
        (
            backbone.hidden_size % 32 == 0 and backbone.intermediate_size % 32 == 0,
            "backbone.hidden_size and intermediate_size must be multiples of 32 (Q8_0 blocks)",
        ),
        (
            backbone.n_heads >= 1 and backbone.hidden_size // backbone.n_heads % 2 == 0,
            "backbone.hidden_size / n_heads must be even: rotary embeddings pair dimensions",
        ),
        (min(backbone.hidden_size, backbone.intermediate_size) >= 32, "backbone: sizes from 32 on"),
        (encoder.hidden_size >= 1, "encoder.hidden_size must be at least 1"),
        (experts.steps >= 1, "experts.steps must be at least 1"),
        (experts.checkpoint_every >= 1, "experts.checkpoint_every must be at least 1"),
        (
            1 <= recipe.prompt.max_title_tokens <= MAX_WINDOW,
            f"prompt.max_title_tokens must be in 1..{MAX_WINDOW}",
        ),
        (backbone.context >= 8, "backbone.context must be at least 8"),
        (bool(experts.targets), "experts.targets must name at least one layer"),
        (
            experts.answers_per_row == 1
            or not (recipe.prompt.candidates_in_prompt or recipe.prompt.answer_header),
            "experts.answers_per_row above 1 needs a prompt without candidates or answer_header",
        ),
        (experts.answers_per_row >= 1, "experts.answers_per_row must be at least 1"),
        (experts.n_candidates >= 2, "experts.n_candidates must be at least 2"),
        (encoder.window >= 1, "encoder.window must be at least 1"),
        (
            encoder.n_heads >= 1 and encoder.hidden_size % encoder.n_heads == 0,
            "encoder.hidden_size must be a multiple of encoder.n_heads",
        ),
        (
            backbone.n_heads >= 1 and backbone.hidden_size % backbone.n_heads == 0,
            "backbone.hidden_size must be a multiple of backbone.n_heads",
        ),
        (0 <= recipe.data.cold_share < 1, "data.cold_share must be in [0, 1)"),
        (0 < backbone.user_share <= 1, "backbone.user_share must be in (0, 1]"),
        (
            backbone.user_share == 1 or not backbone.path,
            "backbone.user_share below 1 is for a backbone that is pretrained here; with "
            "backbone.path or --backbone leave it out",
        ),
        (0 <= backbone.unknown_share <= 1, "backbone.unknown_share must be in [0, 1]"),
        (backbone.texts_per_epoch >= 1, "backbone.texts_per_epoch must be at least 1"),
        (backbone.text_tokens >= 8, "backbone.text_tokens must be at least 8"),
        (experts.accumulate >= 1, "experts.accumulate must be at least 1"),
        (experts.gate in GATES, f"experts.gate must be one of {', '.join(GATES)}"),
        (
            experts.backbone_dtype in DTYPES,
            f"experts.backbone_dtype must be one of {', '.join(DTYPES)}",
        ),
        (
            min(experts.gate_lr_scale, experts.projector_lr_scale) >= 0,
            "experts.gate_lr_scale and projector_lr_scale must be at least 0",
        ),
        (experts.gate_temperature > 0, "experts.gate_temperature must be above 0"),
        (0 <= experts.curriculum <= 1, "experts.curriculum must be in [0, 1]"),
        (0 <= experts.hard_share <= 1, "experts.hard_share must be in [0, 1]"),
        (
            min(experts.answer_weight, experts.ranking_weight, experts.balance_weight) >= 0
            and experts.answer_weight + experts.ranking_weight > 0,
            "experts.answer_weight and ranking_weight must be at least 0 and not both 0",
        ),
        (recipe.prompt.style in STYLES, f"prompt.style must be one of {', '.join(STYLES)}"),
        (recipe.prompt.answers in ANSWERS, f"prompt.answers must be one of {', '.join(ANSWERS)}"),
        (
            recipe.prompt.answers == "titles" or not backbone.path,
            "prompt.answers = 'labels' is for a backbone that is pretrained here; with "
            "backbone.path or --backbone use 'titles'",
        ),
        (
            1 <= recipe.prompt.history_window <= MAX_WINDOW,
            f"prompt.history_window must be in 1..{MAX_WINDOW}",
        ),
        (recipe.data.validation_users >= 1, "data.validation_users must be at least 1"),
    ]
    for part in (encoder, backbone, experts):
        rules += [
            (part.batch_size >= 1, "batch_size must be at least 1"),
            (0 <= part.dropout < 1, "dropout must be in [0, 1)"),
            (part.lr > 0, "lr must be above 0"),
        ]
    for holds, message in rules:
        if not holds:
            raise RecipeError(f"{where}: {message}")
