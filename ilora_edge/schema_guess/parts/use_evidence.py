"""What shows that a table's rows are uses, whatever the table is called."""

from __future__ import annotations

from ilora_edge.histories.schema import Column, Table
from ilora_edge.schema_guess.doubts.item_doubts import own_column
from ilora_edge.schema_guess.parts.item_part import Part
from ilora_edge.schema_guess.tables.column_roles import artist_strength, is_rating, weight_strength
from ilora_edge.schema_guess.tables.row_facts import repeats, settles
from ilora_edge.schema_guess.tables.sql_parts import Field
from ilora_edge.schema_guess.tables.table_kinds import EVENTS, LIKED, is_other_log, is_use, named
from ilora_edge.schema_guess.tables.table_links import Tables
from ilora_edge.schema_guess.words.known_words import ITEMS, PAIRED, PERSONS, THINGS, USED, USING
from ilora_edge.schema_guess.words.name_words import Words, split_words, strip_id, word_set

# A log says when its rows were made.
_LOGGED = 0.5
# What a log may be called: what it is of, that it is a log, and what is done again and again, which
# by itself might as well be a thing or a fact.
_LOGS = (
    THINGS
    | PERSONS
    | EVENTS
    | USING
    | LIKED
    | word_set(
        "entry record item line data detail info list map mapping to of and by has the my all x "
        "link rel relation join pair per for with in on at event meta main new old log logs "
        "logger history histories currently recently already previously past previous online "
        "retail ii recommendation owned reserve score match result solution set round bout "
        "encounter journey travel playthrough replay speedrun marathon overnight night evening "
        "weekend flight dining dinner lunch breakfast smoke prayer experience adventure "
        "exploration discovery find captured collected stamp study recitation hunt issue "
        "issuance issued rent hire lease screening showing tick dose serving portion catching "
        "cup table tbl train test room entity model"
    )
)
_OF_ANYTHING = word_set("log history activity done taken take takes made seen transaction stat use")
# Of a log's rows as many at most are of other persons or things than all earlier ones.
_AGAIN, _FEW = 0.9, 6
_USED_UP, _SITTINGS = word_set("use used"), word_set("session")
_ENDED = word_set("completed complete finished done")
# What one writes down of a day's doings.
_OF_DIARIES = word_set(
    "meal mood feeling thoughts impression impressions companion companions servings portion "
    "enjoyed"
)
_CASES = word_set("ticket case issue complaint claim incident request account")
_OF_CASES = word_set("closed resolved subject priority severity assignee assigned")
_OPENED = word_set("open opened")
_SUGGESTIONS = word_set(
    "recommendation suggestion prediction recommended suggested predicted estimated"
)
_GRADES = word_set("grade score opinion evaluation")
_LEARNERS = word_set("student pupil learner trainee candidate employee applicant")
_TICKETS = word_set("ticket admission seat pass")
_SHOWN = word_set(
    "event concert gig show excursion screening showtime exhibition exhibit performance match "
    "movie film museum tour festival play game flight"
)
_AIRED = word_set("show series tvshow anime manga webtoon podcast serial")
_STOCK = word_set("quantity qty stock")
_WHEN = _USED_UP | word_set("is was has been last first at on of date time times count when ever")
_GATHERINGS = word_set("event meetup gathering party meeting webinar workshop")
_MEASURED = word_set("humidity pressure voltage battery odometer latency ping altitude")
_SUPPLIERS = word_set("supplier vendor manufacturer wholesaler")
_LOG_IN = (
    *(("login",), ("logout",), ("signup",), ("signin",), ("log", "in"), ("log", "out")),
    *(("logged", "in"), ("logged", "out"), ("sign", "in"), ("signed", "in"), ("sign", "up")),
)
_TOLD = (("description",), ("synopsis",), ("body",), ("content",), ("lyrics",), ("story",))
_RATED = word_set("movie film book novel album beer wine whisky whiskey anime manga")
_SURELY_OWN = (("my", "rating"), ("personal", "rating"), ("own", "rating"), ("my", "score"))
_OWN_RATINGS = (*_SURELY_OWN, ("rating",), ("user", "rating"), ("stars",), ("score",))
_OF_MANY = word_set("count votes voters reviews ratings average avg total")
_OF_GATHERINGS = word_set("description location lat latitude address venue capacity organizer host")
_GONE_THROUGH = word_set("book novel ebook audiobook game videogame")
_BEGUN, _OVER = word_set("start started begin began begun"), word_set("end ended finish finished")
_DAYS = word_set("date day time")
# What somebody does on a day, which is told of it.
_DAYED = word_set(
    "visit hike sighting tasting observation checkin stay trip outing ride climb dive loan rental "
    "listening viewing reading"
)
# Of a command's row they say when it was given; of an exercise's, how often it was done.
_SETS, _REPS = word_set("set"), (("reps",), ("repetitions",))
_RUN = (("when", "run"), ("run", "at"), ("ran", "at"), *_REPS)


