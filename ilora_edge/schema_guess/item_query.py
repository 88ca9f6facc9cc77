"""The SELECT of the items: their titles, and what else is said about them."""

from __future__ import annotations

from collections.abc import Iterator

from ilora_edge.histories.schema import Table
from ilora_edge.schema_guess.column_roles import artist_strength
from ilora_edge.schema_guess.name_words import split_words, strip_id
from ilora_edge.schema_guess.sql_parts import Field, Join, select
from ilora_edge.schema_guess.table_kinds import named
from ilora_edge.schema_guess.table_links import Link, Tables

_GENRES = ("genre", "genres", "category", "categories", "tags", "subjects", "topics")
# What names an item only together with something else, and what that is called.
_IN_FRONT = (
    (
        frozenset({"track", "song", "recording"}),
        ("artist", "band", "performer", "musician", "singer"),
    ),
    (frozenset({"episode"}), ("show", "series", "podcast", "tvshow", "feed", "program", "anime")),
    (frozenset({"chapter", "issue"}), ("series", "manga", "comic", "book")),
)
_BETWEEN = frozenset({"album", "release", "record", "disc", "season", "volume"})
IN_FRONT = " stands before it: alone it names no item"
# Besides the one who made it.
_OTHERS = ("album", "series", "podcast", "show", "anime", "manga", "language", "platform")


def describe_items(tables: Tables, table: Table, key: str) -> tuple[str | None, list[str]]:
    """Return the SELECT of a table's items and reasons; None where nothing is their title."""
    title = tables.title(table)
    if title is None:
        return None, []
    fields: list[tuple[Field | str, str]] = [
        (Field(table.name, key), "item"),
        (Field(table.name, title[0].name), "title"),
    ]
    reasons = [f"{table.name}.{title[0].name} is the title"]
    joins = []
    used = {key, title[0].name}
    for column in table.columns:
        words = split_words(column.name)
        if column.name not in used and words and words[-1] == "year" and "birth" not in words:
            fields.append((Field(table.name, column.name), "year"))
            break
    for name, sql, join in _attributes(tables, table, used):
        if all(name != other for _, other in fields):
            fields.append((sql, name))
            if join is not None:
                joins.append(join)
    front = _in_front(tables, table, fields, joins)
    if front is not None:
        name = front.sql(bool(joins))
        own = Field(table.name, title[0].name).sql(bool(joins))
        fields[1] = (f"COALESCE(NULLIF({name}, '') || ' - ', '') || {own}", "title")
        reasons.append(f"{front.table}.{front.column}{IN_FRONT}")
    return select(fields, table.name, joins), reasons


def _in_front(
    tables: Tables, table: Table, fields: list[tuple[Field | str, str]], joins: list[Join]
) -> Field | None:
    """Return what a track or an episode is named with: its artist, its show. Adds joins."""
    wanted = next((w for nouns, w in _IN_FRONT if named(tables.words(table)[-1:], nouns)), None)
    if wanted is None:
        return None
    for sql, name in fields:
        if name in wanted and isinstance(sql, Field):
            return sql
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
