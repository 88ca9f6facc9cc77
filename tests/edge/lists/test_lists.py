"""Lists that other programs open: each format by a reader that is not ours."""

from __future__ import annotations

import csv
import json
import os
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from ilora_edge.errors import OptionError
from ilora_edge.lists.person_files import file_name
from ilora_edge.lists.ranked_list import ListRow, RankedList, as_uri, located, on_one_line
from ilora_edge.lists.write import FORMATS, list_path, write_list

HOSTILE = 'Evil\n#EXTM3U <script>alert(1)</script> | [x](javascript:1) \x1b[31m\u202e & "q" \ud800'
LIST = RankedList(
    "ann",
    (
        ListRow(1, "a", "The Matrix (1999)", -1.23456, "/films/The Matrix.mkv", why="after Alien"),
        ListRow(2, "b", HOSTILE, -2.0, "/shows/a\nb.mkv"),
        ListRow(3, "=cmd()", "=1+1", -3.0, None),
        ListRow(4, "d", "Talk", -4.0, "https://example.org/e 1.mp3?x=<2>", "https://example.org/f"),
        ListRow(5, "e", "Talk 2", -5.0, "javascript:alert(1)", "https://example.org/f"),
    ),
)


@pytest.mark.parametrize("name", FORMATS)
def test_a_list_is_written_once_and_again_only_if_it_changed(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"list.{name}"
    assert write_list(path, name, LIST)
    first, when = path.read_bytes(), 1_000_000_000
    os.utime(path, (when, when))
    assert not write_list(path, name, LIST)
    assert path.stat().st_mtime == when
    assert write_list(path, name, RankedList("ann", LIST.rows[:2]))
    assert path.read_bytes() != first
    assert [p.name for p in tmp_path.iterdir()] == [path.name], "no temporary file is left"
    # What a terminal or a parser could be led astray by is in no format.
    unwanted = ["\x1b", "\u202e", *(["<script"] if name in ("xspf", "opml", "html") else [])]
    assert not any(text.encode() in first for text in unwanted)


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_of_somebody_else_is_not_replaced(name: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("my own notes\n")
    with pytest.raises(OptionError, match="not replaced"):
        write_list(path, name, LIST)
    assert path.read_text() == "my own notes\n"


def test_m3u8_has_two_lines_per_item_and_no_more() -> None:
    lines = FORMATS["m3u8"](LIST).split("\n")
    assert lines[0] == "#EXTM3U"
    assert [line for line in lines if line and not line.startswith("#")] == [
        "/films/The Matrix.mkv",
        "file:///shows/a%0Ab.mkv",
        "https://example.org/e 1.mp3?x=<2>",
        "javascript:alert(1)",
    ]
    assert sum(line.startswith("#EXTINF:-1,") for line in lines) == 4


def test_xspf_is_xml_with_uris() -> None:
    space = "{http://xspf.org/ns/0/}"
    tracks = ElementTree.fromstring(FORMATS["xspf"](LIST)).findall(f"{space}trackList/{space}track")
    assert [t.findtext(f"{space}location") for t in tracks] == [
        "file:///films/The%20Matrix.mkv",
        "file:///shows/a%0Ab.mkv",
        None,
        "https://example.org/e%201.mp3?x=%3C2%3E",
        "./javascript%3Aalert%281%29",
    ]
    assert tracks[0].findtext(f"{space}annotation") == "after Alien"


def test_opml_has_each_feed_once() -> None:
    body = ElementTree.fromstring(FORMATS["opml"](LIST)).find("body")
    assert body is not None
    assert [o.get("type") for o in body] == ["text", "text", "text", "rss"]
    assert body[-1].get("xmlUrl") == "https://example.org/f"


def test_tables() -> None:
    rows = list(csv.DictReader(FORMATS["csv"](LIST).splitlines()))
    assert [r["title"] for r in rows][2] == "'=1+1"
    assert rows[2]["item_id"] == "'=cmd()"
    assert rows[0]["score"] == "-1.2346"
    data = json.loads(FORMATS["json"](LIST))
    assert [r["item_id"] for r in data["recommendations"]] == ["a", "b", "=cmd()", "d", "e"]
    markdown = FORMATS["md"](LIST)
    assert "4. [Talk](<https://example.org/e%201.mp3?x=%3C2%3E>)" in markdown
    assert "[x](" not in markdown.replace("\\]", "")
    assert 'href="javascript' not in FORMATS["html"](LIST)


def test_places() -> None:
    base = Path("/music")
    assert located("a/b.mp3", base, None) == "/music/a/b.mp3"
    assert located("/music/a/b.mp3", None, Path("/music/lists")) == "../a/b.mp3"
    assert located("https://x.org/a", base, base) == "https://x.org/a"
    # As mpv and VLC read them: addresses are decoded, relative paths are not.
    assert on_one_line("#1.mp3") == "./#1.mp3"
    assert on_one_line("a/#1 100%.mp3") == "a/#1 100%.mp3"
    assert on_one_line("/a/#1.mp3") == "file:///a/%231.mp3"
    assert on_one_line("/a\nb.mp3") == "file:///a%0Ab.mp3"
    assert on_one_line("a\nb.mp3") is None
    assert as_uri("a:b/c d") == "./a%3Ab/c%20d"


def test_users_have_files_of_their_own(tmp_path: Path) -> None:
    names = [
        "ann",
        "Ann",
        "a/../b",
        "..",
        "",
        "recommended",
        "index",
        "é",
        "x" * 300,
        "x" * 301,
        "CON ",
        "a%2Fb",
        "a/b",
    ]
    files = [file_name(name) for name in names]
    assert len({f.lower() for f in files}) == len(files)
    for name in files:
        assert "/" not in name
        assert not name.startswith(".")
        assert len(name) < 200
        (tmp_path / name).touch()
    # Beside the page that lists everybody.
    assert "index" not in files
    assert list_path(tmp_path, "csv", "ann") == tmp_path / "ann.csv"
    assert list_path(tmp_path / "x.m3u8", "m3u8", "ann") == tmp_path / "x.m3u8"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_no_title_is_a_formula_in_a_spreadsheet(sign: str) -> None:
    row = replace(LIST.rows[0], title=f"{sign}1+1")
    (written,) = csv.DictReader(FORMATS["csv"](replace(LIST, rows=(row,))).splitlines())
    assert written["title"] == f"'{sign}1+1"
