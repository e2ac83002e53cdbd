//! The conformance module. `../../README.md` says what each language's module does.

mod calls;
mod keys;
mod scans;
mod tables;
mod values;
