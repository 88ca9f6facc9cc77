"""The model card: every section, and text from elsewhere that stays text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tiny import tiny_run

from ilora_edge.bundle.files import Manifest
from ilora_export.bundle import ExportOptions, export_finished
from ilora_export.model_card import escaped, model_card

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    folder = tmp_path_factory.mktemp("card")
    run = tiny_run(folder / "run")
    done = export_finished(run, folder / "bundle", ExportOptions(), quiet=True)
    assert (folder / "bundle" / "README.md").read_text() == model_card(done.manifest)
    return done.manifest


def test_every_section_is_there(manifest: Manifest) -> None:
    card = model_card(manifest)
    sections = [line for line in card.splitlines() if line.startswith("#")]
    assert sections == [
        "# tiny",
        "## Contents",
        "## Training data",
        "## Measured",
        "## Parity with the trained model",
        "## Limits",
        "## How to reproduce",
    ]
    assert manifest.backbone.sha256 in card
    assert manifest.provenance["backbone"]["sha256"] in card
    assert "Licence of the training data: not stated; ask who provides it." in card
    assert "ilora-edge export RUN --out BUNDLE --preset full" in card
    # Every measured number has its interval.
    for line in card.splitlines():
        if line.startswith("| bundle (fused)"):
            assert line.count(" to ") == 3


HOSTILE = "evil](http://x) <script>|`~\n# Heading\x1b[31m \u202e"


def test_text_from_elsewhere_stays_text(manifest: Manifest) -> None:
    recipe = {**manifest.provenance["recipe"], "name": HOSTILE}
    came = {**manifest.provenance["backbone"], "name": HOSTILE}
    provenance = {
        **manifest.provenance,
        "recipe": recipe,
        "backbone": came,
        "licence": HOSTILE,
    }
    card = model_card(replace(manifest, name=HOSTILE, provenance=provenance))
    shown = r"evil\]\(http\://x\) \<script\>\|\`\~ \# Heading\[31m"
    assert card.count(shown) == 4
    assert len(card.splitlines()) == len(model_card(manifest).splitlines())
    assert "<script>" not in card
    assert "\x1b" not in card


def test_ordinary_text_reads_as_it_is() -> None:
    assert escaped("Café 東京 2015, vol 3") == "Café 東京 2015, vol 3"
    assert escaped("a_b*c") == r"a\_b\*c"
