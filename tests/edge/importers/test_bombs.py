"""Archives and packed files that come to far more than they are, in bytes and in memory."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import pytest
from importing import imported, write

from ilora_edge.errors import SourceError
from ilora_edge.importers import personal
from ilora_edge.importers.letterboxd import LetterboxdSource
from ilora_edge.importers.records import bounded
from ilora_edge.importers.records.bounded import Unpacked
from ilora_edge.importers.records.csv_records import read_csv

DIARY = "Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date\n"
ROW = "2026-03-05,Kept,2001,https://boxd.it/a,,,,\n"
SIZE = 8 * 2**20


@pytest.fixture
def little_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "FREE_BYTES", 2**20)


def member(name: str, size: int) -> tarfile.TarInfo:
    found = tarfile.TarInfo(name)
    found.size = size
    return found


def tar_of(photo: int) -> bytes:
    """A photograph of zeros, and a diary behind it."""
    diary = (DIARY + ROW).encode()
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        archive.addfile(member("me/photo.raw", photo), io.BytesIO(bytes(photo)))
        archive.addfile(member("me/diary.csv", len(diary)), io.BytesIO(diary))
    return packed.getvalue()


def zip_of(content: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("me/diary.csv", content)
    return packed.getvalue()


def old_sparse_header() -> bytes:
    """The first block of a file with holes, which says that another follows."""
    block = bytearray(member("me/diary.csv", 512).tobuf(tarfile.GNU_FORMAT))
    block[156:157], block[482] = b"S", 1
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def holes() -> bytes:
    """A block of holes that says that another follows."""
    block = b"".join(b"%011o\0%011o\0" % (n, 512) for n in range(1, 22))
    return block + b"\1" + bytes(7)


BOMBS = {
    "a member that nobody reads": ("a.tgz", gzip.compress(tar_of(SIZE))),
    "a member that is read": ("a.zip", zip_of(bytes(SIZE))),
    "text": ("diary.csv.gz", gzip.compress((DIARY + "\n" * 9 + " " * SIZE).encode())),
    "packed twice": ("b.zip", zip_of(gzip.compress((DIARY + "\n" * 9 + " " * SIZE).encode()))),
}


@pytest.mark.usefixtures("little_is_free")
@pytest.mark.parametrize("kind", BOMBS)
def test_what_unpacks_to_far_more_than_it_is(tmp_path: Path, kind: str) -> None:
    name, data = BOMBS[kind]
    path = write(tmp_path / name, data)
    with pytest.raises(SourceError, match="unpacks to far more than it is; unpack it and name the"):
        imported(LetterboxdSource([path]), tmp_path / "me.db")
    assert [p.name for p in tmp_path.iterdir()] == [name]


@pytest.mark.usefixtures("little_is_free")
def test_packed_text_is_read_whole_where_it_is_no_bomb(tmp_path: Path) -> None:
    lines = "".join(f"u,{n:x},{n}\n" for n in range(60_000))
    path = write(tmp_path / "x.csv.gz", gzip.compress(f"user,item,time\n{lines}".encode()))
    # As every import reads it; the rest of one takes ten times as long.
    records = [record for _, record in read_csv(path)]
    assert len(records) == 60_000
    assert records[-1] == {"user": "u", "item": f"{59_999:x}", "time": "59999"}


def test_a_plain_tar_is_skipped_and_not_read(tmp_path: Path) -> None:
    """A file with a hole of 200 GiB takes no time: what nobody asks for is passed over."""
    diary = (DIARY + ROW).encode()
    path = tmp_path / "a.tar"
    with path.open("wb") as file:
        file.write(member("me/photo.raw", 200 * 2**30).tobuf())
        file.seek(200 * 2**30, io.SEEK_CUR)
        file.write(member("me/diary.csv", len(diary)).tobuf() + diary.ljust(512, b"\0"))
        file.write(bytes(1024))
    histories, _ = imported(LetterboxdSource([path]), tmp_path / "me.db")
    assert len(histories["me"]) == 1


@pytest.mark.parametrize(
    ("said", "data"),
    {
        "a header of more than 4 MiB": old_sparse_header() + holes() * 10_000,
        "cannot be unpacked": old_sparse_header(),
        "a header of more": b"".join(
            tarfile.TarInfo.create_pax_global_header({f"k{n}": "v" * 2**19}) for n in range(12)
        ),
    }.items(),
)
def test_headers_without_an_end(tmp_path: Path, said: str, data: bytes) -> None:
    path = write(tmp_path / "a.tgz", gzip.compress(data))
    with pytest.raises(SourceError, match=said):
        imported(LetterboxdSource([path]), tmp_path / "me.db")


def test_a_zip_of_names_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ilora_edge.importers.records.archives._MAX_DIRECTORY", 2**10)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for n in range(100):
            archive.writestr(f"{n}.jpg", "")
    with pytest.raises(SourceError, match="a list of files of"):
        imported(LetterboxdSource([write(tmp_path / "a.zip", packed.getvalue())]), tmp_path / "x")


def test_methods_that_ask_for_memory_are_not_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.zip", zip_of((DIARY + ROW).encode(), zipfile.ZIP_LZMA))
    with pytest.raises(SourceError, match="packed in a way that is not read"):
        imported(LetterboxdSource([path]), tmp_path / "me.db")


@pytest.mark.parametrize("start", [b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\7", b"\xfd7zXZ\0", b"BZh91AY"])
def test_other_archives_are_named_as_such(tmp_path: Path, start: bytes) -> None:
    path = write(tmp_path / "diary.csv", start + bytes(64))
    with pytest.raises(SourceError, match=r"diary\.csv is packed in a way that is not read"):
        imported(LetterboxdSource([path]), tmp_path / "me.db")


def test_more_lines_than_one_person_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(personal, "_MOST_ROWS", 5)
    for n in (1, 2):
        write(tmp_path / f"diary{n}.csv", DIARY + ROW * 3)
    with pytest.raises(SourceError, match=r"more than 5 lines, up to diary2\.csv"):
        imported(
            LetterboxdSource([tmp_path / "diary1.csv", tmp_path / "diary2.csv"]), tmp_path / "x.db"
        )


def test_seconds_are_bounded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "MAX_SECONDS", -1.0)
    with pytest.raises(ValueError, match="takes more than ten minutes"):
        Unpacked(io.BytesIO(gzip.compress(b"x")), 9).read(1)
