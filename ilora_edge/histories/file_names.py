"""What a file's name says: ``Heat.1995.1080p.BluRay`` is *Heat* of 1995."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ilora_edge.histories.title_keys import TitleKey, on_one_line, words_of
from ilora_edge.system.patterns import pattern

# What stands in a file's name behind the title and its year.
_YEAR_BEHIND = pattern(
    r"(?i)^(.*?[^\s._,([-])[\s._,([-]+((?:18|19|20)[0-9]{2})[)\]]?"
    r"(?:[\s._([{-]+(?:[0-9]{3,4}[pi]|4k|uhd|hdr|blu-?ray|(?:br|bd|web|dvd|hd|hdtv|vhs)-?rip|web|hdtv"
    r"|dvd(?:scr|[r59])?|remux|x26[45]|h\.?26[45]|hevc|xvid|divx|10bit|aac|ac3|dts|proper|repack"
    r"|internal|limited|multi|dual|subbed|dubbed|vostfr|german|(?:true)?french|italian|spanish"
    r"|russian|japanese|extended|unrated|remastered|imax|amzn|dsnp|criterion"
    r"|tmdb(?:id)?|imdb(?:id)?|tvdb(?:id)?|edition"
    r"|mkv|mp4|m4v|avi|mov|wmv|mpe?g|webm|flv|iso)"
    r"\b.*)?$"
)
# Who made the file, in front; but [REC] is a film.
_GROUP = pattern(r"^\[[^\[\]]{1,40}\][\s._-]*(?=\S)")
# Between a title and its year, where there are no blanks.
_CUT = pattern(
    r" (?:DC|(?i:director'?s cut|extended(?: cut)?|final cut|theatrical(?: cut)?|unrated|uncut))$"
)


class FileName(NamedTuple):
    """What a file's name says: the key of its title, and whether it can be nothing else."""

    key: TitleKey
    has_no_blanks: bool


def file_names(title: str) -> Iterator[FileName]:
    """Yield what ``Heat 1995`` or ``Heat.1995.1080p.BluRay`` says, the likelier first.

    Nothing without such a year.
    """
    title = on_one_line(title)
    for name in dict.fromkeys((title, _GROUP.sub("", title))):
        if (found := _named(name)) is not None:
            yield found


def _named(title: str) -> FileName | None:
    found = _YEAR_BEHIND.match(title)
    if found is None:
        return None
    name = found[1]
    if " " not in name:
        name = _CUT.sub("", re.sub(r"[._]", " ", name))
    return FileName(TitleKey(words_of(name), int(found[2])), " " not in title)
