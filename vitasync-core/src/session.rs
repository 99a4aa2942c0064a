//! Holds what has a beginning, an end and an inside: sleep with its stages, workouts with laps, events and route.
//!
//! A session is kept as its source tells it, with the vendor's own words beside the canonical ones. Which of several
//! sources' sessions are the same night or the same run is decided when reading ([`resolve`](crate::resolve)).

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::id::ContentId;
use crate::metric::Metric;
use crate::record::RecordVersion;
use crate::sleep_stage::SleepStage;
use crate::source::{Attributes, Source};
use crate::sport::Sport;

/// One night, nap or workout of one source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Session {
    /// Who recorded it.
    pub source: Arc<Source>,
    /// The vendor's object it came as, where the vendor's id is stable across deliveries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<RecordVersion>,
    /// When it began.
    pub start: DateTime<Utc>,
    /// When it ended, exclusive. End minus start is the elapsed time, pauses included.
    pub end: DateTime<Utc>,
    /// Local time and the vendor's remarks.
    #[serde(default, skip_serializing_if = "Attributes::is_empty")]
    pub attributes: Attributes,
    /// What it was.
    #[serde(flatten)]
    pub detail: Detail,
}

/// What a session was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = SessionDetail))]
pub enum Detail {
    /// A night or a nap.
    Sleep(Sleep),
    /// A workout.
    Workout(Box<Workout>),
}

/// The inside of a night or a nap.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = SleepDetail))]
pub struct Sleep {
    /// The stages in order of time; those of one source may overlap until they are resolved.
    pub stages: Vec<Stage>,
    /// Whether it is a nap, where the vendor says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nap: Option<bool>,
    /// The vendor's own totals, beside the stages or instead of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub totals: Option<SleepTotals>,
}

/// What a vendor sums up of a night or a nap, in whole seconds, by its own definitions.
///
/// Some vendors tell totals and no stages (WHOOP, Suunto), some both. A night is answered from the stages where there
/// are some and from the totals otherwise, never from both; [`NightBasis`](crate::resolve::NightBasis) says which. A
/// vendor's efficiency is a sample of its own metric. What the vendor does not tell is `None`, never 0.
///
/// ```
/// use vitasync_core::session::SleepTotals;
///
/// let told: SleepTotals = serde_json::from_str(r#"{"light_s":13500,"deep_s":5400,"rem_s":5400}"#).unwrap();
/// assert_eq!(told.asleep_or_sum_s(), Some(24_300));
/// assert_eq!(told.awake_s, None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SleepTotals {
    /// In bed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_bed_s: Option<u32>,
    /// Asleep, in whatever stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asleep_s: Option<u32>,
    /// Light sleep, N1 and N2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub light_s: Option<u32>,
    /// Deep sleep, N3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deep_s: Option<u32>,
    /// REM sleep.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rem_s: Option<u32>,
    /// Asleep in a stage the vendor could not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unspecified_s: Option<u32>,
    /// Awake.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub awake_s: Option<u32>,
    /// Not measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown_s: Option<u32>,
    /// From going to bed to the first sleep.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latency_s: Option<u32>,
    /// Awake after the first sleep.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waso_s: Option<u32>,
    /// How often awake after the first sleep.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub awakenings: Option<u32>,
}

impl SleepTotals {
    /// Tells whether light, deep or REM sleep is told apart.
    pub fn names_stages(&self) -> bool {
        self.light_s.or(self.deep_s).or(self.rem_s).is_some()
    }

    /// Tells the seconds asleep: as the vendor says, otherwise the sum of light, deep, REM and unspecified sleep where
    /// the first three are all told.
    pub fn asleep_or_sum_s(&self) -> Option<i64> {
        let seconds = |told: Option<u32>| told.map(i64::from);
        let summed = || {
            let named = seconds(self.light_s)? + seconds(self.deep_s)? + seconds(self.rem_s)?;
            Some(named + seconds(self.unspecified_s).unwrap_or(0))
        };
        seconds(self.asleep_s).or_else(summed)
    }
}

/// One stretch of one sleep stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = StageStretch))]
pub struct Stage {
    /// The stage.
    pub stage: SleepStage,
    /// When it began.
    pub start: DateTime<Utc>,
    /// When it ended, exclusive.
    pub end: DateTime<Utc>,
}

/// The inside of a workout.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = WorkoutDetail))]
pub struct Workout {
    /// The canonical sport.
    pub sport: Sport,
    /// The vendor's own word for the sport.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor_sport: Option<String>,
    /// The title a person gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The timer's time without pauses, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timer_s: Option<f64>,
    /// Totals, means and extremes as the source gives them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statistics: Vec<Statistic>,
    /// Laps and segments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub laps: Vec<Lap>,
    /// Pauses and other marks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<WorkoutEvent>,
    /// Parts of a multisport workout, or intervals.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<WorkoutPart>,
    /// The way that was taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub route: Vec<RoutePoint>,
}

