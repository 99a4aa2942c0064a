use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::super::Selector;
use super::super::testing::{source, utc};
use super::*;
use crate::record::RecordKey;
use crate::session::{Statistic, StatisticKind};
use crate::source::{Attributes, DeviceKind};
use crate::sport::Sport;

mod identity;
mod links;
mod matching;
mod measured;
mod multisport;

/// A workout that begins and ends so many seconds after 07:00.
fn workout(origin: &str, kind: DeviceKind, sport: Sport, (start, end): (i64, i64)) -> Session {
    let at = |seconds: i64| utc("2025-06-15T07:00:00Z") + TimeDelta::seconds(seconds);
    Session {
        source: Arc::new(source(origin, kind)),
        record: None,
        start: at(start),
        end: at(end),
        attributes: Attributes::default(),
        detail: Detail::Workout(Box::new(Workout::new(sport))),
    }
}

fn run(origin: &str, seconds: (i64, i64)) -> Session {
    workout(origin, DeviceKind::Watch, Sport::Running, seconds)
}

/// Gives a session the vendor's id.
fn named(mut session: Session, id: &str) -> Session {
    session.record = Some(RecordKey::new("test", "workout", id).into());
    session
}

fn with(mut session: Session, change: impl FnOnce(&mut Workout)) -> Session {
    if let Detail::Workout(workout) = &mut session.detail {
        change(workout);
    }
    session
}

fn sum(metric: Metric, value: f64) -> Statistic {
    Statistic {
        metric,
        kind: StatisticKind::Sum,
        value,
    }
}

fn groups_by(matcher: Matcher, sessions: &[Session]) -> Vec<Vec<usize>> {
    let groups = group_workouts(sessions, "ada", &Preferences::default().with_matcher(matcher));
    groups.into_iter().map(|group| group.members).collect()
}

fn groups(sessions: &[Session]) -> Vec<Vec<usize>> {
    groups_by(Matcher::Overlap, sessions)
}

#[test]
fn a_run_seen_by_two_sources_some_seconds_apart_is_one() {
    assert_eq!(groups(&[run("a", (0, 2700)), run("b", (25, 2760))]).len(), 1);
}

#[test]
fn two_runs_in_sequence_stay_two() {
    let first = run("a", (0, 600));
    assert_eq!(groups(&[first.clone(), run("b", (690, 1290))]).len(), 2);
    assert_eq!(groups_by(Matcher::TrainStack, &[first, run("b", (690, 1290))]).len(), 2);
}

#[test]
fn records_of_one_source_never_meet() {
    let twin = |id: &str| named(run("a", (0, 2700)), id);
    assert_eq!(groups(&[twin("1"), twin("2")]).len(), 2);
}

#[test]
fn a_record_that_is_given_twice_counts_once() {
    let old = named(run("a", (0, 2700)), "1");
    let new = named(run("a", (0, 2760)), "1");
    assert_eq!(groups(&[old.clone(), new.clone()]), [[1]]);
    let revised = |session: &Session, revision| {
        let mut session = session.clone();
        session.record.as_mut().expect("it has an id").revision = Some(revision);
        session
    };
    assert_eq!(groups(&[revised(&new, 2), revised(&old, 1)]), [[0]]);
}

#[test]
fn a_ride_is_no_run_and_a_hike_is_a_walk() {
    let of = |sport, origin| workout(origin, DeviceKind::Watch, sport, (0, 2700));
    assert_eq!(groups(&[of(Sport::Running, "a"), of(Sport::Cycling, "b")]).len(), 2);
    assert_eq!(
        groups(&[of(Sport::Running, "a"), of(Sport::TrailRunning, "b")]).len(),
        1
    );
    assert_eq!(groups(&[of(Sport::Walking, "a"), of(Sport::Hiking, "b")]).len(), 1);
}

#[test]
fn a_walk_inside_a_long_hike_is_not_the_hike() {
    let hike = workout("a", DeviceKind::Watch, Sport::Hiking, (0, 4 * 3600));
    let walk = workout("b", DeviceKind::Phone, Sport::Walking, (3600, 4200));
    assert_eq!(groups(&[hike, walk]).len(), 2);
}

