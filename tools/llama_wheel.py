"""Builds llama-cpp-python's wheel with a library of kernels for each kind of CPU.

    tools/llama_wheel.py OUT [--machine aarch64] [--variants haswell,zen4] [--sdist FILE] [--afresh]

llama.cpp is compiled once; its kernels once per kind of CPU in ``VARIANTS``, and the best that a
CPU can run is loaded there (``ilora_edge/llama/cpu_variants.py``). llama-cpp-python's own build
leaves these libraries out, installs every library three times under other names, and compiles
what the device side never calls, so the wheel is put together here: the package's Python files and
metadata as they are, and one file per library. The same compiler makes the same bytes again, so a
wheel is kept in the cache folder, as pip keeps those that it builds, by all that it is made of.

Products of a prompt are computed by kernels of our own (``llama_kernels/panel_product.cpp``), which
need three lines in llama.cpp's sources; bench/README.md says what they gain.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

VERSION = "0.3.36"
SDIST_SHA256 = "832db0699007f1be95a7e41ef12e88926b02ba836461e36a36372db2760c1a2e"
TOOLS = Path(__file__).resolve().parent
KERNELS = TOOLS / "llama_kernels"
# What measurably differs (bench/README.md, Builds). numpy asks for SSE4.2 anyway, so that is the
# least. sapphirerapids is left out: with its AMX kernels a small quantised model on a CPU that has
# AMX gave scores that are not numbers, though the mended header is in (docs/install.md).
VARIANTS = {
    "x86_64": (
        *("sse42", "ivybridge", "haswell", "alderlake"),
        *("skylakex", "icelake", "zen4"),
    ),
    "aarch64": ("armv8.0_1", "armv8.2_1", "armv8.2_2", "armv8.6_1"),
}
OPTIONS = {
    "CMAKE_BUILD_TYPE": "Release",
    "BUILD_SHARED_LIBS": "ON",
    "GGML_NATIVE": "OFF",
    "GGML_BACKEND_DL": "ON",
    "GGML_CPU_ALL_VARIANTS": "ON",
    **dict.fromkeys(
        (
            f"LLAMA_BUILD_{part}"
            for part in ("COMMON", "TESTS", "TOOLS", "EXAMPLES", "SERVER", "APP")
        ),
        "OFF",
    ),
    "LLAMA_OPENSSL": "OFF",
    # A wheel has no links, so a library is called what others ask for.
    "CMAKE_PLATFORM_NO_VERSIONED_SONAME": "ON",
    "CMAKE_BUILD_WITH_INSTALL_RPATH": "ON",
    "CMAKE_INSTALL_RPATH": "$ORIGIN",
    "CMAKE_SHARED_LINKER_FLAGS": "-s",
    "CMAKE_MODULE_LINKER_FLAGS": "-s",
}
# Of ggml-cpu: a file, a place in it, and what goes before that place.
CALLS = (
    ("CMakeLists.txt", "        ggml-cpu/repack.cpp\n", "        ggml-cpu/panel_product.cpp\n"),
    ("ggml-cpu.c", '#include "tiled/tiled.h"\n', '#include "panel_product.h"\n'),
    (
        "ggml-cpu.c",
        "    // If tiled is supported, it will execute the full op here and we return\n",
        "    if (ggml_compute_panel_product(params, dst)) {\n        return;\n    }\n\n",
    ),
    (
        "ggml-cpu.c",
        "    if (node->op == GGML_OP_RMS_NORM) {\n",
        "    if (node->op == GGML_OP_MUL_MAT) {\n"
        "        return ggml_compute_adapted_product(params, cgraph, node_n);\n    }\n\n",
    ),
)
WHEEL = """\
Wheel-Version: 1.0
Generator: ilora-edge tools/llama_wheel.py
Root-Is-Purelib: false
Tag: {tag}
"""
# The earliest time that a zip archive can hold.
EPOCH = (1980, 1, 1, 0, 0, 0)


class BuildError(Exception):
    """The wheel cannot be made; the message says why."""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--machine", default=platform.machine(), choices=sorted(VARIANTS))
    parser.add_argument("--variants", help="names with commas; default: those of the machine")
    parser.add_argument("--sdist", type=Path, help="llama-cpp-python's sources; default: pip's")
    parser.add_argument("--afresh", action="store_true", help="compile, whatever is in the cache")
    args = parser.parse_args()
    variants = args.variants.split(",") if args.variants else VARIANTS[args.machine]
    try:
        print(build(args.out, args.machine, variants, args.sdist, args.afresh))
    except (BuildError, OSError, tarfile.TarError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def build(
    out: Path, machine: str, variants: Sequence[str], sdist: Path | None, afresh: bool = False
) -> Path:
    """Make the wheel in the folder ``out``, in place of any other there; return its path."""
    out.mkdir(parents=True, exist_ok=True)
    kept = cache_folder() / made_of(machine, variants)
    if afresh or not any(kept.glob("*.whl")):
        keep(compile_wheel(out, machine, variants, sdist), kept)
    wheel = next(kept.glob("*.whl"))
    for old in out.glob("llama_cpp_python-*.whl"):
        old.unlink()
    return Path(shutil.copy(wheel, out / wheel.name))


def cache_folder() -> Path:
    """Return where wheels are kept."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    folder = Path(base) if os.path.isabs(base) else Path.home() / ".cache"
    return folder / "ilora-edge" / "llama-wheels"


