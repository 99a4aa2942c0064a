//! The VitaSync providers.
