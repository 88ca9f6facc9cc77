from __future__ import annotations

import gzip
import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ilora_edge.errors import DatabaseError, OptionError, SourceError
from ilora_edge.histories.database import HistoryDB, Interaction, Item, UserSummary
from ilora_edge.importers.delimited import Columns, DelimitedSource
from ilora_edge.importers.lastfm import LastFmSource
from ilora_edge.importers.lines import Place
from ilora_edge.importers.llara import LlaraSource
from ilora_edge.importers.movielens import MovieLensSource
from ilora_edge.importers.store import ImportReport, Row, Source, write_import
from ilora_edge.importers.times import seconds

Histories = dict[str, list[Interaction]]


@dataclass
class Literal:
    """A source with its content written down, and something to do after the last row."""

    rows: list[Row]
    catalogue: list[Item] = field(default_factory=lambda: [Item("m1", "Alien", None)])
    error: BaseException | None = None
    name: str = "literal"
    notes: list[str] = field(default_factory=lambda: ["a remark"])

    def interactions(self) -> Iterator[Row]:
        yield from self.rows
        if self.error is not None:
            raise self.error

    def items(self) -> Iterator[Item]:
        yield from self.catalogue


ROWS: list[Row] = [("ann", "m1", 1, 4.0), ("ann", "m1", 2, None), ("bob", "m2", 1, None)]


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def imported(source: Source, path: Path) -> tuple[Histories, list[Item]]:
    write_import(path, source)
    with HistoryDB(path) as db:
        return dict(db.histories()), list(db.items())


def write_files(folder: Path, files: dict[str, str | bytes]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / name).write_bytes(data)
    return folder


# The store


