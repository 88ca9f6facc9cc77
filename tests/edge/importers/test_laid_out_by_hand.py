"""Tables as people lay them out: headings between rows, a column for each person, texts of JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from importing import imported, write

from ilora_edge.importers.delimited import DelimitedSource, Format

Found = list[tuple[str, str, str]]


def read(folder: Path, text: str, format: Format = "csv") -> Found:
    """Return person, title and day (``-`` for a place or none) of each interaction."""
    source = DelimitedSource(write(folder / "x", text), format)
    histories, items = imported(source, folder / "x.db")
    titles = {item.item_id: item.title for item in items}
    return [
        (user, titles[e.item_id], day_of(e.timestamp))
        for user, events in histories.items()
        for e in events
    ]


def day_of(time: int) -> str:
    return f"{datetime.fromtimestamp(time, UTC):%Y-%m-%d %H:%M}" if time > 10**8 else "-"


def titles(found: Found) -> list[str]:
    return [title for _, title, _ in found]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        *(("2023,,", "2024,,"), ("January 2024,,", "2024-02,,"), ("Movies,,", "TV Shows,,")),
        *(("--- 2023 ---,,", "-,,"), ("März,,", "April,,"), ("2023", "2024"), ("Watched,,", ",,")),
    ],
)
def test_a_heading_is_no_item(tmp_path: Path, above: str, below: str) -> None:
    text = f"Title,Director,Rating\n{above}\nAsh,Roe,4\nElm,Poe,\n{below}\nOak,Doe,5\n"
    assert titles(read(tmp_path, text)) == ["Ash", "Elm", "Oak"]


def test_a_year_is_a_heading_where_the_days_below_are_of_it(tmp_path: Path) -> None:
    text = "Title,Date\nFir,2024-01-02\n2023,\nAsh,2023-05-01\n1917,\nElm,2023-06-01\n2012,\n"
    assert sorted(titles(read(tmp_path, text))) == ["1917", "2012", "Ash", "Elm", "Fir"]


def test_titles_of_which_nothing_else_is_known_are_items(tmp_path: Path) -> None:
    assert titles(read(tmp_path, "Title\n2012\nAsh\n1917\n")) == ["2012", "Ash", "1917"]
    (tmp_path / "x.db").unlink()
    text = "Title,Year,Rating\nAsh,1999,4\n1917,,\nElm,,\nFir,,5\n"
    assert titles(read(tmp_path, text)) == ["Ash", "1917", "Elm", "Fir"]


def test_a_heading_says_what_became_of_all_below(tmp_path: Path) -> None:
    text = "Title,Director\nWatched,\nAsh,Roe\nTo watch,\nElm,Poe\nOak,Doe\n"
    assert titles(read(tmp_path, text)) == ["Ash"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Title,Ann,Bob\nAsh,4,5\nElm,,3\nOak,2,\n", [("Ann", "Ash Oak"), ("Bob", "Ash Elm")]),
        ("Film,Ann,Bob\nAsh,x,\nElm,✓,x\nOak,,x\n", [("Ann", "Ash Elm"), ("Bob", "Elm Oak")]),
        ("Film,Jan,Mia\nAsh,x,\nElm,x,x\n", [("Jan", "Ash Elm"), ("Mia", "Elm")]),
        ("Title,Me,Bob\nAsh,4,5\n", [("me", "Ash"), ("Bob", "Ash")]),
        ("Title,Ann's rating,Bob's rating\nAsh,4,5\n", [("Ann", "Ash"), ("Bob", "Ash")]),
        ("Title,Rating Ann,Rating Bob\nAsh,4,5\nElm,,3\n", [("Ann", "Ash"), ("Bob", "Ash Elm")]),
    ],
)
def test_a_column_for_each_person(
    tmp_path: Path, text: str, expected: list[tuple[str, str]]
) -> None:
    found = read(tmp_path, text)
    assert [(u, " ".join(t for v, t, _ in found if v == u)) for u, _ in expected] == expected
    assert len(found) == sum(len(titles.split()) for _, titles in expected)


def test_days_in_a_column_for_each_person(tmp_path: Path) -> None:
    text = "Film,Ann,Bob\nAsh,2024-01-05,\nElm,2024-01-06,2024-02-01\n"
    assert read(tmp_path, text) == [
        ("Ann", "Ash", "2024-01-05 00:00"),
        ("Ann", "Elm", "2024-01-06 00:00"),
        ("Bob", "Elm", "2024-02-01 00:00"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        # Parts of a judgement, kinds, places.
        "Title,Story,Acting\nAsh,4,\nElm,,3\n",
        "Title,Comedy,Drama\nAsh,x,\nElm,,x\n",
        "Title,Netflix,DVD\nAsh,x,\nElm,,x\n",
        "Title,Humor,Suspense\nAsh,4,5\nElm,2,3\n",
        # Of kinds a thing is one, and no two people saw it together.
        "Title,Vim,Zest\nAsh,x,\nElm,,x\n",
        "Title,Jan,Feb\nAsh,x,x\nElm,,x\n",
        "Title,Lorem,Ipsum\nAsh,1,0\nElm,0,1\n",
        # Numbers up to ten under unknown names, of which each row has all, or one column has.
        "Title,Handlung,Figuren\nAsh,4,5\nElm,3,2\n",
        "Title,Wins,Losses\nAsh,4,5\nElm,,\n",
        "Title,Copies,Discs\nAsh,4,5\nElm,3,\n",
    ],
)
def test_columns_that_are_nobodys(tmp_path: Path, text: str) -> None:
    assert [(user, title) for user, title, _ in read(tmp_path, text)] == [
        ("me", "Ash"),
        ("me", "Elm"),
    ]


def test_whoever_is_named_has_all(tmp_path: Path) -> None:
    source = DelimitedSource(write(tmp_path / "x", "Title,Ann,Bob\nAsh,4,\nElm,,3\n"), "csv")
    source.user, source.is_user_said = "cy", True
    histories, _ = imported(source, tmp_path / "x.db")
    assert [e.item_id for e in histories["cy"]] == ["Ash", "Elm"]


@pytest.mark.parametrize(
    "text",
    [
        """title,data\nAsh,"{""watched_at"": ""2024-05-01T20:00:00Z"", ""rating"": 4}"\n""",
        """title,plays\nAsh,"[{""date"": ""2024-05-01 20:00""}]"\nElm,[]\n""",
        """title,watched\nAsh,"[""2024-05-01T20:00:00Z""]"\n""",
        """movie,watched_at\n"{""title"": ""Ash"", ""year"": 1999}",2024-05-01T20:00:00Z\n""",
    ],
)
def test_json_in_a_column(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text)[:1] == [("me", "Ash", "2024-05-01 20:00")]


def test_works_with_a_list_of_times(tmp_path: Path) -> None:
    works = [
        {"title": "Ash", "added": "2020-01-01", "plays": [{"at": 1, "date": "2024-05-01"}]},
        {"title": "Elm", "added": "2020-01-01", "plays": [{"date": "2024-05-02"}] * 2},
        {"title": "Oak", "added": "2020-01-01", "plays": []},
    ]
    assert [(t, day[:10]) for _, t, day in read(tmp_path, json.dumps(works), "jsonl")] == [
        ("Ash", "2024-05-01"),
        ("Elm", "2024-05-02"),
    ]


def test_a_list_of_times_beside_works_that_have_one_time(tmp_path: Path) -> None:
    works = [
        {"title": "Ash", "watched_at": "2024-05-01", "history": []},
        {"title": "Elm", "watched_at": "2024-05-03", "history": [{"date": "2024-05-02"}]},
    ]
    assert [(t, day[:10]) for _, t, day in read(tmp_path, json.dumps(works), "jsonl")] == [
        ("Ash", "2024-05-01"),
        ("Elm", "2024-05-02"),
    ]


@pytest.mark.parametrize("name", ["reviews", "price_history", "ratings_history", "editLog"])
def test_reviews_of_a_work_are_no_times(tmp_path: Path, name: str) -> None:
    work = {"title": "Ash", "watched_at": "2024-05-01", name: [{"date": "2024-06-01"}]}
    assert [day[:10] for *_, day in read(tmp_path, json.dumps([work]), "jsonl")] == ["2024-05-01"]


@pytest.mark.parametrize("within", ["fields", "Item"])
def test_documents_with_a_type_at_each_value(tmp_path: Path, within: str) -> None:
    firestore = {
        "movie": {"mapValue": {"fields": {"title": {"stringValue": "Ash"}}}},
        "watchedAt": {"timestampValue": "2024-05-01T20:00:00Z"},
    }
    dynamo = {"title": {"S": "Ash"}, "watchedAt": {"S": "2024-05-01T20:00:00Z"}}
    document = {within: firestore if within == "fields" else dynamo, "name": "projects/p/d/1"}
    text = json.dumps({"documents": [document]})
    assert read(tmp_path, text, "jsonl") == [("me", "Ash", "2024-05-01 20:00")]


def test_one_of_the_titles_that_a_thing_has(tmp_path: Path) -> None:
    page = {"item_id": "7", "given_title": "", "resolved_title": "Ash", "time_read": "1700000400"}
    unread = page | {"item_id": "8", "resolved_title": "Elm", "time_read": "0"}
    text = json.dumps({"status": 1, "list": {"7": page, "8": unread}})
    assert read(tmp_path, text, "jsonl") == [("me", "Ash", "2023-11-14 22:20")]


@pytest.mark.parametrize("name", ["Played for", "Hours Played", "Time spent", "Minutes watched"])
def test_what_was_used_for_no_time_was_not(tmp_path: Path, name: str) -> None:
    text = f"Game,{name}\nAsh,0 hours\nElm,12.5 hours\nOak,0 min\n"
    assert titles(read(tmp_path, text)) == ["Elm"]


def test_a_wish_with_a_day_of_watching_was_watched(tmp_path: Path) -> None:
    rows = "Ash,2024-05-01,yes\nElm,,yes\nOak,2024-05-03,no\n"
    assert titles(read(tmp_path, f"Title,Date Watched,Wishlist\n{rows}")) == ["Ash", "Oak"]
    (tmp_path / "x.db").unlink()
    # Any other day may be that of wishing.
    assert titles(read(tmp_path, f"Title,Date Added,Wishlist\n{rows}")) == ["Oak"]


@pytest.mark.parametrize(
    "text",
    [
        "'Title','Year','Date'\n'It''s, Ash','1999','2024-05-02'\n",
        "'Title';'Date'\n'It\\'s, Ash';'2024-05-02'\n",
        "Title^Year^Date\nIt's, Ash^1999^2024-05-02\n",
        "Title~Date\nIt's, Ash~2024-05-02\n",
    ],
)
def test_other_quotes_and_delimiters(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == [("me", "It's, Ash", "2024-05-02 00:00")]


@pytest.mark.parametrize("column", ["Finished", "Complete", "Completed", "Beaten"])
@pytest.mark.parametrize(("other", "value"), [("Rating", "8"), ("Last Played", "2024-01-01")])
def test_what_is_not_finished_and_was_used_is_begun(
    tmp_path: Path, column: str, other: str, value: str
) -> None:
    text = f"Game,{column},{other}\nAsh,No,{value}\nElm,Yes,{value}\nOak,No,\n"
    assert titles(read(tmp_path, text)) == ["Ash", "Elm"]
