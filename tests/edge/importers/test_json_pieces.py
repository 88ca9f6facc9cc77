"""JSON that is larger than the piece of it that is read at a time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from importing import imported, write

from ilora_edge.errors import OptionError, SourceError
from ilora_edge.importers.delimited import DelimitedSource
from ilora_edge.importers.records import json_records, lines
from ilora_edge.importers.records.json_records import read_json


@pytest.mark.parametrize(
    ("tail", "piece", "n"), [("]", 2**20, 30_000), ("\n]\n", 2**16, 2_000), ("\r\n]", 2**16, 2_000)]
)
def test_an_array_on_one_line_of_several_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tail: str, piece: int, n: int
) -> None:
    # More than two pieces: texts, numbers, escapes and two bytes of one letter are torn somewhere.
    monkeypatch.setattr(lines, "_CHUNK", piece)
    rows = [{"item": f"é\n{k}", "rating": k % 5 + 1, "x": "\u00fc\\" * 9} for k in range(n)]
    half = n // 2
    text = json.dumps(rows[:half])[:-1] + "," + json.dumps(rows[half:], ensure_ascii=False)[1:-1]
    assert len(text.encode()) > 2 * piece
    path = write(tmp_path / "x.json", text + tail)
    histories, _ = imported(DelimitedSource(path, "jsonl"), tmp_path / "x.db")
    assert [(e.item_id, e.rating) for e in histories["me"]] == [
        (row["item"], row["rating"]) for row in rows
    ]


@pytest.mark.parametrize(
    ("inner", "message"),
    [
        ('"' + "a" * 6_000_000 + '"', "a value of more than 64 MiB"),
        ("[" + "[]," * 1_000_000 + "0]", "a value of more than six million parts"),
    ],
)
def test_an_object_that_would_fill_the_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inner: str, message: str
) -> None:
    monkeypatch.setattr(json_records, "_MAX_VALUE", 4 * 2**20)
    monkeypatch.setattr(json_records, "_MAX_PARTS", 900_000)
    path = write(tmp_path / "x.json", '[\n{"item": "a"},\n{"item": "b", "x": ' + inner + "}]")
    with pytest.raises(SourceError, match=rf"x\.json line 3: not JSON that is read: {message}"):
        imported(DelimitedSource(path, "jsonl"), tmp_path / "x.db")


def test_bytes_that_are_no_text_in_the_middle_of_an_array(tmp_path: Path) -> None:
    path = write(tmp_path / "x.json", b'[{"item": "a"},\n{"item": "\xff"}]')
    with pytest.raises(SourceError, match=r"x\.json is not UTF-8 text, from line 1 on or a little"):
        imported(DelimitedSource(path, "jsonl"), tmp_path / "x.db")


@pytest.mark.parametrize("name", ["base64", "zip", "rot13", "undefined", "mbcs"])
def test_encodings_that_are_none_of_text(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / "x.json", b'[{"a": 1}]')
    with pytest.raises(OptionError, match="is unknown"):
        list(read_json(path, name))
