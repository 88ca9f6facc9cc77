"""Browsers, each of which is shown a few pages of a website on this machine."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from real_runs import Program, Run, Used, desktop, website


@contextmanager
def _pages(folder: Path) -> Iterator[str]:
    site = folder / "site"
    site.mkdir()
    for page in "abc":
        (site / f"{page}.html").write_text(f"<title>Page {page}</title>")
    with website(site) as address:
        yield address


def _chromium(folder: Path, run: Run) -> Used:
    quiet = ("--disable-background-networking", "--disable-component-update", "--disable-sync")
    start = ("chromium", "--headless=new", "--no-sandbox", "--no-first-run", *quiet)
    with _pages(folder) as address:
        for page in "aba":
            shot = f"--screenshot={folder / 'shot.png'}"
            profile = f"--user-data-dir={folder / 'profile'}"
            run(*start, profile, shot, f"{address}/{page}.html", seconds=40)
    history = ["Page a", "Page b", "Page a"]
    return Used(folder / "profile" / "Default" / "History", history, set())


def _firefox(folder: Path, run: Run) -> Used:
    profile = folder / "profile"
    profile.mkdir()
    start = ("firefox-esr", "--headless", "--no-remote", "--profile", profile)
    with _pages(folder) as address:
        for page in "ab":
            run(*start, f"{address}/{page}.html", seconds=30)
    # It comes with bookmarks, which nobody has opened yet.
    bookmarks = {"Get Involved", "Customize Firefox", "Get Help", "About Us"}
    return Used(profile / "places.sqlite", ["Page a", "Page b"], bookmarks)


def _epiphany(folder: Path, run: Run) -> Used:
    del run
    alone = {"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}
    with _pages(folder) as address, desktop(folder, screen=True, **alone) as session:
        start = ("epiphany", f"--profile={folder / 'profile'}")
        session.start(*start, "about:blank")
        time.sleep(20)
        for page in ("a", "b", "to/c"):
            session.start(*start, f"{address}/{page}.html")
            time.sleep(10)
        time.sleep(10)
    # Where a new tab is opened it notes the page of the last one again.
    history = ["Page a", "Page b", "Page c"]
    return Used(folder / "profile" / "ephy-history.db", history, set())


def _qutebrowser(folder: Path, run: Run) -> Used:
    del run
    safe = {"QTWEBENGINE_DISABLE_SANDBOX": "1", "QT_QUICK_BACKEND": "software"}
    with _pages(folder) as address, desktop(folder, screen=True, **safe) as session:
        start = ("qutebrowser", "-B", folder / "base")
        session.start(*start, f"{address}/a.html")
        time.sleep(25)
        for page in ("b", "to/c", "a"):
            session.ask(*start, f"{address}/{page}.html")
            time.sleep(4)
        session.ask(*start, ":quit")
    history = ["Page a", "Page b", "Page c", "Page a"]
    return Used(folder / "base" / "data" / "history.sqlite", history, set())


BROWSERS = {
    "chromium": Program(("chromium",), _chromium),
    "epiphany": Program(("epiphany", "Xvfb", "dbus-daemon"), _epiphany),
    "firefox": Program(("firefox-esr",), _firefox),
    "qutebrowser": Program(("qutebrowser", "Xvfb", "dbus-daemon"), _qutebrowser),
}
