//! VitaSync for Python, as far as it is Rust: `vitasync._core`.
//!
//! It converts values and raises exceptions; everything else is the crates' it stands on. What people call is the Python package
//! around it, `python/vitasync`. Nothing holds the interpreter's lock while it computes, reads a file or waits for a vendor.

mod answers;
mod ask;
mod errors;
mod history;
mod read;
mod table;
mod tokens;
mod value;
mod vendors;

use pyo3::prelude::*;

/// The part of vitasync that is Rust.
#[pymodule]
mod _core {
    #[pymodule_export]
    use crate::ask::{ask, questions};
    #[pymodule_export]
    use crate::history::History;
    #[pymodule_export]
    use crate::read::{Export, demo, read_export, write_demo};
    #[pymodule_export]
    use crate::table::{Column, Table};
    #[pymodule_export]
    use crate::tokens::TokenFiles;
    #[pymodule_export]
    use crate::vendors::{Notice, Vendor, vendor_list};
}
