"""Which column of a history says how much of it there was, or how it was liked."""

from __future__ import annotations

from collections.abc import Sequence

from ilora_edge.histories.schema import Table
from ilora_edge.schema_guess.tables.column_roles import is_rating, weight_strength
from ilora_edge.schema_guess.tables.sql_parts import Field
from ilora_edge.schema_guess.tables.table_kinds import is_judged, is_use_count, named
from ilora_edge.schema_guess.tables.table_links import Tables
from ilora_edge.schema_guess.words.known_words import USED
from ilora_edge.schema_guess.words.name_words import split_words, word_set

_POSITION = word_set("position progress percent percentage")
# Who plays, or answers, has a score, which says nothing of how he liked it.
_CONTESTS = word_set(
    "play player match participant attempt quiz exam test round result competition tournament race"
)
# How often all the world saw a thing.
_PUBLIC, _TITLED = (("views",), ("hits",), ("listeners",), ("subscribers",)), 0.8
_WON = word_set("winner won win rank placement place")


def row_value(
    tables: Tables, table: Table, taken: Sequence[Field | str], is_state: bool = False
) -> tuple[Field | None, str | None]:
    """Return the column of ratings, or else of weights, and which of the two it is."""
    weights, ratings = [], []
    has_position = any(not _POSITION.isdisjoint(split_words(c.name)) for c in table.columns)
    for column in table.columns:
        words, values = split_words(column.name), tables.of(table, column)
        is_empty = bool(values) and set(values) == {None}
        if Field(table.name, column.name) in taken or column.pk or is_empty:
            continue
        is_points = "score" in words and (is_state or _is_contest(tables, table))
        if words in _PUBLIC and _names_things(tables, table):
            continue
        if words == ("value",) and is_judged(tables.words(table)):
            words = ("rating",)
        if is_rating(words, values) and not is_points:
            rated = sum(v not in (None, 0, "", -1) for v in values)
            if rated or not values:
                ratings.append((rated / max(1, len(values)), column.name))
        elif (weight := weight_strength(words, values)) and not (
            is_state and not is_use_count(words)
        ):
            none = sum(v in (None, 0) or str(v).startswith("-") for v in values)
            # Having none of it is not an interaction: this would leave most of the rows out.
            back = sum(str(v).startswith("-") for v in values)
            # What leaves a store is a negative number there. Beside how far one came, an amount
            # is all that there is of the thing.
            is_whole = has_position and weight < 1.0 and USED.isdisjoint(words)
            is_some = (
                not is_whole
                and 2 * back <= len(values)
                and (weight == 1.0 or none <= 0.5 * len(values))
            )
            if is_state or is_some:
                weights.append((weight, column.name))
    rating = max(ratings, key=lambda r: r[0], default=None)
    if rating is not None and (rating[0] >= 0.5 or not weights):
        return Field(table.name, rating[1]), "rating"
    if weights:
        return Field(table.name, max(weights, key=lambda w: w[0])[1]), "weight"
    return None, None


def _names_things(tables: Tables, table: Table) -> bool:
    """Return whether nobody's rows have titles: copies of things, which all the world saw."""
    title = tables.title(table)
    return title is not None and title[1] >= _TITLED and tables.user(table) is None


def _is_contest(tables: Tables, table: Table) -> bool:
    """Return whether rows are of somebody who won or lost."""
    is_won = any(not _WON.isdisjoint(split_words(column.name)) for column in table.columns)
    return is_won or named(tables.words(table), _CONTESTS)
