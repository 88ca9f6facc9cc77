// AMX tiles for bfloat16: 32 rows by 32 columns of a result at a time, by inline assembly alone.
//
// A compiler that does not know the tile registers cannot drop stores to what they load: gcc 12 does so
// with its own intrinsics (amx_gcc12.h). Only Linux lends the registers, and only when asked.

#pragma once

#if defined(__AVX512BF16__) && defined(__x86_64__) && defined(__linux__)
#define PANEL_HAS_TILES 1

#include <asm/prctl.h>
#include <cpuid.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>

namespace tiles {

// Numbers that a tile register has in a row, bfloat16, and rows and columns of a step.
constexpr int DEPTH = 32, SIDE = 32;

inline bool are_lent() {
    unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
    constexpr unsigned bf16_and_tiles = 1u << 22 | 1u << 24;
    if (!__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) || (edx & bf16_and_tiles) != bf16_and_tiles) {
        return false;
    }
    constexpr int request_permission = 0x1023, tile_data = 18;
    return syscall(SYS_arch_prctl, request_permission, tile_data) == 0;
}

// Whether this process may use tiles; it is asked once.
inline bool are_here() {
    static const bool here = are_lent();
    return here;
}

// Eight registers of 16 rows and 64 bytes, for this thread.
inline void open() {
    struct {
        uint8_t palette = 1, start = 0, none[14] = {};
        uint16_t row_bytes[16] = { 64, 64, 64, 64, 64, 64, 64, 64 };
        uint8_t rows[16] = { 16, 16, 16, 16, 16, 16, 16, 16 };
    } config;
    static_assert(sizeof config == 64, "as the CPU reads it");
    __asm__ volatile("ldtilecfg %0" : : "m"(config) : "memory");
}

inline void close() { __asm__ volatile("tilerelease" : : : "memory"); }

// result[column][row] (+)= sum over pairs of panel[pair][row] * columns[column][pair]; strides in bytes.
inline void multiply(const void * panel, long panel_stride, const void * columns, long stride, float * result,
                     long result_stride, int depth, bool add) {
    const char * b = (const char *) panel;
    const char * a = (const char *) columns;
    char * c = (char *) result;
    if (add) {
        __asm__ volatile(
            "tileloadd (%0,%2,1), %%tmm0\n\ttileloadd 64(%0,%2,1), %%tmm1\n\t"
            "tileloadd (%1,%2,1), %%tmm2\n\ttileloadd 64(%1,%2,1), %%tmm3"
            : : "r"(c), "r"(c + 16 * result_stride), "r"(result_stride) : "memory");
    } else {
        __asm__ volatile("tilezero %%tmm0\n\ttilezero %%tmm1\n\ttilezero %%tmm2\n\ttilezero %%tmm3" : :);
    }
    for (int d = 0; d < depth; d += DEPTH) {
        __asm__ volatile(
            "tileloadd (%0,%2,1), %%tmm4\n\ttileloadd (%3,%4,1), %%tmm6\n\t"
            "tileloadd 64(%3,%4,1), %%tmm7\n\t"
            "tdpbf16ps %%tmm6, %%tmm4, %%tmm0\n\ttileloadd (%1,%2,1), %%tmm5\n\t"
            "tdpbf16ps %%tmm7, %%tmm4, %%tmm1\n\t"
            "tdpbf16ps %%tmm6, %%tmm5, %%tmm2\n\ttdpbf16ps %%tmm7, %%tmm5, %%tmm3"
            : : "r"(a), "r"(a + 16 * stride), "r"(stride), "r"(b), "r"(panel_stride) : "memory");
        a += 2 * DEPTH;
        b += DEPTH / 2 * panel_stride;
    }
    __asm__ volatile(
        "tilestored %%tmm0, (%0,%2,1)\n\ttilestored %%tmm1, 64(%0,%2,1)\n\t"
        "tilestored %%tmm2, (%1,%2,1)\n\ttilestored %%tmm3, 64(%1,%2,1)"
        : : "r"(c), "r"(c + 16 * result_stride), "r"(result_stride) : "memory");
}

}  // namespace tiles

#endif
