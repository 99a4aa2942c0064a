//! Small programs that use VitaSync the way an application would; see `src/bin` and the list in `README.md`.

pub mod archive;
pub mod week;

/// Compiles the README's Rust code.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

/// Compiles the Rust code of the page on resolution.
#[cfg(doctest)]
#[doc = include_str!("../../docs/one-truth.md")]
pub struct OneTruth;
