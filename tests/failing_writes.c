/* Preloaded into a process: the n-th call that changes a file whose name contains "faulty" fails,
   with the errno asked for. Built and used by test_batch_faults.py. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static long countdown = 0;
static int wanted = 0;
static int fails_locks = 0;

void arm(long nth, int error, int locks) {
    countdown = nth;
    wanted = error;
    fails_locks = locks;
}

/* How many calls were still to come when the process was disarmed; at most 0: it has failed. */
long left(void) {
    return countdown;
}

static int is_faulty(int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n < 0) return 0;
    path[n] = 0;
    return strstr(path, "faulty") != NULL;
}

static int fails(int fd, int is_lock) {
    if (countdown <= 0 || is_lock != fails_locks || !is_faulty(fd)) return 0;
    if (--countdown > 0) return 0;
    errno = wanted;
    return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *data, size_t n) {
    return fails(fd, 0) ? -1 : REAL(write)(fd, data, n);
}

ssize_t pwrite(int fd, const void *data, size_t n, off_t at) {
    return fails(fd, 0) ? -1 : REAL(pwrite)(fd, data, n, at);
}

ssize_t pwrite64(int fd, const void *data, size_t n, off64_t at) {
    return fails(fd, 0) ? -1 : REAL(pwrite64)(fd, data, n, at);
}

int fsync(int fd) {
    return fails(fd, 0) ? -1 : REAL(fsync)(fd);
}

int fdatasync(int fd) {
    return fails(fd, 0) ? -1 : REAL(fdatasync)(fd);
}

int ftruncate(int fd, off_t n) {
    return fails(fd, 0) ? -1 : REAL(ftruncate)(fd, n);
}

int ftruncate64(int fd, off64_t n) {
    return fails(fd, 0) ? -1 : REAL(ftruncate64)(fd, n);
}

static int fcntl_of(const char *name, int fd, int command, void *argument) {
    int is_lock = command == F_SETLK || command == F_SETLKW;
    if (is_lock && fails(fd, 1)) return -1;
    return ((int (*)(int, int, ...))dlsym(RTLD_NEXT, name))(fd, command, argument);
}

int fcntl(int fd, int command, ...) {
    va_list list;
    va_start(list, command);
    void *argument = va_arg(list, void *);
    va_end(list);
    return fcntl_of("fcntl", fd, command, argument);
}

int fcntl64(int fd, int command, ...) {
    va_list list;
    va_start(list, command);
    void *argument = va_arg(list, void *);
    va_end(list);
    return fcntl_of("fcntl64", fd, command, argument);
}
