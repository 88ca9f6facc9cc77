"""What programs and people write in a column of dates where there is none."""

from __future__ import annotations

from ilora_edge.system.patterns import pattern
from ilora_edge.times.date_text import is_nothing

# In lower case; of titles and ids these are values, so that only dates are asked.
_WORDS = frozenset(
    {
        *("never", "not yet", "unknown", "undefined", "unset", "tbd", "tba", "invalid date"),
        *("invalid datetime", "infinity", "-infinity", "<na>", "#n/a", "#value!", "?", "??"),
        # In a column of days, whether it was at all.
        *("yes", "no", "x", "✓", "✔", "✅", "❌", "✗", "ja", "nein", "oui", "non", "sí", "true"),
        *("false", "да", "нет", "sim", "não", "tak"),
        *("--", "---", "–", "—", "no date", "not set", "date unknown"),
        *("nie", "unbekannt", "jamais", "inconnu", "inconnue", "nunca", "desconocido", "mai"),
        *("desconhecido", "sconosciuto", "nooit", "onbekend", "nigdy", "nieznana", "никогда"),
        *("неизвестно", "aldrig", "okänt", "ei koskaan", "未知", "从未", "從未", "不明", "없음"),
    }
)
_LONGEST = max(map(len, _WORDS))
# How nearly all dates begin, and none of the above.
_OF_A_DATE = frozenset("23456789")
# Year 0, and the first of all in .NET, whichever way round: 01/01/0001 00:00:00.
_ZERO_YEAR = pattern(
    r"(?:0000[-/.]|0001[-/.]0?1[-/.]0?1(?![0-9])|[0-9]{1,2}[-/.][0-9]{1,2}[-/.]000[01](?![0-9])).*"
)


def is_no_date(value: object) -> bool:
    """Whether a value of a column of dates says that there is none."""
    if not isinstance(value, str):
        return is_nothing(value)
    if value and value[0] in _OF_A_DATE:
        return False
    text = value.strip()
    # Nearly all begin with a digit, which no word does.
    if text[:1].isdecimal():
        return text[0] in "01" and "000" in text and _ZERO_YEAR.fullmatch(text) is not None
    return is_nothing(text) or (len(text) <= _LONGEST and text.lower() in _WORDS)
