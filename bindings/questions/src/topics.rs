//! The table, a file per topic.

mod anomalies;
mod heart;
mod insights;
mod metabolic;
mod sleep;
mod statistics;
mod training;
mod truth;

use crate::question::Question;

/// Every question.
pub(crate) const ALL: &[&[Question]] = &[
    truth::QUESTIONS,
    statistics::QUESTIONS,
    anomalies::QUESTIONS,
    heart::QUESTIONS,
    sleep::QUESTIONS,
    training::QUESTIONS,
    metabolic::QUESTIONS,
    insights::QUESTIONS,
];
