/* Force-included into llama.cpp's C++ files where an AMX build is made with gcc 12 (docs/install.md):
 *
 *     CMAKE_ARGS="-DGGML_NATIVE=ON -DCMAKE_CXX_FLAGS='-include /path/to/amx_gcc12.h'"
 *
 * That gcc's _tile_loadconfig tells the compiler that 8 of the configuration's 64 bytes are read, and
 * its _tile_loadd that no memory is. Stores to the others count as dead and are dropped, the CPU has
 * no tiles, and the first prefill of a quantised model ends in SIGSEGV or SIGILL.
 * Other compilers, and builds without AMX, are left as they are. */

#if defined(__AMX_TILE__) && defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)

#include <immintrin.h>

static inline __attribute__((always_inline, unused)) void ilora_tile_loadconfig(const void *config) {
    __asm__ volatile("ldtilecfg %0" : : "m"(*(const char(*)[64])config) : "memory");
}

#define _tile_loadconfig(config) ilora_tile_loadconfig(config)

#undef _tile_loadd_internal
#define _tile_loadd_internal(dst, base, stride)                          \
    __asm__ volatile("tileloadd (%0,%1,1), %%tmm" #dst                   \
                     :                                                   \
                     : "r"((const void *)(base)), "r"((long)(stride))    \
                     : "memory")

#endif
