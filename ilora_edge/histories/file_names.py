"""What a file's name says: ``Heat.1995.1080p.BluRay`` is *Heat* of 1995."""

from __future__ import annotations

import re

from ilora_edge.histories.title_keys import TitleKey, on_one_line, words_of
from ilora_edge.system.patterns import pattern

# What stands in a file's name behind the title and its year.
_YEAR_BEHIND = pattern(
    r"(?i)^(.*?[^\s._,([-])[\s._,([-]+((?:18|19|20)[0-9]{2})[)\]]?"
    r"(?:[\s._([{-]+(?:[0-9]{3,4}[pi]|4k|uhd|hdr|blu-?ray|(?:br|bd|web|dvd|hd|hdtv|vhs)-?rip|web|hdtv"
    r"|dvd(?:scr|[r59])?|remux|x26[45]|h\.?26[45]|hevc|xvid|divx|10bit|aac|ac3|dts|proper|repack"
    r"|internal|limited|multi|dual|subbed|dubbed|vostfr|german|(?:true)?french|italian|spanish"
    r"|russian|japanese|extended|unrated|remastered|imax|amzn|dsnp|criterion"
    r"|tmdb(?:id)?|imdb(?:id)?|tvdb(?:id)?|edition)"
    r"\b.*)?$"
)


def year_behind(title: str) -> TitleKey | None:
    """Return the key of ``Heat 1995`` or ``Heat.1995.1080p.BluRay``; None without such a year."""
    found = _YEAR_BEHIND.match(on_one_line(title))
    if found is None:
        return None
    name = found[1] if " " in found[1] else re.sub(r"[._]", " ", found[1])
    return TitleKey(words_of(name), int(found[2]))
