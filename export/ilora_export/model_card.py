"""The model card: what a bundle is, what it was trained on and what was measured."""

from __future__ import annotations

from typing import Any

from ilora_edge.bundle import Manifest

MODEL_NAMES = {
    "bundle": "bundle (fused)",
    "encoder": "encoder alone",
    "llm": "LLM alone",
    "popularity": "popularity",
    "random": "random",
}


_ANSWERS = {
    "titles": "their titles' likelihood",
    "labels": "the likelihood of their labels, one token per item",
}
_STYLES = {
    "text": "written as their titles",
    "hybrid": "written as their titles, each with a soft token",
    "compact": "written as soft tokens",
}
_WIKIPEDIA = (
    "The backbone also read texts about films: leads of Wikipedia articles, by their authors, "
    "CC BY-SA 4.0, as collected in the public repository prust/wikipedia-movie-data."
)


def model_card(manifest: Manifest) -> str:
    """Return the card as Markdown; every number comes from the manifest."""
    run, recipe = manifest.provenance["run"], manifest.provenance["recipe"]
    paper, product = manifest.metrics["paper"], manifest.metrics["product"]
    rating = manifest.min_rating
    kept = f"rated {rating:g} or better" if rating is not None else "of any rating"
    lines = [
        f"# {manifest.name}",
        "",
        "A bundle for ilora-edge: a recommender that runs on the device. A SASRec encoder reads",
        "the history and weighs LoRA experts, their mix adapts a language model, and the",
        "language model ranks the encoder's best candidates by",
        f"{_ANSWERS[manifest.prompt.answers]}.",
        "",
        "## Contents",
        "",
        f"- backbone: {manifest.backbone.architecture}, {run['backbone_parameters']:,} parameters, "
        f"preset `{manifest.provenance['preset']}`",
        f"- experts: {manifest.experts.n_experts}, together of rank {manifest.experts.lora_rank} "
        f"(alpha {manifest.experts.lora_alpha:g})",
        f"- catalogue: {run['n_items']:,} items",
        f"- prompt: the last {manifest.prompt.history_window} items, "
        f"{_STYLES[manifest.prompt.style]}, candidates "
        + ("listed" if manifest.prompt.candidates_in_prompt else "not listed"),
        f"- fusion weight: {manifest.fusion.product:.3g} (encoder's best candidates), "
        f"{manifest.fusion.paper:.3g} (random candidates)",
        "",
        "## Training data",
        "",
        f"{run['n_interactions']:,} interactions {kept} of {run['n_users']:,} users; "
        f"{run['n_validation_users']:,} further users were held out to choose by, "
        f"{run['n_excluded_users']:,} were left out altogether. The data's own licence applies "
        "to what was learnt from it.",
        "",
        *([_WIKIPEDIA, ""] if recipe["backbone"].get("texts") else []),
        "## Measured",
        "",
        f"On {paper['n_rows']:,} targets of the {paper['n_users']:,} validation users: held out "
        "of training, but used to stop early and to fit the fusion weights, so a little "
        "optimistic. Intervals are 95 %, by bootstrap over users.",
        "",
        "| | HR@1, 20 candidates | HR@10, whole catalogue | NDCG@10, whole catalogue |",
        "| --- | --- | --- | --- |",
    ]
    for model, name in MODEL_NAMES.items():
        cells = [
            _cell(paper["models"][model], "hr1"),
            _cell(product["models"][model], "hr10"),
            _cell(product["models"][model], "ndcg10"),
        ]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    lines += [
        "",
        "## Limits",
        "",
        "Recommendations repeat the tastes of the training users. Titles the bundle does not",
        "know are ranked by their text alone. Seeds, sizes and learning rates are in",
        f"`manifest.json` under `provenance` (recipe `{recipe['name']}`, seed {recipe['seed']});",
        "`ilora-edge train` with that recipe on the same data and `ilora-edge export` rebuild it.",
        "",
    ]
    return "\n".join(lines)


def _cell(model: dict[str, Any], metric: str) -> str:
    low, high = model[f"{metric}_ci"]
    return f"{model[metric]:.3f} ({low:.3f} to {high:.3f})"
