use super::*;

fn id(session: &Session) -> ContentId {
    session.id("ada")
}

fn linked(sessions: &[Session], links: &Links) -> Vec<Vec<usize>> {
    let groups = group_workouts(sessions, "ada", &Preferences::default().with_links(links.clone()));
    let mut members: Vec<Vec<usize>> = groups.into_iter().map(|group| group.members).collect();
    members.sort();
    members
}

fn group(sessions: &[Session], links: &Links) -> WorkoutGroup {
    group_workouts(sessions, "ada", &Preferences::default().with_links(links.clone())).remove(0)
}

/// A watch, a phone and an app that recorded one run.
fn triplets() -> [Session; 3] {
    ["a", "b", "c"].map(|origin| run(origin, (0, 2700)))
}

#[test]
fn a_join_crosses_the_rules_and_brings_what_matches_either() {
    // The phone's clock is an hour off.
    let sessions = [
        run("a", (0, 2700)),
        run("b", (3600, 6300)),
        run("c", (3610, 6300)),
        run("d", (-10, 2700)),
    ];
    let mut links = Links::default();
    assert_eq!(linked(&sessions, &links).len(), 2);
    links.join(id(&sessions[0]), id(&sessions[1]));
    let members = &linked(&sessions, &links)[0];
    // The third matches the second and the fourth the first, but not each other.
    assert_eq!((members.len(), linked(&sessions, &links).len()), (3, 2));
    links.join(id(&sessions[2]), id(&sessions[3]));
    assert_eq!(linked(&sessions, &links).len(), 1);
}

#[test]
fn a_join_holds_under_every_matcher_and_across_years() {
    let sessions = [run("a", (0, 2700)), run("b", (100_000_000, 100_000_060))];
    let mut links = Links::default();
    links.join(id(&sessions[0]), id(&sessions[1]));
    for matcher in Matcher::ALL {
        let preferences = Preferences::default().with_matcher(matcher).with_links(links.clone());
        assert_eq!(group_workouts(&sessions, "ada", &preferences).len(), 1);
    }
}

#[test]
fn two_records_of_one_source_are_never_joined_and_the_reason_is_told() {
    let sessions = [run("a", (0, 600)), run("a", (700, 1300)), run("b", (0, 600))];
    let [first, second, other] = [0, 1, 2].map(|at| id(&sessions[at]));
    let mut links = Links::default();
    links.join(first, second);
    assert_eq!(linked(&sessions, &links).len(), 2);
    let refused = refused_joins(&sessions, "ada", &links);
    assert_eq!(refused[0].source, sessions[0].source.key);
    // Neither by way of a third: one of the two joins holds, the other is refused.
    links.forget(first, second);
    links.join(first, other);
    links.join(second, other);
    assert_eq!(refused_joins(&sessions, "ada", &links).len(), 1);
    assert_eq!(linked(&sessions, &links).len(), 2);
}

#[test]
fn joins_over_a_record_that_is_gone_still_hold() {
    let sessions = [run("a", (0, 600)), run("b", (9000, 9600)), run("c", (20_000, 20_600))];
    let mut links = Links::default();
    links.join(id(&sessions[0]), id(&sessions[1]));
    links.join(id(&sessions[1]), id(&sessions[2]));
    let [first, _, last] = sessions;
    assert_eq!(linked(&[first, last], &links).len(), 1);
}

#[test]
fn what_was_unlinked_stays_so_when_it_comes_again_and_when_others_come() {
    let [a, b, c] = triplets();
    let mut links = Links::default();
    links.unlink(id(&b), &group(&[a.clone(), b.clone()], &links));
    assert_eq!(linked(&[b.clone(), a.clone(), b.clone()], &links).len(), 2);
    let sessions = [a, b, c, run("d", (5, 2690))];
    let apart = |members: &Vec<usize>| !(members.contains(&0) && members.contains(&1));
    assert!(linked(&sessions, &links).iter().all(apart));
}

#[test]
fn unlinking_one_leaves_the_others_together_and_relinking_undoes_it() {
    let sessions = triplets();
    let none = Links::default();
    let before = group(&sessions, &none);
    let mut links = none.clone();
    links.unlink(id(&sessions[1]), &before);
    assert_eq!(linked(&sessions, &links), [vec![0, 2], vec![1]]);
    links.relink(id(&sessions[1]), &before);
    assert_eq!((group(&sessions, &links), links), (before, none));
}

#[test]
fn an_unlinked_part_is_a_workout_of_its_own_and_its_twin_stays_a_part() {
    let of = |origin, sport, seconds| workout(origin, DeviceKind::Watch, sport, seconds);
    let sessions = [
        of("a", Sport::Triathlon, (0, 9000)),
        of("b", Sport::Running, (6000, 9000)),
        of("c", Sport::Running, (6000, 9000)),
    ];
    let mut links = Links::default();
    assert_eq!(linked(&sessions, &links), [[0]]);
    links.unlink(id(&sessions[1]), &group(&sessions, &links));
    assert_eq!(linked(&sessions, &links), [[0], [1]]);
    assert_eq!(group(&sessions, &links).children[0].members, [2]);
}

#[test]
fn the_chosen_primary_is_shown_wherever_it_is_and_the_latest_choice_wins() {
    let sessions = triplets();
    let mut links = Links::default();
    let before = group(&sessions, &links);
    links.choose(id(&sessions[1]), &before);
    links.choose(id(&sessions[2]), &before);
    assert_eq!(group(&sessions, &links).members, [2, 0, 1]);
    assert_eq!(group(&sessions[1..], &links).primary, 1);
    assert_eq!(group(&sessions, &links).session_id, before.session_id);
    links.forget_choice(id(&sessions[2]));
    assert_eq!(group(&sessions, &links), before);
}

