"""``ilora-edge recommend``: a ranked list for one person."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ilora_cli.filter_options import (
    Diversity,
    ExcludeSeen,
    MinScore,
    RequireMatch,
    Unmatched,
    Where,
)
from ilora_cli.list_options import Base, Relative, ToFile
from ilora_cli.settings import Settings
from ilora_cli.source_options import BackboneOption, takes_source
from ilora_edge.errors import OptionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ilora_edge.histories.database import HistoryDB
    from ilora_edge.histories.requests import UserReader
    from ilora_edge.reasons.leave_one_out import Contribution
    from ilora_edge.recommendation import HistoryItem, Result
    from ilora_edge.recommender import Recommender
    from ilora_edge.request import Request


@takes_source
def recommend(
    users: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[USER]...",
            help="User id; list them with: ilora-edge users. Several: one list that is fair.",
        ),
    ] = None,
    db: Annotated[Path | None, typer.Option(help="SQLite database with the histories.")] = None,
    bundle: Annotated[Path | None, typer.Option(help="Bundle folder.")] = None,
    backbone: BackboneOption = None,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many items.")] = 10,
    history: Annotated[
        str | None, typer.Option(help='Item ids instead of a user, oldest first: "50,172,133".')
    ] = None,
    cold: Annotated[
        bool, typer.Option("--cold", help="For a person without a history: uniform gate.")
    ] = False,
    fusion_weight: Annotated[
        float | None,
        typer.Option(min=0.0, help="Weight of the encoder's score instead of the bundle's."),
    ] = None,
    llm_only: Annotated[
        bool, typer.Option("--llm-only", help="Rank by the LLM alone: a fusion weight of 0.")
    ] = False,
    exclude_seen: ExcludeSeen = True,
    where: Where = None,
    diversity: Diversity = 0.0,
    min_score: MinScore = None,
    unmatched: Unmatched = 0,
    require_match: RequireMatch = 0.0,
    threads: Annotated[
        int | None, typer.Option(min=1, max=1024, help="Threads; default: physical cores.")
    ] = None,
    gpu_layers: Annotated[
        str,
        typer.Option(
            metavar="N|auto",
            help="Layers that a GPU computes, where llama.cpp has a library for one (untested).",
        ),
    ] = "0",
    greedy: Annotated[
        bool,
        typer.Option(
            "--greedy", help="With -k 1: what a greedy walk finds, though another may be better."
        ),
    ] = False,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain", help="Ask the language model too which past items carried each item."
        ),
    ] = False,
    like: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ITEM",
            help="As if this item were the latest of the history, or all of it without a USER.",
        ),
    ] = None,
    to: ToFile = None,
    base: Base = None,
    relative: Relative = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
    plain: Annotated[
        bool, typer.Option("--plain", help="Rank, id, title and score, tabs between, for pipes.")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Scores, gate weights and milliseconds too.")
    ] = False,
    *,
    source: Settings,
) -> None:
    """Recommend items to a user, or one list to several.

    Without --db and --bundle the demo is used: a film catalogue written for this project and
    simulated histories.
    """
    db, bundle, backbone = source.db, source.bundle, source.backbone
    if history is not None or cold:
        # The settings' database is not asked.
        db = None
    given = [bool(users), history is not None, cold]
    if sum(given) > 1:
        raise OptionError("give one of USER, --history and --cold, not several")
    if as_json and plain:
        raise OptionError("--json and --plain are two forms of the same; give one of them")
    from ilora_cli.asking import which_bundle
    from ilora_cli.console import note, print_json
    from ilora_cli.guard import about_to_print
    from ilora_cli.recommend_output import print_plain, print_table, to_json
    from ilora_edge.demo import SAMPLE_USER, demo_bundle, demo_history
    from ilora_edge.filters import Filters
    from ilora_edge.histories.requests import ItemChoice
    from ilora_edge.request import Request

    if len(users or []) > 1:
        from ilora_cli.household import recommend_household

        for flag, value in (
            ("--explain", explain),
            ("--greedy", greedy),
            ("--like", like),
            ("--gpu-layers", gpu_layers != "0"),
        ):
            if value:
                raise OptionError(f"{flag} is of one USER's list; give one of them")
        recommend_household(
            users or [],
            source,
            Request(
                k=k,
                fusion_weight=0.0 if llm_only else fusion_weight,
                filters=Filters(exclude_seen=exclude_seen, min_score=None, diversity=diversity),
            ),
            ItemChoice(where, unmatched, require_match),
            threads,
            as_json,
        )
        return
    user = users[0] if users else None
    if greedy and k != 1:
        raise OptionError("--greedy finds the first place alone; give it with -k 1")
    if llm_only and fusion_weight:
        raise OptionError("--llm-only means --fusion-weight 0; give one of them")
    from ilora_edge.doctor.settle import remember_crash
    from ilora_edge.histories.database import HistoryDB
    from ilora_edge.histories.log import read_log
    from ilora_edge.histories.people import find_user
    from ilora_edge.histories.requests import UserReader
    from ilora_edge.llama import EngineOptions
    from ilora_edge.llama.gpu import parse_gpu_layers
    from ilora_edge.reasons.words import because, in_six_words
    from ilora_edge.recommender import Recommender, StageTimer

    timer = StageTimer()
    on_gpu = parse_gpu_layers(gpu_layers)
    if db is None and bundle is None:
        note(
            "demo: a film catalogue written for ilora-edge; users and histories are simulated "
            "from stated tastes"
        )
    elif bundle is None:
        raise OptionError(f"--db needs --bundle: {which_bundle()}")
    if not any(given) and not like:
        if db is not None or bundle is not None:
            raise OptionError("give a USER, --history or --cold; list users: ilora-edge users")
        user = SAMPLE_USER
        note(f"demo: no user given, taking {user}; others: ilora-edge users")
    if user is not None and bundle is not None and db is None:
        raise OptionError(f"user {user!r} is in which database? add --db, or give --history")

    weight = 0.0 if llm_only else fusion_weight
    filters = Filters(exclude_seen=exclude_seen, min_score=min_score, diversity=diversity)
    choice = ItemChoice(where, unmatched, require_match)
    if choice and user is None:
        raise OptionError("--where, --unmatched and --require-match are of a USER's database")
    asked = Request(k=k, fusion_weight=weight, filters=filters, greedy=greedy)
    with ExitStack() as stack:
        reader: UserReader | None = None
        database: HistoryDB | None = None
        if user is not None:
            # Before the model is loaded: a wrong name should not cost its loading time.
            database = stack.enter_context(HistoryDB(db or demo_history(), source.mapping))
            user = find_user(database, user)
            logged = read_log(source.log, database.path)
            reader = stack.enter_context(UserReader(database, user, logged))
        timer.lap("read")
        options = EngineOptions(n_threads=threads, self_check=True, frugal=True, gpu_layers=on_gpu)
        recommender = stack.enter_context(
            Recommender(bundle or demo_bundle(), max_k=k, options=options, backbone=backbone)
        )
        if history is not None:
            asked = replace(asked, history=_ad_hoc(recommender, history))
        timer.lap("open")
        if reader is not None:
            catalogue, manifest = recommender.catalogue, recommender.manifest
            asked = reader.request(catalogue, manifest, asked, choice, note)
            timer.lap("match")
        if like:
            asked = replace(asked, history=[*asked.history, *_liked(recommender, like)])
        result = recommender.recommend(asked, timer)
        if result.cold:
            note(
                "cold start: no known item in the history, so the gate is uniform and the "
                "candidates are the most popular items"
            )
        if len(result.recommendations) < k:
            note(f"only {len(result.recommendations)} unseen items are left in the catalogue")
        names = None if reader is None else reader.names
        reasons = None
        if explain or not (as_json or plain):
            reasons = _reasons(recommender, asked, result, None if explain else 0)
        data = to_json(user, recommender, result, names, reasons if explain else None)
        gate = "" if reasons is None or result.cold else _gate(recommender, result)
        if to is not None:
            _write(to, base, relative, user, data, [because(r) for r in reasons or []], database)
        if recommender.remark is not None:
            note(recommender.remark)
        remember_crash(recommender.backbone.header)
    about_to_print()
    if as_json:
        print_json(data)
    elif plain:
        print_plain(data)
    elif to is None:
        why = [in_six_words(r) for r in reasons or []]
        print_table(data, asked.history, why, gate, verbose)


def _reasons(
    recommender: Recommender, asked: Request, result: Result, n_checked: int | None
) -> list[list[Contribution]]:
    """Return what carried each item of a list; 0 checked: what the encoder alone says."""
    from ilora_edge.reasons.leave_one_out import contributions

    listed = result.recommendations
    known = recommender.catalogue.by_id(r.item_id for r in listed)
    # Out-of-catalogue items have none: the encoder does not know them.
    places = [n for n, r in enumerate(listed) if r.item_id in known]
    items = [known[listed[n].item_id] for n in places]
    scores = [listed[n].llm_score for n in places]
    found = contributions(recommender, asked, items, scores, n_checked)
    reasons: list[list[Contribution]] = [[] for _ in listed]
    for place, of_item in zip(places, found, strict=True):
        reasons[place] = of_item
    return reasons


def _gate(recommender: Recommender, result: Result) -> str:
    from ilora_edge.reasons.words import gate_in_words

    said = gate_in_words(result.gate_weights, recommender.manifest.expert_descriptions)
    return f"taste: {said}"


def _write(
    to: tuple[str, Path],
    base: Path | None,
    relative: bool,
    user: str | None,
    data: dict[str, Any],
    why: Sequence[str],
    database: HistoryDB | None,
) -> None:
    from ilora_cli.console import note
    from ilora_cli.list_options import ListWriter
    from ilora_edge.histories.places import read_places

    rows = data["recommendations"]
    if any(why):
        rows = [
            {**r, "why": f"because of {w}" if w else ""} for r, w in zip(rows, why, strict=True)
        ]
    found = {}
    if database is not None:
        found = read_places(database, [r["item_id"] for r in rows])
    ListWriter(to, base, relative).write(user or "", rows, found, note)


def _liked(recommender: Recommender, texts: Sequence[str]) -> list[HistoryItem]:
    """Return the bundle's items that these texts name."""
    from ilora_cli.feedback import find_one
    from ilora_edge.feedback.naming import ItemFinder, nameable_items
    from ilora_edge.recommendation import HistoryItem

    finder = ItemFinder(nameable_items(None, recommender.catalogue))
    return [HistoryItem(i.item_id, i.title) for i in (find_one(finder, text) for text in texts)]


def _ad_hoc(recommender: Recommender, history: str) -> list[HistoryItem]:
    from ilora_edge.recommendation import HistoryItem

    ids = [i.strip() for i in history.split(",") if i.strip()]
    if not ids:
        raise OptionError("--history is empty; give item ids, or --cold for no history")
    known = recommender.catalogue.by_id(ids)
    unknown = [i for i in ids if i not in known]
    if unknown:
        raise OptionError(
            f"--history: item {unknown[0]!r} is not in the catalogue of {recommender.folder}"
        )
    return [HistoryItem(i, known[i].title) for i in ids]
