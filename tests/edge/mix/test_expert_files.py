"""Untrusted expert files: safetensors of the right names, shapes and values, or a refusal."""

from __future__ import annotations

import json
import struct
from contextlib import suppress
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safetensors.numpy import save

from ilora_edge.errors import BundleError
from ilora_edge.mix.experts import ExpertMixer, ExpertShape, check_experts_fit, load_experts
from ilora_edge.untrusted.gguf_header import GGUFHeader, TensorInfo

SHAPE = ExpertShape(n_experts=2, lora_rank=4, lora_alpha=8.0)
NAME = "blk.0.attn_q.weight"
A, B = f"{NAME}.lora_a", f"{NAME}.lora_b"
D_IN, D_OUT = 3, 5

Tensors = dict[str, npt.NDArray[np.generic]]


def valid() -> Tensors:
    a = np.arange(4 * D_IN, dtype=np.float32).reshape(4, D_IN)
    b = np.arange(D_OUT * 4, dtype=np.float32).reshape(D_OUT, 4)
    return {A: a, B: b}


def written(tmp_path: Path, data: Tensors | bytes) -> Path:
    path = tmp_path / "experts.safetensors"
    path.write_bytes(data if isinstance(data, bytes) else save(data))
    return path


def refusal(tmp_path: Path, data: Tensors | bytes) -> str:
    path = written(tmp_path, data)
    with pytest.raises(BundleError) as caught:
        load_experts(path, SHAPE)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_experts_are_loaded(tmp_path: Path) -> None:
    experts = load_experts(written(tmp_path, valid()), SHAPE)
    assert list(experts) == [A, B]
    assert np.array_equal(experts[A], valid()[A])


def test_half_the_bytes_are_the_same_experts(tmp_path: Path) -> None:
    halves: Tensors = {name: t.astype(np.float16) for name, t in valid().items()}
    experts = load_experts(written(tmp_path, halves), SHAPE)
    for name, tensor in valid().items():
        assert experts[name].dtype == np.float32
        assert np.array_equal(experts[name], tensor)
    halves[A][0, 0] = np.inf
    assert "not finite" in refusal(tmp_path, halves)


def changed(**changes: object) -> Tensors:
    tensors: Tensors = valid()
    for name, value in changes.items():
        assert isinstance(value, np.ndarray)
        tensors[{"a": A, "b": B}[name]] = value
    return tensors


def test_malformed_experts_are_refused(tmp_path: Path) -> None:
    zeros = np.zeros
    infinite = valid()[A].copy()
    infinite[1, 1] = np.inf
    cases = {
        "holds no expert": {},
        "not half of a lora_a, lora_b pair": {A: valid()[A]},
        f"{A} is F32 (8, 3), not F32 or F16 of rank 4": changed(a=zeros((8, 3), np.float32)),
        f"{B} is F32 (5, 3), not F32 or F16 of rank 4": changed(b=zeros((5, 3), np.float32)),
        f"{A} is I16": changed(a=zeros((4, 3), np.int16)),
        f"{A} is F64": changed(a=zeros((4, 3), np.float64)),
        f"'{A}' is not half": changed(a=zeros((4, 3, 1), np.float32)),
        f"'{B}' is not half": changed(b=zeros((0, 4), np.float32)),
        f"{A} holds values that are not finite": changed(a=infinite),
    }
    for expected, tensors in cases.items():
        assert expected in refusal(tmp_path, tensors)


@pytest.mark.parametrize(
    "name",
    [
        "token_embd.weight",
        "output.weight",
        "blk.0.attn_norm.weight",
        "blk.1000.attn_q.weight",
        "blk.-1.attn_q.weight",
        "../../x",
        "blk.0.attn_q.weight\n",
        "\x1b[31m\u202e",
    ],
)
def test_experts_of_other_tensors_are_refused(tmp_path: Path, name: str) -> None:
    tensors = {f"{name}.lora_a": valid()[A], f"{name}.lora_b": valid()[B]}
    message = refusal(tmp_path, tensors)
    assert "is not half of a lora_a, lora_b pair" in message
    assert message.isprintable()


