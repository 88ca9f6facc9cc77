"""What is said, and what is refused, once it is known which items a bundle knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from ilora_edge.bundle.manifest import Manifest
from ilora_edge.errors import DatabaseError, OptionError
from ilora_edge.histories.rating_value import FIVE_STARS
from ilora_edge.histories.spool import Spool
from ilora_edge.titles import printable

USUAL_LEAST = 3.0
"""Of five stars; docs/feedback.md has what it is worth."""


ODD_PERCENT = 10.0
"""Percent of items interacted with: of a bundle that knows fewer, it is said every time.

Who watches series has hundreds of episodes beside the films that a bundle knows.
"""


class DailyRemark(str):
    """What is the same every day, and as it should be; who has settings in place need not read it.

    So it is: what application it is that was named, the scale of its ratings, and how many of the
    items the bundle knows, where that is a tenth of them at least.
    """

    __slots__ = ()


class LowestRating(NamedTuple):
    """What counts as history, and what is the best on its scale; None: all, and not known."""

    value: float | None
    scale: float | None


def check_match(
    spool: Spool,
    manifest: Manifest,
    require_match: float,
    unmatched: int,
    note: Callable[[str], None],
) -> None:
    """Say how many items match.

    Raises
    ------
    DatabaseError
        The bundle knows fewer percent of them than ``require_match``, or none, and there are no
        titles either, or none of the items any more.
    OptionError
        Items are to be ranked by their titles, and the bundle answers with labels.
    """
    report, name = spool.report, printable(spool.name)
    by_title_alone = report.nothing and report.interactions > 0
    for remark in match_remarks(spool, manifest, with_match=not by_title_alone):
        note(remark)
    none_left = spool.has_titles and spool.n_left == 0 and report.interactions > 0
    if none_left:
        note(
            f"{name}: its history is there, and none of its items any more (files, or whole "
            "libraries, are gone): nothing of it can be recommended"
        )
    if report.percent < require_match:
        raise DatabaseError(
            f"{name}: the bundle knows {report.percent:.1f} % of the items interacted with, "
            f"--require-match asks for {require_match:g} %; use a bundle trained on such items"
        )
    if (unmatched or by_title_alone) and manifest.prompt.answers == "labels":
        raise OptionError(
            f"{name}: items that the bundle does not know are ranked by their titles, and bundle "
            f"{printable(manifest.name)} answers with labels of its own items; use one that "
            "answers with titles"
        )
    if by_title_alone:
        if not spool.has_titles:
            raise DatabaseError(
                f"{name}: the bundle knows none of its item ids, and there are no titles to go "
                "by; describe them with --items"
            )
        if none_left:
            raise DatabaseError(
                f"{name}: the bundle knows none of the items interacted with, and no item is left; "
                "use a bundle trained on such items, which recommends its own"
            )
        n = report.interacted
        none = "does not know the only item" if n == 1 else f"knows none of the {n:,} items"
        note(
            f"{name}: the bundle {none} interacted with, so its own items are ranked by what "
            "people here have used; a bundle of such items does better: docs/at-home.md"
        )


def lowest_rating(spool: Spool, manifest: Manifest) -> LowestRating:
    """Return the lowest rating that counts as history, and the best on its scale.

    A bundle that was trained on nobody's ratings says neither: three of five stars, then, but where
    it was trained on this very database, and on all of it.
    """
    # What was said of the bundle's own items is found by id, whatever the database's ids are.
    is_own = spool.ids_agree and spool.report.by_id > spool.report.by_title
    if manifest.min_rating is not None or is_own:
        return LowestRating(manifest.min_rating, manifest.rating_scale)
    return LowestRating(USUAL_LEAST, FIVE_STARS)


def match_remarks(spool: Spool, manifest: Manifest, *, with_match: bool = True) -> Iterator[str]:
    """Yield what is to be said of a database that is read for a bundle.

    ``with_match``: how many of the items the bundle knows, too.
    """
    report, name = spool.report, printable(spool.name)
    if spool.source not in ("own", "mapping"):
        said = f"{name}: read as {spool.source}"
        yield DailyRemark(said) if spool.is_named else said
    yield from spool.remarks
    yield from torn_remarks(spool)
    lowest = lowest_rating(spool, manifest)
    least = spool.own_min_rating(*lowest)
    if manifest.min_rating is not None and least != manifest.min_rating:
        yield DailyRemark(
            f"{name}: ratings are up to {spool.ratings.scale:g}, so that the bundle's least, "
            f"{manifest.min_rating:g}, is {least:g} there"
        )
    if with_match and report.interactions and (report.percent < 100.0 or report.by_title):
        yield (
            f"{name}: {report}"
            if report.percent < ODD_PERCENT
            else DailyRemark(f"{name}: {report}")
        )
    for medium in spool.left_out:
        yield f"{name}: {medium}"
    if spool.alike_by_chance:
        are = "is" if spool.alike_by_chance == 1 else "are"
        yield (
            f"{name}: {spool.alike_by_chance:,} of its titles {are} in the bundle's catalogue too, "
            f"no more than chance gives: bundle {printable(manifest.name)} is about other things"
        )


def torn_remarks(spool: Spool) -> Iterator[str]:
    """Yield what is to be said of titles that cannot be read, of what was interacted with."""
    torn, first = spool.report.torn, spool.report.first_torn
    if first is None:
        return
    are, they = ("is", "it counts") if torn == 1 else ("are", "they count")
    yield (
        f"{printable(spool.name)}: {torn:,} of the titles interacted with {are} not UTF-8 (item "
        f"{printable(first)[:100]!r}): {they} as seen, and no more"
    )
