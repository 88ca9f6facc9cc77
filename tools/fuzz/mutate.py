"""Mutators that know the structure of a file: a field of it changes, and the rest still fits."""

from __future__ import annotations

import json
import random
import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import Any

EXTREMES = (0, 1, 2, 7, 8, 31, 32, 255, 256, 2**15, 2**16, 2**31 - 1, 2**31, 2**32 - 1, 2**63 - 1)
REALS = (0.0, -1.0, 1e-45, 1e38, float("inf"), float("nan"), 0.5)


def flip(data: bytearray, rng: random.Random, start: int = 0, end: int | None = None) -> None:
    """Change a few bytes, most of them close together."""
    end = len(data) if end is None else min(end, len(data))
    at = rng.randrange(start, max(start + 1, end))
    for _ in range(rng.choice((1, 1, 1, 2, 4, 16))):
        place = min(len(data) - 1, at + rng.randrange(8))
        data[place] = rng.choice((0, 1, 0x7F, 0x80, 0xFF, rng.randrange(256)))


def resize(data: bytearray, rng: random.Random) -> None:
    """Cut the end off, or add to it."""
    if rng.random() < 0.7:
        del data[rng.randrange(len(data)) :]
    else:
        data += bytes(rng.randrange(1, 1 << 16))


def _numbers_of_gguf(data: bytes) -> list[tuple[int, str]]:
    """Return where the header's numbers are, and their ``struct`` formats."""
    found = [(4, "<I"), (8, "<Q"), (16, "<Q")]
    n_tensors, n_keys = struct.unpack_from("<QQ", data, 8)
    sizes = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}
    forms = {4: "<I", 5: "<i", 6: "<f", 7: "<B", 10: "<Q", 11: "<q", 12: "<d"}
    at = 24

    def text() -> None:
        nonlocal at
        found.append((at, "<Q"))
        at += 8 + struct.unpack_from("<Q", data, at)[0]

    for _ in range(n_keys):
        text()
        (kind,) = struct.unpack_from("<I", data, at)
        found.append((at, "<I"))
        at += 4
        if kind == 8:
            text()
        elif kind == 9:
            inner, count = struct.unpack_from("<IQ", data, at)
            found += [(at, "<I"), (at + 4, "<Q")]
            at += 12
            if inner == 8:
                for i in range(count):
                    before = len(found)
                    text()
                    if i > 50:
                        del found[before:]
            else:
                at += sizes[inner] * count
        else:
            # The value of a scalar is what llama.cpp computes with.
            found += [(at, forms.get(kind, "<B"))] * 8
            at += sizes[kind]
    for _ in range(n_tensors):
        text()
        (n_dims,) = struct.unpack_from("<I", data, at)
        found.append((at, "<I"))
        found += [(at + 4 + 8 * i, "<Q") for i in range(n_dims)]
        at += 4 + 8 * n_dims
        found += [(at, "<I"), (at + 4, "<Q")]
        at += 12
    return found


