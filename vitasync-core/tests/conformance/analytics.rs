//! The questions of `vitasync_core::analytics`, as cases ask them.

use chrono::NaiveDate;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use vitasync_core::Metric;
use vitasync_core::analytics::anomaly::blood_pressure::{blood_pressure, is_severe};
use vitasync_core::analytics::anomaly::drift::{Chart, drifts};
use vitasync_core::analytics::anomaly::episodes::episodes;
use vitasync_core::analytics::anomaly::night_signal::{findings, night_signal, overnight_average};
use vitasync_core::analytics::anomaly::outlier::outliers;
use vitasync_core::analytics::anomaly::thresholds::{beyond_thresholds, classify};
use vitasync_core::analytics::anomaly::weekday::unusual_for_weekday;
use vitasync_core::analytics::baseline::{Window, baseline};
use vitasync_core::analytics::change_point::{Search, change_points, pelt};
use vitasync_core::analytics::correlation::{
    bretherton, kendall, p_value, pairs_at_lag, pearson, pyper_peterman, spearman,
};
use vitasync_core::analytics::cusum::cusum;
use vitasync_core::analytics::discovery::{Question, Series, discover};
use vitasync_core::analytics::ewma::{alpha_of_span, alpha_of_time_constant, ewma};
use vitasync_core::analytics::false_discovery::{benjamini_hochberg, benjamini_yekutieli, bonferroni, holm};
use vitasync_core::analytics::heart::rr::RrIntervals;
use vitasync_core::analytics::heart::time_domain::time_domain;
use vitasync_core::analytics::robust::{median, quantile, spread};
use vitasync_core::analytics::rolling::rolling_median;
use vitasync_core::analytics::shift::{Detector, Shift, Watch};
use vitasync_core::analytics::sleep::chronotype::{Week, chronotype};
use vitasync_core::analytics::sleep::circular::circular;
use vitasync_core::analytics::sleep::debt::debt;
use vitasync_core::analytics::sleep::efficiency::efficiency;
use vitasync_core::analytics::sleep::regularity::regularity;
use vitasync_core::analytics::trend::{line, mann_kendall, theil_sen};
use vitasync_core::analytics::{Daily, NoAnswer};

/// What a function is asked: a JSON object by its arguments' names.
struct Input(Value);

