"""``ilora-edge doctor``: which settings of llama.cpp compute rightly on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from ilora_edge.doctor.check import Report


def doctor(
    threads: Annotated[
        int | None, typer.Option(min=1, max=1024, help="Threads; default: physical cores.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Try every type of weights on this CPU and build of llama.cpp, and remember what works.

    A miniature model of each runs in a process of its own and is compared with numpy; what
    crashes, hangs or is wrong is tried again on safer settings. Exit code 1: some type has none.
    """
    from ilora_cli.console import print_json, progress
    from ilora_edge.doctor.check import check_types
    from ilora_edge.doctor.miniature import BASE_TYPES
    from ilora_edge.threads import default_threads

    n_threads = threads or default_threads()
    with progress("checking", len(BASE_TYPES)) as advance:
        report = check_types(BASE_TYPES, n_threads, advance)
    data = _to_json(report, n_threads)
    if as_json:
        print_json(data)
    else:
        _print_table(data)
    if any(found["setting"] is None for found in data["types"].values()):
        raise typer.Exit(1)


def _to_json(report: Report, n_threads: int) -> dict[str, Any]:
    import os

    from ilora_edge.doctor.findings import findings_path
    from ilora_edge.doctor.machine import cpu_identity, cpu_name
    from ilora_edge.doctor.settings import LADDER

    return {
        "cpu": cpu_name(cpu_identity()),
        "threads": n_threads,
        "llama.cpp": report.build.get("version"),
        "library": report.build.get("library"),
        "build": report.build.get("system_info"),
        "memory_files": hasattr(os, "memfd_create"),
        "remembered_in": str(findings_path()),
        "types": {
            found.type_name: {
                "setting": None if found.level is None else LADDER[found.level].name,
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
    from rich.table import Table
    from rich.text import Text

    from ilora_cli.console import stdout_console
    from ilora_edge.titles import printable

    console = stdout_console()
    for name in ("cpu", "llama.cpp", "library", "build"):
        console.print(Text(f"{name:<10} {printable(str(data[name]))}"))
    console.print(Text(f"{'threads':<10} {data['threads']}"))
    table = Table(box=None, pad_edge=False)
    for name in ("weights", "chosen", "tried"):
        table.add_column(name, overflow="fold")
    for type_name, found in data["types"].items():
        tried = "; ".join(
            f"{t['setting']}: {printable(t['outcome'])}"
            + ("" if t["difference"] is None else f" (off by {t['difference']:.3f})")
            for t in found["tried"]
        )
        table.add_row(type_name, found["setting"] or "none works", Text(tried))
    console.print(table)
    console.print(Text(f"remembered in {printable(data['remembered_in'])}", style="dim"))
