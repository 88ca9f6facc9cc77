"""How ``recommend`` shows a list: what matters first, numbers behind ``-v``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ilora_cli.columns import (
    TableColumn,
    cut,
    dim,
    print_columns,
    print_words,
    terminal_width,
    wrapped,
)
from ilora_edge.system.patterns import pattern
from ilora_edge.titles import printable

if TYPE_CHECKING:
    from ilora_edge.histories.user_task import ItemNames
    from ilora_edge.reasons.leave_one_out import Contribution
    from ilora_edge.recommendation import HistoryItem, Result
    from ilora_edge.recommender import Recommender

# The least that scores of two digits show.
_SHOWN = 0.005
# Of a history, in a line above the list.
_LAST = 3
_YEAR = pattern(r"(.*\S)\s*\((\d{4})\)\s*")

LIST = (
    TableColumn(right=True),
    TableColumn("title", "cut", plain=True),
    TableColumn("year", right=True, plain=True, if_any=True),
)
"""What every list shows of an item: its rank, title and year, where any title ends in one."""

Reasons = list[list["Contribution"]]


def to_json(
    user: str | None,
    recommender: Recommender,
    result: Result,
    names: ItemNames | None,
    reasons: Reasons | None = None,
) -> dict[str, Any]:
    """Return all there is to say of a list; reasons where they were asked for."""
    from ilora_edge.histories.user_task import name_found

    found = [asdict(r) for r in result.recommendations]
    for shown, place in zip(found, result.recommendations, strict=True):
        shown["item_id"], shown["title"], _ = name_found(names, place.item_id, place.title)
    for r, because in zip(found, reasons or [], strict=False):
        r["reasons"] = reasons_json(because, names)
    gate = {}
    if reasons is not None:
        from ilora_edge.reasons.words import gate_in_words

        descriptions = recommender.manifest.expert_descriptions
        gate = {"gate": gate_in_words(result.gate_weights, descriptions)}
    return {
        "user": user,
        "bundle": recommender.manifest.name,
        "encoder_only": recommender.encoder_only,
        "cold": result.cold,
        "gate_weights": result.gate_weights,
        **gate,
        "fusion_weight": result.fusion_weight,
        "proven": result.proven,
        "recommendations": found,
        "timing_ms": {stage: round(ms, 3) for stage, ms in result.timing_ms.items()},
    }


def reasons_json(
    contributions: Sequence[Contribution], names: ItemNames | None
) -> list[dict[str, Any]]:
    """Return the past items worth naming, and how far the scores fall without them."""
    from ilora_edge.histories.user_task import name_item
    from ilora_edge.reasons.words import named

    return [
        {
            "item_id": name_item(names, c.item.item_id)[0],
            "title": c.item.title,
            "score_fall": c.score,
            "encoder_fall": c.encoder,
            "llm_fall": c.llm,
        }
        for c in named(contributions)
    ]


def print_plain(data: dict[str, Any]) -> None:
    """Print a line for each item: rank, id, title and score, tabs between them."""
    for r in data["recommendations"]:
        cells = (str(r["rank"]), r["item_id"], r["title"], f"{r['score']:.4f}")
        print("\t".join(map(printable, cells)))


def print_table(
    data: dict[str, Any],
    history: Sequence[HistoryItem],
    why: Sequence[str],
    ends: Sequence[str],
    is_verbose: bool,
) -> None:
    """Print a list for a person: at most as wide as the terminal, whole where there is none."""
    if history:
        from ilora_edge.reasons.words import bare_titles

        # Of a song that is played over and over once.
        newest = dict.fromkeys(item.item_id for item in reversed(history))
        of_id = {item.item_id: item for item in history}
        last = "; ".join(bare_titles([of_id[i] for i in [*newest][:_LAST][::-1]]))
        width, said = terminal_width(), f"last in the history: {last}"
        print(dim(said if width is None else cut(said, max(width, 40))))
    columns = [*LIST, TableColumn("because of", "cut")]
    rows = []
    for r, reason in zip(data["recommendations"], why, strict=True):
        title, year = split_year(printable(r["title"]))
        rows.append([str(r["rank"]), title, year, reason])
    if not any(why):
        columns, rows = columns[:3], [row[:3] for row in rows]
    added = _added(data)
    if is_verbose:
        models = [] if data["encoder_only"] else ["LLM"]
        heads = ("score", *models, "encoder", *(["added"] if added else []))
        columns += [TableColumn(head, right=True) for head in heads]
        for n, (row, r) in enumerate(zip(rows, data["recommendations"], strict=True)):
            by_model = [r["llm_score"] for _ in models]
            scores = (r["score"], *by_model, r["encoder_score"], *added[n : n + 1])
            row += ["-" if s is None else f"{s:.2f}" for s in scores]
    if rows:
        print_columns(columns, rows)
    for line in ends:
        print_words(line, is_dim=True)
    if not data["proven"]:
        print_words("found by a greedy walk; another may be better", is_dim=True)
    if is_verbose:
        _print_numbers(data, bool(added))


def _added(data: dict[str, Any]) -> list[float]:
    """Return what a calibrated bundle adds to each sum of both models' scores, and what counts
    where the encoder says nothing; empty where the scores are these sums."""
    weight = data["fusion_weight"]
    added = [
        r["score"] - (r["llm_score"] or 0.0) - weight * (r["encoder_score"] or 0.0)
        for r in data["recommendations"]
    ]
    return added if any(abs(value) > _SHOWN for value in added) else []


def _print_numbers(data: dict[str, Any], has_added: bool) -> None:
    added = " + added" if has_added else ""
    if data["encoder_only"]:
        print(f"score = encoder{added} (natural logarithms)")
    else:
        weights = [f"{w:.3f}" for w in data["gate_weights"]]
        print("\n".join(wrapped("gate weights", weights)))
        print(f"score = LLM + {data['fusion_weight']:.4g} x encoder{added} (natural logarithms)")
    stages = [f"{s} {ms:.1f}" for s, ms in data["timing_ms"].items()]
    print("\n".join(wrapped("milliseconds", stages)))


def split_year(title: str) -> tuple[str, str]:
    """Return a title without the year in parentheses that ends it, and the year."""
    found = _YEAR.fullmatch(title)
    return (title, "") if found is None else (found[1], found[2])
