"""Beside ``ilora-edge bench``: transformers and torch with the same mix on the same candidates.

    python bench/peers.py --shape 15m --users 5 --threads 1 --json

Every variant is a process of its own, as in the bench, and takes its turn. Those named ``_avx2``
are kept from AVX-512 and AMX, which the portable build of llama.cpp does not use either.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent

sys.path.insert(0, str(HERE.parent / "cli"))

from ilora_cli.bench import print_report  # noqa: E402
from ilora_edge.benchmark.runner import (  # noqa: E402
    RATIOS,
    VariantSpec,
    disagreeing,
    own_variants,
    run_bench,
)
from ilora_edge.benchmark.shapes import SHAPES, TYPES, Case, make_case  # noqa: E402
from ilora_edge.threads import default_threads  # noqa: E402

AVX2 = {
    "ATEN_CPU_CAPABILITY": "avx2",
    "ONEDNN_MAX_CPU_ISA": "AVX2",
    "MKL_ENABLE_INSTRUCTIONS": "AVX2",
}
PEERS = {
    "transformers_fp32": ("fp32", {}),
    "transformers_fp32_avx2": ("fp32", AVX2),
    "transformers_bf16": ("bf16", {}),
}
PEER_RATIOS = {
    **{f"{name}_over_ours": (name, "ours") for name in PEERS},
    "server_over_ours": ("server", "ours"),
    "transformers_over_ours": ("transformers_fp32_avx2", "ours"),
}


def peers(shape: str) -> list[VariantSpec]:
    """Return the peers' specs; the server's where its package is installed.

    It ranks by grammars of token ids, which it refuses for the random vocabularies' unused tokens:
    so it runs on the demo alone.
    """
    found = [
        VariantSpec(name, f"peers_variants:{dtype}", HERE, environment)
        for name, (dtype, environment) in PEERS.items()
    ]
    if shape != "demo":
        return found
    if importlib.util.find_spec("xllamacpp") is None:
        print("server: skipped; it needs pip install xllamacpp", file=sys.stderr)
    else:
        found.append(VariantSpec("server", "peers_variants:ServerVariant", HERE))
    return found


def memory_ratios(report: dict[str, Any], ours_q8_mb: float | None) -> dict[str, float]:
    """Return peaks of memory: transformers' over ours of the same weights."""
    found = report["variants"]
    out = {"fp32_over_ours": found["transformers_fp32"]["peak_mb"] / found["ours"]["peak_mb"]}
    if ours_q8_mb is not None:
        out["bf16_over_ours_q8_0"] = found["transformers_bf16"]["peak_mb"] / ours_q8_mb
    return out


def main(arguments: list[str] | None = None) -> int:
    """Run; returns the exit code: 1 where a peer's answers are not ours."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shape", choices=SHAPES, default="15m")
    parser.add_argument("--type", choices=TYPES, default="f16", dest="type_name")
    parser.add_argument("--users", type=int, default=5)
    parser.add_argument("--threads", type=int, default=default_threads())
    parser.add_argument("--keep", type=Path, help="a folder for the random bundles")
    parser.add_argument("--json", action="store_true", dest="as_json")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)

        def case_of(type_name: str) -> Case:
            return make_case(options.shape, type_name, folder / type_name)

        case = case_of(options.type_name)
        variants = [*own_variants(["ours", "floor"]), *peers(options.shape)]
        ratios = {**RATIOS, **PEER_RATIOS}
        report = run_bench(case, variants, options.users, options.threads, ratios=ratios)
        q8 = None
        if options.shape != "demo":
            ours = own_variants(["ours"])
            other = run_bench(replace(case_of("q8_0")), ours, 2, options.threads)
            q8 = other["variants"]["ours"]["peak_mb"]
    report["memory_ratios"] = memory_ratios(report, q8)
    wrong = disagreeing(report)
    if wrong:
        print(f"error: other answers than ours: {', '.join(wrong)}", file=sys.stderr)
    if options.as_json:
        print(json.dumps(report, indent=2))
    else:
        print_report(report)
        for name, value in report["memory_ratios"].items():
            print(f"memory, {name.replace('_', ' ')}   {value:.2f}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
