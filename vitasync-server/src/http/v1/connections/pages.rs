//! The pages people see while they connect.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use url::Url;

use crate::App;
use crate::http::page::{Page, escape};
use crate::http::wire::redirect;
use crate::service::connections::{Failed, Finished, Invitation, Start, Why};
use crate::service::vendors::{Application, to_connect};

/// Tells the page that opened this one, and this server's own pages, how it went. The browser hands a message to the named
/// origin and to no other.
const TELL: &str = "\
const data = JSON.parse(document.getElementById(\"data\").textContent);\n\
try { localStorage.setItem(data.message.type, JSON.stringify(data.message)); } catch {}\n\
if (window.opener) {\n\
  for (const origin of data.origins) window.opener.postMessage(data.message, origin);\n\
  setTimeout(() => window.close(), 1500);\n\
}\n";

/// Where forms may lead that begin at a vendor: browsers hold every redirect of a form against this, and vendors lead on to hosts
/// of their own.
const VENDORS: &str = "https:";

/// What the script reads.
#[derive(Debug, Serialize)]
struct Told<'a> {
    message: Message<'a>,
    origins: Vec<String>,
}

/// How connecting went, as pages hear of it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Message<'a> {
    r#type: &'static str,
    success: bool,
    provider_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    connection_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
}

/// Answers a return from a vendor: sends the person back, or says on a page how it went.
pub(super) fn returned(app: &App, finished: Finished) -> Response {
    let Finished {
        spec,
        outcome,
        return_url,
        origins,
    } = finished;
    match outcome {
        Ok(made) => {
            let id = made.connection.id.to_string();
            connected(app, spec.name, spec.slug, &id, return_url, origins)
        }
        Err(Failed { why, message, .. }) => {
            if let Some(mut url) = return_url {
                url.query_pairs_mut()
                    .append_pair("providerId", spec.slug)
                    .append_pair("error", why.id())
                    .append_pair("message", &message);
                return redirect(StatusCode::SEE_OTHER, url.as_str());
            }
            let told = Message {
                r#type: "vitasync-oauth-result",
                success: false,
                provider_id: spec.slug,
                connection_id: None,
                error: Some(why.id()),
                message: Some(&message),
            };
            tell(
                app,
                Page::say(&format!("{} was not connected", spec.name), &message),
                told,
                origins,
            )
            .answer(status(why))
        }
    }
}

/// Says that an account is connected, or sends the person back with that.
pub(super) fn connected(
    app: &App,
    name: &str,
    slug: &str,
    id: &str,
    return_url: Option<Url>,
    origins: Vec<String>,
) -> Response {
    if let Some(mut url) = return_url {
        url.query_pairs_mut()
            .append_pair("connectionId", id)
            .append_pair("providerId", slug);
        return redirect(StatusCode::SEE_OTHER, url.as_str());
    }
    let told = Message {
        r#type: "vitasync-oauth-result",
        success: true,
        provider_id: slug,
        connection_id: Some(id),
        error: None,
        message: None,
    };
    let page = Page::say(&format!("{name} is connected"), "You can close this window.");
    tell(app, page, told, origins).answer(StatusCode::OK)
}

fn tell(app: &App, page: Page, message: Message<'_>, mut origins: Vec<String>) -> Page {
    let own = app.installation().public_url().and_then(|url| Url::parse(url).ok());
    origins.extend(own.map(|url| url.origin().ascii_serialization()));
    page.with_script(TELL, &Told { message, origins })
}

/// Says that a link is not good, or not any more.
pub(super) fn used_up(status: StatusCode) -> Response {
    let text = "It was used already, is too old or is not complete. Ask for a new one where you got it.";
    Page::say("This link does not work", text).answer(status)
}

/// Says why nothing was connected.
pub(super) fn failed(name: &str, message: &str, status: StatusCode) -> Response {
    Page::say(&format!("{name} was not connected"), message).answer(status)
}

