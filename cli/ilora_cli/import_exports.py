"""``ilora-edge import SERVICE FILE... DB``: what a service lets a person download of themselves."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ilora_cli.import_run import run_import
from ilora_cli.options.imports import Database, Exports, TextOptions
from ilora_cli.options.run import Json

if TYPE_CHECKING:
    from ilora_edge.importers.personal import PersonalExport

# Command: the service, and its files; its module in ilora_edge.importers has the command's name.
EXPORTS = {
    "letterboxd": ("Letterboxd", "diary.csv, watched.csv, ratings.csv, reviews.csv"),
    "imdb": ("IMDb", "ratings.csv"),
    "trakt": ("Trakt", "history, watched and ratings, as JSON or CSV"),
    "goodreads": ("Goodreads", "goodreads_library_export.csv"),
    "storygraph": ("The StoryGraph", "the library as CSV"),
    "kindle-clippings": ("Kindle", "My Clippings.txt, on the device"),
    "myanimelist": ("MyAnimeList", "animelist_*.xml.gz and mangalist_*.xml.gz"),
    "netflix": ("Netflix", "NetflixViewingHistory.csv or ViewingActivity.csv"),
    "tv-time": ("TV Time", "tracking-prod-records.csv and -v2.csv, seen_episode.csv"),
    "spotify": ("Spotify", "StreamingHistory*.json or the extended history"),
    "lastfm-scrobbles": ("Last.fm", "scrobbles, as CSV, JSON or XML of any usual exporter"),
    "listenbrainz": ("ListenBrainz", "listens and feedback, as JSON lines"),
    "overcast": ("Overcast", "overcast.opml, the extended export"),
    "youtube": ("YouTube", "watch-history.json or watch-history.html"),
}
# The same of players, which keep a library of their own.
LIBRARIES = {
    "kodi": ("Kodi", "videodb.xml, by Export library > Single file; for a library in MySQL"),
    "itunes": ("iTunes or Apple Music", "Library.xml, by File > Library > Export Library"),
    "rhythmbox": ("Rhythmbox", "rhythmdb.xml in ~/.local/share/rhythmbox"),
}


_OF_FILMS = frozenset({"letterboxd", "imdb", "trakt", "netflix", "kodi"})
"""Of which the bundle of films makes a list at once."""


def add_exports(app: typer.Typer) -> None:
    """Give an app a command for each service."""
    for command, (service, files) in EXPORTS.items():
        words = (
            f"Import what {service} let you download.\n\nIt reads: {files}.\n\n"
            f"$ ilora-edge import {command} {command}.zip histories.db"
        )
        app.command(command, help=words, rich_help_panel="Exports of services")(
            _command(command.replace("-", "_"))
        )
    for command, (player, files) in LIBRARIES.items():
        words = (
            f"Import a library of {player}.\n\nIt reads last plays, ratings and what was never "
            f"played from {files}.\n\n$ ilora-edge import {command} library.xml music.db"
        )
        app.command(command, help=words, rich_help_panel="Libraries of players")(_command(command))


def _command(module: str) -> Callable[..., None]:
    def call(paths: Exports, db: Database, *, text: TextOptions, as_json: Json = False) -> None:
        make: Callable[..., PersonalExport] = import_module(f"ilora_edge.importers.{module}").SOURCE
        run_import(text.of_user(make(paths, text.encoding, text.order)), db, as_json)
        if not as_json:
            _say_next(db, text.user, module in _OF_FILMS)

    return call


def _say_next(db: Path, user: str | None, of_films: bool) -> None:
    """Say how to go on: an import by itself recommends nothing."""
    from shlex import join

    from ilora_cli.console import note
    from ilora_edge.bundle.named_backbones import PACKAGED
    from ilora_edge.demo import films_bundle

    # Of several people in one file each is to be named; "--" stands before what is like an option.
    whose = [] if user is None else ["--", user] if user.startswith("-") else [user]
    films, of = films_bundle(), ["--db", str(db)]
    if of_films and films.is_dir():
        model = PACKAGED["smollm2-135m"]
        first = "" if model.find() else f"{model.command}; then "
        command = join(["ilora-edge", "recommend", *of, "--bundle", str(films), *whose])
        note(f"next: {first}{command}")
    else:
        note(f"next: {join(['ilora-edge', 'history', *of, *whose])}")
