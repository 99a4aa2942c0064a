//! Tells in which order a person's sources count, and why.

use std::sync::Arc;

use vitasync_core::resolve::priority::Merit;
use vitasync_core::{Metric, Source};

use crate::app::App;
use crate::error::Result;
use crate::service::health::{UserRef, targets};

/// A source in its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// The number of the source among the person's.
    pub source_no: i32,
    /// The source.
    pub source: Arc<Source>,
    /// How many samples of the metric it has.
    pub samples: u64,
    /// What it owes its place to.
    pub merit: Merit,
}

/// Lists the sources that have samples of a metric, best first, as every answer orders them; equal devices are ordered by
/// all their samples, where an answer counts those it reads.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn order(app: &App, user: &UserRef, metric: Metric) -> Result<Vec<Ranked>> {
    let preferences = super::own(app, user).await?;
    let targets = targets(app, user, &[metric], None).await?;
    let sources: Vec<(&Source, u64)> = targets
        .iter()
        .map(|it| (it.source.as_ref(), it.row.samples.unsigned_abs()))
        .collect();
    let ranked = preferences.priority.explain(metric, &sources).into_iter();
    let ranked = ranked.map(|(at, merit)| Ranked {
        source_no: targets[at].row.source_no,
        source: Arc::clone(&targets[at].source),
        samples: sources[at].1,
        merit,
    });
    Ok(ranked.collect())
}
