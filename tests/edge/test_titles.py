from __future__ import annotations

import csv
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ilora_edge.titles import move_article, printable, shown_id

MOVED = {
    "Shawshank Redemption, The (1994)": "The Shawshank Redemption (1994)",
    "Shawshank Redemption, The": "The Shawshank Redemption",
    "American in Paris, An (1951)": "An American in Paris (1951)",
    "City of Lost Children, The (Cité des enfants perdus, La) (1995)": (
        "The City of Lost Children (La Cité des enfants perdus) (1995)"
    ),
    "Good, the Bad and the Ugly, The (Buono, il brutto, il cattivo, Il) (1966)": (
        "The Good, the Bad and the Ugly (Il Buono, il brutto, il cattivo) (1966)"
    ),
    "Misérables, Les (1995)": "Les Misérables (1995)",
    "Boot, Das (1981)": "Das Boot (1981)",
    "Tin Drum, The (Blechtrommel, Die) (1979)": "The Tin Drum (Die Blechtrommel) (1979)",
    "Enfer, L' (1994)": "L'Enfer (1994)",
    "Enfer, L\u2019 (1994)": "L\u2019Enfer (1994)",
    "Convent, The (Convento, O) (1995)": "The Convent (O Convento) (1995)",
    "Fists in the Pocket (Pugni in tasca, I) (1965)": (
        "Fists in the Pocket (I Pugni in tasca) (1965)"
    ),
    "Raven, The (a.k.a. Crow, The) (1935)": "The Raven (a.k.a. The Crow) (1935)",
    "Beans of Egypt, Maine, The (1994)": "The Beans of Egypt, Maine (1994)",
    "Godfather (Restored), The (1972)": "The Godfather (Restored) (1972)",
    "Long Walk, The (Weg, Der (Langer, Ein)) (1990)": (
        "The Long Walk (Der Weg (Ein Langer)) (1990)"
    ),
    "matrix, the (1999)": "the matrix (1999)",
    "Movie, The (1995) (V)": "The Movie (1995) (V)",
    "  Two Friends (1986) ": "Two Friends (1986)",
}

UNMOVED = [
    "I, Robot (2004)",
    "10,000 BC (2008)",
    "(500) Days of Summer (2009)",
    "Me, Myself, I (1999)",
    "Paris, Texas (1984)",
    "Corrina, Corrina (1994)",
    "Ooh La, La (1990)",
    "Foo, A, The (1990)",
    "Cry, the Beloved Country (1995)",
    "Die Hard (1988)",
    "Sex, Lies, and Videotape (1989)",
    "Mrs. Brown (Her Majesty, Mrs. Brown) (1997)",
    "Unbalanced, The) (1990)",
    ", The",
    "The",
    "unknown",
    "",
]


@pytest.mark.parametrize(("title", "expected"), MOVED.items())
def test_move_article_puts_a_trailing_article_in_front(title: str, expected: str) -> None:
    assert move_article(title) == expected


@pytest.mark.parametrize("title", UNMOVED)
def test_move_article_leaves_other_commas_alone(title: str) -> None:
    assert move_article(title) == title


@pytest.mark.parametrize("title", ["x" + ", A" * 50_000, "(" * 50_000 + ")" * 50_000, ")" * 50_000])
def test_move_article_survives_hostile_titles(title: str) -> None:
    assert sorted(move_article(title)) == sorted(title)


@given(st.text())
def test_move_article_never_raises_and_invents_no_characters(title: str) -> None:
    moved = move_article(title)
    assert set(moved) <= set(title) | {" "}
    assert len(moved) <= len(title)


@given(
    name=st.from_regex(r"[A-Z][a-z]{3,9}( [A-Z][a-z]{3,9}){0,3}", fullmatch=True),
    article=st.sampled_from(["The", "A", "An", "Le", "La", "Les", "Der", "Das", "El", "Il"]),
    year=st.integers(1900, 2030),
)
def test_move_article_keeps_name_and_year(name: str, article: str, year: int) -> None:
    assert move_article(f"{name}, {article} ({year})") == f"{article} {name} ({year})"
    assert move_article(f"{name} ({year})") == f"{name} ({year})"


# Where clean_title keeps an article behind its comma, move_article does not.
FOREIGN = re.compile(r", (?:L'|[A-Z][a-z]*)(?=\)| \(|$)")


def test_move_article_agrees_with_clean_titles_but_for_foreign_articles(shared_data: Path) -> None:
    path = shared_data / "llara-splits" / "movielens" / "items.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    differing = []
    for row in rows:
        title = re.sub(r"\s*\(\d{4}\)$", "", move_article(row["raw_title"]))
        if title != row["clean_title"]:
            differing.append((title, row["clean_title"]))
    assert len(rows) == 1682
    assert len(differing) == 41
    for moved, clean in differing:
        assert FOREIGN.search(clean)
        assert not FOREIGN.search(moved)
        letters = [sorted(re.sub(r"[\s,]", "", title)) for title in (moved, clean)]
        assert letters[0] == letters[1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Toy Story (1995)", "Toy Story (1995)"),
        ("Cité, Æon Flux 日本語 😀", "Cité, Æon Flux 日本語 😀"),
        ("two\nlines\ttabbed\r\n", "two lines tabbed"),
        ("line\u2028separator\u2029s\x85", "line separator s"),
        ("red \x1b[31malert\x1b[0m\x07", "red [31malert[0m"),
        ("c1 \x9b31m\x90", "c1 31m"),
        ("a\u202eb\u202cc\u2066d\u2069e\u200ef\u200fg\u061ch", "abcdefgh"),
        ("zero\u200bwidth\ufeff\u00ad\u2060\u200d", "zerowidth"),
        ("tag\U000e0041s\U000e0101", "tags"),
        ("filler\u3164\u115f\u034f\ufe0f", "filler"),
        ("half\ud800 \udc80", "half"),
        ("[bold]kept[/bold]", "[bold]kept[/bold]"),
        ("", ""),
    ],
)
def test_printable(text: str, expected: str) -> None:
    assert printable(text) == expected


@given(st.text(st.characters()))
def test_printable_shows_one_harmless_line(text: str) -> None:
    shown = printable(text)
    assert printable(shown) == shown
    assert shown == " ".join(shown.split())
    assert not {unicodedata.category(character) for character in shown} & {"Cc", "Cf", "Cs"}
    shown.encode()


@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S"])))
def test_printable_keeps_visible_ascii(text: str) -> None:
    assert printable(text) == text


def test_an_id_is_shown_whatever_it_is_made_of() -> None:
    assert shown_id("ann") == "'ann'"
    assert shown_id("") == "''"
    # What no terminal shows is spelled out, or two such ids would look alike.
    assert shown_id("\udcff\u200b") == r"'\udcff\u200b'"
    assert len(shown_id("x" * 5000)) < 130
