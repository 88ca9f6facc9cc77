"""Untrusted GGUF headers: what is accepted, and every way of being wrong refused."""

from __future__ import annotations

import hashlib
import os
import random
import re
import struct
import subprocess
import sys
import tracemalloc
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import gguf
import numpy as np
import pytest
from gguf_bytes import (
    ARRAY,
    BOOL,
    EMBEDDING,
    STRING,
    TOKENS,
    TYPE_F16,
    TYPE_Q8_0,
    U32,
    File,
    Tensor,
    Value,
    integer,
    sentencepiece,
    string,
    strings,
    text,
    u32,
    u64,
)
from gguf_cases import EMBD, NORM, VALID, refusal, written
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ilora_edge.errors import BundleError
from ilora_edge.llama import Backbone, EngineOptions, Scorer
from ilora_edge.llama.token_embeddings import TokenEmbeddings
from ilora_edge.untrusted.gguf_header import (
    ArrayInfo,
    TensorInfo,
    check_backbone,
    layout_sha256,
    read_gguf_header,
)


def test_a_header_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, VALID)
    header = check_backbone(path, "llama")
    assert header == read_gguf_header(path)
    assert header.architecture == "llama"
    assert header.metadata["llama.block_count"] == 1
    assert header.types["llama.block_count"] == "u32"
    assert header.metadata["llama.rope.freq_base"] == 10000.0
    tokens = header.metadata["tokenizer.ggml.tokens"]
    assert isinstance(tokens, ArrayInfo)
    assert (tokens.type, tokens.count) == ("str", 5)
    assert len(header.tensors) == 11
    start = -(-len(VALID.header()) // 32) * 32
    assert header.tensors["token_embd.weight"] == TensorInfo((8, 5), "f32", start, 160)
    assert header.tensors["blk.0.attn_norm.weight"] == TensorInfo((8,), "f32", start + 160, 32)


def test_the_layout_is_a_hash_of_names_shapes_and_types(tmp_path: Path) -> None:
    file = File({b"general.architecture": text(b"x")}, (Tensor(b"b", (2, 3)), Tensor(b"a", (4,))))
    header = read_gguf_header(written(tmp_path, file))
    literal = b'[["a",[4],"f32"],["b",[2,3],"f32"]]'
    assert layout_sha256(header) == hashlib.sha256(literal).hexdigest()


def test_the_layout_is_compared(tmp_path: Path) -> None:
    path = written(tmp_path, VALID)
    layout = layout_sha256(read_gguf_header(path))
    check_backbone(path, "llama", layout)
    with pytest.raises(BundleError, match=f"{layout[:12]}, the manifest's is 000000000000"):
        check_backbone(path, "llama", "0" * 64)


def test_the_architecture_is_compared(tmp_path: Path) -> None:
    path = written(tmp_path, VALID)
    check_backbone(path, None)
    with pytest.raises(BundleError, match="architecture llama, the manifest's: qwen2"):
        check_backbone(path, "qwen2")


def test_no_chat_template_is_kept(tmp_path: Path) -> None:
    file = VALID.with_metadata(
        tokenizer__chat_template=text(b"{{ ''.__class__ }}"),
        tokenizer__chat_templates=strings((b"one",)),
        tokenizer__chat_template__tool=text(b"{% for a in b %}"),
    )
    header = check_backbone(written(tmp_path, file), "llama")
    assert not [k for k in header.metadata if "template" in k]


def test_version_2_is_read_identically(tmp_path: Path) -> None:
    """By this reader and by llama.cpp: the bytes differ in the version alone."""
    probabilities = []
    headers = []
    for version in (2, 3):
        path = tmp_path / f"v{version}.gguf"
        path.write_bytes(bytes(replace(VALID, version=version)))
        headers.append(check_backbone(path, "llama"))
        backbone = Backbone(path)
        scorer = Scorer(backbone, 8, 4, EngineOptions(n_threads=1, exact=True))
        probabilities.append(scorer.log_probs([0, 1, 2]))
        scorer.close()
        backbone.close()
    assert headers[0] == headers[1]
    assert np.array_equal(probabilities[0], probabilities[1])
    assert np.isfinite(probabilities[0]).all()


@pytest.mark.parametrize("kind", ["f32", "f16", "bf16", "q8_0"])
def test_token_embeddings_are_those_of_the_file(tmp_path: Path, kind: str) -> None:
    values = np.linspace(-1, 1, 32 * 4, dtype=np.float32).reshape(4, 32)
    quantisation = gguf.GGMLQuantizationType[kind.upper()]
    writer = gguf.GGUFWriter(str(tmp_path / "x.gguf"), "llama")
    writer.add_tensor("first", np.ones(3, np.float32))
    data = gguf.quantize(values, quantisation)
    writer.add_tensor("token_embd.weight", data, raw_dtype=quantisation)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    path = tmp_path / "x.gguf"
    rows = TokenEmbeddings(path, read_gguf_header(path)).rows(np.array([2, 0, 2]))
    assert rows.dtype == np.float32
    assert np.abs(rows - values[[2, 0, 2]]).max() < {"f32": 1e-7, "f16": 1e-3}.get(kind, 1e-2)


@pytest.mark.parametrize("name", ["llama-bpe", "llama-spm", "qwen2"])
def test_real_vocabularies_are_read(shared_data: Path, name: str) -> None:
    path = shared_data.parent / "vocabs" / f"ggml-vocab-{name}.gguf"
    if not path.is_file():
        pytest.skip(f"no {path}")
    header = read_gguf_header(path)
    counts = {"llama-bpe": 128256, "llama-spm": 32000, "qwen2": 151936}
    tokens = header.metadata["tokenizer.ggml.tokens"]
    assert isinstance(tokens, ArrayInfo)
    assert tokens.count == counts[name]
    with pytest.raises(BundleError, match="no tensors, only a vocabulary"):
        check_backbone(path, header.architecture)


@pytest.mark.parametrize(
    "file",
    [
        sentencepiece(),
        VALID.with_metadata(general__alignment=integer(32), general__name=text(b"x")),
        VALID.with_metadata(llama__rope__scaling__type=text(b"yarn")),
        VALID.with_metadata(llama__vocab_size=integer(len(TOKENS))),
        VALID.with_metadata(llama__expert_count=integer(0)),
        VALID.with_tensor(NORM.name, NORM, Tensor(b"output.weight", (EMBEDDING, len(TOKENS)))),
        VALID.with_tensor(NORM.name, NORM, Tensor(b"rope_freqs.weight", (2,))),
        VALID.with_tensor(NORM.name, NORM, Tensor(b"blk.0.attn_q.bias", (8,))),
        VALID.with_tensor(EMBD.name, replace(EMBD, kind=TYPE_F16)),
        VALID.with_metadata(
            tokenizer__ggml__model=text(b"none"),
            tokenizer__ggml__tokens=None,
            llama__vocab_size=integer(len(TOKENS)),
        ),
    ],
)
def test_other_valid_files(tmp_path: Path, file: File) -> None:
    check_backbone(written(tmp_path, file), "llama")


HEADER = VALID.header()
# Where each section of a valid file begins.
N_METADATA = len(replace(VALID, tensors=()).header())
SECTIONS = {
    "nothing": 0,
    "half the magic": 2,
    "magic": 4,
    "version": 8,
    "tensor count": 16,
    "counts": 24,
    "a key's length": 32,
    "a key": 24 + 8 + len("general.architecture"),
    "a key's type": 24 + 8 + len("general.architecture") + 4,
    "metadata": N_METADATA,
    "a tensor's name": N_METADATA + 8 + len("token_embd.weight"),
    "a tensor's shape": N_METADATA + 8 + len("token_embd.weight") + 4 + 16,
    "a tensor's type": N_METADATA + 8 + len("token_embd.weight") + 4 + 16 + 4,
    "a tensor's description": N_METADATA + 8 + len("token_embd.weight") + 4 + 16 + 4 + 8,
    "header": len(HEADER),
    "the first weights": -(-len(HEADER) // 32) * 32 + 160,
    "all but a byte": len(bytes(VALID)) - 33,
}


@pytest.mark.parametrize("section", SECTIONS)
def test_truncated_files_are_refused(tmp_path: Path, section: str) -> None:
    refusal(tmp_path, bytes(VALID)[: SECTIONS[section]])


def test_headers_truncated_anywhere_are_refused(tmp_path: Path) -> None:
    data = bytes(VALID)
    for length in range(0, len(HEADER), 5):
        refusal(tmp_path, data[:length])


def header_of(n_tensors: int, n_keys: int, version: int = 3, magic: bytes = b"GGUF") -> bytes:
    return magic + u32(version) + u64(n_tensors) + u64(n_keys)


def one_key(key: bytes, kind: int, raw: bytes) -> bytes:
    return header_of(0, 1) + string(key) + u32(kind) + raw


ABSURD: dict[str, tuple[bytes | File, str]] = {
    "other magic": (replace(VALID, magic=b"GGML"), "does not begin with GGUF"),
    "version 1": (replace(VALID, version=1), "GGUF version 1"),
    "version 4": (replace(VALID, version=4), "GGUF version 4"),
    "big-endian": (replace(VALID, version=3 << 24), "GGUF version 50331648"),
    "2**63 tensors": (replace(VALID, n_tensors=1 << 63), "claims 9223372036854775808 tensors"),
    "tensors that cannot fit": (replace(VALID, n_tensors=16000), "claims 16000 tensors"),
    "one tensor too many": (replace(VALID, n_tensors=12), "the tensor|ends within|bytes"),
    "2**64 - 1 keys": (replace(VALID, n_keys=(1 << 64) - 1), "keys"),
    "keys that cannot fit": (replace(VALID, n_keys=4000), "claims 4000 keys"),
    "a key of 2**63 bytes": (header_of(0, 1) + u64(1 << 63) + bytes(64), "a key has"),
    "a key longer than the file": (header_of(0, 1) + u64(300) + bytes(64), "ends within a key"),
    "an empty key": (one_key(b"", U32, u32(1)), "the key ''"),
    "a key with a zero byte": (one_key(b"a\0b", U32, u32(1)), "the key"),
    "a key that is not UTF-8": (one_key(b"\xff\xfe", U32, u32(1)), "a key is not UTF-8"),
    "an unknown value type": (one_key(b"k", 13, bytes(16)), "unknown type 13"),
    "a string of 2**40 bytes": (one_key(b"k", STRING, u64(1 << 40)), "has 1099511627776 bytes"),
    "a string longer than the file": (one_key(b"k", STRING, u64(999) + bytes(9)), "ends within"),
    "a string that is not UTF-8": (one_key(b"k", STRING, string(b"\xc3")), "not UTF-8"),
    "an array of arrays": (
        one_key(b"k", ARRAY, u32(ARRAY) + u64(1) + u32(ARRAY) + u64(1)),
        "nested type 9",
    ),
    "an array of an unknown type": (one_key(b"k", ARRAY, u32(99) + u64(0)), "nested type 99"),
    "an array of 2**60 numbers": (one_key(b"k", ARRAY, u32(U32) + u64(1 << 60)), "ends within"),
    "an array of 2**60 strings": (one_key(b"k", ARRAY, u32(STRING) + u64(1 << 60)), "too many"),
    "strings that do not end": (
        one_key(b"k", ARRAY, u32(STRING) + u64(2) + u64(1 << 62) + bytes(9)),
        "ends within 'k'",
    ),
    "neither true nor false": (one_key(b"k", BOOL, b"\x02"), "neither true nor false"),
    "a key twice": (
        replace(VALID, more_metadata=string(b"llama.block_count") + u32(U32) + u32(1), n_keys=16),
        "'llama.block_count' is there twice",
    ),
    "no architecture": (VALID.with_metadata(general__architecture=None), "no architecture"),
    "an architecture that is a number": (
        VALID.with_metadata(general__architecture=integer(1)),
        "no architecture",
    ),
    "an alignment of 0": (VALID.with_metadata(general__alignment=integer(0)), "alignment"),
    "an alignment of 8": (VALID.with_metadata(general__alignment=integer(8)), "alignment"),
    "an alignment of 33": (VALID.with_metadata(general__alignment=integer(33)), "alignment"),
    "an alignment of 2**31": (VALID.with_metadata(general__alignment=integer(1 << 31)), "alignm"),
    "an alignment that is a string": (VALID.with_metadata(general__alignment=text(b"")), "alignm"),
    "an alignment of another type": (
        VALID.with_metadata(general__alignment=Value(10, u64(32))),
        "alignment",
    ),
    "a tensor twice": (VALID.with_tensor(EMBD.name, EMBD, EMBD), "there twice"),
    "a tensor without a name": (VALID.with_tensor(EMBD.name, replace(EMBD, name=b"")), "tensor"),
    "a name of 64 bytes": (
        VALID.with_tensor(EMBD.name, replace(EMBD, name=b"x" * 64)),
        "name has 64 bytes",
    ),
    "a name with a zero byte": (
        VALID.with_tensor(EMBD.name, replace(EMBD, name=b"token_embd.weight\0")),
        "the tensor",
    ),
    "0 dimensions": (VALID.with_tensor(EMBD.name, replace(EMBD, shape=())), "has 0 dimensions"),
    "5 dimensions": (
        VALID.with_tensor(EMBD.name, replace(EMBD, shape=(1, 1, 1, 1, 1))),
        "has 5 dimensions",
    ),
    "2**32 - 1 dimensions": (
        VALID.with_tensor(EMBD.name, replace(EMBD, n_dims=(1 << 32) - 1)),
        "dimensions",
    ),
    "a dimension of 0": (VALID.with_tensor(EMBD.name, replace(EMBD, shape=(8, 0))), "shape"),
    "a negative dimension": (
        VALID.with_tensor(EMBD.name, replace(EMBD, shape=(8, (1 << 64) - 1), offset=0)),
        "shape",
    ),
    "a product of 2**64": (
        VALID.with_tensor(EMBD.name, replace(EMBD, shape=(1 << 32, 1 << 32), offset=0)),
        "shape",
    ),
    "a product of 2**64 + 8": (
        VALID.with_tensor(EMBD.name, replace(EMBD, shape=(8, (1 << 61) + 1), offset=0)),
        "shape",
    ),
    "a type that was removed": (VALID.with_tensor(EMBD.name, replace(EMBD, kind=4)), "type 4"),
    "a type of integers": (VALID.with_tensor(EMBD.name, replace(EMBD, kind=26)), "type 26"),
    "a type of 2**31": (VALID.with_tensor(EMBD.name, replace(EMBD, kind=1 << 31)), "type"),
    "rows that are not blocks": (
        VALID.with_tensor(EMBD.name, replace(EMBD, kind=TYPE_Q8_0)),
        "no multiple of q8_0's 32",
    ),
    "a misaligned offset": (VALID.with_tensor(EMBD.name, replace(EMBD, offset=1)), "lies at 1"),
    "overlapping tensors": (
        VALID.with_tensor(b"blk.0.attn_q.weight", Tensor(b"blk.0.attn_q.weight", (8, 8), offset=0)),
        "lies at 0, not at 192",
    ),
    "a gap": (VALID.with_tensor(NORM.name, replace(NORM, offset=1 << 20)), "lies at 1048576"),
    "an offset beyond the file": (
        VALID.with_tensor(NORM.name, replace(NORM, offset=(1 << 64) - 32)),
        "lies at",
    ),
    "weights longer than the file": (
        VALID.with_tensor(EMBD.name, replace(EMBD, shape=(8, 1 << 30), offset=0)),
        "ends within 'token_embd.weight'|lies at",
    ),
}


@pytest.mark.parametrize("what", ABSURD)
def test_malformed_files_are_refused(tmp_path: Path, what: str) -> None:
    data, expected = ABSURD[what]
    assert re.search(expected, refusal(tmp_path, data))


def test_a_hostile_name_stays_on_one_line(tmp_path: Path) -> None:
    name = "x\n\x1b[31m\u202e".encode()
    file = VALID.with_tensor(NORM.name, NORM, Tensor(name, (8,)))
    message = refusal(tmp_path, file)
    assert "\x1b" not in message
    assert "\u202e" not in message


def test_no_file_a_folder_and_a_pipe_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "none", tmp_path, tmp_path / "pipe"):
        with pytest.raises(BundleError, match="no such file"):
            check_backbone(path)


DATA = bytes(VALID)


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(0, len(HEADER) - 1), st.integers(0, 255)), min_size=1, max_size=4
    ),
    st.integers(0, len(DATA)),
)
def test_flipped_bytes_are_accepted_or_refused(
    tmp_path: Path, flips: list[tuple[int, int]], length: int
) -> None:
    data = bytearray(DATA)
    for position, byte in flips:
        data[position] = byte
    for whole in (data, data[:length]):
        path = written(tmp_path, bytes(whole))
        with suppress(BundleError):
            check_backbone(path, "llama")


