"""Text and numbers as HTML has them; titles and ids are untrusted input."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Sequence

from ilora_edge.titles import printable


def escaped(text: str) -> str:
    """Return a text fit for an element's content and for a quoted attribute."""
    return html.escape(printable(text), quote=True)


def title_html(text: str) -> str:
    """Return a title or a name as HTML: written from the right it turns nothing around it."""
    return f"<bdi>{escaped(text)}</bdi>"


def number(value: float) -> str:
    """Return a coordinate without needless digits."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def json_block(identifier: str, value: object) -> str:
    """Return data for a script; nothing in it can end the element."""
    text = json.dumps(value, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json" id="{identifier}">{text}</script>'


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table whose cells are HTML already; the second column is the row's header."""
    heads = "".join(f'<th scope="col">{escaped(h)}</th>' for h in head)
    lines = []
    for row in rows:
        cells = [
            f'<th scope="row">{cell}</th>' if n == 1 else f"<td>{cell}</td>"
            for n, cell in enumerate(row)
        ]
        lines.append(f"<tr>{''.join(cells)}</tr>")
    name = escaped(caption)
    return (
        # Wider than a phone it scrolls, by keyboard too.
        f'<div class="wide" tabindex="0" role="region" aria-label="{name}"><table>'
        f"<caption>{name}</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )
