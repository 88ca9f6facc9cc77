"""How far to trust the encoder, what titles and neighbours weigh, how likely cold items are."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields, replace
from types import MappingProxyType

import torch
from torch import Tensor
from torch.nn import functional as F

from ilora_train.neighbours import AGE_DECAYS, NeighbourTable
from ilora_train.sasrec import SASRec
from ilora_train.sequences import left_pad

SHARE = 0.1
"""Of the items, held to be cold at a time."""
N_DRAWS = 5
"""Disjoint draws: popular items are few, and one draw has them or has not."""
N_ROWS = 1000
"""Validation rows, at most."""
_ROWS_AT_ONCE = 128
_LARGEST = 30.0
"""Bounds each number, natural logarithm: beyond, one kind of item is never seen beside another."""
_STEPS, _LONGEST_STEP, _RIDGE = 25, 2.0, 1e-3
DECAYS = (1.0, 0.9, 0.8, 0.65, 0.5, 0.35, 0.2)
"""Of which the one with the best NDCG@10 on validation rows is taken."""
_RAISE, _MOST_RAISED = 1.1, 4.0


@dataclass(frozen=True, slots=True)
class EncoderCalibration:
    """What an encoder's logits are multiplied by, and what is added to them then."""

    scale: float = 1.0
    """Below 1 where the encoder is too sure of itself."""
    known_weight: float = 0.0
    """To those of items that training users interacted with, times :class:`Likeness`' cosine."""
    cold_weight: float = 0.0
    """The same of those that nobody interacted with, cold ones."""
    cold_offset: float = 0.0
    """To every cold item's."""
    title_words: float = 0.0
    """To every item's, times the cosine of its title as a text: what the words shared are worth."""
    neighbours: float = 0.0
    """To every item's, times the logarithm of what speaks for it in others' histories
    (:mod:`ilora_train.neighbours`)."""
    title_words_decay: float = 1.0
    """What a title of the history counts in that cosine, as a share of what the next one does."""
    neighbours_decay: float = 1.0
    """The same of an item of the history in what speaks for others."""
    neighbours_ridge: float = 0.0
    """Of the table that this was found with; 0: there is none."""

    @torch.no_grad()
    def put_into(self, model: SASRec, known: Tensor) -> None:
        """Make an encoder with titles inside, or neighbours beside, use these numbers.

        ``known``: (N,), which items training users interacted with.
        """
        model.get_buffer("scale").fill_(self.scale)
        if model.neighbours is not None:
            model.neighbours.get_buffer("weight").fill_(self.neighbours)
            model.neighbours.get_buffer("decay").fill_(self.neighbours_decay)
        if model.title_map is None:
            return
        model.get_buffer("item_offsets")[1:] = torch.where(known, 0.0, self.cold_offset)
        model.get_buffer("outside_offset").fill_(self.cold_offset)
        if model.likeness is not None:
            weights = torch.where(known, self.known_weight, self.cold_weight)
            model.likeness.get_buffer("item_weights")[1:] = weights
            model.likeness.get_buffer("outside_weight").fill_(self.cold_weight)
        model.get_buffer("title_words").fill_(self.title_words)
        model.get_buffer("title_words_decay").fill_(self.title_words_decay)


@dataclass(frozen=True, slots=True)
class _Part:
    """Some rows, as many as are looked at together."""

    histories: list[list[int]]
    seen: Tensor
    """The same, left-padded, (n, L)."""
    targets: Tensor
    """Places of the targets among all items, (n, 1)."""


@dataclass(frozen=True, slots=True)
class _Draw:
    """Items that are held to be cold: scored, and read in histories, as if nobody had them."""

    number: int
    pretended: Tensor
    """(N,), which these are."""
    table: Tensor
    """(N + 1, D)"""
    states: Tensor
    """After each row's history, (n, D)."""


