"""What ``recommend`` says of a person and their library is counted, and true of them."""

from __future__ import annotations

import json
import shlex
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from harness import Cli
from tiny import TITLES

from ilora_edge.reasons.words import missing_in_words
from ilora_edge.request import Request, nothing_left

MAPPING = (
    *("--interactions", "SELECT who AS user, film AS item, at AS time FROM seen"),
    *("--items", "SELECT nr AS item, name AS title, kind AS genres FROM film"),
)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Eighteen films of the bundle and fifty of nobody's, four of which are noir."""
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE film (nr TEXT, name TEXT, kind TEXT)")
        connection.execute("CREATE TABLE seen (who, film, at)")
        known = [(f"k{n}", title, "Drama") for n, title in enumerate(TITLES[:18])]
        unknown = [
            (f"u{n}", f"Nobody's film, {n}", "Noir" if n < 4 else "Drama") for n in range(50)
        ]
        connection.executemany("INSERT INTO film VALUES (?, ?, ?)", [*known, *unknown])
        ann = [("ann", item, n) for n, item in enumerate(("k2", "u0", "u1", "u2", "u3"))]
        bob = [("bob", f"k{n}", n) for n in range(5)]
        connection.executemany("INSERT INTO seen VALUES (?, ?, ?)", [*ann, *bob])
    return path


def test_taste_is_of_the_person(cli: Cli, bundle: Path, library: Path) -> None:
    base = ("--db", library, "--bundle", bundle, *MAPPING)
    ann = cli("recommend", "ann", *base)
    assert ann.code == 0, ann.err
    assert "taste: Noir, 4 of 5 (6 % of the library)\n" in ann.out
    assert "expert" not in ann.out, "whom an expert serves is not said of the person"
    assert "taste:" not in cli("recommend", "bob", *base).out, "who has nothing more than others"
    assert "gate: " in cli("recommend", "ann", *base, "-v").out
    told = json.loads(cli("recommend", "ann", *base, "--explain", "--json").out)
    noir = {"kind": "genre", "name": "Noir", "count": 4, "of": 5, "library_share": 0.0588}
    assert told["taste"] == [noir]
    explained = cli("explain", "ann", TITLES[3], *base)
    assert "  taste: Noir, 4 of 5 (6 % of the library)\n  gate: " in explained.out
    assert json.loads(cli("explain", "ann", TITLES[3], *base, "--json").out)["taste"] == [noir]


def test_a_page_has_it_too(cli: Cli, bundle: Path, library: Path, tmp_path: Path) -> None:
    base = ("--db", library, "--bundle", bundle, *MAPPING)
    assert cli("report", "ann", *base, "--out", tmp_path / "ann.html").code == 0
    assert cli("report", "bob", *base, "--out", tmp_path / "bob.html").code == 0
    assert "Taste: Noir, 4 of 5 (6 % of the library)." in (tmp_path / "ann.html").read_text()
    assert "Taste: " not in (tmp_path / "bob.html").read_text()


def test_how_little_is_known_is_said(cli: Cli, bundle: Path, library: Path) -> None:
    base = ("--db", library, "--bundle", bundle, *MAPPING)
    few = "of the 5 items of this history the bundle knows 1; the others count by what the database"
    assert few in cli("recommend", "ann", *base).err
    none = "the bundle does not know the one item of this history, which counts by what the"
    assert none in cli("recommend", "--like", "film, 7", *base).err
    assert "of this history" not in cli("recommend", "bob", *base).err


def test_a_page_counts_all_that_was_seen_of_a_library(
    cli: Cli, bundle: Path, library: Path, tmp_path: Path
) -> None:
    base = ("--db", library, "--bundle", bundle, *MAPPING)
    assert cli("report", "ann", *base, "--library", "--out", tmp_path / "ann.html").code == 0
    assert "5 seen already" in (tmp_path / "ann.html").read_text()


