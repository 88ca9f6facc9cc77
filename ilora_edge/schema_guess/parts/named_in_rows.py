"""Items that a table only names, in texts of its own: a scrobble's artist and track."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ilora_edge.histories.schema import Column, Table, quote
from ilora_edge.schema_guess.parts.item_part import Part
from ilora_edge.schema_guess.parts.item_query import describe_items
from ilora_edge.schema_guess.parts.unknown_items import PARTS, numbered_columns
from ilora_edge.schema_guess.tables.column_roles import are_lists, artist_strength, title_strength
from ilora_edge.schema_guess.tables.row_facts import is_part, repeats, settles
from ilora_edge.schema_guess.tables.sql_parts import Field, select
from ilora_edge.schema_guess.tables.table_kinds import is_use, is_use_count, named
from ilora_edge.schema_guess.tables.table_links import Tables
from ilora_edge.schema_guess.tables.titles_in_objects import are_objects
from ilora_edge.schema_guess.words.known_words import ITEMS, PERSONS, PLACES, THINGS
from ilora_edge.schema_guess.words.name_words import (
    PROVIDERS,
    Words,
    same_noun,
    split_words,
    strip_id,
    word_set,
)

# Named beside a thing they say what it is of; alone they are what was heard.
_MAKERS_OF = word_set("artist album series band performer musician act")
_COUNTED = (("visits",), ("plays",), ("views",), ("reads",), ("listens",))
# What one does again and again is called so in its own table; few different values are states.
_DOINGS, _FEW_KINDS = word_set("workout exercise training hike ride climb tasting brew"), 3
# What has a number, a name and all that it is of beside it.
_NAMED = 0.8
_PART = 0.97
_MISSING = 0.1
_MADE_UP = 16
_KEYS = (("title",), ("slug",), ("url",), ("uri",), ("path",), ("link",))
_NEARLY_ALL = 0.95


def own_text(tables: Tables, table: Table, is_event: bool, has_links: bool) -> Iterator[Part]:
    """Yield the items that a table only names: a scrobble's artist and track."""
    linked = {link.column.name for link in tables.links(table)}
    strength, name = _best_text(tables, table, linked, has_links)
    column_found = table.find(name) if name else None
    if column_found is None or strength < 0.3:
        return
    values = tables.of(table, column_found)
    texts = [v for v in values if isinstance(v, str)]
    is_alone = table.primary_key is not None and not tables.links(table)
    if is_alone and is_use(tables.words(table)) and len(texts) < (1 - _MISSING) * len(values):
        # The uses that name nothing would be left out, and the key tells things apart as well.
        strength *= len(texts) / len(values)
    is_again = len(texts) > 4 and len(set(texts)) <= 0.8 * len(texts)
    makers = [
        (artist_strength(split_words(c.name)), c.name)
        for c in table.columns
        if any(tables.of(table, c)) or not tables.size(table)
    ]
    maker = max(makers, default=(0.0, ""))
    # Else a row is an item of its own, whose key tells it apart.
    is_used = tables.key(table) is None and tables.time_of_use(table) is not None
    is_named = ITEMS.intersection(split_words(name)) or maker[0] > 0
    is_whose = is_named and tables.user(table) is not None
    if not is_again and tables.key(table) not in (None, "rowid") and _is_counted(table):
        # A row per item, known by its key, which says how often it was used.
        return
    if not is_again and (known := _known_by_key(tables, table, column_found)) is not None:
        yield _by_key(tables, table, *known)
        return
    if not is_again and (_is_known_by_address(table, column_found) or _is_kept(tables, table)):
        return
    if is_again and _are_numbered(tables, table):
        return
    if not (is_event or is_again or is_used or is_whose) or (has_links and strength < 0.8):
        return
    strength *= 0.85 if is_event or is_again else 0.6
    if has_links and not (is_again and maker[0] > 0):
        # A review has a title too, and is about something else.
        strength *= 0.5
    text, title = quote(name), quote(name)
    described = [(title, "title")]
    reason = f"{table.name}.{name} names the item"
    if maker[0] > 0 and maker[1] not in linked and maker[1] != name:
        made_by = quote(maker[1])
        text = f"coalesce({made_by} || ' - ', '') || {title}"
        described.append((made_by, "author"))
        reason = f"{table.name}.{maker[1]} and {name} name the item"
    number = _number_of(tables, table, column_found, linked)
    if number is not None:
        author = maker[1] if len(described) > 1 else None
        yield _by_number(table, number.name, name, strength, reason, author)
        return
    items = select([(text, "item"), *described], table.name, distinct=True)
    qualified: Field | str = Field(table.name, name)
    if len(described) > 1:
        where = quote(table.name)
        qualified = f"coalesce({where}.{quote(maker[1])} || ' - ', '') || {where}.{title}"
        if not tables.links(table):
            qualified = text
    yield Part(qualified, strength, (reason,), (), table, items)


