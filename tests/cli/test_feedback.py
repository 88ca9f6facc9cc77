"""like, dislike, seen, undo: what a person says counts at the next call, and can be taken back."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from harness import Cli, one_line


@pytest.fixture
def world(db: Path, bundle: Path, tmp_path: Path) -> tuple[object, ...]:
    path = tmp_path / "own.db"
    path.write_bytes(db.read_bytes())
    return ("--db", path, "--log", tmp_path / "log.db", "--bundle", bundle)


def listed(cli: Cli, *command: object) -> list[str]:
    done = cli("recommend", *command, "--json")
    assert done.code == 0, done.err
    return [r["item_id"] for r in json.loads(done.out)["recommendations"]]


def test_a_dislike_is_out_for_good_and_taken_back(cli: Cli, world: tuple[object, ...]) -> None:
    database = Path(str(world[1]))
    before = database.read_bytes()
    plain = listed(cli, "bob", *world)
    done = cli("dislike", "bob", plain[0], *world)
    assert (done.code, done.out) == (0, "")
    after = listed(cli, "bob", *world)
    assert plain[0] not in after
    assert plain[0] not in listed(cli, "bob", *world, "--include-seen", "-k", 100)
    rows = cli("score", *world, "--users", "bob", "--nl")
    assert rows.code == 0, rows.err
    assert [json.loads(line)["item_id"] for line in rows.out.splitlines()] == after
    assert cli("undo", "bob", plain[0], *world).code == 0
    assert listed(cli, "bob", *world) == plain
    assert database.read_bytes() == before


def test_a_like_is_history_and_seen_is_not(cli: Cli, world: tuple[object, ...]) -> None:
    plain = json.loads(cli("recommend", "bob", *world, "--json").out)
    other = plain["recommendations"][0]["item_id"]
    assert cli("seen", "bob", other, *world).code == 0
    seen = json.loads(cli("recommend", "bob", *world, "--json").out)
    assert seen["gate_weights"] == plain["gate_weights"], "the taste is as before"
    assert other not in [r["item_id"] for r in seen["recommendations"]]
    # Instead of what was said before.
    assert cli("like", "bob", other, *world).code == 0
    liked = json.loads(cli("recommend", "bob", *world, "--json").out)
    assert liked["gate_weights"] != plain["gate_weights"]
    assert other not in [r["item_id"] for r in liked["recommendations"]]


def test_what_was_disliked_is_no_history(cli: Cli, world: tuple[object, ...]) -> None:
    """The same list as of somebody who never interacted with it, but for the dislike."""
    plain = json.loads(cli("recommend", "bob", *world, "--json").out)
    assert cli("dislike", "bob", "m3", *world).code == 0
    after = json.loads(cli("recommend", "bob", *world, "--json").out)
    without = json.loads(cli("recommend", "--history", "m20,m11,m8", *world[4:], "--json").out)
    assert after["gate_weights"] == without["gate_weights"] != plain["gate_weights"]


def test_a_low_rating_is_a_dislike(
    cli: Cli, world: tuple[object, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    from ilora_edge.recommender import Recommender
    from ilora_edge.request import Request

    asked = []
    plain = Recommender.known_items

    def known_items(self: Recommender, request: Request, *outside: object) -> object:
        asked.append(request)
        return plain(self, request)

    monkeypatch.setattr(Recommender, "known_items", known_items)
    listed(cli, "ada", *world)  # m9 has 1 of 5 stars
    assert asked[0].disliked == ["m9"]
    # The person's own word goes before.
    assert cli("like", "ada", "m9", *world).code == 0
    listed(cli, "ada", *world)
    assert asked[1].disliked == []
    assert "m9" in [i.item_id for i in asked[1].history]


def test_a_new_user_by_title(cli: Cli, world: tuple[object, ...]) -> None:
    done = cli("like", "new", "herring", *world)
    assert done.code == 0, done.err
    assert "Red" in done.err
    assert "\x1b" not in done.err
    assert cli("like", "new", "m2", *world).code == 0
    assert "m2" not in listed(cli, "new", *world)
    shown = json.loads(cli("history", "new", *world[:4], "--json").out)
    assert {(r["item_id"], r["said"]) for r in shown} == {("m2", "like"), ("outside", "like")}


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("like", "bob", "no such title"), "no item has the id"),
        (("like", "bob", ""), "ITEM is empty"),
        (("like", "", "m1"), "USER is empty"),
        (("undo", "bob", "m1"), "nothing was said"),
        (("like", "bob", "the"), "could be any of"),
    ],
)
def test_bad_input(
    cli: Cli, world: tuple[object, ...], command: tuple[str, ...], said: str
) -> None:
    done = cli(*command, *world)
    assert done.code == 1
    *shown, last = done.err.splitlines(keepends=True)
    assert one_line(last)
    assert said in last
    assert all(line.startswith("  ") for line in shown), "what could be meant"


def test_all_or_nothing(cli: Cli, world: tuple[object, ...]) -> None:
    assert cli("dislike", "bob", "m1", "no such title", *world).code == 1
    assert not Path(str(world[3])).exists()


def test_forget_erases_states_bytes_included(cli: Cli, world: tuple[object, ...]) -> None:
    log = Path(str(world[3]))
    for n, state in enumerate(("like", "dislike", "seen")):
        assert cli(state, "bob-the-secret", f"m{n}", *world).code == 0
    assert cli("like", "ada", "m9", *world).code == 0
    assert b"bob-the-secret" in log.read_bytes()
    assert cli("forget", "bob-the-secret", "--log", log).code == 0
    assert b"bob-the-secret" not in log.read_bytes()
    with closing(sqlite3.connect(log)) as connection:
        assert connection.execute("SELECT user_id FROM feedback").fetchall() == [("ada",)]


def test_a_log_from_before_there_were_states_is_brought_up(
    cli: Cli, world: tuple[object, ...]
) -> None:
    from ilora_edge.histories.log import MIGRATIONS
    from ilora_edge.untrusted.own_kinds import LOG_ID

    log = Path(str(world[3]))
    with closing(sqlite3.connect(log)) as connection:
        connection.executescript(MIGRATIONS[0])
        connection.execute(f"PRAGMA application_id = {LOG_ID}")
        connection.execute("PRAGMA user_version = 1")
        where = str(Path(str(world[1])).resolve())
        connection.execute("INSERT INTO events VALUES (?, 'bob', 'm1', 5)", (where,))
        connection.commit()
    assert cli("dislike", "bob", "m2", *world).code == 0
    assert not {"m1", "m2"} & set(listed(cli, "bob", *world))


def test_forget_erases_pages_and_lists(cli: Cli, world: tuple[object, ...], tmp_path: Path) -> None:
    out = tmp_path / "files"
    out.mkdir()
    assert cli("report", "--all", *world, "--out", out).code == 0
    assert cli("recommend", "ada", *world, "--to", "csv", out).code == 0
    (out / "ada.md").write_text("my own notes about ada")
    assert cli("forget", "ada", "--log", world[3], "--files", out).code == 0
    left = {p.name for p in out.iterdir()}
    # The index names everybody: it is made anew by the next report.
    assert left == {"bob.html", "cy.html", "dan.html", "ada.md"}
    assert cli("forget", "ada", "--log", world[3], "--files", tmp_path / "none").code == 1


def test_states_count_where_all_items_are_read(cli: Cli, world: tuple[object, ...]) -> None:
    """The way of databases whose items are matched by title, and of --where."""
    every = ("--where", "TRUE", "--include-seen", "-k", 100)
    plain = listed(cli, "bob", *world, *every)
    assert cli("dislike", "bob", plain[0], *world).code == 0
    assert cli("seen", "bob", plain[1], *world).code == 0
    after = listed(cli, "bob", *world, *every)
    assert plain[0] not in after
    assert plain[1] in after
    assert plain[1] not in listed(cli, "bob", *world, "--where", "TRUE")


def test_whose_list_is_made_anew(cli: Cli, world: tuple[object, ...], tmp_path: Path) -> None:
    score = ("score", *world, "--out", tmp_path / "lists.db", "--workers", 1)
    assert cli(*score).code == 0
    assert "0 users ranked, 4 unchanged" in cli(*score).err
    assert cli("dislike", "bob", "m1", *world).code == 0
    assert "1 user ranked, 3 unchanged" in cli(*score).err


def test_a_history_has_the_database_s_titles_of_what_was_said(
    cli: Cli, world: tuple[object, ...]
) -> None:
    shown = ("history", "ada", *world[:4], "-n", 0, "--json")
    titles = {event["item_id"]: event["title"] for event in json.loads(cli(*shown).out)}
    assert cli("like", "ada", "m1", *world).code == 0
    with closing(sqlite3.connect(str(world[3]))) as log, log:
        log.execute("UPDATE feedback SET title = 'As it was called (1999)'")
    last = json.loads(cli(*shown).out)[-1]
    assert (last["item_id"], last["said"], last["title"]) == ("m1", "like", titles["m1"])


def test_the_fewest_words(cli: Cli, world: tuple[object, ...]) -> None:
    """A title need not be quoted, and who is alone in a database need not be named."""
    base, path = world[:4], str(world[1])
    with closing(sqlite3.connect(path)) as own, own:
        own.execute("UPDATE items SET title = 'Toy Story (1995)' WHERE item_id = 'm7'")
        own.execute("UPDATE items SET title = 'Story of Bob (1999)' WHERE item_id = 'm8'")
        own.execute("UPDATE items SET title = 'Toys (1992)' WHERE item_id = 'm9'")
    for command, said in (("like", "liked"), ("dislike", "disliked"), ("seen", "seen")):
        done = cli(command, "bob", "toy", "story", *base)
        assert (done.code, done.out) == (0, "")
        assert done.err.startswith(f"{said} by bob: Toy Story (1995); take it back: ")
    assert "taken back for bob: Toy Story (1995)" in cli("undo", "bob", "toy", "story", *base).err
    # Several items are still several.
    both = cli("seen", "bob", "Toys", "toy story", *base).err
    assert "seen by bob: Toys (1992)" in both
    assert "seen by bob: Toy Story (1995)" in both
    several = cli("seen", "toys", *base)
    assert several.code == 1
    assert "whose list? name a USER" in several.err
    # Nobody is called so who is not in the database, but for somebody new with a title's one word.
    assert "whose list? name a USER" in cli("seen", "toy story", "toys", *base).err
    assert "seen by Toys: Toy Story (1995)" in cli("seen", "Toys", "toy story", *base).err
    forgotten = cli("seen", "bob", *base)
    assert (forgotten.code, one_line(forgotten.err)) == (1, True)
    assert "of which ITEM" in forgotten.err
    with closing(sqlite3.connect(path)) as own, own:
        own.execute("DELETE FROM interactions WHERE user_id <> 'bob'")
    assert cli("undo", "bob", "toys", "toy story", *base).code == 0
    for words in (("toys",), ("toy", "story"), ("toy story",)):
        done = cli("dislike", *words, *base)
        assert done.code == 0, done.err
        assert done.err.startswith("disliked by bob: Toy")
    done = cli("like", "toy story", "toys", *base)
    assert done.code == 0, done.err
    assert done.err.count("liked by bob: Toy") == 2
    # Nobody new is called as an item is, where all are items and somebody is alone.
    for words in (("m1", "m2"), ("toys", "m2"), ("m2", "Toys")):
        done = cli("like", *words, *base)
        assert done.code == 0, done.err
        assert (done.err.count("liked by bob: "), "is new" in done.err) == (2, False), words
        for word in words:
            assert cli("undo", word, *base).code == 0
    assert "'eve' is new" in cli("like", "eve", "toys", *base).err
    assert cli("undo", "eve", "toys", *base).code == 0
    assert cli("like", "toys", *base).code == 0
    # The first word is a person's wherever it can be.
    assert cli("like", "bob", "toys", *base).err.startswith("liked by bob: Toys")
    assert "Toys" in cli("undo", *base).out
    assert "taken back for bob: Toy Story (1995)" in cli("undo", "toy", "story", *base).err
    assert "taken back for bob: Toys (1992)" in cli("undo", "toys", *base).err
    assert "nothing was said for 'bob'" in cli("undo", *base).err


def test_words_that_are_no_titles_are_not_taken_for_several(
    cli: Cli, world: tuple[object, ...]
) -> None:
    """A film that nobody has, of words which others have in their titles."""
    base, path = world[:4], str(world[1])
    with closing(sqlite3.connect(path)) as own, own:
        own.execute("UPDATE items SET title = 'Paddington (2015)' WHERE item_id = 'm7'")
        own.execute("UPDATE items SET title = 'Terminator 2: Judgment Day' WHERE item_id = 'm8'")
        own.execute("UPDATE items SET title = 'Ring' WHERE item_id = 'm9'")
        own.execute("DELETE FROM interactions WHERE user_id <> 'bob'")
    for words in (("bob", "paddington", "2"), ("paddington", "2"), ("bob", "ring", "judgment")):
        for command in ("like", "dislike", "seen"):
            done = cli(command, *words, *base)
            assert (done.code, one_line(done.err)) == (1, True), words
            assert "no title has '" in done.err
    assert "no interactions" not in cli("history", "bob", *base).err
    assert not Path(str(world[3])).exists()
    # A part of one title, and what are several by any reading.
    assert "Terminator 2" in cli("like", "bob", "judgment", "day", *base).err
    assert cli("like", "bob", "ring", "paddington", "m8", *base).err.count("liked by bob") == 3
    undone = cli("undo", "bob", "terminator", "ring", *base)
    assert (undone.code, one_line(undone.err)) == (1, True)
    assert cli("undo", "bob", "judgment", "day", *base).err.count("taken back") == 1


def test_a_slip_in_a_name_is_no_silent_new_person(cli: Cli, world: tuple[object, ...]) -> None:
    done = cli("like", "daan", "m9", *world[:4])
    assert done.code == 0
    assert "'daan' is new: nobody in " in done.err
    assert "if 'dan' is meant, take it back" in done.err
    # Once is enough, and of who is known nothing is said.
    assert "is new" not in cli("like", "daan", "m8", *world[:4]).err
    assert "is new" not in cli("like", "dan", "m8", *world[:4]).err


def test_the_settings_are_not_repeated_in_what_takes_it_back(
    cli: Cli, world: tuple[object, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ilora-edge.toml").write_text('db = "own.db"\nlog = "log.db"\n')
    done = cli("like", "bob", "m9")
    assert done.code == 0, done.err
    assert "take it back: ilora-edge undo bob " in done.err
