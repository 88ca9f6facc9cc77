"""``ilora-edge users``: who is in a database."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from ilora_cli.console import history_path, note, print_json
from ilora_cli.options.panels import OUTPUT
from ilora_cli.options.run import Json
from ilora_cli.options.source import HistorySource
from ilora_edge.times.unix_time import shown_time
from ilora_edge.titles import printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ilora_edge.histories.records import UserSummary

_SHOWN = 5


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
    """List a database's users, those with most interactions first.

    Without --db the demo's histories are read.

    $ ilora-edge users --db films.db
    """
    from ilora_edge.histories.database import HistoryDB

    settings = source.settings()
    with HistoryDB(history_path(settings.db), settings.mapping) as database:
        found: list[UserSummary] = []
        ids: set[str] = set()
        for user in database.users():
            ids.add(user.user)
            if not limit or len(found) < limit:
                found.append(user)
        others = [user for user in database.people() if user not in ids]
        names = database.names([*ids, *others])
        remarks = database.remarks
        read_as, name = database.queries.source, printable(str(database.path))
    if as_json:
        print_json([asdict(user) | _named(user.user, names) for user in found])
    else:
        _print_table(found, names)
    for remark in remarks:
        note(remark)
    if others:
        note(f"{_list(others, names)} no interactions yet: recommend gives them a first list")
    elif not ids:
        how = "" if read_as in ("own", "mapping") else f", read as {read_as}"
        note(
            f"{name} has no interactions{how}: nobody has done anything yet, an upgrade was broken "
            "off, or they lie in another file of that program"
        )
    if len(found) < len(ids):
        note(f"{len(found)} of {len(ids):,} users; --limit 0 shows all")


def _list(users: Sequence[str], names: Mapping[str, str]) -> str:
    """Return who these are, in a few words, and the verb."""
    shown = [printable(names.get(user, user)) for user in users[:_SHOWN]]
    more = len(users) - len(shown)
    words = [*shown, f"{more:,} more"] if more else shown
    if len(words) == 1:
        return f"{words[0]} has"
    return f"{', '.join(words[:-1])} and {words[-1]} have"


def _print_table(found: Sequence[UserSummary], names: Mapping[str, str]) -> None:
    from ilora_cli.columns import TableColumn, print_columns, tells_apart

    # People know each other by name; an id is there to be typed, or to tell two apart.
    has_ids = tells_apart([u.user for u in found], [names.get(u.user, "") for u in found])
    columns = [
        *([TableColumn("name", fit="cut")] if names else []),
        *([TableColumn("user")] if has_ids else []),
        TableColumn("interactions", right=True),
        TableColumn("first (UTC)"),
        TableColumn("last (UTC)"),
    ]
    rows = [
        [
            *([printable(names.get(user.user, "-"))] if names else []),
            *([printable(user.user)] if has_ids else []),
            f"{user.n_interactions:,}",
            shown_time(user.first_timestamp),
            shown_time(user.last_timestamp),
        ]
        for user in found
    ]
    print_columns(columns, rows)


def _named(user: str, names: dict[str, str]) -> dict[str, str | None]:
    return {"name": names.get(user)} if names else {}
