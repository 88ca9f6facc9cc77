"""``ilora-edge backbone``, and what a person without a bundle is told."""

from __future__ import annotations

import json
from pathlib import Path

from harness import Cli

from ilora_edge.bundle.named_backbones import PACKAGED


def test_names_are_listed_and_added(cli: Cli, bundle: Path, tmp_path: Path) -> None:
    done = cli("backbone", "add", bundle / "backbone.gguf", "--name", "mine")
    assert (done.code, done.out) == (0, "")
    assert "--backbone mine" in done.err
    listed = {entry["name"]: entry for entry in json.loads(cli("backbone", "list", "--json").out)}
    assert listed["mine"]["path"] == str((bundle / "backbone.gguf").absolute())
    assert listed["smollm2-135m"]["command"] == PACKAGED["smollm2-135m"].command
    shown = cli("backbone", "list")
    assert "smollm2-135m" in shown.out
    refused = cli("backbone", "add", tmp_path / "nothing.gguf")
    assert (refused.code, refused.out) == (1, "")


def test_a_database_without_a_bundle_is_told_of_one(cli: Cli, db: Path) -> None:
    done = cli("recommend", "ada", "--db", db)
    assert (done.code, done.out) == (1, "")
    assert "films" in done.err
    assert done.err.count("\n") == 1