def numbered_part(tables: Tables, table: Table) -> Part | None:
    """Return the things that rows number and name, where all that they refer to is wholes of these.

    Of a track that was played, with its id, its name and its album's id, the track says more.
    """
    linked = {link.column.name for link in tables.links(table)}
    column = table.find(_best_text(tables, table, linked, True)[1])
    if column is None or (tables.time(table) is None and tables.user(table) is None):
        return None
    number = _number_of(tables, table, column, linked)
    if number is None or not (repeats(tables, table, number) and _is_of_all(tables, table, number)):
        return None
    reason = f"{table.name}.{column.name} names the item"
    return _by_number(table, number.name, column.name, _PART, reason)


def episode_in_row(tables: Tables, table: Table) -> Part | None:
    """Return the episode that a use is of, by its show and its numbers, where the row names it.

    Of a watched episode its show says less.
    """
    title = tables.title(table)
    if title is None or title[1] < _NAMED or not named(tables.words(table)[-1:], PARTS):
        return None
    numbers = numbered_columns(tables, table)
    if numbers is None:
        return None
    item = " || ':' || ".join(Field(table.name, c.name).sql(qualified=True) for c in numbers)
    described: list[tuple[Field | str, str]] = [
        (item, "item"),
        (Field(table.name, title[0].name), "title"),
    ]
    items = select(described, table.name, distinct=True)
    names = ", ".join(column.name for column in numbers)
    reasons = (f"{table.name}.{names} are the item", f"{table.name}.{title[0].name} is its title")
    return Part(item, _PART, reasons, (), table, items)


def _best_text(
    tables: Tables, table: Table, linked: set[str], has_links: bool
) -> tuple[float, str]:
    """Return how well the likeliest of a table's texts names its rows' items, and its column."""
    found: list[tuple[float, str]] = [(0.0, "")]
    for column in table.columns:
        words, values = split_words(column.name), tables.of(table, column)
        if column.name in linked or tables.user_name(table) == column.name or _is_who(words):
            continue
        if are_lists(values) or are_objects(values):
            continue
        if named(words[-1:], PARTS) and all(str(v).isdigit() for v in values if v):
            # The third episode, of whatever series.
            continue
        if words == ("name",) and tables.words(table)[-1:] in (("event",), ("events",)):
            # Play, pause: what happened, and not to what.
            continue
        strength = title_strength(words, (), values)
        texts = [v for v in values if isinstance(v, str)]
        is_thing = len(words) == 1 and words[0] in ITEMS | _MAKERS_OF
        # The museum of a visit, the board game of a play.
        is_thing = is_thing or (
            is_use(tables.words(table)) and named(words[-1:], THINGS) and not _are_paths(texts)
        )
        # Of workouts the workout, the same ones again and again.
        own = tables.words(table)[-1:]
        is_own = len(words) == len(own) == 1 and same_noun(words[0], own[0])
        is_own = is_own and words[0] in _DOINGS and len(set(texts)) > _FEW_KINDS
        is_thing = is_thing or (is_own and repeats(tables, table, column))
        if is_thing and (len(texts) == len(values) or not values):
            strength = max(strength, 0.4 if words[0] in _MAKERS_OF else 0.8)
            if words[0] in PLACES and _names_another(tables, table, column):
                # Where a band played.
                strength = 0.3
        elif strength == 0.4 and "name" not in words:
            # Known by its values alone: of an event's texts the item is not the likeliest.
            strength = 0.3
        found.append((strength, column.name))
    strength, name = max(found, key=lambda f: f[0])
    for other, part in found:
        # Of a podcast and its episode the episode is what was heard.
        is_finer = part != name and other >= _NAMED and named(split_words(part), PARTS)
        if is_finer and _is_part_of(tables, table, part, name):
            strength, name = other, part
    if strength == 0.4 and not has_links and _are_all(table, name):
        strength = 0.8
    return strength, name


def _are_paths(texts: Sequence[str]) -> bool:
    """Return whether all texts are parts of addresses: a program's route."""
    return bool(texts) and all(text.startswith("/") for text in texts)


def _is_who(words: Words) -> bool:
    """Return whether a column is the name of somebody: who was seen to, or who was at work."""
    noun = words[:-1] if len(words) > 1 and words[-1] == "name" else words
    return named(noun[-1:], PERSONS)


def _is_part_of(tables: Tables, table: Table, part: str, whole: str) -> bool:
    one, other = table.find(part), table.find(whole)
    if one is None or other is None:
        return False
    # Where films are among the series, not every row is of an episode.
    missing = [sum(not v for v in tables.of(table, column)) for column in (one, other)]
    is_always = missing[0] - missing[1] <= _MISSING * len(tables.of(table, one))
    return is_always and is_part(tables, table, one, other)


def _is_of_all(tables: Tables, table: Table, item: Column) -> bool:
    """Return whether all other things that rows refer to are wholes of what a column numbers."""
    wholes = [k.column for k in tables.links(table) if not tables.is_person(k.table)]
    return bool(wholes) and all(is_part(tables, table, item, whole) for whole in wholes)


