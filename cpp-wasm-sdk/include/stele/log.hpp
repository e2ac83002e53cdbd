/// The module's log, and the end of a call that cannot go on.
///
///     stele::log::info("person {} added", person.id);
///
/// File and line of the call are kept with the line.
#pragma once

#include "stele/host.hpp"
#include "stele/text.hpp"

#ifndef STELE_LOG_TARGET
/// The name under which the module logs; stele_add_module sets it to the name of the target.
#define STELE_LOG_TARGET "module"
#endif

namespace stele {

namespace log {

enum class Level : u8 { Error = 0, Warn = 1, Info = 2, Debug = 3, Trace = 4, Panic = 101 };

/// Writes one line.
[[gnu::noinline]] inline void write(Level level, std::string_view text, const std::source_location& where) {
    constexpr std::string_view TARGET = STELE_LOG_TARGET;
    const std::string_view file = where.file_name();
    host::stele_console_log(static_cast<u8>(level), TARGET.data(), static_cast<u32>(TARGET.size()), file.data(),
                            static_cast<u32>(file.size()), static_cast<u32>(where.line()), text.data(),
                            static_cast<u32>(text.size()));
}

template <class... Args>
void error(Format<Args...> text, const Args&... args) {
    write(Level::Error, detail::formatted(text.text, args...), text.where);
}
template <class... Args>
void warn(Format<Args...> text, const Args&... args) {
    write(Level::Warn, detail::formatted(text.text, args...), text.where);
}
template <class... Args>
void info(Format<Args...> text, const Args&... args) {
    write(Level::Info, detail::formatted(text.text, args...), text.where);
}
template <class... Args>
void debug(Format<Args...> text, const Args&... args) {
    write(Level::Debug, detail::formatted(text.text, args...), text.where);
}
template <class... Args>
void trace(Format<Args...> text, const Args&... args) {
    write(Level::Trace, detail::formatted(text.text, args...), text.where);
}

/// Logs how long it lived.
class Stopwatch {
public:
    explicit Stopwatch(std::string_view name)
        : timer_(host::stele_timer_start(name.data(), static_cast<u32>(name.size()))) {}
    ~Stopwatch() { host::stele_timer_end(timer_); }
    Stopwatch(const Stopwatch&) = delete;
    Stopwatch& operator=(const Stopwatch&) = delete;

private:
    u32 timer_;
};

}  // namespace log

/// Logs the text and ends the call at once: its transaction leaves no trace, and the caller learns only
/// that the call failed. For errors that the caller should hear, return a Result.
template <class... Args>
[[noreturn, gnu::noinline, gnu::cold]] void panic(Format<Args...> text, const Args&... args) {
    log::write(log::Level::Panic, detail::formatted(text.text, args...), text.where);
    __builtin_trap();
}

namespace detail {

/// The end of a call that a host function refused.
[[noreturn, gnu::noinline, gnu::cold]] inline void refused(std::string_view what, std::string_view name, Errno code,
                                 const std::source_location& where) {
    log::write(log::Level::Panic, formatted("{} {}: {}", what, name, meaning(code)), where);
    __builtin_trap();
}

}  // namespace detail
}  // namespace stele

/// Panics with the condition's text, file and line unless it holds.
#define STELE_CHECK(condition)                                  \
    do {                                                        \
        if (!(condition)) ::stele::panic("check failed: " #condition); \
    } while (false)
