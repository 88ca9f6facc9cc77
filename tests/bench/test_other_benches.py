"""The further benchmarks run, at their smallest, and report what they say they do."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from ilora_edge.benchmark import shapes
from ilora_edge.benchmark.shapes import Shape

pytestmark = pytest.mark.slow

BENCH = Path(__file__).parents[2] / "bench"
SMALL = Shape(n_layers=1, n_embd=64, n_ff=128, n_vocab=4000, n_heads=4, n_kv_heads=2)


@pytest.fixture(autouse=True)
def small_shapes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCH))
    monkeypatch.setitem(shapes.SHAPES, "15m", SMALL)


def report(capsys: pytest.CaptureFixture[str], module: object, *args: str) -> dict:  # type: ignore[type-arg]
    assert module.main([*args, "--json"]) == 0  # type: ignore[attr-defined]
    data: dict = json.loads(capsys.readouterr().out)  # type: ignore[type-arg]
    return data


def test_growth_with_the_catalogue(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import catalogue_growth

    monkeypatch.setattr(catalogue_growth, "SIZES", (60, 300))
    found = report(capsys, catalogue_growth, "--users", "2", "--threads", "1")
    assert set(found["ms_per_user"]) == {"60", "300"}
    assert found["growth"] > 0


def test_styles(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    import styles

    monkeypatch.setattr(styles, "N_ITEMS", 60)
    found = report(capsys, styles, "--users", "2", "--threads", "1")
    assert len(found["ms_per_user"]) == len(styles.STYLES)
    assert found["hybrid_over_compact"]["labels"] > 1
    assert {r["rows"] for r in found["trained_at_1_2m"]} == {"large", "product"}


@pytest.mark.skipif(sys.platform != "linux", reason="shares of memory are read from /proc")
def test_workers(capsys: pytest.CaptureFixture[str]) -> None:
    import workers

    found = report(capsys, workers, "--users", "6", "--rounds", "1")
    assert "1 x 1" in found["splits"]
    assert all(s["users_per_s"] > 0 and s["memory_mb"] > 20 for s in found["splits"].values())


@pytest.mark.skipif(sys.platform != "linux", reason="peaks of memory are read from /proc")
def test_start(capsys: pytest.CaptureFixture[str]) -> None:
    import start

    found = report(capsys, start, "--rounds", "1", "--shape", "demo")
    assert found["help"]["ratio"] == pytest.approx(
        found["help"]["ms"] / found["help"]["imports_ms"]
    )
    assert found["recommend"]["ms"] > 0
    demo = found["memory"]["demo"]
    assert 20 < demo["peak_mb"] < 1000
    assert demo["allowed_mb"] == pytest.approx(demo["file_mb"] + 200)


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="cores are counted on Linux")
def test_busy(capsys: pytest.CaptureFixture[str]) -> None:
    import busy

    found = report(capsys, busy, "--rounds", "1")
    cores = len(os.sched_getaffinity(0))
    quiet, beside = found["quiet"], found[f"beside {cores} busy processes"]
    for of in (quiet, beside):
        assert of["openmp_over_ours"] == pytest.approx(of["openmp_ms"] / of["ours_ms"])


def test_ways_of_the_mix(capsys: pytest.CaptureFixture[str]) -> None:
    import mix

    found = report(capsys, mix, "--users", "2", "--threads", "1")
    assert set(found["over_floor"]) == {"adapter", "fold"}
    assert all(ms > 0 for ms in found["mix_ms"].values())
    assert set(report(capsys, mix, "--mixes", "120")["grown_mib"]) == {"adapter", "fold"}


def test_first_places(capsys: pytest.CaptureFixture[str]) -> None:
    import first

    found = report(capsys, first, "--users", "5")
    assert found["exact"] == found["users"] == 5
    assert found["greedy"] >= found["greedy_proven"]


@pytest.mark.skipif(sys.platform != "linux", reason="peaks of memory are read from /proc")
def test_scoring(capsys: pytest.CaptureFixture[str]) -> None:
    import scoring

    found = report(capsys, scoring, "--users", "8", "--rounds", "1")
    for workers in ("1 workers", "2 workers"):
        assert found[workers]["score_over_bare"] > 0
    grown = report(capsys, scoring, "--memory", "5", "20")
    assert set(grown["reader_mb"]) == {"5", "20"}
    assert grown["growth"] > 0.5


def test_reasons_are_compared_with_others(capsys: pytest.CaptureFixture[str]) -> None:
    import faithfulness

    assert faithfulness.main(["--users", "2"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["users"] == 2
    most = found["largest_fall_without_any_item"][0]
    assert most >= found["fall_without_the_named_item"][0] > found["fall_without_another_item"][0]


def test_households_by_three_ways(capsys: pytest.CaptureFixture[str]) -> None:
    import household

    assert household.main(["--pairs", "2"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"nash", "mean", "misery"}
    for way in found.values():
        assert 0 < way["who_gets_less"] <= way["who_gets_more"] <= 1 + 1e-9


def test_dislikes_in_folds(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    import dislikes

    lines = [
        f"{user}\t{(7 * user + 3 * n) % 40 + 1}\t{(user + n) % 5 + 1}\t{1000 + n}"
        for user in range(1, 321)
        for n in range(12)
    ]
    (tmp_path / "u.data").write_text("\n".join(lines))
    assert dislikes.main(["--data", str(tmp_path), "--epochs", "1"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["folds"]) == 4
    assert found["test_users"] == sum(f["test_users"] for f in found["folds"]) > 0
    for measure in found["test_as_shipped"].values():
        assert measure["with"] - measure["without"] == pytest.approx(
            measure["difference"], abs=2e-4
        )


def test_learning_on_the_device_is_compared_in_pairs(capsys: pytest.CaptureFixture[str]) -> None:
    import device_learning

    assert device_learning.main(["--users", "2"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["users"] == 2
    assert 0 <= found["ndcg10_without"] <= 1
    assert sum("difference" in v for v in found.values() if isinstance(v, dict)) == 6


def test_one_person(capsys: pytest.CaptureFixture[str]) -> None:
    import one_person

    sizes = ("--events", "300", "--users", "3", "--items", "40", "--rounds", "1")
    found = report(capsys, one_person, *sizes, "--other", str(BENCH.parent))
    assert found.keys() == {"users", "recommend"}
    assert all(numbers["ratio"] > 0 for numbers in found.values())


def test_long_histories(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import long_history

    read_in: list[Path] = []

    def read_here(checkout: Path, path: Path, what: str) -> dict[str, object]:
        read_in.append(checkout)
        return long_history.read(path, what)

    monkeypatch.setattr(long_history, "read_by", read_here)
    sizes = ("--plays", "600", "--items", "200", "--targets", "30")
    found = report(capsys, long_history, *sizes, "--against", str(BENCH))
    assert set(found) == {"list", "evaluate"}
    for of in found.values():
        assert of["same"]
        assert of["cpu_s"] > 0
        assert of["peak_mb over the other's"] > 0
    assert read_in == [BENCH, BENCH.parent] * 2


def test_import_cost(capsys: pytest.CaptureFixture[str]) -> None:
    import import_cost

    found = report(capsys, import_cost, "--rows", "40", "--plays", "30", "--rounds", "1")
    assert found.keys() == import_cost.KINDS.keys()
    assert all(of["mib"] > of["floor_mib"] > 1 and of["cpu_s"] > 0 for of in found.values())
