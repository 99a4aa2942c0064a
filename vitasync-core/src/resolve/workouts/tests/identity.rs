use super::*;

fn grouped(sessions: &[Session]) -> Vec<WorkoutGroup> {
    group_workouts(sessions, "ada", &Preferences::default())
}

#[test]
fn a_new_member_may_lower_the_id_and_the_old_one_still_names_the_group() {
    let mut records = ["a", "b", "c"].map(|origin| run(origin, (0, 2700)));
    records.sort_by_key(|it| std::cmp::Reverse(it.id("ada")));
    let mut known = Vec::new();
    for count in 1..=records.len() {
        let group = grouped(&records[..count]).remove(0);
        assert_eq!(group.session_id, records[count - 1].id("ada"));
        known.push(group.session_id);
        assert!(known.iter().all(|it| group.holds(*it)));
    }
}

proptest! {
    #[test]
    fn an_id_is_the_smallest_member_and_delivering_again_does_not_change_it(all in sessions()) {
        let once = grouped(&all);
        for group in &once {
            prop_assert_eq!(Some(&group.session_id), group.ids.iter().min());
            let ids: Vec<ContentId> = group.members.iter().map(|&at| all[at].id("ada")).collect();
            prop_assert_eq!(&ids, &group.ids);
        }
        let again = grouped(&[all.clone(), all.clone()].concat());
        let ids = |groups: &[WorkoutGroup]| groups.iter().map(|it| it.ids.clone()).collect::<Vec<_>>();
        prop_assert_eq!(ids(&again), ids(&once));
    }

    #[test]
    fn an_id_handed_out_before_more_records_came_names_exactly_one_group_after(
        all in sessions(),
        early in prop::collection::vec(any::<bool>(), 14),
    ) {
        let is_early = |(at, _): &(usize, &Session)| early[*at];
        let first: Vec<Session> = all.iter().enumerate().filter(is_early).map(|(_, it)| it.clone()).collect();
        let groups = grouped(&all);
        for old in grouped(&first) {
            let holding = groups.iter().filter(|group| group.holds(old.session_id)).count();
            prop_assert_eq!(holding, 1);
        }
    }
}
