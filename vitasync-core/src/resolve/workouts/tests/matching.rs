use super::*;

fn is_one(a: Session, b: Session) -> bool {
    groups(&[a, b]).len() == 1
}

fn of(origin: &str, sport: Sport) -> Session {
    workout(origin, DeviceKind::Watch, sport, (0, 2700))
}

#[test]
fn a_short_run_and_the_next_that_begins_90_seconds_later_are_two() {
    let (warm_up, run_after) = (run("a", (0, 80)), run("b", (90, 2790)));
    assert!(!is_one(warm_up.clone(), run_after));
    let interval = run("b", (90, 170));
    assert!(!is_one(warm_up.clone(), interval.clone()));
    // TrainStack's rule cannot tell them apart.
    assert_eq!(groups_by(Matcher::TrainStack, &[warm_up, interval]).len(), 1);
}

#[test]
fn runs_that_begin_90_seconds_apart_and_overlap_are_one() {
    assert!(is_one(run("a", (0, 1200)), run("b", (90, 1200))));
    assert!(is_one(run("a", (0, 1200)), run("b", (90, 1290))));
    // Five minutes under clocks that are 90 seconds apart.
    assert!(is_one(run("a", (0, 300)), run("b", (90, 390))));
}

#[test]
fn runs_that_share_half_at_most_are_two() {
    assert!(is_one(run("a", (0, 181)), run("b", (90, 271))));
    assert!(!is_one(run("a", (0, 180)), run("b", (90, 270))));
    // Stopped too late, begun too early: they overlap, but are no twins.
    assert!(!is_one(run("a", (0, 630)), run("b", (600, 1230))));
    // Between half and four fifths, near beginnings and ends are needed: here they are more than two minutes apart.
    assert!(!is_one(run("a", (0, 1000)), run("b", (300, 1300))));
}

#[test]
fn runs_that_only_touch_are_two() {
    assert!(!is_one(run("a", (0, 600)), run("b", (600, 1200))));
    assert!(!is_one(run("a", (0, 60)), run("b", (60, 120))));
}

#[test]
fn a_warm_up_inside_the_record_of_the_whole_is_not_the_whole() {
    let whole = run("app", (0, 2790));
    let sessions = [run("watch", (0, 80)), run("watch", (90, 2790)), whole];
    assert_eq!(groups(&sessions), [vec![0], vec![2, 1]]);
}

#[test]
fn a_record_joins_the_nearest_of_two_that_it_matches() {
    // By TrainStack's rule the phone's record matches both of the watch's.
    let sessions = [
        run("watch", (0, 100)),
        run("watch", (102, 202)),
        run("phone", (104, 204)),
    ];
    assert_eq!(groups_by(Matcher::TrainStack, &sessions), [vec![0], vec![2, 1]]);
}

#[test]
fn four_fifths_of_the_shorter_and_of_the_length_are_enough() {
    assert!(is_one(run("a", (0, 2000)), run("b", (0, 1600))));
    assert!(!is_one(run("a", (0, 2000)), run("b", (0, 1599))));
    assert!(is_one(run("a", (0, 1000)), run("b", (200, 1200))));
    assert!(!is_one(run("a", (0, 1000)), run("b", (201, 1201))));
}

#[test]
fn a_timer_agrees_with_a_length_that_leaves_pauses_out() {
    let paused = with(run("a", (0, 3600)), |it| it.timer_s = Some(2700.0));
    assert!(is_one(paused.clone(), run("b", (0, 2690))));
    assert!(!is_one(paused, run("b", (0, 2000))));
}

#[test]
fn a_sport_that_says_nothing_goes_with_every_sport() {
    assert!(is_one(of("a", Sport::Other), of("b", Sport::StrengthTraining)));
    assert!(is_one(of("a", Sport::Generic), of("b", Sport::Swimming)));
}

#[test]
fn words_that_sources_mix_up_go_together() {
    for (a, b) in [
        (Sport::FunctionalTraining, Sport::Hiit),
        (Sport::Cardio, Sport::IndoorRowing),
        (Sport::Yoga, Sport::Barre),
        (Sport::TrailRunning, Sport::Hiking),
        (Sport::Golf, Sport::Walking),
        (Sport::TrackAndField, Sport::TrackRunning),
        (Sport::Mountaineering, Sport::RockClimbing),
    ] {
        assert!(is_one(of("a", a), of("b", b)), "{a} and {b}");
    }
}

#[test]
fn sports_that_nobody_mixes_up_stay_apart() {
    for (a, b) in [
        (Sport::Running, Sport::Walking),
        (Sport::Running, Sport::Swimming),
        (Sport::StrengthTraining, Sport::Yoga),
        (Sport::Cycling, Sport::StrengthTraining),
        (Sport::Golf, Sport::DogWalking),
    ] {
        assert!(!is_one(of("a", a), of("b", b)), "{a} and {b}");
    }
}

#[test]
fn a_treadmill_and_a_foot_pod_may_disagree_about_the_way() {
    let far = |session, metres| {
        with(session, |it| {
            it.statistics.push(sum(Metric::DistanceWalkingRunning, metres))
        })
    };
    let treadmill = far(of("a", Sport::TreadmillRunning), 8000.0);
    assert!(is_one(treadmill.clone(), far(of("b", Sport::Running), 6100.0)));
    assert!(!is_one(treadmill, far(of("b", Sport::Running), 5900.0)));
}

#[test]
fn there_and_back_and_the_same_time_on_another_day_are_two() {
    let ride = |origin, seconds| workout(origin, DeviceKind::Phone, Sport::Cycling, seconds);
    assert!(!is_one(ride("a", (0, 1500)), ride("b", (32_400, 33_900))));
    assert!(!is_one(ride("a", (0, 1500)), ride("b", (86_400, 87_900))));
}
