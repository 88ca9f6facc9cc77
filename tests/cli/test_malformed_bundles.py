"""Malformed bundles, each given to a process of its own: one line, exit 1, little memory.

Where a file is changed, the manifest is made to fit it again unless the mismatch is the point: a
hostile maker would do that too.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from bundle_edits import edit_manifest, refit_manifest
from forked_commands import ForkedCommands, forked_commands
from harness import Cli, one_line
from safetensors.numpy import load_file, save_file

from ilora_edge.bundle.files import (
    BACKBONE,
    CATALOGUE,
    ENCODER,
    EXPERTS,
    MANIFEST,
    MODEL_CARD,
    SEAL,
)

MAX_MEMORY_MB = 500
HANGS = 60
"""Seconds after which a process hangs; how long each took is in pytest's --durations=0."""
Damage = Callable[[Path], object]


def truncate(name: str, share: float = 0.5) -> Damage:
    return lambda f: os.truncate(f / name, int((f / name).stat().st_size * share))


def truncate_and_refit(name: str, share: float = 0.5) -> Damage:
    def damage(folder: Path) -> None:
        truncate(name, share)(folder)
        refit_manifest(folder)

    return damage


def flip(name: str, share: float = 0.5, bit: int = 3) -> Damage:
    def damage(folder: Path) -> None:
        raw = bytearray((folder / name).read_bytes())
        raw[int(len(raw) * share)] ^= 1 << bit
        (folder / name).write_bytes(raw)

    return damage


def remove(name: str) -> Damage:
    return lambda f: (f / name).unlink()


def overwrite(name: str, start: int, data: bytes) -> Damage:
    def damage(folder: Path) -> None:
        raw = bytearray((folder / name).read_bytes())
        raw[start : start + len(data)] = data
        (folder / name).write_bytes(raw)
        refit_manifest(folder)

    return damage


def replace_by(name: str, data: bytes) -> Damage:
    def damage(folder: Path) -> None:
        (folder / name).write_bytes(data)
        refit_manifest(folder)

    return damage


def manifest(path: str, value: object) -> Damage:
    """Set a field, named as ``backbone.sha256``, and seal the manifest anew."""

    def damage(folder: Path) -> None:
        def change(data: dict[str, object]) -> None:
            *tables, last = path.split("|")
            table = data
            for part in tables:
                table = table[part]  # type: ignore[assignment]
            table[last] = value

        edit_manifest(folder, change)

    return damage


def raw_manifest(raw: bytes) -> Damage:
    def damage(folder: Path) -> None:
        (folder / MANIFEST).write_bytes(raw)
        (folder / SEAL).unlink()

    return damage


def experts(change: Callable[[str, np.ndarray], np.ndarray]) -> Damage:
    def damage(folder: Path) -> None:
        tensors = load_file(folder / EXPERTS)
        save_file({n: change(n, t) for n, t in tensors.items()}, folder / EXPERTS)
        refit_manifest(folder)

    return damage


def sql(statements: str) -> Damage:
    def damage(folder: Path) -> None:
        with sqlite3.connect(folder / CATALOGUE) as connection:
            connection.executescript(statements)
        connection.close()
        refit_manifest(folder)

    return damage


def link(folder: Path) -> None:
    outside = folder.parent / "outside.onnx"
    (folder / ENCODER).rename(outside)
    (folder / ENCODER).symlink_to(outside)


def pipe(folder: Path) -> None:
    (folder / MODEL_CARD).unlink()
    os.mkfifo(folder / MODEL_CARD)


def swap(folder: Path) -> None:
    names = folder / ENCODER, folder / EXPERTS
    first, second = (path.read_bytes() for path in names)
    names[0].write_bytes(second)
    names[1].write_bytes(first)
    refit_manifest(folder)


