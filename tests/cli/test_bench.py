"""``ilora-edge bench``, run for real on the demo, and what keeps its numbers honest."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from harness import Cli, one_line

from ilora_edge.benchmark import runner
from ilora_edge.benchmark.plan import make_plan, write_plan
from ilora_edge.benchmark.runner import VariantSpec, disagreeing, own_variants, run_bench
from ilora_edge.benchmark.shapes import Shape, make_case, make_random_case
from ilora_edge.benchmark.variants import VARIANTS
from ilora_edge.benchmark.work import user_gflop
from ilora_edge.errors import EngineError
from ilora_edge.untrusted.gguf_header import read_gguf_header

SMALL = Shape(n_layers=2, n_embd=64, n_ff=128, n_vocab=4000, n_heads=4, n_kv_heads=2)


@pytest.fixture(autouse=True)
def quick_peak(monkeypatch: pytest.MonkeyPatch) -> None:
    measure = runner.measure_peak
    monkeypatch.setattr(runner, "measure_peak", lambda n: measure(n, 0.01))


def test_the_demo_is_timed_and_all_answers_agree(cli: Cli) -> None:
    done = cli("bench", "--users", "2", "--threads", "1", "--json")
    assert done.code == 0, done.err
    report = json.loads(done.out)
    assert set(report["variants"]) == set(VARIANTS)
    found = report["variants"]
    ratio = found["ours"]["ms_per_user"] / found["floor"]["ms_per_user"]
    assert report["ratios"]["ours_over_floor"] == pytest.approx(ratio, rel=0.5)
    assert report["floor_ms_per_user"] == found["floor"]["ms_per_user"]
    assert set(report["ratios"]) == set(runner.RATIOS)
    # The mix is the same whichever way it reaches the model.
    assert set(report["largest_difference"]) >= {"k_adapters", "high_level", "ours_first"}
    assert max(report["largest_difference"].values()) < runner.AGREES
    assert done.err == ""
    for name in ("ours", "floor"):
        assert found[name]["peak_mb"] > 20
        assert found[name]["gflop_per_s"] > 0


def test_a_random_bundle_is_made_once(cli: Cli, tmp_path: Path) -> None:
    case = make_random_case("small", SMALL, "q8_0", tmp_path / "case", seed=1)
    header = read_gguf_header(case.bundle / "backbone.gguf")
    assert header.tensors["blk.1.ffn_up.weight"].shape == (64, 128)
    assert header.tensors["token_embd.weight"].type_name == "q8_0"
    (before,) = {p.stat().st_mtime_ns for p in [case.bundle / "backbone.gguf"]}
    assert make_random_case("small", SMALL, "q8_0", tmp_path / "case", seed=1) == case
    assert (case.bundle / "backbone.gguf").stat().st_mtime_ns == before
    plans = make_plan(case, 3)
    assert all(abs(len(p.prompt) - 300) < 10 for p in plans)
    assert all(len(p.answers) == 20 and len(p.answers[0]) == 9 for p in plans)
    assert len({tuple(p.gate_weights) for p in plans}) == 3, "every user another mix"
    report = run_bench(case, own_variants(["ours", "floor", "k_adapters"]), 2, 1)
    assert disagreeing(report) == []
    assert user_gflop(case.bundle, plans[0], True) > user_gflop(case.bundle, plans[0], False)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--shape", "7b"], "'7b' is not one of 'demo', '15m'"),
        (["--shape", "15m", "--type", "q2_k"], "'q2_k' is not one of"),
        (["--type", "q8_0"], "the demo bundle is f16"),
        (["--shape", "15m", "--keep", "FULL"], "holds something else"),
    ],
)
def test_senseless_options_are_one_line(
    cli: Cli, tmp_path: Path, args: list[str], message: str
) -> None:
    (tmp_path / "precious").write_text("mine")
    done = cli("bench", *(str(tmp_path) if a == "FULL" else a for a in args))
    assert done.code == (2 if "is not one of" in message else 1)
    assert one_line(done.err)
    assert message in done.err
    assert [p.name for p in tmp_path.iterdir()] == ["precious"]


def test_a_variant_that_dies_is_named(tmp_path: Path) -> None:
    case = make_case("demo", "f16", Path())
    with pytest.raises(EngineError, match="nobody cannot start"):
        run_bench(case, [VariantSpec("nobody", "no.such.module:thing")], 1, 1)
    write_plan(tmp_path / "plan.json", make_plan(case, 1))
    missing = replace(case, bundle=case.bundle / "nowhere")
    with pytest.raises(EngineError, match="gone cannot start"):
        runner._VariantWorker(missing, VariantSpec("gone", "ours"), tmp_path / "plan.json", 1)
