//! One value per civil day.

use chrono::{Days, NaiveDate};

use serde::{Deserialize, Serialize};

use super::NoAnswer;

/// One value per civil day, from a first day on; `None` is a day without a value. Every value is finite.
///
/// ```
/// use vitasync_core::analytics::Daily;
///
/// let day = |text: &str| text.parse().unwrap();
/// let resting = Daily::from_pairs([(day("2026-03-03"), 61.0), (day("2026-03-01"), 58.0)]).unwrap();
/// assert_eq!(resting.values(), [Some(58.0), None, Some(61.0)]);
/// assert_eq!(resting.date(2), day("2026-03-03"));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Told")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Daily {
    first: NaiveDate,
    values: Vec<Option<f64>>,
}

/// Days as somebody tells them.
#[derive(Deserialize)]
struct Told {
    first: NaiveDate,
    values: Vec<Option<f64>>,
}

impl TryFrom<Told> for Daily {
    type Error = NoAnswer;

    fn try_from(told: Told) -> Result<Self, NoAnswer> {
        Self::new(told.first, told.values)
    }
}

impl Daily {
    /// Takes values that are in order, one per day from `first` on.
    ///
    /// # Errors
    ///
    /// [`NoAnswer::NotFinite`] of a value that is infinite or not a number; [`NoAnswer::OutOfRange`] where the days leave
    /// the calendar.
    pub fn new(first: NaiveDate, values: Vec<Option<f64>>) -> Result<Self, NoAnswer> {
        if let Some(index) = values.iter().position(|it| it.is_some_and(|value| !value.is_finite())) {
            return Err(NoAnswer::NotFinite { what: "days", index });
        }
        let left = (NaiveDate::MAX - first).num_days();
        if i64::try_from(values.len()).is_ok_and(|count| count <= left) {
            return Ok(Self { first, values });
        }
        Err(NoAnswer::OutOfRange {
            what: "number of days",
            value: super::numeric::float(values.len()),
            min: 0.0,
            max: left as f64,
        })
    }

    /// Takes days in any order. Days between them have no value.
    ///
    /// # Errors
    ///
    /// [`NoAnswer::Insufficient`] of no days at all, [`NoAnswer::SecondValue`] where a day comes twice,
    /// [`NoAnswer::NotFinite`] as [`Self::new`].
    pub fn from_pairs(pairs: impl IntoIterator<Item = (NaiveDate, f64)>) -> Result<Self, NoAnswer> {
        let mut pairs: Vec<_> = pairs.into_iter().collect();
        pairs.sort_by_key(|(date, _)| *date);
        let Some(&(first, _)) = pairs.first() else {
            return Err(NoAnswer::Insufficient {
                what: "days",
                needed: 1,
                got: 0,
            });
        };
        if let Some(twice) = pairs.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            return Err(NoAnswer::SecondValue { date: twice[0].0 });
        }
        let mut values = Vec::new();
        for (date, value) in pairs {
            let at = usize::try_from((date - first).num_days()).expect("the days are sorted");
            values.resize(at, None);
            values.push(Some(value));
        }
        Self::new(first, values)
    }

    /// Returns the first day.
    #[must_use]
    pub fn first(&self) -> NaiveDate {
        self.first
    }

    /// Returns the values, one per day.
    #[must_use]
    pub fn values(&self) -> &[Option<f64>] {
        &self.values
    }

    /// Returns the date of a place.
    ///
    /// # Panics
    ///
    /// If the place is beyond the days there are.
    #[must_use]
    pub fn date(&self, index: usize) -> NaiveDate {
        assert!(index < self.values.len(), "day {index} of {}", self.values.len());
        self.after(index)
    }

    /// Returns the place of a date, if it is among the days.
    #[must_use]
    pub fn index(&self, date: NaiveDate) -> Option<usize> {
        let at = usize::try_from((date - self.first).num_days()).ok()?;
        (at < self.values.len()).then_some(at)
    }

    /// Counts the days that have a value.
    #[must_use]
    pub fn present(&self) -> usize {
        self.values.iter().flatten().count()
    }

    /// Lists the days that have a value.
    pub fn iter(&self) -> impl Iterator<Item = (NaiveDate, f64)> + '_ {
        let days = self.values.iter().enumerate();
        days.filter_map(|(at, value)| value.map(|value| (self.after(at), value)))
    }

    /// Cuts the series to what it has from one day to another, both included; none where that is no value.
    ///
    /// ```
    /// use vitasync_core::analytics::Daily;
    ///
    /// let day = |text: &str| text.parse().unwrap();
    /// let resting = Daily::from_pairs([(day("2026-03-01"), 58.0), (day("2026-03-03"), 61.0)]).unwrap();
    /// let march = resting.within(day("2026-03-02"), day("2026-03-31")).unwrap();
    /// assert_eq!((march.first(), march.values()), (day("2026-03-03"), &[Some(61.0)][..]));
    /// assert_eq!(resting.within(day("2026-03-02"), day("2026-03-02")), None);
    /// ```
    #[must_use]
    pub fn within(&self, first: NaiveDate, last: NaiveDate) -> Option<Self> {
        let place = |date: NaiveDate| usize::try_from((date - self.first).num_days()).ok();
        let to = place(last)?.saturating_add(1).min(self.values.len());
        let from = place(first).unwrap_or(0).min(to);
        let values = &self.values[from..to];
        let begins = values.iter().position(Option::is_some)?;
        let ends = values.iter().rposition(Option::is_some)? + 1;
        Some(Self {
            first: self.after(from + begins),
            values: values[begins..ends].to_vec(),
        })
    }

    fn after(&self, days: usize) -> NaiveDate {
        let days = u64::try_from(days).expect("fewer days than the calendar has");
        self.first + Days::new(days)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::*;

    fn day(of: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, of).unwrap()
    }

    #[test]
    fn the_order_of_pairs_changes_nothing() {
        let forward = Daily::from_pairs([(day(1), 1.0), (day(4), 4.0)]).unwrap();
        let backward = Daily::from_pairs([(day(4), 4.0), (day(1), 1.0)]).unwrap();
        assert_eq!(forward, backward);
        assert_eq!((forward.present(), forward.index(day(4))), (2, Some(3)));
        assert_eq!(forward.index(day(5)), None);
    }

    #[test]
    fn a_day_with_two_values_is_refused() {
        let twice = Daily::from_pairs([(day(2), 1.0), (day(2), 1.0)]);
        assert_eq!(twice, Err(NoAnswer::SecondValue { date: day(2) }));
    }

    #[test]
    fn nothing_and_not_a_number_are_refused() {
        let nothing = Daily::from_pairs([]).unwrap_err();
        assert_eq!(nothing.to_string(), "there are no days");
        let broken = Daily::new(day(1), vec![None, Some(f64::NAN)]).unwrap_err();
        assert_eq!(broken.to_string(), "value 1 of the days is not a finite number");
        assert!(Daily::new(NaiveDate::MAX, vec![None, None]).is_err());
    }
}
