"""``ilora-edge score`` again: whose list is kept, and whose a library has put out of date."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from harness import Cli

from ilora_edge.batch import job
from ilora_edge.ranking import RANKING

SHOWN = "SELECT user_id, rank, item_id, title, in_database FROM recommendations ORDER BY 1, 2"
MAPPING = (
    *("--interactions", "SELECT who AS user, film AS item, at AS time FROM seen"),
    *("--items", "SELECT nr AS item, name AS title, genres, plot AS overview FROM film"),
)


def execute(path: Path, sql: str, values: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(sql, values).fetchall()


def ranked(n: int) -> str:
    """Return what a run says of two people, of whose lists it made so many."""
    return f"{n} user{'' if n == 1 else 's'} ranked, {2 - n} unchanged, 0"


@pytest.fixture
def catalogue(bundle: Path) -> list[tuple[str, str]]:
    query = "SELECT item_id, title FROM items ORDER BY encoder_index"
    return [(str(i), str(title)) for i, title in execute(bundle / "catalogue.db", query)]


@pytest.fixture
def library(tmp_path: Path, catalogue: list[tuple[str, str]]) -> Path:
    """Two people, ten films that the bundle knows under ids of the library's own, two others."""
    path = tmp_path / "library.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE film (nr TEXT, name TEXT, genres TEXT, plot TEXT)")
        connection.execute("CREATE TABLE seen (who, film, at)")
        films = [(f"own-{n}", title, "", "") for n, (_, title) in enumerate(catalogue[:10])]
        films += [("x1", "A Film of Our Own", "Drama", "A boat."), ("x2", "Another", "Crime", "")]
        connection.executemany("INSERT INTO film VALUES (?, ?, ?, ?)", films)
        plays = [("ann", "own-0", 1), ("ann", "own-1", 2), ("bob", "own-2", 3)]
        connection.executemany("INSERT INTO seen VALUES (?, ?, ?)", plays)
    return path


@pytest.fixture
def again(cli: Cli, bundle: Path, library: Path, tmp_path: Path) -> Callable[[], str]:
    """Return what scores everyone and says how many lists were made and kept."""
    out = tmp_path / "out.db"
    options = ("--out", out, "-k", 5, "--unmatched", 2)
    command = ("score", "--db", library, "--bundle", bundle, *MAPPING, *options)

    def run() -> str:
        done = cli(*command)
        assert done.code == 0, done.err
        return done.err.rpartition("run ")[2].partition(" failed")[0].partition(": ")[2]

    assert run() == ranked(2)
    assert run() == ranked(0)
    return run


def test_a_list_with_a_title_of_before_is_made_again(
    again: Callable[[], str], library: Path, tmp_path: Path
) -> None:
    found = execute(tmp_path / "out.db", SHOWN)
    own_id = next(i for _, _, i, title, is_own in found if is_own and title != str(title).upper())
    having = {row[0] for row in found if row[2] == own_id}
    # The same film to the bundle, which ignores case.
    execute(library, "UPDATE film SET name = upper(name) WHERE nr = ?", (own_id,))
    assert again() == ranked(len(having))
    (title,) = execute(library, "SELECT name FROM film WHERE nr = ?", (own_id,))[0]
    shown = {r[3] for r in execute(tmp_path / "out.db", SHOWN) if r[2] == own_id}
    assert shown == {title}
    assert again() == ranked(0)


def test_a_list_with_an_item_that_is_here_now_is_made_again(
    again: Callable[[], str], library: Path, tmp_path: Path, catalogue: list[tuple[str, str]]
) -> None:
    titles = dict(catalogue)
    item = next(str(r[2]) for r in execute(tmp_path / "out.db", SHOWN) if not r[4])
    having = {r[0] for r in execute(tmp_path / "out.db", SHOWN) if r[2] == item}
    execute(library, "INSERT INTO film VALUES ('new', ?, '', '')", (titles[item],))
    assert again() == ranked(len(having))
    found = execute(tmp_path / "out.db", SHOWN)
    assert {r[0] for r in found if r[2] == "new" and r[4]} == having
    assert not [r for r in found if r[2] == item]
    # And gone: the bundle's once more.
    execute(library, "DELETE FROM film WHERE nr = 'new'")
    assert again() == ranked(len(having))
    assert {r[0] for r in execute(tmp_path / "out.db", SHOWN) if r[2] == item} == having


