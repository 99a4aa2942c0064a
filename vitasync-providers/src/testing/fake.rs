//! A vendor on this machine: answers with a vendor's examples, rotates tokens, and behaves badly on demand.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate, matchers};

use super::runtime::Stage;
use crate::client::{App, Builder, Client, Memory};
use crate::provider::{Example, Method, Provider};

/// A server that answers as a vendor's examples say.
///
/// It gives out a new pair of tokens with every exchange and refresh, accepts a refresh token once, and answers 401 to an access
/// token that is not the last.
pub struct FakeVendor {
    server: MockServer,
    provider: &'static dyn Provider,
    state: Arc<Mutex<State>>,
}

/// What goes wrong with the next call that is not about tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// Answers a status and headers, with nothing in it.
    Status(u16, Vec<(&'static str, String)>),
    /// Answers the first half of what it should.
    Truncated,
    /// Answers a page for people.
    Html,
    /// Answers after a while.
    Slow(Duration),
}

#[derive(Debug, Default)]
struct State {
    troubles: VecDeque<Trouble>,
    always: Option<Trouble>,
    refuses_refresh: bool,
    forgets_pages: bool,
    issued: u32,
    refreshes: u32,
    calls: Vec<Option<usize>>,
}

impl FakeVendor {
    /// Starts a server for a vendor.
    pub async fn start(provider: &'static dyn Provider) -> Self {
        let server = MockServer::start().await;
        let state = Arc::new(Mutex::new(State::default()));
        let answers = Answers {
            provider,
            state: state.clone(),
        };
        Mock::given(matchers::any()).respond_with(answers).mount(&server).await;
        Self {
            server,
            provider,
            state,
        }
    }

    /// The address of the server.
    pub fn address(&self) -> String {
        self.server.uri()
    }

    /// Sets up a client that calls this server instead of the vendor's hosts, with everything in memory.
    pub fn client(&self, memory: &Arc<Memory>, stage: &Arc<Stage>) -> Builder {
        let builder = Client::builder(memory.clone(), memory.clone(), memory.clone()).runtime(stage.clone());
        self.provider.spec().hosts.iter().fold(builder, |builder, host| {
            let host = host.replace('*', "any");
            builder
                .rebase(&host, &self.address())
                .expect("the server has an address")
        })
    }

    /// Makes an application that has every setting the vendor wants.
    pub fn app(&self) -> App {
        let app = App::new("my_client_id", "test_client_secret", "https://app.example/back");
        let settings = self.provider.spec().settings.iter().map(|setting| setting.name);
        let pushes = self.provider.spec().push.secrets.iter().copied();
        settings.chain(pushes).fold(app, |app, name| {
            if app.settings.contains_key(name) {
                app
            } else {
                app.with(name, &format!("test_{name}"))
            }
        })
    }

    /// Behaves badly at the next call, and at the one after that as the next trouble says.
    pub fn trouble(&self, trouble: Trouble) {
        self.state().troubles.push_back(trouble);
    }

    /// Behaves badly at every call until told otherwise.
    pub fn always(&self, trouble: Option<Trouble>) {
        self.state().always = trouble;
    }

    /// Refuses the refresh token, as if the person had withdrawn it.
    pub fn refuse_refresh(&self) {
        self.state().refuses_refresh = true;
    }

    /// Answers with the first page whatever page is asked for.
    pub fn forget_pages(&self) {
        self.state().forgets_pages = true;
    }

    /// Withdraws the access token before its time.
    pub fn expire_access(&self) {
        self.state().issued += 1;
    }

    /// Counts the refreshes.
    pub fn refreshes(&self) -> u32 {
        self.state().refreshes
    }

    /// Counts the calls.
    pub fn calls(&self) -> usize {
        self.state().calls.len()
    }

    /// Lists the examples that nobody has asked for.
    pub fn unasked(&self) -> Vec<&'static Example> {
        let calls = self.state().calls.clone();
        let examples = self.provider.spec().examples.iter().enumerate();
        examples
            .filter(|(index, _)| !calls.contains(&Some(*index)))
            .map(|(_, example)| example)
            .collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Finds the example that answers a call: the one that asks for the most pairs that are there, and one that names the path
/// before one that leaves a part of it open.
pub(super) fn find(
    provider: &dyn Provider,
    method: &str,
    path: &str,
    pairs: &[(String, String)],
    forgets_pages: bool,
) -> Option<usize> {
    let has = |(name, value): &(&str, &str)| pairs.iter().any(|(n, v)| n == name && (v == value || *value == "*"));
    let examples = provider.spec().examples.iter().enumerate();
    let fitting = examples.filter(|(_, example)| {
        example.method.name() == method && is_path(example.path, path) && example.when.iter().all(has)
    });
    let names = |example: &Example| !example.path.contains('*');
    let named = fitting.clone().any(|(_, example)| names(example));
    let fitting = fitting.filter(|(_, example)| names(example) == named);
    let last_wins = fitting.rev().map(|(index, example)| (example.when.len(), index));
    let best = if forgets_pages {
        last_wins.min_by_key(|(pairs, _)| *pairs)
    } else {
        last_wins.max_by_key(|(pairs, _)| *pairs)
    };
    best.map(|(_, index)| index)
}

/// Tells whether a path is that of an example.
pub(super) fn is_path(pattern: &str, path: &str) -> bool {
    let (pattern, path) = (pattern.split('/'), path.split('/'));
    pattern.clone().count() == path.clone().count()
        && pattern
            .zip(path)
            .all(|(known, part)| known == part || (known == "*" && !part.is_empty()))
}

struct Answers {
    provider: &'static dyn Provider,
    state: Arc<Mutex<State>>,
}

impl Respond for Answers {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let form: Vec<(String, String)> = form_urlencoded::parse(&request.body).into_owned().collect();
        let mut pairs: Vec<(String, String)> = request.url.query_pairs().into_owned().collect();
        pairs.extend(form);
        let (method, path) = (request.method.as_str(), request.url.path());
        let found = find(self.provider, method, path, &pairs, state.forgets_pages);
        let example = found.map(|index| &self.provider.spec().examples[index]);
        state.calls.push(found);
        if self.is_about_tokens(method, path, example) {
            return state.tokens(&pairs, example);
        }
        if !state.accepts(request) {
            return ResponseTemplate::new(401).set_body_string("{}");
        }
        let Some(example) = example else {
            return ResponseTemplate::new(404).set_body_string("{}");
        };
        let trouble = state.troubles.pop_front().or_else(|| state.always.clone());
        answer(example, trouble)
    }
}

impl Answers {
    fn is_about_tokens(&self, method: &str, path: &str, example: Option<&Example>) -> bool {
        let ends = |url: &str| {
            url.split_once("://")
                .is_some_and(|(_, rest)| rest.find('/').is_some_and(|it| &rest[it..] == path))
        };
        let standard = self.provider.spec().oauth2().is_some_and(|oauth2| ends(oauth2.token));
        match example {
            Some(example) => example.body.contains("{{access}}"),
            None => standard && method == Method::Post.name(),
        }
    }
}

impl State {
    fn tokens(&mut self, pairs: &[(String, String)], example: Option<&Example>) -> ResponseTemplate {
        if let Some((_, token)) = pairs.iter().find(|(name, _)| name == "refresh_token") {
            self.refreshes += 1;
            if self.refuses_refresh || *token != format!("refresh-{}-", self.issued) {
                return ResponseTemplate::new(400).set_body_string(r#"{"error":"invalid_grant"}"#);
            }
        }
        self.issued += 1;
        let standard =
            r#"{"access_token":"{{access}}","refresh_token":"{{refresh}}","expires_in":3600,"token_type":"bearer"}"#;
        let body = example.map_or(standard, |example| example.body);
        let body = body
            .replace("{{access}}", &format!("access-{}-", self.issued))
            .replace("{{refresh}}", &format!("refresh-{}-", self.issued));
        ResponseTemplate::new(200).set_body_raw(body, "application/json")
    }

    /// Tells whether a call carries no access token of another time.
    fn accepts(&self, request: &Request) -> bool {
        let carried = request.headers.values().filter_map(|value| value.to_str().ok());
        let query = request.url.query().unwrap_or_default();
        let mut carried = carried.chain([query]).filter(|text| text.contains("access-"));
        carried.all(|text| text.contains(&format!("access-{}-", self.issued)))
    }
}

fn answer(example: &Example, trouble: Option<Trouble>) -> ResponseTemplate {
    let right = || ResponseTemplate::new(example.status).set_body_raw(example.body, "application/json");
    match trouble {
        None => right(),
        Some(Trouble::Slow(wait)) => right().set_delay(wait),
        Some(Trouble::Html) => ResponseTemplate::new(200).set_body_raw("<html>Maintenance</html>", "text/html"),
        Some(Trouble::Truncated) => {
            let half = example.body.floor_char_boundary(example.body.len() / 2);
            ResponseTemplate::new(example.status).set_body_raw(&example.body[..half], "application/json")
        }
        Some(Trouble::Status(status, headers)) => headers
            .into_iter()
            .fold(ResponseTemplate::new(status), |answer, (name, value)| {
                answer.insert_header(name, value)
            }),
    }
}
