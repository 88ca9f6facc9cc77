"""How well a bundle fits a database, for who decides whether to take it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from ilora_edge.errors import IloraError

if TYPE_CHECKING:
    from ilora_edge.histories.database import HistoryDB
    from ilora_edge.matching.match_report import MatchReport


def look_at(history: HistoryDB, bundle: Path) -> bool:
    """Say how many of a database's items a bundle knows; return whether it is one person's."""
    from ilora_cli.console import note
    from ilora_edge.bundle.files import CATALOGUE, read_manifest
    from ilora_edge.catalogue.items import Catalogue
    from ilora_edge.histories.people import only_person
    from ilora_edge.histories.spool import Spool

    try:
        ids = read_manifest(bundle).external_ids
        with (
            closing(Catalogue(bundle / CATALOGUE, ids)) as catalogue,
            # Nobody's rows: which items they have is counted all the same.
            closing(Spool(history, catalogue, users=())) as spool,
        ):
            said = _in_words(spool.report)
        if said:
            note(said)
    except IloraError as error:
        # What is wrong is an error of whatever makes lists; what the rows mean can be written.
        note(str(error))
    try:
        only_person(history)
    except IloraError:
        return False
    return True


def _in_words(report: MatchReport) -> str:
    from ilora_edge.histories.match_check import ODD_PERCENT

    if not report.items:
        return ""
    said = f"the bundle knows {report.known:,} of the database's {report.items:,} items"
    if 0 < report.interacted < report.items:
        n_matched = report.by_id + report.by_title
        said += f", {n_matched:,} of the {report.interacted:,} interacted with"
    percent = report.percent if report.interacted else 100 * report.known / report.items
    if percent < ODD_PERCENT:
        how = "what people here have used" if report.nothing else "what the database says of them"
        said += (
            f"; it ranks the others by {how}; one that fits is trained on such items: "
            "ilora-edge train --help"
        )
    return said
