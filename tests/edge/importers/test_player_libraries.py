"""Libraries that players write: what was played last, and what is there and never was."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from importing import imported, write

from ilora_edge.errors import SourceError
from ilora_edge.importers.itunes import ITunesSource
from ilora_edge.importers.rhythmbox import RhythmboxSource

DOCTYPE = (
    '<!DOCTYPE plist PUBLIC "-//Apple Computer//DTD PLIST 1.0//EN" '
    '"http://www.apple.com/DTDs/PropertyList-1.0.dtd">'
)


def plist(*tracks: dict[str, str | int | bool], doctype: str = DOCTYPE, more: str = "") -> str:
    """Return a library as iTunes writes it; dates are texts of their own element."""
    written = "".join(
        f"<key>{n}</key>\n<dict>{''.join(map(_value, track, track.values()))}</dict>\n"
        for n, track in enumerate(tracks)
    )
    lists = (
        "<key>Playlists</key><array><dict><key>Name</key><string>All</string>"
        "<key>Smart Info</key><data>AQEAAwAAAAI=</data><key>Playlist Items</key><array><dict>"
        "<key>Track ID</key><integer>1</integer></dict></array></dict></array>"
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{doctype}\n<plist version="1.0"><dict>\n'
        f"<key>Major Version</key><integer>1</integer>{more}"
        f"<key>Tracks</key><dict>{written}</dict>{lists}</dict></plist>\n"
    )


def _value(key: str, value: str | int | bool) -> str:
    if isinstance(value, bool):
        return f"<key>{key}</key><{str(value).lower()}/>"
    kind = "integer" if isinstance(value, int) else "date" if key.endswith("UTC") else "string"
    return f"<key>{key}</key><{kind}>{value}</{kind}>"


PIER: dict[str, str | int | bool] = {
    "Name": "Pier",
    "Artist": "The Lanterns",
    "Genre": "Folk",
    "Year": 1999,
}
HARBOUR: dict[str, str | int | bool] = {
    "Track ID": 1, "Name": "Harbour &amp; Sea", "Artist": "The Lanterns", "Play Count": 7,
    "Play Date": 3797000000, "Play Date UTC": "2024-04-26T20:00:00Z", "Rating": 80,
}  # fmt: skip


def test_itunes_has_last_plays_and_a_library(tmp_path: Path) -> None:
    text = plist(
        HARBOUR,
        PIER,
        {"Name": "Rated", "Artist": "A", "Rating": 40},
        {"Name": "Of a rated album", "Artist": "A", "Rating": 60, "Rating Computed": True},
        {"Name": "Counted", "Artist": "A", "Play Count": 2},
        {"Name": "Disliked", "Artist": "A", "Disliked": True},
        {"Name": "Heat", "Movie": True, "Year": 1995, "Play Date UTC": "2024-01-02T20:00:00Z"},
        {
            "Name": "Pilot", "TV Show": True, "Series": "Night Ferry", "Season": 1,
            "Episode Order": 2, "Play Date UTC": "2024-01-03T20:00:00Z", "Podcast": False,
        },
        {
            "Name": "Pilot", "TV Show": True, "Series": "Night Ferry", "Season": 2,
            "Episode Order": 1,
        },
        {"Name": "About", "Artist": "Ann", "Album": "The Talk", "Podcast": True, "Play Count": 1},
        {"Name": "Radio", "Track Type": "URL", "Play Count": 9},
        {"Artist": "Nameless", "Play Count": 9},
    )  # fmt: skip
    source = ITunesSource([write(tmp_path / "Library.xml", text)])
    histories, _ = imported(source, tmp_path / "x.db")
    items = list(source.items())
    assert [(e.item_id, e.rating) for e in histories["me"]] == [
        ("A - Rated", 2.0),
        ("A - Counted", None),
        ("A - Disliked", 1.0),
        ("The Talk - About", None),
        ("Heat (1995)", None),
        ("Night Ferry - S01E02 - Pilot", None),
        ("The Lanterns - Harbour & Sea", 4.0),
    ]
    assert histories["me"][-1].timestamp == 1714161600
    never = {item.item_id for item in items} - {e.item_id for e in histories["me"]}
    assert never == {"The Lanterns - Pier", "A - Of a rated album", "Night Ferry - S02E01 - Pilot"}
    (pier,) = (item for item in items if item.item_id == "The Lanterns - Pier")
    assert (pier.genres, pier.year, pier.creator) == ("Folk", 1999, "The Lanterns")
    assert {item.title for item in items if "Pilot" in item.title} == {"Night Ferry - Pilot"}
    assert source.notes == [
        "without a date, so undated: 4",
        "left out, streams: 1",
        "left out, tracks without a name: 1",
    ]


def test_a_later_library_adds_what_was_played_since(tmp_path: Path) -> None:
    first, later = (
        plist(HARBOUR, PIER),
        plist(
            HARBOUR | {"Play Date UTC": "2024-05-01T20:00:00Z"},
            PIER | {"Play Date UTC": "2024-05-02T20:00:00Z"},
        ),
    )
    for text in (first, later):
        source = ITunesSource([write(tmp_path / "Library.xml", text)])
        histories, items = imported(source, tmp_path / "x.db")
    assert [e.item_id.removeprefix("The Lanterns - ") for e in histories["me"]] == [
        "Harbour & Sea", "Harbour & Sea", "Pier",
    ]  # fmt: skip
    assert len(items) == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (plist(doctype='<!DOCTYPE plist [<!ENTITY a "aa">]>'), "a document type"),
        (plist(doctype="<!DOCTYPE html>"), "a document type"),
        ("<rhythmdb/>", "it has '<rhythmdb>'; expected <plist>"),
        (plist(HARBOUR | {"Rating": 101}), "Rating is '101', not 0 to 100"),
        (plist(HARBOUR | {"Play Date UTC": "soon"}), "Play Date UTC"),
        (plist(more="<key>x</key>" + "<array>" * 64), "nested more than 64 deep"),
        (plist(HARBOUR)[:-40], "not XML"),
        (plist(PIER), "holds no interactions"),
    ],
)
def test_what_itunes_does_not_write_is_one_line(tmp_path: Path, text: str, message: str) -> None:
    source = ITunesSource([write(tmp_path / "l.xml", text)])
    with pytest.raises(SourceError, match=r"l\.xml") as caught:
        imported(source, tmp_path / "x.db")
    assert message in str(caught.value)
    assert not (tmp_path / "x.db").exists()


def test_no_library_fills_the_memory(tmp_path: Path) -> None:
    """Pictures, rules and lists are not kept, nor a name without an end."""
    more = f"<key>Art</key><data>{'QUJD' * 3_000_000}</data>"
    path = write(tmp_path / "l.xml", plist(HARBOUR, more=more))
    tracemalloc.start()
    histories, _ = imported(ITunesSource([path]), tmp_path / "x.db")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(histories["me"]) == 1
    assert peak < 10 << 20
    endless = write(tmp_path / "e.xml", plist(HARBOUR | {"Name": "x" * 100_000}))
    with pytest.raises(SourceError, match="Name"):
        imported(ITunesSource([endless]), tmp_path / "y.db")


ENTRIES = """<?xml version="1.0" standalone="yes"?>
<rhythmdb version="2.0">
  <entry type="song"><title>Harbour</title><genre>Folk</genre><artist>The Lanterns</artist>
    <album>Coast</album><location>file:///m/h.mp3</location><rating>4</rating>
    <play-count>3</play-count><last-played>1713500000</last-played><date>729755</date>
    <mb-trackid>11111111-2222-3333-4444-555555555555</mb-trackid></entry>
  <entry type="song"><title>Pier</title><genre>Unknown</genre><artist>Unknown</artist>
    <date>0</date></entry>
  <entry type="song"><title>Gone</title><artist>A</artist><hidden>1</hidden></entry>
  <entry type="song"><title>Gone, heard</title><artist>A</artist><hidden>1</hidden>
    <play-count>1</play-count><last-played>1713400000</last-played></entry>
  <entry type="podcast-post"><title>About</title><album>The Talk</album><play-count>1</play-count>
    <last-played>1713600000</last-played></entry>
  <entry type="podcast-feed"><title>The Talk</title><location>http://x</location></entry>
  <entry type="iradio"><title>Radio X</title><play-count>2</play-count>
    <last-played>1713500001</last-played></entry>
