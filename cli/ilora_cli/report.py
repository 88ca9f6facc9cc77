"""``ilora-edge report``: a page about one person's recommendations, or about everybody's."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ilora_cli.filter_options import Diversity, ExcludeSeen, Library
from ilora_cli.panels import OUTPUT, RANKING, WHOSE
from ilora_cli.run_options import Threads
from ilora_cli.source_options import ModelSource
from ilora_edge.errors import IloraError, OptionError

if TYPE_CHECKING:
    from ilora_cli.asking import People
    from ilora_edge.histories.requests import ItemChoice
    from ilora_edge.reasons.taste import TasteReader
    from ilora_edge.report.content import PageContent
    from ilora_edge.report.gather import PageMaker
    from ilora_edge.request import Request

INDEX = "index.html"
_FIRST = 3
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

        return ItemChoice(library=library if self.library is None else self.library)


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

    if user is not None and all_users:
        raise OptionError("give one of USER and --all, not both")
    file = None
    if out.suffix.lower() in _PAGES and not out.is_dir():
        if all_users:
            raise OptionError(f"--out {out}: everybody's pages need a folder; name one")
        out, file = out.parent, out.name
    elif out.exists() and not out.is_dir():
        raise OptionError(f"--out {out} is neither a folder nor a page: name either, or a .html")
    settings = source.settings()
    if user is None and not all_users:
        user = person_meant(settings)
    asked, named = options.request(), [] if user is None else [user]
    choice = options.choice(settings.library)
    with open_people(settings, named, asked, choice, options.threads) as people:
        users = [r.user for r in people.readers] or [u.user for u in people.database.users()]
        written = _write_pages(out, people, users, asked, all_users, file)
    first = out / (INDEX if all_users else written.listed[0][1])
    note(f"{first}" + ("" if written.n_changed else ": as it was; nothing changed"))
    if written.n_failed:
        note(f"error: {amount(written.n_failed, 'user')} failed")
        raise typer.Exit(1)


@dataclass(slots=True)
class WrittenPages:
    """What became of the pages."""

    listed: list[tuple[str, str, list[str]]] = field(default_factory=list)
    """What the user is called, file, and the first titles."""
    n_changed: int = 0
    n_failed: int = 0


def _write_pages(
    out: Path,
    people: People,
    users: list[str],
    asked: Request,
    all_users: bool,
    file_of_one: str | None = None,
) -> WrittenPages:
    from ilora_cli.console import note, progress
    from ilora_edge.lists.write import file_name, write_unless_same
    from ilora_edge.reasons.taste import TasteReader
    from ilora_edge.report.gather import PageMaker
    from ilora_edge.report.page import index_page, page
    from ilora_edge.titles import shown_id

    maker, tastes = PageMaker(people.recommender), TasteReader(people.database)
    written, shown = WrittenPages(), _shown_names(people, users)
    with progress("writing", len(users)) as advance:
        for name in users:
            try:
                content = _content(people, maker, tastes, name, asked)
            except IloraError as error:
                if not all_users:
                    raise
                note(f"user {shown_id(name)} failed: {error}")
                written.n_failed += 1
                continue
            finally:
                advance(1)
            file = file_of_one or f"{file_name(name)}.html"
            content = replace(content, user=shown[name])
            text = page(content, INDEX if all_users else None)
            written.n_changed += write_unless_same(out / file, text.encode())
            written.listed.append((shown[name], file, [p.title for p in content.places[:_FIRST]]))
    if all_users:
        text = index_page(written.listed, people.recommender.manifest.name)
        written.n_changed += write_unless_same(out / INDEX, text.encode())
    return written


def _shown_names(people: People, users: list[str]) -> dict[str, str]:
    """Return what each user is called on pages: by name, beside the id where several have it."""
    names = people.database.names(users)
    n_of = Counter(names.values())
    called = {u: name if n_of[name] == 1 else f"{name} ({u})" for u, name in names.items()}
    return {user: called.get(user) or user for user in users}


def _content(
    people: People, maker: PageMaker, tastes: TasteReader, user: str, asked: Request
) -> PageContent:
    from ilora_edge.histories.requests import UserReader
    from ilora_edge.histories.user import read_events
    from ilora_edge.histories.user_task import name_item
    from ilora_edge.report.gather import PageLibrary

    own = [event for event in people.logged if event.user == user]
    with UserReader(people.database, user, people.logged) as reader:
        recommender = people.recommender
        request = reader.request(recommender.catalogue, recommender.manifest, asked, people.choice)
        events = read_events(people.database, user, own)
        titles = people.database.read_titles(event.item_id for event in events)
        own_ids = {name_item(reader.names, item.item_id)[0] for item in request.history}
        taste = tastes.read(own_ids)
        library = PageLibrary(reader.names, reader.n_items)
        return maker.content(user, request, events, titles, own, taste, library)
