"""All of ``ilora-edge bench``, and transformers and llama.cpp's server beside it, in one run.

    python bench/peers.py --shape 15m --users 5 --threads 1 --json
    python bench/peers.py --bundle models/films --brief --without server

Every variant is a process of its own, as in the bench, and takes its turn: a call that warms it
up, then the counted one. The peers are given prompt, candidates and gate weights: reading, encoding
and choosing count on our side alone. The variant named ``_avx2`` is kept from AVX-512 and AMX;
``--avx2`` keeps our side and the floor from them too.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent

sys.path.insert(0, str(HERE.parent / "cli"))

from ilora_cli.bench import print_report  # noqa: E402
from ilora_edge.benchmark.runner import (  # noqa: E402
    AGREES,
    DEFAULT,
    RATIOS,
    VariantSpec,
    own_variants,
    run_bench,
)
from ilora_edge.benchmark.shapes import SHAPES, TYPES, Case, make_case  # noqa: E402
from ilora_edge.bundle.files import open_bundle  # noqa: E402
from ilora_edge.demo import demo_history  # noqa: E402
from ilora_edge.errors import IloraError  # noqa: E402
from ilora_edge.system.threads import default_threads  # noqa: E402
from ilora_edge.untrusted.gguf_header import check_backbone  # noqa: E402

AVX2 = {
    "ATEN_CPU_CAPABILITY": "avx2",
    "ONEDNN_MAX_CPU_ISA": "AVX2",
    "MKL_ENABLE_INSTRUCTIONS": "AVX2",
}
BF16_AGREES = 0.5
"""Of a title's log-likelihood in bfloat16, which keeps eight bits of every number."""
PEERS: dict[str, tuple[str, dict[str, str]]] = {
    "transformers_fp32": ("fp32", {}),
    "transformers_fp32_avx2": ("fp32", AVX2),
    "transformers_bf16": ("bf16", {}),
}
PEER_RATIOS = {
    **{f"{name}_over_ours": (name, "ours") for name in PEERS},
    "server_over_ours": ("server", "ours"),
    "transformers_over_ours": ("transformers_fp32_avx2", "ours"),
}


BRIEF = ("ours", "floor", "k_adapters", "high_level")
"""Of the bench's own variants: those that rank."""
BUNDLE = "bundle"
"""The shape's name where a bundle is given."""
OUR_AVX2 = {"ILORA_EDGE_CPU": "haswell"}
FLOATS = ("f32", "f16", "bf16")
QUANTISED_AGREES = 0.5
"""With quantised weights: other kernels than ours round what they multiply to eight bits too."""
TOLERANCES = {"transformers_bf16": BF16_AGREES}
"""Instead of the bench's own: largest differences that count as the same answer."""


def peers(without: Sequence[str] = ()) -> list[VariantSpec]:
    """Return the peers' specs; the server's where its package is installed."""
    found = [
        VariantSpec(name, f"peers_variants:{dtype}", HERE, environment)
        for name, (dtype, environment) in PEERS.items()
        if name not in without
    ]
    if "server" in without:
        return found
    if importlib.util.find_spec("xllamacpp") is None:
        print("server: skipped, it needs another package: pip install xllamacpp", file=sys.stderr)
    else:
        found.append(VariantSpec("server", "peers_server:ServerVariant", HERE))
    return found


def disagreeing(report: dict[str, Any]) -> list[str]:
    """Return the variants whose answers are not ours: to compare their times means nothing."""
    allowed = AGREES if report["type"] in FLOATS else QUANTISED_AGREES
    return [
        name
        for name, most in report["largest_difference"].items()
        if most > TOLERANCES.get(name, allowed)
    ]


