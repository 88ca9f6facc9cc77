"""Libraries that players write: what was played last, and what is there and never was."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from importing import imported, write

from ilora_edge.errors import SourceError
from ilora_edge.importers.itunes import ITunesSource
from ilora_edge.importers.kodi import KodiSource
from ilora_edge.importers.overcast import OvercastSource
from ilora_edge.importers.personal import PersonalExport
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


VIDEODB = """<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>
<videodb>
  <version>1</version>
  <movie><title>Heat</title><originaltitle>Heat</originaltitle><year>1995</year>
    <userrating>8</userrating><playcount>2</playcount><lastplayed>2024-01-02 20:00:00</lastplayed>
    <uniqueid type="imdb" default="true">tt0113277</uniqueid><uniqueid type="tmdb">949</uniqueid>
    <genre>Crime</genre><genre>Drama</genre>
    <fileinfo><streamdetails><video><codec>h264</codec></video></streamdetails></fileinfo></movie>
  <movie><title>Alien</title><originaltitle>Alien!</originaltitle><premiered>1979-05-25</premiered>
    <playcount>0</playcount><lastplayed></lastplayed><uniqueid type="tmdb">348</uniqueid>
    <resume><position>0.000000</position></resume></movie>
  <movie><title>Begun</title><year>2001</year><playcount>0</playcount>
    <lastplayed>2024-01-04 20:00:00</lastplayed><resume><position>812.5</position></resume></movie>
  <movie><title>Old</title><year>0</year><id>tt0000001</id><playcount>1</playcount></movie>
  <tvshow><title>Night Ferry</title><year>2015</year>
    <episodedetails><title>Pilot</title><showtitle>Night Ferry</showtitle><season>1</season>
      <episode>2</episode><playcount>1</playcount><lastplayed>2024-01-03 20:00:00</lastplayed>
    </episodedetails>
    <episodedetails><title>Pilot</title><showtitle>Night Ferry</showtitle><season>2</season>
      <episode>1</episode><playcount>0</playcount></episodedetails></tvshow>
  <musicvideo><title>Harbour</title><artist>The Lanterns</artist><playcount>1</playcount>
    <lastplayed>2024-01-05 20:00:00</lastplayed></musicvideo>
  <musicvideo><artist>Nameless</artist></musicvideo>
</videodb>
"""


def test_kodi_has_last_plays_and_a_library(tmp_path: Path) -> None:
    source = KodiSource([write(tmp_path / "videodb.xml", VIDEODB)])
    histories, _ = imported(source, tmp_path / "x.db")
    by_id = {item.item_id: item for item in source.items()}
    assert [(e.item_id, e.rating) for e in histories["me"]] == [
        ("Old", None),
        ("Heat (1995)", 4.0),
        ("Night Ferry - S01E02 - Pilot", None),
        ("The Lanterns - Harbour", None),
    ]
    assert histories["me"][1].timestamp == 1704225600
    assert source.seen == {("me", "Begun (2001)")}
    assert by_id.keys() - {e.item_id for e in histories["me"]} == {
        "Alien (1979)", "Begun (2001)", "Night Ferry - S02E01 - Pilot",
    }  # fmt: skip
    heat, alien, old = by_id["Heat (1995)"], by_id["Alien (1979)"], by_id["Old"]
    assert (heat.imdb, heat.year, heat.genres, heat.original_title) == (
        "tt0113277", 1995, "Crime|Drama", None,
    )  # fmt: skip
    assert (alien.imdb, alien.tmdb, alien.original_title) == (None, "348", "Alien!")
    assert (old.imdb, old.year) == ("tt0000001", None)
    assert source.notes == [
        "begun and not finished, so no history and never offered: 1",
        "without a date, so undated: 1",
        "left out, entries without a title: 1",
    ]


FILM = (
    "<movie><title>{title}</title><year>1979</year><playcount>{plays}</playcount>"
    "<lastplayed>2024-01-02 10:00:00</lastplayed><genre>Horror</genre><genre>Sci-Fi</genre>"
    '<uniqueid type="tmdb">348</uniqueid><uniqueid type="imdb" default="true">tt0078748</uniqueid>'
    "</movie>"
)


def test_kodi_s_genres_and_ids_are_all_read(tmp_path: Path) -> None:
    old = "<movie><title>Old</title><genre>Crime / Drama</genre><genre>Drama</genre></movie>"
    text = f"<videodb>{FILM.format(title='Alien', plays=1)}{old}</videodb>"
    source = KodiSource([write(tmp_path / "videodb.xml", text)])
    imported(source, tmp_path / "x.db")
    other, alien = sorted(source.items(), key=lambda item: item.item_id, reverse=True)
    assert (alien.genres, alien.imdb, alien.tmdb) == ("Horror|Sci-Fi", "tt0078748", "348")
    assert other.genres == "Crime|Drama"


def test_a_folder_of_kodi_s_files_for_each_film(tmp_path: Path) -> None:
    folder = tmp_path / "films"
    folder.mkdir()
    for name, text in {
        "Alien.nfo": FILM.format(title="Alien", plays=2),
        "Brazil.NFO": FILM.format(title="Brazil", plays=0),
        "tvshow.nfo": "<tvshow><title>Night Ferry</title></tvshow>",
        "group.nfo": "A text about a film, https://www.imdb.com/title/tt0078748/",
        "Cut.nfo": "<movie><title>Cut",
    }.items():
        write(folder / name, text)
    source = KodiSource([folder])
    histories, _ = imported(source, tmp_path / "x.db")
    assert [e.item_id for e in histories["me"]] == ["Alien (1979)"]
    assert {item.item_id for item in source.items()} == {"Alien (1979)", "Brazil (1979)"}
    assert source.notes == [
        "left out, files of something else: 1",
        "left out, files that are not XML as a whole: 2",
    ]


def test_one_file_that_is_no_film_s_is_an_error(tmp_path: Path) -> None:
    for text in ("<tvshow><title>Night Ferry</title></tvshow>", "A text about a film"):
        with pytest.raises(SourceError, match=r"tvshow|not XML"):
            list(KodiSource([write(tmp_path / "a.nfo", text)]).interactions())


OPML = """<?xml version="1.0" encoding="utf-8"?>
<opml version="1.0"><head><title>Overcast Podcast Subscriptions</title></head><body>
<outline text="playlists"><outline type="podcast-playlist" title="All" smart="1"/></outline>
<outline text="feeds">
<outline type="rss" overcastId="1" text="Talk" title="The Talk" xmlUrl="https://x" subscribed="1">
<outline type="podcast-episode" overcastId="11" pubDate="2023-12-01T10:00:00-04:00" title="About"
  url="https://x/1" userUpdatedDate="2024-01-02T16:00:00-04:00" played="1"/>
