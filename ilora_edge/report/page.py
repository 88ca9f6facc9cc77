"""The page: one HTML file that loads nothing; its policy allows only its own style and script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from urllib.parse import quote

from ilora_edge.lists.ranked_list import is_on_the_web
from ilora_edge.report.content import PageContent, PagePlace
from ilora_edge.report.map_chart import map_chart
from ilora_edge.report.markup import escaped, table, title_html
from ilora_edge.report.timeline import timeline
from ilora_edge.times.unix_time import shown_time

GENERATOR = "ilora-edge"
MAX_EVENTS = 500
"""Of the history's table, the latest."""


def page(content: PageContent, index: str | None = None) -> str:
    """Return one person's page; ``index`` is the file name of the page that lists all people."""
    user = escaped(content.user)
    sections = [("list", "Recommended", _list(content.places))]
    if content.map is not None and content.map.x:
        sections.append(("map", "Taste map", map_chart(content.map)))
    sections.append(("history", "History", _history(content)))
    if content.experts:
        sections.append(("experts", "What the gate says", _experts(content)))
    if content.left_out:
        sections.append(("left-out", "Left out, and why", _left_out(content)))
    sections.append(("numbers", "The numbers, and how sure they are", _numbers(content)))
    links = "".join(f'<li><a href="#{key}">{name}</a></li>' for key, name, _ in sections)
    back = "" if index is None else f'<p><a href="{escaped(index)}">All people</a></p>'
    remarks = "".join(f'<p class="note">{escaped(text)}</p>' for text in content.remarks)
    body = "".join(
        f'<section aria-labelledby="{key}"><h2 id="{key}">{name}</h2>{inner}</section>'
        for key, name, inner in sections
    )
    return _document(
        f"Recommendations for {user}",
        f"<header>{back}<h1>Recommendations for {title_html(content.user)}</h1>{remarks}"
        f'<nav aria-label="Sections"><ul>{links}</ul></nav></header><main>{body}</main>'
        f'<footer><p class="note">Written by {GENERATOR} from bundle '
        f"{escaped(content.bundle)}, on this device.</p></footer>",
        has_script=content.map is not None and bool(content.map.x),
    )


def index_page(people: Sequence[tuple[str, str, Sequence[str]]], bundle: str) -> str:
    """Return a page that lists people: what they are called, file name, the list's first titles."""
    listed = "".join(
        f'<li><h2><a href="{escaped(quote(file))}">{title_html(user)}</a></h2>'
        f"<ol>{''.join(f'<li>{title_html(title)}</li>' for title in titles)}</ol></li>"
        for user, file, titles in people
    )
    n = f"{len(people):,} {'person' if len(people) == 1 else 'people'}"
    return _document(
        "Recommendations",
        f'<header><h1>Recommendations</h1><p class="note">{n}. A name leads to the person\'s '
        f'page.</p></header><main><ul class="people">{listed}</ul></main>'
        f'<footer><p class="note">Written by {GENERATOR} from bundle {escaped(bundle)}, on this '
        "device.</p></footer>",
        has_script=False,
    )


def _list(places: Iterable[PagePlace]) -> str:
    items = "".join(
        f'<li><span class="rank">{p.rank}</span><span><strong>{_linked(p)}</strong>'
        + (f'<span class="why">{escaped(p.why)}</span>' if p.why else "")
        + "</span></li>"
        for p in places
    )
    return f'<ol class="list">{items}</ol>'


def _linked(place: PagePlace) -> str:
    title = title_html(place.title)
    if not is_on_the_web(place.address):
        return title
    # Who is asked by a click is not told where the link stood.
    return f'<a rel="noreferrer" href="{escaped(place.address)}">{title}</a>'


def _history(content: PageContent) -> str:
    latest = content.history[-MAX_EVENTS:]
    rows = ((_when(e.timestamp), title_html(e.title), escaped(e.said)) for e in reversed(latest))
    n = len(content.history)
    if not n:
        return "<p>Nothing yet.</p>"
    caption = f"{n:,} interactions, the latest first"
    shown = "All" if n == len(latest) else "The latest"
    if n > len(latest):
        caption += f"; the latest {len(latest)} are shown"
    return (
        timeline(content.history)
        + f"<details><summary>{shown} {len(latest):,} in a table</summary>"
        + table(caption, ("When (UTC)", "Title", "Said"), rows)
        + "</details>"
    )


def _experts(content: PageContent) -> str:
    items = "".join(
        f'<li><span class="number">{100 * e.weight:.0f} %</span>'
        f'<meter min="0" max="1" value="{e.weight:.3f}" aria-label="Expert {n}"></meter>'
        f"<span>Expert {n}{': ' if e.about else ''}{escaped(e.about)}</span></li>"
        for n, e in sorted(enumerate(content.experts, 1), key=lambda pair: -pair[1].weight)
    )
    about = "How much each expert counts for this list, and what the people it serves have more of."
    return f'<p class="note">{about}</p><ul class="gate">{items}</ul>'


def _left_out(content: PageContent) -> str:
    lines = []
    for left in content.left_out:
        named = "; ".join(map(title_html, left.examples))
        more = "" if not named else f": {named}{'; ...' if left.n > len(left.examples) else ''}"
        lines.append(f"<li>{left.n:,} {escaped(left.reason)}{more}</li>")
    return f"<ul>{''.join(lines)}</ul>"


def _numbers(content: PageContent) -> str:
    rows = (
        (
            str(p.rank),
            title_html(p.title),
            f'<span class="number">{p.score:.2f}</span>',
            *(
                f'<span class="number">{"-" if score is None else f"{score:.2f}"}</span>'
                for score in (p.llm_score, p.encoder_score)
            ),
        )
        for p in content.places
    )
    sure = "".join(f"<p>{escaped(text)}</p>" for text in content.sureness)
    return sure + table(
        "Natural logarithms of probabilities: higher is likelier",
        ("Rank", "Title", "Score", "Language model", "Encoder"),
        rows,
    )


def _document(title: str, body: str, has_script: bool) -> str:
    style, script = _asset("page.css"), _asset("page.js")
    scripts = f"; script-src {_hash(script)}" if has_script else ""
    policy = (
        f"default-src 'none'; style-src {_hash(style)}{scripts}; base-uri 'none'; "
        "form-action 'none'"
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="generator" content="{GENERATOR}">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        # Browsers look up the hosts of links before anybody clicks.
        '<meta http-equiv="x-dns-prefetch-control" content="off">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n{body}\n"
        + (f"<script>{script}</script>\n" if has_script else "")
        + "</body>\n</html>\n"
    )


@cache
def _asset(name: str) -> str:
    return (files("ilora_edge.report") / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _when(timestamp: int) -> str:
    return escaped(shown_time(timestamp))
