"""llama.cpp: the only package of the device side that touches it.

Native code aborts the process where Python would raise, so every size, id and order is checked
here first: batches against the context, token ids against the vocabulary, and the adapter's
life (set none, free old, load new, set new; freeing one that is set crashes later).
"""

from ilora_edge.llama.backbone import Backbone
from ilora_edge.llama.options import EngineOptions
from ilora_edge.llama.scorer import Scorer

__all__ = ["Backbone", "EngineOptions", "Scorer"]
