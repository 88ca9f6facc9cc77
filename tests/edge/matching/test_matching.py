"""Which items of two databases are the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from ilora_edge.catalogue.items import Catalogue, CatalogueItem, write_catalogue
from ilora_edge.matching import title_keys
from ilora_edge.matching.matcher import Matcher, TitleKey, title_key
from ilora_edge.matching.subtitles import main_titles
from ilora_edge.matching.title_keys import other_words, words_of
from ilora_edge.matching.title_numbers import counted

TITLES = [
    "The Matrix (1999)",
    "Solaris (1972)",
    "Solaris (2002)",
    "Amélie (2001)",
    "Heat",
    "Twins (1988)",
    "Twins (1988)",
]


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    items = [CatalogueItem(n, str(n), title, 0, (1,)) for n, title in enumerate(TITLES, 1)]
    write_catalogue(tmp_path / "catalogue.db", items)
    return Catalogue(tmp_path / "catalogue.db")


@pytest.mark.parametrize(
    ("title", "year", "words", "found"),
    [
        ("Matrix, The (1999)", None, "the matrix", 1999),
        ("THE  MATRIX!", "1999-03-31", "the matrix", 1999),
        ("Amelie", 2001.0, "amelie", 2001),
        ("Amélie [2001]", None, "amelie", 2001),
        ("Fast & Furious", None, "fast and furious", None),
        ("Show (2001-2005)", None, "show", 2001),
        ("2001: A Space Odyssey", "1968", "2001 a space odyssey", 1968),
        ("1984", None, "1984", None),
        ("???", None, "???", None),
        ("千と千尋の神隠し (2001)", None, "千と千尋の神隠し", 2001),
        ("Title (1999)", 2005, "title", 1999),
        ("Title", b"1999", "title", None),
        ("Title", 12, "title", None),
        ("\u0301Heat", None, "heat", None),
    ],
)
def test_keys(title: str, year: object, words: str, found: int | None) -> None:
    assert title_key(title, year) == TitleKey(words, found)


@pytest.mark.parametrize(
    "title",
    [
        *("Alien", "Alien (1979)", "12 Monkeys (1995)", "Alien  (1979)", "Alien (79)", "(1979)"),
        *("", " Alien", "Alien\n", "Up (2009) ", "X Y Z (1899)", "\u0130 (1999)", "Alien [1979]"),
        *("a" * 1000, "a " * 600 + "(1979)", "a" * 990 + " (1979) and more"),
    ],
)
def test_a_simple_title_has_the_same_key(title: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Titles of letters and digits alone have a shorter way to their words."""
    short = (
        title_key(title, 2001),
        words_of(title),
        list(other_words(title)),
        list(main_titles(title)),
    )
    monkeypatch.setattr(title_keys, "SIMPLE", re.compile("(?!)"))
    assert short == (
        *(title_key(title, 2001), words_of(title)),
        *(list(other_words(title)), list(main_titles(title))),
    )


@pytest.mark.parametrize(
    ("title", "year", "found"),
    [
        ("Matrix, The", None, "1"),
        ("Matrix, The", 1999, "1"),
        ("The Matrix", 2003, None),
        ("Solaris", 1972, "2"),
        ("Solaris (2002)", None, "3"),
        ("Solaris", None, None),
        ("Amelie", 2001, "4"),
        ("Heat", 1995, "5"),
        ("Twins", 1988, None),
        ("Stalker", 1979, None),
        ("", None, None),
    ],
)
def test_by_title_and_year(
    catalogue: Catalogue, title: str, year: int | None, found: str | None
) -> None:
    (match,) = Matcher(catalogue, [("x", "Heat")]).match([("x", title, year)])
    assert match == (None if found is None else (found, "title"))


def test_a_name_that_another_item_has_is_not_a_shorter_one(tmp_path: Path) -> None:
    write_catalogue(tmp_path / "one.db", [CatalogueItem(1, "1", "Death Bell (2006)", 0, (1,))])
    with closing(Catalogue(tmp_path / "one.db")) as catalogue:
        long = ("x", "Death Bell: The Sound of Iron", 2006)
        alone = Matcher(catalogue, [("x", "Else")])
        assert alone.match([long]) == [("1", "title")]
        beside = Matcher(catalogue, [("x", "Else")])
        beside.learn([("Death Bell", 2006), ("Death Bell: The Sound of Iron", 2006)])
        assert beside.match([long, ("y", "Death Bell", 2006)]) == [None, ("1", "title")]
        # It says itself that it is another one.
        assert alone.match([("z", "Death Bell: The Last Name", 2006)]) == [None]


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("rocky iii", "rocky 3"),
        ("nineteen eighty four", "1984"),
        ("twenty twelve", "2012"),
        ("a hundred and one spaniels", "101 spaniels"),
        ("two thousand and forty four", "2044"),
        ("the thirty nine steps", "the 39 steps"),
        ("one two three", "1 2 3"),
        ("nine to five", "9 to 5"),
        ("seven and seven", "7 and 7"),
        ("part i", "part 1"),
        ("i and the million", "i and the 1000000"),
        ("one million one million one thousand", "2001000"),
        ("hundred hundred", "100 100"),
        (f"{'million ' * 3}one", "1000000 1000000 1000001"),
    ],
)
def test_numbers_in_words(words: str, digits: str) -> None:
    assert counted(words) == digits


