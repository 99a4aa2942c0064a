//! When, how long and how soundly one sleeps.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use serde_json::{Value, json};
use vitasync_core::Preferences;
use vitasync_core::analytics::Daily;
use vitasync_core::analytics::sleep::Slept;
use vitasync_core::analytics::sleep::chronotype::{Week, chronotype};
use vitasync_core::analytics::sleep::circular::circular;
use vitasync_core::analytics::sleep::debt::debt;
use vitasync_core::analytics::sleep::efficiency::{efficiency, of_night};
use vitasync_core::analytics::sleep::hypnogram::{Hypnogram, Scored};
use vitasync_core::analytics::sleep::regularity::{of_sleep, regularity};
use vitasync_core::resolve::{Night, NightKind, nights};
use vitasync_core::session::{Detail, Session, Sleep, Stage};
use vitasync_core::sleep_stage::SleepStage;
use vitasync_core::source::{Attributes, Device, DeviceKind, Recording, Revision, Source, SourceKey};

use crate::{days, numbers, recording};

pub(crate) fn answer(id: &str, input: &Value) -> Option<Value> {
    let number = |name: &str| input[name].as_f64().unwrap();
    match id {
        "sleep.fitbit_night" => fitbit_night(input),
        "sleep.se_not_fitbit" => {
            let se = efficiency(number("tst_min"), number("tib_min")).unwrap();
            Some(json!({ "se": se, "fitbit": input["fitbit"] }))
        }
        "sleep.sri" | "sleep.sri.pyactigraphy" => Some(json!(of_sleep(&slept(&input["days"])).unwrap().index)),
        "sleep.sri_perfect" => Some(opposites(input)),
        "sleep.circular" => {
            let hours = numbers(&input["hours"]);
            let it = circular(&hours).unwrap();
            let naive = hours.iter().sum::<f64>() / f64::from(u32::try_from(hours.len()).unwrap());
            Some(json!({
                "mean": it.mean, "R": it.resultant, "sd_h": it.sd, "naive_mean": naive, "scipy_mean": it.mean,
                "scipy_sd": it.sd,
            }))
        }
        "sleep.social_jetlag" => {
            let week = Week {
                mid_work: number("msw"),
                mid_free: number("msf"),
                sleep_work: number("sdw"),
                sleep_free: number("sdf"),
                work_days: number("workdays"),
            };
            let own = chronotype(week).unwrap();
            Some(json!({ "sjl": own.social_jetlag.abs(), "sdweek": own.week_sleep, "msfsc": own.msf_sc }))
        }
        "sleep.debt" => {
            let slept = Daily::new(NaiveDate::default(), days(&input["sleep"])).unwrap();
            let owed = debt(&slept, slept.date(13), number("need")).unwrap();
            Some(json!({
                "cumulative": owed.cumulative, "shortfall_only": owed.shortfall, "weighted_mean": owed.weighted,
            }))
        }
        "sleep.yasa" => Some(hypnogram(input)),
        _ => None,
    }
}

/// Reads one night per date from its times of the clock.
fn slept(nights: &Value) -> Vec<Slept> {
    let nights: Vec<[String; 2]> = serde_json::from_value(nights.clone()).unwrap();
    let dates = NaiveDate::default().iter_days().skip(1);
    let at = |date: NaiveDate, time: NaiveTime| date.and_time(time).and_utc().fixed_offset();
    let of = |(date, [start, end]): (NaiveDate, &[String; 2])| {
        let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").unwrap();
        let (start, end) = (time(start), time(end));
        let evening = if start > end { date.pred_opt().unwrap() } else { date };
        Slept {
            date,
            kind: NightKind::Night,
            start: at(evening, start),
            end: at(date, end),
            asleep_h: None,
        }
    };
    dates.zip(&nights).map(of).collect()
}

fn opposites(input: &Value) -> Value {
    let days = usize::try_from(input["days"].as_u64().unwrap()).unwrap();
    let asleep = |hours: &Value, hour: usize| {
        let hours: [usize; 2] = serde_json::from_value(hours.clone()).unwrap();
        Some((hours[0]..hours[1]).contains(&hour))
    };
    let index = |of: &dyn Fn(usize) -> Value| {
        let states: Vec<_> = (0..days * 24).map(|hour| asleep(&of(hour / 24), hour % 24)).collect();
        regularity(&states, 24).unwrap().index
    };
    json!([
        index(&|_| input["identical"].clone()),
        index(&|day| input["alternating"][day % 2].clone()),
    ])
}

