/* A library of kernels for a kind of CPU that is at fault: REAL's kernels with a fault put in.

   FAULT: 1 computes wrongly, 2 crashes as it computes, 3 crashes as it is loaded. */
#include <dlfcn.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>

/* ggml's structures (ggml-backend-impl.h, ggml-impl.h, ggml.h), as far as they are touched. */
struct tensor {
    int32_t type;
    void *buffer;
    int64_t ne[4];
    size_t nb[4];
    int32_t op, op_params[16], flags;
    void *src[10], *view_src;
    size_t view_offset;
    float *data;
};
struct graph {
    int size, n_nodes, n_leafs;
    struct tensor **nodes;
};
struct backend {
    void *before[13];
    int (*graph_compute)(struct backend *, struct graph *);
};
struct device {
    void *before[5];
    struct backend *(*init_backend)(struct device *, const char *);
};
struct registry {
    int api_version;
    void *before[2];
    struct device *(*get_device)(struct registry *, size_t);
};

static int (*real_compute)(struct backend *, struct graph *);
static struct backend *(*real_init_backend)(struct device *, const char *);

static int faulty_compute(struct backend *backend, struct graph *graph) {
#if FAULT == 2
    raise(SIGSEGV);
#endif
    int status = real_compute(backend, graph);
    /* The logits. */
    graph->nodes[graph->n_nodes - 1]->data[0] += 50.0f;
    return status;
}

static struct backend *faulty_init_backend(struct device *device, const char *params) {
    struct backend *backend = real_init_backend(device, params);
    real_compute = backend->graph_compute;
    backend->graph_compute = faulty_compute;
    return backend;
}

int ggml_backend_score(void) { return 1000; }

struct registry *ggml_backend_init(void) {
#if FAULT == 3
    raise(SIGILL);
#endif
    void *library = dlopen(REAL, RTLD_NOW | RTLD_LOCAL);
    struct registry *(*init)(void) = (struct registry * (*)(void)) dlsym(library, "ggml_backend_init");
    struct registry *registry = init();
    struct device *device = registry->get_device(registry, 0);
    real_init_backend = device->init_backend;
    device->init_backend = faulty_init_backend;
    return registry;
}
