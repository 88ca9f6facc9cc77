"""What is open of whose a table's rows are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ilora_edge.histories.schema import Column, Table
from ilora_edge.schema_guess.parts.item_part import Part
from ilora_edge.schema_guess.tables.column_roles import user_strength
from ilora_edge.schema_guess.tables.row_facts import are_pairs, repeats, settles
from ilora_edge.schema_guess.tables.sql_parts import Field
from ilora_edge.schema_guess.tables.table_kinds import EVENTS, NO_ITEMS, POOR_ITEMS, is_use, named
from ilora_edge.schema_guess.tables.table_links import Tables
from ilora_edge.schema_guess.words.known_words import PLACES, THINGS
from ilora_edge.schema_guess.words.name_words import split_words, strip_id, word_set

_TITLED = 0.8
# Where something came from may be a friend.
_WHOSE = word_set("source account profile friend peer")
_CONTACTS = word_set("phone email mobile")
_LOOKED, _COUNTED = (
    word_set("view visit click impression hit"),
    (
        ("views",),
        ("visits",),
        ("clicks",),
        ("hits",),
        ("impressions",),
        ("count",),
    ),
)
# What has a name and is nobody: what things are from, or were used with.
_NO_AGENTS = (
    EVENTS
    | THINGS
    | PLACES
    | POOR_ITEMS
    | NO_ITEMS
    | word_set(
        "author director composer publisher producer developer manufacturer maker brewer designer "
        "creator performer folder server chapter theater center number computer container poster "
        "character layer user color colour flavor flavour sensor timer artist "
        "distributor importer retailer roaster trailer cluster header filter counter "
        "method technique tool gear grinder machine maker kettle brewer roaster device equipment "
        "weather mood platform console medium bottle glass "
        "grind variety grape style origin process brand appellation program routine"
    )
)
_FRIENDS = word_set("friend contact guest companion")
# A person has a few devices; a site has many visitors.
_VISITORS, _FEW = word_set("visitor device cookie fingerprint ip chat"), 3
# A shell has sessions as well, which are one person's.
_SESSIONS = word_set("session")
_OF_SITES = word_set("page referrer referer ip browser product sku cart")
_SALES = word_set("order invoice sale receipt bill transaction")
# To a museum, from another.
_LENT = word_set("loan rental lending")
_OTHER_PERSONS = word_set("to from recipient target receiver sender")
_SIDES = word_set("1 2 one two first second a b home away white black host guest")


def other_users(
    tables: Tables, table: Table, user: Part, about: Column | None = None
) -> Iterator[str]:
    """Yield why a row's person may be another, or none; ``about``: the column of the item."""
    if not isinstance(user.sql, Field):
        yield from nobody(tables, table)
        yield from _senders(tables, table)
        yield from _visitors(tables, table)
        yield from _agents(tables, table, about)
        yield from _unknown_agents(tables, table, about)
        if named(tables.words(table)[-1:], _LOOKED) and any(
            split_words(column.name) in _COUNTED for column in table.columns
        ):
            yield f"{table.name} may count what everybody did"
        return
    if user.sql.table != table.name:
        return
    column = table.find(user.sql.column)
    title = tables.title(table)
    if not any(link.column is column for link in tables.links(table)) and (
        title is not None
        and title[1] >= _TITLED
        and _are_items(tables, table)
        and not repeats(tables, table, title[0])
    ):
        # The reader of an audiobook is not a listener.
        yield f"{table.name}.{user.sql.column} may be a fact of the item"
    found = []
    for column in table.columns:
        words, values = split_words(column.name), tables.of(table, column)
        link = next((k for k in tables.links(table) if k.column is column), None)
        is_person = link is not None and tables.is_person(link.table)
        if is_person or user_strength(words, values) > 0.9:
            found.append(column.name)
    others = [name for name in found if name != user.sql.column]
    is_other = others and _OTHER_PERSONS.intersection(*[split_words(n) for n in others[:1]])
    if is_other or any(_are_sides(user.sql.column, name) for name in others[:1]):
        yield f"{table.name} has two persons, {user.sql.column} and {others[0]}"


def _are_sides(one: str, other: str) -> bool:
    """Return whether two names are of two who did the same: player_one, player_two."""
    pairs = [*zip(split_words(one), split_words(other), strict=False)]
    apart = [pair for pair in pairs if pair[0] != pair[1]]
    return len(apart) == 1 and _SIDES.issuperset(apart[0])


