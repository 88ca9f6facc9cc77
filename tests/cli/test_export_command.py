"""``ilora-edge export``: what it prints, what it keeps, and how it fails."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from harness import Cli, one_line
from twelve_users import RECIPE, write_histories_csv

from ilora_edge.bundle.presets import PRESETS
from ilora_edge.errors import EngineError
from ilora_edge.importers.delimited import DelimitedSource
from ilora_edge.importers.store import write_import
from ilora_edge.importers.tables.columns import Columns
from ilora_export import experts as export_experts_module
from ilora_export.gguf_backbone import convert_backbone
from ilora_export.report import _probe, older_kernels
from ilora_train.run import train

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run of a twelve-user data set."""
    folder = tmp_path_factory.mktemp("trained")
    write_histories_csv(folder / "histories.csv")
    (folder / "recipe.toml").write_text(RECIPE.format(prompt='style = "hybrid"'))
    columns = Columns("user_id", "item_id", "timestamp", "rating", "title")
    write_import(
        folder / "h.db", DelimitedSource(folder / "histories.csv", "csv", columns, None, ",")
    )
    train(folder / "recipe.toml", folder / "h.db", folder / "run", quiet=True)
    return folder / "run"


REPORTED = {
    "name": "small",
    "size": 1_234_000,
    "prefill_tokens_per_second": 3456.0,
    "tokens_per_second_with": {"sse42": 789.0},
    "peak_memory": 98_800_000,
    "hr1": {"bundle": [0.5, 0.25, 0.75], "llm": [0.125, 0.0, 0.375]},
    "pairs_in_order": 0.875,
    "same_best": 0.75,
}
"""A preset, as it is reported."""


def left(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_parity_is_a_table_on_stderr(cli: Cli, run: Path, tmp_path: Path) -> None:
    done = cli("export", run, "--out", tmp_path / "b", "--quiet", "--licence", "CC0 *really*")
    assert (done.code, done.out) == (0, "")
    for text in ("exact, f32", "as it runs, f16", "candidates' scores", "peak memory until"):
        assert text in done.err
    card = (tmp_path / "b" / "README.md").read_text()
    assert r"Licence of the training data: CC0 \*really\*." in card
    assert "pairs of candidates in the same order | 100.00%" in card
    assert left(tmp_path) == ["b"]


def test_json_has_parity_and_report(cli: Cli, run: Path, tmp_path: Path) -> None:
    options = ("--preset", "small", "--report", "--json", "--quiet")
    done = cli("export", run, "--out", tmp_path / "b", *options)
    assert done.code == 0, done.err
    printed: dict[str, Any] = json.loads(done.out)
    manifest = json.loads((tmp_path / "b" / "manifest.json").read_text())
    assert printed["parity"] == manifest["parity"]
    assert printed["parity"]["shipped"]["type"] == "q4_k_m"
    report = printed["report"]
    assert report == manifest["metrics"]["presets"]
    assert [row["name"] for row in report] == list(PRESETS)
    sizes = {row["name"]: row["size"] for row in report}
    assert sizes["full"] == sizes["bf16"] > sizes["balanced"] > sizes["small"] >= sizes["q4_0"]
    assert (tmp_path / "b" / "backbone.gguf").stat().st_size == sizes["small"]
    for row in report:
        assert row["prefill_tokens_per_second"] > 0
        assert list(row["tokens_per_second_with"]) == older_kernels()
        assert all(speed > 0 for speed in row["tokens_per_second_with"].values())
        # What a device needs, not what this process holds.
        assert 30e6 < row["peak_memory"] < 300e6
        low, mean, high = (row["hr1"]["bundle"][i] for i in (1, 0, 2))
        assert 0 <= low <= mean <= high <= 1
        assert 0.5 < row["pairs_in_order"] <= 1
    assert report[0]["pairs_in_order"] == report[0]["same_best"] == 1
    assert "### Presets" in (tmp_path / "b" / "README.md").read_text()
    assert left(tmp_path) == ["b"]


def test_the_report_is_a_table_too(
    cli: Cli, run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # How it is measured, the test before says.
    monkeypatch.setattr("ilora_export.bundle.measure_presets", lambda *_: [REPORTED])
    done = cli("export", run, "--out", tmp_path / "b", "--report", "--no-parity", "--quiet")
    assert (done.code, done.out) == (0, "")
    assert "prefill tokens/s" in done.err
    (line,) = (line for line in done.err.splitlines() if line.lstrip().startswith("small"))
    numbers = ("1.2", "3,456", "789", "99", "0.500 (0.250 to 0.750)", "87.50%", "75.0%")
    assert [line.count(number) for number in numbers] == [1] * len(numbers), line
    assert "parity with torch: not checked, left out (--no-parity)" in done.err


def test_a_wrong_export_is_one_line(
    cli: Cli, run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_experts_module, "permuted", lambda name, rows, config: -rows)
    done = cli("export", run, "--out", tmp_path / "b", "--quiet")
    assert (done.code, done.out) == (1, "")
    assert one_line(done.err), done.err
    assert "its logits differ from torch's by" in done.err
    assert left(tmp_path) == []


def test_without_parity_the_weights_are_not_loaded(
    cli: Cli, run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli("export", run, "--out", tmp_path / "with", "--quiet")
    monkeypatch.setattr("ilora_train.run_folder.load_backbone", lambda *_: pytest.fail("loaded"))
    done = cli("export", run, "--out", tmp_path / "without", "--no-parity", "--quiet")
    assert done.code == 0, done.err
    for name in ("backbone.gguf", "experts.safetensors", "catalogue.db"):
        assert (tmp_path / "with" / name).read_bytes() == (tmp_path / "without" / name).read_bytes()


def test_an_existing_gguf(cli: Cli, run: Path, tmp_path: Path) -> None:
    convert_backbone(run / "backbone", tmp_path / "m.gguf", "q8_0")
    given = ("--backbone-gguf", tmp_path / "m.gguf")
    done = cli("export", run, "--out", tmp_path / "b", *given, "--quiet")
    assert done.code == 0, done.err
    assert "as it runs, q8_0" in done.err
    for extra in (("--preset", "full"), ("--backbone-gguf", run / "run.json")):
        done = cli("export", run, "--out", tmp_path / "c", *given, *extra, "--quiet")
        assert done.code == 1
        assert one_line(done.err), done.err
    assert left(tmp_path) == ["b", "m.gguf"]


def test_a_licence_is_one_line(cli: Cli, run: Path, tmp_path: Path) -> None:
    for text in ("a\nb", "x" * 201):
        done = cli("export", run, "--out", tmp_path / "b", "--licence", text)
        assert done.code == 1
        assert one_line(done.err)


def test_a_bundle_that_cannot_be_measured_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="cannot be measured") as caught:
        _probe(tmp_path, [], exact=True)
    assert "\n" not in str(caught.value)
