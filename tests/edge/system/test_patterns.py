"""Patterns are compiled when they are used, and every one of the house's can be."""

from __future__ import annotations

import importlib
import pkgutil
import re
import subprocess
import sys

import pytest

import ilora_cli
import ilora_edge
from ilora_edge.system.patterns import LazyPattern, pattern


def test_it_does_what_the_compiled_one_does() -> None:
    text = "Alien (1979), aliens (1986)"
    lazy, compiled = pattern(r"alien(s?)", re.IGNORECASE), re.compile(r"alien(s?)", re.IGNORECASE)
    for _ in range(2):
        assert lazy.findall(text) == compiled.findall(text) == ["", "s"]
        assert lazy.sub(r"<\1>", text) == compiled.sub(r"<\1>", text) == "<> (1979), <s> (1986)"
        assert lazy.split(text, 1) == compiled.split(text, 1)
        assert [m.span() for m in lazy.finditer(text)] == [(0, 5), (14, 20)]
        for found in (lazy.match(text), lazy.search(text), lazy.search(text, 1)):
            assert found is not None
        assert lazy.match(text, 1) is None
        assert lazy.fullmatch(text) is None
    assert (lazy.pattern, lazy.flags) == (r"alien(s?)", re.IGNORECASE)
    documented = {name for name in dir(re.Pattern) if not name.startswith("_")} - {"scanner"}
    for name in documented - {"flags"}:
        assert hasattr(pattern("(?P<one>x)"), name), name


def test_it_is_compiled_when_it_is_used() -> None:
    wrong = pattern("(")
    with pytest.raises(re.error, match="unterminated"):
        wrong.match("")


def test_every_pattern_of_the_house_can_be_compiled() -> None:
    """A wrong one would else be found when somebody has the text that it is for."""
    n_compiled = 0
    for package in (ilora_edge, ilora_cli):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.endswith("__main__"):
                continue
            for value in vars(importlib.import_module(module.name)).values():
                if isinstance(value, LazyPattern):
                    re.compile(value.pattern, value.flags)
                    n_compiled += 1
    assert n_compiled > 100


def test_an_import_of_what_reads_a_history_compiles_none() -> None:
    code = (
        "import re, sys\n"
        "from ilora_edge.histories import requests\n"
        "from ilora_edge.system.patterns import LazyPattern\n"
        "rooms = tuple(f'ilora_edge.{room}' for room in ('histories', 'matching', 'times'))\n"
        "modules = [m for name, m in sys.modules.items() if name.startswith(rooms)]\n"
        "values = [(m.__name__, v) for m in modules for v in vars(m).values()]\n"
        "lazy = [(name, v) for name, v in values if isinstance(v, LazyPattern)]\n"
        "print([name for name, v in values if isinstance(v, re.Pattern)])\n"
        "print([name for name, v in lazy if len(vars(v)) > 2], len(lazy) > 50)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n[] True\n"
