"""Converts a random model of TinyLlama's shape (1.1B parameters) and says how much memory it took.

    python bench/convert.py --json

The checkpoint, bfloat16 in shards, is written to a temporary folder without being held in memory.
Each conversion runs in a child process of its own, as ``ilora-edge convert`` does it, so that its
peak is its own. VmHWM is the peak of all resident memory, files it mapped included; the anonymous
peak, sampled, is what it allocated itself.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

SAMPLE_SECONDS = 0.02

CHILD = """
import sys
from ilora_cli.app import main
sys.argv[0] = "ilora-edge"
try:
    main()
finally:
    status = open("/proc/self/status").read().split("\\n")
    print(next(line for line in status if line.startswith("VmHWM")).split()[1])
"""


@dataclass(frozen=True, slots=True)
class CheckpointShape:
    """A Llama's sizes, and about how large a shard of its checkpoint is, in bytes."""

    hidden_size: int
    intermediate_size: int
    num_hidden_layers: int
    num_attention_heads: int
    num_key_value_heads: int
    vocab_size: int
    shard_size: int


SHAPES = {
    "toy": CheckpointShape(64, 96, 2, 4, 2, 500, 50_000),
    "tinyllama-1.1b": CheckpointShape(2048, 5632, 22, 32, 4, 32000, 500_000_000),
}


def tensor_shapes(shape: CheckpointShape) -> dict[str, tuple[int, ...]]:
    """Return the tensors of an untied Llama by HF name."""
    from ilora_export.architectures import expected_tensors, hyperparameters

    return expected_tensors(hyperparameters(config(shape)))


def config(shape: CheckpointShape) -> dict[str, Any]:
    """Return the checkpoint's config."""
    values = dataclasses.asdict(shape)
    del values["shard_size"]
    return values | {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "hidden_act": "silu",
        "max_position_embeddings": 2048,
        "rms_norm_eps": 1e-5,
        "rope_theta": 10000.0,
        "tie_word_embeddings": False,
        "torch_dtype": "bfloat16",
    }


def write_checkpoint(folder: Path, shape: CheckpointShape) -> tuple[int, int]:
    """Write a random checkpoint, shard by shard; return parameters and bytes of weights."""
    shapes = tensor_shapes(shape)
    shards: list[dict[str, tuple[int, ...]]] = [{}]
    size = 0
    for name, dims in shapes.items():
        if shards[-1] and size + 2 * int(np.prod(dims)) > shape.shard_size:
            shards.append({})
            size = 0
        shards[-1][name] = dims
        size += 2 * int(np.prod(dims))
    weight_map: dict[str, str] = {}
    for number, shard in enumerate(shards, 1):
        file_name = f"model-{number:05}-of-{len(shards):05}.safetensors"
        _write_shard(folder / file_name, shard, number)
        weight_map |= dict.fromkeys(shard, file_name)
    index = {"metadata": {}, "weight_map": weight_map}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))
    (folder / "config.json").write_text(json.dumps(config(shape)))
    n_parameters = sum(int(np.prod(dims)) for dims in shapes.values())
    return n_parameters, 2 * n_parameters


def _write_shard(path: Path, shapes: dict[str, tuple[int, ...]], seed: int) -> None:
    header, start = {}, 0
    for name, dims in shapes.items():
        end = start + 2 * int(np.prod(dims))
        header[name] = {"dtype": "BF16", "shape": list(dims), "data_offsets": [start, end]}
        start = end
    text = json.dumps(header).encode()
    rng = np.random.default_rng(seed)
    with path.open("wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for part in _parts(start // 2):
            values = rng.standard_normal(part, dtype=np.float32) * np.float32(0.02)
            file.write((values.view(np.uint32) >> 16).astype("<u2").tobytes())


def _parts(n: int, largest: int = 1 << 22) -> Iterator[int]:
    while n:
        yield min(n, largest)
        n -= min(n, largest)


def convert(folder: Path, out: Path, type_name: str) -> dict[str, Any]:
    """Convert in a child; return its seconds, its size in bytes and the child's peaks."""
    command = [sys.executable, "-c", CHILD, "convert", str(folder), str(out)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    child = subprocess.Popen(
        [*command, "--type", type_name, "--no-tokenizer"], stdout=subprocess.PIPE, text=True
    )
    anonymous = [0]
    sampler = threading.Thread(target=_sample, args=(child.pid, anonymous))
    sampler.start()
    printed, _ = child.communicate()
    seconds = time.perf_counter() - start
    sampler.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if child.returncode:
        raise SystemExit(child.returncode)
    return {
        "seconds": seconds,
        "cpu_seconds": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        "size": out.stat().st_size,
        "peak_rss": int(printed) * 1024,
        "peak_anonymous": anonymous[0],
    }


def _sample(pid: int, peak: list[int]) -> None:
    while True:
        try:
            status = Path(f"/proc/{pid}/status").read_text()
        except OSError:
            return
        lines = [line for line in status.splitlines() if line.startswith("RssAnon")]
        if not lines:
            return  # It has ended.
        peak[0] = max(peak[0], int(lines[0].split()[1]) * 1024)
        time.sleep(SAMPLE_SECONDS)


def measure(shape: CheckpointShape, types: list[str], scratch: Path | None) -> dict[str, Any]:
    """Write a checkpoint and convert it once per type."""
    with tempfile.TemporaryDirectory(prefix="ilora-edge-bench-", dir=scratch) as name:
        folder = Path(name) / "checkpoint"
        folder.mkdir()
        n_parameters, source_size = write_checkpoint(folder, shape)
        results = {}
        for type_name in types:
            out = Path(name) / f"{type_name}.gguf"
            values = convert(folder, out, type_name)
            out.unlink()
            values["gb_per_s"] = source_size / 1e9 / values["seconds"]
            values["gb_per_cpu_s"] = source_size / 1e9 / values["cpu_seconds"]
            results[type_name] = values
        shutil.rmtree(folder)
    return {
        "machine": platform.machine(),
        "cpus": len(os.sched_getaffinity(0)),
        "parameters": n_parameters,
        "source_size": source_size,
        "largest_tensor": max(2 * int(np.prod(d)) for d in tensor_shapes(shape).values()),
        "types": results,
    }


def main(arguments: list[str] | None = None) -> int:
    """Measure, and print a table or JSON on stdout."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--shape", choices=SHAPES, default="tinyllama-1.1b")
    parser.add_argument("--types", nargs="+", default=["f16", "q8_0"])
    parser.add_argument("--scratch", type=Path, help="folder for the temporary files")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args(arguments)
    result = {"shape": args.shape, **measure(SHAPES[args.shape], args.types, args.scratch)}
    if args.json:
        print(json.dumps(result, indent=2))
        return 0
    print(
        f"{args.shape}: {result['parameters']:,} parameters, {result['source_size'] / 1e9:.2f} GB"
    )
    print(
        f"{'':8}{'GB':>8}{'seconds':>10}{'GB/s':>8}{'GB/CPU s':>10}{'peak MB':>10}"
        f"{'anonymous MB':>14}"
    )
    for name, v in result["types"].items():
        print(
            f"{name:8}{v['size'] / 1e9:8.2f}{v['seconds']:10.1f}{v['gb_per_s']:8.3f}"
            f"{v['gb_per_cpu_s']:10.3f}{v['peak_rss'] / 1e6:10.0f}{v['peak_anonymous'] / 1e6:14.0f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
