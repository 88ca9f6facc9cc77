"""Two shows of one name are two, and two films of one title and year may be."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_libraries import START
from app_offers import Rows, offered

from ilora_edge.histories.database import HistoryDB
from ilora_edge.matching.item_facts import read_facts

_EPISODE = "MediaBrowser.Controller.Entities.TV.Episode"
_SERIES = "MediaBrowser.Controller.Entities.TV.Series"
_SHOWS = ((1, 2019), (2, 2021))


def _kodi() -> Rows:
    rows: Rows = []
    for show, year in _SHOWS:
        rows.append(("tvshow", {"idShow": show, "c00": "Harbour", "c05": f"{year}-04-15"}))
        for number, title in enumerate(("Pilot", "Ebb"), 1):
            item = 10 * show + number
            rows += [
                ("files", {"idFile": item, "strFilename": f"{item}.mkv",
                           "playCount": 1 if show == 1 else None}),
                ("episode", {"idEpisode": item, "idFile": item, "c00": title, "idShow": show,
                             "c12": "1", "c13": str(number)}),
            ]  # fmt: skip
    return rows


def _jellyfin() -> Rows:
    rows: Rows = [("Users", {"Id": "ANN", "Username": "ann"})]
    for show, year in _SHOWS:
        rows.append(("BaseItems", {"Id": f"S{show}", "Type": _SERIES, "Name": "Harbour",
                                   "IsFolder": 1, "ProductionYear": year}))  # fmt: skip
        for number, title in enumerate(("Pilot", "Ebb"), 1):
            item = f"E{show}{number}"
            rows.append(("BaseItems", {
                "Id": item, "Type": _EPISODE, "Name": title, "SeriesName": "Harbour",
                "SeriesId": f"S{show}", "ParentIndexNumber": 1, "IndexNumber": number,
                "ProductionYear": year, "PresentationUniqueKey": item,
            }))  # fmt: skip
            if show == 1:
                rows.append(("UserData", {"ItemId": item, "UserId": "ANN", "PlayCount": 1,
                                          "CustomDataKey": item.lower(), "Played": 1}))  # fmt: skip
    return rows


def _plex() -> Rows:
    rows: Rows = [("accounts", {"id": 1, "name": "ann"})]
    for show, year in _SHOWS:
        at = 10 * show
        rows += [
            ("metadata_items", {"id": at, "metadata_type": 2, "title": "Harbour", "year": year,
                                "guid": f"plex://show/{show}"}),
            ("metadata_items", {"id": at + 9, "metadata_type": 3, "title": "Season 1", "index": 1,
                                "parent_id": at, "guid": f"plex://season/{show}"}),
        ]  # fmt: skip
        for number, title in enumerate(("Pilot", "Ebb"), 1):
            guid = f"plex://episode/{show}{number}"
            rows.append(("metadata_items", {
                "id": at + number, "metadata_type": 4, "title": title, "guid": guid,
                "parent_id": at + 9, "index": number,
            }))  # fmt: skip
            if show == 1:
                rows.append(("metadata_item_settings", {"account_id": 1, "guid": guid,
                                                        "view_count": 1}))  # fmt: skip
    return rows


def _emby() -> Rows:
    rows: Rows = []
    for show, year in _SHOWS:
        at = 10 * show
        rows.append(("MediaItems", {"Id": at, "type": 6, "Name": "Harbour",
                                    "ProductionYear": year}))  # fmt: skip
        for number, title in enumerate(("Pilot", "Ebb"), 1):
            rows += [
                ("UserDataKeys2", {"Id": at + number, "UserDataKey": str(at + number)}),
                ("MediaItems", {"Id": at + number, "type": 8, "Name": title, "Path": f"{at}.mkv",
                                "SeriesName": "Harbour", "SeriesId": at, "IndexNumber": number,
                                "ParentIndexNumber": 1, "ProductionYear": year,
                                "UserDataKeyId": at + number}),
            ]  # fmt: skip
            if show == 1:
                rows.append(("UserDatas", {"UserDataKeyId": at + number, "userId": 1, "played": 1,
                                           "LastPlayedDateInt": START}))  # fmt: skip
    return rows


_ROWS = {"kodi": _kodi, "jellyfin": _jellyfin, "plex 2026": _plex, "emby 4.10.1.0": _emby}
_SECOND = {
    "kodi": ["e21", "e22"],
    "jellyfin": ["E21", "E22"],
    "plex 2026": ["plex://episode/21", "plex://episode/22"],
    "emby 4.10.1.0": ["21", "22"],
}


@pytest.mark.parametrize("schema", _ROWS)
def test_who_has_seen_one_show_is_offered_the_other(schema: str, tmp_path: Path) -> None:
    """From its beginning on: it is a series of its own."""
    ((_, items),) = offered(schema, _ROWS[schema](), tmp_path).items()
    assert items == _SECOND[schema]
    with HistoryDB(tmp_path / "app.db") as history:
        series = {item: facts for item, _, facts in history.described_items()}
    first, second = (read_facts(series[i]).series for i in (_first(schema), _SECOND[schema][0]))
    assert first != second


def _first(schema: str) -> str:
    return {"kodi": "e11", "jellyfin": "E11", "emby 4.10.1.0": "11"}.get(
        schema, "plex://episode/11"
    )


def test_a_film_whose_file_has_no_row_is_not_shown(tmp_path: Path) -> None:
    rows: Rows = [
        ("files", {"idFile": 1, "strFilename": "1.mkv"}),
        *(("movie", {"idMovie": n, "idFile": n, "c00": f"Ebb {n}"}) for n in (1, 2)),
    ]
    assert offered("kodi", rows, tmp_path) == {"me": ["m1"]}


@pytest.mark.parametrize(
    ("guid", "years"), [(None, (1990, 1990)), ("", (1990, 1990)), ("local://5", (1990, 2001))]
)
def test_a_key_that_was_dealt_again_is_of_two_films(
    guid: str | None, years: tuple[int, int], tmp_path: Path
) -> None:
    """What Tautulli has imported knows no guids, and a local one is a key too."""
    rows: Rows = [("users", {"user_id": u, "username": f"u{u}"}) for u in (11, 12)]
    for number, (title, year) in enumerate(zip(("Ebb", "Flow"), years, strict=True), 1):
        rows += [
            ("session_history", {"id": number, "reference_id": number, "started": START + number,
                                 "rating_key": 5, "user_id": 10 + number, "media_type": "movie"}),
            ("session_history_metadata", {"id": number, "rating_key": 5, "title": title,
                                          "full_title": title, "media_type": "movie",
                                          "year": year, "guid": guid}),
        ]  # fmt: skip
    known = [f"Ebb ({years[0]})", f"Flow ({years[1]})"]
    assert offered("tautulli", rows, tmp_path, known) == {"11": known[1:], "12": known[:1]}
    with HistoryDB(tmp_path / "app.db") as history:
        # The last that had it keeps the key for a name.
        assert [e.item_id for e in history.read_history("12")] == [guid or "5"]


@pytest.mark.parametrize(
    ("ids", "left"),
    [
        (("tt0000001", "tt0000002"), ["m2"]),
        (("tt0000001", "tt0000001"), []),
        (("tt0000001", None), []),
        ((None, None), []),
    ],
)
def test_two_films_of_one_title_and_year(
    ids: tuple[str | None, str | None], left: list[str], tmp_path: Path
) -> None:
    """IMDb tells them apart; without it they are copies."""
    rows: Rows = []
    for number, imdb in enumerate(ids, 1):
        rows += [
            ("files", {"idFile": number, "strFilename": f"{number}.mkv",
                       "playCount": 1 if number == 1 else None}),
            ("movie", {"idMovie": number, "idFile": number, "c00": "Ebb",
                       "premiered": "2022-09-08"}),
        ]  # fmt: skip
        if imdb is not None:
            rows.append(("uniqueid", {"media_id": number, "media_type": "movie", "type": "imdb",
                                      "value": imdb}))  # fmt: skip
    assert offered("kodi", rows, tmp_path) == {"me": left}
