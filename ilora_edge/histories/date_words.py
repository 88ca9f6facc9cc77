"""Names of months, and words for the halves of a day, in the languages that exports are in."""

from __future__ import annotations

import re
import unicodedata

# English, German, Spanish, French, Italian, Portuguese, Dutch, Swedish, Danish, Norwegian, Polish,
# Czech, Hungarian, Romanian, Turkish, Indonesian, Russian, Ukrainian, Greek; of most an
# abbreviation is a beginning, and has three letters at least.
_MONTHS = tuple(
    tuple(names.split())
    for names in (
        "january januar enero janvier gennaio janeiro januari styczeń stycznia ledna január"
        " ianuarie ocak января январь січня ιανουαρίου ιανουάριος",
        "february februar febrero février fevrier febbraio fevereiro februari luty lutego února"
        " únor február februarie şubat февраля февраль лютого φεβρουαρίου φεβρουάριος",
        "march märz maerz mrz marzo mars março marco maart mrt marts marzec marca března březen"
        " március martie mart maret марта март березня μαρτίου μάρτιος",
        "april abril avril aprile avr kwiecień kwietnia dubna duben április aprilie nisan апреля"
        " апрель квітня απριλίου απρίλιος",
        "may mai mayo maggio maio mei maj maja května květen május mayıs мая май травня"
        " μαΐου μάιος",
        "june juni junio juin giugno junho czerwiec czerwca června červen čvn június iunie haziran"
        " июня июнь червня ιουνίου ιούνιος",
        "july juli julio juillet luglio julho lipiec lipca července červenec čvc július iulie"
        " temmuz июля июль липня ιουλίου ιούλιος",
        "august agosto août aout augustus augusti sierpień sierpnia srpna srpen augusztus ağustos"
        " agustus августа август серпня αυγούστου αύγουστος",
        "september septiembre septembre settembre setembro wrzesień września září szeptember"
        " septembrie eylül сентября сентябрь вересня σεπτεμβρίου σεπτέμβριος",
        "october oktober octubre octobre ottobre outubro październik października října říjen"
        " október octombrie ekim октября октябрь жовтня οκτωβρίου οκτώβριος",
        "november noviembre novembre novembro listopad listopada noiembrie kasım ноября ноябрь"
        " νοεμβρίου νοέμβριος",
        "december dezember diciembre décembre decembre dicembre dezembro desember grudzień grudnia"
        " prosince prosinec decembrie aralık декабря декабрь грудня δεκεμβρίου δεκέμβριος",
    )
)
_LETTERS = 3
_BEFORE_NOON = ("오전", "午前", "上午")
_AFTER_NOON = ("오후", "午後", "下午")
_PARTS = re.compile(r"([0-9]{2,4})\s?[年년]\s?([0-9]{1,2})\s?[月월]\s?([0-9]{1,2})\s?[日일]")


def month_named(word: str) -> int | None:
    """Return the number of a month for its name, or the beginning of one, in lower case."""
    if len(word) < _LETTERS:
        return None
    found = [n for n, names in enumerate(_MONTHS, 1) if any(m.startswith(word) for m in names)]
    if len(found) > 1:
        # Czech: a whole name that another one begins with.
        found = [n for n in found if word in _MONTHS[n - 1]]
    return found[0] if len(found) == 1 else None


def western(text: str) -> str:
    """Return a date with the digits and marks that are read here.

    Digits of any script become ours, marks of direction go, ``2025年4月21日`` is ``2025-4-21``, and
    a half of the day that stands before its hour stands after it.
    """
    if text.isascii():
        return text
    kept = (c for c in text if unicodedata.category(c) != "Cf")
    text = "".join(str(unicodedata.decimal(c, c)) for c in kept)
    text = _PARTS.sub(r"\1-\2-\3", text)
    for words, half in ((_BEFORE_NOON, "am"), (_AFTER_NOON, "pm")):
        for word in words:
            text = re.sub(rf"{word}\s?([0-9]{{1,2}}(?::[0-9]{{2}})+)", rf" \1 {half}", text)
    return text
