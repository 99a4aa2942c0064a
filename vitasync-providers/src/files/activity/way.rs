//! Takes a way that only grows apart into intervals.

use vitasync_core::error::{Reason, Rejected};

use super::{Raw, RawSeries, Value, position, samples};
use crate::files::Error;
use crate::files::outlet::Outlet;

/// So many values in a row that grow again after a fall began anew. Fewer are strays.
const BEGUN_ANEW: usize = 10;

/// Turns the way since the beginning into the way from each value to the next. What was covered between two values around
/// a pause was covered after it.
///
/// A first value counts from the beginning of the workout, or from what the leg before it came to, unless nobody can have
/// come so far by then: of a file that was cut at its front it is unknown where the way began.
pub(super) fn distances(
    outlet: &mut Outlet<'_>,
    file: Option<&str>,
    series: &RawSeries<'_>,
    (start_ms, so_far, resumed): (i64, Option<f64>, &[i64]),
    values: &[Value],
) -> Result<(), Error> {
    let Some(first) = values.first() else { return Ok(()) };
    let fastest = series.channel.metric.spec().max_rate_per_s.unwrap_or(f64::INFINITY);
    #[expect(
        clippy::cast_precision_loss,
        reason = "the milliseconds of a workout are far below 2^53"
    )]
    let seconds = first.at_ms.saturating_sub(start_ms).max(0) as f64 / 1000.0;
    let so_far = so_far.filter(|so_far| *so_far <= first.value).unwrap_or(0.0);
    let mut way = if first.value - so_far <= fastest * (seconds + 10.0) {
        Way::from(start_ms.min(first.at_ms), so_far)
    } else {
        Way::from(first.at_ms, first.value)
    };
    for value in values {
        way.take(value, resumed);
    }
    way.lost.append(&mut way.fallen);
    let rejected = way.lost.iter().map(|value| Rejected {
        position: position(file, value.byte),
        subject: series.subject.to_owned(),
        reason: Reason::Unusable {
            detail: format!("{} m is less than was covered before", value.value),
        },
    });
    outlet.rejected(rejected.collect())?;
    samples(outlet, file, series, way.raw.into_iter())
}

/// A way, taken apart into what lies between two values.
struct Way {
    at_ms: i64,
    covered: f64,
    raw: Vec<Raw>,
    /// Values below what was covered, while it is not known whether the way began anew with them.
    fallen: Vec<Value>,
    lost: Vec<Value>,
}

impl Way {
    fn from(at_ms: i64, covered: f64) -> Self {
        Self {
            at_ms,
            covered,
            raw: Vec::new(),
            fallen: Vec::new(),
            lost: Vec::new(),
        }
    }

    fn take(&mut self, value: &Value, resumed: &[i64]) {
        if value.value < self.covered {
            if self.fallen.last().is_some_and(|last| last.value > value.value) {
                self.lost.append(&mut self.fallen);
            }
            self.fallen.push(*value);
            if self.fallen.len() == BEGUN_ANEW {
                let anew = std::mem::take(&mut self.fallen);
                (self.at_ms, self.covered) = (anew[0].at_ms, anew[0].value);
                anew.iter().for_each(|value| self.add(value, resumed));
            }
            return;
        }
        self.lost.append(&mut self.fallen);
        self.add(value, resumed);
    }

    fn add(&mut self, value: &Value, resumed: &[i64]) {
        if value.at_ms <= self.at_ms {
            return;
        }
        let resumed = resumed[..resumed.partition_point(|at| *at < value.at_ms)].last();
        self.raw.push(Raw {
            byte: value.byte,
            start_ms: self.at_ms.max(resumed.copied().unwrap_or(self.at_ms)),
            end_ms: value.at_ms,
            value: value.value - self.covered,
        });
        (self.at_ms, self.covered) = (value.at_ms, value.value);
    }
}
