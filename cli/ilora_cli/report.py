"""``ilora-edge report``: a page about one person's recommendations, or about everybody's."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ilora_cli.options.filters import Diversity, ExcludeSeen, Library, Wanted
from ilora_cli.options.panels import OUTPUT, RANKING, WHOSE
from ilora_cli.options.run import ENCODER_ONLY, EncoderOnly, Threads, leaving_out
from ilora_cli.options.source import ModelSource
from ilora_edge.errors import IloraError, OptionError

if TYPE_CHECKING:
    from ilora_cli.asking import People
    from ilora_edge.histories.requests import ItemChoice
    from ilora_edge.report.content import PageContent
    from ilora_edge.report.links import Links
    from ilora_edge.request import Request

_FIRST = 5
_PAGES = (".html", ".htm")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOptions:
    """What the pages show."""

    k: Annotated[
        int, typer.Option("-k", min=1, max=100, help="How many items.", rich_help_panel=RANKING)
    ] = 10
    exclude_seen: ExcludeSeen = True
    diversity: Diversity = 0.0
    library: Library = None
    wanted: Wanted = False
    link: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Where titles lead, {id} being the item's: http://nas:8096/x?id={id}; or none. "
            "Without it: to the site whose id the database has.",
            rich_help_panel=OUTPUT,
        ),
    ] = None
    encoder_only: EncoderOnly = None
    threads: Threads = None

    def request(self) -> Request:
        """Return what each list is asked with."""
        from ilora_edge.filters import Filters
        from ilora_edge.request import Request

        filters = Filters(exclude_seen=self.exclude_seen, diversity=self.diversity)
        return Request(k=self.k, filters=filters)

    def choice(self, library: bool) -> ItemChoice:
        """Return which items are candidates; ``library``: as the settings' file says."""
        from ilora_edge.histories.requests import ItemChoice

        library = library if self.library is None else self.library
        return ItemChoice(library=library, wanted=self.wanted)


def report(
    user: Annotated[
        str | None,
        typer.Argument(
            metavar="[USER]", help="User id or name, as 'users' lists it. None: who is alone."
        ),
    ] = None,
    *,
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            metavar="FOLDER|FILE.html",
            help="Folder of the pages; the page's file, where it is one USER's.",
            rich_help_panel=OUTPUT,
        ),
    ],
    all_users: Annotated[
        bool, typer.Option("--all", help="Everybody, and an index.", rich_help_panel=WHOSE)
    ] = False,
    source: ModelSource,
    options: PageOptions,
) -> None:
    """Write a page about a user's recommendations, as HTML.

    The list with reasons, the history, a map of tastes, the experts, the numbers: one file that
    loads nothing from anywhere; with --all one for everybody, and an index.

    $ ilora-edge report ann --out pages --db films.db --bundle films
    $ ilora-edge report ann --out ann.html --library
    $ ilora-edge report --all --out pages
    """
    from ilora_cli.asking import open_people, person_meant
    from ilora_cli.console import amount, note
    from ilora_edge.lists.person_files import INDEX
    from ilora_edge.report.links import Links

    if user is not None and all_users:
        raise OptionError("give one of USER and --all, not both")
    out, file = _folder_and_file(out, all_users)
    settings = leaving_out(source.settings(), options.encoder_only, {})
    if options.encoder_only:
        note(ENCODER_ONLY)
    if user is None and not all_users:
        user = person_meant(settings)
    named = [] if user is None else [user]
    asked, links = options.request(), Links(options.link)
    choice = options.choice(settings.library)
    with open_people(settings, named, asked, choice, options.threads) as people:
        making = _Making(people, asked, links)
        if all_users:
            written = _write_all(out, making)
        else:
            written = _write_one(out, making, people.readers[0].user, file)
    first = out / (INDEX if all_users else written.listed[0][1])
    note(f"{first}" + ("" if written.n_changed else ": as it was; nothing changed"))
    if written.n_failed:
        note(f"error: {amount(written.n_failed, 'user')} failed")
        raise typer.Exit(1)


