"""Netflix, both files, and which work a title is of."""

from __future__ import annotations

from pathlib import Path

import pytest
from importing import imported, write, write_files

from ilora_edge.errors import SourceError
from ilora_edge.histories.database import Interaction
from ilora_edge.importers.netflix import NetflixSource, work_of

ACTIVITY = (
    "Profile Name,Start Time,Duration,Attributes,Title,Supplemental Video Type,Device Type,"
    "Bookmark,Latest Bookmark,Country\n"
    "Ann,2026-05-12 20:32:15,01:42:30,,A Film: Part Two,,TV,01:42:30,01:42:30,US (United States)\n"
    "Ann,2026-05-11 20:00:00,00:00:31,,A Film,TRAILER,TV,00:00:31,00:00:31,US (United States)\n"
    "Ann,2026-05-11 19:00:00,00:00:20,,Other Film,,TV,00:00:20,00:00:20,US (United States)\n"
    "Bob,2026-05-10 21:00:00,00:48:12,,A Show: Season 2: The End,,TV,00:48,00:48,US\n"
)


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["4/21/25", "4/3/25"], [1743638400, 1745193600]),
        (["21/04/2025", "03/04/2025"], [1743638400, 1745193600]),
        (["21.04.25", "03.04.25"], [1743638400, 1745193600]),
        (["2025-04-21", "2025-04-03"], [1743638400, 1745193600]),
    ],
)
def test_dates_of_the_account(tmp_path: Path, dates: list[str], expected: list[int]) -> None:
    text = f'Title,Date\n"B","{dates[0]}"\n"A: Season 1: X","{dates[1]}"\n'
    source = NetflixSource([write(tmp_path / "NetflixViewingHistory.csv", text)])
    histories, _ = imported(source, tmp_path / "x.db")
    assert histories["me"] == [
        Interaction("A", expected[0], None),
        Interaction("B", expected[1], None),
    ]


