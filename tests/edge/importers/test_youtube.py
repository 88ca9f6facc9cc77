"""YouTube's watch history, as JSON and as a page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from importing import imported, write

from ilora_edge.errors import SourceError
from ilora_edge.importers.youtube import YoutubeSource

URL = "https://www.youtube.com/watch?v="
CELL = (
    '<div class="outer-cell mdl-cell"><div class="header-cell"><p>YouTube<br></p></div>'
    '<div class="content-cell mdl-cell mdl-cell--6-col mdl-typography--body-1">{}</div>'
    '<div class="content-cell mdl-cell mdl-typography--body-1 mdl-typography--text-right"></div>'
    '<div class="content-cell mdl-cell mdl-typography--caption"><b>Products:</b>'
    '<a href="https://x">YouTube</a></div></div>'
)

TIME = "2026-01-02T10:00:00Z"


def entry(video: str, title: str, time: str, **more: object) -> dict[str, object]:
    channel = {"subtitles": [{"name": "C", "url": "https://x"}]}
    return (
        {"header": "YouTube", "title": title, "titleUrl": URL + video, "time": time}
        | channel
        | more
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "Watched {}",
        "{} angesehen",
        "Has visto {}",
        "{}\u00a0を視聴しました",
        "Vous avez regardé {}",
    ],
)
def test_the_sentence_around_a_title_goes(tmp_path: Path, sentence: str) -> None:
    titles = ["One Fine Day", "Two Cats", "The Day of Three", "Day Four"]
    rows = [
        entry(f"video{n:06}", sentence.format(title), f"2026-01-0{9 - n}T10:00:00.123Z")
        for n, title in enumerate(titles)
    ]
    path = write(tmp_path / "watch-history.json", json.dumps(rows))
    histories, items = imported(YoutubeSource([path]), tmp_path / "x.db")
    assert [i.title for i in items] == titles[::-1]
    assert [i.item_id for i in histories["me"]] == [f"video{n:06}" for n in (3, 2, 1, 0)]


def test_advertisements_and_videos_that_are_gone_are_left_out(tmp_path: Path) -> None:
    time = "2026-01-01T10:00:00Z"
    rows = [
        entry("video000001", "Watched A", time),
        entry("video000002", "Watched B", time, details=[{"name": "From Google Ads"}]),
        entry("video000003", f"Watched {URL}video000003", time),
        {"header": "YouTube", "title": "Watched a video that has been removed", "time": time},
    ]
    source = YoutubeSource([write(tmp_path / "watch-history.json", json.dumps(rows))])
    _, items = imported(source, tmp_path / "x.db")
    assert [i.title for i in items] == ["A"]
    assert source.notes == [
        "left out, advertisements: 1",
        "left out, videos that are gone, and what is not a video: 2",
    ]


@pytest.mark.parametrize(
    "time",
    [
        "Jan 5, 2021, 1:00:00\u202fPM UTC",
        "5 Jan 2021, 13:00:00 UTC",
        "05.01.2021, 14:00:00 MEZ",
        "5 ene 2021, 14:00:00 CET",
    ],
)
def test_the_page(tmp_path: Path, time: str) -> None:
    words = (
        f'Watched\u00a0<a href="{URL}video000001">A &amp; B</a><br>'
        f'<a href="https://www.youtube.com/channel/x">C</a><br>{time}<br>'
    )
    gone = f'Watched\u00a0<a href="{URL}video000002">{URL}video000002</a><br>{time}<br>'
    page = f"<html><body><div>{CELL.format(words)}{CELL.format(gone)}</div></body></html>"
    source = YoutubeSource([write(tmp_path / "watch-history.html", page)])
    histories, items = imported(source, tmp_path / "x.db")
    assert [(i.item_id, i.title) for i in items] == [("video000001", "A & B")]
    assert [i.timestamp for i in histories["me"]] == [1609851600]
    assert source.notes[-1] == "left out, videos that are gone, and what is not a video: 1"


@pytest.mark.parametrize(
    ("name", "text"), [("x.json", '[{"a": 1}]'), ("x.html", "<html><body>hello</body></html>")]
)
def test_another_file(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(SourceError, match="not an export of YouTube that is known"):
        imported(YoutubeSource([write(tmp_path / name, text)]), tmp_path / "x.db")


@pytest.mark.parametrize("end", ["json", "html"])
def test_my_activity_has_more_than_was_watched(tmp_path: Path, end: str) -> None:
    """Takeout's other file of it: likes are links to videos too."""
    done = [("Watched", "aaaaaaaaaaa"), ("Liked", "bbbbbbbbbbb"), ("Watched", "ccccccccccc")]
    if end == "json":
        text = json.dumps(
            [
                {"title": f"{did} A knot", "titleUrl": f"https://youtu.be/{video}", "time": TIME}
                for did, video in done
            ]
        )
    else:
        link = '<a href="https://youtu.be/{}">A knot</a>'
        cell = f'<div class="content-cell mdl-cell">{{}}\u00a0{link}<br>{TIME}</div>'
        text = "".join(cell.format(*one) for one in done)
    folder = tmp_path / "Takeout" / "My Activity" / "YouTube"
    folder.mkdir(parents=True)
    write(folder / f"MyActivity.{end}", text)
    source = YoutubeSource([tmp_path / "Takeout"])
    histories, items = imported(source, tmp_path / "me.db")
    assert [i.item_id for i in histories["me"]] == ["ccccccccccc", "aaaaaaaaaaa"]
    assert {i.title for i in items} == {"A knot"}
    assert source.notes == ["left out, what was not watched, but liked or the like: 1"]