def made_of(machine: str, variants: Sequence[str]) -> str:
    """Return a digest of all that the wheel's bytes depend on: sources, options and compiler."""
    compilers = [f"{machine}-linux-gnu-gcc", f"{machine}-linux-gnu-g++"]
    if machine == platform.machine():
        compilers = [os.environ.get("CC", "cc"), os.environ.get("CXX", "c++")]
    words: list[object] = [SDIST_SHA256, machine, *variants, *platform.libc_ver()]
    words += [os.environ.get(name) for name in ("CFLAGS", "CXXFLAGS", "CPPFLAGS", "LDFLAGS")]
    for compiler in compilers:
        try:
            words.append(subprocess.check_output([*compiler.split(), "--version"]))
        except OSError as error:
            raise BuildError(f"no compiler {compiler}: {error.strerror}") from error
    digest = hashlib.sha256(repr(words).encode())
    files = [Path(__file__), TOOLS / "amx_gcc12.h", *TOOLS.glob("*.cmake"), *KERNELS.iterdir()]
    for path in sorted(path for path in files if path.is_file()):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def keep(wheel: Path, folder: Path) -> None:
    """Move a wheel into the cache, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{wheel.name}.{os.getpid()}.part"
    # Another file system, perhaps.
    shutil.move(wheel, part)
    part.replace(folder / wheel.name.removesuffix(".new"))


def compile_wheel(out: Path, machine: str, variants: Sequence[str], sdist: Path | None) -> Path:
    """Compile, and return the new wheel, ``.new`` at its name's end, in the folder ``out``."""
    # Beside the target: llama.cpp's objects are more than some systems' /tmp can hold.
    with tempfile.TemporaryDirectory(prefix=".llama-", dir=out.resolve().parent) as folder:
        scratch = Path(folder)
        sdist = sdist or download(scratch)
        if hashlib.sha256(sdist.read_bytes()).hexdigest() != SDIST_SHA256:
            raise BuildError(f"{sdist.name}: not the sources of {VERSION} that this tool knows")
        with tarfile.open(sdist) as archive:
            archive.extractall(scratch / "sdist", filter="data")
        source = scratch / "sdist" / f"llama_cpp_python-{VERSION}"
        llama = source / "vendor" / "llama.cpp"
        keep_variants(llama / "ggml" / "src" / "CMakeLists.txt", variants)
        add_kernels(llama / "ggml" / "src" / "ggml-cpu")
        libraries = compile_libraries(llama, scratch / "build", machine)
        made = [library.stem.removeprefix("libggml-cpu-") for library in libraries]
        missing = [name for name in variants if name not in made]
        if missing:
            raise BuildError(f"not built: {', '.join(missing)}; this compiler may not know them")
        wheel = pack(source, libraries, scratch, f"py3-none-linux_{machine}")
        return Path(shutil.move(wheel, out / f"{wheel.name}.new"))


def download(folder: Path) -> Path:
    """Return the package's sources, as pip finds them."""
    command = (
        sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "download",
        "--no-deps", "--no-binary", "llama-cpp-python", "--dest", str(folder),
        f"llama-cpp-python=={VERSION}",
    )  # fmt: skip
    run(command, dict(os.environ))
    return next(folder.glob("llama_cpp_python-*.tar.gz"))


