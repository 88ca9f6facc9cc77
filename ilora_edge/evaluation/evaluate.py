"""A bundle measured on rows of held-out users, by either task."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from ilora_edge.errors import OptionError
from ilora_edge.evaluation.paper import evaluate_paper
from ilora_edge.evaluation.product import evaluate_product
from ilora_edge.evaluation.report import EvaluationReport
from ilora_edge.evaluation.rows import Row
from ilora_edge.evaluation.scoring import Terms
from ilora_edge.recommender import Recommender


def evaluate(
    recommender: Recommender,
    rows: Sequence[Row],
    mode: Literal["paper", "product"] = "product",
    fusion_weight: float | None = None,
) -> EvaluationReport:
    """Measure a bundle beside its own encoder, its LLM, popularity and chance.

    Parameters
    ----------
    rows
        Histories and the items that came next; see ``read_database`` and ``read_split`` in
        :mod:`ilora_edge.evaluation.rows`.
    mode
        ``product``: the whole catalogue to a list of ten (HR@1, HR@10, NDCG@10, MRR).
        ``paper``: the target among 19 uniform negatives (HR@1), in exact expectation
        (`docs/evaluation.md`).
    fusion_weight
        Instead of the bundle's, for that mode.

    Returns
    -------
    EvaluationReport
        Means with 95 % bootstrap intervals over users, and paired differences: ``to_json()``.

    Raises
    ------
    OptionError
        ``mode`` is another word, or there are no rows.

    Examples
    --------
    >>> from ilora_edge import Recommender, evaluate
    >>> from ilora_edge.demo import demo_bundle, demo_history
    >>> from ilora_edge.evaluation.rows import read_database
    >>> rows = read_database(demo_history(), ["demo-001"], None, min_history=3, last=True)
    >>> with Recommender(demo_bundle()) as recommender:
    ...     report = evaluate(recommender, rows)
    >>> report.to_json()["n_rows"]
    1
    """
    if mode not in ("paper", "product"):
        raise OptionError(f"mode is paper or product, not {mode!r}")
    if not rows:
        raise OptionError("no rows to evaluate; each is a history and the item that came next")
    terms = Terms(fusion_weight)
    if mode == "paper":
        return evaluate_paper(recommender, rows, terms)
    return evaluate_product(recommender, rows, terms)
