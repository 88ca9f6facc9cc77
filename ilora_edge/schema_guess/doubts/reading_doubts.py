"""What speaks against taking a reading of a table without asking.

How likely a reading is tells little of whether it is right in every detail: a table of plays may
hold planned ones, a time may be another one, an episode may lack its show. Each such thing that the
names and values leave open is a doubt, and a reading with a doubt is asked about, never written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ilora_edge.histories.schema import Column, Table
from ilora_edge.schema_guess.doubts.item_doubts import (
    NAMELESS,
    are_members,
    is_whole_item,
    named_things,
    other_kinds,
    own_column,
    says_what,
    tells_of_use,
    told_in_full,
)
from ilora_edge.schema_guess.doubts.open_states import KINDS, STATES, open_state, open_states
from ilora_edge.schema_guess.doubts.person_doubts import customers, nobody, other_users
from ilora_edge.schema_guess.doubts.time_doubts import BEGIN, other_times, times_of_things
from ilora_edge.schema_guess.parts.how_far import says_how_far
from ilora_edge.schema_guess.parts.item_part import Part
from ilora_edge.schema_guess.parts.item_query import BEHIND, IN_FRONT, are_paths, needs_front
from ilora_edge.schema_guess.parts.row_states import (
    is_listed,
    is_none,
    meanings,
    named_lists,
    named_states,
    says_use,
)
from ilora_edge.schema_guess.parts.typed_references import has_two_kinds, kinds_elsewhere
from ilora_edge.schema_guess.parts.unknown_items import PARTS
from ilora_edge.schema_guess.parts.use_evidence import (
    are_again,
    has_used_column,
    is_admission,
    is_diary,
    is_explained,
    is_gone_through,
    is_graded,
    is_held,
    is_log,
    is_named_for_use,
    is_of_program,
    is_rated_by_its_person,
    is_sitting,
    is_supplied,
    is_told_once,
    is_triple,
    measures,
)
from ilora_edge.schema_guess.parts.use_marks import open_marks
from ilora_edge.schema_guess.tables.person_tables import takes_part
from ilora_edge.schema_guess.tables.row_facts import (
    are_unnamed,
    has_several_parts,
    is_part,
    repeats,
    settles,
)
from ilora_edge.schema_guess.tables.sql_parts import Field
from ilora_edge.schema_guess.tables.table_kinds import (
    EVENTS,
    is_labelling,
    is_lesser,
    is_never,
    is_use,
    item_factor,
    named,
)
from ilora_edge.schema_guess.tables.table_links import Tables
from ilora_edge.schema_guess.words.known_words import AT_WORK, ITEMS, PERSONS, USED
from ilora_edge.schema_guess.words.name_words import (
    ID_WORDS,
    is_remark,
    split_words,
    strip_id,
    word_set,
)

# What may be no history at all.
NO_USE = "nothing says that the rows of"
NO_THINGS = " may be no things to recommend"
# Of an episode whose show is in another table.
NOT_BY_ITSELF = " may not identify an item by itself"
_LEAST_TITLE, _TITLED = 0.65, 0.8
# Of two columns for one thing the second has to be this much less likely.
_APART = 0.85
# What is hardly recommended: a status, a country.
_POOR = 0.2
# Where films are among the series, so many rows at least have no episode.
_MISSING = 0.1
_LISTS = STATES | KINDS | {"list", "shelf"}
_LAST_USE = word_set("last activity session run ran practice worn workout date time at on datetime")
# Mail, which is read as well.
_POSTED = word_set("from recipient recipients cc")
_FILES = word_set("file")
_ADDRESSES = word_set("url uri path file link guid uuid hash media")


def event_doubts(
    tables: Tables,
    table: Table,
    parts: tuple[Part, Part, Part],
    others: Sequence[Part],
    is_marked: bool = False,
) -> Iterator[str]:
    """Yield what is open of a table's rows as events, read by item, user and time.

    ``others`` are what else the rows may be about.
    """
    item, user, time = parts
    about = own_column(table, item)
    if not _are_uses(tables, table, parts, is_marked):
        yield f"{NO_USE} {table.name} are what somebody used"
    yield from _twice(tables, item)
    yield from _item_doubts(tables, table, item, time)
    yield from told_in_full(tables, table, about, item.table)
    for other in others:
        is_whole = other.table is item.table or _is_of(tables, item.table, other.table)
        # What a workout was of is told of each of its exercises.
        parents = {*time.joins[:1], *user.joins[:1]}
        is_whole = is_whole or not parents.isdisjoint(other.joins[:1])
        further = own_column(table, other)
        if about is not None and further is not None and about is not further:
            is_whole = is_whole or is_part(tables, table, about, further)
        # The id of a video, and what a row calls it besides; the file that a film is in.
        is_whole = is_whole or (other.table is table and _is_called(tables, table, about))
        is_whole = is_whole or (other.table is not None and _are_files(tables, other.table))
        is_empty = other.table is not None and not tables.size(other.table)
        if not (is_whole or is_empty) and other.strength > _APART * item.strength:
            yield f"{table.name} is about {_name(other)} as well"
    yield from other_times(tables, table, time)
    yield from other_users(tables, table, user, about)
    sales = [table.name, *(join.table for join in time.joins)]
    if not isinstance(time.sql, Field):
        # Lines of an order that says neither when nor whose it is.
        sales += [k.table.name for k in tables.links(table) if k.table is not item.table]
    yield from customers(tables, sales, user)
    used = {part.sql.column for part in parts if isinstance(part.sql, Field)} | {item.kind}
    if about is not None:
        yield from _finer_names(tables, table, about, used)
        if item.table is not table:
            yield from named_things(tables, table, about, used)
    moment = own_column(table, time)
    yield from times_of_things(tables, table, about, moment)
    yield from open_states(tables, table, used, about, item.table, moment)
    yield from open_marks(tables, table)
    for join in (*user.joins, *time.joins):
        if (parent := tables.schema.find(join.table)) is not None:
            yield from open_states(tables, parent, used)
            yield from open_marks(tables, parent)


def _are_uses(
    tables: Tables, table: Table, parts: tuple[Part, Part, Part], is_marked: bool
) -> bool:
    """Whether a table's rows, read by item, user and time, are what somebody used."""
    item, user, time = parts
    about = own_column(table, item)
    is_known = is_marked or is_named_for_use(tables, table) or _says_use(tables, table, parts)
    # Games at a stadium, singles of an artist: of nobody they are facts of things, and no uses.
    named_by = about or _copy_column(table, item)
    is_log_of = isinstance(user.sql, Field) and is_log(tables, table, named_by, time)
    is_log_of = is_log_of or are_again(tables, table, about, user)
    is_log_of = is_log_of or is_diary(tables, table, named_by, time)
    is_log_of = is_log_of or is_sitting(tables, table, item, time)
    is_log_of = is_log_of and is_explained(tables, table)
    if item.table is not None and any(join.table == item.table.name for join in user.joins):
        # What is said of a recipe by the person whose recipe it is: what goes into it.
        is_log_of = False
    # Who is at work logs what he has to do, and buys what he sells.
    if isinstance(user.sql, Field) and named(split_words(user.sql.column), AT_WORK):
        is_log_of = False
        is_known = is_known and not is_supplied(tables, table)
    is_never_one = is_never(tables.words(table)) or measures(table) or is_labelling(tables, table)
    is_never_one = is_never_one or is_of_program(tables, table, item)
    is_own = item.table is table and (is_held(table) or is_told_once(tables, table, user))
    return (is_known or is_log_of) and not (is_never_one or is_own)


