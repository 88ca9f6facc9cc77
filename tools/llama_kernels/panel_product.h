#pragma once

#include <stdbool.h>

struct ggml_cgraph;
struct ggml_compute_params;
struct ggml_tensor;

#ifdef __cplusplus
extern "C" {
#endif

// Computes a GGML_OP_MUL_MAT and returns true, or does nothing and returns false.
bool ggml_compute_panel_product(const struct ggml_compute_params * params, struct ggml_tensor * result);

// Computes a product and a LoRA adapter beside it, five nodes of a graph, as one: W x + scale * B (A x). Returns how
// many nodes after the first are done, or 0 where they are something else and nothing is done.
int ggml_compute_adapted_product(const struct ggml_compute_params * params, const struct ggml_cgraph * graph, int first);

#ifdef __cplusplus
}
#endif
