//! Names who writes into the invented person's Health store: two Apple devices and seven apps.
//!
//! The names carry what real ones do: a curly apostrophe, a no-break space in "Apple Watch",
//! an ampersand. Brands are invented.

/// Someone who writes samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    Phone,
    Watch,
    Scale,
    Cuff,
    RunApp,
    SleepApp,
    WaterApp,
    MindApp,
    Health,
}

impl Source {
    /// How many sources there are.
    pub(super) const COUNT: usize = 9;

    /// Answers the place of this source in a table of sources.
    pub(super) const fn place(self) -> usize {
        match self {
            Self::Phone => 0,
            Self::Watch => 1,
            Self::Scale => 2,
            Self::Cuff => 3,
            Self::RunApp => 4,
            Self::SleepApp => 5,
            Self::WaterApp => 6,
            Self::MindApp => 7,
            Self::Health => 8,
        }
    }

    /// Answers the name as it stands in `sourceName`.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Phone => "Ada’s iPhone",
            Self::Watch => "Ada’s Apple\u{a0}Watch",
            Self::Scale => "Libra Scale",
            Self::Cuff => "CuffLog",
            Self::RunApp => "Run & Roam",
            Self::SleepApp => "Somnia",
            Self::WaterApp => "Hydrolog",
            Self::MindApp => "Stillpoint",
            Self::Health => "Health",
        }
    }

    /// Answers the software version in force `epoch` releases before the export.
    pub(super) fn version(self, epoch: usize) -> String {
        let listed = |versions: &[&str]| {
            let last = versions.len() - 1;
            versions[epoch.min(last)].to_owned()
        };
        match self {
            Self::Phone | Self::Health => listed(&PHONE_VERSIONS),
            Self::Watch => listed(&WATCH_VERSIONS),
            Self::Scale | Self::Cuff | Self::WaterApp | Self::MindApp => {
                format!("{}", 5210_usize.saturating_sub(epoch * 43))
            }
            Self::RunApp | Self::SleepApp => {
                let build = 90_usize.saturating_sub(epoch);
                format!("{}.{}", 3 + build / 20, build % 20)
            }
        }
    }

    /// Answers the text of the `device` attribute, absent for apps and manual entries.
    ///
    /// The pointer differs from type to type and export to export, as in real files.
    pub(super) fn device(self, epoch: usize, pointer: u64) -> Option<String> {
        let (name, maker, model, hardware) = match self {
            Self::Phone => ("iPhone", "Apple Inc.", "iPhone", "iPhone16,1"),
            Self::Watch => ("Apple Watch", "Apple Inc.", "Watch", "Watch7,2"),
            Self::Scale => ("Libra One", "Libra", "Scale", "LB-210"),
            _ => return None,
        };
        let software = match self {
            Self::Scale => "2.4".to_owned(),
            _ => self.version(epoch),
        };
        Some(format!(
            "<<HKDevice: 0x{:x}>, name:{name}, manufacturer:{maker}, model:{model}, \
             hardware:{hardware}, software:{software}>",
            0x3_0000_0000 | (pointer & 0xFFF_FFF0),
        ))
    }
}

/// iOS releases, newest first.
const PHONE_VERSIONS: [&str; 14] = [
    "26.1", "26.0.1", "18.6.2", "18.5", "18.4.1", "18.3.2", "18.2", "18.1", "17.6.1", "17.5.1", "17.4", "17.2.1",
    "16.6", "16.3.1",
];

/// watchOS releases, newest first.
const WATCH_VERSIONS: [&str; 14] = [
    "26.1", "26.0.2", "11.6.1", "11.5", "11.4", "11.3.1", "11.2", "11.1", "10.6.1", "10.5", "10.4", "10.2", "9.6",
    "9.3.1",
];
