"""Generated libraries of applications, with what their owners have watched, read or heard.

Each is built in the schema of the application as its sources have it, views, triggers and indexes
included, with what makes real ones hard: marks without a time, several versions of a film, remakes
of one title, replays, keys that meant another film before, files that are gone.
"""

from __future__ import annotations

from app_libraries.aniyomi import aniyomi
from app_libraries.applebooks import applebooks
from app_libraries.audiobookshelf import audiobookshelf
from app_libraries.calibre import calibre
from app_libraries.clementine import clementine
from app_libraries.elisa import elisa
from app_libraries.emby import emby
from app_libraries.goggalaxy import goggalaxy
from app_libraries.gonic import gonic
from app_libraries.gpodder import gpodder
from app_libraries.innertune import innertune
from app_libraries.jellyfin import jellyfin
from app_libraries.kavita import kavita
from app_libraries.kobo import kobo
from app_libraries.kodi import kodi
from app_libraries.komga import komga
from app_libraries.kotatsu import kotatsu
from app_libraries.lollypop import lollypop
from app_libraries.mediatracker import mediatracker
from app_libraries.mixxx import mixxx
from app_libraries.movary import movary
from app_libraries.navidrome import navidrome
from app_libraries.plex import plex
from app_libraries.pocketcasts import pocketcasts
from app_libraries.podfetch import podfetch
from app_libraries.stash import stash
from app_libraries.tautulli import tautulli
from app_libraries.truth import START as START
from app_libraries.truth import Build as Build
from app_libraries.truth import Truth as Truth
from app_libraries.vimusic import vimusic
from app_libraries.vlc import vlc
from app_libraries.watcharr import watcharr
from app_libraries.yacreader import yacreader

LIBRARIES: dict[str, Build] = {
    "aniyomi": aniyomi,
    "applebooks": applebooks,
    "audiobookshelf": audiobookshelf,
    "calibre": calibre,
    "clementine": clementine,
    "elisa": elisa,
    "emby": emby,
    "goggalaxy": goggalaxy,
    "gonic": gonic,
    "gpodder": gpodder,
    "innertune": innertune,
    "jellyfin": jellyfin,
    "kavita": kavita,
    "kobo": kobo,
    "kodi": kodi,
    "komga": komga,
    "kotatsu": kotatsu,
    "lollypop": lollypop,
    "mediatracker": mediatracker,
    "mixxx": mixxx,
    "movary": movary,
    "navidrome": navidrome,
    "plex": plex,
    "pocketcasts": pocketcasts,
    "podfetch": podfetch,
    "stash": stash,
    "tautulli": tautulli,
    "vimusic": vimusic,
    "vlc": vlc,
    "watcharr": watcharr,
    "yacreader": yacreader,
}
