"""``ilora-edge recommend``: a ranked list for one person."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import asdict, replace
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
from ilora_cli.settings import Settings
from ilora_cli.source_options import takes_source
from ilora_edge.errors import OptionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ilora_edge.histories.requests import UserReader
    from ilora_edge.histories.user_task import ItemNames
    from ilora_edge.recommendation import HistoryItem
    from ilora_edge.recommender import Recommender, Result


@takes_source
def recommend(
    user: Annotated[
        str | None, typer.Argument(help="User id; list them with: ilora-edge users.")
    ] = None,
    db: Annotated[Path | None, typer.Option(help="SQLite database with the histories.")] = None,
    bundle: Annotated[Path | None, typer.Option(help="Bundle folder.")] = None,
    backbone: Annotated[
        Path | None,
        typer.Option(help="Backbone of an experts-only bundle: its GGUF file or a folder."),
    ] = None,
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
    greedy: Annotated[
        bool,
        typer.Option(
            "--greedy", help="With -k 1: what a greedy walk finds, though another may be better."
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
    *,
    source: Settings,
) -> None:
    """Recommend items to one user.

    Without --db and --bundle the demo is used: a film catalogue written for this project and
    simulated histories.
    """
    db, bundle, backbone = source.db, source.bundle, source.backbone
    if history is not None or cold:
        # The settings' database is not asked.
        db = None
    given = [user is not None, history is not None, cold]
    if sum(given) > 1:
        raise OptionError("give one of USER, --history and --cold, not several")
    if greedy and k != 1:
        raise OptionError("--greedy finds the first place alone; give it with -k 1")
    if llm_only and fusion_weight:
        raise OptionError("--llm-only means --fusion-weight 0; give one of them")
    from ilora_cli.console import note, print_json
    from ilora_cli.guard import about_to_print
    from ilora_edge.demo import SAMPLE_USER, demo_bundle, demo_history
    from ilora_edge.doctor.settle import remember_crash
    from ilora_edge.filters import Filters
    from ilora_edge.histories.database import HistoryDB
    from ilora_edge.histories.log import read_log
    from ilora_edge.histories.requests import ItemChoice, UserReader
    from ilora_edge.llama import EngineOptions
    from ilora_edge.recommender import Recommender, StageTimer
    from ilora_edge.request import Request

    timer = StageTimer()
    if db is None and bundle is None:
        note(
            "demo: a film catalogue written for ilora-edge; users and histories are simulated "
            "from stated tastes"
        )
    elif bundle is None:
        raise OptionError("--db needs --bundle: which bundle is to rank the items?")
    if not any(given):
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
        if user is not None:
            # Before the model is loaded: a wrong name should not cost its loading time.
            database = stack.enter_context(HistoryDB(db or demo_history(), source.mapping))
            logged = read_log(source.log, database.path)
            reader = stack.enter_context(UserReader(database, user, logged))
        timer.lap("read")
        options = EngineOptions(n_threads=threads, self_check=True, frugal=True)
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
        result = recommender.recommend(asked, timer)
        if result.cold:
            note(
                "cold start: no known item in the history, so the gate is uniform and the "
                "candidates are the most popular items"
            )
        if len(result.recommendations) < k:
            note(f"only {len(result.recommendations)} unseen items are left in the catalogue")
        names = None if reader is None else reader.names
        data = _to_json(user, recommender, result, names)
        if recommender.remark is not None:
            note(recommender.remark)
        remember_crash(recommender.backbone.header)
    about_to_print()
    if as_json:
        print_json(data)
    else:
        _print_table(data, asked.history)


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


def _to_json(
    user: str | None, recommender: Recommender, result: Result, names: ItemNames | None
) -> dict[str, Any]:
    found = [asdict(r) for r in result.recommendations]
    if names is not None:
        from ilora_edge.histories.user_task import name_item

        for r in found:
            r["item_id"], _ = name_item(names, r["item_id"])
    return {
        "user": user,
        "bundle": recommender.manifest.name,
        "cold": result.cold,
        "gate_weights": result.gate_weights,
        "fusion_weight": result.fusion_weight,
        "proven": result.proven,
        "recommendations": found,
        "timing_ms": {stage: round(ms, 3) for stage, ms in result.timing_ms.items()},
    }


def _print_table(data: dict[str, Any], items: Sequence[HistoryItem]) -> None:
    from rich.table import Table
    from rich.text import Text

    from ilora_cli.console import stdout_console
    from ilora_edge.titles import printable

    console = stdout_console()
    if items:
        last = "; ".join(printable(i.title or i.item_id) for i in items[-3:])
        console.print(Text(f"last in the history: {last}", style="dim"))
    table = Table(box=None, pad_edge=False)
    table.add_column("rank", justify="right")
    table.add_column("title", overflow="fold")
    for name in ("score", "LLM", "encoder"):
        table.add_column(name, justify="right", no_wrap=True)
    for r in data["recommendations"]:
        scores = (
            "-" if r[name] is None else f"{r[name]:.2f}"
            for name in ("score", "llm_score", "encoder_score")
        )
        table.add_row(str(r["rank"]), Text(printable(r["title"])), *scores)
    console.print(table)
    weights = "  ".join(f"{w:.3f}" for w in data["gate_weights"])
    console.print(Text(f"gate weights   {weights}"))
    console.print(Text(f"score = LLM + {data['fusion_weight']:.3g} x encoder (natural logarithms)"))
    if not data["proven"]:
        console.print(Text("found by a greedy walk; another may be better", style="dim"))
    stages = "  ".join(f"{s} {ms:.1f}" for s, ms in data["timing_ms"].items())
    console.print(Text(f"milliseconds   {stages}", style="dim"))
