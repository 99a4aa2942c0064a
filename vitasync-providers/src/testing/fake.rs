//! A vendor on this machine: answers with a vendor's examples, rotates tokens, and behaves badly on demand.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate, matchers};

use super::runtime::Stage;
use crate::client::{App, Builder, Client, Memory, browse};
use crate::error::BoxError;
use crate::provider::{Example, Method, Provider};

/// A server that answers as a vendor's examples say, or as a world says that is given to it.
///
/// It gives out a new pair of tokens with every exchange and refresh, accepts a refresh token once, and answers 401 to an access
/// token that is not the last.
///
/// Whoever opens its page of authorisation has allowed everything and is sent on to [`FakeVendor::app`]'s return address, which is
/// on this server too.
pub struct FakeVendor {
    server: MockServer,
    provider: &'static dyn Provider,
    state: Arc<Mutex<State>>,
}

/// A call to a fake vendor that is about data.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The path.
    pub path: &'a str,
    /// The pairs of the query and of the form.
    pub pairs: &'a [(String, String)],
}

impl Asked<'_> {
    /// Reads the first pair of a name.
    pub fn pair(&self, name: &str) -> Option<&str> {
        let found = self.pairs.iter().find(|(known, _)| known == name)?;
        Some(found.1.as_str())
    }
}

/// Answers calls with JSON; `None` leaves a call to the vendor's examples.
type World = dyn Fn(&Asked<'_>) -> Option<String> + Send + Sync;

/// Where a person comes back to after the page of authorisation.
const BACK: &str = "/back";

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
    hesitates: Duration,
    issued: u32,
    withdrawn: Option<u32>,
    refreshes: u32,
    calls: Vec<Option<usize>>,
    returned: Option<Vec<(String, String)>>,
    resumes: bool,
}

impl FakeVendor {
    /// Starts a server for a vendor.
    pub async fn start(provider: &'static dyn Provider) -> Self {
        Self::start_in(provider, |_| None).await
    }

