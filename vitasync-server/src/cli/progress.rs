//! Shows progress on standard error while a file is read.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use vitasync_providers::files::Progress;

/// A bar over the bytes of a file. Hidden where standard error is no terminal.
#[derive(Debug, Clone)]
pub(super) struct Bar(ProgressBar);

impl Bar {
    /// Shows an empty bar, with what is being done before it.
    pub(super) fn new(doing: &'static str, quiet: bool) -> Self {
        let target = if quiet {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr()
        };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        let style = "{msg:>10} [{bar:32}] {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left";
        bar.set_style(
            ProgressStyle::with_template(style)
                .expect("the template is fixed")
                .progress_chars("█▉▊▋▌▍▎▏ "),
        );
        bar.set_message(doing);
        Self(bar)
    }

    /// Moves the bar.
    pub(super) fn show(&self, progress: Progress) {
        if let Some(total) = progress.total {
            self.0.set_length(total);
        }
        self.0.set_position(progress.read);
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        self.0.finish_and_clear();
    }
}

/// Says what is being done while it cannot be measured.
pub(super) fn spinner(message: &'static str) -> ProgressBar {
    let spinner = ProgressBar::new_spinner().with_message(message);
    spinner.enable_steady_tick(Duration::from_millis(120));
    spinner
}