def _are_born(table: Table) -> bool:
    """Return whether rows are persons or animals, of whom a row says when they were born."""
    return any(
        "birth" in words or words in (("birthdate",), ("birthday",), ("dob",))
        for words in (split_words(column.name) for column in table.columns)
    )


def _twice(tables: Tables, item: Part) -> Iterator[str]:
    """Yield that rows refer to two of the items, neither named for them: from, and to."""
    owner = tables.schema.find(item.sql.table) if isinstance(item.sql, Field) else None
    mine = (
        owner.find(item.sql.column) if owner is not None and isinstance(item.sql, Field) else None
    )
    if owner is None or mine is None or item.table is None or owner is item.table:
        return
    links = [k for k in tables.links(owner) if k.table is item.table]
    key = next((k.key for k in links if k.column is mine), None)
    alike = [k.column for k in links if k.key == key]
    nouns = [strip_id(split_words(column.name)) for column in alike]
    named_for = (len(n) == 1 and named(n, frozenset(tables.words(item.table)[-1:])) for n in nouns)
    other = next((c for c in alike if c is not mine and any(tables.of(owner, c))), None)
    if mine in alike and other is not None and not any(named_for):
        yield f"{owner.name} refers to two of {item.table.name}, {mine.name} and {other.name}"


def _item_doubts(tables: Tables, table: Table, item: Part, time: Part) -> Iterator[str]:
    """Yield why what the rows are about may not be the items."""
    if item.table is None:
        if item.items is None and not says_what(tables, table, item):
            yield NAMELESS if is_whole_item(tables, table, item) else "nothing describes the items"
        elif item.kind and (known := kinds_elsewhere(tables, table, item.kind)):
            yield f"{table.name}.{item.kind} may say which of {known} has the items"
        elif item.items is None and (lost := tables.schema.unreadable):
            yield f"{lost[0]} cannot be read, and may describe the items"
        return
    yield from other_kinds(tables, table, item)
    about = own_column(table, item)
    if about is not None and (kind := has_two_kinds(tables, table, about)) is not None:
        yield f"{table.name}.{kind.name} may say that not all are of {item.table.name}"
    if are_members(tables, table, item.table):
        yield f"{table.name} says what {item.table.name} holds, which may be the items"
    is_said_of = item.table is not table and is_remark(tables.words(item.table))
    if item_factor(tables, item.table) <= _POOR or _are_born(item.table) or is_said_of:
        yield f"the rows of {item.table.name}{NO_THINGS}"
    title, moment = tables.title(table), own_column(table, time)
    is_titled = title is not None and title[1] >= _TITLED and not are_unnamed(tables, table)
    is_last = moment is not None and "last" in split_words(moment.name)
    if is_titled and is_last and item.table is not table:
        yield f"{table.name} has titles of its own"


