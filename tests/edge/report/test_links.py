"""Where titles of a page lead: to the web by a click, and to nothing else."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ilora_edge.errors import OptionError
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.mapping import Mapping
from ilora_edge.report.content import PageContent, PagePlace
from ilora_edge.report.links import Links
from ilora_edge.report.page import index_page, page

ROWS = [
    ("1", None, "tt0113277", "949", None, None, None),
    ("2", None, None, 949, None, None, None),
    ("3", None, "javascript:alert(1)", '9" onclick=', None, None, None),
    ("4", 'https://example.org/a b?x="<>', "tt0113277", None, None, None, None),
    ("5", "javascript:alert(1)", None, None, None, "080442957X", None),
    ("6", "file:///etc/passwd", None, None, "b1a9c0e9-d987-4042-ae91-78d6a3267d69", None, None),
    ("7", None, None, "949", None, None, "S1E2"),
    ("8", None, "tt1/../../x", "", "x", "1", None),
    ("a/b&c", None, None, None, None, None, None),
]


@pytest.fixture
def database(tmp_path: Path) -> HistoryDB:
    with closing(sqlite3.connect(tmp_path / "app.db")) as db, db:
        db.execute("CREATE TABLE plays (user, item, time)")
        db.execute("CREATE TABLE works (item, title, url, imdb, tmdb, musicbrainz, isbn, part)")
        db.execute("INSERT INTO plays VALUES ('ann', 1, 1)")
        db.executemany("INSERT INTO works VALUES (?, 'x', ?, ?, ?, ?, ?, ?)", ROWS)
    return HistoryDB(tmp_path / "app.db", Mapping(interactions="plays", items="works"))


def test_an_address_is_of_a_site_that_the_id_is_of(database: HistoryDB) -> None:
    with database:
        found = Links().of(database, [str(n) for n in range(1, 10)])
    assert found == {
        "1": "https://www.imdb.com/title/tt0113277/",
        "2": "https://www.themoviedb.org/movie/949",
        "4": "https://example.org/a%20b?x=%22%3C%3E",
        "5": "https://openlibrary.org/isbn/080442957X",
        "6": "https://musicbrainz.org/recording/b1a9c0e9-d987-4042-ae91-78d6a3267d69",
    }


def test_a_server_of_ones_own(database: HistoryDB) -> None:
    with database:
        found = Links("http://nas:8096/web/#/details?id={id}").of(database, ["a/b&c", "2", "99"])
        assert Links("none").of(database, ["1"]) == {}
    assert found["a/b&c"] == "http://nas:8096/web/#/details?id=a%2Fb%26c"
    # A server has no page of what it has not.
    assert found.keys() == {"a/b&c", "2"}


@pytest.mark.parametrize(
    "address", ["", "http://nas/", "javascript:{id}", "nas/{id}", "ftp://{id}"]
)
def test_an_address_that_is_none_is_said(address: str) -> None:
    with pytest.raises(OptionError, match="--link"):
        Links(address)


def test_a_page_names_them_and_asks_none() -> None:
    address = "https://www.imdb.com/title/tt0113277/"
    places = (
        PagePlace(1, "Heat", -1.0, -1.0, None, "", address),
        PagePlace(2, "Evil", -1.0, -1.0, None, "", "javascript:alert(1)"),
        PagePlace(3, "Odd", -1.0, -1.0, None, "", 'https://x/"><script>'),
    )
    text = page(PageContent("ann", "films", places, ()))
    assert f'<a rel="noreferrer" href="{address}"><bdi>Heat</bdi></a>' in text
    assert "javascript:" not in text
    assert "<script>" not in text
    # Else browsers look up where links lead while the page is opened.
    assert '<meta http-equiv="x-dns-prefetch-control" content="off">' in text
    outside = [a for a in re.findall(r"<a [^>]*>", text) if "https://" in a]
    assert len(outside) == 2
    assert all('rel="noreferrer"' in a for a in outside)


def test_the_page_of_all_leads_to_files_of_any_name() -> None:
    text = index_page([("a b", "a%20b.html", ["Ring"]), ("x", "zo\xeb#.html", [])], "films")
    assert 'href="a%2520b.html"' in text
    assert 'href="zo%C3%AB%23.html"' in text
