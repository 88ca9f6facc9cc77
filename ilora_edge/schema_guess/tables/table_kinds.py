"""What tables are for, by their names and sizes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from ilora_edge.histories.schema import Table
from ilora_edge.schema_guess.tables.table_links import Tables
from ilora_edge.schema_guess.words.known_words import INTENDING, ITEMS, PERSONS, USED
from ilora_edge.schema_guess.words.name_words import (
    Words,
    is_noun_among,
    split_words,
    without_suffix,
    word_set,
)

EVENTS = word_set(
    "history receipt play view watch watched viewed viewing watching log rating review order "
    "purchase sale invoice transaction loan checkout rental borrow borrowing visit listen "
    "listening scrobble stream stat statistic activity interaction session read reading progress "
    "click like favorite favourite star vote booking reservation enrollment enrolment attendance "
    "checkin consumption cook cooked download wishlist cart watchlist completion played diary "
    "journal lending feedback bookmark finish finished library subscription swipe impression "
    "tasting usage launch hit practice seen starred "
    "bestellung playback workout training attempt run tasting brew drink trip hike climb dive "
    "spin spun wear wearing worn intake appointment prescription stay submission outing "
    "sighting observation ascent sitting circulation recent recents chronology timeline "
    "planting sowing rsvp "
    "attend attends attendance participate participates participation take takes taken enroll "
    "enrolled registration eats drinks rides uses rep repetition made "
    "visited eaten drunk tasted tried hiked climbed ridden baked smoked sung attended consumed "
    "streamed scrobbled brewed practiced studied solved caught bagged flown sailed camped toured "
    "meditated practised learned learnt memorized memorised poured sipped summited swum walked "
    "brewing baking bake cooking eating solve catch walk swim voyage rewatch rewatched "
    "reread relisten replayed binge buy bought pilgrimage pour chug gulp sip pageview studying"
)
# Something is kept there for other reasons than that a person wanted the item.
WEAK_EVENTS = word_set(
    "cart wishlist watchlist subscription subscribe impression download search session comment "
    "return refund"
)
_HOLDINGS = word_set("library stat statistic")
# Of reading or watching they are uses.
_SITTINGS = word_set("session")
# Of few of the items, and not each time.
_MARKS = word_set(
    "pin pinned favorite favourite bookmark star starred like liked followed following"
)
LIKED = word_set("favorite favourite like liked saved save bookmark bookmarked followed following")
# These have somebody who pays; one person's they hardly are.
OF_CUSTOMERS = word_set("sale order invoice purchase transaction rental loan booking checkout")
# Goods are moved there, by whomever.
_MOVED = word_set("stock inventory supply warehouse receiving")
# What somebody means to do, and has not done.
_INTENDED = word_set(
    "plan planner planned mealplan schedule wishlist watchlist cart want todo backlog later "
    "upcoming preorder unread unwatched unplayed unseen wish wished wishes wanted wants draft "
    "basket invite invited invitee waitlist waitlisted waiting pending interest interested "
    "bucketlist shortlist shortlisted scheduled someday maybe considering consideration tbr future "
    "goal target unused unvisited untried unfinished unsolved toread towatch toplay tosee totry "
    "tovisit"
)
_INTENDED_IN_TWO = frozenset(
    {
        ("pre", "order"),
        ("pre", "orders"),
        ("back", "orders"),
        ("on", "order"),
        ("bucket", "list"),
        ("short", "list"),
        ("wait", "list"),
    }
)
_TRIES = word_set("attempt submission try guess")
# Of what was used as well, these say less than a table of its uses.
_SECOND_HAND = word_set("rating review vote evaluation progress position")
# What people say of things, do to them, or are told of them.
_SAID = word_set(
    "note reply answer question revision version edit change audit notification alert mail email "
    "report share invitation request highlight annotation quote crawl scan update upload backup "
    "adjustment restock delivery shipment assignment follow follower mention post badge award "
    "achievement salary grade mark exam assessment "
    "approval repair maintenance lock link unsubscribe unfollow credit contribution correction "
    "removal deletion renewal installation verification validation claim dispute complaint flag "
    "warranty contract certificate signature"
)
_LABELS = word_set("tag keyword hashtag")
# These keep a program going, or tell of its people; nobody uses a thing by them.
_NEVER = word_set(
    "notification push audit moderation token webhook email api sync ingestion migration error "
    "injection security login dislike block mute ban achievement badge award reward streak "
    "blocked muted disliked hidden ignored dismissed cancelled canceled missed expired "
    "abandoned translated written authored donated donation bid limit quota allowance "
    "cancellation noshow absence absent skip skipped reject rejected rejection decline declined "
    "refusal refused dismissal exclusion excluded blacklist blacklisted blocklist hate hated "
    "downvote reported flagged nominee nomination nominated inquiry enquiry deleted removed "
    "damaged stolen lost lent grant privilege acl license licence entitlement "
    "uploaded created directed produced composed designed published edited moderated curated "
    "managed hosted organized organised taught coached supervised sponsored cast crew appearance "
    "subtitle proposal proposed mapping relation related relationship similar similarity embedding "
    "vector feature tagging tagged gift gifted offer auction warning strike penalty dues "
    "availability eligibility prerequisite requirement assigned allocated allocation shown "
    "displayed exposure sent notified pushed emailed mailed reminded promoted promotion shared "
    "ad advert banner"
)
# What stands for none in a name: not_interested, never_again, no_shows, thumbs_down.
_NONE = word_set("not never")
_NONE_IN_TWO = frozenset(
    {
        ("no", "show"),
        ("no", "shows"),
        ("thumbs", "down"),
        ("also", "bought"),
        ("price", "watch"),
        ("passed", "on"),
        ("auto", "complete"),
        ("access", "rights"),
    }
)
# A history of these is that of a fact, and not of uses.
_FACTS = word_set("price status rank ranking salary password cost balance")
_LOGS = word_set("history log record")
# What was looked for, and what a program offered meanwhile, was not used by that.
_SEARCHES = word_set("search searched query autocomplete autosuggest suggestion")
# What is done to things because it has to be done.
_CHORES = word_set(
    "inspection cleaning watering feeding laundry calibration patrol payroll timesheet "
    "vaccination breeding milking harvest harvesting irrigation fertilizing fertilization weighing "
    "grooming housekeeping sanitation fueling refueling charging servicing"
)
_OTHER_LOGS = word_set("request message job access call meeting incident fuel")
# What people say of things, unlike how far they came with them.
_JUDGED = word_set("rating review vote")
_PROGRESS = word_set("page position progress finished percent percentage offset locator cfi")
_NO_EVENTS = word_set(
    "price stock inventory image photo thumbnail tag translation file path alias cache queue "
    "sync setting config permission role token playlist list shelf folder category genre "
    "membership message notification attachment supplier variant media job task error collection "
    "request fine fee damage transfer listing hold invitation alert reminder group"
)
_NO_ITEM_LISTS = word_set("queue playlist download cache sync")
NO_ITEMS = word_set(
    "device role permission status type category genre tag language currency country state "
    "city region department employee supplier vendor payment method shipper server host token "
    "tenant organization setting format unit priority reason discount coupon folder "
    "task todo habit chore goal reminder job deal lead mail email notification pipeline "
    "workflow build cron monitor deployment sensor meter gauge probe thermostat machine alert "
    "alarm rule calendar notebook section plan label repo semester term "
    "achievement badge trophy quest"
)
# repetitionunit, ordertype: written in one.
_KINDS = ("unit", "type", "status", "category", "currency", "language", "country")
POOR_ITEMS = word_set(
    "store shop warehouse branch location playlist list shelf collection group account project "
    "brand publisher team club league library conversation chat room service source provider "
    "profile"
)
_USE_COUNTS = word_set(
    "play plays played view views viewed watch watches watched read reads visit visits visited "
    "listen listens open opens opened use used access launch launches launched"
)
_OTHER_COUNTS = word_set("skip page pages total")


# dim_product, whose rows are valid from when on, beside the facts.
DIMENSION = ("dim",)


def event_factor(tables: Tables, table: Table, is_event: bool, is_last: bool = False) -> float:
    """Return how well a table's name and size suit a history; ``is_last``: nothing else is one."""
    words = tables.words(table)
    factor = 1.0 if is_event else 0.85
    if is_never(words):
        factor *= 0.4
    if named(words, _MOVED):
        factor *= 0.8
    if is_labelling(tables, table):
        factor *= 0.5
    if not is_event and named(words[-1:], _NO_EVENTS):
        factor *= 0.25
    elif named(words, WEAK_EVENTS):
        factor *= 0.8
    elif named(words, _MARKS) and not (_has_progress(table) or is_last):
        factor *= 0.6
    if is_intended(words) or (not is_event and words[-1:] in (("list",), ("lists",))):
        factor *= 0.6
    elif named(words[-1:], _SECOND_HAND):
        factor *= 0.93
    return factor * size_factor(tables, table)


