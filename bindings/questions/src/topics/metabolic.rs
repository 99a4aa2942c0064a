//! Metabolism: glucose, energy, body and water.

use chrono::NaiveDate;
use vitasync_core::Metric;
use vitasync_core::analytics::Sex;
use vitasync_core::analytics::anomaly::thresholds::Label;
use vitasync_core::analytics::metabolic::balance::{self, EnergyBalance};
use vitasync_core::analytics::metabolic::body::{self, FatFreeMassIndex, Girths};
use vitasync_core::analytics::metabolic::energy::{self, ActivityLevel, Adult};
use vitasync_core::analytics::metabolic::fitness_age::{self, FitnessAge};
use vitasync_core::analytics::metabolic::glucose::mage::{self, Mage};
use vitasync_core::analytics::metabolic::glucose::profile::{self, Slot};
use vitasync_core::analytics::metabolic::glucose::risk::{self, Risk};
use vitasync_core::analytics::metabolic::glucose::summary::{self, Summary};
use vitasync_core::analytics::metabolic::glucose::variability::{self, Variability};
use vitasync_core::analytics::metabolic::glucose::{Reading, Trace, Wear};
use vitasync_core::analytics::metabolic::hydration::{self, Hydration};
use vitasync_core::analytics::metabolic::stress::{self, RelativeStress};

use crate::question::questions;
use crate::take::Days;

questions! {
    "metabolic";

    /// Returns how much of the time there are readings.
    glucose_wear(readings: Vec<Reading>) -> Wear = Trace::new(readings)?.wear();
    glucose_summary(readings: Vec<Reading>) -> Summary = summary::summary(&Trace::new(readings)?);
    glucose_risk(readings: Vec<Reading>) -> Risk = risk::risk(&Trace::new(readings)?);
    mage(readings: Vec<Reading>) -> Mage = mage::mage(&Trace::new(readings)?);
    glucose_variability(readings: Vec<Reading>) -> Variability = variability::variability(&Trace::new(readings)?);
    modd(readings: Vec<Reading>) -> f64 = variability::modd(&Trace::new(readings)?);
    conga(readings: Vec<Reading>) -> f64 = variability::conga(&Trace::new(readings)?);
    mag(readings: Vec<Reading>) -> f64 = variability::mag(&Trace::new(readings)?);
    gvp(readings: Vec<Reading>) -> f64 = variability::gvp(&Trace::new(readings)?);
    glucose_profile(readings: Vec<Reading>, slot_minutes: u32) -> Vec<Slot> =
        profile::profile(&Trace::new(readings)?, slot_minutes);

    /// Returns the energy of a day at rest by Mifflin and St Jeor, in kilocalories.
    mifflin(weight_kg: f64, height_m: f64, age_years: f64, sex: Option<Sex>) -> f64 =
        Ok(Adult::new(weight_kg, height_m, age_years, sex)?.mifflin());
    /// Returns the energy of a day at rest by Harris and Benedict, as Roza and Shizgal revised it, in kilocalories.
    harris_benedict(weight_kg: f64, height_m: f64, age_years: f64, sex: Option<Sex>) -> f64 =
        Ok(Adult::new(weight_kg, height_m, age_years, sex)?.harris_benedict());
    katch_mcardle(lean_kg: f64) -> f64 = energy::katch_mcardle(lean_kg);
    cunningham(lean_kg: f64) -> f64 = energy::cunningham(lean_kg);
    energy_of_activity_level(resting_kcal: f64, level: ActivityLevel) -> f64 =
        energy::of_activity_level(resting_kcal, level);
    energy_of_active_energy(resting_kcal: f64, active_kcal: f64) -> f64 =
        energy::of_active_energy(resting_kcal, active_kcal);
    /// Returns energy eaten less energy spent, of days on which both are known. Both series begin on `first`.
    energy_balance(first: NaiveDate, intake: Days, expenditure: Days, least_intake: f64) -> EnergyBalance =
        balance::energy_balance(&intake.starting(first)?, &expenditure.starting(first)?, least_intake);
    balance_by_weight(first: NaiveDate, days: Days) -> f64 = balance::balance_by_weight(&days.starting(first)?);

    body_mass_index(weight_kg: f64, height_m: f64) -> f64 = body::body_mass_index(weight_kg, height_m);
    body_mass_category(body_mass_index: f64, age_years: Option<u32>, asian: bool = false) -> Label =
        body::category(body_mass_index, age_years, asian);
    fat_free_mass_index(lean_kg: f64, height_m: f64) -> FatFreeMassIndex = body::fat_free_mass_index(lean_kg, height_m);
    waist_to_height(waist_m: f64, height_m: f64) -> f64 = body::waist_to_height(waist_m, height_m);
    navy_body_fat(girths: Girths, height_m: f64, sex: Option<Sex>) -> f64 = body::navy_body_fat(girths, height_m, sex);
    lean_mass(weight_kg: f64, height_m: f64, sex: Sex) -> f64 = body::lean_mass(weight_kg, height_m, sex);
    body_surface(weight_kg: f64, height_m: f64) -> f64 = body::surface(weight_kg, height_m);

    fitness_age(vo2_max: f64, age_years: u32, sex: Option<Sex>) -> FitnessAge =
        fitness_age::fitness_age(vo2_max, age_years, sex);
    adequate_drinks(age_years: Option<u32>, sex: Option<Sex>) -> f64 = hydration::adequate_drinks(age_years, sex);
    hydration(first: NaiveDate, days: Days, target_ml: f64) -> Hydration =
        hydration::hydration(&days.starting(first)?, target_ml);
    relative_stress(metric: Metric, first: NaiveDate, days: Days, date: NaiveDate) -> RelativeStress =
        stress::relative_stress(metric, &days.starting(first)?, date);
}
