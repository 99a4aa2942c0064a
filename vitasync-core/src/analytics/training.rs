//! Answers questions about training: how hard a session was, what the sessions of weeks add up to, what a person is fit
//! for, and what they have done best.
//!
//! | page | asks |
//! | --- | --- |
//! | [`stream`] | what holds between the samples of a recording, and where is it silent? |
//! | [`heart_rate`] | what share of the heart rate reserve is this, and what maximum is predicted for an age? |
//! | [`trimp`] | how hard was it for the heart, by Banister, Edwards or Lucia? |
//! | [`power`], [`stress_score`] | how hard was it by power, pace or heart rate, on the scale where an hour at threshold is 100? |
//! | [`session_rpe`] | how hard did it feel? |
//! | [`load`] | what have the days added up to: CTL, ATL and TSB? |
//! | [`impulse_response`] | what performance does Banister's model expect? |
//! | [`load_ratio`], [`monotony`] | has the load changed, and has it varied? |
//! | [`readiness`] | how do last night and yesterday compare with what is usual? |
//! | [`vo2_max`] | what oxygen uptake does a test, a race or a speed stand for? |
//! | [`race`] | what time does a race predict for another distance? |
//! | [`power_curve`], [`best_effort`] | what was the best minute, the fastest kilometre? |
//! | [`records`] | which of them are the best so far? |
//! | [`met_minutes`] | is the week as active as the WHO advises? |
//!
//! Nothing here takes a threshold, a maximum, a resting heart rate or a sex for granted: what a page needs is an argument,
//! and where it is not known there is no answer. None of the figures says anything about the risk of injury.

pub mod best_effort;
pub mod heart_rate;
pub mod impulse_response;
pub mod load;
pub mod load_ratio;
pub mod met_minutes;
pub mod monotony;
pub mod power;
pub mod power_curve;
pub mod race;
pub mod readiness;
pub mod records;
pub mod session_rpe;
pub mod stream;
pub mod stress_score;
pub mod trimp;
pub mod vo2_max;
