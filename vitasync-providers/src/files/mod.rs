//! Reads files people already have.

pub mod apple_health;
