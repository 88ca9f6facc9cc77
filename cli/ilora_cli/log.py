"""``ilora-edge log``: an event that the app does not know of."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ilora_cli.settings import Settings
from ilora_cli.source_options import takes_source
from ilora_edge.errors import DatabaseError, OptionError


@takes_source
def log(
    user: Annotated[str, typer.Argument(help="User id, as 'users' lists it, or a new one.")],
    item: Annotated[str, typer.Argument(help="Item id, as the database has it.")],
    db: Annotated[Path | None, typer.Option(help="SQLite database with the histories.")] = None,
    time: Annotated[
        str | None, typer.Option(help="When: unix seconds or an ISO 8601 date; default: now.")
    ] = None,
    *,
    source: Settings,
) -> None:
    """Note that a user met an item, in a file of our own; the database is not touched.

    'recommend' and 'score' read it together with the database's own history.
    """
    from time import time as now

    from ilora_cli.console import note
    from ilora_edge.histories.database import HistoryDB
    from ilora_edge.histories.log import LoggedEvent, OwnLog, default_log
    from ilora_edge.histories.people import find_user
    from ilora_edge.histories.unix_time import unix_seconds
    from ilora_edge.titles import printable

    if source.db is None:
        raise OptionError("of which database? name it with --db, or see: ilora-edge init --help")
    for what, value in (("USER", user), ("ITEM", item)):
        if not value:
            raise OptionError(f"{what} is empty")
    when = int(now()) if time is None else unix_seconds(time)
    if when is None:
        raise OptionError(f"--time {printable(time or '')!r} is no unix time or ISO 8601 date")
    with HistoryDB(source.db, source.mapping) as database:
        user = find_user(database, user)
        if database.has_titles:
            titles = database.read_titles([item])
            if item not in titles:
                raise DatabaseError(
                    f"no item {printable(item)!r} in {printable(str(source.db))}; see the ids of "
                    "a user's: ilora-edge history USER"
                )
            title = titles[item]
        else:
            title = item
    path = source.log or default_log()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with OwnLog(path) as own:
        own.add(source.db, LoggedEvent(user, item, when))
    note(f"logged for {user}: {title}; kept in {path}")
