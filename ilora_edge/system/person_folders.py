"""The person's folders, where the XDG Base Directory Specification has them, on every system."""

from __future__ import annotations

import os
from pathlib import Path

_OURS = "ilora-edge"


def cache_home() -> Path:
    """Return the folder of everybody's caches; it need not exist."""
    return _base("XDG_CACHE_HOME", "~/.cache")


def config_home() -> Path:
    """Return the folder of everybody's settings; it need not exist."""
    return _base("XDG_CONFIG_HOME", "~/.config")


def cache_folder() -> Path:
    """Return our folder below ``XDG_CACHE_HOME``, or else ``~/.cache``; it need not exist."""
    return cache_home() / _OURS


def data_folder() -> Path:
    """Return our folder below ``XDG_DATA_HOME``, or else ``~/.local/share``; it need not exist."""
    return _base("XDG_DATA_HOME", "~/.local/share") / _OURS


def _base(variable: str, otherwise: str) -> Path:
    named = os.environ.get(variable, "")
    # The specification: a relative path is to be ignored.
    if os.path.isabs(named):
        return Path(named)
    # So is a relative HOME, or an empty one: what is kept of a person belongs in no folder of the
    # moment, nor at the root.
    name = "" if os.path.isabs(os.environ.get("HOME", "")) else _login()
    return Path(os.path.expanduser(f"~{name}{otherwise.removeprefix('~')}"))


def _login() -> str:
    """Return what the system calls the person; empty where it knows no name."""
    from pwd import getpwuid

    try:
        return getpwuid(os.getuid()).pw_name
    except KeyError:
        return ""


def at_home(path: Path, folder: Path = Path()) -> Path:
    """Return a path with the home for a tilde in front, unless ``folder`` has one called so."""
    if path.parts[:1] != ("~",) or os.path.lexists(folder / "~"):
        return path
    return Path(os.path.expanduser("~"), *path.parts[1:])
