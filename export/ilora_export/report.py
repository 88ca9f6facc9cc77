"""What each preset of a bundle costs and keeps: size, speed, memory, HR@1, rank agreement."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ilora_edge.bundle import files as bundles
from ilora_edge.bundle.files import Manifest
from ilora_edge.errors import EngineError
from ilora_edge.evaluation.rows import Row
from ilora_edge.llama import library
from ilora_edge.llama.cpu_variants import CHOICE
from ilora_edge.system.scratch import ScratchFolder
from ilora_export.fusion import whole_catalogue
from ilora_export.other_backbone import other_backbone
from ilora_export.preset_probe import row_to_json
from ilora_export.rank_agreement import RankAgreement

N_ROWS = 200
OLDER = ("haswell", "sse42", "armv8.0_1")
"""AVX2, no AVX, and the first 64-bit ARM: what devices have that are not new."""


def measure_presets(
    bundle: Path,
    manifest: Manifest,
    backbones: Mapping[str, Callable[[Path], object]],
    rows: Sequence[Row],
    advance: Callable[[], None] = lambda: None,
) -> list[dict[str, Any]]:
    """Measure a bundle with one backbone after the other; no two of them exist at once.

    Parameters
    ----------
    backbones
        Name to what writes the backbone at a path; ranks are compared with the first one's.
    rows
        What is ranked, see :data:`N_ROWS`.

    Returns
    -------
    list
        Per backbone: ``name``, ``size`` of the backbone in bytes, ``prefill_tokens_per_second``,
        ``peak_memory`` in bytes, ``hr1`` of ``bundle`` and ``llm`` as mean and interval,
        ``pairs_in_order`` and ``same_best`` beside the first backbone; ``tokens_per_second_with``,
        by the name of the kernels, what older CPUs than this one would reach at its clock.
    """
    reference: list[list[float]] | None = None
    report = []
    for name, write in backbones.items():
        with other_backbone(bundle, manifest, write) as folder:
            measured = _probe(folder, rows, whole_catalogue(manifest.prompt))
            others = {name: _speed(folder, rows, name) for name in older_kernels()}
            size = (folder / bundles.BACKBONE).stat().st_size
        scores = measured.pop("scores")
        reference = reference or scores
        agreement = RankAgreement()
        for ours, theirs in zip(scores, reference, strict=True):
            agreement.add(np.array(ours, np.float32), np.array(theirs, np.float32))
        report.append(
            {
                "name": name,
                "size": size,
                **measured,
                "tokens_per_second_with": others,
                **agreement.to_json(),
            }
        )
        advance()
    return report


def older_kernels() -> list[str]:
    """Return the names of the kernels in :data:`OLDER` that this CPU runs, but for its best."""
    fitting = [variant.name for variant in library.variants() if variant.fits]
    return [name for name in OLDER if name in fitting[1:]]


def _speed(bundle: Path, rows: Sequence[Row], kernels: str) -> float:
    speed: float = _probe(bundle, rows, False, kernels)["prefill_tokens_per_second"]
    return speed


def _probe(
    bundle: Path, rows: Sequence[Row], exact: bool, kernels: str | None = None
) -> dict[str, Any]:
    """Look at a bundle in a process; with kernels named, at nothing but its speed with them."""
    environment = dict(os.environ)
    if kernels is not None:
        environment[CHOICE] = kernels
    with ScratchFolder() as folder:
        path = folder / "rows.json"
        path.write_text(json.dumps({"exact": exact, "rows": [row_to_json(r) for r in rows]}))
        command = [sys.executable, "-m", "ilora_export.preset_probe", str(bundle), str(path)]
        if kernels is not None:
            command.append("--speed")
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        # Native code that dies says nothing.
        last = (done.stderr.strip().splitlines() or [f"ended with code {done.returncode}"])[-1]
        raise EngineError(f"{bundle}: cannot be measured ({last})")
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured
