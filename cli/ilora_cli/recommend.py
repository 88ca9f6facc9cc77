"""``ilora-edge recommend``: a ranked list for one person."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ilora_edge.errors import OptionError

if TYPE_CHECKING:
    from ilora_edge.recommender import HistoryItem, Recommender, Result


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
) -> None:
    """Recommend items to one user.

    Without --db and --bundle the demo is used: a film catalogue written for this project and
    simulated histories.
    """
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
    from ilora_edge.llama import EngineOptions
    from ilora_edge.recommender import Recommender, StageTimer

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
    folder = bundle or demo_bundle()
    items: list[HistoryItem] = []
    seen: list[str] = []
    if user is not None:
        # Before the model is loaded: a wrong name should not cost its loading time.
        from ilora_edge.bundle import read_manifest
        from ilora_edge.history import HistoryDB
        from ilora_edge.user_history import read_user

        min_rating = read_manifest(folder).min_rating
        with HistoryDB(db or demo_history()) as database:
            items, seen = read_user(database, user, min_rating)
    timer.lap("read")
    options = EngineOptions(n_threads=threads, self_check=True)
    with Recommender(folder, max_k=k, options=options, backbone=backbone) as recommender:
        if history is not None:
            items = _ad_hoc(recommender, history)
        timer.lap("open")
        result = recommender.recommend(items, seen, k, weight, timer, greedy=greedy)
        if result.cold:
            note(
                "cold start: no known item in the history, so the gate is uniform and the "
                "candidates are the most popular items"
            )
        if len(result.recommendations) < k:
            note(f"only {len(result.recommendations)} unseen items are left in the catalogue")
        data = _to_json(user, recommender, result)
        if recommender.remark is not None:
            note(recommender.remark)
        remember_crash(recommender.backbone.header)
    about_to_print()
    if as_json:
        print_json(data)
    else:
        _print_table(data, items)


def _ad_hoc(recommender: Recommender, history: str) -> list[HistoryItem]:
    from ilora_edge.recommender import HistoryItem

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


def _to_json(user: str | None, recommender: Recommender, result: Result) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "user": user,
        "bundle": recommender.manifest.name,
        "cold": result.cold,
        "gate_weights": result.gate_weights,
        "fusion_weight": result.fusion_weight,
        "proven": result.proven,
        "recommendations": [asdict(r) for r in result.recommendations],
        "timing_ms": {stage: round(ms, 3) for stage, ms in result.timing_ms.items()},
    }


def _print_table(data: dict[str, Any], items: list[HistoryItem]) -> None:
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
        scores = (f"{r[name]:.2f}" for name in ("score", "llm_score", "encoder_score"))
        table.add_row(str(r["rank"]), Text(printable(r["title"])), *scores)
    console.print(table)
    weights = "  ".join(f"{w:.3f}" for w in data["gate_weights"])
    console.print(Text(f"gate weights   {weights}"))
    console.print(Text(f"score = LLM + {data['fusion_weight']:.3g} x encoder (natural logarithms)"))
    if not data["proven"]:
        console.print(Text("found by a greedy walk; another may be better", style="dim"))
    stages = "  ".join(f"{s} {ms:.1f}" for s, ms in data["timing_ms"].items())
    console.print(Text(f"milliseconds   {stages}", style="dim"))
