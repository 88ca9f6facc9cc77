"""Experts-only bundles: the backbone is named by size and hash, found, or refused."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from bundle_edits import drop, edit_manifest, put, refusal, statuses

from ilora_edge.bundle.backbone_file import ENVIRONMENT, find_backbone
from ilora_edge.bundle.diff import diff_manifests
from ilora_edge.bundle.edits import strip_backbone
from ilora_edge.bundle.files import (
    BACKBONE,
    HASHED,
    KNOWN_FILES,
    MANIFEST,
    SEAL,
    Manifest,
    open_bundle,
    read_manifest,
)
from ilora_edge.bundle.verify import ABSENT, OK, verify_bundle
from ilora_edge.demo import demo_bundle
from ilora_edge.errors import OptionError
from ilora_edge.recommendation import HistoryItem
from ilora_edge.recommender import Recommender
from ilora_edge.request import Request
from ilora_edge.system.hashes import HashCache
from ilora_edge.untrusted.gguf_header import layout_sha256, read_gguf_header


@pytest.fixture
def stripped(tiny: Path, tmp_path: Path) -> Path:
    strip_backbone(tiny, tmp_path / "experts")
    return tmp_path / "experts"


def recommended(folder: Path, backbone: Path | None = None) -> list[tuple[str, float]]:
    with Recommender(folder, backbone=backbone) as recommender:
        return [(r.item_id, r.score) for r in recommender.recommend(Request([])).recommendations]


def test_stripping_leaves_a_reference(tiny: Path, stripped: Path) -> None:
    whole, manifest = read_manifest(tiny), read_manifest(stripped)
    assert manifest.is_experts_only
    assert not whole.is_experts_only
    files = {n: f for n, f in whole.files.items() if n != BACKBONE}
    assert manifest == replace(whole, files=files)
    names = {p.name for p in stripped.iterdir()}
    assert names == {MANIFEST, SEAL, *HASHED} - {BACKBONE}
    assert names < KNOWN_FILES
    assert "already" in refusal(lambda: strip_backbone(stripped, stripped.with_name("again")))
    refusal(lambda: strip_backbone(tiny, stripped), OptionError)


def test_stripping_an_older_bundle_describes_its_backbone(tmp_path: Path) -> None:
    manifest = strip_backbone(demo_bundle(), tmp_path / "experts")
    layout = layout_sha256(read_gguf_header(demo_bundle() / BACKBONE))
    assert manifest.backbone.layout_sha256 == layout
    assert open_bundle(tmp_path / "experts", demo_bundle()).manifest == manifest


def test_stripping_keeps_fields_that_are_not_known(own: Path, tmp_path: Path) -> None:
    edit_manifest(own, put("colour", "green"))
    strip_backbone(own, tmp_path / "experts")
    assert json.loads((tmp_path / "experts" / MANIFEST).read_text())["colour"] == "green"


def test_the_backbone_is_found_where_one_says(
    tiny: Path, stripped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = recommended(tiny)
    assert recommended(stripped, tiny / BACKBONE) == expected
    assert recommended(stripped, tiny) == expected
    store = tmp_path / "store"
    store.mkdir()
    shutil.copyfile(tiny / BACKBONE, store / "any name.gguf")
    # Of the same size, and first by name: only its content tells.
    (store / BACKBONE).write_bytes(bytes((tiny / BACKBONE).stat().st_size))
    assert recommended(stripped, store) == expected
    monkeypatch.setenv(ENVIRONMENT, os.pathsep.join([str(tmp_path / "gone"), str(store)]))
    assert open_bundle(stripped).backbone == store / "any name.gguf"
    shutil.copyfile(tiny / BACKBONE, stripped / BACKBONE)
    assert open_bundle(stripped).backbone == stripped / BACKBONE
    assert statuses(stripped)["backbone"] == OK


def test_a_file_that_cannot_be_read_does_not_end_the_search(
    tiny: Path, stripped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "store"
    store.mkdir()
    for name in ("a.gguf", "b.gguf"):
        shutil.copyfile(tiny / BACKBONE, store / name)
    hashed = HashCache.sha256

    def sha256(cache: HashCache, path: Path, fresh: bool = False) -> str:
        if path.name == "a.gguf":
            raise PermissionError(13, "Permission denied", str(path))
        return hashed(cache, path, fresh)

    monkeypatch.setattr(HashCache, "sha256", sha256)
    monkeypatch.setenv(ENVIRONMENT, str(store))
    assert open_bundle(stripped).backbone == store / "b.gguf"
    assert open_bundle(stripped, store).backbone == store / "b.gguf"


def test_a_bundle_without_its_backbone_says_which_it_needs(
    tiny: Path, stripped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    wanted = read_manifest(stripped).backbone
    message = refusal(lambda: open_bundle(stripped))
    for part in (wanted.sha256[:12], str(wanted.size), "--backbone", ENVIRONMENT):
        assert part in message
    assert statuses(stripped)["backbone"] == ABSENT
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path))
    assert str(tmp_path) in refusal(lambda: open_bundle(stripped))
    assert statuses(stripped)["backbone"] == ABSENT
    assert str(tmp_path) in refusal(lambda: open_bundle(stripped, tmp_path))
    assert "no such file" in refusal(lambda: open_bundle(stripped, tmp_path / "nothing"))


@pytest.mark.parametrize("how", ["given", "placed", "whole bundle"])
@pytest.mark.parametrize("kind", ["flipped", "shorter", "other"])
def test_another_backbone_is_refused_naming_both(
    tiny: Path, stripped: Path, tmp_path: Path, how: str, kind: str
) -> None:
    raw = bytearray((tiny / BACKBONE).read_bytes())
    raw[1000] ^= 1
    data = {"flipped": bytes(raw), "shorter": bytes(raw[:-1]), "other": b"GGUF"}[kind]
    path = stripped / BACKBONE if how == "placed" else tmp_path / "other.gguf"
    path.write_bytes(data)
    folder = tiny if how == "whole bundle" else stripped
    given = None if how == "placed" else path
    wanted = read_manifest(stripped).backbone
    for call in (lambda: open_bundle(folder, given), lambda: verify_bundle(folder, given)):
        message = refusal(call)
        assert message.startswith(str(path))
        parts = [f"{len(data)} bytes", wanted.sha256[:12], str(wanted.size)]
        # A file of another size is not read: it may be of any.
        parts += [hashlib.sha256(data).hexdigest()[:12]] if kind == "flipped" else []
        for part in parts:
            assert part in message


def test_a_backbone_of_another_size_is_not_read(
    stripped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> str:
        raise AssertionError("a file of another size was hashed")

    monkeypatch.setattr("ilora_edge.system.hashes.HashCache.sha256", never)
    path = tmp_path / "other.gguf"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    with HashCache() as cache:
        identity = read_manifest(stripped).backbone
        assert "is not the backbone" in refusal(
            lambda: find_backbone(identity, stripped, path, cache)
        )


def test_a_reference_must_be_complete(stripped: Path) -> None:
    for newer in ("file", "size", "layout_sha256"):
        folder = Path(shutil.copytree(stripped, stripped.with_name(newer)))
        edit_manifest(folder, drop("backbone", newer))
        assert "neither inside nor fully described" in refusal(partial(read_manifest, folder))


# Differences


def test_differences_name_fields_and_both_values(tiny: Path, stripped: Path) -> None:
    whole = read_manifest(tiny)
    assert diff_manifests(whole, whole) == []
    found = {d.field: d for d in diff_manifests(whole, read_manifest(stripped))}
    assert set(found) == {"files.backbone.gguf.size", "files.backbone.gguf.sha256"}
    assert "b" not in found["files.backbone.gguf.size"].to_json()
    changed: Manifest = replace(
        whole,
        prompt=replace(whole.prompt, history_window=9),
        parity={"logits": 0.5},
        metrics={"paper": {"hr1": 1}},
    )
    rows = [d.to_json() for d in diff_manifests(whole, changed)]
    assert {"field": "prompt.history_window", "a": 4, "b": 9} in rows
    assert {"field": "parity.logits", "b": 0.5} in rows
    assert {"field": "metrics.paper.hr1", "b": 1} in rows


def test_the_encoder_alone_needs_no_backbone(
    tiny: Path, stripped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    request = Request([HistoryItem("m1"), HistoryItem("m4")])
    with Recommender(tiny, encoder_only=True) as whole:
        expected = whole.recommend(request).recommendations
    assert "is needed" in refusal(lambda: Recommender(stripped))
    with Recommender(stripped, encoder_only=True) as recommender:
        assert recommender.recommend(request).recommendations == expected
        assert recommender.remark is None
    # One that is named, or lies where it belongs, is to be the right one.
    for place in (tmp_path / "other.gguf", stripped / BACKBONE):
        place.write_bytes(b"GGUF")
        given = None if place.parent == stripped else place
        refusal(partial(Recommender, stripped, backbone=given, encoder_only=True))
