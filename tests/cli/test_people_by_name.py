"""A person's name means what their id means, whatever the command."""

from __future__ import annotations

import json
import re
import shlex
import sqlite3
from contextlib import closing
from pathlib import Path
from time import process_time

import pytest
from harness import Cli

from ilora_cli.options.choices import ListFormat
from ilora_cli.options.lists import ListWriter

Place = tuple[object, ...]


@pytest.fixture
def place(db: Path, bundle: Path, tmp_path: Path) -> Place:
    path = tmp_path / "own.db"
    path.write_bytes(db.read_bytes())
    with closing(sqlite3.connect(path)) as own, own:
        own.execute("CREATE TABLE users (user_id TEXT, display_name TEXT)")
        rows = [("ada", "Ada Low"), ("bob", "Bob High"), ("cy", "Cy"), ("dan", "Dan")]
        own.executemany("INSERT INTO users VALUES (?, ?)", rows)
    return ("--db", path, "--bundle", bundle, "--log", tmp_path / "log.db")


def recommended(cli: Cli, place: Place) -> list[str]:
    done = cli("recommend", "bob", *place, "--json")
    return [r["item_id"] for r in json.loads(done.out)["recommendations"]]


def test_what_is_said_by_name_counts_and_is_taken_back(cli: Cli, place: Place) -> None:
    first = recommended(cli, place)
    for command in ("dislike", "seen", "like"):
        assert cli(command, "bob high", first[0], *place).code == 0
        assert first[0] not in recommended(cli, place)
        assert cli("undo", "Bob High", first[0], *place).code == 0
        assert recommended(cli, place) == first


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Bob Hihg", "'Bob High'"),
        ("aad", None),
        ("dam", None),
        ("adda", "'ada'"),
        ("CY.", "'Cy'"),
        ("high", "'Bob High'"),
    ],
)
def test_a_misspelt_user_is_asked_about(
    cli: Cli, place: Place, typed: str, meant: str | None
) -> None:
    for command in (("history", typed, *place[:2]), ("recommend", typed, *place)):
        done = cli(*command)
        assert (done.code, done.out) == (1, "")
        asked = "" if meant is None else f"did you mean {meant}? "
        assert f"no user '{typed}' in {place[1]}; {asked}list them with: " in done.err


def test_pages_and_reasons(cli: Cli, place: Place, tmp_path: Path) -> None:
    item = recommended(cli, place)[0]
    for command in (("explain",), ("why-not",)):
        by_id, by_name = (cli(*command, user, item, *place) for user in ("bob", "Bob High"))
        assert (by_id.code, by_id.out) == (by_name.code, by_name.out)
    assert cli("report", "Bob High", *place, "--out", tmp_path / "pages").code == 0
    assert [p.name for p in (tmp_path / "pages").iterdir()] == ["bob-high.html"]
    page = (tmp_path / "pages/bob-high.html").read_text()
    assert "<h1>Recommendations for <bdi>Bob High</bdi></h1>" in page
    assert cli("recommend", "bob", *place, "--to", "csv", tmp_path / "lists").code == 0
    assert cli("score", *place, "--to", "md", tmp_path / "lists").code == 0
    assert {p.name for p in (tmp_path / "lists").iterdir()} == {
        "bob-high.csv", "ada-low.md", "bob-high.md", "cy.md", "dan.md",
    }  # fmt: skip
    assert "# Recommended for Bob High" in (tmp_path / "lists/bob-high.md").read_text()