def are_tasks(tables: Tables, table: Table, mark: Column) -> bool:
    """Return whether a mark of what came to its end may be of goals, chores or tickets.

    Books are finished, and so are tasks: what is no known kind of thing, and made by nobody, need
    not be one.
    """
    if _ENDED.isdisjoint(split_words(mark.name)) or is_use(tables.words(table)):
        return False
    if named(tables.words(table)[-1:], _AIRED) and tables.user(table) is None:
        # A series that is finished has no more episodes.
        return True
    names = [split_words(column.name) for column in table.columns]
    is_made = any(artist_strength(name) > 0 for name in names)
    # A chapter of a manga.
    is_part = any(strip_id(n) != n and named(strip_id(n)[-1:], ITEMS) for n in names)
    return not (is_made or is_part or named(tables.words(table), ITEMS))


def is_log(tables: Tables, table: Table, about: Column | None, time: Part) -> bool:
    """Return whether rows are of the same items again and again, each at its own time."""
    moment = own_column(table, time)
    if about is None or moment is None or _is_no_log(tables, table):
        return False
    if time.strength < _LOGGED:
        # When a file was changed, or is to be returned.
        return False
    return repeats(tables, table, about) and not settles(tables, table, about, moment)


def is_named_for_use(tables: Tables, table: Table) -> bool:
    """Return whether a table's name says that its rows are uses, and no word of it may say else.

    Photos are taken and repairs done as well, and of anything there may be a log.
    """
    words = tables.words(table)
    if not is_use(words):
        return False
    return named(words, (EVENTS | USED) - _OF_ANYTHING) or is_explained(tables, table)


def is_explained(tables: Tables, table: Table) -> bool:
    """Return whether a table's name has no word but those of things, persons, uses and logs.

    A word that no list has may say anything: crashes, trophies, homework.
    """
    known = set(_LOGS)
    for link in tables.links(table):
        known.update(tables.words(link.table))
    for column in table.columns:
        words = split_words(column.name)
        is_named = words[-1:] in (("name",), ("title",)) or named(words[-1:], THINGS)
        if column is not table.primary_key and (is_named or strip_id(words) != words):
            known.update(words)
    nouns = frozenset(known)
    return all(word.isdigit() or named((word,), nouns) for word in tables.words(table))


def _is_no_log(tables: Tables, table: Table) -> bool:
    """Return whether rows are cases, suggestions, or what was said of things and done to them."""
    words = tables.words(table)
    return is_other_log(words) or is_case(table) or _is_suggested(table)


def _is_suggested(table: Table) -> bool:
    """Return whether a program, or a friend, says what somebody may like; nobody says how long."""
    names = [split_words(column.name) for column in table.columns]
    return named(split_words(table.name), _SUGGESTIONS) and not any(
        weight_strength(words, ()) > 0 for words in names
    )


def is_case(table: Table) -> bool:
    """Return whether rows are what somebody asks help for: a ticket with a subject, a priority."""
    if not named(split_words(table.name)[-1:], _CASES):
        return False
    return any(not _OF_CASES.isdisjoint(split_words(column.name)) for column in table.columns)


