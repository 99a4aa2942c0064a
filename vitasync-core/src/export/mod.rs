//! Writes what is known in the forms other programs read.

pub mod arrow;
