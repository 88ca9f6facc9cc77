"""Lists as tables: CSV, JSON, Markdown and a plain page of HTML."""

from __future__ import annotations

import csv
import html
import io
import json
import re

from ilora_edge.lists.ranked_list import GENERATOR, ListRow, RankedList, as_uri, is_on_the_web
from ilora_edge.titles import printable

CSV_COLUMNS = ("user", "rank", "item_id", "title", "score", "place", "why")
# What a spreadsheet would take for a formula, in East Asian settings in full width too.
_FORMULA = re.compile(r"[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|!~&])")
_DECIMALS = 4


def write_csv(ranked: RankedList) -> str:
    """Return comma-separated values; a text that begins like a formula gets a ``'`` in front."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for row in ranked.rows:
        texts = [ranked.user, row.item_id, row.title, row.place or "", row.why]
        user, item, title, place, why = (_no_formula(printable(t)) for t in texts)
        writer.writerow([user, row.rank, item, title, f"{row.score:.{_DECIMALS}f}", place, why])
    return text.getvalue()


def write_json(ranked: RankedList) -> str:
    """Return one JSON object."""
    rows = [
        {
            "rank": row.rank,
            "item_id": row.item_id,
            "title": row.title,
            "score": round(row.score, _DECIMALS),
            "place": row.place,
            "why": row.why or None,
        }
        for row in ranked.rows
    ]
    data = {"generator": GENERATOR, "user": ranked.user, "recommendations": rows}
    # ASCII alone: half a surrogate pair cannot be written otherwise.
    return json.dumps(data, indent=2) + "\n"


def write_markdown(ranked: RankedList) -> str:
    """Return a numbered list in Markdown, whatever titles hold."""
    lines = [f"# {_markdown(ranked.name)}", "", f"<!-- {GENERATOR} -->", ""]
    for row in ranked.rows:
        title = _markdown(row.title)
        if row.place is not None and is_on_the_web(row.place):
            # In angle brackets an address ends at > alone, which is escaped.
            address = as_uri(row.place).replace("<", "%3C").replace(">", "%3E")
            title = f"[{title}](<{address}>)"
        why = f" ({_markdown(row.why)})" if row.why else ""
        lines.append(f"{row.rank}. {title}{why}")
    return "\n".join(lines) + "\n"


def write_html(ranked: RankedList) -> str:
    """Return a page that loads nothing and runs nothing."""
    name = html.escape(printable(ranked.name))
    items = "\n".join(f"<li>{_html_row(row)}</li>" for row in ranked.rows)
    return (
        "<!doctype html>\n"
        f'<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="generator" '
        f'content="{GENERATOR}">\n<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{name}</title>\n"
        "<style>:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;"
        "max-width:40rem;margin:2rem auto;padding:0 1rem}</style>\n"
        f"</head>\n<body>\n<main>\n<h1>{name}</h1>\n<ol>\n{items}\n</ol>\n</main>\n</body>\n"
        "</html>\n"
    )


def _html_row(row: ListRow) -> str:
    title = html.escape(printable(row.title))
    if row.place is not None and is_on_the_web(row.place):
        title = (
            f'<a rel="noreferrer" href="{html.escape(printable(as_uri(row.place)))}">{title}</a>'
        )
    why = f" <small>{html.escape(printable(row.why))}</small>" if row.why else ""
    return title + why


def _no_formula(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def _markdown(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", printable(text))