def state_doubts(
    tables: Tables, table: Table, time: Column | None, is_owned: bool = False
) -> Iterator[str]:
    """Yield what is open of a table that has a row per item with marks or times of use."""
    if tables.user(table) is None and not is_owned:
        yield from nobody(tables, table)
    yield from _planned_elsewhere(tables, table)
    is_mail = any(not _POSTED.isdisjoint(split_words(c.name)[:1]) for c in table.columns)
    is_poor = item_factor(tables, table) <= _POOR and not named(tables.words(table), STATES)
    if is_poor or (is_mail and time is None):
        yield f"the rows of {table.name}{NO_THINGS}"
    is_named = is_use(tables.words(table)) or time is None
    # What a state says was used was so from when it was begun.
    is_begun = time is not None and not BEGIN.isdisjoint(split_words(time.name))
    is_named = is_named or (is_begun and says_use(tables, table) is not None)
    if time is not None and not (
        is_named
        or (USED | {"recent"}).intersection(split_words(time.name))
        or _LAST_USE.issuperset(split_words(time.name))
    ):
        yield f"{table.name}.{time.name} may be another time than that of use"
    for column in table.columns:
        words = split_words(column.name)
        is_state = bool(words) and words[-1] in ("status", "state") and time is None
        # Beside what a person says of it, understood, a show's own state is no question.
        own = says_use(tables, table) if is_state and len(words) == 1 else None
        if is_state and (own in (None, column) or len(split_words(own.name)) == 1):
            yield from open_state(tables, table, column, words)


def _planned_elsewhere(tables: Tables, table: Table) -> Iterator[str]:
    """Yield tables of pairs that put some of a table's rows on a list of what is only planned."""
    for other in tables.schema.tables:
        links = tables.links(other)
        if not any(link.table is table for link in links) or tables.title(other) is not None:
            continue
        for link in links:
            nouns = tables.words(link.table)[-1:]
            if link.table is table or not named(nouns, _LISTS):
                continue
            found = meanings(tables, other, link.column)
            planned = sorted(str(m) for m in found.values() if is_none(m, other))
            if planned and len(planned) < len(found):
                yield f"{other.name} says which of {table.name} are {planned[0]}"


def title_doubts(
    tables: Tables, table: Table | None, reasons: Sequence[str], is_named: bool = False
) -> Iterator[str]:
    """Yield what is open of the titles of the items, which a table describes.

    Where items are only named, the name is what tells them apart.
    """
    if table is None:
        return
    title = tables.title(table)
    if title is None:
        return
    column, strength = title
    # What a table names by itself is what it is about: the artists of a table of plays.
    is_noun = is_named and not ITEMS.isdisjoint(split_words(column.name))
    is_noun = is_noun or (is_named and _has_code(tables, table, column))
    if strength < _LEAST_TITLE and not (is_noun or are_paths(tables, table, column)):
        yield f"{table.name}.{column.name} may be no title"
    if is_named or any(IN_FRONT in reason or BEHIND in reason for reason in reasons):
        return
    texts = [v for v in tables.of(table, column) if v]
    if len(texts) > 5 and len(set(texts)) < 0.7 * len(texts):
        yield f"several of {table.name} have the same {column.name}"
    if needs_front(tables, table):
        yield f"{table.name}.{column.name}{NOT_BY_ITSELF}"


def _has_code(tables: Tables, table: Table, title: Column) -> bool:
    """Return whether a text is what a code stands for, again and again: an article's number."""
    return any(
        not ID_WORDS.isdisjoint(split_words(code.name))
        and tables.user_name(table) != code.name
        and repeats(tables, table, code)
        and settles(tables, table, code, title) is True
        and settles(tables, table, title, code) is True
        for code in table.columns
        if code is not title and table.primary_key is not code
    )


def rival_doubts(tables: Tables, table: Table, others: Sequence[Table]) -> Iterator[str]:
    """Yield what else may be the history where a table holds marks, ratings or intentions.

    ``others`` are the tables of readings that are nearly as good.
    """
    if is_lesser(tables.words(table)) and not has_used_column(table):
        for other in others:
            if tables.size(other) and (
                not is_lesser(tables.words(other)) or has_used_column(other)
            ):
                yield f"{other.name} may say more of what was used than {table.name}"


def _finer_names(tables: Tables, table: Table, about: Column, used: set[str]) -> Iterator[str]:
    """Yield columns that name a part of the item, which nothing describes: the episode's file."""
    linked = {link.column.name for link in tables.links(table)}
    for column in table.columns:
        words = split_words(column.name)
        stem = strip_id(words)
        is_reference = stem != words or words[-1:] in (("url",), ("uri",), ("path",), ("slug",))
        if column.name in linked | used:
            continue
        if table.primary_key is column and stem == words and _are_words(tables, table, column):
            # A vocabulary tells of its words, whatever book they are of.
            yield f"{table.name}.{column.name} may say better than {about.name} what it was"
        if not is_reference or column.pk or stem == tables.words(table):
            continue
        is_thing = not ITEMS.isdisjoint(stem) or (
            _ADDRESSES.issuperset(words) and repeats(tables, table, column)
        )
        is_numbered = not PARTS.isdisjoint(words) and has_several_parts(
            tables, table, about, column
        )
        if not PARTS.isdisjoint(words) and _is_missing(tables, table, column):
            # Films are among the series: what both have is what they are called.
            continue
        if is_numbered or (is_thing and is_part(tables, table, column, about)):
            yield f"{table.name}.{column.name} may say better than {about.name} what it was"


def _is_missing(tables: Tables, table: Table, column: Column) -> bool:
    """Return whether a part of the rows says nothing in a column."""
    values = tables.of(table, column)
    return sum(v in (None, "", 0, -1) for v in values) > _MISSING * len(values)


def _are_files(tables: Tables, table: Table) -> bool:
    return named(tables.words(table)[-1:], _FILES)


def _is_called(tables: Tables, table: Table, about: Column | None) -> bool:
    """Return whether a row's own title is what it calls the thing that a column has the id of."""
    title = tables.title(table)
    if title is None or about is None or title[0] is about:
        return False
    return settles(tables, table, about, title[0]) is True


def _are_words(tables: Tables, table: Table, column: Column) -> bool:
    """Return whether a column's values are words, and not numbers, addresses or codes."""
    texts = [v for v in tables.of(table, column) if v is not None]
    plain = [v for v in texts if isinstance(v, str) and v.replace(" ", "").isalpha()]
    return len(plain) > 0.5 * len(texts)


def _says_use(tables: Tables, table: Table, parts: Sequence[Part]) -> bool:
    """Return whether a column, or the parent that the person or time is of, tells of a use."""
    for join in (join for part in parts[1:] for join in part.joins):
        parent = tables.schema.find(join.table)
        if parent is None:
            continue
        words, own = tables.words(parent), tables.words(table)[-1:]
        if is_use(words) or named_lists(tables, parent) is not None:
            return True
        if named(words, EVENTS) and named(own, PERSONS - AT_WORK):
            # Who was in a session.
            return True
    if has_used_column(table) or is_triple(table) or tells_of_use(tables, table):
        return True
    if takes_part(tables, table) or is_graded(tables, table) or is_gone_through(table):
        return True
    if is_admission(tables, table, parts[0]) or is_listed(tables, table):
        return True
    if says_how_far(tables, table):
        return True
    if parts[0].table is table and is_rated_by_its_person(tables, table, parts[1]):
        return True
    return named_states(tables, table) is not None


def _copy_column(table: Table, item: Part) -> Column | None:
    """Return the column that refers to a copy of the item."""
    own = [join.column for join in item.joins if join.owner == table.name]
    return table.find(own[0]) if len(own) == 1 else None


def contain(tables: Tables, one: Table | None, other: Table | None) -> bool:
    """Return whether one refers to the other: a track to its album, by way of its disc too."""
    if one is None or other is None:
        return one is other
    return any(b in _wholes(tables, a) for a, b in ((one, other), (other, one)))


def _is_of(tables: Tables, part: Table | None, whole: Table | None) -> bool:
    """Return whether one refers to the other, and not the other to it."""
    if part is None or whole is None:
        return part is whole
    return whole in _wholes(tables, part) and part not in _wholes(tables, whole)


def _wholes(tables: Tables, table: Table) -> list[Table]:
    near = [link.table for link in tables.links(table)]
    return near + [link.table for whole in near for link in tables.links(whole)]


def _name(part: Part) -> str:
    return part.table.name if part.table is not None else "something else"
