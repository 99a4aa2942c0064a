//! `vitasync why`: what a value is made from, what was set aside, and why.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use clap::Args;
use vitasync_core::Metric;
use vitasync_core::aggregate::{Basis, Bucket, RowKey, Verdict};
use vitasync_core::id::ContentId;
use vitasync_core::sleep_stage::SleepStage;

use super::output::Column::{Number, Text};
use super::output::{Table, number, whole};
use super::{Database, person, zone};
use crate::App;
use crate::service::health::{self, DayMetric, DayShare, ExplainQuery, Explained, ExplainedPart, Moment, UserRef};
use crate::service::window::When;
use crate::vocabulary::{Asked, Face};

/// How many rows are shown where not all are asked for.
const ROWS: usize = 40;
/// How many sources that cover a row are named.
const NAMES: usize = 2;

const NOTHING: &str = "·";

#[derive(Debug, Args)]
pub(super) struct Why {
    /// The value of which metric, for example steps
    metric: String,
    /// Of which day (2025-06-15), or of the hour around which instant (2025-06-15T09:00:00Z)
    when: When,
    /// Whose: an id or an external id
    #[arg(long)]
    user: String,
    #[command(flatten)]
    database: Database,
    /// The time zone of the day; by default where the person lived then
    #[arg(long, value_name = "ZONE", value_parser = zone::parse)]
    timezone: Option<Tz>,
    /// Show every row, however many there are
    #[arg(long)]
    all: bool,
}

impl Why {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let app = self.database.open().await?;
        let user = UserRef::from(&person::find(&app, &self.user).await?);
        let asked = Asked::by_metric(&self.metric)?;
        let query = ExplainQuery {
            metrics: asked.metrics(),
            moment: match self.when {
                When::Date(date) => Moment::Date(date),
                When::Instant(at) => Moment::At(at, Bucket::Hour),
            },
            zone: self.timezone,
            offset: 0,
            limit: usize::MAX,
        };
        let explained = health::explain(&app, &user, &query).await?;
        if explained.is_empty() {
            return Err(self.nothing(&app, &user, asked).await?);
        }
        for (at, it) in explained.iter().enumerate() {
            print!("{}{}", if at > 0 { "\n" } else { "" }, self.text(it, asked));
        }
        Ok(())
    }

    /// Says when there is something to explain.
    async fn nothing(&self, app: &App, user: &UserRef, asked: Asked) -> anyhow::Result<anyhow::Error> {
        let (who, name) = (&self.user, asked.name());
        let known = health::summary(app, user).await?;
        let spans = known.iter().filter(|it| asked.metrics().contains(&it.metric));
        let span = spans
            .map(|it| (it.earliest, it.latest))
            .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
        Ok(match span {
            Some((first, last)) => anyhow::anyhow!(
                "{who} has no {name} {}; there is some between {} and {}",
                match self.when {
                    When::Date(date) => format!("on {date}"),
                    When::Instant(at) => format!("in the hour of {}", at.format("%F %H:%M UTC")),
                },
                first.format("%F"),
                last.format("%F")
            ),
            None if known.is_empty() => anyhow::anyhow!("{who} has no data yet: vitasync import FILE --user {who}"),
            None => anyhow::anyhow!(
                "{who} has no {name}; `vitasync sources --user {who} --json` lists the metrics there are"
            ),
        })
    }

    fn text(&self, it: &Explained, asked: Asked) -> String {
        let shown = Shown::new(it, asked);
        let rows = shown.rows();
        let most = if self.all { usize::MAX } else { ROWS };
        let header = ["source", "from – to", "value", shown.counted, "", "why not"];
        let mut table = Table::new(&[Text, Text, Number, Number, Text, Text], header);
        for row in rows.iter().take(most) {
            table.row(shown.cells(row));
        }
        let mut out = format!("{}\n\n{}\n{}", shown.title(), shown.shares().print(), table.print());
        if rows.len() > most {
            let more = whole((rows.len() - most) as u64);
            out += &format!("  … and {more} more; --all shows every row\n");
        }
        out
    }
}

/// How an explanation is shown.
struct Shown<'a> {
    it: &'a Explained,
    of_value: Face,
    of_sample: Face,
    /// What the column says that tells how much of a row counts.
    counted: &'static str,
}

/// The parts of one row.
type Row<'a> = Vec<&'a ExplainedPart>;

impl<'a> Shown<'a> {
    fn new(it: &'a Explained, asked: Asked) -> Self {
        Self {
            it,
            of_value: Face::of_aggregate(it.metric, &[asked]),
            of_sample: Face::of(it.metric, &[asked]),
            counted: if it.value.sum.is_some() { "counted" } else { "weighs" },
        }
    }

    /// Says what the value is, of when, and what it is made from.
    fn title(&self) -> String {
        let it = self.it;
        let unit = self.of_value.unit.map_or_else(String::new, |unit| format!(" {unit}"));
        let when = match it.end - it.start < TimeDelta::hours(2) {
            true => format!(
                "{}, {}–{}",
                it.date.format("%a %e %b %Y"),
                clock(it.start, offset(it.start, it.zone)),
                clock(it.end, offset(it.end, it.zone))
            ),
            false => it.date.format("%a %e %b %Y").to_string(),
        };
        let basis = match it.value.basis {
            Basis::Intervals => "made from intervals",
            Basis::ProviderTotal => "the provider's own value of the day",
            Basis::Samples => "made from single values of the best source",
            Basis::Mixed => "made from intervals on some days and from the provider's values on others",
        };
        let amount = amount(self.of_value.value(it.value.value));
        let partial = if it.settled.is_partial {
            "; it is not over yet"
        } else {
            ""
        };
        format!(
            "{}: {amount}{unit} on {when} ({}), {basis}{partial}",
            it.metric.id(),
            it.zone
        )
    }