</rhythmdb>
"""


def test_rhythmbox_has_last_plays_and_a_library(tmp_path: Path) -> None:
    source = RhythmboxSource([write(tmp_path / "rhythmdb.xml", ENTRIES)])
    histories, _ = imported(source, tmp_path / "x.db")
    items = list(source.items())
    assert [(e.item_id, e.timestamp, e.rating) for e in histories["me"]] == [
        ("A - Gone, heard", 1713400000, None),
        ("The Lanterns - Harbour", 1713500000, 4.0),
        ("The Talk - About", 1713600000, None),
    ]
    by_id = {item.item_id: item for item in items}
    assert by_id.keys() - {e.item_id for e in histories["me"]} == {"Pier"}
    harbour = by_id["The Lanterns - Harbour"]
    assert (harbour.genres, harbour.year, harbour.creator) == ("Folk", 1999, "The Lanterns")
    assert harbour.musicbrainz == "11111111-2222-3333-4444-555555555555"
    assert (by_id["Pier"].genres, by_id["Pier"].year) == (None, None)
    assert source.notes == [
        "left out, files that are gone: 1",
        "left out, streams, feeds and files that are no music: 2",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (plist(HARBOUR), "is read by import itunes"),
        ("<lfm/>", "it has '<lfm>'; expected <rhythmdb>"),
        (ENTRIES.replace("<rating>4", "<rating>9"), "rating is '9', not 0 to 5"),
        (ENTRIES.replace("1713500000", "soon"), "last-played"),
    ],
)
def test_what_rhythmbox_does_not_write_is_one_line(tmp_path: Path, text: str, message: str) -> None:
    source = RhythmboxSource([write(tmp_path / "r.xml", text)])
    with pytest.raises(SourceError, match=r"r\.xml") as caught:
        imported(source, tmp_path / "x.db")
    assert message in str(caught.value)
