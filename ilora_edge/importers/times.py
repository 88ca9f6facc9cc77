"""Points in time in a file being imported."""

from __future__ import annotations

from ilora_edge.histories.unix_time import unix_seconds
from ilora_edge.importers.lines import Place, shown


def seconds(value: object, name: str, place: Place) -> int:
    """Return unix seconds for a number or an ISO 8601 text; one without a zone is in UTC.

    Numbers are seconds, milliseconds, microseconds or nanoseconds, told by their size.
    """
    result = unix_seconds(value)
    if result is None:
        raise place.error(
            f"{name} is {shown(value)}, neither a unix time of 64 bits nor an ISO 8601 date"
        )
    return result
