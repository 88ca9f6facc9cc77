"""The options that write lists for other programs; ``recommend`` and ``score`` take them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ilora_cli.options.choices import ListFormat
from ilora_cli.options.panels import OUTPUT
from ilora_edge.errors import OptionError
from ilora_edge.system.real_path import real_path

if TYPE_CHECKING:
    from ilora_edge.histories.mapping import Mapping as HistoryMapping
    from ilora_edge.histories.places import ItemPlace


_SHOWN = 5


class NothingToPlayError(OptionError):
    """A player's list has not one item that could be played."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFileOptions:
    """Where a list is written as a file."""

    to: Annotated[
        tuple[ListFormat, Path] | None,
        typer.Option(
            metavar="FORMAT OUT",
            help="Write a list: m3u8, xspf, opml, csv, json, md or html, into a file or folder.",
            rich_help_panel=OUTPUT,
        ),
    ] = None
    base: Annotated[
        Path | None,
        typer.Option(
            help="Folder that the database's relative paths count from.", rich_help_panel=OUTPUT
        ),
    ] = None
    relative: Annotated[
        bool,
        typer.Option(
            "--relative", help="Paths relative to the written list.", rich_help_panel=OUTPUT
        ),
    ] = False

    def __post_init__(self) -> None:
        if self.to is None and (self.base is not None or self.relative):
            raise OptionError("--base and --relative are about a file; add --to FORMAT OUT")

    def writer(self, one_file: bool = True) -> ListWriter | None:
        """Return what writes the lists, None where nobody asked for files."""
        if self.to is None:
            return None
        return ListWriter(self.to, self.base, self.relative, one_file)


class ListWriter:
    """Writes lists as asked for on the command line."""

    def __init__(
        self,
        to: tuple[ListFormat, Path],
        base: Path | None,
        relative: bool,
        one_file: bool = True,
    ) -> None:
        self.format, self.out = to[0].value, to[1]
        if not one_file and self.out.suffix and not self.out.is_dir():
            raise OptionError(f"--to {self.format} {self.out}: name a folder, for a file a user")
        self.know({})
        self._collected: dict[str, list[dict[str, Any]]] = {}
        self._base, self._relative = base, relative

    def know(self, names: Mapping[str, str]) -> None:
        """Call files, and whose list it is, by these names of people, by id."""
        from ilora_edge.lists.person_files import PersonFiles

        # Once: of a large server's people each is compared with all others.
        self._files = PersonFiles(names)

    def write(
        self,
        user: str,
        rows: Iterable[Mapping[str, Any]],
        places: Mapping[str, ItemPlace],
        say: Callable[[str], None] | None,
    ) -> bool:
        """Write one user's list; returns whether the file changed.

        Parameters
        ----------
        rows
            As ``recommend --json`` has them, with ``why``.
        places
            By the item id that the rows have.
        say
            Is told what there is to say; None: nobody is.
        """
        from ilora_edge.lists.ranked_list import ListRow, RankedList, located
        from ilora_edge.lists.write import PLAYED, list_path, write_list
        from ilora_edge.titles import shown_id

        path = list_path(self.out, self.format, self._files.stem(user))
        relative_to = real_path(path.parent) if self._relative else None
        base = None if self._base is None else real_path(self._base)
        found = []
        for row in rows:
            place = places.get(row["item_id"])
            where = None
            if place is not None and place.place is not None:
                where = located(place.place, base, relative_to)
            feed = None if place is None else place.feed
            why = row.get("why", "")
            found.append(
                ListRow(row["rank"], row["item_id"], row["title"], row["score"], where, feed, why)
            )
        n_without = sum(r.place is None for r in found)
        if self.format in PLAYED and found and n_without == len(found):
            raise NothingToPlayError(
                f"no item of the list of {shown_id(self._files.called(user))} has a path or "
                "address, so a player could open none; titles alone: --to md, html or csv; where "
                "the database has paths in another column, name it in --items, beside "
                "--interactions: SELECT ..., file AS path (or AS url)"
            )
        ranked = RankedList(user, tuple(found), self._files.called(user))
        changed = write_list(path, self.format, ranked)
        if say is not None and changed:
            from ilora_cli.console import amount

            rest = ""
            if n_without and self.format in PLAYED:
                rest = f"; {n_without} of {len(found)} have no path"
            elif self.format == "opml" and (feeds := {row.feed for row in found if row.feed}):
                rest = f", {amount(len(feeds), 'feed')}"
            say(f"{path}: {amount(len(found), 'item')}{rest}")
        return changed

    def collect(self, row: Mapping[str, Any]) -> None:
        """Keep a row of ``score`` for its user's file."""
        self._collected.setdefault(row["user_id"], []).append(dict(row))

    def collect_from(self, lists: Path, database: Path) -> None:
        """Keep what a database of lists has of a database's users."""
        from ilora_edge.batch.output import OutputDB
        from ilora_edge.system.real_path import real_path

        name = str(real_path(database))
        with OutputDB(lists) as output:
            for row in output.rows():
                if row["database"] == name:
                    self.collect(row)

    def write_collected(
        self, database: Path, mapping: HistoryMapping, say: Callable[[str], None]
    ) -> None:
        """Write every user's file; says how many changed, and nothing where none did.

        Raises NothingToPlayError where there is none that a player could play; where only some
        have none these are named.
        """
        from ilora_edge.histories.database import HistoryDB
        from ilora_edge.histories.places import read_places
        from ilora_edge.titles import shown_id

        n_changed = 0
        without: dict[str, NothingToPlayError] = {}
        with HistoryDB(database, mapping) as history:
            self.know(history.names())
            for user, rows in self._collected.items():
                places = read_places(history, [row["item_id"] for row in rows])
                try:
                    n_changed += self.write(user, rows, places, None)
                except NothingToPlayError as error:
                    without[user] = error
        n_written = len(self._collected) - len(without)
        if without and not n_written:
            raise next(iter(without.values()))
        if n_changed:
            say(f"{self.out}: {n_changed:,} of {n_written:,} lists changed")
        if without:
            shown = ", ".join(shown_id(self._files.called(user)) for user in [*without][:_SHOWN])
            more = ", ..." if len(without) > _SHOWN else ""
            say(f"no file for {shown}{more}: no item of that list has a path or address")