#[test]
fn a_long_pause_is_overlooked_where_the_timers_agree() {
    let timed = |session, seconds| with(session, |it| it.timer_s = Some(seconds));
    let paused = timed(run("a", (0, 3600)), 2700.0);
    let moving = timed(run("b", (0, 2710)), 2690.0);
    assert_eq!(groups(&[paused, moving.clone()]).len(), 1);
    assert_eq!(groups(&[run("a", (0, 3600)), moving]).len(), 2);
}

#[test]
fn distances_that_disagree_keep_two_apart() {
    let far = |session, metres| {
        with(session, |it| {
            it.statistics.push(sum(Metric::DistanceWalkingRunning, metres))
        })
    };
    let (a, b) = (run("a", (0, 2700)), run("b", (10, 2700)));
    assert_eq!(groups(&[far(a.clone(), 10_000.0), far(b.clone(), 9000.0)]).len(), 1);
    assert_eq!(groups(&[far(a.clone(), 10_000.0), far(b.clone(), 8900.0)]).len(), 2);
    assert_eq!(groups(&[far(a, 10_000.0), b]).len(), 1);
}

#[test]
fn train_stacks_borders_match() {
    let is_one = |b| groups_by(Matcher::TrainStack, &[run("a", (0, 1000)), run("b", b)]).len() == 1;
    assert!(is_one((120, 1120)));
    assert!(!is_one((121, 1121)));
    assert!(is_one((0, 900)));
    assert!(!is_one((0, 899)));
    let trail = workout("b", DeviceKind::Watch, Sport::TrailRunning, (0, 1000));
    assert_eq!(groups_by(Matcher::TrainStack, &[run("a", (0, 1000)), trail]).len(), 2);
}

#[test]
fn a_chain_of_near_matches_is_not_one_workout() {
    // The second matches both, the first and the third do not match.
    let chain = [run("a", (0, 1000)), run("b", (180, 1180)), run("c", (360, 1360))];
    assert_eq!(groups(&chain), [vec![0, 1], vec![2]]);
}

#[test]
fn the_smallest_identity_names_the_group_and_the_best_source_shows_it() {
    let app = workout("a", DeviceKind::App, Sport::Running, (0, 2700));
    let sessions = [app, run("b", (0, 2700)), run("c", (0, 2700))];
    let sessions = sessions.map(|it| {
        if it.source.key.origin == "c" {
            with(it, |it| it.timer_s = Some(1.0))
        } else {
            it
        }
    });
    let group = group_workouts(&sessions, "ada", &Preferences::default()).remove(0);
    assert_eq!((group.primary, &group.members[..]), (2, &[2, 1, 0][..]));
    assert_eq!(Some(group.session_id), sessions.iter().map(|it| it.id("ada")).min());
    let priority = Priority {
        general: vec![Selector::device_kind(DeviceKind::App)],
        ..Priority::default()
    };
    assert_eq!(
        group_workouts(&sessions, "ada", &Preferences::default().with_priority(priority))[0].primary,
        0
    );
}

#[test]
fn a_bike_computer_shows_rides() {
    let ride = |origin, kind| workout(origin, kind, Sport::Cycling, (0, 2700));
    let sessions = [ride("a", DeviceKind::Watch), ride("b", DeviceKind::BikeComputer)];
    assert_eq!(groups(&sessions), [[1, 0]]);
}

