//! Remembers for a moment what was read, so that one question after the other does not read it again.
//!
//! What is remembered says itself what it depends on: whoever takes it out holds that against what is true now
//! ([`Store::generation`](crate::store::Store::generation)), so that what this process writes is seen at once. What another
//! process writes is seen within [`MOMENT`].

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long what other processes write may go unseen.
const MOMENT: Duration = Duration::from_secs(1);
/// How many values are remembered at most.
const MOST: usize = 10_000;

/// Values read within the last moment. Cheap to clone.
#[derive(Debug)]
pub(crate) struct Recent<K, V>(Arc<Mutex<HashMap<K, (V, Instant)>>>);

impl<K, V> Clone for Recent<K, V> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<K, V> Default for Recent<K, V> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<K: Hash + Eq, V: Clone> Recent<K, V> {
    /// Gives what was read lately, where it is still true.
    pub(crate) fn find(&self, key: &K, is_true: impl FnOnce(&V) -> bool) -> Option<V> {
        let kept = self.lock();
        let (value, read_at) = kept.get(key)?;
        (read_at.elapsed() < MOMENT && is_true(value)).then(|| value.clone())
    }

    /// Remembers what was read. `began` is when reading it began.
    pub(crate) fn keep(&self, key: K, value: V, began: Instant) {
        let mut kept = self.lock();
        if kept.len() >= MOST {
            kept.retain(|_, (_, read_at)| read_at.elapsed() < MOMENT);
        }
        if kept.len() < MOST {
            kept.insert(key, (value, began));
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<K, (V, Instant)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_true_any_more_or_older_than_a_moment_is_not_given() {
        let recent: Recent<i64, &str> = Recent::default();
        recent.keep(1, "new", Instant::now());
        assert_eq!(recent.find(&1, |_| true), Some("new"));
        assert_eq!(recent.find(&1, |_| false), None);
        assert_eq!(recent.find(&2, |_| true), None);
        let before = Instant::now().checked_sub(MOMENT).expect("the machine runs for longer");
        recent.keep(1, "old", before);
        assert_eq!(recent.find(&1, |_| true), None);
    }
}
