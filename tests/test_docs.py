"""Documentation that says what is."""

from __future__ import annotations

import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from shown_commands import PAGES, shown_commands

from ilora_cli.app import COMMANDS, make_app

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_is_documented(command: str) -> None:
    pages = [ROOT / "README.md", *ROOT.glob("docs/*.md")]
    assert any(f"ilora-edge {command}" in page.read_text() for page in pages)


def test_every_command_of_a_group_is_documented() -> None:
    text = "\n".join(page.read_text() for page in [ROOT / "README.md", *ROOT.glob("docs/*.md")])
    found = {name for name, _ in options_of(typer.main.get_command(make_app(COMMANDS)))}
    groups = {name for name in found if name.count(" ") == 1}
    assert "import minionerec" in groups
    for name in sorted(groups):
        own = name.split()[1]
        assert re.search(rf"{name}\b|^\| `{own}` \|", text, re.MULTILINE), name


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
    n = 0
    for page in PAGES:
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


def options_of(command: Any, name: str = "", outer: Any = None) -> Iterator[tuple[str, str]]:
    """Yield every option of the commands below one, with the command that has it."""
    if hasattr(command, "commands"):
        context = command.context_class(command, info_name=name, parent=outer)
        for inner in command.list_commands(context):
            yield from options_of(command.get_command(context, inner), f"{name} {inner}", context)
    for option in command.params:
        yield from ((name.strip(), spelling) for spelling in (*option.opts, *option.secondary_opts))


# Of pip, pytest's kind of tools, SQLite's files, and programs in tools/, bench/ and train/.
OF_OTHERS = {
    *("--help", "-wal", "-shm", "--no-cache-dir", "--no-binary", "--force-reinstall", "--no-deps"),
    *("--no-index", "--each", "--kinds", "--against", "--test", "--keep-seen", "--beside"),
    *("--ratings", "--without"),
}


def test_every_option_is_told_of_and_every_option_told_of_exists() -> None:
    exist = set(options_of(typer.main.get_command(make_app(COMMANDS))))
    pages = {page: page.read_text() for page in PAGES if page.name != "CHANGELOG.md"}
    everything = "\n".join(pages.values())
    for command, option in sorted(exist):
        key = option.removeprefix("--").replace("-", "_")
        told = rf"(?<![\w-]){option}(?![\w-])|`{key}`"
        assert re.search(told, everything) or not option.startswith("--"), f"{command} {option}"
    known = OF_OTHERS | {option for _, option in exist}
    for page, text in pages.items():
        if page.name.startswith(("trials", "results")):
            continue
        for code in re.findall(r"`([^`]+)`", re.sub(r"(?m)^(    |```).*$", "", text)):
            if code.startswith(("-", "ilora-edge")):
                named = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", code))
                assert named <= known, f"{page.name}: {code}"


def test_a_recipe_that_is_shown_needs_nothing_that_lies_beside_the_checkout() -> None:
    recipes = {
        found[1]: page.name
        for page in PAGES
        for line in shown_commands(page.read_text())
        if (found := re.search(r"ilora-edge train (train/recipes/\S+)", line))
    }
    assert len(recipes) > 1
    for recipe, page in recipes.items():
        named = tomllib.loads((ROOT / recipe).read_text())["data"]
        assert not {"exclude_users_from", "validation_users_from"} & set(named), (page, recipe)


def test_every_link_in_the_documentation_leads_somewhere() -> None:
    for page in [ROOT / "README.md", *ROOT.glob("docs/*.md"), *ROOT.glob("train/*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_file_that_a_page_names_is_there() -> None:
    ours = "ilora_edge|ilora_cli|ilora_train|cli|train|export|models|tests|tools|bench|docs"
    n = 0
    for page in PAGES:
        if page.name == "CHANGELOG.md":
            continue
        for named in re.findall(rf"`((?:{ours})/[\w/.-]+\.\w+)[ `]", page.read_text()):
            # A name in capitals is one to be filled in.
            if not re.search(r"/(?:test_)?[A-Z]+\.", named):
                n += 1
                places = (ROOT / folder / named for folder in ("", "train", "export", "cli"))
                assert any(place.exists() for place in places), f"{page.name}: {named}"
    assert n > 50


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
