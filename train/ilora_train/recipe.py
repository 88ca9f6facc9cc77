"""A training recipe: everything that determines a run, table by table."""

from __future__ import annotations

import dataclasses
import datetime
from dataclasses import dataclass, field
from typing import Any

from ilora_edge.prompt import PromptFormat

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
    members: int = 1
    """Encoders of ``hidden_size`` that are trained one by one, from seeds of their own, and stand
    side by side as one: a logit is the mean of theirs."""
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
    title_words: bool = False
    """Whether the words that titles share count beside all that; what they weigh is fitted."""
    neighbours: int = 0
    """Of each item, those that stand most in the same histories (EASE, arXiv 1905.03375), whose
    evidence stands beside the scores; what it weighs is fitted. 0: none."""
    cold_cost: float = 0.02
    """Of the validation's NDCG@10, what may be given for showing more cold items."""


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
    min_history: int = 3
    """Items before the first target of a row; fewer for data whose histories are short."""
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
    """What the frozen backbone is held in: ``float32``; ``bfloat16``, on a CPU only where it has
    the instructions for it, else float32; or ``auto``: bf16 on CUDA, float32 on a CPU. Experts,
    gate and projector are float32 always."""


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


def seconds_of(day: str) -> int:
    """Return a day's first second, UTC, in unix time; raise ValueError for what is not a day."""
    at = datetime.datetime.combine(datetime.date.fromisoformat(day), datetime.time())
    return int(at.replace(tzinfo=datetime.UTC).timestamp())