def test_everybody_is_called_by_name_on_pages(cli: Cli, place: Place, tmp_path: Path) -> None:
    with closing(sqlite3.connect(str(place[1]))) as own, own:
        own.execute("UPDATE users SET display_name = 'Dan' WHERE user_id = 'cy'")
        own.execute("UPDATE users SET display_name = NULL WHERE user_id = 'ada'")
    assert cli("report", "--all", *place, "--out", tmp_path / "pages").code == 0
    index = (tmp_path / "pages/index.html").read_text()
    files = {
        name: file
        for file, name in re.findall(r'<h2><a href="([^"]*)"><bdi>([^<]*)</bdi></a></h2>', index)
    }
    assert files.keys() == {"Bob High", "Dan (cy)", "Dan (dan)", "ada"}
    assert (files["Bob High"], files["ada"]) == ("bob-high.html", "ada.html")
    assert len({*files.values()}) == 4
    assert all(files[name].startswith("dan-") for name in ("Dan (cy)", "Dan (dan)"))
    assert cli("score", *place, "--to", "md", tmp_path / "lists").code == 0
    for name in files:
        (written,) = (tmp_path / "lists").glob(f"{files[name].removesuffix('.html')}.md")
        assert f"# Recommended for {name}" in written.read_text().replace("\\", "")
    for name, file in files.items():
        page = (tmp_path / "pages" / file).read_text()
        assert f"<h1>Recommendations for <bdi>{name}</bdi></h1>" in page
        whose = name.rpartition("(")[2].strip(")")
        gone = cli("forget", whose, *place[:2], *place[4:], "--files", tmp_path / "pages")
        assert gone.code == 0, gone.err
        assert not (tmp_path / "pages" / file).exists()
    assert not list((tmp_path / "pages").iterdir())


def test_a_page_of_another_who_is_called_so_is_left_and_named(
    cli: Cli, place: Place, tmp_path: Path
) -> None:
    db, pages = place[1], tmp_path / "pages"
    assert cli("report", "dan", *place, "--out", pages).code == 0
    assert cli("recommend", "dan", *place, "--to", "md", pages).code == 0
    with closing(sqlite3.connect(str(db))) as own, own:
        own.execute("UPDATE users SET display_name = 'DAN' WHERE user_id = 'cy'")
        own.execute("UPDATE users SET display_name = 'dan' WHERE user_id = 'bob'")
    assert cli("report", "cy", *place, "--out", pages).code == 0
    (mine,) = (p for p in pages.iterdir() if p.stem != "dan")
    for _ in range(2):
        done = cli("forget", "cy", "--db", db, *place[4:], "--files", pages)
        assert done.code == 0, done.err
        assert done.err.count("left, as it may be of somebody else who is called so") == 2
        assert f"{pages / 'dan.html'}: left" in done.err
        assert {p.name for p in pages.iterdir()} == {"dan.html", "dan.md"}
    assert f"{mine}: erased" not in done.err


def test_whose_a_page_is_does_not_hang_on_times(cli: Cli, place: Place, tmp_path: Path) -> None:
    db, pages = place[1], tmp_path / "pages"
    assert cli("report", "dan", *place, "--out", pages).code == 0
    with closing(sqlite3.connect(str(db))) as own, own:
        own.execute("UPDATE users SET display_name = 'dan' WHERE user_id = 'cy'")
        # Of which it is open whether the day or the month is in front.
        own.execute("UPDATE interactions SET timestamp = '4/5/2025'")
    options = ("--db", db, "--log", place[5], "--files", pages)
    assert "left, as it may be" in cli("forget", "cy", *options).err
    several = cli("forget", "DAN", *options)
    assert (several.code, (pages / "dan.html").exists()) == (1, True)
    assert "is the name of several users" in several.err


def test_forgotten_by_name(cli: Cli, place: Place, tmp_path: Path) -> None:
    db, log, lists = place[1], place[5], tmp_path / "lists.db"
    assert cli("like", "bob", "m1", *place).code == 0
    assert cli("score", *place, "--out", lists).code == 0
    options = ("--log", log, "--out", lists)
    # Without the database a name is only a name.
    assert "nothing of 'Bob High' was there" in cli("forget", "Bob High", *options).err
    assert cli("forget", "Bob High", *options, "--db", tmp_path / "gone.db").code == 0
    assert b"bob" in lists.read_bytes()
    done = cli("forget", "Bob High", *options, "--db", db)
    assert done.code == 0
    assert "1 logged event erased" in done.err
    assert b"bob" not in lists.read_bytes() + Path(str(log)).read_bytes()
    assert b"Bob High" in Path(str(db)).read_bytes()


