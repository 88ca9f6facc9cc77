"""What is said above a list every day: nothing of what is as it was, all of what is odd."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from app_offers import Rows, written
from harness import Cli, one_line
from tiny import TITLES

APP = "app.db: read as jellyfin (10.11)"
MATCH = "items interacted with"
_FILM = "MediaBrowser.Controller.Entities.Movies.Movie"


def library(
    path: Path, titles: list[str], n_watched: int = 4, others: tuple[str, ...] = ()
) -> Path:
    """Write a library of which somebody has watched the first films, and others none."""
    rows: Rows = [("Users", {"Id": "U", "Username": "ann"})]
    rows += [("Users", {"Id": name, "Username": name}) for name in others]
    for n, title in enumerate(titles):
        rows.append(("BaseItems", {"Id": f"F{n}", "Name": title, "Type": _FILM, "IsFolder": 0}))
    for n in range(n_watched):
        at = f"2025-01-{n + 1:02d} 20:00:00"
        seen = {"ItemId": f"F{n}", "UserId": "U", "CustomDataKey": f"F{n}", "Played": 1}
        rows.append(("UserData", {**seen, "PlayCount": 1, "LastPlayedDate": at}))
    return written("jellyfin", rows, path)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_settings_in_place_leave_nothing_to_be_said(cli: Cli, here: Path, bundle: Path) -> None:
    db = library(here / "app.db", ["Nobody's film", *TITLES[:9]])
    flags = ("--db", db, "--bundle", bundle, "--library")
    # Who names a file is told what it was taken for.
    first = cli("recommend", "ann", *flags)
    assert first.code == 0, first.err
    assert APP in first.err
    assert "the bundle knows 3 of the 4 items interacted with (3 by title)" in first.err
    made = cli("init", "--db", db, "--bundle", bundle)
    assert made.code == 0
    # Whether the bundle fits is told where that is decided, and who is alone needs no name.
    assert "the bundle knows 9 of the database's 10 items, 3 of the 4 interacted with\n" in made.err
    assert made.err.endswith("change what is wrong, then: ilora-edge recommend\n")
    daily = cli("recommend", "ann", "-k", 5)
    assert (daily.code, daily.err) == (0, "")
    # Nor who is alone in the database.
    for command in (("recommend", "-k", 5), ("history",)):
        alone = cli(*command)
        assert (alone.code, alone.err) == (0, ""), command
    assert "for ann, who is alone in it" in cli("recommend", "-v").err
    assert cli("explain", "ann", TITLES[8]).err == ""
    assert cli("why-not", "ann", TITLES[8]).err == ""
    for words in (("-v",), ("--bundle", bundle), ("--db", db), ("--app", "jellyfin")):
        asked = cli("recommend", "ann", "-k", 5, *words)
        assert APP in asked.err, words
        assert MATCH in asked.err, words


def test_what_is_odd_is_said_every_day(cli: Cli, here: Path, bundle: Path) -> None:
    """A bundle that knows few of the items, and an application that nobody has named."""
    unknown = [f"Nobody's No. {n}" for n in range(10)]
    db = library(here / "app.db", [*unknown, *TITLES[:9]], 11)
    settings = here / "ilora-edge.toml"
    settings.write_text(f'db = "app.db"\nbundle = "{bundle}"\nlibrary = true\napp = "jellyfin"\n')
    daily = cli("recommend", "ann", "-k", 5)
    assert daily.code == 0, daily.err
    assert "the bundle knows 1 of the 11 items interacted with (1 by title)" in daily.err
    assert APP not in daily.err
    db.unlink()
    library(db, list(TITLES[:9]))
    assert cli("recommend", "ann", "-k", 5).err == ""
    settings.write_text(f'db = "app.db"\nbundle = "{bundle}"\nlibrary = true\n')
    unnamed = cli("recommend", "ann", "-k", 5)
    assert unnamed.err.endswith(f"{APP}\n")


def test_a_bundle_of_other_things_is_told_so_at_once(cli: Cli, here: Path, bundle: Path) -> None:
    db = library(here / "app.db", ["Nobody's", "No one's", "Of no one", "Nothing", "The rest"])
    made = cli("init", "--db", db, "--bundle", bundle)
    assert made.code == 0, made.err
    assert (
        "the bundle knows 0 of the database's 5 items, 0 of the 4 interacted with; it ranks the "
        "others by what people here have used; one" in made.err
    )
    assert "one that fits is trained on such items: ilora-edge train --help" in made.err
    assert (here / "ilora-edge.toml").exists()
    # What is wrong with the bundle is no reason not to write down what the rows mean.
    without = here / "torn"
    without.mkdir()
    for name in ("manifest.json", "manifest.sha256"):
        (without / name).write_bytes((bundle / name).read_bytes())
    torn = cli("init", "--db", db, "--bundle", without, "--force")
    assert torn.code == 0, torn.err
    assert "catalogue.db" in torn.err


def test_episodes_beside_the_films_are_nothing_odd(cli: Cli, here: Path, bundle: Path) -> None:
    """A family that watches series would read it every day, and can do nothing about it."""
    db = library(here / "app.db", ["Nobody's", "No one's", "Of no one", *TITLES[:9]])
    settings = f'db = "app.db"\nbundle = "{bundle}"\nlibrary = true\napp = "jellyfin"\n'
    (here / "ilora-edge.toml").write_text(settings)
    daily = cli("recommend", "ann", "-k", 5)
    assert (daily.code, daily.err) == (0, "")
    told = cli("recommend", "ann", "-k", 5, "-v").err
    assert "the bundle knows 1 of the 4 items interacted with" in told
    assert "of the 4 items of this history the bundle knows 1; the others count by" in told
    # One line says it where it is none at all.
    db.unlink()
    library(db, ["Nobody's", "No one's", "Of no one", "Nothing of mine", "The rest"])
    nothing = cli("recommend", "ann")
    assert (nothing.code, MATCH in nothing.err) == (0, True), nothing.err
    said = [line for line in nothing.err.splitlines() if "bundle" in line]
    assert said == [
        "app.db: the bundle knows none of the 4 items interacted with, so its own items are ranked "
        "by what people here have used; a bundle of such items does better: docs/at-home.md"
    ]


def test_settings_whose_database_is_gone(cli: Cli, here: Path, bundle: Path) -> None:
    """No other list in its place; who asks for nobody's is told how to have the bundle's alone."""
    settings = here / "ilora-edge.toml"
    settings.write_text(f'db = "gone.db"\nbundle = "{bundle}"\nlibrary = true\n')
    for words in (("--cold",), ("--history", "m1"), ("--like", TITLES[3])):
        done = cli("recommend", *words)
        assert (done.code, done.out, one_line(done.err)) == (1, "", True), words
        assert "no database at gone.db" in done.err
        assert "it is the settings that name it" in done.err
        flagged = cli("recommend", *words, "--db", "gone.db")
        assert flagged.code == 1
        assert "settings" not in flagged.err
        settings.rename(here / "kept")
        assert cli("recommend", *words, "--bundle", bundle).code == 0
        (here / "kept").rename(settings)
    assert "settings" not in cli("recommend", "ann").err


def test_somebody_of_ones_own_is_not_in_the_demo(cli: Cli, here: Path) -> None:
    """Who has not said yet which database is theirs is told how, and needs no path of ours."""
    for command in ("recommend", "history", "explain"):
        done = cli(command, "Anna", *(["Heat"] if command == "explain" else []))
        assert done.code == 1
        error = done.err.splitlines()[-1]
        assert error.startswith("error: no user 'Anna' in the demo, which is read where no")
        assert error.endswith("ilora-edge init --help")


def test_a_first_list_says_what_it_goes_by(cli: Cli, here: Path, bundle: Path) -> None:
    db = library(here / "app.db", list(TITLES[:9]), others=("jo",))
    flags = ("--db", db, "--bundle", bundle, "--library")
    said = cli("recommend", "jo", *flags).err.splitlines()
    what = "the list has what most others here have used, then what is popular"
    assert f"no history yet: {what}" in said
    assert f"no history yet: {what}" in cli("recommend", "--cold", *flags).err.splitlines()


def test_what_was_rated_low_is_a_history_too(
    cli: Cli, bundle: Path, db: Path, tmp_path: Path
) -> None:
    path = tmp_path / "own.db"
    path.write_bytes(db.read_bytes())
    with closing(sqlite3.connect(path)) as own, own:
        own.execute("INSERT INTO interactions VALUES ('lou', 'm3', 5, 1.0)")
    done = cli("recommend", "lou", "--db", path, "--bundle", bundle)
    assert done.code == 0, done.err
    said = "nothing in the history to go by: the list has what is popular"
    assert said in done.err.splitlines()


def test_a_radio_that_has_too_little_to_go_on_from(cli: Cli, here: Path, bundle: Path) -> None:
    """Which of the others the bundle knows nobody can guess."""
    db = library(here / "app.db", [*(f"Nobody's No. {n}" for n in range(20)), TITLES[0]])
    for command in ("radio", "similar"):
        done = cli(command, "nobody's no. 7", "--db", db, "--bundle", bundle)
        assert done.code == 1
        assert "of the 21 items of the database only 1: too few to go on from" in done.err
