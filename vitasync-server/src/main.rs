//! The `vitasync` binary.
fn main() {}
