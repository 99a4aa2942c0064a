//! Decodes an answer that was stored, without any vendor, clock or network, and shows what each value was before and after.
//!
//! ```text
//! cargo run -p vitasync-examples --bin decode_a_payload
//! ```
//!
//! So a mapping that has become better is brought to everything that was ever received.

use std::error::Error;

use vitasync_core::time::ZoneHistory;
use vitasync_providers::client::{Connection, Exchange, replay};
use vitasync_providers::provider::Account;
use vitasync_providers::vendors;

/// What a [`RawStore`](vitasync_providers::client::RawStore) was given: what was asked and what was answered, and no token.
const STORED: &str = include_str!("../../answers/whoop_cycles.json");

fn main() -> Result<(), Box<dyn Error>> {
    let exchange: Exchange = serde_json::from_str(STORED)?;
    let provider = vendors::find(&exchange.provider).ok_or("nobody knows this vendor")?;

    println!("As {} says it:", provider.spec().name);
    let page = provider.decode(&exchange.request, &exchange.response)?;
    for reading in &page.readings {
        let unit = reading.unit.as_deref().unwrap_or_default();
        println!("  {:<20} {:>9} {unit}", reading.metric.id(), reading.value);
    }

    let connection = Connection {
        id: "mine".into(),
        account: Account::default(),
        zones: ZoneHistory::always(chrono_tz::Europe::Berlin),
        connected_at: exchange.response.received_at,
    };
    let delivery = replay(provider, &connection, &exchange)?;
    println!("\nIn the model's terms:");
    for sample in delivery.samples.iter().map(|it| &it.sample) {
        let unit = sample.metric.spec().unit_display;
        let from = sample.start.format("%d %b %H:%M UTC");
        println!(
            "  {:<20} {:>9.2} {unit:<9} from {from}",
            sample.metric.id(),
            sample.value
        );
    }
    println!("\nWhat could not be used, and why:");
    for rejected in &delivery.rejected {
        println!("  {:<20} {}", rejected.subject, rejected.reason);
    }
    Ok(())
}
