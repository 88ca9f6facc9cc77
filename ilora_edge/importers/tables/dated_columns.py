"""Which column of a file holds the times, where none has a usual name: by what is in them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from ilora_edge.importers.records.lines import shown
from ilora_edge.importers.tables.dates import days_of, is_late
from ilora_edge.importers.tables.states import is_state
from ilora_edge.times.clock import FIRST
from ilora_edge.times.date_text import is_date
from ilora_edge.times.no_date import is_no_date
from ilora_edge.times.unix_time import unix_seconds

_SHORTEST = 6
_WORD = re.compile(r"[A-Z]?[^\W\d_A-Z]+|[A-Z]+|[^\W\d_]+")
OF_TIMES = frozenset({"time", "timestamp", "date", "datetime", "when", "epoch", "at"})
# When a person did something, and when something else happened to the item or to the row.
_DONE = frozenset(
    {
        *("watched", "seen", "viewed", "visited", "visit", "played", "listened", "heard", "read"),
        *(
            "finished",
            "finish",
            "completed",
            "completion",
            "playback",
            "rated",
            "watch",
            "view",
            "play",
            "listen",
            "last",
            "ended",
            "tracked",
            "logged",
            "archived",
            "종료일",
            "완독일",
            "관람일",
            "終了日",
            "読了",
            "viewing",
            "reading",
            "checked",
        ),
        *("beendet", "abgeschlossen", "angesehen", "terminé", "fini", "lu", "lecture", "terminado"),
        *("leído", "lido", "letto", "lettura", "gelezen", "gezien", "bekeken", "obejrzane"),
        *("przeczytane", "просмотра", "прочтения", "mirado", "écouté", "escuchado", "ascoltato"),
        *("gesehen", "gehört", "gelesen", "visionado", "visionnage", "vu", "visto", "visione"),
    }
)
_OF_SOMETHING_ELSE = frozenset(
    {
        *("release", "released", "birth", "birthday", "premiere", "premiered", "published"),
        *("publication", "updated", "modified", "added", "joined", "registered", "expires", "due"),
        # Of a row: when a service got it.
        *("received", "sent", "uploaded", "ingested", "synced", "exported", "imported"),
        *("erscheinungsdatum", "estreno", "sortie", "uscita"),
        *("hinzugefügt", "erstellt", "ajouté", "ajout", "añadido", "aggiunto", "adicionado"),
        *("toegevoegd", "dodano", "добавлено", "добавления", "添加日期", "追加日"),
    }
)
# What a program's numbers say of what never happened.
_NEVER = (0, "0")
# A column of what was done may have counts: of times that are seconds these are after 2001.
_SECONDS_SINCE = 10**9
# Mon Jan 05 2026 10:00:00 GMT+0000 (Coordinated Universal Time)
_ZONE_IN_WORDS = re.compile(r"\s*\([^()]*\)$")
_YEAR_OR_MONTH = re.compile(r"(?:19|20)[0-9]{2}(?:-(?:0[1-9]|1[0-2]))?")
# Where something has an end too, or was done again, that counts.
_BEGUN = frozenset({"started", "start", "begun", "begin", "first"})
_AGAIN = frozenset({"rewatch", "rewatched", "reread", "rereads", "replayed", "again"})


class DatedColumns:
    """Learns from all records which columns hold dates and nothing else."""

    def __init__(self) -> None:
        self._dates: dict[str, int] = {}
        self._others: set[str] = set()

    def learn(self, record: Mapping[str, Any]) -> None:
        """Look at one record's values."""
        for name, value in record.items():
            if name in self._others or says_none(value) or value in _NEVER:
                continue
            if _is_date(name, value):
                self._dates[name] = self._dates.get(name, 0) + 1
            else:
                self._others.add(name)
                self._dates.pop(name, None)

    def found(self, no_times: Collection[str | None] = ()) -> tuple[str | None, str | None]:
        """Return the column of times, if it is plain which that is, and what is to be said.

        ``no_times``: columns of something else, some of whose values look like dates.
        """
        own = [
            name
            for name in self._dates
            if name not in no_times and not _OF_SOMETHING_ELSE & words_of_name(name)
        ]
        ended = [name for name in own if not _BEGUN & words_of_name(name)]
        names = ended or own
        done = [name for name in names if _DONE & words_of_name(name)]
        for some in (done, names):
            # Of "Completion" and "Completion Date" the second says that it is one.
            said = [name for name in some if OF_TIMES & words_of_name(name)]
            for found in (some, said):
                if len(found) == 1:
                    return found[0], f"the times are those of {shown(found[0])}"
        if names:
            listed = ", ".join(map(shown, names[:5]))
            return None, f"dates are in {listed}; name the times with --time-column"
        return None, None

    def not_read(self, time: str) -> str | None:
        """Return what is to be said of columns of dates beside the one of times."""
        others = [
            name
            for name in self._dates
            if name != time
            and (is_of_doing(name) or _AGAIN & words_of_name(name))
            and not _BEGUN & words_of_name(name)
        ]
        if not others:
            return None
        listed = ", ".join(map(shown, others[:5]))
        return f"the dates of {listed} are not read"


def says_none(value: object) -> bool:
    """Whether a value of a column of days is none: also a word for what became of it, DNF."""
    return is_no_date(value) or is_state(value)


def is_of_doing(name: str) -> bool:
    """Whether a column's name says when something was watched, read or heard: ``Date Read``."""
    words = words_of_name(name)
    return bool(_DONE & words) and not _OF_SOMETHING_ELSE & words


def words_of_name(name: str) -> frozenset[str]:
    """Return the words of a column's name, in lower case: of ``visitTime`` visit and time."""
    whole = re.split(r"[\W\d_]+", name)
    return frozenset(word.lower() for word in (*_WORD.findall(name), *whole) if word)


def _is_date(name: str, value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return False
    text = _ZONE_IN_WORDS.sub("", str(value).strip())
    if not re.search(r"[^0-9.+-]", text) and not re.search(r"[0-9][.-][0-9]+[.-][0-9]", text):
        seconds = unix_seconds(value)
        is_plausible = seconds is not None and seconds >= FIRST and not is_late(seconds)
        words = words_of_name(name)
        if _DONE & words and _YEAR_OR_MONTH.fullmatch(text):
            # Watched: 2023, 2024-05: the first day of it. No count is so on every line.
            return True
        is_named_so = bool(OF_TIMES & words) or (
            seconds is not None and seconds >= _SECONDS_SINCE and bool(_DONE & words)
        )
        return is_plausible and is_named_so
    if not re.search(r"\d", text) or (re.fullmatch(r"[0-9:.]+", text) and ":" in text):
        # The time of a day, or a duration.
        return False
    if len(days_of(text)) > 1:
        return True
    return is_date(text) or (len(text) >= _SHORTEST and unix_seconds(text) is not None)
