// Products of weights of any type with many columns of float32 numbers, and a LoRA adapter beside them.
//
// llama.cpp's own kernels take a dot product for each number of the result and add up the lanes of
// a vector at its end: with few numbers in a row, as in the B of an adapter, that end is nearly
// all of the time. Here a panel of rows is widened to float32 and transposed once; then every lane
// of a vector is another row of the result, columns are broadcast, and nothing is added across
// lanes. A number of the result is one sum in the order of the row, so it does not depend on the
// width of vectors, nor on threads. The activations are not rounded to the type of the weights.

#include "panel_product.h"

#include "amx_tiles.h"

#define GGML_COMMON_DECL_CPP
#include "ggml-common.h"

#include "ggml-cpu-impl.h"
#include "ggml-backend.h"
#include "ggml-cpu.h"
#include "ggml-impl.h"
#include "ggml.h"

#include <algorithm>
#include <cstring>

namespace {

// LANES of a vector; a tile of the result is VECTORS of them high and COLUMNS wide: what the
// registers hold.
#if defined(__AVX512F__)
constexpr int LANES = 16, VECTORS = 2, COLUMNS = 12;
#elif defined(__AVX__)
constexpr int LANES = 8, VECTORS = 2, COLUMNS = 6;
#elif defined(__ARM_NEON)
constexpr int LANES = 4, VECTORS = 4, COLUMNS = 6;
#else
constexpr int LANES = 4, VECTORS = 2, COLUMNS = 6;
#endif

typedef float Vector __attribute__((vector_size(4 * LANES), aligned(4), may_alias));
typedef float Four __attribute__((vector_size(16), aligned(4), may_alias));
typedef int8_t Bytes __attribute__((vector_size(16), aligned(1), may_alias));
typedef uint8_t UnsignedBytes __attribute__((vector_size(16), aligned(1), may_alias));
typedef int16_t Shorts __attribute__((vector_size(16)));
typedef int32_t FourIntegers __attribute__((vector_size(16)));

constexpr int TILE = LANES * VECTORS;
// Rows that a job packs, and how much of each at a time.
constexpr int ROWS = 64, DEPTH = 512;
// With fewer columns packing costs more than it gains.
constexpr int64_t LEAST_COLUMNS = 16;

struct Buffers {
    alignas(64) float panel[ROWS * DEPTH];
    alignas(64) float wide[4 * DEPTH];
};

float single(ggml_half half) {
#if defined(__F16C__)
    return _cvtsh_ss(half);
#else
    return GGML_COMPUTE_FP16_TO_FP32(half);
#endif
}

// Writes 16 whole numbers as scale * number + least.
void widen_bytes(Bytes numbers, float scale, float least, float * out) {
    // The compiler makes single steps of wider numbers; as parts of them bytes are widened together.
    const Bytes none = {};
    const Shorts zero = {};
    const Shorts halves[2] = {
        (Shorts) __builtin_shufflevector(none, numbers, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23),
        (Shorts) __builtin_shufflevector(none, numbers, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31),
    };
    for (const Shorts & half : halves) {
        const FourIntegers quarters[2] = {
            (FourIntegers) __builtin_shufflevector(zero, half, 0, 8, 1, 9, 2, 10, 3, 11),
            (FourIntegers) __builtin_shufflevector(zero, half, 4, 12, 5, 13, 6, 14, 7, 15),
        };
        for (const FourIntegers & quarter : quarters) {
            *(Four *) out = __builtin_convertvector(quarter >> 24, Four) * scale + least;
            out += 4;
        }
    }
}

// These are ggml's own, which it compiles for any CPU, to the last bit: a product of eight bits and
// a half's eleven is a float32, so that only the sum is rounded, fused or not.
void widen_q4_1(const block_q4_1 * blocks, float * out, int64_t n) {
    for (int64_t i = 0; i < n / QK4_1; i++, out += QK4_1) {
        const auto & halves = blocks[i].GGML_COMMON_AGGR_U.GGML_COMMON_AGGR_S;
        const float scale = single(halves.d), least = single(halves.m);
        const UnsignedBytes pairs = *(const UnsignedBytes *) blocks[i].qs;
        widen_bytes((Bytes) (pairs & 15), scale, least, out);
        widen_bytes((Bytes) (pairs >> 4), scale, least, out + QK4_1 / 2);
    }
}

void widen_q8_0(const block_q8_0 * blocks, float * out, int64_t n) {
    for (int64_t i = 0; i < n / QK8_0; i++, out += QK8_0) {
        const float scale = single(blocks[i].d);
        for (int j = 0; j < QK8_0; j += 16) {
            // A sum with minus nothing is what it was, the sign of a zero included.
            widen_bytes(*(const Bytes *) (blocks[i].qs + j), scale, -0.0f, out + j);
        }
    }
}

void widen(ggml_type type, const char * stored, float * out, int64_t n) {
    switch (type) {
        case GGML_TYPE_F32:
            memcpy(out, stored, n * sizeof(float));
            break;
        case GGML_TYPE_F16:
            ggml_cpu_fp16_to_fp32((const ggml_fp16_t *) stored, out, n);
            break;
        case GGML_TYPE_BF16:
            ggml_cpu_bf16_to_fp32((const ggml_bf16_t *) stored, out, n);
            break;
        case GGML_TYPE_Q4_1:
            widen_q4_1((const block_q4_1 *) stored, out, n);
            break;
        case GGML_TYPE_Q8_0:
            widen_q8_0((const block_q8_0 *) stored, out, n);
            break;
        default:
            ggml_get_type_traits(type)->to_float(stored, out, n);
    }
}

// Transposes 4 x 4 numbers, from rows DEPTH apart to rows TILE apart.
void transpose(const float * in, float * out) {
    const Four a = *(const Four *) in, b = *(const Four *) (in + DEPTH);
    const Four c = *(const Four *) (in + 2 * DEPTH), d = *(const Four *) (in + 3 * DEPTH);
    const Four ab_low = __builtin_shufflevector(a, b, 0, 4, 1, 5), ab_high = __builtin_shufflevector(a, b, 2, 6, 3, 7);
    const Four cd_low = __builtin_shufflevector(c, d, 0, 4, 1, 5), cd_high = __builtin_shufflevector(c, d, 2, 6, 3, 7);
    *(Four *) out = __builtin_shufflevector(ab_low, cd_low, 0, 1, 4, 5);
    *(Four *) (out + TILE) = __builtin_shufflevector(ab_low, cd_low, 2, 3, 6, 7);
    *(Four *) (out + 2 * TILE) = __builtin_shufflevector(ab_high, cd_high, 0, 1, 4, 5);
    *(Four *) (out + 3 * TILE) = __builtin_shufflevector(ab_high, cd_high, 2, 3, 6, 7);
}

// Rows of numbers of a type, one every `stride` bytes.
struct Rows {
    const char * data;
    size_t stride;
    ggml_type type;

