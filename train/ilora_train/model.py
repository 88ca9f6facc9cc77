"""iLoRA whole: a backbone with experts, their gate, and the encoder that feeds it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import AutoConfig, AutoModelForCausalLM, LlamaConfig, LlamaForCausalLM
from transformers.utils import logging

from ilora_edge.errors import CheckpointError
from ilora_edge.titles import printable
from ilora_train.checkpoint import check_plain, read_tensors
from ilora_train.ilora import (
    Gate,
    GateContext,
    add_experts,
    expert_tensors,
    load_expert_tensors,
)
from ilora_train.language_model import LanguageModel, Projector
from ilora_train.recipe import BackboneRecipe, ExpertsRecipe
from ilora_train.sasrec import SASRec
from ilora_train.sequences import left_pad
from ilora_train.trees import TreeBatch

WEIGHTS = "experts.safetensors"
_NOTHING_FROM_ELSEWHERE = {"local_files_only": True, "trust_remote_code": False}


@dataclass(slots=True)
class ILoRA:
    """A backbone with experts, the gate that weighs them and the encoder that feeds the gate."""

    lm: LanguageModel
    gate: Gate
    encoder: SASRec
    context: GateContext

    @property
    def backbone(self) -> Any:
        return self.lm.backbone

    @property
    def projector(self) -> Projector | None:
        return self.lm.projector

    def states(self, histories: list[list[int]]) -> Tensor:
        """Return the encoder's states after histories of encoder indices: (B, D)."""
        items = left_pad(histories, self.encoder.window).to(self.lm.device)
        with torch.no_grad():
            return self.encoder.last_state(items)

    def gate_weights(self, histories: list[list[int]]) -> Tensor:
        """Return the gate weights of histories of encoder indices: (B, K)."""
        weights: Tensor = self.gate(self.states(histories))
        return weights

    def step_log_probs(self, batch: TreeBatch, gate_weights: Tensor) -> Tensor:
        """Return log P of each step's token (S,), each row under its own mix of experts."""
        self.context.weights = gate_weights
        return self.lm.step_log_probs(batch)

    def logits(self, input_ids: Tensor, gate_weights: Tensor) -> Tensor:
        """Return next-token logits (B, T, V) of token ids, each row under its own mix."""
        self.context.weights = gate_weights
        logits: Tensor = self.backbone(input_ids=input_ids, use_cache=False).logits
        return logits

    def learners(self) -> dict[str, nn.Module]:
        """Return what is trained, by name."""
        parts: dict[str, nn.Module] = {"experts": self.backbone, "gate": self.gate}
        return parts if self.projector is None else {**parts, "projector": self.projector}

    def tensors(self) -> dict[str, Tensor]:
        """Return what a finished run keeps of the experts' stage."""
        out = expert_tensors(self.backbone)
        out |= {"gate.weight": self.gate.linear.weight, "gate.bias": self.gate.linear.bias}
        if self.projector is not None:
            out |= {f"projector.{n}": t for n, t in self.projector.state_dict().items()}
        return out

    def train_mode(self, training: bool) -> None:
        """Dropout for experts and residual stream; the encoder stays in evaluation mode."""
        self.encoder.eval()
        self.lm.train(training)
        for module in self.backbone.modules():
            if hasattr(module, "lora_a"):
                module.dropout.train(training)
        self.gate.train(training)


def build_backbone(recipe: BackboneRecipe, vocab_size: int, bos: int, eos: int) -> Any:
    """Build an untrained Llama of the recipe's shape; input and output embeddings are tied."""
    config = LlamaConfig(
        vocab_size=vocab_size,
        hidden_size=recipe.hidden_size,
        intermediate_size=recipe.intermediate_size,
        num_hidden_layers=recipe.n_layers,
        num_attention_heads=recipe.n_heads,
        num_key_value_heads=recipe.n_heads,
        max_position_embeddings=max(512, 2 * recipe.context),
        tie_word_embeddings=True,
        rms_norm_eps=1e-5,
        bos_token_id=bos,
        eos_token_id=eos,
    )
    return LlamaForCausalLM(config)


def build_ilora(
    backbone: Any, encoder: SASRec, recipe: ExpertsRecipe, projector: Projector | None = None
) -> ILoRA:
    """Put untrained experts into a backbone and a gate on an encoder."""
    context = GateContext()
    add_experts(backbone, recipe, context)
    for parameter in encoder.parameters():
        parameter.requires_grad_(False)
    gate = Gate(encoder.hidden_size, recipe)
    lm = LanguageModel(backbone, projector, recipe.residual_dropout)
    return ILoRA(lm, gate, encoder, context)


def checkpoint_activations(backbone: Any) -> None:
    """Have an HF model keep its layers' inputs only, and compute the rest again when needed."""
    name = "activation_checkpointing_enable"
    # transformers 4 has the older name alone.
    enable = getattr(backbone, name, None) or backbone.gradient_checkpointing_enable
    # Not reentrant: the inputs are embeddings that need no gradient themselves.
    enable({"use_reentrant": False})


def load_backbone(folder: Path, dtype: torch.dtype = torch.float32) -> Any:
    """Load an HF checkpoint folder, in evaluation mode, from the disk alone."""
    with _told(folder):
        model, found = AutoModelForCausalLM.from_pretrained(
            folder,
            dtype=dtype,
            use_safetensors=True,
            output_loading_info=True,
            **_NOTHING_FROM_ELSEWHERE,
        )
        if missing := sorted(found["missing_keys"]):
            # They would be drawn at random.
            raise ValueError(f"no weights for {missing[0]}")
    return model.eval()


def load_skeleton(folder: Path) -> Any:
    """Return the model of an HF checkpoint folder without its weights, on the meta device."""
    with _told(folder):
        config = AutoConfig.from_pretrained(folder, **_NOTHING_FROM_ELSEWHERE)
        with torch.device("meta"):
            model = AutoModelForCausalLM.from_config(config, trust_remote_code=False)
    return model.eval()


@contextlib.contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Raise CheckpointError for whatever transformers meets in a folder, and let it say nothing."""
    before = logging.get_verbosity()
    logging.set_verbosity(logging.CRITICAL)
    try:
        check_plain(folder)
        yield
    except CheckpointError:
        raise
    except Exception as error:  # its configurations and loaders raise what they meet
        reason = printable(" ".join(str(error).split()))[:200] or type(error).__name__
        raise CheckpointError(f"{folder}: not an HF checkpoint folder ({reason})") from error
    finally:
        logging.set_verbosity(before)


def load_learnt(model: ILoRA, folder: Path) -> None:
    """Give a model the trained experts, gate and projector of a folder; evaluation mode."""
    tensors = read_tensors(folder / WEIGHTS)
    try:
        load_expert_tensors(model.backbone, tensors)
        model.gate.load_state_dict(
            {"linear.weight": tensors["gate.weight"], "linear.bias": tensors["gate.bias"]}
        )
        if model.projector is not None:
            names = model.projector.state_dict()
            model.projector.load_state_dict({n: tensors[f"projector.{n}"] for n in names})
    except (KeyError, RuntimeError) as error:
        raise CheckpointError(f"{folder / WEIGHTS}: does not fit the recipe ({error})") from error
    model.train_mode(False)
