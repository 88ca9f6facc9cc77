"""The page: what it may load, what untrusted titles can do to it, and that it runs in a browser."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from ilora_edge.report.content import Expert, LeftOut, PageContent, PageEvent, PagePlace, TasteMap
from ilora_edge.report.gather import _sureness
from ilora_edge.report.map_chart import SIZE, map_chart
from ilora_edge.report.page import MAX_EVENTS, index_page, page
from ilora_edge.report.taste_map import N_NEIGHBOURS, lay_out, nearest_items
from ilora_edge.report.timeline import timeline

HOSTILE = "</script><script>alert(1)</script>\" onload='x' & \x1b[31m\u202eevil\ud800"
DAY = 86_400
BROWSER_FLAGS = (
    *("headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run"),
    *("disable-background-networking", "disable-component-update", "disable-sync"),
)


def content(title: str = HOSTILE, n: int = 30) -> PageContent:
    places = lay_out(np.random.default_rng(0).normal(size=(n, 8)).astype(np.float32))
    return PageContent(
        title,
        title,
        (PagePlace(1, title, -1.0, -2.0, None, title), PagePlace(2, "Plain", -2.0, -3.0, -1.0)),
        (*(PageEvent(title, 1_700_000_000 + i * DAY, title) for i in range(40)), PageEvent("x", 0)),
        (Expert(0.75, title), Expert(0.25, "")),
        (LeftOut("seen already", 7, (title,)),),
        (title,),
        TasteMap(
            tuple(map(float, places[:, 0])),
            tuple(map(float, places[:, 1])),
            (title,) * n,
            frozenset({1, 2}),
            {1: 3, 3: 4},
            tuple(range(n)),
        ),
        (title,),
    )


def test_a_measurement_with_other_weights_is_none_of_this_bundle() -> None:
    measured = {
        "product": {
            "models": {"bundle": {"hr10": 0.4, "hr10_ci": [0.2, 0.6]}},
            "n_users": 18,
            "n_rows": 20,
            "fusion_weight": 14.65,
        }
    }
    assert "40 % of 20 cases" in _sureness(measured, 14.65)[0]
    # Weights that were given at the export, and measured there.
    own = {**measured, "fusion": {"given": {"product": 14.65}}}
    assert "40 % of 20 cases" in _sureness(own, 14.650001)[0]
    given = _sureness(own, 10.85)
    assert "was not measured with the weights" in given[0]
    assert "40 %" not in " ".join(given)
    damaged: list[object] = [None, [], {}, {"fusion_weight": []}, {"fusion_weight": 10**400}]
    for product in damaged:
        assert "was not measured" in _sureness({"product": product}, 1.0)[0]


class Elements(HTMLParser):
    """Collects tags with their attributes, and the texts of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {"script": [], "style": []}
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag

    def handle_data(self, data: str) -> None:
        if self._inside in self.texts:
            self.texts[self._inside].append(data)

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""


