"""``ilora-edge similar`` and ``radio``: more like this; no language model is started."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from ilora_cli.list_options import ListFileOptions
from ilora_cli.panels import OUTPUT, RANKING
from ilora_cli.run_options import Json, K
from ilora_cli.settings import Settings
from ilora_cli.source_options import ModelSource
from ilora_edge.errors import OptionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ilora_edge.alike.similar import AlikeItems, SimilarItem
    from ilora_edge.bundle.catalogue import CatalogueItem
    from ilora_edge.histories.database import HistoryDB


NamedItems: TypeAlias = Annotated[
    list[str], typer.Argument(metavar="ITEM...", help="Id, title, or a part of a title.")
]


def similar(
    like: NamedItems,
    *,
    source: ModelSource,
    k: K = 10,
    as_json: Json = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Cosines too.", rich_help_panel=OUTPUT)
    ] = False,
) -> None:
    """List items like one, or like several together.

    By who interacts with them (the encoder) and by their titles (the backbone's embeddings).

    $ ilora-edge similar "Get Out"
    $ ilora-edge similar "Get Out" Ring --bundle films -v
    """
    from ilora_cli.console import print_json

    with _opened(source.settings()) as (alike, database):
        places = _places(alike, like, database)
        found = alike.similar(places, k)
        seeds = [alike.items[p] for p in places]
        own = OwnNames(alike, database, [*seeds, *(s.item for s in found)])
        titles = [own.named(item)[1] for item in seeds]
    if not as_json:
        _print_similar(titles, found, own, verbose)
        return
    listed = [
        {
            "rank": n,
            **dict(zip(("item_id", "title"), own.named(s.item), strict=True)),
            "similarity": s.similarity,
            "encoder_cosine": s.encoder_cosine,
            "title_cosine": s.title_cosine,
        }
        for n, s in enumerate(found, 1)
    ]
    print_json({"like": titles, "similar": listed})


def _print_similar(
    titles: Sequence[str], found: Sequence[SimilarItem], own: OwnNames, verbose: bool
) -> None:
    from ilora_cli.columns import TableColumn, print_columns, print_words
    from ilora_cli.recommend_output import LIST, split_year
    from ilora_edge.titles import printable

    print_words(f"like {' and '.join(map(printable, titles))}", is_dim=True)
    rows = [[str(n), *split_year(printable(own.named(s.item)[1]))] for n, s in enumerate(found, 1)]
    columns = list(LIST)
    if verbose:
        columns += [TableColumn(head, right=True) for head in ("similarity", "encoder", "titles")]
        for row, s in zip(rows, found, strict=True):
            row += [f"{v:.2f}" for v in (s.similarity, s.encoder_cosine, s.title_cosine)]
    print_columns(columns, rows)


def radio(
    start: NamedItems,
    *,
    source: ModelSource,
    n: Annotated[
        int,
        typer.Option("-n", min=1, max=10_000, help="How many items.", rich_help_panel=RANKING),
    ] = 25,
    diversity: Annotated[
        float,
        typer.Option(
            min=0.0,
            max=1.0,
            help="Towards 1: unlike the items just before.",
            rich_help_panel=RANKING,
        ),
    ] = 0.3,
    files: ListFileOptions,
    as_json: Json = False,
) -> None:
    """Play on from an item: each follows from the ones before.

    $ ilora-edge radio "Get Out"
    $ ilora-edge radio Alright --db music.db --bundle music --to m3u8 lists
    """
    from ilora_cli.console import note, print_json
    from ilora_edge.alike.radio import radio as play
    from ilora_edge.histories.places import read_places
    from ilora_edge.titles import printable

    with _opened(source.settings()) as (alike, database):
        seeds = _places(alike, start, database)
        found = [alike.items[p] for p in play(alike, seeds, n, diversity)]
        own = OwnNames(alike, database, [*(alike.items[p] for p in seeds), *found])
        rows: list[dict[str, Any]] = [
            {"rank": place, **dict(zip(("item_id", "title"), own.named(item), strict=True))}
            for place, item in enumerate(found, 1)
        ]
        titles = [own.named(alike.items[p])[1] for p in seeds]
        if (writer := files.writer()) is not None:
            ids = [row["item_id"] for row in rows]
            places = {} if database is None else read_places(database, ids)
            # A sequence has no scores.
            writer.write(f"radio {titles[0]}", [r | {"score": 0.0} for r in rows], places, note)
            return
    if as_json:
        print_json({"from": titles, "radio": rows})
        return
    for row in rows:
        print(f"{row['rank']:>{len(str(n))}}  {printable(row['title'])}")


@contextmanager
def _opened(source: Settings) -> Iterator[tuple[AlikeItems, HistoryDB | None]]:
    from ilora_edge.alike.similar import AlikeItems
    from ilora_edge.demo import demo_bundle
    from ilora_edge.histories.database import HistoryDB

    if source.bundle is None and source.db is not None:
        raise OptionError("which bundle knows the items? name it with --bundle")
    with ExitStack() as stack:
        database = None
        if source.db is not None:
            database = stack.enter_context(HistoryDB(source.db, source.mapping))
        alike = AlikeItems(source.bundle or demo_bundle(), source.backbone)
        yield stack.enter_context(alike), database


def _places(alike: AlikeItems, texts: Sequence[str], database: HistoryDB | None) -> list[int]:
    """Return the places in the catalogue of the items that these texts name, each once.

    Raises OptionError for one that only the database has.
    """
    from ilora_cli.feedback import find_one
    from ilora_edge.histories.naming import ItemFinder, catalogue_id, nameable_items
    from ilora_edge.titles import printable

    finder = ItemFinder(nameable_items(database, alike.catalogue))
    places: dict[int, None] = {}
    for text in texts:
        named = find_one(finder, text)
        known = (
            named.item_id if database is None else catalogue_id(named, database, alike.catalogue)
        )
        place = alike.place(known)
        if place is None:
            raise OptionError(f"the bundle does not know {printable(named.title)}; name another")
        places[place] = None
    return list(places)


class OwnNames:
    """What a database calls some items of the bundle: lists name what it has as it does."""

    def __init__(
        self, alike: AlikeItems, database: HistoryDB | None, items: Sequence[CatalogueItem]
    ) -> None:
        self._names: dict[str, tuple[str, str]] = {}
        if database is None or not database.has_titles:
            return
        from ilora_edge.histories.spool import Spool

        # Of nobody's events; what belongs to what is found as for lists.
        with Spool(database, alike.catalogue, users=()) as spool:
            for item in items:
                own_id = spool.own_id(item.item_id, "")
                if own_id is not None:
                    self._names[item.item_id] = (own_id, spool.own_title(own_id))

    def named(self, item: CatalogueItem) -> tuple[str, str]:
        """Return id and title to show for an item."""
        own_id, title = self._names.get(item.item_id, (item.item_id, item.title))
        return own_id, title or item.title
