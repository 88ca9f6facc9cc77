"""What services let people download, a small file of each, and recipes: changed as text is."""

from __future__ import annotations

import random
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from ilora_edge.importers.store import write_import
from ilora_train.recipe_file import load_recipe

Run = Callable[[], object]

FILES: dict[str, tuple[str, str]] = {
    "letterboxd": (
        "ratings.csv",
        "Date,Name,Year,Letterboxd URI,Rating\n2020-01-02,Alien,1979,https://x/1,4.5\n"
        "2020-01-05,Brazil,1985,https://x/2,4\n",
    ),
    "imdb": (
        "ratings.csv",
        "Const,Your Rating,Date Rated,Title,URL,Title Type,Year\n"
        'tt0078748,9,2020-01-01,"Alien, the",https://x,Movie,1979\n',
    ),
    "trakt": (
        "watched-movies.json",
        '[{"plays": 1, "last_watched_at": "2020-01-01T00:00:00.000Z", "movie": {"title": "Alien", '
        '"year": 1979, "ids": {"trakt": 1, "imdb": "tt0078748"}}}]',
    ),
    "goodreads": (
        "goodreads.csv",
        "Book Id,Title,Author,ISBN,ISBN13,My Rating,Date Read,Date Added,Bookshelves,"
        'Exclusive Shelf\n1,Dune,Frank Herbert,"=""0441013597""",,5,2020/01/02,2019/12/01,,read\n',
    ),
    "storygraph": (
        "export.csv",
        "Title,Authors,ISBN/UID,Read Status,Last Date Read,Dates Read,Star Rating\n"
        "Dune,Frank Herbert,9780441013593,read,2020/01/02,2020/01/01-2020/01/02,4.5\n",
    ),
    "myanimelist": (
        "animelist.xml",
        "<myanimelist><anime><series_animedb_id>1</series_animedb_id><series_title><![CDATA[Bebop]]>"
        "</series_title><my_finish_date>2020-02-01</my_finish_date><my_score>9</my_score>"
        "<my_status>Completed</my_status></anime></myanimelist>",
    ),
    "netflix": ("NetflixViewingHistory.csv", 'Title,Date\n"Dark: Season 1: Secrets","1/13/20"\n'),
    "tv_time": (
        "tracking-prod-records.csv",
        "type,entity_type,movie_name,series_name,release_date,watch_date_range_key,created_at\n"
        "watch,movie,Alien,,1979-05-25,watch-date-1740862800,2025-03-01 23:00:00\n",
    ),
    "spotify": (
        "StreamingHistory0.json",
        '[{"endTime": "2020-01-01 10:00", "artistName": "A", "trackName": "T", "msPlayed": 2e5}]',
    ),
    "lastfm_scrobbles": (
        "scrobbles.xml",
        "<lfm><recenttracks><track><artist>A</artist><name>T</name>"
        '<date uts="1230497786">28 Dec 2008</date></track></recenttracks></lfm>',
    ),
    "listenbrainz": (
        "listens.jsonl",
        '{"listened_at": 1577872800, "track_metadata": {"artist_name": "A", "track_name": "T"}}\n',
    ),
    "kindle_clippings": (
        "My Clippings.txt",
        "Dune (Frank Herbert)\n- Your Highlight on page 5 | Added on Monday, January 1, 2024"
        "\n\nFear\n==========\n",
    ),
    "overcast": (
        "overcast.opml",
        '<opml version="1.0"><body><outline type="rss" title="Talk"><outline title="One" '
        'type="podcast-episode" userUpdatedDate="2020-01-01T10:00:00-04:00" played="1"/>'
        "</outline></body></opml>",
    ),
    "itunes": (
        "Library.xml",
        '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "x"><plist version="1.0"><dict>'
        "<key>Tracks</key><dict><key>1</key><dict><key>Name</key><string>T</string><key>Artist</key>"
        "<string>A</string><key>Rating</key><integer>80</integer><key>Play Date UTC</key>"
        "<date>2020-01-01T10:00:00Z</date></dict></dict></dict></plist>",
    ),
    "rhythmbox": (
        "rhythmdb.xml",
        '<rhythmdb version="2.0"><entry type="song"><title>T</title><artist>A</artist><rating>4'
        "</rating><play-count>1</play-count><last-played>1577872800</last-played><date>729755</date>"
        "</entry></rhythmdb>",
    ),
    "kodi": (
        "videodb.xml",
        "<videodb><movie><title>Alien</title><year>1979</year><userrating>9</userrating><playcount>1"
        "</playcount><lastplayed>2020-01-01 10:00:00</lastplayed><resume><position>0.0</position>"
        '</resume><uniqueid type="imdb">tt0078748</uniqueid></movie></videodb>',
    ),
    "youtube": (
        "watch-history.json",
        '[{"header": "YouTube", "title": "Watched Video", "titleUrl": '
        '"https://www.youtube.com/watch?v=abcdefghijk", "time": "2020-01-01T10:00:00.000Z"}]',
    ),
}
"""By module of ``ilora_edge.importers``: a name that it reads, and what it holds."""

RECIPE = """
seed = 3
[data]
min_rating = 3.5
exclude_users_from = []
validation_users = 2
[prompt]
style = "compact"
history_window = 4
[encoder]
hidden_size = 8
dropout = 0.5
max_epochs = 3
[backbone]
vocab_size = 300
hidden_size = 32
context = 64
[experts]
n_experts = 2
lora_rank = 4
lr = 1e-3
targets = ["q_proj"]
"""

_ODD = (
    "", "\0", "\ufeff", "\x1b[31m", "\u202e", '"', "'", ",", ";", "\n", "\r", "\t", "-", "-1",
    "0", "1e999", "nan", "inf", "9" * 400, "x" * 100_000, "[" * 2000, "{" * 2000, "<a>" * 20,
    "]]>", "&x;", "null", "true", '<!DOCTYPE a [<!ENTITY x "xx">]>', "2020-13-45", "0001-01-01",
    "9999-12-31", "1/2/3", "\ud7ff", "é", "[]", "{}", "=1+1", "\\u0000", "\\ud800", "=",
    "[experts]", "4.5", "2147483648", "1" * 30,
)  # fmt: skip


def changed(text: str, rng: random.Random) -> bytes:
    """Return a text with some of its pieces left out, doubled, cut off or replaced."""
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        start = rng.randrange(len(text) + 1)
        end = min(len(text), start + rng.choice((0, 1, 1, 2, 8, 40)))
        odd = rng.choice((*_ODD, text[start:end] * 2, text * 20))
        text = text[:start] + odd + text[end:]
    raw = bytearray(text.encode("utf-8", "surrogatepass"))
    kind = rng.random()
    if kind < 0.05:
        raw = bytearray(text.encode("utf-16", "surrogatepass"))
    elif kind < 0.15 and raw:
        raw[rng.randrange(len(raw))] = rng.randrange(256)
    elif kind < 0.2:
        del raw[rng.randrange(len(raw) + 1) :]
    return bytes(raw)


def exports(base: Path, work: Path, rng: random.Random) -> Run:
    """Change a service's file, and import it."""
    name = rng.choice(list(FILES))
    file, text = FILES[name]
    path = work / file
    path.write_bytes(changed(text, rng))
    source = import_module(f"ilora_edge.importers.{name}").SOURCE
    return lambda: write_import(work / "new.db", source([path], None, rng.choice((None, "day"))))


def recipe(base: Path, work: Path, rng: random.Random) -> Run:
    """Change a recipe, and read it."""
    path = work / "recipe.toml"
    path.write_bytes(changed(RECIPE, rng))
    return lambda: load_recipe(path)