def _folder_and_file(out: Path, all_users: bool) -> tuple[Path, str | None]:
    """Return the folder of the pages, and the page's file where it is named."""
    if out.suffix.lower() in _PAGES and not out.is_dir():
        if all_users:
            raise OptionError(f"--out {out}: everybody's pages need a folder; name one")
        return out.parent, out.name
    if out.exists() and not out.is_dir():
        raise OptionError(f"--out {out} is neither a folder nor a page: name either, or a .html")
    return out, None


@dataclass(slots=True)
class WrittenPages:
    """What became of the pages."""

    listed: list[tuple[str, str, list[str]]] = field(default_factory=list)
    """What the user is called, file, and the first titles."""
    n_changed: int = 0
    n_failed: int = 0


class _Making:
    """Makes the pages of a database's people, which are called by name there."""

    def __init__(self, people: People, asked: Request, links: Links) -> None:
        from ilora_edge.lists.person_files import PersonFiles
        from ilora_edge.reasons.taste import TasteReader
        from ilora_edge.report.gather import PageMaker

        self.people, self._asked, self._links = people, asked, links
        self._maker, self._tastes = PageMaker(people.recommender), TasteReader(people.database)
        self.files = PersonFiles(people.database.names())

    def file(self, user: str) -> str:
        """Return the name of a user's page in a folder of pages."""
        return f"{self.files.stem(user)}.html"

    def everybody(self) -> list[str]:
        """Return the users, those with most interactions first, and last who has none yet."""
        people = self.people
        found = [user.user for user in people.database.users()]
        logged = (event.user for event in people.logged)
        return list(dict.fromkeys([*found, *logged, *people.database.people()]))

    def content(self, user: str) -> PageContent:
        """Return what a user's page shows."""
        from ilora_edge.histories.requests import UserReader
        from ilora_edge.histories.user import read_events
        from ilora_edge.histories.user_task import name_item
        from ilora_edge.report.gather import PageLibrary

        people, recommender = self.people, self.people.recommender
        catalogue, manifest = recommender.catalogue, recommender.manifest
        own = [event for event in people.logged if event.user == user]
        with UserReader(people.database, user, people.logged) as reader:
            request = reader.request(catalogue, manifest, self._asked, people.choice)
            events = read_events(people.database, user, own)
            titles = people.database.read_titles(event.item_id for event in events)
            own_ids = {name_item(reader.names, item.item_id)[0] for item in request.history}
            taste = self._tastes.read(own_ids)
            addresses = partial(self._links.of, people.database)
            library = PageLibrary(reader.names, reader.n_items, addresses)
            made = self._maker.content(user, request, events, titles, own, taste, library)
        return replace(made, user=self.files.called(user))


def _write_one(out: Path, making: _Making, user: str, file: str | None) -> WrittenPages:
    """Write a user's page: this file of the folder, or one named after them."""
    from ilora_edge.lists.write import write_unless_same
    from ilora_edge.report.page import page

    content, file = making.content(user), file or making.file(user)
    changed = write_unless_same(out / file, page(content).encode())
    return WrittenPages([(content.user, file, [])], int(changed))


def _write_all(out: Path, making: _Making) -> WrittenPages:
    """Write everybody's pages, and one that has them all."""
    from ilora_cli.console import note, progress
    from ilora_edge.lists.person_files import INDEX
    from ilora_edge.lists.write import write_unless_same
    from ilora_edge.report.page import index_page, page
    from ilora_edge.titles import shown_id

    written, users = WrittenPages(), making.everybody()
    with progress("writing", len(users)) as advance:
        for user in users:
            try:
                content = making.content(user)
            except IloraError as error:
                note(f"user {shown_id(making.files.called(user))} failed: {error}")
                written.n_failed += 1
                continue
            finally:
                advance(1)
            file = making.file(user)
            written.n_changed += write_unless_same(out / file, page(content, INDEX).encode())
            first = [place.title for place in content.places[:_FIRST]]
            written.listed.append((content.user, file, first))
    index = index_page(written.listed, making.people.recommender.manifest.name)
    written.n_changed += write_unless_same(out / INDEX, index.encode())
    return written