def test_where_both_orders_fit_it_is_asked(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", "Title,Date\nB,5/4/25\nA,4/3/25\n")
    with pytest.raises(SourceError, match="say --day-first or --month-first"):
        imported(NetflixSource([path]), tmp_path / "x.db")
    histories, _ = imported(NetflixSource([path], order="month"), tmp_path / "x.db")
    assert [i.timestamp for i in histories["me"]] == [1743638400, 1746316800]


def test_a_header_in_another_language(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", "Titel,Datum\nEine Serie: Staffel 1: Folge 2,21.04.25\n")
    histories, _ = imported(NetflixSource([path]), tmp_path / "x.db")
    assert [(i.item_id, i.timestamp) for i in histories["me"]] == [("Eine Serie", 1745193600)]


@pytest.mark.parametrize("head", ["Название,Дата", "العنوان,التاريخ", "제목,날짜"])
def test_two_columns_are_a_title_and_a_date_in_any_language(tmp_path: Path, head: str) -> None:
    text = f'{head}\n"B","21.04.25"\n'
    source = NetflixSource([write(tmp_path / "NetflixViewingHistory.csv", text)])
    histories, _ = imported(source, tmp_path / "x.db")
    assert histories["me"] == [Interaction("B", 1745193600, None)]


def test_two_columns_of_something_else_are_not(tmp_path: Path) -> None:
    path = write(tmp_path / "NetflixViewingHistory.csv", "a,b\nx,y\n")
    with pytest.raises(SourceError, match="expected a title and a date"):
        imported(NetflixSource([path]), tmp_path / "x.db")


def test_of_one_day_the_upper_is_the_later(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", "Title,Date\nC,4/21/25\nB,4/21/25\nA,4/20/25\n")
    histories, _ = imported(NetflixSource([path]), tmp_path / "x.db")
    assert [i.item_id for i in histories["me"]] == ["A", "B", "C"]


@pytest.mark.parametrize("suffix", ["", " (UTC)"])
def test_the_activity_of_all_profiles(tmp_path: Path, suffix: str) -> None:
    text = ACTIVITY.replace("Start Time", f"Start Time{suffix}")
    source = NetflixSource([write(tmp_path / "ViewingActivity.csv", text)])
    histories, _ = imported(source, tmp_path / "x.db")
    assert histories == {
        "Ann": [Interaction("A Film: Part Two", 1778617935, None)],
        "Bob": [Interaction("A Show", 1778446800, None)],
    }
    assert source.notes == [
        "left out, plays of less than a minute: 1",
        "left out, trailers and other supplements: 1",
    ]


@pytest.mark.parametrize(
    ("title", "work"),
    [
        ("A Film", "A Film"),
        ("A Film: A Subtitle", "A Film: A Subtitle"),
        ("The Saga: The Dawn: Part 1", "The Saga: The Dawn: Part 1"),
        ("Bill: Vol. 2", "Bill: Vol. 2"),
        ("A Show: Season 1: Pilot", "A Show"),
        ("A Show: The Sequel: Season 2: A: B", "A Show: The Sequel"),
        ("A Show: Limited Series: Pilot", "A Show"),
        ("A Show: Miniserie: Episode 1", "A Show"),
        ("Eine Serie: Staffel 3: Folge 1", "Eine Serie"),
        ("دارك: الموسم 1: أسرار", "دارك"),
        ("Fauda: עונה 1: פרק 1", "Fauda"),
        ("Sacred Games: सीज़न 1: अश्वत्थामा", "Sacred Games"),
        ("Girl From Nowhere: ซีซั่น 1: ครูสุดหล่อ", "Girl From Nowhere"),
        ("Mắt Biếc: Mùa 2: Tập 1", "Mắt Biếc"),
        ("Ταινία: Αριθμός 7", "Ταινία: Αριθμός 7"),
        ("Una serie: Temporada 1: Capítulo 1", "Una serie"),
        ("Koruna: 2. řada: Beryl", "Koruna"),
        ("Kroon: 2. hooaeg: Beryl", "Kroon"),
        ("Une série: Saison 2: Épisode 1", "Une série"),
        ("Una serie: Stagione 1: Uno", "Una serie"),
        ("A Show: Part 3: The End", "A Show"),
        ("A Show: Book Two: The Desert", "A Show"),
        ("A Show: A Show 2: Chapter One: The Door", "A Show"),
        ("ある番組: シーズン1: 第1話", "ある番組"),
        ("어떤 쇼: 시즌 2: 1화", "어떤 쇼"),
        ("A Show: Season 5", "A Show"),
        ("A Show: The Story: The Good Boy (Episode 4)", "A Show: The Story"),
        ("Eine Serie: Das Ende (Folge 12)", "Eine Serie"),
        ("Bir Dizi: Son (8. Bölüm)", "Bir Dizi"),
        ("ある番組: 終わり (第3話)", "ある番組"),
        ("A Film: A Subtitle (Part 2)", "A Film: A Subtitle (Part 2)"),
        ("A Film (Episode 4)", "A Film (Episode 4)"),
    ],
)
def test_an_episode_is_its_show(title: str, work: str) -> None:
    assert work_of(title) == work


def test_another_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        SourceError, match="not an export of Netflix that is known: it has 'a', 'b'"
    ):
        imported(NetflixSource([write(tmp_path / "x.csv", "a,b\n1,2\n")]), tmp_path / "x.db")


RATINGS = (
    "Profile Name,Title Name,Rating Type,Star Value,Thumbs Value,Device Model,Event Utc Ts,"
    "Region View Date\n"
    "Ann,A Film: Part Two,thumb,,2,TV,2026-05-12 21:00:00,\n"
    "Ann,A Film: Part Two,thumb,,1,TV,2026-05-13 21:00:00,\n"
    "Ann,Unplayed,thumb,,1,TV,2026-05-14 21:00:00,\n"
    "Ann,Old,star,4,2,TV,2016-05-14 21:00:00,\n"
    "Bob,A Show,thumb,,0,TV,2026-05-14 21:00:00,\n"
    "Bob,Taken Back,star,-2,0,TV,2026-05-14 21:00:00,\n"
)


def test_thumbs_are_of_what_was_watched_or_of_their_own(tmp_path: Path) -> None:
    folder = write_files(
        tmp_path / "CONTENT_INTERACTION", {"ViewingActivity.csv": ACTIVITY, "Ratings.csv": RATINGS}
    )
    source = NetflixSource([folder])
    histories, _ = imported(source, tmp_path / "x.db")
    assert histories == {
        "Ann": [
            Interaction("Old", 1463259600, 4.0),
            Interaction("A Film: Part Two", 1778617935, 1.0),
            Interaction("Unplayed", 1778792400, 1.0),
        ],
        "Bob": [Interaction("A Show", 1778446800, None)],
    }
    assert "left out, ratings that say neither up nor down: 2" in source.notes


def test_the_activity_with_a_header_in_another_language(tmp_path: Path) -> None:
    head, rows = ACTIVITY.split("\n", 1)
    others = ",".join(f"Spalte {n}" for n in range(len(head.split(","))))
    source = NetflixSource([write(tmp_path / "ViewingActivity.csv", f"{others}\n{rows}")])
    histories, _ = imported(source, tmp_path / "x.db")
    assert {user: [i.item_id for i in every] for user, every in histories.items()} == {
        "Ann": ["A Film: Part Two"],
        "Bob": ["A Show"],
    }
