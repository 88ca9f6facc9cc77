"""Rows that were measured earlier, perhaps on another machine, beside those measured here."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from ilora_edge.errors import OptionError
from ilora_workshop.results.result_row import ResultRow


def read_results(path: Path) -> list[ResultRow]:
    """Return the rows of a ``results.json``; none where there is no such file."""
    if not path.exists():
        return []
    try:
        return [ResultRow.from_json(row) for row in json.loads(path.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise OptionError(f"{path}: not this project's results ({error}); move it away") from error


def with_earlier(
    rows: Sequence[ResultRow], earlier: Sequence[ResultRow], recipes: Mapping[str, str]
) -> list[ResultRow]:
    """Return the rows, and those of earlier that nothing measured here replaces.

    A row is replaced by one of the same model and kind with as many seeds or more. Earlier rows
    of a variant that is gone, or whose recipe has changed since, are dropped.

    Parameters
    ----------
    recipes
        By data set and variant (``movielens-ilora``): the hash of the recipe as it is now.
    """
    here = {_key(row): row for row in rows}
    kept = {
        _key(row): row
        for row in earlier
        if recipes.get(f"{row.dataset}-{row.variant}") == row.recipe
        and (_key(row) not in here or len(here[_key(row)].seeds) < len(row.seeds))
    }
    return [kept.get(_key(row), row) for row in rows] + [
        row for key, row in kept.items() if key not in here
    ]


def _key(row: ResultRow) -> tuple[str, ...]:
    return (row.dataset, row.variant, row.part, row.rows, row.mode, row.detail)