def keep_variants(lists: Path, variants: Sequence[str]) -> None:
    """Take the variants that are not wanted out of ggml's CMakeLists.txt."""
    text = lists.read_text()
    call = re.compile(r"^ +ggml_add_cpu_backend_variant\(([\w.]+).*\n", re.MULTILINE)
    known = call.findall(text)
    unknown = [name for name in variants if name not in known]
    if unknown:
        raise BuildError(f"ggml knows no variant {', '.join(unknown)}; it knows {', '.join(known)}")
    lists.write_text(call.sub(lambda m: m[0] if m[1] in variants else "", text))


def add_kernels(folder: Path) -> None:
    """Put our kernels beside ggml's, and their calls where it multiplies matrices."""
    for path in KERNELS.iterdir():
        shutil.copy(path, folder)
    for name, anchor, added in CALLS:
        text = (folder / name).read_text()
        if text.count(anchor) != 1:
            raise BuildError(f"{name}: not the source that our kernels' calls are written for")
        (folder / name).write_text(text.replace(anchor, added + anchor))


def compile_libraries(llama: Path, folder: Path, machine: str) -> list[Path]:
    """Compile llama.cpp and return its libraries."""
    environment = {**os.environ, "GIT_DIR": os.devnull}
    cmake, ninja = tool("cmake", folder, environment), tool("ninja", folder, environment)
    # Assertions name their file; the folder of a build is nobody's business.
    flags = f"-ffile-prefix-map={llama}=llama.cpp"
    options = {
        **OPTIONS,
        "CMAKE_MAKE_PROGRAM": ninja,
        "CMAKE_C_FLAGS": flags,
        "CMAKE_CXX_FLAGS": f"{flags} -include {TOOLS / 'amx_gcc12.h'}",
    }
    if machine != platform.machine():
        options["CMAKE_TOOLCHAIN_FILE"] = str(TOOLS / f"{machine}-linux-gnu.cmake")
    defined = [f"-D{name}={value}" for name, value in options.items()]
    run([cmake, "-G", "Ninja", "-S", str(llama), "-B", str(folder), *defined], environment)
    run([cmake, "--build", str(folder), "--target", "llama"], environment)
    return sorted((folder / "bin").glob("*.so"))


def tool(name: str, folder: Path, environment: dict[str, str]) -> str:
    """Return a build tool's path: the system's, or else the one that pip brings."""
    found = shutil.which(name)
    if found is None:
        place = folder.with_name("tools")
        pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "install")
        run([*pip, "--upgrade", "--target", str(place), name], environment)
        environment["PYTHONPATH"] = str(place)
        found = str(place / "bin" / name)
    return found


def run(command: Sequence[str], environment: dict[str, str]) -> None:
    done = subprocess.run(
        command, env=environment, check=False, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    if done.returncode != 0:
        print(done.stdout, file=sys.stderr, end="")
        raise BuildError(f"{Path(command[0]).name} failed; its own words are above")


def pack(source: Path, libraries: Sequence[Path], folder: Path, tag: str) -> Path:
    """Write the wheel into ``folder``: every file once, in order, without times."""
    info = f"llama_cpp_python-{VERSION}.dist-info"
    wheel = folder / f"llama_cpp_python-{VERSION}-{tag}.whl"
    records = []
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents(source, libraries, info, tag):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o100755 if name.endswith(".so") else 0o100644) << 16
            archive.writestr(entry, data)
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            records.append(f"{name},sha256={digest},{len(data)}\n")
        record = f"{info}/RECORD"
        entry = zipfile.ZipInfo(record, EPOCH)
        entry.external_attr = 0o100644 << 16
        archive.writestr(entry, "".join([*records, f"{record},,\n"]))
    return wheel


def contents(
    source: Path, libraries: Sequence[Path], info: str, tag: str
) -> Iterator[tuple[str, bytes]]:
    """Yield the wheel's files but its RECORD: names and bytes."""
    package = source / "llama_cpp"
    for path in sorted(package.rglob("*")):
        if path.suffix in (".py", ".typed"):
            yield f"llama_cpp/{path.relative_to(package).as_posix()}", path.read_bytes()
    for library in libraries:
        yield f"llama_cpp/lib/{library.name}", library.read_bytes()
    yield f"{info}/METADATA", (source / "PKG-INFO").read_bytes()
    yield f"{info}/WHEEL", WHEEL.format(tag=tag).encode()
    yield f"{info}/licenses/LICENSE.md", (source / "LICENSE.md").read_bytes()
    yield f"{info}/licenses/llama.cpp/LICENSE", (source / "vendor/llama.cpp/LICENSE").read_bytes()


if __name__ == "__main__":
    sys.exit(main())
