"""Times as programs store them."""

from __future__ import annotations

import sqlite3

import pytest

from ilora_edge.times.unix_time import unix_seconds

# 2024-01-02 03:04:05 UTC
NOON = 1704164645


@pytest.mark.parametrize(
    "value",
    [
        NOON,
        NOON + 0.9,
        NOON * 1000,
        NOON * 10**6 + 1,
        NOON * 10**9,
        str(NOON),
        "1704164645.5",
        " 2024-01-02 03:04:05 ",
        "2024-01-02T03:04:05Z",
        "2024-01-02T03:04:05.123456789Z",
        "2024-01-02 03:04:05.1234567",
        "2024-01-02 05:04:05.000 +02:00",
        "2024-01-02T05:04:05+0200",
        "2024-01-02 03:04:05 UTC",
        "2024-01-02 03:04:05.123456789 +0000 UTC m=+0.1",
        "2024-01-02 04:04:05.5 +0100 CET",
        "2024-01-02T04:04:05.5+01:00[Europe/Berlin]",
        "Tue, 02 Jan 2024 03:04:05 GMT",
        "02.01.2024 03:04:05",
        "2.1.2024 03:04:05",
        "Tue, 2 Jan 2024 05:04:05 +0200",
    ],
)
def test_one_moment_in_many_forms(value: object) -> None:
    assert unix_seconds(value) == NOON


@pytest.mark.parametrize(
    "text", ["2024-01-02", "2024-01-02 03:04", "2024-01-02T03:04:05.5", "2024-01-02 00:00"]
)
def test_sqlites_own_forms_are_what_sqlite_makes_of_them(text: str) -> None:
    (expected,) = (
        sqlite3.connect(":memory:").execute("SELECT strftime('%s', ?)", (text,)).fetchone()
    )
    assert unix_seconds(text) == int(expected)


def test_julian_days_are_real_numbers_of_recent_centuries() -> None:
    connection = sqlite3.connect(":memory:")
    (day,) = connection.execute("SELECT julianday('2024-01-02 03:04:05')").fetchone()
    assert unix_seconds(day, julian=True) == NOON
    assert unix_seconds(day) == 2460311
    # A whole number is a position, or a time in January 1970.
    assert unix_seconds(2460311, julian=True) == 2460311


@pytest.mark.parametrize(
    "value", ["yesterday", "", b"2024", None, True, float("nan"), float("inf"), 2**70, "2024-13-01"]
)
def test_what_is_no_time(value: object) -> None:
    assert unix_seconds(value) is None
