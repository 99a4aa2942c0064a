use super::*;
use crate::session::WorkoutPart;

const MINUTE: i64 = 60;

fn leg(origin: &str, sport: Sport, (from, to): (i64, i64)) -> Session {
    workout(origin, DeviceKind::Watch, sport, (from * MINUTE, to * MINUTE))
}

fn with_parts(whole: Session, parts: &[(Sport, i64, i64)]) -> Session {
    let begin = whole.start;
    with(whole, |it| {
        it.parts = parts
            .iter()
            .map(|&(sport, from, to)| WorkoutPart {
                external_id: None,
                sport: Some(sport),
                start: begin + TimeDelta::minutes(from),
                end: begin + TimeDelta::minutes(to),
                timer_s: None,
                statistics: Vec::new(),
            })
            .collect();
    })
}

/// Writes every group as `members(children)`.
fn tree(sessions: &[Session]) -> String {
    fn write(group: &WorkoutGroup) -> String {
        let mut members: Vec<String> = group.members.iter().map(usize::to_string).collect();
        members.sort();
        let children: Vec<String> = group.children.iter().map(write).collect();
        let inside = if children.is_empty() {
            String::new()
        } else {
            format!("({})", children.join(" "))
        };
        members.join("+") + &inside
    }
    let groups = group_workouts(sessions, "ada", &Preferences::default());
    groups.iter().map(write).collect::<Vec<_>>().join(" ")
}

/// Swim, ride and run, with transitions in between.
fn legs(origin: &str) -> Vec<Session> {
    [
        (Sport::OpenWaterSwimming, (0, 28)),
        (Sport::RoadCycling, (31, 100)),
        (Sport::Running, (102, 150)),
    ]
    .map(|(sport, minutes)| leg(origin, sport, minutes))
    .to_vec()
}

const PARTS: [(Sport, i64, i64); 5] = [
    (Sport::Swimming, 0, 28),
    (Sport::Transition, 28, 31),
    (Sport::Cycling, 31, 100),
    (Sport::Transition, 100, 102),
    (Sport::Running, 102, 150),
];

fn triathlon(origin: &str) -> Session {
    leg(origin, Sport::Triathlon, (0, 150))
}

#[test]
fn a_triathlon_and_its_three_records_are_one_workout_with_three_parts() {
    for whole in [triathlon("a"), with_parts(triathlon("a"), &PARTS)] {
        assert_eq!(tree(&[vec![whole], legs("b")].concat()), "0(1 2 3)");
    }
}

#[test]
fn one_source_may_give_the_whole_and_its_parts() {
    let transitions = [(28, 31), (100, 102)].map(|it| leg("a", Sport::Transition, it));
    let all = [
        vec![with_parts(triathlon("a"), &PARTS)],
        legs("a"),
        transitions.to_vec(),
    ]
    .concat();
    assert_eq!(tree(&all), "0(1 4 2 5 3)");
}

#[test]
fn twins_of_parts_are_one_child_and_twins_of_wholes_one_parent() {
    let all = [
        vec![triathlon("a"), leg("c", Sport::Multisport, (1, 150))],
        legs("a"),
        legs("b"),
    ]
    .concat();
    assert_eq!(tree(&all), "0+1(2+5 3+6 4+7)");
}

#[test]
fn parts_of_which_some_have_no_record_are_no_hindrance() {
    let run_only = legs("b").split_off(2);
    assert_eq!(
        tree(&[vec![with_parts(triathlon("a"), &PARTS)], run_only].concat()),
        "0(1)"
    );
}

#[test]
fn records_that_nobody_recorded_as_a_whole_stay_workouts() {
    assert_eq!(tree(&[legs("a"), legs("b")].concat()), "0+3 1+4 2+5");
}

#[test]
fn a_swim_that_is_none_of_the_parts_belongs_to_nobody() {
    let brick = with_parts(
        leg("a", Sport::Duathlon, (0, 120)),
        &[(Sport::Cycling, 0, 80), (Sport::Running, 82, 120)],
    );
    let during = leg("b", Sport::Swimming, (20, 50));
    assert_eq!(tree(&[brick.clone(), during]), "0 1");
    let before = leg("b", Sport::Swimming, (-40, -5));
    assert_eq!(tree(&[before, brick]), "0 1");
}

#[test]
fn a_run_with_intervals_is_no_multisport_workout() {
    let intervals = with_parts(
        leg("a", Sport::Running, (0, 60)),
        &[(Sport::Running, 0, 20), (Sport::TrailRunning, 20, 60)],
    );
    assert_eq!(tree(&[intervals, leg("b", Sport::Running, (5, 15))]), "0 1");
}

#[test]
fn parts_of_different_sports_make_a_whole_of_any_sport() {
    let whole = with_parts(leg("a", Sport::Cycling, (0, 150)), &PARTS);
    assert_eq!(tree(&[vec![whole], legs("b")].concat()), "0(1 2 3)");
}

#[test]
fn a_brick_inside_a_triathlon_is_a_part_with_parts() {
    let brick = leg("b", Sport::Duathlon, (31, 150));
    let all = [vec![triathlon("a"), brick], legs("c")].concat();
    assert_eq!(tree(&all), "0(2 1(3 4))");
}

#[test]
fn wholes_inside_wholes_without_end_are_cut_at_the_fourth_level() {
    let all: Vec<Session> = (0..12).map(|at| leg("a", Sport::Multisport, (at, 300 - at))).collect();
    assert_eq!(tree(&all), "0(1(2(3(4 5 6 7 8 9 10 11))))");
}

#[test]
fn a_day_out_that_holds_the_triathlon_is_not_its_part() {
    let day = leg("b", Sport::Cycling, (-60, 400));
    assert_eq!(tree(&[day, with_parts(triathlon("a"), &PARTS)]), "0 1");
}

#[test]
fn a_record_of_no_sport_that_lasts_as_long_is_the_whole() {
    assert_eq!(tree(&[triathlon("a"), leg("b", Sport::Other, (1, 149))]), "0+1");
}

#[test]
fn a_whole_counts_once_however_many_records_its_parts_have() {
    let all = [
        vec![triathlon("a")],
        legs("a"),
        legs("b"),
        vec![leg("b", Sport::Running, (300, 330))],
    ]
    .concat();
    let groups = group_workouts(&all, "ada", &Preferences::default());
    let minutes: i64 = groups
        .iter()
        .map(|group| merge_group(group, &all).session)
        .map(|it| (it.end - it.start).num_minutes())
        .sum();
    assert_eq!((groups.len(), minutes), (2, 180));
    assert!(groups[0].holds(all[5].id("ada")));
    assert_eq!(merge_group(&groups[0], &all).children.len(), 3);
}

#[test]
fn who_is_the_part_of_whom_does_not_depend_on_the_order() {
    let mut all = [
        vec![triathlon("a"), leg("b", Sport::Duathlon, (31, 150))],
        legs("c"),
        legs("a"),
    ]
    .concat();
    let shape = |all: &[Session]| -> Vec<Vec<ContentId>> {
        let groups = group_workouts(all, "ada", &Preferences::default());
        groups.iter().map(WorkoutGroup::records).collect()
    };
    let expected = shape(&all);
    for _ in 0..all.len() {
        all.rotate_left(1);
        assert_eq!(shape(&all), expected);
    }
}