@dataclass(frozen=True, slots=True)
class _InCommon:
    """What every item has in common with each row's history, (n, N) each."""

    places: Tensor
    """Cosine of the titles as the backbone reads them (:class:`Likeness`)."""
    words: Tensor
    """As texts."""
    decay: float
    """Of the words of earlier titles."""
    beside: tuple[Tensor, ...] = ()
    """What speaks for the item in others' histories, under each draw; none: no table."""
    beside_decay: float = 1.0
    ridge: float = 0.0


_FITTED = 1 + [field.name for field in fields(EncoderCalibration)].index("neighbours")
"""So many of the numbers are fitted by likelihood, the others chosen."""
_START = torch.tensor(astuple(EncoderCalibration())[:_FITTED], dtype=torch.float64)


@torch.no_grad()
def calibrate(
    model: SASRec,
    described: Tensor | None,
    known: Tensor,
    rows: Sequence[tuple[list[int], int]],
    seed: int,
    cold_cost: float,
    tables: Mapping[float, NeighbourTable] = MappingProxyType({}),
) -> EncoderCalibration:
    """Return the numbers under which validation users' targets are likeliest.

    Known items are held to be cold, a tenth at a time, so that there are targets among them.
    Items of the history are not compared with, as they are never recommended. The logarithm of
    the likelihood is concave in the six numbers, and Newton's method finds its maximum; the
    scale and the weights are never negative. How fast the words of earlier titles lose their
    weight is the one of ``DECAYS`` with the best NDCG@10, each beside its own six; so are the
    table of neighbours and the decay of its evidence, if there is a better list with one.

    Then the weight of cold items is raised, to the fourfold at most, as far as it costs no more
    than ``cold_cost`` of the validation's NDCG@10: there the maximum is flat, and what is never
    shown is never known.

    Parameters
    ----------
    described
        The embeddings that items have without their ids, (N, D); None: they are their ids alone,
        and none is held to be cold.
    known
        (N,), which items training users interacted with.
    rows
        (history, target) of validation users.
    cold_cost
        A share, at least 0.
    tables
        Of neighbours, by the ridge that they were found with.
    """
    rows = [row for row in rows if known[row[1] - 1]]
    rows = random.Random(seed).sample(rows, min(N_ROWS, len(rows)))
    if not rows:
        return EncoderCalibration()
    parts = list(_parts(rows))
    held = [torch.tensor([], dtype=torch.int64)] if described is None else _disjoint(known, seed)
    draws = [_draw_of(model, described, n, places, parts) for n, places in enumerate(held)]
    numbers, common = _best_decay(model, draws, known, parts)
    if tables:
        numbers, common = _best_table(model, draws, known, parts, tables, (numbers, common))
    numbers = _fit(draws, common, known, parts, numbers)
    raised = _with_cold_raised(draws, common, known, parts, numbers, cold_cost)
    return replace(
        EncoderCalibration(*raised),
        title_words_decay=common.decay,
        neighbours_decay=common.beside_decay,
        neighbours_ridge=common.ridge,
    )


def _with_cold_raised(
    draws: Sequence[_Draw],
    common: _InCommon,
    known: Tensor,
    parts: Sequence[_Part],
    numbers: Tensor,
    cold_cost: float,
) -> list[float]:
    """Return the numbers, the weight of cold items as high as ``cold_cost`` lets it be."""
    numbers = numbers.clone()
    fitted = float(numbers[2])
    quality = best = _ndcg10(draws, common, known, parts, numbers)
    found: list[float] = numbers.tolist()
    while quality >= (1 - cold_cost) * best:
        found = numbers.tolist()
        if not 0 < numbers[2] * _RAISE <= min(_LARGEST, fitted * _MOST_RAISED):
            break
        numbers[2] *= _RAISE
        quality = _ndcg10(draws, common, known, parts, numbers)
        best = max(best, quality)
    return found


