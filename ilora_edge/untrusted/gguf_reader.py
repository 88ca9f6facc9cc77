"""The header of an untrusted GGUF file, read in Python before native code sees the file.

Nothing is allocated on the file's word: every length is compared with the bytes that remain, every
count with a maximum, and arrays (a vocabulary has 150,000 strings) are walked, not kept.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from pathlib import Path

from ilora_edge.errors import BundleError
from ilora_edge.untrusted.mapped_file import map_file
from ilora_edge.untrusted.not_the_file import lfs_pointer

MAGIC = b"GGUF"
# Version 3 added big-endian files to 2; little-endian ones are the same bytes in both.
VERSIONS = (2, 3)
MAX_KEYS = 4096
MAX_TENSORS = 16384
MAX_KEY_BYTES = 512
MAX_NAME_BYTES = 63
"""Of a tensor; ggml has room for no more."""
MAX_STRING_BYTES = 1 << 20
MAX_METADATA_BYTES = 64 << 20
MAX_ELEMENTS = 1 << 21
"""Strings in all arrays of a file together: what walking them may cost."""
MAX_DIM = 1 << 40

TENSOR_TYPES: dict[int, tuple[str, int, int]] = {
    0: ("f32", 1, 4),
    1: ("f16", 1, 2),
    2: ("q4_0", 32, 18),
    3: ("q4_1", 32, 20),
    6: ("q5_0", 32, 22),
    7: ("q5_1", 32, 24),
    8: ("q8_0", 32, 34),
    10: ("q2_k", 256, 84),
    11: ("q3_k", 256, 110),
    12: ("q4_k", 256, 144),
    13: ("q5_k", 256, 176),
    14: ("q6_k", 256, 210),
    20: ("iq4_nl", 32, 18),
    23: ("iq4_xs", 256, 136),
    30: ("bf16", 1, 2),
}
"""ggml's number of a type to its name, elements per block and bytes per block."""
_TYPE_NUMBERS = {name: number for number, (name, _, _) in TENSOR_TYPES.items()}

_SCALARS = {
    0: ("u8", struct.Struct("<B")),
    1: ("i8", struct.Struct("<b")),
    2: ("u16", struct.Struct("<H")),
    3: ("i16", struct.Struct("<h")),
    4: ("u32", struct.Struct("<I")),
    5: ("i32", struct.Struct("<i")),
    6: ("f32", struct.Struct("<f")),
    7: ("bool", struct.Struct("<B")),
    10: ("u64", struct.Struct("<Q")),
    11: ("i64", struct.Struct("<q")),
    12: ("f64", struct.Struct("<d")),
}
_STRING, _ARRAY = 8, 9
TOKENS = "tokenizer.ggml.tokens"
_EMPTY = b"[EMPTY_%d]"
_U32, _U64 = struct.Struct("<I"), struct.Struct("<Q")
# The least bytes that a key with its value, a tensor's description take.
_LEAST_KEY, _LEAST_TENSOR = 14, 33


@dataclass(frozen=True, slots=True)
class ArrayInfo:
    """An array of the metadata, left in the file."""

    type: str
    count: int
    offset: int
    """Of its first element, absolute in the file."""


@dataclass(frozen=True, slots=True)
class TensorInfo:
    """A tensor of a GGUF file."""

    shape: tuple[int, ...]
    """GGUF's order: the length of a row first."""
    type_name: str
    """In lower case: ``f16``, ``q8_0``, ``q4_k``."""
    offset: int
    """Of its data, absolute in the file."""
    size: int
    """Bytes of its data."""

    @property
    def type_number(self) -> int:
        """ggml's number of the type."""
        return _TYPE_NUMBERS[self.type_name]


@dataclass(frozen=True, slots=True)
class GGUFHeader:
    """What a GGUF file says of itself before its weights begin."""

    architecture: str
    metadata: dict[str, object]
    """Scalars and strings, and of arrays an :class:`ArrayInfo`; templates are left out."""
    types: dict[str, str]
    """Key to the type of its value: ``u32``, ``str``, ``array`` and so on."""
    tensors: dict[str, TensorInfo]
    tensors_at: int = 0
    """Where the tensors' descriptions begin, behind the last value of the metadata."""