def is_graded(tables: Tables, table: Table) -> bool:
    """Return whether rows say how somebody found things that he graded: wines, and no pupils."""
    if not named(tables.words(table)[-1:], _GRADES) or _is_suggested(table):
        return False
    persons = [k.table for k in tables.links(table) if tables.is_person(k.table)]
    learn = any(named(tables.words(t), _LEARNERS) for t in persons)
    rated = (is_rating(split_words(c.name), tables.of(table, c)) for c in table.columns)
    return len(persons) == 1 and not learn and any(rated)


def is_admission(tables: Tables, table: Table, item: Part) -> bool:
    """Return whether rows are tickets to something that somebody goes to, and not to a repair."""
    about = [item.table, *(tables.schema.find(join.table) for join in item.joins)]
    is_shown = any(t is not None and named(tables.words(t)[-1:], _SHOWN) for t in about)
    return is_shown and named(tables.words(table)[-1:], _TICKETS)


def is_diary(tables: Tables, table: Table, about: Column | None, time: Part) -> bool:
    """Return whether rows of a file without people name things again and again, each on its day.

    Somebody says of each how it was, or at which meal: games and singles say nothing like it.
    """
    moment = own_column(table, time)
    if about is None or moment is None or time.strength < _LOGGED:
        return False
    if any(tables.is_person(other) for other in tables.schema.tables):
        return False
    is_other = is_other_log(tables.words(table)) or settles(tables, table, about, moment)
    told = (column for column in table.columns if column not in (about, moment))
    is_told = any(
        not _OF_DIARIES.isdisjoint(split_words(c.name)) or is_rating(split_words(c.name), values)
        for c in told
        if any(values := tables.of(table, c))
    )
    return is_told and not is_other and repeats(tables, table, about)


def is_sitting(tables: Tables, table: Table, item: Part, time: Part) -> bool:
    """Return whether rows of a file without people are sessions with books or games of its own."""
    if not named(tables.words(table), _SITTINGS) or item.table in (None, table):
        return False
    if any(tables.is_person(other) for other in tables.schema.tables):
        return False
    words = tables.words(item.table) if item.table is not None else ()
    return named(words, ITEMS) and is_log(tables, table, own_column(table, item), time)


def are_again(tables: Tables, table: Table, about: Column | None, user: Part) -> bool:
    """Return whether rows say again and again that somebody did something with a thing."""
    who = own_column(table, user)
    if about is None or who is None or _is_no_log(tables, table):
        return False
    if tables.time(table) is None and any(
        not _STOCK.isdisjoint(split_words(column.name)) for column in table.columns
    ):
        # So many bottles somebody has.
        return False
    rows = list(zip(tables.of(table, who), tables.of(table, about), strict=True))
    return len(rows) > _FEW and len(set(rows)) < _AGAIN * len(rows)


def is_gone_through(table: Table) -> bool:
    """Return whether rows are books or games, each with when somebody took it up and was done."""
    if not named(split_words(table.name)[-1:], _GONE_THROUGH):
        return False
    names = [set(split_words(column.name)) - _WHEN for column in table.columns]
    return any(n and n <= _BEGUN for n in names) and any(n and n <= _OVER for n in names)


def is_rated_by_its_person(tables: Tables, table: Table, user: Part) -> bool:
    """Return whether each row is a film or a book of somebody who rated it: nobody makes those.

    A rating that is many people's has their number beside it, and one's own may be called so, of
    whatever thing.
    """
    names = [split_words(column.name) for column in table.columns]
    is_own = any(words in _SURELY_OWN for words in names)
    if not isinstance(user.sql, Field) or not (is_own or named(tables.words(table)[-1:], _RATED)):
        return False
    is_many_peoples = any(not _OF_MANY.isdisjoint(words) for words in names)
    marks = [
        tables.of(table, column)
        for column, words in zip(table.columns, names, strict=True)
        if words in _OWN_RATINGS and is_rating(words, tables.of(table, column))
    ]
    are_whole = any(v and all(isinstance(n, int) and n for n in v) for v in marks)
    return are_whole and not is_many_peoples


