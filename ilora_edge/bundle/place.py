"""A new bundle's folder: complete under a temporary name first, then renamed into place.

Whatever kills the process leaves the target as it was (or the old bundle beside it), and at worst
a hidden leftover that nothing reads and the next attempt removes.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ilora_edge.bundle.manifest import MANIFEST
from ilora_edge.errors import OptionError
from ilora_edge.system.new_file import sync_file, sync_folder
from ilora_edge.system.scratch import ScratchFolder


def check_bundle_place(out: Path, force: bool) -> None:
    """Raise OptionError where ``out`` exists and ``force`` is not set, or it is no bundle."""
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
        yield part
        # Temporary folders are private by default; bundles are to share.
        part.chmod(0o755)
        for path in part.iterdir():
            path.chmod(0o644)
            sync_file(path)
        sync_folder(part)
        if os.path.lexists(out):
            # The old bundle is moved aside first: a kill loses neither.
            old = part.with_suffix(".old")
            out.replace(old)
            try:
                part.replace(out)
            except BaseException:
                old.replace(out)
                raise
            shutil.rmtree(old, ignore_errors=True)
        else:
            part.replace(out)
        sync_folder(out.parent)
    except BaseException:
        scratch.remove()
        raise
    scratch.release()
