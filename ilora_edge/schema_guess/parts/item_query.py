"""The SELECT of the items: their titles, and what else is said about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ilora_edge.histories.schema import Column, Table, quote
from ilora_edge.schema_guess.tables.column_roles import artist_strength, title_strength
from ilora_edge.schema_guess.tables.gone_items import still_there
from ilora_edge.schema_guess.tables.sql_parts import Field, Join, select
from ilora_edge.schema_guess.tables.table_kinds import named
from ilora_edge.schema_guess.tables.table_links import Link, Tables
from ilora_edge.schema_guess.tables.titles_in_objects import name_in_object, name_sql
from ilora_edge.schema_guess.words.name_words import split_words, strip_id, without_suffix

_GENRES = ("genre", "genres", "category", "categories", "tags", "subjects", "topics")
# What names an item only together with something else, and what that is called.
_IN_FRONT = (
    (
        frozenset({"track", "song", "recording"}),
        ("artist", "band", "performer", "musician", "singer"),
    ),
    (frozenset({"episode"}), ("show", "series", "podcast", "tvshow", "feed", "program", "anime")),
    (frozenset({"variant", "variation"}), ("product",)),
    (frozenset({"chapter", "issue"}), ("series", "manga", "comic", "book", "novel")),
)
_BETWEEN = frozenset({"album", "release", "record", "disc", "season", "volume"})
# A table of pairs has few columns; who the pairs name, besides the things themselves.
_PAIR = 8
_BY = ("artist", "author", "writer", "creator", "band", "performer", "musician", "singer")
IN_FRONT = " stands before it: by itself it does not identify an item"
BEHIND = " stands behind it: it tells those of one title apart"
_NUMBERS = frozenset({"number", "no", "num", "nr", "index", "chapter", "episode"})
# Of so many titles some are those of other rows as well; what tells them apart is no description.
_REPEATED, _SHORT = 0.8, 24
# Of so many rows without a title, what names them may be in another column.
_UNTITLED, _TITLED = 0.2, 0.8
# Besides the one who made it.
_OTHERS = ("album", "series", "podcast", "show", "anime", "manga", "language", "platform")


def describe_items(tables: Tables, table: Table, key: str) -> tuple[str | None, list[str]]:
    """Return the SELECT of a table's items and reasons; None where nothing is their title."""
    title = tables.title(table)
    if title is None:
        numbered = numbered_in_whole(tables, table)
        return (None, []) if numbered is None else _by_number(tables, table, key, numbered)
    fields: list[tuple[Field | str, str]] = [
        (Field(table.name, key), "item"),
        (Field(table.name, title[0].name), "title"),
    ]
    reasons = [f"{table.name}.{title[0].name} is the title"]
    if (inside := name_in_object(tables, table, title[0])) is not None:
        fields[1] = (name_sql(Field(table.name, title[0].name), inside[0]), "title")
        reasons = [f"{inside[0]} in {table.name}.{title[0].name} is the title"]
    elif are_paths(tables, table, title[0]):
        name = Field(table.name, title[0].name).sql(qualified=True)
        # What stands after the last slash.
        fields[1] = (f"replace({name}, rtrim({name}, replace({name}, '/', '')), '')", "title")
        reasons = [f"the name of the file in {table.name}.{title[0].name} is the title"]
    joins = []
    used = {key, title[0].name}
    if (second := _second_title(tables, table, title[0])) is not None:
        one, other = (Field(table.name, c.name).sql(qualified=True) for c in (title[0], second))
        fields[1] = (f"COALESCE(NULLIF({one}, ''), {other})", "title")
        reasons.append(f"{table.name}.{second.name} is the title where that is empty")
        used.add(second.name)
    for column in table.columns:
        words = split_words(column.name)
        if column.name not in used and words and words[-1] == "year" and "birth" not in words:
            fields.append((Field(table.name, column.name), "year"))
            break
    made = _made_by(tables, table, key)
    for name, sql, join in _attributes(tables, table, used):
        if all(name != other for _, other in fields):
            fields.append((sql, name))
            if join is not None:
                joins.append(join)
    if made is not None and not any(artist_strength((name,)) > 0 for _, name in fields):
        fields.append(made)
    front = _in_front(tables, table, fields, joins)
    if front is not None:
        name = front if isinstance(front, str) else front.sql(bool(joins))
        own = fields[1][0]
        own = own if isinstance(own, str) else own.sql(bool(joins))
        if None in tables.of(table, title[0]):
            # A chapter without a title has its number, or at least its book's.
            number = _number(tables, table, bool(joins))
            own = f"COALESCE(NULLIF({own}, ''), {number})"
        fields[1] = (f"COALESCE(NULLIF({name}, '') || ' - ', '') || {own}", "title")
        whose = "who made it" if isinstance(front, str) else f"{front.table}.{front.column}"
        reasons.append(f"{whose}{IN_FRONT}")
    elif (variant := _told_apart(tables, table, title[0])) is not None:
        own = fields[1][0]
        own = own if isinstance(own, str) else own.sql(bool(joins))
        name = Field(table.name, variant.name).sql(bool(joins))
        fields[1] = (f"{own} || COALESCE(' (' || NULLIF({name}, '') || ')', '')", "title")
        reasons.append(f"{table.name}.{variant.name}{BEHIND}")
    there = still_there(tables, table)
    if there is not None and all(name != "available" for _, name in fields):
        fields.append((there[0], "available"))
        reasons.append(there[1])
    return select(fields, table.name, joins), reasons


