"""The whole path by the command line: import, train, export, recommend, evaluate."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from harness import Cli, one_line
from twelve_users import RECIPE, write_histories_csv


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_histories_csv(Path("histories.csv"))
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize(
    "prompt",
    [
        "",
        "candidates_in_prompt = true",
        'style = "hybrid"\ncandidates_in_prompt = true',
        'style = "compact"\nanswers = "labels"',
    ],
)
def test_from_a_csv_file_to_a_ranked_list(cli: Cli, work: Path, prompt: str) -> None:
    Path("recipe.toml").write_text(RECIPE.format(prompt=prompt))
    for command in (
        ("import", "csv", "histories.csv", "h.db"),
        ("train", "recipe.toml", "--db", "h.db", "--out", "runs/one", "--quiet"),
        ("export", "runs/one", "--out", "bundles/one", "--preset", "balanced", "--quiet"),
    ):
        done = cli(*command)
        assert done.code == 0, done.err
    card = Path("bundles/one/README.md").read_text()
    assert "LLM alone" in card
    assert sorted(p.name for p in Path("bundles").iterdir()) == ["one"]
    modes = {oct(p.stat().st_mode & 0o777) for p in Path("bundles/one").iterdir()}
    assert modes == {"0o644"}
    text = Path("bundles/one/manifest.json").read_text()
    assert str(work) not in text, "no path of this machine"
    done = cli("recommend", "u3", "--db", "h.db", "--bundle", "bundles/one", "--json")
    assert len(json.loads(done.out)["recommendations"]) == 10
    done = cli("evaluate", "--bundle", "bundles/one", "--db", "h.db", "--json", "--draws", 2)
    assert json.loads(done.out)["n_rows"] == 12
    again = cli("train", "recipe.toml", "--db", "h.db", "--out", "runs/one", "--resume")
    assert again.code == 0, "resuming a finished run is no work and no error"
    refused = cli("export", "runs/one", "--out", "bundles/one")
    assert refused.code == 1
    assert one_line(refused.err)
    assert "--force" in refused.err


@pytest.mark.parametrize("command", ["train", "export"])
def test_without_the_extra_the_pip_command_is_named(
    cli: Cli, work: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *a: None if name == "torch" else find(name, *a)
    )
    args = ["--db", "h.db", "--out", "run"] if command == "train" else ["--out", "bundle"]
    done = cli(command, "something", *args)
    assert done.code == 1
    assert one_line(done.err)
    assert f"pip install 'ilora-edge[{command}]'" in done.err


def test_senseless_exports_are_one_line(cli: Cli, work: Path) -> None:
    Path("mine").mkdir()
    Path("mine/letter.txt").write_text("dear")
    for args, code in ((("--out", "b"), 1), (("--out", "b", "--preset", "tiny"), 2)):
        done = cli("export", "nowhere", *args)
        assert done.code == code
        assert one_line(done.err)
    done = cli("export", "nowhere", "--out", "mine", "--force")
    assert "not a bundle" in done.err
    assert Path("mine/letter.txt").read_text() == "dear"


def test_the_system_s_refusals_are_one_line(cli: Cli, work: Path) -> None:
    Path("recipe.toml").write_text(RECIPE.format(prompt=""))
    cli("import", "csv", "histories.csv", "h.db")
    Path("taken").write_text("a file")
    for args in (
        # Which else says first that it reads the histories.
        ("train", "recipe.toml", "--db", "h.db", "--out", "taken", "--quiet"),
        ("train", "recipe.toml", "--db", "h.db", "--out", "taken/run", "--quiet"),
        ("recommend", "--cold", "--bundle", "b" * 300),
    ):
        done = cli(*args)
        assert (done.code, done.out) == (1, "")
        assert one_line(done.err), done.err


def test_a_closed_pipe_is_no_traceback(bundle: Path, db: Path) -> None:
    done = subprocess.run(
        f"{sys.executable} -c 'from ilora_cli.app import main; main()' "
        f"recommend ada --db {db} --bundle {bundle} | true",
        shell=True, capture_output=True, text=True, check=False, env={**os.environ},
    )  # fmt: skip
    assert "Traceback" not in done.stderr
