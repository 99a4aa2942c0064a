//! The VitaSync core.
