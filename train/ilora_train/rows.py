"""From sequences of items to trees: what the backbone and the experts learn from."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from ilora_edge.prompt import TITLE_END, PromptBuilder, PromptItem
from ilora_train.data import TrainingData, TrainingItem
from ilora_train.trees import Tree

N_VALIDATION_ROWS = 256


@dataclass(frozen=True, slots=True)
class Question:
    """A history, the items that followed, and what the prompt lists: encoder indices."""

    history: list[int]
    targets: list[int]
    listed: list[int]


class RowMaker:
    """Writes rows with the prompt code that the device runs."""

    def __init__(self, builder: PromptBuilder, items: Sequence[TrainingItem]) -> None:
        self.builder = builder
        self.items = [
            PromptItem(builder.title_ids(item.title), index, item.popularity > 0)
            for index, item in enumerate(items, 1)
        ]

    def item(self, index: int, soft: bool = True) -> PromptItem:
        """Return the item with this encoder index, ``soft`` false: as the encoder's unknown."""
        item = self.items[index - 1]
        return item if soft else item._replace(soft=False)

    def prompt(self, history: Sequence[int], candidates: Sequence[int], soft: bool) -> list[int]:
        """Return the prompt's slots; ``soft`` false: without any soft token."""
        return self.builder.prompt(
            [self.item(i, soft) for i in history], [self.item(i, soft) for i in candidates]
        )

    def answers(self, indices: Sequence[int]) -> list[list[int]]:
        """Return the ids of these items as answers."""
        return self.builder.answers([self.items[i - 1] for i in indices])

    def sequence(self, items: Sequence[int], soft: Sequence[bool]) -> Tree:
        """Return a row that learns every item of a sequence, each after those before it.

        ``soft`` says of each item whether it may be written with its soft token.
        """
        tree = Tree(self.builder.start())
        titles = self.builder.format.answers == "titles"
        answers = self.answers(items)
        for place, (index, may) in enumerate(zip(items, soft, strict=True)):
            slots = self.builder.item(self.item(index, may))
            n = len(tree.spine)
            answer = answers[place]
            if titles and slots[: len(answer)] == answer:
                tree.spine_answers += range(n, n + len(answer))
            else:
                tree.branches.append((n, answer))
            tree.spine += slots
        # The last item is an answer only; what nothing reads need not be decoded.
        if tree.branches and tree.branches[-1][0] + len(slots) == len(tree.spine):
            del tree.spine[tree.branches[-1][0] :]
        return tree

    def question(self, question: Question, soft: bool = True, rank: Sequence[int] = ()) -> Tree:
        """Return a question's row; its answers are the targets in order, then ``rank``.

        With several targets, each follows those before it, all under the gate of the history.
        ``rank`` are items that are answers too, each after the history, like the first target.
        """
        spine = self.prompt(question.history, question.listed, soft)
        seen = len(spine)
        tree = Tree(spine, history=question.history)
        answers = self.answers(question.targets)
        written = [self.builder.item(self.item(i, soft)) for i in question.targets]
        if not rank and all(s[: len(a)] == a for s, a in zip(written, answers, strict=True)):
            self._continue(tree, written, answers)
            return tree
        for place, answer in enumerate(answers):
            if place:
                tree.spine += written[place - 1]
            tree.branches.append((len(tree.spine), answer))
        tree.branches += [(seen, ids) for ids in self.answers(rank)]
        tree.n_ranked = len(rank)
        return tree

    def _continue(
        self, tree: Tree, written: Sequence[list[int]], answers: Sequence[list[int]]
    ) -> None:
        """Learn answers where they stand in the list that they continue: no token twice."""
        for slots, answer in zip(written, answers, strict=True):
            n = len(tree.spine)
            tree.spine_answers += range(n, n + len(answer))
            tree.spine += slots
        # What nothing reads need not be decoded, the last answer's last token included.
        del tree.spine[tree.spine_answers[-1] + 1 :]


def text_trees(
    builder: PromptBuilder, title: str, words: str, index: int, limit: int
) -> list[Tree]:
    """Return the rows of a text about one item: from its title to the words, and back.

    ``words`` are cut to ``limit`` tokens. The way back ends in the title and, for an item of the
    catalogue, in its label where there are labels.
    """
    ids = builder.text_ids(words)[:limit]
    title_ids = builder.answer(builder.title_ids(title))
    start = builder.start()
    forth = [*start, *title_ids, *ids]
    back = [*start, *ids, *builder.text_ids(TITLE_END)]
    answers = [title_ids]
    if index and builder.first_label_id is not None:
        answers.append(builder.label(index))
    return [
        Tree(forth, spine_answers=list(range(len(start) + len(title_ids), len(forth)))),
        Tree(
            back,
            [(len(back), answer) for answer in answers],
            list(range(max(1, len(start)), len(back))),
        ),
    ]


def cut_sequences(
    sequences: Sequence[Sequence[int]], sizes: Sequence[int], room: int, rng: random.Random
) -> list[list[int]]:
    """Cut sequences of items into pieces that fit ``room`` slots, ``sizes[i - 1]`` for item i.

    The first cut is random, so that over the epochs an item comes after histories of every
    length.
    """
    pieces = []
    for sequence in sequences:
        first = rng.randrange(len(sequence))
        for part in (sequence[:first], sequence[first:]):
            piece: list[int] = []
            left = room
            for item in part:
                if sizes[item - 1] > left and piece:
                    pieces.append(piece)
                    piece, left = [], room
                piece.append(item)
                left -= sizes[item - 1]
            if piece:
                pieces.append(piece)
    return pieces


def draw_items(
    target: int, history: Sequence[int], n_items: int, n: int, rng: random.Random
) -> list[int]:
    """Return at most ``n`` distinct uniform items that are neither target nor history."""
    taken = {target, *history}
    size = min(n, n_items - len(taken))
    drawn: list[int] = []
    while len(drawn) < size:
        item = rng.randint(1, n_items)
        if item not in taken:
            taken.add(item)
            drawn.append(item)
    return drawn


def validation_questions(data: TrainingData, n_candidates: int, seed: int) -> list[Question]:
    """Return a fixed sample of the validation users' targets, with drawn candidates."""
    rows = data.validation_targets()
    rng = random.Random(seed)
    rows = rng.sample(rows, min(N_VALIDATION_ROWS, len(rows)))
    questions = []
    for _, history, target in rows:
        listed = [target, *draw_items(target, history, len(data.items), n_candidates - 1, rng)]
        rng.shuffle(listed)
        questions.append(Question(history, [target], listed))
    return questions
