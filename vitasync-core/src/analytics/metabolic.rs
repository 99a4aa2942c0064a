//! Answers questions about metabolism: glucose, energy, body composition, fluids, and what is called fitness age and stress.
//!
//! | page | asks |
//! | --- | --- |
//! | [`glucose`] | what does a continuous sensor say: ranges, indices, excursions, days, the profile of a day? |
//! | [`energy`] | how much does a body spend at rest and in a day? |
//! | [`balance`] | was more eaten than spent? |
//! | [`body`] | what is this weight at this height, and how much of it is lean? |
//! | [`hydration`] | was enough drunk? |
//! | [`fitness_age`] | of which age is this oxygen uptake the mean? |
//! | [`stress`] | is the score of a vendor unusual for this person? |
//!
//! Values are in the canonical units of their metrics: mg/dL, kilograms, kilocalories, millilitres. Height is in metres.

pub mod balance;
pub mod body;
pub mod energy;
pub mod fitness_age;
pub mod glucose;
pub mod hydration;
pub mod stress;