def are_exercise_sets(tables: Tables, table: Table) -> bool:
    """Return whether rows are sets of an exercise, each of so many repetitions."""
    is_named = named(tables.words(table)[-1:], _SETS)
    return is_named and any(split_words(column.name) in _REPS for column in table.columns)


def rated_by_oneself(tables: Tables, table: Table) -> Column | None:
    """Return the column of one's own ratings of films, books or the like, where some have none."""
    if not named(tables.words(table)[-1:], PAIRED):
        return None
    for column in table.columns:
        values = tables.of(table, column)
        are_numbers = all(v is None or isinstance(v, int | float) for v in values)
        is_own = split_words(column.name) in _SURELY_OWN
        if is_own and are_numbers and any(values) and not all(values):
            return column
    return None


def is_of_program(tables: Tables, table: Table, item: Part) -> bool:
    """Return whether what rows name is what a program's users do with it: they log in and out."""
    column = own_column(table, item)
    if column is None or item.table is not table:
        return False
    words = (split_words(v) for v in set(tables.of(table, column)) if isinstance(v, str))
    return any(w[:2] in _LOG_IN or w[:1] in _LOG_IN for w in words)


def measures(table: Table) -> bool:
    """Return whether rows say what was measured."""
    return any(not _MEASURED.isdisjoint(split_words(column.name)) for column in table.columns)


def is_supplied(tables: Tables, table: Table) -> bool:
    """Return whether rows say from whom a shop got its goods."""
    return any(named(tables.words(link.table)[-1:], _SUPPLIERS) for link in tables.links(table))


def is_told_once(tables: Tables, table: Table, user: Part) -> bool:
    """Return whether each row is somebody's own, with a title that no other has, and told of.

    A post about a hike, a play that somebody wrote: nobody else could use it.
    """
    title = tables.title(table)
    names = [split_words(column.name) for column in table.columns]
    if title is None or not isinstance(user.sql, Field) or has_used_column(table):
        return False
    is_bare = split_words(title[0].name) in (("title",), ("name",))
    is_told = any(words in _TOLD for words in names)
    is_rated = any(is_rating(split_words(c.name), tables.of(table, c)) for c in table.columns)
    texts = tables.of(table, title[0])
    return is_bare and is_told and not is_rated and 0 < len(texts) == len(set(texts))


def is_held(table: Table) -> bool:
    """Return whether rows are gatherings with names of their own: somebody made each of them."""
    return is_gathering(table) and not has_used_column(table)


def is_gathering(table: Table) -> bool:
    """Return whether rows are gatherings, each with a name, of which it is told where they are."""
    names = [split_words(column.name) for column in table.columns]
    if not named(split_words(table.name)[-1:], _GATHERINGS):
        return False
    is_named = ("title",) in names or ("name",) in names
    return is_named and any(not _OF_GATHERINGS.isdisjoint(words) for words in names)


def is_triple(table: Table) -> bool:
    """Return whether a row is a person, a thing and a weight, as data sets have it."""
    return len(table.columns) == 3 and any(
        split_words(column.name)[-1:] == ("weight",) for column in table.columns
    )


def has_used_column(table: Table) -> bool:
    """Return whether a column, which refers to nothing, is named for a use."""
    names = [split_words(column.name) for column in table.columns]
    if is_case(table):
        # It is opened and closed again, and nobody looks into it.
        names = [words for words in names if _OPENED.isdisjoint(words)]
    return any(
        _names_use(words) or words in _RUN or _is_day_of_use(words)
        for words in names
        if words[-1:] != ("id",)
    )


def _is_day_of_use(words: Words) -> bool:
    """Return whether a column is named for the day of a use: date_of_sighting, visit_date."""
    rest = tuple(word for word in words if word not in _WHEN)
    is_day = not _DAYS.isdisjoint(words)
    return is_day and len(rest) == 1 and named(rest, _DAYED)


def _names_use(words: Words) -> bool:
    """Return whether a column tells of a use, and not of what was used up: a coupon, a system."""
    found = USING.intersection(words)
    is_used_up = words[-1:] != () and words[-1] in _USED_UP and not _WHEN.issuperset(words)
    return bool(found - _USED_UP) or (bool(found) and not is_used_up)
