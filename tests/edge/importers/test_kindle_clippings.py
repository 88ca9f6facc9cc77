"""My Clippings.txt of a Kindle."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from importing import imported, write

from ilora_edge.errors import SourceError
from ilora_edge.importers.kindle_clippings import KindleClippingsSource

DATES = [
    "- Your Highlight on page 5 | Location 61-62 | Added on Monday, January 1, 2024 10:00:00 PM",
    "- Highlight Loc. 61-62  | Added on Monday, January 01, 2024, 10:00 PM",
    "- Your Highlight at location 61-62 | Added on Monday, 1 January 2024 22:00:00",
    "- Ihre Markierung bei Position 61-62 | Hinzugefügt am Montag, 1. Januar 2024 22:00:00",
    "- Votre surlignement sur la page 5 | Ajouté le lundi 1 janvier 2024 22:00:00",
    "- La subrayado en la página 5 | Añadido el lunes, 1 de enero de 2024 22:00:00",
    "- Il tuo segnalibro a pagina 5 | Aggiunto in data lunedì 1 gennaio 2024 22:00:00",
    "- Seu destaque na página 5 | Adicionado: segunda-feira, 1 de janeiro de 2024 22:00:00",
    "- Je markering op pagina 5 | Toegevoegd op maandag 1 januari 2024 22:00:00",
    "- 您在第 5 页（位置 #61-62）的标注 | 添加于 2024年1月1日星期一 下午10:00:00",
    "- 位置No. 61-62のハイライト | 作成日: 2024年1月1日月曜日 22:00:00",
    "- Ваш выделенный отрывок | Добавлено: понедельник, 1 января 2024 г. в 22:00:00",
]


def clipping(book: str, said: str = DATES[0], text: str = "A word.") -> str:
    return f"{book}\r\n{said}\r\n\r\n{text}\r\n==========\r\n"


def source(folder: Path, *clippings: str) -> KindleClippingsSource:
    text = "\ufeff" + "".join(clippings)
    return KindleClippingsSource([write(folder / "My Clippings.txt", text.encode())])


@pytest.mark.parametrize("said", DATES)
def test_a_mark_says_when_its_book_was_read(said: str, tmp_path: Path) -> None:
    found = source(tmp_path, clipping("\ufeffDune (Frank Herbert)", said))
    ((user, item, time, rating),) = found.interactions()
    assert (user, item, rating) == ("me", "Dune (Frank Herbert)", None)
    assert datetime.fromtimestamp(time, UTC).isoformat() == "2024-01-01T22:00:00+00:00"


@pytest.mark.parametrize(
    ("book", "title", "author"),
    [
        ("Dune (Frank Herbert)", "Dune", "Frank Herbert"),
        ("Dune (Dune #1) (Herbert, Frank)", "Dune (Dune #1)", "Herbert, Frank"),
        ("Ash (Ann Doe (Ed.))", "Ash", "Ann Doe (Ed.)"),
        ("Ash (Ann Doe;Cy Poe)", "Ash", "Ann Doe"),
        ("manual", "manual", None),
        ("Ash ()", "Ash", None),
        (")))(((", ")))(((", None),
        ("Smile :)", "Smile :)", None),
    ],
)
def test_title_and_author(book: str, title: str, author: str | None, tmp_path: Path) -> None:
    found = source(tmp_path, clipping(book))
    list(found.interactions())
    (item,) = found.items()
    assert (item.item_id, item.title, item.creator) == (book, title, author)


def test_a_book_counts_once_when_it_was_marked_last(tmp_path: Path) -> None:
    later = DATES[2].replace("1 January", "5 March")
    one, other = "Dune (Frank Herbert)", "Emma (Jane Austen)"
    found = source(
        tmp_path,
        clipping(one),
        clipping(other),
        clipping(one, later),
        clipping(one, text="========= is no end\r\nof it"),
        clipping("Undated (A. B.)", "- Your Note on Location 99"),
    )
    histories, _ = imported(found, tmp_path / "x.db")
    assert [e.item_id for e in histories["me"]] == ["Undated (A. B.)", other, one]
    assert found.notes == ["without a date, so undated: 1"]


def test_empty_books_and_unended_marks_are_no_events(tmp_path: Path) -> None:
    text = clipping("Dune (Frank Herbert)") + "Emma (Jane Austen)\r\n- Your Note"
    assert len(list(source(tmp_path, "==========\r\n", text).interactions())) == 1


def test_another_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="not an export of Kindle"):
        list(source(tmp_path, "Some notes\r\nof mine\r\n").interactions())


def test_a_line_of_parentheses_takes_no_time(tmp_path: Path) -> None:
    book = "(" * 30_000 + ")" * 29_000
    assert len(list(source(tmp_path, clipping(book)).interactions())) == 1