def test_a_new_database_has_the_schema_and_everything_in_it(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    assert write_import(path, Literal(ROWS)) == ImportReport(1, 3, 1, 3, ["a remark"])
    assert [file.name for file in tmp_path.iterdir()] == ["new.db"]
    with HistoryDB(path) as db:
        assert db.read_history("ann") == [Interaction("m1", 1, 4.0), Interaction("m1", 2, None)]
        assert list(db.items()) == [Item("m1", "Alien", None)]
    connection = sqlite3.connect(path)
    plan = connection.execute(
        "EXPLAIN QUERY PLAN SELECT * FROM interactions WHERE user_id = 'ann' ORDER BY timestamp"
    ).fetchall()
    columns = {
        table: connection.execute(
            f"SELECT name, type, \"notnull\", pk FROM pragma_table_info('{table}')"
        ).fetchall()
        for table in ("items", "interactions")
    }
    connection.close()
    assert "interactions_history" in plan[0][3]
    assert len(plan) == 1
    assert columns == {
        "items": [("item_id", "TEXT", 0, 1), ("title", "TEXT", 1, 0), ("genres", "TEXT", 0, 0)],
        "interactions": [
            ("user_id", "TEXT", 1, 0),
            ("item_id", "TEXT", 1, 0),
            ("timestamp", "INTEGER", 1, 0),
            ("rating", "REAL", 0, 0),
        ],
    }


def test_importing_again_changes_no_byte(tmp_path: Path) -> None:
    path = tmp_path / "twice.db"
    write_import(path, Literal(ROWS))
    before = sha256(path)
    assert write_import(path, Literal(ROWS)) == ImportReport(0, 0, 1, 3, ["a remark"])
    assert sha256(path) == before
    assert [file.name for file in tmp_path.iterdir()] == ["twice.db"]


def test_importing_more_adds_only_what_is_new(tmp_path: Path) -> None:
    path = tmp_path / "more.db"
    write_import(path, Literal(ROWS))
    more = [*ROWS, ("bob", "m2", 5, None)]
    catalogue = [Item("m1", "another title", None), Item("m2", "Brazil", "Comedy")]
    assert write_import(path, Literal(more, catalogue)) == ImportReport(1, 1, 2, 4, ["a remark"])
    with HistoryDB(path) as db:
        assert db.read_titles(["m1", "m2"]) == {"m1": "Alien", "m2": "Brazil"}


def test_progress_counts_every_interaction(tmp_path: Path) -> None:
    rows: list[Row] = [("u", str(i), i, None) for i in range(2500)]
    steps: list[int] = []
    write_import(tmp_path / "p.db", Literal(rows), steps.append)
    assert steps == [1000, 1000, 500]


@pytest.mark.parametrize("error", [SourceError("line 3"), KeyboardInterrupt(), RuntimeError("bug")])
def test_an_error_leaves_no_new_file(tmp_path: Path, error: BaseException) -> None:
    with pytest.raises(type(error)):
        write_import(tmp_path / "new.db", Literal(ROWS, error=error))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("error", [SourceError("line 3"), KeyboardInterrupt()])
def test_an_error_leaves_an_old_file_as_it_was(tmp_path: Path, error: BaseException) -> None:
    path = tmp_path / "old.db"
    write_import(path, Literal(ROWS))
    before = sha256(path)
    more: list[Row] = [("cy", "m1", i, None) for i in range(5000)]
    with pytest.raises(type(error)):
        write_import(path, Literal(more, error=error))
    assert sha256(path) == before
    assert [file.name for file in tmp_path.iterdir()] == ["old.db"]


KILLED = """
import os, signal, sys
from ilora_edge.importers.store import write_import

class Source:
    name, notes = "killed", []
    def interactions(self):
        for i in range(int(sys.argv[2])):
            yield "u", str(i), i, None
        os.kill(os.getpid(), signal.SIGKILL)
    def items(self):
        return iter(())

write_import(sys.argv[1], Source())
"""


def killed_import(path: Path, n_rows: int) -> None:
    run = subprocess.run([sys.executable, "-c", KILLED, str(path), str(n_rows)], check=False)
    assert run.returncode == -signal.SIGKILL


def test_a_killed_import_makes_no_database(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    killed_import(path, 50)
    assert not path.exists()
    assert write_import(path, Literal(ROWS)).n_interactions_new == 3


def test_a_killed_import_into_a_database_is_undone(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    write_import(path, Literal(ROWS))
    before = sha256(path)
    # Enough rows for SQLite to have written some of them before the kill.
    killed_import(path, 40_000)
    assert sha256(path) != before
    # Undoing it would be writing: what was there before is read from a copy.
    cut_off = sha256(path)
    with HistoryDB(path) as database:
        assert sum(len(history) for _, history in database.histories()) == 3
    assert sha256(path) == cut_off
    assert write_import(path, Literal(ROWS)) == ImportReport(0, 0, 1, 3, ["a remark"])
    assert sha256(path) == before


def test_a_source_without_interactions_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="literal holds no interactions"):
        write_import(tmp_path / "new.db", Literal([]))
    assert list(tmp_path.iterdir()) == []


def test_a_target_that_is_no_database_is_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear diary, " * 100)
    with pytest.raises(DatabaseError, match=r"cannot write .*letter\.txt: file is not a database"):
        write_import(path, Literal(ROWS))
    assert path.read_text() == "Dear diary, " * 100
    with pytest.raises(DatabaseError, match="is not a file"):
        write_import(tmp_path, Literal(ROWS))
    with pytest.raises(DatabaseError, match="no folder"):
        write_import(tmp_path / "none" / "new.db", Literal(ROWS))


@pytest.mark.parametrize(
    "schema",
    [
        "CREATE TABLE items (item_id INTEGER PRIMARY KEY, title TEXT NOT NULL, genres TEXT)",
        "CREATE TABLE items (item_id TEXT, title TEXT NOT NULL, genres TEXT)",
        "CREATE TABLE Interactions (who TEXT, what TEXT)",
        "CREATE VIEW items AS SELECT 1 AS item_id, 'a' AS title, 'b' AS genres",
    ],
)
def test_tables_of_others_are_refused_and_kept(tmp_path: Path, schema: str) -> None:
    path = tmp_path / "theirs.db"
    connection = sqlite3.connect(path)
    connection.executescript(schema)
    connection.close()
    before = sha256(path)
    with pytest.raises(DatabaseError, match="that ilora-edge did not create"):
        write_import(path, Literal(ROWS))
    assert sha256(path) == before


def test_a_database_with_other_tables_gets_ours_too(tmp_path: Path) -> None:
    path = tmp_path / "both.db"
    connection = sqlite3.connect(path)
    connection.executescript("CREATE TABLE notes (x); INSERT INTO notes VALUES (1);")
    connection.close()
    histories, _ = imported(Literal(ROWS), path)
    assert set(histories) == {"ann", "bob"}
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT x FROM notes").fetchall() == [(1,)]
    connection.close()


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    link = tmp_path / "link.db"
    link.symlink_to(tmp_path / "folder" / "real.db")
    write_import(link, Literal(ROWS))
    assert link.is_symlink()
    assert [file.name for file in (tmp_path / "folder").iterdir()] == ["real.db"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_device_is_refused() -> None:
    with pytest.raises(DatabaseError, match="is not a file"):
        write_import("/dev/full", Literal(ROWS))


# MovieLens

FLAGS_COMEDY_HORROR = "|".join("1" if i in (5, 11) else "0" for i in range(19))
FLAGS_NONE = "|".join("0" * 19)
ML_100K: dict[str, str | bytes] = {
    "u.data": "7\t1\t5\t881250949\n7\t2\t3\t881250949\r\n8\t1\t1\t100\n\n",
    "u.item": (
        f"1|Enfant sauvage, L' (1970)|01-Jan-1970||http://x|{FLAGS_COMEDY_HORROR}\n"
        f"2|Misérables, Les (1995)|||y|{FLAGS_NONE}\n267|unknown||||{FLAGS_NONE}\n"
    ).encode("iso-8859-1"),
}
ML_1M: dict[str, str | bytes] = {
    "ratings.dat": "7::1::5::978300760\n7::2::3.5::978302109\n",
    "movies.dat": (
        "1::Toy Story (1995)::Animation|Comedy\n2::Misérables, Les (1995)::Drama\n"
    ).encode("iso-8859-1"),
}
ML_LATEST: dict[str, str | bytes] = {
    "ratings.csv": "\ufeffuserId,movieId,rating,timestamp\r\n7,1,4.5,964982703\r\n",
    "movies.csv": (
        'movieId,title,genres\r\n1,"City of Lost Children, The (Cité des enfants perdus, La) '
        '(1995)",(no genres listed)\r\n2,Heat (1995),Action|Crime\r\n'
    ),
}


def test_movielens_100k(tmp_path: Path) -> None:
    source = MovieLensSource(write_files(tmp_path / "ml", ML_100K))
    histories, items = imported(source, tmp_path / "ml.db")
    assert histories == {
        "7": [Interaction("1", 881250949, 5.0), Interaction("2", 881250949, 3.0)],
        "8": [Interaction("1", 100, 1.0)],
    }
    assert items == [
        Item("1", "L'Enfant sauvage (1970)", "Comedy|Horror"),
        Item("2", "Les Misérables (1995)", None),
        Item("267", "unknown", None),
    ]
    assert source.notes == []


def test_movielens_1m_and_10m_differ_in_encoding(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "ml", ML_1M)
    latin_1 = imported(MovieLensSource(folder), tmp_path / "1m.db")
    movies = (folder / "movies.dat").read_text(encoding="iso-8859-1")
    (folder / "movies.dat").write_text(movies, encoding="utf-8")
    assert imported(MovieLensSource(folder), tmp_path / "10m.db") == latin_1
    assert latin_1 == (
        {"7": [Interaction("1", 978300760, 5.0), Interaction("2", 978302109, 3.5)]},
        [
            Item("1", "Toy Story (1995)", "Animation|Comedy"),
            Item("2", "Les Misérables (1995)", "Drama"),
        ],
    )


def test_movielens_latest(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "ml", ML_LATEST)
    histories, items = imported(MovieLensSource(str(folder)), tmp_path / "ml.db")
    assert histories == {"7": [Interaction("1", 964982703, 4.5)]}
    assert items == [
        Item("1", "The City of Lost Children (La Cité des enfants perdus) (1995)", None),
        Item("2", "Heat (1995)", "Action|Crime"),
    ]


@pytest.mark.parametrize(
    ("files", "name", "content", "message"),
    [
        (
            ML_100K,
            "u.data",
            "1\t1\t1\t1\n1\t2\t3\n",
            "u.data line 2: expected 4 tab-separated fields, got 3",
        ),
        (ML_100K, "u.data", "", "u.data is empty"),
        (ML_100K, "u.data", "\n\n", "u.data holds no interactions"),
        (
            ML_100K,
            "u.data",
            "x\t1\t1\t1",
            "u.data line 1: the user id is 'x', not a whole number of 64 bits",
        ),
        (ML_100K, "u.data", f"1\t1\t1\t{'9' * 30}", "u.data line 1: the timestamp is '9999"),
        (ML_100K, "u.data", "1\t1\t1\t9223372036854775808", "u.data line 1: the timestamp is"),
        (ML_100K, "u.data", "1\t1\tnan\t1", "u.data line 1: the rating is 'nan', not a number"),
        (
            ML_100K,
            "u.data",
            "1\t1\t55\t1",
            "u.data line 1: the rating is 55, not between 0.5 and 5",
        ),
        (ML_100K, "u.data", "1\t9\t1\t1", "u.data line 1: movie 9 is not in u.item"),
        (
            ML_100K,
            "u.data",
            b"1\t1\t1\t1\n1\t1\t\xff\t1",
            "u.data line 2: not UTF-8 text (byte 0xff at column 5)",
        ),
        (
            ML_100K,
            "u.data",
            b"1\t1\t\0\t1",
            "u.data line 1: a NUL byte; expected a text file in UTF-8",
        ),
        (ML_100K, "u.item", "1|A\n", "u.item line 1: expected 24 '|'-separated fields, got 2"),
        (
            ML_100K,
            "u.item",
            f"1|A||||{FLAGS_NONE}\n1|B||||{FLAGS_NONE}",
            "u.item line 2: movie 1 is there twice",
        ),
        (ML_100K, "u.item", f"1|||||{FLAGS_NONE}", "u.item line 1: movie 1 has no title"),
        (
            ML_100K,
            "u.item",
            f"1|A||||{FLAGS_NONE[:-1]}2",
            "u.item line 1: a genre flag is neither 0 nor 1",
        ),
        (
            ML_1M,
            "movies.dat",
            "1::A\n",
            "movies.dat line 1: expected 3 '::'-separated fields, got 2",
        ),
        (
            ML_LATEST,
            "ratings.csv",
            "user,movieId\n",
            "ratings.csv line 1: no column 'userId' in the header; there is: 'user', 'movieId'",
        ),
        (
            ML_LATEST,
            "ratings.csv",
            "userId,movieId,rating,timestamp\n",
            "ratings.csv holds no interactions",
        ),
        (
            ML_LATEST,
            "ratings.csv",
            "userId,movieId,rating,timestamp\n\n1,1,5\n",
            "ratings.csv line 3: expected 4 fields, got 3",
        ),
        (
            ML_LATEST,
            "movies.csv",
            'movieId,title,genres\n1,"A,B\n',
            "movies.csv line 2: not CSV: unexpected end of data",
        ),
        (
            ML_LATEST,
            "movies.csv",
            "movieId,title,genres\n1,Amélie,x".encode("iso-8859-1"),
            "movies.csv line 2: not UTF-8 text (byte 0xe9 at column 5)",
        ),
        (
            ML_LATEST,
            "movies.csv",
            "movieId,title,genres\n".encode("utf-16"),
            "movies.csv line 1: a NUL byte",
        ),
    ],
)
def test_movielens_names_the_bad_line_and_imports_nothing(
    tmp_path: Path, files: dict[str, str | bytes], name: str, content: str | bytes, message: str
) -> None:
    folder = write_files(tmp_path / "ml", files | {name: content})
    with pytest.raises(SourceError) as caught:
        write_import(tmp_path / "ml.db", MovieLensSource(folder))
    assert message in str(caught.value)
    assert not (tmp_path / "ml.db").exists()


def test_folders_that_are_no_movielens(tmp_path: Path) -> None:
    (tmp_path / "u.data").touch()
    with pytest.raises(SourceError, match=r"expected u\.data and u\.item .*there is: u\.data$"):
        MovieLensSource(tmp_path)
    with pytest.raises(SourceError, match="is not a folder"):
        MovieLensSource(tmp_path / "u.data")
    with pytest.raises(SourceError, match="cannot read folder"):
        MovieLensSource(tmp_path / "none")


# HetRec Last.fm

ARTISTS = "id\tname\turl\tpictureURL\n1\tMorcheeba\tu\tp\n2\tCafé Del Mar\tu\tp\n"


@pytest.mark.parametrize("header", ["", "userID\tartistID\tweight\r\n"])
def test_lastfm_is_timed_by_position(tmp_path: Path, header: str) -> None:
    files: dict[str, str | bytes] = {
        "artists.dat": ARTISTS,
        "user_artists.dat": header + "5\t2\t13883\r\n6\t1  \t4\r\n5\t9\t1\r\n",
    }
    source = LastFmSource(write_files(tmp_path / "hr", files))
    histories, items = imported(source, tmp_path / "hr.db")
    assert histories == {
        "5": [Interaction("2", 1, None), Interaction("9", 3, None)],
        "6": [Interaction("1", 2, None)],
    }
    assert items == [
        Item("1", "Morcheeba", None),
        Item("2", "Café Del Mar", None),
        Item("9", "9", None),
    ]
    assert source.notes == [
        "user_artists.dat has no times: each interaction's time is its line's position",
        "listening counts are not ratings and were left out",
        "artists not in artists.dat, with their id for a title: 1",
    ]


@pytest.mark.parametrize(
    ("listens", "artists", "message"),
    [
        ("5\t2\n", ARTISTS, "user_artists.dat line 1: expected 3 tab-separated fields, got 2"),
        ("5\t2\t-1\n", ARTISTS, "user_artists.dat line 1: the listening count is -1"),
        ("5\t2\tmany\n", ARTISTS, "user_artists.dat line 1: the listening count is 'many', not a"),
        ("5\t2\t1\n", ARTISTS + "2\tx\tu\tp\n", "artists.dat line 4: artist 2 is there twice"),
        ("5\t2\t1\n", ARTISTS + "3\t \tu\tp\n", "artists.dat line 4: artist 3 has no name"),
    ],
)
def test_lastfm_names_the_bad_line(
    tmp_path: Path, listens: str, artists: str, message: str
) -> None:
    files: dict[str, str | bytes] = {"artists.dat": artists, "user_artists.dat": listens}
    with pytest.raises(SourceError) as caught:
        write_import(tmp_path / "hr.db", LastFmSource(write_files(tmp_path / "hr", files)))
    assert message in str(caught.value)


def test_lastfm_without_its_files(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"expected artists\.dat and .*there is: nothing"):
        LastFmSource(tmp_path)


# LLaRA splits


def json_lines(*rows: dict[str, object]) -> str:
    return "".join(f"{json.dumps(row)}\n" for row in rows)


def windows(user: int, sequence: list[int], ratings: list[int] | None = None) -> Iterator[str]:
    for i, item in enumerate(sequence):
        window = slice(max(0, i - 10), i)
        row: dict[str, object] = {"user": user, "seq": sequence[window], "next": item}
        if ratings is not None:
            row |= {"ratings": ratings[window], "next_rating": ratings[i]}
        yield json_lines(row)


ITEMS_CSV = "id,title\n" + "".join(f"{i},item {i}\n" for i in range(20))
RICH_ITEMS_CSV = (
    "id,title,clean_title,genres\n0,Aliens,The Aliens,Action|Horror\n1,,unknown,\n2,,,\n"
)


def test_llara_movielens_keeps_its_user_ids_and_ratings(tmp_path: Path) -> None:
    train = "".join([*windows(253, [0, 1, 2], [3, 4, 5]), *windows(7, [2], [3])])
    row: dict[str, object] = {"user": 9, "seq": [1], "ratings": [4], "next": 0, "next_rating": 3}
    files: dict[str, str | bytes] = {
        "items.csv": RICH_ITEMS_CSV,
        "train_reconstructed.jsonl.gz": gzip.compress(train.encode()),
        "test.jsonl": json_lines(row),
    }
    source = LlaraSource(write_files(tmp_path / "split", files))
    histories, items = imported(source, tmp_path / "split.db")
    assert histories == {
        "253": [Interaction("0", 1, 3.0), Interaction("1", 2, 4.0), Interaction("2", 3, 5.0)],
        "7": [Interaction("2", 1, 3.0)],
        "9": [Interaction("1", 1, 4.0), Interaction("0", 2, 3.0)],
    }
    assert items == [
        Item("0", "The Aliens", "Action|Horror"),
        Item("1", "unknown", None),
        Item("2", "unknown", None),
    ]
    assert source.notes == [
        "these splits have no times: each interaction's time is its position in the sequence"
    ]


def test_llara_ids_of_other_splits_do_not_collide(tmp_path: Path) -> None:
    long = [i % 20 for i in range(25)]
    files: dict[str, str | bytes] = {
        "items.csv": ITEMS_CSV,
        "train.jsonl": "".join([*windows(0, long), *windows(1, [5])]),
        "train_reconstructed.jsonl.gz": b"left out, so never read",
        "val.jsonl": json_lines({"seq": [3, 4], "next": 5}, {"seq": [], "next": 6}),
        "test.jsonl": json_lines({"seq": [7], "next": 8}),
    }
    source = LlaraSource(write_files(tmp_path / "split", files))
    histories, items = imported(source, tmp_path / "split.db")
    sequences = {user: [int(i.item_id) for i in history] for user, history in histories.items()}
    assert sequences == {
        "train-0": long,
        "train-1": [5],
        "val-1": [3, 4, 5],
        "val-2": [6],
        "test-1": [7, 8],
    }
    assert len(items) == 20
    assert "train_reconstructed.jsonl.gz was left out: train.jsonl is there too" in source.notes


@pytest.mark.parametrize(
    ("name", "rows", "message"),
    [
        (
            "train.jsonl",
            [{"user": 1, "seq": [], "next": 1}, {"user": 1, "seq": [2], "next": 3}],
            "the window of user 1 does not continue the rows before: expected [1], got [2]",
        ),
        (
            "train.jsonl",
            [{"user": 1, "seq": [4], "next": 1}],
            "the window of user 1 does not continue the rows before: expected [], got [4]",
        ),
        (
            "train.jsonl",
            [{"user": 1, "seq": [], "next": 1}, {"user": 1, "seq": [], "next": 3}],
            "train.jsonl line 2: the window of user 1",
        ),
        (
            "train.jsonl",
            [
                {"user": 1, "seq": [], "ratings": [], "next": 1, "next_rating": 5},
                {"user": 1, "seq": [1], "ratings": [4], "next": 3, "next_rating": 5},
            ],
            "expected [1 (rated 5)], got [1 (rated 4)]",
        ),
        (
            "train.jsonl",
            [{"user": u, "seq": [], "next": 1} for u in (1, 2, 1)],
            "train.jsonl line 3: user train-1 has another sequence in train.jsonl",
        ),
        (
            "train.jsonl",
            [{"seq": [], "next": 1}],
            "train.jsonl line 1: user is null, not a number from 0",
        ),
        (
            "test.jsonl",
            [{"user": 3, "seq": [], "next": 1}] * 2,
            "test.jsonl line 2: user 3 has another sequence in test.jsonl",
        ),
        ("test.jsonl", [{"seq": [1]}], "test.jsonl line 1: an item is null, not a number from 0"),
        ("test.jsonl", [{"next": 1}], "test.jsonl line 1: seq is null, not a list"),
        (
            "test.jsonl",
            [{"seq": [True], "next": 1}],
            "test.jsonl line 1: an item is true, not a number from 0",
        ),
        (
            "test.jsonl",
            [{"seq": [20], "next": 1}],
            "test.jsonl line 1: item 20 is not one of the 20 items",
        ),
        ("test.jsonl", [{"seq": [10**30], "next": 1}], "test.jsonl line 1: an item is 1000"),
        (
            "test.jsonl",
            [{"seq": [1] * 11, "next": 1}],
            "test.jsonl line 1: seq has 11 items, more than 10",
        ),
        (
            "test.jsonl",
            [{"seq": [1], "ratings": [], "next": 1}],
            "test.jsonl line 1: seq has 1 items, but ratings has 0",
        ),
        ("test.jsonl", [[1]], "test.jsonl line 1: expected a JSON object"),
    ],
)
def test_llara_names_the_bad_line(
    tmp_path: Path, name: str, rows: list[dict[str, object]], message: str
) -> None:
    folder = write_files(tmp_path / "s", {"items.csv": ITEMS_CSV, name: json_lines(*rows)})
    with pytest.raises(SourceError) as caught:
        write_import(tmp_path / "s.db", LlaraSource(folder))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("items", "train", "message"),
    [
        (ITEMS_CSV, b"plain text", "train_reconstructed.jsonl.gz is not a whole gzip file"),
        (ITEMS_CSV, gzip.compress(b"{}" * 99)[:-9], "train_reconstructed.jsonl.gz is not a whole"),
        (ITEMS_CSV, gzip.compress(b'{"seq":'), "train_reconstructed.jsonl.gz line 1: not JSON"),
        ("id,title\n1,a\n", gzip.compress(b"{}"), "items.csv line 2: id is '1', but the position"),
        ("id\n1\n", gzip.compress(b"{}"), "items.csv line 1: no column 'title' in the header"),
    ],
)
def test_llara_damaged_files(tmp_path: Path, items: str, train: bytes, message: str) -> None:
    files: dict[str, str | bytes] = {"items.csv": items, "train_reconstructed.jsonl.gz": train}
    with pytest.raises(SourceError) as caught:
        write_import(tmp_path / "s.db", LlaraSource(write_files(tmp_path / "s", files)))
    assert message in str(caught.value)


def test_llara_without_its_files(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "s", {"items.csv": ITEMS_CSV})
    with pytest.raises(SourceError, match=r"at least one of train\.jsonl, .*there is: items\.csv"):
        LlaraSource(folder)


# CSV and JSON Lines


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_csv_with_the_usual_columns(tmp_path: Path) -> None:
    content = (
        "\ufeffuser_id,item_id,timestamp,rating,title,genres\r\n"
        'ann, a ,1700000000,4.5,"Hello, ""World""\nagain",X|Y\r\n'
        "ann,b,1700000000000,,,\r\n"
        "bob,b,2023-11-14T22:13:21Z,3,Bee,\r\n"
    )
    source = DelimitedSource(write(tmp_path / "x.csv", content), "csv")
    histories, items = imported(source, tmp_path / "x.db")
    assert histories == {
        "ann": [Interaction("a", 1700000000, 4.5), Interaction("b", 1700000000, None)],
        "bob": [Interaction("b", 1700000001, 3.0)],
    }
    assert items == [Item("a", 'Hello, "World"\nagain', "X|Y"), Item("b", "Bee", None)]
    assert source.notes == []


def test_csv_with_columns_of_other_names_and_an_items_file(tmp_path: Path) -> None:
    plays = write(tmp_path / "plays.tsv", "who\twhen\tsong\n1\t5\ts1\n1\t4\ts2\n2\t6\ts9\n")
    songs = write(tmp_path / "songs.tsv", "song\tname\ns3\tCreep\ns1\tAngel\ns1\tAgain\ns2\t\n")
    columns = Columns(user="who", item="song", time="when", title="name")
    source = DelimitedSource(plays, "csv", columns, songs, delimiter="\t")
    histories, items = imported(source, tmp_path / "x.db")
    assert histories == {
        "1": [Interaction("s2", 4, None), Interaction("s1", 5, None)],
        "2": [Interaction("s9", 6, None)],
    }
    assert items == [
        Item("s3", "Creep", None),
        Item("s1", "Angel", None),
        Item("s2", "s2", None),
        Item("s9", "s9", None),
    ]
    assert source.notes == [
        "songs.tsv lists items again; lines left out: 1",
        "items without a title, with their id for one: 2",
    ]


def test_without_times_the_order_stands_in(tmp_path: Path) -> None:
    source = DelimitedSource(write(tmp_path / "x.csv", "user_id,item_id\nu,b\nu,a\n"), "csv")
    histories, items = imported(source, tmp_path / "x.db")
    assert histories == {"u": [Interaction("b", 1, None), Interaction("a", 2, None)]}
    assert items == [Item("b", "b", None), Item("a", "a", None)]
    assert source.notes[0] == (
        "x.csv has no 'timestamp': each interaction's time is its position in the file"
    )


def test_json_lines(tmp_path: Path) -> None:
    content = (
        '{"user_id": 1, "item_id": "a", "timestamp": 1700000000.9, "rating": null, "title": null}\n'
        '\n{"user_id": "1", "item_id": 2, "timestamp": "2023-11-14", "rating": 4, "title": "B"}\n'
    )
    items_file = write(
        tmp_path / "items.jsonl", '{"item_id": "a", "title": "A", "genres": ["X", "Y"]}\n'
    )
    source = DelimitedSource(write(tmp_path / "x.jsonl", content), "jsonl", items_path=items_file)
    histories, items = imported(source, tmp_path / "x.db")
    assert histories == {
        "1": [Interaction("2", 1699920000, 4.0), Interaction("a", 1700000000, None)]
    }
    assert items == [Item("a", "A", "X|Y"), Item("2", "B", None)]


HEADER = "user_id,item_id,timestamp,rating\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "x is empty"),
        ("\n \n", "x is empty"),
        (HEADER, "x holds no interactions"),
        (
            "user_id,thing\n",
            "x line 1: no column 'item_id' in the header; there is: 'user_id', 'thing'",
        ),
        ("user_id,item_id,user_id\n", "x line 1: two columns are named 'user_id'"),
        (HEADER + "u,a,1\n", "x line 2: expected 4 fields, got 3"),
        (HEADER + "u,a,1,2\n,a,1,2\n", "x line 3: no user_id"),
        (HEADER + "u, ,1,2\n", "x line 2: no item_id"),
        (
            HEADER + "u,a,,2\n",
            "x line 2: timestamp is '', neither a unix time of 64 bits nor an ISO 8601 date",
        ),
        (HEADER + "u,a,yesterday,2\n", "x line 2: timestamp is 'yesterday', neither"),
        (
            HEADER + f"u,a,{'1' * 25},2\n",
            "x line 2: timestamp is '1111111111111111111111111', neither",
        ),
        (HEADER + "u,a,1,good\n", "x line 2: rating is 'good', not a number"),
        (HEADER + "u,a,1,inf\n", "x line 2: rating is 'inf', not a number"),
        (HEADER + "u,a\0,1,2\n", "x line 2: a NUL byte"),
        (HEADER + 'u,"a"b,1,2\n', "x line 2: not CSV"),
        (HEADER + f"u,{'a' * 200_000},1,2\n", "x line 2: not CSV: field larger than field limit"),
        (b"user_id,item_id\nu,\xe9\n", "x line 2: not UTF-8 text (byte 0xe9 at column 3)"),
        (b"x" * (17 * 2**20), "x line 1: longer than 16 MiB; is this a text file?"),
    ],
)
def test_csv_names_the_bad_line(tmp_path: Path, content: str | bytes, message: str) -> None:
    source = DelimitedSource(write(tmp_path / "x", content), "csv")
    with pytest.raises(SourceError) as caught:
        write_import(tmp_path / "x.db", source)
    assert message in str(caught.value)
    assert not (tmp_path / "x.db").exists()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"user_id": 1}', "no 'item_id'; there is: 'user_id'"),
        ("{}", "no 'user_id'; there is: nothing"),
        ("[]", "expected a JSON object"),
        ("{", "not JSON: "),
        ("[" * 100_000, "not JSON: "),
        ('{"user_id": ' + "9" * 5000 + "}", "not JSON: "),
        ('{"user_id": 1.5, "item_id": 1}', "user_id is 1.5, neither a text nor a whole number"),
        ('{"user_id": true, "item_id": 1}', "user_id is true, neither"),
        ('{"user_id": null, "item_id": 1}', "no user_id"),
        ('{"user_id": {"a": 1}, "item_id": 1}', 'user_id is {"a": 1}, neither'),
        ('{"user_id": 1, "item_id": "\\ud800"}', "item_id has half a surrogate pair"),
        ('{"user_id": 1, "item_id": "a\\u0000"}', "item_id has a NUL character"),
        ('{"user_id": 1, "item_id": 1, "title": "\\udc00"}', "title has half a surrogate pair"),
        ('{"user_id": 1, "item_id": 1, "title": 3}', "title is 3, not a text"),
        ('{"user_id": 1, "item_id": 1, "timestamp": null}', "timestamp is null, neither"),
        ('{"user_id": 1, "item_id": 1, "timestamp": NaN}', "timestamp is NaN, neither"),
        ('{"user_id": 1, "item_id": 1, "timestamp": 1e400}', "timestamp is Infinity, neither"),
        ('{"user_id": 1, "item_id": 1, "timestamp": 9223372036854775808}', "timestamp is 922"),
        ('{"user_id": 1, "item_id": 1, "rating": NaN}', "rating is NaN, not a number"),
        ('{"user_id": 1, "item_id": 1, "rating": 1' + "0" * 400 + "}", "rating is 1000"),
        ('{"user_id": 1, "item_id": 1, "genres": [1]}', "genres is 1, not a text"),
    ],
)
def test_json_lines_names_the_bad_line(tmp_path: Path, line: str, message: str) -> None:
    source = DelimitedSource(write(tmp_path / "x.jsonl", f"\n{line}\n"), "jsonl")
    with pytest.raises(SourceError) as caught:
        write_import(tmp_path / "x.db", source)
    assert str(caught.value).startswith(f"x.jsonl line 2: {message}")
    assert not (tmp_path / "x.db").exists()


def test_times_in_some_lines_only_are_an_error(tmp_path: Path) -> None:
    line = '{"user_id": 1, "item_id": 1%s}\n'
    for first, second, state in (("", ', "timestamp": 5', "a"), (', "timestamp": 5', "", "no")):
        source = DelimitedSource(write(tmp_path / "x", line % first + line % second), "jsonl")
        with pytest.raises(SourceError, match=f"line 2: {state} 'timestamp', unlike the lines"):
            write_import(tmp_path / "x.db", source)


@pytest.mark.parametrize("column", ["time", "rating", "title"])
def test_a_column_asked_for_must_be_there(tmp_path: Path, column: str) -> None:
    path = write(tmp_path / "x.csv", "user_id,item_id\nu,a\n")
    source = DelimitedSource(path, "csv", Columns(**{column: "mine"}))
    with pytest.raises(SourceError, match="no column 'mine'"):
        write_import(tmp_path / "x.db", source)


@pytest.mark.parametrize("delimiter", ["", "::", '"', "\n"])
def test_impossible_delimiters(tmp_path: Path, delimiter: str) -> None:
    with pytest.raises(OptionError, match="--delimiter must be one character"):
        DelimitedSource(tmp_path / "x.csv", "csv", delimiter=delimiter)


def test_missing_source_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"cannot read .*none\.csv: No such file"):
        write_import(tmp_path / "x.db", DelimitedSource(tmp_path / "none.csv", "csv"))
    with pytest.raises(SourceError, match=r"cannot read .*: Is a directory"):
        write_import(tmp_path / "x.db", DelimitedSource(tmp_path, "csv"))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, 0),
        ("-86400", -86400),
        (1700000000, 1700000000),
        ("1700000000.75", 1700000000),
        ("1.7e9", 1700000000),
        (1700000000123, 1700000000),
        ("1700000000123456", 1700000000),
        (1700000000123456789, 1700000000),
        (-1700000000123, -1700000001),
        (1700000000.0, 1700000000),
        ("2023-11-14", 1699920000),
        ("2023-11-14 22:13:20", 1700000000),
        ("2023-11-14 22:13:20 UTC", 1700000000),
        ("2023-11-14T22:13:20.999Z", 1700000000),
        ("2023-11-14T23:13:20+01:00", 1700000000),
        (" 1700000000 ", 1700000000),
        ("0001-01-01T00:00:00+23:59", -62135683140),
    ],
)
def test_times(value: object, expected: int) -> None:
    assert seconds(value, "time", Place("x", 1)) == expected


