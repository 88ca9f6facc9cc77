"""``ilora-edge explain`` and ``why-not``: one item of one person's list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TypeAlias

import typer

from ilora_cli.options.filters import FilterOptions, Library
from ilora_cli.options.panels import RANKING
from ilora_cli.options.run import Json
from ilora_cli.options.source import ModelSource
from ilora_edge.errors import OptionError
from ilora_edge.titles import shown_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ilora_cli.asking import People
    from ilora_edge.histories.database import HistoryDB
    from ilora_edge.reasons.leave_one_out import Contribution
    from ilora_edge.reasons.taste import Leaning
    from ilora_edge.recommendation import Recommendation

Words: TypeAlias = Annotated[
    list[str],
    typer.Argument(
        metavar="[USER] ITEM...",
        help="USER: an id or a name, as 'users' lists them; none where only one person is in the "
        "database. ITEM: an id, a title, or a part of a title, whose words need no quotes.",
    ),
]
Length: TypeAlias = Annotated[
    int,
    typer.Option("-k", min=1, max=1000, help="Length of the list.", rich_help_panel=RANKING),
]
_SHOWN = 5


def explain(
    words: Words,
    *,
    source: ModelSource,
    library: Library = None,
    k: Length = 10,
    as_json: Json = False,
) -> None:
    """Say which past items put an item on a user's list.

    And what encoder and language model each say, and the gate. The score is computed again
    without each past item; the language model is asked about those that matter most to the
    encoder. Any item of the bundle can be asked for, listed or not.

    $ ilora-edge explain ann get out --db films.db --bundle films
    $ ilora-edge explain get out
    """
    from ilora_cli.asking import open_people
    from ilora_cli.console import print_json
    from ilora_cli.guard import about_to_print
    from ilora_edge.histories.requests import ItemChoice
    from ilora_edge.request import Request

    settings = source.settings()
    said = _Said(words, settings.log)
    choice = ItemChoice(library=settings.library if library is None else library)
    with open_people(settings, said.whose, Request(k=k), choice) as people:
        explained = _explained(people, said)
    about_to_print()
    if as_json:
        print_json(explained.data)
    else:
        _print(explained)


class ExplainedItem(NamedTuple):
    """All there is to say of one item."""

    data: dict[str, Any]
    past: list[Contribution]
    taste: list[Leaning]


def _explained(people: People, said: _Said) -> ExplainedItem:
    from ilora_edge.reasons.leave_one_out import contributions
    from ilora_edge.reasons.taste import TasteReader
    from ilora_edge.reasons.whole_ranking import rank_whole
    from ilora_edge.reasons.words import gate_in_words
    from ilora_edge.titles import printable

    recommender, (request,) = people.recommender, people.requests
    item_id = _find(people, said)[0]
    known = recommender.catalogue.by_id([item_id])
    if item_id not in known:
        raise OptionError(
            f"{printable(said.item)}: the bundle does not know this item, so no past item carried "
            "it; see how it fares: ilora-edge why-not"
        )
    whole = rank_whole(recommender, request)
    place = next((r for r in whole.ranked if r.item_id == item_id), None)
    llm = None if place is None else [place.llm_score]
    (found,) = contributions(recommender, request, [known[item_id]], llm)
    gates, experts = (
        [float(w) for w in whole.gate_weights],
        recommender.manifest.expert_descriptions,
    )
    history = {h.item_id for h in request.history}
    own = {people.own_id(i) for i in history}
    own_id, title = people.named(item_id, known[item_id].title)
    taste = TasteReader(people.database).read(own)
    data = {
        "user": people.readers[0].user,
        "item_id": own_id,
        "title": title,
        "seen": item_id in history or item_id in request.seen,
        "rank": None if place is None else place.rank,
        "n_candidates": len(whole.ranked),
        "encoder_rank": whole.encoder_rank(known[item_id].encoder_index),
        "llm_rank": None if place is None else _llm_rank(place, whole.ranked),
        "gate": "cold start: no taste is known yet"
        if whole.cold
        else gate_in_words(gates, experts),
        "taste": [leaning.to_json() for leaning in taste],
        "experts": [d.to_json() for d in experts],
        "gate_weights": gates,
        "past": [_past(people, c) for c in found],
    }
    return ExplainedItem(data, found, taste)


def _llm_rank(place: Recommendation, ranked: Sequence[Recommendation]) -> int | None:
    """Return a place's rank, from 1, by the language model; None where it was not asked."""
    own = place.llm_score
    if own is None:
        return None
    return 1 + sum(r.llm_score is not None and r.llm_score > own for r in ranked)


def _past(people: People, c: Contribution) -> dict[str, Any]:
    return {
        "item_id": people.own_id(c.item.item_id),
        "title": c.item.title,
        "score_fall": c.score,
        "encoder_fall": c.encoder,
        "llm_fall": c.llm,
    }


