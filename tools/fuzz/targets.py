"""What is mutated, and what is then done with it: as much as the commands would do."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import arguments
import exports
import mutate
import schemas
from bundle_edits import refit_manifest

from ilora_edge.bundle import archive as archives
from ilora_edge.bundle.manifest import (
    BACKBONE,
    CATALOGUE,
    ENCODER,
    EXPERTS,
    MANIFEST,
    SEAL,
    seal_of,
)
from ilora_edge.bundle.verify import verify_bundle
from ilora_edge.demo import demo_bundle, demo_history
from ilora_edge.errors import BundleError
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.mapping import Mapping
from ilora_edge.histories.untouched import UntouchedDB
from ilora_edge.llama import EngineOptions
from ilora_edge.recommendation import HistoryItem
from ilora_edge.recommender import Recommender
from ilora_edge.request import Request
from ilora_edge.schema_guess.propose import propose
from ilora_edge.untrusted.gguf_header import layout_sha256, read_gguf_header

Run = Callable[[], object]


def prepare(folder: Path, bundle: Path | None = None) -> Path:
    """Make the files that mutants are made of: a bundle, packed too, and a database.

    A smaller bundle than the demo's is faster: most of a mutant's time goes into hashing.
    """
    shutil.copytree(bundle or demo_bundle(), folder / "bundle")
    archives.pack(folder / "bundle", folder / "packed.ilora")
    shutil.copy(demo_history(), folder / "app.db")
    return folder


def _linked(base: Path, work: Path, name: str) -> Path:
    """Link a bundle, with a copy of the one file that is changed."""
    folder = work / "bundle"
    folder.mkdir()
    for path in (base / "bundle").iterdir():
        if path.name in (name, MANIFEST, SEAL):
            shutil.copy(path, folder / path.name)
        else:
            os.link(path, folder / path.name)
    return folder


def _use(folder: Path) -> None:
    verify_bundle(folder)
    with Recommender(folder, options=EngineOptions(n_threads=1, frugal=True)) as recommender:
        first = recommender.catalogue.by_index([1, 4])
        recommender.recommend(Request([HistoryItem(item.item_id) for item in first], k=3))


def _of_bundle(
    name: str, change: Callable[[bytearray, random.Random], object]
) -> Callable[..., Run]:
    def make(base: Path, work: Path, rng: random.Random) -> Run:
        folder = _linked(base, work, name)
        data = bytearray((folder / name).read_bytes())
        change(data, rng)
        (folder / name).write_bytes(bytes(data) or b"\0")
        _reseal(folder)
        return lambda: _use(folder)

    return make


def _reseal(folder: Path) -> None:
    """Make the manifest true of the files, the layout of the backbone included."""
    refit_manifest(folder)
    data = json.loads((folder / MANIFEST).read_text())
    try:
        layout = layout_sha256(read_gguf_header(folder / BACKBONE))
    except BundleError:
        return
    if data["backbone"].get("layout_sha256") not in (None, layout):
        data["backbone"]["layout_sha256"] = layout
        raw = json.dumps(data).encode()
        (folder / MANIFEST).write_bytes(raw)
        (folder / SEAL).write_bytes(seal_of(raw))


def _catalogue(base: Path, work: Path, rng: random.Random) -> Run:
    folder = _linked(base, work, CATALOGUE)
    mutate.catalogue(folder / CATALOGUE, rng)
    _reseal(folder)
    return lambda: _use(folder)


def _manifest(base: Path, work: Path, rng: random.Random) -> Run:
    folder = _linked(base, work, MANIFEST)
    data = json.loads((folder / MANIFEST).read_text())
    for _ in range(rng.choice((1, 1, 2, 3))):
        data = mutate.json_value(data, rng)
    raw = json.dumps(data).encode()
    if rng.random() < 0.1:
        changed = bytearray(raw)
        mutate.flip(changed, rng)
        raw = bytes(changed)
    (folder / MANIFEST).write_bytes(raw)
    (folder / SEAL).write_bytes(seal_of(raw))
    return lambda: _use(folder)


def _archive(base: Path, work: Path, rng: random.Random) -> Run:
    path = work / "packed.ilora"
    data = bytearray((base / "packed.ilora").read_bytes())
    mutate.archive(data, rng)
    path.write_bytes(data)
    return lambda: archives.unpack(path, work / "unpacked")


def _read(path: Path, rng: random.Random, mapping: Mapping | None = None) -> None:
    """Do with a database what one of the commands does."""
    if mapping is None and rng.random() < 0.2:
        database = UntouchedDB(path, "")
        try:
            with database.reading():
                propose(database.connection, database.asking)
        finally:
            database.close()
        return
    with HistoryDB(path, mapping) as history:
        reads: tuple[Run, ...] = (
            lambda: (list(history.users(20)), history.count_users()),
            lambda: history.read_titles([i.item_id for i in history.read_history("demo-001")]),
            lambda: [None for _ in history.histories()],
            lambda: ([None for _ in history.interactions()], list(history.described_items())),
        )
        rng.choice(reads)()


def _database(base: Path, work: Path, rng: random.Random) -> Run:
    path = Path(shutil.copy(base / "app.db", work / "app.db"))
    mutate.database(path, rng)
    return lambda: _read(path, rng)


def _schema(base: Path, work: Path, rng: random.Random) -> Run:
    schemas.hostile(work / "app.db", rng)
    return lambda: _read(work / "app.db", rng)


def _mapping(base: Path, work: Path, rng: random.Random) -> Run:
    query = schemas.select(rng)
    (work / "select.sql").write_text(query, errors="surrogateescape")
    return lambda: _read(base / "app.db", rng, Mapping(interactions=query))


KINDS: dict[str, Callable[[Path, Path, random.Random], Run]] = {
    "gguf": _of_bundle(BACKBONE, mutate.gguf),
    "onnx": _of_bundle(ENCODER, mutate.onnx_model),
    "safetensors": _of_bundle(EXPERTS, mutate.safetensors),
    "catalogue": _catalogue,
    "manifest": _manifest,
    "archive": _archive,
    "database": _database,
    "schema": _schema,
    "mapping": _mapping,
    "arguments": arguments.arguments,
    "exports": exports.exports,
    "recipe": exports.recipe,
}
