//! Orders sources: what the person says, then what the kind of device is good at, then who knows most.

use std::cell::OnceCell;
use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::SeriesData;
use crate::metric::{Category, Kind, Metric};
use crate::source::{DeviceKind, Recording, Source};

/// Picks sources; a part that is missing picks all.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Selector {
    /// The provider's slug.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// The writer inside the provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// The kind of device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_kind: Option<DeviceKind>,
}

impl Selector {
    /// Picks everything of one provider.
    pub fn provider(slug: impl Into<String>) -> Self {
        Self {
            provider: Some(slug.into()),
            ..Self::default()
        }
    }

    /// Picks everything of one kind of device.
    pub fn device_kind(kind: DeviceKind) -> Self {
        Self {
            device_kind: Some(kind),
            ..Self::default()
        }
    }

    /// Tells whether it picks a source.
    pub fn picks(&self, source: &Source) -> bool {
        self.provider.as_ref().is_none_or(|it| *it == source.key.provider)
            && self.origin.as_ref().is_none_or(|it| *it == source.key.origin)
            && self.device_kind.is_none_or(|it| it == source.device_kind)
    }
}

/// What a person prefers. The default prefers nothing, and the catalogue decides alone.
///
/// A source picked by an earlier selector comes before one picked by a later, and that before one picked by none.
///
/// ```
/// use vitasync_core::resolve::{Priority, Selector};
/// use vitasync_core::{metric::Metric, source::DeviceKind};
///
/// let mut priority = Priority::default();
/// priority.general.push(Selector::provider("garmin"));
/// priority.metrics.insert(Metric::Steps, vec![Selector::device_kind(DeviceKind::Phone)]);
/// let text = serde_json::to_string(&priority).unwrap();
/// assert_eq!(text, r#"{"metrics":{"steps":[{"device_kind":"phone"}]},"general":[{"provider":"garmin"}]}"#);
/// assert_eq!(serde_json::from_str::<Priority>(&text).unwrap(), priority);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Priority {
    /// The order for single metrics, best first. Workouts follow `workout_duration`, nights `sleep_stage`.
    #[serde(default)]
    pub metrics: BTreeMap<Metric, Vec<Selector>>,
    /// The order for everything, best first.
    #[serde(default)]
    pub general: Vec<Selector>,
}

/// What a source owes its place in an order to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Merit {
    /// The person's order for the metric picks it.
    MetricOrder,
    /// The person's general order picks it.
    GeneralOrder,
    /// Its device, by the catalogue's order for the metric.
    Device,
    /// How much it knows, beside an equal device.
    Richness,
    /// Its name, beside one that knows as much.
    Name,
}

impl Merit {
    /// Names the merit on the wire.
    pub fn id(self) -> &'static str {
        match self {
            Self::MetricOrder => "metric_order",
            Self::GeneralOrder => "general_order",
            Self::Device => "device",
            Self::Richness => "richness",
            Self::Name => "name",
        }
    }
}

/// Where a person's own orders place a source; smaller is better, and `(MAX, MAX)` is nowhere.
pub(super) type Wish = (usize, usize);