    explicit Rows(const ggml_tensor * tensor)
        : data((const char *) tensor->data), stride(tensor->nb[1]), type(tensor->type) {}

    // The same bytes as numbers of another type.
    Rows as(ggml_type other) const { return { data, stride, other }; }

    Rows at(int64_t row, int64_t number) const {
        return { data + row * stride + ggml_row_size(type, number), stride, type };
    }

  private:
    Rows(const char * data, size_t stride, ggml_type type) : data(data), stride(stride), type(type) {}
};

// Writes the first numbers of some rows as [tile][depth][TILE]; the rows that the last tile lacks are zero.
void pack(const Rows & rows, int n_rows, int depth, float * panel, float * wide) {
    for (int r = 0; r < (n_rows + TILE - 1) / TILE * TILE; r += 4) {
        for (int i = 0; i < 4; i++) {
            if (r + i < n_rows) {
                widen(rows.type, rows.data + (r + i) * rows.stride, wide + i * DEPTH, depth);
            } else {
                std::fill_n(wide + i * DEPTH, depth, 0.0f);
            }
        }
        float * out = panel + r / TILE * depth * TILE + r % TILE;
        int d = 0;
        for (; d + 4 <= depth; d += 4) {
            transpose(wide + d, out + d * TILE);
        }
        for (; d < depth; d++) {
            for (int i = 0; i < 4; i++) {
                out[d * TILE + i] = wide[i * DEPTH + d];
            }
        }
    }
}

// Columns of activations, or of the result: one every `stride` numbers.
struct Columns {
    float * data;
    int64_t stride;

