"""Documentation that says what is."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from ilora_cli.app import COMMANDS

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_is_documented(command: str) -> None:
    pages = [ROOT / "README.md", *ROOT.glob("docs/*.md")]
    assert any(f"ilora-edge {command}" in page.read_text() for page in pages)


def test_every_link_in_the_documentation_leads_somewhere() -> None:
    for page in [ROOT / "README.md", *ROOT.glob("docs/*.md"), *ROOT.glob("train/*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_device_side_imports_no_torch() -> None:
    """Read, not run: the wheel's own test runs it where torch is not installed."""
    for path in [*ROOT.glob("ilora_edge/**/*.py"), *ROOT.glob("cli/**/*.py")]:
        for line in path.read_text().splitlines():
            assert not re.match(r"\s*(import|from) (torch|transformers)\b", line), path


def test_llama_cpp_is_touched_in_one_file_and_by_the_bench() -> None:
    users = [
        path.relative_to(ROOT).as_posix()
        for folder in ("ilora_edge", "cli", "train", "export")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"^\s*(import|from) llama_cpp|\"llama_cpp", path.read_text(), re.MULTILINE)
    ]
    assert sorted(users) == [
        "ilora_edge/benchmark/high_level.py",
        "ilora_edge/llama/library.py",
    ]


def test_nothing_is_unpickled() -> None:
    done = subprocess.run(
        ["git", "-C", ROOT, "grep", "-lE", r"import pickle|torch\.load\(|allow_pickle=True"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.split() in ([], ["tests/test_docs.py"])
