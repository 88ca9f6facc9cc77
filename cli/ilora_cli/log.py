"""``ilora-edge log``: an event that the app does not know of."""

from __future__ import annotations

from typing import Annotated

import typer

from ilora_cli.options.panels import SOURCE
from ilora_cli.options.source import HistorySource
from ilora_edge.errors import OptionError


def log(
    user: Annotated[
        str, typer.Argument(metavar="USER", help="User id, as 'users' lists it, or a new one.")
    ],
    item: Annotated[
        str,
        typer.Argument(metavar="ITEM", help="Id, title, or a part that no other of its items has."),
    ],
    *,
    source: HistorySource,
    time: Annotated[
        str | None,
        typer.Option(
            help="When: unix seconds or an ISO 8601 date; default: now.", rich_help_panel=SOURCE
        ),
    ] = None,
) -> None:
    """Record an interaction that the app does not know of.

    It goes into a file of our own; the database is not touched. 'recommend' and 'score' read it
    together with the database's own history.

    $ ilora-edge log ann 172 --db films.db --time 2024-05-01
    $ ilora-edge log ann alien
    """
    from time import time as now

    from ilora_cli.console import note, note_wrong_clock
    from ilora_cli.feedback import find_one
    from ilora_edge.histories.database import HistoryDB
    from ilora_edge.histories.log import LoggedEvent, OwnLog, default_log
    from ilora_edge.histories.naming import ItemFinder, NamedItem, nameable_items, shown_title
    from ilora_edge.histories.people import find_user
    from ilora_edge.times.unix_time import unix_seconds
    from ilora_edge.titles import printable

    settings = source.settings(makes_log=True)
    if settings.db is None:
        raise OptionError("of which database? name it with --db, or see: ilora-edge init --help")
    for what, value in (("USER", user), ("ITEM", item)):
        if not value:
            raise OptionError(f"{what} is empty")
    when = int(now()) if time is None else unix_seconds(time)
    if when is None:
        raise OptionError(f"--time {printable(time or '')!r} is not a unix time or ISO 8601 date")
    with HistoryDB(settings.db, settings.mapping) as database:
        said, user = user, find_user(database, user)
        named = NamedItem(item, item)
        if database.has_titles:
            named = find_one(ItemFinder(nameable_items(database, None)), item)
    title, path = shown_title(named), settings.log or default_log()
    with OwnLog(path) as own:
        own.add(settings.db, LoggedEvent(user, named.item_id, when))
    note(f"logged for {printable(said)}: {title}; kept in {path}")
    if time is None:
        note_wrong_clock()
