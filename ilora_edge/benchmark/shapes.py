"""Bundles of a given size with random weights, and histories to run them on.

Times depend on shapes, not on what the weights say. Encoder, gate and tokenizer are the demo's, so
every user has a mix of their own, as with a trained bundle.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import gguf
import numpy as np
import numpy.typing as npt

from ilora_edge.bundle import files as bundles
from ilora_edge.catalogue.items import Catalogue, CatalogueItem, write_catalogue
from ilora_edge.demo import demo_bundle, demo_history
from ilora_edge.errors import OptionError
from ilora_edge.histories.database import Item
from ilora_edge.importers.store import Row, write_import
from ilora_edge.llama.gguf_writer import GGUFWriter
from ilora_edge.mix.experts import LORA_A, LORA_B, ExpertShape
from ilora_edge.prompt import PromptFormat

TYPES = ("f16", "f32", "bf16", "q8_0", "q4_0")
N_USERS = 65
TITLE_TOKENS = 8
# 33 titles of eight tokens and their ends, a header of three.
HISTORY = 33
EXPERTS = ExpertShape(n_experts=4, lora_rank=16, lora_alpha=32.0)
# Of the demo's vocabulary: special tokens and bytes come first.
_FIRST_WORD = 300
_MARK = "bench-case.json"


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of a Llama with tied embeddings."""

    n_layers: int
    n_embd: int
    n_ff: int
    n_vocab: int
    n_heads: int
    n_kv_heads: int

    def matrices(self) -> dict[str, tuple[int, int]]:
        """Return the adapted matrices' shapes, (d_out, d_in), by GGUF name."""
        d, ff = self.n_embd, self.n_ff
        kv = d // self.n_heads * self.n_kv_heads
        names = {"attn_q": (d, d), "attn_k": (kv, d), "attn_v": (kv, d), "attn_output": (d, d)}
        names |= {"ffn_gate": (ff, d), "ffn_up": (ff, d), "ffn_down": (d, ff)}
        return {
            f"blk.{i}.{name}.weight": size
            for i in range(self.n_layers)
            for name, size in names.items()
        }


SHAPES: dict[str, Shape | None] = {
    "demo": None,
    "15m": Shape(6, 288, 768, 32_000, 6, 6),
    "135m": Shape(30, 576, 1536, 49_152, 9, 3),
}
"""None: the demo bundle itself."""


@dataclass(frozen=True, slots=True)
class Case:
    """What is run: a bundle and a database of users."""

    shape: str
    type_name: str
    bundle: Path
    history: Path


@dataclass(frozen=True, slots=True)
class CaseKind:
    """What a bundle of random weights is, beside its sizes."""

    encoder: Path | None = None
    """Another ``encoder.onnx`` than the demo's; one with soft tokens must fit the backbone."""
    n_items: int | None = None
    """How many items it knows; None: as many as the demo's."""
    style: str = "text"
    """Of the prompt; all but text needs an encoder with soft tokens."""
    answers: str = "titles"


USUAL_KIND = CaseKind()


def make_case(shape: str, type_name: str, folder: Path, seed: int = 0) -> Case:
    """Make a case in a folder, or take the one that is there.

    Raises OptionError where the folder holds something else.
    """
    if shape not in SHAPES:
        raise OptionError(f"--shape is one of {', '.join(SHAPES)}, not {shape!r}")
    if type_name not in TYPES:
        raise OptionError(f"--type is one of {', '.join(TYPES)}, not {type_name!r}")
    sizes = SHAPES[shape]
    if sizes is None:
        if type_name != "f16":
            raise OptionError("the demo bundle is f16; --type goes with --shape 15m or 135m")
        return Case(shape, type_name, demo_bundle(), demo_history())
    return make_random_case(shape, sizes, type_name, folder, seed)


def make_random_case(
    name: str,
    sizes: Shape,
    type_name: str,
    folder: Path,
    seed: int,
    kind: CaseKind = USUAL_KIND,
) -> Case:
    """Make a bundle of these sizes with random weights; see :func:`make_case`."""
    case = Case(name, type_name, folder / "bundle", folder / "history.db")
    identity = {"shape": repr(sizes), "type": type_name, "seed": seed, "format": 1}
    if kind != USUAL_KIND:
        identity |= {"n_items": kind.n_items, "style": kind.style, "answers": kind.answers}
    mark = folder / _MARK
    if mark.is_file() and mark.read_text() == json.dumps(identity):
        return case
    if folder.exists() and any(folder.iterdir()):
        raise OptionError(f"{folder}: holds something else; name an empty folder with --keep")
    case.bundle.mkdir(parents=True)
    random = np.random.default_rng(seed)
    items = _write_bundle(case, sizes, random, kind)
    write_import(case.history, _Histories(items, random))
    # Last: a folder that was cut off is not taken for a whole one.
    mark.write_text(json.dumps(identity))
    return case