<outline type="podcast-episode" overcastId="12" title="Begun" progress="819"
  userUpdatedDate="2024-01-03T20:00:00Z"/>
<outline type="podcast-episode" overcastId="13" title="Deleted" userDeleted="1"/>
<outline type="podcast-episode" overcastId="14" title="New"/>
<outline type="podcast-episode" overcastId="15" played="1"/>
</outline>
<outline type="rss" overcastId="2" text="Sea" xmlUrl="https://y">
<outline type="podcast-episode" overcastId="21" title="About" played="1" userDeleted="1"/>
</outline></outline></body></opml>
"""


def test_overcast_has_what_was_heard(tmp_path: Path) -> None:
    source = OvercastSource([write(tmp_path / "overcast.opml", OPML)])
    histories, items = imported(source, tmp_path / "x.db")
    assert [e.item_id for e in histories["me"]] == ["Sea - About", "The Talk - About"]
    assert histories["me"][1].timestamp == 1704225600
    assert source.seen == {("me", "The Talk - Begun"), ("me", "The Talk - Deleted")}
    names = {"About", "Begun", "Deleted", "New"}
    assert {i.item_id for i in items} == {"Sea - About", *(f"The Talk - {n}" for n in names)}
    assert source.notes[-1] == "left out, episodes without a title: 1"


@pytest.mark.parametrize(
    ("make", "text", "message"),
    [
        (KodiSource, "<movie/>", "it has '<movie>'; expected <videodb>"),
        (KodiSource, VIDEODB.replace("<userrating>8", "<userrating>11"), "userrating is '11'"),
        (KodiSource, VIDEODB.replace("2024-01-02 20:00:00", "then"), "lastplayed"),
        (OvercastSource, "<rss/>", "it has '<rss>'; expected <opml>"),
        (OvercastSource, "<opml><body><outline type='rss'/></body></opml>", "subscriptions alone"),
        (OvercastSource, OPML.replace("2024-01-02T16:00:00-04:00", "then"), "userUpdatedDate"),
        (OvercastSource, "<opml>" + "<a>" * 16, "nested more than 16 deep"),
    ],
)
def test_what_they_do_not_write_is_one_line(
    tmp_path: Path, make: type[PersonalExport], text: str, message: str
) -> None:
    with pytest.raises(SourceError, match=r"f\.xml") as caught:
        imported(make([write(tmp_path / "f.xml", text)]), tmp_path / "x.db")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