NAN = experts(lambda n, t: np.full_like(t, np.nan) if n.endswith("lora_b") else t)
COUNTS = struct.pack("<QQ", 1 << 60, 1 << 60)
RECURSIVE_VIEW = (
    "ALTER TABLE items RENAME TO other; CREATE VIEW items AS WITH RECURSIVE n(i) AS "
    "(SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS encoder_index, 'x' || i AS item_id, "
    "'t' AS title, 1 AS popularity, '[5]' AS token_ids FROM n;"
)
DAMAGES: dict[str, Damage] = {
    "manifest truncated": truncate(MANIFEST),
    "manifest truncated, unsealed": raw_manifest(b'{"format_version": 1, "name": "x"'),
    "manifest nested too deeply": raw_manifest(b"[" * 100_000),
    "manifest of binary zeros": raw_manifest(bytes(1000)),
    "manifest without its seal": remove(SEAL),
    "manifest missing": remove(MANIFEST),
    "a flipped bit in the manifest": flip(MANIFEST),
    "a flipped bit in the seal": flip(SEAL),
    **{f"a flipped bit in {n}": flip(n) for n in (BACKBONE, ENCODER, EXPERTS, CATALOGUE)},
    "another model card": lambda f: (f / MODEL_CARD).write_text("# Other"),
    **{f"{n} missing": remove(n) for n in (BACKBONE, ENCODER, EXPERTS, CATALOGUE, MODEL_CARD)},
    **{f"{n} truncated": truncate(n) for n in (BACKBONE, ENCODER, EXPERTS, CATALOGUE)},
    **{
        f"{n} truncated, hashes fitted": truncate_and_refit(n)
        for n in (BACKBONE, ENCODER, EXPERTS, CATALOGUE)
    },
    "wrong hash": manifest(f"files|{EXPERTS}|sha256", "0" * 64),
    "wrong size": manifest(f"files|{EXPERTS}|size", 12),
    "wrong backbone": manifest("backbone|sha256", "1" * 64),
    "another tensor layout": manifest("backbone|layout_sha256", "2" * 64),
    "another architecture": manifest("backbone|architecture", "qwen2"),
    "unknown architecture": manifest("backbone|architecture", "gemma"),
    "future format version": manifest("format_version", 2),
    "format version of another type": manifest("format_version", True),
    "ranks that do not divide": manifest("experts|lora_rank", 9),
    "another rank": manifest("experts|lora_rank", 16),
    "absurd rank": manifest("experts|lora_rank", 1 << 62),
    "absurd number of experts": manifest("experts|n_experts", 1 << 40),
    "infinite alpha": manifest("experts|lora_alpha", 1e308 * 10),
    "another number of experts": manifest("experts|n_experts", 2),
    "absurd history window": manifest("prompt|history_window", 1 << 40),
    "unknown prompt style": manifest("prompt|style", "jinja"),
    "file name that leads outside": manifest(
        "files|../../outside", {"size": 1, "sha256": "0" * 64}
    ),
    "first label beyond the vocabulary": manifest("backbone|first_label_id", 1 << 30),
    "experts of NaN": NAN,
    "experts of another rank": experts(
        lambda n, t: t[:4] if n.endswith("lora_a") else np.ascontiguousarray(t[:, :4])
    ),
    "experts of another width": experts(
        lambda n, t: np.ascontiguousarray(t[:, :-1]) if n.endswith("lora_a") else t
    ),
    "experts in whole numbers": experts(lambda n, t: t.astype(np.int16)),
    "experts with an absurd header": overwrite(EXPERTS, 0, struct.pack("<Q", 1 << 62)),
    "experts that are text": replace_by(EXPERTS, b"not safetensors"),
    "backbone of absurd counts": overwrite(BACKBONE, 8, COUNTS),
    "backbone of another version": overwrite(BACKBONE, 4, struct.pack("<I", 99)),
    "backbone without magic": overwrite(BACKBONE, 0, b"GGML"),
    "backbone that is empty": replace_by(BACKBONE, b""),
    "encoder that is empty": replace_by(ENCODER, b""),
    "encoder of random bytes": replace_by(ENCODER, np.random.default_rng(1).bytes(5000)),
    "encoder and experts swapped": swap,
    "catalogue that is text": replace_by(CATALOGUE, b"id,title\n1,A\n"),
    "catalogue without a table": sql("DROP TABLE items;"),
    "catalogue with a view that never ends": sql(RECURSIVE_VIEW),
    "catalogue with gaps": sql("DELETE FROM items WHERE encoder_index = 3;"),
    "catalogue of wrong types": sql("UPDATE items SET token_ids = x'00ff';"),
    "catalogue with tokens beyond the vocabulary": sql("UPDATE items SET token_ids = '[99999]';"),
    "catalogue with negative tokens": sql("UPDATE items SET token_ids = '[-1]';"),
    "catalogue shorter than the encoder": sql("DELETE FROM items WHERE encoder_index > 20;"),
    "a link instead of a file": link,
    "a pipe instead of a file": pipe,
}


@pytest.fixture(scope="module")
def commands() -> Iterator[ForkedCommands]:
    with forked_commands(HANGS) as found:
        yield found


def check_refusal(commands: ForkedCommands, place: Path, *words: object) -> str:
    code, out, err, megabytes = commands.run(place, *words)
    assert (code, out) == (1, ""), err
    assert one_line(err), err
    assert megabytes < MAX_MEMORY_MB
    return err


