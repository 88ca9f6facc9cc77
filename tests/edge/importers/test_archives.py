"""Whole archives and folders, with all that the services put into them."""

from __future__ import annotations

import io
import json
import os
import tarfile
import tempfile
import zipfile
from pathlib import Path

import pytest
from importing import imported, write

from ilora_edge.errors import DatabaseError, SourceError
from ilora_edge.importers.letterboxd import LetterboxdSource
from ilora_edge.importers.listenbrainz import ListenBrainzSource
from ilora_edge.importers.personal import PersonalExport
from ilora_edge.importers.spotify import SpotifySource
from ilora_edge.importers.trakt import TraktSource
from ilora_edge.importers.youtube import YoutubeSource

DIARY = "Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date\n"
FILM = {"title": "Kept", "year": 2001, "ids": {"trakt": 1, "imdb": "tt0000001"}}
SEEN = json.dumps([{"watched_at": "2026-01-02T10:00:00.000Z", "type": "movie", "movie": FILM}])
RESET = json.dumps([{"reset_at": "2026-01-02T10:00:00.000Z", "movie": FILM}])
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
    (tmp_path / "watched-reset.json").write_text(RESET)
    paths = [tmp_path / "watched-history.json", tmp_path / "watched-reset.json"]
    with pytest.raises(SourceError, match=r"watched-reset\.json is not an export of Trakt"):
        imported(TraktSource(paths), tmp_path / "x.db")


def test_a_folder_of_nothing_else_says_so(tmp_path: Path) -> None:
    (tmp_path / "e").mkdir()
    (tmp_path / "e" / "watched-reset.json").write_text(RESET)
    with pytest.raises(SourceError, match=r"watched-reset\.json is not an export of Trakt"):
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


