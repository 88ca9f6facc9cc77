"""Where a user goes on the way through ``recommend``: the rooms, in order, and how often it climbs.

    python tools/walks.py [USER]

A stop is a function that is handed the user's id, once where it is called again and again. A climb
is a stop in a room on a higher level than the stop before (levels as ``tools/house_numbers.py``
counts them; the command line is above all).
"""

from __future__ import annotations

import sys
from contextlib import redirect_stdout, suppress
from io import StringIO
from itertools import pairwise
from pathlib import Path
from types import FrameType

from house_numbers import heights, rooms

ROOT = Path(__file__).resolve().parents[1]


def walk(user: str) -> list[tuple[str, str]]:
    """Return room and function of each stop of a user of the demo."""
    from ilora_cli.app import main

    stops: list[tuple[str, str]] = []
    places = tuple(str(ROOT / package / "") + "/" for package in ("ilora_edge", "cli"))

    def look(frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if event != "call" or not code.co_filename.startswith(places):
            return
        names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        if any(isinstance(v := frame.f_locals.get(n), str) and v == user for n in names):
            package, *rest = Path(code.co_filename).relative_to(ROOT).parts
            room = rest[0].removesuffix(".py") if package == "ilora_edge" else package
            stop = (room, code.co_name)
            if stops[-1:] != [stop]:
                stops.append(stop)

    sys.argv = ["ilora-edge", "recommend", user, "--json"]
    with redirect_stdout(StringIO()), suppress(SystemExit):
        sys.setprofile(look)
        try:
            main()
        finally:
            sys.setprofile(None)
    return stops


def main() -> None:
    """Print the walk."""
    from ilora_edge.demo import SAMPLE_USER

    stops = walk(sys.argv[1] if len(sys.argv) > 1 else SAMPLE_USER)
    height = heights(rooms(ROOT))
    above = max(height.values()) + 1
    levels = [height.get(room, above) for room, _ in stops]
    for level, (room, function) in zip(levels, stops, strict=True):
        print(f"{level:>3}  {room}: {function}")
    print(f"{len(stops)} stops, {sum(b > a for a, b in pairwise(levels))} climbs")


if __name__ == "__main__":
    main()
