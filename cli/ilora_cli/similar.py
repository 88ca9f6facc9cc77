"""``ilora-edge similar`` and ``radio``: more like this; no language model is started."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from ilora_cli.options.lists import ListFileOptions
from ilora_cli.options.panels import ITEMS, OUTPUT, RANKING
from ilora_cli.options.run import Json, K
from ilora_cli.options.source import ModelSource
from ilora_cli.settings import Settings
from ilora_edge.errors import OptionError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ilora_edge.alike.similar import AlikeItems, SimilarItem
    from ilora_edge.catalogue.items import CatalogueItem
    from ilora_edge.histories.database import HistoryDB
    from ilora_edge.histories.spool import Spool


NamedItems: TypeAlias = Annotated[
    list[str], typer.Argument(metavar="ITEM...", help="Id, title, or a part of a title.")
]

Library: TypeAlias = Annotated[
    bool | None,
    typer.Option(
        "--library/--no-library",
        help="Only what the database has and the bundle knows.",
        rich_help_panel=ITEMS,
    ),
]
"""None: as the settings' file says."""


def similar(
    like: NamedItems,
    *,
    source: ModelSource,
    library: Library = None,
    k: K = 10,
    as_json: Json = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Cosines too.", rich_help_panel=OUTPUT)
    ] = False,
) -> None:
    """List items like one, or like several together.

    By who interacts with them (the encoder) and by their titles (the backbone's embeddings).

    $ ilora-edge similar get out
    $ ilora-edge similar "Get Out" Ring --bundle films -v
    """
    from ilora_cli.console import print_json

    with _opened(source.settings(), library) as opened:
        places = opened.places(like)
        found = opened.alike.similar(places, k, without=opened.not_there())
        opened.check(found)
        titles = [opened.named(opened.alike.items[p])[1] for p in places]
        names = [opened.named(s.item) for s in found]
    if not as_json:
        _print_similar(titles, found, [title for _, title in names], verbose)
        return
    listed = [
        {
            "rank": n,
            **dict(zip(("item_id", "title"), names[n - 1], strict=True)),
            "similarity": s.similarity,
            "encoder_cosine": s.encoder_cosine,
            "title_cosine": s.title_cosine,
        }
        for n, s in enumerate(found, 1)
    ]
    print_json({"like": titles, "similar": listed})


def _print_similar(
    like: Sequence[str], found: Sequence[SimilarItem], titles: Sequence[str], verbose: bool
) -> None:
    from ilora_cli.columns import TableColumn, print_columns, print_words
    from ilora_cli.recommend_output import LIST, split_year
    from ilora_edge.titles import printable

    print_words(f"like {' and '.join(map(printable, like))}", is_dim=True)
    rows = [[str(n), *split_year(printable(title))] for n, title in enumerate(titles, 1)]
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
    library: Library = None,
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

    with _opened(source.settings(), library) as opened:
        items, seeds = opened.alike.items, opened.places(start)
        found = play(opened.alike, seeds, n, diversity, opened.not_there())
        opened.check(found)
        rows: list[dict[str, Any]] = [
            {"rank": n, **dict(zip(("item_id", "title"), opened.named(items[p]), strict=True))}
            for n, p in enumerate(found, 1)
        ]
        titles = [opened.named(items[p])[1] for p in seeds]
        if (writer := files.writer()) is not None:
            ids = [row["item_id"] for row in rows]
            places = {} if opened.database is None else read_places(opened.database, ids)
            # Named as a person's would be, who is called so.
            called = f"radio {titles[0]}"
            writer.know({called: called})
            # A sequence has no scores.
            writer.write(called, [r | {"score": 0.0} for r in rows], places, note)
            return
    if as_json:
        print_json({"from": titles, "radio": rows})
        return
    for row in rows:
        print(f"{row['rank']:>{len(str(n))}}  {printable(row['title'])}")


