"""Who is learnt from, who is chosen by, and who is never seen."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ilora_edge.errors import DatabaseError, RecipeError
from ilora_edge.histories.database import Item
from ilora_edge.importers.store import Row, write_import
from ilora_train.data import (
    TrainingData,
    TrainingItem,
    check_enough,
    read_training_data,
    read_users,
)
from ilora_train.recipe import DataRecipe
from ilora_train.recipe_file import load_recipe


class SplitUsers:
    """Six users named as ``import llara`` names those of its splits, over ten items."""

    name = "literal"
    notes: list[str] = []  # noqa: RUF012

    def interactions(self) -> list[Row]:
        users = ["train-1", "train-2", "train-3", "val-1", "val-3", "test-1"]
        return [(u, str((k + n) % 10), n, None) for k, u in enumerate(users) for n in range(4)]

    def items(self) -> list[Item]:
        return [Item(str(n), f"Film {n}", None) for n in range(10)]


@pytest.fixture
def db(tmp_path: Path) -> Path:
    write_import(tmp_path / "histories.db", SplitUsers())
    return tmp_path / "histories.db"


def rows(folder: Path, name: str, *lines: str) -> str:
    path = folder / name
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return str(path)


def test_validation_needs_something_new_to_somebody() -> None:
    items = [TrainingItem(str(n), f"Film {n}", 1) for n in range(40)]
    learnt = {"t": [1, 2, 3, 4, 5]}

    def check(validation: dict[str, list[int]]) -> None:
        check_enough(TrainingData(items, learnt, validation, 0), learnt, 3, Path("h.db"))

    with pytest.raises(DatabaseError, match="has more than 3 interactions"):
        check({"v": [1, 2, 3]})
    with pytest.raises(DatabaseError, match="an item that was new to them; import more"):
        check({"v": [1, 2, 3, 1, 2, 3], "w": [7, 8, 7, 8, 7]})
    check({"v": [1, 2, 3, 1, 2, 3], "w": [7, 8, 7, 8, 9]})


def test_rows_without_a_user_are_named_by_file_and_line(tmp_path: Path) -> None:
    val = rows(tmp_path, "val.jsonl", '{"seq": [1]}', '{"user": 17}', '{"user": "ann"}', "{}")
    test = rows(tmp_path, "test.jsonl.part", "{}")
    assert read_users([val]) == {"val-1", "17", "ann", "val-4"}
    assert read_users([val, test]) == {"val-1", "17", "ann", "val-4", "test-1"}
    assert read_users([]) == set()
    assert read_users([rows(tmp_path, "none.jsonl")]) == set()


def test_line_numbers_are_not_shifted_by_other_line_ends(tmp_path: Path) -> None:
    val = rows(tmp_path, "val.jsonl", '{"title": "one\u2028two\x85three"}', "{}\r", "{}")
    assert read_users([val]) == {"val-1", "val-2", "val-3"}


@pytest.mark.parametrize("line", ["", "[1]", "{", "3", "[" * 100_000])
def test_a_row_that_is_none_is_named(tmp_path: Path, line: str) -> None:
    path = rows(tmp_path, "val.jsonl", "{}", line)
    with pytest.raises(RecipeError, match=r"val\.jsonl line 2: not a JSON object"):
        read_users([path])


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "val.jsonl").write_bytes(b'{"user": "\xff"}\n')
    for path in (tmp_path / "val.jsonl", tmp_path / "gone.jsonl", tmp_path):
        with pytest.raises(RecipeError, match="cannot be read") as refused:
            read_users([str(path)])
        assert "\n" not in str(refused.value)


def read(db: Path, **fields: object) -> TrainingData:
    return read_training_data(db, DataRecipe(**fields), seed=5)  # type: ignore[arg-type]


def test_validation_users_are_those_a_file_names(db: Path, tmp_path: Path) -> None:
    val = rows(tmp_path, "val.jsonl", "{}", "{}", "{}")
    test = rows(tmp_path, "test.jsonl", "{}")
    data = read(db, validation_users_from=val, exclude_users_from=(test,), validation_users=40)
    assert set(data.validation) == {"val-1", "val-3"}, "val-2 is not in this database"
    assert set(data.train) == {"train-1", "train-2", "train-3"}
    assert data.n_excluded_users == 1
    # Each of the three trains on four items: popularity counts nobody else's.
    assert sum(item.popularity for item in data.items) == 12
    popularity = {item.item_id: item.popularity for item in data.items}
    assert [popularity[str(n)] for n in range(10)] == [1, 2, 3, 3, 2, 1, 0, 0, 0, 0]
    ids = [item.item_id for item in data.items]
    assert [ids[i - 1] for i in data.validation["val-3"]] == ["4", "5", "6", "7"]


def test_users_named_for_both_are_for_validation(db: Path, tmp_path: Path) -> None:
    val = rows(tmp_path, "val.jsonl", "{}", "{}", "{}")
    data = read(db, validation_users_from=val, exclude_users_from=(val,))
    assert set(data.validation) == {"val-1", "val-3"}
    assert "test-1" in data.train
    assert data.n_excluded_users == 0


@pytest.mark.parametrize(
    "users",
    [["nobody"], ["train-1", "train-2", "train-3", "val-1", "val-3", "test-1", "more"]],
    ids=["none", "all"],
)
def test_a_file_that_names_nobody_or_everybody_is_refused(
    db: Path, tmp_path: Path, users: list[str]
) -> None:
    val = rows(tmp_path, "v.jsonl", *(f'{{"user": "{user}"}}' for user in users))
    with pytest.raises(DatabaseError, match=r"data\.validation_users_from belong"):
        read(db, validation_users_from=val)


def test_the_recipe_s_file_lies_beside_it(tmp_path: Path) -> None:
    recipe = tmp_path / "recipe.toml"
    recipe.write_text('[data]\nvalidation_users_from = "val.jsonl"\n')
    with pytest.raises(RecipeError, match=r"data\.validation_users_from: no such file"):
        load_recipe(recipe)
    rows(tmp_path, "val.jsonl", "{}")
    assert load_recipe(recipe).data.validation_users_from == str(tmp_path / "val.jsonl")


def test_cold_items_are_numbered_and_in_no_sequence(db: Path, tmp_path: Path) -> None:
    val = rows(tmp_path, "val.jsonl", "{}", "{}", "{}")
    whole = read(db, validation_users_from=val)
    data = read(db, validation_users_from=val, cold_share=0.3)
    names = [item.item_id for item in data.items]
    assert names == [item.item_id for item in whole.items], "the numbers stay as they were"
    sequences = {**data.train, **data.validation}
    met = {names[i - 1] for sequence in sequences.values() for i in sequence}
    # Three of ten are cold; item 9 is in nobody's history anyway.
    assert 6 <= len(met) <= 7
    before = {**whole.train, **whole.validation}
    for user, sequence in sequences.items():
        assert sequence == [i for i in before[user] if names[i - 1] in met]
    assert all((item.popularity > 0) <= (item.item_id in met) for item in data.items)
    assert read(db, validation_users_from=val, cold_share=0.3) == data


def test_what_others_call_an_item_is_kept_and_changes_no_fingerprint(tmp_path: Path) -> None:
    path = tmp_path / "own.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "CREATE TABLE items (item_id TEXT PRIMARY KEY, title TEXT, imdb TEXT);"
            "INSERT INTO items VALUES ('a', 'Low Water', 'tt0111161'), ('b', 'Ice', NULL);"
            "CREATE TABLE interactions (user_id TEXT, item_id TEXT, timestamp INT);"
        )
        rows = [(u, i, n) for n, u in enumerate("abcdefgh") for i in "ab"]
        connection.executemany("INSERT INTO interactions VALUES (?, ?, ?)", rows)
        connection.commit()
    items = read_training_data(path, DataRecipe(validation_users=1), 1).items
    assert {item.item_id: item.external_ids for item in items} == {
        "a": {"imdb": "tt0111161"},
        "b": {},
    }
    lines = {item.item_id: item.to_json() for item in items}
    # A line without ids is the one that a run of an earlier release has.
    assert lines["b"].keys() == {"item_id", "title", "popularity", "genres"}
    assert [TrainingItem(**lines[item.item_id]) for item in items] == items