def test_the_policy_allows_this_style_and_script_alone() -> None:
    elements = Elements(page(content()))
    (policy,) = (
        a["content"] for _, a in elements.tags if a.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for name in ("script", "style"):
        text = elements.texts[name][-1]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy


def test_it_names_nothing_to_load_and_has_no_handlers() -> None:
    elements = Elements(page(content(), "index.html"))
    for tag, attributes in elements.tags:
        assert tag not in ("link", "img", "iframe", "object", "embed", "form", "base")
        assert not {"src", "srcset", "action", "style"} & attributes.keys()
        assert not any(name.startswith("on") for name in attributes)
        assert (attributes.get("href") or "#").startswith(("#", "index.html"))
    ids = [a["id"] for _, a in elements.tags if "id" in a]
    assert len(ids) == len(set(ids))


def test_untrusted_titles_stay_text() -> None:
    text = page(content())
    assert text.count("<script") == 2, "the data's and the page's own"
    assert "alert(1)" in text
    assert not set("\x1b\u202e\ud800") & set(text)
    data = re.search(r'id="map-data">(.*?)</script>', text)
    assert data is not None
    assert "</script>" in json.loads(data[1])["titles"][0]
    index = index_page([(HOSTILE, "a.html", [HOSTILE])], HOSTILE)
    assert "<script" not in index


def test_the_same_content_is_the_same_page() -> None:
    assert page(content()) == page(content())


@pytest.mark.parametrize("n", [0, 1, 3, 4, 11, 200])
def test_maps_of_any_size_are_within_the_square(n: int) -> None:
    rows = np.random.default_rng(1).normal(size=(n, 5)).astype(np.float32)
    places = lay_out(rows, steps=20)
    assert places.shape == (n, 2)
    assert np.isfinite(places).all()
    assert ((places >= 0) & (places <= 1)).all()
    assert np.array_equal(places, lay_out(rows, steps=20))


def test_neighbours_stay_neighbours_on_the_map() -> None:
    random = np.random.default_rng(2)
    centres = random.normal(size=(6, 16))
    groups = np.repeat(np.arange(6), 20)
    rows = (centres[groups] + 0.1 * random.normal(size=(120, 16))).astype(np.float32)
    places = lay_out(rows)
    distances = ((places[:, None] - places[None]) ** 2).sum(-1)
    np.fill_diagonal(distances, np.inf)
    assert (groups[distances.argmin(1)] == groups).mean() > 0.95


@pytest.mark.parametrize("n", [4, 11, 64, 65, 700])
def test_neighbours_are_the_nearest_of_all(n: int) -> None:
    rows = np.random.default_rng(n).normal(size=(n, 8)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    cosines = rows @ rows.T
    np.fill_diagonal(cosines, -np.inf)
    expected = np.argsort(-cosines, axis=1)[:, : min(N_NEIGHBOURS, n - 1)]
    assert np.array_equal(np.sort(nearest_items(rows)), np.sort(expected))


def test_alike_items_do_not_break_the_map() -> None:
    assert np.isfinite(lay_out(np.ones((50, 4), np.float32))).all()
    assert np.isfinite(lay_out(np.zeros((50, 4), np.float32))).all()


@pytest.mark.parametrize(
    ("step", "unit"), [(DAY, "day"), (5 * DAY, "week"), (25 * DAY, "month"), (400 * DAY, "year")]
)
def test_a_timeline_fits_the_span(step: int, unit: str) -> None:
    chart = timeline([PageEvent("a", 1_500_000_000 + i * step) for i in range(30)])
    assert f"interactions per {unit}" in chart
    assert 1 < chart.count("<rect") <= 48


@pytest.mark.parametrize("n", [1, 1200, 123_456])
def test_how_many_the_highest_bar_stands_for_is_read_whole(n: int) -> None:
    chart = timeline([PageEvent("a", 1_500_000_000)] * n)
    [(x, y)] = re.findall(rf'<text x="([\d.]+)" y="([\d.]+)">{n:,}</text>', chart)
    top = min(float(bar) for bar in re.findall(r'class="bar" x="[\d.]+" y="([\d.]+)"', chart))
    # To the right of the drawing's edge, whatever its length, and above the bars.
    assert float(x) >= 0
    assert float(y) < top


def test_a_history_that_is_cut_says_so_before_it_is_opened() -> None:
    whole, long = content("Plain"), content("Plain")
    events = tuple(PageEvent("a", 1_500_000_000 + i * DAY) for i in range(MAX_EVENTS + 1))
    assert f"All {len(whole.history)} in a table" in page(whole)
    assert f"The latest {MAX_EVENTS} in a table" in page(replace(long, history=events))


def test_names_at_the_edge_of_the_map_end_there() -> None:
    # Wider letters than the map takes a name for: what began at a place would be cut.
    taste = TasteMap((0.1, 0.99), (0.2, 0.8), ("W" * 20,) * 2, frozenset(), {}, (0, 1))
    names = re.findall(r'<text class="landmark" ([^>]*)>', map_chart(taste))
    assert ["text-anchor" in name for name in names] == [False, True]
    assert f'x="{SIZE - 4}"' in names[1]


def test_a_timeline_needs_times() -> None:
    assert timeline([PageEvent("a", 0), PageEvent("b", 12), PageEvent("c", 10**17)]) == ""


def test_a_browser_runs_it_without_a_request(tmp_path: Path) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("Chromium is not installed")
    path, log = tmp_path / "page.html", tmp_path / "net.json"
    linked = PagePlace(1, "Linked", -1.0, -2.0, None, "", "https://site.example.org/title/1")
    path.write_text(page(replace(content(n=2000), places=(linked,))))
    flags = [f"--{name}" for name in BROWSER_FLAGS]
    done = subprocess.run(
        [chromium, *flags, f"--user-data-dir={tmp_path / 'profile'}", f"--log-net-log={log}",
         "--enable-logging=stderr", "--dump-dom", path.as_uri()],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    # Only the page's own script shows the buttons: it was allowed to run.
    assert '<div class="buttons">' in done.stdout, done.stderr[-2000:]
    assert "Content Security Policy" not in done.stderr
    assert "Uncaught" not in done.stderr
    assert "site.example.org" in done.stdout
    assert "site.example.org" not in log.read_text(), "looked up before a click"
    hosts = set(re.findall(r'"url":"https?://([^/"]*)', log.read_text()))
    # What the browser asks its maker of its own accord is not the page's doing.
    assert [h for h in hosts if not h.endswith((".google.com", ".googleapis.com"))] == []