impl Input {
    fn get<T: DeserializeOwned>(&self, name: &str) -> T {
        serde_json::from_value(self.0[name].clone()).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn days(&self) -> Vec<Option<f64>> {
        self.get("days")
    }

    fn daily(&self) -> Result<Daily, NoAnswer> {
        Daily::new(self.get("first"), self.days())
    }

    fn pair(&self) -> (Vec<f64>, Vec<f64>) {
        (self.get("x"), self.get("y"))
    }

    fn search(&self) -> Search {
        Search {
            least_segment: self.get("least_segment"),
            penalty: self.get("penalty"),
            ..Search::default()
        }
    }
}

/// Answers one case; `None` of a function nobody knows.
pub(crate) fn answer(function: &str, input: Value) -> Option<Value> {
    let it = Input(input);
    let answered = if let Some(answered) = of_pairs(function, &it) {
        answered
    } else {
        match function {
            "median" => wire(median(&it.get::<Vec<f64>>("values"))),
            "quantile" => wire(quantile(&it.get::<Vec<f64>>("values"), it.get("share"))),
            "spread" => wire(spread(&it.get::<Vec<f64>>("values"))),
            "rolling_median" => wire(rolling_median(&it.days(), it.get("window"), it.get("needed"))),
            "baseline" => wire(
                it.daily()
                    .and_then(|days| baseline(&days, it.get("date"), it.get::<Window>("window"))),
            ),
            "ewma" => wire(ewma(&it.days(), it.get("alpha"))),
            "alpha_of_span" => wire(alpha_of_span(it.get("days"))),
            "alpha_of_time_constant" => wire(alpha_of_time_constant(it.get("days"))),
            "line" => wire(line(&it.days())),
            "theil_sen" => wire(theil_sen(&it.days())),
            "mann_kendall" => wire(mann_kendall(&it.days())),
            "change_points" => wire(change_points(&it.days(), it.search())),
            "pelt" => wire(pelt(&it.get::<Vec<f64>>("values"), it.search())),
            "shift" => wire(shifts(&it)),
            "cusum" => wire(cusum(&it.get::<Vec<_>>("z"), it.get("slack"))),
            "discover" => wire(discoveries(&it)),
            _ => return of_anomalies(function, &it).or_else(|| of_heart_and_sleep(function, &it)),
        }
    };
    Some(answered)
}

fn of_pairs(function: &str, it: &Input) -> Option<Value> {
    let of_two: fn(&[f64], &[f64]) -> Result<f64, NoAnswer> = match function {
        "pearson" => pearson,
        "spearman" => spearman,
        "kendall" => kendall,
        "bretherton" => bretherton,
        "pyper_peterman" => pyper_peterman,
        "p_value" => return Some(wire(p_value(it.get("correlation"), it.get("effective_pairs")))),
        "pairs_at_lag" => {
            let (x, y) = pairs_at_lag(&it.get::<Vec<_>>("x"), &it.get::<Vec<_>>("y"), it.get("lag"));
            return Some(json!({ "x": x, "y": y }));
        }
        _ => {
            let adjust: fn(&[f64]) -> Result<Vec<f64>, NoAnswer> = match function {
                "benjamini_hochberg" => benjamini_hochberg,
                "benjamini_yekutieli" => benjamini_yekutieli,
                "holm" => holm,
                "bonferroni" => bonferroni,
                _ => return None,
            };
            return Some(wire(adjust(&it.get::<Vec<f64>>("p"))));
        }
    };
    let (x, y) = it.pair();
    Some(wire(of_two(&x, &y)))
}

fn of_anomalies(function: &str, it: &Input) -> Option<Value> {
    Some(match function {
        "outliers" => wire(it.daily().and_then(|days| outliers(&days, it.get("window")))),
        "unusual_for_weekday" => wire(it.daily().and_then(|days| unusual_for_weekday(&days))),
        "drifts" => {
            let chart = match it.get::<String>("chart").as_str() {
                "ewma" => Chart::Ewma,
                _ => Chart::Cusum,
            };
            wire(it.daily().and_then(|days| drifts(&days, chart)))
        }
        "overnight_average" => wire(overnight_average(&it.get::<Vec<f64>>("heart_rates"))),
        "night_signal" => wire(it.daily().and_then(|days| {
            let nights = night_signal(&days)?;
            Ok(json!({ "findings": findings(&nights), "nights": nights }))
        })),
        "classify" => wire(classify(it.get::<Metric>("metric"), it.get("value"), &it.get("person"))),
        "beyond_thresholds" => {
            let found = |days: Daily| beyond_thresholds(it.get("metric"), &days, &it.get("person"));
            wire(it.daily().and_then(found))
        }
        "blood_pressure" => wire(blood_pressure(&it.get::<Vec<_>>("readings"), it.get("guideline"))),
        "is_severe" => wire(is_severe(&it.get("reading"), it.get("guideline"))),
        "episodes" => wire(it.daily().and_then(|days| {
            let mut found = outliers(&days, it.get("window"))?.findings;
            found.extend(findings(&night_signal(&days)?));
            Ok(episodes(&found, &days))
        })),
        _ => return None,
    })
}

fn of_heart_and_sleep(function: &str, it: &Input) -> Option<Value> {
    Some(match function {
        "time_domain" => {
            let beats = RrIntervals::from_intervals(&it.get::<Vec<f64>>("intervals_ms"));
            wire(beats.and_then(|beats| time_domain(&beats)))
        }
        "circular" => wire(circular(&it.get::<Vec<f64>>("hours"))),
        "chronotype" => wire(chronotype(Week {
            mid_work: it.get("mid_work"),
            mid_free: it.get("mid_free"),
            sleep_work: it.get("sleep_work"),
            sleep_free: it.get("sleep_free"),
            work_days: it.get("work_days"),
        })),
        "debt" => wire(it.daily().and_then(|days| debt(&days, it.get("date"), it.get("need")))),
        "regularity" => wire(regularity(&it.get::<Vec<_>>("states"), it.get("epochs_per_day"))),
        "efficiency" => wire(efficiency(it.get("asleep"), it.get("of"))),
        _ => return None,
    })
}

fn shifts(it: &Input) -> Result<Vec<Shift>, NoAnswer> {
    let mut detector = Detector::new(Watch {
        learn: it.get("learn"),
        slack: it.get("slack"),
        threshold: it.get("threshold"),
    })?;
    let days = it.days().into_iter().map(|day| detector.push(day));
    Ok(days.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

fn discoveries(it: &Input) -> Result<Value, NoAnswer> {
    let named: Vec<(String, NaiveDate, Vec<Option<f64>>)> = it.get("series");
    let days = named.iter().map(|(_, first, days)| Daily::new(*first, days.clone()));
    let days = days.collect::<Result<Vec<_>, _>>()?;
    let series: Vec<Series<'_>> = named
        .iter()
        .zip(&days)
        .map(|((name, ..), days)| Series { name, days })
        .collect();
    let question = Question {
        exclude: it.get("exclude"),
        ..Question::default()
    };
    Ok(json!(discover(&series, &question)?))
}

/// Writes an answer, or why there is none.
fn wire(answer: Result<impl Serialize, NoAnswer>) -> Value {
    match answer {
        Ok(answer) => json!(answer),
        Err(reason) => json!({ "no_answer": reason }),
    }
}
