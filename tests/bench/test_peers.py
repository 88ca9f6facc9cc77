"""The peers in torch answer as ours do, so that their times can be compared."""

from __future__ import annotations

import json
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
    from ilora_edge.bundle import open_bundle

    case = make_case("demo", "f16", Path())
    plans = make_plan(case, 2)
    ours = Ours(case, plans, 1)
    bundle = open_bundle(case.bundle)
    for mix, one_pass in zip(MIXES, PASSES, strict=True):
        scorer = TorchScorer(
            case.bundle, bundle.manifest, bundle.backbone, torch.float32, mix, one_pass
        )
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
def test_the_script_reports_and_compares(capsys: pytest.CaptureFixture[str]) -> None:
    import peers

    code = peers.main(["--shape", "demo", "--users", "1", "--threads", "1", "--json"])
    out, err = capsys.readouterr()
    report = json.loads(out)
    assert code == 0, err
    assert set(peers.PEERS) <= set(report["variants"])
    assert report["ratios"]["transformers_over_ours"] > 0
    assert report["memory_ratios"]["fp32_over_ours"] > 1
    assert report["largest_difference"]["transformers_fp32"] < 0.05