@dataclass(frozen=True, slots=True)
class _Opened:
    """A bundle's items, and the database that may have them."""

    alike: AlikeItems
    database: HistoryDB | None
    spool: Spool | None
    """What the database calls items; None: what the bundle does."""

    def places(self, texts: Sequence[str]) -> list[int]:
        """Return the places in the catalogue of the items that these texts name, each once.

        Raises OptionError for one that only the database has.
        """
        from ilora_cli.feedback import find_one
        from ilora_edge.histories.naming import ItemFinder, catalogue_id, nameable_items
        from ilora_edge.titles import printable

        database, catalogue = self.database, self.alike.catalogue
        finder = ItemFinder(nameable_items(database, catalogue))
        if len(texts) > 1 and finder.is_title(" ".join(texts)):
            # One title without its quotes.
            texts = [" ".join(texts)]
        places: dict[int, None] = {}
        for text in texts:
            named = find_one(finder, text)
            known = named.item_id if database is None else catalogue_id(named, database, catalogue)
            place = self.alike.place(known)
            if place is None:
                unknown = f"the bundle does not know {printable(named.title)}"
                if self.spool is not None and not self.spool.knows_any:
                    others = "nor anything else of the database; recommend ranks it all the same"
                    raise OptionError(f"{unknown}, {others}")
                if self.spool is None:
                    raise OptionError(f"{unknown}; name another")
                report = self.spool.report
                if 10 * report.known < report.items:
                    raise OptionError(
                        f"{unknown}, and of the {report.items:,} items of the database only "
                        f"{report.known:,}: too few to go on from; recommend ranks the others by "
                        "what the database says of them"
                    )
                raise OptionError(
                    f"{unknown}, but {report.known:,} of the {report.items:,} items of the "
                    "database: name one of these; recommend ranks the others by their titles"
                )
            places[place] = None
        return list(places)

    def not_there(self) -> Collection[int]:
        """Return the places of what the database lacks, where lists are to keep to what it has."""
        allowed = None if self.spool is None else self.spool.allowed_in_catalogue()
        if allowed is None:
            return ()
        there = {self.alike.place(item_id) for item_id in allowed}
        return [place for place in range(len(self.alike.items)) if place not in there]

    def check(self, found: Sequence[object]) -> None:
        """Raise OptionError where nothing was found."""
        if not found:
            raise OptionError(
                "the database has nothing else that the bundle knows; --no-library lists the "
                "bundle's other items too"
                if self.not_there()
                else "there is nothing else in the bundle"
            )

    def named(self, item: CatalogueItem) -> tuple[str, str]:
        """Return id and title to show for an item: lists name what the database has as it does."""
        own_id = None if self.spool is None else self.spool.own_id(item.item_id, "")
        if self.spool is None or own_id is None:
            return item.item_id, item.title
        return own_id, self.spool.own_title(own_id) or item.title


@contextmanager
def _opened(source: Settings, library: bool | None) -> Iterator[_Opened]:
    from ilora_edge.alike.similar import AlikeItems
    from ilora_edge.demo import demo_bundle
    from ilora_edge.histories.database import HistoryDB
    from ilora_edge.histories.mapping import Mapping
    from ilora_edge.histories.spool import Spool

    if source.bundle is None and source.db is not None:
        raise OptionError("which bundle knows the items? name it with --bundle")
    if library and source.db is None:
        raise OptionError("--library: which database? name it with --db")
    if source.db is None and source.mapping != Mapping():
        raise OptionError("which database are these rows of? name it with --db")
    keeps_to_it = source.db is not None and (source.library if library is None else library)
    with ExitStack() as stack:
        database, spool = None, None
        if source.db is not None:
            database = stack.enter_context(HistoryDB(source.db, source.mapping))
        alike = AlikeItems(source.bundle or demo_bundle(), source.backbone)
        stack.enter_context(alike)
        if database is not None and (keeps_to_it or database.has_titles):
            # Of nobody's events; what belongs to what is found as for lists.
            where = "TRUE" if keeps_to_it else None
            spool = stack.enter_context(Spool(database, alike.catalogue, (), where, ()))
        yield _Opened(alike, database, spool)
