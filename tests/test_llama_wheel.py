"""The tool that puts llama-cpp-python's wheel together; compiling itself is `make`'s."""

from __future__ import annotations

import base64
import csv
import hashlib
import platform
import runpy
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
LISTS = """\
        ggml_add_cpu_backend_variant(x64)
        ggml_add_cpu_backend_variant(haswell            SSE42 AVX)
        if (NOT MSVC)
            ggml_add_cpu_backend_variant(zen4 SSE42 AVX512_BF16)
        endif()
"""


@pytest.fixture(scope="module")
def tool() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "tools" / "llama_wheel.py"))


def test_only_wanted_variants_are_compiled(tool: dict[str, Any], tmp_path: Path) -> None:
    lists = tmp_path / "CMakeLists.txt"
    lists.write_text(LISTS)
    tool["keep_variants"](lists, ["zen4"])
    kept = lists.read_text()
    assert "zen4" in kept
    assert "x64" not in kept
    assert "haswell" not in kept
    assert "endif()" in kept
    with pytest.raises(tool["BuildError"], match="ggml knows no variant zen9"):
        tool["keep_variants"](lists, ["zen4", "zen9"])


def test_kernels_are_called_where_ggml_multiplies_or_not_at_all(
    tool: dict[str, Any], tmp_path: Path
) -> None:
    def write_sources(folder: Path) -> None:
        folder.mkdir()
        for name in {name for name, _, _ in tool["CALLS"]}:
            anchors = [anchor for file, anchor, _ in tool["CALLS"] if file == name]
            (folder / name).write_text("".join(f"before\n{anchor}after\n" for anchor in anchors))

    write_sources(tmp_path / "known")
    tool["add_kernels"](tmp_path / "known")
    for name, anchor, added in tool["CALLS"]:
        assert f"before\n{added}{anchor}after\n" in (tmp_path / "known" / name).read_text()
    assert (tmp_path / "known" / "panel_product.cpp").is_file()
    write_sources(tmp_path / "newer")
    (tmp_path / "newer" / "ggml-cpu.c").write_text("something else\n")
    with pytest.raises(tool["BuildError"], match=r"ggml-cpu\.c: not the source"):
        tool["add_kernels"](tmp_path / "newer")


def test_the_wheel_is_the_same_each_time_and_its_record_is_right(
    tool: dict[str, Any], tmp_path: Path
) -> None:
    source = tmp_path / "source"
    for name in ("llama_cpp/a.py", "llama_cpp/server/b.py", "vendor/llama.cpp/LICENSE"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(name)
    (source / "llama_cpp" / "junk.txt").write_text("not part of it")
    (source / "PKG-INFO").write_text("Metadata-Version: 2.1\n")
    (source / "LICENSE.md").write_text("MIT")
    library = tmp_path / "libllama.so"
    library.write_bytes(bytes(range(256)))
    wheels = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        wheels.append(tool["pack"](source, [library], tmp_path / name, "py3-none-linux_x86_64"))
    assert wheels[0].read_bytes() == wheels[1].read_bytes()
    with zipfile.ZipFile(wheels[0]) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names)) == 8
        assert "llama_cpp/lib/libllama.so" in names
        record = next(name for name in names if name.endswith("/RECORD"))
        for name, digest, size in csv.reader(archive.read(record).decode().splitlines()):
            if name == record:
                continue
            data = archive.read(name)
            raw = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=")
            assert (digest, int(size)) == (f"sha256={raw.decode()}", len(data))
            names.remove(name)
        assert names == [record]


def test_a_wheel_is_compiled_once_for_all_that_it_is_made_of(
    tool: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[tuple[str, ...]] = []

    def compile_wheel(out: Path, machine: str, variants: tuple[str, ...], sdist: None) -> Path:
        made.append(variants)
        path = out / "llama_cpp_python-1-any.whl.new"
        path.write_text(f"{len(made)}")
        return path

    build = tool["build"]
    monkeypatch.setitem(build.__globals__, "compile_wheel", compile_wheel)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    machine = platform.machine()
    first = build(tmp_path / "one", machine, ("zen4",), None)
    again = build(tmp_path / "two", machine, ("zen4",), None)
    assert (first.name, first.read_text()) == (again.name, again.read_text())
    assert [path.name for path in (tmp_path / "two").iterdir()] == ["llama_cpp_python-1-any.whl"]
    other = build(tmp_path / "two", machine, ("haswell",), None)
    assert made == [("zen4",), ("haswell",)]
    assert other.read_text() == "2"
    monkeypatch.setenv("CFLAGS", "-O1")
    assert build(tmp_path / "two", machine, ("zen4",), None).read_text() == "3"
    monkeypatch.delenv("CFLAGS")
    assert build(tmp_path / "two", machine, ("zen4",), None, afresh=True).read_text() == "4"
    assert build(tmp_path / "one", machine, ("zen4",), None).read_text() == "4"
    monkeypatch.setenv("CC", "none-such")
    with pytest.raises(tool["BuildError"], match="no compiler none-such"):
        build(tmp_path / "two", machine, ("zen4",), None)
