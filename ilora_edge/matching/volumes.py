"""A volume of a series, however the series, its number and the volume's own name stand together.

``The Shadow Rising (The Wheel of Time, #4)``, ``The Wheel of Time 4: The Shadow Rising`` and ``The
Shadow Rising: Book Four of The Wheel of Time`` have one key.
"""

from __future__ import annotations

from collections.abc import Iterator

from ilora_edge.matching.title_keys import series_of, words_of
from ilora_edge.matching.title_numbers import counted
from ilora_edge.system.patterns import pattern

_KIND = r"(?:vol\.?|volume|tome|tomo|band|bd\.|book|no\.|#)"
_NUMBER = r"([0-9]{1,3}|one|two|three|four|five|six|seven|eight|nine|ten)"
# Series 4: Name; Series, Vol. 4: Name
_IN_FRONT = pattern(
    rf"(?i)(.*?[^\s,:]),?:? (?:{_KIND} ?)?([0-9]{{1,3}})(?: ?: | [-\u2013\u2014] )(\S.*)"
)
# Series, Vol. 4
_ALONE = pattern(r"(?i)(.*[^\s,:-])(?:,|:| -)? (?:vol\.?|volume|tome|tomo|band|bd\.) ?([0-9]{1,3})")
# Name: Book Four of Series; Name (Book 4 of Series)
_OF = pattern(
    rf"(?i)(.*[^\s,:])(?:[:,] | [(\[])(?:book|volume|tome|band|part) {_NUMBER} (?:of|in|from) "
    r"(\S.*?)[)\]]?"
)
# Name: Series: Book Four
_LAST = pattern(rf"(?i)(.*[^\s,:]): ([^:]*[^\s,:])[:,] {_KIND} ?{_NUMBER}")
_NUMBER_BEFORE = pattern(r"[0-9](?: ?:| -) ")
_WORTH = ("vol", "tome", "tomo", "band", "bd.", "book", "#")
_KINDS_OF_SERIES = ("series", "trilogy", "saga", "cycle", "chronicles")


def may_be_volume(lower: str) -> bool:
    """Whether it is worth to look for a volume of a series in a title of small letters."""
    return any(map(lower.__contains__, _WORTH)) or _NUMBER_BEFORE.search(lower) is not None


def keys_of_volume(title: str) -> Iterator[str]:
    """Yield what a volume of a series is the same by."""
    if (series := series_of(title)) is not None:
        yield _key(*series)
    if found := _ALONE.fullmatch(title):
        yield _of_number(found[1], found[2])
    if found := _IN_FRONT.fullmatch(title):
        yield _key(found[3], found[1], found[2])
        if _ALONE.fullmatch(title[: found.end(2)]):
            yield _of_number(found[1], found[2])
    if found := _OF.fullmatch(title):
        yield _key(found[1], found[3], found[2])
    if found := _LAST.fullmatch(title):
        yield _key(found[1], found[2], found[3])


def _of_number(series: str, number: str) -> str:
    return f"{_bare(series)} vol #{int(number)}"


def _key(name: str, series: str, number: str) -> str:
    return f"{words_of(name)} #{counted(number.lower()).lstrip('0')} {_bare(series)}"


def _bare(series: str) -> str:
    words = words_of(series).removeprefix("the ")
    head, _, last = words.rpartition(" ")
    return head if head and last in _KINDS_OF_SERIES else words
