"""Where an application keeps ids of IMDb, TMDB and MusicBrainz, its preset reads them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from app_schemas import SCHEMAS

from ilora_edge.histories.database import HistoryDB
from ilora_edge.matching.item_facts import read_facts

FILM = "(SELECT Id FROM BaseItems WHERE Name = 'Low Water')"


@pytest.mark.parametrize(
    ("schema", "script", "title", "ids"),
    [
        (
            "jellyfin",
            "CREATE TABLE BaseItemProviders (ItemId TEXT, ProviderId TEXT, ProviderValue TEXT);"
            f"INSERT INTO BaseItemProviders VALUES ({FILM}, 'Imdb', 'tt0111161'),"
            f" ({FILM}, 'Tmdb', '278'), ({FILM}, 'Tvdb', '9');",
            "Low Water",
            {"imdb": "tt0111161", "tmdb": "278"},
        ),
        (
            "jellyfin-10.10",
            "ALTER TABLE TypedBaseItems ADD COLUMN ProviderIds TEXT;"
            "UPDATE TypedBaseItems SET ProviderIds = 'Tvdb=9|Imdb=tt0111161|Tmdb=278'"
            " WHERE Name = 'Low Water';",
            "Low Water",
            {"imdb": "tt0111161", "tmdb": "278"},
        ),
        (
            "jellyfin-10.10",
            "ALTER TABLE TypedBaseItems ADD COLUMN ProviderIds TEXT;"
            "UPDATE TypedBaseItems SET ProviderIds = 'Tmdb=278|Imdb=tt0111161',"
            " type = 'MediaBrowser.Controller.Entities.TV.Episode' WHERE Name = 'Low Water';",
            "Low Water",
            {"imdb": "tt0111161"},
        ),
        (
            "kodi",
            "CREATE TABLE IF NOT EXISTS uniqueid (uniqueid_id INTEGER PRIMARY KEY, media_id INT,"
            " media_type TEXT, value TEXT, type TEXT); DELETE FROM uniqueid;"
            "INSERT INTO uniqueid (media_id, media_type, value, type) VALUES"
            " (1, 'movie', 'tt0111161', 'imdb'), (1, 'movie', '278', 'tmdb'),"
            " (1, 'episode', '5', 'tmdb');",
            "Low Water",
            {"imdb": "tt0111161", "tmdb": "278"},
        ),
        (
            "plex",
            "CREATE TABLE tags (id INTEGER PRIMARY KEY, tag TEXT, tag_type INT);"
            "CREATE TABLE taggings (id INTEGER PRIMARY KEY, metadata_item_id INT, tag_id INT);"
            "INSERT INTO tags VALUES (1, 'imdb://tt0111161', 314), (2, 'tmdb://278', 314),"
            " (3, 'Drama', 1);"
            "INSERT INTO taggings VALUES (1, 6, 1), (2, 6, 2), (3, 6, 3);",
            "High Water",
            {"imdb": "tt0111161", "tmdb": "278"},
        ),
        (
            "plex",
            "UPDATE metadata_items SET guid = 'com.plexapp.agents.themoviedb://278?lang=en'"
            " WHERE id = 6;",
            "High Water",
            {"tmdb": "278"},
        ),
        (
            "emby",
            "UPDATE MediaItems SET ProviderIds = 'Tmdb=278|Imdb=tt0111161' WHERE Id = 1;",
            "Low Water",
            {"imdb": "tt0111161"},
        ),
        (
            "strawberry",
            "ALTER TABLE songs ADD COLUMN musicbrainz_recording_id TEXT;"
            "UPDATE songs SET musicbrainz_recording_id = '2c5e4198-24cf-3c95-a16e-83be8e877dfa'"
            " WHERE title = 'Harbour';",
            "The Lanterns - Harbour",
            {"musicbrainz": "2c5e4198-24cf-3c95-a16e-83be8e877dfa"},
        ),
        (
            "yamtrack",
            "UPDATE app_item SET media_type = 'tv' WHERE id = 1;",
            "Low Water",
            {},
        ),
    ],
)
def test_a_preset_reads_them(
    schema: str, script: str, title: str, ids: dict[str, str], tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "app.db")) as db:
        SCHEMAS[schema](db)
        db.executescript(script)
    with HistoryDB(tmp_path / "app.db") as history:
        found = {t.decode(): read_facts(c).elsewhere() for _, t, c in history.described_items()}
    assert found[title] == ids