fn hypnogram(input: &Value) -> Value {
    const SCORES: [Scored; 5] = [Scored::Wake, Scored::N1, Scored::N2, Scored::N3, Scored::Rem];
    let runs: Vec<(usize, f64)> = serde_json::from_value(input["rle"].clone()).unwrap();
    let epoch_s = input["epoch_s"].as_f64().unwrap();
    let stretches: Vec<_> = runs
        .iter()
        .map(|(score, epochs)| (SCORES[*score], epochs * epoch_s))
        .collect();
    let night = Hypnogram::new(&stretches).unwrap();
    let it = night.statistics();
    let minutes = |seconds: f64| seconds / 60.0;
    let mut answer = json!({
        "TIB": minutes(it.in_bed_s), "SPT": minutes(it.period_s), "WASO": minutes(it.waso_s), "TST": minutes(it.asleep_s),
        "SOL": minutes(it.latency_s), "SE": it.efficiency, "SME": it.maintenance,
    });
    for (name, score) in ["N1", "N2", "N3", "REM"].into_iter().zip(&SCORES[1..]) {
        answer[name] = json!(minutes(night.seconds(*score)));
        answer[format!("%{name}")] = json!(night.share(*score));
        answer[format!("Lat_{name}")] = json!(night.latency_s(*score).map(minutes));
    }
    let all_but_rem = &SCORES[1..4];
    answer["NREM"] = json!(
        all_but_rem
            .iter()
            .map(|score| minutes(night.seconds(*score)))
            .sum::<f64>()
    );
    answer["%NREM"] = json!(all_but_rem.iter().map(|score| night.share(*score)).sum::<f64>());
    answer
}

fn fitbit_night(input: &Value) -> Option<Value> {
    let text = recording(input)?;
    let log: Value = serde_json::from_str(&text).unwrap();
    let log = &log["sleep"][0];
    let (long, short) = (stages(&log["levels"]["data"]), stages(&log["levels"]["shortData"]));
    let laid_over = resolved(log, [long.clone(), short].concat());
    let scored = Hypnogram::of_night(&laid_over).unwrap();
    let minutes = |night: &Hypnogram| {
        let of = |stage| night.seconds(stage) / 60.0;
        json!({ "deep": of(Scored::N3), "light": of(Scored::Light), "wake": of(Scored::Wake), "rem": of(Scored::Rem) })
    };
    let it = scored.statistics();
    let summary = log["levels"]["summary"].as_object().unwrap().iter();
    let summary: serde_json::Map<String, Value> = summary
        .map(|(stage, told)| (stage.clone(), told["minutes"].clone()))
        .collect();
    Some(json!({
        "tib_min": it.in_bed_s / 60.0, "stage_min": minutes(&scored), "tst_min": it.asleep_s / 60.0,
        "sol_min": it.latency_s / 60.0, "waso_min": it.waso_s / 60.0,
        // The oracle tells six decimals.
        "se_tst_over_tib": (of_night(&laid_over).unwrap().of_time_in_bed * 1e6).round() / 1e6,
        "fitbit_efficiency_field": log["efficiency"], "fitbit_summary": summary,
        "without_short_overlay_min": minutes(&Hypnogram::of_night(&resolved(log, long)).unwrap()),
        "awakenings_ge_5min": scored.awakenings(300.0),
    }))
}

/// The clock of the night is nobody's; any will do.
fn instant(text: &Value) -> DateTime<Utc> {
    text.as_str().unwrap().parse::<NaiveDateTime>().unwrap().and_utc()
}

fn stages(levels: &Value) -> Vec<Stage> {
    let stage = |level: &Value| {
        let start = instant(&level["dateTime"]);
        Stage {
            stage: SleepStage::from_vendor("fitbit", "stages", level["level"].as_str().unwrap()).unwrap(),
            start,
            end: start + TimeDelta::seconds(level["seconds"].as_i64().unwrap()),
        }
    };
    levels.as_array().unwrap().iter().map(stage).collect()
}

fn resolved(log: &Value, stages: Vec<Stage>) -> Night {
    let key = SourceKey {
        provider: "fitbit".into(),
        origin: String::new(),
        recording: Recording::Automatic,
    };
    let session = Session {
        source: Arc::new(Source {
            key,
            name: String::new(),
            device_kind: DeviceKind::Watch,
            device: Device::default(),
            revision: Revision::LastWins,
        }),
        record: None,
        start: instant(&log["startTime"]),
        end: instant(&log["endTime"]),
        attributes: Attributes::default(),
        detail: Detail::Sleep(Sleep {
            stages,
            ..Sleep::default()
        }),
    };
    nights(&[session], &Preferences::in_zone(chrono_tz::UTC)).swap_remove(0)
}