    /// Starts a server for a vendor that answers calls as `world` says; `None` leaves a call to the vendor's examples.
    pub async fn start_in(
        provider: &'static dyn Provider,
        world: impl Fn(&Asked<'_>) -> Option<String> + Send + Sync + 'static,
    ) -> Self {
        let server = MockServer::start().await;
        let state = Arc::new(Mutex::new(State::default()));
        let answers = Answers {
            provider,
            world: Box::new(world),
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
        self.rebase(builder)
    }

    /// Leads a client's calls to the vendor's hosts here.
    pub fn rebase(&self, builder: Builder) -> Builder {
        self.provider.spec().hosts.iter().fold(builder, |builder, host| {
            let host = host.replace('*', "any");
            builder
                .rebase(&host, &self.address())
                .expect("the server has an address")
        })
    }

    /// Makes an application that has every setting the vendor wants.
    pub fn app(&self) -> App {
        let app = App::new(
            "my_client_id",
            "test_client_secret",
            &format!("{}{BACK}", self.address()),
        );
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

    /// Leads an address of the vendor's, for example that of its page of authorisation, to this server.
    pub fn page(&self, url: &str) -> String {
        let path = path_of(url).unwrap_or("/");
        format!("{}{path}", self.address())
    }

    /// Opens a page of this server and follows it to where it leads, as a browser does.
    ///
    /// # Errors
    ///
    /// What keeps it from being opened.
    pub async fn open(&self, url: &str) -> Result<(), BoxError> {
        browse(&self.page(url)).await
    }

    /// Gives what the person who came back last brought along: the query of the return.
    pub fn returned(&self) -> Option<Vec<(String, String)>> {
        self.state().returned.clone()
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

    /// Changes tokens at once and tells the new ones after a while.
    pub fn hesitate(&self, wait: Duration) {
        self.state().hesitates = wait;
    }

    /// Answers with the first page whatever page is asked for.
    pub fn forget_pages(&self) {
        self.state().forgets_pages = true;
    }

    /// Withdraws the access token before its time; the refresh token is still good.
    pub fn expire_access(&self) {
        let mut state = self.state();
        state.withdrawn = Some(state.issued);
    }

    /// Goes on with the first token it is shown, as if it had given that out before it was started anew.
    pub fn resume(&self) {
        self.state().resumes = true;
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

/// Gives what follows the host in an address.
fn path_of(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    rest.find('/').map(|at| &rest[at..])
}

struct Answers {
    provider: &'static dyn Provider,
    world: Box<World>,
    state: Arc<Mutex<State>>,
}

impl Respond for Answers {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let form: Vec<(String, String)> = form_urlencoded::parse(&request.body).into_owned().collect();
        let mut pairs: Vec<(String, String)> = request.url.query_pairs().into_owned().collect();
        pairs.extend(form);
        let (method, path) = (request.method.as_str(), request.url.path());
        if let Some(page) = self.visited(path, &pairs, &mut state) {
            return page;
        }
        let found = find(self.provider, method, path, &pairs, state.forgets_pages);
        let example = found.map(|index| &self.provider.spec().examples[index]);
        state.calls.push(found);
        if self.is_about_tokens(method, path, example) {
            return state.tokens(&pairs, example);
        }
        if !state.accepts(request) {
            return ResponseTemplate::new(401).set_body_string("{}");
        }
        if let Some(body) = (self.world)(&Asked { path, pairs: &pairs }) {
            return ResponseTemplate::new(200).set_body_raw(body, "application/json");
        }
        let Some(example) = example else {
            return ResponseTemplate::new(404).set_body_string("{}");
        };
        let trouble = state.troubles.pop_front().or_else(|| state.always.clone());
        answer(example, trouble)
    }
}

impl Answers {
    /// Answers a person: the page of authorisation, and where it leads.
    fn visited(&self, path: &str, pairs: &[(String, String)], state: &mut State) -> Option<ResponseTemplate> {
        let oauth2 = self.provider.spec().oauth2()?;
        if path == BACK {
            state.returned = Some(pairs.to_vec());
            let page = "<p>You are back. Close this page and go on in the terminal.</p>";
            return Some(ResponseTemplate::new(200).set_body_raw(page, "text/html"));
        }
        let find = |name: &str| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value);
        let (back, word) = (find("redirect_uri")?, find("state")?);
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("code", "the-code")
            .append_pair("state", word)
            .finish();
        (path_of(oauth2.authorize) == Some(path))
            .then(|| ResponseTemplate::new(302).insert_header("location", format!("{back}?{query}")))
    }

    fn is_about_tokens(&self, method: &str, path: &str, example: Option<&Example>) -> bool {
        let oauth2 = self.provider.spec().oauth2();
        let standard = oauth2.is_some_and(|oauth2| path_of(oauth2.token) == Some(path));
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
            self.remember(token, "refresh-");
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
        ResponseTemplate::new(200)
            .set_body_raw(body, "application/json")
            .set_delay(self.hesitates)
    }

    /// Tells whether a call carries no access token of another time.
    fn accepts(&mut self, request: &Request) -> bool {
        let carried = request.headers.values().filter_map(|value| value.to_str().ok());
        let query = request.url.query().unwrap_or_default();
        let carried = carried.chain([query]).filter(|text| text.contains("access-"));
        carried.into_iter().all(|text| {
            self.remember(text, "access-");
            self.withdrawn != Some(self.issued) && text.contains(&format!("access-{}-", self.issued))
        })
    }

    /// Goes on with the tokens of the server that ran before this one.
    fn remember(&mut self, token: &str, kind: &str) {
        let number = token.split_once(kind).and_then(|(_, rest)| rest.split('-').next());
        if let Some(Ok(number)) = number.map(str::parse).filter(|_| self.resumes && self.issued == 0) {
            self.issued = number;
        }
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
