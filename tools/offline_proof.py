"""Installs from a wheelhouse and recommends where there is no network, and compares.

    tools/offline_proof.py WHEELHOUSE BUNDLE --db DATABASE --env NEW --reference ILORA_EDGE USER...

BUNDLE is what ``ilora-edge bundle pack`` wrote (or a bundle's folder), NEW the environment to
make, and ILORA_EDGE another installation, whose lists for the same users must be the same. Every
command but those of the reference runs under ``without_network.py``. Exit 77 where the kernel does
not allow that.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ALONE = (sys.executable, str(Path(__file__).with_name("without_network.py")))
NOT_RUN = 77
# Both installations hold the same build of llama.cpp, and the same version of everything else.
TOLERANCE = 1e-5


class ProofError(Exception):
    """The installation does not do what it should."""


def proof_parser(description: str | None) -> argparse.ArgumentParser:
    """Return a parser of what every proof is given: what is installed, and what it is asked."""
    parser = argparse.ArgumentParser(description=(description or "").partition("\n")[0])
    parser.add_argument("wheelhouse", type=Path)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("users", nargs="+", metavar="USER")
    parser.add_argument("--db", type=Path, required=True)
    parser.add_argument("--reference", type=Path, required=True)
    return parser


def main() -> int:
    parser = proof_parser(__doc__)
    parser.add_argument("--env", type=Path, required=True)
    args = parser.parse_args()
    if subprocess.run([*ALONE, "true"], check=False).returncode == NOT_RUN:
        return NOT_RUN
    try:
        print("no interface, no route:", internet_refusal())
        install(args.wheelhouse, args.env)
        print(f"installed from {args.wheelhouse} alone")
        command = [args.env / "bin" / "ilora-edge"]
        unpacked = args.bundle
        if not args.bundle.is_dir():
            unpacked = args.env / "bundle"
            run([*ALONE, "--forbid-sockets", *command, "bundle", "unpack", args.bundle, unpacked])
        recommend = ["recommend", "--db", args.db, "--bundle", unpacked, "--json"]
        largest = 0.0
        for user in args.users:
            here = json.loads(run([*ALONE, "--forbid-sockets", *command, *recommend, user]))
            there = json.loads(run([args.reference, *recommend, user]))
            largest = max(largest, difference(here, there))
        print(
            f"{len(args.users)} users: the same lists as {args.reference}, "
            f"largest difference of a score {largest:.1e}"
        )
    except ProofError as e:
        print(f"error: {e}", file=sys.stderr)
        return 1
    return 0


def internet_refusal() -> str:
    """Return the words with which the kernel refuses an internet socket."""
    code = (
        "import socket\n"
        "for family in (socket.AF_INET, socket.AF_INET6):\n"
        "    try:\n"
        "        socket.socket(family)\n"
        "    except OSError as e:\n"
        "        print(family.name, e.strerror, end='; ')\n"
        "    else:\n"
        "        raise SystemExit('an internet socket could be opened')\n"
    )
    return run([*ALONE, sys.executable, "-c", code]).rstrip("; ")


def install(wheelhouse: Path, env: Path) -> None:
    sums = ["sha256sum", "--check", "--quiet", "--strict", "SHA256SUMS"]
    run(sums, cwd=wheelhouse)
    run([*ALONE, sys.executable, "-m", "venv", env])
    pip = [env / "bin" / "python", "-m", "pip", "--disable-pip-version-check"]
    # Compiled is what is imported, when it is: half a minute of a core for all else.
    install = ("install", "--no-compile", "--no-index", "--find-links", wheelhouse)
    run([*ALONE, *pip, *install, "ilora-edge"])


def run(command: list[Any], cwd: Path | None = None) -> str:
    """Run a command; return its standard output.

    No setting of pip's or Python's reaches it: a folder named there would help unseen.
    """
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "PYTHON"))}
    done = subprocess.run(
        [str(c) for c in command], capture_output=True, text=True, check=False, cwd=cwd,
        env={**environment, "PIP_CONFIG_FILE": os.devnull},
    )  # fmt: skip
    if done.returncode != 0:
        words = " ".join(str(c) for c in command)
        raise ProofError(f"exit {done.returncode}: {words}\n{done.stdout}{done.stderr}")
    return done.stdout


def difference(here: dict[str, Any], there: dict[str, Any], tolerance: float = TOLERANCE) -> float:
    """Return the largest difference of two lists' scores; refuse lists that differ in an item."""
    lists = [r["recommendations"] for r in (here, there)]
    ids = [[r["item_id"] for r in each] for each in lists]
    if ids[0] != ids[1] or not ids[0]:
        raise ProofError(f"user {here['user']}: {ids[0]}, and the reference has {ids[1]}")
    largest = max(abs(a["score"] - b["score"]) for a, b in zip(*lists, strict=True))
    if not largest <= tolerance:
        raise ProofError(f"user {here['user']}: scores differ by {largest}")
    return float(largest)


if __name__ == "__main__":
    sys.exit(main())