def _by_key(tables: Tables, table: Table, key: str, source: Table) -> Part:
    items, why = describe_items(tables, source, key)
    item = Field(table.name, str(tables.key(table)))
    reasons = (f"{table.name} has the keys of {source.name}",)
    return Part(item, 0.8, reasons, (), source, items, tuple(why))


def _known_by_key(tables: Tables, table: Table, title: Column) -> tuple[str, Table] | None:
    """Return the key and the table that give a table's keys the same titles."""
    key = table.primary_key
    if key is None:
        return None
    mine = dict(zip(tables.of(table, key), tables.of(table, title), strict=True))
    for other in tables.schema.tables:
        column, theirs = other.find(title.name), other.primary_key
        if other is table or column is None or theirs is None or len(mine) < 3:
            continue
        if tables.is_person(other):
            continue
        known = dict(zip(tables.of(other, theirs), tables.of(other, column), strict=True))
        if all(known.get(k, t) == t for k, t in mine.items()) and len(
            known.keys() & mine.keys()
        ) >= _NEARLY_ALL * len(mine):
            # What lacks some of them would leave these without a title.
            return theirs.name, other
    return None


def _by_number(
    table: Table, number: str, title: str, strength: float, reason: str, made_by: str | None = None
) -> Part:
    item = Field(table.name, number)
    described = [(item, "item"), (Field(table.name, title), "title")]
    if made_by is not None:
        described.append((Field(table.name, made_by), "author"))
    items = select(described, table.name, (), None, distinct=True)
    reasons = (f"{table.name}.{number} is the item", reason)
    return Part(item, strength, reasons, (), table, items)


def _number_of(tables: Tables, table: Table, title: Column, linked: set[str]) -> Column | None:
    """Return the id of what a row names, of a table that another file has: one for each name."""
    for column in table.columns:
        words = split_words(column.name)
        stem = strip_id(words)
        is_id = stem != words and bool(stem) and (stem[-1] in THINGS or stem[-1] in PROVIDERS)
        if not is_id or column.name in linked or table.primary_key is column:
            continue
        values = tables.of(table, column)
        if sum(v is None for v in values) > _MISSING * len(values):
            # Of a series; the films among them have none.
            continue
        settled = settles(tables, table, column, title)
        # book_id beside book_name, or a title in a history of books, of which each is there once.
        noun = split_words(title.name)[:-1] or tables.words(table)
        is_named = settled is None and (stem == noun or (len(stem) == 1 and stem[0] in noun))
        if tables.user_name(table) != column.name and (settled or is_named):
            return column
    return None


def _is_known_by_address(table: Table, title: Column) -> bool:
    """Return whether a row is an item whose key is its address, beside what it is called."""
    key = table.primary_key
    return key is not None and key is not title and split_words(key.name)[-1:] in _KEYS


def _are_numbered(tables: Tables, table: Table) -> bool:
    """Return whether a row is a chapter with a key of its own, called as those of other books."""
    if tables.user(table) is not None:
        return False
    is_kept = tables.key(table) not in (None, "rowid") and tables.time_of_use(table) is not None
    return is_kept and named(tables.words(table)[-1:], PARTS) and not is_use(tables.words(table))


def _is_kept(tables: Tables, table: Table) -> bool:
    """Return whether a row is a thing with a key of its own, written anew at each of its uses."""
    key, time = table.primary_key, tables.time_of_use(table)
    if key is None or time is None or tables.user(table) is not None:
        return False
    keys = [v for v in tables.of(table, key) if v is not None]
    # A service's id; those that a program makes up for each row are longer.
    is_known = bool(keys) and all(isinstance(v, str) and len(v) < _MADE_UP for v in keys)
    return is_known or "last" in split_words(time[0].name)


def _is_counted(table: Table) -> bool:
    names = (split_words(c.name) for c in table.columns)
    return any(is_use_count(w) and ("count" in w or w in _COUNTED) for w in names)


def _are_all(table: Table, name: str) -> bool:
    """Return whether a table that names artists, or series, names nothing that is by them."""
    noun = split_words(name)[:-1] or split_words(name)
    words = (split_words(c.name) for c in table.columns)
    others = (w for w in words if w[:1] != noun[:1] and w[-1:] and w[-1] not in PLACES)
    return not any(ITEMS.intersection(w) or "name" in w for w in others)


def _names_another(tables: Tables, table: Table, place: Column) -> bool:
    """Return whether a row names a thing, or who made one, besides a place."""
    things = ITEMS - PLACES | {"band"}
    names = (
        split_words(c.name) for c in table.columns if c is not place and any(tables.of(table, c))
    )
    return any(
        w[-1:] and (w[-1] in things or artist_strength(w) > 0) and strip_id(w) == w for w in names
    )