def test_a_list_of_nobodys_goes_by_what_the_database_has(
    cli: Cli, bundle: Path, library: Path
) -> None:
    """What others use there, what it alone has, and no event of anybody's."""
    base = ("--db", library, "--bundle", bundle, *MAPPING)
    cold = cli("recommend", "--cold", *base, "--library", "-k", 70, "--json")
    assert cold.code == 0, cold.err
    data = json.loads(cold.out)
    assert (data["user"], data["cold"]) == (None, True)
    with closing(sqlite3.connect(library)) as connection:
        owned = {title for (title,) in connection.execute("SELECT name FROM film")}
    assert {item["title"] for item in data["recommendations"]} == owned
    assert "what most others here have used" in cold.err
    # Both have this one, and nobody is told that it has been seen.
    first = [item["item_id"] for item in data["recommendations"][:5]]
    assert "k2" in first
    # An item that the bundle lacks is named and not offered; one of the bundle's is told apart.
    liked = cli("recommend", "--like", "film, 7", "--like", TITLES[20], *base, "--json", "-k", 90)
    assert liked.code == 0, liked.err
    titles = [item["title"] for item in json.loads(liked.out)["recommendations"]]
    assert not {"Nobody's film, 7", TITLES[20]} & set(titles)
    person = cli("recommend", "bob", "--like", "film, 7", *base, "--library", "-k", 1)
    assert person.code == 0, person.err
    assert "Nobody's film, 7" in person.out.splitlines()[0]
    only = cli(
        "recommend", "--cold", "--where", "genres = 'Noir'", "--unmatched", 9, *base, "--json"
    )
    assert only.code == 0, only.err
    assert {item["item_id"] for item in json.loads(only.out)["recommendations"]} <= {
        "u0", "u1", "u2", "u3"
    }  # fmt: skip


def test_what_the_library_lacks_is_said(cli: Cli, bundle: Path, library: Path) -> None:
    base = ("recommend", "bob", "--db", library, "--bundle", bundle, *MAPPING)
    done = cli(*base, "-k", 25)
    titles = {i["title"] for i in json.loads(cli(*base, "-k", 25, "--json").out)["recommendations"]}
    n_missing = len(titles - set(TITLES[:18]))
    assert n_missing == 12
    assert "12 of these 25 are not in the database; only what is there: --library" in done.err
    assert "not in the database" not in cli(*base, "--where", "TRUE").err


@pytest.mark.parametrize(
    ("n_missing", "n", "said"),
    [
        (9, 10, "9 of these 10 are not in the database"),
        (1, 10, "1 of these 10 is not in the database"),
        (10, 10, "none of these 10 is in the database"),
        (1, 1, "the one is not in the database"),
    ],
)
def test_missing_items_are_counted_in_plain_words(n_missing: int, n: int, said: str) -> None:
    assert missing_in_words(n_missing, n) == said


def test_a_library_is_ranked_whole_known_or_not_and_nothing_else(
    cli: Cli, bundle: Path, library: Path
) -> None:
    # Forty-six that the bundle does not know are left, and seventeen that it knows.
    base = ("--db", library, "--bundle", bundle, *MAPPING, "-k", 63, "--library")
    done = cli("recommend", "ann", *base, "--json")
    assert done.code == 0, done.err
    assert "not in the database" not in done.err
    titles = [item["title"] for item in json.loads(done.out)["recommendations"]]
    with closing(sqlite3.connect(library)) as connection:
        owned = {title for (title,) in connection.execute("SELECT name FROM film")}
        query = "SELECT name FROM film WHERE nr IN (SELECT film FROM seen WHERE who = 'ann')"
        had = {title for (title,) in connection.execute(query)}
    assert len(titles) == 63
    assert set(titles) == owned - had
    written = cli("score", *base, "--nl", "--users", "ann")
    assert [json.loads(line)["title"] for line in written.out.splitlines()] == titles
    strangers = cli("recommend", "--cold", *base, "--json")
    assert {item["title"] for item in json.loads(strangers.out)["recommendations"]} <= owned
    refused = cli("recommend", "--cold", "--library", "--bundle", bundle)
    assert refused.code == 1
    assert "--library" in refused.err


def test_who_has_seen_all_that_is_there_is_not_sent_back_to_it(
    cli: Cli, bundle: Path, library: Path
) -> None:
    """Of an export of a service nothing else is there to be had."""
    with closing(sqlite3.connect(library)) as connection, connection:
        connection.execute("DELETE FROM film WHERE nr NOT IN (SELECT film FROM seen)")
        connection.execute("INSERT INTO seen SELECT 'bob', nr, 9 FROM film WHERE nr LIKE 'u%'")
    done = cli("recommend", "bob", "--db", library, "--bundle", bundle, *MAPPING)
    assert done.code == 0, done.err
    assert "not in the database" not in done.err


def test_who_has_no_others_is_not_sent_to_them(cli: Cli, bundle: Path, library: Path) -> None:
    """Nothing of the bundle is in the database, which is ranked alone with and without a flag."""
    with closing(sqlite3.connect(library)) as connection, connection:
        connection.execute("DELETE FROM film WHERE nr LIKE 'k%'")
        connection.execute("DELETE FROM seen WHERE film LIKE 'k%'")
    base = ("--db", library, "--bundle", bundle, *MAPPING, "-k", 63)
    done = cli("recommend", "ann", *base, "--library")
    assert "only 46 items are left: all others have been seen, or are filtered out\n" in done.err
    assert cli("recommend", "ann", *base).out == done.out


