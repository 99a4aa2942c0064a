//! Reads the past of many accounts from a vendor that has limits and bad days: everything comes once, and it is asked for as it allows.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use chrono::TimeDelta;
use vitasync_providers::client::Client;
use vitasync_providers::testing::crowd::{Caller, Count, Crowd, Hurried, Tally, Vendor};

/// Seconds are 100 ms.
const TIMES: u32 = 10;

struct Scene {
    crowd: Crowd,
    vendor: Vendor,
    tally: Arc<Tally>,
    caller: Arc<Caller>,
}

impl Scene {
    async fn new(crowd: Crowd) -> Self {
        let clock = Arc::new(Hurried::new(TIMES, crowd.seed));
        let vendor = Vendor::start(crowd, clock.clone()).await.expect("a port");
        let (tokens, tally) = (Arc::new(crowd.tokens().await), Arc::new(Tally::new(crowd)));
        let client = Client::builder(tokens, tally.clone(), tally.clone()).runtime(clock.clone());
        let client = client.rebase(Crowd::HOST, &vendor.address()).expect("an address");
        let client = client.build().expect("a client");
        Self {
            crowd,
            vendor,
            tally,
            caller: Arc::new(Caller::new(crowd, client, clock)),
        }
    }

    /// Reads every account at the same time.
    async fn backfill(&self) {
        let one = |account| {
            let caller = self.caller.clone();
            tokio::spawn(async move { caller.backfill(account).await.expect("read") })
        };
        let all: Vec<_> = (0..self.crowd.accounts).map(one).collect();
        for account in all {
            account.await.expect("no panic");
        }
    }

    fn is_whole(&self) {
        let (count, book) = (self.tally.count(), self.vendor.book());
        assert_eq!((count.missing, count.wrong), (0, 0), "{count:?} {book:?}");
        assert_eq!(book.refreshed_twice, 0, "{book:?}");
    }
}

const TROUBLED: Crowd = Crowd {
    trouble_one_in: 8,
    token_lasts: TimeDelta::seconds(2),
    ..Crowd::BASE
};

#[tokio::test]
async fn everything_comes_from_a_vendor_in_trouble_and_no_refresh_token_goes_out_twice() {
    let scene = Scene::new(TROUBLED).await;
    scene.backfill().await;
    scene.is_whole();
    let book = scene.vendor.book();
    assert!(book.troubles > 20 && book.refreshes > 5, "{book:?}");
    assert_eq!((book.over_limit, book.while_resting), (0, 0), "{book:?}");
}

#[tokio::test]
async fn everything_comes_once_at_the_limit_and_never_beyond() {
    let crowd = Crowd {
        days: 30,
        ..Crowd::BASE
    };
    let scene = Scene::new(crowd).await;
    scene.backfill().await;
    let (count, book) = (scene.tally.count(), scene.vendor.book());
    let whole = Count {
        expected: 20 * 30 * 24,
        missing: 0,
        again: 0,
        wrong: 0,
    };
    assert_eq!(count, whole);
    assert_eq!(book.over_limit, 0, "{book:?}");
}

/// Polls a future so many times and drops it where it stands; tells whether it was done.
async fn polled<F: Future>(future: F, times: i64) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut left = times;
    poll_fn(|context| {
        left -= 1;
        match future.as_mut().poll(context) {
            Poll::Ready(done) => Poll::Ready(Some(done)),
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

#[tokio::test]
async fn a_backfill_that_is_dropped_anywhere_and_begun_again_loses_and_doubles_nothing() {
    let mut drops = 0;
    for seed in 0..12 {
        let scene = Scene::new(Crowd {
            accounts: 3,
            days: 4,
            seed,
            ..TROUBLED
        })
        .await;
        // A generator by Lehmer: every seed is another life.
        let mut chance = i64::try_from(seed).expect("small") + 1;
        let mut polls = || {
            chance = chance * 48_271 % 0x7fff_ffff;
            // Often somewhere in the middle of it, and now and then to its end.
            if chance % 8 == 0 { i64::MAX } else { 1 + chance % 12 }
        };
        for account in 0..3 {
            while polled(scene.caller.backfill(account), polls()).await.is_none() {
                drops += 1;
            }
        }
        scene.is_whole();
    }
    assert!(drops > 36, "{drops} drops");
}
