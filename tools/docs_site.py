"""What the documentation's site has beside docs/: pages from elsewhere, and two references.

MkDocs calls the functions ``on_*`` (see mkdocs.yml).
"""

from __future__ import annotations

import os
import posixpath
import re
from pathlib import Path
from typing import Any

from command_reference import write_reference
from mkdocs.structure.files import File, Files

import ilora_edge

ROOT = Path(__file__).resolve().parents[1]

PAGES = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "CODE_OF_CONDUCT.md": "conduct.md",
    "SECURITY.md": "security.md",
    "CHANGELOG.md": "changelog.md",
    "train/README.md": "trained.md",
    "bench/README.md": "bench.md",
}
"""Documents of the repository that lie outside docs/, and where the site has them."""

API = """\
# Python

The public names of `ilora_edge`. Each is loaded when it is first used: importing the package loads
nothing native. The examples are run by the tests.
"""

_FOREIGN_SCRIPT = "https://unpkg.com/iframe-worker/shim"
_LINK = re.compile(r"\]\(([^)#:\s]+)(#[^)\s]*)?\)")


def on_files(files: Files, config: Any) -> Files:
    """Add the pages that are not in docs/."""
    generated = {page: (ROOT / source).read_text() for source, page in PAGES.items()}
    generated["commands.md"] = write_reference()
    generated["api.md"] = write_api()
    for page, content in generated.items():
        files.append(File.generated(config, page, content=content))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Make links between files of the repository links between pages of the site."""
    sources = {site: source for source, site in PAGES.items()}
    here = sources.get(page.file.src_uri, f"docs/{page.file.src_uri}")
    return translate_links(markdown, here)


def on_post_page(output: str, **_: Any) -> str:
    """Take the one script that the theme would load from the network from the site itself."""
    return output.replace(_FOREIGN_SCRIPT, "site/worker.js")


def on_post_template(output_content: str, **_: Any) -> str:
    """The same of the page that says that there is no such page."""
    return output_content.replace(_FOREIGN_SCRIPT, "site/worker.js")


def translate_links(markdown: str, here: str) -> str:
    """Return the text of the repository's file ``here`` with the links that the site has.

    A link to a file that is not a page, such as a licence or a table, becomes its text.
    """

    def translate(found: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(here), found[1]))
        if target in PAGES:
            target = PAGES[target]
        elif target.startswith("docs/"):
            target = target.removeprefix("docs/")
        elif os.path.exists(ROOT / target):
            return "](NO PAGE)"
        return f"]({target}{found[2] or ''})"

    linked = _LINK.sub(translate, markdown)
    return re.sub(r"\[([^\]]*)\]\(NO PAGE\)", r"\1", linked)


def write_api() -> str:
    """Return the page of the public names."""
    return "\n".join([API, *(f"::: {home}\n" for home in _homes())])


def _homes() -> list[str]:
    """Return where each public name is defined: a reader of sources finds no lazy export."""
    values = (getattr(ilora_edge, name) for name in ilora_edge.__all__)
    return [f"{value.__module__}.{value.__name__}" for value in values]
