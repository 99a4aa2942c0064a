//! Activity files that vendors give out beside what they say of the workout: one object, whatever comes first.

use std::fs;
use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use vitasync_core::aggregate::Bucket;
use vitasync_core::session::{Detail, Session, StatisticKind, Workout};
use vitasync_core::time::ZoneHistory;
use vitasync_core::{History, Metric};
use vitasync_providers::Provider;
use vitasync_providers::client::{Connection, Delivery, Exchange, replay};
use vitasync_providers::provider::{Account, Request, Response};
use vitasync_providers::vendors::{coros::Coros, garmin::Garmin, suunto::Suunto};

use super::writer::{Fit, TEN};

const SUUNTO: &str = r#"{"payload":[{"workoutKey":"k","activityId":1,"startTime":1767261600000,"stopTime":1767261660000,
    "totalTime":55.0,"timeOffsetInMinutes":60,"totalDistance":180.5,"avgSpeed":3.1,"isManuallyAdded":false}]}"#;
const COROS: &str = r#"{"result":"0000","data":[{"labelId":"9","mode":77,"startTime":1767261600,"endTime":1767261660,"startTimezone":4,
    "duration":55,"distance":180,"fitUrl":"https://oss.coros.com/fit/1/9.fit"}]}"#;
const GARMIN: &str = r#"[{"activityId":14001,"activityName":"Morning Run","activityDescription":"By the river","activityType":"RUNNING",
    "startTimeInSeconds":1767261600,"startTimeOffsetInSeconds":3600,"durationInSeconds":60,"distanceInMeters":180.5}]"#;
const GARMIN_DETAILS: &str = r#"[{"activityId":14001,"summary":{"activityName":"Morning Run","activityType":"RUNNING",
    "startTimeInSeconds":1767261600,"startTimeOffsetInSeconds":3600,"durationInSeconds":60},
    "samples":[{"startTimeInSeconds":1767261630,"heartRate":131}],"laps":[]}]"#;

/// A run of a minute from 2026-01-01T10:00:00Z, with records for half of it.
fn run() -> Vec<u8> {
    Fit::activity().records(TEN, 30).session(1, TEN, 60).finish()
}

fn connection() -> Connection {
    Connection {
        id: "c".to_owned(),
        account: Account::default(),
        zones: ZoneHistory::always(chrono_tz::Europe::Berlin),
        connected_at: DateTime::UNIX_EPOCH,
    }
}

/// Decodes an answer that came some minutes after noon.
fn answered(provider: &dyn Provider, request: &Request, body: impl Into<Vec<u8>>, minute: i64) -> Delivery {
    let noon: DateTime<Utc> = "2026-01-01T12:00:00Z".parse().unwrap();
    let exchange = Exchange {
        provider: provider.spec().slug.to_owned(),
        request: request.clone(),
        response: Response::new(200, body, noon + TimeDelta::minutes(minute)),
    };
    replay(provider, &connection(), &exchange).unwrap()
}

/// What the list says, and what the file it leads to does.
fn both(provider: &dyn Provider, list: &str, file: Vec<u8>) -> [Delivery; 2] {
    let request = Request::get("list workouts", "").query("offset", 0);
    let summary = answered(provider, &request, list, 0);
    let page = provider
        .decode(&request, &Response::new(200, list, DateTime::UNIX_EPOCH))
        .unwrap();
    let fetch = page.follow.first().unwrap();
    [summary, answered(provider, fetch, file, 1)]
}

fn history(deliveries: &[&Delivery]) -> History {
    let mut history = History::default();
    for delivery in deliveries {
        let (batch, loose) = Delivery::clone(delivery).into_batch();
        assert!(loose.is_empty());
        history.add(&batch);
    }
    history
}

/// Everything a history answers.
fn all(history: &History) -> (Vec<Session>, Vec<(Metric, String)>) {
    let values = |metric| format!("{:?}", history.aggregate(metric, Bucket::Minute));
    let samples = history.metrics().into_iter().map(|metric| (metric, values(metric)));
    (history.sessions().cloned().collect(), samples.collect())
}

fn inside(session: &Session) -> &Workout {
    let Detail::Workout(workout) = &session.detail else {
        panic!("a workout")
    };
    workout
}

fn count(delivery: &Delivery, metric: Metric) -> usize {
    delivery.samples.iter().filter(|it| it.sample.metric == metric).count()
}

#[test]
fn a_workout_and_its_file_are_one_object_whichever_comes_first() {
    for (provider, list) in [(&Suunto as &dyn Provider, SUUNTO), (&Coros, COROS)] {
        let [summary, file] = both(provider, list, run());
        let expected = all(&history(&[&summary, &file]));
        assert_eq!(expected.0.len(), 1);
        assert_eq!(expected, all(&history(&[&file, &summary])));
        assert_eq!(expected, all(&history(&[&summary, &file, &summary, &file, &summary])));
        assert_eq!(count(&file, Metric::HeartRate), 30);
        let key = &summary.sessions[0].record.as_ref().unwrap().key;
        assert!(file.samples.iter().all(|it| it.record.as_ref().unwrap().key == *key));
        let mut history = history(&[&summary, &file]);
        history.delete(key.clone());
        assert_eq!(all(&history), (vec![], vec![]));
    }
}

