"""CSV files in other encodings than UTF-8, and what is no text at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from importing import imported, write

from ilora_edge.errors import OptionError, SourceError
from ilora_edge.histories.database import Interaction, Item
from ilora_edge.importers.delimited import DelimitedSource


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32"])
def test_encodings_that_the_first_bytes_tell(tmp_path: Path, encoding: str) -> None:
    text = "user_id;item_id;rating\r\nann;Amélie;4,5\r\n"
    path = write(tmp_path / "x.csv", text.encode(encoding))
    histories, _ = imported(DelimitedSource(path, "csv"), tmp_path / "x.db")
    assert histories == {"ann": [Interaction("Amélie", 1, 4.5)]}


@pytest.mark.parametrize("encoding", ["cp1252", "cp932", "utf-16"])
def test_encodings_that_are_named(tmp_path: Path, encoding: str) -> None:
    title = "千と千尋" if encoding == "cp932" else "Amélie"
    path = write(tmp_path / "x.csv", f"item_id,title\na,{title}\n".encode(encoding))
    _, items = imported(DelimitedSource(path, "csv", encoding=encoding), tmp_path / "x.db")
    assert items == [Item("a", title, None)]


def test_encodings_that_are_wrong(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", "item_id\né\n".encode("cp1252"))
    with pytest.raises(SourceError, match="line 2: not UTF-8 text"):
        imported(DelimitedSource(path, "csv"), tmp_path / "x.db")
    for encoding in ("nonsense", "base64"):
        with pytest.raises(OptionError, match=f"--encoding '{encoding}' is unknown"):
            imported(DelimitedSource(path, "csv", encoding=encoding), tmp_path / "x.db")
    for encoding in ("utf-16", "idna"):
        with pytest.raises(SourceError, match=r"x\.csv"):
            imported(DelimitedSource(path, "csv", encoding=encoding), tmp_path / "x.db")


@pytest.mark.parametrize(
    ("start", "message"),
    [
        (b"PK\x03\x04", "an archive or a spreadsheet"),
        (b"SQLite format 3\0", "use it as it is: ilora-edge init --db FILE"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a picture, not text"),
        (b"\xff\xd8\xff\xe0", "a picture, not text"),
    ],
)
def test_what_people_take_for_text_is_named(tmp_path: Path, start: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        imported(DelimitedSource(write(tmp_path / "x.csv", start), "csv"), tmp_path / "x.db")