def is_labelling(tables: Tables, table: Table) -> bool:
    """Return whether rows give things a label: a person, an artist and the tag that he gave it."""
    return not is_use(tables.words(table)) and any(
        named(tables.words(link.table)[-1:], _LABELS) and None not in tables.of(table, link.column)
        for link in tables.links(table)
    )


def _has_progress(table: Table) -> bool:
    """Return whether a row says how far one came: a bookmark on a page is no favourite."""
    return any(not _PROGRESS.isdisjoint(split_words(c.name)) for c in table.columns)


def state_factor(tables: Tables, table: Table) -> float:
    """Return how well a table's name suits items with marks: a queue has some, for a while."""
    words = tables.words(table)
    if named(words[-1:], _NO_ITEM_LISTS):
        return 0.5
    # Of favourites with a time of use those that were used say the same, and a history says more.
    return 0.95 if named(words, _MARKS) else 1.0


def alone_factor(tables: Tables, table: Table) -> float:
    """Return how well a history suits that names nobody, and so is one person's."""
    if named(tables.words(table), OF_CUSTOMERS):
        return 0.5
    people = (t for t in tables.schema.tables if tables.is_person(t))
    return 0.9 if any(tables.size(t) > 1 for t in people) else 1.0


def size_factor(tables: Tables, table: Table) -> float:
    """Return a little more for more rows, much less for none."""
    rows = tables.size(table)
    return 0.6 if rows == 0 else 0.9 + 0.1 * min(1.0, rows / 1000)


