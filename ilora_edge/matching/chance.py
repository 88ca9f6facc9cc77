"""Whether titles are alike by chance: tracks, games and films share short names.

Of two lists of n and m titles of different things about ``PER_PAIR * n * m`` are alike. Measured
with the matching of this package: artists of Last.fm 2K and the demo's films 2.9e-6, the artists
and MovieLens 100K 2.1e-6, games of Steam and MovieLens 1.8e-6; tracks of a music shop and the
demo's films 1.2e-5. Of the same things it was 1.8e-4 (MovieLens and the demo), or most of the
smaller list.
"""

from __future__ import annotations

import math
import sqlite3

from ilora_edge.catalogue.items import Catalogue
from ilora_edge.matching.matcher import Matcher
from ilora_edge.matching.title_keys import title_key

PER_PAIR = 1.5e-5
_MOST = 0.1
"""Of the smaller list, how many chance can reach: its names are not all short."""
_SPREAD = 2.0
"""Standard deviations of a count above its expectation that are still chance."""
_SAME_YEAR = 0.03
"""Of two works drawn by chance, how often both are of one year. Some titles match only where years
agree, so that even of chance's matches all may."""


def is_chance(n_matched: int, n_items: int, n_catalogue: int, n_confirmed: int) -> bool:
    """Return whether so many equal titles say nothing.

    Parameters
    ----------
    n_matched
        Items of a database with a title that the catalogue has.
    n_items, n_catalogue
        Titles of each.
    n_confirmed
        Works of the catalogue that are matched with the same year on both sides: of titles that
        are alike by chance few have that.
    """
    expected = min(PER_PAIR * n_items * n_catalogue, _MOST * min(n_items, n_catalogue))
    return 0 < n_matched <= _most(expected) and n_confirmed <= _most(_SAME_YEAR * expected)


def _most(expected: float) -> float:
    return expected + _SPREAD * math.sqrt(expected)


def drop_chance(connection: sqlite3.Connection, catalogue: Catalogue) -> int:
    """Forget the matches of a spool where chance gives as many; return how many those were."""
    of_ids, matched, titled = connection.execute(
        "SELECT coalesce(sum(how = 'id'), 0), count(found), coalesce(sum(title <> ''), 0) "
        "FROM items"
    ).fetchone()
    if of_ids or not is_chance(matched, titled, catalogue.n_items, 0):
        return 0
    rows = connection.execute(
        "SELECT title, year, found, item FROM items WHERE found IS NOT NULL"
    ).fetchall()
    theirs = catalogue.titles_of(found for _, _, found, _ in rows)
    years = ((f, title_key(t, facts).year, title_key(theirs[f]).year) for t, facts, f, _ in rows)
    # A band that is called as a film is has a dozen songs, and no more than one film is meant.
    confirmed = {found for found, mine, other in years if mine is not None and mine == other}
    if not is_chance(matched, titled, catalogue.n_items, len(confirmed)):
        return 0
    # Written as everything else that the catalogue does not have.
    written = Matcher(catalogue, None).written
    connection.executemany(
        "UPDATE items SET found = NULL, how = NULL, title = ? WHERE item = ?",
        [(written(title, facts), item) for title, facts, _, item in rows],
    )
    return int(matched)