@pytest.mark.parametrize("command", ["recommend", "history"])
def test_who_is_alone_in_a_database_need_not_be_named(cli: Cli, place: Place, command: str) -> None:
    path = place[1]
    words = place if command == "recommend" else place[:2]
    several = cli(command, *words)
    assert several.code == 1
    assert several.out == ""
    assert "whose list? name a USER" in several.err
    assert "Ada Low" in several.err
    with closing(sqlite3.connect(str(path))) as own, own:
        own.execute("DELETE FROM interactions WHERE user_id <> 'bob'")
    alone = cli(command, *words, "--json")
    named = cli(command, "bob", *words, "--json")
    assert alone.code == 0, alone.err

    def lists(text: str) -> object:
        data = json.loads(text)
        return data["recommendations"] if command == "recommend" else data

    assert lists(alone.out) == lists(named.out)
    assert "for Bob High, who is alone in it" in alone.err
    with closing(sqlite3.connect(str(path))) as own, own:
        own.execute("DELETE FROM interactions")
    nobody = cli(command, *words)
    assert nobody.code == 1
    assert "has no interactions: whose list is it to be?" in nobody.err


def test_names_stand_first(cli: Cli, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cli("users", *place[:2]).out.split()[:2] == ["name", "user"]
    monkeypatch.setenv("COLUMNS", "30")
    lines = cli("users", *place[:2]).out.splitlines()
    assert lines[lines.index("Bob High") + 1].startswith("  user bob")


def test_taken_back_by_name_and_title(cli: Cli, place: Place) -> None:
    item = recommended(cli, place)[0]
    with closing(sqlite3.connect(str(place[1]))) as own, own:
        own.execute("UPDATE items SET title = 'It''s here (1999)' WHERE item_id = ?", (item,))
        # Another one of the same name, and one whose title cannot be typed.
        own.execute("INSERT INTO items (item_id, title) VALUES ('twin', 'It''s here (1999)')")
        own.execute("INSERT INTO items (item_id, title) VALUES ('odd', 'a\x1b[31m\nb')")
    named = cli("like", "bob high", item, *place).err
    assert named.rstrip().endswith("""'bob high' 'It'"'"'s here (1999)'"""), named
    assert cli("like", "bob high", "twin", *place).err.rstrip().endswith("'bob high' twin")
    odd = cli("seen", "bob high", "odd", *place).err
    assert odd.rstrip().endswith("'bob high' odd")
    # The first was said when there was no other: it is named as it was then.
    for said, code in ((odd, 0), (named, 1)):
        command = shlex.split(said.rpartition("take it back: ")[2])
        assert cli(*command[1:]).code == code
    # Where the rows are said with options, which the command to type does not repeat, by the id.
    rows = ("--interactions", "interactions", "--items", "items")
    assert cli("like", "bob high", "odd", *place, *rows).err.rstrip().endswith("bob odd")


def test_a_list_of_several_says_their_names(cli: Cli, place: Place) -> None:
    shown = cli("recommend", "ada", "Bob High", *place)
    assert shown.code == 0, shown.err
    assert "this one gives Ada Low " in shown.out
    assert "bob" not in shown.out
    assert json.loads(cli("recommend", "ada", "bob", *place, "--json").out)["users"] == [
        "ada",
        "bob",
    ]


def test_files_of_many_people_are_named_in_one_go(tmp_path: Path) -> None:
    """Not each by comparing all of them anew: twenty thousand would take a quarter of an hour."""
    writer = ListWriter((ListFormat.MD, tmp_path / "lists"), None, False)
    names = {f"u{n}": f"Person {n % 19_000}" for n in range(20_000)}
    began = process_time()
    writer.know(names)
    for n in range(200):
        writer.write(f"u{n}", [], {}, None)
    assert process_time() - began < 5
    assert len(list((tmp_path / "lists").iterdir())) == 200
