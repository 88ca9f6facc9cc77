"""Ratings as people and programs write them: numbers, fractions, stars, thumbs.

A value that is there and cannot be read is never "unrated": whoever asks gets None, and decides
whether to refuse the row or to count it.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass

from ilora_edge.system.patterns import pattern
from ilora_edge.times.date_words import month_named

FIVE_STARS = 5.0
_TOO_LARGE = 1e300
# A text of more is not a rating, and what looks for one need not be fast.
_LONGEST = 200

_NUMBER = r"[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)"
_OUT_OF = pattern(r"([^/a-z]+?)\s*(?:/|of|out of|von|sur|de|su|van|av|z|из)\s*([^/a-z]+)")
_STAR_WORDS = (
    r"(?:stars?|stern(?:e|en)?|étoiles?|estrellas?|estrelas?|stelle|stella|sterren|\*|stjärnor|gwiazdk?i"
    r"|gwiazdek|csillag|звезды|звёзды|звёзд|звезд|★|⭐)"
)
_STARS_IN_WORDS = pattern(rf"(.+?)[\s-]*{_STAR_WORDS}")
_ANY_STARS = pattern(rf"[\s-]*(?:\b|(?=[★⭐*])){_STAR_WORDS}(?!\w)")
# 4 1/2
_MIXED = pattern(r"([0-9]{1,3}) (1|3)/(2|4)")
# (4/5), 4.5 (of 5)
_IN_BRACKETS = pattern(r"([^()]* )?[(\uff08]([^()]*)[)\uff09]")
# Japanese and Chinese: 4つ星, 星4つ, 4星, 4颗星.
_EASTERN_STARS = pattern(rf"星\s?({_NUMBER})つ?|({_NUMBER})\s?(?:つ|顆|颗)?星")
_STAR_IN_FRONT = pattern(rf"[★⭐]\s?({_NUMBER})")
_POINTS = pattern(rf"({_NUMBER})\s*(?:points?|pts\.?|punkte?|puntos?|punti|pontos?|点|分)")
_PERCENT = pattern(rf"({_NUMBER})\s*(?:%|percent|prozent|por ciento|pour cent)")
_FULL_STARS, _EMPTY_STARS, _HALF_STARS = "★⭐*🌟✭✮✯⭑●⬤", "☆✩⭒○", "⯨⯪◐"
# With its label: (10) Masterpiece, 9 - Great, 5: loved it, Rated 4 out of 5, Rating: 4/5.
_LABELLED = pattern(
    rf"\(?({_NUMBER})(?:\)\s*[-\u2013\u2014:.]?|\s*[-\u2013\u2014:.]|(?=\s*\())\s*\(?[^\W\d_][^\d/]*\)?"
)
# What is counted, or how old one must be, is no rating's label.
_NO_LABEL = pattern(
    r".*\b(?:votes?|ratings?|reviews?|users?|people|ages?|years?|minutes?|mins?|hours?|pages?|times"
    r"|plays?)\b.*"
)
# 7.5/10 (rewatch), 6/10 - meh
_BESIDE = pattern(
    rf"({_NUMBER}\s?(?:/|out of|of|von|sur|de)\s?{_NUMBER})"
    r"(?:\s?[(\[][^()\[\]\d]*[)\]]|\s?[-\u2013\u2014:,;.]\s[^\d]+)"
)
# 5-Apr, which a spreadsheet has made of 4/5.
_OF_A_DAY = pattern(r"0?([0-9]{1,2})-(jan|feb|mar|apr|may|jun|jul|aug|sep|oct)")
_SCALES = (5, 10)
# ~4, 4?, '4
_AROUND = "~\u2248?'\u2019"
_SAID_IN_FRONT = pattern(r"(?:rated|rating|my rating|score|note|wertung|bewertung|nota|ocena):?\s+")
_UP = frozenset(
    {
        *("👍", "thumbs up", "thumb up", "up", "like", "liked", "love", "loved", "true", "upvote"),
        *("❤", "♥", "🩷", "💖", "💕", "😍"),
    }
)
_DOWN = frozenset(
    {
        *("👎", "thumbs down", "thumb down", "down", "dislike", "disliked", "false", "downvote"),
        *("💔", "hate", "hated"),
    }
)
_HEARTS = "\u2764\u2665\U0001fa77\U0001f496\U0001f495"
_UNRATED = frozenset(
    {
        *("", "unrated", "not rated", "not yet rated", "no rating", "none", "null", "nan", "n/a"),
        *("not rated yet", "unscored", "no score", "undefined", "unknown", "<na>", "#n/a", "tbd"),
        *("--", "---", "select", "not seen", "have not seen"),
        *("na", "-", "–", "—", "unbewertet", "nicht bewertet", "keine bewertung", "ohne wertung"),
        *("non noté", "pas de note", "sin valorar", "sin puntuar", "sem avaliação", "non votato"),
        *("niet beoordeeld", "bez oceny", "без оценки", "未評価", "未评分", "未評分", "평가 안 함"),
    }
)
# Of a column that has nothing else.
_GRADES = {
    **{
        f"{c}{mark}": round(5 - n - m / 3, 2)
        for n, c in enumerate("ABCD")
        for m, mark in enumerate(("+", "", "-"))
    },
    **{"E": 1.0, "F": 1.0},
}
# Variation selector, and colours of skin.
_UNSEEN = pattern("[\ufe0f\U0001f3fb-\U0001f3ff]")


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating, and the best that its own form allows; None: the form does not say."""

    value: float
    out_of: float | None = None

    def on(self, scale: float) -> float:
        """Return the rating on a scale from 0 to ``scale``; without one of its own, as it is."""
        return self.value if self.out_of is None else self.value * scale / self.out_of


