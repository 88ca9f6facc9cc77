"""``ilora-edge users``: who is in a database."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from ilora_cli.console import history_path, note, print_json, stdout_console
from ilora_cli.panels import OUTPUT
from ilora_cli.run_options import Json
from ilora_cli.source_options import HistorySource
from ilora_edge.histories.unix_time import shown_time


def users(
    *,
    source: HistorySource,
    limit: Annotated[
        int,
        typer.Option(
            "--limit", "-n", min=0, help="Users to show; 0 shows all.", rich_help_panel=OUTPUT
        ),
    ] = 20,
    as_json: Json = False,
) -> None:
    """List the users of a database, those with most interactions.

    Without --db the demo's histories are read.

    $ ilora-edge users --db films.db
    """
    from rich.table import Table
    from rich.text import Text

    from ilora_edge.histories.database import HistoryDB
    from ilora_edge.titles import printable

    settings = source.settings()
    with HistoryDB(history_path(settings.db), settings.mapping) as database:
        found = list(database.users(limit or None))
        n_users = database.count_users()
        names = database.names()
        remarks = database.remarks
    if as_json:
        print_json([asdict(user) | _named(user.user, names) for user in found])
    else:
        table = Table(box=None, pad_edge=False)
        # Ids are copied: on a narrow terminal they go on below, and names are cut.
        table.add_column("user", overflow="fold")
        if names:
            table.add_column("name")
        table.add_column("interactions", justify="right")
        table.add_column("first (UTC)")
        table.add_column("last (UTC)")
        for user in found:
            table.add_row(
                Text(printable(user.user)),
                *([Text(printable(names.get(user.user, "-")))] if names else []),
                f"{user.n_interactions:,}",
                shown_time(user.first_timestamp),
                shown_time(user.last_timestamp),
            )
        stdout_console().print(table)
    for remark in remarks:
        note(remark)
    if len(found) < n_users:
        note(f"{len(found)} of {n_users:,} users; --limit 0 shows all")


def _named(user: str, names: dict[str, str]) -> dict[str, str | None]:
    return {"name": names.get(user)} if names else {}
