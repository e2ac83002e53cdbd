// The system calls that the C library may make. A module has no system: output is dropped, files do not
// exist, clocks and randomness are refused (a call's own are in its context), and an exit ends the call.
// Defined here, so that a module imports nothing but the host's functions.

#include <cstddef>
#include <cstdint>

#include <wasi/api.h>

extern "C" {

__wasi_errno_t __wasi_fd_write(__wasi_fd_t, const __wasi_ciovec_t *pieces, std::size_t count, __wasi_size_t *written) {
    __wasi_size_t total = 0;
    for (std::size_t i = 0; i < count; i++) total += pieces[i].buf_len;
    *written = total;
    return __WASI_ERRNO_SUCCESS;
}

__wasi_errno_t __wasi_fd_read(__wasi_fd_t, const __wasi_iovec_t *, std::size_t, __wasi_size_t *) {
    return __WASI_ERRNO_BADF;
}

__wasi_errno_t __wasi_fd_close(__wasi_fd_t) {
    return __WASI_ERRNO_BADF;
}

__wasi_errno_t __wasi_fd_seek(__wasi_fd_t, __wasi_filedelta_t, __wasi_whence_t, __wasi_filesize_t *) {
    return __WASI_ERRNO_BADF;
}

__wasi_errno_t __wasi_fd_fdstat_get(__wasi_fd_t, __wasi_fdstat_t *) {
    return __WASI_ERRNO_BADF;
}

__wasi_errno_t __wasi_environ_get(std::uint8_t **, std::uint8_t *) {
    return __WASI_ERRNO_SUCCESS;
}

__wasi_errno_t __wasi_environ_sizes_get(__wasi_size_t *count, __wasi_size_t *bytes) {
    *count = 0;
    *bytes = 0;
    return __WASI_ERRNO_SUCCESS;
}

__wasi_errno_t __wasi_clock_time_get(__wasi_clockid_t, __wasi_timestamp_t, __wasi_timestamp_t *) {
    return __WASI_ERRNO_NOSYS;
}

__wasi_errno_t __wasi_random_get(std::uint8_t *, __wasi_size_t) {
    return __WASI_ERRNO_NOSYS;
}

void __wasi_proc_exit(__wasi_exitcode_t) {
    __builtin_trap();
}

// The compiler's own routines are built with stack guards in some distributions.
[[gnu::weak]] std::uintptr_t __stack_chk_guard = 0x5afe57ac;

[[noreturn, gnu::weak]] void __stack_chk_fail() {
    __builtin_trap();
}

}  // extern "C"
