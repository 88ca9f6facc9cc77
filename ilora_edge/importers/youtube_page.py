"""YouTube's history as a page: a cell for each entry, read in pieces however long its lines are."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from ilora_edge.errors import SourceError
from ilora_edge.importers.records.lines import MAX_TEXT, read_pieces
from ilora_edge.titles import printable

CELL = "content-cell"
# What is open at a piece's end is looked at anew with the next one: a tag, or all of a style, of
# which the page has one of some 150 KiB.
_PIECE = 2**16
_MAX_TAG, _MAX_STYLE = 2**16, 4 * 2**20
# What Google's advertisements are called there, in the languages that public programs know.
_ADS = ("google ads", "google anzeigen", "pubblicitari google", "annonces google")
_COMPANY = "google"


class Cell:
    """What one entry of the page holds."""

    def __init__(self) -> None:
        self.links: list[tuple[str, str]] = []
        """Addresses and their words."""
        self.words = ""
        """Around the links: what was done."""
        self.last = ""
        """The last words: when."""
        self._caption: list[str] = []

    @property
    def is_ad(self) -> bool:
        """Whether an advertisement led to it: of that a part of the caption tells, of its own.

        The first part says which product it is, the last one why the account has it.
        """
        between = self._caption[1:-1]
        return any(_COMPANY in part for part in between) or any(
            ad in part for part in self._caption for ad in _ADS
        )

    def explain(self, words: str, is_heading: bool) -> None:
        """Take words of the caption below, a heading or what stands under one."""
        if is_heading or not self._caption:
            self._caption.append("")
        if len(self._caption[-1]) < MAX_TEXT:
            self._caption[-1] += words.lower()


def read_cells(path: Path, encoding: str | None) -> Iterator[Cell]:
    """Yield the entries that have a link, in the page's order; raises SourceError."""
    page = _Page()
    for number, piece in read_pieces(path, encoding):
        for start in range(0, len(piece), _PIECE):
            page.feed(piece[start : start + _PIECE])
            if len(page.rawdata) > (_MAX_TAG if page.cdata_elem is None else _MAX_STYLE):
                raise SourceError(
                    f"{printable(path.name)} line {number}: a tag that does not end; is it a page?"
                )
            # What is said below the last one may be still to come.
            yield from page.take(all_but=1)
    page.close()
    yield from page.take(all_but=0)


class _Page(HTMLParser):
    """Collects the entries; of texts that two pieces share both halves are put together."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._found: list[Cell] = []
        self._cell: Cell | None = None
        self._latest: Cell | None = None
        self._in_link = self._in_caption = self._in_heading = False
        self._parts: list[str] = []
        self._size = 0

    def take(self, all_but: int) -> list[Cell]:
        """Return the entries found so far but the last, and forget them."""
        n = max(0, len(self._found) - all_but)
        taken, self._found = self._found[:n], self._found[n:]
        return taken

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._end_text()
        if tag == "div":
            classes = (dict(attrs).get("class") or "").split()
            self._in_caption = CELL in classes and "mdl-typography--caption" in classes
            is_entry = CELL in classes and not self._in_caption
            self._cell = Cell() if is_entry and not any("right" in c for c in classes) else None
            self._latest = self._cell or self._latest
        elif tag == "b":
            self._in_heading = True
        elif tag == "a" and self._cell is not None:
            self._in_link = True
            if not self._cell.links:
                self._found.append(self._cell)
            self._cell.links.append((dict(attrs).get("href") or "", ""))

    def handle_endtag(self, tag: str) -> None:
        self._end_text()
        if tag == "a":
            self._in_link = False
        elif tag == "b":
            self._in_heading = False
        elif tag == "div":
            self._cell = None
            self._in_link = self._in_caption = False

    def handle_data(self, data: str) -> None:
        if (self._in_caption or self._cell is not None) and self._size <= MAX_TEXT:
            self._size += len(data)
            self._parts.append(data)

    def close(self) -> None:
        super().close()
        self._end_text()

    def _end_text(self) -> None:
        text, self._parts, self._size = "".join(self._parts), [], 0
        if not text.strip():
            return
        if self._in_caption and self._latest is not None:
            self._latest.explain(text, self._in_heading)
        if self._cell is None:
            return
        if self._in_link:
            href, words = self._cell.links[-1]
            self._cell.links[-1] = (href, (words + text).strip())
            return
        self._cell.words = " ".join(f"{self._cell.words} {self._cell.last}".split())
        self._cell.last = text.strip()
