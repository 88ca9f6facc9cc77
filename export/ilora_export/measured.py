"""What an export measures of its bundle; the language model is asked only where it can matter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from ilora_edge.evaluation.paper import evaluate_paper
from ilora_edge.evaluation.product import evaluate_product
from ilora_edge.evaluation.report import LLM, EvaluationReport
from ilora_edge.evaluation.rows import Row
from ilora_edge.recommender import Prompt, Recommender
from ilora_export.fusion import FusionFit

FloatArray = npt.NDArray[np.float32]

_WHAT = {"product": "lists", "paper": "choices among random items"}
_OF_THE_LLM = ("llm_ms", "list_changed_by_llm", "llm_target_log_likelihood")


class PerhapsSilent(Recommender):
    """A bundle whose language model may be left out: no answer is then likelier than another."""

    is_silent = False

    def mix(self, gate_weights: FloatArray) -> None:
        """Mix the experts (K,), unless nobody asks them."""
        if not self.is_silent:
            super().mix(gate_weights)

    def score(self, prompt: Prompt) -> FloatArray:
        """Return ln P(answer | prompt) per candidate, (n,), or zeros."""
        if self.is_silent:
            return np.zeros(len(prompt.answers), np.float32)
        return super().score(prompt)


def measure(
    recommender: PerhapsSilent,
    rows: Sequence[Row],
    fit: FusionFit | None,
    draws: int | None,
    advance: Callable[[], None],
) -> dict[str, EvaluationReport]:
    """Evaluate in both modes.

    Where the weights were fitted, and under them the language model changed nothing on the rows of
    a kind, its scores cannot be told in what is measured: it is not asked, its own numbers are left
    out, and a note of the report says so.

    Parameters
    ----------
    fit
        None: the weights were given, and nobody knows what the model changes.
    draws
        Of candidates, in the paper's mode; None: exact.
    """
    reports = {}
    for kind in ("paper", "product"):
        recommender.is_silent = fit is not None and fit.is_silent(kind)
        if kind == "paper":
            report = evaluate_paper(recommender, rows, draws=draws, advance=advance)
        else:
            report = evaluate_product(recommender, rows, advance=advance)
        if fit is not None and recommender.is_silent:
            del report.values[LLM]
            report.facts |= dict.fromkeys(set(_OF_THE_LLM) & report.facts.keys())
            report.notes.append(
                f"the language model changed none of {fit.n_rows[kind]:,} {_WHAT[kind]} under the "
                "fitted weights: they are the encoder's, and the model was not asked to measure "
                "them"
            )
        reports[kind] = report
    recommender.is_silent = False
    return reports
