"""The table of item embeddings while it is learnt: one row per item, by its id and its title."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from ilora_train.likeness import as_units
from ilora_train.sasrec import PADDING, SASRec
from ilora_train.title_space import TitleSpace

DESCRIBED = "described_items"
"""Items by title and genres alone, (N + 1, D): kept until cold items have been weighed by it."""


def genre_places(genres: Sequence[str]) -> Tensor:
    """Return items' genres, each joined by ``|``, as rows (N, G) about as long as a title's place.

    Centred, so that an item of which nothing is known lies where the average one does.
    """
    split = [{name for name in text.split("|") if name} for text in genres]
    names = sorted(set().union(*split))
    if not names:
        return torch.zeros(len(split), 0)
    rows = torch.tensor([[float(name in of_item) for name in names] for of_item in split])
    centred = rows - rows.mean(0)
    length = centred.square().sum(1).mean().sqrt()
    return centred / length.clamp_min(1e-12)


class TitledItems(nn.Module):
    """Item embedding = id part + projection of the title's place.

    An item that no training user interacted with has no id part: nothing would teach it, neither
    as history nor as target, and in the loss it is not a negative either. So its title places it
    among the others, and scores it.

    Parameters
    ----------
    vectors
        The catalogue's title vectors, (N, H), place i for encoder index i + 1.
    known
        Which items training users interacted with, (N,).
    init
        Standard deviation that the projection begins with. At that of the ids both parts begin
        equally large, since the rows of ``places`` have a length of about 1.
    id_dropout
        Share of the items that are without their id part in a training step, so that the title
        part learns to stand for an item alone (as DropoutNet, NeurIPS 2017, does it).
    genres
        Beside the titles' places, (N, G), see :func:`genre_places`; part of what an item is by its
        description. A title from outside has average ones.
    """

    def __init__(
        self,
        space: TitleSpace,
        vectors: Tensor,
        known: Tensor,
        hidden_size: int,
        init: float = 0.02,
        id_dropout: float = 0.0,
        genres: Tensor | None = None,
    ) -> None:
        super().__init__()
        self.id_dropout = id_dropout
        self.space = space
        places = space.places(vectors)
        if genres is not None:
            places = torch.cat([places, genres], dim=1)
        self.projection = nn.Linear(places.shape[1], hidden_size, bias=False)
        nn.init.normal_(self.projection.weight, std=init)
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
        places: Tensor = self._places  # type: ignore[assignment]
        of_titles = self.projection.weight[:, : self.space.components.shape[1]]
        weight = of_titles @ self.space.components.T
        return {
            **model.state_dict(),
            "item_embedding.weight": table,
            "title_map.weight": weight,
            "title_map.bias": -weight @ self.space.mean,
            DESCRIBED: self.projection(places),
        }

    def uncalibrated(self) -> dict[str, Tensor]:
        """Return what stands beside these weights and is fitted when training has ended."""
        places: Tensor = self._places  # type: ignore[assignment]
        components = self.space.components
        return {
            "scale": torch.ones(1),
            "item_offsets": torch.zeros(len(places)),
            "outside_offset": torch.zeros(1),
            "title_words": torch.zeros(1),
            "title_words_decay": torch.ones(1),
            "likeness.places": as_units(places[:, : components.shape[1]]),
            "likeness.place_map.weight": components.T.contiguous(),
            "likeness.place_map.bias": -self.space.mean @ components,
            "likeness.item_weights": torch.zeros(len(places)),
            "likeness.outside_weight": torch.zeros(1),
        }
