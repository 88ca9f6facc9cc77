"""``ilora-edge history``: what a user did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ilora_cli.console import history_path, note, print_json
from ilora_cli.options.panels import OUTPUT
from ilora_cli.options.run import Json
from ilora_cli.options.source import HistorySource
from ilora_edge.times.unix_time import shown_time

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ilora_edge.histories.records import Interaction


def history(
    user: Annotated[
        str | None,
        typer.Argument(
            metavar="[USER]", help="User id or name, as 'users' lists it. None: who is alone in it."
        ),
    ] = None,
    *,
    source: HistorySource,
    n: Annotated[
        int,
        typer.Option(
            "-n",
            min=0,
            help="Latest interactions to show; 0 shows all.",
            rich_help_panel=OUTPUT,
        ),
    ] = 20,
    as_json: Json = False,
) -> None:
    """Show the latest interactions of a user, and what they said.

    The newest is last. Without --db the demo's histories are read.

    $ ilora-edge history ann --db films.db -n 50
    """
    from ilora_cli.asking import only_person
    from ilora_edge.histories.database import HistoryDB
    from ilora_edge.histories.log import read_log
    from ilora_edge.histories.people import find_user
    from ilora_edge.histories.user import read_events

    settings = source.settings()
    path = history_path(settings.db)
    if user is None:
        user = only_person(path, settings.mapping, settings.settled)
    with HistoryDB(path, settings.mapping) as database:
        user = find_user(database, user)
        logged = read_log(settings.log, database.path, user)
        interactions = read_events(database, user, logged)
        remarks = database.remarks
        latest = interactions[-n:]
        titles = database.read_titles(interaction.item_id for interaction in latest)
    # As the database has them, where it does: a log's have the year behind them.
    titles = {event.item_id: event.title for event in logged if event.title} | titles
    said = {(event.item_id, event.timestamp): event.state or "logged" for event in logged}
    if as_json:
        print_json([_to_json(interaction, titles, said) for interaction in latest])
    else:
        print_events(latest, titles, said)
    for remark in remarks:
        note(remark)
    if not interactions:
        note("no interactions yet")
    if len(latest) < len(interactions):
        note(f"the latest {len(latest)} of {len(interactions):,} interactions; -n 0 shows all")


def _to_json(
    interaction: Interaction, titles: Mapping[str, str], said: Mapping[tuple[str, int], str]
) -> dict[str, object]:
    return {
        "item_id": interaction.item_id,
        "title": titles.get(interaction.item_id),
        "timestamp": interaction.timestamp,
        "rating": interaction.rating,
        "said": said.get((interaction.item_id, interaction.timestamp)),
    }


def _rating(interaction: Interaction) -> str:
    return "-" if interaction.rating is None else f"{interaction.rating:g}"


def print_events(
    latest: Sequence[Interaction], titles: Mapping[str, str], said: Mapping[tuple[str, int], str]
) -> None:
    """Print a line for each event; ``said`` by item and time, titles by item."""
    from ilora_cli.columns import TableColumn, print_columns, tells_apart
    from ilora_edge.titles import printable

    ids = [interaction.item_id for interaction in latest]
    has_ids = tells_apart(ids, [titles.get(item, "") for item in ids])
    is_rated = any(interaction.rating is not None for interaction in latest)
    columns = [
        TableColumn("time (UTC)"),
        TableColumn("title", fit="cut", plain=True),
        *([TableColumn("rating", right=True)] if is_rated else []),
        *([TableColumn("id")] if has_ids else []),
        *([TableColumn("said")] if said else []),
    ]
    rows = [
        [
            shown_time(interaction.timestamp),
            printable(titles.get(interaction.item_id, "-")),
            *([_rating(interaction)] if is_rated else []),
            *([printable(interaction.item_id)] if has_ids else []),
            *([said.get((interaction.item_id, interaction.timestamp), "")] if said else []),
        ]
        for interaction in latest
    ]
    print_columns(columns, rows)
