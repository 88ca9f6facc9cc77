"""Installs and recommends on an emulated 64-bit ARM machine without a network, and compares.

    tools/aarch64_proof.py WHEELHOUSE BUNDLE --db DATABASE --root DEBIAN --reference ILORA_EDGE \\
        [--cpu cortex-a72] [--tolerance SCORE] [--mirror URL] USER...

WHEELHOUSE is what ``make wheelhouse-aarch64`` made, BUNDLE what ``ilora-edge bundle pack`` wrote
and DEBIAN a folder for a Debian system of that machine, which is made if it is not there. Needs
root, debootstrap, qemu-user-static and Linux 6.7 or later: from there on a user namespace has
interpreters of foreign programs of its own, so nothing on this machine is changed.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from offline_proof import ProofError, difference, proof_parser, run

INTERPRETER = Path("/usr/lib/binfmt.d/qemu-aarch64.conf")
NAMESPACES = ("unshare", "--user", "--map-root-user", "--mount", "--pid", "--fork", "--net")

# Without /sys: it tells of this machine's CPUs, and onnxruntime 1.32 dies of the contradiction.
ENTER = """
set -eu
mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc
cat "$1" > /proc/sys/fs/binfmt_misc/register
mount -t proc proc "$2/proc"
mount --rbind /dev "$2/dev"
exec chroot "$2" /usr/bin/env -i "QEMU_CPU=$3" HOME=/stick LANG=C.UTF-8 PATH=/usr/bin:/bin \\
  bash /stick/proof.sh
"""

PROOF = """
set -eu
uname -m
cd /stick/wheelhouse
sha256sum --check --quiet --strict SHA256SUMS
rm -rf /opt/ilora /opt/bundle
python3 -m venv /opt/ilora
/opt/ilora/bin/python -m pip install --quiet --no-index --find-links . ilora-edge
ilora=/opt/ilora/bin/ilora-edge
$ilora bundle unpack /stick/bundle.ilora /opt/bundle
for user in USERS; do
  $ilora recommend --db /stick/history.db --bundle /opt/bundle --json "$user" > "/stick/$user.json"
done
$ilora doctor --json > /stick/doctor.json
"""


def main() -> int:
    parser = proof_parser(__doc__)
    parser.add_argument("--root", type=Path, required=True)
    parser.add_argument("--cpu", default="max", help="what qemu emulates: cortex-a53, ...")
    # The two machines add up in different orders; with a quantised backbone, whose products round
    # activations to 8 bits, some of them then round otherwise.
    parser.add_argument("--tolerance", type=float, default=2e-3, help="of a score; default 2e-3")
    parser.add_argument("--mirror", help="of Debian's packages; debootstrap knows one")
    args = parser.parse_args()
    if not all(user.replace("-", "").isalnum() for user in args.users):
        parser.error("users of letters, digits and dashes only")
    try:
        make_debian(args.root, args.mirror)
        make_stick(args.root / "stick", args.wheelhouse, args.bundle, args.db, args.users)
        run([*NAMESPACES, "bash", "-c", ENTER, "bash", INTERPRETER, args.root, args.cpu])
        recommend = [args.reference, "recommend", "--db", args.db, "--json", "--bundle"]
        unpacked = args.root / "opt" / "bundle"
        largest = 0.0
        for user in args.users:
            here = json.loads((args.root / "stick" / f"{user}.json").read_text())
            there = json.loads(run([*recommend, unpacked, user]))
            largest = max(largest, difference(here, there, args.tolerance))
            print(f"{user}: the same list; milliseconds {here['timing_ms']}")
        print(f"largest difference of a score {largest:.1e}")
        found = json.loads((args.root / "stick" / "doctor.json").read_text())
        for kernels in found["variants"]:
            print(f"kernels {kernels['name']}: {kernels['fault'] or 'every type is right'}")
    except ProofError as e:
        print(f"error: {e}", file=sys.stderr)
        return 1
    return 0


def make_debian(root: Path, mirror: str | None) -> None:
    """Unpack a Debian system with Python; its packages are not configured, nor need they be."""
    if (root / "usr" / "bin" / "python3").exists():
        return
    packages = "--include=python3,python3-venv,libgomp1,libstdc++6"
    run(
        ["debootstrap", "--foreign", "--arch=arm64", "--variant=minbase", packages, "bookworm",
         root, *([mirror] if mirror else [])]
    )  # fmt: skip
    for package in (root / "var" / "cache" / "apt" / "archives").glob("*.deb"):
        run(["dpkg-deb", "--extract", package, root])


def make_stick(
    stick: Path, wheelhouse: Path, bundle: Path, database: Path, users: list[str]
) -> None:
    shutil.rmtree(stick, ignore_errors=True)
    shutil.copytree(wheelhouse, stick / "wheelhouse")
    shutil.copy(bundle, stick / "bundle.ilora")
    shutil.copy(database, stick / "history.db")
    (stick / "proof.sh").write_text(PROOF.replace("USERS", " ".join(users)))


if __name__ == "__main__":
    sys.exit(main())
