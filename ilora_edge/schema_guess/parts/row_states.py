"""What the values of a column of states mean: texts, or the names that another table gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ilora_edge.histories.schema import Column, Table, quote
from ilora_edge.schema_guess.tables.column_roles import Cell
from ilora_edge.schema_guess.tables.row_facts import are_named_by_several
from ilora_edge.schema_guess.tables.table_kinds import OF_CUSTOMERS, are_tries, named
from ilora_edge.schema_guess.tables.table_links import Tables
from ilora_edge.schema_guess.words.foreign_states import state_in_english
from ilora_edge.schema_guess.words.known_words import USED
from ilora_edge.schema_guess.words.name_words import (
    Words,
    same_noun,
    share_a_stem,
    split_words,
    word_set,
)


def _also_in_one(pattern: str) -> re.Pattern[str]:
    """Return an expression whose words may be written without a break: PLANTOWATCH."""
    return re.compile(pattern.replace(" ", " ?"))


_NOT_YET = _also_in_one(
    r"plan(ned|ning)?( to \w+)?|(want|wish)(s|es|ed)?( to \w+)?|(wish|watch|read|reading) ?list"
    r"|to ?(read|watch|play|see|listen)|(to )?be (read|watched|played)|tbr|ptw|ptr|ptp"
    r"|un(read|watched|played|seen|finished|started|owned|visited|opened|tried|solved)|interested"
    r"|not (yet )?(started|read|watched|played|seen|finished|interested|begun|visited|tried)"
    r"|(for|read|watch|play|listen|save(d)? for|maybe) later|later|not (yet|now)|some ?day"
    r"|(in |on )?(the )?(backlog|queue|wish ?list|watch ?list|cart|basket|bucket ?list|short ?list)"
    r"|queued?|pending|draft|scheduled|on hold list|new|(up )?next|(short|wish) ?listed|bookmarked"
    r"|backlogg?ed"
    r"|maybe|invited|not (going|attending|owned|bought|cooked|eaten|used|done|attended)"
    r"|wait ?list(ed)?|waiting( list)?|want(ed)? list|none|nope|never|suggested|recommended"
    r"|to (do|try|visit|cook|make|eat|drink|taste|hike|climb|buy|attend|go|learn|solve|use|finish)"
    r"|todo|upcoming|considering|pre ?order(ed)?|tentative|rsvp|future|dreaming( of)?|idea|proposed"
)
_TAKEN_BACK = _also_in_one(
    r"cancel(l?ed)?( reversal)?|did not (attend|go|show|start|come)|no"
    r"|refunded|returned|rejected|failed|void(ed)?|deleted|removed|refused|excluded|ignored"
    r"|skip(ped)?|no ?show|absent|missed|expired|denied|declined|reversed|charge ?back"
    r"|(can ?t|can ?not|won ?t) (go|come|attend|make it)|not (coming|interested in)|opted out"
)
_FINE = word_set(
    "completed complete finished done watched read played seen listened viewed used active started "
    "watching reading playing listening current currently progress ongoing paused dropped "
    "abandoned shipped delivered paid closed confirmed fulfilled received resolved "
    "open opened approved accepted success successful ok bought sold borrowed "
    "rewatching rereading repeating rewatched reread replayed repeated dnf process processing "
    "processed stream streamed play partially replaying dispatched packing packed transit "
    "preparing payed invoiced overdue late ended attended went present seated arrived honored "
    "collected picked served cooked tried tasted eaten drank drunk consumed rented borrowed "
    "purchased ordered enrolled hiked climbed caught yes beaten beat shelved mastered retired "
    "onhold inprogress begun began stalled stopped cleared endless renewed visited went flash "
    "flashed onsight onsighted redpoint redpointed summited initiated"
)
# Of several words, none of which says by itself that something was used.
_FINE_PHRASES = _also_in_one(
    r"(is |was |currently )?(in|on) (the )?(progress|hold|loan|rent|transit|road|way|go)"
    r"|checked (out|in)|picked up|did not finish|gave up|given up|up to date|caught up"
    r"|(have |has )?been( there)?( (done|before))?|(read|watched|played|seen) again|again"
)
# A word of these turns the others round, or says that they are still to come.
_TURNED = word_set(
    "not never no yet later want wants wanted wish wishlist to next plan planned planning queue "
    "queued cart basket backlog bucket future maybe waiting waitlist non un cannot cant wont"
)

# What one does with a thing besides using it.
_ASIDE = word_set(
    "download downloaded delete new subscribe unsubscribe add added remove pause paused stop "
    "stopped resume rate rated like liked dislike share shared search login logout impression "
    "favorite favourite favorites favourites update updated edit create created import export "
    "enqueue flattr report reported"
)
# Said by who lets things through, or keeps them going.
_ADMINISTERED = word_set("approved accepted active open closed confirmed resolved ok success")
_UNDER_WAY = word_set("watching reading playing listening")
_LENT = word_set("loan rental borrow borrower borrowing checkout lending circulation issue")
_PLACED = word_set("pending new queued scheduled waiting")
_SAID_OF_OTHERS = word_set(
    "draft maybe none nope never next idea future suggested recommended proposed basket cart"
)
_STATES = (("status",), ("state",), ("list",), ("shelf",))
_LISTS = word_set("list shelf collection bookshelf library")
_OF_PLACES = word_set("city country county zip zipcode postcode postal")
# What has more rows is no list of states.
_MOST_LISTED = 12
_SURE_USER, _A_TITLE = 0.9, 0.65


def meanings(tables: Tables, table: Table, column: Column) -> Mapping[Cell, str | None]:
    """Return what each value of a column says; None: nothing does.

    A value that a table of states does not list is of a row that has none: ''.
    """
    values = [v for v in dict.fromkeys(tables.of(table, column)) if v is not None and v != ""]
    are_texts = all(isinstance(v, str) for v in values)
    # Keys as programs make them say nothing: clx2k0a, 3f2504e0-4f89.
    if are_texts and not all(re.search(r"\d", str(v)) for v in values):
        return {v: str(v) for v in values}
    for source, key in _lists_of_states(tables, table, column):
        title = tables.title(source)
        if title is None or key == "rowid":
            continue
        query = f"SELECT {quote(key)}, {quote(title[0].name)} FROM {quote(source.name)}"
        names = {row[0]: str(row[1]) for row in tables.select(f"{query} LIMIT 100")}
        if not names.keys().isdisjoint(values):
            return {v: names.get(v, "") for v in values}
    return {v: str(v) for v in values} if are_texts else dict.fromkeys(values)


def _lists_of_states(tables: Tables, table: Table, column: Column) -> Iterator[tuple[Table, str]]:
    """Yield the tables, with their keys, that may say what a column's values are called.

    They are what it refers to, or, of an order's current state, the states of orders.
    """
    found = [(k.table, k.key) for k in tables.links(table) if k.column is column]
    noun = split_words(column.name)[-1:]
    for other in tables.schema.tables:
        words, key = tables.words(other), tables.key(other)
        owner = tables.words(table)[-1:]
        if key is None or len(words) < 2 or not (noun and owner) or other is table:
            continue
        if same_noun(words[-1], noun[0]) and same_noun(words[-2], owner[0]):
            found.append((other, key))
    for target, key in found:
        # What a state is called may stand in a table beside it, in each language.
        yield tables.beside(target, key) or (target, key)


def is_of_place(table: Table, column: Column) -> bool:
    """Return whether a state is one of a country's, as the city beside it says."""
    if split_words(column.name)[-1:] != ("state",):
        return False
    return any(not _OF_PLACES.isdisjoint(split_words(c.name)) for c in table.columns)