def read_gguf_header(path: Path) -> GGUFHeader:
    """Read the header of a GGUF file and check that what it promises lies in the file.

    Raises
    ------
    BundleError
        The file is not a GGUF of a known version, is damaged, or is absurd.
    """
    return read_gguf_tokens(path, 0)[0]


def read_gguf_tokens(path: Path, most: int) -> tuple[GGUFHeader, set[bytes]]:
    """Return what :func:`read_gguf_header` does, and the tokens of the vocabulary, each once.

    None where there are more than ``most``. llama.cpp names an empty one by its place, so does
    this. Raises BundleError likewise.
    """
    try:
        with map_file(path) as data:
            reader = _HeaderReader(data, most)
            return reader.header(), reader.tokens
    except ValueError as error:
        if (said := lfs_pointer(path)) is not None:
            raise BundleError(f"{path} {said}") from error
        raise damaged(path, error) from error


def damaged(path: Path, problem: object) -> BundleError:
    """Return the refusal of a GGUF file."""
    return BundleError(f"{path}: not a usable GGUF model ({problem}); copy or export it again")


def quoted(text: str) -> str:
    """Return untrusted text as a message may show it."""
    return repr(text if len(text) <= 60 else text[:57] + "...")


class _HeaderReader:
    """Walks through a header; every step raises ValueError where the bytes do not allow it."""

    def __init__(self, data: mmap.mmap, most_tokens: int) -> None:
        self._data, self._most_tokens = data, most_tokens
        self.tokens: set[bytes] = set()
        self._end = len(data)
        self._position = 0
        self._elements = 0

    def header(self) -> GGUFHeader:
        if self._take(4, "magic") != MAGIC:
            raise ValueError("it does not begin with GGUF")
        version = self._u32("version")
        if version not in VERSIONS:
            raise ValueError(f"GGUF version {version}, read are 2 and 3")
        n_tensors, n_keys = self._u64("tensor count"), self._u64("key count")
        self._check_count(n_tensors, MAX_TENSORS, _LEAST_TENSOR, "tensors")
        self._check_count(n_keys, MAX_KEYS, _LEAST_KEY, "keys")
        metadata, types = self._metadata(n_keys)
        architecture = metadata.get("general.architecture")
        if not isinstance(architecture, str):
            raise ValueError("no architecture")
        alignment = metadata.get("general.alignment", 32)
        if types.get("general.alignment", "u32") != "u32" or alignment not in _ALIGNMENTS:
            raise ValueError("an alignment that is not a power of two from 32 to 65536")
        assert isinstance(alignment, int)
        at = self._position
        return GGUFHeader(architecture, metadata, types, self._tensors(n_tensors, alignment), at)

    def _metadata(self, n_keys: int) -> tuple[dict[str, object], dict[str, str]]:
        metadata: dict[str, object] = {}
        types: dict[str, str] = {}
        whole, self._end = self._end, min(self._end, MAX_METADATA_BYTES)
        for _ in range(n_keys):
            key = self._string(MAX_KEY_BYTES, "a key")
            if not key or "\0" in key:
                raise ValueError(f"the key {quoted(key)}")
            if key in types:
                raise ValueError(f"the key {quoted(key)} is there twice")
            types[key], value = self._value(key)
            # A chat template is a program; nothing here runs it, so nothing here keeps it.
            if not key.startswith("tokenizer.chat_template"):
                metadata[key] = value
        self._end = whole
        return metadata, types

    def _value(self, key: str) -> tuple[str, object]:
        kind = self._u32(f"type of {quoted(key)}")
        if kind == _STRING:
            return "str", self._string(MAX_STRING_BYTES, f"the value of {quoted(key)}")
        if kind == _ARRAY:
            return "array", self._array(key)
        if kind not in _SCALARS:
            raise ValueError(f"{quoted(key)} has the unknown type {kind}")
        name, form = _SCALARS[kind]
        (value,) = form.unpack(self._take(form.size, f"value of {quoted(key)}"))
        if name == "bool":
            if value > 1:
                raise ValueError(f"{quoted(key)} is neither true nor false")
            value = bool(value)
        return name, value

    def _array(self, key: str) -> ArrayInfo:
        kind = self._u32(f"element type of {quoted(key)}")
        count = self._u64(f"length of {quoted(key)}")
        start = self._position
        if kind == _STRING:
            self._elements += count
            if self._elements > MAX_ELEMENTS:
                raise ValueError(f"{quoted(key)} has {count} strings, too many")
            self._walk_strings(count, key)
            return ArrayInfo("str", count, start)
        if kind not in _SCALARS:
            raise ValueError(f"{quoted(key)} is an array of the unknown or nested type {kind}")
        name, form = _SCALARS[kind]
        self._skip(count * form.size, f"{count} elements of {quoted(key)}")
        return ArrayInfo(name, count, start)

    def _walk_strings(self, count: int, key: str) -> None:
        # The hot loop: 400,000 turns for a large vocabulary.
        unpack, data, end = _U64.unpack_from, self._data, self._end
        position, last = self._position, self._end - 8
        are_kept = key == TOKENS and count <= self._most_tokens
        keep = self.tokens.add
        for place in range(count):
            if position > last:
                raise ValueError(f"it ends within {quoted(key)}")
            start = position + 8
            position = start + unpack(data, position)[0]
            if are_kept:
                keep(data[start:position] or _EMPTY % place)
        if position > end:
            raise ValueError(f"it ends within {quoted(key)}")
        self._position = position

    def _tensors(self, count: int, alignment: int) -> dict[str, TensorInfo]:
        found: dict[str, tuple[tuple[int, ...], str, int, int]] = {}
        for _ in range(count):
            name = self._string(MAX_NAME_BYTES, "a tensor's name")
            if not name or "\0" in name:
                raise ValueError(f"the tensor {quoted(name)}")
            if name in found:
                raise ValueError(f"the tensor {quoted(name)} is there twice")
            found[name] = self._tensor(quoted(name))
        start = -(-self._position // alignment) * alignment
        tensors, expected = {}, 0
        for name, (shape, type_name, offset, size) in found.items():
            # One after the other, as every writer lays them: so none can overlap.
            if offset != expected:
                raise ValueError(f"{quoted(name)} lies at {offset}, not at {expected}")
            if start + offset + size > self._end:
                raise ValueError(f"it ends within {quoted(name)}")
            tensors[name] = TensorInfo(shape, type_name, start + offset, size)
            expected += -(-size // alignment) * alignment
        return tensors

    def _tensor(self, name: str) -> tuple[tuple[int, ...], str, int, int]:
        """Return shape, type, offset from where the data begin, and size."""
        n_dims = self._u32(f"number of dimensions of {name}")
        if not 1 <= n_dims <= 4:
            raise ValueError(f"{name} has {n_dims} dimensions")
        shape = tuple(self._u64(f"shape of {name}") for _ in range(n_dims))
        n_elements = 1
        for length in shape:
            n_elements *= length
            if not 1 <= n_elements <= MAX_DIM:
                raise ValueError(f"{name} has the shape {shape}")
        kind = self._u32(f"type of {name}")
        if kind not in TENSOR_TYPES:
            raise ValueError(f"{name} has the type {kind}, which is not supported")
        type_name, block, block_size = TENSOR_TYPES[kind]
        if shape[0] % block:
            raise ValueError(f"{name} has rows of {shape[0]}, no multiple of {type_name}'s {block}")
        offset = self._u64(f"offset of {name}")
        return shape, type_name, offset, n_elements // block * block_size

    def _check_count(self, count: int, most: int, least_bytes: int, what: str) -> None:
        if count > most or count * least_bytes > self._end - self._position:
            raise ValueError(f"it claims {count} {what}")

    def _string(self, longest: int, what: str) -> str:
        length = self._u64(f"length of {what}")
        if length > longest:
            raise ValueError(f"{what} has {length} bytes")
        try:
            return self._take(length, what).decode("utf-8")
        except UnicodeDecodeError as error:
            raise ValueError(f"{what} is not UTF-8") from error

    def _u32(self, what: str) -> int:
        return int(_U32.unpack(self._take(4, what))[0])

    def _u64(self, what: str) -> int:
        return int(_U64.unpack(self._take(8, what))[0])

    def _take(self, n: int, what: str) -> bytes:
        start = self._position
        self._skip(n, what)
        return self._data[start : self._position]

    def _skip(self, n: int, what: str) -> None:
        if n > self._end - self._position:
            raise ValueError(f"it ends within {what}")
        self._position += n


# ggml aborts where a tensor does not lie at a multiple of 32.
_ALIGNMENTS = frozenset(1 << bit for bit in range(5, 17))
