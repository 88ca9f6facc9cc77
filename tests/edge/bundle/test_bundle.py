"""The bundle format: what is read, what is refused, and that no flipped bit goes unseen."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bundle_edits import Change, drop, edit_manifest, put, refit_manifest, refusal, statuses

from ilora_edge.bundle.files import (
    BACKBONE,
    CATALOGUE,
    ENCODER,
    EXPERTS,
    HASHED,
    MANIFEST,
    SEAL,
    open_bundle,
    read_manifest,
    write_manifest,
)
from ilora_edge.bundle.manifest import parse_manifest, seal_of
from ilora_edge.bundle.verify import ABSENT, OK, UNEXPECTED, UNSIGNED, verify_bundle
from ilora_edge.demo import demo_bundle
from ilora_edge.errors import BundleError
from ilora_edge.recommender import Recommender
from ilora_edge.untrusted.gguf_header import read_gguf_header

# What is written


def test_the_manifest_is_read_as_it_was_written(tiny: Path, tmp_path: Path) -> None:
    manifest = replace(read_manifest(tiny), parity={"logits": 1e-5}, name="Ünïcödé \x1b[31m")
    write_manifest(tmp_path, manifest)
    assert read_manifest(tmp_path) == manifest
    assert "parity" not in read_manifest(tiny).to_json()


def test_the_backbone_s_identity_is_that_of_its_file(tiny: Path) -> None:
    identity = read_manifest(tiny).backbone
    raw = (tiny / BACKBONE).read_bytes()
    assert identity.file == BACKBONE
    assert (identity.size, identity.sha256) == (len(raw), hashlib.sha256(raw).hexdigest())
    tensors = read_gguf_header(tiny / BACKBONE).tensors
    rows = sorted([name, list(t.shape), t.type_name] for name, t in tensors.items())
    text = json.dumps(rows, separators=(",", ":"))
    assert identity.layout_sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_sha256sum_reads_the_seal(tiny: Path) -> None:
    if shutil.which("sha256sum") is None:
        pytest.skip("no sha256sum here")
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", SEAL], cwd=tiny, capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, b"manifest.json: OK\n")


# What is refused


def test_every_flipped_bit_of_the_manifest_and_its_seal_is_detected(own: Path) -> None:
    for name in (MANIFEST, SEAL):
        raw = (own / name).read_bytes()
        with (own / name).open("r+b", buffering=0) as file:
            for place, byte in enumerate(raw):
                for bit in range(8):
                    file.seek(place)
                    file.write(bytes([byte ^ 1 << bit]))
                    with pytest.raises(BundleError):
                        verify_bundle(own)
                file.seek(place)
                file.write(bytes([byte]))
        assert (own / name).read_bytes() == raw
    assert statuses(own)[MANIFEST] == OK


@pytest.mark.parametrize("name", HASHED)
def test_flipped_bits_of_a_payload_are_detected(own: Path, name: str) -> None:
    raw = (own / name).read_bytes()
    chance = random.Random(0)
    with (own / name).open("r+b", buffering=0) as file:
        for place in chance.sample(range(len(raw)), 1000):
            file.seek(place)
            file.write(bytes([raw[place] ^ 1 << chance.randrange(8)]))
            with pytest.raises(BundleError, match=name):
                verify_bundle(own)
            file.seek(place)
            file.write(raw[place : place + 1])
    assert statuses(own)[name] == OK


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth - 1):
        value = [value]
    return value


NO_VALUES: tuple[object, ...] = (None, 7, [])
NO_SCALES: tuple[object, ...] = (0, -5, "10", [], True, 1e300)
SENSELESS: dict[str, Change] = {
    **{
        f"no {key}": drop(key)
        for key in (
            *("format_version", "name", "files", "backbone", "experts", "prompt"),
            *("min_rating", "fusion_weight", "metrics", "provenance"),
        )
    },
    **{
        f"{value!r} as {key}": put(key, value)
        for key in ("name", "files", "backbone", "experts", "prompt", "fusion_weight", "metrics")
        for value in NO_VALUES
    },
    **{f"version {v!r}": put("format_version", v) for v in (0, 2, 1.0, True, "1", None, 10**18)},
    "long name": put("name", "x" * 201),
    "unknown file": put("files", "evil.so", {"size": 1, "sha256": "0" * 64}),
    "traversal": put("files", "../evil", {"size": 1, "sha256": "0" * 64}),
    "missing file": drop("files", EXPERTS),
    "file without size": drop("files", EXPERTS, "size"),
    "unknown field of a file": put("files", EXPERTS, "mode", 0o777),
    "negative size": put("files", EXPERTS, "size", -1),
    "size as text": put("files", EXPERTS, "size", "5"),
    "size as float": put("files", EXPERTS, "size", 5.0),
    "upper case hash": put("files", EXPERTS, "sha256", "A" * 64),
    "short hash": put("files", EXPERTS, "sha256", "0" * 63),
    "hash with a line end": put("files", EXPERTS, "sha256", "0" * 64 + "\n"),
    "no architecture": drop("backbone", "architecture"),
    "architecture": put("backbone", "architecture", "gemma"),
    "architectures": put("backbone", "architecture", ["llama"]),
    "other backbone": put("backbone", "sha256", "0" * 64),
    "other backbone size": put("backbone", "size", 1),
    "other backbone name": put("backbone", "file", "other.gguf"),
    "backbone path": put("backbone", "file", "../backbone.gguf"),
    "layout": put("backbone", "layout_sha256", "0"),
    "unknown field of the backbone": put("backbone", "url", "https://example.org"),
    "bos": put("backbone", "bos_token_id", 2**31),
    "first label": put("backbone", "first_label_id", True),
    "no expert": put("experts", "n_experts", 0),
    "many experts": put("experts", "n_experts", 10**6),
    "rank": put("experts", "lora_rank", 7),
    "alpha": put("experts", "lora_alpha", "1"),
    "huge alpha": put("experts", "lora_alpha", 1e308),
    "huge fusion": put("fusion_weight", "product", 10**7),
    "unknown field of the experts": put("experts", "use_rslora", True),
    "negative fusion": put("fusion_weight", "paper", -0.1),
    "unknown fusion": put("fusion_weight", "other", 1.0),
    "ratings that lower": put("fusion_weight", "ratings", -1.0),
    "popularity that grows": put("fusion_weight", "popularity", 1.1),
    "unknown kind of calibration": put("fusion_weight", "calibration", {"other": {}}),
    "calibration that is a number": put("fusion_weight", "calibration", 1.0),
    "calibration without a number": put(
        "fusion_weight", "calibration", {"paper": {"short": 1.0, "long": 1.0}}
    ),
    "encoder weighed below nothing": put(
        *("fusion_weight", "calibration"),
        {"product": {"short": -0.1, "long": 1.0, "popularity": 0.0, "cold": 0.0}},
    ),
    "calibration with a huge offset": put(
        *("fusion_weight", "calibration"),
        {"product": {"short": 1.0, "long": 1.0, "popularity": 0.0, "cold": -1e9}},
    ),
    "calibration with another field": put(
        *("fusion_weight", "calibration"),
        {"paper": {"short": 1, "long": 1, "popularity": 0, "cold": 0, "recency": 1}},
    ),
    "words weighed below nothing": put("fusion_weight", "title_words", -1.0),
    "words weighed by a text": put("fusion_weight", "title_words", "20"),
    "rating": put("min_rating", "3"),
    **{f"ratings up to {value!r}": put("rating_scale", value) for value in NO_SCALES},
    "parity": put("parity", 1e-5),
    "header": put("prompt", "history_header", "x" * 5000),
    "unknown prompt field": put("prompt", "template", "{{ system }}"),
    "deep": put("metrics", {"x": nested(40)}),
}


@pytest.mark.parametrize("kind", SENSELESS)
def test_a_senseless_manifest_is_refused(own: Path, kind: str) -> None:
    edit_manifest(own, SENSELESS[kind])
    for call in (lambda: read_manifest(own), lambda: open_bundle(own), lambda: verify_bundle(own)):
        assert refusal(call).startswith(str(own / MANIFEST)) or "prompt" in kind


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"1",
        b'"format_version"',
        b"\xef\xbb\xbf{}",
        '{"format_version": 1}'.encode("utf-16"),
        b'{"format_version": 1, "format_version": 1}',
        b'{"format_version": 1, "name": "\xff"}',
        b'{"format_version": 1, "name": "\\ud800"}',
        b'{"format_version": 1, "metrics": {"x": NaN}}',
        b'{"format_version": 1, "metrics": {"x": -Infinity}}',
        b'{"format_version": 1, "metrics": {"x": 1e999}}',
        b'{"format_version": 1, "metrics": {"x": 9223372036854775808}}',
        b'{"format_version": 1, "metrics": {"x": %s}}' % (b"9" * 5000),
        b'{"format_version": 1' + b" " * 10,
        b"[" * 200_000,
        b'{"a":' * 100_000,
        b" " * (5 << 20),
        b'{"format_version": 99}',
    ],
    ids=range(21),
)
def test_json_that_readers_could_disagree_about_is_refused(text: bytes) -> None:
    message = refusal(lambda: parse_manifest(text, seal_of(text), "here"))
    assert message.startswith("here: ")


@pytest.mark.parametrize("seal", [b"", b"\n", b"0" * 64, b"0" * 64 + b"  manifest.json\n"])
def test_a_wrong_seal_is_refused(own: Path, seal: bytes) -> None:
    (own / SEAL).write_bytes(seal)
    assert SEAL in refusal(lambda: open_bundle(own))


def test_a_missing_seal_is_refused_unless_the_bundle_is_older(own: Path, tmp_path: Path) -> None:
    (own / SEAL).unlink()
    assert SEAL in refusal(lambda: open_bundle(own))
    assert SEAL in refusal(lambda: verify_bundle(own))
    data = json.loads((own / MANIFEST).read_text())
    for newer in ("file", "size", "layout_sha256"):
        del data["backbone"][newer]
    (own / MANIFEST).write_text(json.dumps(data))
    assert open_bundle(own).manifest.backbone.layout_sha256 is None
    found = statuses(own)
    assert found[SEAL] == found["tensor layout"] == ABSENT
    assert found[BACKBONE] == found["experts fit the backbone"] == OK


@pytest.mark.parametrize("name", sorted({*HASHED, MANIFEST, SEAL}))
@pytest.mark.parametrize("kind", ["missing", "link", "folder", "pipe", "empty", "longer"])
def test_a_file_that_is_not_what_it_should_be_is_named(own: Path, name: str, kind: str) -> None:
    path = own / name
    if kind == "longer":
        with path.open("ab") as file:
            file.write(b"x")
    else:
        path.rename(own.parent / "elsewhere")
        if kind == "link":
            path.symlink_to(own.parent / "elsewhere")
        elif kind == "folder":
            path.mkdir()
        elif kind == "pipe":
            os.mkfifo(path)
        elif kind == "empty":
            path.write_bytes(b"")
    for call in (lambda: open_bundle(own), lambda: verify_bundle(own)):
        assert name in refusal(call)


def test_a_link_is_not_called_missing(own: Path) -> None:
    (own / ENCODER).rename(own.parent / "elsewhere")
    (own / ENCODER).symlink_to(own.parent / "elsewhere")
    assert f"{ENCODER}: a link;" in refusal(lambda: open_bundle(own))


def test_verify_names_every_damaged_file(own: Path) -> None:
    for name in (ENCODER, CATALOGUE):
        data = bytearray((own / name).read_bytes())
        data[-1] ^= 1
        (own / name).write_bytes(data)
    message = refusal(lambda: verify_bundle(own))
    assert ENCODER in message
    assert CATALOGUE in message
    assert EXPERTS not in message


# What is said of a sound bundle


def test_verify_says_what_it_looked_at(own: Path) -> None:
    (own / "notes.txt").write_text("mine")
    found = statuses(own)
    assert found == {
        **dict.fromkeys((MANIFEST, *HASHED, "tensor layout", "experts fit the backbone"), OK),
        "signature.json": UNSIGNED,
        "notes.txt": UNEXPECTED,
    }


def test_verify_looks_into_files_whose_hashes_are_right(own: Path) -> None:
    (own / ENCODER).write_bytes(b"not ONNX")
    refit_manifest(own)
    assert ENCODER in refusal(lambda: verify_bundle(own))


def test_a_backbone_of_another_layout_is_refused(own: Path) -> None:
    edit_manifest(own, put("backbone", "layout_sha256", "1" * 64))
    for call in (lambda: verify_bundle(own), lambda: Recommender(own)):
        assert "111111111111" in refusal(call)


def test_the_demo_verifies() -> None:
    assert set(statuses(demo_bundle()).values()) <= {OK, ABSENT, UNSIGNED}


def test_fields_that_are_not_known_are_ignored_at_the_top(own: Path) -> None:
    before = read_manifest(own)
    edit_manifest(own, put("colour", {"of": "the box"}))
    assert read_manifest(own) == before


def test_a_packed_bundle_is_to_be_unpacked_first(tmp_path: Path) -> None:
    path = tmp_path / "x.ilora"
    path.write_bytes(b"PK")
    assert f"ilora-edge bundle unpack {path}" in refusal(lambda: Recommender(path))


@pytest.mark.parametrize("name", [CATALOGUE, EXPERTS, MANIFEST])
def test_a_pointer_of_git_lfs_is_named(tiny: Path, tmp_path: Path, name: str) -> None:
    bundle = tmp_path / "bundle"
    shutil.copytree(tiny, bundle)
    (bundle / name).unlink()
    (bundle / name).write_text(
        "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n"
    )
    with pytest.raises(BundleError, match=rf"{name}: is a Git LFS pointer, .*: git lfs pull"):
        open_bundle(bundle)
