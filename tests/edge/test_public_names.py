"""The public face: names, lazily loaded, each with a docstring and examples that run."""

from __future__ import annotations

import doctest
import inspect
import re
import subprocess
import sys

import pytest

import ilora_edge
from ilora_edge.demo import demo_bundle

NATIVE = ("llama_cpp", "onnxruntime", "numpy", "torch", "sqlite3")


def test_names_are_sorted_and_there() -> None:
    assert ilora_edge.__all__ == sorted(ilora_edge.__all__)
    assert set(ilora_edge.__all__) == set(ilora_edge._HOMES)
    for name in ilora_edge.__all__:
        assert getattr(ilora_edge, name).__name__ == name
        assert name in dir(ilora_edge)


def test_unknown_names_are_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Recomender'"):
        _ = ilora_edge.Recomender


def test_importing_loads_nothing_native() -> None:
    code = "import sys, ilora_edge; print(*sorted(set(sys.modules) & set(sys.argv[1:])))"
    done = subprocess.run(
        [sys.executable, "-c", code, *NATIVE], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""


def test_evaluate_refuses_what_it_cannot_measure() -> None:
    """It once divided by nothing, and took a word that it does not know for product mode."""
    row = ilora_edge.Row("ann", (ilora_edge.HistoryItem("f001"),), frozenset({"f001"}), "f020")
    with ilora_edge.Recommender(demo_bundle()) as recommender:
        for rows, mode, says in (([], "paper", "no rows"), ([row], "full", "paper or product")):
            with pytest.raises(ilora_edge.OptionError, match=says):
                ilora_edge.evaluate(recommender, rows, mode)  # type: ignore[arg-type]


def test_every_error_that_a_public_docstring_names_is_public() -> None:
    for name in ilora_edge.__all__:
        value = getattr(ilora_edge, name)
        inner = [v for k, v in vars(value).items() if not k.startswith("_")]
        texts = [inspect.getdoc(one) or "" for one in (value, *inner) if one.__doc__]
        for raised in re.findall(r"\b[A-Z]\w+Error\b", "\n".join(texts)):
            assert raised in ilora_edge.__all__, f"{name}: {raised}"


@pytest.mark.parametrize("name", ilora_edge.__all__)
def test_names_are_documented(name: str) -> None:
    value = getattr(ilora_edge, name)
    text = inspect.getdoc(value)
    assert text is not None
    assert len(text.split()) >= 3
    if not (isinstance(value, type) and issubclass(value, Exception)):
        assert "Examples\n--------\n>>>" in text, f"{name} has no example"


@pytest.mark.parametrize("name", ["", *ilora_edge.__all__])
def test_examples_run(name: str) -> None:
    value = getattr(ilora_edge, name) if name else ilora_edge
    finder = doctest.DocTestFinder(recurse=False)
    runner = doctest.DocTestRunner()
    for test in finder.find(value, name or "ilora_edge", globs={}):
        runner.run(test)
    assert runner.summarize(verbose=False).failed == 0