def torch_rate(limit: dict[str, str]) -> dict[str, Any]:
    """Return torch's rate of a product in this environment: whether a limit holds here."""
    code = (
        "import json, torch; from torch_rate import product_gflop_per_s as rate\n"
        "torch.set_num_threads(1)\n"
        "print(json.dumps({'capability': torch.backends.cpu.get_cpu_capability(),"
        " 'fp32_gflop_per_s': rate(torch.float32), 'bf16_gflop_per_s': rate(torch.bfloat16)}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=HERE, env={**os.environ, **limit}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def memory_ratios(report: dict[str, Any], ours_q8_mb: float | None) -> dict[str, float]:
    """Return peaks of memory: transformers' over ours of the same weights."""
    found = report["variants"]
    out = {}
    if "transformers_fp32" in found:
        out["fp32_over_ours"] = found["transformers_fp32"]["peak_mb"] / found["ours"]["peak_mb"]
    if "transformers_bf16" in found and ours_q8_mb is not None:
        out["bf16_over_ours_q8_0"] = found["transformers_bf16"]["peak_mb"] / ours_q8_mb
    return out


def bundle_case(folder: Path, history: Path) -> Case:
    """Return a case of a bundle that is there; an IloraError says where it is not whole."""
    tensors = check_backbone(open_bundle(folder).backbone).tensors
    return Case(BUNDLE, tensors["blk.0.ffn_up.weight"].type_name, folder, history)


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shape", choices=SHAPES, default="15m")
    parser.add_argument("--type", choices=TYPES, default="f16", dest="type_name")
    parser.add_argument("--users", type=int, default=5)
    parser.add_argument("--threads", type=int, default=default_threads())
    parser.add_argument("--keep", type=Path, help="a folder for the random bundles")
    parser.add_argument(
        "--brief", action="store_true", help="of the bench's own, only those that rank"
    )
    parser.add_argument("--bundle", type=Path, help="instead of a shape: a bundle, a real one")
    parser.add_argument("--history", type=Path, default=demo_history(), help="its people")
    parser.add_argument(
        "--without", action="append", default=[], metavar="VARIANT", help="leave one out"
    )
    parser.add_argument(
        "--avx2", action="store_true", help="keep llama.cpp from AVX-512 and AMX as well"
    )
    parser.add_argument("--json", action="store_true", dest="as_json")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """Run; returns the exit code: 1 where a peer's answers are not ours."""
    options = parse(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)

        def case_of(type_name: str) -> Case:
            return make_case(options.shape, type_name, folder / type_name)

        try:
            if options.bundle is None:
                case = case_of(options.type_name)
            else:
                case = bundle_case(options.bundle, options.history)
        except IloraError as error:
            print(f"error: {error}", file=sys.stderr)
            return 1
        names = [n for n in (BRIEF if options.brief else DEFAULT) if n not in options.without]
        own = own_variants(names)
        if options.avx2:
            own = [replace(variant, environment=OUR_AVX2) for variant in own]
        variants = [*own, *peers(options.without)]
        ratios = {**RATIOS, **PEER_RATIOS}
        report = run_bench(case, variants, options.users, options.threads, ratios=ratios)
        q8 = None
        if case.shape not in ("demo", BUNDLE):
            ours = own_variants(["ours"])
            other = run_bench(case_of("q8_0"), ours, 2, options.threads)
            q8 = other["variants"]["ours"]["peak_mb"]
    report["memory_ratios"] = memory_ratios(report, q8)
    if not options.brief:
        report["torch"] = {"unrestricted": torch_rate({}), "avx2": torch_rate(AVX2)}
    wrong = disagreeing(report)
    if wrong:
        print(f"error: other answers than ours: {', '.join(wrong)}", file=sys.stderr)
    if options.as_json:
        print(json.dumps(report, indent=2))
    else:
        print_report(report)
        for name, value in report["memory_ratios"].items():
            print(f"memory, {name.replace('_', ' ')}   {value:.2f}")
        for name, rates in report.get("torch", {}).items():
            print(f"torch, {name}   {rates['fp32_gflop_per_s']:.0f} GFLOP/s per thread in float32")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
