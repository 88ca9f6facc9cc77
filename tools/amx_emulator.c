/* Executes AMX instructions in software, on a CPU that has none, to prove an AMX build there:
 *
 *     gcc -O3 -shared -fPIC -o amx_emulator.so amx_emulator.c
 *     LD_PRELOAD=./amx_emulator.so ilora-edge doctor
 *
 * The CPU stops at each with SIGILL; the handler does its work on tiles of its own and steps over
 * it. A configuration that a real CPU refuses is a SIGSEGV here too. At exit stderr says how many
 * instructions of each kind there were. Times mean nothing. */

#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#define ARCH_REQ_XCOMP_PERM 0x1023
#define N_TILES 8
#define MAX_ROWS 16
#define ROW_BYTES 64

struct config {
    uint8_t palette, start_row, reserved[14];
    uint16_t row_bytes[16];
    uint8_t rows[16];
};

/* Of the thread, as the registers are; initial-exec is safe in a signal handler. */
#define OF_THREAD static __thread __attribute__((tls_model("initial-exec")))
OF_THREAD struct config config;
OF_THREAD uint8_t tiles[N_TILES][MAX_ROWS * ROW_BYTES];

enum kind { LOADCONFIG, STORECONFIG, RELEASE, ZERO, LOAD, STORE, INT8, BF16, N_KINDS };
static const char *const NAMES[N_KINDS] = {
    "ldtilecfg", "sttilecfg", "tilerelease", "tilezero", "tileloadd", "tilestored", "tdpb*d", "tdpbf16ps",
};
static atomic_ulong counts[N_KINDS];

