"""Tracks, as all services of music name them: what identifies one is artist and title."""

from __future__ import annotations

from ilora_edge.histories.database import Item
from ilora_edge.importers.records.lines import in_one_form
from ilora_edge.matching.item_facts import musicbrainz_id


def track(artist: str, title: str, mbid: object = None) -> Item:
    """Return a track as an item; its id is its name, so that one is the same wherever it is from.

    ``mbid`` is the recording's at MusicBrainz.
    """
    name = in_one_form(f"{artist} - {title}" if artist else title)
    return Item(name, name, None, creator=artist or None, musicbrainz=musicbrainz_id(mbid))
