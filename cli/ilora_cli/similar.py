"""``ilora-edge similar`` and ``radio``: more like this; no language model is started."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ilora_cli.feedback import Bundle, Db
from ilora_cli.list_options import Base, Relative, ToFile
from ilora_cli.settings import Settings
from ilora_cli.source_options import BackboneOption, takes_source
from ilora_edge.errors import OptionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ilora_edge.alike.similar import AlikeItems
    from ilora_edge.histories.database import HistoryDB


@takes_source
def similar(
    like: Annotated[
        list[str], typer.Argument(metavar="ITEM...", help="Id, title, or a part of a title.")
    ],
    db: Db = None,
    bundle: Bundle = None,
    backbone: BackboneOption = None,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many items.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Cosines too.")] = False,
    *,
    source: Settings,
) -> None:
    """List items like one, or like several together.

    By who interacts with them (the encoder) and by their titles (the backbone's embeddings).
    """
    from ilora_cli.columns import dim, lay_out, terminal_width
    from ilora_cli.console import print_json
    from ilora_cli.recommend_output import split_year
    from ilora_edge.titles import printable

    with ExitStack() as stack:
        alike, database = _open(stack, source)
        places = _places(alike, like)
        found = alike.similar(places, k)
        own = _own_ids(alike, database)
    if as_json:
        print_json(
            {
                "like": [alike.items[p].title for p in places],
                "similar": [
                    {
                        "rank": n,
                        "item_id": own.get(s.item.item_id, s.item.item_id),
                        "title": s.item.title,
                        "similarity": s.similarity,
                        "encoder_cosine": s.encoder_cosine,
                        "title_cosine": s.title_cosine,
                    }
                    for n, s in enumerate(found, 1)
                ],
            }
        )
        return
    print(dim(f"like {' and '.join(printable(alike.items[p].title) for p in places)}"))
    rows = [[str(n), *split_year(printable(s.item.title))] for n, s in enumerate(found, 1)]
    head, sides = ["", "title", "year"], "rlr"
    if verbose:
        head, sides = [*head, "similarity", "encoder", "titles"], f"{sides}rrr"
        for row, s in zip(rows, found, strict=True):
            row += [f"{v:.2f}" for v in (s.similarity, s.encoder_cosine, s.title_cosine)]
    first, *lines = lay_out(head, rows, sides, terminal_width(), [1])
    print(dim(first))
    print("\n".join(lines))


@takes_source
def radio(
    start: Annotated[
        list[str], typer.Argument(metavar="ITEM...", help="Id, title, or a part of a title.")
    ],
    db: Db = None,
    bundle: Bundle = None,
    backbone: BackboneOption = None,
    n: Annotated[int, typer.Option("-n", min=1, max=10_000, help="How many items.")] = 25,
    diversity: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Towards 1: unlike the items just before.")
    ] = 0.3,
    to: ToFile = None,
    base: Base = None,
    relative: Relative = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
    *,
    source: Settings,
) -> None:
    """Play on from an item: a sequence in which each item follows from the last ones."""
    from ilora_cli.console import note, print_json
    from ilora_cli.list_options import ListWriter
    from ilora_edge.alike.radio import radio as play
    from ilora_edge.histories.places import read_places
    from ilora_edge.titles import printable

    with ExitStack() as stack:
        alike, database = _open(stack, source)
        seeds = _places(alike, start)
        found = [alike.items[p] for p in play(alike, seeds, n, diversity)]
        own = _own_ids(alike, database)
        rows: list[dict[str, Any]] = [
            {
                "rank": place,
                "item_id": own.get(item.item_id, item.item_id),
                "title": item.title,
                "score": 0.0,
            }
            for place, item in enumerate(found, 1)
        ]
        if to is not None:
            places = {}
            if database is not None:
                places = read_places(database, [r["item_id"] for r in rows])
            name = f"radio {alike.items[seeds[0]].title}"
            ListWriter(to, base, relative).write(name, rows, places, note)
            return
    if as_json:
        for row in rows:
            del row["score"]
        print_json({"from": [alike.items[p].title for p in seeds], "radio": rows})
        return
    for row in rows:
        print(f"{row['rank']:>{len(str(n))}}  {printable(row['title'])}")


def _open(stack: ExitStack, source: Settings) -> tuple[AlikeItems, HistoryDB | None]:
    from ilora_edge.alike.similar import AlikeItems
    from ilora_edge.demo import demo_bundle
    from ilora_edge.histories.database import HistoryDB

    if source.bundle is None and source.db is not None:
        raise OptionError("which bundle knows the items? name it with --bundle")
    database = None
    if source.db is not None:
        database = stack.enter_context(HistoryDB(source.db, source.mapping))
    alike = AlikeItems(source.bundle or demo_bundle(), source.backbone)
    return stack.enter_context(alike), database


def _places(alike: AlikeItems, texts: Sequence[str]) -> list[int]:
    """Return the places in the catalogue of the items that these texts name, each once."""
    from ilora_cli.feedback import find_one
    from ilora_edge.feedback.naming import ItemFinder, NamedItem

    finder = ItemFinder(NamedItem(item.item_id, item.title) for item in alike.items)
    places = {alike.place(find_one(finder, text).item_id): None for text in texts}
    return [place for place in places if place is not None]


def _own_ids(alike: AlikeItems, database: HistoryDB | None) -> dict[str, str]:
    """Return what the database calls items of the bundle."""
    if database is None or not database.has_titles:
        return {}
    from itertools import islice

    from ilora_edge.histories.matching import SAMPLE_ITEMS, Matcher

    described = [
        (i, title.decode(errors="replace"), year) for i, title, year in database.described_items()
    ]
    sample = [(i, title) for i, title, _ in islice(described, SAMPLE_ITEMS)]
    found = Matcher(alike.catalogue, sample).match(described)
    return {f[0]: own for (own, _, _), f in zip(described, found, strict=True) if f is not None}
