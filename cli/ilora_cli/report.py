"""``ilora-edge report``: a page about one person's recommendations, or about everybody's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ilora_cli.filter_options import Diversity, ExcludeSeen
from ilora_cli.settings import Settings
from ilora_cli.source_options import BackboneOption, takes_source
from ilora_edge.errors import IloraError, OptionError

if TYPE_CHECKING:
    from ilora_cli.asking import People
    from ilora_edge.report.content import PageContent
    from ilora_edge.report.gather import PageMaker
    from ilora_edge.request import Request

INDEX = "index.html"
_FIRST = 3


@takes_source
def report(
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Folder of the pages.")],
    user: Annotated[
        str | None, typer.Argument(help="User id; list them: ilora-edge users.")
    ] = None,
    all_users: Annotated[bool, typer.Option("--all", help="Everybody, and an index.")] = False,
    db: Annotated[Path | None, typer.Option(help="SQLite database with the histories.")] = None,
    bundle: Annotated[Path | None, typer.Option(help="Bundle folder.")] = None,
    backbone: BackboneOption = None,
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="How many items.")] = 10,
    exclude_seen: ExcludeSeen = True,
    diversity: Diversity = 0.0,
    threads: Annotated[
        int | None, typer.Option(min=1, max=1024, help="Threads; default: physical cores.")
    ] = None,
    *,
    source: Settings,
) -> None:
    """Write a page: the list with reasons, the history, a map of tastes, the experts, the numbers.

    One HTML file that loads nothing from anywhere; with --all one for everybody, and an index.
    """
    from ilora_cli.asking import open_people
    from ilora_cli.console import note, progress
    from ilora_edge.filters import Filters
    from ilora_edge.lists.write import file_name, write_unless_same
    from ilora_edge.report.gather import PageMaker
    from ilora_edge.report.page import index_page, page
    from ilora_edge.request import Request

    if (user is None) != all_users:
        raise OptionError("give one of USER and --all")
    if out.exists() and not out.is_dir():
        raise OptionError(f"--out {out} is no folder")
    filters = Filters(exclude_seen=exclude_seen, diversity=diversity)
    asked = Request(k=k, filters=filters)
    with open_people(source, [] if user is None else [user], asked, None, threads) as people:
        users = [user] if user is not None else [u.user for u in people.database.users()]
        maker = PageMaker(people.recommender)
        listed: list[tuple[str, str, list[str]]] = []
        n_failed = n_changed = 0
        with progress("writing", len(users)) as advance:
            for name in users:
                try:
                    content = _content(people, maker, name, asked)
                except IloraError as error:
                    if not all_users:
                        raise
                    note(f"user {name!r} failed: {error}")
                    n_failed += 1
                    continue
                finally:
                    advance(1)
                file = f"{file_name(name)}.html"
                text = page(content, INDEX if all_users else None)
                n_changed += write_unless_same(out / file, text.encode())
                listed.append((name, file, [p.title for p in content.places[:_FIRST]]))
        if all_users:
            text = index_page(listed, people.recommender.manifest.name)
            n_changed += write_unless_same(out / INDEX, text.encode())
    first = out / (INDEX if all_users else listed[0][1])
    note(f"{first}" + ("" if n_changed else ": as it was; nothing changed"))
    if n_failed:
        raise typer.Exit(1)


def _content(people: People, maker: PageMaker, user: str, asked: Request) -> PageContent:
    from ilora_edge.histories.requests import UserReader
    from ilora_edge.histories.user import read_events

    own = [event for event in people.logged if event.user == user]
    with UserReader(people.database, user, people.logged) as reader:
        recommender = people.recommender
        request = reader.request(recommender.catalogue, recommender.manifest, asked)
        events = read_events(people.database, user, own)
        titles = people.database.read_titles(event.item_id for event in events)
        return maker.content(user, request, events, titles, own)
