//! Completes the description of the API: what every operation has in common is said here, once.
//!
//! Handlers document what is theirs and name the scope they need (`x-required-scope`). From that follow the security
//! requirement and the answers 401 and 403; from parameters, path and body follow 400, 404, 413 and 422; 429 and 500
//! can always happen. A test calls every operation and holds it against what stands here.

use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Operation, ParameterIn, PathItem};
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::schema::{ObjectBuilder, OneOfBuilder, Schema, Type};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Components, Content, InfoBuilder, License, OpenApi, Ref, RefOr, Required, tag::TagBuilder};

/// The extension that names the scope an operation needs.
pub(super) const SCOPE: &str = "x-required-scope";

const DESCRIPTION: &str = "Health and fitness data of many devices and services as one truth.\n\n\
    Every request but the probes under `/health` and this documentation carries a key: `Authorization: Bearer vs_live_…`. \
    A key belongs to a workspace, or to one user of it, and has the scopes `read`, `write` and `admin`; `admin` implies \
    the others. What belongs to somebody else does not exist (404).\n\n\
    Instants are written `2025-06-15T09:00:00.000Z`; queries also take any offset, and dates, which mean whole days in the \
    user's time zone, both included. Missing values are `null`, never 0. Ids of users and keys are ULIDs that order by \
    time of creation; ids of samples and events are 26 characters derived from what they are. Lists order by time, \
    then id.";

const TAGS: [(&str, &str); 14] = [
    ("Workspace", "What a workspace says for all its users."),
    ("Users", "The people whose data is kept."),
    (
        "Preferences",
        "What a user has set: whose samples count, where the user has lived. A change changes answers and never data.",
    ),
    (
        "Health data",
        "Samples as received, and answers resolved over all sources.",
    ),
    ("Events", "Workouts, nights and naps."),
    (
        "Connections",
        "The accounts of users at vendors: connect, renew, disconnect.",
    ),
    (
        "Push",
        "Take in what an app reads from HealthKit, Health Connect or Samsung Health on a phone.",
    ),
    ("Imports", "Upload the files people already have."),
    (
        "Analytics",
        "What the data says: scores, readiness, load, sleep, what is usual and unusual. No answer from too little data.",
    ),
    ("API keys", "Who may call."),
    ("Webhooks", "Hear of what happens."),
    ("Providers", "Where data can come from."),
    (
        "Sync",
        "Reading connections, what vendors send, and how far that has come.",
    ),
    ("System", "Probes and this documentation."),
];

/// The extension of operations that the token of a phone opens too.
pub(super) const PHONE: &str = "x-push-token";

/// Every answer that is not a success: its component's name, status and meaning.
const PROBLEMS: [(&str, &str, &str); 10] = [
    (
        "BadRequest",
        "400",
        "The request cannot be read; `errors` names every field.",
    ),
    ("Unauthorized", "401", "There is no key, or none that is valid."),
    ("Forbidden", "403", "The key may not do this."),
    ("NotFound", "404", "It does not exist or belongs to somebody else."),
    ("Conflict", "409", "It exists already."),
    (
        "PreconditionFailed",
        "412",
        "It has changed since you read it: read it again.",
    ),
    ("PayloadTooLarge", "413", "The body is too large."),
    (
        "UnprocessableEntity",
        "422",
        "A word stands in no vocabulary or fields contradict each other; the nearest word is named.",
    ),
    (
        "TooManyRequests",
        "429",
        "Too many requests; `Retry-After` says when to try again.",
    ),
    (
        "InternalServerError",
        "500",
        "The server failed; the cause is logged under the request's id.",
    ),
];

const HEADERS: [(&str, &str); 4] = [
    (
        "X-Request-Id",
        "The id of this request in the log; taken over from the request where it names one.",
    ),
    (
        "X-RateLimit-Limit",
        "How many requests the key may make per minute. Where there is no limit, neither is any of these headers.",
    ),
    ("X-RateLimit-Remaining", "How many of them are left now."),
    ("X-RateLimit-Reset", "After how many seconds all of them are back."),
];

/// Parameters that a question needs, where the same form serves questions that do not.
const REQUIRED: [(&str, &[&str]); 2] = [
    ("/v1/users/{userId}/health/timeseries", &["from", "to"]),
    ("/v1/users/{userId}/health/daily-summaries", &["from", "to"]),
];

/// Adds what all operations have in common.
pub(super) fn complete(mut api: OpenApi) -> OpenApi {
    api.info = InfoBuilder::new()
        .title("VitaSync")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(DESCRIPTION))
        .license(Some(license()))
        .build();
    api.tags = Some(
        TAGS.map(|(name, about)| TagBuilder::new().name(name).description(Some(about)).build())
            .to_vec(),
    );
    describe_components(api.components.get_or_insert_default());
    let schemas = &mut api.components.get_or_insert_default().schemas;
    schemas.iter_mut().for_each(|(name, schema)| say_null(name, schema));
    for (path, item) in &mut api.paths.paths {
        let required = REQUIRED
            .iter()
            .find(|(it, _)| it == path)
            .map_or(&[][..], |(_, names)| names);
        for operation in operations(item) {
            require(operation, required);
            describe_failures(operation);
        }
    }
    api
}

