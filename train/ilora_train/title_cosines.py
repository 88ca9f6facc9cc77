"""What an item's title has in common, as a text, with those of a history: as the device has it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from ilora_edge.affinities.title_affinity import TitleAffinity


class TitleCosines:
    """Of a catalogue, (:mod:`ilora_edge.affinities.title_affinity`).

    Parameters
    ----------
    titles
        In encoder order, (N,).
    """

    def __init__(self, titles: Sequence[str]) -> None:
        self._affinity = TitleAffinity(titles)

    def __call__(self, items: Tensor, decay: float) -> Tensor:
        """Return the cosines of all items after histories, (B, N).

        items: (B, L), left-padded; ``decay``: what a title counts, as a share of the next one's.
        """
        histories = ([i for i in row if i] for row in items.tolist())
        found = np.stack([self._affinity.cosines(history, decay=decay) for history in histories])
        return torch.from_numpy(found).float().to(items.device)
