"""The commands that a page of the documentation shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Not .pytest_cache, which a failed run leaves.
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("[!.]*/README.md")])


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
