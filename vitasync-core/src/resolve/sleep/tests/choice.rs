//! Which of several records counts, and what the rest of a date is.

use super::*;
use crate::History;
use crate::batch::{BatchRow, SampleBatch, Series};
use crate::record::RecordKey;
use crate::resolve::{Priority, Selector};

fn batch(origin: &str, stages: &[(SleepStage, &str, &str)]) -> SampleBatch {
    let mut batch = SampleBatch::with_capacity(stages.len());
    let series = batch.add_series(Series {
        source: Arc::new(source(origin, DeviceKind::Watch)),
        metric: Metric::SleepStage,
    });
    for (stage, start, end) in stages {
        batch.push(BatchRow {
            series,
            start_ms: at(start).timestamp_millis(),
            end_ms: at(end).timestamp_millis(),
            value: stage.code().into(),
            attributes: 0,
            copy: 0,
        });
    }
    batch
}

#[test]
fn stages_come_before_none_then_coverage_then_the_device() {
    let night = |origin, kind, end| session(origin, kind, ("22:00", end), &[(Light, "22:00", end)]);
    let app = session("app", DeviceKind::App, ("22:00", "06:00"), &[(Light, "22:00", "06:00")]);
    let bare = session("watch", DeviceKind::Watch, ("22:00", "06:00"), &[]);
    assert_eq!(resolved(&[bare, app])[0].primary, 1);
    let dead = night("watch", DeviceKind::Watch, "02:00");
    assert_eq!(
        resolved(&[dead, night("ring", DeviceKind::Ring, "06:00")])[0].primary,
        1
    );
    let short = night("watch", DeviceKind::Watch, "05:50");
    assert_eq!(
        resolved(&[night("ring", DeviceKind::Ring, "06:00"), short])[0].primary,
        1
    );
}

#[test]
fn what_the_person_prefers_comes_first() {
    let ring = session("ring", DeviceKind::Ring, ("22:00", "06:00"), &[]);
    let watch = session(
        "watch",
        DeviceKind::Watch,
        ("22:00", "06:00"),
        &[(Light, "22:00", "06:00")],
    );
    let priority = Priority {
        general: vec![Selector::device_kind(DeviceKind::Ring)],
        ..Priority::default()
    };
    let found = nights(&[watch, ring], &Preferences::in_zone(BERLIN).with_priority(priority));
    assert_eq!((found.len(), found[0].primary), (1, 1));
}

#[test]
fn a_preferred_phone_that_knows_bedtime_only_does_not_hide_sleep() {
    let mut sessions = of_stages("phone", DeviceKind::Phone, &[(InBed, "22:00", "06:00")]);
    sessions.extend(of_stages("watch", DeviceKind::Watch, &[(Light, "22:00", "05:00")]));
    let priority = Priority {
        general: vec![Selector::device_kind(DeviceKind::Phone)],
        ..Priority::default()
    };
    assert_eq!(
        nights(&sessions, &Preferences::in_zone(BERLIN).with_priority(priority))[0].asleep_s,
        Some(7 * 3600)
    );
}

#[test]
fn an_afternoons_sleep_is_a_nap_and_a_second_long_one_a_split_night() {
    let night = session("watch", DeviceKind::Watch, ("21:00", "02:00"), &[]);
    let second = session("watch", DeviceKind::Watch, ("04:00", "07:30"), &[]);
    let nap = session("watch", DeviceKind::Watch, ("12:00", "13:00"), &[]);
    let kinds = |sessions: &[Session]| resolved(sessions).iter().map(|it| it.kind).collect::<Vec<_>>();
    let all = [nap.clone(), second, night];
    assert_eq!(kinds(&all), [NightKind::Night, NightKind::Split, NightKind::Nap]);
    assert_eq!(kinds(std::slice::from_ref(&nap)), [NightKind::Nap]);
    let short_night = session("watch", DeviceKind::Watch, ("02:00", "04:30"), &[]);
    assert_eq!(kinds(&[short_night]), [NightKind::Night]);
    let mut told = nap;
    told.detail = Detail::Sleep(Sleep {
        nap: Some(false),
        ..Sleep::default()
    });
    assert_eq!(kinds(&[told]), [NightKind::Night]);
}

#[test]
fn naps_the_vendor_names_do_not_make_a_short_night_one() {
    let night = session("watch", DeviceKind::Watch, ("02:00", "04:30"), &[]);
    let mut nap = session("watch", DeviceKind::Watch, ("12:00", "15:30"), &[]);
    nap.detail = Detail::Sleep(Sleep {
        nap: Some(true),
        ..Sleep::default()
    });
    let kinds: Vec<_> = resolved(&[nap, night]).iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [NightKind::Night, NightKind::Nap]);
}