#[test]
fn what_the_vendor_says_stays_and_the_file_adds_the_rest() {
    let [summary, file] = both(&Suunto, SUUNTO, run());
    let (told, whole) = (&summary.sessions[0], &file.sessions[0]);
    assert_eq!(
        (told.start, told.end, &told.source),
        (whole.start, whole.end, &whole.source)
    );
    assert_eq!(
        (inside(whole).timer_s, inside(whole).sport),
        (Some(55.0), inside(told).sport)
    );
    let distances: Vec<f64> = [Metric::Distance, Metric::DistanceWalkingRunning]
        .iter()
        .filter_map(|metric| inside(whole).statistic(*metric, StatisticKind::Sum))
        .collect();
    assert_eq!(distances, [180.5]);
    let [_, file] = both(&Coros, COROS, run());
    assert_eq!(inside(&file.sessions[0]).sport.id(), "running"); // the mode says nothing, the file does
}

#[test]
fn a_revised_summary_counts_once_its_file_has_come_again() {
    let [old, old_file] = both(&Suunto, SUUNTO, run());
    let [mut new, mut new_file] = both(&Suunto, &SUUNTO.replace("180.5", "200.0"), run());
    for (delivery, minute) in [(&mut new, 10), (&mut new_file, 11)] {
        let later = |version: &mut Option<u64>| *version = version.map(|it| it + minute * 60_000);
        delivery
            .sessions
            .iter_mut()
            .for_each(|it| later(&mut it.record.as_mut().unwrap().revision));
        for sample in &mut delivery.samples {
            later(&mut std::sync::Arc::make_mut(sample.record.as_mut().unwrap()).revision);
        }
    }
    let expected = all(&history(&[&old, &old_file, &new, &new_file]));
    assert_eq!(
        inside(&expected.0[0]).statistic(Metric::Distance, StatisticKind::Sum),
        Some(200.0)
    );
    assert_eq!(expected, all(&history(&[&new_file, &old_file, &new, &old])));
}

#[test]
fn what_a_device_counts_for_the_day_is_no_sample_of_a_workout() {
    // A sport without a distance of its own.
    let [_, file] = both(
        &Suunto,
        SUUNTO,
        Fit::activity().records(TEN, 30).session(31, TEN, 60).finish(),
    );
    assert_eq!(
        (count(&file, Metric::Distance), count(&file, Metric::HeartRate)),
        (0, 30)
    );
}

#[test]
fn a_file_that_breaks_off_gives_what_stands_before_the_break() {
    let mut bytes = run();
    bytes.truncate(bytes.len() / 2);
    let [_, file] = both(&Suunto, SUUNTO, bytes);
    assert!((1..30).contains(&count(&file, Metric::HeartRate)));
    assert_eq!((file.sessions.len(), file.rejected.len()), (1, 1));
}

#[test]
fn an_activity_of_garmins_is_one_whatever_comes_first_and_its_words_stay() {
    let ask = Request::get;
    let summary = answered(&Garmin, &ask("read activities", ""), GARMIN, 2);
    let details = answered(&Garmin, &ask("read activityDetails", ""), GARMIN_DETAILS, 1);
    let fetch = ask("fetch activity file", "")
        .once()
        .note("activity", "14001")
        .note("title", "Morning Run");
    let file = answered(&Garmin, &fetch, run(), 0);
    let alone = all(&history(&[&file]));
    assert_eq!(inside(&alone.0[0]).title.as_deref(), Some("Morning Run"));
    let [s, d, f] = [&summary, &details, &file];
    let expected = all(&history(&[s, d, f]));
    for order in [[s, f, d], [d, s, f], [d, f, s], [f, s, d], [f, d, s]] {
        assert_eq!(expected, all(&history(&order)));
    }
    assert_eq!(
        (expected.0.len(), inside(&expected.0[0]).vendor_sport.as_deref()),
        (1, Some("RUNNING"))
    );
    let beats = |deliveries: &[&Delivery]| {
        let history = history(deliveries);
        let blocks = history.received(Metric::HeartRate).into_iter().flat_map(|it| it.blocks);
        blocks.map(|block| block.all_rows().len()).sum::<usize>()
    };
    assert_eq!((beats(&[f]), beats(&[d]), beats(&[s, d, f])), (30, 1, 31)); // neither displaces the other's
}

#[test]
fn a_file_that_was_already_read_is_read_the_same_from_what_is_stored() {
    let [_, file] = both(&Suunto, SUUNTO, run());
    let [_, again] = both(&Suunto, SUUNTO, run());
    assert_eq!(file, again);
}

#[test]
fn real_files_lose_nothing_on_their_way_through_a_vendor() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/fit");
    if !folder.is_dir() {
        eprintln!("skipped: there are no real files in {}", folder.display());
        return;
    }
    let mut read = 0;
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = fs::read(&path).unwrap();
            let Ok(found) = super::try_read(bytes.clone()) else {
                continue;
            };
            if bytes.get(8..12) != Some(b".FIT") {
                continue; // packed: vendors send files as they are
            }
            let counted = ["steps", "distance", "active_energy"];
            let expected = found.samples.iter().filter(|it| !counted.contains(&it.metric)).count();
            let [_, file] = both(&Suunto, SUUNTO, bytes);
            assert_eq!(file.samples.len(), expected, "{}", path.display());
            read += 1;
        }
    }
    println!("{read} files");
}