@dataclass(frozen=True, slots=True)
class Numbered:
    """What names a table's parts: their whole, and the number that each has in it."""

    whole: Link
    number: Column
    between: tuple[Link, Column] | None = None
    """What the whole is divided into, and its number: a season."""


def numbered_in_whole(tables: Tables, table: Table) -> Numbered | None:
    """Return the whole that names a table's parts, and their number: the issues of a comic."""
    nouns = without_suffix(tables.words(table))[-1:]
    wanted = next((w for parts, w in _IN_FRONT if named(nouns, parts)), None)
    if wanted is None or tables.title(table) is not None:
        return None
    number = _numbered(tables, table, nouns)
    if number is None:
        return None
    links = tables.links(table)
    whole = next((k for k in links if named(tables.words(k.table)[-1:], frozenset(wanted))), None)
    if whole is not None:
        return Numbered(whole, number) if _looked_up(tables, whole) is not None else None
    for link in links:
        nouns = without_suffix(tables.words(link.table))[-1:]
        between = _numbered(tables, link.table, nouns) if named(nouns, _BETWEEN) else None
        if between is None:
            continue
        for further in tables.links(link.table):
            is_whole = named(tables.words(further.table)[-1:], frozenset(wanted))
            if is_whole and _looked_up(tables, further) is not None and link.key != "rowid":
                return Numbered(further, number, (link, between))
    return None


def _numbered(tables: Tables, table: Table, nouns: tuple[str, ...]) -> Column | None:
    """Return the number that a table's rows have in what they are part of."""
    # Of a season's number and an episode's that of the part itself.
    own_first = sorted(
        table.columns, key=lambda c: not named(split_words(c.name), frozenset(nouns))
    )
    for column in own_first:
        words, values = split_words(column.name), tables.of(table, column)
        is_number = words[-1:] != () and (words[-1] in _NUMBERS or words == nouns)
        if is_number and any(values) and all(isinstance(v, int | float | str) for v in values):
            return column
    return None


