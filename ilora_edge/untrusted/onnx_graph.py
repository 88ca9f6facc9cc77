"""An untrusted ONNX file, walked in Python before onnxruntime sees it.

An ONNX file may name other files as its weights, bring operators of its own and nest graphs in
loops. The encoder needs nothing of this: one flat graph of standard operators, weights inside.
This reads the protobuf encoding alone: field numbers, wire types and lengths.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from pathlib import Path

from ilora_edge.errors import BundleError
from ilora_edge.untrusted.mapped_file import map_file

MAX_BYTES = 1 << 28
MAX_FIELDS = 1 << 19
"""Of all messages together: what a walk may cost."""
STANDARD_DOMAINS = ("", "ai.onnx")

OPERATORS = frozenset(
    {
        *("Add", "Sub", "Mul", "Div", "Neg", "Abs", "Pow", "Sqrt", "Reciprocal", "Exp", "Log"),
        *("Erf", "Tanh", "Sigmoid", "Relu", "Gelu", "Max", "Min", "Clip"),
        *("MatMul", "Gemm", "LayerNormalization", "Softmax", "LogSoftmax"),
        *("ReduceMean", "ReduceSum", "ReduceMax"),
        *("Gather", "Slice", "Concat", "Split", "Reshape", "Transpose", "Squeeze", "Unsqueeze"),
        *("Flatten", "Expand", "Identity", "Cast", "Shape", "Constant"),
        *("Where", "Equal", "Not", "And", "Or", "Greater", "GreaterOrEqual", "Less"),
        *("LessOrEqual", "IsNaN", "ScatterElements"),
    }
)
"""What an encoder, a gate and a projector are made of; no control flow."""

_MAX_TAG = (1 << 32) - 1
_VARINT, _FIXED64, _LENGTH, _FIXED32 = 0, 1, 2, 5
# Message to the fields of it that are messages and are looked into.
_INSIDE = {
    "model": {7: "graph", 8: "opset"},
    "graph": {1: "node", 5: "tensor"},
    "node": {5: "attribute"},
    "attribute": {5: "tensor"},
}
_REFUSED = {
    ("model", 20): "training information",
    ("model", 25): "functions",
    ("graph", 15): "sparse weights",
    ("attribute", 6): "a nested graph",
    ("attribute", 10): "a list of tensors",
    ("attribute", 11): "nested graphs",
    ("attribute", 22): "a sparse tensor",
    ("attribute", 23): "sparse tensors",
    ("tensor", 3): "a part of a tensor",
    ("tensor", 13): "external data",
}
_DATA_LOCATION = ("tensor", 14)
_OPERATOR = ("node", 4)
_DOMAINS = (("node", 7), ("opset", 1))


def check_onnx(path: Path) -> None:
    """Check that an ONNX file is one flat graph of known operators with its weights inside.

    Raises
    ------
    BundleError
        It cannot be read, or its bytes are not an ONNX file of up to 256 MiB.
    """
    with map_file(path) as data:
        try:
            if len(data) > MAX_BYTES:
                raise ValueError(f"it has {len(data)} bytes")
            walk = _Walk(data)
            walk.message("model", 0, len(data))
            if walk.n_graphs != 1:
                raise ValueError(f"it has {walk.n_graphs} graphs")
        except ValueError as error:
            raise BundleError(
                f"{path}: not a usable ONNX model ({error}); copy or export the bundle again"
            ) from error


class _Walk:
    def __init__(self, data: mmap.mmap) -> None:
        self.n_graphs = 0
        self._data = data
        self._n_fields = 0

    def message(self, kind: str, position: int, end: int) -> None:
        """Check a message and those inside it; the tables bound the depth."""
        inside = _INSIDE.get(kind, {})
        for number, wire, start, stop in self._fields(position, end):
            field = (kind, number)
            if field in _REFUSED:
                raise ValueError(f"it holds {_REFUSED[field]}")
            if field == _DATA_LOCATION:
                if wire != _VARINT or self._varint(start, stop)[0] != 0:
                    raise ValueError("it keeps weights outside the file")
            elif field == _OPERATOR:
                self._check_text(wire, start, stop, OPERATORS, "operator")
            elif field in _DOMAINS:
                self._check_text(wire, start, stop, STANDARD_DOMAINS, "operator domain")
            elif number in inside:
                if wire != _LENGTH:
                    raise ValueError(f"field {number} of a {kind} is not a message")
                self.n_graphs += inside[number] == "graph"
                self.message(inside[number], start, stop)

    def _check_text(
        self, wire: int, start: int, stop: int, known: frozenset[str] | tuple[str, ...], what: str
    ) -> None:
        text = self._data[start : min(stop, start + 60)].decode("utf-8", "replace")
        if wire != _LENGTH or text not in known:
            raise ValueError(f"the {what} {text!r} is not part of an encoder")

    def _fields(self, position: int, end: int) -> Iterator[tuple[int, int, int, int]]:
        """Yield number and wire type of a message's fields and where their values lie."""
        while position < end:
            self._n_fields += 1
            if self._n_fields > MAX_FIELDS:
                raise ValueError("it has absurdly many parts")
            tag, position = self._varint(position, end)
            # Protobuf takes the lower 32 bits: what is no field here would be one there.
            if tag > _MAX_TAG:
                raise ValueError("no protobuf: a field has no number")
            number, wire = tag >> 3, tag & 7
            start = position
            if wire == _VARINT:
                _, position = self._varint(position, end)
            elif wire == _LENGTH:
                length, start = self._varint(position, end)
                position = start + length
            elif wire in (_FIXED32, _FIXED64):
                position += 4 if wire == _FIXED32 else 8
            else:
                raise ValueError(f"no protobuf: wire type {wire}")
            if number == 0 or position > end:
                raise ValueError("no protobuf: a field leaves its message")
            yield number, wire, start, position

    def _varint(self, position: int, end: int) -> tuple[int, int]:
        value = 0
        for shift in range(0, 70, 7):
            if position >= end:
                break
            byte = self._data[position]
            position += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value, position
        raise ValueError("no protobuf: a number does not end")
