//! Invents days of training of which it is known which records are the same workout.

use super::*;

/// A record, and which of the day's workouts it is of.
pub(super) type Labelled = (Session, i64);

/// A kind of day: its name, and what makes one.
pub(super) type Case = (&'static str, fn(&mut Chance) -> Vec<Labelled>);

/// Draws the same numbers for the same seed (SplitMix64).
pub(super) struct Chance {
    pub(super) state: u64,
    /// The second at which the day's training begins.
    pub(super) begin: i64,
}

impl Chance {
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Draws a whole number, both ends included.
    pub(super) fn between(&mut self, least: i64, most: i64) -> i64 {
        let width = u64::try_from(most - least + 1).expect("in order");
        least + i64::try_from(self.next() % width).expect("it is small")
    }

    fn pick<T: Copy>(&mut self, among: &[T]) -> T {
        let at = self.between(0, i64::try_from(among.len()).expect("few") - 1);
        among[usize::try_from(at).expect("an index")]
    }

    /// Makes a record that begins so many seconds into the training.
    fn record(&self, origin: &str, sport: Sport, start: i64, seconds: i64) -> Session {
        let from = self.begin + start;
        let session = workout(origin, DeviceKind::Watch, sport, (from, from + seconds));
        named(session, &format!("{origin} {from} {seconds}"))
    }

    /// Makes a run of two sources whose clocks differ, and whose buttons are pressed some seconds apart.
    pub(super) fn twins(&mut self, (least, most): (i64, i64), clock: i64) -> Vec<Labelled> {
        let (seconds, clock) = (self.between(least, most), self.between(-clock, clock));
        let (late, early) = (self.between(0, 5), self.between(0, 5));
        let watch = self.record("watch", Sport::Running, 0, seconds);
        let phone = self.record("phone", Sport::Running, clock + late, seconds - late - early);
        vec![(watch, 0), (phone, 0)]
    }
}

pub(super) fn three_sources(it: &mut Chance) -> Vec<Labelled> {
    let mut all = it.twins((900, 7200), 30);
    let length = (all[0].0.end - all[0].0.start).num_seconds();
    let clock = it.between(-30, 30);
    all.push((it.record("app", Sport::TrailRunning, clock, length), 0));
    all
}

pub(super) fn trimmed(it: &mut Chance) -> Vec<Labelled> {
    let seconds = it.between(1800, 7200);
    let (front, back) = (it.between(0, 300), it.between(0, 300));
    let whole = it.record("watch", Sport::Running, 0, seconds);
    vec![
        (whole, 0),
        (it.record("app", Sport::Running, front, seconds - front - back), 0),
    ]
}

/// The person cuts off what was recorded on the way home.
pub(super) fn cropped(it: &mut Chance) -> Vec<Labelled> {
    let seconds = it.between(1800, 7200);
    let kept = seconds * it.between(50, 100) / 100;
    let whole = it.record("watch", Sport::Running, 0, seconds);
    vec![(whole, 0), (it.record("app", Sport::Running, 0, kept), 0)]
}

pub(super) fn pauses_left_out(it: &mut Chance) -> Vec<Labelled> {
    let moving = it.between(1800, 7200);
    let paused = moving * it.between(5, 60) / 100;
    let timed = |session| with(session, |it| it.timer_s = i32::try_from(moving).ok().map(f64::from));
    let watch = timed(it.record("watch", Sport::Cycling, 0, moving + paused));
    let clock = it.between(-20, 20);
    // The app tells a start and how long somebody moved.
    vec![(watch, 0), (it.record("app", Sport::Cycling, clock, moving), 0)]
}

pub(super) fn pauses_untold(it: &mut Chance) -> Vec<Labelled> {
    let untold = |session| with(session, |it| it.timer_s = None);
    let all = pauses_left_out(it).into_iter();
    all.map(|(session, label)| (untold(session), label)).collect()
}

pub(super) fn other_words(it: &mut Chance) -> Vec<Labelled> {
    let (a, b) = it.pick(&[
        (Sport::Running, Sport::TrailRunning),
        (Sport::TrailRunning, Sport::Hiking),
        (Sport::Walking, Sport::Hiking),
        (Sport::Cycling, Sport::GravelCycling),
        (Sport::IndoorCycling, Sport::Spinning),
        (Sport::FunctionalTraining, Sport::Hiit),
        (Sport::Swimming, Sport::PoolSwimming),
        (Sport::Yoga, Sport::Stretching),
        (Sport::Rowing, Sport::IndoorRowing),
        (Sport::Generic, Sport::Tennis),
    ]);
    let (seconds, clock) = (it.between(1200, 5400), it.between(-45, 45));
    vec![
        (it.record("watch", a, 0, seconds), 0),
        (it.record("app", b, clock, seconds), 0),
    ]
}

pub(super) fn wrong_words(it: &mut Chance) -> Vec<Labelled> {
    let (a, b) = it.pick(&[
        (Sport::Running, Sport::Walking),
        (Sport::Cycling, Sport::Running),
        (Sport::Elliptical, Sport::Running),
        (Sport::Swimming, Sport::WaterSport),
    ]);
    let seconds = it.between(1200, 5400);
    vec![
        (it.record("watch", a, 0, seconds), 0),
        (it.record("app", b, 0, seconds), 0),
    ]
}

pub(super) fn wrong_hour(it: &mut Chance) -> Vec<Labelled> {
    let seconds = it.between(1200, 9000);
    let hour = it.pick(&[-3600, 3600]);
    vec![
        (it.record("watch", Sport::Running, 0, seconds), 0),
        (it.record("app", Sport::Running, hour, seconds), 0),
    ]
}

pub(super) fn distances(it: &mut Chance) -> Vec<Labelled> {
    let mut all = it.twins((900, 7200), 20);
    let metres = f64::from(i32::try_from(it.between(2000, 20_000)).expect("small"));
    let error = f64::from(i32::try_from(it.between(-30, 30)).expect("small")) / 1000.0;
    let told = [
        Some(metres),
        Some(metres * (1.0 + error)).filter(|_| it.between(0, 3) > 0),
    ];
    for ((session, _), metres) in all.iter_mut().zip(told) {
        let statistics = metres.map(|it| sum(Metric::DistanceWalkingRunning, it));
        *session = with(session.clone(), |it| it.statistics.extend(statistics));
    }
    all
}

pub(super) fn treadmill(it: &mut Chance) -> Vec<Labelled> {
    let (seconds, late) = (it.between(1200, 3600), it.between(-60, 60));
    let percent = f64::from(i32::try_from(it.between(80, 120)).expect("small"));
    let far = |session, metres| {
        with(session, |it: &mut Workout| {
            it.statistics.push(sum(Metric::DistanceWalkingRunning, metres))
        })
    };
    let belt = far(it.record("gym", Sport::TreadmillRunning, 0, seconds), 8000.0);
    let sport = it.pick(&[Sport::Running, Sport::TreadmillRunning]);
    vec![
        (belt, 0),
        (far(it.record("watch", sport, late, seconds), 80.0 * percent), 0),
    ]
}

pub(super) fn strength(it: &mut Chance) -> Vec<Labelled> {
    let (seconds, late, early) = (it.between(1800, 5400), it.between(-60, 180), it.between(-60, 180));
    let app = it.record("app", Sport::StrengthTraining, late, seconds - late - early);
    vec![(it.record("watch", Sport::Other, 0, seconds), 0), (app, 0)]
}

/// Six intervals with rests in between; `sources` tells who records the interval of a number.
fn repeated(it: &mut Chance, clock: i64, sources: impl Fn(i64) -> Vec<&'static str>) -> Vec<Labelled> {
    let (work, rest) = (it.between(60, 240), it.between(10, 90));
    let mut all = Vec::new();
    for interval in 0..6 {
        for origin in sources(interval) {
            let shift = if origin == "phone" { clock } else { 0 };
            let start = interval * (work + rest) + shift + it.between(0, 3);
            all.push((it.record(origin, Sport::Running, start, work), interval));
        }
    }
    all
}

pub(super) fn intervals(it: &mut Chance) -> Vec<Labelled> {
    let clock = it.between(-20, 20);
    repeated(it, clock, |_| vec!["watch", "phone"])
}

pub(super) fn intervals_off(it: &mut Chance) -> Vec<Labelled> {
    let clock = it.between(-90, 90);
    repeated(it, clock, |_| vec!["watch", "phone"])
}

pub(super) fn intervals_in_turn(it: &mut Chance) -> Vec<Labelled> {
    in_turn(it, 20)
}

pub(super) fn intervals_in_turn_off(it: &mut Chance) -> Vec<Labelled> {
    in_turn(it, 90)
}

fn in_turn(it: &mut Chance, clock: i64) -> Vec<Labelled> {
    let clock = it.between(-clock, clock);
    repeated(it, clock, |interval| {
        vec![["watch", "phone"][usize::try_from(interval % 2).expect("0 or 1")]]
    })
}

pub(super) fn warm_up(it: &mut Chance) -> Vec<Labelled> {
    let (seconds, clock) = (it.between(60, 1800), it.between(-5, 5));
    let mut all = vec![(it.record("watch", Sport::Running, 0, 80), 0)];
    all.push((it.record("phone", Sport::Running, 90 + clock, seconds), 1));
    if it.between(0, 1) == 1 {
        all.push((it.record("watch", Sport::Running, 90, seconds), 1));
    }
    all
}

pub(super) fn race(it: &mut Chance) -> Vec<Labelled> {
    let (before, race, after) = (it.between(300, 1200), it.between(1200, 9000), it.between(300, 1200));
    let (first, second) = (it.between(20, 300), it.between(20, 300));
    let clock = it.between(-60, 60);
    let begin = before + first;
    vec![
        (it.record("watch", Sport::Running, 0, before), 0),
        (it.record("watch", Sport::Running, begin, race), 1),
        (it.record("watch", Sport::Running, begin + race + second, after), 2),
        (it.record("phone", Sport::Running, begin + clock, race), 1),
    ]
}

pub(super) fn pressed_twice(it: &mut Chance) -> Vec<Labelled> {
    let (slip, seconds, clock) = (it.between(1, 6), it.between(600, 5400), it.between(-30, 30));
    vec![
        (it.record("watch", Sport::Running, 0, slip), 0),
        (it.record("watch", Sport::Running, slip + 2, seconds), 1),
        (it.record("phone", Sport::Running, slip + 2 + clock, seconds), 1),
        // Recorded twice by one source: two records of it, of which the contract makes two workouts.
        (it.record("app", Sport::Yoga, 20_000, 1800), 2),
        (it.record("app", Sport::Yoga, 20_000, 1801), 3),
    ]
}

pub(super) fn commute(it: &mut Chance) -> Vec<Labelled> {
    let (seconds, stay, clock) = (it.between(300, 2400), it.between(120, 30_000), it.between(-30, 30));
    let back = seconds + stay;
    vec![
        (it.record("watch", Sport::Cycling, 0, seconds), 0),
        (it.record("phone", Sport::Cycling, clock, seconds), 0),
        (it.record("watch", Sport::Cycling, back, seconds), 1),
        (it.record("phone", Sport::Cycling, back + clock, seconds), 1),
    ]
}

pub(super) fn two_days(it: &mut Chance) -> Vec<Labelled> {
    let seconds = it.between(900, 7200);
    vec![
        (it.record("watch", Sport::Running, 0, seconds), 0),
        (it.record("phone", Sport::Running, 86_400, seconds), 1),
    ]
}

pub(super) fn gym(it: &mut Chance) -> Vec<Labelled> {
    let (weights, belt, change) = (it.between(300, 3600), it.between(300, 2400), it.between(0, 300));
    let begin = weights + change;
    vec![
        (it.record("app", Sport::StrengthTraining, 0, weights), 0),
        (it.record("watch", Sport::Other, it.begin % 7, weights), 0),
        (it.record("watch", Sport::TreadmillRunning, begin + 7, belt), 1),
    ]
}

pub(super) fn walks_in_a_hike(it: &mut Chance) -> Vec<Labelled> {
    let hike = it.between(10_000, 30_000);
    let mut all = vec![(it.record("watch", Sport::Hiking, 0, hike), 0)];
    for walk in 1..4 {
        let seconds = it.between(300, 1800);
        all.push((it.record("phone", Sport::Walking, walk * 2200, seconds), walk));
    }
    all
}
