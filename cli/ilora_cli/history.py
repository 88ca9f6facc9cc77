"""``ilora-edge history``: what a user did."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ilora_cli.console import history_path, note, print_json, stdout_console
from ilora_cli.settings import Settings
from ilora_cli.source_options import takes_source
from ilora_edge.histories.unix_time import shown_time


@takes_source
def history(
    user: Annotated[str, typer.Argument(metavar="USER", help="User id, as 'users' lists it.")],
    db: Annotated[
        Path | None,
        typer.Option("--db", metavar="DB", help="Database to read; without it, the demo's."),
    ] = None,
    n: Annotated[
        int, typer.Option("-n", min=0, help="Latest interactions to show; 0 shows all.")
    ] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    *,
    source: Settings,
) -> None:
    """Show a user's latest interactions, the newest last, and what they told us."""
    from rich.table import Table
    from rich.text import Text

    from ilora_edge.histories.database import HistoryDB
    from ilora_edge.histories.log import read_log
    from ilora_edge.histories.people import find_user
    from ilora_edge.histories.user import read_events
    from ilora_edge.titles import printable

    with HistoryDB(history_path(source.db), source.mapping) as database:
        user = find_user(database, user)
        logged = read_log(source.log, database.path, user)
        interactions = read_events(database, user, logged)
        remarks = database.remarks
        latest = interactions[-n:]
        titles = database.read_titles(interaction.item_id for interaction in latest)
    titles |= {event.item_id: event.title for event in logged if event.title}
    said = {(event.item_id, event.timestamp): event.state or "logged" for event in logged}
    if as_json:
        print_json(
            [
                {
                    "item_id": interaction.item_id,
                    "title": titles.get(interaction.item_id),
                    "timestamp": interaction.timestamp,
                    "rating": interaction.rating,
                    "said": said.get((interaction.item_id, interaction.timestamp)),
                }
                for interaction in latest
            ]
        )
    else:
        table = Table("time (UTC)", box=None, pad_edge=False)
        table.add_column("title")
        table.add_column("rating", justify="right")
        table.add_column("id")
        if said:
            table.add_column("said")
        for interaction in latest:
            rating = interaction.rating
            table.add_row(
                shown_time(interaction.timestamp),
                Text(printable(titles.get(interaction.item_id, "-"))),
                "-" if rating is None else f"{rating:g}",
                Text(printable(interaction.item_id)),
                *([said.get((interaction.item_id, interaction.timestamp), "")] if said else []),
            )
        stdout_console().print(table)
    for remark in remarks:
        note(remark)
    if len(latest) < len(interactions):
        note(f"the latest {len(latest)} of {len(interactions):,} interactions; -n 0 shows all")