    /// Says what each source gives, and how much of it was set aside.
    fn shares(&self) -> Table {
        let mut table = Table::new(&[Text, Number, Number], ["source", "gives", "set aside"]);
        let DayMetric { sources, set_aside, .. } = &self.it.value;
        let of = |shares: &[DayShare], no: i32| {
            let share = shares.iter().find(|it| it.source_no == no);
            share.map_or_else(|| NOTHING.to_owned(), |it| amount(self.of_value.value(it.value)))
        };
        let only_aside = |it: &&DayShare| !sources.iter().any(|known| known.source_no == it.source_no);
        for share in sources.iter().chain(set_aside.iter().filter(only_aside)) {
            let name = share.source.as_ref().map_or_else(String::new, |it| it.name.clone());
            table.row([name, of(sources, share.source_no), of(set_aside, share.source_no)]);
        }
        table
    }

    /// Puts the parts of each row together, the earliest row first, of those that begin together the best source's.
    fn rows(&self) -> Vec<Row<'a>> {
        let mut rows: Vec<Row<'a>> = Vec::new();
        let mut known: HashMap<ContentId, usize> = HashMap::new();
        for part in &self.it.parts {
            let at = *known.entry(part.id).or_insert(rows.len());
            match rows.get_mut(at) {
                Some(row) => row.push(part),
                None => rows.push(vec![part]),
            }
        }
        rows.sort_by_key(|row| row[0].row.start);
        rows
    }

    fn cells(&self, parts: &Row<'_>) -> [String; 6] {
        let first = parts[0];
        let counts = |part: &&&ExplainedPart| part.verdict == Verdict::Counts;
        let counted: f64 = parts.iter().filter(counts).filter_map(|it| self.adds(it)).sum();
        let reasons: Vec<String> = parts
            .iter()
            .filter(|it| !counts(it))
            .map(|it| self.reason(it))
            .collect();
        let counted = match parts.iter().any(|it| counts(&it)) {
            true => self.weight(counted),
            false => String::new(),
        };
        let span = match first.row.start == first.row.end {
            true => clock(first.row.start, first.utc_offset_s),
            false => {
                let [start, end] = [first.row.start, first.row.end].map(|at| clock(at, first.utc_offset_s));
                format!("{start} – {end}")
            }
        };
        let mark = if reasons.is_empty() {
            "✓"
        } else if counted.is_empty() {
            "✗"
        } else {
            "in part"
        };
        [
            self.it.sources[first.row.source].name.clone(),
            span,
            self.value(&first.row),
            counted,
            mark.to_owned(),
            distinct(reasons).join("; "),
        ]
    }

    /// Tells what a part adds or weighs.
    fn adds(&self, part: &ExplainedPart) -> Option<f64> {
        part.share.map(|share| self.of_value.value(share)).or(part.weight_s)
    }

    /// Writes what a row adds, or the time for which it holds.
    fn weight(&self, added: f64) -> String {
        match self.counted {
            "counted" => amount(added),
            _ => format!("{} s", amount(added)),
        }
    }

    fn value(&self, row: &RowKey) -> String {
        let stage = (self.it.metric == Metric::SleepStage)
            .then(|| SleepStage::from_value(row.value))
            .flatten();
        stage.map_or_else(
            || amount(self.of_sample.value(row.value)),
            |stage| stage.id().to_owned(),
        )
    }

    fn reason(&self, part: &ExplainedPart) -> String {
        let name = |row: &RowKey| self.it.sources[row.source].name.clone();
        match &part.verdict {
            Verdict::Counts => String::new(),
            Verdict::Covered(by) => {
                let own = |row: &&RowKey| row.source == part.row.source;
                let mut names = distinct(by.iter().filter(|it| !own(it)).map(name).collect());
                if by.iter().any(|it| own(&it)) {
                    names.push("better rows of its own".to_owned());
                }
                let verb = if by.iter().any(|it| own(&it)) || names.len() > 1 {
                    "cover"
                } else {
                    "covers"
                };
                let more = names.len().saturating_sub(NAMES);
                names.truncate(NAMES);
                let more = match more {
                    0 => String::new(),
                    more => format!(" and {more} more"),
                };
                format!("{}{more} {verb} it", names.join(" and "))
            }
            Verdict::OtherSource => match self.it.value.sources.first().and_then(|it| it.source.as_ref()) {
                Some(source) => format!("{} comes first", source.name),
                None => "another source comes first".to_owned(),
            },
            Verdict::TotalBesideIntervals => "a total of the day, and the best source has intervals".to_owned(),
            Verdict::IntervalBesideTotal => "an interval, and the best source has the total of the day".to_owned(),
            Verdict::DailyValueBesideSamples => "a value of the day, and its source has single values".to_owned(),
            Verdict::OlderDelivery => "its source gave another value for the day later".to_owned(),
        }
    }
}

/// Keeps the first of equal words.
fn distinct(words: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for word in words {
        if !kept.contains(&word) {
            kept.push(word);
        }
    }
    kept
}

/// Writes a number with no more digits than say something.
fn amount(value: f64) -> String {
    let is_whole = (value - value.round()).abs() < 0.005;
    let digits = match value.abs() {
        _ if is_whole => 0,
        1000.0.. => 0,
        100.0.. => 1,
        _ => 2,
    };
    number(value, digits)
}

fn offset(at: DateTime<Utc>, zone: Tz) -> i32 {
    vitasync_core::time::offset_s(at, zone)
}

/// Writes an instant as a clock shows it.
fn clock(at: DateTime<Utc>, offset_s: i32) -> String {
    let local = at.naive_utc() + TimeDelta::seconds(offset_s.into());
    local.format("%H:%M").to_string()
}
