"""Tables with a column for each person: ``Title, Ann, Bob`` with their ratings, marks or days.

A name is known by what its column is not: no usual name, no word for a part of a work, a place or
a service. Of marks and days some must have one where others have none, and several in one row: of
kinds a thing is one. Each must lack a rating where another has one: of parts of a judgement and of
counts all are filled in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from ilora_edge.histories.mapping import ONE_USER
from ilora_edge.histories.rating_value import is_unrated, read_rating
from ilora_edge.importers.records.lines import shown
from ilora_edge.importers.tables.columns import Columns, FoundColumns, find_columns, plain_name
from ilora_edge.importers.tables.dated_columns import words_of_name
from ilora_edge.importers.tables.dates import is_day
from ilora_edge.importers.tables.states import is_done, state_of
from ilora_edge.importers.tables.usual_names import OTHER_NAMES, OTHERS_RATINGS
from ilora_edge.times.date_text import is_nothing
from ilora_edge.times.date_words import month_named, weekdays_in

_FEWEST, _MOST = 2, 12
_MOST_PATTERNS, _MOST_GROUPS = 256, 200
# Between people who watched together.
_TOGETHER = re.compile(r"\s*[,;&+/]\s*|\s+(?:and|und|et|y|e|en|i|og|och)\s+")
_OF_CLUBS = frozenset(
    {
        *("movie", "film", "book", "game", "recipe", "wine", "beer", "buch", "spiel", "livre"),
        *("jeu", "libro", "película", "juego", "gioco", "livro", "filme", "jogo", "boek"),
    }
)
_ONESELF = frozenset({"me", "my", "mine", "own", "ich", "meine", "mein", "moi", "ma", "yo", "mi"})
_BEST_RATING = 10.0
_NAME = re.compile(r"[^\W\d_]+")
# As people make them; programs write true and false, or 1 and 0, in columns of many kinds.
_BY_HAND = frozenset("x✓✔✅☑❌☐") | {"yes", "no", "ja", "nein", "oui", "non"}
# Around a name: Ann's rating, Rating (Bob), Seen by Cy.
_AROUND = re.compile(
    r"(?i)(?:^|\b)(?:rating|score|stars|note|wertung|bewertung|watched|seen|read|by|of|von|de)(?:\b|$)"
    r"|['\u2019]s?\b|[()\[\]:_-]"
)
_SAID = re.compile(r"(?i)['\u2019]s\b|\b(?:rating|score|stars|by)\b")
# What else has a column of marks or of points for each: parts of a work, kinds, places, services.
_NO_PEOPLE = frozenset(
    {
        *("acidity", "acting", "action", "added", "adventure", "age", "alone", "amazon"),
        *("ambience", "android", "anilist", "animation", "appearance", "apple", "aroma"),
        *("art", "atmos", "atmosphere", "audio", "audiobook", "award", "awards", "bad"),
        *("balance", "beat", "bechdel", "begun", "biography", "blu", "bluray", "body"),
        *("borrowed", "bought", "budget", "cast", "casting", "chapter", "chapters"),
        *("character", "characters", "chemistry", "children", "cinema", "cinematography"),
        *("cleanliness", "comedy", "comfort", "comment", "comments", "complexity"),
        *("components", "controls", "cost", "costumes", "country", "crime", "crust"),
        *("depth", "design", "dialogue", "difficulty", "digital", "directing", "direction"),
        *("disc", "disk", "disney", "documentary", "douban", "drama", "dubbed", "due"),
        *("dvd", "ebook", "editing", "effects", "emotion", "end", "ending", "energy"),
        *("english", "enjoyment", "entertainment", "episodes", "family", "fantasy"),
        *("favorite", "favourite", "fi", "fiction", "final", "finish", "finished"),
        *("flavor", "flavour", "food", "format", "french", "fun", "gameplay", "genre"),
        *("german", "gifted", "good", "goodreads", "gore", "graphics", "gross"),
        *("hardcover", "hbo", "hdr", "history", "home", "horror", "hours", "hulu", "humor"),
        *("humour", "immersion", "index", "innovation", "interaction", "ios", "italian"),
        *("japanese", "jellyfin", "kills", "kindle", "language", "length", "letterboxd"),
        *("library", "look", "luck", "lyrics", "mal", "max", "medium", "melody"),
        *("metacritic", "minutes", "mix", "mobile", "mood", "mouthfeel", "mubi", "music"),
        *("musical", "mystery", "narration", "narrative", "netflix", "noir", "nose"),
        *("note", "notes", "number", "order", "originality", "oscar", "oscars", "overall"),
        *("own", "owned", "pacing", "page", "pages", "palate", "paperback", "part", "pc"),
        *("performance", "physical", "playstation", "plex", "plot", "premiere"),
        *("presentation", "price", "prime", "production", "prose", "quality", "rank"),
        *("ray", "realism", "recommend", "released", "remarks", "replay", "replayability"),
        *("review", "reviewed", "rewatch", "rewatchability", "romance", "rotten", "rt"),
        *("runtime", "sci", "score", "screenplay", "script", "seasons", "sequels"),
        *("service", "smell", "sound", "source", "spanish", "sport", "stakes", "start"),
        *("started", "steam", "story", "strategy", "streaming", "style", "subbed"),
        *("suspense", "sweetness", "switch", "tags", "taste", "tension", "theater"),
        *("theatre", "theatrical", "theme", "themes", "thriller", "together", "tomatoes"),
        *("total", "trakt", "type", "uhd", "value", "vhs", "violence", "visuals", "vocals"),
        *("voice", "vol", "volume", "war", "western", "where", "work", "world", "writing"),
        *("xbox", "youtube"),
    }
)


class PeopleColumns:
    """Learns from the rows of a table whether columns are people, and reads a row for each."""

    def __init__(self, wanted: Columns, has_items: bool) -> None:
        self._wanted, self._has_items = wanted, has_items
        self._kinds: dict[str, set[str]] | None = None
        self._patterns: set[tuple[bool, ...]] = set()
        self._are_bits = True
        self.people: dict[str, str] = {}
        """Of each column that is somebody's, the name."""
        self._kind = ""
        self._who: str | None = None
        self._groups: set[str] = set()
        self._together = False
        # Of a column of names, beside one of films or books: whose, and of what.
        self._club: tuple[str, str] | None = None
        self._is_club = False
        self._members: Counter[str] = Counter()

    @property
    def are_there(self) -> bool:
        """Whether rows are of several people each, once it is settled."""
        return self._together or self._is_club or bool(self.people)

    def learn(self, record: Mapping[str, Any]) -> None:
        """Look at one row, of any content."""
        if self._kinds is None:
            self._kinds = {name: {"rating", "mark", "day"} for name in self._likely(list(record))}
            found = find_columns(list(record), self._wanted, self._has_items)
            self._who = None if found is None else found.user
            self._club = self._club_of(list(record))
        if self._club is not None:
            self._learn_member(record, *self._club)
        if self._who is not None and len(self._groups) < _MOST_GROUPS:
            self._groups.add(str(record.get(self._who) or "").strip())
        if not self._kinds:
            return
        for name, kinds in self._kinds.items():
            value = record.get(name)
            if kinds and not is_nothing(value) and not is_unrated(value):
                kinds &= _kinds_of(value)
                # A column of nothing but 1 and 0 is a program's, of many kinds.
                self._are_bits = self._are_bits and str(value).strip() in ("0", "1")
        if len(self._patterns) < _MOST_PATTERNS:
            self._patterns.add(tuple(_is_said(record.get(name)) for name in self._kinds))

    def settle(self) -> str | None:
        """Decide; return what is to be said."""
        if self._club is not None and self._is_likely_club():
            self._is_club = True
            who, what = map(shown, self._club)
            return f"{who} has people, and {what} what each of them has; if not, say --title-column"
        groups = [_TOGETHER.split(group) for group in self._groups if group]
        alone = {group[0] for group in groups if len(group) == 1}
        several = [group for group in groups if len(group) > 1]
        if several and len(self._groups) < _MOST_GROUPS and all(alone & set(g) for g in several):
            # Who watched together: each of them was met alone as well, or beside one who was.
            self._together = True
            return f"{shown(self._who)} has several people in a row, each of whom has it"
        kinds = self._kinds or {}
        for kind in ("mark", "rating", "day"):
            places = [n for n, name in enumerate(kinds) if kind in kinds[name]]
            some = [n for n in places if any(pattern[n] for pattern in self._patterns)]
            names = [list(kinds)[n] for n in some]
            if not _FEWEST <= len(names) <= _MOST or (kind == "rating" and self._are_bits):
                continue
            are_apart = all(
                any(pattern[one] != pattern[other] for pattern in self._patterns)
                for one, other in combinations(some, 2)
            )
            # Where each row has one mark alone they are kinds, and no two have watched together.
            is_likely = are_apart and self._are_together(some)
            if kind == "rating":
                # Beside Me the others are people.
                is_ones_own = any(_user_of(name) == ONE_USER for name in names)
                is_likely = is_ones_own or (are_apart and self._lack_some_each(some))
            if is_likely or all(_SAID.search(name) for name in names):
                self.people = {name: _user_of(name) for name in names}
                self._kind = kind
                listed = ", ".join(map(shown, self.people.values()))
                return f"a column for each person, {listed}; where they are none, say --user NAME"
        return None

    def _are_together(self, places: Sequence[int]) -> bool:
        return any(sum(pattern[n] for n in places) > 1 for pattern in self._patterns)

    def _lack_some_each(self, places: Sequence[int]) -> bool:
        """Whether there is nothing of each in a row that has a value of another."""
        with_some = [p for p in self._patterns if any(p[n] for n in places)]
        return all(any(not pattern[n] for pattern in with_some) for n in places)

    def rows(self, record: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        """Yield a row for each person of whom there is a value; all as it is without people."""
        if self._together and self._who is not None:
            for name in _TOGETHER.split(str(record.get(self._who) or "").strip()):
                yield {**record, self._who: name}
            return
        if self._is_club and self._club is not None:
            who = self._club[0]
            yield {n: v for n, v in record.items() if n != who} | {"user": record[who]}
            return
        if not self.people:
            yield record
            return
        rest = {name: value for name, value in record.items() if name not in self.people}
        for name, person in self.people.items():
            value = record.get(name)
            if _is_said(value):
                told = {"rating": value} if self._kind == "rating" else {}
                told = {"date": value} if self._kind == "day" else told
                yield rest | told | {"user": person}

    def _club_of(self, names: Sequence[str]) -> tuple[str, str] | None:
        """Return a column ``Name`` and the only one that is called after a kind of thing."""
        if self._has_items or self._wanted != Columns():
            return None
        who = [name for name in names if plain_name(name) == "name"]
        what = [name for name in names if plain_name(name) in _OF_CLUBS]
        if len(who) != 1 or len(what) != 1:
            return None
        found = find_columns([name for name in names if name != who[0]], self._wanted, False)
        is_told = found is not None and found.item == what[0] and found.user is None
        is_used = found is not None and (found.rating or found.time or found.status)
        return (who[0], what[0]) if is_told and is_used else None

    def _learn_member(self, record: Mapping[str, Any], who: str, what: str) -> None:
        member, work = (str(record.get(name) or "").strip() for name in (who, what))
        is_work = any(map(str.isalpha, work)) and is_done(work) is None
        if work and not is_work:
            # Marks, for which kind a thing is of.
            self._club = None
        elif member and (member in self._members or len(self._members) < _MOST_GROUPS):
            self._members[member] += 1

    def _is_likely_club(self) -> bool:
        """Whether somebody is there more than once, as a title is not."""
        return len(self._members) < _MOST_GROUPS and max(self._members.values(), default=0) > 1

    def _likely(self, names: Sequence[str]) -> list[str]:
        """Return the columns that have no other meaning and may be called after somebody."""
        wanted = self._wanted
        found = find_columns(names, wanted, self._has_items)
        if found is None or found.user is not None or wanted.user or wanted.rating:
            return []
        likely = [name for name in names if name not in _others(found) and _name_in(name)]
        if found.rating is not None and found.rating not in likely:
            return []
        if not all(name.islower() for name in names):
            likely = [name for name in likely if _name_in(name)[0].isupper()]
        named = [_name_in(name) for name in likely]
        if all(month_named(name.lower()) or weekdays_in(name) for name in named):
            return []
        return likely if len(set(named)) == len(named) else []


def _others(found: FoundColumns) -> set[str | None]:
    """Return the columns that have a meaning, but for a rating, which may be somebody's."""
    told = {found.item, found.title, found.time, found.year, found.genres, found.original_title}
    told |= {found.creator, found.status, found.done, found.count, found.skips}
    return told | set(found.marked) | set(found.ids.values())


def _name_in(column: str) -> str:
    """Return the name of whoever a column is of; empty where it is none."""
    name = " ".join(_AROUND.sub(" ", column).split())
    words = {word.lower() for word in name.split()}
    is_other = words & _NO_PEOPLE or words_of_name(column) & (OTHER_NAMES | OTHERS_RATINGS)
    is_name = _NAME.fullmatch(name) is not None and name[:1].lower() != name[:1].upper()
    if is_other or not is_name or state_of(column) is not None:
        return ""
    return name


def _user_of(column: str) -> str:
    name = _name_in(column)
    return ONE_USER if name.lower() in _ONESELF else name


def _kinds_of(value: object) -> set[str]:
    kinds = set()
    if str(value).strip(" \ufe0f").lower() in _BY_HAND:
        kinds.add("mark")
    rating = read_rating(value)
    if rating is not None and (rating.out_of is not None or 0 <= rating.value <= _BEST_RATING):
        kinds.add("rating")
    if isinstance(value, str) and is_day(value):
        kinds.add("day")
    return kinds


def _is_said(value: object) -> bool:
    return not is_nothing(value) and not is_unrated(value) and is_done(value) is not False
