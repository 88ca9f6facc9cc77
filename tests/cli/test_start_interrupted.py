"""Ctrl-C while the program is still being loaded."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are POSIX'")


@pytest.mark.parametrize("module", ["signal", "typer"])
def test_ctrl_c_during_the_imports_is_no_traceback(tmp_path: Path, module: str) -> None:
    # The person gives up during the first module that is loaded, or the first library.
    text = "import os, _signal\nos.kill(os.getpid(), _signal.SIGINT)\n"
    (tmp_path / f"{module}.py").write_text(text)
    done = subprocess.run(
        [sys.executable, "-m", "ilora_cli", "users"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path[1:]])},
        # Where the tests run in the background, Ctrl-C is ignored and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == -signal.SIGINT
    assert (done.stdout, done.stderr) == ("", "")
