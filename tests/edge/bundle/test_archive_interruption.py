"""Packing and unpacking that is killed, interrupted or refused half-way leaves nothing."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ilora_edge.bundle.archive import pack, unpack
from ilora_edge.errors import BundleError, IloraError

Members = dict[str, bytes]


@pytest.fixture
def packed(tiny: Path, tmp_path: Path) -> Path:
    pack(tiny, tmp_path / "tiny.ilora")
    return tmp_path / "tiny.ilora"


def contents(folder: Path) -> Members:
    return {p.name: p.read_bytes() for p in folder.iterdir()}


UNPACK = """
import sys, time
from pathlib import Path
from ilora_edge.bundle import archive
archive._CHUNK = 1 << 14
def slowly(n):
    time.sleep(0.002)
print("begun", flush=True)
archive.unpack(Path(sys.argv[1]), Path(sys.argv[2]), force="--force" in sys.argv, advance=slowly)
print("done", flush=True)
"""


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("delay", [0.0, 0.01, 0.03, 0.06, 0.1, 0.2])
def test_a_kill_leaves_nothing_half_done(
    delay: float, force: bool, packed: Path, tiny: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    args = ["--force"] if force else []
    if force:
        unpack(packed, out)
        (out / "mine").write_text("the old one")
    with subprocess.Popen(
        [sys.executable, "-c", UNPACK, packed, out, *args], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read()
    whole = contents(tiny)
    if out.exists():
        now = contents(out)
        assert now == whole if rest else now in (whole, {**whole, "mine": b"the old one"})
    else:
        # Between moving the old one aside and the new one into place: both are complete.
        assert not force or len([p for p in tmp_path.iterdir() if p.suffix == ".old"]) == 1
    unpack(packed, out, force=out.exists())
    assert contents(out) == whole


def test_an_interruption_is_cleaned_up(tiny: Path, packed: Path, tmp_path: Path) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        unpack(packed, tmp_path / "out", advance=interrupt)
    with pytest.raises(KeyboardInterrupt):
        pack(tiny, tmp_path / "other.ilora", advance=interrupt)
    assert [p.name for p in tmp_path.iterdir()] == [packed.name]


def test_a_check_that_fails_leaves_nothing(packed: Path, tmp_path: Path) -> None:
    def check(manifest: bytes, signature: bytes | None) -> None:
        assert manifest.startswith(b"{")
        assert signature is None
        raise BundleError("no")

    with pytest.raises(IloraError, match="no"):
        unpack(packed, tmp_path / "out", check=check)
    assert [p.name for p in tmp_path.iterdir()] == [packed.name]
