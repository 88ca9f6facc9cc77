"""No socket and no strange file for as long as a process lives, not only while a command is short.

Telemetry waits: onnxruntime's posts its first events about nine seconds after the import.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from harness import at_home, strange_files

from ilora_edge.system.offline import TELEMETRY_REMARK, telemetry_folder

SECONDS = 42
USERS = 120

OPEN_AND_WAIT = """
import sys, time
from ilora_edge.recommendation import HistoryItem
from ilora_edge.recommender import Recommender
from ilora_edge.request import Request

with Recommender(sys.argv[1]) as recommender:
    recommender.recommend(Request([HistoryItem("m1")]))
    time.sleep(float(sys.argv[2]))
    print(recommender.recommend(Request([HistoryItem("m2")])).recommendations[0].rank)
"""
IMPORTED_BEFORE = """
import sys, warnings
import onnxruntime
warnings.simplefilter("ignore")
from ilora_edge.recommender import Recommender

with Recommender(sys.argv[1]) as recommender:
    print(recommender.remark)
"""


def many_users(folder: Path) -> Path:
    """Write a file of users, and return it."""
    rows = [f"u{n:03},m{n % 20 + i},{i}" for n in range(USERS) for i in range(3)]
    path = folder / "plays.csv"
    path.write_text("\n".join(["user_id,item_id,timestamp", *rows]))
    return path


@pytest.mark.slow
def test_nothing_is_sent_by_processes_that_live(
    bundle: Path, tmp_path: Path, no_sockets: str
) -> None:
    environment = at_home(tmp_path / "home")
    db = tmp_path / "plays.db"
    ilora = [no_sockets, sys.executable, "-m", "ilora_cli"]
    made = [*ilora, "import", "csv", str(many_users(tmp_path)), str(db)]
    subprocess.run(made, env=environment, check=True, capture_output=True)
    idle = subprocess.Popen(
        [no_sockets, sys.executable, "-c", OPEN_AND_WAIT, str(bundle), str(SECONDS)],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    scoring = subprocess.Popen(
        [*ilora, "score", "--db", str(db), "--bundle", str(bundle), "--nl", "--workers", "1"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    # Nobody reads its lists yet, so it lives, and its worker with it, until somebody does.
    time.sleep(SECONDS)
    assert scoring.poll() is None, scoring.communicate()
    lists, said = scoring.communicate()
    answer, _ = idle.communicate()
    assert (idle.returncode, answer) == (0, "1\n")
    # A worker that was killed would be replaced, and its death be heard of.
    assert (scoring.returncode, len(lists.splitlines())) == (0, 10 * USERS), said
    assert strange_files(tmp_path / "home") == []


def test_an_earlier_import_of_onnxruntime_is_remarked_on(bundle: Path, tmp_path: Path) -> None:
    # As a build server, so that what is started here against our advice sends nothing.
    environment = {**at_home(tmp_path / "home"), "CI": "true"}
    for advice, remark in (({}, TELEMETRY_REMARK), ({"ORT_DISABLE_TELEMETRY": "1"}, "None")):
        done = subprocess.run(
            [sys.executable, "-c", IMPORTED_BEFORE, str(bundle)],
            env={**environment, **advice},
            capture_output=True,
            text=True,
            check=True,
        )
        assert remark in done.stdout


def test_doctor_says_where_an_earlier_device_id_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = at_home(tmp_path / "home")
    command = [sys.executable, "-m", "ilora_cli", "doctor"]
    first = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert "device id" not in first.stdout
    for name in [name for name in os.environ if name.startswith("XDG_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    telemetry_folder().mkdir(parents=True)
    second = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert f"rm -r {telemetry_folder()}" in " ".join(second.stdout.split())
    assert telemetry_folder().is_dir()
