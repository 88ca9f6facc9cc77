"""What was seen under a number of IMDb, TMDB or TheTVDB is the same under another agent's guid."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from app_offers import Rows, offered

from ilora_edge.histories.database import HistoryDB

_AT = 1764009005
_OLD = "com.plexapp.agents."


def film(number: int, guid: str, title: str) -> tuple[str, Mapping[str, object]]:
    row = {"id": number, "guid": guid, "title": title, "metadata_type": 1, "year": 1999}
    return "metadata_items", row


def tagged(number: int, item: int, tag: str) -> Rows:
    return [
        ("tags", {"id": number, "tag": tag, "tag_type": 314}),
        ("taggings", {"id": number, "metadata_item_id": item, "tag_id": number}),
    ]


def counted(guid: str) -> tuple[str, Mapping[str, object]]:
    """As after a new library: the counts stay, under the guids of before."""
    row = {"account_id": 1, "guid": guid, "view_count": 1, "last_viewed_at": _AT}
    return "metadata_item_settings", row


def show(guid: str, *episodes: str) -> Rows:
    rows: Rows = [
        ("metadata_items", {"id": 1, "guid": guid, "title": "Kiln", "metadata_type": 2}),
        ("metadata_items", {"id": 2, "guid": f"{guid}/1", "title": "Season 1",
         "metadata_type": 3, "parent_id": 1, "index": 1}),
    ]  # fmt: skip
    for number, episode in enumerate(episodes, 1):
        row = {"id": 10 + number, "guid": episode, "title": f"Part {number}", "parent_id": 2}
        rows.append(("metadata_items", {**row, "metadata_type": 4, "index": number}))
    return rows


# Rows, what is history, and what is offered.
CASES: dict[str, tuple[Rows, set[str], set[str]]] = {
    "a film's number of IMDb": (
        [film(1, "plex://movie/a", "Kiln"), film(2, "plex://movie/b", "Ash"),
         *tagged(1, 1, "imdb://tt0111161"), *tagged(2, 2, "imdb://tt01111612"),
         counted(f"{_OLD}imdb://tt0111161?lang=en")],
        {"plex://movie/a"}, {"plex://movie/b"},
    ),
    "a film's number of TMDB": (
        [film(1, "plex://movie/a", "Kiln"), film(2, "plex://movie/b", "Ash"),
         *tagged(1, 1, "tmdb://278"), *tagged(2, 2, "tmdb://2780"),
         counted(f"{_OLD}themoviedb://278?lang=de")],
        {"plex://movie/a"}, {"plex://movie/b"},
    ),
    "the language of the library": (
        [film(1, f"{_OLD}imdb://tt0111161?lang=en", "Kiln"),
         film(2, f"{_OLD}imdb://tt0111162?lang=en", "Ash"),
         counted(f"{_OLD}imdb://tt0111161?lang=de")],
        {f"{_OLD}imdb://tt0111161?lang=en"}, {f"{_OLD}imdb://tt0111162?lang=en"},
    ),
    "the language of a show": (
        [*show(f"{_OLD}thetvdb://7?lang=en", f"{_OLD}thetvdb://7/1/1?lang=en",
               f"{_OLD}thetvdb://7/1/2?lang=en"), counted(f"{_OLD}thetvdb://7/1/1?lang=de")],
        {f"{_OLD}thetvdb://7/1/1?lang=en"}, {f"{_OLD}thetvdb://7/1/2?lang=en"},
    ),
    "counted under both": (
        [film(1, "plex://movie/a", "Kiln"), film(2, "plex://movie/b", "Ash"),
         *tagged(1, 1, "imdb://tt0111161"), counted("plex://movie/a"),
         counted(f"{_OLD}imdb://tt0111161?lang=en")],
        {"plex://movie/a"}, {"plex://movie/b"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_plex_counts_under_a_guid_of_before(name: str, tmp_path: Path) -> None:
    rows, watched, free = CASES[name]
    found = offered("plex 2026", rows, tmp_path)
    with HistoryDB(tmp_path / "app.db") as history:
        events = history.read_history("1")
    assert [event.item_id for event in events] == sorted(watched)
    assert [event.timestamp for event in events] == [_AT]
    assert set(found["1"]) == free


@pytest.mark.parametrize(
    "agent", ["thetvdb://7", "themoviedb://8", "hama://tvdb-7", "hama://tmdb-8"]
)
def test_plex_knows_an_episode_by_a_number_of_its_show(agent: str, tmp_path: Path) -> None:
    """Whichever of the agents of before had numbered it, also by the name of an agent for anime."""
    rows = [*show("plex://show/a", "plex://e1", "plex://e2"), *tagged(1, 1, "tvdb://7"),
            *tagged(2, 1, "tmdb://8"), counted(f"{_OLD}{agent}/1/1?lang=en")]  # fmt: skip
    assert offered("plex 2026", rows, tmp_path) == {"1": ["plex://e2"]}


def test_tautulli_knows_a_film_whose_library_changed_its_language(tmp_path: Path) -> None:
    rows: Rows = [("users", {"user_id": u, "username": f"u{u}"}) for u in (11, 12)]
    for n, (title, guid) in enumerate((("Kiln", "imdb://tt1?lang=en"),
                                       ("Der Ofen", "imdb://tt1?lang=de"),
                                       ("Ash", "imdb://tt11?lang=de")), 1):  # fmt: skip
        rows += [
            ("session_history", {"id": n, "reference_id": n, "started": _AT, "rating_key": n,
                                 "user_id": min(10 + n, 12), "media_type": "movie"}),
            ("session_history_metadata", {"id": n, "rating_key": n, "full_title": title,
                                          "media_type": "movie", "guid": _OLD + guid}),
        ]  # fmt: skip
    assert offered("tautulli", rows, tmp_path) == {"11": [f"{_OLD}imdb://tt11?lang=de"], "12": []}


def test_jellyfin_takes_a_film_in_a_library_of_videos_for_that_film(tmp_path: Path) -> None:
    kind = "MediaBrowser.Controller.Entities."
    rows: Rows = [
        *(("BaseItems", {"Id": i, "Type": kind + of, "Name": name, "PresentationUniqueKey": i})
          for i, of, name in (("A1", "Movies.Movie", "Kiln"), ("A2", "Video", "Der Ofen"),
                              ("A3", "TV.Episode", "Ash"), ("A4", "Video", "Clay"))),
        *(("BaseItemProviders", {"ItemId": i, "ProviderId": "Imdb", "ProviderValue": "tt1"})
          for i in ("A1", "A2", "A3")),
        ("UserData", {"ItemId": "A1", "UserId": "U1", "CustomDataKey": "a1", "Played": 1,
         "PlayCount": 1}),
    ]  # fmt: skip
    assert offered("jellyfin", rows, tmp_path) == {"U1": ["A3", "A4"]}
