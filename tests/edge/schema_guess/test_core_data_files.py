"""Files of Core Data and SwiftData: every name in capitals, of words without a break."""

from __future__ import annotations

from guessing import TITLES, Row, guess

from ilora_edge.schema_guess.propose import is_open
from ilora_edge.schema_guess.words.name_words import split_words, without_class

_SECONDS_SINCE_2001 = 781_000_000.25
_KEYS = "Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER"


def _named(table: str, count: int) -> str:
    rows = ", ".join(f"({n + 1}, 1, 1, '{TITLES[n % 6]} {n}')" for n in range(count))
    return f"CREATE TABLE {table} ({_KEYS}, ZNAME VARCHAR); INSERT INTO {table} VALUES {rows};"


def test_what_was_done_is_read_out_of_a_name_in_capitals() -> None:
    for made, of in (("ZTASTING", "ZWINE"), ("ZTRAILHIKEENTRY", "ZTRAIL")):
        rows: list[Row] = [
            (n + 1, 2, 1, 1 + n * 5 % 9, _SECONDS_SINCE_2001 + n * 90_000) for n in range(40)
        ]
        columns = f"{_KEYS}, {of} INTEGER, ZTIMESTAMP TIMESTAMP"
        found = guess(f"{_named(of, 9)} CREATE TABLE {made} ({columns});", made, rows)
        assert f"{of} AS item, ZTIMESTAMP AS time" in found[0].interactions
        assert not is_open(found), found[0].doubts


def test_core_data_s_names_are_split_and_other_capitals_are_left() -> None:
    assert split_words("ZLASTREADDATE") == ("last", "read", "date")
    assert split_words("ZFILMBUDDYMOVIE") == ("filmbuddy", "movie")
    assert split_words("ZTHREAD") == ("thread",)
    assert split_words("ZOVERVIEW") == ("overview",)
    assert split_words("ZIPCODE") == ("zipcode",)
    assert without_class(split_words("ZCDBOOK")) == ("book",)
    assert without_class(split_words("ZBOOKMO")) == ("book",)


def test_chapters_called_alike_are_not_one_chapter() -> None:
    rows: list[Row] = [
        (
            n + 1,
            2,
            1,
            1 + n // 8,
            f"Chapter {1 + n % 8}",
            _SECONDS_SINCE_2001 + n * 90_000 if n % 8 < 4 else None,
        )
        for n in range(72)
    ]
    columns = f"{_KEYS}, ZSERIES INTEGER, ZNAME VARCHAR, ZREADAT TIMESTAMP"
    found = guess(f"{_named('ZSERIES', 9)} CREATE TABLE ZCHAPTER ({columns});", "ZCHAPTER", rows)
    assert "ZSERIES AS item, ZREADAT AS time" in found[0].interactions
    script = f"CREATE TABLE ZCHAPTER ({columns.replace('ZSERIES', 'ZFILES')});"
    assert "ZNAME AS item" not in guess(script, "ZCHAPTER", rows)[0].interactions
