//! What the vendor knows: tokens, limits, what it answers, and what it has been asked.

use std::collections::VecDeque;
use std::fmt::Write;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::vendor::{ONE_ACCOUNT, access, refresh};
use super::{Crowd, HOURS};
use crate::demo::chance::Chance;

/// The span of both limits.
const PER: TimeDelta = TimeDelta::seconds(1);

/// What the vendor has been asked.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Book {
    /// How many calls came, those for tokens included.
    pub calls: u64,
    /// How many pages were answered whole.
    pub pages: u64,
    /// How many calls came beyond the limit of the application or of an account, in any second.
    pub over_limit: u64,
    /// How many calls came while the application had been told to rest.
    pub while_resting: u64,
    /// How many tokens were refreshed.
    pub refreshes: u64,
    /// How many times a refresh token came that had been used before.
    pub refreshed_twice: u64,
    /// How many troubles were made.
    pub troubles: u64,
    /// How long it took from the first call to the last, in seconds.
    pub seconds: f64,
    /// How long the application was told to rest in that time, in seconds.
    pub rested_seconds: f64,
    /// How much of what the application's limit allows was used, without the rests; 1 is all of it.
    pub usage: f64,
}

/// Headers beside those that every answer has.
pub(super) type Headers = &'static [(&'static str, &'static str)];

/// What the vendor does about a call.
#[derive(Debug)]
pub(super) enum Act {
    /// Answers a status and headers, after a while.
    Answer(u16, Headers, String, Duration),
    /// Sends half of an answer and closes.
    Cut(String),
    /// Resets the connection.
    Reset,
}

/// A call as it came.
#[derive(Debug, Default)]
pub(super) struct Asked {
    pub(super) path: String,
    pub(super) bearer: String,
    /// The pairs of the query or of the form.
    pub(super) pairs: Vec<(String, String)>,
}

impl Asked {
    fn pair(&self, name: &str) -> &str {
        let found = self.pairs.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }
}

/// One account: which token is good until when, and when it was asked for.
#[derive(Debug, Clone)]
struct Kept {
    number: u32,
    ends: DateTime<Utc>,
    /// Whether the token has been good for something.
    used: bool,
    calls: VecDeque<DateTime<Utc>>,
}

#[derive(Debug)]
pub(super) struct State {
    crowd: Crowd,
    accounts: Vec<Kept>,
    calls: VecDeque<DateTime<Utc>>,
    first: Option<DateTime<Utc>>,
    last: DateTime<Utc>,
    rests_until: DateTime<Utc>,
    rested: TimeDelta,
    chance: Chance,
    book: Book,
}

impl State {
    pub(super) fn new(crowd: Crowd) -> Self {
        let begins = super::clock::beginning();
        let kept = Kept {
            number: 0,
            ends: begins + crowd.token_lasts,
            used: false,
            calls: VecDeque::new(),
        };
        let accounts = usize::try_from(crowd.accounts).expect("as many as fit into memory");
        Self {
            crowd,
            accounts: vec![kept; accounts],
            calls: VecDeque::new(),
            first: None,
            last: begins,
            rests_until: begins,
            rested: TimeDelta::zero(),
            chance: Chance::new(crowd.seed, "vendor", 0),
            book: Book::default(),
        }
    }

    pub(super) fn book(&self) -> Book {
        let seconds = |span: TimeDelta| span.as_seconds_f64();
        let took = self.first.map_or(TimeDelta::zero(), |first| self.last - first);
        // From the first call to the last there is room for those of one span more.
        let allowed = f64::from(self.crowd.app_calls) * seconds(took - self.rested + PER);
        Book {
            seconds: seconds(took),
            rested_seconds: seconds(self.rested),
            usage: self.book.calls as f64 / allowed,
            ..self.book.clone()
        }
    }

    /// Answers a call that came at a time.
    pub(super) fn answer(&mut self, asked: &Asked, now: DateTime<Utc>) -> Act {
        self.book.calls += 1;
        self.first.get_or_insert(now);
        self.last = now;
        let token = match asked.path.as_str() {
            "/token" => asked.pair("refresh_token"),
            _ => &asked.bearer,
        };
        let Some((account, number)) = self.whose(token) else {
            return said(401);
        };
        // A call that was on its way when the word to rest came is nobody's fault.
        let on_its_way = TimeDelta::milliseconds(250);
        let rested = self.rests_until - PER;
        if now < self.rests_until && now > rested + on_its_way {
            self.book.while_resting += 1;
        }
        let app = crowded(&mut self.calls, self.crowd.app_calls, now);
        let user = crowded(&mut self.accounts[account].calls, self.crowd.user_calls, now);
        if app || user {
            self.book.over_limit += 1;
            return rest(user && !app);
        }
        let trouble = self.trouble(account, asked.path == "/token", now);
        if let Some(Err(act)) = trouble {
            return act;
        }
        let kept = &mut self.accounts[account];
        if asked.path == "/token" {
            return self.tokens(account, number, now);
        }
        if number != kept.number || now >= kept.ends {
            return said(401);
        }
        kept.used = true;
        let page = self.page(account, asked);
        match trouble {
            Some(Ok(Spoilt::Cut)) => Act::Cut(page),
            Some(Ok(Spoilt::Half)) => Act::Answer(200, &[], page[..page.len() / 2].to_owned(), Duration::ZERO),
            Some(Ok(Spoilt::Late)) => Act::Answer(200, &[], page, Duration::from_millis(300)),
            _ => {
                self.book.pages += 1;
                Act::Answer(200, &[], page, Duration::ZERO)
            }
        }
    }