def _by_number(
    tables: Tables, table: Table, key: str, numbered: Numbered
) -> tuple[str | None, list[str]]:
    """Return the SELECT of parts that are known by their wholes and numbers, and why."""
    whole = numbered.whole
    name = _looked_up(tables, whole)
    if name is None:
        return None, []
    own = Field(table.name, numbered.number.name)
    told, joins, owner = own.sql(True), [], table
    if numbered.between is not None:
        link, season = numbered.between
        told = f"{Field(link.table.name, season.name).sql(True)} || 'x' || {told}"
        joins.append(Join(link.table.name, link.key, table.name, link.column.name, "LEFT JOIN"))
        owner = link.table
    joins.append(Join(whole.table.name, whole.key, owner.name, whole.column.name, "LEFT JOIN"))
    fields: list[tuple[Field | str, str]] = [
        (Field(table.name, key), "item"),
        (f"COALESCE({name.sql(True)} || ' - ', '') || {told}", "title"),
        (name, tables.words(whole.table)[-1]),
    ]
    reasons = [f"{name.table}.{name.column} and {table.name}.{own.column} are the title"]
    return select(fields, table.name, joins), reasons


def _number(tables: Tables, table: Table, qualified: bool) -> str:
    """Return SQL of the number that a part has in its whole, or of an empty text."""
    for column in table.columns:
        words = split_words(column.name)
        numbers = {v for v in tables.of(table, column) if v is not None}
        if (
            _NUMBERS.issuperset(words[-1:])
            and words
            and all(isinstance(v, int | float) for v in numbers)
        ):
            return Field(table.name, column.name).sql(qualified) if numbers else "''"
    return "''"


def _told_apart(tables: Tables, table: Table, title: Column) -> Column | None:
    """Return the short text that tells rows of one title apart: the colour of a coat."""
    names = tables.of(table, title)
    if len(set(names)) > _REPEATED * len(names):
        return None
    best: tuple[int, Column] | None = None
    for column in table.columns:
        values = tables.of(table, column)
        texts = {v for v in values if isinstance(v, str) and 0 < len(v) <= _SHORT}
        if column is title or not 1 < len(texts) <= 0.5 * len(values):
            continue
        if texts != set(values) or not all(any(map(str.isalpha, text)) for text in texts):
            continue
        pairs = set(zip(names, values, strict=True))
        if len(pairs) == len(names) and (best is None or len(texts) < best[0]):
            best = (len(texts), column)
    return None if best is None else best[1]


def _second_title(tables: Tables, table: Table, title: Column) -> Column | None:
    """Return what names the rows that have no title: the names of episodes, among films."""
    empty = [not v for v in tables.of(table, title)]
    if sum(empty) < _UNTITLED * max(1, len(empty)):
        return None
    for column in table.columns:
        values = tables.of(table, column)
        strength = title_strength(split_words(column.name), tables.words(table), values)
        filled = sum(bool(v) for v, gap in zip(values, empty, strict=True) if gap)
        if column is not title and strength >= _TITLED and filled > 0.5 * sum(empty):
            return column
    return None


def are_paths(tables: Tables, table: Table, column: Column) -> bool:
    """Return whether a column has paths of files whose names are words."""
    texts = [v for v in tables.of(table, column) if isinstance(v, str) and v]
    names = [text.rpartition("/")[2] for text in texts if "/" in text and "://" not in text]
    words = [n for n in names if sum(map(str.isalpha, n.rpartition(".")[0] or n)) >= 3]
    return len(texts) > 1 and len(words) >= 0.9 * len(texts) and len(set(names)) > 0.8 * len(names)


def needs_front(tables: Tables, table: Table) -> bool:
    """Return whether an item's title says little without what the item is part of, which is there.

    An episode has the name of its show in another table; a track that nothing says the artist of is
    named as well as it can be.
    """
    wanted = next(
        (w for nouns, w in _IN_FRONT if named(without_suffix(tables.words(table))[-1:], nouns)),
        None,
    )
    if wanted is None:
        return False
    return any(named(tables.words(t)[-1:], frozenset(wanted)) for t in tables.schema.tables)