def _print(explained: ExplainedItem) -> None:
    from ilora_cli.columns import TableColumn, print_columns, print_words
    from ilora_edge.reasons.taste import taste_in_words
    from ilora_edge.reasons.words import because
    from ilora_edge.titles import printable

    data, found, taste = explained
    title, reason = printable(data["title"]), because(found)
    print_words(f"{title}: {reason or 'no past item carries it'}")
    if data["seen"]:
        place = (
            "in the history already, so lists leave it out: number "
            f"{data['encoder_rank']:,} by the encoder"
        )
    elif data["rank"] is None:
        place = (
            f"not among the {data['n_candidates']} candidates: number "
            f"{data['encoder_rank']:,} by the encoder"
        )
    else:
        place = (
            f"place {data['rank']} of {data['n_candidates']} candidates: number "
            f"{data['encoder_rank']:,} by the encoder"
        )
        if data["llm_rank"] is not None:
            place += f", {data['llm_rank']} by the language model"
    print_words(place, "  ")
    if taste:
        print_words(f"taste: {taste_in_words(taste)}", "  ")
    print_words(f"gate: {data['gate']}", "  ")
    if not found:
        return
    rows = [
        [
            printable(c.item.title or c.item.item_id),
            f"{c.score:+.2f}",
            f"{c.encoder:+.2f}",
            "-" if c.llm is None else f"{c.llm:+.2f}",
        ]
        for c in found[:_SHOWN]
    ]
    print()
    heads = [TableColumn(head, right=True) for head in ("score", "encoder", "LLM")]
    print_columns([TableColumn("score lost without", "cut"), *heads], rows)


def why_not(
    words: Words,
    *,
    source: ModelSource,
    k: Length = 10,
    items: FilterOptions,
    as_json: Json = False,
) -> None:
    """Say why an item is not in a user's list.

    It has been seen, is filtered out, is not a candidate, or is outranked. With the options of
    'recommend' whose list is meant.

    $ ilora-edge why-not ann get out --db films.db --bundle films -k 20
    """
    from dataclasses import asdict

    from ilora_cli.asking import open_people
    from ilora_cli.console import print_json
    from ilora_cli.guard import about_to_print
    from ilora_edge.reasons.why_not import why_not as find_out
    from ilora_edge.request import Request
    from ilora_edge.titles import printable

    settings = source.settings()
    said = _Said(words, settings.log)
    asked, choice = Request(k=k, filters=items.filters()), items.choice(settings.library)
    with open_people(settings, said.whose, asked, choice) as people:
        item_id, title = _find(people, said)
        names = people.readers[0].names
        found = find_out(people.recommender, people.requests[0], item_id, names)
        whose = {"user": people.readers[0].user, "item_id": people.own_id(item_id)}
    about_to_print()
    if as_json:
        print_json({**whose, "title": title, **asdict(found)})
        return
    from ilora_cli.columns import print_words

    print_words(f"{printable(title)}: {found.said}")
    if found.short_by is not None:
        print(f"  short by {found.short_by:.2f} (natural logarithms)")
    if found.above:
        print_words(f"above it: {'; '.join(map(printable, found.above))}", "  ")


class _Said:
    """The words of ``explain [USER] ITEM...``, told apart once the database is open."""

    def __init__(self, words: list[str], log: Path | None) -> None:
        self._words, self._log = words, log
        self.item = ""

    def whose(self, database: HistoryDB) -> list[str]:
        """Return whose list is meant; what names the item of it is ``item`` from then on."""
        from ilora_cli.said_words import alone, whose
        from ilora_edge.histories.log import default_log
        from ilora_edge.histories.people import find_user

        user, item = whose(self._words, database, self._log or default_log())
        if not item:
            is_known = database.has_user(find_user(database, user)) or database.knows(user)
            if not is_known:
                # One word, of an item, and several whose list it may be.
                alone(database)
            raise OptionError(f"which ITEM of the list of {shown_id(user)}? name it as well")
        self.item = " ".join(item)
        return [user]

    def slip(self, database: HistoryDB) -> str | None:
        """Return who may be meant by the first word, which was taken for one of the item's."""
        from ilora_edge.histories.people import nearest_user

        if len(self._words) == 1 or self.item != " ".join(self._words):
            return None
        return nearest_user(database, self._words[0])


def _find(people: People, said: _Said) -> tuple[str, str]:
    """Return the bundle's id and the title of the item that is meant."""
    from ilora_cli.feedback import find_one
    from ilora_edge.histories.naming import (
        ItemFinder,
        catalogue_id,
        nameable_items,
        shown_title,
    )

    catalogue = people.recommender.catalogue
    finder = ItemFinder(nameable_items(people.database, catalogue))
    try:
        named = find_one(finder, said.item)
    except OptionError as error:
        near = None if finder.is_part(said.item) else said.slip(people.database)
        if near is None:
            raise
        raise OptionError(f"{error}; did you mean {shown_id(near)} by the first word?") from error
    return catalogue_id(named, people.database, catalogue), shown_title(named)
