"""Lists that people keep by hand: in their own words, with links, with a date in three columns."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from importing import imported, write

from ilora_edge.importers.delimited import DelimitedSource


def read(folder: Path, text: str) -> list[tuple[str, str, float | None]]:
    """Return item, day (``-`` for a place or none) and rating of each interaction."""
    source = DelimitedSource(write(folder / "x", text), "csv")
    histories, items = imported(source, folder / "x.db")
    titles = {item.item_id: item.title for item in items}
    return [
        (
            titles[e.item_id],
            f"{datetime.fromtimestamp(e.timestamp, UTC):%Y-%m-%d}" if e.timestamp > 10**8 else "-",
            e.rating,
        )
        for events in histories.values()
        for e in events
    ]


@pytest.mark.parametrize(
    "header",
    [
        *("Titre;Note presse;Ma note;Vu le", "Título;Director;Mi nota;Fecha de visionado"),
        *("Titolo;Regista;Il mio voto;Data visione", "Titel;Regie;Meine Wertung;Gesehen"),
        *("Titel;Regisseur;Mijn cijfer;Bekeken op", "Tytuł;Reżyser;Moja ocena;Obejrzano"),
        *("Фильм;Режиссёр;Моя оценка;Просмотрен", "Film Adı;Yönetmen;Puanım;İzlenme Tarihi"),
        *("Název;Režie;Moje hodnocení;Zhlédnuto", "片名;导演;我的评分;观看日期"),
        *("Film;Rating IMDb;My rating;Watched", "Livre;Auteur;Note;Lu le"),
    ],
)
def test_in_a_persons_own_words(tmp_path: Path, header: str) -> None:
    assert read(tmp_path, f"{header}\nAsh;Roe;4;25.06.2024\n") == [("Ash", "2024-06-25", 4)]


@pytest.mark.parametrize(
    ("field", "title"),
    [
        ("[Ash](https://example.org/1)", "Ash"),
        ('"<a href=""https://example.org"">Ash</a>"', "Ash"),
        ('"=HYPERLINK(""https://example.org"",""Ash"")"', "Ash"),
        ("[[Ash]]", "Ash"),
        ("[[films/ash|Ash]]", "Ash"),
        ("[Ash]", "[Ash]"),
        ("[Ash] (live)", "[Ash] (live)"),
        ("<Ash>", "<Ash>"),
    ],
)
def test_of_a_link_its_text(tmp_path: Path, field: str, title: str) -> None:
    assert read(tmp_path, f"Title,Date\n{field},2024-06-25\n") == [(title, "2024-06-25", None)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Title,Year,Month,Day\nAsh,2024,6,25\n", "2024-06-25"),
        ("Titel;Jahr;Monat;Tag\nAsh;2024;Juni;25\n", "2024-06-25"),
        ("Title,Year,Month,Day\nAsh,2024,6,\n", "2024-06-01"),
        ("Title,Year,Month,Day\nAsh,,,\n", "-"),
        ("Title,Year Watched\nAsh,2024\n", "2024-01-01"),
        ("Title,Watched\nAsh,2024\n", "2024-01-01"),
        # When it came out.
        ("Title,Year\nAsh,2024\n", "-"),
    ],
)
def test_a_day_in_pieces(tmp_path: Path, text: str, day: str) -> None:
    ((_, found, _),) = read(tmp_path, text)
    assert found == day


def test_of_what_was_done_a_month_or_a_year_is_its_first_day(tmp_path: Path) -> None:
    found = read(tmp_path, "Title,Watched\nAsh,2024-05\nFern,2023\nMoss,2022-01-30\n")
    assert sorted(found) == [
        ("Ash", "2024-05-01", None),
        ("Fern", "2023-01-01", None),
        ("Moss", "2022-01-30", None),
    ]
    (tmp_path / "x.db").unlink()
    counts = read(tmp_path, "Title,Played\nAsh,2010\nFern,3\n")
    assert [day for _, day, _ in counts] == ["-", "-"], "how often"


def test_a_note_of_ones_own_is_a_remark_in_english(tmp_path: Path) -> None:
    text = "Wine name,Personal Note,Your rating\nAsh,like tea,3.5\n"
    assert read(tmp_path, text) == [("Ash", "-", 3.5)]


def test_of_a_players_events_one_is_the_play(tmp_path: Path) -> None:
    rows = "pause,Ash,1700000100\nplay,Ash,1700000000\nstop,Ash,1700005000\n"
    assert read(tmp_path, f"event,title,time\n{rows}") == [("Ash", "2023-11-14", None)]
    (tmp_path / "x.db").unlink()
    rows = "media.play,Ash,1700000000\nmedia.scrobble,Ash,1700005000\n"
    assert len(read(tmp_path, f"event,title,time\n{rows}")) == 1
