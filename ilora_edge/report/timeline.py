"""The history as bars over time, in SVG."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from ilora_edge.report.content import PageEvent
from ilora_edge.report.markup import escaped, number
from ilora_edge.times.unix_time import LAST_POSITION

WIDTH, HEIGHT = 720, 170
# The count stands above the bars, where there is room for any: a phone writes it larger.
_BOTTOM, _TOP = 30, 30
MAX_BARS = 48
_NAMED = 5
"""Titles in a bar's tooltip."""

_UNITS: tuple[tuple[str, Callable[[datetime], str], Callable[[datetime], int]], ...] = (
    ("day", lambda t: t.strftime("%Y-%m-%d"), lambda t: t.toordinal()),
    ("week", lambda t: t.strftime("%G week %V"), lambda t: (t.toordinal() - 1) // 7),
    ("month", lambda t: t.strftime("%Y-%m"), lambda t: t.year * 12 + t.month),
    (
        "quarter",
        lambda t: f"{t.year} Q{(t.month + 2) // 3}",
        lambda t: t.year * 4 + (t.month + 2) // 3,
    ),
    ("year", lambda t: f"{t.year}", lambda t: t.year),
    ("decade", lambda t: f"{t.year // 10}0s", lambda t: t.year // 10),
)


def timeline(history: Sequence[PageEvent]) -> str:
    """Return a chart of events per day, week, month, quarter, year or decade.

    An empty text where no event has a time.
    """
    dated = [(t, event) for event in history if (t := _moment(event.timestamp)) is not None]
    if not dated:
        return ""
    unit, name, key = _fitting([t for t, _ in dated])
    keys = [key(t) for t, _ in dated]
    counts = Counter(keys)
    labels = {key(t): name(t) for t, _ in dated}
    first, last = min(keys), max(keys)
    n_bars, most = last - first + 1, max(counts.values())
    step = WIDTH / n_bars
    room = HEIGHT - _BOTTOM - _TOP
    parts = []
    for place in sorted(counts):
        height = room * counts[place] / most
        titles = [e.title for (_, e), k in zip(dated, keys, strict=True) if k == place]
        more = f" and {len(titles) - _NAMED} more" if len(titles) > _NAMED else ""
        tip = f"{labels[place]}: {', '.join(titles[:_NAMED])}{more}"
        parts.append(
            f'<rect class="bar" x="{number((place - first) * step + step * 0.1)}" '
            f'y="{number(HEIGHT - _BOTTOM - height)}" width="{number(max(step * 0.8, 1.5))}" '
            f'height="{number(height)}" rx="2"><title>{escaped(tip)}</title></rect>'
        )
    ends = [(first, "start"), (last, "end")] if last > first else [(first, "start")]
    for place, anchor in ends:
        x = 0 if anchor == "start" else WIDTH
        parts.append(
            f'<text x="{x}" y="{HEIGHT - 8}" text-anchor="{anchor}">{escaped(labels[place])}</text>'
        )
    parts.append(f'<text x="0" y="{_TOP - 8}">{most:,}</text>')
    parts.append(
        f'<line class="axis" x1="0" x2="{WIDTH}" y1="{HEIGHT - _BOTTOM}" y2="{HEIGHT - _BOTTOM}"/>'
    )
    label = (
        f"Bars: interactions per {unit}, {labels[first]} to {labels[last]}, "
        f"at most {most:,} a {unit}"
    )
    return (
        f'<svg class="timeline" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escaped(label)}">{"".join(parts)}</svg>'
        f'<p class="note">{escaped(label)}.</p>'
    )


def _fitting(
    times: Sequence[datetime],
) -> tuple[str, Callable[[datetime], str], Callable[[datetime], int]]:
    for unit in _UNITS:
        if unit[2](max(times)) - unit[2](min(times)) < MAX_BARS:
            return unit
    return _UNITS[-1]


def _moment(timestamp: int) -> datetime | None:
    # Small numbers are positions in a sequence, and 0 is none.
    if 0 <= timestamp < LAST_POSITION:
        return None
    try:
        return datetime.fromtimestamp(timestamp, UTC)
    except (ValueError, OverflowError, OSError):
        return None
