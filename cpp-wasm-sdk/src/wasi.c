/* The system calls that the C library may make. A module has no system: output is dropped, files do not
 * exist, clocks and randomness are refused (a call's own are in its context), and an exit ends the call.
 * Defined here, so that a module imports nothing but the host's functions. */

#include <stdint.h>

#include <wasi/api.h>

__wasi_errno_t __wasi_fd_write(__wasi_fd_t fd, const __wasi_ciovec_t *pieces, size_t count, __wasi_size_t *written) {
    (void)fd;
    __wasi_size_t total = 0;
    for (size_t i = 0; i < count; i++) total += pieces[i].buf_len;
    *written = total;
    return __WASI_ERRNO_SUCCESS;
}

__wasi_errno_t __wasi_fd_read(__wasi_fd_t fd, const __wasi_iovec_t *pieces, size_t count, __wasi_size_t *read) {
    (void)fd, (void)pieces, (void)count, (void)read;
    return __WASI_ERRNO_BADF;
}

__wasi_errno_t __wasi_fd_close(__wasi_fd_t fd) {
    (void)fd;
    return __WASI_ERRNO_BADF;
}

__wasi_errno_t __wasi_fd_seek(__wasi_fd_t fd, __wasi_filedelta_t by, __wasi_whence_t from, __wasi_filesize_t *at) {
    (void)fd, (void)by, (void)from, (void)at;
    return __WASI_ERRNO_BADF;
}

__wasi_errno_t __wasi_fd_fdstat_get(__wasi_fd_t fd, __wasi_fdstat_t *status) {
    (void)fd, (void)status;
    return __WASI_ERRNO_BADF;
}

__wasi_errno_t __wasi_environ_get(uint8_t **names, uint8_t *bytes) {
    (void)names, (void)bytes;
    return __WASI_ERRNO_SUCCESS;
}

__wasi_errno_t __wasi_environ_sizes_get(__wasi_size_t *count, __wasi_size_t *bytes) {
    *count = 0;
    *bytes = 0;
    return __WASI_ERRNO_SUCCESS;
}

__wasi_errno_t __wasi_clock_time_get(__wasi_clockid_t clock, __wasi_timestamp_t precision, __wasi_timestamp_t *now) {
    (void)clock, (void)precision, (void)now;
    return __WASI_ERRNO_NOSYS;
}

__wasi_errno_t __wasi_random_get(uint8_t *bytes, __wasi_size_t count) {
    (void)bytes, (void)count;
    return __WASI_ERRNO_NOSYS;
}

_Noreturn void __wasi_proc_exit(__wasi_exitcode_t code) {
    (void)code;
    __builtin_trap();
}

/* The compiler's own routines are built with stack guards in some distributions. */
__attribute__((weak)) uintptr_t __stack_chk_guard = 0x5afe57ac;

__attribute__((weak)) _Noreturn void __stack_chk_fail(void) {
    __builtin_trap();
}
