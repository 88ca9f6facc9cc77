"""Which items stand in the same histories: a linear model of whole histories beside SASRec.

A transformer of few users and many items forgets pairs that a table of them keeps. The table is
EASE (Steck, "Embarrassingly Shallow Autoencoders for Sparse Data", WWW 2019, arXiv 1905.03375):
with X the users by items, the B of zero diagonal that makes |X - XB|^2 + ridge |B|^2 least. With
P = (X'X + ridge I)^-1 it is B_ij = -P_ij / P_jj off the diagonal. Nothing is trained.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ilora_edge.errors import RecipeError

RIDGES = (300.0, 100.0, 30.0)
"""Of which the one with the best NDCG@10 on validation rows is taken; and so of the decays."""
AGE_DECAYS = (1.0, 0.95, 0.8)
MAX_ITEMS = 25_000
"""The table is found as a dense matrix, three of N x N at a time: 7.5 GB at so many."""
FLOOR = 0.01
"""Of evidence: an item that stands beside nothing of a history is not impossible."""
_ROWS_AT_ONCE = 1024


def check_neighbours(n_items: int) -> None:
    """Raise RecipeError where a table of so many items is more than a usual machine holds."""
    if n_items > MAX_ITEMS:
        raise RecipeError(
            f"encoder.neighbours: {n_items} items are more than {MAX_ITEMS}, of which the table "
            "takes 7.5 GB to find; set it to 0"
        )


class NeighbourTable(nn.Module):
    """Raises logits of items by how often they stand beside a history's, in others' histories.

    Parameters
    ----------
    n_items
        N.
    n_kept
        k: so many entries of an item's row of B are kept, the largest by amount.
    """

    def __init__(self, n_items: int, n_kept: int) -> None:
        super().__init__()
        self.n_items = n_items
        # Encoder indices, 0 where there are fewer; row 0 is padding's and has none.
        self.register_buffer("items", torch.zeros(n_items + 1, n_kept, dtype=torch.int32))
        self.register_buffer("values", torch.zeros(n_items + 1, n_kept))
        # By how much the logarithm of the evidence raises a logit.
        self.register_buffer("weight", torch.zeros(1))
        # What an item of the history counts, as a share of what the next one does.
        self.register_buffer("decay", torch.ones(1))
        self.register_buffer("nothing", torch.zeros(1, n_items + 1), persistent=False)

    def evidence(self, items: Tensor, decay: Tensor, without: Tensor | None = None) -> Tensor:
        """Return the logarithm of what speaks for each item, (B, N); 0: nothing does.

        items: (B, L), left-padded; an item that comes again counts once, where it was last, and
        one from outside the catalogue not at all. ``without``: (N,), items that are held not to
        be in the table, as such or in histories.
        """
        length = items.shape[1]
        items = torch.where(items > self.n_items, 0, items)
        if without is not None:
            items = torch.where(F.pad(without, (1, 0))[items], 0, items)
        later = torch.ones(length, length, dtype=torch.bool, device=items.device).triu(1)
        again = (items[:, :, None] == items[:, None, :]) & later
        ages = torch.arange(length - 1, -1, -1, device=items.device)
        counts = (again.float().sum(-1) == 0) * decay**ages
        # Rows looked up as a list of places: other ways are operators that no encoder has.
        of_items, of_values = self.get_buffer("items"), self.get_buffer("values")
        beside = of_items.index_select(0, items.flatten()).view(*items.shape, -1).long()
        values = of_values.index_select(0, items.flatten()).view(*items.shape, -1)
        beside, values = beside.flatten(1), (values * counts[..., None]).flatten(1)
        nothing = self.get_buffer("nothing").expand(items.shape[0], -1)
        found = torch.scatter_add(nothing, 1, beside, values)[:, 1:]
        logs = torch.log(found.clamp(min=0.0) / FLOOR + 1.0)
        return logs if without is None else logs.masked_fill(without, 0.0)

    def forward(self, items: Tensor) -> Tensor:
        """Return what is added to the logits, (B, N); see :meth:`evidence`."""
        return self.get_buffer("weight") * self.evidence(items, self.get_buffer("decay"))


@torch.no_grad()
def fit_neighbours(
    sequences: Iterable[Sequence[int]], n_items: int, ridge: float, n_kept: int
) -> NeighbourTable:
    """Return the table of users' sequences of encoder indices, with a weight of 0.

    It costs N^3 operations: half a second for 1,700 items, 43 s of one core for 12,100.
    """
    together = torch.zeros(n_items, n_items)
    for sequence in sequences:
        items = torch.tensor(sorted(set(sequence)), dtype=torch.int64) - 1
        together[items[:, None], items] += 1.0
    together.diagonal().add_(ridge)
    inverse = torch.cholesky_inverse(torch.linalg.cholesky(together))
    del together
    own = inverse.diagonal().clone()
    inverse.fill_diagonal_(0.0)
    table = NeighbourTable(n_items, min(n_kept, n_items - 1))
    items, values = table.get_buffer("items"), table.get_buffer("values")
    for start in range(0, n_items, _ROWS_AT_ONCE):
        rows = -inverse[start : start + _ROWS_AT_ONCE] / own
        places = rows.abs().topk(items.shape[1], dim=1).indices
        found = rows.gather(1, places)
        part = slice(start + 1, start + 1 + len(rows))
        values[part] = found
        items[part] = torch.where(found == 0, 0, places + 1).int()
    return table
