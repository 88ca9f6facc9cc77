"""A bundle about other things: a music library is ranked by what is heard in it."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from ilora_edge.catalogue.items import Catalogue, CatalogueItem, write_catalogue
from ilora_edge.errors import OptionError
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.own_order import OwnOrder
from ilora_edge.histories.spool import Spool
from ilora_edge.histories.user_task import UserTask
from ilora_edge.ranking import OWN_WEIGHT, Fusion
from ilora_edge.recommendation import HistoryItem
from ilora_edge.request import Request


class Song(NamedTuple):
    item: str
    artist: str
    genre: str = "Rock"
    year: int = 1990

    @property
    def row(self) -> tuple[str, str, str]:
        facts = {"genres": self.genre, "year": self.year}
        return self.item, f"{self.artist} - Song {self.item}", json.dumps(facts)


SONGS = [
    *(Song(f"l{n}", "Lanterns", "Folk") for n in range(12)),
    *(Song(f"c{n}", "Copper Field", "Electronic") for n in range(12)),
    *(Song(f"x{n}", f"Band {n}", "Folk" if n < 6 else "Metal") for n in range(12)),
]


def found(
    heard: Iterable[str],
    used: Iterable[tuple[str, str]] = (),
    disliked: Iterable[str] = (),
    songs: Iterable[Song] = SONGS,
    n: int = 10,
) -> list[HistoryItem]:
    songs, past = list(songs), list(heard)
    pairs = [*used, *(("ann", item) for item in dict.fromkeys(past))]
    order = OwnOrder((song.row for song in songs), pairs)
    unseen = [HistoryItem(s.item) for s in songs if s.item not in past]
    history = [HistoryItem(item) for item in past]
    return order.sort(unseen, history, list(disliked), "ann", n)


def ids(items: Iterable[HistoryItem]) -> list[str]:
    return [item.item_id for item in items]


def test_an_artist_who_was_heard_comes_first_but_not_alone() -> None:
    first = ids(found(["l0", "l1", "l2", "x6", "l3"]))[:10]
    assert first[0].startswith("l")
    of_one = [item for item in first if item.startswith("l")]
    assert 2 <= len(of_one) <= 5, first
    # Of the others those of the same kind.
    others = [item for item in first if item[0] == "x"]
    assert set(others[:6]) == {f"x{n}" for n in range(6)}, first


def test_what_was_heard_long_ago_says_less() -> None:
    songs = [*SONGS, *(Song(f"z{n}", f"Other {n}", "Noise") for n in range(120))]
    long_ago = [*(f"c{n}" for n in range(3)), *(f"z{n}" for n in range(120)), "l0", "l1", "l2"]
    assert ids(found(long_ago, songs=songs))[0].startswith("l")
    assert ids(found(reversed(long_ago), songs=songs))[0].startswith("c")


def test_played_often_says_more() -> None:
    assert ids(found(["c0"] * 9 + ["l0"]))[0].startswith("c")


@pytest.mark.parametrize("who", ["l0", "x9"])
def test_who_has_heard_the_same_says_what_else(who: str) -> None:
    songs = [Song(f"s{n}", f"Solo {n}") for n in range(40)]
    songs += [Song("l0", "Lanterns"), Song("x9", "Band")]
    used = [("bob", who), ("bob", "s7"), ("cid", "s8"), ("cid", "s9"), ("cid", "s10")]
    assert ids(found([who], used, songs=songs))[0] == "s7"
    # One's own rows are no other's.
    own = [("ann", "s3"), *used]
    assert ids(found([who], own, songs=songs))[0] == "s7"


def test_what_is_disliked_is_lowered() -> None:
    def place(disliked: list[str]) -> int:
        return next(
            n for n, i in enumerate(ids(found(["l0", "c0"], disliked=disliked))) if i[0] == "c"
        )

    assert place([]) == 0
    assert place([f"c{n}" for n in range(1, 9)]) > 0


def test_an_album_of_hundreds_does_not_keep_others_out() -> None:
    songs = [*SONGS, *(Song(f"l{n}", "Lanterns", "Folk") for n in range(12, 500))]
    first = ids(found(["l0", "l1"], songs=songs))[:10]
    assert len([item for item in first if item.startswith("l")]) <= 5


def test_scores_never_rise_and_all_items_are_there() -> None:
    every = found(["l0", "c3", "c4"])
    scores = [item.own_score for item in every]
    assert all(score is not None for score in scores)
    assert scores == sorted(scores, key=lambda score: -(score or 0.0))
    assert sorted(ids(every)) == sorted(s.item for s in SONGS if s.item not in {"l0", "c3", "c4"})


def test_without_a_history_items_stay_as_they_came() -> None:
    every = found(["gone"])
    assert ids(every) == [song.item for song in SONGS]
    assert all(item.own_score is None for item in every)


def test_texts_say_what_is_alike() -> None:
    texts = [
        *("A detective hunts a strangler through foggy Edinburgh.", "Gardening for beginners."),
        *("The strangler returns; a detective in Edinburgh.", "Soup and bread.", "Maps of Peru."),
    ]
    rows = [
        (f"b{n}", f"Book {n}", json.dumps({"creator": f"Writer {n}", "overview": text}))
        for n, text in enumerate(texts)
    ]
    # A word that more than a tenth of a library has says nothing.
    rows += [
        (f"o{n}", f"Other {n}", json.dumps({"creator": f"A {n}", "overview": f"Word{n} thing{n}."}))
        for n in range(30)
    ]
    order = OwnOrder(rows, [])
    unseen = [HistoryItem(item) for item, *_ in rows[1:]]
    assert order.sort(unseen, [HistoryItem("b0")], [], "me", 10)[0].item_id == "b2"


def library(path: Path) -> Path:
    with closing(sqlite3.connect(path)) as db, db:
        db.executescript(
            "CREATE TABLE items (item_id, title, year, genres); "
            "CREATE TABLE interactions (user_id, item_id, timestamp);"
        )
        for item, title, facts in (song.row for song in SONGS):
            said = json.loads(facts)
            db.execute(
                "INSERT INTO items VALUES (?, ?, ?, ?)", (item, title, said["year"], said["genres"])
            )
        heard = [("ann", "l0"), ("ann", "l1"), ("ann", "l0"), ("bob", "l0"), ("bob", "x8")]
        rows = [(user, item, 1_700_000_000 + n) for n, (user, item) in enumerate(heard)]
        db.executemany("INSERT INTO interactions VALUES (?, ?, ?)", rows)
    return path


@pytest.fixture
def films(tmp_path: Path) -> Catalogue:
    items = [CatalogueItem(n, f"f{n}", f"Name {n} (1999)", 0, (1,)) for n in range(1, 50)]
    write_catalogue(tmp_path / "catalogue.db", items)
    return Catalogue(tmp_path / "catalogue.db")


def tasks_of(spool: Spool, *users: str) -> dict[str, UserTask]:
    tasks = spool.tasks(None, 20, users or None)
    return {task.user: task for task in tasks if isinstance(task, UserTask)}


def test_one_person_and_everybody_get_the_same(tmp_path: Path, films: Catalogue) -> None:
    path = library(tmp_path / "music.db")
    with HistoryDB(path) as database:
        with Spool(database, films) as spool:
            assert spool.report.nothing
            every = tasks_of(spool)
        for user in ("ann", "bob"):
            with Spool(database, films, users=(user,)) as spool:
                alone = tasks_of(spool, user)[user]
            assert alone.to_line() == every[user].to_line()
            asked = every[user].request
            assert asked.own_scores
            # A worker has it by a line of JSON.
            assert UserTask.from_json(json.loads(alone.to_line())).request == asked
    assert every["ann"].request.out_of_catalogue[0].item_id.startswith("\0l")
    # Bob has heard what ann has, and so she is told of what else he has.
    metal = [i for i in ids(every["ann"].request.out_of_catalogue) if i[1:] in {"x6", "x7", "x8"}]
    assert metal[0] == "\0x8"
    films.close()


def test_a_score_of_nothing_is_a_score() -> None:
    item = HistoryItem("a", "Ash", own_score=0.0)
    task = UserTask("ann", Request(out_of_catalogue=[item], out_of_catalogue_only=True))
    again = UserTask.from_json(json.loads(task.to_line()))
    assert again.request.out_of_catalogue == [item]


def test_where_no_title_has_its_maker_words_count() -> None:
    words = ["Night Train", "Paper Moon", "Paper Lantern", "Quiet Hill", "Slow River"]
    rows = [(f"t{n}", word, 1990) for n, word in enumerate(words)]
    unseen = [HistoryItem(item) for item, *_ in rows if item != "t1"]
    heard = [HistoryItem("t1")]
    assert ids(OwnOrder(rows, []).sort(unseen, heard, [], "ann", 10))[0] == "t2"
    # Two artists who sing of paper are not alike for that.
    by = [(item, f"{item} - {word}", year) for item, word, year in rows]
    assert ids(OwnOrder(by, []).sort(unseen, heard, [], "ann", 10))[0] == "t0"


def test_what_is_added_to_the_models_scores() -> None:
    from ilora_edge import Recommender
    from ilora_edge.demo import demo_bundle

    own = [HistoryItem("a", "Ash - One", own_score=2.0), HistoryItem("b", "Bee - Two", own_score=1)]
    asked = Request(out_of_catalogue=own, out_of_catalogue_only=True)
    with Recommender(demo_bundle()) as recommender:
        fusion: Fusion = recommender.fusion
        shortlist = recommender.recommend(asked)
        assert [place.item_id for place in shortlist.recommendations] == ["a", "b"]
        candidates = recommender.candidates(recommender.encode([]).item_scores, asked, ())
        assert fusion.offsets(candidates, asked).tolist() == [2 * OWN_WEIGHT, OWN_WEIGHT]
        # Who gives a weight asks for the two models alone.
        weighed = Request(out_of_catalogue=own, out_of_catalogue_only=True, fusion_weight=0.0)
        assert fusion.offsets(candidates, weighed).tolist() == [0.0, 0.0]
        with pytest.raises(OptionError, match="nothing"):
            recommender.recommend(Request(out_of_catalogue_only=True))


def test_a_household_has_something_for_each() -> None:
    """The weight beside the model's score would make one item worth all, and all others nothing."""
    from ilora_edge import Recommender
    from ilora_edge.alike.together import recommend_together
    from ilora_edge.demo import demo_bundle

    def asks(order: str) -> Request:
        items = [
            HistoryItem(item, f"Song {item}", own_score=2.0 - 0.2 * n)
            for n, item in enumerate(order)
        ]
        return Request(out_of_catalogue=items, out_of_catalogue_only=True)

    with Recommender(demo_bundle()) as recommender:
        found = recommend_together(recommender, [asks("abcdefgh"), asks("hgfedcba")], 4)
    assert all(0.6 < share < 0.95 for share in found.blend.shares), found.blend.shares


def test_a_long_list_is_made_in_proportion_to_its_length(monkeypatch: pytest.MonkeyPatch) -> None:
    """For each place all that were left were looked at: of a thousand, four seconds."""
    n_looks = 0
    look = OwnOrder._n_taken

    def counted(self: OwnOrder, place: int, taken: Counter[str]) -> int:
        nonlocal n_looks
        n_looks += 1
        return look(self, place, taken)

    monkeypatch.setattr(OwnOrder, "_n_taken", counted)
    songs = [Song(f"s{n}", f"Band {n % 300}") for n in range(2400)]
    assert len(found(["s1", "s7"], songs=songs, n=500)) == 2398
    assert n_looks < 20 * 500
