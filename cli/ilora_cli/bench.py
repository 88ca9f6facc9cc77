"""``ilora-edge bench``: what a recommendation costs here, beside what else one could run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ilora_cli.options.choices import BenchShape, BenchType
from ilora_cli.options.panels import MEASURED
from ilora_cli.options.run import Json, Threads


def bench(
    *,
    shape: Annotated[
        BenchShape,
        typer.Option(
            help="The demo bundle, or random weights of that size.", rich_help_panel=MEASURED
        ),
    ] = BenchShape.DEMO,
    type_name: Annotated[
        BenchType, typer.Option("--type", help="Of a random backbone.", rich_help_panel=MEASURED)
    ] = BenchType.F16,
    users: Annotated[
        int,
        typer.Option(min=1, max=64, help="How many users each serves.", rich_help_panel=MEASURED),
    ] = 8,
    threads: Threads = None,
    keep: Annotated[
        Path | None,
        typer.Option(
            help="Keep the random bundle in this folder, and use it again.",
            rich_help_panel=MEASURED,
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Time this machine, and what one would use instead.

    Ours, llama.cpp without an adapter, and other models. Every variant is a process of its own,
    and they take turns user by user; read the ratios, not the milliseconds. A turn is an uncounted
    call, "cold" after its wait, then the counted one. Run it on an otherwise idle machine.

    $ ilora-edge bench --shape 15m --type q8_0
    """
    from ilora_cli.console import note, print_json, progress
    from ilora_edge.benchmark.runner import (
        CALLS,
        disagreeing,
        own_variants,
        run_bench,
    )
    from ilora_edge.benchmark.shapes import make_case
    from ilora_edge.system.scratch import ScratchFolder
    from ilora_edge.system.threads import default_threads

    variants = own_variants()
    with ScratchFolder() as scratch:
        case = make_case(shape.value, type_name.value, keep or scratch / "case")
        with progress("measuring", len(variants) * users * CALLS) as advance:
            report = run_bench(case, variants, users, threads or default_threads(), advance)
    if others := disagreeing(report):
        note(f"{', '.join(others)}: other answers than ours, so their times mean nothing")
    if as_json:
        print_json(report)
    else:
        print_report(report)


def print_report(report: dict[str, Any]) -> None:
    """Print a report's tables."""
    from ilora_cli.columns import (
        TableColumn,
        dim,
        packed,
        print_columns,
        print_words,
        terminal_width,
    )

    print_words(
        f"{report['shape']}, {report['type']}, {report['users']} users, "
        f"{report['threads']} threads; prompts of {report['prompt_tokens']:.0f} tokens, "
        f"candidates of {report['candidate_tokens']:.0f} together"
    )
    floor = report["floor_ms_per_user"]
    heads = (
        *("ms per user", "quartiles", "cold", "to floor"),
        *("users/s", "tokens/s", "GFLOP/s", "MiB"),
    )
    rows = []
    for name, found in report["variants"].items():
        low, high = found["quartiles"]
        rows.append(
            [
                name.replace("_", " "),
                f"{found['ms_per_user']:.1f}",
                f"{low:.1f} to {high:.1f}",
                f"{found['cold_ms_per_user']:.1f}",
                f"{found['ms_per_user'] / floor:.2f}" if floor else "",
                f"{found['users_per_s']:.1f}",
                f"{found['tokens_per_s']:.0f}" if "tokens_per_s" in found else "",
                f"{found['gflop_per_s']:.1f}" if "gflop_per_s" in found else "",
                f"{found['peak_mb']:.0f}",
            ]
        )
    print_columns([TableColumn(), *(TableColumn(head, right=True) for head in heads)], rows)
    stages = report["variants"].get("ours", {}).get("stages_ms", {})
    if stages:
        shown = [f"{name} {ms:.2f}" for name, ms in stages.items()]
        for line in packed(shown, terminal_width(), "ours, milliseconds by stage   ", "  "):
            print(dim(line))
    for name, value in report["ratios"].items():
        print(f"{name.replace('_', ' ')}   {value:.2f}")
    peak = report["peak_gflop_per_s"]
    print(f"numpy's matrix product with these threads   {peak:.0f} GFLOP/s")
