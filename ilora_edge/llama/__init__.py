"""llama.cpp: the only package of the device side that touches it.

Native code aborts the process where Python would raise, so every size, id and order is checked
here first: batches against the context, token ids against the vocabulary, and the adapter's
life (set none, free old, load new, set new; freeing one that is set crashes later).

The library is loaded with the first name that needs it: lists of the encoder alone need none.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ilora_edge.llama.options import EngineOptions

if TYPE_CHECKING:
    from ilora_edge.llama.backbone import Backbone
    from ilora_edge.llama.scorer import Scorer

_HOMES = {"Backbone": "backbone", "Scorer": "scorer"}

__all__ = ["Backbone", "EngineOptions", "Scorer"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return found