@pytest.mark.parametrize(
    ("change", "n"),
    [
        ("UPDATE film SET genres = 'Comedy' WHERE nr = 'x1'", 2),
        ("UPDATE film SET name = 'A Film of Theirs' WHERE nr = 'x1'", 2),
        ("DELETE FROM film WHERE nr = 'x2'", 2),
        ("INSERT INTO seen VALUES ('bob', 'x1', 9)", 1),
    ],
)
def test_what_is_said_of_unknown_items_counts(
    again: Callable[[], str], library: Path, change: str, n: int
) -> None:
    execute(library, change)
    assert again() == ranked(n)
    assert again() == ranked(0)


def test_lists_of_an_ilora_edge_that_ranked_otherwise_are_made_again(
    again: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "RANKING", RANKING + 1)
    assert again() == ranked(2)
    assert again() == ranked(0)


def test_a_run_that_an_older_ilora_edge_did_not_finish_is_begun_anew(
    cli: Cli, bundle: Path, library: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.db"
    command = ("score", "--db", library, "--bundle", bundle, *MAPPING, "--out", out)
    assert cli(*command).code == 0
    # As it was written before lists knew of a ranking.
    ((text,),) = execute(out, "SELECT fingerprint FROM runs")
    before = {name: value for name, value in json.loads(str(text)).items() if name != "ranking"}
    execute(out, "UPDATE runs SET finished_at = NULL, fingerprint = ?", (json.dumps(before),))
    execute(out, "UPDATE users SET digest = ''")
    refused = cli(*command, "-k", 3)
    assert "run 1 was not finished and had k 10 instead of 3" in refused.err
    done = cli(*command)
    assert done.code == 0, done.err
    assert "run 1 was not finished, and ranked otherwise than this ilora-edge does\n" in done.err
    assert "run 2: 2 users ranked, 0 unchanged" in done.err
    assert not execute(out, "SELECT 1 FROM runs WHERE finished_at IS NULL")


@pytest.fixture
def places(library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return ways to name the library from a folder beside it."""
    beside = tmp_path / "beside"
    beside.mkdir()
    monkeypatch.chdir(beside)
    (beside / "link.db").symlink_to(library)
    return [str(library), "../library.db", "link.db", "../beside/link.db"]


def test_a_database_is_the_same_however_it_is_named(
    cli: Cli, bundle: Path, library: Path, places: list[str]
) -> None:
    rest = ("--bundle", bundle, *MAPPING, "--out", "lists.db")
    for n, place in enumerate(places):
        done = cli("score", "--db", place, *rest)
        assert ranked(0 if n else 2) in done.err
    assert execute(Path("lists.db"), "SELECT DISTINCT database FROM recommendations") == [
        (str(library),)
    ]
    # Named several times it is still one, and its lists are found for files.
    done = cli("score", *places, *rest, "--to", "csv", "out")
    assert done.code == 0, done.err
    assert {path.name for path in Path("out").iterdir()} == {"ann.csv", "bob.csv"}


def test_lists_of_before_take_the_name_of_their_database(
    cli: Cli, bundle: Path, library: Path, places: list[str]
) -> None:
    rest = ("--bundle", bundle, *MAPPING, "--out", "lists.db")
    assert cli("score", "--db", library, *rest).code == 0
    out = Path("lists.db")
    before = execute(out, SHOWN)
    # As they were written before: by relative paths and links; one person twice.
    execute(out, "UPDATE users SET database = '../library.db' WHERE user_id = 'ann'")
    execute(out, "UPDATE recommendations SET database = '../library.db' WHERE user_id = 'ann'")
    with closing(sqlite3.connect(out)) as connection, connection:
        for table in ("users", "recommendations"):
            connection.execute(
                f"CREATE TEMP TABLE bob AS SELECT * FROM {table} WHERE user_id='bob'"
            )
            connection.execute("UPDATE bob SET database = 'link.db'")
            connection.execute(f"INSERT INTO {table} SELECT * FROM bob")
            connection.execute("DROP TABLE bob")
        connection.execute("INSERT INTO failures VALUES (1, 'link.db', 'eve', 'torn')")
        connection.execute("INSERT INTO users SELECT 1, 'gone.db', 'eve', '', 0, NULL")
    done = cli("score", "--db", "../library.db", *rest)
    assert done.code == 0, done.err
    assert ranked(0) in done.err
    assert execute(out, SHOWN) == before
    assert execute(out, "SELECT database, user_id FROM failures") == [(str(library), "eve")]
    assert execute(out, "SELECT database, user_id FROM users ORDER BY 1, 2") == [
        (str(library), "ann"),
        (str(library), "bob"),
        # Of a file that is not there nobody knows another name.
        ("gone.db", "eve"),
    ]
