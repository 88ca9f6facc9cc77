"""The demo that ships: what it claims holds on its simulated, held-out users."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from ilora_cli.app import main
from ilora_edge.demo import SAMPLE_USER, demo_bundle, demo_folder, demo_history
from ilora_edge.evaluation.product import evaluate_product
from ilora_edge.evaluation.rows import read_database
from ilora_edge.histories.database import HistoryDB
from ilora_edge.recommender import Recommender
from ilora_train.simulate import read_films, simulate_users
from ilora_workshop.demo import DEMO_SEED, N_DEMO_USERS


def test_it_is_small_and_names_no_machine() -> None:
    files = [p for p in demo_folder().rglob("*") if p.is_file()]
    assert sum(p.stat().st_size for p in files) < 20_000_000
    for path in files:
        found = re.search(rb"/(home|root|work|tmp|Users)/\w", path.read_bytes())
        assert not found, f"{path} holds a path of a machine"


def test_the_histories_are_those_simulated_from_the_stated_tastes() -> None:
    films = read_films(demo_folder() / "films.csv")
    users = simulate_users(films, N_DEMO_USERS, DEMO_SEED, prefix="demo")
    with HistoryDB(demo_history()) as database:
        assert database.count_users() == N_DEMO_USERS
        for user in users[:20]:
            stored = [i.item_id for i in database.read_history(user.user)]
            assert tuple(stored) == user.item_ids


def test_it_beats_popularity_and_the_llm_moves_the_list_without_harm() -> None:
    with Recommender(demo_bundle()) as recommender:
        rows = read_database(demo_history(), None, recommender.manifest.min_rating, 3, last=True)
        report = evaluate_product(recommender, rows).to_json()
    assert report["n_users"] == N_DEMO_USERS
    over_popularity = report["differences"]["bundle_minus_popularity"]
    assert over_popularity["ndcg10_ci"][0] > 0
    assert over_popularity["hr10_ci"][0] > 0
    assert report["list_changed_by_llm"] >= 0.3
    over_encoder = report["differences"]["bundle_minus_encoder"]
    assert over_encoder["ndcg10"] >= 0
    assert over_encoder["hr10"] >= 0
    assert report["gate_spread"] > 0.1


def test_recommend_without_arguments_uses_it_and_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for args, user in (([], SAMPLE_USER), (["demo-002"], "demo-002")):
        monkeypatch.setattr(sys, "argv", ["ilora-edge", "recommend", *args, "--json"])
        with pytest.raises(SystemExit) as stop:
            main()
        assert not stop.value.code
        out, err = capsys.readouterr()
        data = json.loads(out)
        assert data["user"] == user
        assert len(data["recommendations"]) == 10
        assert "simulated" in err
    assert not list(tmp_path.iterdir())