def test_ids_that_mean_the_same_are_believed(catalogue: Catalogue) -> None:
    matcher = Matcher(catalogue, [("1", "Matrix, The"), ("2", "Solaris"), ("9", "Else")])
    assert matcher.ids_agree
    found = matcher.match([("1", "Renamed", None), ("9", "Amelie", 2001), ("8", "Else", None)])
    assert found == [("1", "id"), ("4", "title"), None]


def test_ids_that_only_look_alike_are_not(catalogue: Catalogue) -> None:
    matcher = Matcher(catalogue, [("1", "Heat"), ("2", "Stalker"), ("3", "Mirror")])
    assert not matcher.ids_agree
    assert matcher.match([("1", "Heat", None), ("2", "Stalker", None)]) == [("5", "title"), None]


BENCH = Path(__file__).parents[3] / "bench"


def test_labelled_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The numbers of docs/matching.md; bench/matching.py prints them."""
    monkeypatch.syspath_prepend(str(BENCH))
    from matching import count, read_pairs

    pairs = read_pairs()
    assert len(pairs) >= 300
    counts, misses = count(pairs)
    # Of the pairs that are not the same none is taken for it.
    assert [p for p, found in misses if not p.same and found is not None] == []
    assert counts["all"].right >= 0.98 * counts["all"].same


def test_a_missing_year_is_open_where_the_database_has_several(catalogue: Catalogue) -> None:
    matcher = Matcher(catalogue, [("x", "Heat")])
    assert matcher.match([("x", "The Matrix", None)]) == [("1", "title")]
    matcher.learn([("The Matrix (1999)", None), ("The Matrix", 2030), ("Heat", 1995)])
    assert matcher.match([("x", "The Matrix", None)]) == [None]


@pytest.mark.parametrize(
    ("catalogue_years", "database_years", "found"),
    [
        # The exact year wins, whatever stands beside it.
        ((1999,), (1999, 2000), ("1999", None)),
        ((1999, 2000), (1999, 2000), ("1999", "2000")),
        ((1999, 2005), (2005, 2006), ("2005", None)),
        # One off, and nothing nearer.
        ((1999,), (2000,), ("1999",)),
        ((1999, 2005), (2000, 2006), ("1999", "2005")),
        ((1999,), (2000, 2010), ("1999", None)),
        # Two that are as near: neither.
        ((1999, 2001), (2000,), (None,)),
        ((1999,), (1998, 2000), (None, None)),
        ((1999,), (2001,), (None,)),
    ],
)
def test_years_that_are_one_off(
    tmp_path: Path,
    catalogue_years: tuple[int, ...],
    database_years: tuple[int, ...],
    found: tuple[str | None, ...],
) -> None:
    items = (
        CatalogueItem(n, str(year), f"Low Water ({year})", 1, (1,))
        for n, year in enumerate(catalogue_years, 1)
    )
    write_catalogue(tmp_path / "years.db", items)
    with closing(Catalogue(tmp_path / "years.db")) as catalogue:
        matcher = Matcher(catalogue, [("x", "Heat")])
        rows = [(f"i{year}", "Low Water", year) for year in database_years]
        matcher.learn((title, year) for _, title, year in rows)
        matches = matcher.match(rows)
    assert tuple(None if m is None else m[0] for m in matches) == found


@contextmanager
def catalogue_of(folder: Path, *titles: str) -> Iterator[Catalogue]:
    """The items are called 1, 2 and so on."""
    items = [CatalogueItem(n, str(n), title, 1, (1,)) for n, title in enumerate(titles, 1)]
    write_catalogue(folder / "other.db", items)
    with closing(Catalogue(folder / "other.db")) as found:
        yield found


def test_a_title_that_was_filmed_again_is_not_of_a_year_nearby(tmp_path: Path) -> None:
    with catalogue_of(tmp_path, "Dune (1984)", "Low Water (1984)") as catalogue:
        rows = [("a", "Dune", 1985), ("b", "Low Water", 1985), ("c", "Dune", 1984)]
        found = Matcher(catalogue, [("x", "Heat")]).match(rows)
    assert [m and m[0] for m in found] == [None, "2", "1"]


@pytest.mark.parametrize(("n_alike", "do_agree"), [(3, True), (2, False)])
def test_ids_are_believed_where_half_of_the_titles_agree(
    tmp_path: Path, n_alike: int, do_agree: bool
) -> None:
    titles = ["Clay", "Tin", "Zinc", "Lead", "Iron"]
    with catalogue_of(tmp_path, *titles) as catalogue:
        theirs = [*titles[:n_alike], *(f"Not {t}" for t in titles[n_alike:])]
        sample = [(str(n), title) for n, title in enumerate(theirs, 1)]
        assert Matcher(catalogue, sample).ids_agree is do_agree


@pytest.mark.parametrize(
    ("titles", "written"),
    [(("Clay (1990)", "Tin (1991)", "Zinc"), "Up (2009)"), (("Clay (1990)", "Tin"), "Up")],
)
def test_years_are_written_where_most_of_the_catalogue_s_titles_have_one(
    tmp_path: Path, titles: tuple[str, ...], written: str
) -> None:
    with catalogue_of(tmp_path, *titles) as catalogue:
        assert Matcher(catalogue, []).written("Up", 2009) == written


@pytest.mark.parametrize(("year", "found"), [(1990, "1"), (None, "1"), (1999, None)])
def test_parts_in_another_order_are_of_the_same_year(
    tmp_path: Path, year: int | None, found: str | None
) -> None:
    with catalogue_of(tmp_path, "Clay by Iris Roe (1990)") as catalogue:
        (match,) = Matcher(catalogue, []).match([("a", "Roe, Iris - Clay", year)])
    assert (match and match[0]) == found


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ('{"year": 2001, "original_title": "Amélie"}', ("4", "title")),
        ('{"year": 2001.0, "original_title": null}', None),
        ('{"year": "2001-04-25", "original_title": "AMELIE", "imdb": "tt0211915"}', ("4", "title")),
        ("{not JSON", None),
        ("[" * 100_000, None),
        ('{"year": [1], "original_title": {"a": 1}, "guid": 3}', None),
    ],
)
def test_facts(catalogue: Catalogue, facts: str, found: tuple[str, str] | None) -> None:
    (match,) = Matcher(catalogue, [("x", "Heat")]).match([("x", "Die fabelhafte Welt", facts)])
    assert match == found


@pytest.mark.parametrize("sample", [None, [], [("7", "7"), ("8", "")]])
def test_without_titles_ids_are_all_there_is(
    catalogue: Catalogue, sample: list[tuple[str, str]] | None
) -> None:
    found = Matcher(catalogue, sample).match([("7", "", None), ("8", "", None)])
    assert found == [("7", "id"), None]


# Of each script, titles that only some marks or letters tell apart.
SCRIPTS = {
    "thai": ["ข่าว", "ข้าว", "ไหม", "พี่มาก พระโขนง"],
    "devanagari": ["कल", "काल", "किल", "लगान", "लगन"],
    "arabic": ["كتب", "كتاب", "المدينة", "علي"],
    "hebrew": ["שלום", "שלם", "הבית", "בית"],
    "hangul": ["기생충", "괴물", "고물"],
    "kana": ["か", "が", "は", "ば", "ぱ", "ゴジラ", "コジラ"],
    "han": ["千与千寻", "千と千尋の神隠し", "七人の侍"],
    "turkish": ["Ihlamur", "İhlamur", "Çağrı", "Cagri"],
    "vietnamese": ["Mùi đu đủ xanh", "Mui du du xanh", "Bố già"],
    "tamil": ["விக்ரம்", "விகரம்"],
    "cyrillic": ["Ёлки", "Елки", "Мой", "Мои", "Їжак"],
    "latin": ["Amélie", "Amelie", "Straße", "ﬁlm ﬁne", "Œuvre", "Rocky Ⅳ", "Ｆｕｌｌ", "Alien³"],
}


def spellings(title: str) -> Iterator[str]:
    yield from (unicodedata.normalize("NFD", title), unicodedata.normalize("NFC", title))
    yield from (title.upper(), title.lower(), title.replace(" ", "\u00a0"))
    yield f"\u200f  {title}\u200e "
    yield "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in title)
    for first, last, point in ("\u0621\u064a\u064e", "\u05d0\u05ea\u05b8"):
        yield "".join(c + point if first <= c <= last else c for c in title)


@pytest.mark.parametrize("year", [1999, None])
@pytest.mark.parametrize("titles", SCRIPTS.values(), ids=SCRIPTS)
def test_every_spelling_is_the_title_to_the_letter(
    tmp_path: Path, titles: list[str], year: int | None
) -> None:
    named = [f"{title} ({year})" if year else title for title in titles]
    items = [CatalogueItem(n, str(n), title, 0, (1,)) for n, title in enumerate(named, 1)]
    write_catalogue(tmp_path / "catalogue.db", items)
    with closing(Catalogue(tmp_path / "catalogue.db")) as catalogue:
        matcher = Matcher(catalogue, [("x", "No such title")])
        for n, title in enumerate(titles, 1):
            asked = [("d", spelling, year) for spelling in spellings(title)]
            assert matcher.match(asked) == [(str(n), "title")] * len(asked)
