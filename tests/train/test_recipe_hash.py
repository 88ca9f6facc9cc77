"""What tells recipes apart among the results: what they train, not where a file lies."""

from __future__ import annotations

from pathlib import Path

from ilora_train.recipe import BackboneRecipe, Recipe
from ilora_workshop.results.stages import recipe_parts


def test_a_models_file_has_one_name_wherever_it_lies(tmp_path: Path) -> None:
    parts = []
    for folder, content in (("here", b"one"), ("there", b"one"), ("there", b"another")):
        file = tmp_path / folder / "model.gguf"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content)
        backbone = BackboneRecipe(path=f"made of {folder}", gguf=str(file))
        parts.append(recipe_parts(Recipe("any", backbone=backbone)))
    assert parts[0] == parts[1] != parts[2]
