"""What a file's name says: ``Heat.1995.1080p.BluRay`` is *Heat* of 1995."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ilora_edge.matching.title_keys import TitleKey, on_one_line, words_of
from ilora_edge.system.patterns import pattern

# What stands in a file's name behind the title and its year.
_YEAR_BEHIND = pattern(
    r"(?i)^(.*?[^\s._,([-])[\s._,([-]+((?:18|19|20)[0-9]{2})[)\]]?"
    r"(?:[\s._([{-]+(?:[0-9]{3,4}[pi]|4k|uhd|hdr|blu-?ray|(?:br|bd|web|dvd|hd|hdtv|vhs)-?rip|web|hdtv"
    r"|dvd(?:scr|[r59])?|remux|x26[45]|h\.?26[45]|hevc|xvid|divx|10bit|aac|ac3|dts|proper|repack"
    r"|internal|limited|multi|dual|subbed|dubbed|vostfr|vff?|german|(?:true)?french|italian|spanish"
    r"|russian|japanese|korean|hindi|chinese|mandarin|cantonese|polish|portuguese|turkish|swedish"
    r"|danish|norwegian|finnish|dutch|czech|hungarian|tamil|telugu|english|arabic|thai|nordic"
    r"|latino|castellano|ita|eng|ger|rus|extended|unrated|remastered|imax|amzn|dsnp|criterion"
    r"|tmdb(?:id)?|imdb(?:id)?|tvdb(?:id)?|edition"
    r"|mkv|mp4|m4v|avi|mov|wmv|mpe?g|webm|flv|iso)"
    r"\b.*)?$"
)
# Who made the file, in front; but [REC] is a film, and [REC] 2 another.
_GROUP = pattern(
    r"^(?:\[[^\[\]]{1,40}\][\s._-]*(?=\S)|(?i:www)\.[\w-]{1,40}\.\w{2,12}\s*[-_]\s*(?=\S))"
)
# Between a title and its year, where there are no blanks; but The Final Cut is a film.
_CUT = pattern(
    r" (?:DC|(?i:director'?s cut|extended(?: cut)?|(?:the )?final cut|theatrical(?: cut)?|unrated"
    r"|uncut))$"
)
_LETTER = pattern(r"[^\W\d_]")


class FileName(NamedTuple):
    """What a file's name says: the key of its title, and whether it can be nothing else."""

    key: TitleKey
    has_no_blanks: bool


def file_names(title: str) -> Iterator[FileName]:
    """Yield what ``Heat 1995`` or ``Heat.1995.1080p.BluRay`` says, the likelier first.

    Nothing without such a year.
    """
    title = on_one_line(title)
    yield from _named(title)
    bare = _GROUP.sub("", title)
    if bare != title:
        yield from (name for name in _named(bare) if _LETTER.search(name.key.words))


def _named(title: str) -> Iterator[FileName]:
    found = _YEAR_BEHIND.match(title)
    if found is None:
        return
    name, has_no_blanks = found[1], " " not in title
    if " " not in name:
        name = re.sub(r"[._]", " ", name)
    names = (name, _CUT.sub("", name)) if has_no_blanks else (name,)
    for name in dict.fromkeys(names):
        yield FileName(TitleKey(words_of(name), int(found[2])), has_no_blanks)
