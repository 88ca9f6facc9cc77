"""``--encoder-only``: lists without the language model, by a flag or by the settings."""

from __future__ import annotations

import json
import shlex
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from harness import Cli, one_line

SAID = "the encoder alone ranks, without the language model\n"
MODEL = ("prompt", "mix", "score")


@pytest.fixture(autouse=True)
def no_model(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Have the language model's stations fail, unless a test asks for them."""
    if "with_model" in request.fixturenames:
        return
    for station in MODEL:
        monkeypatch.setattr(f"ilora_edge.recommender.Recommender.{station}", _asked)


@pytest.fixture
def with_model() -> None:
    """Ask for the language model."""


def _asked(*_: object) -> None:
    raise AssertionError("the language model was asked")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: Path, bundle: Path) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "ilora-edge.toml"
    path.write_text(f'db = "{db}"\nbundle = "{bundle}"\nencoder_only = true\n')
    return path


def lists(path: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(
            "SELECT user_id, rank, item_id, score, llm_score, encoder_score FROM recommendations"
        ).fetchall()


def test_the_list_is_the_encoder_s_and_says_so(cli: Cli, bundle: Path, db: Path) -> None:
    done = cli("recommend", "ada", "--db", db, "--bundle", bundle, "--encoder-only", "--json")
    assert (done.code, done.err.count(SAID)) == (0, 1), done
    data = json.loads(done.out)
    assert (data["encoder_only"], data["fusion_weight"]) == (True, 1.0)
    scores = [r["score"] for r in data["recommendations"]]
    assert scores == sorted(scores, reverse=True)
    assert scores == [r["encoder_score"] for r in data["recommendations"]]
    assert {r["llm_score"] for r in data["recommendations"]} == {None}
    shown = cli("recommend", "ada", "--db", db, "--bundle", bundle, "--encoder-only", "-v").out
    assert "score = encoder (natural logarithms)" in shown
    assert "LLM" not in shown
    assert "gate" not in shown


def test_with_the_model_it_says_so_too(cli: Cli, with_model: None, settings: Path) -> None:
    """A flag goes before the settings, and so does what is asked of the model."""
    for flags in (("--no-encoder-only",), ("--llm-only",), ("--fusion-weight", 2)):
        done = cli("recommend", "ada", "--json", *flags)
        assert (done.code, SAID in done.err) == (0, False), done
        data = json.loads(done.out)
        assert data["encoder_only"] is False
        assert None not in {r["llm_score"] for r in data["recommendations"]}


@pytest.mark.parametrize("flag", ["--llm-only", "--greedy", "--fusion-weight"])
def test_what_asks_the_model_excludes_it(cli: Cli, bundle: Path, db: Path, flag: str) -> None:
    words = (flag, "2") if flag == "--fusion-weight" else (flag,)
    done = cli(
        *("recommend", "ada", "--db", db, "--bundle", bundle, "-k", 1), "--encoder-only", *words
    )
    assert (done.code, done.out) == (1, "")
    assert one_line(done.err)
    assert flag in done.err
    assert "--encoder-only" in done.err


def test_every_command_that_lists_goes_by_the_settings(
    cli: Cli, settings: Path, tmp_path: Path
) -> None:
    daily = cli("recommend", "ada", "--json")
    assert (daily.code, json.loads(daily.out)["encoder_only"]) == (0, True)
    assert SAID not in daily.err, "it is the same every day"
    assert SAID in cli("recommend", "ada", "-v").err
    together = cli("recommend", "ada", "bob", "--json")
    assert together.code == 0, together.err
    explained = cli("explain", "ada", "m7", "--json")
    assert json.loads(explained.out)["llm_rank"] is None
    past = json.loads(explained.out)["past"]
    assert past
    assert {p["llm_fall"] for p in past} == {None}
    assert "language model" not in cli("explain", "ada", "m7").out
    assert "language model" not in cli("why-not", "ada", "m19", "-k", 1).out
    page = cli("report", "ada", "--out", tmp_path / "ada.html")
    assert page.code == 0, page.err
    assert "The experts" not in (tmp_path / "ada.html").read_text()


def test_everyone_is_ranked_as_recommend_ranks(
    cli: Cli, bundle: Path, db: Path, tmp_path: Path
) -> None:
    out = tmp_path / "lists.db"
    base = ("--db", db, "--bundle", bundle)
    done = cli("score", *base, "--out", out, "--workers", 1, "--encoder-only")
    assert (done.code, done.err.count(SAID)) == (0, 1), done
    found = lists(out)
    assert {user for user, *_ in found} == {"ada", "bob", "cy", "dan"}
    one = json.loads(cli("recommend", "ada", *base, "--encoder-only", "--json").out)
    assert [row[1:] for row in found if row[0] == "ada"] == [
        (r["rank"], r["item_id"], pytest.approx(r["score"]), None, pytest.approx(r["score"]))
        for r in one["recommendations"]
    ]
    again = cli("score", *base, "--out", out, "--workers", 1, "--encoder-only")
    assert "0 users ranked, 4 unchanged" in again.err


def test_lists_with_the_model_are_others(
    cli: Cli, with_model: None, bundle: Path, db: Path, tmp_path: Path
) -> None:
    out = tmp_path / "lists.db"
    base = ("score", "--db", db, "--bundle", bundle, "--out", out, "--workers", 1)
    assert "4 users ranked" in cli(*base, "--encoder-only").err
    done = cli(*base)
    assert "4 users ranked, 0 unchanged" in done.err, done
    assert None not in {llm for *_, llm, _ in lists(out)}


def test_a_timer_leaves_it_out_as_well(cli: Cli, settings: Path) -> None:
    line = cli("schedule", "--out", "lists.db", "--cron").out
    assert "--encoder-only" in shlex.split(line)


def test_the_key_of_the_settings_is_a_switch(cli: Cli, settings: Path) -> None:
    settings.write_text("encoder_only = 'yes'\n")
    done = cli("recommend", "ada")
    assert (done.code, done.out) == (1, "")
    assert one_line(done.err)
    assert "encoder_only must be true or false" in done.err
