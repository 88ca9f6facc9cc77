"""YouTube's watch history from Google Takeout: ``watch-history.json`` or ``watch-history.html``.

JSON: an array of ``header, title, titleUrl, subtitles[].name, time, details[].name``, the title
as a sentence of the account's language (``Watched X``, ``X angesehen``). HTML: a cell for each,
with the words, a link to the video, a link to the channel, and the time in that language.
``MyActivity``, of another part of Takeout, is of the same form, and has more than was watched;
since 2026 a watch history has some of that as well: what was liked, shared or voted on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ilora_edge.histories.database import Item
from ilora_edge.importers.personal import Event, PersonalExport, said, wrong_file
from ilora_edge.importers.records.json_records import read_json
from ilora_edge.importers.records.lines import Place, text
from ilora_edge.importers.tables.dates import DateColumn
from ilora_edge.importers.youtube_page import CELL, Cell, read_cells
from ilora_edge.importers.youtube_sentences import (
    Sentence,
    is_other_deed,
    name_in_another,
    sentence_of,
)
from ilora_edge.titles import printable

_VIDEO = re.compile(
    r"https?://(?:www\.|m\.|music\.)?(?:youtube\.com/(?:watch\?(?:.*&)?v=|shorts/|live/)|youtu\.be/)"
    r"([\w-]{6,20})"
)
# Of what led to a video, only the service of advertisements has the company's name.
_ADS = re.compile(r"\bads\b|google", re.IGNORECASE)
_OF_MUSIC = " - Topic"
_GONE = "videos that are gone, and what is not a video"
_NOT_WATCHED = "what was not watched, but liked or the like"


# What the file of all that was done is called, in the languages that public programs know.
_OF_ALL = (
    *("myactivity", "my activity", "meineaktivit", "meine aktivit", "miactividad", "mi actividad"),
    *(
        "monactivit",
        "mon activit",
        "mijnactiviteit",
        "mijn activiteit",
        "etkinli",
        "我的活动",
        "نشاطي",
    ),
)


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
                    "سجل",
                ),
            )
            for end in ("json", "html")
        ),
        *(f"*/youtube/{name}*.{end}" for name in _OF_ALL for end in ("json", "html")),
    )

    def events(self, paths: Sequence[Path]) -> Iterator[Event]:
        """Yield each video watched."""
        for path in paths:
            with_words = path.suffix.lower() == ".json"
            found = self._of_json(path) if with_words else self._of_html(path)
            events = list(found)
            sentence = Sentence()
            if with_words:
                sentence = sentence_of([e.item.title for e in events], _is_of_all(path))
            for event in events:
                title = sentence.name_in(event.item.title)
                if title is None:
                    # An account's language changes, and its older entries keep theirs.
                    title = name_in_another(event.item.title)
                if title is None and (_is_of_all(path) or is_other_deed(event.item.title)):
                    self.leave_out(_NOT_WATCHED)
                    continue
                item = event.item
                # Of a few entries nothing but the address is there.
                title = (item.title if title is None else title) or item.item_id
                item = Item(item.item_id, title, None, creator=item.creator)
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
                self.leave_out(_GONE)
                continue
            time = DateColumn("time").read(record.get("time"), place)
            yield Event(_video(video[1], title, _channel(record)), time)

    def _of_html(self, path: Path) -> Iterator[Event]:
        place = Place(printable(path.name), 1)
        videos = list(self._videos_of(path))
        if _is_of_all(path) and videos:
            usual, _ = Counter(cell.words for cell in videos).most_common(1)[0]
            for _ in [cell for cell in videos if cell.words != usual]:
                self.leave_out(_NOT_WATCHED)
            videos = [cell for cell in videos if cell.words == usual]
        for _ in [cell for cell in videos if is_other_deed(cell.words)]:
            self.leave_out(_NOT_WATCHED)
        videos = [cell for cell in videos if not is_other_deed(cell.words)]
        column = DateColumn("the time", self._order)
        for cell in videos:
            column.learn(cell.last, place)
        self.note(column.settle())
        for cell in videos:
            channel = cell.links[1][1] if len(cell.links) > 1 else None
            item = _video(_video_of(cell), text(cell.links[0][1], "title", place), channel)
            yield Event(item, column.read(cell.last, place))

    def _videos_of(self, path: Path) -> Iterator[Cell]:
        """Yield the cells that are of videos, which are there and no advertisements."""
        is_page = False
        for cell in self.counted(path, read_cells(path, self._encoding)):
            is_page = True
            if cell.is_ad:
                self.leave_out("advertisements")
            elif not _video_of(cell) or _VIDEO.match(cell.links[0][1]):
                self.leave_out(_GONE)
            else:
                yield cell
        if not is_page:
            raise wrong_file(path, self.service, [], f"cells of the class {CELL!r}")


def _video_of(cell: Cell) -> str:
    """Return the id of the video that a cell links to, empty where there is none."""
    found = (match for href, _ in cell.links if (match := _VIDEO.match(href)))
    return next((match[1] for match in found), "")


def _is_of_all(path: Path) -> bool:
    """Whether a file has all that was done, what was liked and searched for too."""
    return path.name.lower().startswith(_OF_ALL)


def _video(video_id: str, title: str, channel: str | None) -> Item:
    """Return a video; a channel that YouTube itself made of an artist's music has his name."""
    return Item(video_id, title, None, creator=channel and channel.removesuffix(_OF_MUSIC))


def _is_ad(detail: Any) -> bool:
    name = detail.get("name") if isinstance(detail, dict) else None
    return isinstance(name, str) and _ADS.search(name) is not None


def _channel(record: dict[str, Any]) -> str | None:
    subtitles = record.get("subtitles")
    first = subtitles[0] if isinstance(subtitles, list) and subtitles else None
    name = first.get("name") if isinstance(first, dict) else None
    return name if isinstance(name, str) and name else None


SOURCE = YoutubeSource
