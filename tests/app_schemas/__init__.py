"""Small databases in the schemas of other applications, with the traps that real ones hold.

A module for each application. Times are midnights: 1735689600 is 2025-01-01 00:00 UTC, and a day
has 86400 seconds.
"""

from __future__ import annotations

from importlib import import_module

from app_schemas.building import Build, Rows

_NAMES = (
    "aniyomi anki antennapod applebooks applepodcasts audiobookshelf calibre chromium "
    "clementine cozy elisa emby epiphany firefox freshrss goggalaxy gonic gpodder innertune "
    "jellyfin kasts kavita kobo kodi koel komga koreader kotatsu lms lollypop lute lutris "
    "lyrion maloja mediamonkey mediatracker mihon mixxx movary navidrome newpipe newsboat "
    "playbackreporting plex pocketcasts podcastaddict podfetch qutebrowser safari stash strawberry "
    "supysonic tautulli vimusic vlc watcharr yacreader yamtrack zotero "
)
_APPS = [import_module(f"app_schemas.{name}") for name in _NAMES.split()]

SCHEMAS: dict[str, Build] = {name: build for app in _APPS for name, build in app.SCHEMAS.items()}
EXPECTED: dict[str, Rows] = {name: rows for app in _APPS for name, rows in app.EXPECTED.items()}
