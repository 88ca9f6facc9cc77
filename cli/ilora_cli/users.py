"""``ilora-edge users``: who is in a database."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ilora_cli.console import history_path, note, print_json, stdout_console
from ilora_cli.settings import Settings
from ilora_cli.source_options import takes_source
from ilora_edge.histories.unix_time import shown_time


@takes_source
def users(
    db: Annotated[
        Path | None,
        typer.Option("--db", metavar="DB", help="Database to read; without it, the demo's."),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=0, help="Users to show; 0 shows all.")
    ] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    *,
    source: Settings,
) -> None:
    """List the users of a database, those with most interactions first."""
    from rich.table import Table
    from rich.text import Text

    from ilora_edge.histories.database import HistoryDB
    from ilora_edge.titles import printable

    with HistoryDB(history_path(source.db), source.mapping) as database:
        found = list(database.users(limit or None))
        n_users = database.count_users()
        names = database.names()
        remarks = database.remarks
    if as_json:
        print_json([asdict(user) | _named(user.user, names) for user in found])
    else:
        table = Table("user", *(["name"] if names else []), box=None, pad_edge=False)
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
