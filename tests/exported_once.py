"""Encoders that tests export again and again are traced once: that takes seconds of a core."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from torch import nn

from ilora_train.ilora import Gate
from ilora_train.language_model import Projector
from ilora_train.sasrec import SASRec

ExportEncoder = Callable[[SASRec, Gate, Projector | None, Path], None]


def exported_once(export: ExportEncoder, folder: Path) -> ExportEncoder:
    """Return what exports an encoder with its gate and projector, or copies what it was once."""

    def export_or_copy(
        encoder: SASRec, gate: Gate, projector: Projector | None, path: Path
    ) -> None:
        parts = [part.cpu().eval() for part in (encoder, gate, projector) if part is not None]
        kept = folder / f"{digest(parts)}.onnx"
        if not kept.exists():
            # Another worker may make the same.
            part = folder / f"{kept.stem}.{os.getpid()}.part"
            export(encoder, gate, projector, part)
            part.replace(kept)
        shutil.copyfile(kept, path)

    return export_or_copy


def digest(parts: Sequence[nn.Module]) -> str:
    """Return a sha256 of all that a graph is made of: kinds, settings, shapes and weights."""
    found = hashlib.sha256()
    for part in parts:
        for name, module in part.named_modules():
            plain = {k: v for k, v in vars(module).items() if isinstance(v, int | float | str)}
            found.update(repr((name, type(module).__name__, sorted(plain.items()))).encode())
        for name, tensor in part.state_dict().items():
            found.update(repr((name, tensor.dtype, tuple(tensor.shape))).encode())
            found.update(tensor.detach().contiguous().numpy().tobytes())
    return found.hexdigest()
