"""Progress: what a line says, and that a minute is what lies between two."""

from __future__ import annotations

import pytest

from ilora_train import progress
from ilora_train.progress import Progress, Stage


def test_a_line_says_speed_and_time_left() -> None:
    now = [0.0]
    stage = Stage("experts", 500, 100, lambda s: None, lambda: now[0])
    now[0] = 600.0
    stage.advance("loss 1.20", n=100, tokens=120_000)
    assert stage.line() == "experts 200/500, loss 1.20, 200 tokens/s, 30 min left"
    now[0] = 1200.0
    stage.advance("loss 1.10", n=300)
    assert stage.line() == "experts 500/500, loss 1.10, 100 tokens/s"


def test_lines_are_printed_where_there_is_no_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_LINES", 0.0)
    for quiet in (True, False):
        with Progress(quiet).stage("fit [weights]", 2) as stage:
            stage.advance()
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("fit [weights] 1/2, ")
    assert err.count("\n") == 1
