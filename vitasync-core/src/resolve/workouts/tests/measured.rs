//! Measures both matchers on invented days whose truth is known: twins that differ as sources differ, and near misses.

use std::fmt::Write;

use super::super::{Agreement, agreement};
use super::*;

mod days;

use days::{
    Case, Chance, Labelled, commute, cropped, distances, gym, intervals, intervals_in_turn, intervals_in_turn_off,
    intervals_off, other_words, pauses_left_out, pauses_untold, pressed_twice, race, strength, three_sources,
    treadmill, trimmed, two_days, walks_in_a_hike, warm_up, wrong_hour, wrong_words,
};

/// How many days of each kind are measured.
const DAYS: i64 = 300;

const MATCHERS: [Matcher; 2] = [Matcher::Overlap, Matcher::TrainStack];

/// What a matcher should tell.
const FAIR: &[Case] = &[
    ("twins, clocks up to 90 s apart", |it| it.twins((900, 7200), 90)),
    ("short twins, clocks up to 90 s apart", |it| it.twins((180, 600), 90)),
    ("twins of three sources", three_sources),
    ("start and end trimmed", trimmed),
    ("pauses left out", pauses_left_out),
    ("other words for the sport", other_words),
    ("distance 3 % apart, or missing", distances),
    ("treadmill and foot pod", treadmill),
    ("watch says other, app says strength", strength),
    ("intervals, both sources", intervals),
    ("intervals, sources in turn", intervals_in_turn),
    ("warm-up of 80 s, then the run", warm_up),
    ("race between warm-up and cool-down", race),
    ("pressed twice on one source", pressed_twice),
    ("commute there and back", commute),
    ("same time on two days", two_days),
    ("gym: weights, then the treadmill", gym),
    ("walks inside a long hike", walks_in_a_hike),
];

/// What the times alone do not tell, or what a rule leaves to the person.
const HARD: &[Case] = &[
    ("twins of a minute, clocks up to 90 s apart", |it| {
        it.twins((40, 120), 90)
    }),
    ("cropped by up to a half", cropped),
    ("pauses left out, no timer told", pauses_untold),
    ("a wrong word for the sport", wrong_words),
    ("clock an hour off", wrong_hour),
    ("intervals, clocks up to 90 s apart", intervals_off),
    ("intervals in turn, clocks up to 90 s apart", intervals_in_turn_off),
];

/// Measures a matcher on many days of one kind, together: days do not disturb each other.
fn measure(make: fn(&mut Chance) -> Vec<Labelled>, seed: u64, matcher: Matcher) -> Agreement {
    let mut chance = Chance { state: seed, begin: 0 };
    let mut labelled: Vec<(Session, (i64, i64))> = Vec::new();
    for day in 0..DAYS {
        chance.begin = day * 3 * 86_400 + chance.between(0, 30_000);
        let records = make(&mut chance);
        labelled.extend(records.into_iter().map(|(session, label)| (session, (day, label))));
    }
    let (sessions, labels): (Vec<Session>, Vec<_>) = labelled.into_iter().unzip();
    let groups = group_workouts(&sessions, "ada", &Preferences::default().with_matcher(matcher));
    agreement(&groups, &labels)
}

/// Measures cases by both matchers, a row each and one for all.
fn measured(cases: &[Case], table: &mut String) -> [Agreement; 2] {
    let mut total = [Agreement::default(); 2];
    for (&(name, day), seed) in cases.iter().zip(1..) {
        let found = MATCHERS.map(|matcher| measure(day, seed, matcher));
        write_row(table, name, found);
        for (total, it) in total.iter_mut().zip(found) {
            *total += it;
        }
    }
    write_row(table, "together", total);
    total
}

fn write_row(table: &mut String, name: &str, found: [Agreement; 2]) {
    let percent = |share: Option<f64>| share.map_or_else(|| "-".to_owned(), |it| format!("{:.1}", 100.0 * it));
    let [a, b] = found.map(|it| format!("{:>6} {:>6}", percent(it.precision()), percent(it.recall())));
    writeln!(table, "{name:44} {:>5}  {a}  {b}", found[0].true_pairs).expect("a string takes all");
}

#[test]
#[expect(clippy::disallowed_macros, reason = "prints the table")]
fn the_overlap_matcher_tells_twins_from_near_misses() {
    let mut table = format!("{:44} pairs  overlap        train_stack\n", "precision and recall in %");
    let [overlap, train_stack] = measured(FAIR, &mut table);
    assert!(overlap.precision() >= Some(0.999) && overlap.recall() >= Some(0.995));
    assert!(train_stack.precision() < overlap.precision() && train_stack.recall() < overlap.recall());
    let [overlap, _] = measured(HARD, &mut table);
    assert!(overlap.precision() >= Some(0.93) && overlap.recall() >= Some(0.5));
    println!("{table}");
    insta::assert_snapshot!(table, @r"
    precision and recall in %                    pairs  overlap        train_stack
    twins, clocks up to 90 s apart                 300   100.0  100.0   100.0  100.0
    short twins, clocks up to 90 s apart           300   100.0  100.0   100.0  100.0
    twins of three sources                         900   100.0  100.0   100.0   33.3
    start and end trimmed                          300   100.0   98.3   100.0   34.3
    pauses left out                                300   100.0  100.0   100.0   11.3
    other words for the sport                      300   100.0  100.0       -    0.0
    distance 3 % apart, or missing                 300   100.0  100.0   100.0  100.0
    treadmill and foot pod                         300   100.0  100.0   100.0   52.3
    watch says other, app says strength            300   100.0  100.0       -    0.0
    intervals, both sources                       1800   100.0  100.0   100.0  100.0
    intervals, sources in turn                       0       -      -     0.0      -
    warm-up of 80 s, then the run                  162   100.0  100.0    98.8  100.0
    race between warm-up and cool-down             300   100.0  100.0   100.0  100.0
    pressed twice on one source                    300   100.0  100.0   100.0  100.0
    commute there and back                         600   100.0  100.0   100.0  100.0
    same time on two days                            0       -      -       -      -
    gym: weights, then the treadmill               300   100.0  100.0       -    0.0
    walks inside a long hike                         0       -      -       -      -
    together                                      6762   100.0   99.9    97.8   68.9
    twins of a minute, clocks up to 90 s apart     300   100.0   39.7   100.0   76.7
    cropped by up to a half                        300   100.0   36.3   100.0   20.3
    pauses left out, no timer told                 300   100.0   40.7   100.0   13.7
    a wrong word for the sport                     300       -    0.0       -    0.0
    clock an hour off                              300       -    0.0       -    0.0
    intervals, clocks up to 90 s apart            1800    96.7   78.9   100.0  100.0
    intervals in turn, clocks up to 90 s apart       0     0.0      -     0.0      -
    together                                      3300    96.0   53.6    90.0   64.6
    ");
}
