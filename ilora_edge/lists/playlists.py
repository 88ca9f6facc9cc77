"""Playlists and subscriptions: M3U8, XSPF and OPML.

Titles and paths come from untrusted input: one of M3U8's lines stays one line, and what XML
cannot hold is dropped.
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from ilora_edge.lists.ranked_list import (
    GENERATOR,
    RankedList,
    as_uri,
    is_address,
    on_one_line,
)
from ilora_edge.titles import printable


def write_m3u8(ranked: RankedList) -> str:
    """Return an extended M3U in UTF-8; items without a place are left out."""
    lines = ["#EXTM3U", f"#PLAYLIST:{printable(ranked.name)}", f"#{GENERATOR}"]
    for row in ranked.rows:
        line = None if row.place is None else on_one_line(row.place)
        if line is not None:
            # -1: how long it lasts is not known.
            lines += [f"#EXTINF:-1,{printable(row.title)}", line]
    return "\n".join(lines) + "\n"


def write_xspf(ranked: RankedList) -> str:
    """Return an XSPF playlist (xspf.org, version 1); items without a place have a title alone."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<playlist version="1" xmlns="http://xspf.org/ns/0/">',
        f"  <title>{_text(ranked.name)}</title>",
        f"  <creator>{GENERATOR}</creator>",
        "  <trackList>",
    ]
    for row in ranked.rows:
        location = "" if row.place is None else f"<location>{_text(as_uri(row.place))}</location>"
        note = f"<annotation>{_text(row.why)}</annotation>" if row.why else ""
        lines.append(f"    <track>{location}<title>{_text(row.title)}</title>{note}</track>")
    return "\n".join([*lines, "  </trackList>", "</playlist>"]) + "\n"


def write_opml(ranked: RankedList) -> str:
    """Return an OPML 2.0 outline: each feed once where feeds are known, else links to items."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"  <head><title>{_text(ranked.name)}</title><ownerName>{GENERATOR}</ownerName></head>",
        "  <body>",
    ]
    written: set[str] = set()
    for row in ranked.rows:
        title = quoteattr(printable(row.title))
        if row.feed is not None:
            if row.feed in written:
                continue
            written.add(row.feed)
            kind = f'type="rss" xmlUrl={quoteattr(printable(as_uri(row.feed)))}'
        elif row.place is not None and is_address(row.place):
            kind = f'type="link" url={quoteattr(printable(as_uri(row.place)))}'
        else:
            kind = 'type="text"'
        lines.append(f"    <outline text={title} {kind}/>")
    return "\n".join([*lines, "  </body>", "</opml>"]) + "\n"


def _text(text: str) -> str:
    # Control characters, half surrogate pairs and the like have no place in XML 1.0.
    return escape(printable(text))
