"""CSV and JSON files with columns of any name."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from importing import imported, write

from ilora_edge.errors import OptionError, SourceError
from ilora_edge.histories.database import HistoryDB, Interaction, Item
from ilora_edge.importers.delimited import DelimitedSource
from ilora_edge.importers.store import write_import
from ilora_edge.importers.tables.columns import Columns


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
        "plays.tsv: 3 times are too small to be any, taken for an order",
        "plays.tsv has the newest first: read from its end",
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
            "user_id,thing\n1,2\n",
            "x line 2: which column is the item, or its title? say so with --item-column or "
            "--title-column; there is: 'user_id', 'thing'",
        ),
        (
            "user_id,item_id,user_id\n1,a,1\n1,b,2\n",
            "x line 3: columns 1 and 3 are both named 'user_id', and are '1' and '2' here; "
            "rename or remove one",
        ),
        (HEADER + "u,a,1\n", "x line 2: expected 4 fields, got 3"),
        (HEADER + ",a,1,2\nu, ,1,2\n", "x holds no interactions"),
        (HEADER + "u,a,yesterday,2\n", "x line 2: timestamp is 'yesterday', neither"),
        (
            HEADER + f"u,a,{'1' * 25},2\n",
            "x line 2: timestamp is '1111111111111111111111111', neither",
        ),
        (HEADER + "u,a,1,good\n", "x line 2: rating is 'good', not a number"),
        (HEADER + "u,a,1,inf\n", "x line 2: rating is 'inf', not a number"),
        (HEADER + "u,a\0,1,2\n", "x line 2: a NUL byte"),
        (HEADER + 'u,"a"b",1,2\n', "x line 2: not CSV"),
        (b"user_id,item_id\nu,\xe9\n", "x line 2: not UTF-8 text (byte 0xe9 at column 3)"),
        (HEADER + f"u,{'a' * 70_000},1,2\n", "x line 2: item_id has 70,000 characters; at most"),
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
        ('{"user_id": 1}', "which column is the item, or its title? say so with"),
        ("{}", "which column is the item, or its title? say so with"),
        ("[1]", "expected a JSON object"),
        ("[{}", "not JSON: the array does not end"),
        ("[{}] {}", "not JSON: text after the array's end"),
        ('[{"user_id": 1,]', "not JSON: "),
        ("{", "not JSON: "),
        ("[" * 100_000, "not JSON: "),
        ('{"user_id": ' + "9" * 5000 + "}", "not JSON: "),
        ('{"user_id": 1.5, "item_id": 1}', "user_id is 1.5, neither a text nor a whole number"),
        ('{"user_id": true, "item_id": 1}', "user_id is true, neither"),
        ('{"user_id": {"a": 1}, "item_id": 1}', 'user_id is {"a": 1}, neither'),
        ('{"user_id": 1, "item_id": "\\ud800"}', "item_id has half a surrogate pair"),
        ('{"user_id": 1, "item_id": "a\\u0000"}', "item_id has a NUL character"),
        ('{"user_id": 1, "item_id": 1, "title": "\\udc00"}', "title has half a surrogate pair"),
        ('{"user_id": 1, "item_id": 1, "title": [3]}', "title is [3], not a text"),
        ('{"user_id": 1, "item_id": 1, "timestamp": true}', "timestamp is true, neither"),
        ('{"user_id": 1, "item_id": 1, "timestamp": 1e400}', "timestamp is Infinity, neither"),
        ('{"user_id": 1, "item_id": 1, "timestamp": 9223372036854775808}', "timestamp is 922"),
        ('{"user_id": 1, "item_id": 1, "rating": Infinity}', "rating is Infinity, not a number"),
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


# What people's files look like


def test_one_person_and_titles_for_ids(tmp_path: Path) -> None:
    path = write(
        tmp_path / "f.csv", "Title,Year,Date,Stars\nDune,1984,2026-01-02,½\nDune,2021,,4\n"
    )
    source = DelimitedSource(path, "csv")
    histories, items = imported(source, tmp_path / "x.db")
    assert histories == {
        "me": [Interaction("Dune (2021)", 0, 4.0), Interaction("Dune (1984)", 1767312000, 0.5)]
    }
    assert [(i.item_id, i.title) for i in items] == [
        ("Dune (1984)", "Dune"),
        ("Dune (2021)", "Dune"),
    ]
    assert source.notes == [
        "f.csv has no column of users: all of it is one person's, 'me'",
        "f.csv has no column of item ids: titles stand for them",
        "f.csv: interactions without a time, undated: 1",
    ]


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_line_ends_and_delimiters(tmp_path: Path, end: str, mark: str) -> None:
    lines = [["user_id", "item_id", "timestamp"], ["u", "a", "5"], ["u", "b", "6"]]
    path = write(tmp_path / "x.csv", end.join(mark.join(line) for line in lines))
    histories, _ = imported(DelimitedSource(path, "csv"), tmp_path / "x.db")
    assert histories == {"u": [Interaction("a", 5, None), Interaction("b", 6, None)]}


@pytest.mark.parametrize("indent", [None, 1])
def test_a_json_array(tmp_path: Path, indent: int | None) -> None:
    rows = [
        {"user": "u", "itemId": f"i{n}", "playedAt": 1700000000 + n, "x": {"y": [n]}}
        for n in range(9)
    ]
    path = write(tmp_path / "x.json", json.dumps(rows, indent=indent))
    histories, _ = imported(DelimitedSource(path, "jsonl"), tmp_path / "x.db")
    assert [i.item_id for i in histories["u"]] == [f"i{n}" for n in range(9)]


def test_null_ids_and_times_are_counted(tmp_path: Path) -> None:
    lines = [
        '{"user_id": "u", "item_id": "a", "timestamp": 9}',
        '{"user_id": null, "item_id": "a", "timestamp": 9}',
        '{"user_id": "u", "item_id": null, "timestamp": 9}',
        '{"user_id": "u", "timestamp": 9}',
        '{"user_id": "u", "item_id": "b", "timestamp": null, "title": "Bee"}',
        '{"user_id": "u", "item_id": "c", "timestamp": NaN}',
    ]
    source = DelimitedSource(write(tmp_path / "x.jsonl", "\n".join(lines)), "jsonl")
    histories, _ = imported(source, tmp_path / "x.db")
    assert [(i.item_id, i.timestamp) for i in histories["u"]] == [("b", 0), ("c", 0), ("a", 9)]
    assert "x.jsonl: lines without a 'user_id', left out: 1" in source.notes
    assert "x.jsonl: lines without a 'item_id', left out: 2" in source.notes
    assert "x.jsonl: interactions without a time, undated: 2" in source.notes


def test_ids_that_pandas_wrote_as_floats(tmp_path: Path) -> None:
    text = "userId,movieId,rating,timestamp\n1.0,862.0,4.0,1260759144.0\n2.0,,4.0,\n"
    source = DelimitedSource(write(tmp_path / "x.csv", text), "csv")
    histories, _ = imported(source, tmp_path / "x.db")
    assert histories == {"1": [Interaction("862", 1260759144, 4.0)]}
    assert "x.csv: whole numbers of 'movieId' end in .0, which was cut off" in source.notes
    text = "user_id,item_id\nu,1.0\nu,2.5\n"
    histories, _ = imported(
        DelimitedSource(write(tmp_path / "y.csv", text), "csv"), tmp_path / "y.db"
    )
    assert [i.item_id for i in histories["u"]] == ["1.0", "2.5"]


def test_the_newest_first_is_read_from_the_end(tmp_path: Path) -> None:
    text = "title,date\nC,4/21/25\nB,4/21/25\nA,4/20/25\n"
    source = DelimitedSource(write(tmp_path / "x.csv", text), "csv")
    histories, _ = imported(source, tmp_path / "x.db")
    assert [i.item_id for i in histories["me"]] == ["A", "B", "C"]
    assert "x.csv: dates of 'date' have the month first, as '4/21/25'" in source.notes
    assert "x.csv has the newest first: read from its end" in source.notes


def test_places_from_the_end_are_dated_though_lines_are_left_out(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", "title,status\nCork,watched\nBolt,dropped\nAnvil,watched\n")
    histories, _ = imported(DelimitedSource(path, "csv", newest_first=True), tmp_path / "x.db")
    found = [(i.item_id, i.timestamp) for i in histories["me"]]
    # A time of 0 would be none.
    assert found == [("Anvil", 1), ("Cork", 3)]


def test_without_times_the_newest_first_is_asked_for(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", "title\nB\nA\n")
    imported(DelimitedSource(path, "csv", newest_first=True), tmp_path / "x.db")
    # What came later stands above; the positions of the rest are as before.
    write(path, "title\nC\nB\nA\n")
    histories, _ = imported(DelimitedSource(path, "csv", newest_first=True), tmp_path / "x.db")
    assert [(i.item_id, i.timestamp) for i in histories["me"]] == [("A", 1), ("B", 2), ("C", 3)]


def test_items_with_an_id_column_of_their_own_and_bad_lines(tmp_path: Path) -> None:
    plays = write(tmp_path / "r.csv", "userId,movieId,rating,timestamp\n1,862,4.0,1260759144\n")
    about = (
        "adult,id,original_title,release_date,title,imdb_id\n"
        "False,862,Toys,1995-10-30,Toy Parade,tt0114709\n"
        " - Written by,1997-08-20,0,1,,\nFalse,1,2\nFalse,862,Toys,1995-10-30,Toy Parade,tt0\n"
    )
    films = write(tmp_path / "m.csv", about)
    source = DelimitedSource(plays, "csv", Columns(id="id"), films)
    path = tmp_path / "x.db"
    write_import(path, source)
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT * FROM items").fetchall() == [("862", "Toy Parade", None)]
    query = "SELECT item_id, year, original_title, imdb FROM item_facts"
    assert connection.execute(query).fetchall() == [("862", 1995, "Toys", "tt0114709")]
    assert source.notes == [
        "m.csv lists items again; lines left out: 1",
        "m.csv: lines with another number of fields than the header, left out: 1 "
        "(the first is line 4)",
    ]


@pytest.mark.parametrize(
    ("about", "message"),
    [
        ("thing,title\n862,Toys\n", "which column is the item's id? say so with --id-column"),
        ("id,label\n862,Toys\n", "which column is the title? say so with --title-column"),
    ],
)
def test_an_items_file_without_id_or_title(tmp_path: Path, about: str, message: str) -> None:
    plays = write(tmp_path / "r.csv", "userId,movieId\n1,862\n")
    source = DelimitedSource(plays, "csv", Columns(), write(tmp_path / "m.csv", about))
    with pytest.raises(SourceError) as caught:
        write_import(tmp_path / "x.db", source)
    assert message in str(caught.value)


def test_a_rating_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", "title,rating\nA,1/10\nB,★★\nC,\nD,meh\n")
    with pytest.raises(SourceError, match="line 5: rating is 'meh', not a number and no rating"):
        imported(DelimitedSource(path, "csv"), tmp_path / "x.db")
    write(path, "title,rating\nA,1/10\nB,★★\nC,\n")
    histories, _ = imported(DelimitedSource(path, "csv"), tmp_path / "x.db")
    assert [i.rating for i in histories["me"]] == [0.5, 2.0, None]


def test_columns_in_another_language(tmp_path: Path) -> None:
    text = "Titel;Jahr;Bewertung;Gesehen am\nDer Pate;1972;9,5;31.01.2026\nHeat;1995;8;01.02.2026\n"
    source = DelimitedSource(write(tmp_path / "x.csv", text.encode("cp1252")), "csv")
    write_import(tmp_path / "x.db", source)
    with HistoryDB(tmp_path / "x.db") as history:
        events = history.read_history("me")
    assert [(e.item_id, e.rating) for e in events] == [("Der Pate (1972)", 9.5), ("Heat (1995)", 8)]


def test_a_track_without_an_id_is_known_by_artist_and_title(tmp_path: Path) -> None:
    lines = (
        '{"track": "Pier", "artist": "Kites", "played_at": 1767323045}\n'
        '{"track": "Pier", "artist": "Mira Voss", "played_at": 1767323945}\n'
    )
    source = DelimitedSource(write(tmp_path / "x.jsonl", lines), "jsonl")
    write_import(tmp_path / "x.db", source)
    with HistoryDB(tmp_path / "x.db") as history:
        titles = {item.item_id: item.title for item in history.items()}
        played = [e.item_id for e in history.read_history("me")]
    assert played == ["Kites - Pier", "Mira Voss - Pier"]
    assert titles == {name: name for name in played}
