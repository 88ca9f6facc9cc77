"""Whole archives and folders, with all that the services put into them."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from importing import imported, write

from ilora_edge.errors import SourceError
from ilora_edge.importers.letterboxd import LetterboxdSource
from ilora_edge.importers.listenbrainz import ListenBrainzSource
from ilora_edge.importers.personal import PersonalExport
from ilora_edge.importers.spotify import SpotifySource
from ilora_edge.importers.trakt import TraktSource
from ilora_edge.importers.youtube import YoutubeSource

DIARY = "Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date\n"
FILM = {"title": "Kept", "year": 2001, "ids": {"trakt": 1, "imdb": "tt0000001"}}
SEEN = json.dumps([{"watched_at": "2026-01-02T10:00:00.000Z", "type": "movie", "movie": FILM}])
PAUSED = json.dumps([{"progress": 9, "paused_at": "2026-01-02T10:00:00.000Z", "movie": FILM}])
LISTEN = {"listened_at": 1700000000, "track_metadata": {"artist_name": "A", "track_name": "Kept"}}
VIDEO = {
    **{"header": "YouTube", "title": "Watched Kept", "time": "2026-01-02T10:00:00Z"},
    **{"titleUrl": "https://www.youtube.com/watch?v=abcdefghijk"},
}
SEARCH = {"title": "Searched for x", "titleUrl": "https://www.youtube.com/results?search_query=x"}
ARCHIVES: list[tuple[type[PersonalExport], dict[str, str]]] = [
    (
        LetterboxdSource,
        {
            "diary.csv": DIARY + "2026-03-05,Kept,2001,https://boxd.it/a,,,,\n",
            "reviews.csv": DIARY.replace("Tags", "Review,Tags"),
            "deleted/diary.csv": DIARY + "2026-03-05,Deleted,2001,https://boxd.it/b,,,,\n",
            "orphaned/diary.csv": DIARY + "2026-03-05,Orphan,2001,https://boxd.it/c,,,,\n",
            "likes/reviews.csv": "Date,Content\n2026-03-05,https://boxd.it/d\n",
            "lists/watched-in-2020.csv": "Letterboxd list export v7\nDate,Name,Tags,URL\n",
            "comments.csv": "Date,Content,Comment\n",
        },
    ),
    (
        TraktSource,
        {
            "watched-history-1.json": SEEN,
            "watched-playback.json": PAUSED,
            "watched-shows.json": "[]",
            "ratings-seasons.json": "[]",
            "user-profile.json": "{}",
        },
    ),
    (
        ListenBrainzSource,
        {
            "user.json": '{"user_id": 1}',
            "listens/2023/10.jsonl": "",
            "listens/2023/11.jsonl": json.dumps(LISTEN) + "\n",
            "feedback.jsonl": "",
            "pinned_recording.jsonl": '{"recording_mbid": null, "blurb_content": "x"}\n',
        },
    ),
    (
        YoutubeSource,
        {
            "YouTube/historial/historial-de-reproducciones.json": json.dumps([VIDEO]),
            "YouTube/historial/historial-de-búsqueda.json": json.dumps([SEARCH]),
        },
    ),
]


@pytest.mark.parametrize("as_zip", [True, False])
@pytest.mark.parametrize(("service", "files"), ARCHIVES, ids=lambda v: getattr(v, "service", ""))
def test_what_is_no_history_is_left_out(
    tmp_path: Path, service: type[PersonalExport], files: dict[str, str], as_zip: bool
) -> None:
    source = tmp_path / ("export.zip" if as_zip else "export")
    if as_zip:
        with zipfile.ZipFile(source, "w") as archive:
            for name, text in files.items():
                archive.writestr(f"me/{name}", text)
    else:
        for name, text in files.items():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_text(text, encoding="utf-8")
    _, items = imported(service([source]), tmp_path / "x.db")
    assert [item.title.removeprefix("A - ").partition(" (")[0] for item in items] == ["Kept"]


def test_a_file_that_is_named_must_be_one(tmp_path: Path) -> None:
    (tmp_path / "watched-history.json").write_text(SEEN)
    (tmp_path / "watched-playback.json").write_text(PAUSED)
    paths = [tmp_path / "watched-history.json", tmp_path / "watched-playback.json"]
    with pytest.raises(SourceError, match=r"watched-playback\.json is not an export of Trakt"):
        imported(TraktSource(paths), tmp_path / "x.db")


def test_a_folder_of_nothing_else_says_so(tmp_path: Path) -> None:
    (tmp_path / "e").mkdir()
    (tmp_path / "e" / "watched-playback.json").write_text(PAUSED)
    with pytest.raises(SourceError, match=r"watched-playback\.json is not an export of Trakt"):
        imported(TraktSource([tmp_path / "e"]), tmp_path / "x.db")


@pytest.mark.parametrize("name", ["diary.csv", "StreamingHistory0.json"])
def test_a_page_that_asks_to_log_in(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, "<!DOCTYPE html>\n<html lang='en'><form a='b,c'></form></html>")
    source = LetterboxdSource([path]) if name.endswith("csv") else SpotifySource([path])
    with pytest.raises(SourceError, match=f"{name} line 1: a web page"):
        imported(source, tmp_path / "x.db")


def test_a_file_of_line_ends(tmp_path: Path) -> None:
    path = write(tmp_path / "diary.csv", "\n" * 1_100_000)
    with pytest.raises(SourceError, match="line 1000001: nothing but blank lines"):
        imported(LetterboxdSource([path]), tmp_path / "x.db")