def _best_decay(
    model: SASRec,
    draws: Sequence[_Draw],
    known: Tensor,
    parts: Sequence[_Part],
) -> tuple[Tensor, _InCommon]:
    """Return the decay with the best NDCG@10, as the cosines that it makes, and its numbers, (6,).

    Not the likeliest: that one may raise titles far down the list and lower those at its top.
    """
    places = torch.cat([_title_places(model, part.histories).half() for part in parts])
    draws = draws[:1]  # One tells the decays apart.
    numbers, best, best_quality = _START, None, -1.0
    for decay in DECAYS if model.title_cosines is not None else DECAYS[:1]:
        words = torch.cat([_title_words(model, part.histories, decay).half() for part in parts])
        common = _InCommon(places, words, decay)
        numbers = _fit(draws, common, known, parts, numbers)
        quality = _ndcg10(draws, common, known, parts, numbers)
        if quality > best_quality:
            best, best_quality = (numbers, common), quality
    assert best is not None
    return best


def _best_table(
    model: SASRec,
    draws: Sequence[_Draw],
    known: Tensor,
    parts: Sequence[_Part],
    tables: Mapping[float, NeighbourTable],
    without: tuple[Tensor, _InCommon],
) -> tuple[Tensor, _InCommon]:
    """Return the same with the table and decay that have the best NDCG@10, if better than none."""
    best, best_quality = without, _ndcg10(draws[:1], without[1], known, parts, without[0])
    for ridge, table in tables.items():
        for decay in AGE_DECAYS:
            found = _beside(model, parts, table, decay, draws[0])  # One tells them apart.
            common = replace(without[1], beside=(found,), beside_decay=decay, ridge=ridge)
            numbers = _fit(draws[:1], common, known, parts, best[0])
            quality = _ndcg10(draws[:1], common, known, parts, numbers)
            if quality > best_quality:
                best, best_quality = (numbers, common), quality
    numbers, common = best
    if common.ridge:
        table, decay = tables[common.ridge], common.beside_decay
        others = (_beside(model, parts, table, decay, draw) for draw in draws[1:])
        common = replace(common, beside=(*common.beside, *others))
    return numbers, common


def _fit(
    draws: Sequence[_Draw],
    common: _InCommon,
    known: Tensor,
    parts: Sequence[_Part],
    numbers: Tensor,
) -> Tensor:
    """Return the likeliest numbers, (6,), by Newton's method from these ones on."""
    for _ in range(_STEPS):
        gradient, curvature = _RIDGE * (_START - numbers), _RIDGE * torch.eye(len(_START)).double()
        for draw in draws:
            slope, bend = _derivatives(draw, common, known, parts, numbers)
            gradient, curvature = gradient + slope, curvature + bend
        step = torch.linalg.solve(curvature, gradient).clamp(-_LONGEST_STEP, _LONGEST_STEP)
        before, numbers = numbers, (numbers + step).clamp(-_LARGEST, _LARGEST)
        numbers[:3].clamp_(min=0.0)
        numbers[4:].clamp_(min=0.0)
        if (numbers - before).abs().max() < 1e-4:
            break
    return numbers


def _disjoint(known: Tensor, seed: int) -> Iterator[Tensor]:
    """Yield places of known items, to be held cold at a time."""
    generator = torch.Generator().manual_seed(seed)
    places = torch.nonzero(known).squeeze(1)
    places = places[torch.randperm(len(places), generator=generator)]
    yield from torch.split(places, max(1, round(SHARE * len(places))))[:N_DRAWS]


def _draw_of(
    model: SASRec,
    described: Tensor | None,
    number: int,
    places: Tensor,
    parts: Sequence[_Part],
) -> _Draw:
    table = model.item_embedding.weight.detach().clone()
    if described is not None:
        table[places + 1] = described[places]
    pretended = torch.zeros(model.n_items, dtype=torch.bool)
    pretended[places] = True
    states = []
    for part in parts:
        items = _padded(model, part.histories)
        states.append(model.states(items, table[items])[:, -1])
    return _Draw(number, pretended, table, torch.cat(states))


