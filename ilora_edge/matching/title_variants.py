"""Other ways to write one title, each of which is another work's name too: the year must agree."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ilora_edge.system.patterns import pattern

_ANDS = frozenset(["und", "et", "y", "og", "och", "ed", "n"])
_LAST_NUMERALS = {"v": "5", "x": "10"}
# Words by which titles in Latin letters are told to be Japanese.
_PARTICLES = frozenset(["no", "wa", "wo", "ga", "ni", "o"])
_SYLLABLES = pattern(
    r"(?:n(?![aeiouy])|(?:[kgsztdnhbpmrjfwy]|[kgnhbpmr]y|sh|ch|ts|kk|ss|tt|pp|ssh|cch|tch)?"
    r"[aeiou])+"
)
_LONG = pattern(r"ou|oo|uu")
_SEASONS = ("season", "staffel", "saison", "temporada", "stagione", "seizoen", "sezon")
_SEASON = f"(?:{'|'.join(_SEASONS)})"
_NUMBERED_SEASON = pattern(
    rf"\b(?:{_SEASON} ([0-9]{{1,2}})|([0-9]{{1,2}})(?:st|nd|rd|th) season)\b"
)
# Karakai Jouzu no Takagi-san S2
_SHORT_SEASON = pattern(r"(?<=[^\W_] )s([2-9]|1[0-9])$")
# Words are in simplified characters, but beside kana.
_IS_MOVIE = pattern(r"\b(?:the )?movie (?=\S)|^(?:gekijo(?:u|o)?ban|劇場版|剧场版)\s?")
_MOVIES = ("movie ", "gekijo", "劇場版", "剧场版")
_SIGNS = {"π": " pi ", "♥": " heart ", "❤": " heart ", "∞": " infinity ", "♯": " sharp "}
# Words that are spelt otherwise in America than in Britain, whatever stands behind them.
_BRITISH = pattern(
    r"\b(?:(col|hon|hum|arm|fav|harb|neighb|rum|sav|vap|lab|endeav|behavi|parl|val|rig|vig)our"
    r"|(theat|cent|sab|spect|lust|calib|somb|meag|fib|scept)re\b"
    r"|(gr)ey|(travel|jewel|cancel|marvel|counsel|duel|tunnel)l(?=e[dr]|ing|ery|ous)"
    r"|(defen|offen|licen|preten)ce|(pyjama)|(aeroplane)|(cheque)|(tyre)|(plough))"
)
_AMERICAN = {"pyjama": "pajama", "aeroplane": "airplane", "cheque": "check", "tyre": "tire"}
_ENDS = ("or", "er", "ay", "", "se")
_ARTICLE = r"der|die|das|le|la|les|l['\u2019]|un|une|il|lo|gli|i|el|los|las"
_BEHIND = pattern(
    rf"(?i)(.*\S)(?:, ({_ARTICLE}|den|o|os|as|de|het|een|en|ett|det)"
    rf"| [(\[]({_ARTICLE}|the|a|an)[)\]])"
)
_BEFORE_MARK = pattern(r"([^:,]+), (The|An?|Der|Die|Das|Le|La|Les|El|Il)(?=\s?:| - )")


def rewritten(title: str) -> Iterator[str]:
    """Yield a title, without its year, as others write it: parts swapped, articles in front."""
    if title.endswith((")", "]")) or ", " in title:
        if found := _BEHIND.fullmatch(title):
            name, article, other = found.groups()
            article = article or other
            yield f"{article}{name}" if article[-1] in "'\u2019" else f"{article} {name}"
        if found := _BEFORE_MARK.match(title):
            yield f"{found[2]} {found[1]}{title[found.end() :]}"
    first, colon, second = title.partition(": ")
    if colon and ": " not in second and " " in first and " " in second:
        yield f"{second} {first}"
    if not title.isascii() and any(map(title.__contains__, _SIGNS)):
        yield "".join(_SIGNS.get(character, character) for character in title)


def reworded(words: str) -> Iterator[str]:
    """Yield the words of a title, numbers in digits, as others write them."""
    left = words.split()
    if not _ANDS.isdisjoint(left[1:-1]):
        middle = ("and" if word in _ANDS else word for word in left[1:-1])
        yield " ".join((left[0], *middle, left[-1]))
    if not _LAST_NUMERALS.keys().isdisjoint(left[1:]):
        yield " ".join((left[0], *(_LAST_NUMERALS.get(word, word) for word in left[1:])))
    if any(map(words.__contains__, _SEASONS)):
        yield _NUMBERED_SEASON.sub(lambda found: found[1] or found[2], words)
    if words[-1:].isdigit() and (season := _SHORT_SEASON.sub(r"\1", words)) != words:
        yield season
    if "v" in left[1:-1]:
        # Ford v Ferrari
        yield " ".join("versus" if word == "v" else word for word in left)
    if any(map(words.__contains__, _MOVIES)) and (bare := _IS_MOVIE.sub("", words)):
        yield bare
    if (american := _BRITISH.sub(_american, words)) != words:
        yield american
    if len(left) > 2 and not _PARTICLES.isdisjoint(left[1:-1]):
        short = " ".join(map(_shortened, left))
        if short != words:
            yield short


def _american(found: re.Match[str]) -> str:
    for group, end in zip(found.groups(), _ENDS, strict=False):
        if group is not None:
            return f"{group}{end}"
    return _AMERICAN.get(found[0], "plow")


def _shortened(word: str) -> str:
    """Return a Japanese word without its long vowels, ``wo`` as ``o``; any other as it is."""
    if word == "wo":
        return "o"
    if _LONG.search(word) is None or _SYLLABLES.fullmatch(word) is None:
        return word
    return _LONG.sub(lambda found: found[0][0], word)
