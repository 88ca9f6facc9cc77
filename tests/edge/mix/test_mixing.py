"""A mix reaches the model as an adapter or folded into its weights: the lists are the same."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from bundle_edits import edit_manifest, refit_manifest

from ilora_edge.bundle.files import BACKBONE
from ilora_edge.engine.mixes import AdapterMix
from ilora_edge.errors import EngineError, OptionError
from ilora_edge.llama import EngineOptions, adapters
from ilora_edge.llama.conversions import to_float
from ilora_edge.mix.experts import LORA_A
from ilora_edge.mix.folding import FoldedModel
from ilora_edge.recommendation import HistoryItem, Result
from ilora_edge.recommender import Recommender
from ilora_edge.request import Request
from ilora_edge.untrusted.gguf_header import check_backbone, layout_sha256
from ilora_edge.untrusted.gguf_reader import read_gguf_header

memfd = pytest.mark.skipif(not hasattr(os, "memfd_create"), reason="no memory files here")
HISTORIES = [["m3"], ["m1", "m7", "m20"], ["m30", "m2"], ["m5", "m5", "m9", "m14"]]


@contextmanager
def opened(folder: Path, **options: object) -> Iterator[Recommender]:
    with Recommender(folder, options=EngineOptions(**options)) as recommender:  # type: ignore[arg-type]
        yield recommender


def ranked(folder: Path, **options: object) -> list[Result]:
    with opened(folder, **options) as recommender:
        return [
            recommender.recommend(Request([HistoryItem(i) for i in h], k=20)) for h in HISTORIES
        ]


def assert_same_lists(ours: list[Result], theirs: list[Result], tie: float) -> None:
    """Compare lists; two items may change places where their scores differ by less than ``tie``."""
    for our, their in zip(ours, theirs, strict=True):
        scores = {r.item_id: r.score for r in their.recommendations}
        in_our_order = np.array([scores[r.item_id] for r in our.recommendations])
        assert (np.diff(in_our_order) <= tie).all()
        # Keys and values are float16 but in exact mode: sums in another order show there.
        assert max(abs(scores[r.item_id] - r.score) for r in our.recommendations) <= 5 * tie


@memfd
@pytest.mark.parametrize("exact", [True, False])
def test_every_setting_gives_the_same_lists(tiny: Path, exact: bool) -> None:
    """The tiny backbone is float32, so nothing is rounded on either way."""
    plain = ranked(tiny, mix="adapter", n_threads=1, exact=exact)
    for options in (
        {"mix": "adapter", "n_threads": 2},
        {"mix": "adapter", "extra_buffers": False},
        {"mix": "fold", "n_threads": 1},
        {"mix": "fold", "n_threads": 2},
        {"mix": "adapter", "frugal": True},
        {"mix": "fold", "frugal": True},
        {"mix": "auto"},
    ):
        assert_same_lists(ranked(tiny, exact=exact, **options), plain, 1e-3)


@memfd
def test_a_mix_leaves_nothing_to_the_next_person(tiny: Path) -> None:
    with opened(tiny, mix="fold") as recommender:
        first = recommender.recommend(Request([HistoryItem("m3")], k=5))
        recommender.recommend(Request([HistoryItem("m9"), HistoryItem("m1")], k=5))
        again = recommender.recommend(Request([HistoryItem("m3")], k=5))
    assert again.recommendations == first.recommendations


@memfd
@pytest.mark.parametrize("type_name", ["f32", "f16", "bf16"])
@pytest.mark.parametrize("native", [True, False])
def test_folded_weights_are_the_files_plus_the_mix(
    tiny: Path, tmp_path: Path, type_name: str, native: bool
) -> None:
    import gguf

    with opened(tiny, mix="adapter") as recommender:
        shape = recommender.manifest.experts
        from ilora_edge.mix.experts import load_experts

        experts = load_experts(tiny / "experts.safetensors", shape)
    path = tmp_path / "model.gguf"
    _write_as(tiny / BACKBONE, path, type_name)
    header = check_backbone(path)
    folded = FoldedModel(path, header, experts, shape, to_float(native))
    gate = np.array([0.5, 0.1, 0.15, 0.25], np.float32)
    folded.fold(gate[::-1].copy())
    folded.fold(gate)
    copy = {t.name: t for t in gguf.GGUFReader(folded.path).tensors}
    original = {t.name: t for t in gguf.GGUFReader(path).tensors}
    assert list(copy) == list(original)
    adapted = {n.removesuffix(LORA_A) for n in experts if n.endswith(LORA_A)}
    for name, tensor in original.items():
        if name not in adapted:
            assert bytes(copy[name].data) == bytes(tensor.data), name
            continue
        weights = gguf.dequantize(tensor.data, tensor.tensor_type).astype(np.float64)
        b = experts[f"{name}.lora_b"].astype(np.float64) * shape.rank_scales(gate)
        expected = weights + b @ experts[f"{name}.lora_a"].astype(np.float64)
        assert np.abs(copy[name].data - expected).max() < 1e-5
    del copy
    folded.close()
    folded.close()
    with pytest.raises(OSError, match="No such file"):
        folded.path.stat()


def test_quantised_weights_take_an_adapter(tiny: Path, tmp_path: Path) -> None:
    import shutil

    folder = Path(shutil.copytree(tiny, tmp_path / "bundle"))
    _write_as(tiny / BACKBONE, folder / BACKBONE, "q8_0")
    refit_manifest(folder)
    layout = layout_sha256(read_gguf_header(folder / BACKBONE))
    edit_manifest(folder, lambda data: data["backbone"].update(layout_sha256=layout))
    with opened(folder) as recommender:
        assert recommender.experts.name == "adapter"
    with pytest.raises(EngineError, match="cannot be folded"):
        ranked(folder, mix="fold")
    with pytest.raises(OptionError, match="'merge'"):
        ranked(folder, mix="merge")


@pytest.mark.parametrize("frugal", [True, False])
def test_a_mix_written_in_place_is_the_one_loaded_anew(tiny: Path, frugal: bool) -> None:
    rng = np.random.default_rng(5)
    prompt, candidates = [1, 5, 9, 7], [[4, 8, 3], [4, 2], [11]]
    with opened(tiny, frugal=frugal, n_threads=1) as recommender:
        mix, scorer = recommender.experts, recommender.scorer
        assert isinstance(mix, AdapterMix)
        for n in range(4):
            gate = rng.dirichlet(np.ones(4)).astype(np.float32)
            mix.apply(scorer, gate)
            loaded = mix._loaded
            written = scorer.score(prompt, candidates)
            scorer.set_adapter(None)
            bare = scorer.score(prompt, candidates)
            # Freed meanwhile, so it is loaded again.
            mix.apply(scorer, gate)
            assert mix._loaded is not loaded
            np.testing.assert_array_equal(scorer.score(prompt, candidates), written)
            assert np.abs(written - bare).max() > 1e-3, n
            mix.apply(scorer, rng.dirichlet(np.ones(4)).astype(np.float32))
            assert mix._loaded is not None
            assert scorer.uses(mix._loaded)
            assert np.abs(scorer.score(prompt, candidates) - written).max() > 1e-5


def test_each_scorer_has_an_adapter_of_its_own(tiny: Path) -> None:
    prompt, candidates = [1, 5, 9, 7], [[4, 8, 3], [4, 2], [11]]
    one, other = np.eye(4, dtype=np.float32)[:2]
    with opened(tiny, n_threads=1) as first, opened(tiny, n_threads=1) as second:
        mix = first.experts
        mix.apply(second.scorer, other)
        wanted = second.scorer.score(prompt, candidates)
        mix.apply(first.scorer, one)
        mix.apply(second.scorer, other)
        np.testing.assert_array_equal(second.scorer.score(prompt, candidates), wanted)
        mix.apply(first.scorer, other)
        np.testing.assert_array_equal(first.scorer.score(prompt, candidates), wanted)


def test_a_build_that_hides_its_tensors_loads_every_mix(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = ranked(tiny, n_threads=1)
    monkeypatch.setattr(adapters, "_FIND", "no_such_symbol")
    with opened(tiny, n_threads=1) as recommender:
        mix = recommender.experts
        assert isinstance(mix, AdapterMix)
        mix.apply(recommender.scorer, np.full(4, 0.25, np.float32))
        first = mix._loaded
        mix.apply(recommender.scorer, np.full(4, 0.25, np.float32))
        assert mix._loaded is not first
    assert_same_lists(ranked(tiny, n_threads=1), wanted, tie=1e-6)


def test_memory_that_holds_something_else_is_not_written(tiny: Path) -> None:
    with opened(tiny) as recommender:
        mix = recommender.experts
        assert isinstance(mix, AdapterMix)
        mix.apply(recommender.scorer, np.full(4, 0.25, np.float32))
        assert mix._loaded is not None
        assert mix._halves_b is None
        mix.apply(recommender.scorer, np.full(4, 0.25, np.float32))
        assert mix._halves_b is not None
        halves = {name: half.copy() for name, half in mix._halves_b.items()}
        assert mix._loaded.tensors(halves) is not None
        name = next(iter(halves))
        halves[name][0, 0] += 1
        assert mix._loaded.tensors(halves) is None
        assert mix._loaded.tensors({name: halves[name][1:]}) is None
        assert mix._loaded.tensors({"blk.0.no_such.weight.lora_b": halves[name]}) is None


@pytest.mark.parametrize("mix", ["adapter", pytest.param("fold", marks=memfd)])
def test_memory_does_not_grow_with_the_users(tiny: Path, mix: str) -> None:
    """10,000 mixes: bench/mix.py --mixes 10000."""
    rng = np.random.default_rng(0)
    with opened(tiny, mix=mix) as recommender:
        for n in range(1200):
            if n == 200:
                gc.collect()
                before = _resident()
            recommender.mix(rng.dirichlet(np.ones(4)).astype(np.float32))
        # An adapter's bytes: 1,000 lost ones would be far more.
        assert _resident() - before < 4 << 20


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _write_as(source: Path, path: Path, type_name: str) -> None:
    """Write a float32 GGUF again with its matrices in another type."""
    import gguf

    reader = gguf.GGUFReader(source)
    kind = gguf.GGMLQuantizationType[type_name.upper()]
    writer = gguf.GGUFWriter(str(path), "llama")
    for field in reader.fields.values():
        if field.name.startswith("GGUF.") or field.name == gguf.Keys.General.ARCHITECTURE:
            continue
        sub = field.types[-1] if field.types[0] == gguf.GGUFValueType.ARRAY else None
        writer.add_key_value(field.name, field.contents(), field.types[0], sub_type=sub)
    for tensor in reader.tensors:
        if tensor.data.ndim == 1 or "norm" in tensor.name:
            writer.add_tensor(tensor.name, np.array(tensor.data))
        else:
            data = gguf.quantize(np.array(tensor.data), kind)
            writer.add_tensor(tensor.name, data, raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
