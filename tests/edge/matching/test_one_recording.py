"""One recording in a library, from several tapes and discs."""

from __future__ import annotations

import json

import pytest

from ilora_edge.matching.copies import Mark, marks


def of(title: str, creator: str | None = "The Kilns", **facts: object) -> frozenset[Mark]:
    return marks(title, json.dumps({"creator": creator, "album": "A", **facts}))


@pytest.mark.parametrize(
    "title",
    [
        *("Ash! - Remastered 2009", "Ash! (2009 Remaster)", "Ash! - 2009 Remaster"),
        *("Ash! [Remastered]", "Ash! - Mono / Remastered", "Ash! - Remastered 2009 / Stereo"),
        *("Ash! - Digitally Remastered", "Ash! (Album Version)", "ASH! - Remastered Version"),
    ],
)
def test_the_same_from_another_tape(title: str) -> None:
    assert of(title, album="B", year=2009) & of("Ash!", year=1965)


@pytest.mark.parametrize(
    "title",
    [
        *("Ash! - Live", "Ash! (Acoustic)", "Ash! - Live / Remastered 2009", "Ash! (2011 Mix)"),
        *(
            "Ash! (Radio Edit)",
            "Ash! - Single Version",
            "Ash! Remaster",
            "Ash! (Remastered) - Live",
        ),
    ],
)
def test_another_recording(title: str) -> None:
    assert not of(title) & of("Ash!")


def test_names_that_only_look_like_it() -> None:
    assert not of("Remastered") & of("")
    assert not of("Master of Clay") & of("Master")
    assert not of("Ash! - Remastered 2009") & of("Ash!", creator="The Rims")


def test_a_film_that_was_restored() -> None:
    one = marks("Clay (Remastered)", json.dumps({"year": 1979}))
    assert one & marks("Clay", json.dumps({"year": 1979}))
    assert not one & marks("Clay", json.dumps({"year": 2009}))


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("Clay (The Final Cut)", "Clay"),
        ("Clay: Special Edition", "Clay (Director's Cut)"),
        ("Clay (Unabridged)", "Clay: A Novel"),
        ("Kiln Game of the Year Edition", "Kiln"),
    ],
)
def test_another_edition_of_a_film_a_book_or_a_game(title: str, other: str) -> None:
    for facts in ({"year": 1979}, {"creator": "Quill, Ann"}, {"year": 1979, "series": "C",
                                                               "part": "2"}):  # fmt: skip
        assert marks(title, json.dumps(facts)) & marks(other, json.dumps(facts))
    # A song may be so called; of nobody's and no year's it says too little.
    assert not of(title) & of(other)
    assert not marks(title, None) & marks(other, None)


@pytest.mark.parametrize(
    ("title", "other"),
    [("The Final Cut", "The First Cut"), ("Clay: Part 2", "Clay"), ("Cut", "Uncut"),
     ("Clay (Remix)", "Clay")],
)  # fmt: skip
def test_no_edition(title: str, other: str) -> None:
    facts = json.dumps({"year": 1979})
    assert not marks(title, facts) & marks(other, facts)


@pytest.mark.parametrize(
    "name",
    [
        *("I. Allegro", "Allegro con brio", "Menuetto: Allegretto", "III. Rondo. Allegro"),
        *("Adagio", "Sarabande", "Bourrée I & II", "Kyrie", "Skit", "Var. 3", "IV. Romance"),
    ],
)
def test_a_movement_is_of_its_album(name: str) -> None:
    """An orchestra has played many of one name; the same album twice is the same piece."""
    title = f"Quay Orchestra - {name}"
    assert not of(title, None, album="Symphony No. 5") & of(title, None, album="Symphony No. 7")
    assert of(title, None, album="Symphony No. 5") & of(title, None, album="Symphony No. 5")


@pytest.mark.parametrize(
    "name", ["Gloria", "The March", "Love Theme", "Adagio for Oars", "Symphony No. 5 - I. Allegro"]
)
def test_a_song_is_the_same_on_another_album(name: str) -> None:
    title = f"The Kilns - {name}"
    assert of(title, None, album="A") & of(title, None, album="B")


@pytest.mark.parametrize(
    "title",
    [
        *("S01E01", "s01e01.mkv", "title_t00", "VIDEO_TS", "00801.m2ts", "Episode 1", "CD1"),
        *("Disc 2", "IMG_0001", "Movie", "New Recording 3", "Untitled"),
    ],
)
def test_what_names_no_work_has_no_copies(title: str) -> None:
    """Of a disc, a camera, a folder: with a year, an author or an id of IMDb it is a work."""
    assert not marks(title, None)
    assert marks(title, json.dumps({"year": 1999}))
    assert marks(title, json.dumps({"creator": "The Kilns"}))
    assert marks(title, json.dumps({"imdb": "tt0111161"}))


@pytest.mark.parametrize(
    "title", ["300", "1917", "Up", "Ash", "Title", "Film", "VID_20240101_1010"]
)
def test_a_short_name_is_a_name(title: str) -> None:
    assert marks(title, None)


def test_a_film_in_its_own_language_and_translated() -> None:
    made = json.dumps({"year": 1979, "original_title": "Clay"})
    assert marks("Der Ton", made) & marks("Clay", json.dumps({"year": 1979}))
    assert not marks("Der Ton", made) & marks("Clay", json.dumps({"year": 2009}))
    # Many an episode is called Pilot, and of a song it is who sings.
    for more in ({"part": "S1E1"}, {"series": "Kiln"}, {"album": "Ash"}, {"creator": "Roe"}):
        facts = json.dumps({"year": 1979, "original_title": "Pilot", **more})
        assert not marks("Kiln - Pilot", facts) & marks("Ash - Pilot", facts)


def test_a_book_with_its_series_behind_it() -> None:
    facts = json.dumps({"creator": "Quill, Ann"})
    assert marks("Clay (Kiln Saga, #1)", facts) & marks("Clay", facts)
    # A further volume that is only called like its series.
    assert not marks("Kiln Saga (Kiln Saga, #2)", facts) & marks("Kiln Saga", facts)
