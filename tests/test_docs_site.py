"""The documentation as a site: complete, and loading nothing from a network."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

import ilora_edge
from ilora_cli.app import COMMANDS, make_app

pytest.importorskip("mkdocs", reason="needs pip install 'ilora-edge[docs]'")

ROOT = Path(__file__).resolve().parents[1]
# What a page loads by itself; a link that a person may follow does not count.
LOADED = re.compile(r"""<(?!a\b)[^>]*(?:src|href)=["']?(?:https?:)?//""")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    return folder


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Yield every command that does something, by the words that call it."""
    beneath = getattr(command, "commands", {})
    if not beneath:
        yield " ".join(path), command
    for name, child in beneath.items():
        yield from commands(child, (*path, name))


def test_every_command_and_option_is_in_the_reference(site: Path) -> None:
    page = (site / "commands.html").read_text()
    sections = re.split(r"<h[23] id=[^>]*>([\w -]+)<a", page)
    texts = dict(zip(sections[1::2], sections[2::2], strict=True))
    root = typer.main.get_command(make_app(COMMANDS))
    for path, command in commands(root):
        options = [option for parameter in command.params for option in parameter.opts]
        flags = [option for option in options if option.startswith("-")]
        assert [flag for flag in flags if flag not in texts[path]] == [], path


def test_every_public_name_is_in_the_reference(site: Path) -> None:
    page = (site / "api.html").read_text()
    for name in ilora_edge.__all__:
        assert re.search(rf'<h2 id="ilora_edge\.[\w.]*\.{name}"', page), name
    # An example outside a section would be read as a quotation.
    assert "<blockquote>" not in page


def test_no_page_loads_anything_from_a_network(site: Path) -> None:
    pages = [*site.rglob("*.html")]
    assert len(pages) > 30
    for page in pages:
        assert not LOADED.search(page.read_text()), page.name
    for style in site.rglob("*.css"):
        assert not re.search(r"(url\(|@import)\s*[\"']?(https?:)?//", style.read_text()), style.name


def test_every_document_is_a_page(site: Path) -> None:
    for document in (ROOT / "docs").glob("*.md"):
        assert (site / f"{document.stem}.html").exists()
    front = (site / "index.html").read_text()
    assert re.findall(r'href="([\w/.-]+\.md)', front) == []
