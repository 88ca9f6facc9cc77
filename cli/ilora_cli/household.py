"""``ilora-edge recommend ann bob``: one list for several people."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from ilora_cli.settings import Settings
from ilora_edge.histories.requests import ItemChoice
from ilora_edge.request import Request

if TYPE_CHECKING:
    from ilora_edge.alike.together import Together


def recommend_household(
    users: list[str],
    source: Settings,
    asked: Request,
    choice: ItemChoice,
    threads: int | None,
    as_json: bool,
) -> None:
    """Print one list for all of the users, and what each of them gets out of it."""
    from ilora_cli.asking import open_people
    from ilora_cli.console import print_json
    from ilora_cli.guard import about_to_print
    from ilora_edge.alike.together import recommend_together

    with ExitStack() as stack:
        people = stack.enter_context(open_people(source, users, asked, choice, threads))
        # As many candidates as there are people's own.
        found = recommend_together(people.recommender, people.requests, asked.k)
        users = [reader.user for reader in people.readers]
        called = people.database.names(users)
        named = [people.named(item.item_id, item.title) for item in found.items]
    about_to_print()
    if as_json:
        print_json(_to_json(users, found, named))
    else:
        _print([called.get(u, u) for u in users], found, [title for _, title in named])


def _to_json(users: list[str], found: Together, named: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "users": users,
        "shares": dict(zip(users, found.blend.shares, strict=True)),
        "recommendations": [
            {
                "rank": n + 1,
                "item_id": item_id,
                "title": title,
                "scores": {u: float(found.scores[p, n]) for p, u in enumerate(users)},
            }
            for n, (item_id, title) in enumerate(named)
        ],
    }


def _print(people: list[str], found: Together, titles: list[str]) -> None:
    from ilora_cli.columns import TableColumn, print_columns, print_words
    from ilora_cli.recommend_output import LIST, split_year
    from ilora_edge.alike.household import said
    from ilora_edge.titles import printable

    rows = []
    for n, title in enumerate(titles):
        # Whom it is for above all: whose score is highest, each measured by their own list.
        relative = found.scores[:, n] - found.scores.max(axis=1)
        best = people[int(relative.argmax())]
        rows.append([str(n + 1), *split_year(printable(title)), printable(best)])
    print_columns([*LIST, TableColumn("most for")], rows)
    print_words(said([printable(p) for p in people], found.blend.shares), is_dim=True)
