"""Generated histories of browsers, with the pages that their owner has really looked at.

A person who types an address and is sent on twice has looked at one page; frames, reloads and
restored tabs are no visits, downloads and what a page embeds no pages.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from app_libraries.schemas import put

START = 1735689600
"""2025-01-01 00:00 UTC."""


@dataclass
class Browsed:
    """What the owner knows: pages by their addresses."""

    visits: list[tuple[str, int]] = field(default_factory=list)
    """Page and unix seconds, in order."""
    offered: dict[str, str] = field(default_factory=dict)
    """Pages that were kept for later, with the names they have."""
    away: set[str] = field(default_factory=set)
    """Pages that were there and are in no history, and must not be offered."""


Browse = Callable[[sqlite3.Connection, random.Random], Browsed]


def _moments(rng: random.Random) -> Iterator[int]:
    """Yield microseconds, each later than the last."""
    moment = START * 10**6
    while True:
        moment += rng.randrange(2 * 10**6, 10**10)
        yield moment


def firefox(db: sqlite3.Connection, rng: random.Random) -> Browsed:
    """Visit types as Firefox counts them; the sources of redirects are hidden, mostly."""
    truth, moments, pages = Browsed(), _moments(rng), dict[str, int]()

    def page(url: str, **more: object) -> int:
        if url not in pages:
            pages[url] = len(pages) + 1
            put(db, "moz_places", id=pages[url], url=url, **({"title": f"T {url}"} | more))
        return pages[url]

    def visit(url: str, kind: int, after: int | None = None, **more: object) -> int:
        moment = next(moments)
        place = page(url, **more)
        put(db, "moz_historyvisits", place_id=place, visit_date=moment, visit_type=kind,
            from_visit=after or 0)  # fmt: skip
        counted = kind not in (4, 7, 8, 9)
        db.execute("UPDATE moz_places SET visit_count = visit_count + ?, last_visit_date = ? "
                   "WHERE id = ?", (counted, moment, place))  # fmt: skip
        (found,) = db.execute("SELECT max(id) FROM moz_historyvisits").fetchone()
        truth.away.add(url)
        if kind in (1, 2, 3, 5, 6):
            if not more.get("hidden"):
                db.execute("UPDATE moz_places SET hidden = 0 WHERE id = ?", (place,))
            truth.visits.append((url, moment // 10**6))
        return int(found)

    def bookmark(url: str, title: str | None, **more: object) -> None:
        put(db, "moz_bookmarks", type=1, fk=page(url, title=None, **more), title=title)

    for n in range(60):
        url = f"https://a.example/{rng.randrange(12)}"
        match rng.randrange(8):
            case 0 | 1 | 2:
                visit(url, rng.choice((1, 2, 3)))
            case 3:
                # Sent on, once or twice; the first page may have been one of its own before.
                first = rng.choice((f"http://r.example/{n}", url))
                came = visit(first, 2, hidden=1, title=None)
                if rng.random() < 0.5:
                    came = visit(f"http://r.example/{n}/1", 6, came, hidden=1, title=None)
                    truth.visits.pop()
                truth.visits.pop()
                visit(f"https://a.example/{rng.randrange(12)}", rng.choice((5, 6)), came)
            case 4:
                visit(f"https://ads.example/{n}", rng.choice((4, 8)), hidden=1)
            case 5:
                visit(f"https://a.example/{n}.pdf", 7)
            case 6 if truth.visits:
                # Loaded again, or restored with its window.
                visit(truth.visits[-1][0], 9)
            case _:
                pass
    bookmark("https://later.example/", "Later")
    truth.offered["https://later.example/"] = "Later"
    # Removed from the history, and still a bookmark.
    bookmark("https://again.example/", None, visit_count=0)
    truth.offered["https://again.example/"] = "https://again.example/"
    for url in ("place:sort=8&maxResults=10", "javascript:alert(1)", "about:config"):
        bookmark(url, "Most visited")
    return truth


_CHAIN_START, _CHAIN_END = 0x10000000, 0x20000000
_CLIENT, _SERVER = 0x40000000, -0x80000000


def chromium(db: sqlite3.Connection, rng: random.Random) -> Browsed:
    """Transitions are of 32 bits with a sign; only the last of a chain of redirects was seen."""
    truth, moments, pages = Browsed(), _moments(rng), dict[str, int]()

    def visit(url: str, transition: int, hidden: int = 0, after: int = 0) -> int:
        moment = next(moments)
        if url not in pages:
            pages[url] = len(pages) + 1
            put(db, "urls", id=pages[url], url=url, title=f"T {url}", hidden=hidden)
        put(db, "visits", url=pages[url], visit_time=moment + 11644473600 * 10**6,
            transition=transition, from_visit=after)  # fmt: skip
        truth.away.add(url)
        whole = transition & _CHAIN_END and transition & 0xFF not in (3, 4, 8, 10)
        if whole and not hidden:
            truth.visits.append((url, moment // 10**6))
        (found,) = db.execute("SELECT max(id) FROM visits").fetchone()
        return int(found)

    whole = _CHAIN_START | _CHAIN_END
    for n in range(60):
        url, core = f"https://a.example/{rng.randrange(12)}", rng.choice((0, 1, 2, 5, 6, 7, 9))
        match rng.randrange(8):
            case 0 | 1 | 2:
                # Some by going back, some from the address bar, some of another device.
                visit(url, whole | core | rng.choice((0, 0x01000000, 0x02000000, 0x04000000)))
            case 3:
                sent = rng.choice((_CLIENT, _SERVER))
                came = visit(f"http://r.example/{n}", _CHAIN_START | core)
                if rng.random() < 0.5:
                    came = visit(f"http://r.example/{n}/1", sent | core, after=came)
                visit(url, sent | _CHAIN_END | core, after=came)
            case 4:
                visit(f"https://ads.example/{n}", whole | rng.choice((3, 4)), hidden=1)
                visit(url, whole | 4)
            case 5:
                visit(f"https://s.example/?q={n}", whole | 10)
            case 6:
                visit(url, whole | 8)
            case _:
                pass
    # Visits are kept for three months, and what is a bookmark longer.
    put(db, "urls", id=900, url="https://old.example/", title="Old", visit_count=3)
    truth.away.add("https://old.example/")
    return truth


def safari(db: sqlite3.Connection, rng: random.Random) -> Browsed:
    """Seconds since 2001 with a fraction; a redirect joins two visits."""
    truth, moments, pages = Browsed(), _moments(rng), dict[str, int]()
    visits = 0

    def visit(url: str, counts: bool = True, **more: object) -> None:
        nonlocal visits
        moment = next(moments)
        visits += 1
        if url not in pages:
            pages[url] = len(pages) + 1
            put(db, "history_items", id=pages[url], url=url)
        values = {"title": f"T {url}", "load_successful": 1} | more
        put(db, "history_visits", id=visits, history_item=pages[url],
            visit_time=moment / 1e6 - 978307200, **values)  # fmt: skip
        truth.away.add(url)
        if counts:
            truth.visits.append((url, moment // 10**6))

    for n in range(60):
        url = f"https://a.example/{rng.randrange(12)}"
        match rng.randrange(6):
            case 0 | 1 | 2:
                visit(url, http_non_get=rng.randrange(2), origin=rng.randrange(2))
            case 3:
                visit(f"http://r.example/{n}", False, redirect_destination=visits + 2, title=None)
                visit(url, redirect_source=visits)
            case 4:
                visit(f"https://down.example/{n}", False, load_successful=0, title=None)
            case _:
                pass
    put(db, "history_tombstones", id=1, url="https://gone.example/", start_time=1, end_time=2)
    return truth


def epiphany(db: sqlite3.Connection, rng: random.Random) -> Browsed:
    """Of a visit only its kind is known: 0 is none, also where a page was loaded again."""
    truth, moments, pages = Browsed(), _moments(rng), dict[str, int]()
    put(db, "hosts", id=1, url="https://a.example/", title="a.example")

    def visit(url: str, kind: int, counts: bool = True) -> None:
        moment = next(moments)
        if url not in pages:
            pages[url] = len(pages) + 1
            title = rng.choice((f"T {url}", "", None))
            put(db, "urls", id=pages[url], host=1, url=url, title=title, visit_count=1,
                hidden_from_overview=rng.randrange(2))  # fmt: skip
        put(db, "visits", url=pages[url], visit_time=moment, visit_type=kind)
        truth.away.add(url)
        if counts:
            truth.visits.append((url, moment // 10**6))

    for n in range(60):
        url = f"https://a.example/{rng.randrange(12)}"
        match rng.randrange(6):
            case 0 | 1:
                visit(url, rng.choice((1, 2, 8)))
            case 2 | 3:
                # Opened by another program or a form; loaded again, gone back to, restored.
                visit(url, 0, counts=url not in pages)
            case 4:
                visit("https://home.example/", 9, counts=False)
            case 5:
                put(db, "urls", id=800 + n, host=1, url=f"https://b.example/{n}", title="Kept")
                truth.offered[f"https://b.example/{n}"] = "Kept"
            case _:
                pass
    return truth


def qutebrowser(db: sqlite3.Connection, rng: random.Random) -> Browsed:
    """What led elsewhere has a row of its own, with the title of where it led."""
    truth, moments = Browsed(), _moments(rng)

    def row(url: str, moment: int, redirect: int = 0) -> None:
        title = rng.choice((f"T {url}", ""))
        put(db, "History", url=url, title=title, atime=moment, redirect=redirect)
        truth.away.add(url)

    for n in range(60):
        url, moment = f"https://a.example/{rng.randrange(12)}", next(moments) // 10**6
        match rng.randrange(5):
            case 0 | 1:
                truth.visits.append((url, moment))
                row(url, moment)
            case 2:
                row(f"http://r.example/{n}", moment, 1)
                truth.visits.append((url, moment))
                row(url, moment)
            case 3:
                # A page that leads on by itself, after a second or two.
                row(f"https://door.example/{n % 3}", moment - 1)
                row(f"https://door.example/{n % 3}", moment, 1)
                truth.visits.append((url, moment))
                row(url, moment)
            case _:
                row(f"qute://help/{n}", moment)
    row("data:text/html,<b>hello</b>", next(moments) // 10**6)
    return truth


BROWSERS: dict[str, Browse] = {
    "firefox 12": firefox,
    "chromium 32": chromium,
    "chromium 70": chromium,
    "safari before 2022": safari,
    "safari 26": safari,
    "epiphany 2012": epiphany,
    "epiphany 2026": epiphany,
    "qutebrowser 2017": qutebrowser,
    "qutebrowser 4": qutebrowser,
}
