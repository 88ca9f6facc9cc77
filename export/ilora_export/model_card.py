"""The model card: what a bundle is, what it was trained on and what was measured."""

from __future__ import annotations

import re
from typing import Any

from ilora_edge.bundle.files import FusionWeights, Manifest
from ilora_edge.titles import printable

MODEL_NAMES = {
    "bundle": "bundle (fused)",
    "encoder": "encoder alone",
    "llm": "LLM alone",
    "popularity": "popularity",
    "random": "random",
}

_DIFFERENCES = (
    ("gate_weights", "gate weights"),
    ("item_scores", "encoder's scores"),
    ("logits", "logits"),
    ("scores", "candidates' scores"),
)
_SPECIAL = re.compile(r"[\\`*_{}\[\]()<>#+!|~&:.-]")
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
    lines = [
        f"# {escaped(manifest.name)}",
        "",
        "A bundle for ilora-edge: a recommender that runs on the device. A SASRec encoder reads",
        "the history and weighs LoRA experts, their mix adapts a language model, and the",
        "language model ranks the encoder's best candidates by",
        f"{_answers(manifest)}.",
        *_contents(manifest),
        *_data(manifest),
        *_metrics(manifest),
        *_presets(manifest.metrics.get("presets", [])),
        *_parity(manifest.parity),
        *_limits(manifest),
        *_reproduction(manifest),
    ]
    return "\n".join(lines) + "\n"


def _answers(manifest: Manifest) -> str:
    prompt = manifest.prompt
    return _ANSWERS[prompt.answers] + (" without their years" if prompt.stops_at_years else "")


def escaped(text: str) -> str:
    """Return untrusted text so that Markdown shows it as it is, on one line."""
    return _SPECIAL.sub(r"\\\g<0>", printable(text))


def _contents(manifest: Manifest) -> list[str]:
    run, preset = manifest.provenance["run"], manifest.provenance["preset"]
    came = manifest.provenance["backbone"]
    kind = "the GGUF file" if came["source"] == "gguf" else "the checkpoint"
    backbone = manifest.backbone
    return [
        "",
        "## Contents",
        "",
        f"- backbone: {backbone.architecture}, {run['backbone_parameters']:,} parameters, "
        f"preset `{preset}`, {backbone.size / 1e6:,.1f} MB, sha256 `{backbone.sha256}`",
        f"- it was made from {kind} {escaped(came['name'])}, sha256 `{came['sha256']}`",
        f"- experts: {manifest.experts.n_experts}, together of rank {manifest.experts.lora_rank} "
        f"(alpha {manifest.experts.lora_alpha:g})",
        f"- catalogue: {run['n_items']:,} items",
        f"- prompt: the last {manifest.prompt.history_window} items, "
        f"{_STYLES[manifest.prompt.style]}, candidates "
        + ("listed" if manifest.prompt.candidates_in_prompt else "not listed"),
        f"- fusion weight: {_weight(manifest.fusion, 'product')} (encoder's best candidates), "
        f"{_weight(manifest.fusion, 'paper')} (random candidates)",
    ]


def _weight(fusion: FusionWeights, kind: str) -> str:
    found = fusion.calibration.get(kind)
    if found is None:
        return f"{getattr(fusion, kind):.3g}"
    return f"calibrated, {found.short:.3g} to {found.long:.3g} by the length of the history"


def _data(manifest: Manifest) -> list[str]:
    run, recipe = manifest.provenance["run"], manifest.provenance["recipe"]
    rating = manifest.min_rating
    kept = f"rated {rating:g} or better" if rating is not None else "of any rating"
    licence = escaped(manifest.provenance["licence"])
    return [
        "",
        "## Training data",
        "",
        f"{run['n_interactions']:,} interactions {kept} of {run['n_users']:,} users; "
        f"{run['n_validation_users']:,} further users were held out to choose by, "
        f"{run['n_excluded_users']:,} were left out altogether.",
        "",
        f"Licence of the training data: {licence or 'not stated; ask who provides it'}. It "
        "applies to what was learnt from the data, and the catalogue's titles are part of it. "
        "The backbone's own licence applies besides, where it is not a pocket backbone.",
        *(["", _WIKIPEDIA] if recipe["backbone"].get("texts") else []),
    ]