#[test]
fn a_long_bedtime_is_not_the_night_where_there_is_sleep() {
    let mut sessions = of_stages("phone", DeviceKind::Phone, &[(InBed, "06:30", "12:00")]);
    sessions.push(session("watch", DeviceKind::Watch, ("02:00", "06:00"), &[]));
    let kinds: Vec<_> = resolved(&sessions).iter().map(|it| (it.primary, it.kind)).collect();
    assert_eq!(kinds, [(1, NightKind::Night), (0, NightKind::Split)]);
}

#[test]
fn a_record_that_lost_its_end_hides_no_night() {
    let of = |origin, from, to| session(origin, DeviceKind::Watch, (from, to), &[(Light, from, to)]);
    let endless = Session {
        end: utc("2055-01-01T00:00:00Z"),
        ..of("watch", "21:00", "07:00")
    };
    let sessions = [endless, of("watch", "22:00", "06:00"), of("ring", "12:00", "13:00")];
    let found: Vec<_> = resolved(&sessions).iter().map(|it| it.primary).collect();
    assert_eq!(found, [1, 2]);
}

#[test]
fn a_bedtime_around_two_sleeps_does_not_make_one_of_them_partial() {
    let of = |origin, kind, from, to| session(origin, kind, (from, to), &[(Light, from, to)]);
    let mut sessions = of_stages("phone", DeviceKind::Phone, &[(InBed, "21:00", "11:00")]);
    sessions.extend([
        of("watch", DeviceKind::Watch, "22:00", "05:00"),
        of("watch", DeviceKind::Watch, "07:00", "07:20"),
        of("ring", DeviceKind::Ring, "07:00", "09:00"),
    ]);
    let found: Vec<_> = resolved(&sessions).iter().map(|it| it.primary).collect();
    assert_eq!(found, [1, 3], "the watch ran empty in the second sleep");
}

#[test]
fn records_of_one_source_that_overlap_at_all_are_one_sleep() {
    let of = |origin, from, to| session(origin, DeviceKind::Watch, (from, to), &[]);
    let moved = [of("watch", "22:00", "02:00"), of("watch", "01:55", "07:00")];
    let found = resolved(&moved);
    assert_eq!((found.len(), found[0].primary, &found[0].others[..]), (1, 1, &[0][..]));
    // Two devices may well swap at night: less than ten minutes are two sleeps.
    assert_eq!(
        resolved(&[of("watch", "22:00", "02:00"), of("ring", "01:55", "07:00")]).len(),
        2
    );
    assert_eq!(
        resolved(&[of("watch", "22:00", "02:00"), of("watch", "02:00", "07:00")]).len(),
        2
    );
}

#[test]
fn a_night_sent_again_replaces_itself_also_where_it_got_shorter() {
    let sent = |start, end| Session {
        record: Some(RecordKey::new("example", "sleep", "night-1").into()),
        ..session("ring", DeviceKind::Ring, (start, end), &[])
    };
    assert_eq!(sent("22:00", "05:20").id("ada"), sent("22:10", "06:00").id("ada"));
    let mut history = History::new(Preferences::in_zone(BERLIN));
    for (start, end) in [("22:00", "05:20"), ("21:50", "06:00"), ("22:10", "05:50")] {
        history.add_session(sent(start, end));
    }
    let found: Vec<_> = history.nights().iter().map(|it| (it.start, it.end)).collect();
    assert_eq!(found, [(at("22:10"), at("05:50"))]);
}

#[test]
fn a_night_sent_again_without_an_id_is_one_night_and_the_fuller_counts() {
    let sent = |start, end| session("ring", DeviceKind::Ring, (start, end), &[]);
    let mut history = History::new(Preferences::in_zone(BERLIN));
    for (start, end) in [("22:00", "05:20"), ("22:00", "06:00"), ("22:10", "06:00")] {
        history.add_session(sent(start, end));
    }
    let found = history.nights();
    assert_eq!(
        (found.len(), found[0].start, found[0].end),
        (1, at("22:00"), at("06:00"))
    );
    assert_eq!(found[0].others.len(), 1, "the one whose start moved is set aside");
}

#[test]
fn stages_that_arrive_later_lengthen_the_night() {
    let mut history = History::new(Preferences::in_zone(BERLIN));
    let stages = [
        (Light, "22:00", "03:00"),
        (Rem, "03:00", "05:20"),
        (Deep, "05:20", "06:00"),
    ];
    let ends: Vec<_> = [2, 3]
        .map(|delivered| {
            history.add(&batch("watch", &stages[..delivered]));
            let nights = history.nights();
            (nights.len(), nights[0].end)
        })
        .into();
    assert_eq!(ends, [(1, at("05:20")), (1, at("06:00"))]);
}
