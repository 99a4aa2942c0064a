//! What was unusual of a person: episodes that stay the same while data comes in, and what people say to them.
//!
//! An episode is known by the metric, the side and the day of its first finding. Its id says all three, so an id that was given out keeps
//! leading to the episode that covers its day, also where data that came later has moved the first day. What people say is kept at
//! that day and outlives every computation.

use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use vitasync_core::Metric;
use vitasync_core::analytics::anomaly::episodes::{Episode, Resolution, episodes};
use vitasync_core::analytics::anomaly::{self, Direction, Finding, Severity};
use vitasync_core::analytics::context::findings;
use vitasync_core::analytics::evidence::Evidence;
use vitasync_core::analytics::{Daily, Method};
use vitasync_core::id::ContentId;
use vitasync_core::metric::Kind;

use super::gather::{before, person};
use super::{assess, marks, today};
use crate::app::App;
use crate::error::{Error, Result};
use crate::service::users::User;
use crate::service::webhooks::Event;
use crate::store::Reads;
use crate::store::episodes::acts::{self, Act};
use crate::store::episodes::{self as rows, Episode as Row};
use crate::store::packed::{pack, unpack};
use crate::vocabulary::Face;

/// How many days before a day its findings look at.
pub(super) const LOOK_BACK: u64 = 60;
/// After how many days behind its last finding nothing can change whether an episode is over: two silences and a calm day each.
const DECIDED: u64 = 35;
/// How often a reader waits for what others change meanwhile.
const ATTEMPTS: usize = 3;

/// What made the rows.
const METHODS: [Method; 3] = [
    anomaly::episodes::METHOD,
    anomaly::outlier::METHOD,
    anomaly::thresholds::METHOD,
];

/// Something unusual that went on for a day or more.
#[derive(Debug, Clone, PartialEq)]
pub struct Anomaly {
    /// The id.
    pub id: ContentId,
    /// Of which metric.
    pub metric: Metric,
    /// To which side.
    pub side: Direction,
    /// The day of its first finding.
    pub first: NaiveDate,
    /// The day of its last.
    pub last: NaiveDate,
    /// How urgent it is at its worst.
    pub severity: Severity,
    /// How many days have a finding.
    pub days: usize,
    /// Of each method its severest finding, the severest first; at least one.
    pub grounds: Vec<Ground>,
    /// Whether it is over.
    pub resolution: Resolution,
    /// When somebody took note of it.
    pub acknowledged_at: Option<DateTime<Utc>>,
    /// When somebody said that it does not matter.
    pub dismissed_at: Option<DateTime<Utc>>,
    /// By which methods, in which versions.
    pub method: String,
}

/// What shows that something is unusual.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ground {
    /// The day.
    pub date: NaiveDate,
    /// The value.
    pub value: f64,
    /// What is usual.
    pub expected: Option<f64>,
    /// How far it is from that, in the method's own measure.
    pub score: Option<f64>,
    /// How urgent it is.
    pub severity: Severity,
    /// The method.
    pub method: String,
    /// Why, in plain words.
    pub evidence: String,
}

/// Where an anomaly stands. What people have said counts before how it went on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Nobody has said anything, and it goes on, or nobody knows.
    New,
    /// Somebody has taken note of it, and it goes on.
    Acknowledged,
    /// Somebody has said that it does not matter.
    Dismissed,
    /// It is over.
    Resolved,
}

impl Status {
    /// Lists all of them.
    pub const ALL: [Self; 4] = [Self::New, Self::Acknowledged, Self::Dismissed, Self::Resolved];

    /// Names it.
    pub fn id(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Acknowledged => "acknowledged",
            Self::Dismissed => "dismissed",
            Self::Resolved => "resolved",
        }
    }
}

impl Anomaly {
    /// Tells where it stands.
    pub fn status(&self) -> Status {
        match self.resolution {
            _ if self.dismissed_at.is_some() => Status::Dismissed,
            Resolution::Resolved(_) => Status::Resolved,
            _ if self.acknowledged_at.is_some() => Status::Acknowledged,
            Resolution::Ongoing | Resolution::Unknown(_) => Status::New,
        }
    }

    /// Gives it a heading.
    pub fn title(&self) -> String {
        format!("{} {}", self.metric.spec().display_name, self.side)
    }
}

/// What a person can say to an anomaly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Say {
    /// I know.
    Acknowledged,
    /// It does not matter.
    Dismissed,
}

impl Say {
    fn id(self) -> &'static str {
        match self {
            Self::Acknowledged => "acknowledged",
            Self::Dismissed => "dismissed",
        }
    }
}

/// The anomalies of a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Anomalies {
    /// All of them, the latest first.
    pub all: Vec<Anomaly>,
    /// Whether everything that is known has been judged; not while data keeps coming in.
    pub up_to_date: bool,
}