impl Workout {
    /// Makes a workout of which only the sport is known.
    pub fn new(sport: Sport) -> Self {
        Self {
            sport,
            vendor_sport: None,
            title: None,
            timer_s: None,
            statistics: Vec::new(),
            laps: Vec::new(),
            events: Vec::new(),
            parts: Vec::new(),
            route: Vec::new(),
        }
    }

    /// Finds a statistic by metric and kind.
    pub fn statistic(&self, metric: Metric, kind: StatisticKind) -> Option<f64> {
        self.statistics
            .iter()
            .find(|it| it.metric == metric && it.kind == kind)
            .map(|it| it.value)
    }
}

/// A number that sums up a workout, in the metric's canonical unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = WorkoutStatistic))]
pub struct Statistic {
    /// What was measured.
    pub metric: Metric,
    /// What the number says about it.
    pub kind: StatisticKind,
    /// The number.
    pub value: f64,
}

/// What a statistic says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum StatisticKind {
    /// The total.
    Sum,
    /// The mean.
    Mean,
    /// The least value.
    Min,
    /// The greatest value.
    Max,
}

impl StatisticKind {
    /// Names the kind on the wire.
    pub fn id(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Mean => "mean",
            Self::Min => "min",
            Self::Max => "max",
        }
    }
}

/// A lap or an automatic segment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = WorkoutLap))]
pub struct Lap {
    /// True for a lap, false for an automatic segment such as each kilometre.
    pub lap: bool,
    /// When it began.
    pub start: DateTime<Utc>,
    /// When it ended.
    pub end: DateTime<Utc>,
    /// The vendor's remarks.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub remarks: BTreeMap<String, String>,
}

/// A mark on a workout's timeline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WorkoutEvent {
    /// What happened, in canonical words where there is one: `pause`, `resume`, `motion_paused`, ….
    pub kind: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A part of a workout.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WorkoutPart {
    /// The vendor's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// The sport, where it differs from the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sport: Option<Sport>,
    /// When it began.
    pub start: DateTime<Utc>,
    /// When it ended.
    pub end: DateTime<Utc>,
    /// The timer's time without pauses, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timer_s: Option<f64>,
    /// Totals, means and extremes of the part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statistics: Vec<Statistic>,
}

/// A point of a route.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RoutePoint {
    /// When.
    pub at: DateTime<Utc>,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Metres above sea level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub altitude_m: Option<f64>,
    /// Metres per second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speed_m_s: Option<f64>,
    /// Degrees from north.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course_deg: Option<f64>,
    /// Horizontal accuracy in metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accuracy_m: Option<f64>,
}

impl Session {
    /// Names the kind on the wire: `sleep` or `workout`.
    pub fn kind(&self) -> &'static str {
        match self.detail {
            Detail::Sleep(_) => "sleep",
            Detail::Workout(_) => "workout",
        }
    }

    /// Tells what makes it this session and no other of its source: the vendor's id, otherwise the vendor's sport
    /// and the times. Never a value that a later delivery corrects.
    pub fn natural_key(&self) -> String {
        match (&self.record, &self.detail) {
            (Some(RecordVersion { key, .. }), _) => format!("id:{}:{}:{}", key.scope, key.resource, key.external_id),
            (None, Detail::Sleep(_)) => format!("t:{}", self.start.timestamp()),
            (None, Detail::Workout(workout)) => {
                let sport = workout.vendor_sport.as_deref().unwrap_or(workout.sport.id());
                format!("t:{sport}:{}-{}", self.start.timestamp(), self.end.timestamp())
            }
        }
    }

    /// Tells the vendor's id.
    pub fn external_id(&self) -> Option<&str> {
        self.record.as_ref().map(|it| it.key.external_id.as_str())
    }

    /// Identifies it among everything a person has.
    pub fn id(&self, user: &str) -> ContentId {
        ContentId::of_session(user, &self.source.key, self.kind(), &self.natural_key())
    }
}

/// A workout somebody means to do: from a training plan, a coach or a route planner.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlannedSession {
    /// Who planned it.
    pub source: Arc<Source>,
    /// The vendor's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// The civil date it is planned for.
    pub date: NaiveDate,
    /// The sport.
    pub sport: Sport,
    /// The title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The planned time in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_s: Option<f64>,
    /// The planned distance in metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distance_m: Option<f64>,
    /// The planned training stress score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub training_stress_score: Option<f64>,
    /// The steps in order; repeats are written out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<PlannedStep>,
    /// The session that fulfilled it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed_by: Option<ContentId>,
}

/// A step of a planned workout.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlannedStep {
    /// What it is for: `warmup`, `work`, `recovery`, `cooldown`, or the vendor's word.
    pub intent: String,
    /// How long in seconds, where it is bounded by time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_s: Option<f64>,
    /// How far in metres, where it is bounded by distance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distance_m: Option<f64>,
    /// What to hold: a metric and the range in its canonical unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<(Metric, f64, f64)>,
}
