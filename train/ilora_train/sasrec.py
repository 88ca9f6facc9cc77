"""SASRec: self-attentive sequential recommendation (Kang and McAuley, arXiv 1808.09781)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ilora_train.likeness import Likeness
from ilora_train.neighbours import NeighbourTable

PADDING = 0


@dataclass(frozen=True, slots=True)
class TowerShape:
    """How large a member of the encoder is."""

    hidden_size: int
    """Width of its embeddings and states."""
    n_blocks: int
    n_heads: int
    window: int
    """The most items of a history that it reads."""
    dropout: float


class Block(nn.Module):
    """One self-attention block: attention and a point-wise network, each with its residual."""

    def __init__(self, hidden_size: int, n_heads: int, dropout: float) -> None:
        super().__init__()
        self.n_heads = n_heads
        self.attention_norm = nn.LayerNorm(hidden_size, eps=1e-8)
        self.query = nn.Linear(hidden_size, hidden_size)
        self.key = nn.Linear(hidden_size, hidden_size)
        self.value = nn.Linear(hidden_size, hidden_size)
        self.output = nn.Linear(hidden_size, hidden_size)
        self.ffn_norm = nn.LayerNorm(hidden_size, eps=1e-8)
        self.inner = nn.Linear(hidden_size, hidden_size)
        self.outer = nn.Linear(hidden_size, hidden_size)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, allowed: Tensor) -> Tensor:
        """x: (B, L, D); allowed: (B, 1, L, L), True where a position may look."""
        B, L, D = x.shape
        # As in the paper's code, only the queries are normalised.
        normed = self.attention_norm(x)
        projected = (self.query(normed), self.key(x), self.value(x))
        shape = (B, L, self.n_heads, D // self.n_heads)
        q, k, v = (t.view(shape).transpose(1, 2) for t in projected)
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=allowed)  # (B, H, L, D/H)
        x = x + self.dropout(self.output(a.transpose(1, 2).reshape(B, L, D)))
        h = self.outer(self.dropout(F.relu(self.inner(self.ffn_norm(x)))))
        out: Tensor = x + self.dropout(h)
        return out


class Tower(nn.Module):
    """What reads a history: position embeddings, blocks and a norm; D wide, L <= ``window``."""

    def __init__(self, shape: TowerShape) -> None:
        super().__init__()
        self.window = shape.window
        self.hidden_size = shape.hidden_size
        self.position_embedding = nn.Embedding(shape.window, shape.hidden_size)
        self.blocks = nn.ModuleList(
            Block(shape.hidden_size, shape.n_heads, shape.dropout) for _ in range(shape.n_blocks)
        )
        self.final_norm = nn.LayerNorm(shape.hidden_size, eps=1e-8)
        self.dropout = nn.Dropout(shape.dropout)

    def forward(self, embeddings: Tensor, allowed: Tensor) -> Tensor:
        """Return the states (B, L, D) for (B, L, D); allowed: (B, 1, L, L), see :class:`Block`."""
        L = embeddings.shape[1]
        # The last item always sits at the last position, whatever the padding.
        positions = torch.arange(self.window - L, self.window, device=embeddings.device)
        x = self.dropout(embeddings * self.hidden_size**0.5 + self.position_embedding(positions))
        for block in self.blocks:
            x = block(x, allowed)
        return self.final_norm(x)  # type: ignore[no-any-return]


class SASRec(nn.Module):
    """A causal transformer over item embeddings; item scores are inner products with its state.

    Or several side by side, each of which reads the history for itself: embeddings and states are
    theirs in a row, and with states divided by their number an inner product is the mean of the
    members' logits. Each is trained alone (:mod:`ilora_train.encoder`).

    Parameters
    ----------
    shape
        Of one member; D, the width of embeddings and states, is its width times ``n_members``.
    text_width
        Width of the title vectors that the item embeddings were learnt with
        (:mod:`ilora_train.title_space`), which ``title_map`` turns into an item embedding.
        0: only item ids, and no map.
    text_size
        Components of the titles' places that are compared (:mod:`ilora_train.likeness`); 0: none.
    n_neighbours
        Of each item, in the table beside (:mod:`ilora_train.neighbours`); 0: no table.
    """

    def __init__(
        self,
        n_items: int,
        shape: TowerShape,
        text_width: int = 0,
        text_size: int = 0,
        n_members: int = 1,
        n_neighbours: int = 0,
    ) -> None:
        super().__init__()
        self.n_items = n_items
        self.window = shape.window
        self.hidden_size = n_members * shape.hidden_size
        self.item_embedding = nn.Embedding(n_items + 1, self.hidden_size, padding_idx=PADDING)
        towers = [Tower(shape) for _ in range(n_members)]
        self.towers = nn.ModuleList(towers)
        nn.init.normal_(self.item_embedding.weight, std=0.02)
        for tower in towers:
            nn.init.normal_(tower.position_embedding.weight, std=0.02)
        with torch.no_grad():
            self.item_embedding.weight[PADDING].zero_()
        self.register_buffer(
            "causal",
            torch.ones(shape.window, shape.window, dtype=torch.bool).tril(),
            persistent=False,
        )
        # Where a title from outside the catalogue lies among the item embeddings.
        self.title_map = nn.Linear(text_width, self.hidden_size) if text_width else None
        self.is_calibrated = bool(text_width or n_neighbours)
        if self.is_calibrated:
            # What logits are multiplied by (:mod:`ilora_train.calibration`).
            self.register_buffer("scale", torch.ones(1))
        if text_width:
            # What they are raised by where nobody has interacted with an item of the catalogue,
            # or one from outside.
            self.register_buffer("item_offsets", torch.zeros(n_items + 1))
            self.register_buffer("outside_offset", torch.zeros(1))
            # What the cosines of titles as texts weigh, and how much less those with earlier items
            # do: on the device, beside the ONNX graph.
            self.register_buffer("title_words", torch.zeros(1))
            self.register_buffer("title_words_decay", torch.ones(1))
        self.likeness = Likeness(n_items, text_width, text_size) if text_size else None
        self.neighbours = NeighbourTable(n_items, n_neighbours) if n_neighbours else None
        self.title_cosines: Callable[[Tensor, float], Tensor] | None = None
        # What genres, years and overviews weigh on the device, where an export is to have them
        # (:mod:`ilora_edge.affinities`): in training they do not count.
        self.genres, self.years, self.overviews, self.kinds_decay = 0.0, 0.0, 0.0, 1.0

    def states(self, items: Tensor, embeddings: Tensor | None = None) -> Tensor:
        """Return the state at every position, (B, L, D), for left-padded indices (B, L).

        ``embeddings`` are the items', (B, L, D), where they are not the encoder's own.
        """
        embeddings = self.item_embedding(items) if embeddings is None else embeddings
        L = items.shape[1]
        causal: Tensor = self.causal  # type: ignore[assignment]
        # A padded position looks at itself only, so that no softmax is over nothing.
        diagonal = torch.eye(L, dtype=torch.bool, device=items.device)
        known = (items != PADDING)[:, None, None, :]
        allowed = (causal[:L, :L] & known) | diagonal
        parts = embeddings.chunk(len(self.towers), dim=-1)
        states = [tower(part, allowed) for tower, part in zip(self.towers, parts, strict=True)]
        return states[0] if len(states) == 1 else torch.cat(states, dim=-1) / len(states)

    def scores(
        self, items: Tensor, state: Tensor, titles: Tensor | None = None, new: Tensor | None = None
    ) -> Tensor:
        """Return the logits of what comes next, (B, N + M).

        Parameters
        ----------
        items, state
            Histories (B, L), left-padded, and the state after each, (B, D).
        titles, new
            Vectors (M, H) of titles from outside the catalogue and their embeddings (M, D).
        """
        if self.is_calibrated:
            state = state * self.get_buffer("scale")
        scores = state @ self.item_embedding.weight[1:].T
        if self.neighbours is not None:
            scores = scores + self.neighbours(items)
        if self.title_map is not None:
            scores = scores + self.get_buffer("item_offsets")[1:]
        if new is not None:
            outside = state @ new.T + self.get_buffer("outside_offset")
            scores = torch.cat([scores, outside], dim=-1)
        return scores if self.likeness is None else scores + self.likeness(items, titles)

    def next_scores(self, items: Tensor) -> Tensor:
        """Return the logits of items 1..N after left-padded histories, (B, N).

        With what titles as texts add, where ``title_cosines`` is set.
        """
        scores = self.scores(items, self.last_state(items))
        if self.title_cosines is None:
            return scores
        cosines = self.title_cosines(items, self.get_buffer("title_words_decay").item())
        return scores + self.get_buffer("title_words") * cosines

    def last_state(self, items: Tensor) -> Tensor:
        """Return the state after the whole history, (B, D)."""
        return self.states(items)[:, -1]