/// Lists what was unusual, the latest first, after judging what has changed.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn anomalies(app: &App, user: &User) -> Result<Anomalies> {
    let today = today(app, user).await?;
    let up_to_date = judged(app, user, today).await?;
    let said = acts::all(&app.store, user.user_no).await?;
    let rows = rows::all(&app.store, user.user_no).await?;
    let all: Result<Vec<Anomaly>> = rows.iter().map(|row| read(user, row, &said)).collect();
    let mut all = all?;
    all.sort_by(|a, b| {
        b.last
            .cmp(&a.last)
            .then(b.severity.cmp(&a.severity))
            .then(a.id.cmp(&b.id))
    });
    Ok(Anomalies { all, up_to_date })
}

/// Judges what is not judged yet, as the job would; tells whether nothing is left.
async fn judged(app: &App, user: &User, today: NaiveDate) -> Result<bool> {
    for _ in 0..ATTEMPTS {
        if marks::is_current(&app.store, user.user_no, today).await? {
            return Ok(true);
        }
        assess::catch_up(app, user.user_no).await?;
    }
    marks::is_current(&app.store, user.user_no, today).await
}

/// Finds the anomaly that an id leads to.
///
/// # Errors
///
/// NotFound where nothing of that metric and side covers the id's day, or no more.
pub async fn find(app: &App, user: &User, id: ContentId) -> Result<Anomaly> {
    let all = anomalies(app, user).await?.all;
    led_to(user, id, all)
}

/// Keeps what a person says to an anomaly. Saying it again changes nothing.
///
/// # Errors
///
/// NotFound as [`find`].
pub async fn say(app: &App, user: &User, id: ContentId, what: Say) -> Result<Anomaly> {
    let found = find(app, user, id).await?;
    let tx = app.store.begin().await?;
    tx.lock_user(user.user_no).await?;
    let act = Act {
        user_no: user.user_no,
        metric: found.metric.id().to_owned(),
        side: found.side.id().to_owned(),
        date: found.first,
        act: what.id().to_owned(),
        at: app.now(),
    };
    acts::say(&tx, act).await?;
    tx.commit().await?;
    find(app, user, id).await
}

fn led_to(user: &User, id: ContentId, all: Vec<Anomaly>) -> Result<Anomaly> {
    let user = user.id.to_string();
    let leads = |it: &Anomaly| {
        let covers = |day: NaiveDate| it.first <= day && day <= it.last;
        let own = |day| ContentId::of_episode(&user, it.metric, it.side.id(), day) == id;
        id.day().is_some_and(|day| covers(day) && own(day))
    };
    all.into_iter().find(leads).ok_or(Error::not_found("Anomaly"))
}

fn read(user: &User, row: &Row, said: &[Act]) -> Result<Anomaly> {
    let doing = "reading an episode";
    let metric = Metric::from_id(&row.metric).ok_or_else(|| Error::internal(doing)("an unknown metric"))?;
    let side = Direction::ALL.iter().find(|it| it.id() == row.side);
    let side = *side.ok_or_else(|| Error::internal(doing)("an unknown side"))?;
    let severity = Severity::ALL.iter().find(|it| it.id() == row.severity);
    let severity = *severity.ok_or_else(|| Error::internal(doing)("an unknown severity"))?;
    let shown: Shown = unpack(&row.document)?;
    let act = |what: Say| {
        let theirs = said.iter().filter(|it| {
            let same = it.metric == row.metric && it.side == row.side && it.act == what.id();
            same && (row.first_date..=row.last_date).contains(&it.date)
        });
        theirs.map(|it| it.at).min()
    };
    Ok(Anomaly {
        id: ContentId::of_episode(&user.id.to_string(), metric, side.id(), row.first_date),
        metric,
        side,
        first: row.first_date,
        last: row.last_date,
        severity,
        days: shown.days,
        grounds: shown.grounds,
        resolution: match (row.state.as_str(), row.state_since) {
            ("resolved", Some(since)) => Resolution::Resolved(since),
            ("unknown", Some(since)) => Resolution::Unknown(since),
            _ => Resolution::Ongoing,
        },
        acknowledged_at: act(Say::Acknowledged),
        dismissed_at: act(Say::Dismissed),
        method: row.method.clone(),
    })
}

/// What is packed into a row.
#[derive(Debug, Serialize, Deserialize)]
struct Shown {
    days: usize,
    grounds: Vec<Ground>,
}

impl From<&Finding> for Ground {
    fn from(it: &Finding) -> Self {
        Self {
            date: it.date,
            value: it.value,
            expected: it.expected,
            score: it.score,
            severity: it.severity,
            method: it.method.to_owned(),
            evidence: it.evidence.clone(),
        }
    }
}

/// Lists the episodes that began by a day and that data from another day on can still change.
pub(super) async fn touched(from: &impl Reads, user_no: i64, since: NaiveDate, to: NaiveDate) -> Result<Vec<Row>> {
    let mut found = rows::since(from, user_no, before(since, DECIDED)).await?;
    found.retain(|it| it.first_date <= to);
    Ok(found)
}