def test_a_page_counts_what_the_library_has_and_no_other_item(
    cli: Cli, bundle: Path, library: Path, tmp_path: Path
) -> None:
    base = ("--db", library, "--bundle", bundle, *MAPPING, "--library")
    assert cli("report", "ann", *base, "--out", tmp_path).code == 0
    text = (tmp_path / "ann.html").read_text()
    # Of 63 that ann has not seen twenty are candidates, ten of them in the list.
    assert "10 candidates with a lower score" in text
    assert "43 others of the library not among the encoder" in text


def test_who_is_new_has_a_page_without_a_gate(cli: Cli, bundle: Path, library: Path) -> None:
    base = ("--db", library, "--bundle", bundle, *MAPPING, "--library")
    page = library.with_name("new.html")
    log = ("--log", library.with_name("log.db"))
    assert cli("seen", "new", TITLES[0], *base[:-1], *log).code == 0
    assert cli("report", "new", *base, *log, "--out", page).code == 0
    text = page.read_text()
    assert "No known item in the history yet" in text
    assert "What the gate says" not in text


@pytest.mark.parametrize("blank", ["", "   "])
def test_what_has_no_title_is_in_no_list(cli: Cli, bundle: Path, library: Path, blank: str) -> None:
    with closing(sqlite3.connect(library)) as connection, connection:
        connection.execute("UPDATE film SET name = ? WHERE nr LIKE 'u%'", (blank,))
    base = ("--db", library, "--bundle", bundle, *MAPPING, "-k", 63, "--library")
    listed = json.loads(cli("recommend", "bob", *base, "--json").out)["recommendations"]
    assert listed
    assert all(place["title"].strip() for place in listed)


def test_what_is_said_where_nothing_is_there() -> None:
    assert str(nothing_left(Request(compared=True))) == (
        "nothing to recommend: no item is there that has a title; what the database does not have: "
        "--no-library"
    )
    assert "has been seen; --include-seen" in str(nothing_left(Request(seen=["a"])))


def test_an_empty_library_is_no_reason_to_rank_by_titles_alone(
    cli: Cli, bundle: Path, library: Path
) -> None:
    with closing(sqlite3.connect(library)) as connection, connection:
        connection.execute("DELETE FROM film")
        connection.execute("DELETE FROM seen")
    base = ("--db", library, "--bundle", bundle, *MAPPING, "--log", library.with_name("log.db"))
    assert cli("seen", "new", TITLES[0], *base).code == 0
    empty = cli("recommend", "new", *base, "--library")
    assert (empty.code, empty.out) == (1, "")
    assert empty.err.endswith("; what the database does not have: --no-library\n")
    others = cli("recommend", "new", *base, "--json")
    assert others.code == 0, others.err
    assert len(json.loads(others.out)["recommendations"]) == 10


