"""The benchmark of conversion runs; no time and no memory is tested."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "bench" / "convert.py"


def test_it_converts_a_checkpoint_in_children(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main = runpy.run_path(str(SCRIPT))["main"]
    assert main(["--shape", "toy", "--scratch", str(tmp_path), "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    matrices = 2 * (2 * 64 * 64 + 2 * 32 * 64 + 3 * 64 * 96) + 2 * 500 * 64
    assert result["parameters"] == matrices + 5 * 64
    assert result["source_size"] == 2 * result["parameters"]
    assert list(result["types"]) == ["f16", "q8_0"]
    for values in result["types"].values():
        assert values["peak_rss"] > 1e6
        assert values["gb_per_s"] > 0
    assert result["types"]["q8_0"]["size"] < result["types"]["f16"]["size"]
    assert not list(tmp_path.iterdir()), "nothing is left"
