//! Insights about breathing and blood oxygen.

use super::super::evidence::Evidence;
use super::super::scores::parts::RESPIRATION;
use super::super::{anomaly::thresholds, correlation, robust, trend as trends};
use super::ways::{Said, association, judged, latest, share, spread_of_month, trend};
use super::{Definition, answered};
use crate::metric::Metric;

const SATURATION: &[Metric] = &[Metric::SleepingOxygenSaturation, Metric::OxygenSaturation];

pub(super) const ROWS: &[Definition] = answered! { Respiratory;
    "spo2-status" [SleepingOxygenSaturation, OxygenSaturation] "Names the blood oxygen.",
        thresholds::METHOD, "a value of the last 7 days" => |it| judged(it, SATURATION);
    "spo2-trend" [SleepingOxygenSaturation, OxygenSaturation] "Says whether blood oxygen rises or falls.",
        trends::METHOD, "8 of 30 days" => |it| trend(it, it.first_of(SATURATION)?.0);
    "resp-rate-status" [SleepingRespiratoryRate, RespiratoryRate] "Names the respiratory rate.",
        thresholds::METHOD, "a value of the last 7 days" => |it| judged(it, RESPIRATION);
    "resp-rate-trend" [SleepingRespiratoryRate, RespiratoryRate] "Says whether the respiratory rate rises or falls.",
        trends::METHOD, "8 of 30 days" => |it| trend(it, it.first_of(RESPIRATION)?.0);
    "resp-sleep-corr" [SleepingRespiratoryRate, RespiratoryRate, SleepStage]
        "Says whether respiratory rate and sleep go together.",
        correlation::METHOD, "21 pairs in 90 days" => with_sleep;
    "sleep-breathing" [ApneaHypopneaIndex] "Says the latest apnea-hypopnea index a device has computed.",
        robust::METHOD, "a value of the last 7 days" => disturbed;
    "nocturnal-desat" [SleepingOxygenSaturationMin] "Says on how many nights blood oxygen fell below 90 %.",
        robust::METHOD, "14 of 30 nights" => desaturated;
    "spo2-variability" [SleepingOxygenSaturation, OxygenSaturation]
        "Says how much blood oxygen varies from day to day.",
        robust::METHOD, "14 of 30 days" => |it| spread_of_month(it, SATURATION);
};

fn disturbed(evidence: &Evidence) -> Said {
    let index = latest(evidence, Metric::ApneaHypopneaIndex, 7)?;
    Ok(index.limited(None, Some(5.0), "AASM: from 5 on mild"))
}

fn desaturated(evidence: &Evidence) -> Said {
    let says = "have a night's least blood oxygen below 90 %";
    share(evidence, Metric::SleepingOxygenSaturationMin, says, |least| {
        least < 90.0
    })
}

fn with_sleep(evidence: &Evidence) -> Said {
    association(evidence, evidence.first_of(RESPIRATION)?.1, &evidence.hours()?, 0)
}