@pytest.mark.parametrize("name", DAMAGES)
def test_a_malformed_bundle_is_refused_in_one_line(
    commands: ForkedCommands, own_bundle: Path, tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    DAMAGES[name](own_bundle)
    place = tmp_path_factory.mktemp("run")
    check_refusal(commands, place, "recommend", "--history", "m1,m2,m3", "--bundle", own_bundle)


def packed(folder: Path, out: Path, compression: int = zipfile.ZIP_STORED) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(out, "w", compression)
    for path in sorted(folder.iterdir()):
        archive.write(path, path.name)
    return archive


def bomb(folder: Path, out: Path) -> None:
    """Ten gigabytes of zeros, a few kilobytes packed: made without writing them all."""
    with packed(folder, out) as archive:
        info = zipfile.ZipInfo("more.bin")
        info.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(info, bytes(1 << 20))
    raw = bytearray(out.read_bytes())
    # Its directory claims the size: 10 GB do not fit 32 bits, so the largest that does.
    place = raw.rindex(b"PK\x01\x02")
    raw[place + 24 : place + 28] = struct.pack("<I", 0xFFFFFFF0)
    out.write_bytes(raw)


def inside_bomb(folder: Path, out: Path) -> None:
    """A backbone of ten gigabytes, by the manifest's word, from a compressed member."""
    edit_manifest(folder, lambda d: d["files"][BACKBONE].update(size=10 << 30))
    with zipfile.ZipFile(out, "w") as archive:
        for path in sorted(folder.iterdir()):
            kind = zipfile.ZIP_DEFLATED if path.name == BACKBONE else zipfile.ZIP_STORED
            data = bytes(50 << 20) if path.name == BACKBONE else path.read_bytes()
            archive.writestr(zipfile.ZipInfo(path.name), data, kind)


def traversal(name: str) -> Callable[[Path, Path], None]:
    def make(folder: Path, out: Path) -> None:
        with packed(folder, out) as archive:
            archive.writestr(name, b"out")

    return make


def symbolic(folder: Path, out: Path) -> None:
    with zipfile.ZipFile(out, "w") as archive:
        for path in sorted(folder.iterdir()):
            info = zipfile.ZipInfo(path.name)
            if path.name == ENCODER:
                info.external_attr = 0o120777 << 16
                archive.writestr(info, b"/etc/passwd")
            else:
                archive.writestr(info, path.read_bytes())


def cut(folder: Path, out: Path) -> None:
    packed(folder, out).close()
    os.truncate(out, out.stat().st_size // 2)


def unmanifested(folder: Path, out: Path) -> None:
    (folder / MANIFEST).unlink()
    packed(folder, out).close()


def changed(folder: Path, out: Path) -> None:
    packed(folder, out).close()
    raw = bytearray(out.read_bytes())
    raw[len(raw) // 2] ^= 1
    out.write_bytes(raw)


ARCHIVES: dict[str, Callable[[Path, Path], object]] = {
    "a bomb of 4 GB in the directory": bomb,
    "a bomb of 10 GB in the manifest": inside_bomb,
    "a path upwards": traversal("../outside.txt"),
    "an absolute path": traversal("/outside.txt"),
    "a path with backslashes": traversal("..\\outside.txt"),
    "a symbolic link": symbolic,
    "a truncated archive": cut,
    "no manifest": unmanifested,
    "a flipped bit": changed,
    "no archive at all": lambda _, out: out.write_bytes(b"not a zip"),
    "an empty file": lambda _, out: out.write_bytes(b""),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_a_malformed_archive_leaves_nothing(
    commands: ForkedCommands,
    own_bundle: Path,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
) -> None:
    elsewhere = tmp_path_factory.mktemp("run")
    place = tmp_path / "place"
    place.mkdir()
    path = place / "bad.ilora"
    ARCHIVES[name](own_bundle, path)
    shutil.rmtree(own_bundle)
    check_refusal(commands, elsewhere, "bundle", "unpack", path, place / "out")
    assert [p.name for p in place.iterdir()] == ["bad.ilora"]
    assert [p.name for p in tmp_path.iterdir()] == ["place"]


def test_a_packed_bundle_is_not_a_folder_whatever_is_in_it(
    commands: ForkedCommands, tmp_path: Path
) -> None:
    path = tmp_path / "bad.ilora"
    path.write_bytes(b"not a zip")
    said = check_refusal(commands, tmp_path, "recommend", "--cold", "--bundle", path)
    assert "is a file, not a bundle folder" in said


def test_the_undamaged_bundle_is_read(
    commands: ForkedCommands, own_bundle: Path, tmp_path: Path
) -> None:
    words = ("recommend", "--history", "m1,m2,m3", "--bundle", own_bundle, "--json")
    code, out, err, megabytes = commands.run(tmp_path, *words)
    assert code == 0, err
    assert len(json.loads(out)["recommendations"]) == 10
    assert 20 < megabytes < MAX_MEMORY_MB


def test_sizes_whose_product_no_memory_holds(cli: Cli, own_bundle: Path, db: Path) -> None:
    # Each in its range: two sizes in the manifest, a context length and a title of many ids.
    edit_manifest(
        own_bundle,
        lambda data: data["prompt"].update(history_window=1000, max_title_tokens=1000),
    )
    path = own_bundle / "backbone.gguf"
    data = bytearray(path.read_bytes())
    at = data.index(b"llama.context_length") + len(b"llama.context_length") + 4
    data[at : at + 4] = (2**31 - 1).to_bytes(4, "little")
    path.write_bytes(data)
    refit_manifest(own_bundle)
    for command in (
        ("recommend", "ada", "--db", db, "--bundle", own_bundle),
        ("bundle", "verify", own_bundle),
    ):
        done = cli(*command)
        assert done.code == 1, done
        assert one_line(done.err), done.err
        assert "out of proportion" in done.err
