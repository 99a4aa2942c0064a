//! A person of whom much is known, for tests.

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};

use super::anomaly::thresholds::Person;
use super::evidence::{Evidence, Exercise};
use super::metabolic::glucose::{Reading, Trace};
use super::sleep::Slept;
use super::sleep::testing::session;
use super::{Daily, Sex};
use crate::Preferences;
use crate::metric::Metric;
use crate::sleep_stage::SleepStage::{Awake, Deep, Light, Rem};
use crate::sport::Sport;

/// What a metric is on a usual day, and by how much it changes from day to day.
const USUAL: &[(Metric, f64, f64)] = &[
    (Metric::HeartRate, 68.0, 1.0),
    (Metric::RestingHeartRate, 55.0, 1.0),
    (Metric::SleepingHeartRateAverage, 52.0, 1.0),
    (Metric::HeartRateVariabilityRmssd, 60.0, 3.0),
    (Metric::HeartRateRecovery1min, 28.0, 2.0),
    (Metric::Vo2Max, 44.0, 0.2),
    (Metric::Steps, 8200.0, 700.0),
    (Metric::FloorsClimbed, 8.0, 1.0),
    (Metric::DistanceWalkingRunning, 6100.0, 400.0),
    (Metric::ModerateActivityDuration, 1800.0, 120.0),
    (Metric::VigorousActivityDuration, 600.0, 60.0),
    (Metric::TotalEnergy, 2500.0, 60.0),
    (Metric::DietaryEnergy, 2400.0, 80.0),
    (Metric::Weight, 74.0, 0.2),
    (Metric::BodyFatPercentage, 19.0, 0.1),
    (Metric::LeanBodyMass, 60.0, 0.1),
    (Metric::BodyMassIndex, 22.8, 0.1),
    (Metric::BloodPressureSystolic, 118.0, 2.0),
    (Metric::BloodPressureDiastolic, 75.0, 1.0),
    (Metric::SleepingWristTemperature, 34.5, 0.1),
    (Metric::RecoveryScore, 66.0, 5.0),
    (Metric::StressLevel, 30.0, 3.0),
    (Metric::SleepScore, 80.0, 3.0),
    (Metric::SleepingOxygenSaturation, 96.0, 0.3),
    (Metric::SleepingOxygenSaturationMin, 92.0, 0.8),
    (Metric::SleepingRespiratoryRate, 14.0, 0.2),
    (Metric::ApneaHypopneaIndex, 2.0, 0.3),
    (Metric::WalkingAsymmetry, 2.0, 0.2),
    (Metric::InterstitialGlucose, 102.0, 3.0),
    (Metric::TrainingStressScore, 40.0, 6.0),
];

/// Makes evidence of so many days up to a date. A day is the same whenever the evidence ends.
pub(super) fn rich(date: &str, count: i32) -> Evidence {
    let date: NaiveDate = date.parse().expect("a date");
    let first = date - TimeDelta::days(i64::from(count) - 1);
    let mut evidence = Evidence::new(date);
    evidence.person = Person {
        age_years: Some(40),
        sex: Some(Sex::Female),
        asian_bmi: false,
    };
    evidence.height_m = Some(1.80);
    for (at, (metric, usual, by)) in (0..).zip(USUAL) {
        let value = |day: i32| Some(usual + by * f64::from((day * (at + 3) + day / 9) % 7 - 3));
        let days = Daily::new(first, (0..count).map(value).collect()).expect("days");
        evidence.days.insert(*metric, days);
    }
    for day in 0..count {
        night(&mut evidence, first, day);
        if day % 3 == 0 {
            evidence.workouts.push(Exercise {
                date: first + TimeDelta::days(day.into()),
                sport: if day % 2 == 0 { Sport::Running } else { Sport::Cycling },
                minutes: f64::from(40 + day % 5),
                mean_heart_rate: Some(142.0),
            });
        }
    }
    evidence.glucose = Some(sensor(date));
    evidence
}

fn night(evidence: &mut Evidence, first: NaiveDate, day: i32) {
    let (late, long) = (i64::from(day * 4 % 9) * 5, i64::from(day * 5 % 7) * 8);
    let start =
        first.and_hms_opt(22, 30, 0).expect("a time") + TimeDelta::days(i64::from(day) - 1) + TimeDelta::minutes(late);
    let stages = [
        (Awake, 12),
        (Light, 120 + long),
        (Deep, 80),
        (Awake, 6),
        (Light, 120),
        (Rem, 95),
        (Awake, 8),
    ];
    let sessions = [session(&start.and_utc().to_rfc3339(), &stages)];
    let preferences = Preferences::in_zone(chrono_tz::UTC);
    let night = crate::resolve::nights(&sessions, &preferences).swap_remove(0);
    evidence
        .nights
        .push((Slept::of(&night, &sessions, &preferences.zones), night));
}

fn sensor(date: NaiveDate) -> Trace {
    let first: DateTime<FixedOffset> = (date - TimeDelta::days(13))
        .and_hms_opt(0, 0, 0)
        .expect("a time")
        .and_utc()
        .into();
    let reading = |at: i32| Reading {
        at: first + TimeDelta::minutes(i64::from(at) * 5),
        value: 110.0 + 30.0 * (f64::from(at) / 40.0).sin(),
    };
    Trace::new((0..14 * 288).map(reading)).expect("readings")
}