def customers(tables: Tables, names: Sequence[str], user: Part) -> Iterator[str]:
    """Yield that sales, or what they are lines of, do not say whose they are in a file of nobody.

    A shop sells to many.
    """
    if user.sql != "'me'" or any(map(tables.is_person, tables.schema.tables)):
        return
    for table in (table for name in names if (table := tables.schema.find(name)) is not None):
        is_sale = named(tables.words(table)[-1:], _SALES)
        if is_sale or (named(tables.words(table)[-1:], _LENT) and len(tables.links(table)) > 1):
            yield f"{table.name} does not say whose each is"


def _are_items(tables: Tables, table: Table) -> bool:
    """Return whether each row is an item of its own, known by its key."""
    return tables.key(table) is not None and not is_use(tables.words(table))


def _senders(tables: Tables, table: Table) -> Iterator[str]:
    """Yield references of rows, which are no things of their own, to whom they may be from."""
    for column in table.columns:
        is_contact = not _CONTACTS.isdisjoint(split_words(column.name))
        if is_contact and len({v for v in tables.of(table, column) if v}) > 1:
            yield f"{table.name}.{column.name} may say who it was"
    for link in tables.links(table):
        values = {v for v in tables.of(table, link.column) if v is not None}
        is_whose = named(tables.words(link.table), _WHOSE) and tables.title(table) is None
        if is_whose and len(values) > 1:
            yield f"{table.name}.{link.column.name} may say who it was"


def _visitors(tables: Tables, table: Table) -> Iterator[str]:
    """Yield what tells a site's visitors apart where nobody is named: their sessions, devices."""
    linked = {link.column.name for link in tables.links(table)}
    names = [split_words(column.name) for column in table.columns]
    is_site = any(w == ("url",) or not _OF_SITES.isdisjoint(w) for w in names)
    for column, words in zip(table.columns, names, strict=True):
        if column.name in linked or column.pk or not repeats(tables, table, column):
            continue
        is_visitor = named(strip_id(words)[-1:], _VISITORS | (_SESSIONS if is_site else set()))
        if is_visitor and len({*tables.of(table, column)}) > _FEW:
            yield f"{table.name}.{column.name} may say who it was"


def _agents(tables: Tables, table: Table, about: Column | None) -> Iterator[str]:
    """Yield what rows refer to that may be who it was: alumni, streamers, each with a name.

    What the item settles is a fact of it.
    """
    for link in tables.links(table):
        noun = tables.words(link.table)[-1:]
        title = tables.title(link.table)
        values = {v for v in tables.of(table, link.column) if v is not None}
        is_named = title is not None and split_words(title[0].name) == ("name",)
        if link.column is about or not is_named or len(values) < 2 or named(noun, _NO_AGENTS):
            continue
        if about is not None and settles(tables, table, about, link.column) is not False:
            continue
        yield f"{table.name}.{link.column.name} may say who it was"


def _unknown_agents(tables: Tables, table: Table, about: Column | None) -> Iterator[str]:
    """Yield ids that nothing explains, each of several items, each item once: whose they may be."""
    linked = {link.column.name for link in tables.links(table)}
    if about is None or not repeats(tables, table, about):
        return
    for column in table.columns:
        words = split_words(column.name)
        noun = strip_id(words)[-1:]
        is_id = noun not in ((), words[-1:]) and column not in (about, table.primary_key)
        if not is_id or column.name in linked or named(noun, _NO_AGENTS):
            continue
        is_each = are_pairs(tables, table, [column, about]) and repeats(tables, table, column)
        if is_each and len({v for v in tables.of(table, column) if v is not None}) > 1:
            yield f"{table.name}.{column.name} may say who it was"


def nobody(tables: Tables, table: Table) -> Iterator[str]:
    """Yield the persons of a file where a table does not say which of them it was."""
    for other in tables.schema.tables:
        # Who else took part in a play does not own the file.
        is_part = any(link.table is table for link in tables.links(other))
        is_part = is_part or named(tables.words(other)[-1:], _FRIENDS)
        if tables.is_person(other) and tables.size(other) > 1 and not is_part:
            yield f"{table.name} does not say which of the people in {other.name} it was"
            return