def gguf(data: bytearray, rng: random.Random) -> None:
    """Change numbers of the header, or bytes of it, or of the weights."""
    numbers = _numbers_of_gguf(bytes(data))
    kind = rng.random()
    if kind < 0.75:
        for _ in range(rng.choice((1, 1, 2, 3))):
            at, form = rng.choice(numbers)
            (now,) = struct.unpack_from(form, data, at)
            value: Any
            if form in ("<f", "<d"):
                value = rng.choice(REALS)
            else:
                near = int(now) + rng.choice((-2, -1, 1, 2, int(now), -(int(now) // 2)))
                value = rng.choice((*EXTREMES, *[near] * 12))
            with suppress(struct.error, OverflowError):
                struct.pack_into(form, data, at, value)
    elif kind < 0.9:
        flip(data, rng, 0, numbers[-1][0] + 12)
    elif kind < 0.97:
        flip(data, rng)
    else:
        resize(data, rng)


def safetensors(data: bytearray, rng: random.Random) -> None:
    """Change the JSON of the header, its length, or the numbers."""
    (length,) = struct.unpack_from("<Q", data, 0)
    kind = rng.random()
    if kind < 0.7:
        header = json.loads(bytes(data[8 : 8 + length]))
        raw = json.dumps(json_value(header, rng)).encode()
        data[: 8 + length] = struct.pack("<Q", len(raw)) + raw
    elif kind < 0.8:
        struct.pack_into("<Q", data, 0, rng.choice(EXTREMES))
    elif kind < 0.95:
        flip(data, rng)
    else:
        resize(data, rng)


def json_value(value: Any, rng: random.Random) -> Any:
    """Return a JSON tree with one of its values changed, dropped or repeated."""
    if isinstance(value, dict) and value and rng.random() < 0.93:
        key = rng.choice(list(value))
        changed = dict(value)
        what = rng.random()
        if what < 0.08:
            del changed[key]
        elif what < 0.12:
            changed[rng.choice(("__proto__", "\x00", "x" * 5000, key + " "))] = value[key]
        else:
            changed[key] = json_value(value[key], rng)
        return changed
    if isinstance(value, list) and value and rng.random() < 0.8:
        i = rng.randrange(len(value))
        return [*value[:i], json_value(value[i], rng), *value[i + 1 :]]
    near = [value + 1, value - 1, value * 2, value * 1000, -value] if type(value) is int else []
    other: tuple[Any, ...] = (
        None,
        True,
        "",
        "\u202e\x1b[31m",
        "A" * 100_000,
        [],
        {},
        [[[[[]]]]],
        1.5,
        -1e308,
    )
    return rng.choice((*EXTREMES, *other, *near * 4))


def archive(data: bytearray, rng: random.Random) -> None:
    """Change what a zip says of its members, in their headers or in the directory."""
    if rng.random() < 0.2:
        return resize(data, rng) if rng.random() < 0.3 else flip(data, rng)
    marks = [m for m in (b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06") if m in data]
    mark = rng.choice(marks)
    places = []
    at = data.find(mark)
    while at >= 0:
        places.append(at)
        at = data.find(mark, at + 1)
    field = rng.choice(places) + rng.randrange(
        4, 46 if mark[2] == 1 else 30 if mark[2] == 3 else 22
    )
    if rng.random() < 0.5:
        flip(data, rng, field, field + 1)
    else:
        size = rng.choice((2, 4))
        value = rng.choice(EXTREMES) % (1 << 8 * size)
        data[field : field + size] = value.to_bytes(size, "little")
    return None


def database(path: Path, rng: random.Random) -> None:
    """Change a page's header or a cell of an SQLite file."""
    data = bytearray(path.read_bytes())
    page = int.from_bytes(data[16:18], "big") or 4096
    kind = rng.random()
    if kind < 0.25:
        flip(data, rng, 0, 100)
    elif kind < 0.6:
        start = page * rng.randrange(max(1, len(data) // page)) + (100 if rng.random() < 0.2 else 0)
        flip(data, rng, start, start + 64)
    elif kind < 0.9:
        flip(data, rng)
    else:
        resize(data, rng)
    path.write_bytes(data)


def catalogue(path: Path, rng: random.Random) -> None:
    """Change rows or the schema of a catalogue, or its bytes."""
    if rng.random() < 0.4:
        return database(path, rng)
    column = rng.choice(("item_id", "title", "popularity", "token_ids"))
    values = ("NULL", "x'ff00'", "-1", "9e999", "''", "'[]'", "'[1,2'", "'[-5]'", "'[99999999]'")
    value = rng.choice(
        (*values, "hex(zeroblob(20000))", "printf('%*s', 60000, '')", "char(0,8238)")
    )
    odd = (
        "CREATE VIEW v AS SELECT 1",
        "CREATE TABLE more (x)",
        "CREATE TRIGGER t AFTER INSERT ON items BEGIN SELECT 1; END",
        "DELETE FROM items WHERE encoder_index = 3",
        "UPDATE items SET encoder_index = -1 WHERE encoder_index = 2",
        "DROP INDEX items_popularity",
        "ALTER TABLE items ADD COLUMN x",
    )
    change = (
        f"UPDATE items SET {column} = {value} WHERE encoder_index % {rng.choice((1, 3, 50))} = 0"
    )
    with closing(sqlite3.connect(path)) as connection, connection, suppress(sqlite3.Error):
        connection.execute(rng.choice((change, change, change, *odd[: rng.randrange(1, 8)])))
    return None


def _set_integer(attribute: Any, rng: random.Random) -> None:
    attribute.i = rng.choice(EXTREMES)


def _add_integer(attribute: Any, rng: random.Random) -> None:
    attribute.ints.append(rng.choice(EXTREMES))


def onnx_model(data: bytearray, rng: random.Random) -> None:
    """Change nodes, attributes, shapes and weights of a graph, or bytes of its encoding."""
    import onnx

    kind = rng.random()
    if kind < 0.3:
        return flip(data, rng)
    if kind < 0.34:
        return resize(data, rng)
    model = onnx.load_model_from_string(bytes(data))
    graph = model.graph
    node = rng.choice(graph.node)
    changes: list[Callable[[], Any]] = [
        lambda: setattr(node, "op_type", rng.choice([n.op_type for n in graph.node])),
        lambda: graph.node.remove(node),
        lambda: node.input.reverse(),
        lambda: node.input.append(rng.choice(graph.initializer).name),
        lambda: node.output.__setitem__(0, rng.choice(graph.node).output[0]),
        lambda: node.input.__setitem__(0, rng.choice(graph.node).output[0]),
        lambda: setattr(model.opset_import[0], "version", rng.choice(EXTREMES[:12])),
    ]
    tensor = rng.choice(graph.initializer)
    if tensor.dims:
        i = rng.randrange(len(tensor.dims))
        changes.append(lambda: tensor.dims.__setitem__(i, rng.choice(EXTREMES)))
    changes.append(lambda: setattr(tensor, "data_type", rng.randrange(24)))
    if tensor.raw_data:
        raw = bytearray(tensor.raw_data)
        flip(raw, rng)
        changes += [lambda: setattr(tensor, "raw_data", bytes(raw))] * 2
    for attribute in node.attribute:
        changes.append(partial(_set_integer, attribute, rng))
        changes.append(partial(_add_integer, attribute, rng))
    with suppress(ValueError, IndexError, TypeError):
        rng.choice(changes)()
    data[:] = model.SerializeToString()
    return None