def _write_bundle(
    case: Case, sizes: Shape, random: np.random.Generator, kind: CaseKind
) -> list[CatalogueItem]:
    """Write a case's bundle into its folder, and return its items."""
    demo = demo_bundle()
    _write_backbone(case.bundle / bundles.BACKBONE, sizes, case.type_name, random)
    shutil.copy(kind.encoder or demo / bundles.ENCODER, case.bundle / bundles.ENCODER)
    _write_experts(case.bundle / bundles.EXPERTS, sizes, random)
    items = _items(kind.n_items or _demo_items(), sizes, random)
    write_catalogue(case.bundle / bundles.CATALOGUE, items)
    (case.bundle / bundles.MODEL_CARD).write_text("# Random weights, for timing alone.\n")
    manifest = bundles.read_manifest(demo)
    files = bundles.describe_files(case.bundle)
    bos = manifest.backbone.bos_token_id
    label = sizes.n_vocab - len(items) if kind.answers == "labels" else None
    backbone = bundles.describe_backbone(case.bundle, files, "llama", bos, label)
    prompt = PromptFormat(
        history_window=HISTORY,
        max_title_tokens=TITLE_TOKENS,
        style=kind.style,
        answers=kind.answers,
    )
    bundles.write_manifest(
        case.bundle,
        replace(
            manifest,
            name=f"bench-{case.shape}",
            files=files,
            backbone=backbone,
            experts=EXPERTS,
            prompt=prompt,
            metrics={},
            provenance={"weights": "random"},
            parity={},
        ),
    )
    return items


class _Histories:
    """Users with as many random items as the prompt shows."""

    name = "bench"

    def __init__(self, items: list[CatalogueItem], random: np.random.Generator) -> None:
        self.notes: list[str] = []
        self._items = items
        self._random = random

    def interactions(self) -> Iterator[Row]:
        for u in range(N_USERS):
            for time, i in enumerate(self._random.choice(len(self._items), HISTORY, False)):
                yield f"user-{u:02}", self._items[i].item_id, 1_000_000 + time, None

    def items(self) -> Iterator[Item]:
        return (Item(i.item_id, i.title, None) for i in self._items)


def _demo_items() -> int:
    catalogue = Catalogue(demo_bundle() / bundles.CATALOGUE)
    n_items = catalogue.n_items
    catalogue.close()
    return n_items


def _items(n_items: int, sizes: Shape, random: np.random.Generator) -> list[CatalogueItem]:
    ids = random.integers(_FIRST_WORD, sizes.n_vocab, (n_items, TITLE_TOKENS))
    return [
        CatalogueItem(i, f"item-{i}", f"Item {i}", 1, tuple(int(t) for t in row))
        for i, row in enumerate(ids, 1)
    ]


def _write_experts(path: Path, sizes: Shape, random: np.random.Generator) -> None:
    from safetensors.numpy import save_file

    tensors: dict[str, npt.NDArray[np.float32]] = {}
    rank = EXPERTS.lora_rank
    for name, (d_out, d_in) in sizes.matrices().items():
        tensors[name + LORA_A] = _normal(random, (rank, d_in), d_in**-0.5)
        tensors[name + LORA_B] = _normal(random, (d_out, rank), 0.1 * rank**-0.5)
    save_file(tensors, path)


def _write_backbone(path: Path, sizes: Shape, type_name: str, random: np.random.Generator) -> None:
    writer = GGUFWriter(str(path), "llama")
    writer.add_context_length(2048)
    writer.add_embedding_length(sizes.n_embd)
    writer.add_block_count(sizes.n_layers)
    writer.add_feed_forward_length(sizes.n_ff)
    writer.add_head_count(sizes.n_heads)
    writer.add_head_count_kv(sizes.n_kv_heads)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(sizes.n_embd // sizes.n_heads)
    writer.add_rope_freq_base(10_000.0)
    writer.add_vocab_size(sizes.n_vocab)
    _add_tokenizer(writer, sizes.n_vocab)
    kind = gguf.GGMLQuantizationType[type_name.upper()]
    shapes = {"token_embd.weight": (sizes.n_vocab, sizes.n_embd), **sizes.matrices()}
    for name, (d_out, d_in) in shapes.items():
        weights = _normal(random, (d_out, d_in), d_in**-0.5)
        writer.add_tensor(name, gguf.quantize(weights, kind), raw_dtype=kind)
    norms = [f"blk.{i}.{n}_norm.weight" for i in range(sizes.n_layers) for n in ("attn", "ffn")]
    for name in (*norms, "output_norm.weight"):
        writer.add_tensor(name, np.ones(sizes.n_embd, np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _add_tokenizer(writer: gguf.GGUFWriter, n_vocab: int) -> None:
    """Add the demo's tokenizer, filled up with tokens that no text has."""
    for field in gguf.GGUFReader(demo_bundle() / bundles.BACKBONE).fields.values():
        if not field.name.startswith("tokenizer."):
            continue
        value = field.contents()
        if field.name == gguf.Keys.Tokenizer.LIST:
            value += [f"<unused-{i}>" for i in range(n_vocab - len(value))]
        if field.name == gguf.Keys.Tokenizer.TOKEN_TYPE:
            value += [int(gguf.TokenType.UNUSED)] * (n_vocab - len(value))
        sub = field.types[-1] if field.types[0] == gguf.GGUFValueType.ARRAY else None
        writer.add_key_value(field.name, value, field.types[0], sub_type=sub)


def _normal(
    random: np.random.Generator, size: tuple[int, int], std: float
) -> npt.NDArray[np.float32]:
    return random.standard_normal(size, np.float32) * np.float32(std)
