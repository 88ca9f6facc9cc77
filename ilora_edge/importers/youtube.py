"""YouTube's watch history from Google Takeout: ``watch-history.json`` or ``watch-history.html``.

JSON: an array of ``header, title, titleUrl, subtitles[].name, time, details[].name``, the title
as a sentence of the account's language (``Watched X``, ``X angesehen``). HTML: a cell for each,
with the words, a link to the video, a link to the channel, and the time in that language.
``MyActivity``, of another part of Takeout, is of the same form, and has more than was watched.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from ilora_edge.histories.database import Item
from ilora_edge.importers.dates import DateColumn
from ilora_edge.importers.json_records import read_json
from ilora_edge.importers.lines import Place, read_lines
from ilora_edge.importers.personal import Event, PersonalExport, said, wrong_file
from ilora_edge.titles import printable

_VIDEO = re.compile(
    r"https?://(?:www\.|m\.|music\.)?(?:youtube\.com/(?:watch\?(?:.*&)?v=|shorts/|live/)|youtu\.be/)"
    r"([\w-]{6,20})"
)
_CELL = "content-cell"
# Of what led to a video, only the service of advertisements has the company's name.
_ADS = ("ads", "google")
_ADS_OF_PAGE = "google ads"
_OF_MUSIC = " - Topic"
_NOT_WATCHED = "what was not watched, but liked or the like"
# How many of the titles must share the words around them for these to be the sentence's.
_SHARED = 0.5
_ENOUGH = 3


class YoutubeSource(PersonalExport):
    """Reads videos by their ids; advertisements and videos that are gone are left out."""

    service = "YouTube"
    # Histories of searches are called so too: what is not a video is left out.
    files = (
        *(
            f"*{word}*.{end}"
            for word in (
                *("watch-history", "verlauf", "histor", "histór", "geschiedenis", "cronologia"),
                *(
                    "geçmiş",
                    "istori",
                    "истори",
                    "історі",
                    "historik",
                    "履歴",
                    "기록",
                    "记录",
                    "紀錄",
                ),
            )
            for end in ("json", "html")
        ),
        "*/youtube/myactivity.json",
        "*/youtube/myactivity.html",
    )

    def events(self, paths: Sequence[Path]) -> Iterator[Event]:
        """Yield each video watched."""
        for path in paths:
            with_words = path.suffix.lower() == ".json"
            found = self._of_json(path) if with_words else self._of_html(path)
            events = list(found)
            before, after = _sentence([e.item.title for e in events]) if with_words else ("", "")
            for event in events:
                title = event.item.title
                if title.startswith(before) and title.endswith(after):
                    title = title[len(before) : len(title) - len(after)].strip()
                elif _is_of_all(path):
                    self.leave_out(_NOT_WATCHED)
                    continue
                item = Item(event.item.item_id, title, None, creator=event.item.creator)
                yield Event(item, event.time)

    def _of_json(self, path: Path) -> Iterator[Event]:
        for place, record in self.counted(path, read_json(path, self._encoding)):
            if "title" not in record and "time" not in record:
                raise wrong_file(path, self.service, list(record), "'title', 'titleUrl', 'time'")
            details = record.get("details")
            if isinstance(details, list) and any(_is_ad(detail) for detail in details):
                self.leave_out("advertisements")
                continue
            video = _VIDEO.search(said(record, "titleUrl", place))
            title = said(record, "title", place)
            if video is None or _VIDEO.search(title):
                self.leave_out("videos that are gone, and what is not a video")
                continue
            time = DateColumn("time").read(record.get("time"), place)
            yield Event(_video(video[1], title, _channel(record)), time)

    def _of_html(self, path: Path) -> Iterator[Event]:
        cells = _Cells()
        for _, line in read_lines(path, self._encoding, max_line=256 * 2**20):
            cells.feed(line + "\n")
        place = Place(printable(path.name), 1)
        shown = [cell for cell in cells.found if not cell.is_ad]
        for _ in range(len(cells.found) - len(shown)):
            self.leave_out("advertisements")
        videos = [cell for cell in shown if cell.video and not _VIDEO.match(cell.links[0][1])]
        for _ in range(len(shown) - len(videos)):
            self.leave_out("videos that are gone, and what is not a video")
        if not cells.found:
            raise wrong_file(path, self.service, [], f"cells of the class {_CELL!r}")
        if _is_of_all(path) and videos:
            usual, _ = Counter(cell.words for cell in videos).most_common(1)[0]
            for _ in [cell for cell in videos if cell.words != usual]:
                self.leave_out(_NOT_WATCHED)
            videos = [cell for cell in videos if cell.words == usual]
        watched: list[tuple[Item, str]] = []
        for cell in videos:
            channel = cell.links[1][1] if len(cell.links) > 1 else None
            watched.append((_video(cell.video, cell.links[0][1], channel), cell.last))
        column = DateColumn("the time", self._order)
        for _, time in watched:
            column.learn(time, place)
        self.note(column.settle())
        for item, time in watched:
            yield Event(item, column.read(time, place))


class _Cell:
    """What one entry of the page holds."""

    def __init__(self) -> None:
        self.links: list[tuple[str, str]] = []
        self.words = ""
        """Around the links: what was done."""
        self.last = ""
        self.is_ad = False

    @property
    def video(self) -> str:
        """The id of the video that it links to, empty where there is none."""
        found = (match for href, _ in self.links if (match := _VIDEO.match(href)))
        return next((match[1] for match in found), "")


class _Cells(HTMLParser):
    """Collects the entries of a page: their links, and the last words after them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[_Cell] = []
        self._cell: _Cell | None = None
        self._href: str | None = None
        self._latest: _Cell | None = None
        self._in_caption = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "div":
            classes = (values.get("class") or "").split()
            self._in_caption = _CELL in classes and "mdl-typography--caption" in classes
            is_entry = _CELL in classes and not self._in_caption
            self._cell = _Cell() if is_entry and not any("right" in c for c in classes) else None
            self._latest = self._cell or self._latest
        elif tag == "a" and self._cell is not None:
            self._href = values.get("href") or ""
            if not self._cell.links:
                self.found.append(self._cell)
            self._cell.links.append((self._href, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._href = None
        elif tag == "div":
            self._cell = None
            self._in_caption = False

    def handle_data(self, data: str) -> None:
        if self._in_caption and self._latest is not None and _ADS_OF_PAGE in data.lower():
            # What is said below an entry: why it is there.
            self._latest.is_ad = True
        if self._cell is None or not data.strip():
            return
        if self._href is not None:
            href, words = self._cell.links[-1]
            self._cell.links[-1] = (href, (words + data).strip())
            return
        self._cell.words = " ".join(f"{self._cell.words} {self._cell.last}".split())
        self._cell.last = data.strip()


def _is_of_all(path: Path) -> bool:
    """Whether a file has all that was done, what was liked and searched for too."""
    return path.name.lower().startswith("myactivity")


def _video(video_id: str, title: str, channel: str | None) -> Item:
    """Return a video; a channel that YouTube itself made of an artist's music has his name."""
    return Item(video_id, title, None, creator=channel and channel.removesuffix(_OF_MUSIC))


def _is_ad(detail: Any) -> bool:
    name = detail.get("name") if isinstance(detail, dict) else None
    return isinstance(name, str) and any(word in name.lower() for word in _ADS)


def _channel(record: dict[str, Any]) -> str | None:
    subtitles = record.get("subtitles")
    first = subtitles[0] if isinstance(subtitles, list) and subtitles else None
    name = first.get("name") if isinstance(first, dict) else None
    return name if isinstance(name, str) and name else None


def _sentence(titles: Sequence[str]) -> tuple[str, str]:
    """Return the words that most titles begin and end with: the sentence around a video's name."""
    for before in ("Watched ", "Viewed ", "Vous avez regardé "):
        if any(title.startswith(before) for title in titles):
            return before, ""
    if len(titles) < _ENOUGH:
        return "", ""
    return _most(titles, first=True), _most(titles, first=False)


def _most(titles: Sequence[str], first: bool) -> str:
    """Return the longest run of words that more than half of the titles share at one end."""
    best = ""
    for n in range(1, 5):
        runs: Counter[str] = Counter()
        for title in titles:
            words = re.split(r"(?<=\s)", title) if first else re.split(r"(?=\s)", title)
            if len(words) > n:
                runs["".join(words[:n] if first else words[-n:])] += 1
        run, count = runs.most_common(1)[0] if runs else ("", 0)
        if count <= _SHARED * len(titles):
            break
        best = run
    return best


SOURCE = YoutubeSource