    explicit Columns(const ggml_tensor * tensor)
        : data((float *) tensor->data), stride(tensor->nb[1] / sizeof(float)) {}

    Columns(float * data, int64_t stride) : data(data), stride(stride) {}

    Columns at(int64_t column, int64_t row) const { return { data + column * stride + row, stride }; }
};

// result[column][row] (+)= scale * sum over depth of panel[depth][row] * columns[column][depth],
// for N columns and the first V * LANES rows of a tile.
template <int N, int V, bool ADD>
void multiply(const float * panel, Columns columns, Columns result, int depth, float scale) {
    Vector sums[N][V];
    for (int j = 0; j < N; j++) {
        for (int i = 0; i < V; i++) {
            sums[j][i] = Vector{};
        }
    }
    // At least once, so that the sums stay in registers.
    int d = 0;
    do {
        Vector rows[V];
        for (int i = 0; i < V; i++) {
            rows[i] = *(const Vector *) (panel + d * TILE + i * LANES);
        }
        for (int j = 0; j < N; j++) {
            const float number = columns.data[j * columns.stride + d];
            for (int i = 0; i < V; i++) {
                sums[j][i] += rows[i] * number;
            }
        }
    } while (++d < depth);
    for (int j = 0; j < N; j++) {
        for (int i = 0; i < V; i++) {
            Vector & to = *(Vector *) (result.data + j * result.stride + i * LANES);
            to = ADD ? to + sums[j][i] * scale : sums[j][i] * scale;
        }
    }
}

template <int N, int V>
void multiply_some(int n, const float * panel, Columns columns, Columns result, int depth, bool add, float scale) {
    if (n == N) {
        auto * const way = add ? multiply<N, V, true> : multiply<N, V, false>;
        way(panel, columns, result, depth, scale);
    } else if constexpr (N > 1) {
        multiply_some<N - 1, V>(n, panel, columns, result, depth, add, scale);
    }
}

// Multiplies for n <= COLUMNS columns and the n_rows <= TILE rows that a tile has.
void multiply_tile(int n, int n_rows, const float * panel, Columns columns, Columns result, int depth, bool add,
                   float scale) {
    if (n_rows == TILE) {
        multiply_some<COLUMNS, VECTORS>(n, panel, columns, result, depth, add, scale);
    } else if (n_rows == LANES) {
        multiply_some<COLUMNS, 1>(n, panel, columns, result, depth, add, scale);
    } else {
        float whole[COLUMNS * TILE];
        multiply_some<COLUMNS, VECTORS>(n, panel, columns, { whole, TILE }, depth, false, scale);
        for (int j = 0; j < n; j++) {
            for (int row = 0; row < n_rows; row++) {
                float & to = result.data[j * result.stride + row];
                to = whole[j * TILE + row] + (add ? to : 0.0f);
            }
        }
    }
}

bool is_fit(const ggml_tensor * weights, const ggml_tensor * activations) {
    switch (weights->type) {
        case GGML_TYPE_F32:
        case GGML_TYPE_F16:
        case GGML_TYPE_BF16:
        case GGML_TYPE_Q8_0:
        case GGML_TYPE_Q4_0:
        case GGML_TYPE_Q4_1:
        case GGML_TYPE_Q5_0:
        case GGML_TYPE_Q5_1:
            break;
        default:
            return false;
    }
    // Repacked weights are something else than their type says.
    return (weights->buffer == nullptr || ggml_backend_buffer_is_host(weights->buffer)) &&
           activations->type == GGML_TYPE_F32 && activations->ne[1] >= LEAST_COLUMNS && ggml_is_matrix(weights) &&
           ggml_is_matrix(activations) && activations->nb[0] == sizeof(float) &&
           weights->nb[0] == ggml_type_size(weights->type);
}

// What is added to a product: scale * b x low.
struct Adapter {
    const ggml_tensor * b;
    const ggml_tensor * low;
    float scale;
};

// Part of a result, and the rows of weights packed for it.
struct Job {
    int64_t row, first, last;
    int n_rows;
};

void multiply_panels(const ggml_tensor * weights, Columns in, Columns out, const Job & job, Buffers & buffers) {
    for (int64_t from = 0; from < weights->ne[0]; from += DEPTH) {
        const int depth = (int) std::min<int64_t>(DEPTH, weights->ne[0] - from);
        pack(Rows(weights).at(job.row, from), job.n_rows, depth, buffers.panel, buffers.wide);
        for (int64_t column = job.first; column < job.last; column += COLUMNS) {
            const int some = (int) std::min<int64_t>(COLUMNS, job.last - column);
            for (int r = 0; r < job.n_rows; r += TILE) {
                multiply_tile(some, std::min(TILE, job.n_rows - r), buffers.panel + r * depth, in.at(column, from),
                              out.at(column, job.row + r), depth, from > 0, 1.0f);
            }
        }
    }
}

void add_adapter(const Adapter & adapter, Columns out, const Job & job, Buffers & buffers) {
    const int rank = (int) adapter.b->ne[0];
    const Columns low(adapter.low);
    pack(Rows(adapter.b).at(job.row, 0), job.n_rows, rank, buffers.panel, buffers.wide);
    for (int64_t column = job.first; column < job.last; column += COLUMNS) {
        const int some = (int) std::min<int64_t>(COLUMNS, job.last - column);
        for (int r = 0; r < job.n_rows; r += TILE) {
            multiply_tile(some, std::min(TILE, job.n_rows - r), buffers.panel + r * rank, low.at(column, 0),
                          out.at(column, job.row + r), rank, true, adapter.scale);
        }
    }
}
#if defined(PANEL_HAS_TILES)
static_assert(TILE == tiles::SIDE, "a panel's tile is two registers wide");

bool suits_tiles(const ggml_compute_params * params, const ggml_tensor * weights, const ggml_tensor * activations) {
    // llama.cpp plans as much work space as activations of the weights' type take.
    const size_t needed = ggml_row_size(GGML_TYPE_BF16, ggml_nelements(activations));
    return weights->type == GGML_TYPE_BF16 && weights->ne[0] % tiles::DEPTH == 0 && weights->ne[1] % TILE == 0 &&
           params->wsize >= needed && tiles::are_here();
}

// Writes the activations as bfloat16 into the work space, by all threads.
void narrow(const ggml_compute_params * params, const ggml_tensor * activations) {
    const int64_t depth = activations->ne[0];
    for (int64_t column = params->ith; column < activations->ne[1]; column += params->nth) {
        ggml_cpu_fp32_to_bf16(Columns(activations).at(column, 0).data, (ggml_bf16_t *) params->wdata + column * depth,
                              depth);
    }
}

void multiply_tiles(const ggml_tensor * weights, const ggml_bf16_t * in, Columns out, const Job & job,
                    Buffers & buffers) {
    constexpr long panel_stride = TILE * sizeof(float);
    const int64_t n_in = weights->ne[0];
    alignas(64) static thread_local ggml_bf16_t rest[tiles::SIDE * 2 * DEPTH];
    alignas(64) float whole[tiles::SIDE * TILE];
    tiles::open();
    // Two numbers to a place of the panel.
    for (int64_t from = 0; from < n_in; from += 2 * DEPTH) {
        const int depth = (int) std::min<int64_t>(2 * DEPTH, n_in - from);
        pack(Rows(weights).as(GGML_TYPE_F32).at(job.row, from / 2), job.n_rows, depth / 2, buffers.panel, buffers.wide);
        for (int64_t column = job.first; column < job.last; column += tiles::SIDE) {
            const int some = (int) std::min<int64_t>(tiles::SIDE, job.last - column);
            const ggml_bf16_t * columns = in + column * n_in + from;
            if (some < tiles::SIDE) {
                for (int j = 0; j < some; j++) {
                    memcpy(rest + j * depth, columns + j * n_in, depth * sizeof(ggml_bf16_t));
                }
            }
            for (int r = 0; r < job.n_rows; r += TILE) {
                const float * panel = buffers.panel + r * (depth / 2);
                const Columns to = out.at(column, job.row + r);
                if (some == tiles::SIDE) {
                    tiles::multiply(panel, panel_stride, columns, n_in * sizeof(ggml_bf16_t), to.data,
                                    to.stride * sizeof(float), depth, from > 0);
                    continue;
                }
                tiles::multiply(panel, panel_stride, rest, depth * sizeof(ggml_bf16_t), whole, panel_stride, depth,
                                false);
                for (int j = 0; j < some; j++) {
                    for (int row = 0; row < TILE; row++) {
                        float & sum = to.data[j * to.stride + row];
                        sum = whole[j * TILE + row] + (from > 0 ? sum : 0.0f);
                    }
                }
            }
        }
    }
    tiles::close();
}
#endif

// result = weights x activations, and an adapter's share where there is one, by all threads.
void compute(const ggml_compute_params * params, const ggml_tensor * weights, const ggml_tensor * activations,
             const ggml_tensor * result, const Adapter * adapter = nullptr) {
    const int64_t n_out = weights->ne[1], n = activations->ne[1];
    const int64_t blocks = (n_out + ROWS - 1) / ROWS;
    // Where rows are too few for the threads, columns are divided as well: by whole tiles of any kind.
    constexpr int64_t unit = 96;
    const int64_t parts = params->nth == 1 ? 1 : (4 * params->nth + blocks - 1) / blocks;
    const int64_t width = std::max<int64_t>((n / parts + unit - 1) / unit, 1) * unit;
    const int64_t jobs = blocks * ((n + width - 1) / width);
    if (params->ith == 0) {
        ggml_threadpool_chunk_set(params->threadpool, params->nth);
    }
#if defined(PANEL_HAS_TILES)
    const bool by_tiles = suits_tiles(params, weights, activations);
    if (by_tiles) {
        narrow(params, activations);
    }
#endif
    ggml_barrier(params->threadpool);
    static thread_local Buffers buffers;
    const Columns in(activations), out(result);
    for (int64_t n_job = params->ith; n_job < jobs; n_job = ggml_threadpool_chunk_add(params->threadpool, 1)) {
        const int64_t row = n_job % blocks * ROWS, first = n_job / blocks * width;
        const Job job = { row, first, std::min(first + width, n), (int) std::min<int64_t>(ROWS, n_out - row) };
#if defined(PANEL_HAS_TILES)
        if (by_tiles) {
            multiply_tiles(weights, (const ggml_bf16_t *) params->wdata, out, job, buffers);
        } else {
            multiply_panels(weights, in, out, job, buffers);
        }
#else
        multiply_panels(weights, in, out, job, buffers);
#endif
        if (adapter) {
            // While the job's part of the result is in the cache.
            add_adapter(*adapter, out, job, buffers);
        }
    }
}

}  // namespace