def item_factor(tables: Tables, table: Table) -> float:
    """Return how well a table's name suits what is recommended."""
    words = without_suffix(tables.words(table))[-1:]
    if named(words, NO_ITEMS) or any(word.endswith(_KINDS) for word in words):
        return 0.2
    return 0.6 if named(words, POOR_ITEMS) else 1.0


def is_use(words: Words) -> bool:
    """Return whether a table's name says that its rows are what somebody did with items."""
    strong = (EVENTS | USED) - WEAK_EVENTS - _HOLDINGS
    if (
        is_never(words)
        or is_intended(words)
        or named(words, _MARKS)
        or named(words[-1:], _NO_EVENTS)
    ):
        return False
    weak = named(words, _MOVED | WEAK_EVENTS - _SITTINGS)
    return named(words, strong) and not weak


def is_never(words: Words) -> bool:
    """Return whether a table is of a program's own business, or of what people were told."""
    # Notes are not the plural of not.
    is_log = named(words[-1:], _LOGS)
    is_of_fact = is_log and named(words[-2:-1], _FACTS | _SAID | _OTHER_LOGS | _SEARCHES)
    is_of_fact = is_of_fact or named(words[-1:], _SEARCHES)
    is_none = not _NONE.isdisjoint(words) or any(p in _NONE_IN_TWO for p in pairwise(words))
    return is_of_fact or is_none or named(words, _NEVER | _CHORES)


def named_items(words: Words) -> bool:
    """Return whether a table's name is that of things or of persons."""
    return named(words[-1:], ITEMS | PERSONS)


def is_other_log(words: Words) -> bool:
    """Return whether rows are what was done to things, or said of them, rather than used."""
    if is_never(words):
        return True
    lesser = _NO_EVENTS | WEAK_EVENTS | _MARKS | _INTENDED | _SECOND_HAND | _SAID
    return is_intended(words) or named(words, lesser - _SITTINGS)


def is_said(words: Words) -> bool:
    """Return whether rows are what was thought of things, or meant to be done with them."""
    is_second_hand = named((*words[:1], *words[-1:]), _SECOND_HAND)
    return is_second_hand or is_intended(words) or named(words, _MARKS)


def is_judged(words: Words) -> bool:
    """Return whether rows are what was thought of things, of which how far one came says more."""
    return named((*words[:1], *words[-1:]), _JUDGED)


def is_intended(words: Words) -> bool:
    """Return whether rows are what somebody means to do: a plan, or what is still to read."""
    is_to_do = any(
        (to in INTENDING and use in USED) or (to, use) in _INTENDED_IN_TWO
        for to, use in pairwise(words)
    )
    return is_to_do or named(words, _INTENDED)


def is_lesser(words: Words) -> bool:
    """Return whether they are marks, ratings, plans, or kept for other reasons."""
    return not is_use(words) or named((*words[:1], *words[-1:]), _SECOND_HAND)


def are_tries(words: Words) -> bool:
    """Return whether rows are tries at something, each of which is one whatever came of it."""
    return named(words[-1:], _TRIES)


def is_use_count(words: Words) -> bool:
    """Return whether a count in an item's own row says how often it was played, read, opened."""
    return not _OTHER_COUNTS.intersection(words) and not _USE_COUNTS.isdisjoint(words)


def named(words: Iterable[str], among: frozenset[str]) -> bool:
    """Return whether one of the words is among those, in singular or plural."""
    return _named(tuple(words), among)


@lru_cache(maxsize=1 << 14)
def _named(words: tuple[str, ...], among: frozenset[str]) -> bool:
    return any(is_noun_among(word, among) for word in words)
