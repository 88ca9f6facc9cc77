"""report, explain, why-not, similar and radio on a tiny bundle."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from harness import Cli, one_line


@pytest.fixture
def base(db: Path, bundle: Path, tmp_path: Path) -> tuple[object, ...]:
    return ("--db", db, "--bundle", bundle, "--log", tmp_path / "log.db")


def test_a_page_for_one_and_for_all(cli: Cli, base: tuple[object, ...], tmp_path: Path) -> None:
    out = tmp_path / "pages"
    done = cli("report", "bob", *base, "--out", out)
    assert done.code == 0, done.err
    assert done.out == ""
    first = (out / "bob.html").read_bytes()
    assert cli("report", "--all", *base, "--out", out).code == 0
    assert {p.name for p in out.iterdir()} == {
        "index.html", "ada.html", "bob.html", "cy.html", "dan.html",
    }  # fmt: skip
    again = cli("report", "--all", *base, "--out", out)
    assert "nothing changed" in again.err
    assert b"All people" in (out / "bob.html").read_bytes()
    assert len(first) > 10_000
    assert "not both" in cli("report", "bob", "--all", *base, "--out", out).err
    whose = cli("report", *base, "--out", out)
    assert (whose.code, one_line(whose.err)) == (1, True)
    assert "whose list? name a USER" in whose.err


def test_titles_lead_to_a_server_where_ids_are_the_bundle_s_own(
    cli: Cli, base: tuple[object, ...], tmp_path: Path
) -> None:
    page = tmp_path / "bob.html"
    options = ("--out", page, "--link", "http://nas/{id}")
    for library in ("--library", "--no-library"):
        assert cli("report", "bob", *base, *options, library).code == 0
        listed = cli("recommend", "bob", *base, "--json", library).out
        ids = [row["item_id"] for row in json.loads(listed)["recommendations"]]
        assert re.findall('href="http://nas/([^"]*)"', page.read_text()) == ids


def test_whoever_is_alone_has_the_page_without_being_named(
    cli: Cli, base: tuple[object, ...], db: Path, tmp_path: Path
) -> None:
    path, page = tmp_path / "own.db", tmp_path / "page.html"
    path.write_bytes(db.read_bytes())
    with closing(sqlite3.connect(path)) as own, own:
        own.execute("DELETE FROM interactions WHERE user_id <> 'bob'")
    done = cli("report", *base, "--db", path, "--out", page)
    assert done.code == 0, done.err
    assert "for bob, who is alone in it" in done.err
    assert "Recommendations for bob" in page.read_text()


def test_one_page_is_the_file_that_was_named(
    cli: Cli, base: tuple[object, ...], tmp_path: Path
) -> None:
    page = tmp_path / "Of Bob.html"
    done = cli("report", "bob", *base, "--out", page)
    assert (done.code, done.err) == (0, f"{page}\n")
    assert page.is_file()
    assert cli("report", "bob", *base, "--out", tmp_path / "pages").code == 0
    assert (tmp_path / "pages" / "bob.html").read_bytes() == page.read_bytes()
    for args in (("--all", "--out", page), ("--all", "--out", tmp_path / "all.html")):
        done = cli("report", *base, *args)
        assert done.code == 1
        assert "everybody's pages need a folder" in done.err
    text = tmp_path / "page.txt"
    text.write_text("mine")
    done = cli("report", "bob", *base, "--out", text)
    assert (done.code, text.read_text()) == (1, "mine")
    assert one_line(done.err)


def test_a_page_that_cannot_be_is_said(
    cli: Cli, base: tuple[object, ...], db: Path, tmp_path: Path
) -> None:
    """Somebody who has seen everything has no page; the others do, and the exit code says so."""
    path = tmp_path / "own.db"
    path.write_bytes(db.read_bytes())
    with closing(sqlite3.connect(path)) as own, own:
        own.execute(
            "INSERT INTO interactions (user_id, item_id, timestamp) "
            "SELECT 'eve', item_id, 1700000000 FROM items"
        )
    out = tmp_path / "pages"
    done = cli("report", "--all", *base, "--db", path, "--out", out)
    assert done.code == 1
    assert "user 'eve' failed: nothing is left to recommend" in done.err
    assert done.err.splitlines()[-1] == "error: 1 user failed"
    assert (out / "bob.html").exists()


def test_a_page_of_what_the_bundle_knows_nothing_of(
    cli: Cli, base: tuple[object, ...], db: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own.db"
    with closing(sqlite3.connect(own)) as connection, connection:
        connection.execute("CREATE TABLE heard (who, what, at)")
        connection.execute("CREATE TABLE song (nr, name)")
        songs = [(f"s{n}", f"Lanterns - Song {word}") for n, word in enumerate("ABCDEFGHIJ")]
        connection.executemany("INSERT INTO song VALUES (?, ?)", songs)
        heard = [("ann", f"s{n}", 1_700_000_000 + n) for n in range(3)]
        connection.executemany("INSERT INTO heard VALUES (?, ?, ?)", heard)
    rows = (
        *("--interactions", "SELECT who AS user, what AS item, at AS time FROM heard"),
        *("--items", "SELECT nr AS item, name AS title FROM song"),
    )
    page = tmp_path / "ann.html"
    done = cli("report", "ann", *base, "--db", own, *rows, "--out", page)
    assert done.code == 0, done.err
    text = page.read_text()
    assert "The bundle knows nothing that was used here" in text
    assert "How good such lists of this bundle are was not measured" in text
    # Nobody's map, none of the bundle's experts, and none of its items was to be in the list.
    assert "Taste map" not in text
    assert "What the gate says" not in text
    assert "not among the encoder" not in text
    done = cli("report", "bob", *base, "--out", page)
    text = page.read_text()
    assert "Taste map" in text
    assert "What the gate says" in text
    assert "not among the encoder" in text
    # Without years there is no column of them.
    shown = cli("recommend", "ann", *base, "--db", own, *rows, "-k", 3)
    assert shown.out.splitlines()[1].split() == ["title"]


def test_a_file_of_somebody_else_stays(cli: Cli, base: tuple[object, ...], tmp_path: Path) -> None:
    (tmp_path / "bob.html").write_text("<p>my own page")
    done = cli("report", "bob", *base, "--out", tmp_path)
    assert done.code == 1
    assert one_line(done.err)
    assert (tmp_path / "bob.html").read_text() == "<p>my own page"


def test_a_title_needs_no_quotes(cli: Cli, base: tuple[object, ...]) -> None:
    """Where one item is asked for, and where several could be."""
    title = "The Glass Orchard (1948)"
    for command in (("explain", "bob"), ("why-not", "bob"), ("similar",)):
        quoted, bare = (
            cli(*command, *words, *base, "--json") for words in ([title], title.split())
        )
        assert quoted.code == 0, quoted.err
        assert (bare.code, bare.out) == (quoted.code, quoted.out)


def test_explain_says_what_carried_an_item(cli: Cli, base: tuple[object, ...]) -> None:
    listed = json.loads(cli("recommend", "bob", *base, "--json").out)["recommendations"]
    data = json.loads(cli("explain", "bob", listed[0]["item_id"], *base, "--json").out)
    assert data["rank"] == 1
    assert data["n_candidates"] >= len(listed)
    assert {p["item_id"] for p in data["past"]} == {"m3", "m8", "m11", "m20"}
    falls = [p["score_fall"] for p in data["past"]]
    assert falls == sorted(falls, reverse=True)
    asked = [p for p in data["past"] if p["llm_fall"] is not None]
    assert len(asked) == 3
    # What is said is what happens: without the item, that is the score.
    first = asked[0]["item_id"]
    left = [i for i in ("m20", "m11", "m8", "m3") if i != first]
    without = json.loads(cli("explain", "bob", listed[0]["item_id"], *base, "--json").out)
    assert without == data
    shorter = json.loads(
        cli("recommend", "--history", ",".join(left), *base[2:4], "-k", 100, "--json").out
    )["recommendations"]
    there = next(r for r in shorter if r["item_id"] == listed[0]["item_id"])
    assert there["llm_score"] == pytest.approx(
        listed[0]["llm_score"] - asked[0]["llm_fall"], abs=2e-2
    )
    assert there["encoder_score"] == pytest.approx(
        listed[0]["encoder_score"] - asked[0]["encoder_fall"], abs=1e-4
    )
    shown = cli("explain", "bob", listed[0]["item_id"], *base)
    assert "place 1 of" in shown.out


def test_what_was_seen_is_no_reason_for_itself(cli: Cli, base: tuple[object, ...]) -> None:
    """Neither asked for nor in a list with what was seen; it is said that it is there already."""
    past = {"m3", "m8", "m11", "m20"}
    for item in past:
        data = json.loads(cli("explain", "bob", item, *base, "--json").out)
        assert data["seen"] is True
        assert {p["item_id"] for p in data["past"]} == past - {item}
        # The language model is asked about others only.
        assert sum(p["llm_fall"] is not None for p in data["past"]) == 3
    shown = cli("explain", "bob", "m3", *base)
    assert "in the history already" in shown.out
    assert "candidates" not in shown.out
    args = ("bob", *base, "--include-seen", "--explain", "-k", 30, "--json")
    listed = json.loads(cli("recommend", *args).out)["recommendations"]
    found = {r["item_id"]: {w["item_id"] for w in r["reasons"]} for r in listed}
    assert past & set(found)
    assert all(item not in reasons for item, reasons in found.items())
    new = next(iter(set(found) - past))
    assert json.loads(cli("explain", "bob", new, *base, "--json").out)["seen"] is False


def test_why_not_names_the_station(cli: Cli, base: tuple[object, ...]) -> None:
    def why(item: object, *more: object) -> dict:  # type: ignore[type-arg]
        done = cli("why-not", "bob", item, *base, *more, "--json")
        assert done.code == 0, done.err
        data: dict = json.loads(done.out)  # type: ignore[type-arg]
        return data

    whole = [
        r["item_id"]
        for r in json.loads(cli("recommend", "bob", *base, "--json", "-k", 10).out)[
            "recommendations"
        ]
    ]
    assert why("m3")["where"] == "seen"
    assert why(whole[0])["where"] == "listed"
    assert why(whole[5], "-k", 3)["where"] == "outranked"
    assert why(whole[5], "-k", 3)["rank"] == 6
    assert why("outside")["where"] == "unknown"
    assert why(whole[0], "--where", "item = 'm1'")["where"] in ("filtered", "listed")
    assert why(whole[9], "--min-score", 0)["where"] == "min_score"
    assert cli("dislike", "bob", whole[0], *base).code == 0
    assert why(whole[0])["where"] == "disliked"
    assert cli("why-not", "bob", "no such title", *base).code == 1


def test_what_is_no_candidate_is_said_by_how_much(cli: Cli, base: tuple[object, ...]) -> None:
    found = []
    for n in range(24):
        done = cli("why-not", "ada", f"m{n}", *base, "-k", 1, "--json")
        if done.code == 0:
            found.append(json.loads(done.out))
    outside = [f for f in found if f["where"] == "candidates"]
    for f in outside:
        assert f["rank"] > 20
        assert f["short_by"] >= 0


def test_similar_and_radio(cli: Cli, base: tuple[object, ...], bundle: Path) -> None:
    data = json.loads(cli("similar", "m3", "m4", *base, "-k", 5, "--json").out)
    ids = [s["item_id"] for s in data["similar"]]
    assert len(set(ids) - {"m3", "m4"}) == 5
    values = [s["similarity"] for s in data["similar"]]
    assert values == sorted(values, reverse=True)
    played = json.loads(cli("radio", "m3", *base, "-n", 12, "--json").out)["radio"]
    assert len({p["item_id"] for p in played} - {"m3"}) == 12
    again = json.loads(cli("radio", "m3", *base, "-n", 12, "--json").out)["radio"]
    assert again == played
    assert cli("similar", "no such title", *base).code == 1
    assert cli("similar", "m3", "--bundle", bundle).code == 0


def test_a_radio_in_a_folder_is_called_by_its_title(
    cli: Cli, base: tuple[object, ...], tmp_path: Path
) -> None:
    lists = tmp_path / "lists"
    lists.mkdir()
    done = cli("radio", "glass orchard", *base, "-n", 5, "--to", "md", lists)
    assert done.code == 0, done.err
    assert [path.name for path in lists.iterdir()] == ["radio-the-glass-orchard-1948.md"]
    assert done.err == f"{lists / 'radio-the-glass-orchard-1948.md'}: 5 items\n"


def test_who_is_alone_need_not_be_named_to_ask_why(
    cli: Cli, db: Path, bundle: Path, tmp_path: Path
) -> None:
    path = tmp_path / "own.db"
    path.write_bytes(db.read_bytes())
    base = ("--db", path, "--bundle", bundle, "--log", tmp_path / "log.db", "--json")
    for command in ("explain", "why-not"):
        # Of several it is asked, as it is which item is meant.
        several = cli(command, "m9", *base)
        assert (several.code, one_line(several.err)) == (1, True)
        assert "whose list? name a USER" in several.err
        no_item = cli(command, "bob", *base)
        assert (no_item.code, one_line(no_item.err)) == (1, True)
        assert "which ITEM of the list of 'bob'? name it as well" in no_item.err
    with closing(sqlite3.connect(path)) as own, own:
        own.execute("UPDATE items SET title = 'Toy Story (1995)' WHERE item_id = 'm9'")
        own.execute("DELETE FROM interactions WHERE user_id <> 'bob'")
    for command in ("explain", "why-not"):
        named = cli(command, "bob", "toy", "story", *base)
        assert named.code == 0, named.err
        for words in (("toy", "story"), ("toy story",), ("m9",)):
            assert cli(command, *words, *base).out == named.out, words
        missing = cli(command, "bob", *base)
        assert (missing.code, one_line(missing.err)) == (1, True)
        assert "which ITEM of the list of 'bob'? name it as well" in missing.err
        # A name that was mistyped is a word of the item's then, and that is said.
        mistyped = cli(command, "bobb", "m9", *base)
        assert (mistyped.code, one_line(mistyped.err)) == (1, True)
        assert "did you mean 'bob' by the first word?" in mistyped.err
        assert "did you mean" not in cli(command, "bobb", *base).err
        assert "did you mean" not in cli(command, "zebra", "toy", *base).err


def test_of_the_demo_it_is_said_once_that_it_is_one(cli: Cli) -> None:
    assert cli("explain", "nobody", "heat").err.count("demo: ") == 1
