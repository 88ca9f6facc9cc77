"""The taste map in SVG: ten thousand items are one path, what matters are shapes of their own."""

from __future__ import annotations

from ilora_edge.report.content import TasteMap
from ilora_edge.report.markup import escaped, json_block, number
from ilora_edge.titles import printable

SIZE = 600
_MARGIN = 20
_LANDMARKS = 12
_LABEL_HEIGHT = 16
_CHARACTER = 6.3
_MAX_LABEL = 30


def map_chart(taste: TasteMap) -> str:
    """Return the map with its legend, buttons and data; without scripts it is still a picture."""
    n = len(taste.x)
    px = [number(_MARGIN + x * (SIZE - 2 * _MARGIN)) for x in taste.x]
    py = [number(_MARGIN + (1.0 - y) * (SIZE - 2 * _MARGIN)) for y in taste.y]
    recommended = set(taste.recommended.values())
    marked = taste.history | recommended
    dots = "".join(f"M{px[i]} {py[i]}h0" for i in range(n) if i not in marked)
    parts = [f'<path class="others" d="{dots}"/>']
    parts += [
        f'<rect class="history" x="{number(float(px[i]) - 4)}" y="{number(float(py[i]) - 4)}" '
        f'width="8" height="8"><title>{escaped(taste.titles[i])} (history)</title></rect>'
        for i in sorted(taste.history - recommended)
    ]
    for rank, i in taste.recommended.items():
        parts.append(
            f'<g class="recommended"><circle cx="{px[i]}" cy="{py[i]}" r="9"/>'
            f'<text x="{px[i]}" y="{number(float(py[i]) + 3.5)}">{rank}</text>'
            f"<title>{rank}. {escaped(taste.titles[i])}</title></g>"
        )
    parts += _labels(taste, px, py)
    about = (
        f"Map of {n:,} items: near each other where the same people interact with them. "
        f"Squares: {len(taste.history):,} of the history. Numbered circles: {len(recommended)} of "
        "the list. The tables name them."
    )
    data = {
        "x": [float(x) for x in px],
        "y": [float(y) for y in py],
        "titles": [printable(t) for t in taste.titles],
    }
    return (
        '<div class="map"><div class="buttons" hidden>'
        '<button type="button" data-zoom="1.5">Zoom in</button>'
        '<button type="button" data-zoom="0.667">Zoom out</button>'
        '<button type="button" data-zoom="0">Whole map</button></div>'
        f'<svg id="taste-map" viewBox="0 0 {SIZE} {SIZE}" role="img" aria-label="{escaped(about)}">'
        f'{"".join(parts)}<g id="names"></g></svg>'
        '<p class="note"><span class="key square"></span> history '
        '<span class="key round"></span> recommended '
        '<span class="key dot"></span> other items. <span id="at" aria-live="polite"></span></p>'
        f'<p class="note">{escaped(about)}</p></div>{json_block("map-data", data)}'
    )


def _labels(taste: TasteMap, px: list[str], py: list[str]) -> list[str]:
    """Return names of the best known items, where there is room for them."""
    recommended = set(taste.recommended.values())
    taken = [(float(px[i]) - 9, float(py[i]) - 9, 18.0) for i in recommended]
    parts: list[str] = []
    for i in taste.landmarks:
        if len(parts) == _LANDMARKS:
            break
        title = printable(taste.titles[i])
        title = title if len(title) <= _MAX_LABEL else title[: _MAX_LABEL - 1] + "\u2026"
        width = len(title) * _CHARACTER
        x, y = min(float(px[i]) + 5, SIZE - width), float(py[i]) - 6
        if i in recommended or any(
            abs(y - ty) < _LABEL_HEIGHT and x < tx + tw and tx < x + width for tx, ty, tw in taken
        ):
            continue
        taken.append((x, y, width))
        # A font may be wider than it was taken for: what is at the edge ends there.
        at_edge = x + width >= SIZE
        where = f'x="{SIZE - 4}" text-anchor="end"' if at_edge else f'x="{number(x)}"'
        parts.append(f'<text class="landmark" {where} y="{number(y + 9)}">{escaped(title)}</text>')
    return parts
