"""From a database of histories to what is learnt from, with the held-out users kept out."""

from __future__ import annotations

import dataclasses
import json
import random
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ilora_edge.errors import DatabaseError, RecipeError, reason
from ilora_edge.evaluation.metrics import N_NEGATIVES
from ilora_edge.histories.database import HistoryDB, is_kept
from ilora_edge.histories.mapping import Mapping
from ilora_edge.matching.item_facts import read_facts
from ilora_edge.system.plain_file import plain_lines
from ilora_train.recipe import DataRecipe, seconds_of
from ilora_train.sequences import MIN_HISTORY, targets_of


@dataclass(frozen=True, slots=True)
class TrainingItem:
    """An item as the workshop knows it; its place in the list is its encoder index less one."""

    item_id: str
    title: str
    popularity: int
    """Interactions among the training users."""
    genres: str = ""
    """As the database has them, joined by ``|``."""
    external_ids: dict[str, str] = field(default_factory=dict)
    """What IMDb, TMDB, MusicBrainz call it, and its ISBN, where the database says so."""

    def to_json(self) -> dict[str, Any]:
        """Return it as a line of a run; without ids it reads as it did before there were any."""
        line = dataclasses.asdict(self)
        if not self.external_ids:
            del line["external_ids"]
        return line


@dataclass(frozen=True, slots=True)
class TrainingData:
    """Sequences of encoder indices (1..N), oldest first, per user."""

    items: list[TrainingItem]
    train: dict[str, list[int]]
    validation: dict[str, list[int]]
    n_excluded_users: int
    last_held_out: bool = False
    """Whether of each validation sequence the last item alone is held out of training."""
    rating_scale: float | None = None
    """What the best rating of the database is; None: no rating is asked for."""

    def validation_targets(self) -> list[tuple[str, list[int], int]]:
        """Return (user, history, target) of what is held out to choose by."""
        return targets_of(self.validation, MIN_HISTORY, self.last_held_out)


def share_users(
    sequences: dict[str, list[int]], share: float, seed: int
) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Divide users at random into ``share`` of them and the others; 1.0 gives everyone twice."""
    if share >= 1.0:
        return sequences, sequences
    users = sorted(sequences)
    random.Random(seed).shuffle(users)
    first = set(users[: max(1, round(share * len(users)))])
    return (
        {user: s for user, s in sequences.items() if user in first},
        {user: s for user, s in sequences.items() if user not in first},
    )


def leave_last_out(
    sequences: dict[str, list[int]],
) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Divide every sequence for the protocol called leave-one-out.

    The last item is the test's: it is in neither part. The one before is for validation: the
    last of the second part, and not in the first, which is learnt. A sequence too short to be
    tested is learnt whole.
    """
    long = {user: s for user, s in sequences.items() if len(s) > MIN_HISTORY}
    return (
        {user: s[:-2] if user in long else s for user, s in sequences.items()},
        {user: s[:-1] for user, s in long.items()},
    )


def split_by_time(
    sequences: dict[str, list[int]], times: dict[str, list[int]], validation: int, test: int
) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Divide every sequence at the same moments, unix seconds.

    What comes before ``validation`` is learnt. Of what comes before ``test`` each user's last item
    is for validation, where it comes after that: nothing that is learnt or chosen by is younger
    than what it is tested on, of this user or of any other.
    """
    train, held_out = {}, {}
    for user, sequence in sequences.items():
        n_learnt = sum(time < validation for time in times[user])
        n_known = sum(time < test for time in times[user])
        if n_learnt >= 2:
            train[user] = sequence[:n_learnt]
        if n_known > max(n_learnt, MIN_HISTORY):
            held_out[user] = sequence[:n_known]
    return train, held_out


def cold_items(item_ids: Sequence[str], share: float, seed: int) -> set[str]:
    """Return the items that no sequence may show: a random ``share`` of them."""
    ids = sorted(item_ids)
    return set(random.Random(seed).sample(ids, round(share * len(ids))))


def read_users(paths: Sequence[str]) -> set[str]:
    """Return the ``user`` of every row of these JSON-lines files.

    A row without one stands for the user that ``ilora-edge import llara`` makes of it: ``val-3``
    for the third line of ``val.jsonl``.
    """
    users = set()
    for path in paths:
        try:
            lines = list(plain_lines(Path(path)))
        except (OSError, UnicodeDecodeError, EOFError, zlib.error) as error:
            raise RecipeError(f"{path}: cannot be read ({reason(error)})") from error
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
                stem = Path(path).name.partition(".")[0]
                users.add(str(row.get("user", f"{stem}-{number}")))
            except (ValueError, AttributeError, RecursionError) as error:
                raise RecipeError(f"{path} line {number}: not a JSON object") from error
    return users


def _validation_users(
    db: Path, users: list[str], n: int, chosen: set[str], rng: random.Random
) -> set[str]:
    if chosen:
        found = chosen & set(users)
        if not found or len(found) == len(users):
            raise DatabaseError(
                f"{db}: {len(found)} of its {len(users)} users are for validation; does "
                "data.validation_users_from belong to this database?"
            )
        return found
    if len(users) <= n:
        raise DatabaseError(
            f"{db}: {len(users)} users with 2 or more interactions remain after exclusions; "
            f"more than {n} are needed (data.validation_users)"
        )
    return set(rng.sample(users, n))


def _hold_out(
    db: Path,
    recipe: DataRecipe,
    sequences: dict[str, list[int]],
    times: dict[str, list[int]],
    chosen: set[str],
    rng: random.Random,
) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Return what is learnt from and what is validated on, as ``data.hold_out`` says."""
    if recipe.hold_out == "time":
        cuts = seconds_of(recipe.validation_from), seconds_of(recipe.test_from)
        train, held_out = split_by_time(sequences, times, *cuts)
        if not train or not held_out:
            raise DatabaseError(
                f"{db}: nobody has interactions before data.validation_from, or nobody between it "
                "and data.test_from"
            )
    elif recipe.hold_out == "last":
        train, held_out = leave_last_out(sequences)
    elif recipe.hold_out == "ends":
        long = [user for user, s in sequences.items() if len(s) > MIN_HISTORY]
        validation = _validation_users(db, long, recipe.validation_users, chosen, rng)
        train = {user: s[:-1] if user in validation else s for user, s in sequences.items()}
        held_out = {user: sequences[user] for user in long if user in validation}
    else:
        validation = _validation_users(db, list(sequences), recipe.validation_users, chosen, rng)
        train = {user: s for user, s in sequences.items() if user not in validation}
        held_out = {user: s for user, s in sequences.items() if user in validation}
    return train, held_out


