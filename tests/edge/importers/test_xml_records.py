"""XML of any size and any author: records come one at a time, and nothing is expanded."""

from __future__ import annotations

import gzip
import tracemalloc
from pathlib import Path

import pytest
from importing import imported, write

from ilora_edge.errors import SourceError
from ilora_edge.importers.lastfm_scrobbles import LastFmScrobblesSource
from ilora_edge.importers.records.xml_records import read_xml

TRACK = '<track><artist mbid="">A</artist><name>{}</name><mbid/><date uts="{}">x</date></track>'


@pytest.mark.parametrize("around", ["{}", "<lfm>{}</lfm>", "<x><y>{}</y></x>"])
def test_last_fm_s_answers_as_elements(tmp_path: Path, around: str) -> None:
    more = (
        '<track nowplaying="true"><artist>A</artist><name>Now</name></track>'
        "<track><artist><name>Bé</name></artist><name>1 &amp; 2</name><mbid>"
        "11111111-2222-3333-4444-555555555555</mbid><date uts='1230497999'/></track>"
    )
    text = around.format(f'<recenttracks page="1">{TRACK.format("One", 1230497786)}{more}')
    text = text.replace("</lfm>", "</recenttracks></lfm>").replace("</y>", "</recenttracks></y>")
    text += "</recenttracks>" if around == "{}" else ""
    source = LastFmScrobblesSource([write(tmp_path / "scrobbles.xml", text)])
    histories, items = imported(source, tmp_path / "x.db")
    assert [e.timestamp for e in histories["me"]] == [1230497786, 1230497999]
    assert sorted(item.title for item in items) == ["A - One", "Bé - 1 & 2"]
    assert source.notes == ["left out, tracks now playing, without a time: 1"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('<!DOCTYPE a [<!ENTITY b "bb">]><a/>', "a document type"),
        ('<!DOCTYPE a SYSTEM "/etc/passwd"><a>&b;</a>', "a document type"),
        ("<a>&b;</a>", "not XML: undefined entity"),
        ("<a>" * 9, "nested more than 8 deep"),
        ("<a><track></a>", "not XML: mismatched tag"),
        ("<a>", "not XML: no element found"),
        ("<a>\x01</a>", "not XML"),
        ("<a/>", "expected <track> elements"),
        ("", "is empty"),
    ],
)
def test_what_is_not_read(tmp_path: Path, content: str, message: str) -> None:
    source = LastFmScrobblesSource([write(tmp_path / "s.xml", content)])
    with pytest.raises(SourceError, match=r"s\.xml") as caught:
        imported(source, tmp_path / "x.db")
    assert message in str(caught.value)


@pytest.mark.parametrize("begin", ["<!--", "<a b='", "<?x ", "<a><"])
def test_what_does_not_end_is_given_up(tmp_path: Path, begin: str) -> None:
    path = write(tmp_path / "s.xml.gz", gzip.compress(begin.encode() + b"x" * (64 << 20), 1))
    tracemalloc.start()
    with pytest.raises(SourceError, match=r"not XML|more than 8 MiB"):
        list(read_xml(path, None, ("track",)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 48 << 20


def test_a_record_keeps_no_more_than_a_record_has(tmp_path: Path) -> None:
    fields = "".join(f"<f{n}>{n}</f{n}>" for n in range(1000))
    long = "<z>" + "line\n" * 100_000 + "</z>"
    path = write(tmp_path / "s.xml", f"<a><track>{long}{fields}</track><track><x>1</x></track></a>")
    (_, _, first), (_, _, second) = read_xml(path, None, ("track",))
    assert len(first) == 256
    assert len(first["z"]) < 100_000
    assert second == {"x": "1"}
