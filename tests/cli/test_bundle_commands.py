"""``ilora-edge bundle``: what each command prints, and that a refusal is one line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from bundle_edits import edit_manifest
from harness import Cli, one_line

HOSTILE_NAME = "\x1b[31mred\u202e [bold]name[/bold]\nsecond line"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_show_prints_what_is_in_it(cli: Cli, own_bundle: Path) -> None:
    done = cli("bundle", "show", own_bundle)
    assert (done.code, done.err) == (0, "")
    for part in ("backbone.gguf", "llama, inside", "4 of rank 8 together", "unsigned"):
        assert part in done.out
    data = json.loads(cli("bundle", "show", own_bundle, "--json").out)
    manifest = json.loads((own_bundle / "manifest.json").read_text())
    assert {k: data[k] for k in manifest} == manifest
    assert (data["experts_only"], data["signed_by"]) == (False, None)
    assert data["size"] == sum(f["size"] for f in manifest["files"].values())


def test_show_tells_other_titles_from_ids(cli: Cli, own_bundle: Path) -> None:
    ids = {"imdb": {"tt1": 1, "tt2": 2}, "title": {"Ferne Tage (1953)": 2}}
    edit_manifest(own_bundle, lambda data: data.update(external_ids=ids))
    shown = {" ".join(line.split()) for line in cli("bundle", "show", own_bundle).out.splitlines()}
    assert {"other titles 1", "ids elsewhere 2 of imdb"} <= shown


def test_show_prints_no_stranger_s_control_characters(cli: Cli, own_bundle: Path) -> None:
    def change(data: dict[str, object]) -> None:
        data["name"] = HOSTILE_NAME
        data["metrics"] = {"paper": {"models": {HOSTILE_NAME: {HOSTILE_NAME: 1.0}, "x": 5}}}
        data["parity"] = {HOSTILE_NAME: HOSTILE_NAME}

    edit_manifest(own_bundle, change)
    for command in (("show", own_bundle), ("verify", own_bundle)):
        done = cli("bundle", *command)
        assert done.code == 0, done.err
        assert "\x1b" not in done.out + done.err
        assert "\u202e" not in done.out + done.err
    data = json.loads(cli("bundle", "show", own_bundle, "--json").out)
    assert data["name"] == HOSTILE_NAME


def test_verify_prints_every_check(cli: Cli, own_bundle: Path) -> None:
    (own_bundle / "notes.txt").write_text("mine")
    done = cli("bundle", "verify", own_bundle)
    assert done.code == 0
    for part in ("encoder.onnx", "ok", "unsigned", "notes.txt", "unexpected"):
        assert part in done.out
    data = json.loads(cli("bundle", "verify", own_bundle, "--json").out)
    assert data["valid"] is True
    assert {"name": "notes.txt", "status": "unexpected", "detail": ""} | data["checks"][-1] == (
        data["checks"][-1]
    )


def test_pack_unpack_and_recommend(cli: Cli, bundle: Path, db: Path, here: Path) -> None:
    assert cli("bundle", "pack", bundle).code == 0
    assert [p.name for p in here.iterdir()] == ["bundle.ilora"]
    assert cli("bundle", "verify", "bundle.ilora").code == 0
    assert cli("bundle", "show", "bundle.ilora").code == 0
    refused = cli("recommend", "ada", "--db", db, "--bundle", "bundle.ilora")
    assert refused.code == 1
    assert one_line(refused.err)
    assert "ilora-edge bundle unpack bundle.ilora" in refused.err
    done = cli("bundle", "unpack", "bundle.ilora")
    assert (done.code, done.out) == (0, "")
    assert "recommend" in done.err
    for folder in (bundle, "bundle"):
        done = cli("recommend", "ada", "--db", db, "--bundle", folder, "--json")
        assert done.code == 0
    again = cli("bundle", "unpack", "bundle.ilora")
    assert again.code == 1
    assert one_line(again.err)
    assert cli("bundle", "unpack", "bundle.ilora", "--force").code == 0


def test_experts_only_bundles_are_a_fraction_and_recommend_the_same(
    cli: Cli, bundle: Path, db: Path, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ILORA_EDGE_BACKBONES", raising=False)
    assert cli("bundle", "strip", bundle, "experts").code == 0
    ask = ("recommend", "ada", "--db", db, "--json", "--bundle")
    expected = json.loads(cli(*ask, bundle).out)["recommendations"]
    for backbone in (bundle, bundle / "backbone.gguf"):
        done = cli(*ask, "experts", "--backbone", backbone)
        assert json.loads(done.out)["recommendations"] == expected
    done = cli("evaluate", "--bundle", "experts", "--backbone", bundle, "--db", db, "--json")
    assert done.code == 0, done.err
    monkeypatch.setenv("ILORA_EDGE_BACKBONES", str(bundle))
    assert json.loads(cli(*ask, "experts").out)["recommendations"] == expected
    assert "by reference" in cli("bundle", "show", "experts").out
    monkeypatch.delenv("ILORA_EDGE_BACKBONES")
    wrong = bundle / "encoder.onnx"
    for args in ((), ("--backbone", wrong), ("--backbone", here), ("--backbone", "nowhere")):
        refused = cli(*ask, "experts", *args)
        assert (refused.code, refused.out) == (1, "")
        assert one_line(refused.err)
        digest = json.loads((bundle / "manifest.json").read_text())["backbone"]["sha256"]
        assert digest[:12] in refused.err
    assert cli("bundle", "pack", "experts").code == 0
    assert Path("experts.ilora").stat().st_size < (bundle / "backbone.gguf").stat().st_size
    done = cli("bundle", "unpack", "experts.ilora", "out")
    assert "holds experts only; its backbone" in done.err
    assert done.err.endswith("--bundle out --backbone PATH\n")
    # Where it is here no PATH is to be typed.
    monkeypatch.setenv("ILORA_EDGE_BACKBONES", str(bundle))
    done = cli("bundle", "unpack", "experts.ilora", "found")
    assert f"its language model is here: {bundle / 'backbone.gguf'}" in done.err
    assert done.err.endswith("--bundle found\n")
    monkeypatch.delenv("ILORA_EDGE_BACKBONES")
    shutil.copyfile(bundle / "backbone.gguf", "out/backbone.gguf")
    assert json.loads(cli(*ask, "out").out)["recommendations"] == expected


def test_diff_prints_what_differs(cli: Cli, bundle: Path, own_bundle: Path) -> None:
    done = cli("bundle", "diff", bundle, own_bundle)
    assert (done.code, done.out) == (0, "")
    assert "no difference" in done.err
    edit_manifest(own_bundle, lambda data: data["prompt"].update(history_window=7))
    done = cli("bundle", "diff", bundle, own_bundle)
    assert done.code == 0
    assert "prompt.history_window" in done.out
    data = json.loads(cli("bundle", "diff", bundle, own_bundle, "--json").out)
    assert data == {
        "equal": False,
        "differences": [{"field": "prompt.history_window", "a": 4, "b": 7}],
    }


def test_signing_and_demanding_a_signature(cli: Cli, own_bundle: Path, here: Path) -> None:
    pytest.importorskip("cryptography")
    for name in ("key", "other"):
        done = cli("bundle", "keygen", name)
        assert (done.code, done.out) == (0, "")
        assert "PRIVATE" not in done.err
    refused = cli("bundle", "verify", own_bundle, "--key", "key.pub")
    assert (refused.code, refused.out) == (1, "")
    assert one_line(refused.err)
    assert "unsigned" in refused.err
    assert cli("bundle", "sign", own_bundle, "--key", "key").code == 0
    assert cli("bundle", "verify", own_bundle).code == 0
    assert cli("bundle", "verify", own_bundle, "--key", "key.pub").code == 0
    assert "by key" in cli("bundle", "show", own_bundle).out
    assert cli("bundle", "pack", own_bundle, "x.ilora").code == 0
    for command in (("verify", own_bundle), ("verify", "x.ilora"), ("unpack", "x.ilora", "out")):
        refused = cli("bundle", *command, "--key", "other.pub")
        assert (refused.code, refused.out) == (1, "")
        assert one_line(refused.err)
        assert "not by" in refused.err
    assert not (here / "out").exists()
    assert cli("bundle", "unpack", "x.ilora", "out", "--key", "key.pub").code == 0
    edit_manifest(own_bundle, lambda data: data.update(name="another"))
    refused = cli("bundle", "verify", own_bundle)
    assert refused.code == 1
    assert one_line(refused.err)


@pytest.mark.parametrize(
    "args",
    [
        ("show", "nowhere"),
        ("show", "."),
        ("show", "text"),
        ("verify", "nowhere"),
        ("verify", "."),
        ("verify", "text"),
        ("verify", "text", "--backbone", "."),
        ("verify", "BUNDLE", "--key", "text"),
        ("verify", "BUNDLE", "--key", "nowhere"),
        ("verify", "BUNDLE", "--backbone", "nowhere"),
        ("pack", "nowhere"),
        ("pack", "."),
        ("pack", "text"),
        ("pack", "BUNDLE", "text"),
        ("pack", "BUNDLE", "text/below"),
        ("unpack", "nowhere"),
        ("unpack", "."),
        ("unpack", "text"),
        ("unpack", "text", "out"),
        ("unpack", "BUNDLE", "out"),
        ("strip", "nowhere", "out"),
        ("strip", "BUNDLE", "text"),
        ("strip", "BUNDLE", "text", "--force"),
        ("diff", "BUNDLE", "nowhere"),
        ("diff", "text", "BUNDLE"),
        ("sign", "BUNDLE", "--key", "nowhere"),
        ("sign", "BUNDLE", "--key", "text"),
        ("keygen", "text"),
    ],
)
def test_refusals_are_one_line_and_exit_1(
    cli: Cli, bundle: Path, here: Path, args: tuple[str, ...]
) -> None:
    (here / "text").write_text("neither a bundle nor a key")
    done = cli("bundle", *(bundle if a == "BUNDLE" else a for a in args))
    assert (done.code, done.out) == (1, "")
    assert one_line(done.err), done.err
    assert [p.name for p in here.iterdir()] == ["text"]
    assert (here / "text").read_text() == "neither a bundle nor a key"


def test_every_command_has_help(cli: Cli) -> None:
    for command in ("show", "verify", "pack", "unpack", "strip", "diff", "keygen", "sign"):
        done = cli("bundle", command, "--help")
        assert done.code == 0
        assert "Usage" in done.out
