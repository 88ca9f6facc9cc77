"""The table of item embeddings while it is learnt: one row per item, by its id and its title."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from ilora_train.sasrec import PADDING, SASRec
from ilora_train.title_space import TitleSpace


class TitledItems(nn.Module):
    """Item embedding = id part + projection of the title's place.

    An item that no training user interacted with has no id part: nothing would teach it, neither
    as history nor as target, and in the loss it is no negative either. So its title places it
    among the others, and scores it.

    Parameters
    ----------
    vectors
        The catalogue's title vectors, (N, H), place i for encoder index i + 1.
    known
        Which items training users interacted with, (N,).
    id_dropout
        Share of the items that are without their id part in a training step, so that the title
        part learns to stand for an item alone (as DropoutNet, NeurIPS 2017, does it).
    """

    def __init__(
        self,
        space: TitleSpace,
        vectors: Tensor,
        known: Tensor,
        hidden_size: int,
        id_dropout: float = 0.0,
    ) -> None:
        super().__init__()
        self.id_dropout = id_dropout
        self.vectors = vectors
        self.space = space
        places = space.places(vectors)
        self.projection = nn.Linear(places.shape[1], hidden_size, bias=False)
        # As large as the id part begins: the rows of ``places`` have a length of about 1.
        nn.init.normal_(self.projection.weight, std=0.02)
        self.register_buffer("_places", torch.cat([torch.zeros(1, places.shape[1]), places]))
        self.register_buffer("_known", torch.cat([torch.zeros(1), known.float()]))

    @property
    def known(self) -> Tensor:
        """(N + 1,), 1 where training users interacted with the item, else 0."""
        known: Tensor = self._known  # type: ignore[assignment]
        return known

    def forward(self, ids: Tensor) -> Tensor:
        """Return the table (N + 1, D) for the id parts (N + 1, D); row 0 is padding."""
        places: Tensor = self._places  # type: ignore[assignment]
        has_id = self.known
        if self.training and self.id_dropout:
            has_id = has_id * (torch.rand_like(has_id) >= self.id_dropout)
        return ids * has_id[:, None] + self.projection(places)  # type: ignore[no-any-return]

    @torch.no_grad()
    def finished(self, model: SASRec) -> dict[str, Tensor]:
        """Return the weights of an encoder whose item embeddings are the table.

        With them goes the map from title vectors to item embeddings: this projection after the
        space's own, as one.
        """
        table = self(model.item_embedding.weight)
        table[PADDING] = 0.0
        weight = self.projection.weight @ self.space.components.T
        return {
            **model.state_dict(),
            "item_embedding.weight": table,
            "title_map.weight": weight,
            "title_map.bias": -weight @ self.space.mean,
            # To be fitted when training has ended.
            "item_offsets": torch.zeros(len(table)),
            "outside_offset": torch.zeros(1),
        }
