//! What calls share by a key, for as long as there is something to share.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

/// How many there are before any is looked at again.
const A_FEW: usize = 64;

/// Values by a key: made when first asked for, and let go some time after nobody has them any more and they hold nothing.
#[derive(Debug)]
pub(super) struct Shared<K, V> {
    values: HashMap<K, Arc<V>>,
    look_again_at: usize,
}

impl<K, V> Default for Shared<K, V> {
    fn default() -> Self {
        Self {
            values: HashMap::new(),
            look_again_at: A_FEW,
        }
    }
}

impl<K: Eq + Hash, V> Shared<K, V> {
    /// Gives the value of a key. When there are twice as many as were needed last, those that are not are let go: so the map is
    /// at most twice as large as it has to be, and looking costs each call the same on average however many there are.
    pub(super) fn of(&mut self, key: K, make: impl FnOnce() -> V, holds_nothing: impl Fn(&V) -> bool) -> Arc<V> {
        if let Some(value) = self.values.get(&key) {
            return value.clone();
        }
        if self.values.len() >= self.look_again_at {
            self.values
                .retain(|_, value| Arc::strong_count(value) > 1 || !holds_nothing(value));
            self.look_again_at = A_FEW.max(2 * self.values.len());
        }
        let value = Arc::new(make());
        self.values.insert(key, value.clone());
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_needs_is_let_go() {
        let mut shared = Shared::default();
        let kept = shared.of(0, || 0, |_| true);
        for key in 1..10_000 {
            // Every hundredth holds something.
            shared.of(key, || key, |value| value % 100 != 0);
            assert!(
                shared.values.len() <= A_FEW + 2 * (2 + key / 100),
                "{}",
                shared.values.len()
            );
        }
        assert!(Arc::ptr_eq(&kept, &shared.of(0, || 1, |_| true)));
    }
}
