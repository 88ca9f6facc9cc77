"""How well a database's own items are ranked by a bundle that knows none of them.

    python bench/own_order.py lastfm /path/to/llara-splits/lastfm --split val
    python bench/own_order.py households /path/to/ml-100k --split val

No bundle takes part: orders are those of :mod:`ilora_edge.histories.own_order`, what most others
have, the likeness of titles, genres and years with the weights of ``models/films`` (the order of
before), and chance. ``lastfm``: everybody who listened is in one database of artists without
genres; the next artist of people who are in it with their history alone should be among the first
ten. ``households``: three people of MovieLens, 3 stars and more, and a library of what they have
seen and of as many other films as make it 600; the next film of one of them. The other two have
seen all of theirs.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ilora_edge.bundle.files import read_manifest
from ilora_edge.histories.library_order import Described, LibraryOrder
from ilora_edge.histories.own_order import OwnOrder
from ilora_edge.importers.records.csv_records import read_csv
from ilora_edge.recommendation import HistoryItem

K, LIBRARY = 10, 600
FILMS = Path(__file__).parents[1] / "models" / "films"


@dataclass(frozen=True)
class OneLeftOut:
    """A person of a database, and what came next."""

    items: Sequence[HistoryItem]
    used: Sequence[tuple[str, str]]
    """By the others, and the person's own history."""
    history: Sequence[HistoryItem]
    target: str


def listeners(folder: Path, split: str) -> Iterator[OneLeftOut]:
    """Yield the people of a split, each in the database of those of the training file."""
    items = [HistoryItem(row["id"], row["title"]) for _, row in read_csv(folder / "items.csv")]
    used = set()
    for line in (folder / "train.jsonl").read_text().splitlines():
        row = json.loads(line)
        used.add((f"train-{row['user']}", str(row["next"])))
    by_id = {item.item_id: item for item in items}
    for line in (folder / f"{split}.jsonl").read_text().splitlines():
        row = json.loads(line)
        history = [by_id[str(item)] for item in row["seq"]]
        yield OneLeftOut(items, sorted(used), history, str(row["next"]))


def households(folder: Path, split: str) -> Iterator[OneLeftOut]:
    """Yield one person of each household; those of ``val`` and of ``test`` share nobody."""
    names = [line.split("|")[0] for line in (folder / "u.genre").read_text().splitlines() if line]
    films = []
    for line in (folder / "u.item").read_text("latin-1").splitlines():
        cells = line.split("|")
        flags = zip(names, cells[-len(names) :], strict=True)
        genres = "|".join(name for name, flag in flags if flag == "1")
        films.append(HistoryItem(cells[0], cells[1], genres))
    seen: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for line in (folder / "u.data").read_text().splitlines():
        user, film, stars, time = line.split("\t")
        if int(stars) >= 3:
            seen[user].append((int(time), film))
    draw = random.Random(0)
    people = sorted(user for user, rows in seen.items() if len(rows) >= 8)
    draw.shuffle(people)
    half = people[: len(people) // 2] if split == "val" else people[len(people) // 2 :]
    by_id = {film.item_id: film for film in films}
    for user in half:
        rows = [film for _, film in sorted(seen[user])]
        cut = draw.randrange(max(5, len(rows) // 3), len(rows))
        others = draw.sample([other for other in half if other != user], 2)
        used = [(other, film) for other in others for _, film in seen[other]]
        here = dict.fromkeys([*rows, *(film for _, film in used)])
        more = [film.item_id for film in films if film.item_id not in here]
        here |= dict.fromkeys(draw.sample(more, min(len(more), max(0, LIBRARY - len(here)))))
        library = sorted(here)
        draw.shuffle(library)
        history = [by_id[film] for film in rows[:cut]]
        yield OneLeftOut([by_id[film] for film in library], used, history, rows[cut])


def places(
    case: OneLeftOut, own: OwnOrder, before: LibraryOrder, draw: random.Random
) -> dict[str, int]:
    """Return at which place the target is, from 0 on, by each order."""
    seen = {item.item_id for item in case.history}
    counts = Counter(item for _, item in case.used)
    shuffled = [item for item in case.items if item.item_id not in seen]
    draw.shuffle(shuffled)
    popular = sorted(shuffled, key=lambda item: -counts[item.item_id])
    told = [Described(item.title, item.genres) for item in case.history]
    orders = {
        "what people here have used": own.sort(popular, case.history, [], "", K),
        "titles, genres and years": before.sort(popular, told),
        "what most others have": popular,
        "chance": shuffled,
    }
    return {
        name: [item.item_id for item in order].index(case.target) for name, order in orders.items()
    }


def main(args: Sequence[str] | None = None) -> None:
    """Print a line for each order."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("kind", choices=["lastfm", "households"])
    parser.add_argument("data", type=Path)
    parser.add_argument("--split", choices=["val", "test"], default="val")
    given = parser.parse_args(args)
    cases = (listeners if given.kind == "lastfm" else households)(given.data, given.split)
    weights, draw = read_manifest(FILMS).fusion, random.Random(1)
    found: dict[str, list[int]] = defaultdict(list)
    own: OwnOrder | None = None
    for case in cases:
        if own is None or given.kind == "households":
            years = [item.title[-5:-1] for item in case.items]
            facts = [
                json.dumps({"genres": item.genres, "year": year if year.isdecimal() else None})
                for item, year in zip(case.items, years, strict=True)
            ]
            rows = [(i.item_id, i.title, f) for i, f in zip(case.items, facts, strict=True)]
            own, before = OwnOrder(rows, case.used), LibraryOrder(case.items, weights)
        for name, n_before in places(case, own, before, draw).items():
            found[name].append(n_before)
    print(f"{given.kind}, {given.split}: {len(found['chance'])} people")
    for name, of_all in found.items():
        at = np.array(of_all)
        gains = np.where(at < K, 1 / np.log2(at + 2.0), 0.0)
        hits = np.where(at < K, 1.0, 0.0)
        spread = [1.96 * x.std(ddof=1) / len(x) ** 0.5 for x in (hits, gains)]
        print(
            f"{name:28} HR@10 {hits.mean():.3f} +- {spread[0]:.3f}  "
            f"NDCG@10 {gains.mean():.3f} +- {spread[1]:.3f}  median place {np.median(at):.0f}"
        )


if __name__ == "__main__":
    main()
