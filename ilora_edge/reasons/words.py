"""Reasons in words, long and short."""

from __future__ import annotations

from collections.abc import Sequence

from ilora_edge.bundle.expert_description import ExpertDescription
from ilora_edge.reasons.leave_one_out import Contribution
from ilora_edge.recommendation import HistoryItem
from ilora_edge.system.patterns import pattern
from ilora_edge.titles import printable

N_NAMED = 2
SHARE = 0.34
"""Of the first reason's weight: what counts less is not worth naming."""
_YEAR = pattern(r"\s*\([0-9]{4}\)\s*$")
_SHORT, _SHORT_ALONE = 18, 30


def named(contributions: Sequence[Contribution], n: int = N_NAMED) -> list[Contribution]:
    """Return the past items worth naming: those without which the score falls, the most first."""
    if not contributions or contributions[0].score <= 0:
        return []
    least = SHARE * contributions[0].score
    return [c for c in contributions[:n] if c.score > 0 and c.score >= least]


def because(contributions: Sequence[Contribution]) -> str:
    """Return a reason as part of a sentence: ``because of Alien and The Fly``."""
    titles = bare_titles([c.item for c in named(contributions)])
    return f"because of {' and '.join(titles)}" if titles else ""


def in_six_words(contributions: Sequence[Contribution]) -> str:
    """Return a reason that fits a column: ``Alien, The Fly``."""
    titles = bare_titles([c.item for c in named(contributions)])
    has_years = any(_YEAR.search(title) for title in titles)
    room = _SHORT_ALONE if len(titles) == 1 or has_years else _SHORT
    return ", ".join(_shortened(title, room) for title in titles)


def bare_titles(items: Sequence[HistoryItem]) -> list[str]:
    """Return what items are called where no year has room, though some have theirs in the title.

    Two of one name are told apart by their years.
    """
    titles = [printable(item.title or item.item_id) for item in items]
    bare = [_YEAR.sub("", title) or title for title in titles]
    return bare if len(set(bare)) == len(set(titles)) else titles


def missing_in_words(n_missing: int, n: int) -> str:
    """Return how many of a list's ``n`` items are not there to be had, at least one."""
    if n_missing < n:
        are = "is" if n_missing == 1 else "are"
        return f"{n_missing} of these {n} {are} not in the database"
    return "the one is not in the database" if n == 1 else f"none of these {n} is in the database"


def gate_in_words(gate_weights: Sequence[float], descriptions: Sequence[ExpertDescription]) -> str:
    """Return what the gate says, which is of the people an expert serves, not of this one.

    ``mostly expert 3 (66 %), which serves people with more Horror, Thriller, 1970s``.
    """
    best = max(range(len(gate_weights)), key=lambda i: gate_weights[i])
    weight = gate_weights[best]
    if weight < 1.5 / len(gate_weights):
        return "all experts about alike"
    short = printable(descriptions[best].short) if descriptions else ""
    about = f", which serves people with more {short}" if short else ""
    mostly = "mostly " if weight >= 0.5 else "above all "
    return f"{mostly}expert {best + 1} ({100 * weight:.0f} %){about}"


def _shortened(title: str, room: int) -> str:
    if len(title) <= room:
        return title
    cut = title[:room].rsplit(" ", 1)[0] if " " in title[:room] else title[: room - 1]
    return f"{cut.rstrip(' ,:;-')}\u2026"
