"""docs/architecture.md: its worked example runs, and the house has no circle."""

from __future__ import annotations

import doctest
import runpy
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_the_worked_example_runs() -> None:
    found = doctest.testfile(str(ROOT / "docs" / "architecture.md"), module_relative=False)
    assert found.attempted > 10
    assert found.failed == 0


def test_no_rooms_import_each_other_in_a_circle() -> None:
    numbers = runpy.run_path(str(ROOT / "tools" / "house_numbers.py"))
    graph = numbers["rooms"](ROOT)
    assert "llama" in graph["recommender"]
    assert numbers["circles"](graph) == []
    # The encoder reads no histories: that arrow alone made ten of eight.
    assert max(numbers["heights"](graph).values()) <= 8
    assert numbers["circles"]({"a": {"b"}, "b": {"c"}, "c": {"a"}}) == [["a", "b", "c"]]


def test_the_recipe_is_handed_on_to_the_steps_and_seldom_further() -> None:
    tool = runpy.run_path(str(ROOT / "tools" / "recipe_stops.py"))
    found = list(tool["stops"](ROOT))
    steps = {"write_inputs", "train_encoder", "pretrain_backbone", "build_model", "train_experts"}
    assert steps <= {called for _, caller, called in found if caller == "train"}
    # Half of the 65 that it was when this began to be counted.
    assert len(found) <= 32


def test_test_files_have_names_of_their_own() -> None:
    """pytest imports them by their names alone: of two that are called alike it takes one."""
    names = Counter(path.name for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name, n in names.items() if n > 1] == []
