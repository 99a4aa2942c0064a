//! What holds of any sessions.

use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;

fn stages() -> impl Strategy<Value = Vec<Stage>> {
    let one = (0_usize..8, 0_i64..600, 1_i64..120);
    prop::collection::vec(one, 1..25).prop_map(|stages| {
        let stage = |(stage, start, length): (usize, i64, i64)| Stage {
            stage: SleepStage::ALL[stage],
            start: at("20:00") + TimeDelta::minutes(start),
            end: at("20:00") + TimeDelta::minutes(start + length),
        };
        stages.into_iter().map(stage).collect()
    })
}

fn random(origin: &str, kind: DeviceKind, stages: Vec<Stage>) -> Session {
    Session {
        start: stages.iter().map(|it| it.start).min().expect("at least one"),
        end: stages.iter().map(|it| it.end).max().expect("at least one"),
        detail: Detail::Sleep(Sleep {
            stages,
            ..Sleep::default()
        }),
        ..session(origin, kind, ("20:00", "06:00"), &[])
    }
}

proptest! {
    #[test]
    fn no_stages_overlap_and_none_is_longer_than_the_bed(stages in stages()) {
        for night in resolved(&[random("watch", DeviceKind::Watch, stages)]) {
            for pair in night.stages.windows(2) {
                prop_assert!(pair[0].end <= pair[1].start);
            }
            prop_assert!(night.asleep_s.is_none_or(|asleep| asleep <= night.time_in_bed_s));
            prop_assert!(night.efficiency.is_none_or(|efficiency| (0.0..=100.0).contains(&efficiency)));
        }
    }

    #[test]
    fn the_order_of_sessions_and_stages_does_not_matter(a in stages(), b in stages(), c in stages()) {
        let reversed = |stages: &[Stage]| stages.iter().rev().copied().collect::<Vec<_>>();
        let sessions = [
            random("a", DeviceKind::Watch, a.clone()),
            random("b", DeviceKind::Ring, b.clone()),
            random("c", DeviceKind::Phone, c.clone()),
        ];
        let turned = [
            random("c", DeviceKind::Phone, reversed(&c)),
            random("b", DeviceKind::Ring, reversed(&b)),
            random("a", DeviceKind::Watch, reversed(&a)),
        ];
        let key = |sessions: &[Session]| {
            let night = |it: Night| {
                let origin = sessions[it.primary].source.key.origin.clone();
                (origin, it.kind, it.start, it.stages, it.time_in_bed_s, it.asleep_s)
            };
            resolved(sessions).into_iter().map(night).collect::<Vec<_>>()
        };
        prop_assert_eq!(key(&sessions), key(&turned));
    }

    #[test]
    fn the_order_of_one_sources_records_does_not_matter(
        mut all in prop::collection::vec(stages(), 2..6), turn in 0_usize..6,
    ) {
        // The first night comes twice, once with other stages under the same times.
        let mut twin = all[0].clone();
        twin.iter_mut().for_each(|it| it.stage = SleepStage::Rem);
        all.push(twin);
        let sessions: Vec<Session> = all.into_iter().map(|it| random("a", DeviceKind::Watch, it)).collect();
        let mut turned = sessions.clone();
        turned.rotate_left(turn % sessions.len());
        let key = |sessions: &[Session]| {
            let night = |it: Night| (it.start, it.end, it.kind, it.stages, it.others.len(), it.awakenings);
            resolved(sessions).into_iter().map(night).collect::<Vec<_>>()
        };
        prop_assert_eq!(key(&sessions), key(&turned));
    }

    #[test]
    fn nights_of_one_source_never_overlap(all in prop::collection::vec(stages(), 1..6)) {
        let sessions: Vec<Session> = all.into_iter().map(|it| random("a", DeviceKind::Watch, it)).collect();
        for pair in resolved(&sessions).windows(2) {
            prop_assert!(pair[0].end <= pair[1].start);
        }
    }

    #[test]
    fn every_session_is_in_exactly_one_night(a in stages(), b in stages()) {
        let sessions = [random("a", DeviceKind::Watch, a), random("b", DeviceKind::Ring, b)];
        let mut all: Vec<usize> = resolved(&sessions)
            .into_iter()
            .flat_map(|night| std::iter::once(night.primary).chain(night.others))
            .collect();
        all.sort_unstable();
        prop_assert_eq!(all, [0, 1]);
    }
}