def _metrics(manifest: Manifest) -> list[str]:
    paper, product = manifest.metrics["paper"], manifest.metrics["product"]
    lines = [
        "",
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
            _cell(paper["models"].get(model), "hr1"),
            _cell(product["models"].get(model), "hr10"),
            _cell(product["models"].get(model), "ndcg10"),
        ]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    for report in (paper, product):
        lines += [line for note in report["notes"] for line in ("", f"{escaped(note)}.")]
    return lines


def _more(cells: list[str]) -> str:
    return "".join(f" {cell} |" for cell in cells)


def _presets(report: list[dict[str, Any]]) -> list[str]:
    if not report:
        return []
    kernels = list(report[0]["tokens_per_second_with"])
    lines = [
        "",
        "### Presets",
        "",
        "Sampled rows of the same users, on the machine of the export. Order: pairs of the "
        "encoder's best candidates that the LLM puts in the same order as with the first preset. "
        "Under the name of kernels: their speed, which is that of older CPUs at this clock.",
        "",
        f"| | backbone MB | prefill tokens/s |{_more(kernels)} peak MB | HR@1, 20 candidates "
        "| pairs in order |",
        "| --- |" + " --- |" * (5 + len(kernels)),
    ]
    for row in report:
        mean, low, high = row["hr1"]["bundle"]
        speeds = [f"{row['tokens_per_second_with'][name]:,.0f}" for name in kernels]
        lines.append(
            f"| {row['name']} | {row['size'] / 1e6:,.1f} "
            f"| {row['prefill_tokens_per_second']:,.0f} |{_more(speeds)} "
            f"{row['peak_memory'] / 1e6:,.0f} "
            f"| {mean:.3f} ({low:.3f} to {high:.3f}) | {row['pairs_in_order']:.2%} |"
        )
    return lines


def _parity(parity: dict[str, Any]) -> list[str]:
    head = ["", "## Parity with the trained model", ""]
    if not parity.get("checked"):
        return [*head, f"Not checked: {parity.get('reason', 'not measured')}."]
    lines = [
        *head,
        f"The torch model and this bundle on {parity['n_users']} validation users with "
        f"{parity['n_candidates']} candidates each; the largest logit is "
        f"{parity['largest_logit']:g}. Exact: the backbone in F32, F32 keys and values, no flash "
        f"attention; there {parity['tolerance']:g} is allowed for logits.",
        "",
        "| largest difference | exact | as it runs |",
        "| --- | --- | --- |",
    ]
    exact, shipped = parity["exact"], parity["shipped"]
    lines += [f"| {name} | {exact[key]:g} | {shipped[key]:g} |" for key, name in _DIFFERENCES]
    lines.append(
        f"| pairs of candidates in the same order | {exact['pairs_in_order']:.2%} "
        f"| {shipped['pairs_in_order']:.2%} |"
    )
    return lines


def _limits(manifest: Manifest) -> list[str]:
    soft = manifest.prompt.style != "text"
    return [
        "",
        "## Limits",
        "",
        "- Recommendations repeat the tastes of the training users, and what they left out.",
        "- Titles the bundle does not know are ranked only by their text.",
        *(
            ["- A cold item, that no training user interacted with, has no soft token of its own."]
            if soft
            else []
        ),
        "- The numbers above are of validation users of the same data; other people may differ.",
        "- Nothing was measured about groups of people, nor about harm that titles can do.",
    ]


def _reproduction(manifest: Manifest) -> list[str]:
    recipe, preset = manifest.provenance["recipe"], manifest.provenance["preset"]
    came = manifest.provenance["backbone"]
    chosen = f" --preset {preset}"
    if came["source"] == "gguf":
        chosen = " --backbone-gguf FILE"
    return [
        "",
        "## How to reproduce",
        "",
        f"Recipe {escaped(recipe['name'])}, seed {recipe['seed']}; every setting is in "
        "`manifest.json` under `provenance.recipe`. On the same data:",
        "",
        "    ilora-edge train RECIPE.toml --db HISTORIES.db --out RUN",
        f"    ilora-edge export RUN --out BUNDLE{chosen}",
    ]


def _cell(model: dict[str, Any] | None, metric: str) -> str:
    if model is None:
        return "not asked"
    low, high = model[f"{metric}_ci"]
    return f"{model[metric]:.3f} ({low:.3f} to {high:.3f})"