def test_advertisements_of_the_page(tmp_path: Path) -> None:
    caption = (
        '<div class="content-cell mdl-cell mdl-typography--caption"><b>Products:</b><br>YouTube'
        "<br><b>Details:</b><br>{}<br></div>"
    )
    cells = ""
    for n, why in enumerate(["Saved to your Google Account", "From Google Ads"]):
        link = f'Watched <a href="{URL}video00000{n}">{"AB"[n]}</a><br>5 Jan 2021, 13:00:00 UTC<br>'
        cells += CELL.format(link) + caption.format(why)
    cells += CELL.format("Watched a video that was removed<br>") + caption.format("From Google Ads")
    page = f"<html><body><div>{cells}</div></body></html>"
    source = YoutubeSource([write(tmp_path / "watch-history.html", page)])
    _, items = imported(source, tmp_path / "x.db")
    assert [item.title for item in items] == ["A"]
    assert source.notes[-1] == "left out, advertisements: 1"


def test_two_videos_in_french_and_an_advertisement_in_german(tmp_path: Path) -> None:
    time = "2021-01-05T13:00:00Z"
    entries = [
        entry("video000001", "Vous avez regardé Chats", time),
        entry(
            "video000002", "Vous avez regardé B", time, details=[{"name": "Von Google Anzeigen"}]
        ),
    ]
    path = write(tmp_path / "watch-history.json", json.dumps(entries))
    _, items = imported(YoutubeSource([path]), tmp_path / "x.db")
    assert [item.title for item in items] == ["Chats"]


