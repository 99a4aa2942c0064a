//! What all that is known of a person comes to: scores, insights and a summary for a language model.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use vitasync_core::analytics::anomaly::Finding;
use vitasync_core::analytics::anomaly::thresholds::Person;
use vitasync_core::analytics::context::{self, Context, USUAL_BUDGET};
use vitasync_core::analytics::evidence::{Evidence, Exercise, Loads};
use vitasync_core::analytics::insights::{self, Category, Definition, Insight, Way};
use vitasync_core::analytics::metabolic::glucose::{Reading, Trace};
use vitasync_core::analytics::scores::parts;
use vitasync_core::analytics::scores::{self, Scores};
use vitasync_core::analytics::sleep::Slept;
use vitasync_core::analytics::training::met_minutes::Week;
use vitasync_core::analytics::training::readiness::Readiness;
use vitasync_core::analytics::{Daily, METHODS, Method, NoAnswer};
use vitasync_core::resolve::sleep::nights;
use vitasync_core::{Metric, Preferences, Session};

use crate::question::questions;

questions! {
    "insights";

    scores(known: Known) -> Scores = Ok(scores::scores(&known.evidence()?));
    /// Judges readiness by what is known of a person, against their own usual.
    known_readiness(known: Known) -> Readiness = parts::of_signals(&known.evidence()?);
    /// Returns the active minutes of the week that ends on the date.
    known_active_week(known: Known) -> Week = parts::active_week(&known.evidence()?);
    /// Returns daily training loads, and what they rest on.
    known_loads(known: Known) -> Loads = known.evidence()?.loads();
    /// Asks the insights that are not refused, or those of some names.
    insights(known: Known, ids: Option<Vec<String>>) -> Vec<Told> = told(&known.evidence()?, ids);
    /// Lists what can be asked of a person, and what is refused and why.
    insight_definitions() -> Vec<Row> = Ok(insights::definitions().map(Row::from).collect());
    /// Finds what has been unusual in the last days, by metric.
    unusual(known: Known, days: u64) -> Vec<Unusual> = Ok(oddities(&known.evidence()?, days));
    /// Sums up what is known of a person in so many tokens, for a language model.
    context(known: Known, budget: usize = USUAL_BUDGET) -> Context = context::context(&known.evidence()?, budget);
    /// Writes the same as [`context`] as Markdown.
    context_markdown(known: Known, budget: usize = USUAL_BUDGET) -> String =
        Ok(context::context(&known.evidence()?, budget)?.markdown());
    /// Lists every method with its version, its source and the least data it answers from.
    methods() -> Vec<Method> = Ok(METHODS.to_vec());
}

/// What is known of a person up to a day.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
struct Known {
    /// The day that is judged; nothing after it counts.
    date: NaiveDate,
    /// The person, as far as limits depend on it.
    #[serde(default)]
    person: Person,
    /// The height in metres.
    height_m: Option<f64>,
    /// One value per day, by metric.
    #[serde(default)]
    days: BTreeMap<Metric, Daily>,
    /// The nights and naps of every source.
    #[serde(default)]
    sessions: Vec<Session>,
    /// Workouts, in order of time.
    #[serde(default)]
    workouts: Vec<Exercise>,
    /// Readings of a glucose sensor.
    #[serde(default)]
    glucose: Vec<Reading>,
    /// What the person has set.
    #[serde(default)]
    preferences: Preferences,
}

impl Known {
    fn evidence(self) -> Result<Evidence, NoAnswer> {
        let nights = nights(&self.sessions, &self.preferences).into_iter();
        let slept = |night| (Slept::of(&night, &self.sessions, &self.preferences.zones), night);
        Ok(Evidence {
            date: self.date,
            person: self.person,
            height_m: self.height_m,
            nights: nights.map(slept).collect(),
            days: self.days,
            workouts: self.workouts,
            glucose: (!self.glucose.is_empty())
                .then(|| Trace::new(self.glucose))
                .transpose()?,
        })
    }
}

/// An insight, or why there is none.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = Insight))]
struct Told {
    /// The stable name.
    id: &'static str,
    /// What it is about.
    category: Category,
    /// What it says; none where there is a reason.
    answer: Option<insights::Answer>,
    /// Why it says nothing.
    reason: Option<NoAnswer>,
}

impl From<Insight> for Told {
    fn from(insight: Insight) -> Self {
        let Definition { id, category, .. } = *insight.definition;
        let (answer, reason) = match insight.answer {
            Ok(answer) => (Some(answer), None),
            Err(reason) => (None, Some(reason)),
        };
        Self {
            id,
            category,
            answer,
            reason,
        }
    }
}

fn told(evidence: &Evidence, ids: Option<Vec<String>>) -> Result<Vec<Told>, NoAnswer> {
    let all = insights::insights(evidence).into_iter().map(Told::from);
    let Some(ids) = ids else {
        return Ok(all.collect());
    };
    let all: BTreeMap<&str, Told> = all.map(|told| (told.id, told)).collect();
    let mut asked = Vec::with_capacity(ids.len());
    for id in ids {
        let told = all.get(id.as_str()).cloned();
        asked.push(told.ok_or(NoAnswer::Undefined {
            what: "insight",
            of: id,
        })?);
    }
    Ok(asked)
}

/// What can be asked of a person.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = InsightDefinition))]
struct Row {
    /// The stable name.
    id: &'static str,
    /// The name people read.
    name: String,
    /// What it is about.
    category: Category,
    /// The metrics it is made from.
    metrics: &'static [Metric],
    /// What it says.
    says: &'static str,
    /// The method it is answered by.
    method: Option<&'static str>,
    /// The least data it answers from.
    needs: Option<&'static str>,
    /// Why it is refused.
    refused: Option<&'static str>,
}

impl From<&'static Definition> for Row {
    fn from(definition: &'static Definition) -> Self {
        let (method, needs, refused) = match definition.way {
            Way::Answered { method, needs, .. } => (Some(method), Some(needs), None),
            Way::Refused { reason } => (None, None, Some(reason)),
        };
        Self {
            id: definition.id,
            name: definition.name(),
            category: definition.category,
            metrics: definition.metrics,
            says: definition.says,
            method,
            needs,
            refused,
        }
    }
}

/// Something unusual of a metric.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
struct Unusual {
    /// The metric.
    metric: Metric,
    /// What was found.
    finding: Finding,
}

fn oddities(evidence: &Evidence, days: u64) -> Vec<Unusual> {
    let found = context::unusual(evidence, days).into_iter();
    found.map(|(metric, finding)| Unusual { metric, finding }).collect()
}
