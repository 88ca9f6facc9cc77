"""What of a library goes to the model: by its likeness to a history, and beside what is known."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ilora_edge.bundle.manifest import FusionWeights
from ilora_edge.catalogue.items import Catalogue, CatalogueItem, write_catalogue
from ilora_edge.engine.item_scores import ItemScores
from ilora_edge.engine.outside import Outside
from ilora_edge.histories import library_order
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.library_order import Described, LibraryOrder
from ilora_edge.histories.log import LoggedEvent
from ilora_edge.histories.requests import ItemChoice
from ilora_edge.histories.spool import Spool
from ilora_edge.histories.user_task import UserTask
from ilora_edge.ranking import by_encoder
from ilora_edge.recommendation import HistoryItem
from ilora_edge.request import Request

ITEMS = [
    HistoryItem("a", "Quiet Harvest (1951)", "Drama"),
    HistoryItem("b", "Sky Raiders II (1984)", "Science Fiction"),
    HistoryItem("c", "Laugh Lines (1983)", "Comedy"),
]
OVERVIEWS = ["A farm in a long drought.", "Pilots defend a space station.", "A comedian returns."]
PILOTS = [Described("Sky Raiders (1982)", "Sci-Fi", "A station in space and its pilots.")]
ALL = FusionWeights(1.0, 1.0, title_words=3.0, genres=2.0, years=1.0, overviews=9.0)


@pytest.mark.parametrize("name", ["title_words", "genres", "overviews"])
def test_each_likeness_alone_finds_the_sequel(name: str) -> None:
    weights = replace(FusionWeights(1.0, 1.0), **{name: 1.0})  # type: ignore[arg-type]
    order = LibraryOrder(ITEMS, weights, overviews=OVERVIEWS, others=["Pilots space"])
    assert order.sort(ITEMS, PILOTS)[0].item_id == "b"


def test_years_put_the_nearest_first_and_ties_stay_as_they_came() -> None:
    order = LibraryOrder(ITEMS, FusionWeights(1.0, 1.0, years=1.0))
    found = order.sort(ITEMS, [Described("Of the year (1983)")])
    assert [item.item_id for item in found] == ["c", "b", "a"]
    for same in (
        order.sort(ITEMS, []),
        LibraryOrder(ITEMS, FusionWeights(1, 1)).sort(ITEMS, PILOTS),
    ):
        assert [item.item_id for item in same] == ["a", "b", "c"]
    assert order.sort([], PILOTS) == []


def test_what_is_like_a_dislike_goes_behind() -> None:
    items = [
        HistoryItem("d", "First (1990)", "Drama"),
        HistoryItem("h", "Second (1990)", "Horror"),
        HistoryItem("c", "Third (1990)", "Comedy"),
    ]
    both = [Described("Older", "Drama"), Described("Later", "Horror")]
    order = LibraryOrder(items, FusionWeights(1.0, 1.0, genres=1.0, genres_decay=0.8))

    def ordered(disliked: list[Described]) -> list[str]:
        return [item.item_id for item in order.sort(items, both, disliked)]

    # The latest counts most: 1 / 1.8 for horror, .8 / 1.8 for drama.
    assert ordered([]) == ["h", "d", "c"]
    assert ordered([Described("Not this", "Horror")]) == ["d", "h", "c"]
    assert ordered([Described("Nor this", "Drama")]) == ["h", "d", "c"]
    # .56 + 20 / 23 * (.5 - 1): what was liked as well is not below what nobody spoke of.
    assert ordered([Described("Never", "Horror")] * 20) == ["d", "h", "c"]


def test_what_overviews_have_in_common_with_a_dislike_counts() -> None:
    others = ["Pilots in space.", "A farm and a drought."]
    weights = FusionWeights(1.0, 1.0, overviews=1.0, overviews_decay=0.9)
    order = LibraryOrder(ITEMS, weights, overviews=OVERVIEWS, others=others)
    history = [Described("Fields", overview="A farm, a drought."), *PILOTS]
    assert [item.item_id for item in order.sort(ITEMS, history)] == ["b", "a", "c"]
    assert [item.item_id for item in order.sort(ITEMS, history, PILOTS)] == ["a", "b", "c"]


def test_of_a_very_large_library_the_first_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_order, "MAX_COMPARED", 2)
    order = LibraryOrder(ITEMS, ALL, overviews=OVERVIEWS)
    found = order.sort([ITEMS[2], *ITEMS[:2]], PILOTS)
    assert [item.item_id for item in found] == ["b", "a", "c"]
    assert found[2].overview_cosine == 0.0


def test_parts_of_a_series_stand_with_its_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_order, "MAX_COMPARED", 3)
    parts = [HistoryItem(f"p{n}", f"Sky Patrol - Pilots {n}", "Sci-Fi") for n in range(9)]
    # Without it, the episodes would take all places, and the last film have none.
    items = [*ITEMS[:1], *parts, ITEMS[1]]
    order = LibraryOrder(items, ALL, series={part.item_id: "Sky Patrol" for part in parts})
    found = [item.item_id for item in order.sort(items, [Described("Sky Raiders (1982)")])]
    assert found[0] == "b"
    assert found[1:10] == [f"p{n}" for n in range(9)]
    assert found[10] == "a"


def test_an_item_takes_along_what_its_overview_has_in_common() -> None:
    order = LibraryOrder(ITEMS, ALL, overviews=OVERVIEWS, others=["Pilots in space"])
    found = {item.item_id: item.overview_cosine for item in order.sort(ITEMS[1:], PILOTS)}
    assert found["b"] > 0.3
    assert found["c"] == 0.0
    task = UserTask("u", Request(out_of_catalogue=order.sort(ITEMS, PILOTS)))
    again = UserTask.from_json(json.loads(task.to_line()))
    assert again.request.out_of_catalogue == task.request.out_of_catalogue


def test_scores_count_it_for_items_from_outside_alone(own: Path) -> None:
    with closing(Catalogue(own / "catalogue.db")) as catalogue:
        n = catalogue.n_items
        scores = ItemScores(catalogue, True, FusionWeights(1.0, 1.0, overviews=4.0))
        even = np.full(n + 2, -np.log(n + 2), np.float32)
        outside = Outside(np.zeros((2, 4), np.float32), overview_cosines=(0.5, 0.0))
        settled = scores.settle(even, [1], outside)
        assert settled[n] - settled[n + 1] == pytest.approx(2.0, abs=1e-5)
        assert settled[0] == pytest.approx(settled[n + 1])
        assert np.exp(settled.astype(np.float64)).sum() == pytest.approx(1.0, abs=1e-5)


def test_candidates_stand_in_the_order_of_their_scores() -> None:
    items = [CatalogueItem(n, str(n), "", 0, ()) for n in (1, 2, 4, 0)]
    scores = np.array([-3.0, -1.0, -9.0, -2.0], np.float32)
    assert [item.item_id for item in by_encoder(items, scores)] == ["2", "4", "1", "0"]
    assert [item.item_id for item in by_encoder(items, scores[:2])] == ["2", "1", "4", "0"]


SCHEMA = """
CREATE TABLE items (item_id, title, year, genres, overview);
CREATE TABLE interactions (user_id, item_id, timestamp);
INSERT INTO items VALUES
    ('1', 'Sky Raiders', 1982, 'Sci-Fi', 'A station in space and its pilots.'),
    ('2', 'Quiet Harvest', 1951, 'Drama', 'A farm in a long drought.'),
    ('3', 'Sky Raiders II', 1984, 'Sci-Fi', 'Pilots defend a space station.'),
    ('4', 'Laugh Lines', 1983, 'Comedy', 'A comedian returns.'),
    ('5', 'Old Friends', 1990, 'Drama', 'Two friends on a farm.');
