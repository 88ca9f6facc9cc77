"""gcc 12's AMX headers, mended by tools/amx_gcc12.h: executed, in software where need be."""

from __future__ import annotations

import platform
import shutil
import subprocess
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parents[1] / "tools"
HAS_AMX = "amx_int8" in Path("/proc/cpuinfo").read_text().split()

# As llama.cpp does it: a configuration on the stack, then rows unpacked into a buffer and loaded.
PROGRAM = """
#include <immintrin.h>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sys/syscall.h>
#include <unistd.h>

struct Config {
    uint8_t palette = 0, start_row = 0, reserved[14] = {};
    uint16_t row_bytes[16] = {};
    uint8_t rows[16] = {};
};

static __attribute__((noinline)) void configure() {
    alignas(64) Config config = {};
    config.palette = 1;
    config.rows[0] = 8;   config.row_bytes[0] = 64;
    config.rows[2] = 16;  config.row_bytes[2] = 32;
    config.rows[4] = 16;  config.row_bytes[4] = 64;
    _tile_loadconfig(&config);
}

static uint8_t A[16][40], B[8][64];
static int32_t out[16][20];

static int expected(int m, int n, bool signed_a, bool signed_b) {
    int sum = 0;
    for (int k = 0; k < 32; k++) {
        int a = A[m][k], b = B[k / 4][4 * n + k % 4];
        sum += (signed_a ? (int8_t)a : a) * (signed_b ? (int8_t)b : b);
    }
    return sum;
}

static int wrong(bool signed_a, bool signed_b, int times) {
    _tile_stored(4, out, sizeof out[0]);
    int count = 0;
    for (int m = 0; m < 16; m++)
        for (int n = 0; n < 16; n++)
            count += out[m][n] != times * expected(m, n, signed_a, signed_b);
    return count;
}

int main() {
    syscall(SYS_arch_prctl, 0x1023, 18);
    for (auto &row : A) for (auto &v : row) v = rand();
    for (auto &row : B) for (auto &v : row) v = rand();
    configure();
    int count = 0;
    for (int round = 0; round < 3; round++) {
        alignas(64) static thread_local uint8_t unpacked[16 * 32];
        for (auto &v : A[round]) v += 1;
        for (int m = 0; m < 16; m++) memcpy(unpacked + 32 * m, A[m], 32);
        _tile_zero(4);
        _tile_loadd(0, B, 64);
        _tile_loadd(2, unpacked, 32);
        _tile_dpbssd(4, 2, 0);
        _tile_dpbssd(4, 2, 0);
        count += wrong(true, true, 2);
        _tile_zero(4);
        _tile_loadd(2, A, sizeof A[0]);
        _tile_dpbuud(4, 2, 0);
        count += wrong(false, false, 1);
        _tile_zero(4);
        _tile_dpbsud(4, 2, 0);
        count += wrong(true, false, 1);
        _tile_zero(4);
        _tile_dpbusd(4, 2, 0);
        count += wrong(false, true, 1);
    }
    _tile_release();
    printf("%d wrong\\n", count);
}
"""

pytestmark = pytest.mark.skipif(
    platform.machine() != "x86_64" or shutil.which("g++") is None, reason="needs g++ on x86-64"
)


def build(folder: Path, *flags: str) -> Path:
    source, program = folder / "program.cpp", folder / "program"
    source.write_text(PROGRAM)
    wanted = ("-O3", "-mamx-tile", "-mamx-int8", *flags)
    subprocess.run(["g++", *wanted, "-o", program, source], check=True)
    return program


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Nothing where the CPU has AMX, otherwise the emulator."""
    if HAS_AMX:
        return {}
    library = tmp_path / "amx_emulator.so"
    flags = ("-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC")
    subprocess.run(["gcc", *flags, "-o", library, TOOLS / "amx_emulator.c"], check=True)
    return {"LD_PRELOAD": str(library)}


def run(program: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run([program], capture_output=True, text=True, env=environment, check=False)


def test_tiles_hold_what_was_configured_and_unpacked(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    done = run(build(tmp_path, "-include", str(TOOLS / "amx_gcc12.h")), environment)
    assert (done.returncode, done.stdout) == (0, "0 wrong\n"), done.stderr
    if not HAS_AMX:
        assert "ldtilecfg 1 tilerelease 1 tilezero 12 tileloadd 9 tilestored 12 tdpb*d 15" in (
            done.stderr
        )


def test_without_the_header_gcc_12_leaves_the_tiles_unconfigured(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    """What the header is for."""
    version = subprocess.run(["g++", "-dumpfullversion"], capture_output=True, text=True)
    if version.stdout.strip() != "12.2.0":
        pytest.skip("seen with gcc 12.2 alone")
    assert run(build(tmp_path), environment).returncode < 0


def test_a_program_without_amx_is_compiled_as_ever(tmp_path: Path) -> None:
    source = tmp_path / "program.cpp"
    source.write_text('#include <cstdio>\nint main() { puts("as ever"); }\n')
    program = tmp_path / "program"
    header = TOOLS / "amx_gcc12.h"
    subprocess.run(["g++", "-Werror", "-include", header, "-o", program, source], check=True)
    assert run(program, {}).stdout == "as ever\n"
