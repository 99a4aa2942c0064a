//! Connects people's accounts at vendors, tells how each connection stands, and ends it.
//!
//! Invariant: an account is live in a workspace once. What a vendor gave us is sealed for one connection and forgotten
//! when that ends; what it brought stays.

mod linked;
mod stores;
#[cfg(test)]
mod tests;

pub use self::linked::{Linked, account_of, linked, seal_subscriptions, subscriptions_of};
pub use self::stores::Stores;
pub(crate) use self::stores::id_of;
pub use crate::store::connections::{Connection, Status};
