"""What is refused as a release, and what the checksums say; `make release` builds and installs."""

from __future__ import annotations

import json
import re
import runpy
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("ilora_edge", "ilora_cli", "ilora_train", "ilora_workshop", "ilora_export")


@pytest.fixture(scope="module")
def tool() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "tools" / "release.py"))


def make_wheel(folder: Path, *others: str) -> Path:
    wheel = folder / "ilora_edge-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name in (*(f"{package}/__init__.py" for package in PACKAGES), *others):
            archive.writestr(name, "")
    return wheel


def test_a_whole_wheel_is_taken(tool: dict[str, Any], tmp_path: Path) -> None:
    others = ("ilora_models/demo/bundle/manifest.json", "ilora_edge-1.dist-info/METADATA")
    tool["check_contents"](make_wheel(tmp_path, *others))


@pytest.mark.parametrize(
    ("others", "said"),
    [
        (("ilora_models/demo/bundle/manifest.json", "tests/tiny.py"), "tests in it"),
        (("ilora_models/demo/bundle/manifest.json", "loose.py"), "loose.py in it"),
        ((), "lacks ilora_models"),
        (("ilora_models/__init__.py",), "lacks the demo bundle"),
    ],
)
def test_other_contents_are_refused(
    tool: dict[str, Any], tmp_path: Path, others: tuple[str, ...], said: str
) -> None:
    with pytest.raises(tool["ReleaseError"], match=said):
        tool["check_contents"](make_wheel(tmp_path, *others))


def test_the_packages_are_those_of_pyproject(tool: dict[str, Any]) -> None:
    listed = re.findall(r'^  "(ilora_\w+)",$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert tool["PACKAGES"] == set(listed)


@pytest.mark.parametrize("n", [0, 9, 11])
def test_a_list_of_another_length_is_refused(tool: dict[str, Any], n: int) -> None:
    answer = json.dumps({"recommendations": [{"item_id": str(i)} for i in range(n)]})
    with pytest.raises(tool["ReleaseError"], match=f"{n} recommendations"):
        tool["items"](answer)


def test_checksums_are_those_that_sha256sum_checks(tool: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "b.whl").write_bytes(b"b")
    (tmp_path / "a.tar.gz").write_bytes(b"a")
    files = tool["write_checksums"](tmp_path)
    assert [file.name for file in files] == ["a.tar.gz", "b.whl", "SHA256SUMS"]
    check = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
    assert subprocess.run(check, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    (tmp_path / "b.whl").write_bytes(b"B")
    assert subprocess.run(check, cwd=tmp_path, capture_output=True, check=False).returncode == 1


def test_a_program_that_fails_is_named(
    tool: dict[str, Any], capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(tool["ReleaseError"], match=r"^cp failed"):
        tool["run"]("cp", "/nowhere/a", "/nowhere/b")
    assert "/nowhere/a" in capfd.readouterr().err