#[test]
fn what_the_primary_lacks_comes_from_the_others() {
    let watch = with(run("watch", (0, 2700)), |it| {
        it.statistics.push(sum(Metric::ActiveEnergy, 400.0))
    });
    let app = workout("app", DeviceKind::App, Sport::Running, (5, 2700));
    let mut app = with(app, |it| {
        it.title = Some("Morning run".into());
        it.statistics = vec![
            sum(Metric::ActiveEnergy, 390.0),
            sum(Metric::DistanceWalkingRunning, 9000.0),
        ];
    });
    app.attributes.start_offset_s = Some(7200);
    let sessions = [app, watch];
    let group = group_workouts(&sessions, "ada", &Preferences::default()).remove(0);
    let merged = merge_group(&group, &sessions);
    let Detail::Workout(workout) = &merged.session.detail else {
        panic!("it is a workout");
    };
    assert_eq!(workout.title.as_deref(), Some("Morning run"));
    assert_eq!(workout.statistic(Metric::ActiveEnergy, StatisticKind::Sum), Some(400.0));
    assert_eq!(
        workout.statistic(Metric::DistanceWalkingRunning, StatisticKind::Sum),
        Some(9000.0)
    );
    assert_eq!(
        (merged.session.start, merged.session.attributes.start_offset_s),
        (sessions[1].start, Some(7200))
    );
    insta::assert_snapshot!(format!("{:?}", merged.field_sources), @r#"{"elapsed_s": 1, "end": 1, "source": 1, "sport": 1, "start": 1, "start_offset_s": 0, "statistics.active_energy.sum": 1, "statistics.distance_walking_running.sum": 0, "title": 0}"#);
}

#[test]
fn every_field_of_a_merged_workout_says_whose_it_is() {
    let mut watch = named(workout("watch", DeviceKind::Watch, Sport::Other, (0, 2700)), "7");
    watch.attributes.remarks.insert("weather".into(), "rain".into());
    let watch = with(watch, |it| it.vendor_sport = Some("Kettlebells".into()));
    let app = with(
        workout("app", DeviceKind::App, Sport::StrengthTraining, (5, 2700)),
        |it| {
            it.timer_s = Some(2400.0);
            it.vendor_sport = Some("WeightTraining".into());
        },
    );
    let sessions = [app, watch];
    let merged = merge_group(&group_workouts(&sessions, "ada", &Preferences::default())[0], &sessions);
    insta::assert_snapshot!(format!("{:?}", merged.field_sources), @r#"{"elapsed_s": 1, "end": 1, "record": 1, "remarks": 1, "source": 1, "sport": 0, "start": 1, "timer_s": 0, "vendor_sport": 0}"#);
    let Detail::Workout(workout) = &merged.session.detail else {
        panic!("it is a workout");
    };
    // A sport that says nothing gives way, together with its word.
    assert_eq!(
        (workout.sport, workout.vendor_sport.as_deref()),
        (Sport::StrengthTraining, Some("WeightTraining"))
    );
}

#[test]
fn a_timer_that_runs_longer_than_the_workout_is_not_taken_over() {
    let watch = run("watch", (0, 2700));
    let app = with(workout("app", DeviceKind::App, Sport::Running, (0, 2900)), |it| {
        it.timer_s = Some(2850.0)
    });
    let sessions = [watch, app];
    let merged = merge_group(&group_workouts(&sessions, "ada", &Preferences::default())[0], &sessions);
    let Detail::Workout(workout) = &merged.session.detail else {
        panic!("it is a workout");
    };
    assert_eq!((workout.timer_s, merged.field_sources.get("timer_s")), (None, None));
}

#[test]
fn among_equals_more_fields_then_longer_series_then_more_statistics_are_shown() {
    let point = |at| crate::session::RoutePoint {
        at,
        latitude: 51.5,
        longitude: -0.1,
        altitude_m: None,
        speed_m_s: None,
        course_deg: None,
        accuracy_m: None,
    };
    let [bare, other] = ["a", "b"].map(|origin| run(origin, (0, 2700)));
    let titled = with(other.clone(), |it| it.title = Some("Run".into()));
    assert_eq!(groups(&[bare.clone(), titled.clone()]), [[1, 0]]);
    let routed =
        |session: &Session, points: usize| with(session.clone(), |it| it.route = vec![point(session.start); points]);
    assert_eq!(groups(&[routed(&bare, 3), titled]), [[0, 1]]);
    assert_eq!(groups(&[routed(&bare, 3), routed(&other, 9)]), [[1, 0]]);
    let summed = |session: Session, metrics: &[Metric]| {
        with(session, |it| {
            it.statistics.extend(metrics.iter().map(|it| sum(*it, 1.0)))
        })
    };
    let more = [Metric::ActiveEnergy, Metric::Steps];
    assert_eq!(groups(&[summed(bare, &more[..1]), summed(other, &more)]), [[1, 0]]);
}

#[test]
fn samples_beside_a_session_count_as_its_series() {
    let sessions = ["a", "b"].map(|origin| run(origin, (0, 2700)));
    let primary = |samples: [usize; 2]| {
        group_workouts_counting(&sessions, "ada", &Preferences::default(), |at| samples[at])[0].primary
    };
    assert_eq!((primary([0, 0]), primary([100, 2700]), primary([2700, 100])), (0, 1, 0));
}

#[test]
fn workouts_of_a_flight_keep_their_own_clocks() {
    let in_zone = |hours: i32, origin: &str, seconds| {
        let mut session = run(origin, seconds);
        session.attributes.start_offset_s = Some(hours * 3600);
        session
    };
    let sessions = [in_zone(9, "a", (0, 1800)), in_zone(-7, "a", (40_000, 41_800))];
    let found = group_workouts(&sessions, "ada", &Preferences::default());
    let offsets: Vec<_> = found
        .iter()
        .map(|group| merge_group(group, &sessions).session.attributes.start_offset_s)
        .collect();
    assert_eq!(offsets, [Some(9 * 3600), Some(-7 * 3600)]);
}

fn sessions() -> impl Strategy<Value = Vec<Session>> {
    let one = (0_usize..3, 0_i64..20, 1_i64..15, any::<bool>());
    prop::collection::vec(one, 0..14).prop_map(|all| {
        let distinct: std::collections::BTreeSet<_> = all.into_iter().collect();
        let session = |(source, start, length, is_run): (usize, i64, i64, bool)| {
            let sport = if is_run { Sport::Running } else { Sport::Cycling };
            let seconds = (start * 120, (start + length) * 120);
            workout(["a", "b", "c"][source], DeviceKind::Watch, sport, seconds)
        };
        distinct.into_iter().map(session).collect()
    })
}

/// Groups as sets of what identifies their members, and their primaries.
fn identified(sessions: &[Session], matcher: Matcher) -> Vec<(ContentId, Vec<ContentId>)> {
    let groups = group_workouts(sessions, "ada", &Preferences::default().with_matcher(matcher));
    let ids = |group: &WorkoutGroup| group.members.iter().map(|&at| sessions[at].id("ada")).collect();
    groups.iter().map(|group| (group.session_id, ids(group))).collect()
}

proptest! {
    #[test]
    fn every_workout_is_in_one_group_whose_members_all_match(all in sessions(), train_stack in any::<bool>()) {
        let matcher = if train_stack { Matcher::TrainStack } else { Matcher::Overlap };
        let groups = group_workouts(&all, "ada", &Preferences::default().with_matcher(matcher));
        let mut members: Vec<usize> = groups.iter().flat_map(|group| group.members.clone()).collect();
        members.sort_unstable();
        prop_assert_eq!(members, (0..all.len()).collect::<Vec<_>>());
        for group in &groups {
            let mut keys: Vec<_> = group.members.iter().map(|&at| &all[at].source.key).collect();
            keys.sort();
            keys.dedup();
            prop_assert_eq!(keys.len(), group.members.len());
            let starts: Vec<DateTime<Utc>> = group.members.iter().map(|&at| all[at].start).collect();
            let ends: Vec<DateTime<Utc>> = group.members.iter().map(|&at| all[at].end).collect();
            prop_assert!(train_stack || starts.iter().max() < ends.iter().min());
        }
    }

    #[test]
    fn the_order_of_records_does_not_matter(all in sessions(), turn in 0_usize..14) {
        let mut turned = all.clone();
        turned.reverse();
        let by = turn % turned.len().max(1);
        turned.rotate_left(by);
        prop_assert_eq!(identified(&all, Matcher::Overlap), identified(&turned, Matcher::Overlap));
        prop_assert_eq!(identified(&all, Matcher::TrainStack), identified(&turned, Matcher::TrainStack));
    }
}
