"""The order of a database's own items is measured on households of three."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench"


def test_households(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.syspath_prepend(str(BENCH))
    import own_order

    draw = random.Random(0)
    (tmp_path / "u.genre").write_text("Drama|0\nWar|1\n")
    films = [f"{n}|Film {n} (19{50 + n % 40})|||http|{n % 2}|{1 - n % 2}" for n in range(1, 121)]
    (tmp_path / "u.item").write_text("\n".join(films))
    # Each person sees films of one genre.
    rows = [
        f"{user}\t{film}\t4\t{time}"
        for user in range(1, 21)
        for time, film in enumerate(draw.sample(range(1 + user % 2, 121, 2), 20))
    ]
    (tmp_path / "u.data").write_text("\n".join(rows))
    own_order.main(["households", str(tmp_path)])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "households, val: 10 people"
    medians = {line[:28].strip(): int(line.split()[-1]) for line in lines[1:]}
    assert medians["what people here have used"] < medians["chance"]