def header(entries: dict[str, object], data: bytes = b"") -> bytes:
    text = json.dumps(entries).encode()
    return struct.pack("<Q", len(text)) + text + data


def test_what_is_no_safetensors_is_refused(tmp_path: Path) -> None:
    entry = {"dtype": "F32", "shape": [4, 3], "data_offsets": [0, 48]}
    cases = {
        "nothing": b"",
        "seven bytes": b"\x01" * 7,
        "a header of 2**63 bytes": struct.pack("<Q", 1 << 63) + b"{}",
        "a header of 5 MiB": struct.pack("<Q", 5 << 20) + b" " * (5 << 20),
        "a header that is not JSON": struct.pack("<Q", 4) + b"{{{{",
        "a header nested 100,000 deep": struct.pack("<Q", 100_000) + b"[" * 100_000,
        "no data": header({A: entry}),
        "an offset beyond the data": header(
            {A: {**entry, "data_offsets": [0, 1 << 60]}}, bytes(48)
        ),
        "a shape of 2**64": header({A: {**entry, "shape": [1 << 32, 1 << 32]}}, bytes(48)),
        "a negative shape": header({A: {**entry, "shape": [-4, -3]}}, bytes(48)),
        "overlapping tensors": header({A: entry, B: entry}, bytes(48)),
        "bytes left over": header({A: entry}, bytes(64)),
        "an unknown type": header({A: {**entry, "dtype": "X9"}}, bytes(48)),
        "a pickle": b"\x80\x04\x95\x0b\x00\x00\x00\x00\x00\x00\x00\x8c\x02os\x94.",
    }
    for data in cases.values():
        refusal(tmp_path, data)
    with pytest.raises(BundleError, match="not a usable safetensors file"):
        load_experts(tmp_path / "none.safetensors", SHAPE)


DATA = save(valid())


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, len(DATA) - 1), st.integers(0, 255)), min_size=1, max_size=3),
    st.integers(0, len(DATA)),
)
def test_flipped_bytes_are_loaded_or_refused(
    tmp_path: Path, flips: list[tuple[int, int]], length: int
) -> None:
    data = bytearray(DATA)
    for position, byte in flips:
        data[position] = byte
    for whole in (data, data[:length]):
        with suppress(BundleError):
            experts = load_experts(written(tmp_path, bytes(whole)), SHAPE)
            assert all(np.isfinite(tensor).all() for tensor in experts.values())


def backbone(shape: tuple[int, ...], name: str = NAME) -> GGUFHeader:
    return GGUFHeader("llama", {}, {}, {name: TensorInfo(shape, "f32", 0, 60)})


def test_experts_must_fit_the_backbone(tmp_path: Path) -> None:
    path = written(tmp_path, valid())
    experts = load_experts(path, SHAPE)
    check_experts_fit(backbone((D_IN, D_OUT)), experts, path)
    for shape, name in (((D_IN, 6), B), ((4, D_OUT), A), ((D_OUT, D_IN), A)):
        with pytest.raises(BundleError) as caught:
            check_experts_fit(backbone(shape), experts, path)
        message = str(caught.value)
        assert f"{path}: {name} of {experts[name].shape} finds a matrix of {shape}" in message
    with pytest.raises(BundleError, match="finds no such matrix in the backbone"):
        check_experts_fit(backbone((D_IN, D_OUT), "blk.1.attn_q.weight"), experts, path)


def test_a_mix_scales_the_columns_of_b() -> None:
    """alpha / r * K * w_k = 4 w_k, two ranks per expert."""
    experts = {name: tensor.astype(np.float32) for name, tensor in valid().items()}
    mixer = ExpertMixer(experts, SHAPE, "llama")
    mixed = bytes(mixer.mix(np.array([0.25, 0.75], np.float32)))
    expected = np.zeros((D_OUT, 16), np.float32)
    expected[:, :4] = experts[B] * np.array([1.0, 1.0, 3.0, 3.0], np.float32)
    assert expected.tobytes() in mixed
