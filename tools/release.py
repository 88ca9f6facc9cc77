"""What is published: sdist, wheel and llama.cpp's wheel, checked, installed afresh and tried.

    tools/release.py OUT --llama FOLDER

FOLDER holds the wheel of llama-cpp-python that tools/llama_wheel.py made. It gets the tag of the
oldest C library that it runs on, and the OpenMP library that it needs (auditwheel), so that it
installs without a compiler. Nothing is uploaded.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = {"ilora_edge", "ilora_cli", "ilora_train", "ilora_workshop", "ilora_export"}
PACKAGES |= {"ilora_models"}
DEMO = ("recommend", "demo-001", "--json")


class ReleaseError(Exception):
    """There is nothing to release; the message says why."""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--llama", type=Path, required=True)
    args = parser.parse_args()
    try:
        for file in make_release(args.out, args.llama):
            print(f"{file.stat().st_size:>11,} {file}")
    except (ReleaseError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def make_release(out: Path, llama: Path) -> list[Path]:
    """Write the release into the folder ``out``, in place of any other there."""
    out.mkdir(parents=True, exist_ok=True)
    for old in out.iterdir():
        old.unlink()
    run(sys.executable, "-m", "build", "--outdir", out, ROOT)
    add_llama(out, only(llama, "llama_cpp_python-*.whl"))
    wheel = only(out, "ilora_edge-*.whl")
    check_contents(wheel)
    run(sys.executable, "-m", "twine", "check", "--strict", wheel, only(out, "*.tar.gz"))
    try_installed(out)
    return write_checksums(out)


def add_llama(out: Path, wheel: Path) -> None:
    """Write llama-cpp-python's wheel, complete and tagged, into ``out``."""
    # Beside the Python that runs this, whether or not its environment is activated.
    tools = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    repair = (sys.executable, "-m", "auditwheel", "repair", "--plat", "auto")
    run(*repair, "--wheel-dir", out, wheel, PATH=tools)
    tagged = only(out, "llama_cpp_python-*.whl")
    if "manylinux" not in tagged.name:
        raise ReleaseError(f"{tagged.name}: fits no manylinux, so that it would fit nobody")


def check_contents(wheel: Path) -> None:
    """Refuse a wheel that claims other top-level names than ours, or lacks the demo."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    tops = {name.partition("/")[0] for name in names}
    foreign = sorted(top for top in tops - PACKAGES if not top.endswith(".dist-info"))
    if foreign:
        raise ReleaseError(f"{wheel.name}: {', '.join(foreign)} in it, a package of another name")
    missing = sorted(PACKAGES - tops)
    if missing or "ilora_models/demo/bundle/manifest.json" not in names:
        raise ReleaseError(f"{wheel.name}: lacks {', '.join(missing) or 'the demo bundle'}")


def try_installed(out: Path) -> None:
    """Install the wheels into a clean environment, far from the checkout, and run the demo."""
    with tempfile.TemporaryDirectory() as folder:
        run(sys.executable, "-m", "venv", folder)
        python = Path(folder, "bin", "python")
        constraints = ("--constraint", ROOT / "constraints.txt")
        pip = (python, "-m", "pip", "--quiet", "--disable-pip-version-check", "install")
        run(*pip, *constraints, *sorted(out.glob("*.whl")))
        run(python, "-m", "pip", "--disable-pip-version-check", "check")
        installed = run(Path(folder, "bin", "ilora-edge"), *DEMO, cwd=folder)
        here = run(Path(sys.executable).with_name("ilora-edge"), *DEMO, cwd=folder)
    if items(installed) != items(here):
        raise ReleaseError("the installed release recommends other films than the checkout")


def items(answer: str) -> list[str]:
    """Return the ids of a list that was printed as JSON."""
    found = [place["item_id"] for place in json.loads(answer)["recommendations"]]
    if len(found) != 10:
        raise ReleaseError(f"{len(found)} recommendations in the demo, not 10")
    return found


def write_checksums(out: Path) -> list[Path]:
    """Write SHA256SUMS; return all files of the release."""
    files = sorted(out.iterdir())
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files]
    sums = out / "SHA256SUMS"
    sums.write_text("".join(lines))
    return [*files, sums]


def only(folder: Path, pattern: str) -> Path:
    """Return the one file of a folder that fits."""
    found: Sequence[Path] = sorted(folder.glob(pattern))
    if len(found) != 1:
        raise ReleaseError(f"{folder}: {len(found)} files like {pattern}, not one")
    return found[0]


def run(*command: str | Path, cwd: Path | str | None = None, **variables: str) -> str:
    """Run a program and return what it prints; its own words are shown where it fails."""
    # The checkout is on no path of what is tried.
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [*map(str, command)], cwd=cwd, env={**environment, **variables},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        print(done.stdout, done.stderr, sep="", end="", file=sys.stderr)
        raise ReleaseError(f"{name_of(command)} failed; its own words are above")
    return done.stdout


def name_of(command: Iterable[str | Path]) -> str:
    """Return what a person would call the program that was run."""
    words = [str(word) for word in command]
    return words[2] if words[1:2] == ["-m"] else Path(words[0]).name


if __name__ == "__main__":
    sys.exit(main())