def _in_front(
    tables: Tables, table: Table, fields: list[tuple[Field | str, str]], joins: list[Join]
) -> Field | str | None:
    """Return what a track or an episode is named with: its artist, its show. Adds joins."""
    wanted = next(
        (w for nouns, w in _IN_FRONT if named(without_suffix(tables.words(table))[-1:], nouns)),
        None,
    )
    if wanted is None:
        return None
    for sql, name in fields:
        if name in wanted:
            return sql
    for link in tables.links(table):
        found = _looked_up(tables, link)
        if found is None or not named(tables.words(link.table)[-1:], frozenset(wanted)):
            continue
        if found.table != table.name and all(join.table != found.table for join in joins):
            key = link.column.name
            joins.append(Join(found.table, link.key, table.name, key, "LEFT JOIN"))
            fields.append((found, tables.words(link.table)[-1]))
            return found
    # A track's artist may be its album's, an episode's show its season's.
    for link in tables.links(table):
        if not named(tables.words(link.table)[-1:], _BETWEEN) or link.key == "rowid":
            continue
        for further in tables.links(link.table):
            stem = strip_id(split_words(further.column.name))
            found = _looked_up(tables, further)
            if found is None or not stem or stem[-1] not in wanted or found.table == table.name:
                continue
            for join in (
                Join(link.table.name, link.key, table.name, link.column.name, "LEFT JOIN"),
                Join(found.table, further.key, link.table.name, further.column.name, "LEFT JOIN"),
            ):
                if all(join.table != other.table for other in joins):
                    joins.append(join)
            fields.append((found, stem[-1]))
            return found
    return None


def _made_by(tables: Tables, table: Table, key: str) -> tuple[str, str] | None:
    """Return SQL of an item's makers that a table of pairs names, and what they are called."""
    for pairs in tables.schema.tables:
        links = tables.links(pairs)
        if pairs is table or len(pairs.columns) > _PAIR or tables.title(pairs) is not None:
            continue
        mine = next((k for k in links if k.table is table and k.key == key), None)
        if mine is None:
            continue
        for link in links:
            noun = tables.words(link.table)[-1:]
            found = _looked_up(tables, link)
            maker = next((m for m in _BY if named(noun, frozenset({m}))), None)
            if found is None or maker is None or link.table is table:
                continue
            names = found.sql(qualified=True)
            whose = Field(pairs.name, mine.column.name).sql(qualified=True)
            join = Join(link.table.name, link.key, pairs.name, link.column.name).sql()
            item = Field(table.name, key).sql(qualified=True)
            source = f"FROM {quote(pairs.name)} {join} WHERE {whose} = {item}"
            return f"(SELECT group_concat({names}, ', ') {source})", maker
    return None


def _attributes(
    tables: Tables, table: Table, used: set[str]
) -> Iterator[tuple[str, Field, Join | None]]:
    """Yield the names and columns of genres, makers and a few others, looked up where needed."""
    links = {link.column.name: link for link in tables.links(table)}
    joined = {table.name}
    ranked = []
    for column in table.columns:
        stem = strip_id(split_words(column.name))
        # A podcast_id is in column podcast_id, a podcast's name in podcast, podcast_name or _title.
        while len(stem) > 1 and stem[-1] in ("name", "title"):
            stem = stem[:-1]
        if column.name in used or not stem:
            continue
        if stem[-1] in _GENRES and len(stem) < 3:
            ranked.append((2.0 - 0.1 * _GENRES.index(stem[-1]), "genres", column))
        elif (strength := artist_strength(stem)) > 0:
            ranked.append((strength, stem[-1].removesuffix("s"), column))
        elif stem[-1] in _OTHERS and len(stem) == 1:
            ranked.append((0.1, stem[-1], column))
    ranked.sort(key=lambda r: -r[0])
    for _, name, column in ranked:
        link = links.get(column.name)
        if link is None:
            values = [v for v in tables.of(table, column) if v is not None and v != ""]
            if all(isinstance(v, str) for v in values) and column.name not in links:
                yield name, Field(table.name, column.name), None
        elif (found := _looked_up(tables, link)) is not None and link.table.name not in joined:
            joined.add(link.table.name)
            key = Join(link.table.name, link.key, table.name, column.name, "LEFT JOIN")
            yield name, found, key


def _looked_up(tables: Tables, link: Link) -> Field | None:
    title = tables.title(link.table)
    if title is None or title[1] < 0.4 or link.key == "rowid":
        return None
    return Field(link.table.name, title[0].name)