bool ggml_compute_panel_product(const ggml_compute_params * params, ggml_tensor * result) {
    if (params->use_ref || !is_fit(result->src[0], result->src[1])) {
        return false;
    }
    compute(params, result->src[0], result->src[1], result);
    return true;
}

int ggml_compute_adapted_product(const ggml_compute_params * params, const ggml_cgraph * graph, int first) {
    const ggml_op ops[] = { GGML_OP_MUL_MAT, GGML_OP_MUL_MAT, GGML_OP_MUL_MAT, GGML_OP_SCALE, GGML_OP_ADD };
    const int output = first + 4;
    if (!ggml_can_fuse_subgraph(graph, first, 5, ops, &output, 1)) {
        return 0;
    }
    ggml_tensor ** nodes = graph->nodes + first;
    const ggml_tensor *product = nodes[0], *low = nodes[1], *high = nodes[2], *scaled = nodes[3], *sum = nodes[4];
    const float * factor_and_bias = (const float *) scaled->op_params;
    const bool is_adapter = low->src[1] == product->src[1] && high->src[1] == low && scaled->src[0] == high &&
                            sum->src[0] == product && sum->src[1] == scaled && sum->data == product->data &&
                            ggml_are_same_shape(product, high) && ggml_are_same_stride(product, sum) &&
                            factor_and_bias[1] == 0.0f && high->src[0]->ne[0] <= DEPTH;
    if (!is_adapter || !is_fit(product->src[0], product->src[1]) || !is_fit(low->src[0], low->src[1]) ||
        !is_fit(high->src[0], high->src[1])) {
        return 0;
    }
    compute(params, low->src[0], low->src[1], low);
    ggml_barrier(params->threadpool);
    const Adapter adapter = { high->src[0], low, factor_and_bias[0] };
    compute(params, product->src[0], product->src[1], sum, &adapter);
    return 4;
}