SENTENCES = [
    *("{} angesehen", "Has visto {}", "Hai guardato {}", "Je hebt naar {} gekeken", "Så på {}"),
    *("Tittade på {}", "{} katsottiin", "Obejrzano: {}", "Zhlédli jste video {}", "Гледахте {}"),
    *("Megtekintette a következőt: {}", "Ați vizionat {}", "{} adlı videoyu izlediniz"),
    *("Просмотрено видео {}", "Ви дивилися відео {}", "Παρακολουθήσατε το βίντεο {}"),
    *("{}\u00a0を視聴しました", "{} 을(를) 시청했습니다.", "{}을(를) 시청했습니다."),
    *("{} देखा", "Pinanood ang\u00a0{}"),
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_sentence_around_a_single_title(tmp_path: Path, sentence: str) -> None:
    rows = [entry("video000001", sentence.format("Cats"), TIME)]
    path = write(tmp_path / "watch-history.json", json.dumps(rows))
    _, (item,) = imported(YoutubeSource([path]), tmp_path / "x.db")
    assert item.title == "Cats"


def test_a_title_that_looks_like_the_sentence_of_another_language(tmp_path: Path) -> None:
    titles = ["Watched and seen", "Cats", "Dogs", "Has visto"]
    rows = [
        entry(f"video00000{n}", f"{title} angesehen", f"2026-01-0{n + 1}T10:00:00Z")
        for n, title in enumerate(titles)
    ]
    path = write(tmp_path / "Wiedergabeverlauf.json", json.dumps(rows))
    _, items = imported(YoutubeSource([path]), tmp_path / "x.db")
    assert [item.title for item in items] == titles


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("Meine Aktivitäten", "MeineAktivitäten"),
        ("Mi actividad", "MiActividad"),
        ("Etkinliğim", "Etkinliğim"),
        ("我的活动", "我的活动记录"),
        ("نشاطي", "نشاطي"),
    ],
)
def test_all_that_was_done_in_other_languages(tmp_path: Path, folder: str, name: str) -> None:
    """Only what was watched counts, though more was liked."""
    verbs = ("Has visto", *["Te ha gustado"] * 3)
    rows = [entry(f"video00000{n}", f"{verb} Cats", TIME) for n, verb in enumerate(verbs)]
    inner = tmp_path / "Takeout" / folder / "YouTube"
    inner.mkdir(parents=True)
    write(inner / f"{name}.json", json.dumps(rows))
    source = YoutubeSource([tmp_path / "Takeout"])
    _, items = imported(source, tmp_path / "x.db")
    assert [item.item_id for item in items] == ["video000000"]
    assert source.notes == ["left out, what was not watched, but liked or the like: 3"]


@pytest.mark.parametrize("why", ["Von Google Anzeigen", "Des annonces Google", "Reklamy Google"])
def test_advertisements_of_the_page_in_other_languages(tmp_path: Path, why: str) -> None:
    caption = (
        '<div class="content-cell mdl-typography--caption"><b>Produkte:</b><br>YouTube<br>{}'
        "<b>Warum?</b><br>In deinem Google-Konto gespeichert</div>"
    )
    cells = ""
    for n, details in enumerate(["", f"<b>Details:</b><br>\u2003{why}<br>"]):
        link = f'<a href="{URL}video00000{n}">{"AB"[n]}</a> angesehen<br>{TIME}<br>'
        cells += f'<div class="content-cell">{link}</div>' + caption.format(details)
    source = YoutubeSource([write(tmp_path / "Wiedergabeverlauf.html", cells)])
    _, items = imported(source, tmp_path / "x.db")
    assert [item.title for item in items] == ["A"]


@pytest.mark.parametrize("size", [1, 7, 64])
def test_a_page_in_pieces_is_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    """Wherever a piece ends: within a tag, a name, an entity or a letter of several bytes."""
    cells = "".join(
        CELL.format(
            f'Watched\u00a0<a href="{URL}video00000{n}">Ünd &amp; &#39;{n}&#39; 視</a><br>'
            f'<a href="https://x">A &amp; B</a><br>5 Jan 2021, 13:0{n}:00\u202fUTC<br>'
        )
        for n in range(5)
    )
    path = write(tmp_path / "watch-history.html", f"<html><body>{cells}</body></html>")
    monkeypatch.setattr("ilora_edge.importers.records.lines._CHUNK", size)
    source = YoutubeSource([path])
    histories, _ = imported(source, tmp_path / "x.db")
    items = list(source.items())
    assert [item.title for item in items] == [f"Ünd & '{n}' 視" for n in range(5)]
    assert {item.creator for item in items} == {"A & B"}
    assert [i.timestamp for i in histories["me"]] == [1609851600 + 60 * n for n in range(5)]


def test_a_tag_that_does_not_end(tmp_path: Path) -> None:
    path = write(tmp_path / "watch-history.html", "<html><a " + 'b="c" ' * 2**20)
    with pytest.raises(SourceError, match=r"watch-history.html line 1: a tag that does not end"):
        imported(YoutubeSource([path]), tmp_path / "x.db")