impl Priority {
    /// Lists indexes into `series`, best first: the person's order for the metric, the person's general order, the
    /// catalogue's order of devices, the number of rows, the source's key.
    pub fn order(&self, metric: Metric, series: &[SeriesData<'_>]) -> Vec<usize> {
        let rows: Vec<OnceCell<usize>> = vec![OnceCell::new(); series.len()];
        let rows = |at: usize| *rows[at].get_or_init(|| series[at].len());
        self.sorted(metric, series.len(), |at| series[at].source, |at| Reverse(rows(at)))
    }

    /// Lists indexes into `sources`, best first, each with what the source owes its place to. Each source comes with the
    /// number of its samples.
    ///
    /// ```
    /// use vitasync_core::metric::Metric;
    /// use vitasync_core::resolve::priority::{Merit, Priority, Selector};
    /// use vitasync_core::source::DeviceKind;
    /// # use vitasync_core::source::*;
    /// # let source = |origin: &str, device_kind| Source { key: SourceKey { provider: "example".into(), origin: origin.into(), recording: Recording::Automatic }, name: origin.into(), device_kind, device: Device::default(), revision: Revision::Immutable };
    /// let (watch, phone) = (source("watch", DeviceKind::Watch), source("phone", DeviceKind::Phone));
    /// let mut priority = Priority::default();
    /// priority.metrics.insert(Metric::Steps, vec![Selector::device_kind(DeviceKind::Phone)]);
    /// let order = priority.explain(Metric::Steps, &[(&watch, 900), (&phone, 100)]);
    /// assert_eq!(order, [(1, Merit::MetricOrder), (0, Merit::Device)]);
    /// ```
    pub fn explain(&self, metric: Metric, sources: &[(&Source, u64)]) -> Vec<(usize, Merit)> {
        let order = self.sorted(metric, sources.len(), |at| sources[at].0, |at| Reverse(sources[at].1));
        let rank = |at: usize| (self.wish(metric, sources[at].0), device_rank(metric, sources[at].0));
        let merit = |place: usize| {
            let at = order[place];
            let beside = [place.checked_sub(1), Some(place + 1)];
            let beside = beside.into_iter().flatten().filter_map(|place| order.get(place));
            let equals: Vec<usize> = beside.copied().filter(|other| rank(*other) == rank(at)).collect();
            match self.wish(metric, sources[at].0) {
                (usize::MAX, usize::MAX) if equals.is_empty() => Merit::Device,
                (usize::MAX, usize::MAX) if equals.iter().any(|other| sources[*other].1 == sources[at].1) => {
                    Merit::Name
                }
                (usize::MAX, usize::MAX) => Merit::Richness,
                (usize::MAX, _) => Merit::GeneralOrder,
                _ => Merit::MetricOrder,
            }
        };
        (0..order.len()).map(|place| (order[place], merit(place))).collect()
    }

    /// Sorts `0..count` by the same rules, with any measure of richness.
    pub(super) fn sorted<'a, R: Ord>(
        &self,
        metric: Metric,
        count: usize,
        source: impl Fn(usize) -> &'a Source,
        richness: impl Fn(usize) -> R,
    ) -> Vec<usize> {
        let ranks: Vec<(Wish, u8)> = (0..count)
            .map(|at| (self.wish(metric, source(at)), device_rank(metric, source(at))))
            .collect();
        let mut order: Vec<usize> = (0..count).collect();
        order.sort_by(|&a, &b| -> Ordering {
            ranks[a]
                .cmp(&ranks[b])
                .then_with(|| richness(a).cmp(&richness(b)))
                .then_with(|| source(a).key.cmp(&source(b).key))
        });
        order
    }

    /// Tells where the person's own orders place a source.
    pub(super) fn wish(&self, metric: Metric, source: &Source) -> Wish {
        let place = |selectors: &[Selector]| {
            let found = selectors.iter().position(|selector| selector.picks(source));
            found.unwrap_or(usize::MAX)
        };
        let own = self
            .metrics
            .get(&metric)
            .map_or(usize::MAX, |selectors| place(selectors));
        (own, place(&self.general))
    }
}

/// The catalogue's order where nothing more telling is known.
const USUAL: &[DeviceKind] = &[
    DeviceKind::Watch,
    DeviceKind::Ring,
    DeviceKind::Band,
    DeviceKind::ChestStrap,
    DeviceKind::BikeComputer,
    DeviceKind::Scale,
    DeviceKind::Cuff,
    DeviceKind::GlucoseMeter,
    DeviceKind::Phone,
    DeviceKind::App,
];

/// Tells the devices made for a metric, best first; they come before anything else, typed values included.
fn made_for(metric: Metric) -> &'static [DeviceKind] {
    match metric {
        Metric::BloodPressureSystolic | Metric::BloodPressureDiastolic => &[DeviceKind::Cuff],
        Metric::BloodGlucose | Metric::InterstitialGlucose => &[DeviceKind::GlucoseMeter],
        Metric::HeartRate => &[DeviceKind::ChestStrap],
        // What a scale does not measure: a thermometer's and a ring's field.
        Metric::BodyTemperature
        | Metric::CoreTemperature
        | Metric::SkinTemperature
        | Metric::SleepingWristTemperature
        | Metric::SkinTemperatureDeviation => &[],
        _ => match metric.spec().category {
            Category::Body => &[DeviceKind::Scale],
            Category::Cycling => &[DeviceKind::BikeComputer],
            _ => &[],
        },
    }
}

