"""ilora-edge: recommendations computed wholly on a person's own device.

The names below are the public interface; each is loaded when it is first used, so that importing
this package loads nothing native.

>>> import ilora_edge
>>> "Recommender" in ilora_edge.__all__
True
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ilora_edge.system.offline import keep_offline

# Before anything of ours can import onnxruntime, in whatever process.
keep_offline()

if TYPE_CHECKING:
    from ilora_edge.batch.job import Job
    from ilora_edge.batch.score import score
    from ilora_edge.errors import (
        BundleError,
        DatabaseError,
        EngineError,
        IloraError,
        OptionError,
        UnknownUserError,
    )
    from ilora_edge.evaluation.evaluate import evaluate
    from ilora_edge.evaluation.rows import Row
    from ilora_edge.filters import Filters
    from ilora_edge.histories.database import HistoryDB
    from ilora_edge.llama.options import EngineOptions
    from ilora_edge.recommendation import HistoryItem, Recommendation, Result
    from ilora_edge.recommender import Recommender
    from ilora_edge.request import Request

_HOMES = {
    "BundleError": "errors",
    "DatabaseError": "errors",
    "EngineError": "errors",
    "EngineOptions": "llama.options",
    "Filters": "filters",
    "HistoryDB": "histories.database",
    "HistoryItem": "recommendation",
    "IloraError": "errors",
    "Job": "batch.job",
    "OptionError": "errors",
    "Recommendation": "recommendation",
    "Recommender": "recommender",
    "Request": "request",
    "Result": "recommendation",
    "Row": "evaluation.rows",
    "UnknownUserError": "errors",
    "evaluate": "evaluation.evaluate",
    "score": "batch.score",
}

__all__ = [
    "BundleError",
    "DatabaseError",
    "EngineError",
    "EngineOptions",
    "Filters",
    "HistoryDB",
    "HistoryItem",
    "IloraError",
    "Job",
    "OptionError",
    "Recommendation",
    "Recommender",
    "Request",
    "Result",
    "Row",
    "UnknownUserError",
    "evaluate",
    "score",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
