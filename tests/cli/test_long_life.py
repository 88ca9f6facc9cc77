"""What onnxruntime's telemetry has left, or would do, is said."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from harness import Cli, at_home

from ilora_edge.doctor import check_variants
from ilora_edge.doctor.check import Report
from ilora_edge.doctor.check_variants import VariantReport
from ilora_edge.system.offline import TELEMETRY_REMARK, telemetry_folder

IMPORTED_BEFORE = """
import sys, warnings
import onnxruntime
warnings.simplefilter("ignore")
from ilora_edge.recommender import Recommender

with Recommender(sys.argv[1]) as recommender:
    print(recommender.remark)
"""


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
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What is checked besides, other tests look at.
    nothing = VariantReport(None, Report([], {}), "")
    monkeypatch.setattr(check_variants, "check_variants", lambda *_, **__: [nothing])
    for name in [name for name in os.environ if name.startswith("XDG_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    first = cli("doctor")
    assert (first.code, "device id" in first.out) == (0, False)
    telemetry_folder().mkdir(parents=True)
    second = cli("doctor")
    assert f"rm -r {telemetry_folder()}" in " ".join(second.out.split())
    assert telemetry_folder().is_dir()