def is_none(meaning: str | None, table: Table) -> bool:
    """Return whether a state of a table's rows says that nothing happened, or was taken back."""
    if meaning is None:
        return False
    plain = _plain(meaning)
    if plain == "returned" and named(split_words(table.name), _LENT):
        # What was lent came back.
        return False
    if plain in _PLACED and named(split_words(table.name), OF_CUSTOMERS):
        # An order that waits for something was placed.
        return False
    if are_tries(split_words(table.name)):
        return bool(_NOT_YET.fullmatch(plain))
    # 3/10 is no word, and nothing is said by an empty one.
    is_blank = not meaning.strip()
    return is_blank or bool(_NOT_YET.fullmatch(plain) or _TAKEN_BACK.fullmatch(plain))


def _plain(meaning: str) -> str:
    """Return a state's words in small letters, each apart: PlanToWatch is ``plan to watch``."""
    spaced = re.sub(r"([a-z])([A-Z])", r"\1 \2", state_in_english(meaning))
    return re.sub(r"[^a-z]+", " ", spaced.casefold()).strip()


def is_planned(meaning: str) -> bool:
    """Return whether a word says that a thing is still to be used, whatever it is said of.

    New, or a draft, may be said of what was used as well, and of sugar that there was none.
    """
    plain = re.sub(r"[^a-z]+", " ", state_in_english(meaning).casefold()).strip()
    return plain not in _PLACED | _SAID_OF_OTHERS and bool(_NOT_YET.fullmatch(plain))