LOAD_ALL = """
import sys
from pathlib import Path
from ilora_edge.errors import EngineError
from ilora_edge.llama import Backbone, EngineOptions, Scorer
for path in sorted(Path(sys.argv[1]).iterdir()):
    try:
        backbone = Backbone(path)
        backbone.tokenize("ab a\\n")
        scorer = Scorer(backbone, 8, 4, EngineOptions(n_threads=1))
        scorer.log_probs([0, 1, 2])
        scorer.close()
        backbone.close()
        print("loaded")
    except EngineError as error:
        print("refused", error)
"""


def test_what_is_accepted_does_not_crash_llama_cpp(tmp_path: Path) -> None:
    """Every header byte of two valid files in turn, set to other values: those that pass load."""
    random.seed(1)
    folder = tmp_path / "accepted"
    folder.mkdir()
    for name, file in (("bpe", VALID), ("spm", sentencepiece())):
        data = bytes(file)
        for position in random.sample(range(len(file.header())), 600):
            changed = bytearray(data)
            changed[position] ^= 1 << random.randrange(8)
            path = folder / f"{name}-{position}.gguf"
            path.write_bytes(changed)
            try:
                check_backbone(path, "llama")
            except BundleError:
                path.unlink()
    accepted = len(list(folder.iterdir()))
    assert accepted > 20
    done = subprocess.run(
        [sys.executable, "-c", LOAD_ALL, str(folder)], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert len(done.stdout.splitlines()) == accepted
    assert done.stdout.count("loaded") > accepted // 2


def test_no_memory_is_taken_on_the_file_s_word(tmp_path: Path) -> None:
    """A sparse file of 4 GiB whose header claims the most that is allowed of everything."""
    head = header_of(16384, 4096) + string(b"k") + u32(ARRAY) + u32(U32) + u64(15 << 20)
    path = tmp_path / "sparse.gguf"
    path.write_bytes(head)
    with path.open("r+b") as file:
        file.truncate(4 << 30)
    tracemalloc.start()
    with pytest.raises(BundleError):
        read_gguf_header(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1 << 20


def test_the_builder_writes_what_llama_cpp_reads(tmp_path: Path) -> None:
    """Else a refusal could have another reason than the one under test."""
    for n, file in enumerate((VALID, sentencepiece())):
        path = tmp_path / f"{n}.gguf"
        path.write_bytes(bytes(file))
        backbone = Backbone(path)
        assert backbone.n_embd == EMBEDDING
        backbone.close()
    assert struct.unpack_from("<I", DATA, 4) == (3,)