/// Judges every metric up to a day: from the first day that may have changed on, or from where an episode began that it can change.
pub(super) fn judge(user: &User, evidence: &Evidence, there: &[Row], (since, to): (NaiveDate, NaiveDate)) -> Vec<Row> {
    let mut judged = Vec::new();
    let series = evidence.days.iter();
    for (metric, days) in series.filter(|(metric, _)| metric.spec().kind != Kind::Category) {
        let begin = |side: Direction| {
            let theirs = there
                .iter()
                .filter(|it| it.metric == metric.id() && it.side == side.id());
            theirs.map(|it| it.first_date).fold(since, NaiveDate::min)
        };
        let begins = [Direction::Low, Direction::High].map(|side| (side, begin(side)));
        let first = begins[0].1.min(begins[1].1);
        let found = found(user, *metric, days, (first, to));
        for (side, begin) in begins {
            let theirs = found.iter().filter(|it| it.direction == side && it.date >= begin);
            let theirs: Vec<Finding> = theirs.cloned().collect();
            let days = up_to(days, begin, to);
            let found = days.map_or_else(Vec::new, |days| episodes(&theirs, &days));
            judged.extend(found.iter().map(|it| row(user.user_no, *metric, it)));
        }
    }
    judged
}

/// Lists the findings of a metric, each by the age the person had on its day.
fn found(user: &User, metric: Metric, days: &Daily, (first, to): (NaiveDate, NaiveDate)) -> Vec<Finding> {
    let (Some(begins), Some(ends)) = (days.iter().next(), days.iter().last()) else {
        return Vec::new();
    };
    let (mut from, to) = (first.max(begins.0), to.min(ends.0));
    let mut all = Vec::new();
    while from <= to {
        let until = last_day_of_age(user, from).min(to);
        all.extend(findings(metric, days, (from, until), &person(user, from)));
        from = until + Days::new(1);
    }
    all
}

/// Tells the last day before the next birthday.
fn last_day_of_age(user: &User, on: NaiveDate) -> NaiveDate {
    let next = user.birth_date.and_then(|birth| {
        let years = on.years_since(birth).map_or(0, |age| age + 1);
        birth.checked_add_months(Months::new(12 * years))
    });
    // Who is born on 29 February has the birthday a day later in most years.
    next.map_or(NaiveDate::MAX, |next| before(next, 1).max(on))
}

/// Cuts a series to a stretch, and lets it end there: days without a value at its end are days of silence.
fn up_to(days: &Daily, first: NaiveDate, to: NaiveDate) -> Option<Daily> {
    let days = days.within(first, to)?;
    let mut values = days.values().to_vec();
    values.resize(usize::try_from((to - days.first()).num_days() + 1).ok()?, None);
    Daily::new(days.first(), values).ok()
}

fn row(user_no: i64, metric: Metric, it: &Episode) -> Row {
    let (state, state_since) = match it.resolution {
        Resolution::Ongoing => (rows::ONGOING, None),
        Resolution::Resolved(since) => ("resolved", Some(since)),
        Resolution::Unknown(since) => ("unknown", Some(since)),
    };
    let shown = Shown {
        days: it.days,
        grounds: it.evidence.iter().map(Ground::from).collect(),
    };
    Row {
        user_no,
        metric: metric.id().to_owned(),
        side: it.direction.id().to_owned(),
        first_date: it.start,
        last_date: it.end,
        severity: it.severity.id().to_owned(),
        state: state.to_owned(),
        state_since,
        method: METHODS.map(|it| format!("{}/{}", it.id, it.version)).join(" "),
        document: pack(&shown),
    }
}

/// Tells of what has begun to be unusual: of a metric and a side of which nothing covered these days before.
pub(super) fn detected(user: &User, before: &[Row], after: &[Row], since: NaiveDate) -> Result<Vec<Event>> {
    let known = |row: &Row| {
        before.iter().any(|it| {
            let same = it.metric == row.metric && it.side == row.side;
            same && it.first_date <= row.last_date && row.first_date <= it.last_date
        })
    };
    let new = after.iter().filter(|row| row.last_date >= since && !known(row));
    new.map(|row| Ok(Event::new("anomaly.detected", told(user, &read(user, row, &[])?))))
        .collect()
}

fn told(user: &User, it: &Anomaly) -> serde_json::Value {
    let face = Face::of(it.metric, &[]);
    json!({
        "userId": user.id.to_string(),
        "id": it.id.to_string(),
        "metricType": face.metric_type,
        "metric": it.metric.id(),
        "severity": it.severity.id(),
        "direction": it.side.id(),
        "title": it.title(),
        "description": it.grounds.first().map(|ground| ground.evidence.clone()),
        "startDate": it.first,
        "endDate": it.last,
        "method": it.method,
    })
}
