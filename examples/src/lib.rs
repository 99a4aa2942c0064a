//! Small programs that use VitaSync the way an application would; see `src/bin`.

/// Compiles the README's Rust code.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