@pytest.mark.parametrize("value", [None, True, "", "now", "2023-13-01", 2**63, "1e99", [1]])
def test_values_that_are_no_times(value: object) -> None:
    with pytest.raises(SourceError, match=r"^x line 1: time is "):
        seconds(value, "time", Place("x", 1))


# The research data sets, where they are at hand


def test_the_real_movielens_100k(tmp_path: Path, shared_data: Path) -> None:
    path = tmp_path / "ml.db"
    report = write_import(path, MovieLensSource(shared_data / "ml-100k"))
    assert report == ImportReport(1682, 100_000, 1682, 100_000, [])
    before = sha256(path)
    report = write_import(path, MovieLensSource(shared_data / "ml-100k"))
    assert report == ImportReport(0, 0, 1682, 100_000, [])
    assert sha256(path) == before
    with HistoryDB(path) as db:
        assert db.count_users() == 943
        assert next(db.users()) == UserSummary("405", 737, 885544635, 885549943)
        assert db.read_titles(["64", "267"]) == {
            "64": "The Shawshank Redemption (1994)",
            "267": "unknown",
        }
        assert sum(item.genres is not None for item in db.items()) == 1682


@pytest.mark.parametrize(
    ("name", "n_users", "n_items", "n_interactions", "user"),
    [
        # Rows of train, and of each held-out user the window and the target.
        ("movielens", 754 + 94 + 95, 1682, 68_389 + 2_077, "253"),
        ("lastfm", 976 + 122 + 122, 4606, 50_800 + 2_125, "train-0"),
        ("steam", 1194, 3581, 11_229, "test-1"),
    ],
)
def test_the_real_llara_splits(
    tmp_path: Path,
    shared_data: Path,
    name: str,
    n_users: int,
    n_items: int,
    n_interactions: int,
    user: str,
) -> None:
    path = tmp_path / "split.db"
    report = write_import(path, LlaraSource(shared_data / "llara-splits" / name))
    assert report.n_items_new == report.n_items_seen == n_items
    assert report.n_interactions_new == report.n_interactions_seen == n_interactions
    with HistoryDB(path) as db:
        assert db.count_users() == n_users
        history = db.read_history(user)
        assert [i.timestamp for i in history] == list(range(1, len(history) + 1))
        assert all((i.rating is not None) == (name == "movielens") for i in history)


def test_the_real_hetrec(tmp_path: Path, shared_data: Path) -> None:
    path = tmp_path / "hetrec.db"
    report = write_import(path, LastFmSource(shared_data / "hetrec2011-lastfm-2k"))
    assert (report.n_items_new, report.n_interactions_new) == (17_632, 92_834)
    with HistoryDB(path) as db:
        assert db.count_users() == 1892
