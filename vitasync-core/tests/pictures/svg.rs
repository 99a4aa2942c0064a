//! Writes a picture that is readable on light and dark ground, without fonts of its own.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};

/// How wide every picture is.
const WIDTH: f64 = 760.0;
/// Where the names of rows stand, and where time begins and ends.
const NAMES: f64 = 16.0;
const LEFT: f64 = 150.0;
const RIGHT: f64 = 724.0;
/// How high the bar of a row is, and how far rows lie apart.
const BAR: f64 = 30.0;
const STEP: f64 = 51.0;
/// Where the first row begins.
const TOP: f64 = 52.0;

/// A stretch of time.
pub(crate) type Stretch = (DateTime<Utc>, DateTime<Utc>);

/// Tells where the row with a number has its top; the first is 0.
pub(crate) fn row(number: usize) -> f64 {
    TOP + STEP * f64::from(u8::try_from(number).unwrap())
}

const STYLE: &str = "\
    text{font-family:system-ui,sans-serif;font-size:13px;fill:#1f2328}
    .ground{fill:#ffffff}.quiet{fill:#59636e;font-size:12px}.strong{font-weight:600}
    .middle{text-anchor:middle}.on{fill:#ffffff}
    .tick{stroke:#d1d9e0;stroke-width:1}.mark{stroke:#59636e;stroke-width:1;stroke-dasharray:4 3}
    .watch{fill:#0b62c4}.phone{fill:#a3480a}.aside{fill:url(#aside);stroke:#59636e}
    .aside-ground{fill:#eff2f5}.aside-line{stroke:#818b98}
    .bed{fill:#d1d9e0}.awake{fill:#a3480a}.rem{fill:#7a3fc4}.light{fill:#2f86d6}.deep{fill:#12406f}
    .there{fill:#dbe9f9}.here{fill:#f6e3d3}.calm{fill:#eff2f5}
    @media (prefers-color-scheme:dark){
    text{fill:#f0f6fc}.ground{fill:#0d1117}.quiet{fill:#9198a1}.on{fill:#0d1117}
    .tick{stroke:#30363d}.mark{stroke:#9198a1}
    .watch{fill:#6cb2ff}.phone{fill:#f29d5c}.aside{stroke:#9198a1}
    .aside-ground{fill:#151b23}.aside-line{stroke:#656c76}
    .bed{fill:#3d444d}.awake{fill:#f29d5c}.rem{fill:#c49bff}.light{fill:#6cb2ff}.deep{fill:#3f79bd}
    .there{fill:#16304d}.here{fill:#46301d}.calm{fill:#21262d}}";

const PATTERN: &str = r#"<defs><pattern id="aside" width="8" height="8" patternUnits="userSpaceOnUse"
    patternTransform="rotate(45)"><rect class="aside-ground" width="8" height="8"/><line class="aside-line" y2="8"/></pattern></defs>"#;

/// A picture with time from left to right.
pub(crate) struct Picture {
    body: String,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
}

impl Picture {
    pub(crate) fn new(from: DateTime<Utc>, to: DateTime<Utc>) -> Self {
        Self {
            body: String::new(),
            from,
            to,
        }
    }

    /// Tells where an instant lies; what is outside lies at the border.
    pub(crate) fn x(&self, at: DateTime<Utc>) -> f64 {
        let part = (at - self.from).as_seconds_f64() / (self.to - self.from).as_seconds_f64();
        LEFT + part.clamp(0.0, 1.0) * (RIGHT - LEFT)
    }

    pub(crate) fn heading(&mut self, text: &str) {
        self.text("strong", NAMES, 28.0, text);
    }

    /// Names a row whose bar has its top at `y`, with a remark below the name.
    pub(crate) fn name(&mut self, y: f64, name: &str, remark: &str) {
        self.text("strong", NAMES, y + 13.0, name);
        self.text("quiet", NAMES, y + 28.0, remark);
    }

    /// Draws a bar as high as that of a row.
    pub(crate) fn bar(&mut self, class: &str, stretch: Stretch, y: f64) {
        self.flat_bar(class, stretch, y, BAR);
    }

    pub(crate) fn flat_bar(&mut self, class: &str, (start, end): Stretch, y: f64, height: f64) {
        let (x, width) = (self.x(start), self.x(end) - self.x(start));
        let (x, y, width, height) = (number(x), number(y), number(width), number(height));
        writeln!(
            self.body,
            r#"<rect class="{class}" x="{x}" y="{y}" width="{width}" height="{height}"/>"#
        )
        .unwrap();
    }

    /// Writes into the middle of a bar.
    pub(crate) fn label(&mut self, class: &str, (start, end): Stretch, y: f64, text: &str) {
        let middle = f64::midpoint(self.x(start), self.x(end));
        self.text(&format!("middle {class}"), middle, y + BAR / 2.0 + 4.5, text);
    }

    pub(crate) fn text(&mut self, class: &str, x: f64, y: f64, text: &str) {
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        let (x, y) = (number(x), number(y));
        writeln!(self.body, r#"<text class="{class}" x="{x}" y="{y}">{text}</text>"#).unwrap();
    }

    /// Draws an upright line down to `bottom`, and what it says below.
    pub(crate) fn tick(&mut self, class: &str, at: DateTime<Utc>, bottom: f64, text: &str) {
        let x = self.x(at);
        self.text("quiet middle", x, bottom + 15.0, text);
        let (x, top, bottom) = (number(x), number(TOP - 8.0), number(bottom));
        writeln!(
            self.body,
            r#"<line class="{class}" x1="{x}" y1="{top}" x2="{x}" y2="{bottom}"/>"#
        )
        .unwrap();
    }

    /// Ends the picture below `bottom`. `title` and `description` are read out to who does not see it.
    pub(crate) fn finish(self, bottom: f64, title: &str, description: &str) -> String {
        let (width, height, body) = (number(WIDTH), number(bottom + 34.0), self.body);
        format!(
            r#"<!-- Generated from the library's answers by the test `pictures`; do not edit. -->
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-labelledby="title description">
<title id="title">{title}</title>
<desc id="description">{description}</desc>
<style>{STYLE}</style>
{PATTERN}
<rect class="ground" width="{width}" height="{height}"/>
{body}</svg>
"#
        )
    }
}

/// Writes a length with one decimal, or none.
fn number(length: f64) -> String {
    let text = format!("{length:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}
