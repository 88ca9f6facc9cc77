"""What a file's rows say of their things besides a time: a state, and a rating of nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from math import inf
from typing import Any

from ilora_edge.histories.rating_value import grade, is_unrated, read_rating
from ilora_edge.importers.records.lines import shown
from ilora_edge.importers.tables.columns import FoundColumns, has_zero, plain_name
from ilora_edge.importers.tables.dated_columns import is_of_doing, words_of_name
from ilora_edge.importers.tables.states import (
    CODED_COLUMNS,
    ENDED,
    OF_OWNING,
    OF_WHOLE,
    State,
    is_done,
    is_state,
    state_of,
    was_done,
)
from ilora_edge.times.date_text import is_nothing
from ilora_edge.times.no_date import is_no_date

# Values of a column that are kept; ratings have no more, and others tell nothing.
_MOST_VALUES = 1000
# A column of more is of no states.
_MOST_STATES = 12
# Rows of JSON may each have names of their own.
_MOST_LIKELY = 99
_THUMBS, _TEN, _HUNDRED = 1.0, 10.0, 100.0
_LONGEST_COUNT = 40
# Whether a show is finished says nothing of the person.
_OF_THE_WORK = frozenset({"airing", "publishing", "publication", "release", "production"})
# What was finished once may be wished for again.
_LIKELIER: tuple[State, ...] = ("done", "begun", "given up", "planned")
# 1 200, 1,200 or 1.200: of more than none, whatever the mark means.
_IN_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:[\s.,'’][0-9]{3})+")
# Where a calendar begins, as programs write what never was.
_NEVER = re.compile(r"(?:0000-00-00|0001-01-01|1601-01-01|1899-12-30|1970-01-01)(?![0-9])")
_OF_A_VALUE = tuple("23456789")
_NEVER_WORDS = frozenset(
    {"never", "not yet", "nie", "jamais", "nunca", "mai", "nooit", "nigdy", "никогда", "aldrig"}
    | {"ei koskaan", "从未", "從未", "❌", "✗"}
)
# On such a day something was bought, and not used.
_OF_HAVING = frozenset({"purchase", "purchased", "bought", "order", "ordered", "acquired"})


class RowMarks:
    """Learns from all rows whether a column says states, and whether a rating of 0 is none."""

    def __init__(self) -> None:
        self._ratings: dict[object, bool] = {}
        self._states: Counter[str] = Counter()
        self._done: dict[object, None] = {}
        self._status: str | None = None
        self._codes: Mapping[str, State] = {}
        self._is_done: str | None = None
        self.zero_is_none = self.minus_is_none = self.are_grades = False
        self._count: str | None = None
        self._amount: str | None = None
        self._is_of_whole = False
        self._time: str | None = None
        self._skips: str | None = None
        self._is_of_use = self._is_of_doing = False
        self._rating: str | None = None
        # Of columns called as a state is, with nothing but yes and no, whether there is a yes.
        self._marks: dict[str, bool] = {}
        self._marked: dict[str, State] = {}
        self._unmarked: set[str] = set()
        self._is_counted = False
        # Of a file in which no column is called so: those of which all values are states.
        self._likely: dict[str, Counter[str]] = {}
        self._unlikely: set[str] = set()

    def learn(self, record: Mapping[str, Any], names: FoundColumns) -> None:
        """Look at one row, of any content."""
        if names.rating is not None:
            _keep(self._ratings, record.get(names.rating), True)
        if names.status is not None:
            value = record.get(names.status)
            value = str(value) if isinstance(value, int) else value
            value = _listed(value)
            if isinstance(value, str) and (value in self._states or len(self._states) < 99):
                self._states[value] += 1
        elif type(record) is dict:
            # Not of two columns with one name, which is looked at only where it is asked for.
            self._learn_values(record)
        if names.count is not None and not self._is_counted:
            self._is_counted = _is_positive(record.get(names.count))
        for name in names.marked.keys() - self._unmarked:
            said = is_done(record.get(name))
            if said is None:
                self._unmarked.add(name)
            elif said or name not in self._marks:
                self._marks[name] = said
        if names.done is not None:
            value = record.get(names.done)
            _keep(self._done, value if isinstance(value, bool) else str(value or "").strip(), None)

    def _learn_values(self, record: Mapping[str, Any]) -> None:
        for name in record.keys() - self._unlikely:
            value = record[name]
            if is_nothing(value):
                continue
            has_room = name in self._likely or len(self._likely) < _MOST_LIKELY
            if has_room and isinstance(value, str) and state_of(value) is not None:
                counted = self._likely.setdefault(name, Counter())
                if value in counted or len(counted) < _MOST_STATES:
                    counted[value] += 1
                    continue
            self._unlikely.add(name)
            self._likely.pop(name, None)

    def _find_status(self, names: FoundColumns) -> bool:
        """Take the only column whose values are states, a wish among them, whatever its name."""
        others = (names.item, names.title, names.user, names.rating, names.time, names.done)
        found = [
            name
            for name, counted in self._likely.items()
            if name not in others
            and len(counted) > 1
            and not _OF_THE_WORK & words_of_name(name)
            and "planned" in map(state_of, counted)
        ]
        if names.status is not None or len(found) != 1:
            return False
        names.status, self._states = found[0], self._likely[found[0]]
        return True

    def settle(self, names: FoundColumns, file: str) -> list[str]:
        """Decide; return what is to be said."""
        notes = []
        self._marked = {
            name: names.marked[name]
            for name, is_there in self._marks.items()
            if is_there and name not in self._unmarked
        }
        if names.status in self._marked:
            # A column of wishes with a yes or a no.
            names.status, self._states = None, Counter()
        if self._find_status(names):
            notes.append(f"{file}: {shown(names.status)} says what became of each")
        known = [value for value in self._states if not is_nothing(value)]
        codes = CODED_COLUMNS.get((names.status or "").lower(), {})
        self._codes = codes if codes.keys() >= set(known) else {}
        self._status = names.status if any(map(self._state_of, known)) else None
        others = [value for value in known if self._state_of(value) is None]
        listed = ", ".join(map(shown, others[:5]))
        if self._status is not None and others:
            notes.append(f"{file}: {shown(names.status)} says {listed} of some, which count")
        elif 1 < len(others) <= _MOST_STATES:
            notes.append(
                f"{file}: {shown(names.status)} says {listed}, none of which is known: all count"
            )
        said = [was_done(value) for value in self._done]
        is_said = True in said or any(value not in ("", True) for value in self._done)
        self._is_done = names.done if said and None not in said and is_said else None
        self.zero_is_none = self._settle_zero(names.rating or "")
        self.minus_is_none = self._settle_minus()
        rated = [v for v in self._ratings if not is_nothing(v) and not is_unrated(v)]
        self.are_grades = len(rated) > 1 and all(grade(value) is not None for value in rated)
        if self.are_grades:
            notes.append(f"{file}: {shown(names.rating)} has grades, of which A+ is 5 and F is 1")
        self._count, self._amount = names.count if self._is_counted else None, names.count
        self._is_of_whole = plain_name(names.count or "") in OF_WHOLE
        self._skips, self._rating, self._time = names.skips, names.rating, names.time
        words = words_of_name(names.time or "")
        self._is_of_use = names.time is not None and not _OF_HAVING & words
        self._is_of_doing = is_of_doing(names.time or "")
        return notes

    def state(self, record: Mapping[str, Any]) -> State | None:
        """Return what a row says of its thing; None where it says nothing."""
        time = record.get(self._time or "") if self._is_of_use else None
        has_time = not _is_none(time) and not is_state(time)
        count = None if self._count is None else _count(record.get(self._count))
        marked = self._marked and self._marked_state(record)
        if marked:
            # What has a day of watching was watched, wished for again or not.
            was_used = (has_time and self._is_of_doing) or self._is_rated(record)
            return None if marked == "planned" and was_used else marked
        for name in (self._time, self._rating, self._amount):
            value = record.get(name) if name is not None else None
            if type(value) is str and not value[:1].isdecimal() and is_state(value):
                # DNF, where others have the day on which they were finished, or stars.
                return state_of(value)
        if self._is_of_doing and not has_time and _is_never(record.get(self._time or "")):
            return None if count or self._is_rated(record) else "planned"
        if self._is_done is not None and was_done(record.get(self._is_done)) is False:
            # What is not finished, and has a time, a rating or some of it behind it, was begun.
            was_used = has_time or (count or 0) > 0 or self._is_rated(record)
            return "begun" if was_used and self._is_done.lower().endswith(ENDED) else "planned"
        said = None if self._status is None else self._state_of(record.get(self._status))
        if said == "planned" and (self._status or "").lower() == OF_OWNING:
            return "done" if self._is_rated(record) else said
        is_of_part = said == "begun" and count == 0 and not self._is_of_whole
        if is_of_part and not has_time and not self._is_rated(record):
            # Put on the list of what is watched, and nothing of it watched yet.
            return "planned"
        is_counted = self._count not in (None, self._time)
        if said is None and is_counted and is_nothing(record.get(self._count or "")):
            # Of what was never played some programs write no count.
            count = 0
        if said is None and count == 0:
            if _is_positive(record.get(self._skips or "")):
                return "passed over"
            return None if has_time or self._is_rated(record) else "planned"
        return said

    def _marked_state(self, record: Mapping[str, Any]) -> State | None:
        """Return what a yes says; of several the one that says most."""
        said = {of for name, of in self._marked.items() if is_done(record.get(name))}
        return next((state for state in _LIKELIER if state in said), None)

    def _is_rated(self, record: Mapping[str, Any]) -> bool:
        value = None if self._rating is None else record.get(self._rating)
        return not _is_none(value) and not is_state(value)

    def _state_of(self, value: object) -> State | None:
        return self._codes.get(str(value)) if self._codes else state_of(value)

    def _settle_minus(self) -> bool:
        """Return whether -1 stands for no rating: nothing else is less than nought."""
        found = [read_rating(value) for value in self._ratings]
        plain = {rating.value for rating in found if rating is not None and rating.out_of is None}
        others = plain - {-1.0, 0.0}
        return -1.0 in plain and len(others) > 1 and min(others) > 0 and max(others) > _THUMBS

    def _settle_zero(self, name: str) -> bool:
        """Return whether 0 stands for no rating, as where the least is 1 or a half star."""
        if has_zero(name) or len(self._ratings) >= _MOST_VALUES:
            return False
        found = [read_rating(value) for value in self._ratings]
        plain = {rating.value for rating in found if rating is not None and rating.out_of is None}
        greatest = max(plain, default=0.0)
        if 0.0 not in plain or min(plain) < 0 or greatest <= _THUMBS:
            return False
        # Of a hundred points somebody may give none, and then gives few as well.
        few = greatest > _TEN and any(0 < value < greatest / _TEN for value in plain)
        return greatest <= _HUNDRED and not few


def _number(value: object) -> float | None:
    if isinstance(value, str):
        # Of a progress: 0%, 45 %.
        value = value.strip().removesuffix("%")
    try:
        return float(value) if isinstance(value, str | int | float) else None
    except ValueError:
        return None
    except OverflowError:
        # A whole number of hundreds of digits, as JSON may have.
        return inf


def _is_none(value: object) -> bool:
    """Whether a time or a rating says nothing, or nought."""
    if isinstance(value, str) and value[:1] in _OF_A_VALUE:
        # As nearly all begin.
        return False
    if isinstance(value, str) and _NEVER.match(value) is not None:
        return True
    return is_no_date(value) or _number(value) == 0


def _is_never(value: object) -> bool:
    """Whether a value of a column of days says that there was none, and not that it is unknown."""
    word = value.strip().lower() if isinstance(value, str) else ""
    return word in _NEVER_WORDS or (word.isalpha() and is_done(word) is False)


def _count(value: object) -> float | None:
    """Return how often or how long something was done; of a text whether it was, 1 or 0."""
    number = _number(value)
    if number is not None or not isinstance(value, str) or len(value) > _LONGEST_COUNT:
        return number
    # 0h 0m, 00:00:00, 0 of 12: of these the first is what was done.
    digits = re.findall(r"[0-9]", re.split(r"/|\b(?:of|von|sur|de|di|z)\b", value)[0])
    return None if not digits else float(any(digit != "0" for digit in digits))


def _is_positive(value: object) -> bool:
    if isinstance(value, str) and _IN_THOUSANDS.fullmatch(value):
        return True
    return (_count(value) or 0) > 0


def _listed(value: object) -> object:
    """Return a list of words as a text of them, as tables have it."""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ", ".join(value[:20])
    return value


def _keep(values: dict[Any, Any], value: object, of: object) -> None:
    if isinstance(value, str | int | float) and len(values) < _MOST_VALUES:
        values[value] = of
