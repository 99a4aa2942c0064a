//! Makes one workout of several that were done one after the other, as in a triathlon.

#[cfg(feature = "vendors")]
use vitasync_core::Session;
use vitasync_core::session::{Detail, Statistic, StatisticKind, Workout, WorkoutPart};
use vitasync_core::sport::{Sport, SportCategory};

use super::Activity;

/// Joins workouts, of which there is at least one, in order of time.
pub(crate) fn join(mut activities: Vec<Activity>) -> Option<Activity> {
    activities.sort_by_key(|activity| activity.session.start);
    let mut parts: Vec<WorkoutPart> = Vec::with_capacity(activities.len());
    let mut vendor_sports = Vec::new();
    let mut whole: Option<Activity> = None;
    for mut activity in activities {
        let Detail::Workout(workout) = &mut activity.session.detail else {
            continue;
        };
        vendor_sports.extend(workout.vendor_sport.take());
        parts.push(WorkoutPart {
            external_id: activity.session.external_id().map(str::to_owned),
            ..part(&activity)?
        });
        match &mut whole {
            Some(whole) => absorb(whole, activity),
            None => whole = Some(activity),
        }
    }
    let mut whole = whole?;
    if let Detail::Workout(workout) = &mut whole.session.detail {
        let timers: Option<Vec<f64>> = parts.iter().map(|part| part.timer_s).collect();
        workout.sport = sport_of(&parts);
        workout.vendor_sport = (!vendor_sports.is_empty()).then(|| vendor_sports.join("+"));
        workout.timer_s = timers.map(|timers| timers.iter().sum());
        workout.statistics = sum_up(&parts);
        workout.parts = parts;
    }
    Some(whole)
}

/// Makes one workout of those that a file holds, if it holds any.
#[cfg(feature = "vendors")]
pub(crate) fn join_workouts(mut workouts: Vec<Session>) -> Option<Session> {
    if workouts.len() < 2 {
        return workouts.pop();
    }
    let activities = workouts.into_iter().map(|session| Activity {
        session,
        legs: Vec::new(),
        values: Vec::new(),
    });
    join(activities.collect()).map(|whole| whole.session)
}

fn part(activity: &Activity) -> Option<WorkoutPart> {
    let Detail::Workout(workout) = &activity.session.detail else {
        return None;
    };
    Some(WorkoutPart {
        external_id: None,
        sport: Some(workout.sport),
        start: activity.session.start,
        end: activity.session.end,
        timer_s: workout.timer_s,
        statistics: workout.statistics.clone(),
    })
}

/// Takes over what was measured in the next part.
fn absorb(whole: &mut Activity, next: Activity) {
    whole.session.end = whole.session.end.max(next.session.end);
    whole.legs.extend(next.legs);
    whole.values.extend(next.values);
    if let (Detail::Workout(whole), Detail::Workout(next)) = (&mut whole.session.detail, next.session.detail) {
        let Workout {
            laps, events, route, ..
        } = *next;
        whole.laps.extend(laps);
        whole.events.extend(events);
        whole.route.extend(route);
    }
}

/// Names what the sports of several parts are together.
fn sport_of(parts: &[WorkoutPart]) -> Sport {
    let sports = parts.iter().filter_map(|part| part.sport);
    let sports: Vec<SportCategory> = sports
        .filter(|sport| *sport != Sport::Transition)
        .map(|sport| sport.spec().category)
        .collect();
    match sports[..] {
        [SportCategory::Swimming, SportCategory::Cycling, SportCategory::Running] => Sport::Triathlon,
        [SportCategory::Running, SportCategory::Cycling, SportCategory::Running] => Sport::Duathlon,
        _ => Sport::Multisport,
    }
}

/// Adds up what parts tell: totals, and of extremes the most extreme. A mean of means would be none.
fn sum_up(parts: &[WorkoutPart]) -> Vec<Statistic> {
    let mut whole: Vec<Statistic> = Vec::new();
    let told = parts.iter().flat_map(|part| &part.statistics);
    for statistic in told.filter(|statistic| statistic.kind != StatisticKind::Mean) {
        let same = |it: &&mut Statistic| it.metric == statistic.metric && it.kind == statistic.kind;
        match whole.iter_mut().find(same) {
            Some(known) => {
                known.value = match statistic.kind {
                    StatisticKind::Min => known.value.min(statistic.value),
                    StatisticKind::Max => known.value.max(statistic.value),
                    StatisticKind::Sum | StatisticKind::Mean => known.value + statistic.value,
                }
            }
            None => whole.push(*statistic),
        }
    }
    whole
}