def is_aside(meaning: str | None, found: Mapping[Cell, str | None]) -> bool:
    """Return whether something else was done where other rows of the column are uses."""
    names = {str(m).casefold() for m in found.values()}
    return str(meaning).casefold() in _ASIDE - _FINE and not USED.isdisjoint(names)


def is_use(meaning: str | None, table: Table) -> bool:
    """Return whether a state of a table's rows says that something happened."""
    if meaning is None or is_none(meaning, table):
        return False
    words = split_words(state_in_english(meaning))
    if words == ("returned",) or _FINE_PHRASES.fullmatch(_plain(meaning)):
        return True
    if words == ("sold",) and not named(split_words(table.name), OF_CUSTOMERS):
        # Somebody's own film.
        return False
    if len(words) > 1 and not _TURNED.isdisjoint(words):
        # On the wishlist, not for me: what is not understood is asked about.
        return False
    if named(words, _FINE | _PLACED) or not USED.isdisjoint(words):
        return True
    # What is delivered was being delivered: delivering.
    return len(words) == 1 and words[0].endswith("ing") and share_a_stem(words, (*_FINE,))


def says_use(tables: Tables, table: Table) -> Column | None:
    """Return the column that says of each row whether its item was used: read, or unread."""
    for column in table.columns:
        if state_noun(split_words(column.name)) not in _STATES or is_of_place(table, column):
            continue
        found = meanings(tables, table, column)
        uses = [m for m in found.values() if is_use(m, table)]
        nones = [m for m in found.values() if is_none(m, table)]
        is_used = any(_ADMINISTERED.isdisjoint(split_words(m)) for m in uses)
        # Who is watching one and has completed another lists what he watches.
        is_begun = any(not _UNDER_WAY.isdisjoint(split_words(m)) for m in uses)
        is_told = bool(nones) or (is_begun and len(uses) > 1)
        if is_used and is_told and len(uses) + len(nones) == len(found):
            return column
    return None


def state_noun(words: Words) -> Words:
    """Return what a column of states is called last: of status_user, the person's, the status."""
    return words[-2:-1] if len(words) > 1 and words[-1] in ("user", "my", "me") else words[-1:]


def is_listed(tables: Tables, table: Table) -> bool:
    """Return whether rows are what somebody has on lists, of which some say that it was used."""
    user, title, states = tables.user(table), tables.title(table), says_use(tables, table)
    if user is None or user[1] < _SURE_USER or states is None:
        return False
    # What has a title of its own is a thing, in a state.
    is_thing = title is not None and title[1] >= _A_TITLE and title[0] is not states
    return not is_thing or are_named_by_several(tables, table)


def named_states(tables: Tables, table: Table) -> tuple[Column, Mapping[Cell, str | None]] | None:
    """Return a reference to a short list of states, whatever it is called, and what they are.

    A table of pairs puts books on the lists read and to read: all names are understood, and some
    are of uses and others not.
    """
    for link in tables.links(table):
        if tables.size(link.table) > _MOST_LISTED or tables.is_person(link.table):
            continue
        found = meanings(tables, table, link.column)
        uses = [is_use(m, table) for m in found.values()]
        nones = [is_none(m, table) for m in found.values()]
        is_clear = all(use or none for use, none in zip(uses, nones, strict=True))
        if is_clear and any(uses) and any(nones):
            return link.column, found
    return None


def named_lists(tables: Tables, table: Table) -> Column | None:
    """Return the names of lists that persons have, where some are of what was used and others not.

    What is on a list called Watched was watched, and on the one called Watchlist was not.
    """
    title = tables.title(table)
    is_list = named(tables.words(table)[-1:], _LISTS)
    if title is None or not is_list or not _is_somebodys(tables, table):
        return None
    found = meanings(tables, table, title[0])
    uses = [is_use(m, table) for m in found.values()]
    nones = [is_none(m, table) or is_aside(m, found) for m in found.values()]
    is_clear = all(use or none for use, none in zip(uses, nones, strict=True))
    return title[0] if is_clear and any(uses) and any(nones) else None


def _is_somebodys(tables: Tables, table: Table) -> bool:
    """Return whether lists are each a person's, or all of the one whose the file is."""
    return tables.user(table) is not None or not any(map(tables.is_person, tables.schema.tables))


def literal(value: Cell) -> str:
    """Return a value of a column as SQL."""
    if isinstance(value, bytes):
        return f"x'{value.hex()}'"
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)
