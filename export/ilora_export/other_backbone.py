"""A bundle's own files beside another backbone, for as long as it takes to look at that."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from ilora_edge.bundle import files as bundles
from ilora_edge.bundle.files import Manifest
from ilora_edge.system.hashes import sha256_of
from ilora_edge.system.scratch import ScratchFolder


@contextlib.contextmanager
def other_backbone(
    bundle: Path, manifest: Manifest, write: Callable[[Path], object]
) -> Iterator[Path]:
    """Yield a bundle like ``bundle`` whose backbone is what ``write`` puts at the path it is given.

    It lies beside ``bundle``, shares its other files, and is gone afterwards.
    """
    with ScratchFolder(bundle.parent, f"{bundle.name}-other-", ".part") as folder:
        for name in manifest.files:
            if name != bundles.BACKBONE:
                _share(bundle / name, folder / name)
        path = folder / bundles.BACKBONE
        write(path)
        files = {**manifest.files, bundles.BACKBONE: (path.stat().st_size, sha256_of(path))}
        old = manifest.backbone
        new = bundles.describe_backbone(
            folder, files, old.architecture, old.bos_token_id, old.first_label_id
        )
        bundles.write_manifest(folder, dataclasses.replace(manifest, files=files, backbone=new))
        yield folder


def _share(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        # Not every file system has hard links.
        shutil.copyfile(source, target)