def test_settings_say_that_lists_keep_to_what_is_there(
    cli: Cli, bundle: Path, library: Path, tmp_path: Path
) -> None:
    settings = tmp_path / "ilora-edge.toml"
    rows = dict(zip(("interactions", "items"), MAPPING[1::2], strict=True))
    text = "".join(f'{key} = "{query}"\n' for key, query in rows.items())
    settings.write_text(f'db = "app.db"\nbundle = "{bundle}"\nlibrary = true\n{text}')
    base = ("--config", settings, "--json")

    def listed(*words: str) -> set[str]:
        done = cli("recommend", *words, *base)
        assert done.code == 0, done.err
        return {item["title"] for item in json.loads(done.out)["recommendations"]}

    with closing(sqlite3.connect(library)) as connection:
        owned = {title for (title,) in connection.execute("SELECT name FROM film")}
    assert len(listed("bob", "-k", "63")) == 63
    assert listed("bob", "-k", "63") <= owned
    assert listed("ann", "bob") <= owned
    assert listed("bob", "-k", "25", "--no-library") - owned
    written = cli("score", "--nl", "--users", "bob", "-k", 63, "--config", settings)
    assert {json.loads(line)["title"] for line in written.out.splitlines()} <= owned
    assert listed("--cold", "-k", "60") <= owned
    assert listed("--cold", "-k", "60", "--no-library") - owned
    assert listed("--like", TITLES[3], "-k", "60") <= owned - {TITLES[3]}
    assert listed("--history", "m3,m4", "-k", "60") <= owned - {TITLES[3], TITLES[4]}

    def explained(*words: str) -> dict[str, object]:
        done = cli("explain", "bob", TITLES[9], "-k", 63, *words, *base)
        assert done.code == 0, done.err
        data = json.loads(done.out)
        return {name: data[name] for name in ("rank", "n_candidates")}

    # Of all that the bundle knows, or of the thirteen that are there and not seen, and the others.
    assert explained() == explained("--library") != explained("--no-library")
    assert explained()["n_candidates"] == 63
    out = tmp_path / "bob.html"
    assert cli("report", "bob", "--config", settings, "--out", out).code == 0
    assert "Nobody&#x27;s film" in out.read_text() or "Nobody's film" in out.read_text()
    few = cli("recommend", "bob", "-k", 64, *base)
    assert "what the database does not have: --no-library" in few.err
    (missing,) = {title for title in TITLES[18:19] if title not in owned}
    why = json.loads(cli("why-not", "bob", missing, *base).out)
    assert why["where"] == "filtered"
    assert why["said"].startswith("the database does not have it")
    # What runs it later keeps to it too, from any folder.
    timer = cli("schedule", "--cron", "--config", settings, "--to", "json", tmp_path / "lists")
    assert timer.code == 0, timer.err
    words = shlex.split(timer.out)
    scheduled = cli(*words[words.index("score") :], "-k", 63)
    assert scheduled.code == 0, scheduled.err
    (list_of_bob,) = (tmp_path / "lists").glob("bob*")
    items = json.loads(list_of_bob.read_text())
    assert {item["title"] for item in items["recommendations"]} <= owned
    settings.write_text('library = "yes"\n')
    refused = cli("users", "--config", settings)
    assert refused.err == f"error: {settings}: library must be true or false\n"


def test_why_an_item_of_the_library_is_not_listed(cli: Cli, bundle: Path, library: Path) -> None:
    with closing(sqlite3.connect(library)) as connection, connection:
        connection.execute("ALTER TABLE film ADD COLUMN show TEXT")
        connection.execute("UPDATE film SET show = 'Nobody' WHERE nr LIKE 'u%'")
    items = MAPPING[3].replace("kind AS genres", "show AS series, nr AS part")
    base = ("--db", library, "--bundle", bundle, *MAPPING[:3], items, "--library", "--json")

    def where(title: str) -> tuple[str, str]:
        done = cli("why-not", "ann", title, *base)
        assert done.code == 0, done.err
        data = json.loads(done.out)
        return data["where"], data["said"]

    found = {n: where(f"Nobody's film, {n}") for n in (4, 10, 11, 49)}
    next_is = "another part of its series is next, and a list has one at a time"
    assert found[10] == found[11] == ("series", next_is)
    assert found[4][0] == "outranked"
    assert found[49][0] == "unknown"


def test_titles_are_those_of_the_library(cli: Cli, bundle: Path, library: Path) -> None:
    """As they are called there: translated, of another year."""
    own = "Eines Tages"
    with closing(sqlite3.connect(library)) as connection, connection:
        connection.execute("ALTER TABLE film ADD COLUMN original TEXT")
        connection.execute(
            "UPDATE film SET original = name, name = ? WHERE name = ?", (own, TITLES[9])
        )
    items = MAPPING[3].replace("kind AS genres", "original AS original_title")
    base = ("--db", library, "--bundle", bundle, *MAPPING[:3], items, "--library", "-k", 63)
    told = json.loads(cli("recommend", "ann", *base, "--json").out)["recommendations"]
    (found,) = [item for item in told if item["item_id"] == "k9"]
    assert found["title"].startswith(own)
    assert own in cli("recommend", "ann", *base).out
    written = [
        json.loads(x) for x in cli("score", "--nl", "--users", "ann", *base).out.splitlines()
    ]
    assert [x["title"] for x in written] == [x["title"] for x in told]
    both = json.loads(cli("recommend", "ann", "bob", *base, "--json").out)["recommendations"]
    assert [x["title"] for x in both if x["item_id"] == "k9"] == [found["title"]]


