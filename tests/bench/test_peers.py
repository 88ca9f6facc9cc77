"""The peers in torch answer as ours do, so that their times can be compared."""

from __future__ import annotations

import json
import platform
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture
def bench_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCH))


@pytest.mark.usefixtures("bench_folder")
def test_every_way_of_scoring_in_torch_gives_our_scores() -> None:
    import numpy as np
    import torch
    from peers_torch import MIXES, PASSES, TorchScorer

    from ilora_edge.benchmark.plan import make_plan
    from ilora_edge.benchmark.shapes import make_case
    from ilora_edge.benchmark.variants import Ours
    from ilora_edge.bundle.files import open_bundle

    case = make_case("demo", "f16", Path())
    plans = make_plan(case, 2)
    ours = Ours(case, plans, 1)
    bundle = open_bundle(case.bundle)
    for mix, one_pass in zip(MIXES, PASSES, strict=True):
        scorer = TorchScorer(bundle, torch.float32, mix, one_pass)
        for plan in plans:
            scorer.set_gate(np.array(plan.gate_weights, np.float32))
            theirs = scorer.score(plan.prompt, plan.answers)
            scores = ours.run(plan).scores
            assert scores is not None
            seen = [i for i, s in enumerate(scores) if s == s]
            assert len(seen) == 10
            # float16 weights, keys and values on our side.
            assert max(abs(scores[i] - theirs[i]) for i in seen) < 0.02


@pytest.mark.usefixtures("bench_folder")
def test_the_script_reports_and_compares(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import peers

    # As where only the dev extra is installed.
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    # The same code in another environment: see below.
    monkeypatch.delitem(peers.PEERS, "transformers_fp32_avx2")
    # Closer than bfloat16 can come.
    monkeypatch.setitem(peers.TOLERANCES, "transformers_bf16", 1e-6)
    code = peers.main(["--shape", "demo", "--users", "1", "--threads", "1", "--brief", "--json"])
    out, err = capsys.readouterr()
    report = json.loads(out)
    assert code == 1
    assert err.splitlines() == [
        "server: skipped, it needs another package: pip install xllamacpp",
        "error: other answers than ours: transformers_bf16",
    ]
    assert set(report["variants"]) == {*peers.BRIEF, *peers.PEERS}
    # Each turn's uncounted call, reported beside the counted one.
    assert all(found["cold_ms_per_user"] > 0 for found in report["variants"].values())
    assert all(found["pages_read"] >= 0 for found in report["variants"].values())
    assert report["ratios"]["transformers_fp32_over_ours"] > 0
    assert report["memory_ratios"]["fp32_over_ours"] > 1
    differences = report["largest_difference"]
    assert differences["transformers_fp32"] < 0.05
    assert 1e-6 < differences["transformers_bf16"] < peers.BF16_AGREES


@pytest.mark.usefixtures("bench_folder")
def test_a_bundle_of_ones_own_is_a_shape(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    import peers

    from ilora_edge.demo import demo_bundle

    without = [f"--without={name}" for name in (*peers.PEERS, "server", "high_level")]
    few = ["--users", "1", "--threads", "1", "--brief", "--json", *without]
    assert peers.main(["--bundle", str(demo_bundle()), "--avx2", *few]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["shape"], report["type"]) == (peers.BUNDLE, "f16")
    assert set(report["variants"]) == {"ours", "floor", "k_adapters"}
    assert peers.main(["--bundle", str(tmp_path), *few]) == 1
    assert capsys.readouterr().err.startswith(f"error: {tmp_path}")


@pytest.mark.skipif(platform.machine() != "x86_64", reason="AVX2 is x86-64's")
@pytest.mark.usefixtures("bench_folder")
def test_torch_is_kept_to_avx2() -> None:
    import peers

    found = peers.torch_rate(peers.AVX2)
    # DEFAULT: a CPU without it.
    assert found["capability"] in ("AVX2", "DEFAULT")
    assert found["fp32_gflop_per_s"] > 0


@pytest.mark.usefixtures("bench_folder")
def test_both_ways_of_asking_the_server_give_our_scores() -> None:
    pytest.importorskip("xllamacpp", reason="needs pip install xllamacpp")
    import numpy as np
    from peers_server import ServerScorer

    from ilora_edge.benchmark.plan import make_plan
    from ilora_edge.benchmark.shapes import make_case
    from ilora_edge.benchmark.variants import Ours
    from ilora_edge.bundle.files import open_bundle

    case = make_case("demo", "f16", Path())
    plans = make_plan(case, 2)
    bundle = open_bundle(case.bundle)
    ours = Ours(case, plans, 1)
    for by_grammar in (True, False):
        server = ServerScorer(bundle, 512, 1, by_grammar)
        for plan in plans:
            server.set_gate(np.array(plan.gate_weights, np.float32))
            theirs = server.score(plan.prompt, plan.answers)
            scores = np.array(ours.run(plan).scores)
            assert np.nanmax(np.abs(scores - theirs)) < 0.02
        server.close()
