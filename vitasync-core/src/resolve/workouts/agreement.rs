//! Measures grouping against what is known to be true.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use super::WorkoutGroup;

/// How well groups agree with the truth, in pairs of records that are the same workout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Agreement {
    /// The pairs that are the same workout in truth.
    pub true_pairs: u64,
    /// The pairs that grouping found.
    pub found: u64,
    /// The pairs that it found and that are true.
    pub right: u64,
}

impl Agreement {
    /// The share of what was found that is true; none where nothing was found.
    pub fn precision(&self) -> Option<f64> {
        share(self.right, self.found)
    }

    /// The share of what is true that was found; none where there was nothing to find.
    pub fn recall(&self) -> Option<f64> {
        share(self.right, self.true_pairs)
    }
}

impl AddAssign for Agreement {
    fn add_assign(&mut self, more: Self) {
        self.true_pairs += more.true_pairs;
        self.found += more.found;
        self.right += more.right;
    }
}

/// Compares groups with labels: records with equal labels are the same workout. `labels` has one label per session that
/// was grouped. Children count as groups by themselves, and a child is no pair with its parent.
///
/// ```
/// use vitasync_core::id::ContentId;
/// use vitasync_core::resolve::WorkoutGroup;
/// use vitasync_core::resolve::workouts::agreement;
///
/// let id = ContentId::from_bytes([0; 16]);
/// let group = |members: &[usize]| WorkoutGroup { members: members.to_vec(), ids: vec![id], primary: members[0], session_id: id, children: Vec::new() };
/// let found = agreement(&[group(&[0, 1, 2]), group(&[3])], &["run", "run", "ride", "ride"]);
/// assert_eq!((found.right, found.found, found.true_pairs), (1, 3, 2));
/// assert_eq!(found.recall(), Some(0.5));
/// ```
pub fn agreement<L: Ord>(groups: &[WorkoutGroup], labels: &[L]) -> Agreement {
    let mut sizes: BTreeMap<&L, u64> = BTreeMap::new();
    for label in labels {
        *sizes.entry(label).or_default() += 1;
    }
    let mut total = Agreement {
        true_pairs: sizes.into_values().map(pairs).sum(),
        ..Agreement::default()
    };
    let mut next: Vec<&WorkoutGroup> = groups.iter().collect();
    while let Some(group) = next.pop() {
        let mut alike: BTreeMap<&L, u64> = BTreeMap::new();
        for &member in &group.members {
            *alike.entry(&labels[member]).or_default() += 1;
        }
        total.found += pairs(alike.values().sum());
        total.right += alike.into_values().map(pairs).sum::<u64>();
        next.extend(&group.children);
    }
    total
}

fn pairs(of: u64) -> u64 {
    of * of.saturating_sub(1) / 2
}

#[expect(clippy::cast_precision_loss, reason = "counts of pairs are far below 2^53")]
fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}
