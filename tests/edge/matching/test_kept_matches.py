"""Of a library that is as it was nothing is looked for again, and never is another thing found."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from ilora_edge.catalogue.items import Catalogue, CatalogueItem, write_catalogue
from ilora_edge.histories import match_items
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.mapping import Mapping
from ilora_edge.histories.spool import Spool
from ilora_edge.matching import kept_matches
from ilora_edge.matching.matcher import Matcher
from ilora_edge.system.person_folders import cache_folder

MAPPING = Mapping(
    interactions="SELECT user, item FROM events", items="SELECT item, title, year FROM films"
)
FILMS = [("a", "Clay", 1990), ("b", "Ash", 2001), ("c", "Kiln", 1955), ("d", "Loam", 1970)]
FOUND = {"a": ("x1", "title"), "b": ("x2", "title"), "d": ("x4", "title")}


@pytest.fixture(autouse=True)
def own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE films (item, title, year)")
        connection.execute("CREATE TABLE events (user, item)")
        connection.executemany("INSERT INTO films VALUES (?, ?, ?)", FILMS)
        connection.execute("INSERT INTO events VALUES ('ann', 'b')")
    return path


@contextmanager
def _catalogue(folder: Path, *titles: str) -> Iterator[Catalogue]:
    path = folder / "catalogue.db"
    path.unlink(missing_ok=True)
    items = [CatalogueItem(n, f"x{n}", title, 0, (1,)) for n, title in enumerate(titles, 1)]
    write_catalogue(path, items)
    with closing(Catalogue(path)) as found:
        yield found


TITLES = ("Clay (1990)", "Ash (2001)", "Kiln (1999)", "Loam (1970)")


class Looker:
    """Matches a database with a catalogue, and knows how many of its items were looked for."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, database: Path, folder: Path) -> None:
        self._database, self._folder, self._n = database, folder, 0
        match = Matcher.match

        def counted(matcher: Matcher, items: list[tuple[str, str, object]]) -> object:
            self._n += len(items)
            return match(matcher, items)

        monkeypatch.setattr(Matcher, "match", counted)

    def found(self, *titles: str) -> tuple[int, dict[str, tuple[str, str]]]:
        self._n = 0
        with (
            _catalogue(self._folder, *(titles or TITLES)) as catalogue,
            HistoryDB(self._database, MAPPING) as history,
            Spool(history, catalogue) as spool,
        ):
            query = "SELECT item, found, how FROM items WHERE found NOT NULL"
            rows = spool._connection.execute(query).fetchall()
        return self._n, {item: (found, how) for item, found, how in rows}


@pytest.fixture
def looker(monkeypatch: pytest.MonkeyPatch, database: Path, tmp_path: Path) -> Looker:
    return Looker(monkeypatch, database, tmp_path)


def _kept() -> Path:
    return cache_folder() / kept_matches.FILE


def test_what_was_looked_for_is_not_looked_for_again(looker: Looker) -> None:
    assert looker.found() == (4, FOUND)
    assert looker.found() == (0, FOUND)
    assert looker.found() == (0, FOUND)


def test_events_change_nothing(looker: Looker, database: Path) -> None:
    looker.found()
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("INSERT INTO events VALUES ('bob', 'a')")
    assert looker.found() == (0, FOUND)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE films SET title = 'Clay Pit' WHERE item = 'a'", {"b", "d"}),
        ("UPDATE films SET year = 1999 WHERE item = 'c'", {"a", "b", "c", "d"}),
        ("DELETE FROM films WHERE item = 'd'", {"a", "b"}),
        # Two of one name: the years of one decide about the other.
        ("INSERT INTO films VALUES ('e', 'Ash', 2002)", {"a", "b", "d"}),
        ("UPDATE films SET item = 'z' WHERE item = 'a'", {"b", "d", "z"}),
    ],
)
def test_a_changed_library_is_looked_for_anew(
    looker: Looker, database: Path, change: str, found: set[str]
) -> None:
    looker.found()
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(change)
    n, again = looker.found()
    assert n > 0
    assert again.keys() == found
    assert looker.found() == (0, again)
    _kept().unlink()
    assert looker.found() == (n, again)


def test_another_catalogue_is_looked_in_anew(looker: Looker) -> None:
    looker.found()
    n, found = looker.found("Ash (2001)", "Clay (1990)")
    assert n == 4
    assert found == {"a": ("x2", "title"), "b": ("x1", "title")}
    assert looker.found() == (0, FOUND)


def test_other_code_looks_anew(looker: Looker, monkeypatch: pytest.MonkeyPatch) -> None:
    looker.found()
    monkeypatch.setattr(kept_matches, "_code", lambda: "of another release")
    assert looker.found() == (4, FOUND)


def test_a_damaged_file_is_no_file(looker: Looker) -> None:
    looker.found()
    whole = _kept().read_bytes()
    for damaged in (b"", b"no database", whole[: len(whole) // 2], whole[:100] + bytes(4000)):
        _kept().write_bytes(damaged)
        assert looker.found() == (4, FOUND)
        # By the second time it is made anew.
        looker.found()
        assert looker.found() == (0, FOUND)


@pytest.mark.parametrize(
    "text", [json.dumps([[0, "x4", "title"]]), json.dumps([[9, "x1", "title"]]), "[", "null"]
)
def test_an_entry_that_was_not_written_here_is_none(looker: Looker, text: str) -> None:
    looker.found()
    with closing(sqlite3.connect(_kept())) as connection, connection:
        connection.execute("UPDATE matches SET found = ?", (text,))
    assert looker.found() == (4, FOUND)
    assert looker.found() == (0, FOUND)


def test_a_cache_that_cannot_be_written_is_done_without(
    looker: Looker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert looker.found() == (4, FOUND)
    assert looker.found() == (4, FOUND)


def test_few_items_with_the_catalogues_own_ids_are_not_kept(
    looker: Looker, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE films SET item = 'x' || rowid")
        connection.execute("UPDATE events SET item = 'x2'")
    n, found = looker.found()
    assert found == {f"x{n}": (f"x{n}", "id") for n in range(1, 5)}
    assert not _kept().exists()
    monkeypatch.setattr(match_items, "FEWEST_BY_ID", 4)
    assert looker.found() == (n, found)
    assert looker.found() == (0, found)


def test_no_more_is_kept_than_there_is_room_for(
    looker: Looker, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looker.found()
    with closing(sqlite3.connect(_kept())) as connection:
        ((n_bytes,),) = connection.execute("SELECT length(found) FROM matches").fetchall()
    monkeypatch.setattr(kept_matches, "MOST_BYTES", 2 * n_bytes)
    for title in ("Ash Pit", "Ash Tree"):
        with closing(sqlite3.connect(database)) as connection, connection:
            connection.execute("UPDATE films SET title = ? WHERE item = 'c'", (title,))
        assert looker.found() == (4, FOUND)
    with closing(sqlite3.connect(_kept())) as connection:
        assert connection.execute("SELECT count(*) FROM matches").fetchone() == (2,)
    # What was written last is there.
    assert looker.found() == (0, FOUND)


def test_nothing_of_the_library_is_in_it(looker: Looker) -> None:
    looker.found()
    data = _kept().read_bytes()
    assert b"x2" in data
    assert not any(text in data for text in (b"Ash", b"Clay", b"Kiln", b"ann", b"bob"))
