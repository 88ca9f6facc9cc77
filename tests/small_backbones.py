"""Small random checkpoints of every supported architecture, and their logits both ways."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from llama_cpp import llama_cpp as C
from tiny import tiny_items, tiny_recipe, tiny_run
from transformers import (
    LlamaConfig,
    LlamaForCausalLM,
    MistralConfig,
    MistralForCausalLM,
    Qwen2Config,
    Qwen2ForCausalLM,
    Qwen3Config,
    Qwen3ForCausalLM,
)

from ilora_edge.llama import Backbone, EngineOptions, Scorer
from ilora_edge.mix.experts import ExpertMixer, ExpertShape, load_experts
from ilora_export.architectures import hyperparameters
from ilora_export.experts import export_experts
from ilora_export.gguf_backbone import read_config
from ilora_train.ilora import GateContext, add_experts, expert_layers, expert_tensors
from ilora_train.model import load_backbone
from ilora_train.recipe import ExpertsRecipe, Recipe
from ilora_train.run_folder import FinishedRun
from ilora_train.tokenizer import train_tokenizer

VOCABULARY = 300
# A tokenizer's ids go up to here.
TOKENIZER_VOCABULARY = 400
LENGTH = 96
SIZES = {
    "vocab_size": VOCABULARY,
    "hidden_size": 64,
    "intermediate_size": 96,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 256,
    # Large enough that the random model has opinions to compare.
    "initializer_range": 0.15,
}
CLASSES = {
    "llama": (LlamaConfig, LlamaForCausalLM),
    "mistral": (MistralConfig, MistralForCausalLM),
    "qwen2": (Qwen2Config, Qwen2ForCausalLM),
    "qwen3": (Qwen3Config, Qwen3ForCausalLM),
}

# LENGTH lies beyond the original context, and the frequencies on both sides of the thresholds.
LLAMA3 = {
    "rope_type": "llama3",
    "rope_theta": 10000.0,
    "factor": 8.0,
    "low_freq_factor": 1.0,
    "high_freq_factor": 4.0,
    "original_max_position_embeddings": 48,
}
LINEAR = {"rope_type": "linear", "rope_theta": 10000.0, "factor": 4.0}
YARN = {
    "rope_type": "yarn",
    "rope_theta": 10000.0,
    "factor": 4.0,
    "original_max_position_embeddings": 48,
}

# Name to architecture and what its config says beside SIZES.
BACKBONES: dict[str, tuple[str, dict[str, Any]]] = {
    "llama-tied": ("llama", {"tie_word_embeddings": True, "num_key_value_heads": 4}),
    "llama-untied": ("llama", {"rms_norm_eps": 1e-5}),
    # The shape of a published 260K-parameter model: rows of 172, heads of 8.
    "llama-260k": (
        "llama",
        {
            "tie_word_embeddings": True,
            "vocab_size": 512,
            "intermediate_size": 172,
            "num_hidden_layers": 5,
            "num_attention_heads": 8,
            "num_key_value_heads": 4,
        },
    ),
    "llama-theta": ("llama", {"rope_parameters": {"rope_type": "default", "rope_theta": 1e5}}),
    "llama-llama3": ("llama", {"tie_word_embeddings": True, "rope_parameters": LLAMA3}),
    "llama-linear": ("llama", {"rope_parameters": LINEAR}),
    "llama-yarn": ("llama", {"rope_parameters": YARN}),
    "llama-yarn-factor": ("llama", {"rope_parameters": YARN | {"attention_factor": 1.5}}),
    "llama-yarn-mscale": (
        "llama",
        {"rope_parameters": YARN | {"mscale": 0.7, "mscale_all_dim": 1.3}},
    ),
    "llama-biases": ("llama", {"attention_bias": True, "mlp_bias": True}),
    "mistral": ("mistral", {"sliding_window": None, "head_dim": 32}),
    "mistral-window": ("mistral", {"sliding_window": LENGTH}),
    "qwen2": ("qwen2", {"rope_parameters": {"rope_type": "default", "rope_theta": 1e6}}),
    "qwen2-tied": ("qwen2", {"tie_word_embeddings": True}),
    "qwen2-yarn": ("qwen2", {"rope_parameters": YARN}),
    "qwen3": ("qwen3", {"head_dim": 32, "tie_word_embeddings": True}),
    "qwen3-linear": ("qwen3", {"head_dim": 8, "rope_parameters": LINEAR}),
}


def write_backbone(
    folder: Path,
    name: str,
    dtype: torch.dtype = torch.float32,
    max_shard_size: str = "1GB",
    **sizes: int,
) -> Path:
    """Write a checkpoint folder; every norm and bias is random too."""
    kind, extra = BACKBONES[name]
    config_class, model_class = CLASSES[kind]
    torch.manual_seed(len(name))
    model = model_class(config_class(**(SIZES | extra | sizes)))
    with torch.no_grad():
        for p_name, p in model.named_parameters():
            if p_name.endswith("bias"):
                p.normal_(std=0.5)
            elif p.ndim == 1:
                p.normal_(mean=1.0, std=0.3)
    model.to(dtype).save_pretrained(folder, max_shard_size=max_shard_size)
    return folder


def tokens_of(length: int = LENGTH) -> list[int]:
    return [int(i) for i in np.random.default_rng(0).integers(0, VOCABULARY, length)]


def torch_logits(model: Any, tokens: list[int]) -> np.ndarray:
    """Logits by torch in float64, (T, V)."""
    with torch.no_grad():
        logits = model.double()(input_ids=torch.tensor([tokens]), use_cache=False).logits
    found: np.ndarray = logits[0].numpy()
    return found


def llama_logits(path: Path, tokens: list[int], adapter: memoryview | None = None) -> np.ndarray:
    """Logits by llama.cpp with F32 keys and values and no flash attention, (T, V)."""
    options = EngineOptions(n_threads=1, exact=True)
    backbone = Backbone(path, options)
    scorer = Scorer(backbone, len(tokens), 1, options)
    try:
        scorer.set_adapter(adapter)
        scorer.log_probs(tokens)
        pointer = C.llama_get_logits(scorer._context)
        return np.ctypeslib.as_array(pointer, (len(tokens), backbone.n_vocab)).copy()
    finally:
        scorer.close()
        backbone.close()


def with_experts(folder: Path, path: Path, gate: list[float]) -> tuple[Any, memoryview]:
    """Return the model with random experts on all seven layers, and their mix for llama.cpp."""
    recipe = ExpertsRecipe(
        lora_rank=8,
        targets=("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"),
    )
    model, context = load_backbone(folder), GateContext()
    torch.manual_seed(3)
    add_experts(model, recipe, context)
    for _, layer in expert_layers(model):
        torch.nn.init.normal_(layer.lora_b, std=0.1)
    context.weights = torch.tensor([gate])
    config = read_config(folder)
    export_experts(expert_tensors(model), config, path)
    shape = ExpertShape(recipe.n_experts, recipe.lora_rank, recipe.lora_alpha)
    mixer = ExpertMixer(load_experts(path, shape), shape, hyperparameters(config).name)
    return model.eval(), mixer.mix(np.array(gate, np.float32))


def relative_difference(ours: np.ndarray, theirs: np.ndarray) -> float:
    """The largest difference, of the largest logit where that is above 1."""
    return float(np.abs(ours - theirs).max() / max(1.0, np.abs(theirs).max()))


def run_of(name: str, folder: Path, style: str = "text") -> FinishedRun:
    """Return a finished run over a random backbone of this architecture."""

    def write(path: Path, recipe: Recipe) -> None:
        tokenizer = train_tokenizer(tiny_items(), recipe.prompt, TOKENIZER_VOCABULARY)
        write_backbone(path, name, vocab_size=len(tokenizer))
        tokenizer.save_pretrained(path)

    return tiny_run(folder, tiny_recipe(style=style), write)
