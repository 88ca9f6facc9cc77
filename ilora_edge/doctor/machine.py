"""Which machine this is, as far as it decides what llama.cpp's kernels do."""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import platform
from pathlib import Path

# One processor's entry; on a machine of hundreds the whole file takes the kernel milliseconds.
_CPUINFO_BYTES = 8192
_CPU_FIELDS = (
    *("vendor_id", "cpu family", "model", "model name", "stepping", "flags"),
    *("CPU implementer", "CPU architecture", "CPU variant", "CPU part", "CPU revision"),
    *("Features", "uarch", "isa"),
)


def cpu_identity(cpuinfo: Path = Path("/proc/cpuinfo")) -> dict[str, str]:
    """Return the first processor's maker, model and features, as far as the system names them."""
    try:
        with cpuinfo.open("rb") as file:
            text = file.read(_CPUINFO_BYTES).decode("utf-8", "replace")
    except OSError:
        text = ""
    found: dict[str, str] = {}
    for line in text.splitlines():
        if not line.strip():
            break
        name, _, value = line.partition(":")
        if name.strip() in _CPU_FIELDS:
            found[name.strip()] = value.strip()
    return found or {"machine": platform.machine(), "model name": platform.processor()}


def cpu_name(cpu: dict[str, str]) -> str:
    """Return what people call a CPU."""
    return cpu.get("model name") or cpu.get("CPU part") or platform.machine()


def memory_files() -> dict[str, bool]:
    """Return what this system has for files in memory.

    Without ``fmemopen`` a mix reaches llama.cpp through a temporary file, without ``memfd_create``
    none is folded into the weights.
    """
    libc = ctypes.CDLL(None) if os.name == "posix" else None
    return {"fmemopen": hasattr(libc, "fmemopen"), "memfd_create": hasattr(os, "memfd_create")}


def machine_key() -> str:
    """Return a name for this CPU with the files and the kernels of llama.cpp that run on it."""
    from ilora_edge.llama import library

    files = [[p.name, s.st_size, s.st_mtime_ns] for p in library.files() for s in [p.stat()]]
    parts = [cpu_identity(), files, library.version(), library.kernels()]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]
