"""Documentation that says what is."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from ilora_cli.app import COMMANDS, make_app

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_is_documented(command: str) -> None:
    pages = [ROOT / "README.md", *ROOT.glob("docs/*.md")]
    assert any(f"ilora-edge {command}" in page.read_text() for page in pages)


def shown_commands(page: str) -> Iterator[str]:
    """Yield the commands of a page's indented blocks, each as one line."""
    begun = ""
    for line in page.replace("\\\n", "").splitlines():
        found = re.match(r"    (?:\$ )?(?:\S+/bin/)?(ilora-edge .*)", line)
        begun = f"{begun} {line.strip()}" if begun else found[1] if found else ""
        # A quoted SELECT goes on in the next line.
        if begun and len(re.findall('"', begun)) % 2 == 0:
            yield begun
            begun = ""


def parsed(root: Any, line: str) -> None:
    """Have the command line read a line's words, and run nothing; raises what it would say."""
    command, words = root, [w.strip("[]") for w in shlex.split(line, comments=True)[1:]]
    context = root.context_class(root, info_name="ilora-edge")
    while words and hasattr(command, "commands"):
        _, command, words = command.resolve_command(context, words)
    if not hasattr(command, "commands"):
        command.make_context(command.name, words)


def test_every_command_shown_is_one_that_can_be_typed() -> None:
    root = typer.main.get_command(make_app(COMMANDS))
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("*/README.md")]
    n = 0
    for page in pages:
        for line in shown_commands(page.read_text()):
            n += 1
            try:
                parsed(root, line)
            except Exception as error:
                pytest.fail(f"{page.name}: {line}: {error}")
    assert n > 100
    for wrong in ("ilora-edge users --nowhere", "ilora-edge usrs", "ilora-edge bundle shw x"):
        with pytest.raises(Exception, match="No such"):
            parsed(root, wrong)


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