def read_training_data(
    db: Path, recipe: DataRecipe, seed: int, mapping: Mapping | None = None
) -> TrainingData:
    """Read the sequences to learn from.

    Item ids are opaque: they are shuffled before they are numbered, since in some data sets ids
    follow first appearance and numeric closeness by itself would leak the next item. Every item of
    the database is numbered, cold items too. ``mapping`` says what its rows mean; None: they are
    our own, or a known application's.
    """
    chosen = read_users([recipe.validation_users_from] if recipe.validation_users_from else [])
    excluded = read_users(recipe.exclude_users_from) - chosen
    with HistoryDB(db, mapping) as database:
        # The first of equal ids: another's database may have an id as number and as text.
        by_id = {item.item_id: item for item in reversed(list(database.items()))}
        found = excluded & {summary.user for summary in database.users()} if excluded else set()
        histories = {
            user: [
                (i.item_id, i.timestamp) for i in history if is_kept(i.rating, recipe.min_rating)
            ]
            for user, history in database.histories()
            if user not in excluded
        }
        rating_scale = None if recipe.min_rating is None else database.ratings.scale
        elsewhere = {
            item: read_facts(facts).elsewhere() for item, _, facts in database.described_items()
        }
    if excluded and not found:
        raise DatabaseError(
            f"{db}: none of the {len(excluded)} users to exclude is in it; does "
            "data.exclude_users_from belong to this database?"
        )
    rng = random.Random(seed)
    items = [by_id[item_id] for item_id in sorted(by_id)]
    rng.shuffle(items)
    index = {item.item_id: i for i, item in enumerate(items, 1)}
    cold = cold_items([item.item_id for item in items], recipe.cold_share, seed)
    learnable = {item_id: n for item_id, n in index.items() if item_id not in cold}
    sequences, times = _numbered(histories, learnable)
    train, held_out = _hold_out(db, recipe, sequences, times, chosen, rng)
    counts = Counter(i for sequence in train.values() for i in sequence)
    return TrainingData(
        items=[
            TrainingItem(
                x.item_id,
                x.title,
                counts[index[x.item_id]],
                x.genres or "",
                elsewhere.get(x.item_id, {}),
            )
            for x in items
        ],
        train=train,
        validation=held_out,
        n_excluded_users=len(found),
        last_held_out=recipe.hold_out != "users",
        rating_scale=rating_scale,
    )


def _numbered(
    histories: dict[str, list[tuple[str, int]]], index: dict[str, int]
) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Return each user's items as numbers, and their times; one item alone teaches nothing."""
    sequences, times = {}, {}
    for user, history in sorted(histories.items()):
        known = [(index[item_id], time) for item_id, time in history if item_id in index]
        if len(known) >= 2:
            sequences[user] = [item for item, _ in known]
            times[user] = [time for _, time in known]
    return sequences, times


def check_enough(
    data: TrainingData, of_experts: dict[str, list[int]], min_history: int, db: Path
) -> None:
    """Raise DatabaseError where a stage would have nothing to learn or to measure.

    ``of_experts`` are the sequences that the experts learn from, each target after
    ``min_history`` items at least.
    """
    validation = data.validation_targets(), MIN_HISTORY, "validation"
    to_learn = targets_of(of_experts, min_history), min_history, "experts"
    for targets, least, who in (validation, to_learn):
        if not targets:
            raise DatabaseError(
                f"{db}: no user for {who} has more than {least} interactions; "
                "import more, or change data.validation_users or backbone.user_share"
            )
    if all(target in history for _, history, target in data.validation_targets()):
        raise DatabaseError(
            f"{db}: no user for validation has come to an item that was new to them; "
            "import more, or change data.validation_users"
        )
    longest = max(len(set(s)) for s in data.validation.values())
    needed = longest + N_NEGATIVES + 1
    if len(data.items) < needed:
        raise DatabaseError(
            f"{db}: {len(data.items)} items, {needed} are needed: a validation user has "
            f"{longest} of them, and {N_NEGATIVES} others are drawn to rank beside a target"
        )
