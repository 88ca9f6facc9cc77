"""The public face: names, lazily loaded, each with a docstring and examples that run."""

from __future__ import annotations

import doctest
import inspect
import subprocess
import sys

import pytest

import ilora_edge

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
