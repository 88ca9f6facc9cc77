"""Titles as points: the backbone's own reading of them, reduced by whitened PCA.

A title's vector is the mean of the backbone's last hidden states over the title's tokens, a BOS
in front where there is one. The device computes the same by llama.cpp, so that a title from
outside the catalogue has a place among the others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from ilora_edge.errors import CheckpointError, RecipeError
from ilora_edge.system.person_folders import cache_folder
from ilora_train.checkpoint import read_tensors, write_tensors
from ilora_train.model import load_backbone
from ilora_train.run_context import RunContext
from ilora_train.runtime import choose_device, cpu_has_bf16
from ilora_train.tokenizer import load_tokenizer

_TOKENS_AT_ONCE = 2048
_LEAST_SPREAD = 1e-6
"""Of the first component's: what is less is rounding, which whitening would blow up."""


@dataclass(frozen=True, slots=True)
class TitleSpace:
    """An affine map from title vectors (H,) to ``size`` uncorrelated components."""

    mean: Tensor
    """(H,)"""
    components: Tensor
    """(H, size); each component has a mean square of 1 / size over the titles it was fitted on,
    so that a place is about as far from the origin whatever the size."""

    def places(self, vectors: Tensor) -> Tensor:
        """Return the places (n, size) of title vectors (n, H)."""
        return (vectors - self.mean) @ self.components


def fit_title_space(vectors: Tensor, size: int) -> TitleSpace:
    """Fit whitened PCA to title vectors (n, H), each title once."""
    distinct = torch.unique(vectors, dim=0)
    if size > min(distinct.shape) - 1:
        raise RecipeError(
            f"encoder.text_size: {size} components are too many for {len(distinct)} different "
            f"titles in vectors of {vectors.shape[1]}"
        )
    mean = distinct.mean(0)
    _, spread, axes = torch.linalg.svd(distinct - mean, full_matrices=False)
    n_apart = int((spread > _LEAST_SPREAD * spread[0]).sum())
    if size > n_apart:
        raise RecipeError(
            f"encoder.text_size: {size} components are too many: the vectors of the titles differ "
            f"in {n_apart} directions only; set it to {n_apart} or less"
        )
    deviation = spread[:size] / len(distinct) ** 0.5
    return TitleSpace(mean, axes[:size].T / deviation / size**0.5)


def read_catalogue_titles(run: RunContext) -> Tensor:
    """Return the vectors (N, H) of the catalogue's titles, as the recipe's backbone reads them."""
    folder = run.parts.backbone_folder
    tokenizer = load_tokenizer(folder)
    builder = run.parts.prompt_builder(tokenizer)
    ids = [builder.title_ids(item.title) for item in run.data.items]
    with run.progress.stage("read titles", len(ids)) as stage:
        return title_vectors(folder, ids, tokenizer.bos_token_id, lambda n: stage.advance(n=n))


def title_vectors(
    folder: Path,
    titles: Sequence[Sequence[int]],
    bos: int | None,
    advance: Callable[[int], None] = lambda n: None,
) -> Tensor:
    """Return the vectors (n, H) of titles given as token ids, by the HF checkpoint in ``folder``.

    They are kept in the person's cache folder, by the checkpoint's bytes and the ids.
    """
    # In one order, whichever seed has numbered the items.
    distinct = sorted({tuple(title) for title in titles})
    place = {title: n for n, title in enumerate(distinct)}
    vectors = _vectors(folder, distinct, bos, advance)
    return vectors[[place[tuple(title)] for title in titles]]


def _vectors(
    folder: Path,
    titles: Sequence[Sequence[int]],
    bos: int | None,
    advance: Callable[[int], None],
) -> Tensor:
    kept = cache_folder() / "titles" / f"{_key(folder, titles, bos)}.safetensors"
    if kept.is_file():
        try:
            return read_tensors(kept)["vectors"].float()
        except (CheckpointError, KeyError):
            kept.unlink(missing_ok=True)
    vectors = _read_titles(folder, titles, bos, advance)
    kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_tensors(kept, {"vectors": vectors.half()})
    return vectors.half().float()


@torch.no_grad()
def _read_titles(
    folder: Path,
    titles: Sequence[Sequence[int]],
    bos: int | None,
    advance: Callable[[int], None],
) -> Tensor:
    device = choose_device()
    low = device.type == "cuda" or cpu_has_bf16()
    backbone = load_backbone(folder, torch.bfloat16 if low else torch.float32)
    model = backbone.base_model.to(device)
    first = [] if bos is None else [bos]
    by_length = sorted(range(len(titles)), key=lambda i: len(titles[i]))
    vectors = torch.empty(len(titles), backbone.config.hidden_size)
    while by_length:
        # The longest first: what does not fit into memory shows at once.
        width = len(first) + len(titles[by_length[-1]])
        n = max(1, _TOKENS_AT_ONCE // width)
        batch, by_length = by_length[-n:], by_length[:-n]
        ids = torch.zeros(len(batch), width, dtype=torch.int64)
        for row, i in enumerate(batch):
            ids[row, : len(first) + len(titles[i])] = torch.tensor([*first, *titles[i]])
        # Padding stands on the right, where a causal model's titles do not see it.
        states = model(input_ids=ids.to(device), use_cache=False).last_hidden_state.float().cpu()
        for row, i in enumerate(batch):
            vectors[i] = states[row, len(first) : len(first) + len(titles[i])].mean(0)
        advance(len(batch))
    return vectors


def _key(folder: Path, titles: Sequence[Sequence[int]], bos: int | None) -> str:
    digest = hashlib.sha256(repr((bos, [list(t) for t in titles])).encode())
    for path in sorted([folder / "config.json", *folder.glob("*.safetensors")]):
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