def _derivatives(
    draw: _Draw,
    common: _InCommon,
    known: Tensor,
    parts: Sequence[_Part],
    numbers: Tensor,
) -> tuple[Tensor, Tensor]:
    """Return the log-likelihood's gradient, (6,), and its negated second derivatives, (6, 6).

    An item's features are its score, its cosine where it is known, its cosine where it is held to
    be cold, 1 there, its title's cosine as a text, and what speaks for it. The gradient
    is the target's features less their mean under the model, the second derivatives are their
    covariance.
    """
    n = len(numbers)
    gradient, curvature = torch.zeros(n).double(), torch.zeros(n, n).double()
    for features, targets, compared in _compare(draw, common, known, parts):
        logits = torch.einsum("k,nki->ni", numbers.float(), features)
        p = torch.softmax(logits.masked_fill(~compared, -torch.inf), dim=-1)
        own = features.gather(2, targets[:, None].expand(-1, n, 1))[..., 0]
        # Less the target's, so that what is alike in all items rounds nothing away.
        features = features - own[..., None]
        weighed = features * p[:, None]
        means = weighed.sum(-1).double()
        gradient -= means.sum(0)
        second = torch.bmm(weighed, features.transpose(1, 2)).sum(0).double()
        curvature += second - means.T @ means
    return gradient, curvature


def _ndcg10(
    draws: Sequence[_Draw],
    common: _InCommon,
    known: Tensor,
    parts: Sequence[_Part],
    numbers: Tensor,
) -> float:
    """Return the mean NDCG@10 of the targets under all draws; equal scores come before them."""
    gain = 0.0
    for draw in draws:
        for features, targets, compared in _compare(draw, common, known, parts):
            logits = torch.einsum("k,nki->ni", numbers.float(), features)
            own = logits.gather(1, targets)
            ranks = ((logits >= own) & compared).sum(1)
            gain += float((1 / torch.log2(ranks[ranks <= 10] + 1.0)).sum())
    return gain / (len(draws) * sum(len(part.histories) for part in parts))


def _compare(
    draw: _Draw, common: _InCommon, known: Tensor, parts: Sequence[_Part]
) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
    """Yield the items' features (n, 6, N), targets (n, 1), and which are compared (n, N)."""
    is_held, is_warm = draw.pretended.float(), (known & ~draw.pretended).float()
    start = 0
    for part in parts:
        of_part = slice(start, start + len(part.histories))
        start = of_part.stop
        scores, near = draw.states[of_part] @ draw.table[1:].T, common.places[of_part].float()
        words = common.words[of_part].float()
        beside = common.beside[draw.number][of_part].float() if common.beside else 0.0 * words
        kinds = (scores, near * is_warm, near * is_held, is_held.expand_as(near), words, beside)
        # Padding's place goes first, and is cut off.
        every = F.pad(known, (1, 0)).repeat(len(part.seen), 1)
        compared = every.scatter_(1, part.seen, False)[:, 1:].scatter(1, part.targets, True)
        yield torch.stack(kinds, dim=1), part.targets, compared


def _title_places(model: SASRec, histories: Sequence[list[int]]) -> Tensor:
    if model.likeness is None:
        return torch.zeros(len(histories), model.n_items)
    return model.likeness.cosines(_padded(model, histories))


def _title_words(model: SASRec, histories: Sequence[list[int]], decay: float) -> Tensor:
    if model.title_cosines is None:
        return torch.zeros(len(histories), model.n_items)
    return model.title_cosines(_padded(model, histories), decay)


def _beside(
    model: SASRec,
    parts: Sequence[_Part],
    table: NeighbourTable,
    decay: float,
    draw: _Draw,
) -> Tensor:
    """Return what speaks for each item after each history, (n, N), if a draw's were cold."""
    padded = (_padded(model, part.histories) for part in parts)
    at = torch.tensor([decay])
    return torch.cat([table.evidence(items, at, draw.pretended).half() for items in padded])


def _padded(model: SASRec, histories: Sequence[list[int]]) -> Tensor:
    return left_pad(histories, min(model.window, max(map(len, histories))))


def _parts(rows: Sequence[tuple[list[int], int]]) -> Iterator[_Part]:
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        part = rows[start : start + _ROWS_AT_ONCE]
        histories = [history for history, _ in part]
        targets = torch.tensor([target - 1 for _, target in part])[:, None]
        yield _Part(histories, left_pad(histories, max(map(len, histories))), targets)