static void die(int signal_number, const char *why) {
    if (write(2, why, strlen(why)) < 0) {
        errno = 0; /* Nobody is left to be told. */
    }
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

static void need_tile(int tile) {
    if (!config.palette || tile >= N_TILES || !config.rows[tile]) {
        die(SIGILL, "amx_emulator: a tile that is not configured\n");
    }
}

static void load_config(const struct config *from) {
    static const uint8_t none[14];
    int valid = from->palette <= 1 && !memcmp(from->reserved, none, sizeof none);
    for (int i = 0; i < 16; i++) {
        int most_rows = i < N_TILES ? MAX_ROWS : 0, most_bytes = i < N_TILES ? ROW_BYTES : 0;
        valid &= from->rows[i] <= most_rows && from->row_bytes[i] <= most_bytes;
        valid &= !from->rows[i] == !from->row_bytes[i];
    }
    /* Palette 0 means no configuration, whatever else is there. */
    if (from->palette && !valid) {
        die(SIGSEGV, "amx_emulator: ldtilecfg refuses the configuration\n");
    }
    memset(tiles, 0, sizeof tiles);
    memset(&config, 0, sizeof config);
    if (from->palette) {
        config = *from;
    }
}

static void product_int8(int c, int a, int b, int signed_a, int signed_b) {
    need_tile(a), need_tile(b), need_tile(c);
    const int n = config.row_bytes[c] / 4, depth = config.row_bytes[a] / 4;
    for (int m = 0; m < config.rows[c]; m++) {
        uint32_t *out = (uint32_t *)(tiles[c] + m * ROW_BYTES);
        for (int k = 0; k < depth; k++) {
            const uint8_t *left = tiles[a] + m * ROW_BYTES + 4 * k;
            const uint8_t *right = tiles[b] + k * ROW_BYTES;
            for (int j = 0; j < 4 * n; j++) {
                const int x = signed_a ? (int8_t)left[j & 3] : left[j & 3];
                const int y = signed_b ? (int8_t)right[j] : right[j];
                out[j / 4] += (uint32_t)(x * y);
            }
        }
    }
}

static float bf16(const uint8_t *bytes) {
    uint32_t bits = (uint32_t)bytes[0] << 16 | (uint32_t)bytes[1] << 24;
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static void product_bf16(int c, int a, int b) {
    need_tile(a), need_tile(b), need_tile(c);
    const int n = config.row_bytes[c] / 4, depth = config.row_bytes[a] / 4;
    for (int m = 0; m < config.rows[c]; m++) {
        float *out = (float *)(tiles[c] + m * ROW_BYTES);
        for (int k = 0; k < depth; k++) {
            const uint8_t *left = tiles[a] + m * ROW_BYTES + 4 * k;
            const uint8_t *right = tiles[b] + k * ROW_BYTES;
            for (int j = 0; j < n; j++) {
                out[j] += bf16(left) * bf16(right + 4 * j);
                out[j] += bf16(left + 2) * bf16(right + 4 * j + 2);
            }
        }
    }
}

static uint64_t read_register(const ucontext_t *context, int number) {
    static const int ORDER[16] = {
        REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP, REG_RBP, REG_RSI, REG_RDI,
        REG_R8,  REG_R9,  REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15,
    };
    return (uint64_t)context->uc_mcontext.gregs[ORDER[number]];
}

struct operand {
    uint64_t address;
    uint64_t stride; /* the scaled index register: a tile's rows are this far apart */
    int length;      /* of ModRM, SIB and displacement */
};

/* `code` is at ModRM; `x` and `b` are the fourth bits of the index' and base's numbers. */
static struct operand decode_memory(const ucontext_t *context, const uint8_t *code, int x, int b) {
    const int mode = code[0] >> 6, low = code[0] & 7;
    struct operand operand = {0, 0, 1};
    int displacement_bytes = mode == 1 ? 1 : mode == 2 ? 4 : 0, relative = 0;
    if (low == 4) {
        const uint8_t sib = code[operand.length++];
        const int index = (sib >> 3 & 7) | x << 3;
        if (index != 4) {
            operand.stride = read_register(context, index) << (sib >> 6);
        }
        if ((sib & 7) == 5 && mode == 0) {
            displacement_bytes = 4;
        } else {
            operand.address = read_register(context, (sib & 7) | b << 3);
        }
    } else if (low == 5 && mode == 0) {
        displacement_bytes = 4;
        relative = 1;
    } else {
        operand.address = read_register(context, low | b << 3);
    }
    if (displacement_bytes == 1) {
        operand.address += (uint64_t)(int64_t)(int8_t)code[operand.length];
    } else if (displacement_bytes == 4) {
        int32_t displacement;
        memcpy(&displacement, code + operand.length, sizeof displacement);
        operand.address += (uint64_t)(int64_t)displacement;
    }
    operand.length += displacement_bytes;
    if (relative) {
        operand.address += (uint64_t)(uintptr_t)(code + operand.length);
    }
    return operand;
}

/* Returns the instruction's length, or 0 where it is not one of AMX. */
static int execute(const ucontext_t *context, const uint8_t *code) {
    /* VEX.128.0F38.W0, without prefixes. */
    if (code[0] != 0xC4 || (code[1] & 0x1F) != 2 || (code[2] & 0x84)) {
        return 0;
    }
    enum { NONE, P66, PF3, PF2 };
    const int r = !(code[1] & 0x80), x = !(code[1] & 0x40), b = !(code[1] & 0x20);
    const int third = ~code[2] >> 3 & 15, prefix = code[2] & 3, opcode = code[3], modrm = code[4];
    const int tile = (modrm >> 3 & 7) | r << 3, second = (modrm & 7) | b << 3;
    if (modrm >> 6 == 3) {
        if (opcode == 0x5E) {
            product_int8(tile, second, third, prefix >= PF3, prefix == PF2 || prefix == P66);
            counts[INT8]++;
        } else if (opcode == 0x5C && prefix == PF3) {
            product_bf16(tile, second, third);
            counts[BF16]++;
        } else if (opcode == 0x49 && prefix == NONE && modrm == 0xC0) {
            memset(&config, 0, sizeof config);
            counts[RELEASE]++;
        } else if (opcode == 0x49 && prefix == PF2) {
            need_tile(tile);
            memset(tiles[tile], 0, sizeof tiles[tile]);
            counts[ZERO]++;
        } else {
            return 0;
        }
        return 5;
    }
    const struct operand operand = decode_memory(context, code + 4, x, b);
    uint8_t *address = (uint8_t *)(uintptr_t)operand.address;
    if (opcode == 0x49 && prefix == NONE) {
        load_config((const struct config *)address);
        counts[LOADCONFIG]++;
    } else if (opcode == 0x49 && prefix == P66) {
        memcpy(address, &config, sizeof config);
        counts[STORECONFIG]++;
    } else if (opcode == 0x4B && prefix != NONE) {
        need_tile(tile);
        const size_t bytes = config.row_bytes[tile];
        for (int row = 0; row < config.rows[tile]; row++, address += operand.stride) {
            uint8_t *own = tiles[tile] + row * ROW_BYTES;
            if (prefix == PF3) {
                memcpy(address, own, bytes);
            } else {
                memset(own, 0, ROW_BYTES);
                memcpy(own, address, bytes);
            }
        }
        counts[prefix == PF3 ? STORE : LOAD]++;
    } else {
        return 0;
    }
    return 4 + operand.length;
}

static void on_illegal(int number, siginfo_t *info, void *raw) {
    (void)number, (void)info;
    ucontext_t *context = raw;
    const greg_t at = context->uc_mcontext.gregs[REG_RIP];
    const int length = execute(context, (const uint8_t *)(uintptr_t)at);
    if (!length) {
        die(SIGILL, "amx_emulator: an illegal instruction that is not one of AMX\n");
    }
    context->uc_mcontext.gregs[REG_RIP] += length;
}

/* llama.cpp asks the kernel for AMX, which has none to give; all else goes to the kernel. */
long syscall(long number, ...) {
    long a[6], result;
    va_list arguments;
    va_start(arguments, number);
    for (int i = 0; i < 6; i++) {
        a[i] = va_arg(arguments, long);
    }
    va_end(arguments);
    if (number == SYS_arch_prctl && a[0] == ARCH_REQ_XCOMP_PERM) {
        return 0;
    }
    register long r10 __asm__("r10") = a[3], r8 __asm__("r8") = a[4], r9 __asm__("r9") = a[5];
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a[0]), "S"(a[1]), "d"(a[2]), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    if (result < 0 && result > -4096) {
        errno = (int)-result;
        return -1;
    }
    return result;
}

static __attribute__((constructor)) void start(void) {
    struct sigaction action = {.sa_sigaction = on_illegal, .sa_flags = SA_SIGINFO | SA_NODEFER};
    sigaction(SIGILL, &action, NULL);
}

static __attribute__((destructor)) void report(void) {
    fputs("amx_emulator:", stderr);
    for (int kind = 0; kind < N_KINDS; kind++) {
        if (atomic_load(&counts[kind])) {
            fprintf(stderr, " %s %lu", NAMES[kind], atomic_load(&counts[kind]));
        }
    }
    fputc('\n', stderr);
}
