"""The output database: what a run leaves, what a resumed one does, and what is refused."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from fake_ranker import PRINT, KilledError, Ranker, rows, score, tasks

from ilora_edge.batch.fingerprint import Fingerprint
from ilora_edge.batch.output import MIGRATIONS, OutputDB
from ilora_edge.batch.run import RunSummary
from ilora_edge.errors import DatabaseError, OptionError
from ilora_edge.histories.user_task import BadUser, UserTask
from ilora_edge.recommendation import HistoryItem
from ilora_edge.request import Request
from ilora_edge.untrusted.own_kinds import LISTS_ID


def test_every_user_is_ranked_or_named(tmp_path: Path) -> None:
    summary = score(tmp_path / "out.db")
    assert summary == RunSummary(scored=200, unchanged=0, failed=2)
    found = rows(tmp_path / "out.db")
    assert found["recommendations"][0] == (1, "", "u000", 1, "i01", "title", -1.0, -1.0, -1.0, 0)
    assert len(found["recommendations"]) == 400
    assert found["failures"] == [
        (1, "", "bad", "no title is UTF-8"),
        (1, "", "worse", "its time is not a time"),
    ]
    assert found["runs"] == [(1, True, PRINT.to_text(), 0, 200, 0, 2, "{}", None)]


@pytest.mark.parametrize("dies_at", [0, 1, 63, 64, 65, 150, 200, 201])
def test_a_resumed_run_ends_with_the_rows_of_an_uninterrupted_one(
    tmp_path: Path, dies_at: int
) -> None:
    score(tmp_path / "whole.db")
    with pytest.raises(KilledError):
        score(tmp_path / "cut.db", Ranker(dies_at=min(dies_at, 200)))
    again = Ranker()
    summary = score(tmp_path / "cut.db", again)
    assert summary.resumed
    assert len(again.ranked) >= 201 - dies_at
    # At most the chunk in flight was lost.
    assert len(again.ranked) <= 201 - min(dies_at, 200) + 64
    assert rows(tmp_path / "cut.db") == rows(tmp_path / "whole.db")


def test_unchanged_users_are_not_ranked_again(tmp_path: Path) -> None:
    score(tmp_path / "out.db")
    again = Ranker()
    summary = score(tmp_path / "out.db", again, tasks(changed="x"))
    # A tenth has changed; one that failed is tried again.
    assert (summary.scored, summary.unchanged) == (20, 180)
    assert again.ranked == [*(f"u{i:03}" for i in range(0, 200, 10)), "bad"]
    found = rows(tmp_path / "out.db")["recommendations"]
    assert [(r[0], r[4]) for r in found if r[2] in ("u000", "u001")] == [
        (2, "i0x1"), (2, "i0x2"), (1, "i11"), (1, "i12"),
    ]  # fmt: skip


def test_other_options_or_force_rank_everyone_again(tmp_path: Path) -> None:
    score(tmp_path / "out.db")
    other = Fingerprint({"bundle": "abc", "k": 20})
    assert score(tmp_path / "out.db", fingerprint=other).scored == 200
    assert score(tmp_path / "out.db", fingerprint=other).unchanged == 200
    assert score(tmp_path / "out.db", fingerprint=other, forced=True).scored == 200


def test_a_forced_run_is_resumed_not_begun_again(tmp_path: Path) -> None:
    score(tmp_path / "out.db")
    with pytest.raises(KilledError):
        score(tmp_path / "out.db", Ranker(dies_at=100), forced=True)
    again = Ranker()
    score(tmp_path / "out.db", again, forced=False)
    assert again.ranked[0] == "u064"


def test_resuming_with_another_fingerprint_is_refused_and_names_the_difference(
    tmp_path: Path,
) -> None:
    with pytest.raises(KilledError):
        score(tmp_path / "out.db", Ranker(dies_at=100))
    with pytest.raises(OptionError, match="had k 10 instead of 20"):
        score(tmp_path / "out.db", fingerprint=Fingerprint({"bundle": "abc", "k": 20}))
    with OutputDB(tmp_path / "out.db") as output:
        output.give_up()
    assert score(tmp_path / "out.db", fingerprint=Fingerprint({"k": 20})).scored == 200


def test_a_user_who_fails_keeps_the_older_list(tmp_path: Path) -> None:
    score(tmp_path / "out.db", users=[UserTask("u", Request([HistoryItem("i")]))])
    score(tmp_path / "out.db", users=[BadUser("u", "torn")])
    found = rows(tmp_path / "out.db")
    assert [r[4] for r in found["recommendations"]] == ["i1", "i2"]
    assert found["failures"] == [(2, "", "u", "torn")]
    score(tmp_path / "out.db", users=[UserTask("u", Request([HistoryItem("j")]))])
    assert rows(tmp_path / "out.db")["failures"] == []


def test_two_runs_cannot_write_at_once(tmp_path: Path) -> None:
    with (
        OutputDB(tmp_path / "out.db"),
        pytest.raises(DatabaseError, match="in use by another run"),
    ):
        OutputDB(tmp_path / "out.db")
    OutputDB(tmp_path / "out.db").close()


def test_databases_of_others_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "app.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE plays (a)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(DatabaseError, match="something else"):
        OutputDB(path)
    assert path.read_bytes() == before


def test_what_is_no_database_or_no_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("a shopping list, long enough to be no header" * 20)
    with pytest.raises(DatabaseError, match="not a database"):
        OutputDB(tmp_path / "text.db")
    with pytest.raises(DatabaseError, match="not a plain file"):
        OutputDB(tmp_path)
    with pytest.raises(DatabaseError, match="No such file"):
        OutputDB(tmp_path / "no" / "folder.db")


DAMAGE = [
    "'{'",
    "'[1]'",
    "'{}'",
    "7",
    "x'ff'",
    "'[[[1]], 2]'",
    "'[7, 2]'",
    "'[' || hex(zeroblob(9))",
]


@pytest.mark.parametrize(
    "value", [*DAMAGE[:2], *DAMAGE[3:], "replace(hex(zeroblob(50000)), 0, '[')"]
)
def test_a_damaged_row_of_a_run_is_said_in_one_line(tmp_path: Path, value: str) -> None:
    path = tmp_path / "out.db"
    with OutputDB(path) as output:
        output.begin(PRINT, False, ("ada",))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"UPDATE runs SET fingerprint = {value}")
        connection.commit()
    with OutputDB(path) as output:
        with pytest.raises(DatabaseError, match=r"damaged: what it says of run 1 .*--restart"):
            output.begin(PRINT, False, ("ada",))
        # As the line says.
        output.give_up()
        assert not output.begin(PRINT, False, ("ada",)).resumed


def test_damaged_digests_of_who_was_named_are_said_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "out.db"
    with OutputDB(path) as output:
        output.begin(PRINT, False, ("ada",))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE runs SET named = x'ff'")
        connection.commit()
    with OutputDB(path) as output, pytest.raises(DatabaseError, match="damaged: what it says"):
        output.begin(PRINT, False, ("ada",))


@pytest.mark.parametrize("column", [*(f"shown = {value}" for value in DAMAGE), "run_id = 'x'"])
def test_a_damaged_row_of_a_user_is_said_in_one_line(tmp_path: Path, column: str) -> None:
    path = tmp_path / "out.db"
    score(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"UPDATE users SET {column}")
        connection.commit()
    with pytest.raises(DatabaseError, match=r"damaged: what it says of a user .*--restart --force"):
        score(path)
    with OutputDB(path) as output:
        output.give_up()
    assert score(path, forced=True).scored == 200


def test_a_reader_that_stays_does_not_stop_the_run_for_good(tmp_path: Path) -> None:
    score(tmp_path / "out.db", users=[])
    reader = sqlite3.connect(tmp_path / "out.db")
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM runs").fetchall()
    with OutputDB(tmp_path / "out.db") as output:
        output._connection.execute("PRAGMA busy_timeout = 50")
        with pytest.raises(DatabaseError, match="locked"):
            output.begin(PRINT, False)
        reader.close()
        run = output.begin(PRINT, False)
    assert run.run_id == 2


def named(path: Path) -> list[str | None]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT named FROM runs")]


def test_other_users_of_the_same_number_do_not_go_on_with_a_run(tmp_path: Path) -> None:
    path = tmp_path / "out.db"
    with OutputDB(path) as output:
        run = output.begin(PRINT, False, ("ada", "bob"))
        with pytest.raises(OptionError, match="run 1 was not finished and had other users"):
            output.begin(PRINT, False, ("ada", "eve"))
        assert output.begin(PRINT, False, ("bob", "ada", "bob")).resumed
        (digest,) = named(path)
        assert digest is not None
        # Another salt for another file: neither says whether they are of the same users.
        with OutputDB(tmp_path / "other.db") as other:
            other.begin(PRINT, False, ("ada", "bob"))
        assert named(tmp_path / "other.db") != [digest]
        output.finish(run, 0, {})
    # What could confirm a guess is gone with the run, bytes included.
    assert named(path) == [None]
    assert digest.encode() not in path.read_bytes()


def test_who_was_named_is_forgotten_with_any_of_them(tmp_path: Path) -> None:
    path = tmp_path / "out.db"
    with OutputDB(path) as output:
        output.begin(PRINT, False, ("ada", "bob"))
        (digest,) = named(path)
        assert digest is not None
        assert output.forget("bob") == 0
        assert named(path) == [None]
        assert digest.encode() not in path.read_bytes()
        assert output.begin(PRINT, False, ("ada", "eve")).resumed


def test_a_file_of_an_earlier_version_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "out.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(MIGRATIONS[0])
        connection.execute(f"PRAGMA application_id = {LISTS_ID}")
        connection.execute("PRAGMA user_version = 1")
        connection.execute(
            "INSERT INTO runs (started_at, fingerprint, forced) VALUES ('', ?, 0)",
            (PRINT.to_text(),),
        )
        list_of_before = (1, "a.db", "ada", 1, "i1", "title", -3.0, -1.0, None, 1)
        connection.execute(
            "INSERT INTO recommendations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", list_of_before
        )
        connection.commit()
    with OutputDB(path) as output:
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("SELECT * FROM recommendations").fetchall() == [
                list_of_before
            ]
        assert output.begin(PRINT, False, ("ada",)).resumed


def test_lists_come_in_one_order(tmp_path: Path) -> None:
    """Without an order of its own SQLite gives rows as it likes, here the other way round."""
    score(tmp_path / "out.db")
    with OutputDB(tmp_path / "out.db") as output:
        output._connection.execute("PRAGMA reverse_unordered_selects = ON")
        found = [(row["user_id"], row["rank"]) for row in output.rows()]
    assert len(found) > 200
    assert found == sorted(found)
