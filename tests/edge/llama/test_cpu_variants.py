"""Which library of kernels is taken: by fit, by name, past those that are skipped."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ilora_edge.llama import cpu_variants, library
from ilora_edge.llama.cpu_variants import CHOICE, choose, find_variants


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A build with five variants, of which this CPU can run three."""
    scores = {"sse42": 5, "haswell": 64, "zen4": 0, "icelake": 1472, "sapphirerapids": 0}
    for name in scores:
        (tmp_path / f"libggml-cpu-{name}.so").touch()
    (tmp_path / "libggml-base.so").touch()
    monkeypatch.delenv(CHOICE, raising=False)
    monkeypatch.setattr(
        cpu_variants, "_score", lambda path: scores.get(path.stem.removeprefix("libggml-cpu-"), 2)
    )
    return tmp_path


def taken(folder: Path, *skipped: str) -> str | None:
    chosen = choose(find_variants(folder), skipped)
    return None if chosen is None else chosen.name


def test_the_best_that_fits_is_taken(build: Path) -> None:
    assert taken(build) == "icelake"
    assert taken(build, "icelake") == "haswell"
    assert taken(build, "icelake", "haswell", "sse42") is None


def test_a_kind_that_is_new_is_placed_by_its_score(build: Path) -> None:
    (build / "libggml-cpu-zen9.so").touch()
    names = [v.name for v in find_variants(build)]
    assert names.index("icelake") < names.index("zen9") < names.index("zen4")


def test_a_name_in_the_environment_decides(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CHOICE, "sse42")
    assert taken(build) == "sse42"
    assert taken(build, "sse42") == "sse42"
    monkeypatch.setenv(CHOICE, "zen4")
    assert taken(build) is None, "this CPU cannot run it"


def test_a_plain_build_has_none(tmp_path: Path) -> None:
    folder = tmp_path / "llama_cpp" / "lib"
    folder.mkdir(parents=True)
    (folder / "libggml-cpu.so").touch()
    assert find_variants(folder) == ()
    # Where other builds of the package have theirs.
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "libggml-cpu-haswell.so").touch()
    assert [v.name for v in find_variants(folder)] == ["haswell"]


def test_what_cannot_be_loaded_does_not_fit(tmp_path: Path) -> None:
    (tmp_path / "libggml-cpu-zen4.so").write_bytes(b"\x7fELF, cut off")
    (variant,) = find_variants(tmp_path)
    assert not variant.fits


@pytest.mark.skipif(not library.variants(), reason="the installed build has one set of kernels")
def test_every_variant_that_fits_computes_in_a_process_of_its_own() -> None:
    code = "from ilora_edge.llama import library as l; print(l.system_info()); print(l.kernels())"
    for variant in library.usable_variants():
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={CHOICE: variant.name},
            capture_output=True,
            text=True,
            check=True,
        )
        info, name = done.stdout.splitlines()
        assert name == variant.name
        assert "CPU : " in info
        assert done.stderr == "", "llama.cpp's log stays off the terminal"


@pytest.mark.skipif(not library.variants(), reason="the installed build has one set of kernels")
def test_a_cpu_that_none_fits_is_one_line() -> None:
    code = (
        "from ilora_edge.llama import library as l\n"
        "l.skip([v.name for v in l.variants()])\n"
        "try: l.load_variant()\nexcept Exception as e: print(type(e).__name__, e)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("EngineError")
    assert "see ilora-edge doctor" in done.stdout
