"""Users by name."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ilora_edge.errors import OptionError
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.mapping import Mapping
from ilora_edge.histories.people import find_user

PLAYS = "CREATE TABLE plays (uid, item, at); INSERT INTO plays VALUES "
MAPPING = Mapping(interactions="SELECT uid AS user, item, at AS time FROM plays")


def opened(tmp_path: Path, script: str) -> HistoryDB:
    with closing(sqlite3.connect(tmp_path / "app.db")) as db, db:
        db.executescript(script)
    return HistoryDB(tmp_path / "app.db", MAPPING)


@pytest.mark.parametrize(
    "table",
    [
        "Customer (CustomerId INTEGER PRIMARY KEY, FirstName, LastName, Email)",
        "app_users (id INTEGER PRIMARY KEY, first_name, last_name, mail)",
        "Members (member_id, given_name, surname, x)",
    ],
)
def test_names_of_a_table_of_people(tmp_path: Path, table: str) -> None:
    name = table.partition(" ")[0]
    people = (
        f"CREATE TABLE {table}; INSERT INTO {name} VALUES (1, 'Luís', 'Low', 'x'), "
        "(2, 'Ann', NULL, 'y'), (3, 'ann', '', 'z'), (4, 'No', '', '');"
    )
    plays = "(1, 'a', 1), (2, 'a', 2), (3, 'a', 3), (10, 'a', 3), (10, 'b', 4);"
    script = people + PLAYS + plays
    with opened(tmp_path, script) as database:
        assert database.names() == {"1": "Luís Low", "2": "Ann", "3": "ann"}
        assert find_user(database, "luís low") == "1"
        assert find_user(database, "10") == "10"
        assert find_user(database, "nobody") == "nobody"
        with pytest.raises(OptionError, match="the name of several users; give an id: 2, 3"):
            find_user(database, "ANN")


def test_a_table_that_says_whose_its_rows_are_is_not_known_by_its_own_numbers(
    tmp_path: Path,
) -> None:
    script = """
    CREATE TABLE profile (id INTEGER PRIMARY KEY, user_id, name);
    INSERT INTO profile VALUES (1, 2, 'Ann'), (2, 1, 'Bob');
    """
    with opened(tmp_path, script + PLAYS + "(1, 'a', 1), (2, 'a', 2);") as database:
        assert database.names() == {"1": "Bob", "2": "Ann"}


def test_an_id_goes_before_a_name(tmp_path: Path) -> None:
    script = "CREATE TABLE user (id, user_name); INSERT INTO user VALUES (1, '2'), (2, 'x');"
    with opened(tmp_path, script + PLAYS + "(1, 'a', 1), (2, 'a', 2);") as database:
        assert find_user(database, "2") == "2"
        assert find_user(database, "x") == "2"


@pytest.mark.parametrize(
    "script",
    [
        # Other people's ids, no names, no table.
        "CREATE TABLE users (id, name); INSERT INTO users VALUES (7, 'x'), (8, 'y');",
        "CREATE TABLE users (id, born); INSERT INTO users VALUES (1, 1999), (2, 2000);",
        "CREATE TABLE items (id, name); INSERT INTO items VALUES (1, 'x'), (2, 'y');",
        "CREATE VIEW users AS SELECT nosuch(1) AS id, 'x' AS name;",
    ],
)
def test_no_names(tmp_path: Path, script: str) -> None:
    with opened(tmp_path, script + PLAYS + "(1, 'a', 1), (2, 'a', 2);") as database:
        assert database.names() == {}


def test_equal_counts_sort_ids_as_numbers(tmp_path: Path) -> None:
    users = ["10", "9", "100", "b", "a", "07", "-3", "99999999999999999999"]
    rows = ", ".join(f"('{u}', 'a', 1)" for u in users)
    with opened(tmp_path, PLAYS + rows + ", ('z', 'a', 1), ('z', 'b', 1);") as database:
        found = [u.user for u in database.users()]
    assert found == ["z", "07", "9", "10", "100", "-3", "99999999999999999999", "a", "b"]


def test_who_left_one_name_empty_has_another(tmp_path: Path) -> None:
    people = (
        "CREATE TABLE user (id, user_name, name, email); INSERT INTO user VALUES "
        "('u1', 'ann', '', 'x'), ('u2', 'bob', 'Bob Ink', 'y'), ('u3', NULL, ' ', NULL);"
    )
    plays = "('u1', 'a', 1), ('u2', 'a', 2), ('u3', 'a', 3);"
    with opened(tmp_path, people + PLAYS + plays) as database:
        assert database.names() == {"u1": "ann", "u2": "Bob Ink"}


def test_a_name_as_it_is_written_goes_before_one_in_other_letters(tmp_path: Path) -> None:
    script = """
    CREATE TABLE users (id INTEGER PRIMARY KEY, username);
    INSERT INTO users VALUES (1, 'ann'), (2, 'Ann'), (3, 'Jose\u0301');
    """
    with opened(tmp_path, script + PLAYS + "(1, 'a', 1), (2, 'a', 2), (3, 'a', 3);") as database:
        assert find_user(database, "ann") == "1"
        assert find_user(database, "Ann") == "2"
        assert find_user(database, "Jos\u00e9") == "3"
        with pytest.raises(OptionError, match="give an id: 1, 2"):
            find_user(database, "ANN")
