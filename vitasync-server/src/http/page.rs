//! Writes the few pages people see: plain HTML, nothing from outside, no script but our own.
//!
//! Every text is escaped where it is written, and the policy on the page lets nothing run or load that does not carry the
//! page's own nonce. Addresses with tokens are not handed on (`Referrer-Policy`).

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Serialize;

use super::problem::Problem;

const REFERRER_POLICY: HeaderName = HeaderName::from_static("referrer-policy");

const STYLE: &str = "\
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}\
body{margin:0;min-height:100vh;display:grid;place-items:center;background:Canvas;color:CanvasText}\
main{width:min(26rem,100vw - 2rem);padding:1.5rem 0}\
h1{font-size:1.4rem;margin:0 0 .5rem}p{margin:.5rem 0}\
ul{list-style:none;margin:1rem 0;padding:0;display:grid;gap:.6rem}\
button{display:block;box-sizing:border-box;width:100%;padding:.7rem 1rem;border:1px solid GrayText;\
border-radius:.6rem;background:ButtonFace;color:ButtonText;font:inherit;text-align:left;cursor:pointer}\
button:hover,button:focus-visible{border-color:Highlight;outline:2px solid Highlight}\
form{border:1px solid GrayText;border-radius:.6rem;padding:.8rem 1rem;display:grid;gap:.5rem}\
form.plain{border:0;padding:0;display:block}\
label{display:grid;gap:.3rem}input{font:inherit;padding:.5rem;border:1px solid GrayText;border-radius:.4rem}\
small{opacity:.8}";

/// A page.
#[derive(Debug, Clone, Default)]
pub(super) struct Page {
    /// Its heading.
    pub(super) title: String,
    /// What follows the heading, as HTML.
    pub(super) body: String,
    /// A script of ours and the data it reads.
    pub(super) script: Option<(&'static str, String)>,
    /// Where forms may lead, beside this server: origins, or schemes with a colon.
    pub(super) form_targets: Vec<String>,
}

impl Page {
    /// Makes a page of a heading and sentences.
    pub(super) fn say(title: &str, text: &str) -> Self {
        Self {
            title: title.to_owned(),
            body: format!("<p>{}</p>", escape(text)),
            ..Self::default()
        }
    }

    /// Adds a script and what it reads with `JSON.parse(document.getElementById("data").textContent)`.
    pub(super) fn with_script(mut self, script: &'static str, data: &impl Serialize) -> Self {
        let json = serde_json::to_string(data).expect("what a page is given is plain data");
        self.script = Some((script, in_script(&json)));
        self
    }

    /// Answers with the page.
    pub(super) fn answer(self, status: StatusCode) -> Response {
        let mut random = [0; 18];
        if getrandom::fill(&mut random).is_err() {
            return Problem::of_status(StatusCode::SERVICE_UNAVAILABLE).into_response();
        }
        let nonce = BASE64_STANDARD.encode(random);
        let targets: String = self.form_targets.iter().map(|it| format!(" {it}")).collect();
        let policy = format!(
            "default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; form-action 'self'{targets}; base-uri \
             'none'; frame-ancestors 'none'"
        );
        let Ok(policy) = HeaderValue::try_from(policy) else {
            return Problem::of_status(StatusCode::INTERNAL_SERVER_ERROR).into_response();
        };
        let headers = [
            (
                header::CONTENT_TYPE,
                HeaderValue::from_static("text/html; charset=utf-8"),
            ),
            (header::CONTENT_SECURITY_POLICY, policy),
            (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        ];
        (status, headers, self.html(&nonce)).into_response()
    }

    fn html(&self, nonce: &str) -> String {
        let Self { title, body, .. } = self;
        let title = escape(title);
        let script = self.script.as_ref().map_or_else(String::new, |(script, data)| {
            format!(
                "<script type=\"application/json\" id=\"data\">{data}</script>\n<script nonce=\"{nonce}\">{script}</script>\n"
            )
        });
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
             <style nonce=\"{nonce}\">{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n{body}\n</main>\n\
             {script}</body>\n</html>\n"
        )
    }
}

/// Writes a text so that HTML takes it for text, inside elements and inside quoted attributes.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(letter),
        }
    }
    escaped
}

/// Writes JSON so that no text in it can end the element it stands in.
fn in_script(json: &str) -> String {
    json.replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_markup() {
        let evil = "</script><script>alert(1)</script><b title='x' onclick=\"y\">&";
        let page = Page::say(evil, evil).with_script("run()", &[evil]).html("abc");
        assert_eq!(page.matches("<script").count(), 2, "{page}");
        assert_eq!(page.matches("</script>").count(), 2, "{page}");
        assert!(!page.contains("<b "), "{page}");
    }

    #[test]
    fn data_reads_back_as_it_was() {
        let evil = ["</script>&\u{2028}"];
        let written = in_script(&serde_json::to_string(&evil).expect("plain data"));
        assert_eq!(serde_json::from_str::<Vec<String>>(&written).expect("JSON"), evil);
    }
}
