//! Tells customers what has happened, at the addresses they give.
//!
//! What there is to tell is written in the transaction of what happened, so neither is without the other, and sent
//! by jobs: at least once, at 0 s, 30 s, 5 min, 30 min and 2 h, under an id that stays the same. Nothing promises an order:
//! deliveries overtake each other, and say when what they tell of happened. An endpoint that nothing reaches any more is
//! disabled, and the workspace's others hear of that.

mod address;
mod courier;
mod deliver;
mod endpoints;
mod event;
mod outbox;
mod signature;
#[cfg(test)]
mod tests;

pub use self::address::{Guarded, is_public};
pub use self::courier::Courier;
pub use self::deliver::{DELIVER, PRUNE, deliver, prune};
pub use self::endpoints::{
    ChangeEndpoint, Endpoint, NewEndpoint, create, delete, deliveries, delivery, find, list, redeliver, rotate_secret,
    secret, send_test, update,
};
pub use self::event::{Change, Event, RECORDS, means, names, parse, record_of};
pub(crate) use self::outbox::{emit, emit_for_user};
pub use self::signature::{Secrets, Signed, as_whsec, headers};
pub use crate::store::webhooks::Delivery;