/// Ranks a source by its device: made for the metric, typed (where typing beats sensors), then the usual order.
pub(super) fn device_rank(metric: Metric, source: &Source) -> u8 {
    let place = |kinds: &[DeviceKind]| kinds.iter().position(|kind| *kind == source.device_kind);
    let rank = |base: u8, at: usize| base + u8::try_from(at).expect("a dozen kinds");
    let spec = metric.spec();
    let typed_first = spec.repeatable || spec.kind != Kind::Cumulative;
    match (place(made_for(metric)), source.key.recording, place(USUAL)) {
        // An amount somebody estimated only fills what no sensor has seen.
        (_, Recording::Manual, _) if !typed_first => 200,
        (Some(at), ..) => rank(0, at),
        (None, Recording::Manual, _) => 50,
        (None, _, Some(at)) => rank(100, at),
        (None, _, None) => 150,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::source;
    use super::*;

    fn kinds(priority: &Priority, metric: Metric, sources: &[Source]) -> Vec<String> {
        let series: Vec<SeriesData<'_>> = sources
            .iter()
            .map(|source| SeriesData { source, blocks: &[] })
            .collect();
        let order = priority.order(metric, &series);
        order.into_iter().map(|at| sources[at].key.origin.clone()).collect()
    }

    fn household() -> Vec<Source> {
        let mut typed = source("typed", DeviceKind::App);
        typed.key.recording = Recording::Manual;
        vec![
            source("app", DeviceKind::App),
            typed,
            source("scale", DeviceKind::Scale),
            source("phone", DeviceKind::Phone),
            source("watch", DeviceKind::Watch),
            source("ring", DeviceKind::Ring),
        ]
    }

    #[test]
    fn a_scale_weighs_best_and_a_watch_counts_best() {
        let none = Priority::default();
        let weight = kinds(&none, Metric::Weight, &household());
        assert_eq!(weight, ["scale", "typed", "watch", "ring", "phone", "app"]);
        let steps = kinds(&none, Metric::Steps, &household());
        assert_eq!(steps, ["watch", "ring", "scale", "phone", "app", "typed"]);
    }

    #[test]
    fn what_is_typed_beats_sensors_for_states_and_logs_only() {
        let none = Priority::default();
        assert_eq!(kinds(&none, Metric::RestingHeartRate, &household())[0], "typed");
        assert_eq!(kinds(&none, Metric::Hydration, &household())[0], "typed");
        assert_eq!(kinds(&none, Metric::ActiveEnergy, &household())[5], "typed");
    }

    #[test]
    fn the_order_for_a_metric_beats_the_general_order() {
        let priority = Priority {
            metrics: BTreeMap::from([(Metric::Steps, vec![Selector::device_kind(DeviceKind::Phone)])]),
            general: vec![Selector::device_kind(DeviceKind::Ring)],
        };
        assert_eq!(kinds(&priority, Metric::Steps, &household())[..2], ["phone", "ring"]);
        assert_eq!(
            kinds(&priority, Metric::FloorsClimbed, &household())[..2],
            ["ring", "watch"]
        );
    }

    #[test]
    fn equals_are_ordered_by_their_key_in_any_order_of_arrival() {
        let mut twins = vec![source("b", DeviceKind::Watch), source("a", DeviceKind::Watch)];
        assert_eq!(kinds(&Priority::default(), Metric::Steps, &twins), ["a", "b"]);
        twins.reverse();
        assert_eq!(kinds(&Priority::default(), Metric::Steps, &twins), ["a", "b"]);
    }

    #[test]
    fn every_place_is_explained_by_what_decided_it() {
        let priority = Priority {
            metrics: BTreeMap::from([(Metric::Steps, vec![Selector::device_kind(DeviceKind::Phone)])]),
            general: vec![Selector::device_kind(DeviceKind::Ring)],
        };
        let mut sources = household();
        sources.extend([source("band a", DeviceKind::Band), source("band b", DeviceKind::Band)]);
        sources.extend([source("other app", DeviceKind::App)]);
        let samples = |at: usize| if at == 8 { 7 } else { 1 };
        let known: Vec<(&Source, u64)> = sources.iter().enumerate().map(|(at, it)| (it, samples(at))).collect();
        let order = priority.explain(Metric::Steps, &known);
        let lines: Vec<String> = order
            .into_iter()
            .map(|(at, merit)| format!("{}: {}", sources[at].name, merit.id()))
            .collect();
        insta::assert_snapshot!(lines.join("\n"), @"
        phone: metric_order
        ring: general_order
        watch: device
        band a: name
        band b: name
        scale: device
        other app: richness
        app: richness
        typed: device
        ");
    }
}
