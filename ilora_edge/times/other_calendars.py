"""Years and days of calendars that count otherwise, told by years that no other one has."""

from __future__ import annotations

from datetime import date, timedelta

from ilora_edge.system.patterns import pattern

# Of the Buddhist calendar, which is so far ahead: no other year is written so.
_BUDDHIST, _BUDDHIST_AHEAD = (2443, 2700), 543
# That of Taiwan is behind: 113/05/13, with three digits from 2011 on.
_OF_TAIWAN, _TAIWAN_BEHIND = (100, 200), 1911
# Of Iran, whose day before the first is so many days into ours.
_OF_PERSIA, _FIRST_OF_PERSIA = (1300, 1450), 226894
_MONTHS = 12
# Of Japan's eras: the year before the first.
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
_OF_AN_ERA = pattern(f"({'|'.join(_ERAS)})\\s?([0-9]{{1,2}}|元)(?=年)")


def common_year(year: int) -> int:
    """Return the year that Buddhists or Taiwan call so, or the year as it is."""
    if _OF_TAIWAN[0] <= year < _OF_TAIWAN[1]:
        return year + _TAIWAN_BEHIND
    return year - _BUDDHIST_AHEAD if _BUDDHIST[0] <= year < _BUDDHIST[1] else year


def without_era(text: str) -> str:
    """Return a date with the year that is meant by one of Japan's eras: 2024年 for 令和6年."""
    return _OF_AN_ERA.sub(
        lambda found: str(_ERAS[found[1]] + (1 if found[2] == "元" else int(found[2]))), text
    )


def of_persia(year: int, month: int, day: int) -> date | None:
    """Return a day of the calendar of Iran and Afghanistan, None for one that has not been.

    Its years begin with spring, its first six months have 31 days, and 8 of 33 years are leap
    years (A. Birashk's rule, right for all years of use here).
    """
    is_day = 1 <= month <= _MONTHS and 1 <= day <= (31 if month < 7 else 30)
    if not is_day or not _OF_PERSIA[0] <= year < _OF_PERSIA[1]:
        return None
    before = 365 * (year - 1) + (8 * year + 21) // 33 + 31 * min(month - 1, 6)
    found = date.fromordinal(_FIRST_OF_PERSIA + before + 30 * max(month - 7, 0) + day)
    return found if found <= date.today() + timedelta(days=1) else None
