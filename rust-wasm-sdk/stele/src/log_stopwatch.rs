//! How long something takes.

use crate::host;

/// Logs how long it lived.
#[derive(Debug)]
pub struct LogStopwatch {
    timer: u32,
    is_running: bool,
}

impl LogStopwatch {
    /// Starts to measure; `name` is in the log line.
    pub fn new(name: &str) -> Self {
        LogStopwatch {
            timer: host::timer_start(name),
            is_running: true,
        }
    }

    /// Logs the time now.
    pub fn end(mut self) {
        self.stop();
    }

    fn stop(&mut self) {
        if std::mem::take(&mut self.is_running) {
            host::timer_end(self.timer)
                .unwrap_or_else(|errno| panic!("a stopwatch cannot be stopped: {errno}"));
        }
    }
}

impl Drop for LogStopwatch {
    fn drop(&mut self) {
        self.stop();
    }
}
