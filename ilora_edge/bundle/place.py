"""A new bundle's folder: complete under a temporary name first, then renamed into place.

Whatever kills the process leaves the target as it was, and at worst a hidden leftover that nothing
reads and the next attempt removes. Only where two folders cannot change places in one step may a
kill leave the old bundle under a hidden name; the next that asks for the bundle puts it back.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ilora_edge.bundle.manifest import MANIFEST
from ilora_edge.errors import OptionError
from ilora_edge.system.exchange import exchange
from ilora_edge.system.new_file import (
    named,
    put_in_place,
    sync_folder,
    sync_tree,
    usual_mode,
)
from ilora_edge.system.scratch import ScratchFolder, lock_folder

_OLD = ".old"


def check_bundle_place(out: Path, force: bool) -> None:
    """Raise OptionError where ``out`` exists and ``force`` is not set, or it is not a bundle."""
    restore_moved_aside(out)
    if os.path.lexists(out):
        if not force:
            raise OptionError(f"{out}: exists already; replace it by adding --force")
        if out.is_symlink() or not (out / MANIFEST).is_file():
            raise OptionError(f"{out}: is not a bundle, so it is not replaced; choose another")


@contextmanager
def new_bundle_folder(out: Path, force: bool) -> Iterator[Path]:
    """Yield a temporary folder beside ``out`` that becomes ``out`` at the end.

    Raises OptionError as :func:`check_bundle_place` does.
    """
    check_bundle_place(out, force)
    out.parent.mkdir(parents=True, exist_ok=True)
    scratch = ScratchFolder(out.parent, f".{out.name}-", ".part")
    part = scratch.path
    try:
        with named(out):
            yield part
        # Temporary folders are private by default; bundles are to share, if the umask has it so.
        part.chmod(usual_mode(0o777))
        for path in part.iterdir():
            if path.is_file() and not path.is_symlink():
                path.chmod(usual_mode(0o666))
        if os.path.lexists(out):
            sync_tree(part)
            _replace(out, part)
            sync_folder(out.parent)
        else:
            put_in_place(part, out)
    except BaseException:
        scratch.remove()
        raise
    scratch.release()


def _replace(out: Path, part: Path) -> None:
    """Give the new bundle the old one's name, and remove the old one."""
    if exchange(out, part):
        shutil.rmtree(part, ignore_errors=True)
        return
    old = part.with_suffix(_OLD)
    with lock_folder(out):
        out.replace(old)
        try:
            part.replace(out)
        except BaseException:
            old.replace(out)
            raise
        shutil.rmtree(old, ignore_errors=True)


def restore_moved_aside(out: Path) -> None:
    """Put a bundle back that a kill left under a hidden name; remove it where there is another.

    Silent where nothing was left, where another process is at it, and where nothing can be renamed.
    """
    name = re.compile(rf"\.{re.escape(out.name)}-[a-z0-9_]{{8}}{re.escape(_OLD)}")
    with suppress(OSError), os.scandir(out.parent) as entries:
        for entry in entries:
            if not name.fullmatch(entry.name) or not entry.is_dir(follow_symlinks=False):
                continue
            old = Path(entry.path)
            with suppress(OSError), lock_folder(old, wait=False):
                if os.path.lexists(out):
                    shutil.rmtree(old, ignore_errors=True)
                elif (old / MANIFEST).is_file():
                    old.rename(out)
