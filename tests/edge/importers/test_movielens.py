"""MovieLens folders."""

from __future__ import annotations

from pathlib import Path

import pytest
from importing import imported, sha256, write_files

from ilora_edge.errors import SourceError
from ilora_edge.histories.database import HistoryDB, Interaction, Item, UserSummary
from ilora_edge.importers.movielens import MovieLensSource
from ilora_edge.importers.store import ImportReport, write_import
from ilora_edge.matching.item_facts import read_facts

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


def test_movielens_latest_says_what_others_call_its_films(tmp_path: Path) -> None:
    links = "movieId,imdbId,tmdbId\n1,0112682,902\n2,113277,\n9,0000001,1\n"
    folder = write_files(tmp_path / "ml", {**ML_LATEST, "links.csv": links})
    imported(MovieLensSource(str(folder)), tmp_path / "ml.db")
    with HistoryDB(tmp_path / "ml.db") as history:
        facts = {i: read_facts(cell).elsewhere() for i, _, cell in history.described_items()}
    assert facts == {"1": {"imdb": "tt0112682", "tmdb": "902"}, "2": {"imdb": "tt0113277"}}


def test_films_without_an_id_of_imdb_are_no_copies_of_each_other(tmp_path: Path) -> None:
    links = "movieId,imdbId,tmdbId\n1,,902\n2,0000000,\n"
    folder = write_files(tmp_path / "ml", {**ML_LATEST, "links.csv": links})
    imported(MovieLensSource(str(folder)), tmp_path / "ml.db")
    with HistoryDB(tmp_path / "ml.db") as history:
        facts = {i: read_facts(cell).elsewhere() for i, _, cell in history.described_items()}
    assert facts == {"1": {"tmdb": "902"}, "2": {}}


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
