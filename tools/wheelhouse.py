"""Gathers every wheel of the device side into one folder, to install where there is no network.

    tools/wheelhouse.py OUT --llama FOLDER [--machine aarch64]

FOLDER holds the wheel of llama-cpp-python, made by tools/llama_wheel.py; nothing is compiled
here, and the dependencies are taken as wheels or not at all. What was gathered before is reused as
long as the requirements and the sources are the same.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
# Extras that are of use on a device; whatever the others ask for has no place there.
DEVICE_EXTRAS = ("sign",)
# The oldest and newest C library whose wheels are taken for another machine (2.36: Debian 12).
GLIBC_MINORS = range(17, 37)

README = """\
The device side of ilora-edge {version}, for CPython {python} on Linux {machine}.

Check the files, then install them; no network is needed:

    sha256sum --check --quiet SHA256SUMS
    python{python} -m venv ilora
    ilora/bin/python -m pip install --no-index --find-links . ilora-edge

Try it:

    ilora/bin/ilora-edge recommend

{cpu}
It was built with glibc {glibc}; where that is older, it may not load and has to be built anew.
A wheel whose name ends in -any.whl fits every machine; the others fit this Python version and this
machine only.
"""
CPU = {
    "x86_64": "llama.cpp in here needs a CPU with SSE4.2, and uses what each has beyond it.",
    "aarch64": "llama.cpp in here needs a 64-bit ARMv8-A CPU and libgomp, and uses what each has.",
}


class WheelhouseError(Exception):
    """The wheelhouse cannot be made; the message says what to do."""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--llama", type=Path, required=True)
    parser.add_argument("--machine", default=platform.machine(), choices=sorted(CPU))
    args = parser.parse_args()
    try:
        print(gather(args.out, args.llama, args.machine))
    except (WheelhouseError, OSError) as e:
        print(f"error: {e}", file=sys.stderr)
        return 1
    return 0


def gather(out: Path, llama: Path, machine: str) -> str:
    """Make the wheelhouse ``out``; return a line that says what it holds."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        pyproject = tomllib.load(file)
    built = sorted(llama.glob("llama_cpp_python-*.whl"))
    if len(built) != 1:
        raise WheelhouseError(f"{llama}: {len(built)} wheels of llama-cpp-python; run: make clean")
    cache = ROOT / "build" / "wheels"
    wheels = [
        *dependencies(pyproject, built[0], cache / f"device-{machine}", machine),
        project_wheel(pyproject, cache / "project"),
    ]
    refuse_workshop(pyproject, wheels)
    readme = README.format(
        version=pyproject["project"]["version"],
        python=python_version(),
        machine=machine,
        cpu=CPU[machine],
        # A cross compiler is of the same release as the system it runs on.
        glibc=platform.libc_ver()[1],
    )
    sums = [f"{sha256(w)}  {w.name}" for w in sorted(wheels)]
    sums.append(f"{hashlib.sha256(readme.encode()).hexdigest()}  README.txt")
    if not holds(out, sums):
        replace_folder(out, wheels, {"README.txt": readme, "SHA256SUMS": "\n".join(sums) + "\n"})
        check_complete(out, machine)
    size = sum(w.stat().st_size for w in wheels) / 1e6
    return f"{out}: {len(wheels)} wheels, {size:.0f} MB"


def holds(out: Path, sums: list[str]) -> bool:
    """Return whether the folder holds these files already, and no other."""
    files = [f for f in out.glob("*") if f.name != "SHA256SUMS"]
    return sorted(sums) == sorted(f"{sha256(f)}  {f.name}" for f in files)


def python_version() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def requirement_name(text: str) -> str:
    """Return the normalised name in a requirement: ``sqlite-utils`` of ``Sqlite_Utils>=4``."""
    match = re.match(r"[A-Za-z0-9._-]+", text)
    if match is None:
        raise WheelhouseError(f"pyproject.toml: {text!r} is not a requirement")
    return re.sub(r"[-_.]+", "-", match.group()).lower()


def wheel_name(wheel: Path) -> str:
    return requirement_name(wheel.name.partition("-")[0])


def dependencies(pyproject: dict[str, Any], llama: Path, folder: Path, machine: str) -> list[Path]:
    """Return the wheels of everything the device side needs but the project itself."""
    constraints = ROOT / "constraints.txt"
    extras = pyproject["project"].get("optional-dependencies", {})
    wanted = list(pyproject["project"]["dependencies"])
    for extra in DEVICE_EXTRAS:
        wanted += extras.get(extra, [])
    key = [python_version(), machine, constraints.read_text(), sha256(llama), *wanted]
    if not is_fresh(folder, key):
        with tempfile.TemporaryDirectory(dir=fresh_parent(folder)) as made:
            pip(
                "download", "--only-binary", ":all:", *target(machine), "--constraint", constraints,
                "--find-links", llama.parent, "--dest", made, *wanted,
            )  # fmt: skip
            store(folder, Path(made).glob("*.whl"), key)
    return list(folder.glob("*.whl"))