def test_who_has_watched_nothing_yet_has_a_first_list_of_the_library(
    cli: Cli, bundle: Path, tmp_path: Path
) -> None:
    path = tmp_path / "jellyfin.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(
            "CREATE TABLE Users (Id TEXT, Username TEXT);"
            "CREATE TABLE BaseItems (Id TEXT, Type TEXT, Name TEXT, SeriesName TEXT,"
            " IsFolder INTEGER, Genres TEXT, ProductionYear INTEGER);"
            "CREATE TABLE UserData (ItemId TEXT, UserId TEXT, CustomDataKey TEXT,"
            " LastPlayedDate TEXT, PlayCount INTEGER, Played INTEGER);"
            "INSERT INTO Users VALUES ('U1', 'ann'), ('U2', 'bob');"
        )
        films = [(f"k{n}", "Movie", title, 0) for n, title in enumerate(TITLES[:6])]
        films.append(("u1", "Movie", "Nobody's film", 0))
        connection.executemany(
            "INSERT INTO BaseItems (Id, Type, Name, IsFolder) VALUES (?, ?, ?, ?)", films
        )
    base = ("--db", path, "--bundle", bundle)
    # Nobody has done anything.
    assert "no interactions yet" in cli("history", "bob", "--db", path).err
    told = cli("users", "--db", path)
    assert told.code == 0
    assert "ann and bob have no interactions yet: recommend gives them a first list" in told.err
    alone = cli("recommend", "bob", *base, "--library", "--json")
    assert alone.code == 0, alone.err
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO UserData VALUES ('k0', 'U1', 'x', '2026-01-01', 1, 1)")
    told = cli("users", "--db", path)
    assert "bob has no interactions yet" in told.err
    listed = cli("recommend", "bob", *base, "--library", "--json")
    assert "the list has what" in listed.err
    for result in (alone, listed):
        data = json.loads(result.out)
        ids = {r["item_id"] for r in data["recommendations"]}
        assert data["user"] == "U2"
        assert data["cold"] is True
        assert {f"k{n}" for n in range(6)} <= ids <= {film[0] for film in films}
    # What the other has used stands before what is popular.
    own = {r["item_id"]: r["encoder_score"] for r in data["recommendations"]}
    assert own.pop("u1") is None, "this encoder reads no titles"
    assert max(own, key=own.__getitem__) == "k0"
    nobody = cli("recommend", "carl", *base)
    assert nobody.code == 1
    assert "no user 'carl'" in nobody.err
    # Who has no rows yet has a list with the others.
    scored = cli("score", *base, "--out", tmp_path / "lists.db")
    assert scored.code == 0, scored.err
    with closing(sqlite3.connect(tmp_path / "lists.db")) as connection:
        users = connection.execute("SELECT DISTINCT user_id FROM recommendations").fetchall()
    assert users == [("U1",), ("U2",)]


def test_pages_and_reasons_have_the_titles_of_the_library(
    cli: Cli, bundle: Path, library: Path, tmp_path: Path
) -> None:
    # One that was seen, and one that is a candidate.
    called = {TITLES[4]: "Am Meer (2004)", TITLES[5]: "Tokio im Regen (1955)"}
    with closing(sqlite3.connect(library)) as connection, connection:
        connection.execute("ALTER TABLE film ADD COLUMN original TEXT")
        for title, own in called.items():
            connection.execute(
                "UPDATE film SET original = name, name = ? WHERE name = ?", (own, title)
            )
    items = MAPPING[3].replace("kind AS genres", "original AS original_title")
    base = ("--db", library, "--bundle", bundle, *MAPPING[:3], items)
    page = tmp_path / "bob.html"
    for flag, others in (("--library", False), ("--no-library", True)):
        done = cli("report", "bob", *base, "-k", 25, "--out", page, flag)
        assert done.code == 0, done.err
        text = page.read_text()
        for title, own in called.items():
            assert own in text
            assert title not in text
        assert ("are not in the database.</p>" in text) == others
    explained = json.loads(cli("explain", "bob", "k5", *base, "--json").out)
    assert explained["title"] == "Tokio im Regen (1955)"
    assert "Am Meer" in " ".join(p["title"] for p in explained["past"])
    ranks = {
        item: json.loads(cli("why-not", "bob", item, *base, "-k", 20, "--json").out)["rank"]
        for item in ("k5", *(f"k{n}" for n in range(6, 18)))
    }
    last = max(ranks, key=lambda item: ranks[item] or 0)
    k = ranks["k5"] or 1
    above = json.loads(cli("why-not", "bob", last, *base, "-k", k, "--json").out)["above"]
    assert "Tokio im Regen (1955)" in above
    alike = json.loads(
        cli("similar", "k4", *base[:-4], *MAPPING[:3], items, "-k", 40, "--json").out
    )
    assert alike["like"] == ["Am Meer (2004)"]
    assert "Tokio im Regen (1955)" in {x["title"] for x in alike["similar"]}
