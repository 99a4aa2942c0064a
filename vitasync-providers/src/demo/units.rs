//! Chooses the unit each type is written in: Apple writes the units the person prefers.

/// What a type measures; decides unit and scale of its `value`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Measure {
    /// A category: the value is a word, there is no unit.
    Word,
    /// A unit that does not depend on preference.
    Plain(&'static str),
    /// Kilocalories.
    Energy,
    /// Metres, on foot or wheels.
    Distance,
    /// Metres, in water.
    Swim,
    /// Metres, of a step or a body.
    Stature,
    /// Metres per second.
    Speed,
    /// Kilograms.
    Mass,
    /// Degrees Celsius.
    Temperature,
    /// Millilitres.
    Volume,
}

/// How a canonical value is written: `value × factor + shift` in `name`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit {
    pub(super) name: Option<&'static str>,
    pub(super) factor: f64,
    pub(super) shift: f64,
}

impl Measure {
    /// Answers the unit this measure is written in.
    pub(super) fn unit(self, imperial: bool) -> Unit {
        let ((metric, metric_factor), (english, english_factor)) = match self {
            Self::Word => return Unit::new(None, 1.0, 0.0),
            Self::Plain(name) => return Unit::new(Some(name), 1.0, 0.0),
            Self::Temperature if imperial => return Unit::new(Some("degF"), 1.8, 32.0),
            Self::Temperature => return Unit::new(Some("degC"), 1.0, 0.0),
            Self::Energy => (("kcal", 1.0), ("Cal", 1.0)),
            Self::Distance => (("km", 0.001), ("mi", 1.0 / 1609.344)),
            Self::Swim => (("m", 1.0), ("yd", 1.0 / 0.9144)),
            Self::Stature => (("cm", 100.0), ("in", 1.0 / 0.0254)),
            Self::Speed => (("km/hr", 3.6), ("mi/hr", 3600.0 / 1609.344)),
            Self::Mass => (("kg", 1.0), ("lb", 1.0 / 0.453_592_37)),
            Self::Volume => (("mL", 1.0), ("fl_oz_us", 1.0 / 29.573_529_562_5)),
        };
        if imperial {
            Unit::new(Some(english), english_factor, 0.0)
        } else {
            Unit::new(Some(metric), metric_factor, 0.0)
        }
    }
}

impl Unit {
    const fn new(name: Option<&'static str>, factor: f64, shift: f64) -> Self {
        Self { name, factor, shift }
    }

    /// Converts a canonical value to the written one.
    pub(super) fn written(&self, canonical: f64) -> f64 {
        canonical * self.factor + self.shift
    }

    /// Answers the unit's word, empty for categories.
    pub(super) fn word(&self) -> &'static str {
        self.name.unwrap_or("")
    }
}
