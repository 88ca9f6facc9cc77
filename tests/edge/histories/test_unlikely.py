"""Of a large kind of items of which a bundle knows nothing only a few are looked for."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ilora_edge.catalogue.items import Catalogue, CatalogueItem, write_catalogue
from ilora_edge.histories import media, unlikely
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.mapping import Mapping
from ilora_edge.histories.spool import Spool
from ilora_edge.matching.matcher import Matcher

N_FILMS, N_SONGS, N_EPISODES = 40, 100, 90
ITEMS = "SELECT item, title, medium, series FROM things"
MAPPING = Mapping(interactions="SELECT user, item FROM events", items=ITEMS)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Samples of five and five, of kinds of more than twenty items."""
    monkeypatch.setattr(unlikely, "N_LOOKED_FOR", 5)
    monkeypatch.setattr(unlikely, "LARGE", 20)
    monkeypatch.setattr(media, "ENOUGH", 3)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    titles = [f"Film number {n}" for n in range(N_FILMS)] + ["Song number 77", "Song number 3"]
    items = [CatalogueItem(n, f"b{n}", title, 0, (1,)) for n, title in enumerate(titles, 1)]
    write_catalogue(tmp_path / "catalogue.db", items)
    with closing(Catalogue(tmp_path / "catalogue.db")) as found:
        yield found


def _rows(medium: bool) -> list[tuple[str, str, str | None, str | None]]:
    video, music = ("video", "music") if medium else (None, None)
    return [
        *((f"f{n:03}", f"Film number {n}", video, None) for n in range(N_FILMS)),
        *((f"s{n:03}", f"Song number {n}", music, None) for n in range(N_SONGS)),
        *((f"e{n:03}", f"Show - Part {n}", video, "Show") for n in range(N_EPISODES)),
    ]


def _database(tmp_path: Path, medium: bool, used: str = "f003") -> Path:
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE things (item, title, medium, series)")
        connection.execute("CREATE TABLE events (user, item)")
        connection.executemany("INSERT INTO things VALUES (?, ?, ?, ?)", _rows(medium))
        connection.execute("INSERT INTO events VALUES ('ann', ?)", (used,))
    return path


def _asked(
    path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> tuple[list[str], dict[str, str], list[str]]:
    """Return which ids were looked for by title, what was found, and what is said."""
    asked: list[str] = []
    match = Matcher.match

    def counted(self: Matcher, items: list[tuple[str, str, object]]) -> object:
        asked.extend(item for item, *_ in items)
        return match(self, items)

    monkeypatch.setattr(Matcher, "match", counted)
    with HistoryDB(path, MAPPING) as history, Spool(history, catalogue) as spool:
        rows = spool._connection.execute("SELECT item, found FROM items WHERE found NOT NULL")
        return asked, dict(rows.fetchall()), [str(medium) for medium in spool.left_out]


def test_songs_and_episodes_are_not_looked_for_one_by_one(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _database(tmp_path, medium=True)
    asked, found, said = _asked(path, catalogue, monkeypatch)
    # Of each kind ten at most are looked for first, and these again with all the films.
    assert len([item for item in asked if item[0] in "se"]) <= 4 * 10
    assert {item for item in asked if item[0] == "f"} == {f"f{n:03}" for n in range(N_FILMS)}
    assert found == {f"f{n:03}": f"b{n + 1}" for n in range(N_FILMS)}
    looked_for = "100 items, 5 of which were looked for,"
    assert said == [f"music is left out: of its {looked_for} the bundle knows 0"]


def test_what_somebody_uses_is_looked_for_first(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Without media nothing says that songs are another thing: one that is known counts.
    path = _database(tmp_path, medium=False, used="s077")
    asked, found, _ = _asked(path, catalogue, monkeypatch)
    assert found["s077"] == "b41"
    assert found["s003"] == "b42"
    assert {item for item in asked if item[0] == "s"} == {f"s{n:03}" for n in range(N_SONGS)}


def test_a_small_kind_is_looked_for_whole(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unlikely, "LARGE", 1000)
    path = _database(tmp_path, medium=True)
    asked, _, _ = _asked(path, catalogue, monkeypatch)
    assert len(asked) == N_FILMS + N_SONGS + N_EPISODES
