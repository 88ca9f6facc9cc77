"""What an item's title adds to its score by being like a title of the recent history."""

from __future__ import annotations

import functools

import torch
from torch import Tensor, nn
from torch.nn import functional as F

RECENT = 10
"""Items at the end of a history whose titles count."""
_SAME = 1 - 1e-4
"""A cosine beyond: of the same title, whatever the rounding."""


def as_units(places: Tensor) -> Tensor:
    """Return places (n, E) with a length of 1, in operators that every reader of a bundle has."""
    lengths = places.square().sum(-1, keepdim=True).sqrt()
    return places / lengths.clamp(min=1e-12)


def look_up(items: Tensor, ours: Tensor, new: Tensor | None) -> Tensor:
    """Return the rows (..., D) of indices (...): of ``ours`` (N + 1, D) to N, then of ``new``."""
    if new is None:
        return F.embedding(items, ours)
    last = len(ours) - 1
    # Padding's row goes first, so that there is one where ``new`` has none.
    theirs = F.embedding((items - last).clamp(min=0), torch.cat([ours[:1], new]))
    return torch.where((items > last)[..., None], theirs, F.embedding(items.clamp(max=last), ours))


class Likeness(nn.Module):
    """Raises logits by the cosine of an item's title to the nearest one of the recent history.

    A state is one point, and so has one neighbourhood of titles; the nearest title knows the
    item's own sequel, or the same thing for another machine, beside each item of the history.
    Whatever is not like any of them gets nothing. Nor does a title for being the same: that is
    the item itself, or the same thing again.

    Parameters
    ----------
    n_items
        N.
    text_width
        H, width of the title vectors (:mod:`ilora_train.title_space`).
    size
        E, components of a title's place.
    """

    def __init__(self, n_items: int, text_width: int, size: int) -> None:
        super().__init__()
        # Unit vectors; padding's is zero, which is like nothing.
        self.register_buffer("places", torch.zeros(n_items + 1, size))
        # By how much a cosine of 1 raises the logit.
        self.register_buffer("item_weights", torch.zeros(n_items + 1))
        self.register_buffer("outside_weight", torch.zeros(1))
        # Where a title from outside the catalogue lies.
        self.place_map = nn.Linear(text_width, size)

    def cosines(self, items: Tensor, titles: Tensor | None = None) -> Tensor:
        """Return each item's to the nearest of the last ``RECENT``, (B, N + M), from 0 to 1.

        items: (B, L), left-padded; titles: vectors (M, H) of items from outside the catalogue,
        of the indices N + 1 to N + M.
        """
        places = self.get_buffer("places")
        new = None if titles is None else as_units(self.place_map(titles))
        recent = look_up(items[:, -RECENT:], places, new)
        found = _nearest(recent, places[1:])
        return found if new is None else torch.cat([found, _nearest(recent, new)], dim=-1)

    def forward(self, items: Tensor, titles: Tensor | None = None) -> Tensor:
        """Return what is added to the logits, (B, N + M); see :meth:`cosines`."""
        weights = self.get_buffer("item_weights")[1:]
        if titles is not None:
            outside = self.get_buffer("outside_weight").expand(titles.shape[0])
            weights = torch.cat([weights, outside])
        return weights * self.cosines(items, titles)


def _nearest(recent: Tensor, places: Tensor) -> Tensor:
    """Return each place's cosine to the nearest recent one, (B, M), for (B, R, E) and (M, E)."""
    # One recent item at a time: all of them at once would be ten times the scores' memory.
    each = (recent[:, n] @ places.T for n in range(recent.shape[1]))
    of_others = (torch.where(cosines > _SAME, 0.0, cosines) for cosines in each)
    return functools.reduce(torch.maximum, of_others).clamp(min=0.0)
