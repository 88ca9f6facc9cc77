"""Which titles may have a series, a number or an edition: of a catalogue's few are looked at so."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from ilora_edge.matching.title_keys import ANY_CODE, ENDS_OF_EDITIONS, simple

# Looked for in every title of a catalogue: texts are found ten times as fast as an expression.
_OF_MORE = (
    *("feat", " ft", "(ft", "[ft", "(with ", "[with "),
    *("novel", "roman", "erz\u00e4hl", "essays", "stories", "poems"),
    *("cut", "edition", "version", "remaster", "unrated", "abridged", "collection", "restor"),
    *("classic", "redux", "paperback", "hardcover", "audiobook", "h\u00f6rbuch", "podcast", "blu"),
    *("dvd", "#", "book", "bk.", "vol", "band", "tome", "tomo", "libro", "trilogy", "series"),
    *("cycle", "saga"),
    *(
        "(ps",
        "[ps",
        "playstation",
        "xbox",
        "switch",
        "wii",
        "ds)",
        "ds]",
        "gamecube",
        "nes)",
        "nes]",
    ),
    *(
        "(n64",
        "[n64",
        "(gba",
        "[gba",
        "dreamcast",
        "pc)",
        "pc]",
        "(mac",
        "[mac",
        "linux)",
        "linux]",
    ),
    *("windows)", "windows]", "steam)", "steam]", "gog", "(epic", "[epic"),
)


def may_have_more(title: str) -> bool:
    """Whether it is worth to look for a series, a number or an edition; most titles have none."""
    if simple(title) is not None and not title.lower().endswith(ENDS_OF_EDITIONS):
        return False
    lower = title.lower()
    return any(map(lower.__contains__, _OF_MORE)) or ANY_CODE.search(lower) is not None


def which_may_have_more(titles: Sequence[str]) -> list[int]:
    """Return the places of titles of which :func:`may_have_more` may be true, and a few besides.

    They are sought in all titles at once, of which a catalogue has thousands.
    """
    lower = [title.replace("\n", " ").lower() for title in titles]
    text = "\n".join(lower)
    ends = [*accumulate(len(title) + 1 for title in lower)]
    found = {n for n, title in enumerate(lower) if ANY_CODE.search(title) is not None}
    for word in _OF_MORE:
        at = text.find(word)
        while at >= 0:
            n = bisect_right(ends, at)
            found.add(n)
            at = text.find(word, ends[n])
    return sorted(found)