def project_wheel(pyproject: dict[str, Any], folder: Path) -> Path:
    """Return the project's own wheel: the same bytes for the same sources."""
    packages = pyproject["tool"]["setuptools"]["package-dir"].values()
    files = [ROOT / name for name in ("pyproject.toml", "README.md", "LICENSE")]
    for package in packages:
        files += (
            f for f in (ROOT / package).rglob("*") if f.is_file() and "__pycache__" not in f.parts
        )
    key = [f"{f.relative_to(ROOT)} {sha256(f)}" for f in sorted(files)]
    if not is_fresh(folder, key):
        with tempfile.TemporaryDirectory(dir=fresh_parent(folder)) as scratch:
            # A copy: setuptools leaves its build folder beside the sources, and the next
            # wheel would hold what has been deleted since.
            source, made = Path(scratch, "source"), Path(scratch, "made")
            for file in files:
                copy = source / file.relative_to(ROOT)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, copy)
            # 1980 is the earliest time a zip archive can hold.
            pip("wheel", "--no-deps", "--wheel-dir", made, source, SOURCE_DATE_EPOCH="315532800")
            store(folder, made.glob("*.whl"), key)
    return next(folder.glob("*.whl"))


def refuse_workshop(pyproject: dict[str, Any], wheels: Iterable[Path]) -> None:
    """Refuse a wheel that only the workshop needs: torch and what comes with it."""
    extras = pyproject["project"].get("optional-dependencies", {})
    device = {pyproject["project"]["name"], *pyproject["project"]["dependencies"]}
    workshop = {"triton"}
    for extra, requirements in extras.items():
        (device.update if extra in DEVICE_EXTRAS else workshop.update)(requirements)
    names = {requirement_name(r) for r in workshop} - {requirement_name(r) for r in device}
    found = [w.name for w in wheels if wheel_name(w) in names or w.name.startswith("nvidia")]
    if found:
        raise WheelhouseError(f"no part of the device side: {', '.join(sorted(found))}")


def check_complete(out: Path, machine: str) -> None:
    """Let pip resolve the installation from the wheelhouse alone, without carrying it out."""
    pip(
        "install", "--dry-run", "--ignore-installed", "--only-binary", ":all:",
        *target(machine), "--target", out / "never-made", "--no-index", "--find-links", out,
        f"ilora-edge[{','.join(DEVICE_EXTRAS)}]",
        PIP_CONFIG_FILE=os.devnull, PIP_FIND_LINKS="", PIP_CONSTRAINT="",
    )  # fmt: skip


def target(machine: str) -> list[str]:
    """Return pip's options for wheels of a machine; none for the one this runs on."""
    if machine == platform.machine():
        return []
    tags = [f"linux_{machine}", f"manylinux2014_{machine}"]
    tags += [f"manylinux_2_{minor}_{machine}" for minor in GLIBC_MINORS]
    options = ["--python-version", python_version(), "--implementation", "cp"]
    return options + [word for tag in tags for word in ("--platform", tag)]


def pip(*arguments: str | Path, **environment: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--quiet", *map(str, arguments)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", **environment},
    )  # fmt: skip
    if done.returncode != 0:
        print(done.stdout, file=sys.stderr, end="")
        raise WheelhouseError(f"pip {arguments[0]} failed; its own words are above")


def fresh_parent(folder: Path) -> Path:
    folder.parent.mkdir(parents=True, exist_ok=True)
    return folder.parent


def is_fresh(folder: Path, key: list[str]) -> bool:
    stamp = folder / "inputs"
    return stamp.is_file() and stamp.read_text() == "\n".join(key)


def store(folder: Path, wheels: Iterable[Path], key: list[str]) -> None:
    replace_folder(folder, wheels, {"inputs": "\n".join(key)})


def replace_folder(folder: Path, wheels: Iterable[Path], texts: dict[str, str]) -> None:
    """Write a folder of wheels and texts beside the target, then put it in its place."""
    made = Path(tempfile.mkdtemp(dir=fresh_parent(folder), prefix=f".{folder.name}-"))
    try:
        made.chmod(0o755)
        for wheel in wheels:
            shutil.copy(wheel, made)
        for name, text in texts.items():
            (made / name).write_text(text)
        if folder.exists():
            shutil.rmtree(folder)
        made.rename(folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


if __name__ == "__main__":
    sys.exit(main())
