//! The VitaSync server.
