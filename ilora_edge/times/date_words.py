"""Names of months, and words for the halves of a day, in the languages that exports are in."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ilora_edge.system.patterns import pattern
from ilora_edge.times.other_calendars import without_era

# English, German, Spanish, French, Italian, Portuguese, Dutch, Swedish, Danish, Norwegian, Polish,
# Czech, Hungarian, Romanian, Turkish, Indonesian, Finnish, Catalan, Russian, Bulgarian, Ukrainian,
# Greek, Serbian, Slovene, Galician, Estonian, Latvian, Icelandic, Malay, Filipino, Belarusian; of
# most an abbreviation is a beginning, and has three letters at least.
_MONTHS = tuple(
    tuple(names.split())
    for names in (
        "january januar enero janvier gennaio janeiro januari styczeń stycznia ledna január"
        " xaneiro januar jaanuar janvāris janúar јануар студзеня urtarrila"
        " januára ianuarie ocak tammikuuta gener января январь януари січня ιανουαρίου ιανουάριος",
        "february februar febrero février fevrier febbraio fevereiro februari luty lutego února"
        " veebruar februāris febrúar pebrero фебруар лютага otsaila"
        " únor február februára februarie şubat helmikuuta febrer февруари февраля февраль лютого"
        " φεβρουαρίου φεβρουάριος",
        "march märz maerz mrz marzo mars março marco maart mrt marts marzec marca března březen"
        " märts mac сакавіка"
        " marca március martie mart maret maaliskuuta марта март березня μαρτίου μάρτιος",
        "april abril avril aprile avr kwiecień kwietnia dubna apríla duben április aprilie nisan"
        " aprill abril aprīlis apríl април красавіка"
        " huhtikuuta апреля апрель квітня απριλίου απρίλιος",
        "may mai mayo maggio maio mei maj maja května mája květen május mayıs toukokuuta maig мая"
        " maijs maí мај"
        " май"
        " травня μαΐου μάιος",
        "june juni junio juin giugno junho czerwiec czerwca června červen júna čvn június iunie"
        " juuni jūnijs júní hunyo xuño јун чэрвеня"
        " haziran"
        " kesäkuuta juny юни июня июнь червня ιουνίου ιούνιος",
        "july juli julio juillet luglio julho lipiec lipca července červenec júla čvc július iulie"
        " juuli jūlijs júlí hulyo xullo јул ліпеня"
        " temmuz heinäkuuta юли июля июль липня ιουλίου ιούλιος",
        "august agosto août aout augustus augusti sierpień sierpnia srpna augusta srpen augusztus"
        " augusts ágúst avgust avgusta ogos август жніўня"
        " ağustos"
        " agustus elokuuta agost августа август серпня αυγούστου αύγουστος",
        "september septiembre septembre settembre setembro wrzesień września septembra září"
        " septembris septembar септембар септембра верасня"
        " szeptember"
        " septembrie eylül syyskuuta септември сентября сентябрь вересня σεπτεμβρίου σεπτέμβριος",
        "october oktober octubre octobre ottobre outubro październik października října říjen"
        " oktoober oktobris oktobar октобар октобра кастрычніка"
        " októbra október octombrie ekim lokakuuta октомври октября октябрь жовтня οκτωβρίου"
        " οκτώβριος",
        "november noviembre novembre novembro listopad listopada listopadu novembra noiembrie"
        " nóvember novembris nobyembre novembar новембар новембра лістапада"
        " kasım marraskuuta"
        " ноември ноября ноябрь листопада листопад νοεμβρίου νοέμβριος",
        "december dezember diciembre décembre decembre dicembre dezembro desember grudzień grudnia"
        " detsember decembris desember disember disyembre decembro decembar децембар"
        " децембра снежня"
        " prosince prosinec decembra decembrie aralık joulukuuta декември декабря декабрь грудня"
        " δεκεμβρίου δεκέμβριος",
    )
)
# Arabic (of Egypt, the Levant and the Maghreb), Hebrew, Hindi and Thai; of each first the names,
# then the abbreviations. Their marks are no letters to an expression, so that they are looked for
# as they stand.
_MONTHS_OF_OTHER_SCRIPTS = tuple(
    tuple(names.split())
    for names in (
        "يناير كانون_الثاني جانفي ינואר ינו׳ जनवरी जन॰ มกราคม ม.ค.",
        "فبراير شباط فيفري פברואר פבר׳ फ़रवरी फ़र॰ फरवरी กุมภาพันธ์ ก.พ.",
        "مارس آذار מרץ मार्च มีนาคม มี.ค.",
        "أبريل إبريل نيسان أفريل אפריל אפר׳ अप्रैल अप्रै॰ เมษายน เม.ย.",
        "مايو أيار ماي מאי मई พฤษภาคม พ.ค.",
        "يونيو حزيران جوان יוני जून มิถุนายน มิ.ย.",
        "يوليو تموز جويلية יולי जुलाई जुल॰ กรกฎาคม ก.ค.",
        "أغسطس آب أوت אוגוסט אוג׳ अगस्त अग॰ สิงหาคม ส.ค.",
        "سبتمبر أيلول שתמבר ספטמבר ספט׳ सितंबर सित॰ กันยายน ก.ย.",
        "أكتوبر تشرين_الأول אוקטובר אוק׳ अक्टूबर अक्तूबर अक्टू॰ ตุลาคม ต.ค.",
        "نوفمبر تشرين_الثاني נובמבר נוב׳ नवंबर नव॰ พฤศจิกายน พ.ย.",
        "ديسمبر كانون_الأول דצמבר דצמ׳ दिसंबर दिस॰ ธันวาคม ธ.ค.",
    )
)
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_IN_ENGLISH = {
    unicodedata.normalize("NFC", name.replace("_", " ")): month
    for month, names in zip(_ENGLISH, _MONTHS_OF_OTHER_SCRIPTS, strict=True)
    for name in names
}
_OTHER_MONTH = pattern("|".join(map(re.escape, sorted(_IN_ENGLISH, key=len, reverse=True))))
# Vietnamese: 2 thg 1, 2024.
_COUNTED_MONTH = pattern(r"(?i)(?:thg|tháng)\s?([0-9]{1,2})(?:,| năm)?\s")
# A year and an hour in Bulgarian and Russian: 24.11.25 г., 16:00 ч.; Greenwich in other letters.
_CYRILLIC_MARKS = pattern(r"(?<=[0-9])\s?(?:г|ч)\.?(?![^\W_])")
_GREENWICH = pattern("غرينتش|گرینویچ|(?i:гринуич|гмт)")
# Croatian: 24. stu 2025., 24. studenoga 2025.; of its names four are other months in Polish or
# Czech, which have no full stop behind the year.
_CROATIAN = ("sij", "velj", "ožu", "tra", "svi", "lip", "srp", "kol", "ruj", "lis", "stu", "pro")
_OF_CROATIA = pattern(rf"(?i)(\. )({'|'.join(_CROATIAN)})[^\W\d_]*\.?( [0-9]{{4}}\.)")
_ARABIC_HALF = pattern(r"(?<=[0-9])\s?([صم])(?!\w)")
_LETTERS, _MOST_LETTERS = 3, 24
# Chinese has more parts of a day than two: before dawn, at dawn, at noon, in the evening.
_BEFORE_NOON = ("오전", "午前", "上午", "凌晨", "清晨", "早上", "새벽", "아침", "朝")
_AFTER_NOON = ("오후", "午後", "下午", "中午", "傍晚", "저녁")
# An hour of the night is one of the evening, or from twelve on one of the day's first.
_AT_NIGHT = ("晚上", "夜里", "夜裡", "半夜", "深夜", "午夜", "夜", "밤")
_MORNING_AT_NIGHT = frozenset({12, *range(6)})
_IN_FRONT = {
    **dict.fromkeys(_BEFORE_NOON, "am"),
    **dict.fromkeys(_AFTER_NOON, "pm"),
    **dict.fromkeys(_AT_NIGHT, "night"),
}
_HALF_IN_FRONT = pattern(rf"({'|'.join(_IN_FRONT)})\s?([0-9]{{1,2}})((?::[0-9]{{2}})+)")
# At noon the morning's last hour is no hour of the night.
_BEFORE_TWELVE = pattern(r"中午\s?(?=1[01]:)")
# Behind the hour: Greek, Persian, Vietnamese, Turkish, Hindi; what is not read is twelve hours off.
# SA behind a day is a Saturday.
_HALF_BEHIND = {
    "am": pattern(
        r"(?:(?<=[0-9])\s?(?:(?i:π\.?\s?μ\.?)|ق\.ظ\.?|ÖÖ|पूर्वाह्न)|(?<=:[0-9]{2})\s?SA)(?!\w)"
    ),
    "pm": pattern(
        r"(?:(?<=[0-9])\s?(?:(?i:μ\.?\s?μ\.?)|ب\.ظ\.?|ÖS|अपराह्न)|(?<=:[0-9]{2})\s?CH)(?!\w)"
    ),
}
# Parts of a day in words behind the hour, as people write them: 8:30 вечера, 8:30 de la noche.
_PARTS_BEHIND = {
    "am": (
        *("утра", "ранку", "de la mañana", "de la madrugada", "da manhã", "da madrugada"),
        *("du matin", "di mattina", "del mattino", "morgens", "vormittags", "'s ochtends"),
        *("'s morgens", "rano", "pagi", "sáng", "सुबह", "dopoledne", "dop.", "délelőtt"),
        *("in the morning", "fm", "ap.", "pg"),
    ),
    "pm": (
        *("вечера", "дня", "вечора", "de la tarde", "da tarde", "de l'après-midi", "du soir"),
        *("del pomeriggio", "di sera", "nachmittags", "abends", "'s middags", "'s avonds"),
        *("po południu", "wieczorem", "siang", "sore", "chiều", "tối", "शाम", "दोपहर"),
        *("odpoledne", "odp.", "délután", "in the afternoon", "in the evening", "em", "ip."),
        "ptg",
    ),
    "night": (
        *("ночи", "ночі", "de la noche", "da noite", "di notte", "nachts", "'s nachts", "w nocy"),
        *("malam", "रात", "at night"),
    ),
}
_PART_OF = {word: part for part, words in _PARTS_BEHIND.items() for word in words}
_PART_BEHIND = pattern(
    r"(?i)(?<![0-9:./-])([0-9]{1,2})((?:[:.h][0-9]{2}){1,2}) ?(?:uhr |h )?"
    rf"({'|'.join(map(re.escape, sorted(_PART_OF, key=len, reverse=True)))})(?!\w)"
)
# 16時05分, 16时5分30秒, 16시 5분.
_CLOCK_IN_WORDS = pattern(
    r"([0-9]{1,2})\s?[時时點点시]\s?([0-9]{1,2})\s?[分분](?:\s?([0-9]{1,2})\s?[秒초])?"
)
_BEGINS_ABOUT = tuple("caC")
_ABOUT = pattern(r"(?i)^(?:ca\.?|circa|c\.|about|around|approx\.?)\s*(?=[0-9])")
# 2024-05-00, 2024-xx-xx: no more than the month or the year is known.
_NO_DAY = ("00", "xx", "XX", "??")
_PARTIAL = pattern(
    r"^([1-9][0-9]{3})[-/]([0-9]{2}|xx|XX|\?\?)[-/](?:00|xx|XX|\?\?)(?:[T ]00:00(?::00)?)?$"
)
# Q3 2024, 2024-Q3: its first month, as of a year the first day is.
_QUARTER = pattern(r"(?i)^\s*(?:q([1-4])[\s/'-]{0,2}([0-9]{4})|([0-9]{4})[\s/-]{0,2}q([1-4]))\s*$")
_PARTS = pattern(r"([0-9]{2,4})\s?[年년]\s?([0-9]{1,2})\s?[月월]\s?([0-9]{1,2})\s?[日일]")


# Monday to Sunday in English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian,
# Swedish; two letters and more. What is a month's name too is no weekday beside numbers.
_WEEKDAYS = tuple(
    frozenset(names.split())
    for names in (
        "monday mon mo montag lundi lun lunes lunedì lunedi lu segunda segunda-feira seg maandag ma"
        " poniedziałek pon понедельник пн måndag mån 月曜日 월요일 星期一 週一 周一",
        "tuesday tue tues tu dienstag di mardi martes martedì martedi terça terça-feira ter dinsdag"
        " wtorek wt вторник вт tisdag tis 火曜日 화요일"
        " 星期二 週二 周二",
        "wednesday wed we mittwoch mi mercredi mer me miércoles mié mercoledì mercoledi quarta"
        " quarta-feira qua woensdag wo środa śr среда ср onsdag ons 水曜日 수요일"
        " 星期三 週三 周三",
        "thursday thu thur thurs th donnerstag do jeudi jeu je jueves jue giovedì giovedi gio"
        " quinta quinta-feira qui donderdag czwartek czw четверг чт torsdag tors 木曜日 목요일"
        " 星期四 週四 周四",
        "friday fri fr freitag vendredi ven ve viernes vie venerdì venerdi sexta sexta-feira sex"
        " vrijdag vr piątek pt пятница пт fredag fre 金曜日 금요일"
        " 星期五 週五 周五",
        "saturday sat sa samstag samedi sam sábado sáb sab sabato zaterdag za sobota sob суббота сб"
        " lördag lör 土曜日 토요일 星期六 週六 周六",
        "sunday sun su sonntag so dimanche dim domingo dom domenica zondag zo niedziela nd niedz"
        " воскресенье вс söndag sön 日曜日 일요일 星期日 星期天 週日 周日",
    )
)
_LONGEST_FIRST = sorted(frozenset[str]().union(*_WEEKDAYS), key=lambda name: (-len(name), name))
_WEEKDAY = pattern(rf"(?<![\w-])(?:{'|'.join(_LONGEST_FIRST)})(?![\w-])\.?,?")
# Tuesday in Spanish, French and Italian, where the month is a number.
_ALSO_A_MONTH = pattern(r"mar\.?,? (?=[0-9]{1,4} ?[./-] ?[0-9]{1,2} ?[./-])")


def weekdays_in(text: str) -> set[int]:
    """Return the weekdays, Monday 0, that the words of a text are names of."""
    words = {found[0].strip(".,") for found in _WEEKDAY.finditer(text.lower())}
    return {n for n, names in enumerate(_WEEKDAYS) if words & names}


def without_weekday(text: str) -> str:
    """Return a date, in lower case, without the name of its weekday at either end."""
    if not text[:1].isalpha() and not text[-1:].isalpha() and text[-1:] != ".":
        return text
    found = _WEEKDAY.match(text) or _ALSO_A_MONTH.match(text)
    if found is not None:
        return text[found.end() :]
    last = next((f for f in _WEEKDAY.finditer(text) if f.end() == len(text)), None)
    return text if last is None else text[: last.start()]


def month_named(word: str) -> int | None:
    """Return the number of a month for its name, or the beginning of one, in lower case."""
    return _month_named(word) if _LETTERS <= len(word) <= _MOST_LETTERS else None


# A file has its months and zones by the ten thousand.
@lru_cache(maxsize=1024)
def _month_named(word: str) -> int | None:
    found = [n for n, names in enumerate(_MONTHS, 1) if any(m.startswith(word) for m in names)]
    if len(found) > 1 and word[:_LETTERS] in _ENGLISH:
        # Finnish: marraskuuta is November, and mar is March in most languages.
        found = [n for n in found if _ENGLISH[n - 1] == word[:_LETTERS]]
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
        # By a mark in front a spreadsheet leaves a text a text; others say that it is not exact.
        if text[8:10] in _NO_DAY:
            text = _PARTIAL.sub(_without_day, text)
        text = text.strip("\"'~?")
        if text[:1] in _BEGINS_ABOUT:
            text = _ABOUT.sub("", text)
        if "Q" in text or "q" in text:
            text = _QUARTER.sub(_first_of_quarter, text)
        if "SA" in text or "CH" in text:
            text = _with_halves(text)
        if text[-1:] == "." or (text[-1:].isalpha() and text[-1] != "Z"):
            text = _with_parts(text)
        text = _with_a_named_month(text) if "th" in text else text
        return _of_croatia(text) if "." in text else text
    kept = (c for c in text if unicodedata.category(c) != "Cf")
    text = "".join(str(unicodedata.decimal(c, c)) for c in kept)
    text = text.replace("\u060c", ",").replace("\u2212", "-").strip("\"'\u2018\u2019\u201c\u201d")
    text = re.sub(r"(?<=[0-9])[\u2010-\u2015](?=[0-9])", "-", text)
    text = without_era(unicodedata.normalize("NFC", text))
    text = _GREENWICH.sub("GMT", _CYRILLIC_MARKS.sub("", text))
    text = _of_croatia(text)
    text = _OTHER_MONTH.sub(lambda found: f" {_IN_ENGLISH[found[0]]} ", text)
    text = _with_halves(text)
    text = _ARABIC_HALF.sub(lambda found: " am" if found[1] == "ص" else " pm", text)
    text = _with_a_named_month(text)
    text = _PARTS.sub(r"\1-\2-\3 ", text).rstrip()
    text = _CLOCK_IN_WORDS.sub(_with_colons, text)
    text = _with_parts(_BEFORE_TWELVE.sub(" ", text))
    return _HALF_IN_FRONT.sub(
        lambda found: f" {found[2]}{found[3]} {_half(_IN_FRONT[found[1]], int(found[2]))}", text
    )


def _without_day(found: re.Match[str]) -> str:
    month = found[2] if found[2].isdecimal() and found[2] != "00" else "01"
    return f"{found[1]}-{month}"


def _first_of_quarter(found: re.Match[str]) -> str:
    year, quarter = found[2] or found[3], int(found[1] or found[4])
    return f"{year}-{3 * quarter - 2:02}"


def _with_parts(text: str) -> str:
    return _PART_BEHIND.sub(
        lambda found: f"{found[1]}{found[2]} {_half(_PART_OF[found[3].lower()], int(found[1]))}",
        text,
    )


def _half(part: str, hour: int) -> str:
    """Return which half of the day an hour is of, in a part of the day."""
    return ("am" if hour in _MORNING_AT_NIGHT else "pm") if part == "night" else part


def _with_halves(text: str) -> str:
    for half, words in _HALF_BEHIND.items():
        text = words.sub(f" {half}", text)
    return text


def _with_colons(found: re.Match[str]) -> str:
    hour, minute, second = (int(found[n] or 0) for n in (1, 2, 3))
    return f"{hour:02}:{minute:02}:{second:02}"


def _of_croatia(text: str) -> str:
    return _OF_CROATIA.sub(
        lambda found: f"{found[1]}{_ENGLISH[_CROATIAN.index(found[2].lower())]}{found[3]}", text
    )


def _with_a_named_month(text: str) -> str:
    return _COUNTED_MONTH.sub(lambda found: f"{_ENGLISH[(int(found[1]) - 1) % 12]} ", text)
