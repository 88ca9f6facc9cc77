"""``ilora-edge doctor``: which settings of llama.cpp compute correctly on this machine."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ilora_cli.options.panels import DEVICE
from ilora_cli.options.run import Json, Threads

if TYPE_CHECKING:
    from ilora_edge.doctor.check import Report
    from ilora_edge.doctor.check_variants import VariantReport

_UNWRITABLE = "the cache folder cannot be written"


def doctor(
    *,
    threads: Threads = None,
    anew: Annotated[
        bool,
        typer.Option(
            "--anew",
            help="Forget the crashes of commands on this machine.",
            rich_help_panel=DEVICE,
        ),
    ] = False,
    timed: Annotated[
        bool,
        typer.Option(
            "--time",
            help="Time every type, and name the fastest preset here.",
            rich_help_panel=DEVICE,
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """Try every type of weights on this CPU, and remember what works.

    A miniature model of each runs in a process of its own and is compared with numpy; what
    crashes, hangs or is wrong is tried again on safer settings. Where the build has kernels for
    several kinds of CPU, all that this one can run are checked, and the best that is right is
    taken from then on. Where recommend or evaluate has crashed, its types keep the safest.
    Exit code 1: some type has no setting that works.

    $ ilora-edge doctor --time
    """
    from ilora_cli.console import print_json, progress
    from ilora_edge.doctor.check_variants import check_variants
    from ilora_edge.doctor.miniature import BASE_TYPES
    from ilora_edge.llama import library
    from ilora_edge.system.threads import find_processors

    processors = find_processors()
    n_threads = threads or processors.threads
    with progress("checking", len(BASE_TYPES) * max(1, len(library.usable_variants()))) as advance:
        found = check_variants(BASE_TYPES, n_threads, advance, anew=anew)
    taken = next((v for v in found if not v.fault), found[0])
    data = _to_json(taken.report, n_threads, "--threads" if threads else str(processors))
    data["variants"] = _variants(found, taken)
    if timed:
        data |= _times(taken, n_threads)
    if as_json:
        print_json(data)
    else:
        _print_table(data)
    if any(found["setting"] is None for found in data["types"].values()):
        raise typer.Exit(1)


def _variants(found: list[VariantReport], taken: VariantReport) -> list[dict[str, Any]]:
    return [
        {
            "name": v.variant.name,
            "taken": v is taken,
            "fault": v.fault or None,
        }
        for v in found
        if v.variant is not None
    ]


def _times(taken: VariantReport, n_threads: int) -> dict[str, Any]:
    from ilora_cli.console import progress
    from ilora_edge.bundle.presets import fastest_preset
    from ilora_edge.doctor.timing import time_types

    levels = {t.type_name: t.level for t in taken.report.types if t.level is not None}
    name = taken.variant.name if taken.variant else None
    with progress("timing", len(levels)) as advance:
        times = time_types(levels, n_threads, name, advance)
    return {"milliseconds": times, "fastest_preset": fastest_preset(times)}


def _remembered_in() -> str | None:
    from ilora_edge.doctor.findings import findings_path

    path = findings_path()
    # A cache is written where it can be, without a word.
    return str(path) if os.access(path.parent, os.W_OK) and path.is_file() else None


def _to_json(report: Report, n_threads: int, why_threads: str) -> dict[str, Any]:
    from ilora_edge.doctor.machine import cpu_identity, cpu_name, memory_files
    from ilora_edge.doctor.settings import LADDER
    from ilora_edge.system.offline import telemetry_folder

    folder = telemetry_folder()
    return {
        "cpu": cpu_name(cpu_identity()),
        "threads": n_threads,
        "threads_from": why_threads,
        "llama.cpp": report.build.get("version"),
        "library": report.build.get("library"),
        "build": report.build.get("system_info"),
        "memory_files": memory_files(),
        "remembered_in": _remembered_in(),
        "vendor_device_id": str(folder) if folder.exists() else None,
        "types": {
            found.type_name: {
                "setting": None if found.level is None else LADDER[found.level].name,
                "crash": found.crash or None,
                "tried": [
                    {
                        "setting": LADDER[attempt.level].name,
                        "outcome": attempt.outcome,
                        "difference": attempt.difference,
                    }
                    for attempt in found.attempts
                ],
            }
            for found in report.types
        },
    }


def _print_table(data: dict[str, Any]) -> None:
    import re
    import shlex

    from ilora_cli.columns import TableColumn, dim, print_columns, print_words, wrapped
    from ilora_edge.titles import printable

    facts = {
        "CPU": data["cpu"],
        "llama.cpp": data["llama.cpp"] or "cannot be loaded",
        "library": data["library"] or "",
        "built for": " ".join(re.findall(r"(\w+) = 1", data["build"] or "")),
        "threads": f"{data['threads']} ({data['threads_from']})",
        "in memory": ", ".join(n for n, there in data["memory_files"].items() if there) or "none",
    }
    for name, fact in facts.items():
        print("\n".join(wrapped(name, printable(fact).split(" "), column=11, gap=" ")))
    for variant in data["variants"]:
        state = variant["fault"] or ("taken" if variant["taken"] else "right")
        words = f"{variant['name']}: {printable(state)}".split(" ")
        print("\n".join(wrapped("kernels", words, column=11, gap=" ")))
    times = data.get("milliseconds", {})
    milliseconds = [TableColumn("ms", right=True)] if times else []
    rows = []
    for type_name, found in data["types"].items():
        tried = "; ".join(
            f"{t['setting']}: {printable(t['outcome'])}"
            + ("" if t["difference"] is None else f" (off by {t['difference']:.3f})")
            for t in found["tried"]
        )
        if found["crash"]:
            tried += f"; before: {printable(found['crash'])}"
        ms = [f"{times[type_name]:.0f}" if type_name in times else "-"] if times else []
        rows.append([type_name, found["setting"] or "none works", *ms, tried])
    print_columns(
        [
            TableColumn("weights"),
            TableColumn("chosen"),
            *milliseconds,
            TableColumn("tried", "wrap"),
        ],
        rows,
    )
    if times:
        said = (
            f"300 tokens through two layers 768 wide; fastest preset here: {data['fastest_preset']}"
        )
        print("\n".join(wrapped("ms", said.split(" "), column=11, gap=" ")))
    where = data["remembered_in"]
    said = "remembered in " + printable(where) if where else "not remembered: " + _UNWRITABLE
    print(dim(said))
    if data["vendor_device_id"] is not None:
        folder = printable(shlex.quote(data["vendor_device_id"]))
        print_words(
            "onnxruntime's vendor keeps a device id and queued events here, made by an earlier "
            "ilora-edge or by another program that uses onnxruntime; ilora-edge needs nothing "
            "of it. Delete it with:"
        )
        print(f"  rm -r {folder}")
