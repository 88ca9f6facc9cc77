"""Running one import, and saying what became of it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from ilora_cli.console import note, print_json, progress

if TYPE_CHECKING:
    from ilora_edge.importers.store import ImportReport, Source


def run_import(source: Source, db: Path, as_json: bool) -> None:
    """Write a source into a database, and print the counts."""
    from ilora_edge.importers.store import write_import
    from ilora_edge.titles import printable

    with progress(f"Importing {source.name}") as advance:
        # Of a file that is read twice the first reading tells how far the second one is.
        if (watched_by := getattr(source, "watched_by", None)) is not None:
            watched_by(advance)
        report = write_import(db, source, advance)
    for text in report.notes:
        note(f"note: {text}")
    if as_json:
        print_json({"db": str(db), **asdict(report)})
        return
    print(printable(f"{db}: {_summary(report)}"))


def _summary(report: ImportReport) -> str:
    parts = [
        f"{report.n_items_new:,} of {report.n_items_seen:,} items "
        f"and {report.n_interactions_new:,} of {report.n_interactions_seen:,} interactions are new"
    ]
    repairs = (
        (report.n_titles_filled, "titles filled in"),
        (report.n_ratings_changed, "ratings changed"),
        (report.n_replaced, "interactions replaced"),
        (report.n_titles_differ, "titles differ from those there, which were kept"),
    )
    return "; ".join(parts + [f"{count:,} {what}" for count, what in repairs if count])
