"""MyAnimeList's XML."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from importing import imported, write

from ilora_edge.errors import SourceError
from ilora_edge.histories.database import Interaction
from ilora_edge.importers.myanimelist import MyAnimeListSource

# 2024-01-02, 2023-05-01 and 2022-01-01.
_JANUARY, _MAY, _YEAR = 1704153600, 1682899200, 1640995200


def _anime(number: int, title: str, status: str, score: str, finish: str, begun: str = "") -> str:
    return (
        f"<anime><series_animedb_id>{number}</series_animedb_id>\n<series_title><![CDATA[{title}]]>"
        f"</series_title><my_start_date>{begun or '0000-00-00'}</my_start_date>"
        f"<my_finish_date>{finish}</my_finish_date><my_score>{score}</my_score>"
        f"<my_status>{status}</my_status><my_comments><![CDATA[]]></my_comments></anime>\n"
    )


def _list(*entries: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8" ?>\n<myanimelist>\n<myinfo><user_id>1</user_id>'
        "<user_export_type>1</user_export_type></myinfo>\n" + "".join(entries) + "</myanimelist>\n"
    )


@pytest.mark.parametrize(
    "words",
    [
        ("Completed", "Watching", "On-Hold", "Dropped", "Plan to Watch"),
        ("2", "1", "3", "4", "6"),
        ("completed", "watching", "on_hold", "dropped", "plan_to_watch"),
    ],
)
def test_statuses_in_words_and_numbers(tmp_path: Path, words: tuple[str, ...]) -> None:
    done, watching, held, dropped, planned = words
    content = _list(
        _anime(1, "A & B", done, "9", "2024-01-02"),
        _anime(2, "Sōsō", watching, "0", "0000-00-00", "2023-05-00"),
        _anime(3, "C", held, "0", "0000-00-00", "2022-00-00"),
        _anime(4, "D", dropped, "0", "2024-01-02"),
        _anime(5, "E", planned, "0", "0000-00-00"),
        _anime(6, "F", dropped, "2", "2024-01-02"),
    )
    source = MyAnimeListSource([write(tmp_path / "animelist_1.xml", "\ufeff" + content)])
    histories, items = imported(source, tmp_path / "x.db")
    assert histories["me"] == [
        Interaction("anime:3", _YEAR, None),
        Interaction("anime:2", _MAY, None),
        Interaction("anime:6", _JANUARY, 1.0),
        Interaction("anime:1", _JANUARY, 4.5),
    ]
    assert source.seen == {("me", "anime:4")}
    assert source.wanted == {("me", "anime:5")}
    assert ("anime:1", "A & B") in {(item.item_id, item.title) for item in items}
    assert source.notes == [
        "still to be read or watched, so no history (--wanted ranks them): 1",
        "begun and not finished, so no history and never offered: 1",
    ]


def test_manga_packed_beside_anime_of_the_same_number(tmp_path: Path) -> None:
    manga = (
        "<manga><manga_mangadb_id>1</manga_mangadb_id><manga_title>Hafen</manga_title>"
        "<my_finish_date>2024-01-02</my_finish_date><my_score>0</my_score>"
        "<my_status>Completed</my_status></manga>"
    )
    (tmp_path / "all").mkdir()
    for name, entry in (("anime", _anime(1, "Pier", "2", "", "2024-01-02")), ("manga", manga)):
        packed = gzip.compress(_list(entry).encode())
        write(tmp_path / "all" / f"{name}list_17_-_1.xml.gz", packed)
    histories, _ = imported(MyAnimeListSource([tmp_path / "all"]), tmp_path / "x.db")
    assert {event.item_id for event in histories["me"]} == {"anime:1", "manga:1"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "l.xml is empty"),
        ("<html><body>", "l.xml line 1: a web page"),
        ("<rss></rss>", "l.xml is not an export of MyAnimeList that is known"),
        ("<myanimelist>\n<anime>", "l.xml line 2: not XML: no element found"),
        ('<!DOCTYPE x [<!ENTITY a "aa">]>\n<myanimelist/>', "l.xml line 1: a document type"),
        (_list(_anime(1, "A", "2", "12", "")), "l.xml line 4: my_score is '12', not 0 to 10"),
        (_list(_anime(1, "A", "2", "1", "2024-13-40")), "l.xml line 4: my_finish_date is"),
        (_list(_anime(0, "", "6", "0", "")), "l.xml holds no interactions; left out, entries"),
        ("<myanimelist>" + "<a>" * 9, "l.xml line 1: nested more than 8 deep"),
    ],
)
def test_what_is_wrong_is_one_line(tmp_path: Path, content: str, message: str) -> None:
    source = MyAnimeListSource([write(tmp_path / "l.xml", content)])
    with pytest.raises(SourceError) as caught:
        imported(source, tmp_path / "x.db")
    assert str(caught.value).startswith(message)
