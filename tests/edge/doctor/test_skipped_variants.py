"""Kernels at fault on this CPU: remembered, passed over, and taken again once found right."""

from __future__ import annotations

from pathlib import Path

import pytest

from ilora_edge.doctor import check, check_variants, settle
from ilora_edge.doctor.check import Attempt, Report, TypeReport
from ilora_edge.doctor.skipped import (
    forget_skipped,
    read_skipped,
    remember_skipped,
    skipped_path,
)
from ilora_edge.llama import EngineOptions, library
from ilora_edge.llama.cpu_variants import CpuVariant


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[CpuVariant, CpuVariant]:
    """A build with two variants that fit, of which nothing is loaded yet."""
    made = []
    for name in ("zen4", "haswell"):
        path = tmp_path / f"libggml-cpu-{name}.so"
        path.write_bytes(name.encode())
        made.append(CpuVariant(name, path))
    monkeypatch.setattr(library, "variants", lambda: tuple(made))
    monkeypatch.setattr(CpuVariant, "fits", True)
    monkeypatch.setattr(library, "_loaded", False)
    monkeypatch.setattr(library, "_skipped", frozenset())
    return made[0], made[1]


def report(type_name: str, variant: str | None) -> Report:
    """zen4 computes q4_0 wrongly, haswell rightly."""
    wrong = variant == "zen4" and type_name == "q4_0"
    attempt = Attempt(2 if wrong else 0, "wrong" if wrong else "right")
    return Report([TypeReport(type_name, [attempt], None if wrong else 0)], {"machine": "m"})


def test_an_entry_holds_for_one_file(two: tuple[CpuVariant, CpuVariant]) -> None:
    bad, good = two
    remember_skipped(bad, "q4_0 wrong")
    assert read_skipped(two) == {"zen4": "q4_0 wrong"}
    bad.path.write_bytes(b"another build")
    assert read_skipped(two) == {}
    remember_skipped(good, "crashed")
    forget_skipped([good])
    assert read_skipped(two) == {}
    for text in ("", "{", '{"version": 1, "skipped": [["a", 1]]}', '{"version": 1, "skipped": 3}'):
        skipped_path().write_text(text)
        assert read_skipped(two) == {}


def test_doctor_passes_over_kernels_that_are_wrong(
    two: tuple[CpuVariant, CpuVariant], monkeypatch: pytest.MonkeyPatch
) -> None:
    def checked(types: list[str], *_: object, variant: str | None, **__: object) -> Report:
        return report(types[0], variant)

    monkeypatch.setattr(check_variants, "check_types", checked)
    found = check_variants.check_variants(["q4_0"], 1)
    assert [(v.variant and v.variant.name, v.fault) for v in found] == [
        ("zen4", "q4_0 wrong"),
        ("haswell", ""),
    ]
    assert read_skipped(two) == {"zen4": "q4_0 wrong"}
    # Found right, it is taken again.
    check_variants.check_variants(["f32"], 1)
    assert read_skipped(two) == {}


def test_the_first_command_goes_on_with_the_next_kernels(
    two: tuple[CpuVariant, CpuVariant], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def checked(types: list[str], _threads: int, variant: str | None) -> Report:
        asked.append(variant)
        return report(types[0], variant)

    monkeypatch.setattr(check, "check_types", checked)
    levels, hopeless = settle._levels(["q4_0"], EngineOptions(self_check=True))
    assert (levels, hopeless) == ({"q4_0": 0}, [])
    assert asked == ["zen4", "haswell"]
    assert library.kernels() == "haswell"
    assert list(read_skipped(two)) == ["zen4"]