def grade(value: object) -> float | None:
    """Return the stars of a grade as schools give them, in even steps: A+ is 5, F is 1."""
    return (
        _GRADES.get(value.strip().upper().replace("\u2212", "-"))
        if isinstance(value, str)
        else None
    )


def read_rating(value: object) -> Rating | None:
    """Return a rating for a number or a text such as ``0,5``, ``½``, ``7/10``, ``4 stars``, ``★★``.

    None for anything else; whether an empty text means "not rated" is the caller's to know.
    """
    if isinstance(value, bool):
        return Rating(float(value), 1.0)
    if isinstance(value, int | float):
        # Larger integers are not floats, and no ratings either.
        return _finite(float(value)) if abs(value) < _TOO_LARGE else None
    return _read_text(value) if isinstance(value, str) else None


def is_unrated(value: object) -> bool:
    """Whether a value says itself that there is no rating: ``not rated``, ``N/A``, a dash."""
    return isinstance(value, str) and " ".join(value.split()).lower() in _UNRATED


def of_a_day(text: str) -> Rating | None:
    """Return the rating of which a spreadsheet has made a day in English: 4/5 of ``5-Apr``.

    Of what was written the greater number is the scale, whichever of day and month it became.
    """
    found = _OF_A_DAY.fullmatch(text.strip().lower())
    month = None if found is None else month_named(found[2])
    if found is None or month is None:
        return None
    value, out_of = sorted((int(found[1]), month))
    return Rating(value, out_of) if out_of in _SCALES else None