INSERT INTO interactions VALUES ('ann', '1', 100), ('ben', '2', 1), ('cy', '2', 2), ('ben', '4', 3);
"""


def test_a_library_s_unknown_items_are_taken_by_their_likeness_to_the_person_s(
    tmp_path: Path,
) -> None:
    known = [CatalogueItem(1, "w1", "Sky Raiders (1982)", 0, (1,))]
    write_catalogue(tmp_path / "catalogue.db", known)
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(SCHEMA)
    choice = ItemChoice(library=True)
    assert choice.condition == "TRUE"
    with (
        closing(Catalogue(tmp_path / "catalogue.db")) as catalogue,
        HistoryDB(path) as database,
        Spool(database, catalogue, (), choice.condition) as spool,
    ):

        def taken(weights: FusionWeights | None, n: int = 3) -> list[str]:
            (task,) = spool.tasks(None, n, ("ann",), weights=weights)
            assert isinstance(task, UserTask)
            return [item.title for item in task.request.out_of_catalogue]

        # Without weights, what has most interactions.
        assert taken(None, 1) == ["Quiet Harvest (1951)"]
        assert taken(ALL)[0] == "Sky Raiders II (1984)"
        assert taken(FusionWeights(1.0, 1.0, overviews=1.0))[0] == "Sky Raiders II (1984)"
        assert len(taken(ALL, 2)) == 2
        assert spool.allowed_in_catalogue() == ("w1",)


@pytest.mark.parametrize("disliked", ["Space Race (1986)", "Sky Raiders II (1984)"])
def test_what_a_person_dislikes_lowers_what_is_like_it_among_the_unknown(
    tmp_path: Path, disliked: str
) -> None:
    """Whether the bundle knows it or not."""
    known = [CatalogueItem(1, "w1", "Sky Raiders (1982)", 0, (1,))]
    known += [CatalogueItem(2, "w2", "Space Race (1986)", 0, (1,))]
    write_catalogue(tmp_path / "catalogue.db", known)
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(SCHEMA)
        connection.execute("INSERT INTO items VALUES ('6', 'Sky Raiders III', 1985, 'Sci-Fi', '')")
        connection.execute("INSERT INTO items VALUES ('7', 'Space Race', 1986, 'Sci-Fi', '')")
        connection.execute("INSERT INTO interactions VALUES ('ann', '2', 90)")
        (item,) = connection.execute(
            "SELECT item_id FROM items WHERE title || ' (' || year || ')' = ?", (disliked,)
        ).fetchone()
    weights = FusionWeights(1.0, 1.0, genres=1.0, genres_decay=0.8)
    with closing(Catalogue(tmp_path / "catalogue.db")) as catalogue, HistoryDB(path) as database:
        titles = []
        for logged in ((), [LoggedEvent("ann", item, 200, "dislike", disliked)]):
            with Spool(database, catalogue, logged, "TRUE") as spool:
                (task,) = spool.tasks(None, 5, ("ann",), weights=weights)
                assert isinstance(task, UserTask)
                titles.append([item.title for item in task.request.out_of_catalogue])
    # Before a film of the genre that was seen earlier, then behind it.
    assert titles[0].index("Sky Raiders III (1985)") < titles[0].index("Old Friends (1990)")
    assert titles[1].index("Sky Raiders III (1985)") > titles[1].index("Old Friends (1990)")


def test_of_a_very_large_library_the_overviews_of_what_is_compared_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_order, "MAX_COMPARED", 3)
    known = [CatalogueItem(1, "w1", "Sky Raiders (1982)", 0, (1,))]
    write_catalogue(tmp_path / "catalogue.db", known)
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(SCHEMA)
        # The last two are what most people have seen.
        rows = [(f"u{n}", str(4 + n % 2), n) for n in range(8)]
        connection.executemany("INSERT INTO interactions VALUES (?, ?, ?)", rows)
    with (
        closing(Catalogue(tmp_path / "catalogue.db")) as catalogue,
        HistoryDB(path) as database,
        Spool(database, catalogue) as spool,
    ):
        (task,) = spool.tasks(None, 5, ("ben",), weights=FusionWeights(1.0, 1.0, overviews=1.0))
        assert isinstance(task, UserTask)
        cosines = {i.title: i.overview_cosine for i in task.request.out_of_catalogue}
        assert cosines["Old Friends (1990)"] > 0
