"""Numbers in titles: in words, in Roman numerals, and digits that stand for letters."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product

from ilora_edge.system.patterns import pattern

_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
_ROMAN |= {"xi": "11", "xii": "12", "xiii": "13", "xiv": "14", "xv": "15", "xvi": "16"}
# Words of their own, except behind one that counts.
_ROMAN_OF_PARTS = _ROMAN | {"i": "1", "v": "5", "x": "10"}
_DIGITS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SMALL = {word: n for n, word in enumerate(_DIGITS, start=1)}
_SMALL |= {word: 10 * n for n, word in enumerate(_TENS, start=2)}
_LARGE = {"hundred": 100, "thousand": 1000, "million": 10**6}
_MOST = 10**9
_COUNTING = {
    **{"part": "part", "pt": "part", "chapter": "chapter", "episode": "episode"},
    **{"volume": "volume", "vol": "volume"},
}
_ORDINALS = {
    **{"first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th"},
    **{"sixth": "6th", "seventh": "7th", "eighth": "8th", "ninth": "9th", "tenth": "10th"},
    **{"eleventh": "11th", "twelfth": "12th", "thirteenth": "13th"},
}
# Words that titles shorten, none of which is a word by itself.
_SHORT = {
    **{"dr": "doctor", "mr": "mister", "mrs": "missus", "st": "saint", "vs": "versus"},
    **{"jr": "junior", "sr": "senior", "mt": "mount", "bros": "brothers"},
}
_SEASON = "season"
_NTH = pattern("[0-9]{1,2}(?:st|nd|rd|th)")
_NUMBER_SIGNS = frozenset(["no", "nr", "num", "number"])
_SAYS_A_NUMBER = frozenset(
    [*_ROMAN_OF_PARTS, *_SMALL, *_LARGE, *_COUNTING, *_ORDINALS, *_SHORT, *_NUMBER_SIGNS, _SEASON]
)
WRITTEN_OUT = frozenset([*_ORDINALS.values(), *_SHORT.values(), "number"])
"""Words that :func:`counted` writes for shorter or longer ones."""
# Which letters a digit looks like, within a word: Se7en, Fant4stic, S1m0ne.
_LOOKS = {"0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "7": "vt", "8": "b"}
_WITHIN = pattern(r"(?<=[^\W\d_])[0134578]+(?=[^\W\d_])")
_MOST_SPELLINGS = 8
# Before the number of a part, in Chinese and Japanese.
_ORDINAL = "第"
# A volume by its number: 第5巻, 5巻.
_VOLUME = pattern(r"(?<!\S)第?([0-9]{1,3})[巻卷](?!\S)")
# 40,000, 40.000
_THOUSANDS = pattern(r"(?<!\S)([1-9][0-9]{0,2}) 000(?!\S)")
_EAST_ASIAN = pattern(_ORDINAL + "([一二三四五六七八九]?十?[一二三四五六七八九]?)(?=[^\\W\\d_])")


def counted(words: str) -> str:
    """Return words with their numbers as digits, and shortened words written out.

    ``rocky 3`` for ``rocky iii``, ``1984`` for ``nineteen eighty four``, ``101 dalmatians`` for
    ``one hundred and one dalmatians``.
    """
    if _ORDINAL in words:
        words = _EAST_ASIAN.sub(lambda found: _ORDINAL + str(_east_asian(found[1])), words)
    if "巻" in words or "卷" in words:
        words = _VOLUME.sub(r"\1", words)
    if " 000" in words:
        words = _THOUSANDS.sub(r"\g<1>000", words)
    left = words.split()
    if _SAYS_A_NUMBER.isdisjoint(left):
        return words
    found: list[str] = []
    while left:
        value, taken = _number(left)
        if taken:
            found.append(str(value))
            del left[:taken]
            continue
        word = left.pop(0)
        numerals = _ROMAN_OF_PARTS if found and found[-1] in _COUNTING.values() else _ROMAN
        word = _COUNTING.get(word, word)
        if word in _NUMBER_SIGNS and left and (left[0].isdigit() or left[0] in _SMALL):
            word = "number"
        word = _ORDINALS.get(word) or _SHORT.get(word, word)
        if word == _SEASON and len(found) > 1 and _NTH.fullmatch(found[-1]):
            # The second season is season two.
            found[-1:] = [_SEASON, found[-1][:-2]]
            continue
        found.append(numerals.get(word, word))
    return " ".join(found)


def spelled(words: str) -> Iterator[str]:
    """Yield words with letters for the digits within them: ``seven`` for ``se7en``."""
    places = [n for run in _WITHIN.finditer(words) for n in range(run.start(), run.end())]
    options = product(*(_LOOKS[words[n]] for n in places))
    for letters in islice(options, _MOST_SPELLINGS if places else 0):
        characters = list(words)
        for n, letter in zip(places, letters, strict=True):
            characters[n] = letter
        yield "".join(characters)


def _east_asian(number: str) -> int | str:
    """Return the value of a number up to ninety-nine, the empty text as it is."""
    tens, ten, ones = number.rpartition("十")
    values = "〇一二三四五六七八九"
    if not ten:
        return values.index(number) if len(number) == 1 else number
    return 10 * (values.index(tens) if tens else 1) + (values.index(ones) if ones else 0)


def _number(words: list[str]) -> tuple[int, int]:
    """Return the number that words begin with, and of how many words it is; 0 of none."""
    found = taken = total = 0
    current: int | None = None
    for n, word in enumerate(words):
        if _only_joins(words, n, taken):
            continue
        if word in _SMALL:
            current = _joined(current, _SMALL[word])
            if current is None:
                break
        elif word == "hundred" and (current or 1) < _LARGE[word]:
            current = (current or 1) * _LARGE[word]
        elif word in _LARGE and word != "hundred" and (n == 0 or current is not None):
            total, current = total + (current or 1) * _LARGE[word], None
        else:
            break
        if total + (current or 0) >= _MOST:
            break
        found, taken = total + (current or 0), n + 1
    return found, taken


def _only_joins(words: list[str], n: int, taken: int) -> bool:
    """Return whether a word is the ``a`` of a hundred, or the ``and`` of a hundred and one."""
    following = words[n + 1] if n + 1 < len(words) else ""
    if words[n] == "a":
        return n == 0 and following in _LARGE
    return words[n] == "and" and n == taken > 0 and words[n - 1] in _LARGE and following in _SMALL


def _joined(current: int | None, value: int) -> int | None:
    """Return what a number comes to when another stands behind it, None where that is its own."""
    if current is None:
        return value
    if current % 100 == 0 or (current % 10 == 0 and current % 100 >= 20 and value < 10):
        return current + value
    # Of years: nineteen eighty four.
    return current * 100 + value if 10 <= current <= 20 and value >= 10 else None