def _read_text(text: str) -> Rating | None:
    if len(text) > _LONGEST:
        return None
    text = " ".join(text.split()).lower()
    if not text.isascii():
        text = "".join(map(_western, _UNSEEN.sub("", text)))
    text = text.strip(_AROUND) or text
    text = whole = _SAID_IN_FRONT.sub("", text, 1) if text[:1].isalpha() else text
    if found := _IN_BRACKETS.fullmatch(text):
        text = f"{found[1] or ''}{found[2]}".strip()
    words = re.sub(r"(?<=[a-z])[_-](?=[a-z])", " ", text)
    if words in _UP or words in _DOWN:
        return Rating(float(words in _UP), 1.0)
    number = _number(text)
    if number is not None:
        return _finite(number)
    if found := _MIXED.fullmatch(text):
        return Rating(_mixed(found))
    if found := _OUT_OF.fullmatch(_ANY_STARS.sub("", text)) or _OUT_OF.fullmatch(text):
        value, out_of = _number(found[1]), _number(found[2])
        if value is not None and out_of is not None:
            return Rating(value, out_of) if 0 <= value <= out_of and out_of > 0 else None
    if found := _BESIDE.fullmatch(whole):
        return _read_text(found[1])
    if (turned := of_a_day(text)) is not None:
        return turned
    if found := _PERCENT.fullmatch(text):
        value = _number(found[1])
        return Rating(value, 100.0) if value is not None and 0 <= value <= 100 else None
    if found := _POINTS.fullmatch(text):
        value = _number(found[1])
        return None if value is None else _finite(value)
    if found := _STAR_IN_FRONT.fullmatch(text):
        text = f"{found[1]} ★"
    if found := _EASTERN_STARS.fullmatch(text):
        text = f"{found[1] or found[2]} ★"
    if found := _STARS_IN_WORDS.fullmatch(text):
        mixed = _MIXED.fullmatch(found[1])
        value = _mixed(mixed) if mixed else _number(found[1])
        if value is not None:
            return Rating(value, FIVE_STARS) if 0 <= value <= FIVE_STARS else None
    return _stars(text) or _labelled(whole)


_WESTERN = {
    "\u066b": ",",
    "\u2044": "/",
    "\uff0e": ".",
    "\uff0c": ",",
    "\uff0f": "/",
    "\uff05": "%",
}


def _mixed(found: re.Match[str]) -> float:
    return int(found[1]) + int(found[2]) / int(found[3])


def _western(character: str) -> str:
    """Return a digit of any script as that of ours, and the decimal comma of Arabic as a comma."""
    digit = unicodedata.decimal(character, None)
    return str(digit) if digit is not None else _WESTERN.get(character, character)


def _labelled(text: str) -> Rating | None:
    found = _LABELLED.fullmatch(text)
    if found is None or _NO_LABEL.fullmatch(text):
        return None
    label = text[found.end(1) :].strip(" -.:()")
    if month_named(label) is not None:
        # 5-Apr, which a spreadsheet has made of 4/5.
        return None
    value = _number(found[1])
    return None if value is None else _finite(value)


def _stars(text: str) -> Rating | None:
    """Read ``★★★½`` and ``★★☆☆☆``; the empty ones tell how many there are."""
    rest = text.replace(" ", "")
    if len(rest) > 1 and not rest.strip(_HEARTS):
        # One alone is a like.
        rest = _FULL_STARS[0] * len(rest)
    full = sum(rest.count(star) for star in _FULL_STARS)
    empty = sum(rest.count(star) for star in _EMPTY_STARS)
    others = "".join(c for c in rest if c not in _FULL_STARS + _EMPTY_STARS)
    if len(others) == 1 and others in _HALF_STARS:
        others = "½"
    part = 0.0 if not others else _fraction(others)
    if full + empty == 0 or part is None:
        return None
    value = full + part
    out_of = max(FIVE_STARS, full + empty + math.ceil(part)) if empty else FIVE_STARS
    return Rating(value, out_of) if value <= out_of else None


def _number(text: str) -> float | None:
    """Return a number with a point or a comma, with or without a fraction: ``3½``."""
    if re.fullmatch(_NUMBER, text):
        return float(text.replace(",", "."))
    whole, last = text[:-1].rstrip(), text[-1:]
    part = _fraction(last) if last else None
    if part is None:
        return None
    if not whole:
        return part
    return int(whole) + part if whole.isascii() and whole.isdecimal() and len(whole) < 4 else None


def _fraction(text: str) -> float | None:
    if text == "1/2":
        return 0.5
    if len(text) != 1 or unicodedata.category(text) != "No":
        return None
    value = unicodedata.numeric(text, 1.0)
    return value if 0 < value < 1 else None


def _finite(value: float) -> Rating | None:
    return Rating(value) if math.isfinite(value) else None