    /// Reads a token: whose it is, and which.
    fn whose(&self, token: &str) -> Option<(usize, u32)> {
        let (_, token) = token.split_once('-')?;
        let (account, number) = token.split_once('-')?;
        let account: usize = account.parse().ok()?;
        (account < self.accounts.len()).then_some((account, number.parse().ok()?))
    }

    fn tokens(&mut self, account: usize, number: u32, now: DateTime<Utc>) -> Act {
        let kept = &mut self.accounts[account];
        if number != kept.number {
            self.book.refreshed_twice += 1;
            return Act::Answer(400, &[], r#"{"error":"invalid_grant"}"#.into(), Duration::ZERO);
        }
        kept.number += 1;
        kept.ends = now + self.crowd.token_lasts;
        kept.used = false;
        self.book.refreshes += 1;
        let account = u32::try_from(account).expect("as many as there are accounts");
        let (access, refresh) = (access(account, kept.number), refresh(account, kept.number));
        let lasts = self.crowd.token_lasts.num_seconds();
        let body = format!(r#"{{"access_token":"{access}","refresh_token":"{refresh}","expires_in":{lasts}}}"#);
        Act::Answer(200, &[], body, Duration::ZERO)
    }

    /// Answers the beats of one day and names the next.
    fn page(&self, account: usize, asked: &Asked) -> String {
        let number = |name| asked.pair(name).parse::<i64>().unwrap_or_default();
        let (from, to, page) = (number("from"), number("to"), number("page"));
        let account = u32::try_from(account).expect("as many as there are accounts");
        let inside = |beat: &u32| (from..to).contains(&Crowd::at(*beat).timestamp());
        let beats: Vec<u32> = (0..self.crowd.beats()).filter(inside).collect();
        let hours = usize::try_from(HOURS).expect("it is 24");
        let days = beats.chunks(hours);
        let page = usize::try_from(page).unwrap_or_default();
        let next = (page + 1 < days.len()).then_some(page + 1);
        let mut body = String::from(r#"{"beats":["#);
        for (index, beat) in days.clone().nth(page).into_iter().flatten().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            let (at, bpm) = (Crowd::at(*beat).to_rfc3339(), Crowd::bpm(account, *beat));
            let written = write!(body, r#"{comma}{{"id":"{account}-{beat}","at":"{at}","bpm":{bpm}}}"#);
            written.expect("a string takes everything");
        }
        let next = next.map_or("null".to_owned(), |next| next.to_string());
        body + &format!(r#"],"next":{next}}}"#)
    }

    /// Draws whether this call goes wrong: at once (`Err`), or what it is answered (`Ok`). A refresh goes wrong only before the
    /// vendor has acted on it: no client can know more about an answer that it never got.
    fn trouble(&mut self, account: usize, about_tokens: bool, now: DateTime<Utc>) -> Option<Result<Spoilt, Act>> {
        let one_in = i64::from(self.crowd.trouble_one_in);
        if one_in == 0 || self.chance.whole(1, one_in) != 1 {
            return None;
        }
        self.book.troubles += 1;
        let kept = &mut self.accounts[account];
        Some(match self.chance.whole(0, 399) {
            0 => {
                self.rested += (now + PER) - self.rests_until.max(now);
                self.rests_until = now + PER;
                Err(rest(false))
            }
            draw if draw % 7 == 0 => Err(said(500)),
            draw if draw % 7 == 1 => Err(rest(true)),
            draw if draw % 7 == 2 || about_tokens => Err(Act::Reset),
            // Who is refused a token that is new has to connect again, and rightly so.
            draw if draw % 7 == 3 && kept.used => {
                kept.ends = now;
                Err(said(401))
            }
            draw if draw % 7 == 4 => Ok(Spoilt::Cut),
            draw if draw < 150 => Ok(Spoilt::Half),
            _ => Ok(Spoilt::Late),
        })
    }
}

/// What is wrong with an answer.
#[derive(Debug, Clone, Copy)]
enum Spoilt {
    /// The connection closes in the middle.
    Cut,
    /// It is half a document that says it is whole.
    Half,
    /// It takes a while.
    Late,
}

/// Counts a call, and tells whether it is one too many in the span that ends now.
fn crowded(calls: &mut VecDeque<DateTime<Utc>>, allowed: u32, now: DateTime<Utc>) -> bool {
    while calls.front().is_some_and(|at| *at + PER <= now) {
        calls.pop_front();
    }
    calls.push_back(now);
    calls.len() > usize::try_from(allowed).expect("as many as fit into memory")
}

fn said(status: u16) -> Act {
    Act::Answer(status, &[], "{}".into(), Duration::ZERO)
}

/// Asks to rest for a second: one account, or the application.
fn rest(one_account: bool) -> Act {
    let headers: Headers = match one_account {
        true => &[("retry-after", "1"), (ONE_ACCOUNT, "1")],
        false => &[("retry-after", "1")],
    };
    Act::Answer(429, headers, "{}".into(), Duration::ZERO)
}
