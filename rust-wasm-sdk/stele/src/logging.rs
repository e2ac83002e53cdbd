//! Log lines and panics, on their way to the database's log.

#![cfg_attr(not(target_arch = "wasm32"), allow(dead_code))]

use crate::host::{self, Level};
use std::panic::PanicHookInfo;

struct HostLogger;

impl log::Log for HostLogger {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let level = match record.level() {
            log::Level::Error => Level::Error,
            log::Level::Warn => Level::Warn,
            log::Level::Info => Level::Info,
            log::Level::Debug => Level::Debug,
            log::Level::Trace => Level::Trace,
        };
        let text = match record.args().as_str() {
            Some(text) => text,
            None => &record.args().to_string(),
        };
        host::log(level, record.target(), record.file(), record.line(), text);
    }

    fn flush(&self) {}
}

/// Leads log lines and panics to the host.
pub(crate) fn start() {
    // Fails only where there is a logger already, which then is the module's own choice.
    if log::set_logger(&HostLogger).is_ok() {
        log::set_max_level(log::LevelFilter::Trace);
    }
    std::panic::set_hook(Box::new(report));
}

fn report(panic: &PanicHookInfo<'_>) {
    let payload = panic.payload();
    let text = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("a panic without text");
    let file = panic.location().map(|location| location.file());
    let line = panic.location().map(|location| location.line());
    host::log(Level::Panic, "", file, line, text);
}
