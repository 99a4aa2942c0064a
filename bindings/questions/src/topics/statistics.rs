//! What series of numbers say: their middle, course, changes and relations.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use vitasync_core::analytics::autocorrelation;
use vitasync_core::analytics::baseline::{self, Baseline, Window};
use vitasync_core::analytics::change_point::{self, Change, Search};
use vitasync_core::analytics::correlation;
use vitasync_core::analytics::cusum::{self, Sums};
use vitasync_core::analytics::discovery::{self, Discovery};
use vitasync_core::analytics::ewma;
use vitasync_core::analytics::false_discovery;
use vitasync_core::analytics::robust::{self, Spread};
use vitasync_core::analytics::rolling::{self, Rolling};
use vitasync_core::analytics::shift::{Detector, Shift, Watch};
use vitasync_core::analytics::trend::{self, Line, MedianLine, Monotone};
use vitasync_core::analytics::{Daily, NoAnswer};

use crate::answer::Numbers;
use crate::question::questions;
use crate::take::{Days, Values};

questions! {
    "statistics";

    median(values: Values) -> f64 = robust::median(&values);
    quantile(values: Values, share: f64) -> f64 = robust::quantile(&values, share);
    spread(values: Values) -> Spread = robust::spread(&values);
    rolling_median(days: Days, window: usize, needed: usize) -> Vec<Option<Rolling>> =
        rolling::rolling_median(&days, window, needed);
    baseline(first: NaiveDate, days: Days, date: NaiveDate, window: Window) -> Baseline =
        baseline::baseline(&days.starting(first)?, date, window);
    ewma(days: Days, alpha: f64) -> Numbers = ewma::ewma(&days, alpha).map(Numbers::from);
    alpha_of_span(days: usize) -> f64 = ewma::alpha_of_span(days);
    alpha_of_time_constant(days: f64) -> f64 = ewma::alpha_of_time_constant(days);
    line(days: Days) -> Line = trend::line(&days);
    theil_sen(days: Days) -> MedianLine = trend::theil_sen(&days);
    mann_kendall(days: Days) -> Monotone = trend::mann_kendall(&days);
    change_points(
        days: Days,
        least_segment: usize = Search::default().least_segment,
        penalty: Option<f64>,
        ar1: f64 = Search::default().ar1,
    ) -> Vec<Change> = change_point::change_points(&days, Search { least_segment, penalty, ar1 });
    pelt(
        values: Values,
        least_segment: usize = Search::default().least_segment,
        penalty: Option<f64>,
        ar1: f64 = Search::default().ar1,
    ) -> Vec<usize> = change_point::pelt(&values, Search { least_segment, penalty, ar1 });
    /// Watches a series day by day for a lasting change of level, without looking at the past again, and returns the changes it
    /// finds.
    shift(
        days: Days,
        learn: usize = Watch::default().learn,
        slack: f64 = Watch::default().slack,
        threshold: f64 = Watch::default().threshold,
    ) -> Vec<Shift> = shifts(&days, Watch { learn, slack, threshold });
    ar1(days: Days) -> f64 = autocorrelation::ar1(&days);
    whitened(z: Days, ar1: f64) -> Numbers = autocorrelation::whitened(&z, ar1).map(Numbers::from);
    /// Returns the sums of deviations above and below a slack after each day. They go on after an alarm.
    cusum(z: Days, slack: f64) -> Vec<Sums> = cusum::cusum(&z, slack);

    pearson(x: Values, y: Values) -> f64 = correlation::pearson(&x, &y);
    spearman(x: Values, y: Values) -> f64 = correlation::spearman(&x, &y);
    kendall(x: Values, y: Values) -> f64 = correlation::kendall(&x, &y);
    bretherton(x: Values, y: Values) -> f64 = correlation::bretherton(&x, &y);
    pyper_peterman(x: Values, y: Values) -> f64 = correlation::pyper_peterman(&x, &y);
    p_value(correlation: f64, effective_pairs: f64) -> f64 = correlation::p_value(correlation, effective_pairs);
    pairs_at_lag(x: Days, y: Days, lag: isize) -> Pairs = Ok(correlation::pairs_at_lag(&x, &y, lag).into());
    benjamini_hochberg(p: Values) -> Numbers = false_discovery::benjamini_hochberg(&p).map(Numbers::from);
    benjamini_yekutieli(p: Values) -> Numbers = false_discovery::benjamini_yekutieli(&p).map(Numbers::from);
    holm(p: Values) -> Numbers = false_discovery::holm(&p).map(Numbers::from);
    bonferroni(p: Values) -> Numbers = false_discovery::bonferroni(&p).map(Numbers::from);
    discover(
        series: Vec<Named>,
        max_lag: usize = discovery::Question::default().max_lag,
        min_pairs: usize = discovery::Question::default().min_pairs,
        false_discovery_rate: f64 = discovery::Question::default().false_discovery_rate,
        detrend: bool = discovery::Question::default().detrend,
        exclude: Vec<(usize, usize)> = Vec::new(),
    ) -> Discovery = discovery::discover(
        &series.iter().map(Named::borrowed).collect::<Vec<_>>(),
        &discovery::Question { max_lag, min_pairs, false_discovery_rate, detrend, exclude },
    );
}

/// A series with the name people read.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = NamedSeries))]
struct Named {
    /// The name as it stands in a sentence: `sleep duration`.
    name: String,
    /// Its days.
    #[serde(flatten)]
    days: Daily,
}

impl Named {
    fn borrowed(&self) -> discovery::Series<'_> {
        discovery::Series {
            name: &self.name,
            days: &self.days,
        }
    }
}

/// The values of two series that stand together.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = SeriesPairs))]
struct Pairs {
    /// Those of the first.
    x: Vec<f64>,
    /// Those of the second.
    y: Vec<f64>,
}

impl From<(Vec<f64>, Vec<f64>)> for Pairs {
    fn from((x, y): (Vec<f64>, Vec<f64>)) -> Self {
        Self { x, y }
    }
}

fn shifts(days: &[Option<f64>], watch: Watch) -> Result<Vec<Shift>, NoAnswer> {
    let mut detector = Detector::new(watch)?;
    let pushed = days.iter().map(|day| detector.push(*day));
    Ok(pushed.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}
