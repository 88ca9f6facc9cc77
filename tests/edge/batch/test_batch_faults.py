"""Every call that writes the output fails once in turn: a clean message, and nothing is lost.

The loop runs in a process of its own, into which ``failing_writes.c`` is preloaded.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SOURCE = HERE.parents[1] / "failing_writes.c"
FAULTS = {
    "ENOSPC": (errno.ENOSPC, False),
    "EIO": (errno.EIO, False),
    "SQLITE_BUSY": (errno.EAGAIN, True),
}


def loop(folder: Path, code: int, locks: bool) -> dict[str, object]:
    """Fail call 1, 2, ... of a run, until a run gets through; resume each and compare."""
    # Imported here: this function runs in the child alone.
    from fake_ranker import Ranker, rows, score, tasks

    import ilora_edge.system.own_file as own_file
    from ilora_edge.errors import DatabaseError

    own_file.BUSY_SECONDS = 0.0
    shim = ctypes.CDLL(os.environ["LD_PRELOAD"])
    shim.left.restype = ctypes.c_long
    users = tasks(70)
    score(folder / "whole.db", users=users)
    whole = rows(folder / "whole.db")
    messages: set[str] = set()
    n = survived = 0
    while True:
        n += 1
        path = folder / f"faulty-{n}.db"
        shim.arm(ctypes.c_long(n), code, int(locks))
        try:
            score(path, Ranker(), users)
        except DatabaseError as error:
            messages.add(str(error).replace(str(path), "OUT"))
        else:
            survived += shim.left() <= 0
            if shim.left() > 0:
                break
        finally:
            shim.arm(ctypes.c_long(0), 0, 0)
        score(path, Ranker(), users)
        found = rows(path)
        # A run may have been finished when the last call failed: then the second is another.
        for table in ("recommendations", "users", "failures"):
            assert [r[1:] for r in found[table]] == [r[1:] for r in whole[table]], (n, table)
        path.unlink()
    return {"calls": n - 1, "survived": survived, "messages": sorted(messages)}


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    compiler = shutil.which("cc") or shutil.which("gcc")
    if sys.platform != "linux" or compiler is None:
        pytest.skip("needs Linux and a C compiler")
    built = tmp_path_factory.mktemp("shim") / "failing_writes.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", built, SOURCE, "-ldl"], check=True)
    return built


@pytest.mark.parametrize("fault", FAULTS)
def test_every_write_fails_once_and_nothing_is_lost(shim: Path, tmp_path: Path, fault: str) -> None:
    code, locks = FAULTS[fault]
    done = subprocess.run(
        [sys.executable, __file__, tmp_path, str(code), str(int(locks))],
        env={**os.environ, "LD_PRELOAD": str(shim), "PYTHONPATH": f"{HERE}:{HERE.parents[1]}"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    # Opening, two chunks and the end take at least this many calls.
    assert found["calls"] >= (100 if locks else 60)
    assert found["messages"]
    for message in found["messages"]:
        assert "\n" not in message
        assert message.startswith("cannot write OUT: ")
        assert message.endswith("the same command goes on from there")


if __name__ == "__main__":
    print(json.dumps(loop(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "1")))
