//! Nights of vendors that tell totals, beside stages or instead of them.

use super::*;
use crate::session::SleepTotals;

/// What WHOOP tells of a night: no stages, and totals.
const TOLD: SleepTotals = SleepTotals {
    in_bed_s: Some(28_440),
    asleep_s: None,
    light_s: Some(14_400),
    deep_s: Some(6_180),
    rem_s: Some(6_000),
    unspecified_s: None,
    awake_s: Some(1_860),
    unknown_s: Some(0),
    latency_s: None,
    waso_s: None,
    awakenings: None,
};

fn with_totals(origin: &str, totals: SleepTotals, stages: &[(SleepStage, &str, &str)]) -> Session {
    let mut session = session(origin, DeviceKind::Band, ("22:00", "06:00"), stages);
    if let Detail::Sleep(sleep) = &mut session.detail {
        sleep.totals = Some(totals);
    }
    session
}

#[test]
fn a_night_of_totals_is_not_slept_through() {
    let night = resolved(&[with_totals("band", TOLD, &[])]).remove(0);
    assert_eq!((night.basis, night.stages.len()), (NightBasis::Totals, 0));
    assert_eq!(
        (night.asleep_s, night.deep_s, night.awake_s),
        (Some(26_580), Some(6_180), Some(1_860))
    );
    assert_eq!(
        (night.time_in_bed_s, night.latency_s, night.waso_s),
        (28_440, None, None)
    );
    assert_eq!(night.efficiency, Some(100.0 * 26_580.0 / 28_440.0));
}

#[test]
fn stages_win_over_totals_of_the_same_record_and_nothing_is_mixed() {
    let stages = [(Awake, "22:00", "22:30"), (Light, "22:30", "06:00")];
    let night = resolved(&[with_totals("band", TOLD, &stages)]).remove(0);
    assert_eq!(night.basis, NightBasis::Stages);
    assert_eq!((night.asleep_s, night.deep_s), (Some(450 * 60), Some(0)));
    assert_eq!((night.awake_s, night.time_in_bed_s), (Some(1_800), 8 * 3600));
}

#[test]
fn totals_of_stages_come_after_stages_and_before_sleep_without_any() {
    let band = with_totals("band", TOLD, &[]);
    let plain = [(AsleepUnspecified, "22:00", "06:00")];
    let watch = |stages: &[_]| session("watch", DeviceKind::Watch, ("22:00", "06:00"), stages);
    assert_eq!(
        resolved(&[band.clone(), watch(&[(Light, "22:00", "06:00")])])[0].primary,
        1
    );
    assert_eq!(resolved(&[band.clone(), watch(&plain)])[0].primary, 0);
    assert_eq!(resolved(&[band, watch(&[])])[0].primary, 0);
}

#[test]
fn what_totals_do_not_tell_is_missing() {
    let asleep = SleepTotals {
        asleep_s: Some(7 * 3600),
        ..SleepTotals::default()
    };
    let night = resolved(&[with_totals("band", asleep, &[])]).remove(0);
    assert_eq!((night.asleep_s, night.time_in_bed_s), (Some(7 * 3600), 8 * 3600));
    assert_eq!(
        (night.light_s, night.awake_s, night.unspecified_s, night.awakenings),
        (None, None, None, None)
    );
    let two_of_three = SleepTotals { deep_s: None, ..TOLD };
    assert_eq!(two_of_three.asleep_or_sum_s(), None);
    let unrecognised = SleepTotals {
        unspecified_s: Some(60),
        ..TOLD
    };
    assert_eq!(unrecognised.asleep_or_sum_s(), Some(26_640));
}

#[test]
fn totals_that_contradict_each_other_have_no_efficiency() {
    let more_sleep_than_bed = SleepTotals {
        in_bed_s: Some(20_000),
        ..TOLD
    };
    let night = resolved(&[with_totals("band", more_sleep_than_bed, &[])]).remove(0);
    assert_eq!((night.asleep_s, night.efficiency), (Some(26_580), None));
}

#[test]
fn totals_without_sleep_and_no_totals_say_nothing() {
    let bed = SleepTotals {
        in_bed_s: Some(20_000),
        ..SleepTotals::default()
    };
    let night = resolved(&[with_totals("band", bed, &[])]).remove(0);
    assert_eq!((night.basis, night.asleep_s), (NightBasis::Span, Some(8 * 3600)));
}