#[test]
fn where_two_chosen_ones_meet_later_the_usual_order_decides() {
    let sessions = triplets();
    let mut links = Links::default();
    links.choose(id(&sessions[2]), &group(&sessions[2..], &links));
    links.choose(id(&sessions[1]), &group(&sessions[1..2], &links));
    assert_eq!(group(&sessions, &links).members, [1, 2, 0]);
}

#[test]
fn what_contradicts_is_not_read() {
    let [a, b, c] = triplets().map(|it| id(&it));
    let mut links = Links::default();
    links.join(a, b);
    links.join(b, c);
    let mut value = serde_json::to_value(&links).expect("it is written");
    let read = |value: serde_json::Value| serde_json::from_value::<Links>(value);
    assert_eq!(read(value.clone()).expect("no contradiction"), links);
    value["separate"] = serde_json::json!([[c, a]]);
    let refused = read(value).expect_err("a contradiction");
    assert!(refused.to_string().contains("both joined and separate"), "{refused}");
    let alone = serde_json::json!({ "same": [[a, a]] });
    assert!(read(alone).is_err());
    assert_eq!(read(serde_json::json!({})).expect("nothing"), Links::default());
}

/// A decision about two of six records.
#[derive(Debug, Clone, Copy)]
enum Decision {
    Join(u8, u8),
    Separate(u8, u8),
    Forget(u8, u8),
}

impl Decision {
    fn take(self, links: &mut Links) {
        let id = |byte| ContentId::from_bytes([byte; 16]);
        match self {
            Self::Join(a, b) => links.join(id(a), id(b)),
            Self::Separate(a, b) => links.separate(id(a), id(b)),
            Self::Forget(a, b) => links.forget(id(a), id(b)),
        }
    }
}

fn decisions() -> impl Strategy<Value = Vec<Decision>> {
    let one = (0_u8..3, 0_u8..6, 0_u8..6).prop_map(|(kind, a, b)| match kind {
        0 => Decision::Join(a, b),
        1 => Decision::Separate(a, b),
        _ => Decision::Forget(a, b),
    });
    prop::collection::vec(one, 0..24)
}

proptest! {
    #[test]
    fn no_contradiction_is_ever_kept_and_the_latest_wins(all in decisions()) {
        let mut links = Links::default();
        for decision in all {
            decision.take(&mut links);
            let id = |byte| ContentId::from_bytes([byte; 16]);
            match decision {
                Decision::Join(a, b) => prop_assert!(links.joined(id(a)).contains(&id(b))),
                Decision::Separate(a, b) => {
                    prop_assert_eq!(links.are_separate(id(a), id(b)), a != b);
                    prop_assert_eq!(links.joined(id(a)).contains(&id(b)), a == b);
                }
                Decision::Forget(a, b) => prop_assert!(!links.are_separate(id(a), id(b))),
            }
            // Reading checks for contradictions.
            let text = serde_json::to_string(&links).expect("it is written");
            prop_assert_eq!(&serde_json::from_str::<Links>(&text).expect("no contradiction"), &links);
        }
    }

    #[test]
    fn decisions_that_do_not_contradict_may_be_made_in_any_order(
        pairs in prop::collection::btree_map((0_u8..6, 6_u8..12), any::<bool>(), 0..8),
        turn in any::<prop::sample::Index>(),
    ) {
        // Joined within thirds, separated across them: nothing contradicts.
        let decision = |(&(a, b), &joins): (&(u8, u8), &bool)| match (joins, a % 3 == b % 3) {
            (true, true) => Some(Decision::Join(a, b)),
            (false, false) => Some(Decision::Separate(a, b)),
            _ => None,
        };
        let mut all: Vec<Decision> = pairs.iter().filter_map(decision).collect();
        let links = |all: &[Decision]| {
            let mut links = Links::default();
            all.iter().for_each(|it| it.take(&mut links));
            links
        };
        let expected = links(&all);
        let by = turn.index(all.len().max(1));
        all.rotate_left(by);
        prop_assert_eq!(&links(&all), &expected);
        all.reverse();
        prop_assert_eq!(links(&all), expected);
    }

    #[test]
    fn decisions_hold_whatever_the_order_of_records(all in sessions(), decided in decisions(), turn in 0_usize..14) {
        let mut links = Links::default();
        for decision in decided {
            // Names records where there are any.
            let name = |at: u8| all.get(usize::from(at)).map(id);
            match decision {
                Decision::Join(a, b) => name(a).zip(name(b)).map(|(a, b)| links.join(a, b)),
                Decision::Separate(a, b) => name(a).zip(name(b)).map(|(a, b)| links.separate(a, b)),
                Decision::Forget(..) => None,
            };
        }
        let preferences = Preferences::default().with_links(links.clone());
        let shape = |sessions: &[Session]| -> Vec<Vec<ContentId>> {
            let groups = group_workouts(sessions, "ada", &preferences);
            groups.into_iter().map(|group| group.ids).collect()
        };
        let groups = shape(&all);
        let refused = refused_joins(&all, "ada", &links);
        for group in &groups {
            for (a, b) in group.iter().flat_map(|a| group.iter().map(move |b| (*a, *b))) {
                prop_assert!(!links.are_separate(a, b));
            }
            let joined = group.iter().flat_map(|it| links.joined(*it));
            prop_assert!(!refused.is_empty() || joined.into_iter().all(|it| group.contains(&it)));
        }
        let mut turned = all.clone();
        turned.reverse();
        let by = turn % turned.len().max(1);
        turned.rotate_left(by);
        prop_assert_eq!(shape(&turned), groups);
    }
}