def as_zip(files: dict[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def as_tar(files: dict[str, str], mode: str = "w:gz", kind: bytes = tarfile.REGTYPE) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size, member.type = len(content.encode()), kind
            member.linkname = "/etc/passwd"
            archive.addfile(member, io.BytesIO(content.encode()))
    return packed.getvalue()


WATCHED = "Takeout/YouTube and YouTube Music/history/watch-history.json"
TAKEOUT = {"Takeout/archive_browser.html": "x" * 512, WATCHED: json.dumps([VIDEO])}


def test_parts_of_one_download(tmp_path: Path) -> None:
    """Of a download in parts one may have nothing; both may have a file of one name."""
    more = json.dumps([VIDEO | {"titleUrl": "https://youtu.be/zyxwvutsrqp"}])
    parts = [
        write(tmp_path / "takeout-001.zip", as_zip({**TAKEOUT})),
        write(tmp_path / "takeout-002.tgz", as_tar({WATCHED: more, "b/watch-history.json": "[]"})),
        write(tmp_path / "takeout-003.zip", as_zip({"Takeout/YouTube/videos/me.mp4": b"\0"})),
    ]
    source = YoutubeSource(parts)
    histories, _ = imported(source, tmp_path / "me.db")
    assert sorted(one.item_id for one in histories["me"]) == ["abcdefghijk", "zyxwvutsrqp"]
    assert "takeout-003.zip has no such file, and was left out" in source.notes
    with pytest.raises(SourceError, match=r"has no file of YouTube: expected \*watch-history\*"):
        imported(YoutubeSource(parts[2:]), tmp_path / "no.db")


@pytest.mark.parametrize("made", ["a Mac's zip", "backslashes", "tar", "tgz", "no suffix"])
def test_an_archive_of_each_system(tmp_path: Path, made: str) -> None:
    diary = DIARY + "2026-03-05,Kept,2001,https://boxd.it/a,,,,\n"
    name, data = {
        "a Mac's zip": ("a.zip", as_zip({"me/diary.csv": diary, "__MACOSX/._diary.csv": b"\0\5"})),
        "backslashes": ("a.ZIP", as_zip({"me\\diary.csv": diary, "me\\deleted\\diary.csv": diary})),
        "no suffix": ("a.zip.download", as_zip({"me/diary.csv": diary})),
        "tar": ("a.tar", as_tar({"../me/diary.csv": diary}, "w")),
        "tgz": ("a.tar.gz", as_tar({f"{n}/diary.csv": diary for n in range(9)})),
    }[made]
    histories, items = imported(
        LetterboxdSource([write(tmp_path / name, data)]), tmp_path / "me.db"
    )
    assert [i.title for i in items] == ["Kept (2001)"]
    assert len(histories["me"]) == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([name, "me.db"])
    # The folder it was saved to, with something else in it.
    write(tmp_path / "notes.txt", "x")
    again = imported(LetterboxdSource([tmp_path]), tmp_path / "me.db") if "zip" in name else None
    assert again is None or again[1] == items


def test_tars_that_are_none(tmp_path: Path) -> None:
    """Links, a header that claims gigabytes, torn data: one line each."""
    whole = as_tar({"diary.csv": DIARY})
    header = tarfile.TarInfo("diary.csv")
    header.type, header.size = tarfile.XHDTYPE, 2**33 - 1
    torn = {
        "has no file of Letterboxd": as_tar({"diary.csv": ""}, kind=tarfile.SYMTYPE),
        "header of more than": header.tobuf(tarfile.USTAR_FORMAT) + bytes(2**16),
        "cannot be unpacked": whole[: len(whole) // 2],
    }
    for said, data in torn.items():
        with pytest.raises(SourceError, match=said):
            imported(LetterboxdSource([write(tmp_path / "a.tgz", data)]), tmp_path / "me.db")
    assert not (tmp_path / "me.db").exists()


def test_zips_that_are_damaged(tmp_path: Path) -> None:
    whole = as_zip({"diary.csv": DIARY, "photo.jpg": b"x"})
    method = bytearray(whole)
    method[whole.find(b"PK\1\2") + 10] = 99
    bits = bytearray(whole)
    bits[whole.find(b"Letterboxd")] ^= 1
    for damaged in (method, bits, whole[:50], b""):
        path = write(tmp_path / "a.zip", bytes(damaged))
        with pytest.raises(SourceError, match=r"^a.zip cannot be unpacked: "):
            imported(LetterboxdSource([path]), tmp_path / "me.db")
    assert not (tmp_path / "me.db").exists()


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "diary.csv")
    with pytest.raises(SourceError, match=r"diary\.csv is a pipe"):
        imported(LetterboxdSource([tmp_path / "diary.csv"]), tmp_path / "me.db")


def test_no_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full, or a quota: what to do is said, and nothing is left."""
    resource = pytest.importorskip("resource")
    lines = "".join(f"2026-03-05,Film {n},2001,https://boxd.it/{n},,,,\n" for n in range(3000))
    whole = write(tmp_path / "diary.csv", DIARY + lines)
    packed = write(tmp_path / "me.zip", as_zip({"diary.csv": DIARY + lines}))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    resource.setrlimit(resource.RLIMIT_FSIZE, (2**15, hard))
    try:
        with pytest.raises(DatabaseError, match="make room there, or name a database elsewhere"):
            imported(LetterboxdSource([whole]), tmp_path / "me.db")
        with pytest.raises(SourceError, match=r"no room to unpack me.zip: .* with TMPDIR"):
            imported(LetterboxdSource([packed]), tmp_path / "me.db")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["diary.csv", "me.zip"]


def test_an_archive_in_an_archive_is_named(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("diary.csv", DIARY)
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("mail/letterboxd-me.zip", inner.getvalue())
        # What a Mac keeps of a file beside it, in no archive's form.
        archive.writestr("mail/z/._letterboxd-me.zip", "x")
    with pytest.raises(SourceError, match=r"an archive in it, letterboxd-me\.zip: unpack that"):
        imported(LetterboxdSource([tmp_path / "all.zip"]), tmp_path / "o.db")