/// Marks parameters as required.
fn require(operation: &mut Operation, names: &[&str]) {
    for parameter in operation.parameters.iter_mut().flatten() {
        if let RefOr::T(parameter) = parameter
            && names.contains(&parameter.name.as_str())
        {
            parameter.required = Required::True;
        }
    }
}

/// Lists the operations of a path.
fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [
        &mut item.get,
        &mut item.put,
        &mut item.post,
        &mut item.delete,
        &mut item.patch,
    ]
    .into_iter()
    .flatten()
}

fn license() -> License {
    let mut license = License::new("MIT OR Apache-2.0");
    license.identifier = Some("MIT OR Apache-2.0".to_owned());
    license
}

fn describe_components(components: &mut Components) {
    let scheme = SecurityScheme::Http(
        Http::builder()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("A key, `vs_live_…` or `vs_test_…`."))
            .build(),
    );
    components.security_schemes.insert("apiKey".to_owned(), scheme.into());
    let phone = SecurityScheme::Http(
        Http::builder()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some(
                "A token of a user's phone, `vs_push_…`, from `POST /v1/users/{userId}/token`.",
            ))
            .build(),
    );
    components.security_schemes.insert("pushToken".to_owned(), phone.into());
    for (name, about) in HEADERS {
        let kind = if name == "X-Request-Id" {
            Type::String
        } else {
            Type::Integer
        };
        components.headers.insert(name.to_owned(), header(kind, about));
    }
    components.headers.insert(
        "Retry-After".to_owned(),
        header(Type::Integer, "After how many seconds it is worth trying again."),
    );
    for (name, _, about) in PROBLEMS {
        let body = Content::new(Some(Ref::from_schema_name("Problem")));
        let mut response = ResponseBuilder::new()
            .description(about)
            .content("application/json", body)
            .build();
        if name == "TooManyRequests" {
            response
                .headers
                .insert("Retry-After".to_owned(), reference("headers", "Retry-After"));
        }
        components.responses.insert(name.to_owned(), response.into());
    }
}

fn header(kind: Type, about: &str) -> RefOr<utoipa::openapi::Header> {
    let schema = ObjectBuilder::new().schema_type(kind).build();
    let schema: RefOr<utoipa::openapi::Schema> = RefOr::T(schema.into());
    RefOr::T(
        HeaderBuilder::new()
            .schema(Some(schema))
            .description(Some(about))
            .build(),
    )
}

fn reference<T>(section: &str, name: &str) -> RefOr<T> {
    RefOr::Ref(Ref::new(format!("#/components/{section}/{name}")))
}

fn describe_failures(operation: &mut Operation) {
    let asks_for_key = operation.extensions.as_ref().is_some_and(|it| it.contains_key(SCOPE));
    let has = |place: ParameterIn| {
        let parameters = operation.parameters.iter().flatten();
        parameters
            .filter_map(|it| match it {
                RefOr::T(parameter) => Some(&parameter.parameter_in),
                RefOr::Ref(_) => None,
            })
            .any(|it| *it == place)
    };
    let (in_path, in_query) = (has(ParameterIn::Path), has(ParameterIn::Query));
    let has_body = operation.request_body.is_some();
    if asks_for_key {
        let by_phone = operation.extensions.as_ref().is_some_and(|it| it.contains_key(PHONE));
        let schemes = ["apiKey", "pushToken"].into_iter().take(1 + usize::from(by_phone));
        operation.security = Some(
            schemes
                .map(|scheme| SecurityRequirement::new::<_, [&str; 0], &str>(scheme, []))
                .collect(),
        );
    }
    for response in operation.responses.responses.values_mut() {
        let RefOr::T(response) = response else { continue };
        for (name, _) in HEADERS {
            response.headers.insert(name.to_owned(), reference("headers", name));
        }
    }
    for (name, status, _) in PROBLEMS {
        let possible = match status {
            "400" | "422" => in_query || has_body,
            "401" | "403" | "429" => asks_for_key,
            "404" => in_path,
            "413" => has_body,
            "500" => true,
            _ => false,
        };
        if possible {
            let answers = &mut operation.responses.responses;
            answers
                .entry(status.to_owned())
                .or_insert_with(|| reference("responses", name));
        }
    }
}

/// Says that the answer of a question may be missing: of a type that is a parameter, the derived schema does not know.
fn say_null(name: &str, schema: &mut RefOr<Schema>) {
    let RefOr::T(Schema::Object(object)) = schema else {
        return;
    };
    if let Some(data) = object.properties.get_mut("data").filter(|_| name.starts_with("Told_")) {
        let null = ObjectBuilder::new().schema_type(Type::Null).build();
        *data = RefOr::T(Schema::OneOf(OneOfBuilder::new().item(data.clone()).item(null).build()));
    }
}