fn status(why: Why) -> StatusCode {
    match why {
        Why::InvalidState => StatusCode::BAD_REQUEST,
        Why::AccessDenied => StatusCode::FORBIDDEN,
        Why::Conflict => StatusCode::CONFLICT,
        Why::NotAccepted | Why::VendorError => StatusCode::BAD_GATEWAY,
        Why::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// Lets a person choose what to connect with.
pub(super) fn choice(invitation: &Invitation, offered: &[Application], token: &str) -> Page {
    let mut body = String::from("<p>Choose what to connect. You will be asked there what to share.</p>\n<ul>\n");
    for application in offered {
        if application.connects_by_page() {
            body.push_str(&buttons(invitation, application, token));
        }
        if application.connects_by_key() {
            body.push_str(&key_form(application, token));
        }
    }
    body.push_str("</ul>");
    if offered.is_empty() {
        body = "<p>Nothing can be connected yet. Tell whoever sent you here.</p>".to_owned();
    }
    let back = invitation.return_url.as_deref().and_then(|url| Url::parse(url).ok());
    let target = |url: Url| match url.scheme() {
        "http" | "https" => url.origin().ascii_serialization(),
        scheme => format!("{scheme}:"),
    };
    Page {
        title: "Connect your devices".to_owned(),
        body,
        script: None,
        form_targets: back.map(target).into_iter().chain([VENDORS.to_owned()]).collect(),
    }
}

/// Asks a person who has come with a connect link to go on: whatever merely opens addresses does not press buttons.
pub(super) fn go_on(start: &Start, token: &str) -> Response {
    let slug = start.provider.as_str();
    let name = to_connect(slug).map_or("the service", |it| it.spec().name);
    let fields = [
        ("token", Some(token)),
        ("provider", Some(slug)),
        ("region", start.region.as_deref()),
        ("returnUrl", start.return_url.as_deref()),
    ];
    let text = escape(&format!("You will be asked at {name} what to share."));
    let button = button_form(&fields, &format!("Go on to {name}"));
    Page {
        title: format!("Connect {name}"),
        body: format!("<p>{text}</p>\n{button}"),
        script: None,
        form_targets: vec![VENDORS.to_owned()],
    }
    .answer(StatusCode::OK)
}

/// A button that sends some fields.
fn button_form(fields: &[(&str, Option<&str>)], label: &str) -> String {
    let inputs: String = fields
        .iter()
        .filter_map(|(name, value)| {
            let value = escape((*value)?);
            Some(format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">"))
        })
        .collect();
    let label = escape(label);
    format!("<form class=\"plain\" method=\"post\" action=\"/v1/connect\">{inputs}<button>{label}</button></form>")
}

/// A button for every region in which a vendor has accounts.
fn buttons(invitation: &Invitation, application: &Application, token: &str) -> String {
    let spec = application.spec();
    // A link for `fitbit` stays one for `fitbit`, whichever vendor stands behind it now.
    let slug = invitation.provider.as_deref().unwrap_or(spec.slug);
    let button = |region: Option<&str>| {
        let label = match region {
            Some(region) => format!("{} ({region})", spec.name),
            None => spec.name.to_owned(),
        };
        let fields = [("token", Some(token)), ("provider", Some(slug)), ("region", region)];
        format!("<li>{}</li>\n", button_form(&fields, &label))
    };
    // Nobody's own account is in a sandbox; who tries one names it in the link.
    let others = spec
        .regions
        .iter()
        .filter(|it| invitation.region.is_none() && it.id != "sandbox");
    std::iter::once(None)
        .chain(others.map(|region| Some(region.id)))
        .map(button)
        .collect()
}

/// A form for a key.
fn key_form(application: &Application, token: &str) -> String {
    let spec = application.spec();
    let help = spec.key().map_or("", |key| key.help);
    format!(
        "<li><form method=\"post\" action=\"/v1/connect\">\
         <input type=\"hidden\" name=\"token\" value=\"{}\"><input type=\"hidden\" name=\"provider\" value=\"{}\">\
         <label>{name}: your key <small>{}</small>\
         <input name=\"key\" type=\"password\" autocomplete=\"off\" required></label>\
         <button>Connect {name}</button></form></li>\n",
        escape(token),
        escape(spec.slug),
        escape(help),
        name = escape(spec.name),
    )
}
