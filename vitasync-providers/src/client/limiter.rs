//! Counts calls against a vendor's limits, for an application and for each connection. Pure: the time is an argument.
//!
//! It counts the calls of this process. What several processes do together shows in the vendor's answers, which
//! [`Limiter::block`] takes in.

use std::collections::{HashMap, VecDeque};

use chrono::{DateTime, TimeDelta, Utc};

use crate::provider::{Limit, Whose};

/// Whose calls are counted: an application's (by vendor and client id) or a connection's.
pub(super) type Party = (&'static str, Whose, String);

#[derive(Debug, Default)]
pub(super) struct Limiter {
    parties: HashMap<Party, Calls>,
}

#[derive(Debug, Default)]
struct Calls {
    at: VecDeque<DateTime<Utc>>,
    blocked_until: Option<DateTime<Utc>>,
}

impl Limiter {
    /// Counts a call now if every limit allows it, or tells how long to wait. Nothing is counted while waiting.
    pub(super) fn take(&mut self, parties: &[Party], limits: &[Limit], now: DateTime<Utc>) -> Result<(), TimeDelta> {
        let of = |party: &Party| limits.iter().filter(|limit| limit.whose == party.1).copied().collect();
        let parties: Vec<(&Party, Vec<Limit>)> = parties.iter().map(|party| (party, of(party))).collect();
        let waits = parties.iter().filter_map(|(party, limits)| {
            let calls = self.parties.get_mut(*party)?;
            calls.forget(limits, now);
            calls.wait(limits, now)
        });
        if let Some(wait) = waits.max() {
            return Err(wait);
        }
        for (party, limits) in parties.into_iter().filter(|(_, limits)| !limits.is_empty()) {
            let calls = self.parties.entry(party.clone()).or_default();
            calls.at.push_back(now);
            debug_assert!(calls.wait(&limits, now).is_none_or(|wait| wait >= TimeDelta::zero()));
        }
        Ok(())
    }

    /// Holds back a party until a time, because the vendor said so.
    pub(super) fn block(&mut self, party: &Party, until: DateTime<Utc>) {
        let calls = self.parties.entry(party.clone()).or_default();
        calls.blocked_until = calls.blocked_until.max(Some(until));
    }
}

impl Calls {
    fn forget(&mut self, limits: &[Limit], now: DateTime<Utc>) {
        let longest = limits.iter().map(|limit| limit.per).max().unwrap_or_default();
        while self.at.front().is_some_and(|at| *at + longest <= now) {
            self.at.pop_front();
        }
        self.blocked_until = self.blocked_until.filter(|until| *until > now);
    }

    fn wait(&self, limits: &[Limit], now: DateTime<Utc>) -> Option<TimeDelta> {
        let limited = limits.iter().filter_map(|limit| {
            // The call that has to leave the window before there is room for one more.
            let oldest = self
                .at
                .len()
                .checked_sub(usize::try_from(limit.calls).unwrap_or(usize::MAX))?;
            let free = *self.at.get(oldest)? + limit.per;
            (free > now).then(|| free - now)
        });
        let blocked = self.blocked_until.filter(|until| *until > now).map(|until| until - now);
        limited.chain(blocked).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: &[Limit] = &[
        Limit {
            whose: Whose::App,
            calls: 3,
            per: TimeDelta::seconds(60),
        },
        Limit {
            whose: Whose::User,
            calls: 2,
            per: TimeDelta::seconds(10),
        },
    ];

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000 + second, 0).expect("a time")
    }

    fn parties(user: &str) -> [Party; 2] {
        [("acme", Whose::App, "me".into()), ("acme", Whose::User, user.into())]
    }

    #[test]
    fn a_person_waits_for_their_own_calls_and_others_do_not() {
        let mut limiter = Limiter::default();
        assert_eq!(limiter.take(&parties("ada"), LIMITS, at(0)), Ok(()));
        assert_eq!(limiter.take(&parties("ada"), LIMITS, at(1)), Ok(()));
        assert_eq!(limiter.take(&parties("ada"), LIMITS, at(2)), Err(TimeDelta::seconds(8)));
        assert_eq!(limiter.take(&parties("bob"), LIMITS, at(2)), Ok(()));
    }

    #[test]
    fn all_wait_when_the_application_has_called_enough() {
        let mut limiter = Limiter::default();
        for user in ["ada", "bob", "eve"] {
            assert_eq!(limiter.take(&parties(user), LIMITS, at(0)), Ok(()));
        }
        assert_eq!(
            limiter.take(&parties("zoe"), LIMITS, at(20)),
            Err(TimeDelta::seconds(40))
        );
        assert_eq!(limiter.take(&parties("zoe"), LIMITS, at(60)), Ok(()));
    }

    #[test]
    fn what_the_vendor_says_holds_until_its_time() {
        let mut limiter = Limiter::default();
        limiter.block(&parties("ada")[0], at(30));
        assert_eq!(
            limiter.take(&parties("bob"), LIMITS, at(10)),
            Err(TimeDelta::seconds(20))
        );
        assert_eq!(limiter.take(&parties("bob"), LIMITS, at(30)), Ok(()));
    }
}
