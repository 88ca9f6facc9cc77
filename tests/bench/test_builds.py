"""bench/builds.py at its smallest: the installed build beside itself under another name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ilora_edge.benchmark import shapes
from ilora_edge.benchmark.shapes import Shape
from ilora_edge.llama import library

BENCH = Path(__file__).parents[2] / "bench"
SMALL = Shape(n_layers=1, n_embd=64, n_ff=128, n_vocab=4000, n_heads=4, n_kv_heads=2)


def test_builds_take_turns_and_agree(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(BENCH))
    monkeypatch.setitem(shapes.SHAPES, "15m", SMALL)
    import builds

    other = library.files()[0].parent
    arguments = ["--users", "2", "--threads", "1", "--type", "q8_0", "--json"]
    assert builds.main([*arguments, "--build", f"other={other}"]) == 0
    report = json.loads(capsys.readouterr().out)
    kinds = ("ours", "ours_plain", "floor")
    assert set(report["variants"]) == {*kinds, *(f"other:{kind}" for kind in kinds)}
    assert report["ratios"]["installed_over_other:floor"] > 0
    # The same library: the same answers, to the last bit.
    assert report["largest_difference"]["other:ours"] == 0


def test_the_other_builds_may_have_another_type(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(BENCH))
    monkeypatch.setitem(shapes.SHAPES, "15m", SMALL)
    import builds

    arguments = ["--users", "1", "--threads", "1", "--type", "f16", "--other-type", "q8_0"]
    other = library.files()[0].parent
    assert builds.main([*arguments, "--json", "--build", f"other={other}"]) == 0
    differences = json.loads(capsys.readouterr().out)["largest_difference"]
    assert differences["ours_plain"] == 0
    # The same weights, rounded to eight bits.
    assert 0 < differences["other:ours"] < 1


def test_a_folder_without_libraries_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.syspath_prepend(str(BENCH))
    import builds

    with pytest.raises(SystemExit) as stopped:
        builds.main(["--build", f"other={tmp_path}"])
    assert stopped.value.code == 2
    assert "not NAME=FOLDER with llama.cpp's libraries" in capsys.readouterr().err
