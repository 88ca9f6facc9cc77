"""Files of several episodes, books of a series, and other editions of what was read or watched."""

from __future__ import annotations

from pathlib import Path

from app_libraries import START
from app_offers import Rows, offered

from ilora_edge.histories.database import HistoryDB
from ilora_edge.matching.item_facts import read_facts


def test_a_file_of_two_episodes_is_both_in_emby(tmp_path: Path) -> None:
    rows: Rows = [("MediaItems", {"Id": 10, "type": 6, "Name": "Show"})]
    for n, (first, last) in enumerate([(1, 2), (2, None), (3, None)], 1):
        rows += [
            ("UserDataKeys2", {"Id": n, "UserDataKey": str(n)}),
            ("MediaItems", {"Id": n, "type": 8, "Name": f"E{n}", "Path": f"/{n}", "SeriesId": 10,
                            "SeriesName": "Show", "SeriesPresentationUniqueKey": "s",
                            "ParentIndexNumber": 1, "IndexNumber": first, "IndexNumberEnd": last,
                            "UserDataKeyId": n, "PresentationUniqueKey": str(n)}),
        ]  # fmt: skip
    rows.append(("UserDatas", {"UserDataKeyId": 1, "userId": 1, "played": 1,
                               "LastPlayedDateInt": START}))  # fmt: skip
    assert offered("emby 4.10.1.0", rows, tmp_path) == {"1": ["3"]}


def _shelf(numbers: list[list[str | None]], titles: list[str]) -> Rows:
    rows: Rows = [("users", {"id": "u", "username": "ann"}), ("authors", {"id": "q", "name": "Q"})]
    for n, (of_series, title) in enumerate(zip(numbers, titles, strict=True)):
        rows += [
            ("libraryItems", {"id": f"l{n}", "mediaId": f"b{n}", "mediaType": "book"}),
            ("books", {"id": f"b{n}", "title": title}),
            ("bookAuthors", {"id": f"a{n}", "bookId": f"b{n}", "authorId": "q"}),
            *(("bookSeries", {"id": f"{n} {s}", "bookId": f"b{n}", "seriesId": f"s{s}",
                              "sequence": number}) for s, number in enumerate(of_series)),
        ]  # fmt: skip
    return rows


def test_a_book_of_audiobookshelf_has_its_place_in_its_series(tmp_path: Path) -> None:
    """Not a box of three, nor what is in two series, each with another number."""
    numbers: list[list[str | None]] = [
        ["1"],
        ["2.5 "],
        ["1-3"],
        ["4", "9"],
        [None],
        [],
        ["Prequel"],
    ]
    rows = _shelf(numbers, [f"Book {n}" for n in range(len(numbers))])
    progress = {"id": "p", "userId": "u", "mediaItemId": "b0", "isFinished": 1}
    offers = offered("audiobookshelf", [*rows, ("mediaProgresses", progress)], tmp_path)
    assert offers == {"u": ["b1", "b2", "b3", "b4", "b5", "b6"]}
    with HistoryDB(tmp_path / "app.db") as history:
        facts = [read_facts(facts) for _, _, facts in history.described_items()]
    places = [(found.series, found.part) for found in facts]
    assert places == [("s0", "1"), ("s0", "2.5"), *[("", "")] * 5]


def test_a_copy_of_audiobookshelf_without_its_series_is_the_book_that_was_read(
    tmp_path: Path,
) -> None:
    rows = _shelf([["1"], [], ["01"], []], ["Ebb", "Ebb", "Ebb", "Ebb (Unabridged)"])
    progress = {"id": "p", "userId": "u", "mediaItemId": "b1", "isFinished": 1}
    rows.append(("mediaProgresses", progress))
    assert offered("audiobookshelf", rows, tmp_path) == {"u": ["b3"]}


def test_another_edition_of_a_book_without_a_series_is_the_book(tmp_path: Path) -> None:
    rows = _shelf([[], [], []], ["Ebb", "Ebb (Unabridged)", "Ebb and Flow"])
    progress = {"id": "p", "userId": "u", "mediaItemId": "b1", "isFinished": 1}
    rows.append(("mediaProgresses", progress))
    assert offered("audiobookshelf", rows, tmp_path) == {"u": ["b2"]}
