"""Precision and recall of matching titles, on the labelled pairs of the tests.

    python bench/matching.py [--misses] [--cost BUNDLE]

Each pair has a title of a catalogue and one of a database, and says whether they are the same
work. All of the catalogue's titles stand in one catalogue, so that each is looked for among all.
``--cost`` says what a bundle's index of titles takes of the processor's time instead.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from ilora_edge.affinities.title_words import TitleWords
from ilora_edge.catalogue.external_ids import external_ids
from ilora_edge.catalogue.items import Catalogue, CatalogueItem, write_catalogue
from ilora_edge.matching.matcher import Matcher
from ilora_edge.matching.title_index import TitleIndex, bare_names
from ilora_edge.matching.title_keys import title_key

PAIRS = Path(__file__).resolve().parents[1] / "tests" / "edge" / "matching" / "title_pairs.tsv"


@dataclass(frozen=True, slots=True)
class Pair:
    """A catalogue's item, a database's, and whether they are the same work."""

    same: bool
    kind: str
    item_id: str
    catalogue_title: str
    title: str
    facts: str | None
    elsewhere: tuple[str, str] | None = None
    """A kind of id and an id that the manifest has of the catalogue's item."""


@dataclass(slots=True)
class Count:
    """Of some pairs: how many are the same, were matched, and were matched correctly."""

    pairs: int = 0
    same: int = 0
    matched: int = 0
    right: int = 0

    def row(self) -> str:
        """Return pairs, precision and recall, a dash where there is nothing to divide by."""
        precision = f"{self.right / self.matched:.3f}" if self.matched else "-"
        recall = f"{self.right / self.same:.3f}" if self.same else "-"
        return f"{self.pairs} | {precision} | {recall}"


def read_pairs(path: Path = PAIRS) -> list[Pair]:
    """Return the pairs of a file: label, kind, catalogue title, title, year or facts."""
    pairs = []
    for line in path.read_text("utf-8").splitlines():
        label, kind, theirs, title, facts = line.split("\t")
        elsewhere, theirs = _elsewhere(theirs)
        item_id, mark, catalogue_title = theirs.partition("=")
        if not mark:
            item_id, catalogue_title = f"c:{theirs}", theirs
        known = facts or None
        pairs.append(Pair(label == "same", kind, item_id, catalogue_title, title, known, elsewhere))
    return pairs


def _elsewhere(theirs: str) -> tuple[tuple[str, str] | None, str]:
    """Return what ``[imdb tt0111161]`` before a catalogue's title says, and the title."""
    if not theirs.startswith("["):
        return None, theirs
    stated, _, title = theirs[1:].partition("]")
    kind, _, value = stated.partition(" ")
    return (kind, value), title


def matched(pairs: list[Pair]) -> Iterator[tuple[Pair, str | None]]:
    """Yield each pair with the catalogue's item that the database's was found to be."""
    titles = {pair.item_id: pair.catalogue_title for pair in pairs}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "catalogue.db"
        items = enumerate(titles.items(), start=1)
        write_catalogue(path, [CatalogueItem(n, i, title, 0, (1,)) for n, (i, title) in items])
        stated = {pair.item_id: dict([pair.elsewhere]) for pair in pairs if pair.elsewhere}
        catalogue = Catalogue(path, external_ids(stated.get(i, {}) for i in titles))
        matcher = Matcher(catalogue, [("x", "No such title")])
        found = matcher.match((f"d{n}", p.title, p.facts) for n, p in enumerate(pairs))
        catalogue.close()
    for pair, match in zip(pairs, found, strict=True):
        yield pair, None if match is None else match[0]


def count(pairs: list[Pair]) -> tuple[dict[str, Count], list[tuple[Pair, str | None]]]:
    """Return the counts by kind, ``all`` included, and the pairs that went wrong."""
    counts: dict[str, Count] = defaultdict(Count)
    misses = []
    for pair, found in matched(pairs):
        right = found == (pair.item_id if pair.same else None)
        if not right:
            misses.append((pair, found))
        for kind in (pair.kind, "all"):
            counts[kind].pairs += 1
            counts[kind].same += pair.same
            counts[kind].matched += found is not None
            counts[kind].right += pair.same and right
    return counts, misses


def print_cost(bundle: Path) -> None:
    """Print the milliseconds of CPU, the least of nine times each."""
    with closing(Catalogue(bundle / "catalogue.db")) as catalogue:
        years = {year for _, title in catalogue.titles() if (year := title_key(title).year)}

        def ask(years: Collection[int]) -> None:
            index = TitleIndex(catalogue)
            for year in years:
                index.called_otherwise("", year)

        titles = [title for _, title in catalogue.titles()]
        index = TitleIndex(catalogue)
        index.called_in_parts(""), index.called_with_digits("")
        print(f"{catalogue.n_items:,} titles, {len(years)} years; ms of CPU")
        for what, work in {
            "titles read": lambda: list(catalogue.titles()),
            "index": lambda: ask(()),
            "of that, series, numbers and editions": lambda: [*map(bare_names, titles)],
            "when the first number is looked for": lambda: TitleIndex.digits(index),
            "when the first title of several parts is": lambda: TitleIndex.parts(index),
            "index and other names, ten years": lambda: ask(sorted(years)[-10:]),
            "index and other names, every year": lambda: ask(years),
            "words and trigrams that titles share": lambda: TitleWords(titles),
        }.items():
            print(f"{what}: {_cpu_ms(work):.1f}")


def _cpu_ms(work: Callable[[], object]) -> float:
    def once() -> float:
        start = time.process_time()
        work()
        return time.process_time() - start

    return 1000 * min(once() for _ in range(9))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cost", metavar="BUNDLE", type=Path, help="time a bundle's index instead")
    parser.add_argument("--misses", action="store_true", help="list the pairs that go wrong")
    arguments = parser.parse_args()
    if arguments.cost is not None:
        print_cost(arguments.cost)
        return
    counts, misses = count(read_pairs())
    print("| kind | pairs | precision | recall |\n| --- | --- | --- | --- |")
    for kind, of_kind in counts.items():
        if kind != "all":
            print(f"| {kind} | {of_kind.row()} |")
    print(f"| all | {counts['all'].row()} |")
    if arguments.misses:
        for pair, found in misses:
            label = "same" if pair.same else "different"
            print(f"{label}: {pair.catalogue_title!r}, {pair.title!r} {pair.facts}: {found}")


if __name__ == "__main__":
    main()
